//! The picture that an element shows: lazy loading, `srcset`, `picture` and inline styles resolved, placeholders and
//! tracking pixels told apart.

mod srcset;

use std::sync::LazyLock;

use html5ever::local_name;
use scraper::{ElementRef, Selector};
use url::Url;

use super::page::{Page, parse_fragment, selector};
use super::text::{attribute, attribute_named, collapse, text_of};
use crate::model::Image;

/// The best picture of an `img`, `picture`, `amp-img`, `video[poster]`, an element with a background picture, or of the
/// first such element inside. `None` for placeholders and tracking pixels.
///
/// The address comes from lazy-loading attributes before `src`, since `src` then holds a placeholder. Of a `srcset` the
/// widest candidate up to 1600 pixels is taken. The caption is that of the surrounding `figure`.
pub fn image_of(element: ElementRef<'_>, page: &Page) -> Option<Image> {
    let shown = std::iter::once(element)
        .chain(element.descendent_elements())
        .filter(|inner| is_picture(*inner))
        .find_map(|inner| own_image(inner, page).map(|image| (inner, image)));
    let (shown, mut image) = match shown {
        Some(found) => found,
        None => (element, noscript_image(element, page)?),
    };
    image.caption = caption_of(shown);
    Some(image)
}

/// The media type of a picture by the extension of its address, or by a `format=`, `fm=` or `f=` parameter, which image
/// services use to override it.
pub fn media_type_of(url: &Url) -> Option<&'static str> {
    let by_parameter = url
        .query_pairs()
        .filter(|(name, _)| matches!(name.as_ref(), "format" | "fm" | "f" | "wx_fmt"))
        .find_map(|(_, value)| media_type_of_extension(&value));
    by_parameter.or_else(|| {
        let name = url.path_segments()?.next_back()?;
        media_type_of_extension(name.rsplit_once('.')?.1)
    })
}

/// Whether an address is that of a picture which stands for another or counts visits. `spinner-loading.gif` does, and
/// `spinner-ashwin-bowls.jpg` does not: every word of the file's name must be one that such pictures have.
pub(super) fn is_placeholder(address: &str) -> bool {
    let address = address.trim().to_ascii_lowercase();
    if address.is_empty() || address.starts_with("data:") || address.contains("s.w.org/images/core/emoji") {
        return true;
    }
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let mut segments = path.rsplit('/');
    let file = segments.next().unwrap_or_default();
    let (name, extension) = file.rsplit_once('.').unwrap_or((file, ""));
    if extension == "gif" && ["b", "grey", "gray", "clear"].contains(&name) {
        return true;
    }
    let words = || name.split(['-', '_', '.']).filter(|word| !word.is_empty());
    (words().any(|word| STANDS_FOR_ANOTHER.contains(&word)) && words().all(describes_no_subject))
        || segments.any(|folder| matches!(folder, "placeholder" | "placeholders" | "lazyload"))
}

/// Words of which one is enough, where the others say no subject.
const STANDS_FOR_ANOTHER: [&str; 14] = [
    "blank",
    "spacer",
    "transparent",
    "1x1",
    "pixel",
    "placeholder",
    "lazyload",
    "lazy",
    "loading",
    "loader",
    "spinner",
    "missing",
    "no",
    "empty",
];

/// Whether a word is one of the names of placeholders, or what may stand beside these: a size, a number, a manner.
fn describes_no_subject(word: &str) -> bool {
    const BESIDE: [&str; 20] = [
        "image",
        "images",
        "img",
        "picture",
        "photo",
        "thumb",
        "thumbnail",
        "default",
        "load",
        "ajax",
        "white",
        "grey",
        "gray",
        "black",
        "bg",
        "small",
        "large",
        "big",
        "square",
        "wide",
    ];
    STANDS_FOR_ANOTHER.contains(&word)
        || BESIDE.contains(&word)
        || word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x')
}

