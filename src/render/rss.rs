//! RSS 2.0, read together with the Best Practices Profile of the RSS Advisory Board.
//!
//! Titles, names and categories are plain text and escaped once, as XML: the Profile counts an item's `description` as
//! the only element that holds HTML. So `AT&T <b>` is written `AT&amp;T &lt;b&gt;`, and a reader that decodes it once
//! has the original back; escaping twice would show entities to every reader that follows the Profile. The description
//! is HTML, so the plain summary is escaped as HTML before the writer makes XML of it.
//!
//! The agency that an article names becomes `dc:source`, since RSS's own `source` must give the address of a feed.
//! A picture is told three times: as `media:content` with its size and caption, as `media:thumbnail` for readers that
//! look for nothing else, and as `enclosure` when its type is known, which that element demands. Its length is 0 where
//! nobody knows it, as the Profile asks.

use std::collections::BTreeMap;

use rss::extension::dublincore::DublinCoreExtension;
use rss::extension::{Extension, ExtensionMap};
use rss::{Category, Channel, Enclosure, Guid, Image, Item, Source};
use url::Url;

use super::date::rfc_2822;
use super::markup::escape;
use super::picture::Picture;
use super::prepared::{Prepared, PreparedItem};

/// The namespace of the marks of RFC 5005.
pub(super) const HISTORY_NAMESPACE: &str = "http://purl.org/syndication/history/1.0";

