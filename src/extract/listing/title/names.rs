//! What the names of elements say of titles.

use html5ever::local_name;
use rustc_hash::FxHashMap;
use scraper::ElementRef;

use crate::extract::listing::group::{distinct, is_stable};
use crate::extract::text::attribute;

/// Words of classes, ids and properties that name a title.
const TITLE_WORDS: [&str; 9] =
    ["title", "headline", "heading", "hed", "hd", "subject", "name", "topic", "caption"];

/// Words of classes, ids and properties that name something beside it.
const OTHER_WORDS: [&str; 40] = [
    "desc",
    "description",
    "summary",
    "excerpt",
    "teaser",
    "abstract",
    "text",
    "body",
    "content",
    "meta",
    "date",
    "time",
    "day",
    "month",
    "year",
    "posted",
    "published",
    "tag",
    "tags",
    "category",
    "cat",
    "label",
    "author",
    "byline",
    "count",
    "comment",
    "comments",
    "kicker",
    "eyebrow",
    "subtitle",
    "badge",
    "info",
    "read",
    "more",
    "button",
    "btn",
    "price",
    "rating",
    "icon",
    "source",
];

/// Tells whether elements are named as a title, and whether as something beside it. Each value of an attribute is read
/// once, since the cards of a group share most of them.
#[derive(Default)]
pub(super) struct Names<'p> {
    known: FxHashMap<&'p str, (bool, bool)>,
    /// The classes that tell what an element is, as a role writes them.
    classes: FxHashMap<&'p str, String>,
}

impl<'p> Names<'p> {
    /// Up to three classes that are the same in every card, each behind a full stop.
    pub(super) fn classes(&mut self, element: ElementRef<'p>) -> &str {
        let Some(value) = attribute(element, &local_name!("class")) else {
            return "";
        };
        self.classes.entry(value).or_insert_with(|| {
            let stable = distinct(value).into_iter().filter(|class| is_stable(class)).take(3);
            stable.flat_map(|class| [".", class]).collect()
        })
    }

    /// What class, id or property of an element name.
    pub(super) fn of(&mut self, element: ElementRef<'p>) -> (bool, bool) {
        let attributes = element.value().attrs();
        attributes
            .filter(|(name, _)| matches!(*name, "class" | "id" | "itemprop" | "data-testid"))
            .map(|(_, names)| *self.known.entry(names).or_insert_with(|| named(names)))
            .fold((false, false), |known, new| (known.0 | new.0, known.1 | new.1))
    }
}

fn named(names: &str) -> (bool, bool) {
    let (mut title, mut other) = (false, false);
    for part in names.split(|c: char| !c.is_ascii_alphanumeric()).flat_map(parts_of) {
        title |= TITLE_WORDS.iter().any(|known| part.eq_ignore_ascii_case(known));
        other |= OTHER_WORDS.iter().any(|known| part.eq_ignore_ascii_case(known));
    }
    (title, other)
}

/// The words of a name in camel case.
fn parts_of(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(at, c)| {
                c.is_ascii_uppercase()
                    && rest
                        .get(..*at)
                        .is_some_and(|before| before.ends_with(|c: char| c.is_ascii_lowercase()))
            })
            .map_or(rest.len(), |(at, _)| at);
        let (part, after) = rest.split_at(end);
        rest = after;
        Some(part)
    })
}
