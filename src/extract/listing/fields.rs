//! The fields of an entry, by where cards usually carry them.

use html5ever::local_name;
use scraper::ElementRef;
use url::Url;

use super::marks::{Kind, is_heading, nodes, select, text_of};
use crate::extract::date::{self, DateContext, ParsedDate};
use crate::extract::page::Page;
use crate::extract::text::{attribute, collapse};
use crate::model::{DateSource, Dated};

/// A value, and the element that shows it.
#[derive(Clone, Debug)]
pub(super) struct Shown<'p, T> {
    pub value: T,
    pub element: ElementRef<'p>,
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

/// More bytes than the longest of these has in any case.
const LONGEST_LEADING_ON: usize = 48;

/// Whether a text only invites to go on reading.
pub(super) fn leads_on(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    if text.len() > LONGEST_LEADING_ON {
        return false;
    }
    if text.is_ascii() {
        return text.is_empty() || LEADING_ON.iter().any(|known| known.eq_ignore_ascii_case(text));
    }
    let folded = text.to_lowercase();
    folded.is_empty() || LEADING_ON.contains(&folded.as_str())
}

/// Whether a text is a number with a name for it, such as that of a paper, a ticket or a file.
pub(super) fn is_code(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits >= 4
        && digits > text.chars().filter(|c| c.is_alphabetic()).count()
        && text.split_whitespace().count() <= 2
}

/// The address of an entry: that of its heading's link, else of its first link with a text, else of its first link.
pub(super) fn link<'p>(entry: ElementRef<'p>, page: &Page) -> Option<(ElementRef<'p>, Url)> {
    let resolved =
        |anchor: ElementRef<'p>| Some((anchor, page.resolve(attribute(anchor, &local_name!("href"))?)?));
    if entry.value().name() == "a"
        && let Some(found) = resolved(entry)
    {
        return Some(found);
    }
    let links = |scope| select(page, scope, Kind::Link);
    select(page, entry, Kind::Heading)
        .flat_map(links)
        .find_map(resolved)
        .or_else(|| links(entry).filter(|anchor| !leads_on(&text_of(page, *anchor))).find_map(resolved))
        .or_else(|| links(entry).find_map(resolved))
}

/// The title of an entry whose link is known, and with it what the link says: the heading, else the link's text, else what
/// the link says of itself.
pub(super) fn title(
    entry: ElementRef<'_>,
    (anchor, said): (ElementRef<'_>, &str),
    page: &Page,
) -> Option<String> {
    let usable = |text: String| Some(text).filter(|text| !leads_on(text));
    let headings =
        |scope| select(page, scope, Kind::Heading).map(|heading| text_of(page, heading)).find_map(usable);
    let label = || {
        let names = [local_name!("title"), local_name!("aria-label")];
        names.iter().find_map(|name| attribute(anchor, name)).map(collapse)
    };
    headings(anchor)
        .or_else(|| heading_around(anchor, entry, page))
        .or_else(|| {
            let names = said.chars().nth(1).is_some() && !leads_on(said);
            names.then(|| said.to_owned())
        })
        .or_else(|| headings(entry))
        .or_else(|| label().and_then(usable))
        .or_else(|| {
            let mut pictures = select(page, anchor, Kind::Picture);
            let picture = pictures.find_map(|picture| attribute(picture, &local_name!("alt")))?;
            usable(collapse(picture))
        })
}

/// Most headings of an entry whose links are its own.
const MOST_HEADINGS: usize = 8;

/// Where the headings of an entry lead, as it is written: by links in them or around them.
pub(super) fn own_addresses<'p>(entry: ElementRef<'p>, page: &Page) -> Vec<&'p str> {
    let of_heading = |heading: ElementRef<'p>| {
        let around =
            heading.ancestors().take_while(|node| node.id() != entry.id()).filter_map(ElementRef::wrap);
        select(page, heading, Kind::Link).chain(around.filter(|around| around.value().name() == "a")).next()
    };
    let links = select(page, entry, Kind::Heading).take(MOST_HEADINGS).filter_map(of_heading);
    links.filter_map(|link| link.attr("href")).filter(|href| href.len() > 1).collect()
}

/// Whether a link leads to one of these addresses or to a place on its page: it is the entry's own, and none to a person or a
/// topic.
pub(super) fn is_own(link: ElementRef<'_>, own: &[&str]) -> bool {
    link.attr("href").is_some_and(|href| own.iter().any(|own| href.starts_with(own)))
}

/// The first heading of an entry that names something.
pub(super) fn heading(entry: ElementRef<'_>, page: &Page) -> Option<String> {
    select(page, entry, Kind::Heading).map(|heading| text_of(page, heading)).find(|text| !leads_on(text))
}

