//! A feed that uses every field, and what it takes to ask for its documents.

use feed_rs::model::Feed as Parsed;
use serde_json::Value;
use url::Url;

use super::{Content, Document, Format, Links, render};
use crate::model::{DateSource, Direction, Feed, History, Image, Item, ItemId, Moment};

pub(super) fn address(text: &str) -> Url {
    Url::parse(text).unwrap()
}

pub(super) fn moment(text: &str) -> Moment {
    serde_json::from_value(text.into()).unwrap()
}

pub(super) fn links(format: Format) -> Links {
    let own = format!("https://feeds.example/p/feeds/coast/world.{}", format.extension());
    let next_url = Some(address(&format!("{own}?page=2&content=full")));
    Links { next_url, ..Links::new(address(&own)) }
}

pub(super) fn document(feed: &Feed, format: Format, content: Content) -> Document {
    render(feed, &links(format), format, content).unwrap()
}

pub(super) fn text(feed: &Feed, format: Format, content: Content) -> String {
    String::from_utf8(document(feed, format, content).body.identity.to_vec()).unwrap()
}

pub(super) fn parsed(feed: &Feed, format: Format, content: Content) -> Parsed {
    let document = document(feed, format, content);
    feed_rs::parser::parse(document.body.identity.as_ref()).unwrap()
}

pub(super) fn json(feed: &Feed, content: Content) -> Value {
    serde_json::from_str(&text(feed, Format::Json, content)).unwrap()
}

pub(super) fn feed_of(items: Vec<Item>) -> Feed {
    Feed {
        key: Some("coast/world".parse().unwrap()),
        id: "urn:feedmill:feed:coast/world".to_owned(),
        title: "The Coast & Country: World".to_owned(),
        description: "What happens beyond the <bay>".to_owned(),
        home_url: address("https://coast.example/world?view=all&page=1"),
        language: Some("en".to_owned()),
        direction: Direction::Ltr,
        icon: Some(address("https://coast.example/icon.png")),
        updated: moment("2024-02-29T18:30:00Z"),
        ttl_seconds: 901,
        history: History::Newest,
        items,
    }
}

pub(super) fn bare_item(id: &str) -> Item {
    let published = moment("2024-02-29T09:05:00+02:00");
    Item {
        id: ItemId::from(format!("urn:feedmill:{id}")),
        url: None,
        title: String::new(),
        authors: Vec::new(),
        source: None,
        published,
        updated: published,
        date_source: DateSource::FirstSeen,
        first_seen: published,
        summary: None,
        content_html: None,
        content_text: None,
        image: None,
        embeds: Vec::new(),
        sections: Vec::new(),
        tags: Vec::new(),
        language: None,
        partial: false,
        origin: None,
    }
}

pub(super) fn rich_feed() -> Feed {
    feed_of(vec![rich_item(), arabic_item(), ticker_item(), teaser_item()])
}

pub(super) fn rich_item() -> Item {
    Item {
        url: Some(address("https://coast.example/world/ferry?ref=home&lang=en")),
        title: "Ferry \"R&D\" team says <b> is not &amp; never was bold".to_owned(),
        authors: ["Ana Ruiz", "J. O'Neill & Sons", "ana ruiz", " "].map(str::to_owned).into(),
        source: Some("Harbour & Port Agency".to_owned()),
        updated: moment("2024-02-29T11:45:30+02:00"),
        summary: Some("The ferry sails again, 5 < 6 days after the storm.".to_owned()),
        content_html: Some(
            "<p>At dawn the <em>first</em> boat left &lt;on time&gt;.</p>\n\
             <pre>if a[b[0]]>1 &amp;&amp; c</pre><p>Tickets cost 3\u{a0}€ ]]&gt; 🛳</p>"
                .to_owned(),
        ),
        content_text: Some(
            "At dawn the first boat left <on time>.\n\nif a[b[0]]>1 && c\n\nTickets cost 3\u{a0}€ ]]> 🛳"
                .to_owned(),
        ),
        image: Some(Image {
            alt: Some("A white boat".to_owned()),
            caption: Some("The \"Gull\" & its crew".to_owned()),
            width: Some(1200),
            height: Some(675),
            media_type: Some("image/jpeg".to_owned()),
            ..Image::new(address("https://img.coast.example/gull.jpg?w=1200&q=80"))
        }),
        sections: vec!["World".to_owned(), "Sea & Shore".to_owned()],
        tags: vec!["ferries".to_owned(), "WORLD".to_owned(), "Storm".to_owned()],
        language: Some("en".to_owned()),
        ..bare_item("0001")
    }
}

/// Another language and direction than the feed's; the body begins with the lead and shows the picture.
fn arabic_item() -> Item {
    Item {
        url: Some(address("https://coast.example/ar/أخبار/عبارة")),
        title: "العبّارة تبحر من جديد".to_owned(),
        source: Some("وكالات".to_owned()),
        summary: Some("غادرت السفينة الميناء عند الفجر.".to_owned()),
        content_html: Some(
            "<p>غادرت السفينة الميناء عند الفجر.</p><img src=\"https://img.coast.example/dawn.webp\">"
                .to_owned(),
        ),
        content_text: Some("غادرت السفينة الميناء عند الفجر.".to_owned()),
        image: Some(Image::new(address("https://img.coast.example/dawn.webp?w=300"))),
        language: Some("ar".to_owned()),
        ..bare_item("0002")
    }
}

/// A line of a ticker: no address, no body.
fn ticker_item() -> Item {
    Item { title: "10:05 – Harbour open".to_owned(), ..bare_item("0003") }
}

/// An item whose article has not been read: what the listing shows is all there is.
fn teaser_item() -> Item {
    Item {
        url: Some(address("https://coast.example/world/lighthouse")),
        title: "Lighthouse painted".to_owned(),
        summary: Some("White again.\nThe red stripe stays.".to_owned()),
        ..bare_item("0004")
    }
}
