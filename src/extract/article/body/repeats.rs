//! What of the body was said before: the title, the lead, an earlier post, the same paragraph.

use std::collections::hash_map::Entry;

use ego_tree::NodeId;
use rustc_hash::{FxHashMap, FxHashSet};
use scraper::ElementRef;

use super::clean::{Cleaner, is_heading};
use super::removal::Judge;
use crate::extract::survey::Figures;
use crate::extract::text::{folded, text_of};
use crate::model::PageKind;

/// Paragraphs of fewer characters may be told twice.
const LONG_PARAGRAPH: usize = 80;

/// Long paragraphs so far. Only those of the same length are read and compared.
#[derive(Default)]
pub(super) struct Paragraphs {
    /// The first with so many characters and marks.
    first: FxHashMap<(usize, usize), NodeId>,
    texts: FxHashSet<String>,
}

impl Paragraphs {
    /// Whether there was a paragraph with the same text.
    fn repeats(&mut self, paragraph: ElementRef<'_>, figures: Figures) -> bool {
        match self.first.entry((figures.text, figures.marks)) {
            Entry::Vacant(vacant) => {
                vacant.insert(paragraph.id());
                false
            }
            Entry::Occupied(first) => {
                let first = paragraph.tree().get(*first.get()).and_then(ElementRef::wrap);
                self.texts.extend(first.map(text_of));
                !self.texts.insert(text_of(paragraph))
            }
        }
    }
}

impl Cleaner<'_> {
    /// Whether a paragraph repeats the lead above everything else.
    pub(super) fn repeats_lead(&self, element: ElementRef<'_>, judge: &Judge<'_>) -> bool {
        let Some(lead) = self.options.lead else {
            return false;
        };
        let figures = judge.figures(element);
        self.writer.is_empty()
            && (1..=lead.len()).contains(&figures.text)
            && figures.media == 0
            && figures.is_small()
            && same_words(&text_of(element), lead)
    }

    /// Whether a long paragraph was written before. A manual warns of the same thing in several places, and means it.
    pub(super) fn repeats_paragraph(&mut self, element: ElementRef<'_>, judge: &Judge<'_>) -> bool {
        let figures = judge.figures(element);
        self.options.kind != PageKind::Documentation
            && matches!(element.value().name(), "p" | "div" | "blockquote" | "section")
            && figures.blocks == 1
            && figures.media == 0
            && figures.text >= LONG_PARAGRAPH
            && self.paragraphs.repeats(element, figures)
    }

    /// Whether an element quotes what an earlier post of the thread said.
    pub(super) fn repeats_post(&mut self, element: ElementRef<'_>, judge: &Judge<'_>) -> bool {
        let is_quote = || element.value().name() == "blockquote" || judge.said(element).parts.quote;
        self.options.kind == PageKind::Forum
            && judge.figures(element).blocks > 0
            && is_quote()
            && self.said.repeats(&text_of(element))
    }

    /// Whether a heading repeats the title.
    pub(super) fn repeats_title(&self, element: ElementRef<'_>, judge: &Judge<'_>) -> bool {
        let name = element.value().name();
        if !is_heading(name) {
            return false;
        }
        let Some(title) = self.options.title else {
            return name == "h1" && self.writer.is_empty();
        };
        let figures = judge.figures(element);
        if !figures.is_small() {
            return false;
        }
        // Of the first heading the title may be a part, behind a kicker or before a subtitle.
        let is_first = name == "h1" && self.writer.is_empty() && figures.text <= 2 * title.len() + 20;
        (figures.text <= title.len() + 20 && same_words(&text_of(element), title))
            || (is_first && text_of(element).contains(title))
    }
}

fn same_words(left: &str, right: &str) -> bool {
    folded(left) == folded(right)
}
