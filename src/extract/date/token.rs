//! Cuts a clean text into numbers, words and marks, and looks each word up once.

use super::clean::{fold, is_combining};
use super::lexicon::{LONGEST_PHRASE, LONGEST_SIGN_WORD, Role, look_up};

/// Longer words of ASCII letters are put together before they are looked up.
const LONGEST_ASCII_WORD: usize = 24;

/// A piece of a clean text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub kind: Kind,
    /// As it stands in the clean text.
    pub text: &'t str,
    /// Byte offset in the clean text.
    pub start: usize,
    /// What it may mean; empty for numbers, marks and unknown words.
    pub roles: &'static [Role],
    /// Whether no space parts it from the token before.
    pub is_glued: bool,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// ASCII digits: their value (as far as 18 digits hold it) and how many they are.
    Number { value: u64, width: usize },
    /// Letters, or a phrase of several words that the lexicon knows.
    Word,
    /// A word or a sign of a script that puts no spaces between words.
    Sign,
    /// Anything else but a space.
    Mark(char),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    Digit,
    Letter,
    /// Chinese and Japanese.
    Ideograph,
    /// Korean.
    Hangul,
    Mark,
}

impl Token<'_> {
    /// Whether its text begins with a capital.
    pub(super) fn begins_with_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// Byte offset of its end in the clean text.
    pub(super) const fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The tokens of a clean text, in order. Linear in its length.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut pieces = Vec::with_capacity(text.len() / 4 + 1);
    let mut is_glued = false;
    let mut rest = text.char_indices().peekable();
    while let Some((start, first)) = rest.next() {
        let class = class(first);
        let mut end = start + first.len_utf8();
        while class != Class::Mark
            && let Some((at, next)) = rest.next_if(|&(_, next)| continues(class, next))
        {
            end = at + next.len_utf8();
        }
        let piece = text.get(start..end).unwrap_or_default();
        match class {
            Class::Space => {}
            Class::Ideograph => push_signs(&mut pieces, piece, start, is_glued),
            Class::Hangul => push_hangul(&mut pieces, piece, start, is_glued),
            Class::Digit => pieces.push(plain(number(piece), piece, start, is_glued)),
            Class::Letter => pieces.push(plain(Kind::Word, piece, start, is_glued)),
            Class::Mark => pieces.push(plain(Kind::Mark(first), piece, start, is_glued)),
        }
        is_glued = class != Class::Space;
    }
    join_phrases(text, &pieces)
}

/// Whether a text begins with a word of ASCII letters that means nothing in a date, as [`begins_with_unknown_word`] tells of
/// the clean text. Not asked of words that are longer than those of the lexicon.
pub(super) fn begins_with_unknown_ascii_word(text: &str) -> bool {
    let bytes = text.as_bytes();
    let end = bytes.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(bytes.len());
    let mut folded = [0; LONGEST_ASCII_WORD];
    let (Some(word), Some(key)) = (bytes.get(..end), folded.get_mut(..end)) else {
        return false;
    };
    // A letter of another kind goes on with the word, and an invisible mark vanishes from it.
    if word.is_empty() || bytes.get(end).is_some_and(|next| !next.is_ascii()) {
        return false;
    }
    key.copy_from_slice(word);
    key.make_ascii_lowercase();
    str::from_utf8(key).is_ok_and(|key| look_up(key).is_none())
}

/// Whether a text begins with a word that counts from the moment of reading: "yesterday", "an hour ago", "hace una semana".
pub(super) fn begins_with_moment(text: &str) -> bool {
    if begins_with_unknown_ascii_word(text) {
        return false;
    }
    let end = text.find(|next| !continues(Class::Letter, next)).unwrap_or(text.len());
    let word = text.get(..end).filter(|word| !word.is_empty() && word.len() <= LONGEST_ASCII_WORD);
    let counts = |role: &Role| {
        matches!(
            role,
            Role::DaysBack(_)
                | Role::DaysBackOf(..)
                | Role::Now
                | Role::Since
                | Role::Count(_)
                | Role::Amount(..)
        )
    };
    word.is_some_and(|word| {
        let mut key = String::with_capacity(word.len());
        fold(word, &mut key);
        look_up(&key).is_some_and(|entry| entry.begins_phrase || entry.roles.iter().any(counts))
    }) || (text.starts_with(|first| matches!(class(first), Class::Ideograph | Class::Hangul)) && {
        let (_, roles) = longest_sign_word(text);
        roles.iter().any(counts)
    })
}

/// Whether the first token of a clean text is a word that means nothing in a date, alone or with those behind it.
pub(super) fn begins_with_unknown_word(text: &str) -> bool {
    let end = text.find(|next| !continues(Class::Letter, next)).unwrap_or(text.len());
    let Some(word) = text.get(..end).filter(|word| word.starts_with(|first| class(first) == Class::Letter))
    else {
        return false;
    };
    let mut key = String::with_capacity(word.len());
    fold(word, &mut key);
    look_up(&key).is_none()
}

