//! Lines of facts at the edges of an article: who wrote it and when, how long it takes to read, how many have read it, whose
//! the rights are. Elsewhere, and in words that tell more, they are a part of the text.

use std::ops::Range;

use super::writer::without_tags;
use crate::extract::date::is_word_of_dates;
use crate::model::Dated;

/// What is known of an article, so that a line is told which says nothing else.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// Who wrote it.
    pub authors: &'a [String],
    /// The days of its publication and its last change.
    pub days: [Option<Dated>; 2],
}

/// The longest line, in characters.
const LONGEST: usize = 120;
/// How many paragraphs are looked at on each side.
const MOST: usize = 4;

/// Words that stand beside such facts, in lower case and in the order of the alphabet. A line of these alone says nothing.
const WORDS: [&str; 60] = [
    "article",
    "autor",
    "by",
    "comment",
    "comments",
    "contributor",
    "correspondent",
    "da",
    "di",
    "door",
    "edited",
    "editor",
    "et",
    "first",
    "freelance",
    "il",
    "last",
    "le",
    "lectura",
    "lecture",
    "lesezeit",
    "listen",
    "min",
    "mins",
    "minute",
    "minuten",
    "minutes",
    "minutos",
    "modified",
    "of",
    "on",
    "par",
    "por",
    "post",
    "posted",
    "publicado",
    "published",
    "publié",
    "read",
    "reading",
    "reporter",
    "reviewed",
    "senior",
    "shares",
    "staff",
    "story",
    "submitted",
    "the",
    "this",
    "time",
    "to",
    "updated",
    "van",
    "veröffentlicht",
    "view",
    "views",
    "von",
    "was",
    "writer",
    "written",
];

/// The lines of facts with which the HTML of an article begins and ends, as long as there is more to it.
pub(super) fn at_edges(html: &str, known: Known<'_>) -> Vec<Range<usize>> {
    let names: Vec<String> = known.authors.iter().map(|name| name.to_lowercase()).collect();
    let is_line =
        |range: &Range<usize>| html.get(range.clone()).is_some_and(|html| is_facts(html, &names, known.days));
    let mut found = Vec::new();
    let mut start = 0;
    for _ in 0..MOST {
        let rest = html.get(start..).unwrap_or_default();
        let Some(end) = rest.find("</p>").filter(|_| rest.starts_with("<p>")) else { break };
        let range = start..start + end + "</p>".len();
        if !is_line(&range) {
            break;
        }
        start = range.end;
        found.push(range);
    }
    let mut end = html.len();
    for _ in 0..MOST {
        let rest = html.get(..end).unwrap_or_default();
        let is_start =
            |at: &usize| rest.get(at + "<p".len()..).is_some_and(|tag| tag.starts_with(['>', ' ']));
        let mut starts = rest.rmatch_indices("<p").map(|(at, _)| at);
        let Some(begin) = starts.find(is_start).filter(|_| rest.ends_with("</p>")) else { break };
        let range = begin..end;
        if begin < start || !(is_line(&range) || html.get(range.clone()).is_some_and(is_notice_of_rights)) {
            break;
        }
        end = range.start;
        found.push(range);
    }
    if found.iter().map(Range::len).sum::<usize>() < html.len() { found } else { Vec::new() }
}

/// Whether a paragraph names the authors, a day, a length or a count, and says nothing else.
fn is_facts(html: &str, names: &[String], days: [Option<Dated>; 2]) -> bool {
    if html.contains("<img") || html.len() > LONGEST * 10 {
        return false;
    }
    let mut text = without_tags(&html.replace("<br>", " ")).to_lowercase();
    if text.chars().nth(LONGEST).is_some() || text.contains(['?', '!', '"', '“', '„', '«']) {
        return false;
    }
    let length = text.len();
    for name in names.iter().filter(|name| name.contains(' ')) {
        text = text.replace(name.as_str(), " ");
    }
    let names_author = text.len() < length;
    let mut words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_number = |word: &str| word.starts_with(|first: char| first.is_ascii_digit()) && word.len() <= 4;
    let is_known =
        |word: &str| is_number(word) || is_word_of_dates(word) || WORDS.binary_search(&word).is_ok();
    if !words.all(is_known) {
        return false;
    }
    names_author || days.into_iter().flatten().any(|day| names_day(&text, day)) || counts_readers(&text)
}

