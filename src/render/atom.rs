//! Atom 1.0 (RFC 4287).
//!
//! `atom_syndication` has no place for `xml:lang` on an entry, so an item in another language than its feed carries it
//! on its title, summary and content, which are all that the attribute is about (RFC 4287 §2).

use std::collections::BTreeMap;

use atom_syndication::extension::{Extension, ExtensionMap};
use atom_syndication::{Category, Content, Entry, Error, Feed, Generator, Link, Person, Source, Text};
use url::Url;

use super::content::paragraphs;
use super::date::atom;
use super::picture::Picture;
use super::prepared::{Prepared, PreparedItem, PreparedOrigin};
use super::rss::HISTORY_NAMESPACE;

const MEDIA_TYPE: &str = "application/atom+xml";

/// Writes the document as UTF-8.
pub(super) fn write(prepared: &Prepared<'_>) -> Result<Vec<u8>, Error> {
    feed(prepared).write_to(Vec::new())
}

fn feed(prepared: &Prepared<'_>) -> Feed {
    let feed = prepared.feed;
    let mut links = vec![
        link("self", &prepared.links.self_url, Some(MEDIA_TYPE)),
        link("alternate", &feed.home_url, Some("text/html")),
    ];
    let others = prepared.links.relations();
    links.extend(others.map(|(name, url, is_feed)| link(name, url, is_feed.then_some(MEDIA_TYPE))));
    let mark = prepared.history_mark();
    Feed {
        id: prepared.id.clone(),
        title: Text::plain(&prepared.title),
        subtitle: Some(Text::plain(&prepared.description)),
        updated: atom(feed.updated),
        // An entry without authors takes the feed's (RFC 4287 §4.1.1).
        authors: vec![person(&prepared.title)],
        generator: Some(Generator {
            value: "feedmill".to_owned(),
            uri: None,
            version: (!prepared.is_archive()).then(|| env!("CARGO_PKG_VERSION").to_owned()),
        }),
        icon: feed.icon.as_ref().map(Url::to_string),
        links,
        lang: prepared.language.clone(),
        entries: prepared.items.iter().map(entry).collect(),
        namespaces: mark.iter().map(|_| ("fh".to_owned(), HISTORY_NAMESPACE.to_owned())).collect(),
        extensions: mark.map(history).unwrap_or_default(),
        ..Feed::default()
    }
}

fn entry(item: &PreparedItem<'_>) -> Entry {
    let plain = |text: &str| Text { lang: item.language.clone(), ..Text::plain(text) };
    let alternate = item.url.map(|url| link("alternate", url, Some("text/html")));
    Entry {
        id: item.id.clone(),
        title: plain(&item.title),
        links: alternate.into_iter().chain(item.picture.as_ref().map(enclosure)).collect(),
        published: Some(atom(item.published)),
        updated: atom(item.updated),
        authors: item.authors.iter().map(|name| person(name)).collect(),
        categories: item.labels.iter().map(|label| category(label)).collect(),
        summary: item.summary.as_deref().map(plain),
        content: content(item),
        source: item.origin.as_ref().map(source),
        ..Entry::default()
    }
}

/// The feed that an entry was copied from (RFC 4287 §4.2.11).
fn source(origin: &PreparedOrigin<'_>) -> Source {
    Source {
        id: origin.id.clone(),
        title: Text::plain(&origin.title),
        updated: atom(origin.updated),
        links: vec![
            link("self", origin.feed_url, Some(MEDIA_TYPE)),
            link("alternate", origin.home_url, Some("text/html")),
        ],
        ..Source::default()
    }
}

/// The mark of a document that is complete or archived (RFC 5005 §2, §4).
fn history(mark: &str) -> ExtensionMap {
    let element = Extension { name: format!("fh:{mark}"), ..Extension::default() };
    BTreeMap::from([("fh".to_owned(), BTreeMap::from([(mark.to_owned(), vec![element])]))])
}

/// An entry must have a content or a link to what it is about (RFC 4287 §4.1.2), so an item without an address says in
/// its content what it has to say, even where only summaries are asked for.
fn content(item: &PreparedItem<'_>) -> Option<Content> {
    let stand_in = || {
        let text = item.summary.as_ref().unwrap_or(&item.title);
        item.url.is_none().then(|| paragraphs(text))
    };
    Some(Content {
        value: Some(item.html.clone().or_else(stand_in)?),
        content_type: Some("html".to_owned()),
        lang: item.language.clone(),
        ..Content::default()
    })
}

fn enclosure(picture: &Picture<'_>) -> Link {
    link("enclosure", picture.url, picture.media_type)
}

fn link(rel: &str, url: &Url, media_type: Option<&str>) -> Link {
    Link {
        href: url.to_string(),
        rel: rel.to_owned(),
        mime_type: media_type.map(str::to_owned),
        ..Link::default()
    }
}

fn person(name: &str) -> Person {
    Person { name: name.to_owned(), ..Person::default() }
}

fn category(label: &str) -> Category {
    Category { term: label.to_owned(), ..Category::default() }
}
