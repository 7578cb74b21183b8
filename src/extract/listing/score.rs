//! How much a group of links looks like the entries of a listing.

use std::collections::HashSet;

use scraper::ElementRef;
use url::Url;

use super::card::Card;
use super::fields::leads_on;
use crate::extract::date::DateContext;
use crate::extract::page::Page;

/// The weights of the evidence. Each multiplies the score of a group that has it.
struct Weights {
    /// The links stand in headings, or hold headings.
    heading: f64,
    /// Every card has a date.
    dated: f64,
    /// The links stand in the main part of the page.
    main: f64,
    /// The links stand in a menu, footer or side bar by their element.
    landmark: f64,
    /// The links stand in a box that is named as something else than the listing.
    boxed: f64,
    /// The addresses look like those of articles.
    slug: f64,
    /// All links lead off the site.
    foreign: f64,
}

const WEIGHTS: Weights =
    Weights { heading: 1.8, dated: 1.6, main: 1.25, landmark: 0.12, boxed: 0.35, slug: 1.5, foreign: 0.7 };

/// Words in class or id of a box that is not the listing.
const BOX_WORDS: [&str; 32] = [
    "nav",
    "menu",
    "footer",
    "sidebar",
    "related",
    "recommend",
    "popular",
    "trending",
    "most-read",
    "mostread",
    "breadcrumb",
    "pagination",
    "pager",
    "social",
    "share",
    "tagcloud",
    "tag-cloud",
    "tags",
    "toc",
    "comment",
    "widget",
    "cookie",
    "promo",
    "advert",
    "sponsor",
    "newsletter",
    "language",
    "lang-switch",
    "login",
    "blogroll",
    "skip",
    "ticker",
];

/// The score of a group, 0 and more.
pub(super) fn score(cards: &[Card<'_>], page: &Page, context: &DateContext<'_>) -> f64 {
    let count = ratio_base(cards.len());
    if cards.len() < 2 {
        return 0.0;
    }
    let share =
        |test: &dyn Fn(&Card<'_>) -> bool| ratio_base(cards.iter().filter(|card| test(card)).count()) / count;
    let titles: HashSet<&str> = cards.iter().map(|card| card.title.as_str()).collect();
    let distinct = ratio_base(titles.len()) / count;
    let named = share(&|card| !card.title.is_empty() && !leads_on(&card.title));
    let length = cards.iter().map(|card| width(&card.title).min(60.0)).sum::<f64>() / count / 60.0;
    let sample: Vec<&Card<'_>> = cards.iter().take(12).collect();
    let dated = ratio_base(sample.iter().filter(|card| card.date(context).is_some()).count())
        / ratio_base(sample.len());
    let blend = |weight: f64, share: f64| 1.0 + (weight - 1.0) * share;
    count.min(20.0).ln_1p()
        * length
        * distinct.powi(2)
        * named.powi(2)
        * blend(WEIGHTS.heading, share(&|card| card.in_heading))
        * blend(WEIGHTS.dated, dated)
        * blend(WEIGHTS.slug, share(&|card| looks_like_article(&card.url)))
        * blend(WEIGHTS.foreign, share(&|card| card.url.host() != page.url().host()))
        * blend(WEIGHTS.landmark, share(&|card| zone(card.anchor) == Zone::Landmark))
        * blend(WEIGHTS.boxed, share(&|card| zone(card.anchor) == Zone::Boxed))
        * blend(WEIGHTS.main, share(&|card| zone(card.anchor) == Zone::Main))
}

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

/// Where an element stands, by its ancestors from the inside out.
pub(super) fn zone(element: ElementRef<'_>) -> Zone {
    let mut main = false;
    let mut boxed = false;
    for ancestor in element.ancestors().filter_map(ElementRef::wrap) {
        let name = ancestor.value().name();
        match (name, ancestor.attr("role").unwrap_or_default()) {
            ("body" | "html", _) => break,
            ("nav" | "footer" | "aside", _)
            | (_, "navigation" | "contentinfo" | "complementary" | "banner" | "menu") => {
                return Zone::Landmark;
            }
            ("header", _) if !main => return Zone::Landmark,
            ("main" | "article", _) | (_, "main") => main = true,
            _ => {}
        }
        boxed |= names_a_box(ancestor);
    }
    match (boxed, main) {
        (true, _) => Zone::Boxed,
        (false, true) => Zone::Main,
        (false, false) => Zone::Plain,
    }
}

fn names_a_box(element: ElementRef<'_>) -> bool {
    ["class", "id"].iter().filter_map(|name| element.attr(name)).any(|value| {
        value.split_ascii_whitespace().any(|word| {
            let word = word.to_ascii_lowercase();
            BOX_WORDS.iter().any(|boxed| {
                word == *boxed
                    || word.starts_with(&format!("{boxed}-"))
                    || word.ends_with(&format!("-{boxed}"))
                    || word.contains(&format!("-{boxed}-"))
                    || word.starts_with(&format!("{boxed}_"))
            })
        })
    })
}

/// Whether an address looks like that of an article: a date or an id in its path, or a last segment of several words.
fn looks_like_article(url: &Url) -> bool {
    let path = url.path().trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let words = last.split(['-', '_']).filter(|word| !word.is_empty()).count();
    let digits = last.bytes().filter(u8::is_ascii_digit).count();
    let encoded = last.bytes().filter(|byte| *byte == b'%').count();
    words >= 4 || digits >= 4 || encoded >= 9 || path.bytes().filter(u8::is_ascii_digit).count() >= 6
}

/// The width of a text in Latin letters: a character of a script without spaces counts twice.
fn width(text: &str) -> f64 {
    text.chars().map(|c| if u32::from(c) >= 0x2E80 { 2.0 } else { 1.0 }).sum()
}

fn ratio_base(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