fn class(char: char) -> Class {
    match char {
        ' ' => Class::Space,
        '0'..='9' => Class::Digit,
        'a'..='z' | 'A'..='Z' => Class::Letter,
        _ if char.is_ascii() => Class::Mark,
        '\u{ac00}'..='\u{d7af}' => Class::Hangul,
        '々' | '〇' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => {
            Class::Ideograph
        }
        _ if char.is_alphabetic() || is_combining(char) => Class::Letter,
        _ => Class::Mark,
    }
}

/// Whether a character belongs to the piece before it. Vowel signs of Indic scripts are letters here, the joiners
/// between them are not alphabetic and stand inside words only.
fn continues(piece: Class, next: char) -> bool {
    class(next) == piece || (piece == Class::Letter && is_vowel_sign(next))
}

/// Of Devanagari and Bengali, and above letters in Thai.
const fn is_vowel_sign(char: char) -> bool {
    matches!(char, '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{9bc}' | '\u{9cd}' | '\u{e47}'..='\u{e4e}')
}

fn number(digits: &str) -> Kind {
    let value = digits.bytes().take(18).fold(0, |value: u64, digit| {
        value.saturating_mul(10).saturating_add(u64::from(digit.saturating_sub(b'0')))
    });
    Kind::Number { value, width: digits.len() }
}

const fn plain(kind: Kind, text: &str, start: usize, is_glued: bool) -> Token<'_> {
    Token { kind, text, start, roles: &[], is_glued }
}

/// Korean puts spaces between words but glues units to numbers ("3시간전"), so a word that is not known as a whole is
/// taken apart only behind a number.
fn push_hangul<'t>(pieces: &mut Vec<Token<'t>>, run: &'t str, start: usize, is_glued: bool) {
    let follows_number =
        is_glued && pieces.last().is_some_and(|token| matches!(token.kind, Kind::Number { .. }));
    if follows_number || look_up(run).is_some() {
        push_signs(pieces, run, start, is_glued);
    } else {
        pieces.push(plain(Kind::Sign, run, start, is_glued));
    }
}

/// Cuts a run without spaces into the longest words that the lexicon knows, and single signs between them.
fn push_signs<'t>(pieces: &mut Vec<Token<'t>>, run: &'t str, start: usize, is_glued: bool) {
    let mut rest = run;
    while !rest.is_empty() {
        let (length, roles) = longest_sign_word(rest);
        let (word, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        let at = start + run.len() - rest.len();
        pieces.push(Token { roles, ..plain(Kind::Sign, word, at, is_glued || at > start) });
        rest = after;
    }
}

/// The length in bytes and the roles of the longest known word at the start of a run, else those of its first sign.
fn longest_sign_word(run: &str) -> (usize, &'static [Role]) {
    let mut best: (usize, &'static [Role]) = (run.chars().next().map_or(run.len(), char::len_utf8), &[]);
    for (at, sign) in run.char_indices().take(LONGEST_SIGN_WORD) {
        let end = at + sign.len_utf8();
        if let Some(entry) = run.get(..end).and_then(look_up) {
            best = (end, &entry.roles);
        }
    }
    best
}

/// Looks every word up, and joins words to the longest phrase that the lexicon knows.
fn join_phrases<'t>(text: &'t str, pieces: &[Token<'t>]) -> Vec<Token<'t>> {
    let mut joined = Vec::with_capacity(pieces.len());
    let mut key = String::new();
    let mut at = 0;
    while let Some(&piece) = pieces.get(at) {
        let mut token = piece;
        let mut next = at + 1;
        if piece.kind == Kind::Word {
            key.clear();
            fold(piece.text, &mut key);
            if let Some(entry) = look_up(&key) {
                token.roles = &entry.roles;
                if entry.begins_phrase
                    && let Some((roles, end)) = longest_phrase(pieces, at, &mut key)
                {
                    let last = pieces.get(end - 1).map_or(piece.end(), Token::end);
                    token.text = text.get(piece.start..last).unwrap_or(piece.text);
                    token.roles = roles;
                    next = end;
                }
            }
        }
        joined.push(token);
        at = next;
    }
    joined
}

/// The roles of the longest phrase that begins at `at`, and the index after its last piece. Between its words may stand
/// one full stop, apostrophe or hyphen ("p.m.", "aujourd'hui", "avant-hier").
fn longest_phrase(pieces: &[Token<'_>], at: usize, key: &mut String) -> Option<(&'static [Role], usize)> {
    let mut best = None;
    let mut end = at + 1;
    for _ in 1..LONGEST_PHRASE {
        let is_joint =
            |piece: &Token<'_>| matches!(piece.kind, Kind::Mark('.' | '\'' | '-')) && piece.is_glued;
        end += usize::from(pieces.get(end).is_some_and(is_joint));
        let Some(word) = pieces.get(end).filter(|piece| piece.kind == Kind::Word) else {
            break;
        };
        key.push(' ');
        fold(word.text, key);
        end += 1;
        if let Some(entry) = look_up(key)
            && !entry.roles.is_empty()
        {
            best = Some((entry.roles.as_slice(), end));
        }
    }
    best
}
