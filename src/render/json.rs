//! JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>). Fields that are empty are left out, as the specification
//! asks. Of angle brackets only those are escaped that would end a script: the media type keeps browsers from taking the
//! document for a page, and every tag of a body would grow by ten bytes.

use serde::Serialize;
use url::Url;

use super::date::rfc_3339;
use super::embeddable;
use super::picture::Picture;
use super::prepared::{Prepared, PreparedItem};

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a Url,
    feed_url: &'a Url,
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<&'a Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<&'a Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    favicon: Option<&'a Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hubs: Vec<Hub<'a>>,
    #[serde(rename = "_feedmill", skip_serializing_if = "Option::is_none")]
    extension: Option<State<'a>>,
    items: Vec<JsonItem<'a>>,
}

/// Where the state of the feed is told (JSON Feed 1.1, "Extensions"). The state itself is not in the document, which stays
/// the same, with its tag, while refreshes succeed and fail.
#[derive(Serialize)]
struct State<'a> {
    about: &'a Url,
    state_url: &'a Url,
    status_url: &'a Url,
}

/// Where a reader can subscribe to be told of changes.
#[derive(Serialize)]
struct Hub<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    url: &'a Url,
}

#[derive(Serialize)]
struct JsonItem<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a Url>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a Url>,
    date_published: String,
    date_modified: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tags: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment<'a>>,
    #[serde(rename = "_feedmill", skip_serializing_if = "Option::is_none")]
    extension: Option<Extension<'a>>,
}

/// What JSON Feed has no field for (JSON Feed 1.1, "Extensions"). Absent where there is nothing to say.
#[derive(Serialize)]
struct Extension<'a> {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    partial: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Source<'a>>,
}

/// The feed that an item of a mix came from.
#[derive(Serialize)]
struct Source<'a> {
    id: &'a str,
    title: &'a str,
    home_page_url: &'a Url,
    feed_url: &'a Url,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Attachment<'a> {
    url: &'a Url,
    mime_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
}

/// Writes the document as UTF-8.
pub(super) fn write(prepared: &Prepared<'_>) -> Result<Vec<u8>, serde_json::Error> {
    embeddable::json(&JsonFeed::new(prepared)).map(String::into_bytes)
}

impl<'a> JsonFeed<'a> {
    fn new(prepared: &'a Prepared<'_>) -> Self {
        let feed = prepared.feed;
        Self {
            version: "https://jsonfeed.org/version/1.1",
            title: &prepared.title,
            home_page_url: &feed.home_url,
            feed_url: &prepared.links.self_url,
            description: &prepared.description,
            next_url: prepared.links.older(),
            icon: feed.icon.as_ref(),
            favicon: feed.icon.as_ref(),
            language: prepared.language.as_deref(),
            hubs: prepared.links.hub.iter().map(|url| Hub { kind: "WebSub", url }).collect(),
            extension: prepared.links.state.as_ref().map(|links| State {
                about: &links.about,
                state_url: &links.state_url,
                status_url: &links.status_url,
            }),
            items: prepared.items.iter().map(JsonItem::new).collect(),
        }
    }
}

impl<'a> JsonItem<'a> {
    fn new(item: &'a PreparedItem<'_>) -> Self {
        // One of the two contents must be there, so the shortest thing an item has stands in for them.
        let stand_in = || item.summary.as_ref().unwrap_or(&item.title);
        let content_text = match (&item.text, &item.html) {
            (None, None) => Some(stand_in().as_str()),
            (text, _) => text.as_deref(),
        };
        Self {
            id: &item.id,
            url: item.url,
            title: &item.title,
            content_html: item.html.as_deref(),
            content_text,
            summary: item.summary.as_deref(),
            image: item.picture.as_ref().map(|picture| picture.url),
            date_published: rfc_3339(item.published),
            date_modified: rfc_3339(item.updated),
            authors: item.authors.iter().map(|name| Author { name }).collect(),
            tags: &item.labels,
            language: item.language.as_deref(),
            attachments: item.picture.as_ref().and_then(attachment).into_iter().collect(),
            extension: extension(item),
        }
    }
}

fn extension<'a>(item: &'a PreparedItem<'_>) -> Option<Extension<'a>> {
    let source = item.origin.as_ref().map(|origin| Source {
        id: &origin.id,
        title: &origin.title,
        home_page_url: origin.home_url,
        feed_url: origin.feed_url,
    });
    (item.partial || source.is_some()).then_some(Extension { partial: item.partial, source })
}

/// The picture once more, for readers that list what belongs to an item. The media type is required.
fn attachment<'a>(picture: &'a Picture<'_>) -> Option<Attachment<'a>> {
    Some(Attachment { url: picture.url, mime_type: picture.media_type?, title: picture.description() })
}
