//! Sets of candidates (HTML §4.8.4.2.2): `a.jpg 480w, b.jpg 1200w` or `a.jpg, b.jpg 2x`.

/// Wider pictures than this serve printing, not reading.
const WIDEST: u32 = 1600;

/// One address of a set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate<'a> {
    pub address: &'a str,
    /// Width in pixels.
    pub width: Option<u32>,
    density: f32,
}

/// Splits a set. A comma may stand inside an address; only one that ends it, or follows its descriptor, parts candidates.
pub(super) fn parse(set: &str) -> Vec<Candidate<'_>> {
    let mut candidates = Vec::new();
    let mut address = None;
    for word in set.split_ascii_whitespace() {
        match address {
            None => {
                let bare = word.trim_matches(',');
                if word.ends_with(',') {
                    candidates.extend(candidate(bare, ""));
                } else {
                    address = Some(bare);
                }
            }
            Some(open) => {
                // Sloppy sets leave out the space after the comma: `480w,b.jpg`.
                let (descriptor, next) = word.split_once(',').unwrap_or((word, ""));
                candidates.extend(candidate(open, descriptor));
                address = Some(next).filter(|next| !next.is_empty());
                if !word.contains(',') {
                    address = None;
                }
            }
        }
    }
    candidates.extend(address.and_then(|open| candidate(open, "")));
    candidates
}

/// The widest candidate that is not too wide, else the narrowest; without widths the densest.
pub(super) fn best<'a>(candidates: impl Iterator<Item = Candidate<'a>>) -> Option<Candidate<'a>> {
    let rank = |candidate: &Candidate<'_>| match candidate.width {
        Some(width) if width <= WIDEST => (1, i64::from(width)),
        Some(width) => (0, -i64::from(width)),
        None => (1, 0),
    };
    candidates.reduce(|best, next| {
        let better = rank(&next).cmp(&rank(&best)).then(next.density.total_cmp(&best.density)).is_gt();
        if better { next } else { best }
    })
}

fn candidate<'a>(address: &'a str, descriptor: &str) -> Option<Candidate<'a>> {
    if address.is_empty() {
        return None;
    }
    let descriptor = descriptor.trim_end_matches(',');
    Some(Candidate {
        address,
        width: descriptor.strip_suffix('w').and_then(|width| width.parse().ok()),
        density: descriptor
            .strip_suffix('x')
            .and_then(|density| density.parse().ok())
            .filter(|density: &f32| density.is_finite())
            .unwrap_or(1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best_of(set: &str) -> Option<&str> {
        best(parse(set).into_iter()).map(|candidate| candidate.address)
    }

    #[test]
    fn the_widest_candidate_for_a_screen_is_the_best() {
        assert_eq!(best_of("s.jpg 480w, m.jpg 1200w, l.jpg 4000w"), Some("m.jpg"));
        assert_eq!(best_of("l.jpg 4000w, xl.jpg 6000w"), Some("l.jpg"));
        assert_eq!(best_of("a.jpg, b.jpg 2x"), Some("b.jpg"));
        assert_eq!(best_of("only.jpg"), Some("only.jpg"));
        assert_eq!(best_of(" , "), None);
    }

    #[test]
    fn commas_inside_addresses_do_not_part_candidates() {
        assert_eq!(
            best_of("/c_fill,w_400/a.jpg 400w, /c_fill,w_800/a.jpg 800w"),
            Some("/c_fill,w_800/a.jpg")
        );
        assert_eq!(best_of("a.jpg 400w,b.jpg 800w"), Some("b.jpg"));
    }
}
