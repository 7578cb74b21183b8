//! A feed in the one shape that every format carries.

use url::Url;

use super::content::{self, Parts};
use super::document::{Content, Links};
use super::picture::Picture;
use super::text::{language_tag, legal, one_line, opening, visible_line, visible_text, without_doubles};
use crate::model::{Direction, Feed, History, Item, Moment, Origin};

/// The longest title that is made of an item's text, in characters.
const TITLE_LIMIT: usize = 80;

/// The longest summary that is made of an item's body, in characters.
const SUMMARY_LIMIT: usize = 300;

/// The most bytes that the bodies of a document have together, as HTML and as text.
const MOST_BODIES: usize = 16 << 20;

/// A feed whose texts are legal. Titles, names and labels stand on one line.
pub(super) struct Prepared<'a> {
    /// The feed it was made of; for what needs no preparing.
    pub feed: &'a Feed,
    /// The addresses of the document.
    pub links: &'a Links,
    /// An id that outlives addresses.
    pub id: String,
    /// Never empty: the host where a feed has no title.
    pub title: String,
    /// Never empty: the title where a feed has no description.
    pub description: String,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Items in the order of the feed.
    pub items: Vec<PreparedItem<'a>>,
}

/// An item whose texts are legal.
pub(super) struct PreparedItem<'a> {
    /// The item's id.
    pub id: String,
    /// The article.
    pub url: Option<&'a Url>,
    /// Plain text, never empty.
    pub title: String,
    /// Names, each once.
    pub authors: Vec<String>,
    /// The agency or paper named as source.
    pub source: Option<String>,
    /// First publication.
    pub published: Moment,
    /// Last change.
    pub updated: Moment,
    /// Sections, then tags, each once whatever its case.
    pub labels: Vec<String>,
    /// BCP 47 tag, where it is another than the feed's.
    pub language: Option<String>,
    /// Plain text, maybe of several lines: the lead or, among summaries, the teaser.
    pub summary: Option<String>,
    /// The lead or, where an item has none, the opening of its body.
    pub teaser: Option<String>,
    /// The whole body as HTML, where the document is to carry it.
    pub html: Option<String>,
    /// The whole body as text, where the document is to carry it.
    pub text: Option<String>,
    /// The lead picture.
    pub picture: Option<Picture<'a>>,
    /// Whether the article is not here as a whole.
    pub partial: bool,
    /// The feed that the item came from.
    pub origin: Option<PreparedOrigin<'a>>,
}

/// The feed that an item came from, whose texts are legal.
pub(super) struct PreparedOrigin<'a> {
    /// Its id.
    pub id: String,
    /// Its title, never empty.
    pub title: String,
    /// Its own address.
    pub feed_url: &'a Url,
    /// The page for people.
    pub home_url: &'a Url,
    /// When the item last changed.
    pub updated: Moment,
}

impl<'a> Prepared<'a> {
    pub(super) fn new(feed: &'a Feed, links: &'a Links, content: Content) -> Self {
        let title = visible_line(&feed.title)
            .unwrap_or_else(|| feed.home_url.host_str().unwrap_or("feed").to_owned());
        Self {
            feed,
            links,
            id: one_line(&feed.id),
            description: visible_line(&feed.description).unwrap_or_else(|| title.clone()),
            title,
            language: feed.language.as_deref().and_then(language_tag),
            items: within_bounds(feed, content, MOST_BODIES)
                .map(|(item, carried)| {
                    let prepared = PreparedItem::new(item, feed, links, carried);
                    PreparedItem { partial: prepared.partial || carried != content, ..prepared }
                })
                .collect(),
        }
    }
}

/// The items, and how much of each the document has room for: those behind `room` bytes of bodies come as summaries.
fn within_bounds(feed: &Feed, content: Content, mut room: usize) -> impl Iterator<Item = (&Item, Content)> {
    feed.items.iter().map(move |item| {
        let bytes = [&item.content_html, &item.content_text].into_iter().flatten().map(String::len).sum();
        match room.checked_sub(bytes) {
            Some(left) if content == Content::Full => {
                room = left;
                (item, Content::Full)
            }
            _ => (item, Content::Summary),
        }
    })
}

