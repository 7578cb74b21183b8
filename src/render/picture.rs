//! An item's picture as every format carries it.

use url::Url;

use super::text::visible_line;
use crate::model::Image;

/// A picture whose texts are legal.
pub(super) struct Picture<'a> {
    /// Absolute address.
    pub url: &'a Url,
    /// Text that stands for it.
    pub alt: Option<String>,
    /// Text under it.
    pub caption: Option<String>,
    /// Pixels, never 0.
    pub width: Option<u32>,
    /// Pixels, never 0.
    pub height: Option<u32>,
    /// `type/subtype`; absent where it is unknown or not of that form.
    pub media_type: Option<&'a str>,
}

impl<'a> Picture<'a> {
    pub(super) fn new(image: &'a Image) -> Self {
        Self {
            url: &image.url,
            alt: image.alt.as_deref().and_then(visible_line),
            caption: image.caption.as_deref().and_then(visible_line),
            width: image.width.filter(|pixels| *pixels > 0),
            height: image.height.filter(|pixels| *pixels > 0),
            media_type: image.media_type.as_deref().filter(|text| is_media_type(text)),
        }
    }

    /// What describes the picture best: its caption or, failing that, the text that stands for it.
    pub(super) fn description(&self) -> Option<&str> {
        self.caption.as_deref().or(self.alt.as_deref())
    }
}

/// Two tokens of RFC 9110 §5.6.2 parted by a slash. Parameters are of no use to a feed reader.
fn is_media_type(text: &str) -> bool {
    let is_token = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    text.split_once('/').is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_media_types_are_taken_for_media_types() {
        for text in ["image/jpeg", "image/svg+xml", "image/vnd.microsoft.icon"] {
            assert!(is_media_type(text), "{text} was refused");
        }
        for text in ["", "jpeg", "image/", "image/jpeg; q=1", "image/a/b", "صورة/jpeg"] {
            assert!(!is_media_type(text), "{text} was taken");
        }
    }

    #[test]
    fn a_size_of_no_pixels_is_no_size() {
        let mut image = Image::new(Url::parse("https://news.example/a.jpg").unwrap());
        (image.width, image.height) = (Some(0), Some(9));
        let picture = Picture::new(&image);
        assert_eq!((picture.width, picture.height), (None, Some(9)));
    }
}
