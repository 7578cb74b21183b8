//! The topics of an entry, by what its card shows.

use std::cell::LazyCell;

use html5ever::{LocalName, local_name};
use scraper::ElementRef;

use super::address;
use super::fields::{self, Shown, leads_on};
use super::marks::{Kind, select, text_of};
use crate::extract::byline::begins_byline;
use crate::extract::date::{self, DateContext};
use crate::extract::page::Page;
use crate::extract::text::{attribute, collapse};

/// Most topics of one entry.
const MOST: usize = 12;
/// The longest name of a topic, in characters and in words.
const LONGEST: usize = 40;
const MOST_WORDS: usize = 5;
/// Most elements of a line that names topics.
const MOST_ELEMENTS: usize = 24;

/// Names that tell no topic, in lower case: the shelf for what has none, and the place on the page.
const SAYS_NOTHING: [&str; 19] = [
    "uncategorized",
    "uncategorised",
    "sin categoría",
    "sin categoria",
    "non classé",
    "allgemein",
    "без рубрики",
    "غير مصنف",
    "未分类",
    "featured",
    "home",
    "category",
    "live",
    "new",
    "breaking",
    "sponsored",
    "promoted",
    "advertisement",
    "anzeige",
];

/// First words of links that lead on, in lower case.
const LEADING_ON: [&str; 12] =
    ["view", "see", "show", "read", "browse", "load", "voir", "ver", "mehr", "alle", "показать", "смотреть"];
/// What is counted in the line of an entry, by the beginnings of words.
const COUNTED: [&str; 15] = [
    "comment",
    "kommentar",
    "coment",
    "commen",
    "коммент",
    "min",
    "repl",
    "answer",
    "view",
    "like",
    "share",
    "vote",
    "read",
    "مشاهد",
    "تعليق",
];

/// The topics that a card names besides its title: what markup says to be one, links to lists of articles, and short lines
/// that a class calls a category or kicker.
pub(super) fn tags<'p>(
    entry: ElementRef<'p>,
    title: &str,
    page: &Page,
    context: &DateContext<'_>,
) -> Vec<Shown<'p, String>> {
    let mut tags: Vec<Shown<'p, String>> = Vec::new();
    let own = LazyCell::new(|| fields::own_addresses(entry, page));
    let is_own = |link: ElementRef<'_>| fields::is_own(link, &own);
    for element in select(page, entry, Kind::Topic) {
        if tags.len() >= MOST {
            break;
        }
        for text in said(element, page, is_own) {
            let text =
                text.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '+' | '!' | '?'));
            let is_new = !tags.iter().any(|known| known.value.to_lowercase() == text.to_lowercase());
            if is_new && is_topic(text, title, context) {
                tags.push(Shown { value: text.to_owned(), element });
            }
        }
    }
    tags
}

/// What an element says of topics; `is_own` tells the links of the entry itself.
fn said(element: ElementRef<'_>, page: &Page, is_own: impl Fn(ElementRef<'_>) -> bool) -> Vec<String> {
    let property = attribute(element, &local_name!("itemprop")).unwrap_or_default();
    if matches!(property, "keywords" | "articleSection") {
        let content = attribute(element, &local_name!("content"));
        let text = content.map_or_else(|| text_of(page, element), collapse);
        return text.split(',').map(collapse).collect();
    }
    let words = |name: LocalName| attribute(element, &name).unwrap_or_default().split_ascii_whitespace();
    let classes = || words(local_name!("class"));
    let is_marked =
        words(local_name!("rel")).any(|word| word == "tag") || classes().any(|class| class == "p-category");
    let links = || {
        element.value().name() == "a"
            && attribute(element, &local_name!("href")).is_some_and(address::is_of_topic)
            && !is_own(element)
    };
    if is_marked || links() {
        return vec![text_of(page, element)];
    }
    let named = classes().any(names_a_topic).then(|| only(element)).flatten();
    named.map(|element| text_of(page, element)).filter(|text| !begins_byline(text)).into_iter().collect()
}

