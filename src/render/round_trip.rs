//! What was put into a feed comes back from its documents.

use feed_rs::model::{Entry, Link};

use super::fixture::{address, json, links, parsed, rich_feed, rich_item};
use super::{Content, Format, Links, render};
use crate::model::{Feed, History, Item, Origin};

fn hrefs<'a>(links: &'a [Link], rel: &str) -> Vec<&'a str> {
    links.iter().filter(|link| link.rel.as_deref() == Some(rel)).map(|link| link.href.as_str()).collect()
}

fn assert_entry_is(entry: &Entry, item: &Item) {
    assert_eq!(entry.id, item.id.as_str());
    assert_eq!(entry.title.as_ref().unwrap().content, item.title);
    assert_eq!(entry.published.unwrap().timestamp(), item.published.timestamp().as_second());
    assert!(entry.links.iter().any(|link| link.href == item.url.as_ref().unwrap().as_str()));
    let authors: Vec<_> = entry.authors.iter().filter_map(|author| author.name.as_deref()).collect();
    assert_eq!(authors, ["Ana Ruiz", "J. O'Neill & Sons"]);
    let labels: Vec<_> = entry.categories.iter().map(|category| category.term.as_str()).collect();
    assert_eq!(labels, ["World", "Sea & Shore", "ferries", "Storm"]);
    let body = entry.content.as_ref().unwrap().body.as_deref().unwrap();
    assert!(body.starts_with("<figure><img src=\"https://img.coast.example/gull.jpg?w=1200&amp;q=80\""));
    assert!(body.contains("<small>Source: Harbour &amp; Port Agency</small>"));
    assert!(body.contains("<p>The ferry sails again, 5 &lt; 6 days after the storm.</p>"));
    assert!(body.ends_with(item.content_html.as_deref().unwrap()), "{body}");
}

#[test]
fn every_field_comes_back_from_rss() {
    let feed = parsed(&rich_feed(), Format::Rss, Content::Full);
    let (expected, item) = (rich_feed(), rich_item());

    assert_eq!(feed.title.unwrap().content, expected.title);
    assert_eq!(feed.description.unwrap().content, expected.description);
    assert_eq!(feed.language.as_deref(), Some("en"));
    assert_eq!(feed.ttl, Some(16));
    assert_eq!(feed.updated.unwrap().timestamp(), expected.updated.timestamp().as_second());
    assert_eq!(feed.logo.unwrap().uri, expected.icon.unwrap().as_str());
    assert_eq!(hrefs(&feed.links, "self"), [links(Format::Rss).self_url.as_str()]);
    assert_eq!(hrefs(&feed.links, "next"), [links(Format::Rss).next_url.unwrap().as_str()]);

    let entry = feed.entries.first().unwrap();
    assert_entry_is(entry, &item);
    assert_eq!(
        entry.summary.as_ref().unwrap().content,
        "The ferry sails again, 5 &lt; 6 days after the storm.",
        "the description is HTML"
    );
    let media = entry.media.first().unwrap();
    let (content, image) = (media.content.first().unwrap(), item.image.unwrap());
    assert_eq!(content.url.as_ref(), Some(&image.url));
    assert_eq!((content.width, content.height), (image.width, image.height));
    assert_eq!(content.content_type.as_ref().unwrap().to_string(), "image/jpeg");
    assert_eq!(media.description.as_ref().unwrap().content, image.caption.unwrap());
    assert_eq!(media.thumbnails.first().unwrap().image.uri, image.url.as_str());
}

