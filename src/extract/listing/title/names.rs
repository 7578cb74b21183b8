//! What the names of elements say of titles.

use std::rc::Rc;

use html5ever::{LocalName, local_name};
use rustc_hash::FxHashMap;
use scraper::ElementRef;

use crate::extract::listing::group::{distinct, is_stable};
use crate::extract::listing::marks::{Class, Marks};
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
pub(in crate::extract::listing) struct Names<'p> {
    known: FxHashMap<&'p str, (bool, bool)>,
    /// The roles of elements, by the tags and the classes that they are told by.
    roles: FxHashMap<Told<'p>, Rc<str>>,
}

/// How many elements tell a role.
const DEPTH: usize = 3;

/// The tags and the classes of those that there are, from the inside out.
type Told<'p> = [Option<(&'p LocalName, Class)>; DEPTH];

impl<'p> Names<'p> {
    /// Where a piece stands within its card, the same in every card of the group: by its element and those around it.
    pub(super) fn role(
        &mut self,
        elements: impl Iterator<Item = ElementRef<'p>> + Clone,
        marks: &Marks,
    ) -> Rc<str> {
        let mut told = [None; DEPTH];
        for (told, element) in told.iter_mut().zip(elements.clone()) {
            *told = Some((&element.value().name.local, marks.class(element.id())));
        }
        Rc::clone(self.roles.entry(told).or_insert_with(|| written(elements.take(DEPTH))))
    }

    /// What class, id or property of an element name.
    pub(super) fn of(&mut self, element: ElementRef<'p>) -> (bool, bool) {
        let mut all = (false, false);
        for (name, names) in &element.value().attrs {
            let tells =
                matches!(name.local, local_name!("class") | local_name!("id") | local_name!("itemprop"))
                    || &*name.local == "data-testid";
            if tells {
                let (title, other) = *self.known.entry(names).or_insert_with(|| named(names));
                all = (all.0 | title, all.1 | other);
            }
        }
        all
    }
}

/// A role as it is written: each tag behind a `<`, and up to three classes that are the same in every card behind it.
fn written<'p>(elements: impl Iterator<Item = ElementRef<'p>>) -> Rc<str> {
    let mut role = String::new();
    for element in elements {
        role.push('<');
        role.push_str(element.value().name());
        let classes = attribute(element, &local_name!("class")).unwrap_or_default();
        let stable = distinct(classes).into_iter().filter(|class| is_stable(class)).take(3);
        role.extend(stable.flat_map(|class| [".", class]));
    }
    role.into()
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
