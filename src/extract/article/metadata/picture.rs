//! The picture that a page gives for sharing.

use serde_json::Value;
use url::Url;

use super::{Found, Readings, Source};
use crate::extract::image::{is_placeholder, is_tracker, media_type_of};
use crate::extract::structured::microdata;
use crate::model::Image;

/// Finds the picture.
pub(super) fn find(readings: &Readings<'_>) -> Found<Image> {
    open_graph(readings)
        .map(|image| (image, Source::Meta))
        .or_else(|| linked(readings).map(|image| (image, Source::JsonLd)))
        .or_else(|| {
            let address = readings.metas.first(&[
                "twitter:image",
                "twitter:image:src",
                "parsely-image-url",
                "sailthru.image.full",
                "thumbnail",
            ])?;
            Some((image(readings, address)?, Source::Meta))
        })
        .or_else(|| {
            let addresses = microdata(readings.page, "image");
            let image = addresses.iter().find_map(|address| image(readings, address))?;
            Some((image, Source::Microdata))
        })
}

fn open_graph(readings: &Readings<'_>) -> Option<Image> {
    let metas = &readings.metas;
    let address = metas.first(&["og:image:secure_url", "og:image", "og:image:url"])?;
    let mut image = image(readings, address)?;
    let pixels =
        |name: &str| metas.first(&[name]).and_then(|pixels| pixels.parse().ok()).filter(|pixels| *pixels > 1);
    image.width = pixels("og:image:width");
    image.height = pixels("og:image:height");
    image.alt = metas.first(&["og:image:alt", "twitter:image:alt"]).map(str::to_owned);
    if image.media_type.is_none() {
        image.media_type =
            metas.first(&["og:image:type"]).filter(|kind| kind.starts_with("image/")).map(str::to_owned);
    }
    Some(image)
}

fn linked(readings: &Readings<'_>) -> Option<Image> {
    let value = readings.linked.value("image")?;
    let members = match value {
        Value::Array(members) => members.iter().collect(),
        one => vec![one],
    };
    members.into_iter().find_map(|member| {
        let node = readings.linked.resolved(member);
        let address = ["url", "contentUrl", "@id"].iter().find_map(|name| node.get(*name)?.as_str());
        let mut image = image(readings, address.or_else(|| node.as_str())?)?;
        image.width = pixels(node.get("width"));
        image.height = pixels(node.get("height"));
        Some(image)
    })
}

fn pixels(value: Option<&Value>) -> Option<u32> {
    let value = value?;
    let value = value.get("value").unwrap_or(value);
    let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
    number.or_else(|| value.as_str()?.trim_end_matches("px").parse().ok())
}

fn image(readings: &Readings<'_>, address: &str) -> Option<Image> {
    if is_placeholder(address) {
        return None;
    }
    let url: Url = readings.page.resolve(address)?;
    (!is_tracker(&url))
        .then(|| Image { media_type: media_type_of(&url).map(str::to_owned), ..Image::new(url) })
}
