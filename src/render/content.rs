//! The body of an item as HTML, the same in every format.

use url::Url;

use super::markup::{Piece, attributes, escape, pieces, tag_name, unescape};
use super::picture::Picture;
use crate::model::{Direction, same_picture};

/// What a body is put together from. The texts are plain, except `html`.
pub(super) struct Parts<'a> {
    /// The lead picture.
    pub picture: Option<&'a Picture<'a>>,
    /// The agency or paper named as source.
    pub source: Option<&'a str>,
    /// The lead.
    pub lead: Option<&'a str>,
    /// The article's own body.
    pub html: Option<&'a str>,
    /// BCP 47 tag.
    pub language: Option<&'a str>,
    /// Direction of the script.
    pub direction: Direction,
}

/// The whole body: picture, source, lead and the article, each only where the article does not have it already. An item
/// of which nothing is known but its source has no body.
pub(super) fn assemble(parts: &Parts<'_>) -> Option<String> {
    if parts.picture.is_none() && parts.lead.is_none() && parts.html.is_none() {
        return None;
    }
    let html = parts.html.unwrap_or_default();
    let mut out = String::with_capacity(html.len() + 1024);
    if let Some(picture) = parts.picture.filter(|picture| !shows(html, picture.url)) {
        out.push_str(&figure(picture));
    }
    if let Some(source) = parts.source {
        let line = format!("{}: {source}", source_word(parts.language));
        out.push_str(&format!("<p><small>{}</small></p>", escape(&line)));
    }
    if let Some(lead) = parts.lead.filter(|lead| !begins_with(html, lead)) {
        out.push_str(&paragraphs(lead));
    }
    out.push_str(html);
    Some(directed(out, parts.language, parts.direction))
}

/// Plain text as HTML, a paragraph for each line that is not blank.
pub(super) fn paragraphs(text: &str) -> String {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| format!("<p>{}</p>", escape(line)))
        .collect()
}

fn figure(picture: &Picture<'_>) -> String {
    let size: String = [("width", picture.width), ("height", picture.height)]
        .into_iter()
        .filter_map(|(name, pixels)| Some(format!(" {name}=\"{}\"", pixels?)))
        .collect();
    let caption = picture
        .caption
        .as_deref()
        .map_or_else(String::new, |caption| format!("<figcaption>{}</figcaption>", escape(caption)));
    format!(
        "<figure><img src=\"{}\" alt=\"{}\"{size}>{caption}</figure>",
        escape(picture.url.as_str()),
        escape(picture.alt.as_deref().unwrap_or_default()),
    )
}

/// Neither RSS nor JSON Feed can say which way a text runs, and no reader guesses it for whole paragraphs.
fn directed(html: String, language: Option<&str>, direction: Direction) -> String {
    match (direction, language) {
        (Direction::Ltr, _) => html,
        (Direction::Rtl, Some(language)) => {
            format!("<div dir=\"rtl\" lang=\"{}\">{html}</div>", escape(language))
        }
        (Direction::Rtl, None) => format!("<div dir=\"rtl\">{html}</div>"),
    }
}

/// Whether the HTML shows the picture of this address.
fn shows(html: &str, picture: &Url) -> bool {
    let is_it = |address: &str| Url::parse(address.trim()).is_ok_and(|url| same_picture(&url, picture));
    pieces(html)
        .filter_map(|piece| match piece {
            Piece::Tag(tag) if matches!(tag_name(tag), "img" | "source") => Some(tag),
            _ => None,
        })
        .flat_map(attributes)
        .any(|(name, value)| match name {
            "src" => is_it(&value),
            "srcset" => {
                value.split(", ").filter_map(|candidate| candidate.split_ascii_whitespace().next()).any(is_it)
            }
            _ => false,
        })
}

