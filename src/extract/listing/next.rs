//! The page of older entries: what the page calls its next one, the number after its own in a bar of numbers, a link that
//! says "next" or "older", or a link to its own address with the next number.

mod address;
mod words;

#[cfg(test)]
mod tests;

use html5ever::local_name;
use scraper::ElementRef;
use url::Url;

use self::address::Place;
use self::words::{Word, word};
use super::marks::text_of;
use crate::extract::page::Page;
use crate::extract::text::{attribute, attribute_named};
use crate::model::{normalise_link, same_site};

/// The most characters of a link that says that it leads on.
const LONGEST_CALL: usize = 40;

/// A link that may lead to the next page.
struct Link<'p> {
    anchor: ElementRef<'p>,
    url: &'p Url,
}

/// How far up an element's surroundings tell what it belongs to.
const SURROUNDINGS: usize = 8;

/// Boxes whose "next" turns a picture, a month or a box of other articles, and not the page.
const OTHER_BOXES: [&str; 14] = [
    "calendar",
    "datepicker",
    "carousel",
    "slider",
    "slick",
    "swiper",
    "slideshow",
    "gallery",
    "lightbox",
    "ticker",
    "related",
    "comment",
    "glide",
    "splide",
];

/// Boxes that turn pages.
const PAGING_BOXES: [&str; 7] =
    ["pagination", "pager", "paging", "paginat", "nav-links", "page-nav", "pagenav"];

/// The address that the page gives as its next one: another page of the same site, and of the same list.
pub(super) fn next_url(page: &Page) -> Option<Url> {
    let own = Place::of(page.url());
    let own_link = normalise_link(page.url());
    // Another page of the same host and port. Most links say nothing of a next page, and are not asked whether they are one.
    let is_another = |url: &Url| {
        url.port() == page.url().port() && same_site(url, page.url()) && normalise_link(url) != own_link
    };
    let mut declared = page
        .named(|name| *name == local_name!("link"))
        .filter(|element| is_called_next(*element))
        .filter_map(|element| page.resolve(attribute(element, &local_name!("href"))?));
    let links: Vec<Link<'_>> = page.links().map(|(anchor, url)| Link { anchor, url }).collect();
    let mut next = declared
        .find(|url| is_another(url) && own.may_go_on_at(url))
        .or_else(|| {
            links
                .iter()
                .find(|link| is_declared(link) && is_another(link.url) && own.may_go_on_at(link.url))
                .map(|link| link.url.clone())
        })
        .or_else(|| numbered(page, &own, &links, &is_another))
        .or_else(|| called_next(page, &own, &links, &is_another))
        .or_else(|| stepped(&own, &links, &is_another))?;
    next.set_fragment(None);
    Some(next)
}

fn is_declared(link: &Link<'_>) -> bool {
    is_called_next(link.anchor) && !is_of_another_box(link.anchor)
}

fn is_called_next(element: ElementRef<'_>) -> bool {
    let rel = attribute(element, &local_name!("rel")).unwrap_or_default();
    rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("next"))
}