/// Whether a text has the number of a day and its year. Other days open diaries, and call to events.
fn names_day(text: &str, day: Dated) -> bool {
    let date = day.moment.zoned().date();
    let numbers =
        text.split(|letter: char| !letter.is_ascii_digit()).filter_map(|run| run.parse::<i16>().ok());
    let (mut has_day, mut has_year) = (false, false);
    for number in numbers {
        has_day |= number == i16::from(date.day());
        has_year |= number == date.year();
    }
    has_day && has_year
}

/// Whether a text tells how long it takes to read or to hear, or how many have.
fn counts_readers(text: &str) -> bool {
    const WORDS: [&str; 9] =
        ["comments", "lectura", "lecture", "lesezeit", "listen", "read", "reading", "shares", "views"];
    let mut words = text.split(|letter: char| !letter.is_alphanumeric());
    text.contains(|letter: char| letter.is_ascii_digit()) && words.any(|word| WORDS.contains(&word))
}

/// Whether a paragraph tells whose the rights are.
fn is_notice_of_rights(html: &str) -> bool {
    let text = without_tags(html);
    let is_short = text.chars().nth(LONGEST).is_none();
    is_short && (text.starts_with('©') || text.starts_with("Copyright ©"))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::tz::Offset;

    use super::*;
    use crate::model::{DateSource, Moment, Precision};

    const TEXT: &str =
        "<p>The council said that the bridge opens in spring, and that there would be a feast.</p>";

    fn kept(before: &str, behind: &str) -> String {
        let html = format!("{before}{TEXT}{behind}");
        let mut kept = html.clone();
        let authors = ["Ann Lee".to_owned()];
        let day = "2024-03-12T10:30:00Z".parse::<Timestamp>().unwrap();
        let day = Dated {
            moment: Moment::new(day, Offset::UTC),
            precision: Precision::Minute,
            source: DateSource::Meta,
        };
        let mut found = at_edges(&html, Known { authors: &authors, days: [Some(day), None] });
        found.sort_by_key(|range| std::cmp::Reverse(range.start));
        found.into_iter().for_each(|range| kept.replace_range(range, ""));
        kept
    }

    #[test]
    fn lines_of_facts_at_the_edges_go() {
        for line in [
            "<p>By <a href=\"/a\">Ann Lee</a></p>",
            "<p>By Ann Lee, Staff Writer | March 12, 2024</p>",
            "<p>Published 12 March 2024</p>",
            "<p>Ann Lee</p><p>12.03.2024, 10:30 Uhr</p>",
            "<p>5 min read</p>",
            "<p>Listen to this article 5 min</p>",
            "<p>1,234 views</p>",
        ] {
            assert_eq!(kept(line, ""), TEXT, "{line}");
            assert_eq!(kept("", line), TEXT, "{line}");
        }
        assert_eq!(kept("", "<p>© 2024 The Daily. All rights reserved.</p>"), TEXT);
    }

    #[test]
    fn what_says_more_stays() {
        for line in [
            "<p>Ann Lee opens the bridge.</p>",
            "<p>By the river, in March.</p>",
            "<p>On 12 March 2024 it rained.</p>",
            "<p>“Read this.”</p>",
            "<p>This was the time.</p>",
            "<p>14 March 1844</p>",
            "<p>Saturday 5 October 2024, 19:30</p>",
            "<p>Time: 45 minutes</p>",
            "<h2>12 March 2024</h2>",
            "<p><img src=\"/a\">Ann Lee</p>",
        ] {
            assert_eq!(kept(line, ""), format!("{line}{TEXT}"), "{line}");
            assert_eq!(kept("", line), format!("{TEXT}{line}"), "{line}");
        }
        assert!(at_edges("<p>5 min read</p>", Known::default()).is_empty());
    }

    #[test]
    fn words_stand_in_the_order_of_the_alphabet() {
        assert!(WORDS.is_sorted());
    }
}
