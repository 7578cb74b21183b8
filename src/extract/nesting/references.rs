//! Character references (HTML §13.2.5.72 to §13.2.5.80).

use html5ever::data::NAMED_ENTITIES;
use memchr::memchr;

/// The longest name that stands without a semicolon behind it.
const LONGEST_BARE_NAME: usize = 6;

/// Where a reference stands. In an attribute, one without a semicolon is often a parameter of an address (`?a=1&copy=2`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Text,
    Attribute,
}

/// A text with what its references stand for. None with a number that stands for no character or for another one.
pub(super) fn resolved(text: &str, place: Place) -> Option<String> {
    let mut resolved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = memchr(b'&', rest.as_bytes()) {
        let (before, reference) = rest.split_at_checked(start)?;
        resolved.push_str(before);
        let reference = reference.get(1..)?;
        let length = match reference.strip_prefix('#') {
            Some(number) => 1 + push_number(number, &mut resolved)?,
            None => push_name(reference, place, &mut resolved)?,
        };
        if length == 0 {
            resolved.push('&');
        }
        rest = reference.get(length..)?;
    }
    resolved.push_str(rest);
    Some(resolved)
}

/// Reads what is behind `&#`; gives its length.
fn push_number(text: &str, resolved: &mut String) -> Option<usize> {
    let (digits, radix, prefix) = match text.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16, 1),
        None => (text, 10, 0),
    };
    let length = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
    let number = u32::from_str_radix(digits.get(..length)?, radix).ok()?;
    let character = char::from_u32(number).filter(|_| !matches!(number, 0 | 0x80..=0x9f))?;
    resolved.push(character);
    let semicolon = usize::from(digits.as_bytes().get(length) == Some(&b';'));
    Some(prefix + length + semicolon)
}

/// Reads what is behind `&`; gives its length, which is 0 when nothing is meant by it.
fn push_name(text: &str, place: Place, resolved: &mut String) -> Option<usize> {
    let length = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let next = text.as_bytes().get(length);
    if next == Some(&b';') && push_named(text.get(..=length)?, resolved) {
        return Some(length + 1);
    }
    let name = text.get(..length)?;
    if place == Place::Attribute {
        // A part of the name has a letter behind it, and counts as little as one with an equals sign.
        let is_meant = next != Some(&b'=') && push_named(name, resolved);
        return Some(if is_meant { length } else { 0 });
    }
    let lengths = (2..=length.min(LONGEST_BARE_NAME)).rev();
    Some(
        lengths
            .into_iter()
            .find(|length| name.get(..*length).is_some_and(|name| push_named(name, resolved)))
            .unwrap_or(0),
    )
}

fn push_named(name: &str, resolved: &mut String) -> bool {
    // The table also has the beginnings of names, which stand for nothing.
    let Some((first, second)) = NAMED_ENTITIES.get(name).copied().filter(|(first, _)| *first != 0) else {
        return false;
    };
    resolved.extend(
        [Some(first), Some(second).filter(|second| *second != 0)]
            .into_iter()
            .flatten()
            .filter_map(char::from_u32),
    );
    true
}