/// The number after that of the page, in a bar of numbers. The page's own number is that of its address, else the one that
/// the bar marks, else one.
fn numbered(page: &Page, own: &Place, links: &[Link<'_>], is_another: &impl Fn(&Url) -> bool) -> Option<Url> {
    let numbers: Vec<(u32, &Link<'_>)> = links
        .iter()
        .filter_map(|link| Some((number_of(link.anchor)?, link)))
        .filter(|(_, link)| is_another(link.url))
        .collect();
    if numbers.is_empty() {
        return None;
    }
    let next = own.number.or_else(|| marked(page)).unwrap_or(1).checked_add(1)?;
    numbers
        .iter()
        .filter(|(number, _)| *number == next)
        .find(|(number, link)| own.has_page(&Place::of(link.url), *number) && !is_of_another_box(link.anchor))
        .map(|(_, link)| link.url.clone())
}

/// The number that a bar of numbers marks as that of the page.
fn marked(page: &Page) -> Option<u32> {
    page.elements()
        .filter(|element| is_marked(*element))
        .filter(|element| element.descendants().take(SURROUNDINGS).count() < SURROUNDINGS)
        .find_map(|element| number_of(element).filter(|_| !is_of_another_box(element)))
}

/// Whether an element is marked as the one of several that is shown.
fn is_marked(element: ElementRef<'_>) -> bool {
    let has_class = |element: ElementRef<'_>, names: &[&str]| {
        attribute(element, &local_name!("class")).is_some_and(|classes| holds_any(classes, names))
    };
    let parent = || element.parent().and_then(ElementRef::wrap);
    has_class(element, &["current", "active", "selected"])
        || attribute_named(element, "aria-current").is_some()
        || (element.value().name() == "strong" && parent().is_some_and(|parent| has_class(parent, &["page"])))
}

/// A link that says that it leads on. One that says so in plain words is believed when its address belongs to the page; an
/// arrow or a single word, which a carousel has too, only in a bar for turning pages or with the address of a page.
fn called_next(
    page: &Page,
    own: &Place,
    links: &[Link<'_>],
    is_another: &impl Fn(&Url) -> bool,
) -> Option<Url> {
    let survey = page.survey(page.root());
    let mut second = None;
    for link in links.iter().filter(|link| survey.get(link.anchor.id()).text <= LONGEST_CALL) {
        let is_meant = |_: &Word| is_another(link.url) && !is_of_another_box(link.anchor);
        let Some(word) = word_of(page, link.anchor).filter(is_meant) else {
            continue;
        };
        let place = Place::of(link.url);
        if own.is_before(&place) {
            return Some(link.url.clone());
        }
        let believed = own.is_around(&place) && (word == Word::Phrase || is_in_paging_box(link.anchor));
        if believed && second.is_none() && !own.is_after(&place) {
            second = Some(link.url.clone());
        }
    }
    second
}

/// A link to the page's own address with the next number, whatever it says.
fn stepped(own: &Place, links: &[Link<'_>], is_another: &impl Fn(&Url) -> bool) -> Option<Url> {
    let next = own.number.unwrap_or(1).checked_add(1)?.to_string();
    links
        .iter()
        .filter(|link| says(link.url, &next) && own.is_step(&Place::of(link.url)))
        .find(|link| is_another(link.url) && !is_of_another_box(link.anchor))
        .map(|link| link.url.clone())
}

/// Whether an address may say a number.
fn says(url: &Url, number: &str) -> bool {
    url.path().contains(number) || url.query().is_some_and(|query| query.contains(number))
}

/// The number that is all that an element says.
fn number_of(element: ElementRef<'_>) -> Option<u32> {
    const BRACKETS: [char; 4] = ['[', ']', '(', ')'];
    let mut shown = element.text().take(SURROUNDINGS).flat_map(str::chars);
    // Most elements say something else, and need not be put together.
    let first = shown.find(|letter| !letter.is_whitespace() && !BRACKETS.contains(letter))?;
    ascii_digit(first)?;
    let text = element.text().take(SURROUNDINGS).collect::<String>();
    let text = text.trim().trim_matches(BRACKETS);
    let digits: String = text.chars().take(5).map(ascii_digit).collect::<Option<String>>()?;
    if digits.len() > 4 || digits.starts_with('0') {
        return None;
    }
    digits.parse().ok()
}

/// A digit of any of the usual scripts as one of ASCII.
fn ascii_digit(character: char) -> Option<char> {
    let zero = match character {
        '0'..='9' => '0',
        '\u{0660}'..='\u{0669}' => '\u{0660}',
        '\u{06F0}'..='\u{06F9}' => '\u{06F0}',
        '\u{0966}'..='\u{096F}' => '\u{0966}',
        _ => return None,
    };
    char::from_digit(u32::from(character) - u32::from(zero), 10)
}

/// What a link says of the next page: in its text, else in its label, else by its class.
fn word_of(page: &Page, anchor: ElementRef<'_>) -> Option<Word> {
    let text = text_of(page, anchor);
    if text.chars().count() > LONGEST_CALL {
        return None;
    }
    let names = [local_name!("aria-label"), local_name!("title")];
    let mut labels = names.iter().filter_map(|name| attribute(anchor, name));
    word(&text).or_else(|| labels.find_map(word)).or_else(|| {
        let classes = attribute(anchor, &local_name!("class")).unwrap_or_default();
        let called = classes
            .split_ascii_whitespace()
            .map(str::to_ascii_lowercase)
            .any(|class| class == "next" || class.starts_with("next-page") || class.ends_with("-next"));
        (called && text.chars().count() <= 20).then_some(Word::Sign)
    })
}

/// Whether an element stands in a box that turns something else than the page.
fn is_of_another_box(element: ElementRef<'_>) -> bool {
    around(element).any(|element| {
        (element.value().name() == "table" && has_weeks(element))
            || attribute(element, &local_name!("role")).is_some_and(|role| role.eq_ignore_ascii_case("grid"))
            || is_called(element, &OTHER_BOXES)
    })
}

/// Whether a table has rows of seven cells, as a month has. Tables of old pages hold the whole list.
fn has_weeks(table: ElementRef<'_>) -> bool {
    let named = |element: &ElementRef<'_>, name: &str| element.value().name() == name;
    let bodies = table.children().filter_map(ElementRef::wrap).filter(|part| named(part, "tbody")).take(2);
    bodies
        .flat_map(|body| body.children().filter_map(ElementRef::wrap).filter(|row| named(row, "tr")).take(3))
        .any(|row| {
            row.children()
                .filter_map(ElementRef::wrap)
                .take(8)
                .filter(|cell| named(cell, "td") || named(cell, "th"))
                .count()
                == 7
        })
}

fn is_in_paging_box(element: ElementRef<'_>) -> bool {
    around(element).any(|element| {
        is_called(element, &PAGING_BOXES)
            || attribute(element, &local_name!("role"))
                .is_some_and(|role| role.eq_ignore_ascii_case("navigation"))
    })
}

/// An element and what is around it, but not the frame of the whole page.
fn around(element: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    let above = element.ancestors().take(SURROUNDINGS).filter_map(ElementRef::wrap);
    std::iter::once(element)
        .chain(above)
        .take_while(|element| !matches!(element.value().name(), "main" | "body" | "html"))
}

fn is_called(element: ElementRef<'_>, names: &[&str]) -> bool {
    let attributes = [local_name!("class"), local_name!("id")];
    attributes.iter().filter_map(|name| attribute(element, name)).any(|value| holds_any(value, names))
}

/// Whether a text holds one of some names, in any case.
fn holds_any(text: &str, names: &[&str]) -> bool {
    let text = text.to_ascii_lowercase();
    names.iter().any(|name| text.contains(name))
}
