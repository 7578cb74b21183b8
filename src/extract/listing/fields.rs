//! The fields of an entry, by where cards usually carry them.

use std::sync::LazyLock;

use scraper::{ElementRef, Selector};
use url::Url;

use crate::extract::date::{self, DateContext};
use crate::extract::image;
use crate::extract::page::Page;
use crate::extract::text::{collapse, text_of};
use crate::model::{DateSource, Dated, Image};

/// Selectors that are needed on every card.
struct Selectors {
    anchors: Selector,
    headings: Selector,
    times: Selector,
    dated: Selector,
    paragraphs: Selector,
    pictures: Selector,
    noscripts: Selector,
    authors: Selector,
}

static SELECTORS: LazyLock<Option<Selectors>> = LazyLock::new(|| {
    let parse = |text: &str| Selector::parse(text).ok();
    Some(Selectors {
        anchors: parse("a[href]")?,
        headings: parse("h1, h2, h3, h4, h5, h6, [role=heading]")?,
        times: parse("time, [itemprop=datePublished], [datetime]")?,
        dated: parse(
            "[class*=date], [class*=Date], [class*=time], [class*=publish], [class*=meta], small, abbr[title]",
        )?,
        paragraphs: parse(
            "p, [class*=summary], [class*=excerpt], [class*=teaser], [class*=description], dd",
        )?,
        pictures: parse("picture, img, amp-img, video[poster], [style*=background-image]")?,
        noscripts: parse("noscript")?,
        authors: parse("[rel=author], [itemprop=author], .author, .byline, [class*=author] a")?,
    })
});

fn select<'p>(
    scope: ElementRef<'p>,
    which: fn(&Selectors) -> &Selector,
) -> impl Iterator<Item = ElementRef<'p>> {
    SELECTORS.iter().flat_map(move |selectors| scope.select(which(selectors)))
}

/// Fewest characters of a teaser.
const LEAST_TEASER: usize = 30;
/// From how many characters on a paragraph is running text.
const LEAST_PROSE: usize = 90;

/// Texts of links that lead on but name nothing, in lower case.
const LEADING_ON: [&str; 34] = [
    "read more",
    "more",
    "continue reading",
    "continue",
    "read",
    "read article",
    "read full story",
    "learn more",
    "view",
    "view more",
    "details",
    "see more",
    "full story",
    "comments",
    "leave a comment",
    "share",
    "permalink",
    "اقرأ المزيد",
    "المزيد",
    "leer más",
    "más",
    "seguir leyendo",
    "lire la suite",
    "weiterlesen",
    "mehr",
    "читать далее",
    "подробнее",
    "阅读全文",
    "阅读更多",
    "更多",
    "続きを読む",
    "もっと見る",
    "더보기",
    "leia mais",
];

/// Whether a text only invites to go on reading.
pub(super) fn leads_on(text: &str) -> bool {
    let folded = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    folded.is_empty() || LEADING_ON.contains(&folded.as_str())
}

/// The address of an entry: that of its heading's link, else of its first link with a text, else of its first link.
pub(super) fn link<'p>(entry: ElementRef<'p>, page: &Page) -> Option<(ElementRef<'p>, Url)> {
    let resolved = |anchor: ElementRef<'p>| Some((anchor, page.resolve(anchor.attr("href")?)?));
    if entry.value().name() == "a"
        && let Some(found) = resolved(entry)
    {
        return Some(found);
    }
    select(entry, |selectors| &selectors.headings)
        .flat_map(|heading| select(heading, |selectors| &selectors.anchors))
        .find_map(resolved)
        .or_else(|| {
            select(entry, |selectors| &selectors.anchors)
                .filter(|anchor| !leads_on(&text_of(*anchor)))
                .find_map(resolved)
        })
        .or_else(|| select(entry, |selectors| &selectors.anchors).find_map(resolved))
}

/// The title of an entry whose link is known: the heading, else the link's text, else what the link says of itself.
pub(super) fn title(entry: ElementRef<'_>, anchor: ElementRef<'_>) -> Option<String> {
    let usable = |text: String| Some(text).filter(|text| !leads_on(text));
    let within_anchor = select(anchor, |selectors| &selectors.headings).map(text_of).find_map(usable);
    within_anchor
        .or_else(|| heading_around(anchor, entry))
        .or_else(|| usable(text_of(anchor)).filter(|text| text.chars().count() >= 2))
        .or_else(|| select(entry, |selectors| &selectors.headings).map(text_of).find_map(usable))
        .or_else(|| anchor.attr("title").or_else(|| anchor.attr("aria-label")).map(collapse).and_then(usable))
        .or_else(|| {
            let picture =
                select(anchor, |selectors| &selectors.pictures).find_map(|picture| picture.attr("alt"))?;
            usable(collapse(picture))
        })
}

/// The first heading of an entry that names something.
pub(super) fn heading(entry: ElementRef<'_>) -> Option<String> {
    select(entry, |selectors| &selectors.headings).map(text_of).find(|text| !leads_on(text))
}

