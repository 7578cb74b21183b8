//! The title of a card: the piece of its text that stands where titles stand, in all cards of the group alike.

mod names;
mod pieces;
pub(super) mod whole;

use std::cell::OnceCell;
use std::rc::Rc;

use ego_tree::NodeId;
use html5ever::local_name;
use rustc_hash::{FxHashMap, FxHashSet};
use scraper::ElementRef;
use url::Url;

use self::names::Names;
use self::pieces::{Gathered, without_dates};
use super::card::Card;
use super::evidence::{number, width};
use super::fields::{is_code, leads_on, names_facts, says_again};
use super::marks::is_heading;
use crate::extract::date::{self, DateContext};
use crate::extract::page::Page;
use crate::extract::text::attribute;

/// The least width of a teaser, in Latin letters.
const LEAST_TEASER: f64 = 40.0;

/// From this width on a teaser is running text.
const PROSE: f64 = 90.0;

/// How many cards of a group are asked which role the title has.
const SAMPLE: usize = 24;

/// Reads the titles of cards. What it read of a card serves every group that has it.
pub(super) struct Titles<'a, 'p> {
    page: &'a Page,
    context: &'a DateContext<'a>,
    names: Names<'p>,
    /// By the element of a card, and how many stand beside it up to which.
    pieces: FxHashMap<(NodeId, usize, Option<NodeId>), Rc<[Piece<'p>]>>,
}

/// A piece of a card's text: what one element says by itself, inline markup included.
struct Piece<'p> {
    element: ElementRef<'p>,
    text: String,
    role: Rc<str>,
    /// Whether the text is a date and nothing else, once somebody has asked.
    is_date: OnceCell<bool>,
}

/// The title of a card.
#[derive(Clone, Debug)]
pub(super) struct Title {
    pub text: String,
    /// Where it stands in the card.
    pub role: Rc<str>,
    /// Other texts of the card that might be it, the likeliest first; as many as are asked for.
    pub others: Vec<String>,
    /// The first text of the card that is long enough for a teaser.
    pub teaser: Option<String>,
    /// How sure it is; only the order has a meaning.
    pub score: f64,
}

impl Piece<'_> {
    fn is_date(&self, context: &DateContext<'_>) -> bool {
        *self.is_date.get_or_init(|| is_date(&self.text, context))
    }
}

impl<'a, 'p> Titles<'a, 'p> {
    pub(super) fn new(page: &'a Page, context: &'a DateContext<'a>) -> Self {
        Self { page, context, names: Names::default(), pieces: FxHashMap::default() }
    }

