//! A place between tokens. Matchers take a cursor by value and give back the cursor behind what they matched, so that
//! trying another reading costs nothing.

use super::lexicon::{Part, Role};
use super::token::{Kind, Token};

/// A place between two tokens of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    tokens: &'t [Token<'t>],
    at: usize,
}

/// What a matcher found, and the place behind it.
pub(super) type Step<'t, T> = Option<(T, Cursor<'t>)>;

impl<'t> Cursor<'t> {
    /// The place before the first of the tokens of a text.
    pub(super) const fn new(text: &'t str, tokens: &'t [Token<'t>]) -> Self {
        Self { text, tokens, at: 0 }
    }

    /// The next token.
    pub(super) fn peek(self) -> Option<&'t Token<'t>> {
        self.tokens.get(self.at)
    }

    /// The token after the next one.
    pub(super) fn peek_second(self) -> Option<&'t Token<'t>> {
        self.tokens.get(self.at + 1)
    }

    /// The token before this place.
    pub(super) fn previous(self) -> Option<&'t Token<'t>> {
        self.at.checked_sub(1).and_then(|index| self.tokens.get(index))
    }

    /// The token before the previous one.
    pub(super) fn second_previous(self) -> Option<&'t Token<'t>> {
        self.at.checked_sub(2).and_then(|index| self.tokens.get(index))
    }

    /// The place behind the next token.
    pub(super) const fn advance(self) -> Self {
        Self { at: self.at + 1, ..self }
    }

    /// Whether all tokens lie before this place.
    pub(super) fn is_at_end(self) -> bool {
        self.at >= self.tokens.len()
    }

    /// Whether the next token follows the one before without a space.
    pub(super) fn is_glued(self) -> bool {
        self.peek().is_some_and(|token| token.is_glued)
    }

    /// A number whose count of digits lies in `widths`.
    pub(super) fn number(self, widths: std::ops::RangeInclusive<usize>) -> Step<'t, u64> {
        match self.peek()?.kind {
            Kind::Number { value, width } if widths.contains(&width) => Some((value, self.advance())),
            _ => None,
        }
    }

    /// A number of one or two digits.
    pub(super) fn small(self) -> Step<'t, i8> {
        let (value, next) = self.number(1..=2)?;
        Some((i8::try_from(value).ok()?, next))
    }

    /// A number of exactly two digits that follows without a space.
    pub(super) fn glued_pair(self) -> Step<'t, i8> {
        let (value, next) = self.number(2..=2).filter(|_| self.is_glued())?;
        Some((i8::try_from(value).ok()?, next))
    }

    /// One of these marks.
    pub(super) fn mark(self, marks: &[char]) -> Step<'t, char> {
        match self.peek()?.kind {
            Kind::Mark(mark) if marks.contains(&mark) => Some((mark, self.advance())),
            _ => None,
        }
    }

    /// The place behind one of these marks, or this place.
    pub(super) fn skip_mark(self, marks: &[char]) -> Self {
        self.mark(marks).map_or(self, |(_, next)| next)
    }

    /// The first meaning of the next word that `pick` takes.
    pub(super) fn word<T>(self, pick: impl Fn(Role) -> Option<T>) -> Step<'t, T> {
        let found = self.peek()?.roles.iter().copied().find_map(pick)?;
        Some((found, self.advance()))
    }

    /// Whether the next word has this meaning.
    pub(super) fn is(self, role: Role) -> bool {
        self.peek().is_some_and(|token| token.roles.contains(&role))
    }

    /// Whether the word before this place has this meaning.
    pub(super) fn follows(self, role: Role) -> bool {
        self.previous().is_some_and(|token| token.roles.contains(&role))
    }

    /// Whether the token before this place is a number.
    pub(super) fn follows_number(self) -> bool {
        self.previous().is_some_and(|token| matches!(token.kind, Kind::Number { .. }))
    }

    /// The place behind a word of this meaning.
    pub(super) fn role(self, role: Role) -> Option<Self> {
        self.is(role).then(|| self.advance())
    }

    /// The place behind a word of this meaning, or this place.
    pub(super) fn skip(self, role: Role) -> Self {
        self.role(role).unwrap_or(self)
    }

    /// The place behind the name of a part (年, h).
    pub(super) fn part(self, part: Part) -> Option<Self> {
        self.role(Role::Part(part))
    }

    /// The place behind the single letter `letter`, in either case, that follows without a space.
    pub(super) fn glued_letter(self, letter: &str) -> Option<Self> {
        self.peek()
            .filter(|token| token.is_glued && token.text.eq_ignore_ascii_case(letter))
            .map(|_| self.advance())
    }

    /// The text up to a closing mark at most eight tokens away, and the place behind that mark.
    pub(super) fn run_until(self, close: char) -> Step<'t, &'t str> {
        const LONGEST: usize = 8;
        let first = self.peek()?;
        let mut place = self;
        for _ in 0..LONGEST {
            let token = place.peek()?;
            if token.kind == Kind::Mark(close) {
                return Some((self.text.get(first.start..token.start)?, place.advance()));
            }
            place = place.advance();
        }
        None
    }
}