#[test]
fn every_field_comes_back_from_atom() {
    let feed = parsed(&rich_feed(), Format::Atom, Content::Full);
    let (expected, item) = (rich_feed(), rich_item());

    assert_eq!(feed.id, expected.id);
    assert_eq!(feed.title.unwrap().content, expected.title);
    assert_eq!(feed.description.unwrap().content, expected.description);
    assert_eq!(feed.language.as_deref(), Some("en"));
    assert_eq!(feed.updated.unwrap().timestamp(), expected.updated.timestamp().as_second());
    assert_eq!(feed.icon.unwrap().uri, expected.icon.unwrap().as_str());
    assert_eq!(feed.generator.unwrap().version.as_deref(), Some(env!("CARGO_PKG_VERSION")));
    assert_eq!(feed.authors.first().unwrap().name.as_deref(), Some(expected.title.as_str()));
    assert_eq!(hrefs(&feed.links, "self"), [links(Format::Atom).self_url.as_str()]);
    assert_eq!(hrefs(&feed.links, "next"), [links(Format::Atom).next_url.unwrap().as_str()]);
    assert_eq!(hrefs(&feed.links, "alternate"), [expected.home_url.as_str()]);

    let entry = feed.entries.first().unwrap();
    assert_entry_is(entry, &item);
    assert_eq!(entry.updated.unwrap().timestamp(), item.updated.timestamp().as_second());
    assert_eq!(entry.summary.as_ref().unwrap().content, item.summary.unwrap());
    assert_eq!(hrefs(&entry.links, "enclosure"), [item.image.unwrap().url.as_str()]);
    assert_eq!(feed.entries.get(1).unwrap().language.as_deref(), Some("ar"));
}

#[test]
fn every_field_comes_back_from_json() {
    let value = json(&rich_feed(), Content::Full);
    let (expected, item) = (rich_feed(), rich_item());
    for (name, text) in [
        ("version", "https://jsonfeed.org/version/1.1"),
        ("title", &expected.title),
        ("description", &expected.description),
        ("home_page_url", expected.home_url.as_str()),
        ("feed_url", links(Format::Json).self_url.as_str()),
        ("next_url", links(Format::Json).next_url.unwrap().as_str()),
        ("icon", expected.icon.unwrap().as_str()),
        ("language", "en"),
    ] {
        assert_eq!(value[name], text, "{name}");
    }
    let feed = parsed(&rich_feed(), Format::Json, Content::Full);
    let first = &value["items"][0];
    assert_eq!(feed.entries.first().unwrap().id, item.id.as_str());
    assert_eq!(first["title"], item.title);
    assert_eq!(first["summary"], item.summary.unwrap());
    assert_eq!(first["content_text"], item.content_text.unwrap());
    assert_eq!(first["date_published"], "2024-02-29T09:05:00+02:00");
    assert_eq!(first["date_modified"], "2024-02-29T11:45:30+02:00");
    assert_eq!(first["authors"], serde_json::json!([{"name": "Ana Ruiz"}, {"name": "J. O'Neill & Sons"}]));
    assert_eq!(first["tags"], serde_json::json!(["World", "Sea & Shore", "ferries", "Storm"]));
    assert_eq!(first["attachments"][0]["mime_type"], "image/jpeg");
    assert_eq!(first["image"], item.image.unwrap().url.as_str());
    assert!(first["content_html"].as_str().unwrap().ends_with(&item.content_html.unwrap()));
    assert_eq!(value["items"][1]["language"], "ar");
}

/// The text of a document, with the relations and addresses of its links.
fn document(feed: &Feed, links: &Links, format: Format) -> (String, Vec<(String, String)>) {
    let document = render(feed, links, format, Content::Full).unwrap();
    let text = String::from_utf8(document.body.identity.to_vec()).unwrap();
    let parsed = feed_rs::parser::parse(text.as_bytes()).unwrap();
    let link = |link: Link| (link.rel.unwrap_or_default(), link.href);
    (text, parsed.links.into_iter().map(link).collect())
}

