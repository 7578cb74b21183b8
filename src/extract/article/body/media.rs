//! How pictures, players and embedded posts of the body are written, and remembered beside it.

use html5ever::local_name;
use scraper::ElementRef;

use super::clean::Cleaner;
use super::removal::Judge;
use crate::extract::embed::{embed_of, escape, quote_html};
use crate::extract::image::{image_in_fragment, image_of};
use crate::extract::text::{attribute, collapse, text_of};
use crate::model::Image;

impl Cleaner<'_> {
    pub(super) fn figure(&mut self, element: ElementRef<'_>, judge: &Judge<'_>) {
        let holds_blocks = element.descendent_elements().any(|inner| {
            matches!(
                inner.value().name(),
                "table" | "pre" | "blockquote" | "iframe" | "video" | "audio" | "ul" | "ol" | "figure"
            ) && inner.id() != element.id()
        });
        let pictures = element
            .descendent_elements()
            .filter(|inner| matches!(inner.value().name(), "img" | "amp-img"))
            .count();
        if holds_blocks || pictures > 1 {
            self.writer.end_paragraph();
            self.children(*element, judge, true);
            self.writer.end_paragraph();
        } else if let Some(image) = image_of(element, self.page) {
            self.write_image(image);
        } else if let Some(caption) = lone_caption(element, judge) {
            let caption = escape(&text_of(caption));
            self.writer.block(&format!("<figure><figcaption>{caption}</figcaption></figure>"));
        } else if judge.figures(element).text > 0 {
            self.wrapped(element, judge, "figure", true);
        }
    }

    pub(super) fn image(&mut self, element: ElementRef<'_>, loose: bool) {
        if is_symbol(element) {
            let alt = element.attr("alt").map(collapse).unwrap_or_default();
            self.writer.text(&alt, loose);
            return;
        }
        if let Some(mut image) = image_of(element, self.page) {
            image.caption = None;
            self.write_image(image);
        }
    }

    pub(super) fn write_image(&mut self, image: Image) {
        if !self.shown.insert(image.url.clone()) {
            return;
        }
        let mut html = format!("<figure><img src=\"{}\"", escape(image.url.as_str()));
        if let Some(alt) = &image.alt {
            html.push_str(&format!(" alt=\"{}\"", escape(alt)));
        }
        if let (Some(width), Some(height)) = (image.width, image.height) {
            html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        html.push('>');
        if let Some(caption) = &image.caption {
            html.push_str(&format!("<figcaption>{}</figcaption>", escape(caption)));
        }
        html.push_str("</figure>");
        self.writer.block(&html);
        self.images.push(image);
    }

    pub(super) fn noscript(&mut self, element: ElementRef<'_>) {
        let html = element.text().collect::<String>();
        if let Some(image) = image_in_fragment(&html, self.page) {
            self.write_image(image);
        }
    }

    pub(super) fn player(&mut self, element: ElementRef<'_>) {
        let source = element
            .attr("src")
            .or_else(|| element.attr("data-src"))
            .and_then(|address| self.page.resolve(address))
            .or_else(|| {
                element
                    .descendent_elements()
                    .filter(|inner| inner.value().name() == "source")
                    .find_map(|source| self.page.resolve(source.attr("src")?))
            });
        let Some(source) = source else {
            return;
        };
        let name = element.value().name();
        let poster = element
            .attr("poster")
            .and_then(|address| self.page.resolve(address))
            .map(|url| format!(" poster=\"{}\"", escape(url.as_str())))
            .unwrap_or_default();
        self.writer
            .block(&format!("<{name} controls=\"\" src=\"{}\"{poster}></{name}>", escape(source.as_str())));
    }

    /// Writes an embed and tells whether the element was one, wanted or not.
    pub(super) fn embed(&mut self, element: ElementRef<'_>) -> bool {
        let Some(embed) = embed_of(element, self.page) else {
            return matches!(element.value().name(), "iframe" | "embed" | "object");
        };
        if self.shown.insert(embed.url.clone()) {
            let label = element.attr("title").map(collapse).filter(|title| !title.is_empty());
            self.writer.block(&quote_html(&embed, label.as_deref()));
            self.embeds.push(embed);
        }
        true
    }
}

/// The caption of a picture that only a script shows: all text of its figure.
fn lone_caption<'a>(figure: ElementRef<'a>, judge: &Judge<'_>) -> Option<ElementRef<'a>> {
    let caption = figure.descendent_elements().find(|inner| inner.value().name() == "figcaption")?;
    let length = judge.figures(caption).text;
    (length > 0 && length == judge.figures(figure).text).then_some(caption)
}

/// A picture that stands for a character, such as an emoji.
fn is_symbol(element: ElementRef<'_>) -> bool {
    let value = element.value();
    let is_small = ["width", "height"].iter().all(|name| {
        value.attr(name).and_then(|pixels| pixels.parse::<u32>().ok()).is_some_and(|pixels| pixels <= 24)
    });
    let classes = attribute(element, &local_name!("class")).unwrap_or_default();
    is_small || classes.split_ascii_whitespace().any(|class| class.contains("emoji") || class == "wp-smiley")
}