    /// Titles of the cards of a group, each with so many other texts at most.
    pub(super) fn of(&mut self, cards: &[Card<'p>], most_others: usize) -> Vec<Option<Title>> {
        let context = self.context;
        let pieces: Vec<Rc<[Piece<'_>]>> = cards.iter().map(|card| self.pieces(card)).collect();
        let read = || cards.iter().zip(&pieces);
        let sample: Vec<_> =
            read().take(SAMPLE).map(|(card, pieces)| (&**pieces, self.scores(card, pieces))).collect();
        let called = self.page.title().unwrap_or_default();
        let labels = labels(cards, &pieces, &called);
        let is_label = |piece: &&Piece<'_>| labels.contains(&(&*piece.role, piece.text.as_str()));
        let role = best_role(&sample, &labels, context);
        let titles = read().map(|(card, pieces)| {
            // A topic may stand before the title in the same way, with a link of its own.
            let is_own = |piece: &&Piece<'_>| piece.element.id() == card.anchor.id();
            let of_role = |role: &str| {
                let all = || pieces.iter().filter(|piece| *piece.role == *role);
                let says = |piece: &&Piece<'_>| piece.text.chars().any(char::is_alphabetic);
                let is_title =
                    |piece: &&Piece<'_>| !piece.is_date(context) && !is_label(piece) && says(piece);
                all().find(is_own).filter(is_title).or_else(|| all().find(is_title))
            };
            let by_role = role.as_ref().and_then(|(role, score)| Some((of_role(role)?, *score)));
            let (piece, score) = by_role.or_else(|| {
                let scored = pieces.iter().zip(self.scores(card, pieces));
                let scored = scored.filter(|(piece, _)| !is_label(piece));
                scored.max_by(|left, right| left.1.total_cmp(&right.1)).filter(|(_, score)| *score > -4.0)
            })?;
            let others = if most_others > 0 { self.others(card, pieces, &piece.text) } else { Vec::new() };
            Some(Title {
                text: piece.text.clone(),
                role: Rc::clone(&piece.role),
                others: others.into_iter().take(most_others).collect(),
                teaser: first_teaser(pieces, &piece.text, context).map(ToOwned::to_owned),
                score,
            })
        });
        titles.collect()
    }

    /// The first running text of a card beside its title, else the first text that is long enough for a teaser.
    pub(super) fn teaser(&mut self, card: &Card<'p>, title: &str) -> Option<String> {
        let context = self.context;
        first_teaser(&self.pieces(card), title, context).map(ToOwned::to_owned)
    }

    /// The pieces of a card, in its order.
    fn pieces(&mut self, card: &Card<'p>) -> Rc<[Piece<'p>]> {
        let last = card.beside.last().map(|last| last.id());
        let shown = (card.element.id(), card.beside.len(), last);
        if let Some(known) = self.pieces.get(&shown) {
            return Rc::clone(known);
        }
        let mut gathered = Gathered { marks: self.page.marks(), raw: Vec::new() };
        for part in card.parts() {
            gathered.add(*part, part, &mut None);
        }
        let said = gathered.raw.into_iter().filter_map(|(element, texts)| {
            let text = without_dates(&texts, self.context);
            (!text.is_empty()).then(|| {
                let role = self.names.role(within_card(card, element), self.page.marks());
                Piece { element, text, role, is_date: OnceCell::new() }
            })
        });
        let pieces: Rc<[Piece<'p>]> = said.collect();
        self.pieces.insert(shown, Rc::clone(&pieces));
        pieces
    }

    /// How much each piece of a card looks like its title; of two alike the first does more.
    fn scores(&mut self, card: &Card<'p>, pieces: &[Piece<'p>]) -> Vec<f64> {
        let score = |(at, piece): (usize, &Piece<'p>)| self.score(card, piece) - 0.05 * number(at);
        pieces.iter().enumerate().map(score).collect()
    }

    /// The texts of a card that might be its title instead, the likeliest first.
    fn others(&mut self, card: &Card<'p>, pieces: &[Piece<'p>], title: &str) -> Vec<String> {
        let scored = pieces.iter().zip(self.scores(card, pieces));
        let mut others: Vec<_> =
            scored.filter(|(other, score)| other.text != title && *score > -2.0).collect();
        others.sort_by(|left, right| right.1.total_cmp(&left.1));
        others.into_iter().map(|(other, _)| other.text.clone()).collect()
    }

    /// How much a piece looks like a title by itself.
    fn score(&mut self, card: &Card<'p>, piece: &Piece<'p>) -> f64 {
        let mut score = 0.0;
        let mut in_heading = false;
        for (distance, ancestor) in within_card(card, piece.element).take(4).enumerate() {
            let name = ancestor.value().name();
            in_heading |= is_heading(&ancestor.value().name.local)
                || name == "dt"
                || attribute(ancestor, &local_name!("role")) == Some("heading");
            if distance < 3 {
                let weight = if distance == 0 { 1.0 } else { 0.5 };
                let (title, other) = self.names.of(ancestor);
                score += weight * (if title { 2.0 } else { 0.0 } - if other { 2.0 } else { 0.0 });
            }
            if matches!(name, "b" | "strong") && distance == 0 {
                score += 0.5;
            }
            if name == "a" && card.element.id() != ancestor.id() {
                // Most links of a card are written as its own, whose address was resolved before.
                let [href, own] = [ancestor, card.anchor].map(|link| attribute(link, &local_name!("href")));
                let leads_to_card = |url: Url| leads_to(&url, &card.address.url);
                let url = || href.and_then(|href| self.page.resolve(href));
                score += match if href == own { Some(true) } else { url().map(leads_to_card) } {
                    Some(true) => 1.5,
                    Some(false) => -3.0,
                    None => 0.0,
                };
            }
            if matches!(name, "time" | "button" | "small" | "cite" | "p") && distance == 0 {
                score -= 1.0;
            }
        }
        if in_heading {
            score += 3.0;
        }
        score + score_of_text(&piece.text, piece.is_date(self.context))
    }
}

fn first_teaser<'t>(pieces: &'t [Piece<'_>], title: &str, context: &DateContext<'_>) -> Option<&'t str> {
    let is_teaser = |piece: &&Piece<'_>| {
        width(&piece.text) >= LEAST_TEASER
            && !says_again(&piece.text, title)
            && !names_facts(&piece.text)
            && !piece.is_date(context)
    };
    let teasers = || pieces.iter().filter(is_teaser).map(|piece| piece.text.as_str());
    teasers().find(|text| width(text) >= PROSE).or_else(|| teasers().next())
}

/// The longest text that may be a label of most cards, in bytes, and the fewest cards that have it.
const LONGEST_LABEL: usize = 40;
const LEAST_LABELLED: usize = 3;

