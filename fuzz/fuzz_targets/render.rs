//! An item becomes a document in each format: XML is well-formed and JSON is JSON, whatever the texts hold, and both are read back.
#![no_main]

use arbitrary::Arbitrary;
use feedmill::model::{DateSource, Direction, Feed, History, Image, Item, ItemId, Moment};
use feedmill::render::{Content, Format, Links, render};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use url::Url;

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    title: &'a str,
    author: &'a str,
    tag: &'a str,
    summary: Option<&'a str>,
    html: Option<&'a str>,
    text: Option<&'a str>,
    address: &'a str,
    alt: &'a str,
    language: Option<&'a str>,
    seconds: u32,
}

fn feed_of(input: &Input<'_>) -> Feed {
    let home = Url::parse("https://news.example/").unwrap();
    let address = home.join(input.address).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let moment = Moment::utc(Timestamp::from_second(i64::from(input.seconds)).unwrap());
    let item = Item {
        id: ItemId::from("urn:feedmill:1".to_owned()),
        url: address.clone(),
        title: input.title.to_owned(),
        authors: vec![input.author.to_owned()],
        source: Some(input.author.to_owned()),
        published: moment,
        updated: moment,
        date_source: DateSource::Text,
        first_seen: moment,
        summary: input.summary.map(str::to_owned),
        content_html: input.html.map(str::to_owned),
        content_text: input.text.map(str::to_owned),
        image: address.map(|url| Image { alt: Some(input.alt.to_owned()), caption: Some(input.alt.to_owned()), ..Image::new(url) }),
        embeds: Vec::new(),
        sections: vec![input.tag.to_owned()],
        tags: vec![input.tag.to_owned()],
        language: input.language.map(str::to_owned),
        partial: false,
        origin: None,
    };
    Feed {
        key: None,
        id: "urn:feedmill:feed:1".to_owned(),
        title: input.title.to_owned(),
        description: input.tag.to_owned(),
        home_url: home,
        language: input.language.map(str::to_owned),
        direction: Direction::Ltr,
        icon: None,
        updated: moment,
        ttl_seconds: 900,
        history: History::Newest,
        items: vec![item],
    }
}

fuzz_target!(|input: Input<'_>| {
    let feed = feed_of(&input);
    for format in [Format::Rss, Format::Atom, Format::Json] {
        for content in [Content::Full, Content::Summary] {
            let own = Url::parse("https://feeds.example/feed").unwrap();
            let document = render(&feed, &Links::new(own), format, content).unwrap();
            let bytes = document.body.identity.as_ref();
            if format == Format::Json {
                let json: serde_json::Value = serde_json::from_slice(bytes).unwrap();
                assert_eq!(json["items"].as_array().map(Vec::len), Some(1));
            }
            let read = feed_rs::parser::parse(bytes).unwrap_or_else(|error| panic!("{format:?}: {error}"));
            assert_eq!(read.entries.len(), 1);
            assert_eq!(read.entries[0].id, "urn:feedmill:1");
        }
    }
});