/// The text of the heading that the anchor stands in.
fn heading_around(anchor: ElementRef<'_>, entry: ElementRef<'_>, page: &Page) -> Option<String> {
    anchor
        .ancestors()
        .take_while(|node| node.id() != entry.id())
        .filter_map(ElementRef::wrap)
        .find(|element| is_heading(&element.value().name.local))
        .map(|heading| text_of(page, heading))
        .filter(|text| !leads_on(text))
}

/// The date: a machine-readable one first, then a text that is a date, then a date in a line of small print.
pub(super) fn date<'p>(
    entry: ElementRef<'p>,
    page: &Page,
    context: &DateContext<'_>,
) -> Option<Shown<'p, Dated>> {
    dates(entry, page, context).next().or_else(|| {
        let small: Vec<Shown<'p, String>> = texts(entry, page).collect();
        let read = |how: fn(&str, &DateContext<'_>) -> Option<ParsedDate>| {
            small.iter().find_map(|text| {
                let value = how(&text.value, context)?.dated(DateSource::Text);
                Some(Shown { value, element: text.element })
            })
        };
        read(date::parse).or_else(|| sheet(entry, page, context)).or_else(|| read(date::find))
    })
}

/// The longest text of an element that looks like the sheet of a calendar, in bytes.
const MAX_SHEET_BYTES: usize = 40;

/// How far above the number of the day an element may stand that says the month too.
const SHEET_DEPTH: usize = 3;

/// A date whose parts stand in elements of their own, like the sheet of a calendar: a number, the month beside it.
fn sheet<'p>(entry: ElementRef<'p>, page: &Page, context: &DateContext<'_>) -> Option<Shown<'p, Dated>> {
    let is_day = |text: &str| {
        let text = text.trim().trim_end_matches(['.', ',']);
        let day = text.split_once('-').map_or(text, |(_, day)| day);
        text.len() <= 5 && day.len() <= 2 && matches!(day.parse::<u8>(), Ok(1..=31))
    };
    let days = nodes(page, entry, Kind::Number)
        .filter(|node| node.value().as_text().is_some_and(|text| is_day(text)));
    days.into_iter().find_map(|node| {
        let around = node.ancestors().take_while(|around| around.id() != entry.id());
        around.take(SHEET_DEPTH).filter_map(ElementRef::wrap).find_map(|element| {
            let text = spaced(element, MAX_SHEET_BYTES)?;
            let value = date::parse(&text, context)?.dated(DateSource::Text);
            Some(Shown { value, element })
        })
    })
}

/// The texts of an element parted by spaces, where they have no more bytes than this.
fn spaced(element: ElementRef<'_>, most: usize) -> Option<String> {
    let mut spaced = String::new();
    for text in element.text().map(str::trim).filter(|text| !text.is_empty()) {
        if spaced.len() + text.len() > most {
            return None;
        }
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(text);
    }
    Some(spaced)
}

/// The date that an element says: in its line, or where it has several texts, as all of them or in one of them before. Texts that
/// nothing but the style of the page parts run into each other in the line.
fn said(element: ElementRef<'_>, page: &Page, context: &DateContext<'_>) -> Option<ParsedDate> {
    let says = |text: &&str| !text.trim().is_empty();
    let alone = || {
        let mut texts = nodes(page, element, Kind::Number).filter_map(|node| node.value().as_text());
        texts.find_map(|text| date::parse(text, context))
    };
    let line = || short(&text_of(page, element));
    if element.text().filter(says).nth(1).is_none() {
        let line = line();
        return date::find(&line, context).or_else(|| date::parse(&line, context));
    }
    spaced(element, MAX_SHEET_BYTES)
        .and_then(|text| date::parse(&text, context))
        .or_else(alone)
        .or_else(|| date::find(&line(), context))
}

/// The dates that an entry shows where dates usually stand, the most trusted first.
pub(super) fn dates<'p>(
    entry: ElementRef<'p>,
    page: &Page,
    context: &DateContext<'_>,
) -> impl Iterator<Item = Shown<'p, Dated>> {
    machine_dates(entry, page, context).chain(marked_dates(entry, page, context))
}

fn machine_dates<'p>(
    entry: ElementRef<'p>,
    page: &Page,
    context: &DateContext<'_>,
) -> impl Iterator<Item = Shown<'p, Dated>> {
    select(page, entry, Kind::Time).filter_map(|element| {
        let names = [local_name!("datetime"), local_name!("content")];
        let value = names.iter().find_map(|name| attribute(element, name));
        let parsed = value.and_then(|value| date::parse(value, context));
        let parsed = parsed.or_else(|| said(element, page, context))?;
        Some(Shown { value: parsed.dated(DateSource::TimeElement), element })
    })
}

