//! Whatever stands in the fields, the documents can be read.

use feed_rs::model::Entry;
use proptest::prelude::*;
use serde_json::Value;

use super::fixture::{address, bare_item, feed_of, text};
use super::text::{legal, one_line, visible_line};
use super::{Content, Format};
use crate::model::{Direction, Feed, Image, Item, Moment};

/// Characters and sequences that formats trip over, among ordinary ones.
fn any_text() -> impl Strategy<Value = String> {
    const SNARES: [&str; 12] =
        ["<", ">", "&", "\"", "'", "]]>", "&amp;", "<b>", "<!--", "\r\n", "\u{fffe}", "\u{ffff}"];
    let piece = prop_oneof![
        any::<char>().prop_map(String::from),
        proptest::char::range('\u{0}', '\u{a0}').prop_map(String::from),
        proptest::sample::select(&SNARES[..]).prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// The production `Char` of XML 1.0 §2.2.
fn is_xml_character(character: char) -> bool {
    matches!(
        character,
        '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}'
    )
}

fn any_moment() -> impl Strategy<Value = Moment> {
    (-2_000_000_000_i64..4_000_000_000, -1439_i32..1440).prop_map(|(seconds, minutes)| {
        let timestamp = jiff::Timestamp::from_second(seconds).unwrap();
        Moment::new(timestamp, jiff::tz::Offset::from_seconds(minutes * 60).unwrap())
    })
}

prop_compose! {
    fn any_item()(
        texts in proptest::array::uniform8(any_text()),
        html in proptest::option::of(any_text()),
        moments in (any_moment(), any_moment()),
        has_url in any::<bool>(),
    ) -> Item {
        let [title, author, source, summary, alt, media_type, tag, language] = texts;
        let query = format!("https://news.example/{title}?{author}#{summary}");
        Item {
            // A parser under test takes names with an at sign for addresses of mail.
            authors: vec![author.replace('@', "")],
            url: has_url.then(|| address(&query)),
            source: Some(source),
            published: moments.0,
            updated: moments.1,
            summary: Some(summary.clone()),
            content_html: html.clone(),
            content_text: html,
            image: Some(Image {
                alt: Some(alt),
                caption: Some(summary),
                media_type: Some(media_type),
                ..Image::new(address(&query))
            }),
            sections: vec![tag.clone()],
            tags: vec![tag, title.clone()],
            language: Some(language),
            title,
            ..bare_item("1")
        }
    }
}

proptest! {
    #[test]
    fn any_text_in_any_field_still_gives_documents_that_parse(
        item in any_item(),
        texts in proptest::array::uniform4(any_text()),
        rtl in any::<bool>(),
        updated in any_moment(),
    ) {
        let [title, description, id, language] = texts;
        let direction = if rtl { Direction::Rtl } else { Direction::Ltr };
        let feed = Feed {
            title, description, id, updated, direction,
            language: Some(language),
            ..feed_of(vec![item.clone()])
        };
        for (format, content) in every_document() {
            let document = text(&feed, format, content);
            prop_assert!(document.chars().all(is_xml_character));
            let parsed = feed_rs::parser::parse(document.as_bytes()).unwrap();
            if let Some(title) = visible_line(&feed.title) {
                prop_assert_eq!(&parsed.title.unwrap().content, &title);
            }
            assert_entry_is(parsed.entries.first().unwrap(), &item, content)?;
            if format == Format::Json {
                let value: Value = serde_json::from_str(&document).unwrap();
                let value = &value["items"][0];
                prop_assert!(value["content_html"].is_string() || value["content_text"].is_string());
                let name = value["authors"][0]["name"].as_str().unwrap_or_default();
                prop_assert_eq!(name, one_line(&item.authors[0]));
            }
        }
    }
}

fn every_document() -> impl Iterator<Item = (Format, Content)> {
    Format::all().into_iter().flat_map(|format| [(format, Content::Full), (format, Content::Summary)])
}

fn assert_entry_is(entry: &Entry, item: &Item, content: Content) -> Result<(), TestCaseError> {
    prop_assert_eq!(&entry.id, item.id.as_str());
    if let Some(title) = visible_line(&item.title) {
        prop_assert_eq!(&entry.title.as_ref().unwrap().content, &title);
    }
    prop_assert_eq!(entry.published.unwrap().timestamp(), item.published.timestamp().as_second());
    if let (Some(html), Content::Full) = (&item.content_html, content) {
        let body = entry.content.as_ref().unwrap().body.as_ref().unwrap();
        prop_assert!(body.contains(legal(html).trim()), "{:?}", body);
    }
    if let Some(url) = &item.url {
        prop_assert!(entry.links.iter().any(|link| link.href == url.as_str()));
    }
    Ok(())
}
