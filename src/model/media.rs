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
        Self {
            url,
            alt: None,
            caption: None,
            width: None,
            height: None,
            media_type: None,
        }
    }
}

impl Direction {
    /// The usual direction of a language, by the primary subtag of its BCP 47 tag.
    pub fn of_language(tag: &str) -> Self {
        let primary = tag
            .split(['-', '_'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
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