/// Whether an address is known to count visits.
pub(super) fn is_tracker(url: &Url) -> bool {
    const HOSTS: [&str; 12] = [
        "doubleclick.net",
        "scorecardresearch.com",
        "google-analytics.com",
        "googletagmanager.com",
        "googlesyndication.com",
        "quantserve.com",
        "feedburner.com",
        "pixel.wp.com",
        "stats.wp.com",
        "bat.bing.com",
        "amazon-adsystem.com",
        "mc.yandex.ru",
    ];
    let host = url.host_str().unwrap_or_default();
    HOSTS
        .iter()
        .any(|name| host.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
        || (host.ends_with("facebook.com") && url.path().starts_with("/tr"))
}

static IMAGES: LazyLock<Selector> = LazyLock::new(|| selector("img, amp-img"));

/// Attributes that hold one address, best first.
const SOURCES: [&str; 13] = [
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazy",
    "data-full-src",
    "data-large-file",
    "data-orig-file",
    "data-hi-res-src",
    "data-url",
    "data-image",
    "data-img-src",
    "data-actualsrc",
    "src",
];

/// Attributes that hold candidates of several widths, best first.
const SETS: [&str; 4] = ["data-srcset", "data-lazy-srcset", "data-original-set", "srcset"];

fn is_picture(element: ElementRef<'_>) -> bool {
    let value = element.value();
    match value.name() {
        "img" | "amp-img" | "picture" => true,
        "video" | "amp-video" => attribute(element, &local_name!("poster")).is_some(),
        _ => {
            attribute(element, &local_name!("style")).is_some_and(|style| style.contains("background"))
                || lazy_background(element).is_some()
        }
    }
}

fn own_image(element: ElementRef<'_>, page: &Page) -> Option<Image> {
    let (width, height) = (pixels(element, "width"), pixels(element, "height"));
    if is_tracking_pixel(element, width, height) {
        return None;
    }
    let (url, described_width) = address_of(element, page)?;
    if is_tracker(&url) {
        return None;
    }
    let (from_query_width, from_query_height) = size_in_query(&url);
    // One of them alone may be a version or a factor.
    if matches!((from_query_width, from_query_height), (Some(0..=2), Some(0..=2))) {
        return None;
    }
    let shown = match element.value().name() {
        "picture" => element.select(&IMAGES).next().unwrap_or(element),
        _ => element,
    };
    // The attributes tell the size of the `src`; a candidate that a set describes has a width of its own, and then only
    // their ratio holds.
    let (width, height) = match (described_width, width, height) {
        (Some(real), Some(width), Some(height)) if width > 0 => {
            (Some(real), u32::try_from(u64::from(height) * u64::from(real) / u64::from(width)).ok())
        }
        (Some(real), _, _) => (Some(real), None),
        (None, width, height) => (width.or(from_query_width), height.or(from_query_height)),
    };
    Some(Image {
        media_type: media_type_of(&url).map(str::to_owned),
        url,
        alt: [local_name!("alt"), local_name!("title")]
            .iter()
            .filter_map(|name| attribute(shown, name).map(collapse))
            .find(|alt| !alt.is_empty()),
        caption: None,
        width,
        height,
    })
}

/// The address, and the width in pixels where a set of candidates describes it.
fn address_of(element: ElementRef<'_>, page: &Page) -> Option<(Url, Option<u32>)> {
    let value = element.value();
    match value.name() {
        "picture" => {
            let images = element.select(&IMAGES).find_map(|image| address_of(image, page));
            let sources = || {
                element
                    .child_elements()
                    .filter(|child| child.value().name() == "source")
                    .find_map(|source| from_sets(source, page))
            };
            match images {
                // A set of the sources is described, a bare `src` may be the smallest fallback.
                Some((url, None)) => sources().or(Some((url, None))),
                described => described.or_else(sources),
            }
        }
        "video" | "amp-video" => {
            plain(attribute(element, &local_name!("poster"))?, page).map(|url| (url, None))
        }
        "img" | "amp-img" => from_sets(element, page).or_else(|| {
            let url = SOURCES.iter().find_map(|name| plain(attribute_named(element, name)?, page))?;
            Some((url, None))
        }),
        _ => {
            let address = lazy_background(element)
                .or_else(|| attribute(element, &local_name!("style")).and_then(background))?;
            plain(address, page).map(|url| (url, None))
        }
    }
}

fn from_sets(element: ElementRef<'_>, page: &Page) -> Option<(Url, Option<u32>)> {
    SETS.iter().find_map(|name| {
        let candidates = srcset::parse(attribute_named(element, name)?);
        let best =
            srcset::best(candidates.into_iter().filter(|candidate| !is_placeholder(candidate.address)))?;
        Some((page.resolve(best.address)?, best.width))
    })
}

fn plain(address: &str, page: &Page) -> Option<Url> {
    (!is_placeholder(address)).then(|| page.resolve(address)).flatten()
}

/// Attributes from which scripts take the picture behind an element.
pub(super) const BACKGROUNDS: [&str; 9] = [
    "data-background",
    "data-background-image",
    "data-bg",
    "data-bg-image",
    "data-bgset",
    "data-image",
    "data-image-src",
    "data-img-url",
    "data-src",
];

/// The picture behind an element that a script is to load. These attributes may hold colours and other things too.
fn lazy_background(element: ElementRef<'_>) -> Option<&str> {
    BACKGROUNDS.iter().find_map(|name| {
        let address = unwrap_css(attribute_named(element, name)?).split_ascii_whitespace().next()?;
        let is_path = name.starts_with("data-b") && address.contains('/');
        (is_path || names_a_picture(address)).then_some(address)
    })
}

/// Whether an address has the extension of a picture.
fn names_a_picture(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.rsplit_once('.').is_some_and(|(_, extension)| media_type_of_extension(extension).is_some())
}

/// The address of the picture behind an element in its declarations of CSS.
pub(super) fn background(style: &str) -> Option<&str> {
    let (_, rest) = style.split_once("background")?;
    let (_, address) = rest.split_once("url(")?;
    let (address, _) = address.split_once(')')?;
    Some(unwrap_css(address))
}

fn unwrap_css(address: &str) -> &str {
    let address = address.trim();
    let address = address.strip_prefix("url(").and_then(|inner| inner.strip_suffix(')')).unwrap_or(address);
    address.trim_matches(['"', '\'', ' '])
}

/// Lazy loading leaves the real picture in a `noscript`, inside the element or right beside it.
fn noscript_image(element: ElementRef<'_>, page: &Page) -> Option<Image> {
    let beside = element.next_siblings().filter_map(ElementRef::wrap).take(1);
    let html = element
        .descendent_elements()
        .chain(beside)
        .find(|inner| inner.value().name() == "noscript")?
        .text()
        .collect::<String>();
    image_in_fragment(&html, page)
}

/// The first picture in a piece of HTML, such as the content of a `noscript`.
pub(super) fn image_in_fragment(html: &str, page: &Page) -> Option<Image> {
    let fragment = html.contains("<img").then(|| parse_fragment(html).ok()).flatten()?;
    fragment.select(&IMAGES).find_map(|image| own_image(image, page))
}

fn caption_of(element: ElementRef<'_>) -> Option<String> {
    let figure = element
        .ancestors()
        .filter_map(ElementRef::wrap)
        .chain(Some(element))
        .find(|ancestor| ancestor.value().name() == "figure")?;
    let caption = figure.descendent_elements().find(|inner| inner.value().name() == "figcaption")?;
    Some(text_of(caption)).filter(|text| !text.is_empty())
}

fn pixels(element: ElementRef<'_>, name: &str) -> Option<u32> {
    let value = attribute_named(element, name)?.trim();
    value.strip_suffix("px").unwrap_or(value).parse().ok()
}

/// Whether one side is so short that nothing can be seen. The sizes of an `amp-img` may be a ratio, and only an `img` is
/// as large as its style says: elsewhere a height of nothing with a padding is a way to keep a ratio.
fn is_tracking_pixel(element: ElementRef<'_>, width: Option<u32>, height: Option<u32>) -> bool {
    let tiny = |side: Option<u32>| matches!(side, Some(0..=2));
    if element.value().name() == "amp-img" {
        return tiny(width) && tiny(height);
    }
    // A style that stretches a picture from nothing to its box keeps a ratio too.
    let style = attribute(element, &local_name!("style"))
        .filter(|style| element.value().name() == "img" && !style.contains("min-width"))
        .unwrap_or_default();
    tiny(width) || tiny(height) || tiny(pixels_in(style, "width")) || tiny(pixels_in(style, "height"))
}

/// A length in pixels of an inline style.
fn pixels_in(style: &str, property: &str) -> Option<u32> {
    let value = style.split(';').find_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        name.trim().eq_ignore_ascii_case(property).then(|| value.trim().to_ascii_lowercase())
    })?;
    let value = value.trim_end_matches("!important").trim_end();
    value.strip_suffix("px").unwrap_or(value).trim_end().parse().ok()
}

fn size_in_query(url: &Url) -> (Option<u32>, Option<u32>) {
    let number = |names: &[&str]| {
        url.query_pairs()
            .find(|(name, _)| names.contains(&name.as_ref()))
            .and_then(|(_, value)| value.parse::<u32>().ok())
            .filter(|pixels| *pixels <= 20_000)
    };
    (number(&["width", "w"]), number(&["height", "h"]))
}

fn media_type_of_extension(extension: &str) -> Option<&'static str> {
    Some(match extension.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" | "jpe" | "jfif" | "pjpg" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "svg" => "image/svg+xml",
        "bmp" => "image/bmp",
        "tif" | "tiff" => "image/tiff",
        "heic" => "image/heic",
        "ico" => "image/x-icon",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
