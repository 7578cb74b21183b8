//! Text that was written as UTF-8, read as Latin-1 and written anew: "donâ\u{80}\u{99}t" for "don’t".
//!
//! The controls from U+0080 to U+009F stand on no page by intent (HTML §13.2.3.5 calls each of them an error). One of them in
//! what would be a sequence of UTF-8, were the characters bytes, tells that the text was misread on its way.

use memchr::memchr_iter;

/// A text as it was written: mended where it was misread.
pub(super) fn mend(text: String) -> String {
    mended(&text).unwrap_or(text)
}

/// What was misread, as it was written; none for a text that was not.
fn mended(text: &str) -> Option<String> {
    let mut controls = memchr_iter(0xC2, text.as_bytes()).filter_map(|at| text.get(at..)?.chars().next());
    if !controls.any(char::is_control) {
        return None;
    }
    let (mut mended, mut rest, mut is_misread) = (String::with_capacity(text.len()), text, false);
    while let Some((plain, behind)) = rest.find(begins_sequence).and_then(|at| rest.split_at_checked(at)) {
        mended.push_str(plain);
        let mut characters = behind.chars();
        let first = characters.next();
        if let Some((character, length, has_control)) = first.and_then(|first| sequence(first, behind)) {
            mended.push(character);
            is_misread |= has_control;
            rest = behind.get(length..).unwrap_or_default();
        } else {
            mended.extend(first);
            rest = characters.as_str();
        }
    }
    mended.push_str(rest);
    is_misread.then_some(mended)
}

/// Whether a character is a byte that begins a sequence of UTF-8 (RFC 3629 §4).
const fn begins_sequence(character: char) -> bool {
    matches!(character, '\u{C2}'..='\u{F4}')
}

/// The character that a text would begin with, were its characters bytes; the length of the text that is this character;
/// and whether there was a control in it.
fn sequence(first: char, text: &str) -> Option<(char, usize, bool)> {
    let length = match first {
        '\u{C2}'..='\u{DF}' => 2,
        '\u{E0}'..='\u{EF}' => 3,
        _ => 4,
    };
    let read = || text.chars().take(length);
    let bytes = read().map(|character| u8::try_from(character).ok()).collect::<Option<Vec<u8>>>()?;
    let character = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    Some((character, read().map(char::len_utf8).sum(), read().any(char::is_control)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text as one sees it who takes its bytes for Latin-1.
    fn misread(text: &str) -> String {
        text.bytes().map(char::from).collect()
    }

    #[test]
    fn a_text_that_was_misread_is_read_as_it_was_written() {
        for text in ["<p>They don’t say – “café”…</p>", "<p>هذا جسر</p>", "<p>橋 🌉</p>"]
        {
            assert_eq!(mend(misread(text)), text);
        }
    }

    #[test]
    fn a_text_that_was_read_well_stays() {
        for text in
            ["<p>They don’t say – “café”…</p>", "<p>Ã© is é misread</p>", "<p>a\u{92}b â\u{80}</p>", ""]
        {
            assert_eq!(mend(text.to_owned()), text);
        }
    }

    #[test]
    fn what_stands_well_beside_what_was_misread_stays() {
        assert_eq!(mend(format!("{} ’ naïve ô", misread("don’t"))), "don’t ’ naïve ô");
    }
}