fn marked_dates<'p>(
    entry: ElementRef<'p>,
    page: &Page,
    context: &DateContext<'_>,
) -> impl Iterator<Item = Shown<'p, Dated>> {
    select(page, entry, Kind::Dated).filter_map(|element| {
        let title = attribute(element, &local_name!("title"));
        let parsed = match title {
            Some(title) => date::find(&short(title), context)?,
            None => said(element, page, context)?,
        };
        Some(Shown { value: parsed.dated(DateSource::Text), element })
    })
}

/// The teaser: the first paragraph of running text, else the longest text that is not the title.
pub(super) fn summary<'p>(entry: ElementRef<'p>, title: &str, page: &Page) -> Option<Shown<'p, String>> {
    let mut longest: Option<(usize, Shown<'p, String>)> = None;
    for shown in teasers(entry, title, page) {
        let length = shown.value.chars().count();
        if length >= LEAST_PROSE && !is_line_of_facts(shown.element, length, page) {
            return Some(shown);
        }
        if longest.as_ref().is_none_or(|(known, _)| *known < length) {
            longest = Some((length, shown));
        }
    }
    longest.map(|(_, shown)| shown)
}

/// The texts that may be the teaser of an entry.
pub(super) fn teasers<'p>(
    entry: ElementRef<'p>,
    title: &str,
    page: &Page,
) -> impl Iterator<Item = Shown<'p, String>> {
    select(page, entry, Kind::Teaser).filter_map(move |element| {
        let value = without_invitation(element, text_of(page, element), page);
        let is_none = value.chars().count() < LEAST_TEASER
            || title.contains(value.as_str())
            || says_again(&value, title)
            || is_caption(element)
            || is_hidden(element, entry, page);
        (!is_none).then_some(Shown { value, element })
    })
}

/// The most bytes of an invitation before the title that it leads to, and of facts behind a title.
const LONGEST_INVITATION: usize = 60;
const LONGEST_FACTS: usize = 40;

/// Whether a text says the title again and little else: an invitation to read on, "Read more: The ferry returns", or the title
/// with the names and numbers that stand beside it.
pub(super) fn says_again(text: &str, title: &str) -> bool {
    let is_short = |rest: Option<&str>, most| rest.is_some_and(|rest| rest.trim().len() <= most);
    !title.is_empty()
        && (is_short(text.strip_suffix(title), LONGEST_INVITATION)
            || is_short(text.strip_prefix(title), LONGEST_FACTS))
}

/// Whether an element of an entry is not shown.
fn is_hidden(element: ElementRef<'_>, entry: ElementRef<'_>, page: &Page) -> bool {
    let around = element.ancestors().take_while(|around| around.id() != entry.id());
    std::iter::once(*element).chain(around).any(|node| page.marks().traits(node.id()).hidden)
}

/// Whether a text belongs to a picture.
fn is_caption(paragraph: ElementRef<'_>) -> bool {
    std::iter::once(paragraph).chain(paragraph.ancestors().filter_map(ElementRef::wrap)).take(3).any(
        |element| {
            let names = attribute(element, &local_name!("class")).unwrap_or_default();
            matches!(element.value().name(), "figure" | "figcaption")
                || names.contains("caption")
                || names.contains("credit")
        },
    )
}

/// Whether a text is hardly more than links: names, categories, topics.
fn is_line_of_facts(paragraph: ElementRef<'_>, length: usize, page: &Page) -> bool {
    let links = select(page, paragraph, Kind::Link);
    let linked: usize = links.map(|anchor| text_of(page, anchor).chars().count()).sum();
    linked * 3 > length
}

/// The text of a teaser without the "Continue reading" that it ends with.
fn without_invitation(paragraph: ElementRef<'_>, text: String, page: &Page) -> String {
    let last = select(page, paragraph, Kind::Link).next_back().map(|link| text_of(page, link));
    match last.filter(|link| leads_on(link)).and_then(|link| text.strip_suffix(&link)) {
        Some(teaser) => teaser.trim_end().to_owned(),
        None => text,
    }
}

/// The name in a byline.
pub(super) fn author_in(text: &str) -> &str {
    text.strip_prefix("By ").or_else(|| text.strip_prefix("by ")).unwrap_or(text).trim()
}

/// The texts of a card that may be a line of small print.
fn texts<'p>(entry: ElementRef<'p>, page: &Page) -> impl Iterator<Item = Shown<'p, String>> {
    nodes(page, entry, Kind::Number).filter_map(move |node| {
        let value = collapse(node.value().as_text()?);
        let fits = (2..=90).contains(&value.len());
        fits.then(|| Shown { value, element: node.parent().and_then(ElementRef::wrap).unwrap_or(entry) })
    })
}

fn short(text: &str) -> String {
    text.chars().take(160).collect()
}