/// The text of the heading that the anchor stands in.
fn heading_around(anchor: ElementRef<'_>, entry: ElementRef<'_>) -> Option<String> {
    anchor
        .ancestors()
        .take_while(|node| node.id() != entry.id())
        .filter_map(ElementRef::wrap)
        .find(|element| matches!(element.value().name(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6"))
        .map(text_of)
        .filter(|text| !leads_on(text))
}

/// The date: a machine-readable one first, then a text that is a date, then a date in a line of small print.
pub(super) fn date(entry: ElementRef<'_>, context: &DateContext<'_>) -> Option<Dated> {
    let machine = select(entry, |selectors| &selectors.times).find_map(|element| {
        let value = element.attr("datetime").or_else(|| element.attr("content"));
        let parsed = value.and_then(|value| date::parse(value, context));
        parsed
            .or_else(|| date::find(&text_of(element), context))
            .map(|parsed| parsed.dated(DateSource::TimeElement))
    });
    machine
        .or_else(|| {
            select(entry, |selectors| &selectors.dated).find_map(|element| {
                let text = element.attr("title").map_or_else(|| text_of(element), ToOwned::to_owned);
                date::find(&short(&text), context).map(|parsed| parsed.dated(DateSource::Text))
            })
        })
        .or_else(|| {
            let small: Vec<String> = texts(entry).collect();
            small
                .iter()
                .find_map(|text| date::parse(text, context))
                .or_else(|| small.iter().find_map(|text| date::find(text, context)))
                .map(|parsed| parsed.dated(DateSource::Text))
        })
}

/// The teaser: the first paragraph of running text, else the longest text that is not the title.
pub(super) fn summary(entry: ElementRef<'_>, title: &str) -> Option<String> {
    let mut longest: Option<(usize, String)> = None;
    for paragraph in select(entry, |selectors| &selectors.paragraphs) {
        let text = without_invitation(paragraph, text_of(paragraph));
        let length = text.chars().count();
        if length < LEAST_TEASER || title.contains(text.as_str()) || is_caption(paragraph) {
            continue;
        }
        if length >= LEAST_PROSE && !is_line_of_facts(paragraph, length) {
            return Some(text);
        }
        if longest.as_ref().is_none_or(|(known, _)| *known < length) {
            longest = Some((length, text));
        }
    }
    longest.map(|(_, text)| text)
}

/// Whether a text belongs to a picture.
fn is_caption(paragraph: ElementRef<'_>) -> bool {
    std::iter::once(paragraph).chain(paragraph.ancestors().filter_map(ElementRef::wrap)).take(3).any(
        |element| {
            matches!(element.value().name(), "figure" | "figcaption")
                || element
                    .value()
                    .classes()
                    .any(|class| class.contains("caption") || class.contains("credit"))
        },
    )
}

/// Whether a text is hardly more than links: names, categories, topics.
fn is_line_of_facts(paragraph: ElementRef<'_>, length: usize) -> bool {
    let linked: usize =
        select(paragraph, |selectors| &selectors.anchors).map(|anchor| text_of(anchor).chars().count()).sum();
    linked * 3 > length
}

/// The text of a teaser without the "Continue reading" that it ends with.
fn without_invitation(paragraph: ElementRef<'_>, text: String) -> String {
    let last = select(paragraph, |selectors| &selectors.anchors).last().map(text_of);
    match last.filter(|link| leads_on(link)).and_then(|link| text.strip_suffix(&link)) {
        Some(teaser) => teaser.trim_end().to_owned(),
        None => text,
    }
}

/// The picture that is no avatar. Lazy loading may leave it in a `noscript` alone.
pub(super) fn image(entry: ElementRef<'_>, page: &Page) -> Option<Image> {
    select(entry, |selectors| &selectors.pictures)
        .filter(|picture| !is_avatar(*picture))
        .find_map(|picture| image::image_of(picture, page))
        .or_else(|| {
            select(entry, |selectors| &selectors.noscripts)
                .find_map(|noscript| image::image_in_fragment(&noscript.text().collect::<String>(), page))
        })
}

/// The names of the writers.
pub(super) fn authors(entry: ElementRef<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for element in select(entry, |selectors| &selectors.authors) {
        let text = text_of(element);
        let name = text.strip_prefix("By ").or_else(|| text.strip_prefix("by ")).unwrap_or(&text).trim();
        let fits = (2..=60).contains(&name.chars().count()) && !name.chars().any(|c| c.is_ascii_digit());
        if fits && !names.iter().any(|known| known.contains(name) || name.contains(known.as_str())) {
            names.push(name.to_owned());
        }
    }
    names
}

fn is_avatar(picture: ElementRef<'_>) -> bool {
    let says = |element: ElementRef<'_>| {
        ["class", "id", "src", "alt"].iter().filter_map(|name| element.attr(name)).any(|value| {
            let value = value.to_ascii_lowercase();
            ["avatar", "gravatar", "author", "emoji", "icon", "logo"].iter().any(|word| value.contains(word))
        })
    };
    says(picture)
        || picture.ancestors().take(2).filter_map(ElementRef::wrap).any(|parent| {
            parent.attr("class").is_some_and(|class| {
                let class = class.to_ascii_lowercase();
                class.contains("avatar") || class.contains("author")
            })
        })
}

/// The texts of a card that may be a line of small print.
fn texts<'p>(entry: ElementRef<'p>) -> impl Iterator<Item = String> + 'p {
    entry
        .descendants()
        .filter_map(|node| node.value().as_text())
        .map(|text| collapse(text))
        .filter(|text| (4..=90).contains(&text.len()) && text.bytes().any(|byte| byte.is_ascii_digit()))
}

fn short(text: &str) -> String {
    text.chars().take(160).collect()
}
