//! Link blogs: where the title of a card leads elsewhere and a sign beside it to the card's own place, the entry is what the
//! title leads to.

use std::rc::Rc;

use html5ever::local_name;
use rustc_hash::FxHashMap;
use scraper::ElementRef;
use url::Url;

use super::address::Address;
use super::card::Card;
use super::fields::leads_on;
use super::marks::text_of;
use crate::extract::date::{self, DateContext};
use crate::extract::page::Page;
use crate::extract::text::attribute;

/// Fewest cards of a group that must show the pattern, of ten.
const LEAST_OF_TEN: usize = 6;

/// Fewest cards, and of ten cards, whose links share a text that names none of them.
const LEAST_SHARING: usize = 3;
const NEARLY_ALL_OF_TEN: usize = 9;
/// So many cards tell whether it may be so.
const TELLING: usize = 5;

/// Most elements of a card that are looked at for its title.
const MOST_ELEMENTS: usize = 120;

/// Turns the cards of a group that hang on permalinks to what their titles lead to, where most of the titles lead off the
/// site. Titles that stay on it say the same as the permalinks.
pub(super) fn follow_titles(cards: &mut [Card<'_>], page: &Page, context: &DateContext<'_>) {
    let shared = shared_text(cards);
    let is_permalink = |card: &&Card<'_>| shared.as_ref() == Some(&card.said) || is_sign(&card.said, context);
    // Most groups hang on titles, and the first of their cards tell.
    let most_others = (10 - LEAST_OF_TEN) * cards.len() / 10;
    if cards.iter().filter(|card| !is_permalink(card)).nth(most_others).is_some() {
        return;
    }
    let titles: Vec<Option<(ElementRef<'_>, Url)>> =
        cards.iter().map(|card| title_link(card, page)).collect();
    let leads_off = |(card, title): (&Card<'_>, &Option<(ElementRef<'_>, Url)>)| {
        title.as_ref().is_some_and(|(_, url)| url.host() != card.address.url.host())
    };
    if cards.iter().zip(&titles).filter(|pair| leads_off(*pair)).count() * 10 < cards.len() * LEAST_OF_TEN {
        return;
    }
    for (card, title) in cards.iter_mut().zip(titles) {
        if let Some((anchor, url)) = title.filter(|(_, url)| url.host() != card.address.url.host()) {
            card.title = text_of(page, anchor);
            card.said = card.title.as_str().into();
            (card.anchor, card.address) = (anchor, Address::of(url).into());
        }
    }
}

/// The text that the links of nearly all cards have: in any language it names none of them.
fn shared_text(cards: &[Card<'_>]) -> Option<Rc<str>> {
    if cards.len() < LEAST_SHARING {
        return None;
    }
    // In most groups the first cards tell that it is none.
    let mut first: FxHashMap<&Rc<str>, usize> = FxHashMap::default();
    for card in cards.iter().take(TELLING) {
        *first.entry(&card.said).or_default() += 1;
    }
    let (text, _) = first.into_iter().filter(|(_, times)| *times > 1).max_by_key(|(_, times)| *times)?;
    let times = cards.iter().filter(|card| card.said == *text).count();
    (times * 10 >= cards.len() * NEARLY_ALL_OF_TEN).then(|| Rc::clone(text))
}

/// Whether the text of a link names nothing: a sign, a word for it, a date or a time.
fn is_sign(text: &str, context: &DateContext<'_>) -> bool {
    const WORDS: [&str; 6] = ["link", "permalink", "permanent link", "anchor", "source", "ссылка"];
    let folded = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    folded.is_empty()
        || WORDS.contains(&folded.as_str())
        || date::parse(text, context).is_some()
        || (folded.starts_with(|c: char| c.is_ascii_digit()) && folded.contains(':') && folded.len() <= 10)
}

/// The link of a card's title: that of its heading or term, or the one that its first text is.
fn title_link<'p>(card: &Card<'p>, page: &Page) -> Option<(ElementRef<'p>, Url)> {
    let resolved = |anchor: ElementRef<'p>| {
        let url = page.resolve(attribute(anchor, &local_name!("href"))?)?;
        (anchor.id() != card.anchor.id() && !leads_on(&text_of(page, anchor))).then_some((anchor, url))
    };
    let elements = || card.parts().flat_map(|part| part.descendent_elements().take(MOST_ELEMENTS));
    let links = || elements().filter(|element| element.value().name() == "a");
    links().filter(|link| stands_in_title(*link)).find_map(resolved).or_else(|| {
        let first = links().find(|link| !text_of(page, *link).is_empty())?;
        is_first_text(card, first).then(|| resolved(first)).flatten()
    })
}

fn stands_in_title(link: ElementRef<'_>) -> bool {
    link.ancestors().take(2).filter_map(ElementRef::wrap).any(|around| {
        matches!(around.value().name(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt")
            || attribute(around, &local_name!("role")) == Some("heading")
    })
}

/// Whether the first text of a card is that of a link.
fn is_first_text(card: &Card<'_>, link: ElementRef<'_>) -> bool {
    let first = card
        .parts()
        .flat_map(|part| part.descendants().take(MOST_ELEMENTS))
        .find(|node| node.value().as_text().is_some_and(|text| text.chars().any(char::is_alphanumeric)));
    first.is_some_and(|text| text.ancestors().any(|node| node.id() == link.id()))
}
