//! Whole documents, as snapshots and where a rule of a format is at stake.

use super::fixture::{
    address, bare_item, document, feed_of, json, moment, parsed, rich_feed, rich_item, text,
};
use super::{Content, Format, OpmlGroup, Outline, opml};
use crate::model::{Feed, Image, Item};

/// One element or field a line, so that a change shows as a change of lines; without the version, which is no change.
fn lines(text: &str) -> String {
    text.replace("><", ">\n<").replace(",\"", ",\n\"").replace(env!("CARGO_PKG_VERSION"), "[version]")
}

#[test]
fn an_rss_document_in_full() {
    insta::assert_snapshot!(lines(&text(&rich_feed(), Format::Rss, Content::Full)));
}

#[test]
fn an_rss_document_of_summaries() {
    insta::assert_snapshot!(lines(&text(&rich_feed(), Format::Rss, Content::Summary)));
}

#[test]
fn an_atom_document_in_full() {
    insta::assert_snapshot!(lines(&text(&rich_feed(), Format::Atom, Content::Full)));
}

#[test]
fn an_atom_document_of_summaries() {
    insta::assert_snapshot!(lines(&text(&rich_feed(), Format::Atom, Content::Summary)));
}

#[test]
fn a_json_feed_in_full() {
    insta::assert_snapshot!(lines(&text(&rich_feed(), Format::Json, Content::Full)));
}

#[test]
fn a_json_feed_of_summaries() {
    insta::assert_snapshot!(lines(&text(&rich_feed(), Format::Json, Content::Summary)));
}

#[test]
fn an_opml_document() {
    let outline = |title: &str, language: Option<&str>| Outline {
        title: title.to_owned(),
        xml_url: address("https://feeds.example/feeds/coast/world.rss?a=1&b=2"),
        html_url: address("https://coast.example/world"),
        language: language.map(str::to_owned),
    };
    let groups = [
        OpmlGroup {
            title: "The Coast \"&\" Country".to_owned(),
            outlines: vec![outline("World <all>", Some("en")), outline("عالم", None)],
        },
        OpmlGroup { title: "Empty\u{0}".to_owned(), outlines: Vec::new() },
    ];
    let document = opml("All & every feed", Some(moment("2024-02-29T18:30:00+01:00")), &groups).unwrap();
    assert_eq!(document.media_type, "text/x-opml; charset=utf-8");
    insta::assert_snapshot!(String::from_utf8(document.body.identity.to_vec()).unwrap());
}

#[test]
fn the_same_feed_gives_the_same_document() {
    for format in Format::all() {
        let [one, two] = [(), ()].map(|()| document(&rich_feed(), format, Content::Full));
        assert_eq!(one, two);
        assert_ne!(one.etag, document(&rich_feed(), format, Content::Summary).etag);
        assert_eq!(one.media_type, format.media_type());
    }
}

#[test]
fn every_format_carries_the_same_body() {
    let bodies = Format::all().map(|format| {
        let feed = parsed(&rich_feed(), format, Content::Full);
        let entry = feed.entries.into_iter().nth(1).unwrap();
        entry.content.unwrap().body.unwrap()
    });
    assert!(
        bodies[0].starts_with("<div dir=\"rtl\" lang=\"ar\"><p><small>المصدر: وكالات</small></p><p>غادرت")
    );
    assert_eq!(bodies[0], bodies[1]);
    assert_eq!(bodies[0], bodies[2]);
}

#[test]
fn an_enclosure_needs_a_media_type_in_rss_and_json_but_not_in_atom() {
    let picture = Image {
        media_type: Some("not a type".to_owned()),
        ..Image::new(address("https://img.coast.example/a"))
    };
    let feed = feed_of(vec![Item { image: Some(picture), ..rich_item() }]);
    assert!(!text(&feed, Format::Rss, Content::Full).contains("<enclosure"));
    assert!(!text(&feed, Format::Json, Content::Full).contains("attachments"));
    let atom = "<link href=\"https://img.coast.example/a\" rel=\"enclosure\"/>";
    assert!(text(&feed, Format::Atom, Content::Full).contains(atom));
}

#[test]
fn an_atom_entry_without_an_address_has_a_content_even_among_summaries() {
    let feed = feed_of(vec![Item { title: "Bridge < closed".to_owned(), ..bare_item("1") }]);
    let entry = parsed(&feed, Format::Atom, Content::Summary).entries.remove(0);
    assert_eq!(entry.content.unwrap().body.as_deref(), Some("<p>Bridge &lt; closed</p>"));
}

#[test]
fn an_item_without_a_title_is_called_by_its_first_words() {
    let with = |summary: Option<&str>, url: Option<&str>| {
        let item = Item { summary: summary.map(str::to_owned), url: url.map(address), ..bare_item("1") };
        json(&feed_of(vec![item]), Content::Full)["items"][0]["title"].clone()
    };
    assert_eq!(with(Some("Rain\nall day"), Some("https://a.example/")), "Rain all day");
    assert_eq!(with(None, Some("https://a.example/x")), "https://a.example/x");
    assert_eq!(with(None, None), "urn:feedmill:1");
}

#[test]
fn a_document_of_summaries_carries_no_body_but_its_opening() {
    let item = Item { summary: None, ..rich_item() };
    let feed = feed_of(vec![item]);
    for format in Format::all() {
        assert!(!text(&feed, format, Content::Summary).contains("Tickets cost 3\u{a0}€"));
        let entry = parsed(&feed, format, Content::Summary).entries.remove(0);
        assert!(entry.summary.unwrap().content.starts_with("At dawn the first boat left"));
    }
}

#[test]
fn a_caption_is_told_only_beside_a_content() {
    let feed = feed_of(vec![rich_item()]);
    let caption = "<media:description";
    assert!(text(&feed, Format::Rss, Content::Full).contains(caption));
    assert!(!text(&feed, Format::Rss, Content::Summary).contains(caption));
}

#[test]
fn an_rss_item_with_a_content_always_has_a_description() {
    let describe = |content_text: Option<&str>| {
        let item = Item { summary: None, content_text: content_text.map(str::to_owned), ..rich_item() };
        let entry = parsed(&feed_of(vec![item]), Format::Rss, Content::Full).entries.remove(0);
        entry.summary.unwrap().content
    };
    assert_eq!(describe(Some("One & two.\n\nThree.")), "One &amp; two. Three.");
    assert!(describe(None).starts_with("Ferry &quot;R&amp;D&quot; team"));
}

#[test]
fn a_feed_without_title_description_and_icon_is_still_whole() {
    let feed = Feed {
        key: None,
        title: " ".to_owned(),
        description: String::new(),
        language: Some("no such language".to_owned()),
        icon: None,
        ttl_seconds: 0,
        ..feed_of(Vec::new())
    };
    for format in Format::all() {
        let parsed = parsed(&feed, format, Content::Full);
        assert_eq!(parsed.title.unwrap().content, "coast.example");
        assert_eq!(parsed.description.unwrap().content, "coast.example");
        assert_eq!(parsed.language, None);
    }
    assert!(text(&feed, Format::Rss, Content::Full).contains("<ttl>1</ttl>"));
}
