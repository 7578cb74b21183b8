//! Pictures and embedded material of an item.

use serde::{Deserialize, Serialize};
use url::Url;

/// A picture that belongs to an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// Absolute address. RSS `media:content/@url`, Atom `link[rel=enclosure]`, JSON Feed `image`.
    pub url: Url,
    /// Text that stands for the picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// The caption shown under it. RSS `media:description`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// Width in pixels, where the page or the address says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Height in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// Media type (`image/jpeg`), declared or told by the extension; absent when neither says.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
}

/// Something of another site that an article embeds. In the body it is a quoted block with a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Embed {
    /// What it is.
    pub kind: EmbedKind,
    /// Where it can be seen by a person.
    pub url: Url,
    /// The text that the page shows for it, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// The kinds of embedded material.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmbedKind {
    /// A post of a social network.
    Post,
    /// A video player.
    Video,
    /// A sound player.
    Audio,
    /// Anything else in a frame: a map, a chart, a document.
    Frame,
}

/// The direction of a script. RSS has no place for it; HTML bodies carry `dir`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

impl Image {
    /// A picture of which only the address is known.
    pub const fn new(url: Url) -> Self {
        Self { url, alt: None, caption: None, width: None, height: None, media_type: None }
    }
}

impl Direction {
    /// The usual direction of a language, by the primary subtag of its BCP 47 tag.
    pub fn of_language(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        match primary.as_str() {
            "ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "iw" | "ps" | "sd" | "ug" | "ur" | "yi" => Self::Rtl,
            _ => Self::Ltr,
        }
    }

    /// The value of HTML's `dir`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// Whether two addresses lead to the same picture, maybe in another size. The host is left out, since one picture is
/// often served by several; so is the query, unless it says which picture is meant (`/image?url=…&w=640`).
pub fn same_picture(one: &Url, other: &Url) -> bool {
    let (one_path, other_path) = (without_size(one.path()), without_size(other.path()));
    one_path == other_path && (names_picture(one.path()) || choice(one) == choice(other))
}

/// A path without the size that content systems put before the extension (`/hedge-1024x683.jpg`).
fn without_size(path: &str) -> (&str, &str) {
    let (stem, extension) = path.rsplit_once('.').unwrap_or((path, ""));
    let is_size = |text: &str| {
        text.split_once('x').is_some_and(|(width, height)| {
            [width, height]
                .iter()
                .all(|side| (2..=4).contains(&side.len()) && side.bytes().all(|byte| byte.is_ascii_digit()))
        })
    };
    let stem = stem.rsplit_once('-').filter(|(_, last)| is_size(last)).map_or(stem, |(rest, _)| rest);
    (stem, extension)
}

fn names_picture(path: &str) -> bool {
    const EXTENSIONS: [&str; 8] = ["avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"];
    path.rsplit_once('.')
        .is_some_and(|(_, extension)| EXTENSIONS.contains(&extension.to_ascii_lowercase().as_str()))
}

/// The parameters that choose a picture, not its size or quality.
fn choice(url: &Url) -> Vec<(std::borrow::Cow<'_, str>, std::borrow::Cow<'_, str>)> {
    const APPEARANCE: [&str; 12] =
        ["auto", "crop", "dpr", "fit", "fm", "format", "h", "height", "q", "quality", "w", "width"];
    url.query_pairs().filter(|(name, _)| !APPEARANCE.contains(&name.as_ref())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_the_same_in_another_size_and_another_where_its_address_says_so() {
        let same =
            |one: &str, other: &str| same_picture(&Url::parse(one).unwrap(), &Url::parse(other).unwrap());
        assert!(same(
            "https://a.example/image?url=/x.jpg&w=640",
            "https://b.example/image?url=/x.jpg&w=1200"
        ));
        assert!(!same(
            "https://a.example/image?url=/x.jpg&w=640",
            "https://a.example/image?url=/y.jpg&w=640"
        ));
        assert!(same("https://a.example/hedge.jpg", "https://a.example/hedge-1024x683.jpg"));
        assert!(!same("https://a.example/hedge-2.jpg", "https://a.example/hedge-3.jpg"));
        assert!(same("https://a.example/photo/77", "https://a.example/photo/77?w=9"));
    }
}
