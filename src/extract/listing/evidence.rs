//! What a group of links shows of being the entries of a listing: shares and ratios between 0 and 1.

use ego_tree::NodeRef;
use rustc_hash::{FxHashMap, FxHashSet};
use scraper::{ElementRef, Node};

use super::card::Card;
use super::dates::Dates;
use super::fields::leads_on;
use super::marks::{Kind, is_heading};
use super::zone::{Zone, Zones};
use crate::extract::page::Page;
use crate::extract::survey::Survey;
use crate::extract::text::{is_blank, is_block};

/// The names of the evidence, in the order of [`Evidence::values`].
pub(super) const NAMES: [&str; 35] = [
    "count",
    "single",
    "few",
    "title_length",
    "title_short",
    "title_long",
    "distinct",
    "named",
    "heading",
    "heading_beside",
    "dated",
    "summary",
    "image",
    "main",
    "landmark",
    "boxed",
    "article_like",
    "taxonomy",
    "deeper",
    "foreign",
    "prose",
    "coverage",
    "siblings",
    "repeat",
    "dominance",
    "position",
    "same_shape",
    "query",
    "no_text",
    "first_in_card",
    "card_text",
    "root",
    "title_words",
    "slug_words",
    "service",
];

/// How many nodes of a card are looked at for a heading or its first text.
const NEAR: usize = 200;

/// How many cards of a group are looked at for what is costly.
const SAMPLE: usize = 12;

/// The evidence of one group.
#[derive(Clone, Debug)]
pub(super) struct Evidence {
    /// A number for every name of [`NAMES`].
    pub values: [f64; NAMES.len()],
    /// Whether most cards stand in a box beside the page's content, named as something else: no weight was learned for that.
    pub is_boxed_beside: bool,
}

impl Evidence {
    /// The evidence of a name; 0 for one that is not gathered.
    pub(super) fn get(&self, name: &str) -> f64 {
        NAMES.iter().zip(self.values).find(|(known, _)| **known == name).map_or(0.0, |(_, value)| value)
    }
}

/// What is known of the page when its groups are looked at.
pub(super) struct Scene<'a, 'p> {
    pub page: &'p Page,
    pub survey: &'a Survey,
    pub zones: Zones<'a, 'p>,
    pub dates: &'a Dates<'a, 'p>,
    /// How many links the page has.
    pub links: usize,
}

