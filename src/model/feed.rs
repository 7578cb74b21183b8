//! A feed and its items: what `render` turns into documents.

use serde::{Deserialize, Serialize};
use url::Url;

use super::{DateSource, Direction, Embed, FeedKey, History, Image, ItemId, Moment, Origin};

/// One article as a feed carries it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// RSS `guid` (never a permalink), Atom `id`, JSON Feed `id`.
    pub id: ItemId,
    /// RSS `link`, Atom `link[rel=alternate]`, JSON Feed `url`. A ticker's items have none.
    pub url: Option<Url>,
    /// RSS `title`, Atom `title`, JSON Feed `title`. Plain text.
    pub title: String,
    /// RSS `dc:creator`, Atom `author`, JSON Feed `authors`.
    pub authors: Vec<String>,
    /// The agency or paper named as source. RSS `dc:source`, Atom and JSON Feed: first line of the body.
    pub source: Option<String>,
    /// First publication. RSS `pubDate`, Atom `published`, JSON Feed `date_published`.
    pub published: Moment,
    /// Last change of title, lead or body. Atom `updated`, JSON Feed `date_modified`.
    pub updated: Moment,
    /// Where `published` came from.
    pub date_source: DateSource,
    /// When feedmill first saw the item.
    pub first_seen: Moment,
    /// Lead or teaser as plain text. RSS `description`, Atom `summary`, JSON Feed `summary`.
    pub summary: Option<String>,
    /// Whole article as clean HTML. RSS `content:encoded`, Atom `content`, JSON Feed `content_html`.
    pub content_html: Option<String>,
    /// Whole article as text. JSON Feed `content_text`.
    pub content_text: Option<String>,
    /// Lead picture. RSS `media:content`, Atom `link[rel=enclosure]`, JSON Feed `image`.
    pub image: Option<Image>,
    /// Embedded posts and players; in the body as quoted blocks.
    pub embeds: Vec<Embed>,
    /// Sections the item was listed in. RSS `category`, Atom `category`, JSON Feed `tags`, before the tags.
    pub sections: Vec<String>,
    /// Topics. RSS `category`, Atom `category`, JSON Feed `tags`.
    pub tags: Vec<String>,
    /// BCP 47 tag. Atom `entry/@xml:lang`, JSON Feed `language`.
    pub language: Option<String>,
    /// Whether the article was read and is not here as a whole: a login, a payment or a consent stands before the rest, its
    /// page shows nothing of it, or one of its pages could not be read. JSON Feed `_feedmill.partial`; RSS and Atom have no place for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
    /// The feed that an item of a mix came from; absent in every other feed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// A feed, ready to be rendered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Feed {
    /// Which feed it is; absent for a page that no definition knows.
    pub key: Option<FeedKey>,
    /// An id that outlives addresses. Atom `feed/id`.
    pub id: String,
    /// RSS `channel/title`, Atom `title`, JSON Feed `title`. Plain text.
    pub title: String,
    /// RSS `channel/description`, Atom `subtitle`, JSON Feed `description`. Plain text.
    pub description: String,
    /// The listing for people. RSS `channel/link`, Atom `link[rel=alternate]`, JSON Feed `home_page_url`.
    pub home_url: Url,
    /// RSS `language`, Atom `xml:lang`, JSON Feed `language`.
    pub language: Option<String>,
    /// Direction of the script.
    pub direction: Direction,
    /// RSS `image`, Atom `icon`, JSON Feed `icon` and `favicon`.
    pub icon: Option<Url>,
    /// When the feed last changed. RSS `lastBuildDate`, Atom `updated`, HTTP `Last-Modified`.
    pub updated: Moment,
    /// How long a reader may wait before it asks again, in seconds. RSS `ttl` (in minutes).
    pub ttl_seconds: u64,
    /// Where the items stand among all that the feed ever had.
    #[serde(default)]
    pub history: History,
    /// Items, newest first.
    pub items: Vec<Item>,
}
