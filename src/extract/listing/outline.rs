//! What a page as a whole shows of being a listing: how much of it the entries are, and how much is running text beside.

use ego_tree::NodeId;
use rustc_hash::FxHashSet;
use scraper::ElementRef;

use super::card::Card;
use super::evidence::number;
use crate::extract::page::Page;
use crate::extract::survey::Survey;

/// The names of what [`of`] gives.
pub(super) const NAMES: [&str; 4] = ["entries", "covered", "prose_beside", "longest_beside"];

/// The fewest characters of a paragraph of running text.
const PROSE_CHARS: usize = 100;

/// The evidence of a page whose chosen cards are these, each between 0 and 1.
pub(super) fn of(page: &Page, survey: &Survey, chosen: &[Vec<Card<'_>>]) -> [f64; NAMES.len()] {
    let cards: FxHashSet<NodeId> =
        chosen.iter().flatten().flat_map(Card::parts).map(|part| part.id()).collect();
    let urls: FxHashSet<&str> = chosen.iter().flatten().map(|card| &*card.address.identity).collect();
    let total = number(survey.get(page.root().id()).text.max(1));
    let mut tally = Tally::default();
    tally.walk(page.root(), survey, &cards);
    [
        number(urls.len().min(30)) / 30.0,
        (number(tally.covered) / total).min(1.0),
        (number(tally.prose) / total).min(1.0),
        number(tally.longest.min(3000)) / 3000.0,
    ]
}

#[derive(Default)]
struct Tally {
    /// Characters inside cards.
    covered: usize,
    /// Characters of paragraphs outside cards.
    prose: usize,
    /// The most characters of paragraphs with one parent, outside cards.
    longest: usize,
}

impl Tally {
    /// The depth of a page is bounded, and with it the recursion.
    fn walk(&mut self, element: ElementRef<'_>, survey: &Survey, cards: &FxHashSet<NodeId>) {
        let mut beside = 0;
        for child in element.child_elements() {
            let figures = survey.get(child.id());
            if cards.contains(&child.id()) {
                self.covered += figures.text;
            } else if child.value().name() == "p"
                && figures.text >= PROSE_CHARS
                && figures.linked * 3 < figures.text
            {
                beside += figures.text;
            } else if figures.text > 0 {
                self.walk(child, survey, cards);
            }
        }
        self.prose += beside;
        self.longest = self.longest.max(beside);
    }
}
