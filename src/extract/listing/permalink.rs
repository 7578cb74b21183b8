//! Link blogs: where the title of a card leads elsewhere and a sign beside it to the card's own place, the entry is what the
//! title leads to.

use rustc_hash::FxHashMap;
use scraper::ElementRef;
use url::Url;

use super::card::Card;
use super::fields::leads_on;
use crate::extract::date::{self, DateContext};
use crate::extract::page::Page;
use crate::extract::text::text_of;

/// Fewest cards of a group that must show the pattern, of ten.
const LEAST_OF_TEN: usize = 6;

/// Fewest cards, and of ten cards, whose links share a text that names none of them.
const LEAST_SHARING: usize = 3;
const NEARLY_ALL_OF_TEN: usize = 9;

/// Most elements of a card that are looked at for its title.
const MOST_ELEMENTS: usize = 120;

/// Turns the cards of a group that hang on permalinks to what their titles lead to, where most of the titles lead off the
/// site. Titles that stay on it say the same as the permalinks.
pub(super) fn follow_titles(cards: &mut [Card<'_>], page: &Page, context: &DateContext<'_>) {
    let shared = shared_text(cards);
    let is_permalink = |card: &Card<'_>| {
        let text = text_of(card.anchor);
        shared.as_ref() == Some(&text) || is_sign(&text, context)
    };
    if cards.iter().filter(|card| is_permalink(card)).count() * 10 < cards.len() * LEAST_OF_TEN {
        return;
    }
    let titles: Vec<Option<(ElementRef<'_>, Url)>> =
        cards.iter().map(|card| title_link(card, page)).collect();
    let leads_off = |(card, title): (&Card<'_>, &Option<(ElementRef<'_>, Url)>)| {
        title.as_ref().is_some_and(|(_, url)| url.host() != card.url.host())
    };
    if cards.iter().zip(&titles).filter(|pair| leads_off(*pair)).count() * 10 < cards.len() * LEAST_OF_TEN {
        return;
    }
    for (card, title) in cards.iter_mut().zip(titles) {
        if let Some((anchor, url)) = title.filter(|(_, url)| url.host() != card.url.host()) {
            card.title = text_of(anchor);
            (card.anchor, card.url) = (anchor, url);
        }
    }
}

/// The text that the links of nearly all cards have: in any language it names none of them.
fn shared_text(cards: &[Card<'_>]) -> Option<String> {
    let mut times: FxHashMap<String, usize> = FxHashMap::default();
    for card in cards {
        *times.entry(text_of(card.anchor)).or_default() += 1;
    }
    let (text, times) = times.into_iter().max_by_key(|(_, times)| *times)?;
    (cards.len() >= LEAST_SHARING && times * 10 >= cards.len() * NEARLY_ALL_OF_TEN).then_some(text)
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
        let url = page.resolve(anchor.attr("href")?)?;
        (anchor.id() != card.anchor.id() && !leads_on(&text_of(anchor))).then_some((anchor, url))
    };
    let elements = || card.parts().flat_map(|part| part.descendent_elements().take(MOST_ELEMENTS));
    let links = || elements().filter(|element| element.value().name() == "a");
    links().filter(|link| stands_in_title(*link)).find_map(resolved).or_else(|| {
        let first = links().find(|link| !text_of(*link).is_empty())?;
        is_first_text(card, first).then(|| resolved(first)).flatten()
    })
}

fn stands_in_title(link: ElementRef<'_>) -> bool {
    link.ancestors().take(2).filter_map(ElementRef::wrap).any(|around| {
        matches!(around.value().name(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt")
            || around.attr("role") == Some("heading")
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