/// The short texts that most cards have in one place alike, with it, such as "New" and "Download": none of them is a title. Where
/// one of them stands alone in its place, or in a cell of a table, it is one only if it leads on: a series has the same title every
/// day. What the page is `called` is none: the messages of a thread repeat its title.
fn labels<'t>(
    cards: &[Card<'_>],
    pieces: &'t [Rc<[Piece<'_>]>],
    called: &str,
) -> FxHashSet<(&'t str, &'t str)> {
    let mut counts: FxHashMap<(&str, &str), (usize, usize)> = FxHashMap::default();
    for (at, (card, pieces)) in cards.iter().zip(pieces).enumerate() {
        let is_one_of_several = |role: &Rc<str>| {
            !role.contains("<td") && pieces.iter().filter(|piece| piece.role == *role).nth(1).is_some()
        };
        let may_be = |piece: &&Piece<'_>| {
            let is_link = piece.element.id() == card.anchor.id();
            piece.text.len() <= LONGEST_LABEL
                && (leads_on(&piece.text) || (!is_link && is_one_of_several(&piece.role)))
        };
        for piece in pieces.iter().filter(may_be) {
            let (count, last) = counts.entry((&*piece.role, &*piece.text)).or_insert((0, usize::MAX));
            *count += usize::from(*last != at);
            *last = at;
        }
    }
    let is_usual = |count: usize| count >= LEAST_LABELLED && count * 2 > pieces.len();
    let says_called = |text: &str| {
        let said = text.split_once(": ").map_or(text, |(_, behind)| behind);
        said.split_whitespace().nth(1).is_some() && called.contains(said)
    };
    let labels = counts.into_iter().filter(|((_, text), (count, _))| is_usual(*count) && !says_called(text));
    labels.map(|(label, _)| label).collect()
}

/// The role that is most likely the title's: it scores well, stands in most cards, and says something else in each.
fn best_role(
    sample: &[(&[Piece<'_>], Vec<f64>)],
    labels: &FxHashSet<(&str, &str)>,
    context: &DateContext<'_>,
) -> Option<(Rc<str>, f64)> {
    struct Tally<'a> {
        sum: f64,
        cards: usize,
        texts: FxHashSet<&'a str>,
    }
    let mut tallies: FxHashMap<&Rc<str>, Tally<'_>> = FxHashMap::default();
    for (pieces, scores) in sample {
        let mut seen = FxHashSet::default();
        // A date does not stand for its role: that is often the title's too, as in a table.
        let is_label = |piece: &Piece<'_>| labels.contains(&(&*piece.role, piece.text.as_str()));
        let is_title = |piece: &Piece<'_>| !piece.is_date(context) && !is_label(piece);
        let told = pieces.iter().zip(scores).filter(|(piece, _)| is_title(piece));
        for (piece, score) in told.filter(|(piece, _)| seen.insert(&piece.role)) {
            let tally = tallies.entry(&piece.role).or_insert_with(|| Tally {
                sum: 0.0,
                cards: 0,
                texts: FxHashSet::default(),
            });
            tally.sum += score;
            tally.cards += 1;
            tally.texts.insert(piece.text.as_str());
        }
    }
    tallies
        .into_iter()
        .map(|(role, tally)| {
            let count = number(tally.cards);
            let distinct = if sample.len() > 2 { number(tally.texts.len()) / count } else { 1.0 };
            let presence = count / number(sample.len());
            (Rc::clone(role), tally.sum / count + 2.0 * presence + 3.0 * (distinct - 1.0))
        })
        .max_by(|left, right| left.1.total_cmp(&right.1).then_with(|| right.0.cmp(&left.0)))
}

/// Whether a text is a date, or a line of facts that begins with one.
fn is_date(text: &str, context: &DateContext<'_>) -> bool {
    text.chars().any(|c| c.is_ascii_digit())
        && (date::parse(text, context).is_some()
            || text
                .split(['•', '·', '|', '/', '—', '–'])
                .next()
                .is_some_and(|first| first.len() < text.len() && date::parse(first, context).is_some()))
}

/// How much a text says by itself of whether it is a title.
fn score_of_text(text: &str, is_date: bool) -> f64 {
    let mut score = match width(text) {
        w if w < 4.0 => -4.0,
        w if w < 12.0 => -0.7,
        w if w <= 130.0 => 0.5,
        w if w <= 220.0 => -1.0,
        _ => -2.5,
    };
    if is_date || !text.chars().any(char::is_alphabetic) {
        score -= 6.0;
    }
    if leads_on(text) {
        score -= 5.0;
    }
    if is_code(text) {
        score -= 5.0;
    }
    let counts =
        text.chars().next().is_some_and(|c| c.is_ascii_digit()) && text.split_whitespace().count() <= 3;
    if counts {
        score -= 1.0;
    }
    score
}

/// Whether two addresses lead to one page.
fn leads_to(left: &Url, right: &Url) -> bool {
    left.host() == right.host() && left.path() == right.path() && left.query() == right.query()
}

/// An element and its ancestors up to that which is the card.
fn within_card<'p>(card: &Card<'p>, element: ElementRef<'p>) -> impl Iterator<Item = ElementRef<'p>> + Clone {
    let above = card.element.parent().map(|parent| parent.id());
    std::iter::once(element)
        .chain(element.ancestors().filter_map(ElementRef::wrap))
        .take_while(move |ancestor| Some(ancestor.id()) != above)
}