impl Prepared<'_> {
    /// The mark of RFC 5005 that the document carries in its head, without the prefix.
    pub(super) const fn history_mark(&self) -> Option<&'static str> {
        match self.feed.history {
            History::Complete => Some("complete"),
            History::Archive { .. } => Some("archive"),
            History::Newest | History::Continued { .. } => None,
        }
    }

    /// Whether the document is to stay as it is whatever program writes it.
    pub(super) const fn is_archive(&self) -> bool {
        matches!(self.feed.history, History::Archive { .. })
    }
}

impl<'a> PreparedOrigin<'a> {
    fn new(origin: &'a Origin, links: &'a Links) -> Option<Self> {
        Some(Self {
            id: one_line(&origin.id),
            title: visible_line(&origin.title).unwrap_or_else(|| origin.key.to_string()),
            feed_url: links.sources.get(&origin.key)?,
            home_url: &origin.home_url,
            updated: origin.updated,
        })
    }
}

impl<'a> PreparedItem<'a> {
    fn new(item: &'a Item, feed: &Feed, links: &'a Links, content: Content) -> Self {
        let picture = item.image.as_ref().map(Picture::new);
        let source = item.source.as_deref().and_then(visible_line);
        let lead = item.summary.as_deref().and_then(visible_text);
        let text = item.content_text.as_deref().and_then(visible_text);
        let title = visible_line(&item.title).unwrap_or_else(|| stand_in_title(item, lead.as_deref()));
        let teaser = lead.clone().or_else(|| opening(text.as_deref()?, SUMMARY_LIMIT));
        let (summary, html, text) = match content {
            Content::Full => {
                let html = body(item, feed, picture.as_ref(), source.as_deref(), lead.as_deref());
                (lead, html, text)
            }
            Content::Summary => (teaser.clone(), None, None),
        };
        Self {
            id: one_line(item.id.as_str()),
            url: item.url.as_ref(),
            title,
            authors: without_doubles(&item.authors),
            source,
            published: item.published,
            updated: item.updated,
            labels: without_doubles(item.sections.iter().chain(&item.tags)),
            language: other_language(item, feed),
            summary,
            teaser,
            html,
            text,
            picture,
            partial: item.partial,
            origin: item.origin.as_ref().and_then(|origin| PreparedOrigin::new(origin, links)),
        }
    }
}

/// Readers show an item without a title as a blank line or drop it, so one is taken from the item's own words.
fn stand_in_title(item: &Item, lead: Option<&str>) -> String {
    lead.or(item.content_text.as_deref())
        .and_then(|text| opening(text, TITLE_LIMIT))
        .or_else(|| item.url.as_ref().map(Url::to_string))
        .unwrap_or_else(|| one_line(item.id.as_str()))
}

fn other_language(item: &Item, feed: &Feed) -> Option<String> {
    let tag = item.language.as_deref().and_then(language_tag)?;
    let of_feed = feed.language.as_deref().and_then(language_tag).unwrap_or_default();
    (!tag.eq_ignore_ascii_case(&of_feed)).then_some(tag)
}

fn body(
    item: &Item,
    feed: &Feed,
    picture: Option<&Picture<'_>>,
    source: Option<&str>,
    lead: Option<&str>,
) -> Option<String> {
    let html = item.content_html.as_deref().map(legal).filter(|html| !html.trim().is_empty());
    let own = item.language.as_deref().and_then(language_tag);
    let direction = own.as_deref().map_or(feed.direction, Direction::of_language);
    let language = own.or_else(|| feed.language.as_deref().and_then(language_tag));
    content::assemble(&Parts {
        picture,
        source,
        lead,
        html: html.as_deref().map(str::trim),
        language: language.as_deref(),
        direction,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{bare_item, feed_of};

    #[test]
    fn bodies_behind_the_room_of_a_document_come_as_summaries() {
        let sizes = [400, 500, 200, 100];
        let items = sizes.map(|bytes| Item { content_text: Some("a".repeat(bytes)), ..bare_item("item") });
        let feed = feed_of(items.to_vec());
        let carried =
            |content| within_bounds(&feed, content, 1_000).map(|(_, carried)| carried).collect::<Vec<_>>();
        let (full, summary) = (Content::Full, Content::Summary);
        assert_eq!(carried(full), [full, full, summary, full]);
        assert_eq!(carried(summary), [summary; 4]);
    }
}
