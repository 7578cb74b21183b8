//! Lists with quality values (RFC 9110 §12.4.2), the grammar that `Accept` and `Accept-Encoding` share.

/// A weight in thousandths, 0 ("not acceptable") to 1,000.
pub(super) type Weight = u16;

/// The weight of an element that states none.
pub(super) const FULL_WEIGHT: Weight = 1_000;

/// One element of a list: what is wanted, and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Weighted<'a> {
    /// The value without its parameters, as it was written.
    pub(super) value: &'a str,
    /// How much it is wanted.
    pub(super) weight: Weight,
}

/// The elements of a list. One that cannot be read is left out, as if the client had not named it.
pub(super) fn weighted(list: &str) -> impl Iterator<Item = Weighted<'_>> {
    list.split(',').filter_map(|element| {
        let mut parts = element.split(';').map(str::trim);
        let value = parts.next().filter(|value| !value.is_empty())?;
        let weight = parts
            .filter_map(|part| part.split_once('='))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"))
            .map_or(Some(FULL_WEIGHT), |(_, digits)| weight(digits.trim()))?;
        Some(Weighted { value, weight })
    })
}

/// Reads `0`, `0.5`, `1.000`: at most three decimals, and nothing above one.
fn weight(text: &str) -> Option<Weight> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let thousandths = format!("{decimals:0<3}").parse::<Weight>().ok()?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(FULL_WEIGHT),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(list: &str) -> Vec<(&str, Weight)> {
        weighted(list).map(|element| (element.value, element.weight)).collect()
    }

    #[test]
    fn elements_carry_their_weight_or_the_full_one() {
        assert_eq!(
            read("br;q=1.0, gzip ; Q=0.85,*;q=0, identity"),
            [("br", 1_000), ("gzip", 850), ("*", 0), ("identity", 1_000)]
        );
    }

    #[test]
    fn other_parameters_do_not_hide_the_weight() {
        assert_eq!(
            read("text/html;level=1;q=0.5, text/plain;charset=utf-8"),
            [("text/html", 500), ("text/plain", 1_000)]
        );
    }

    #[test]
    fn elements_without_a_readable_weight_are_left_out() {
        assert_eq!(read(""), []);
        assert_eq!(read(", ,"), []);
        assert_eq!(read("a;q=2, b;q=1.001, c;q=0.1234, d;q=, e;q=-1, f;q=0.5"), [("f", 500)]);
    }
}
