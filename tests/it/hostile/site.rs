//! A site that strangers write: every payload stands in a listing, in the page of an article, in a feed of the site's own,
//! and in the titles of a definition.

use std::fmt::Write;

use super::payloads::escaped;
use crate::support::World;

/// How many payloads stand in one listing: as many as a feed shows at once.
pub(super) const BUNCH: usize = 50;

/// Says nothing and is long enough for an article.
const FILLER: &str =
    "The town had waited for it since the winter, and on the day the square was full of people. ";

/// The definition of the site, for so many bunches. `UPSTREAM` stands for its host.
pub(super) fn definition(bunches: usize) -> String {
    let mut text = String::from(
        "name = \"lab\"\ntitle = \"Laboratory\"\nhome = \"http://UPSTREAM/\"\nlanguage = \"en\"\n\
         [listing]\nentry = [\".card\"]\ntitle = [\"h2\"]\nlink = [\"h2 a@href\"]\nsummary = [\"p\"]\n\
         [article]\ntitle = [\"h1\"]\ndate = [\"time@datetime\"]\nbody = [\".text\"]\n",
    );
    for bunch in 0..bunches {
        for (kind, file) in [("pages", "html"), ("whole", "rss")] {
            let path = format!("{kind}-{bunch}");
            writeln!(
                text,
                "[[sections]]\npath = \"{path}\"\ntitle = \"{path}\"\nurl = \"/lab/{path}.{file}\""
            )
            .unwrap();
        }
    }
    text
}

/// A definition whose every title is a payload.
pub(super) fn titles(payloads: &[String]) -> String {
    let quoted = |payload: &String| toml::Value::String(payload.clone()).to_string();
    let mut text = format!(
        "name = \"wall\"\ntitle = {}\nhome = \"http://UPSTREAM/wall/\"\nlanguage = \"en\"\n",
        quoted(&payloads[0])
    );
    for (number, payload) in payloads.iter().enumerate() {
        let title = quoted(payload);
        writeln!(
            text,
            "[[sections]]\npath = \"{number}\"\ntitle = {title}\ngroup = {title}\nurl = \"/wall/{number}\""
        )
        .unwrap();
    }
    text
}

/// Answers every page of the site.
pub(super) async fn serve(world: &World, payloads: &[String]) {
    for (bunch, some) in payloads.chunks(BUNCH).enumerate() {
        let numbered = || some.iter().enumerate().map(|(place, payload)| (bunch * BUNCH + place, payload));
        let cards: String = numbered().map(|(number, payload)| card(number, payload)).collect();
        let items: String = numbered().map(|(number, payload)| item(number, payload)).collect();
        world.upstream.page(&format!("/lab/pages-{bunch}.html"), &format!("<main>{cards}</main>")).await;
        let feed = format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
             <channel><title>Lab</title><link>/lab/</link>{items}</channel></rss>"
        );
        world.upstream.page(&format!("/lab/whole-{bunch}.rss"), &feed).await;
        for (number, payload) in numbered() {
            world.upstream.page(&format!("/lab/page/{number}"), &article(number, payload)).await;
        }
    }
}

fn card(number: usize, payload: &str) -> String {
    let text = escaped(payload);
    format!(
        "<div class=card><h2><a href=\"/lab/page/{number}\">Story {number} {text}</a></h2><p>Teaser {number} {text}</p></div>"
    )
}

/// The payload as text in title, caption and alternative text, and as it is among the paragraphs and in a caption.
fn article(number: usize, payload: &str) -> String {
    let text = escaped(payload);
    format!(
        "<!doctype html><html lang=en><article><h1>Story {number} {text}</h1><time datetime=\"2024-05-04T08:15:00Z\">then</time>\
         <div class=text><figure><img src=\"/a/{number}.png\" alt=\"{text}\"><figcaption>Seen {text}</figcaption></figure>\
         <p>{filler}</p>{payload}<p>{filler}</p><figure><img src=\"/b/{number}.png\"><figcaption>Seen {payload}</figcaption>\
         </figure></div></article></html>",
        filler = FILLER.repeat(6),
    )
}

/// The payload as the text of a feed has it, where XML can carry it.
fn item(number: usize, payload: &str) -> String {
    let legal: String =
        payload.chars().filter(|c| *c >= ' ' && !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect();
    let body = format!("<p>{filler}</p>{legal}<p>{filler}</p>", filler = FILLER.repeat(8));
    format!(
        "<item><title>Story {number} {}</title><link>/lab/whole/{number}</link><description>Teaser</description>\
         <content:encoded>{}</content:encoded></item>",
        escaped(&legal),
        escaped(&body)
    )
}