/// Whether a class is named after a topic: `kicker`, `post-category`, `card__eyebrow`.
pub(super) fn names_a_topic(class: &str) -> bool {
    class.split(['-', '_']).any(|word| {
        ["category", "kicker", "eyebrow", "overline", "topic", "rubric"]
            .iter()
            .any(|known| word.eq_ignore_ascii_case(known))
    })
}

/// The element that names one thing: the only link of a small element, else the element itself; none where two links stand
/// in it.
fn only(element: ElementRef<'_>) -> Option<ElementRef<'_>> {
    let inner: Vec<ElementRef<'_>> = element.descendent_elements().skip(1).take(MOST_ELEMENTS + 1).collect();
    let mut links = inner.iter().filter(|inner| inner.value().name() == "a");
    let first = links.next().copied();
    (inner.len() <= MOST_ELEMENTS && links.next().is_none()).then(|| first.unwrap_or(element))
}

/// Whether a text may be a topic: short, no number, no date, no part of the title's line.
fn is_topic(text: &str, title: &str, context: &DateContext<'_>) -> bool {
    (2..=LONGEST).contains(&text.chars().count())
        && text.split_whitespace().count() <= MOST_WORDS
        && text.chars().any(char::is_alphabetic)
        && text.chars().filter(char::is_ascii_digit).count() <= 2
        && !text.contains('@')
        && text != title
        && !leads_on(text)
        && !leads_or_counts(text)
        && !SAYS_NOTHING.contains(&text.to_lowercase().as_str())
        && date::parse(text, context).is_none()
}

/// Whether a text of several words leads on ("View all") or counts something ("2 comments", "5 min read").
fn leads_or_counts(text: &str) -> bool {
    let folded = text.to_lowercase();
    let Some((first, rest)) = folded.split_once(' ') else { return false };
    let counts = || COUNTED.iter().any(|counted| rest.starts_with(counted));
    LEADING_ON.contains(&first) || (first.bytes().all(|byte| byte.is_ascii_digit()) && counts())
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("<a rel='category tag' href=/x>Harbour</a> <a rel=tag href=/y>Ferry</a>", &["Harbour", "Ferry"])]
    #[case("<a href=/tag/town-life>#Town life</a> <a href=/news/tag>All tags</a>", &["Town life"])]
    #[case("<span class=card__kicker>Town</span><h3>Title</h3>", &["Town"])]
    #[case("<div class=post-category><a href=/town>Town</a> <a href=/life>Life</a></div>", &[])]
    #[case("<div class=post-category>Filed in <a href=/harbour>Harbour</a></div>", &["Harbour"])]
    #[case("<div class=category>By Ann Lee</div><a rel=tag href=/u>Uncategorized</a>", &[])]
    #[case("<meta itemprop=keywords content='ferry, harbour, Ferry'>", &["ferry", "harbour"])]
    #[case("<a href=/tag/x>View all</a> <a href=/tag/y>2 comments</a> <a href=/tag/z>24 hours</a>", &["24 hours"])]
    #[case("<b class=kicker>5 min read</b> <b class=kicker>Sponsored</b> <b class=kicker>Live</b>", &[])]
    #[case("<h3><a href=/topic/7-ferry/>Ferry</a></h3><a href='/topic/7-ferry/?do=last'>Re: last</a>", &[])]
    #[case("<span class=kicker>3 March 2026</span>", &[])]
    #[case("<a class=category href=/more>Read more</a>", &[])]
    fn topics_are_short_names_beside_the_title(#[case] html: &str, #[case] expected: &[&str]) {
        let page = Page::parse(
            &format!("<body><div>{html}</div>"),
            &url::Url::parse("https://town.example/").unwrap(),
        )
        .unwrap();
        let (now, zone) = ("2026-03-10T12:00:00Z".parse().unwrap(), TimeZone::UTC);
        let context = DateContext { now, zone: &zone, language: Some("en"), order: None };
        let found: Vec<String> =
            tags(page.root(), "Title", &page, &context).into_iter().map(|shown| shown.value).collect();
        assert_eq!(found, expected, "{html}");
    }
}
