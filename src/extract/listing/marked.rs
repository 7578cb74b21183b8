//! Entries that the markup itself calls so: microdata items (schema.org) and microformats (h-feed, hAtom).

use std::sync::LazyLock;

use html5ever::local_name;
use scraper::{ElementRef, Selector};
use url::Url;

use super::above::Above;
use super::fields;
use super::usual::Parts;
use crate::extract::date::DateContext;
use crate::extract::page::{Page, selector};
use crate::extract::text::{attribute, collapse, has_class, text_of};
use crate::model::{Entry, normalise_link};

/// Most entries that are read of one page.
const MOST: usize = 500;

/// Types of things that are entries, beside those that end in `Article` or `Posting`.
const TYPES: [&str; 12] = [
    "CreativeWork",
    "Report",
    "Recipe",
    "HowTo",
    "Review",
    "Event",
    "VideoObject",
    "AudioObject",
    "PodcastEpisode",
    "Episode",
    "ImageObject",
    "Book",
];

static LINKS: LazyLock<Selector> = LazyLock::new(|| {
    selector(
        "[itemprop~=url], [itemprop~=mainEntityOfPage], .u-url, a[rel~=bookmark], .entry-title a, .p-name a, [itemprop~=headline] a, \
         a.entry-title, a.p-name",
    )
});
static TITLES: LazyLock<Selector> =
    LazyLock::new(|| selector("[itemprop~=headline], [itemprop~=name], .p-name, .entry-title"));
static SUMMARIES: LazyLock<Selector> =
    LazyLock::new(|| selector("[itemprop~=description], .p-summary, .entry-summary"));

/// The entries of a page by its markup. None where there are fewer than two, and none where one of them is the page itself:
/// then it is an article, and the others stand beside it.
pub(super) fn entries(page: &Page, context: &DateContext<'_>) -> Vec<Entry> {
    let own = normalise_link(page.url());
    let mut found: Vec<Entry> = Vec::new();
    for element in outermost(page).into_iter().take(MOST) {
        let Some(entry) = entry(element, page, context) else { continue };
        match entry.url.as_ref().map(normalise_link) {
            Some(address) if address == own => return Vec::new(),
            _ => found.push(entry),
        }
    }
    if found.len() < 2 { Vec::new() } else { found }
}

/// The elements that are entries, without those that stand in others, such as replies.
fn outermost(page: &Page) -> Vec<ElementRef<'_>> {
    let mut found: Vec<ElementRef<'_>> = Vec::new();
    for element in page.elements().filter(|element| is_entry(*element)) {
        let within = |known: &ElementRef<'_>| element.ancestors().any(|around| around.id() == known.id());
        // The walk goes from the outside in, so only the last one can be around it.
        if !found.last().is_some_and(within) {
            found.push(element);
        }
    }
    found
}

fn is_entry(element: ElementRef<'_>) -> bool {
    if attribute(element, &local_name!("itemscope")).is_none() {
        return has_class(element, &["h-entry", "hentry", "h-event"]);
    }
    let value = element.value();
    // A picture or a review within something else is a property of it.
    let is_member = value.attr("itemprop").is_none_or(names_members);
    is_member
        && types(element).any(|name| {
            name.ends_with("Article")
                || name.ends_with("Posting")
                || TYPES.contains(&name)
                || (name == "ListItem" && stands_in_list(element))
        })
}

/// The types of an item, without the address of the vocabulary.
fn types<'p>(element: ElementRef<'p>) -> impl Iterator<Item = &'p str> {
    let types = element.value().attr("itemtype").unwrap_or_default();
    types.split_ascii_whitespace().map(last_segment)
}

/// Whether an item is a member of a list, and not of the path to the page.
fn stands_in_list(element: ElementRef<'_>) -> bool {
    let mut around = element.ancestors().filter_map(ElementRef::wrap);
    let list = around.find(|around| around.value().attr("itemscope").is_some());
    list.is_some_and(|list| types(list).any(|name| name == "ItemList"))
}

/// Whether a property names the members of a list.
fn names_members(property: &str) -> bool {
    property.split_ascii_whitespace().any(|name| {
        matches!(name, "itemListElement" | "blogPost" | "blogPosts" | "hasPart" | "item" | "event")
    })
}

fn last_segment(address: &str) -> &str {
    address.rsplit(['/', '#', ':']).next().unwrap_or(address)
}

fn entry(element: ElementRef<'_>, page: &Page, context: &DateContext<'_>) -> Option<Entry> {
    let own = |inner: &ElementRef<'_>| belongs_to(*inner, element);
    let marked = element.select(&LINKS).filter(own).find_map(|link| Some((link, address(link, page)?)));
    let (anchor, url) = marked.or_else(|| fields::link(element, page))?;
    let title = element
        .select(&TITLES)
        .filter(own)
        .map(said)
        .find(|title| !title.is_empty() && !fields::leads_on(title))
        .or_else(|| fields::title(element, (anchor, &text_of(anchor)), page))?;
    let parts = Parts { elements: &[element], page, context, above: Above::default(), dates: None };
    let summary =
        element.select(&SUMMARIES).filter(own).map(said).find(|text| !text.is_empty() && *text != title);
    Some(Entry {
        summary: summary.or_else(|| parts.summary(&title).map(|shown| shown.value)),
        published: parts.published(Some(&url)).map(|(dated, _)| dated),
        image: parts.image().map(|shown| shown.value),
        authors: parts.authors().into_iter().map(|shown| shown.value).collect(),
        tags: parts.tags(&title).into_iter().map(|shown| shown.value).collect(),
        url: Some(url),
        title: Some(title),
        post_id: None,
    })
}

/// Whether a property is the entry's own, and not that of its author, its publisher or a reply within it.
fn belongs_to(property: ElementRef<'_>, entry: ElementRef<'_>) -> bool {
    let is_other = |element: ElementRef<'_>| {
        element.value().classes().any(|class| matches!(class, "h-card" | "vcard" | "h-cite" | "h-entry"))
    };
    let around =
        property.ancestors().take_while(|around| around.id() != entry.id()).filter_map(ElementRef::wrap);
    // The page that an item is the main thing of is told by an item of its own.
    !is_other(property)
        && around.into_iter().all(|around| around.value().attr("itemscope").is_none() && !is_other(around))
}

fn address(link: ElementRef<'_>, page: &Page) -> Option<Url> {
    let value = link.value();
    page.resolve(["href", "content", "itemid"].iter().find_map(|name| value.attr(name))?)
}

fn said(element: ElementRef<'_>) -> String {
    element.attr("content").map_or_else(|| text_of(element), collapse)
}