#[test]
fn the_place_in_the_history_is_told_in_both_formats_of_xml() {
    let page = |number: u32| address(&format!("https://feeds.example/coast.atom?page={number}"));
    let current = address("https://feeds.example/coast.atom");
    let archive = Links {
        prev_archive: Some(page(1)),
        next_archive: Some(page(3)),
        current: Some(current.clone()),
        ..Links::new(page(2))
    };
    for format in [Format::Rss, Format::Atom] {
        let feed = Feed { history: History::Archive { page: 2 }, ..rich_feed() };
        let (text, found) = document(&feed, &archive, format);
        for (rel, url) in [
            ("self", page(2)),
            ("current", current.clone()),
            ("prev-archive", page(1)),
            ("next-archive", page(3)),
        ] {
            assert!(found.contains(&(rel.to_owned(), url.to_string())), "{rel}: {found:?}");
        }
        assert!(text.contains("<fh:archive") && !text.contains(env!("CARGO_PKG_VERSION")), "{text}");

        let feed = Feed { history: History::Complete, ..rich_feed() };
        let (text, found) = document(&feed, &Links::new(current.clone()), format);
        assert!(text.contains("<fh:complete"), "{text}");
        assert!(!found.iter().any(|(rel, _)| rel.contains("archive")), "{found:?}");
    }
    let feed = Feed { history: History::Archive { page: 2 }, ..rich_feed() };
    let json = render(&feed, &archive, Format::Json, Content::Full).unwrap().body.identity;
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(json["next_url"], page(1).as_str());
}

#[test]
fn the_hub_is_named_in_every_format_and_in_the_header_with_the_topic() {
    let hub = address("https://hub.example/push?a=1&b=2");
    let own = address("https://feeds.example/coast.rss");
    let links = Links { hub: Some(hub.clone()), ..Links::new(own.clone()) };
    for format in [Format::Rss, Format::Atom] {
        let (_, found) = document(&rich_feed(), &links, format);
        assert!(found.contains(&("hub".to_owned(), hub.to_string())), "{found:?}");
    }
    let rendered = render(&rich_feed(), &links, Format::Json, Content::Full).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&rendered.body.identity).unwrap();
    assert_eq!(json["hubs"], serde_json::json!([{"type": "WebSub", "url": hub.as_str()}]));
    let header = format!("<{hub}>; rel=\"hub\", <{own}>; rel=\"self\"");
    assert_eq!(rendered.link.as_deref(), Some(header.as_bytes()));
}

#[test]
fn the_feed_that_an_item_came_from_is_named_in_every_format() {
    let key: crate::model::FeedKey = "coast/world".parse().unwrap();
    let (own, home) = (address("https://feeds.example/coast/world.rss"), address("https://coast.example/"));
    let origin = Origin {
        key: key.clone(),
        id: "urn:feedmill:coast".to_owned(),
        title: "Coast & Country".to_owned(),
        home_url: home.clone(),
        updated: rich_item().updated,
    };
    let item = Item { origin: Some(origin), ..rich_item() };
    let feed = Feed { items: vec![item], ..rich_feed() };
    let mut links = Links::new(address("https://feeds.example/mixes/sea.rss"));
    links.sources.insert(key, own.clone());

    let (rss, _) = document(&feed, &links, Format::Rss);
    let (atom, _) = document(&feed, &links, Format::Atom);
    let json = render(&feed, &links, Format::Json, Content::Full).unwrap().body.identity;

    assert!(rss.contains(&format!("<source url=\"{own}\">Coast &amp; Country</source>")), "{rss}");
    let (_, source) = atom.split_once("<source>").unwrap();
    let (source, _) = source.split_once("</source>").unwrap();
    for part in [
        "<title>Coast &amp; Country</title>",
        "<id>urn:feedmill:coast</id>",
        "<updated>2024-02-29T11:45:30+02:00</updated>",
        "href=\"https://feeds.example/coast/world.rss\" rel=\"self\"",
    ] {
        assert!(source.contains(part), "{part} is not in {source}");
    }
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let expected = serde_json::json!({"source": {
        "id": "urn:feedmill:coast", "title": "Coast & Country", "home_page_url": home.as_str(), "feed_url": own.as_str(),
    }});
    assert_eq!(json["items"][0]["_feedmill"], expected);
}
