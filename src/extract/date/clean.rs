//! One spelling for digits, spaces and letters, so that the tables need only one.

use std::borrow::Cow;

/// Brings the first `max_chars` characters of a text into plain form: digits of any script and full-width forms become
/// ASCII, every space becomes one of U+0020, marks of direction and other invisible characters vanish, and punctuation
/// that has an ASCII twin becomes that twin. Letters keep their case and accents.
pub(super) fn clean(text: &str, max_chars: usize) -> Cow<'_, str> {
    // Of ASCII, white space alone has another form.
    if text.is_ascii() && !text.bytes().any(|byte| matches!(byte, b'\t'..=b'\r')) {
        return Cow::Borrowed(text.get(..max_chars).unwrap_or(text));
    }
    Cow::Owned(text.chars().take(max_chars).filter(|&char| !is_invisible(char)).map(plain).collect())
}

/// Appends a word to `folded` in lower case, without accents, vowel signs and spelling variants (the hamza and alef of
/// Arabic, the short i of Cyrillic), the way the lexicon spells it.
pub(super) fn fold(word: &str, folded: &mut String) {
    if word.is_ascii() {
        let before = folded.len();
        folded.push_str(word);
        if let Some(word) = folded.get_mut(before..) {
            word.make_ascii_lowercase();
        }
        return;
    }
    for char in word.chars().flat_map(char::to_lowercase) {
        match char {
            'ß' => folded.push_str("ss"),
            _ if is_combining(char) || matches!(char, 'ء' | 'ـ') => {}
            _ => folded.push(base(char)),
        }
    }
}

/// Whether folding takes an accent from a word.
pub(super) fn has_accent(word: &str) -> bool {
    word.chars().flat_map(char::to_lowercase).any(|char| is_combining(char) || base(char) != char)
}

/// Whether a character only modifies the letter before it.
pub(super) const fn is_combining(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{5b0}'..='\u{5c7}')
}

const fn is_invisible(char: char) -> bool {
    matches!(
        char,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}

fn plain(char: char) -> char {
    if let Some(digit) = digit_value(char) {
        return char::from_digit(digit, 10).unwrap_or(char);
    }
    match char {
        '\u{ff01}'..='\u{ff5e}' => {
            u32::from(char).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(char)
        }
        '\u{2010}' | '\u{2011}' | '\u{2212}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => '\'',
        '\u{2236}' => ':',
        // The signs of an abbreviation in Devanagari and Hebrew do what a full stop does.
        '॰' | '׳' => '.',
        '،' | '、' => ',',
        '\u{2027}' | '\u{30fb}' | '\u{2022}' => '·',
        _ if char.is_whitespace() => ' ',
        _ => char,
    }
}

/// The value of a decimal digit of the scripts that news is written in.
fn digit_value(char: char) -> Option<u32> {
    const ZEROS: [char; 9] = ['٠', '۰', '०', '০', '૦', '௦', '๐', '០', '０'];
    if char.is_ascii() {
        return None;
    }
    ZEROS.iter().find_map(|&zero| u32::from(char).checked_sub(u32::from(zero)).filter(|&value| value < 10))
}

const fn base(char: char) -> char {
    match char {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' | 'ė' => 'e',
        'ğ' | 'ģ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => 'i',
        'ł' | 'ľ' | 'ļ' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' | 'ō' => 'o',
        'ŕ' | 'ř' => 'r',
        'ś' | 'ş' | 'š' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ů' | 'ű' | 'ū' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ی' | 'ئ' => 'ي',
        'ؤ' => 'و',
        'ة' => 'ه',
        'ک' => 'ك',
        'й' => 'и',
        'ё' => 'е',
        'ї' => 'і',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        _ => char,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(word: &str) -> String {
        let mut folded = String::new();
        fold(word, &mut folded);
        folded
    }

    #[test]
    fn digits_of_every_script_become_ascii() {
        for digits in ["2022", "٢٠٢٢", "۲۰۲۲", "२०२२", "２０２２", "২০২২"] {
            assert_eq!(clean(digits, 10), "2022", "{digits}");
        }
    }

    #[test]
    fn invisible_marks_vanish_and_spaces_become_plain() {
        assert_eq!(clean("\u{200f}10\u{a0}\u{202f}Sep\u{2009}2022\u{200e}", 99), "10  Sep 2022");
    }

    #[test]
    fn only_the_first_characters_are_looked_at() {
        assert_eq!(clean("١٢٣٤", 2), "12");
    }

    #[test]
    fn spelling_variants_fold_into_one() {
        assert_eq!(folded("أيلول"), folded("ايلول"));
        assert_eq!(folded("الأربعاء"), folded("الاربعا"));
        assert_eq!(folded("AOÛT"), "aout");
        assert_eq!(folded("KASIM"), folded("kasım"));
        assert_eq!(folded("ма\u{438}\u{306}"), folded("май"));
        assert_eq!(folded("ΙΑΝΟΥΆΡΙΟΣ"), folded("Ιανουάριος"));
    }
}
