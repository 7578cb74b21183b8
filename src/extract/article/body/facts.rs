//! Lines of facts at the edges of an article: who wrote it and when, how long it takes to read, how many have read it, whose
//! the rights are. Elsewhere, and in words that tell more, they are a part of the text.

use std::ops::Range;

use super::writer::without_tags;
use crate::extract::date::is_word_of_dates;

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
pub(super) fn at_edges(html: &str, authors: &[String]) -> Vec<Range<usize>> {
    let names: Vec<String> = authors.iter().map(|name| name.to_lowercase()).collect();
    let is_line = |range: &Range<usize>| html.get(range.clone()).is_some_and(|html| is_facts(html, &names));
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
        let Some(begin) = rest.rfind("<p").filter(|_| rest.ends_with("</p>")) else { break };
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
fn is_facts(html: &str, names: &[String]) -> bool {
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
    let (mut counts, mut dates, mut others) = (false, false, false);
    let is_known = words.all(|word| {
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        let is_ordinal = word.starts_with(|first: char| first.is_ascii_digit()) && word.len() <= 4;
        let is_date = is_word_of_dates(word);
        counts |= is_number || is_ordinal;
        dates |= is_date;
        let is_other = WORDS.binary_search(&word).is_ok();
        others |= is_other;
        is_number || is_ordinal || is_date || is_other
    });
    is_known && (names_author || (counts && (dates || others)))
}

/// Whether a paragraph tells whose the rights are.
fn is_notice_of_rights(html: &str) -> bool {
    let text = without_tags(html);
    let is_short = text.chars().nth(LONGEST).is_none();
    is_short && (text.starts_with('©') || text.starts_with("Copyright ©"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "<p>The council said that the bridge opens in spring, and that there would be a feast.</p>";

    fn kept(before: &str, behind: &str) -> String {
        let html = format!("{before}{TEXT}{behind}");
        let mut kept = html.clone();
        let mut found = at_edges(&html, &["Ann Lee".to_owned()]);
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
            "<h2>12 March 2024</h2>",
            "<p><img src=\"/a\">Ann Lee</p>",
        ] {
            assert_eq!(kept(line, ""), format!("{line}{TEXT}"), "{line}");
            assert_eq!(kept("", line), format!("{TEXT}{line}"), "{line}");
        }
        assert!(at_edges("<p>12 March 2024</p>", &[]).is_empty());
    }

    #[test]
    fn words_stand_in_the_order_of_the_alphabet() {
        assert!(WORDS.is_sorted());
    }
}
