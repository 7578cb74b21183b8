//! The part of the page that an element stands in.

use std::cell::RefCell;

use html5ever::{LocalName, local_name};
use rustc_hash::FxHashMap;
use scraper::ElementRef;

use super::address::is_one_of;
use crate::extract::node_map::NodeMap;
use crate::extract::page::Page;
use crate::extract::survey::Survey;
use crate::extract::text::attribute;

/// Words in class or id of a box that is not the listing.
const BOX_WORDS: [&str; 31] = [
    "advert",
    "blogroll",
    "breadcrumb",
    "breadcrumbs",
    "comment",
    "cookie",
    "footer",
    "language",
    "login",
    "menu",
    "mostread",
    "nav",
    "navbar",
    "newsletter",
    "pager",
    "pagination",
    "popular",
    "promo",
    "recommend",
    "related",
    "share",
    "sidebar",
    "skip",
    "social",
    "sponsor",
    "tagcloud",
    "tags",
    "ticker",
    "toc",
    "trending",
    "widget",
];

/// As these words, and parted themselves.
const BOX_PHRASES: [&str; 3] = ["most-read", "tag-cloud", "lang-switch"];

/// A box that holds more of the page's text than this, in per cent, is the page and no box beside the listing, whatever
/// its name.
const WHOLE_PERCENT: usize = 60;

/// From how many on headers and footers of one kind are those of cards.
const LEAST_REPEATS: usize = 3;

/// The part of a page that an element stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    /// `main`, `article` or a role of that kind.
    Main,
    /// `nav`, `footer`, `aside`, `header` of the page.
    Landmark,
    /// A box named as something else.
    Boxed,
    /// Anything else.
    Plain,
}

/// What an element says of everything below it.
#[derive(Clone, Copy, Debug, Default)]
struct Marks {
    main: bool,
    landmark: bool,
    boxed: bool,
}

/// Tells the zones of a page; what was found out about an element serves everything below it.
pub(super) struct Zones<'a, 'p> {
    survey: &'a Survey,
    /// How often `header` and `footer` stand with the same classes.
    repeats: FxHashMap<(&'p str, &'p str), usize>,
    total: usize,
    known: RefCell<NodeMap<Option<Marks>>>,
    /// The values of classes and ids, and whether they name a box.
    names: RefCell<FxHashMap<&'p str, bool>>,
}

impl<'a, 'p> Zones<'a, 'p> {
    pub(super) fn new(survey: &'a Survey, page: &'p Page) -> Self {
        let mut repeats = FxHashMap::default();
        let is_frame = |name: &LocalName| matches!(*name, local_name!("header") | local_name!("footer"));
        for element in page.named(is_frame) {
            *repeats.entry(kind(element)).or_default() += 1;
        }
        Self {
            survey,
            repeats,
            total: survey.get(page.root().id()).text.max(1),
            known: NodeMap::of(page.root().tree()).into(),
            names: RefCell::default(),
        }
    }

    /// Where an element stands.
    pub(super) fn of(&self, element: ElementRef<'p>) -> Zone {
        match self.marks(element) {
            Marks { landmark: true, .. } => Zone::Landmark,
            Marks { boxed: true, .. } => Zone::Boxed,
            Marks { main: true, .. } => Zone::Main,
            Marks { .. } => Zone::Plain,
        }
    }

    /// Whether an element stands beside the page's own content, in a box there that is named as something else.
    pub(super) fn is_boxed_beside(&self, element: ElementRef<'p>) -> bool {
        let marks = self.marks(element);
        marks.landmark && marks.boxed
    }

    /// The marks of an element and its ancestors. The depth of a page is bounded, and with it the recursion.
    fn marks(&self, element: ElementRef<'p>) -> Marks {
        if let Some(known) = self.known.borrow().get(element.id()) {
            return known;
        }
        let above = element.parent().and_then(ElementRef::wrap).map(|parent| self.marks(parent));
        let marks = self.add(above.unwrap_or_default(), element);
        self.known.borrow_mut().set(element.id(), Some(marks));
        marks
    }

    /// Whether class or id name a box. Each value is read once, since pages repeat them.
    fn is_named_as_a_box(&self, element: ElementRef<'p>) -> bool {
        let mut known = self.names.borrow_mut();
        let names = [local_name!("class"), local_name!("id")];
        names.iter().filter_map(|name| attribute(element, name)).any(|names| {
            *known.entry(names).or_insert_with(|| names.split_ascii_whitespace().any(holds_a_box_word))
        })
    }

    fn add(&self, above: Marks, element: ElementRef<'p>) -> Marks {
        let name = &element.value().name.local;
        let role = attribute(element, &local_name!("role")).unwrap_or_default();
        if matches!(*name, local_name!("html") | local_name!("body")) {
            return above;
        }
        let is_main = matches!(*name, local_name!("main") | local_name!("article")) || role == "main";
        let beside = matches!(
            *name,
            local_name!("nav") | local_name!("footer") | local_name!("aside") | local_name!("header")
        ) || matches!(role, "navigation" | "contentinfo" | "complementary" | "banner" | "menu");
        // The header and footer of an article belong to the article, and so do those that repeat.
        let of_article = matches!(*name, local_name!("header") | local_name!("footer"))
            && (above.main || self.repeats.get(&kind(element)).is_some_and(|count| *count >= LEAST_REPEATS));
        let small = self.survey.get(element.id()).text * 100 < self.total * WHOLE_PERCENT;
        Marks {
            main: above.main || is_main,
            landmark: above.landmark || (beside && small && !of_article),
            boxed: above.boxed || (small && self.is_named_as_a_box(element)),
        }
    }
}

/// The tag and the classes of an element.
fn kind(element: ElementRef<'_>) -> (&str, &str) {
    (element.value().name(), attribute(element, &local_name!("class")).unwrap_or_default())
}

/// Whether a word of the table stands within a compound name: at its beginning, its end or between, parted by hyphens or
/// underscores.
fn holds_a_box_word(name: &str) -> bool {
    let mut rest = Some(name);
    while let Some(name) = rest {
        let part = name.split(['-', '_']).next().unwrap_or(name);
        if is_one_of(part, &BOX_WORDS) || BOX_PHRASES.iter().any(|phrase| begins_with(name, phrase)) {
            return true;
        }
        rest = name.get(part.len() + 1..);
    }
    false
}

fn begins_with(name: &str, phrase: &str) -> bool {
    name.split_at_checked(phrase.len()).is_some_and(|(start, behind)| {
        start.eq_ignore_ascii_case(phrase) && (behind.is_empty() || behind.starts_with(['-', '_']))
    })
}
