//! Posts and players of other sites inside an article, and the address under which a person sees each of them.

mod provider;

use html5ever::local_name;
use scraper::ElementRef;
use url::Url;

use super::page::Page;
use super::text::{attribute, block_text};
use crate::model::{Embed, EmbedKind};

/// What an element embeds: a frame, a quoted post with the class of a network, or a custom element of AMP and its like.
/// `None` when it embeds nothing, or only an advertisement, a consent form or a counter.
pub fn embed_of(element: ElementRef<'_>, page: &Page) -> Option<Embed> {
    let value = element.value();
    match value.name() {
        "iframe" | "amp-iframe" | "embed" | "frame" => frame(element, |address| page.resolve(address)),
        "object" => page.resolve(value.attr("data")?).and_then(|url| from_address(&url)),
        "script" => telegram(element),
        name if name.contains('-') => custom_element(element, page),
        _ => post(element, page),
    }
}

/// The quoted block that stands for an embed: its text, and a link for people.
pub fn quote_html(embed: &Embed, label: Option<&str>) -> String {
    let mut html = String::from("<blockquote>");
    for paragraph in embed.text.iter().flat_map(|text| text.split("\n\n")) {
        html.push_str("<p>");
        html.push_str(&escape(paragraph).replace('\n', "<br>"));
        html.push_str("</p>");
    }
    let label = label.unwrap_or_else(|| host_of(embed));
    html.push_str("<p><a href=\"");
    html.push_str(&escape(embed.url.as_str()));
    html.push_str("\" rel=\"noopener\">");
    html.push_str(&escape(label));
    html.push_str("</a></p></blockquote>");
    html
}

/// The host of an embed, as a link to it is named.
pub(super) fn host_of(embed: &Embed) -> &str {
    let host = embed.url.host_str().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

/// What the address of a player or post embeds, and where a person sees it.
pub fn from_address(url: &Url) -> Option<Embed> {
    let host = url.host_str()?;
    if UNWANTED_HOSTS.iter().any(|name| is_host(host, name)) {
        return None;
    }
    provider::visible(url)
        .and_then(|(kind, address)| embed(kind, &address))
        .or_else(|| Some(bare(EmbedKind::Frame, url.clone())))
}

/// Escapes text for HTML, inside quoted attributes too.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(character),
        }
    }
    out
}

/// Hosts of frames that advertise, count or ask for consent.
const UNWANTED_HOSTS: [&str; 24] = [
    "doubleclick.net",
    "googlesyndication.com",
    "googletagmanager.com",
    "googleadservices.com",
    "google-analytics.com",
    "adnxs.com",
    "amazon-adsystem.com",
    "taboola.com",
    "outbrain.com",
    "criteo.com",
    "criteo.net",
    "teads.tv",
    "smartadserver.com",
    "rubiconproject.com",
    "pubmatic.com",
    "scorecardresearch.com",
    "consensu.org",
    "cookiebot.com",
    "onetrust.com",
    "trustarc.com",
    "recaptcha.net",
    "addthis.com",
    "disqus.com",
    "revcontent.com",
];

/// What a frame embeds; its address is resolved by the page that it stands on.
pub(super) fn frame(element: ElementRef<'_>, resolve: impl Fn(&str) -> Option<Url>) -> Option<Embed> {
    let address = ["data-src", "data-lazy-src", "data-litespeed-src", "data-url", "src"]
        .iter()
        .filter_map(|name| resolve(element.attr(name)?))
        .next()?;
    let pixels =
        |name: &str| element.attr(name).and_then(|value| value.trim_end_matches("px").parse::<u32>().ok());
    let invisible =
        pixels("width").is_some_and(|width| width <= 2) || pixels("height").is_some_and(|height| height <= 2);
    let own_form = is_host(address.host_str()?, "google.com") && address.path().starts_with("/recaptcha");
    let button = address.path().starts_with("/plugins/like") || address.path().starts_with("/plugins/page");
    (!invisible && !own_form && !button).then(|| from_address(&address)).flatten()
}

