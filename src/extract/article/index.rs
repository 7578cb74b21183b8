//! What the words of every element say, read once for all questions. Most elements of a page share their classes, so each
//! distinct text of an attribute, and each distinct word of those texts, is taken apart once.

use std::rc::Rc;

use ego_tree::NodeId;
use rustc_hash::FxHashMap;
use scraper::ElementRef;

use super::body::{Parts, Purposes, split_words};
use super::metadata::Words;
use crate::extract::node_map::NodeMap;
use crate::extract::page::Page;
use crate::extract::survey::{Figures, Survey, Traits};

/// The most tokens of one attribute that are read.
const MOST_TOKENS: usize = 40;

/// What the words of one element say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Said {
    /// Of what it is for.
    pub purposes: Purposes,
    /// Of the facts that stand in it.
    pub words: Words,
    /// Of its part in a thread.
    pub parts: Parts,
}

/// What the words of every element of a page say.
#[derive(Debug)]
pub(in crate::extract) struct Index {
    /// For every node the place of what its words say; at 0 nothing is said.
    places: NodeMap<u32>,
    said: Vec<Said>,
}

impl Index {
    /// Reads the attributes of every element.
    pub(in crate::extract) fn of(page: &Page) -> Self {
        let nothing = Said::default();
        let mut index = Self { places: NodeMap::of(&page.document().tree), said: vec![nothing] };
        let mut known = Known::default();
        let mut places = FxHashMap::default();
        for element in page.elements() {
            let read = element.value().attrs().filter(|(name, _)| is_read(name));
            let said =
                read.fold(nothing, |said, (name, text)| said.and(known.said_by(text).in_attribute(name)));
            if said != nothing {
                let place = places.entry(said).or_insert_with(|| {
                    index.said.push(said);
                    u32::try_from(index.said.len() - 1).unwrap_or_default()
                });
                index.places.set(element.id(), *place);
            }
        }
        index
    }

    /// What the words of an element say.
    pub(super) fn get(&self, element: NodeId) -> Said {
        let place = usize::try_from(self.places.get(element)).unwrap_or_default();
        self.said.get(place).copied().unwrap_or_default()
    }
}

/// What is known of the elements below one.
pub(super) struct Facts<'p> {
    survey: Rc<Survey>,
    index: &'p Index,
}

impl<'p> Facts<'p> {
    /// What is known of everything below an element.
    pub(super) fn below(page: &'p Page, root: ElementRef<'_>) -> Self {
        Self { survey: page.survey(root), index: page.index() }
    }

    /// The figures of an element.
    pub(super) fn figures(&self, element: ElementRef<'_>) -> Figures {
        self.survey.get(element.id())
    }

    /// What an element is.
    pub(super) fn traits(&self, element: ElementRef<'_>) -> Traits {
        self.survey.traits(element.id())
    }

    /// What the words of an element say.
    pub(super) fn said(&self, element: ElementRef<'_>) -> Said {
        self.index.get(element.id())
    }
}

/// Whether the words of an attribute say anything.
fn is_read(name: &str) -> bool {
    matches!(
        name,
        "class"
            | "id"
            | "itemprop"
            | "role"
            | "rel"
            | "property"
            | "slot"
            | "data-testid"
            | "data-component"
            | "data-role"
    )
}

/// What is known of the texts of attributes and of their tokens.
#[derive(Default)]
struct Known<'p> {
    texts: FxHashMap<&'p str, Said>,
    tokens: FxHashMap<&'p str, Said>,
}

impl<'p> Known<'p> {
    /// What a text says, whatever attribute it stands in.
    fn said_by(&mut self, text: &'p str) -> Said {
        let Self { texts, tokens } = self;
        *texts.entry(text).or_insert_with(|| {
            text.split_ascii_whitespace().take(MOST_TOKENS).fold(Said::default(), |said, token| {
                said.and(*tokens.entry(token).or_insert_with(|| Said::by(token)))
            })
        })
    }
}

impl Said {
    /// What a token says.
    fn by(token: &str) -> Self {
        let words = split_words(token);
        let words = words.split(' ').collect::<Vec<_>>();
        Self {
            purposes: Purposes::of(token, &words),
            words: Words::of(&token.to_ascii_lowercase()),
            parts: Parts::of(token, &words),
        }
    }

    /// What of it counts in an attribute.
    fn in_attribute(self, name: &str) -> Self {
        let is_named = !matches!(name, "rel" | "slot" | "data-role");
        let is_hint = matches!(name, "class" | "id" | "itemprop" | "rel" | "data-testid");
        Self {
            purposes: if is_named { self.purposes } else { Purposes::default() },
            words: if is_hint { self.words } else { Words::default() },
            parts: match name {
                "class" => self.parts,
                "id" | "slot" | "data-role" => self.parts.without_classes(),
                _ => Parts::default(),
            },
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            purposes: self.purposes.and(other.purposes),
            words: self.words.and(other.words),
            parts: self.parts.and(other.parts),
        }
    }
}
