//! What of a text is the article's, and not a figure of the moment: counters, times that count from now, and the marks of
//! advertisements change without a change of the article.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::extract::date::{self, DateContext};

/// The most characters of a line that says nothing but such a figure.
const LONGEST: usize = 60;

/// What counters count, and what stands above an advertisement, in the languages of the larger sites.
const COUNTED: [&str; 56] = [
    "view",
    "views",
    "read",
    "reads",
    "comment",
    "comments",
    "share",
    "shares",
    "like",
    "likes",
    "reply",
    "replies",
    "vote",
    "votes",
    "point",
    "points",
    "reaction",
    "reactions",
    "follower",
    "followers",
    "click",
    "clicks",
    "visit",
    "visits",
    "reader",
    "readers",
    "viewing",
    "reading",
    "now",
    "minute",
    "minutes",
    "min",
    "vistas",
    "lecturas",
    "comentarios",
    "comentario",
    "compartidos",
    "vues",
    "commentaires",
    "commentaire",
    "partages",
    "lectures",
    "aufrufe",
    "kommentare",
    "kommentar",
    "leser",
    "visualizzazioni",
    "commenti",
    "просмотров",
    "комментариев",
    "комментарии",
    "مشاهدة",
    "مشاهدات",
    "تعليق",
    "تعليقات",
    "قراءة",
];
const ADVERTISEMENT: [&str; 14] = [
    "advertisement",
    "advertisements",
    "advertising",
    "sponsored",
    "ad",
    "ads",
    "anzeige",
    "werbung",
    "publicidad",
    "publicité",
    "pubblicità",
    "реклама",
    "إعلان",
    "广告",
];

/// The lines of a text that are its own, white space folded, one line each.
pub(super) fn settled(text: &str) -> String {
    let lines = text.lines().map(fold).filter(|line| !line.is_empty() && !is_figure(line));
    lines.collect::<Vec<_>>().join(" ")
}

/// White space folded, so that a line broken elsewhere is the same text.
pub(super) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_figure(line: &str) -> bool {
    line.chars().nth(LONGEST).is_none()
        && (is_counter(line) || is_advertisement(line) || counts_from_now(line))
}

/// Whether a line is numbers and what they count, and nothing else: "1,204 views", "Comments (3)".
fn is_counter(line: &str) -> bool {
    let lower = line.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let (mut has_number, mut has_name) = (false, false);
    words.all(|word| {
        let (number, name) = (is_number(word), COUNTED.contains(&word));
        has_number |= number;
        has_name |= name;
        number || name
    }) && has_number
        && has_name
}

/// Whether a word is a number as counters show it: "204", "12k".
fn is_number(word: &str) -> bool {
    let digits = word.trim_end_matches(['k', 'm']);
    !digits.is_empty() && digits.chars().all(char::is_numeric)
}

fn is_advertisement(line: &str) -> bool {
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    ADVERTISEMENT.contains(&bare.as_str())
}

/// Whether a line is a date that is another one tomorrow: "3 hours ago".
fn counts_from_now(line: &str) -> bool {
    // What it counts from does not matter, so any moment serves.
    let context =
        DateContext { now: Timestamp::UNIX_EPOCH, zone: &TimeZone::UTC, language: None, order: None };
    date::parse(line, &context).is_some_and(|parsed| parsed.relative)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_the_moment_are_no_part_of_a_text() {
        let text = |figures: [&str; 4]| {
            let [views, ago, comments, mark] = figures;
            format!("{views}\nThe bridge is open.\n{ago}\n{mark}\nA second  lane follows.\n{comments}")
        };
        let then = settled(&text(["1,204 views", "3 hours ago", "Comments (7)", "Advertisement"]));
        assert_eq!(then, "The bridge is open. A second lane follows.");
        assert_eq!(
            settled(&text(["12k views · 40 shares", "yesterday", "31 comments", "- Sponsored -"])),
            then
        );
        assert_eq!(settled(&text(["١٢٠٤ مشاهدة", "منذ ساعتين", "3 Kommentare", "Anzeige"])), then);
    }

    #[test]
    fn numbers_that_the_article_tells_are_its_own() {
        for line in [
            "12 dead",
            "3 : 2",
            "40",
            "Readers",
            "Views of the bay",
            "Two hours ago the bridge opened.",
            "2 May 2026",
        ] {
            assert_eq!(settled(line), line);
        }
    }
}