/// Whether one of the first blocks of the HTML begins with the lead. The lead often follows a picture's caption, and a
/// listing may have cut it short, so only letters and digits are compared.
fn begins_with(html: &str, lead: &str) -> bool {
    const BLOCKS: usize = 6;
    let lead: String = letters(lead).collect();
    let mut text = String::new();
    let mut starts = vec![0];
    for piece in pieces(html) {
        match piece {
            Piece::Text(piece) => text.extend(letters(&unescape(piece))),
            Piece::Tag(tag) if is_phrase(tag_name(tag)) => {}
            Piece::Tag(_) if starts.last() != Some(&text.len()) => starts.push(text.len()),
            Piece::Tag(_) => {}
        }
        let last_start = starts.last().copied().unwrap_or_default();
        if starts.len() > BLOCKS || (starts.len() == BLOCKS && text.len() >= last_start + lead.len()) {
            break;
        }
    }
    starts.into_iter().filter_map(|start| text.get(start..)).any(|block| block.starts_with(&lead))
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Elements that stand inside a line of text (HTML §3.2.5.2.5, phrasing content); every other begins a block.
fn is_phrase(name: &str) -> bool {
    const PHRASES: [&str; 22] = [
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s",
        "small", "span", "strong", "sub", "sup", "time", "u",
    ];
    PHRASES.contains(&name)
}

/// "Source" in the language of the item.
fn source_word(language: Option<&str>) -> &'static str {
    let primary = language.and_then(|tag| tag.split('-').next()).unwrap_or_default();
    match primary.to_ascii_lowercase().as_str() {
        "ar" => "المصدر",
        "de" => "Quelle",
        "es" => "Fuente",
        "fa" => "منبع",
        "fr" => "Source",
        "he" => "מקור",
        "it" => "Fonte",
        "ja" => "出典",
        "ko" => "출처",
        "nl" => "Bron",
        "pl" => "Źródło",
        "pt" => "Fonte",
        "ru" => "Источник",
        "tr" => "Kaynak",
        "uk" => "Джерело",
        "ur" => "ماخذ",
        "zh" => "来源",
        _ => "Source",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Image;

    const BODY: &str = "<p>Rain fell on the <b>whole</b> coast &amp; inland.</p><p>More is due.</p>";

    fn parts() -> Parts<'static> {
        Parts {
            picture: None,
            source: None,
            lead: None,
            html: Some(BODY),
            language: Some("en"),
            direction: Direction::Ltr,
        }
    }

    fn address(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn picture_source_and_lead_come_before_the_article() {
        let mut image = Image::new(address("https://news.example/rain.jpg?a=1&b=2"));
        image.alt = Some("Umbrellas \"in\" the street".to_owned());
        image.caption = Some("A <wet> day".to_owned());
        (image.width, image.height) = (Some(640), Some(360));
        let picture = Picture::new(&image);

        let body = assemble(&Parts {
            picture: Some(&picture),
            source: Some("Agencies & <papers>"),
            lead: Some("Forecast\n\nfor today"),
            ..parts()
        });

        let before = "<figure><img src=\"https://news.example/rain.jpg?a=1&amp;b=2\" \
                      alt=\"Umbrellas &quot;in&quot; the street\" width=\"640\" height=\"360\">\
                      <figcaption>A &lt;wet&gt; day</figcaption></figure>\
                      <p><small>Source: Agencies &amp; &lt;papers&gt;</small></p>\
                      <p>Forecast</p><p>for today</p>";
        assert_eq!(body.unwrap(), format!("{before}{BODY}"));
    }

    #[test]
    fn a_picture_that_the_article_shows_is_not_shown_twice() {
        let picture = address("https://news.example/a/rain.jpg?w=100");
        for html in [
            "<p>x</p><img src=\"https://cdn.example/a/rain.jpg?w=900&amp;q=8\">",
            "<picture><source srcset=\"https://news.example/a/b.webp 1x, https://news.example/a/rain.jpg 2x\"></picture>",
        ] {
            assert!(shows(html, &picture), "{html}");
        }
        for html in [
            "<img src=\"https://news.example/a/other.jpg\">",
            "<a href=\"https://news.example/a/rain.jpg\">rain</a>",
            "https://news.example/a/rain.jpg",
        ] {
            assert!(!shows(html, &picture), "{html}");
        }
    }

    #[test]
    fn a_lead_that_the_article_begins_with_is_not_told_twice() {
        for lead in ["Rain fell on the whole coast & inland.", "RAIN fell on the…", "More is due"] {
            assert!(begins_with(BODY, lead), "{lead}");
        }
        for lead in ["Rain fell on the whole country", "whole coast", "is due"] {
            assert!(!begins_with(BODY, lead), "{lead}");
        }
        let after_caption = format!("<figure><img><figcaption>A street</figcaption></figure>{BODY}");
        assert!(begins_with(&after_caption, "Rain fell on the whole coast"));
    }

    #[test]
    fn a_lead_far_down_is_not_where_the_article_begins() {
        let html = format!("{}<p>The lead</p>", "<p>One more paragraph</p>".repeat(20));
        assert!(!begins_with(&html, "The lead"));
    }

    #[test]
    fn text_that_runs_from_right_to_left_says_so() {
        let body = assemble(&Parts {
            html: Some("<p>نص</p>"),
            source: Some("وكالات"),
            language: Some("ar-LB"),
            direction: Direction::Rtl,
            ..parts()
        });
        assert_eq!(
            body.unwrap(),
            "<div dir=\"rtl\" lang=\"ar-LB\"><p><small>المصدر: وكالات</small></p><p>نص</p></div>"
        );
    }

    #[test]
    fn a_source_alone_is_no_body() {
        let body = assemble(&Parts { html: None, source: Some("Agencies"), ..parts() });
        assert_eq!(body, None);
    }
}
