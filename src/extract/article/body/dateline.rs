//! What stands between the title and the first prose of an article and tells who wrote it, when, and how long it takes to
//! read it: facts that have fields of their own.

use jiff::civil::Date;
use scraper::ElementRef;

use super::clean::Cleaner;
use super::removal::Judge;
use crate::extract::byline::{begins_byline, is_byline_word, names};
use crate::extract::text::{text_of, word_count};
use crate::model::PageKind;

/// A block of at least this many characters is prose.
pub(super) const PROSE: usize = 100;
/// The longest dateline, in characters and in words.
const LONGEST: usize = 90;
const MOST_WORDS: usize = 14;
/// The longest line that begins with the name of an author, in characters.
const LONGEST_BYLINE: usize = 70;
/// The longest line about the time that reading takes, in characters.
const LONGEST_READ: usize = 30;

impl Cleaner<'_> {
    /// Whether a block before the first prose is a dateline, a byline or both.
    pub(super) fn is_dateline(&mut self, element: ElementRef<'_>, judge: &Judge<'_>) -> bool {
        if self.has_prose || self.options.kind != PageKind::Article {
            return false;
        }
        let figures = judge.figures(element);
        let is_block = judge.traits(element).block;
        if !is_block || figures.blocks > 1 {
            return false;
        }
        if figures.text >= PROSE {
            self.has_prose = true;
            return false;
        }
        let is_read = figures.text > 0 && figures.media == 0;
        is_read && tells_facts(&text_of(element), self.options.authors, self.options.days)
    }
}

/// Whether a text tells facts of the article and nothing else.
fn tells_facts(text: &str, authors: &[String], days: &[Date]) -> bool {
    let text = text.trim();
    let is_sentence =
        text.ends_with(['.', '!', '?', '…', '。', '؟', ':', '：']) && word_count(text) > MOST_WORDS / 2;
    if is_sentence || text.chars().count() > LONGEST || word_count(text) > MOST_WORDS {
        return false;
    }
    is_byline_word(text)
        || days.iter().any(|day| names_day(text, *day))
        || names_author(text, authors)
        || tells_time_to_read(text)
}

/// Whether the numbers of a text have the year of a day and the day of its month, and are few.
fn names_day(text: &str, day: Date) -> bool {
    let numbers = text.split(|letter: char| !letter.is_ascii_digit()).filter(|run| !run.is_empty());
    let numbers = numbers.collect::<Vec<_>>();
    let year = day.year().to_string();
    let has = |wanted: i8| numbers.iter().any(|number| number.parse() == Ok(wanted));
    numbers.contains(&year.as_str()) && has(day.day()) && numbers.len() <= MOST_WORDS
}

/// "By Ann Lee", "Ann Lee, The Daily".
fn names_author(text: &str, authors: &[String]) -> bool {
    let is_author = |name: &String| authors.iter().any(|author| author.eq_ignore_ascii_case(name));
    if text.chars().count() > LONGEST_BYLINE {
        return false;
    }
    let begins = |author: &String| {
        let rest = text.strip_prefix(author.as_str()).filter(|_| author.contains(' '));
        rest.is_some_and(|rest| {
            !rest.starts_with(|next: char| next.is_alphanumeric() || matches!(next, ':' | '’' | '\''))
        })
    };
    authors.iter().any(begins) || (begins_byline(text) && names(text).iter().any(is_author))
}

/// "6 min read", "Lesezeit: 4 Min."
fn tells_time_to_read(text: &str) -> bool {
    const WORDS: [&str; 6] = ["read", "lese", "lecture", "lectura", "leitura", "lettura"];
    let lower = text.to_lowercase();
    text.chars().count() <= LONGEST_READ
        && lower.contains("min")
        && lower.contains(|letter: char| letter.is_ascii_digit())
        && WORDS.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rstest::rstest;

    use super::*;

    fn tells(text: &str) -> bool {
        tells_facts(text, &["Ann Lee".to_owned()], &[date(2024, 5, 6), date(2024, 5, 9)])
    }

    #[rstest]
    #[case("May 6, 2024 · 5 min read")]
    #[case("Publicerad 6 maj 2024 Uppdaterad 9 maj 2024")]
    #[case("2024年5月6日")]
    #[case("06.05.2024, 14:05")]
    #[case("Last updated: May 9, 2024")]
    #[case("By Ann Lee ⋅ Senior Editor")]
    #[case("Ann Lee, The Daily")]
    #[case("Written by")]
    #[case("Lesezeit: 4 Min.")]
    fn facts_above_the_first_prose_are_told(#[case] text: &str) {
        assert!(tells(text), "{text}");
    }

    #[rstest]
    #[case("The council met on 6 May 2024 and opened the bridge to all who came.")]
    #[case("Ann Lee’s bridge")]
    #[case("Ann Lee: Who wants it?")]
    #[case("The bridge of 2024")]
    #[case("By the river")]
    #[case("Five minutes to go")]
    fn what_an_article_begins_with_is_kept(#[case] text: &str) {
        assert!(!tells(text), "{text}");
    }
}