/// Gathers the evidence of the cards of a group that had `links` links; the first of them was number `first` of the page.
pub(super) fn gather<'p>(cards: &[Card<'p>], links: usize, first: usize, scene: &Scene<'_, 'p>) -> Evidence {
    let count = number(cards.len()).max(1.0);
    let share =
        |test: &dyn Fn(&Card<'p>) -> bool| number(cards.iter().filter(|card| test(card)).count()) / count;
    let sample: Vec<&Card<'p>> = cards.iter().take(SAMPLE).collect();
    let sampled = |test: &dyn Fn(&Card<'p>) -> bool| {
        number(sample.iter().filter(|card| test(card)).count()) / number(sample.len()).max(1.0)
    };
    let widths: Vec<f64> = cards.iter().map(|card| width(&card.title)).collect();
    let survey = scene.survey;
    let text_of_card = |card: &Card<'p>| survey.get(card.element.id()).text;
    let zone = |wanted: Zone| share(&|card| card.zone == wanted);
    let titles: FxHashSet<&str> = cards.iter().map(|card| card.title.as_str()).collect();
    let covered = cards.iter().map(text_of_card).sum::<usize>();
    let page_path = scene.page.url().path().trim_end_matches('/');
    let values = [
        count.min(20.0).ln_1p() / 21_f64.ln(),
        share(&|_| cards.len() == 1),
        share(&|_| cards.len() == 2),
        widths.iter().map(|width| width.min(80.0)).sum::<f64>() / count / 80.0,
        share_where(&widths, |width| width < 12.0),
        share_where(&widths, |width| width > 160.0),
        number(titles.len()) / count,
        share(&|card| !card.title.is_empty() && !leads_on(&card.title)),
        share(&|card| card.in_heading),
        sampled(&|card| !card.in_heading && has_heading(card.element, scene.page)),
        sampled(&|card| card.parts().any(|part| scene.dates.are_shown_in(part))),
        share(&|card| text_of_card(card) > card.title.chars().count() + 60),
        share(&|card| survey.get(card.element.id()).media > 0),
        zone(Zone::Main),
        zone(Zone::Landmark),
        zone(Zone::Boxed),
        share(&|card| card.address.told.is_article_like),
        share(&|card| card.address.told.is_taxonomy),
        share(&|card| {
            let path = card.address.url.path();
            card.address.url.host() == scene.page.url().host()
                && path.strip_prefix(page_path).is_some_and(|rest| rest.len() > 1 && !page_path.is_empty())
        }),
        share(&|card| card.address.url.host() != scene.page.url().host()),
        sampled(&|card| stands_in_prose(card.anchor, survey)),
        (number(covered) / number(survey.get(scene.page.root().id()).text.max(1))).min(1.0),
        most_common(cards.iter().filter_map(|card| card.element.parent()).map(|parent| parent.id())) / count,
        1.0 - count / number(links.max(1)),
        cards.iter().map(|card| dominance(card, survey)).sum::<f64>() / count,
        number(first) / number(scene.links.max(1)),
        most_common(cards.iter().map(|card| card.address.told.shape.as_str())) / count,
        share(&|card| card.address.url.query().is_some()),
        share(&|card| survey.get(card.anchor.id()).text == 0),
        sampled(&|card| is_first_text(card, scene.page)),
        (number(covered) / count).min(600.0) / 600.0,
        share(&|card| card.address.url.path() == "/"),
        cards.iter().map(|card| words(&card.title).min(10.0)).sum::<f64>() / count / 10.0,
        cards.iter().map(|card| number(card.address.told.slug_words).min(6.0)).sum::<f64>() / count / 6.0,
        share(&|card| card.address.told.is_service),
    ];
    let is_boxed_beside = sampled(&|card| scene.zones.is_boxed_beside(card.anchor)) > 0.5;
    Evidence { values, is_boxed_beside }
}

/// The share of some widths of which something is true; 0 of none.
fn share_where(widths: &[f64], test: fn(f64) -> bool) -> f64 {
    number(widths.iter().filter(|width| test(**width)).count()) / number(widths.len()).max(1.0)
}

/// How much of the linked text of a card is this link.
fn dominance(card: &Card<'_>, survey: &Survey) -> f64 {
    let linked = survey.get(card.element.id()).linked.max(1);
    (number(survey.get(card.anchor.id()).text) / number(linked)).min(1.0)
}

fn has_heading(element: ElementRef<'_>, page: &Page) -> bool {
    let mut headings = page.marks().near(element.id(), Kind::Heading, NEAR);
    headings.any(|id| {
        let node = element.tree().get(id).map(|node| node.value());
        node.and_then(Node::as_element).is_some_and(|heading| is_heading(&heading.name.local))
    })
}

/// Whether the first text of a card is that of its link.
fn is_first_text(card: &Card<'_>, page: &Page) -> bool {
    let says = |node: &NodeRef<'_, Node>| node.value().as_text().is_some_and(|text| !is_blank(text));
    let mut first = card.element.descendants().take(NEAR).filter(says);
    first.next().is_some_and(|text| page.marks().is_within(text.id(), card.anchor.id()))
}

/// Whether a link stands in running text: its block has much more text beside it, and none of it in blocks of its own.
fn stands_in_prose(anchor: ElementRef<'_>, survey: &Survey) -> bool {
    let block =
        anchor.ancestors().filter_map(ElementRef::wrap).find(|element| is_block(element.value().name()));
    let Some(block) = block else {
        return false;
    };
    let inside = survey.get(block.id());
    let own = survey.get(anchor.id()).text;
    let beside = if inside.blocks <= 1 {
        inside.text.saturating_sub(inside.linked)
    } else {
        block
            .children()
            .take(60)
            .filter_map(|child| child.value().as_text())
            .map(|text| text.trim().chars().count())
            .sum()
    };
    beside > 40 && beside > own
}

/// How often the most common of some values stands.
fn most_common<T: std::hash::Hash + Eq>(values: impl Iterator<Item = T>) -> f64 {
    let mut counts: FxHashMap<T, usize> = FxHashMap::default();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    number(counts.into_values().max().unwrap_or_default())
}

/// The width of a text in Latin letters: a character of a script without spaces counts twice.
pub(super) fn width(text: &str) -> f64 {
    if text.is_ascii() {
        return number(text.len());
    }
    text.chars().map(|c| if u32::from(c) >= 0x2E80 { 2.0 } else { 1.0 }).sum()
}

/// About how many words a text has: in scripts without spaces two characters count as one.
fn words(text: &str) -> f64 {
    let dense = text.chars().filter(|c| u32::from(*c) >= 0x2E80).count();
    number(text.split_whitespace().count()).max(number(dense) / 2.0)
}

pub(super) fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
