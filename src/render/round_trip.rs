//! What was put into a feed comes back from its documents.

use feed_rs::model::{Entry, Link};

use super::fixture::{json, links, parsed, rich_feed, rich_item};
use super::{Content, Format};
use crate::model::Item;

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