fn custom_element(element: ElementRef<'_>, page: &Page) -> Option<Embed> {
    let attribute = |names: &[&str]| names.iter().find_map(|name| element.attr(name));
    let id = |names: &[&str]| attribute(names).filter(|id| is_id(id));
    match element.value().name() {
        "lite-youtube" | "amp-youtube" | "youtube-video" => {
            let id = id(&["data-videoid", "videoid", "video-id"])?;
            embed(EmbedKind::Video, &format!("https://www.youtube.com/watch?v={id}"))
        }
        "lite-vimeo" | "amp-vimeo" => {
            let id = id(&["data-videoid", "videoid"])?;
            embed(EmbedKind::Video, &format!("https://vimeo.com/{id}"))
        }
        "amp-dailymotion" => {
            let id = id(&["data-videoid"])?;
            embed(EmbedKind::Video, &format!("https://www.dailymotion.com/video/{id}"))
        }
        "amp-twitter" | "twitter-tweet" => {
            let id = id(&["data-tweetid", "data-tweet-id", "tweet-id"])?;
            embed(EmbedKind::Post, &format!("https://x.com/i/status/{id}"))
        }
        "amp-instagram" => {
            let id = id(&["data-shortcode"])?;
            embed(EmbedKind::Post, &format!("https://www.instagram.com/p/{id}/"))
        }
        "amp-soundcloud" => {
            let id = id(&["data-trackid"])?;
            embed(EmbedKind::Audio, &format!("https://api.soundcloud.com/tracks/{id}"))
        }
        "amp-facebook" => Some(bare(EmbedKind::Post, page.resolve(attribute(&["data-href"])?)?)),
        _ => None,
    }
}

/// A quoted post that a script of the network would replace.
fn post(element: ElementRef<'_>, page: &Page) -> Option<Embed> {
    let value = element.value();
    let classes = attribute(element, &local_name!("class"))?;
    let class = classes.split_ascii_whitespace().find(|class| POST_CLASSES.contains(class))?;
    let declared = ["data-instgrm-permalink", "cite", "data-href", "data-tweet-url", "data-bluesky-uri-url"]
        .iter()
        .find_map(|name| page.resolve(value.attr(name)?));
    let by_id = || {
        let id = value.attr("data-tweet-id").filter(|id| is_id(id))?;
        Url::parse(&format!("https://x.com/i/status/{id}")).ok()
    };
    // The post's own link stands last, after those of its text.
    let linked = || {
        element
            .descendent_elements()
            .filter(|inner| inner.value().name() == "a")
            .filter_map(|link| page.resolve(link.attr("href")?))
            .filter(is_post)
            .last()
    };
    let mut url = declared.or_else(by_id).or_else(linked)?;
    url.set_query(None);
    let kind =
        if class.contains("video") || class.contains("tiktok") { EmbedKind::Video } else { EmbedKind::Post };
    let text = block_text(element);
    Some(Embed { kind, url, text: Some(text).filter(|text| !text.is_empty()) })
}

const POST_CLASSES: [&str; 10] = [
    "twitter-tweet",
    "twitter-video",
    "twitter-tweet-rendered",
    "instagram-media",
    "tiktok-embed",
    "fb-post",
    "fb-video",
    "bluesky-embed",
    "mastodon-embed",
    "reddit-embed-bq",
];

fn is_post(url: &Url) -> bool {
    let path = url.path();
    [
        "/status/",
        "/statuses/",
        "/p/",
        "/reel/",
        "/video/",
        "/videos/",
        "/post/",
        "/posts/",
        "/comments/",
        "/@",
    ]
    .iter()
    .any(|part| path.contains(part))
}

/// Telegram's posts are nothing but a script that writes the frame.
fn telegram(element: ElementRef<'_>) -> Option<Embed> {
    let post = element.attr("data-telegram-post")?;
    let (channel, number) = post.split_once('/')?;
    (is_id(channel) && is_id(number))
        .then(|| embed(EmbedKind::Post, &format!("https://t.me/{channel}/{number}")))
        .flatten()
}

fn embed(kind: EmbedKind, address: &str) -> Option<Embed> {
    let url = Url::parse(address).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| bare(kind, url))
}

const fn bare(kind: EmbedKind, url: Url) -> Embed {
    Embed { kind, url, text: None }
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

fn is_host(host: &str, name: &str) -> bool {
    host.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests;