const NAMESPACES: [(&str, &str); 4] = [
    ("atom", "http://www.w3.org/2005/Atom"),
    ("content", "http://purl.org/rss/1.0/modules/content/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("media", "http://search.yahoo.com/mrss/"),
];

/// Writes the document as UTF-8.
pub(super) fn write(prepared: &Prepared<'_>) -> Result<Vec<u8>, rss::Error> {
    channel(prepared).write_to(Vec::new())
}

fn channel(prepared: &Prepared<'_>) -> Channel {
    let feed = prepared.feed;
    Channel {
        title: prepared.title.clone(),
        link: feed.home_url.to_string(),
        description: prepared.description.clone(),
        language: prepared.language.clone(),
        last_build_date: Some(rfc_2822(feed.updated)),
        ttl: Some(feed.ttl_seconds.div_ceil(60).max(1).to_string()),
        generator: Some(generator(prepared).to_owned()),
        docs: Some("https://www.rssboard.org/rss-specification".to_owned()),
        // The Profile wants the image's title and link to be those of the channel.
        image: feed.icon.as_ref().map(|icon| Image {
            url: icon.to_string(),
            title: prepared.title.clone(),
            link: feed.home_url.to_string(),
            ..Image::default()
        }),
        extensions: document_links(prepared),
        namespaces: namespaces(prepared),
        items: prepared.items.iter().map(item).collect(),
        ..Channel::default()
    }
}

fn document_links(prepared: &Prepared<'_>) -> ExtensionMap {
    let link = |rel: &str, url: &Url| {
        let attributes = [("href", url.as_str()), ("rel", rel), ("type", "application/rss+xml")];
        element("atom:link", attributes, None)
    };
    let other = |(rel, url, is_feed): (&str, &Url, bool)| match is_feed {
        true => link(rel, url),
        false => element("atom:link", [("href", url.as_str()), ("rel", rel)], None),
    };
    let links = std::iter::once(link("self", &prepared.links.self_url));
    let links = links.chain(prepared.links.relations().map(other)).collect();
    let mut document = extensions("atom", [("link", links)]);
    if let Some(mark) = prepared.history_mark() {
        let mark_element = element(&format!("fh:{mark}"), [("", ""); 0], None);
        document.extend(extensions("fh", [(mark, vec![mark_element])]));
    }
    document
}

/// The name of the program; with its version, but where the document outlives it.
const fn generator(prepared: &Prepared<'_>) -> &'static str {
    if prepared.is_archive() { "feedmill" } else { concat!("feedmill ", env!("CARGO_PKG_VERSION")) }
}

fn namespaces(prepared: &Prepared<'_>) -> BTreeMap<String, String> {
    let history = prepared.history_mark().map(|_| ("fh", HISTORY_NAMESPACE));
    let all = NAMESPACES.into_iter().chain(history);
    all.map(|(prefix, name)| (prefix.to_owned(), name.to_owned())).collect()
}

fn item(item: &PreparedItem<'_>) -> Item {
    Item {
        title: Some(item.title.clone()),
        link: item.url.map(Url::to_string),
        description: description(item).map(|text| escape(text).into_owned()),
        categories: item.labels.iter().map(|label| category(label)).collect(),
        enclosure: item.picture.as_ref().and_then(enclosure),
        guid: Some(Guid { value: item.id.clone(), permalink: false }),
        pub_date: Some(rfc_2822(item.published)),
        content: item.html.clone(),
        source: item
            .origin
            .as_ref()
            .map(|origin| Source { url: origin.feed_url.to_string(), title: Some(origin.title.clone()) }),
        extensions: media(item),
        dublin_core_ext: dublin_core(item),
        ..Item::default()
    }
}

/// A `content:encoded` wants a `description` before it: without one, feedparser takes a picture's caption for it, and the
/// validator of the W3C complains (NeedDescriptionBeforeContent). An item with neither is all said in its title.
fn description<'a>(item: &'a PreparedItem<'_>) -> Option<&'a str> {
    let title = || item.html.is_some().then_some(item.title.as_str());
    item.teaser.as_deref().or_else(title)
}

fn category(label: &str) -> Category {
    Category { name: label.to_owned(), domain: None }
}

fn enclosure(picture: &Picture<'_>) -> Option<Enclosure> {
    Some(Enclosure {
        url: picture.url.to_string(),
        length: "0".to_owned(),
        mime_type: picture.media_type?.to_owned(),
    })
}

fn dublin_core(item: &PreparedItem<'_>) -> Option<DublinCoreExtension> {
    let extension = DublinCoreExtension {
        creators: item.authors.clone(),
        sources: item.source.iter().cloned().collect(),
        languages: item.language.iter().cloned().collect(),
        ..DublinCoreExtension::default()
    };
    (extension != DublinCoreExtension::default()).then_some(extension)
}

fn media(item: &PreparedItem<'_>) -> ExtensionMap {
    let Some(picture) = &item.picture else {
        return ExtensionMap::new();
    };
    let width = picture.width.map(|pixels| pixels.to_string());
    let height = picture.height.map(|pixels| pixels.to_string());
    let place =
        [("url", Some(picture.url.as_str())), ("width", width.as_deref()), ("height", height.as_deref())];
    let kind = [("medium", Some("image")), ("type", picture.media_type)];
    let known = |(name, value): (&'static str, Option<&'_ str>)| Some((name, value?.to_owned()));
    let thumbnail = element("media:thumbnail", place.into_iter().filter_map(known), None);
    let mut content = element("media:content", place.into_iter().chain(kind).filter_map(known), None);
    // feedparser takes a caption for the content of an item that has none of its own.
    let caption = picture.description().filter(|_| item.html.is_some());
    if let Some(text) = caption {
        let description = element("media:description", [("type", "plain")], Some(text));
        content.children.insert("description".to_owned(), vec![description]);
    }
    extensions("media", [("content", vec![content]), ("thumbnail", vec![thumbnail])])
}

fn extensions<const N: usize>(prefix: &str, elements: [(&str, Vec<Extension>); N]) -> ExtensionMap {
    let by_name = elements.map(|(name, elements)| (name.to_owned(), elements));
    BTreeMap::from([(prefix.to_owned(), BTreeMap::from(by_name))])
}

fn element<'a, V: Into<String>>(
    name: &str,
    attributes: impl IntoIterator<Item = (&'a str, V)>,
    value: Option<&str>,
) -> Extension {
    Extension {
        name: name.to_owned(),
        value: value.map(str::to_owned),
        attrs: attributes.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect(),
        children: BTreeMap::new(),
    }
}
