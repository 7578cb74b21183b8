//! The dates that the elements of a page show, each read once: the cards of a group that stands in several lists are asked
//! twice, and those of the best one again.

use std::cell::RefCell;

use ego_tree::NodeId;
use rustc_hash::FxHashMap;
use scraper::ElementRef;

use super::fields::{self, Shown};
use crate::extract::date::DateContext;
use crate::extract::page::Page;
use crate::model::Dated;

/// The dates of a page in one context.
pub(super) struct Dates<'a, 'p> {
    pub page: &'p Page,
    pub context: &'a DateContext<'a>,
    known: RefCell<FxHashMap<NodeId, Option<Shown<'p, Dated>>>>,
}

impl<'a, 'p> Dates<'a, 'p> {
    pub(super) fn new(page: &'p Page, context: &'a DateContext<'a>) -> Self {
        Self { page, context, known: RefCell::default() }
    }

    /// Whether an element shows a date, which is kept for whoever asks again.
    pub(super) fn are_shown_in(&self, element: ElementRef<'p>) -> bool {
        let mut known = self.known.borrow_mut();
        known.entry(element.id()).or_insert_with(|| self.read(element)).is_some()
    }

    /// The date that an element shows.
    pub(super) fn of(&self, element: ElementRef<'p>) -> Option<Shown<'p, Dated>> {
        let known = self.known.borrow();
        known.get(&element.id()).cloned().unwrap_or_else(|| self.read(element))
    }

    fn read(&self, element: ElementRef<'p>) -> Option<Shown<'p, Dated>> {
        fields::date(element, self.page, self.context)
    }
}
