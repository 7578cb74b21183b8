//! One walk over the chosen elements that writes the body as clean HTML.

use std::collections::HashSet;

use ego_tree::{NodeId, NodeRef};
use scraper::{ElementRef, Node};
use url::Url;

use super::candidates::Piece;
use super::facts::Known;
use super::label::Label;
use super::quotes::Said;
use super::removal::Judge;
use super::repeats::Paragraphs;
use super::wall::is_wall;
use super::writer::Writer;
use crate::extract::article::continuation;
use crate::extract::article::index::Facts;
use crate::extract::embed::escape;
use crate::extract::misread;
use crate::extract::page::Page;
use crate::extract::sanitize::{Cleaned, clean_and_read};
use crate::extract::text::{text_of, word_count};
use crate::model::{Embed, Image, PageKind};

/// What is known about the article before its body is cleaned.
#[derive(Clone, Copy, Debug)]
pub struct CleanOptions<'a> {
    /// Elements that the rules of a site definition remove.
    pub removed: &'a HashSet<NodeId>,
    /// The title; a heading that repeats it at the top goes.
    pub title: Option<&'a str>,
    /// Who wrote it and when; what the page says of them at its end goes, and lines of these facts at its edges.
    pub known: Known<'a>,
    /// The lead; a paragraph that repeats it at the top goes when rules took it from the body.
    pub lead: Option<&'a str>,
    /// Whether a wall stands before the rest of the article; what it says goes.
    pub walled: bool,
    /// What of the page is wanted.
    pub kind: PageKind,
    /// Whether the generic rules remove share bars, related links and the like.
    pub generic_removal: bool,
}

/// The body of an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// Clean HTML, absolute addresses, nothing that runs.
    pub html: String,
    /// The same as text, paragraphs parted by a blank line. Captions and the links of players stay in the HTML.
    pub text: String,
    /// Pictures in the order of the body, each address once.
    pub images: Vec<Image>,
    /// Embedded posts and players in the order of the body.
    pub embeds: Vec<Embed>,
    /// Words of the text; two characters of a script without spaces are one.
    pub word_count: usize,
    /// Whether its end was left out, since it was too long.
    pub is_cut: bool,
}

impl Body {
    /// Whether there is nothing of it, as in a shell that scripts are to fill.
    pub const fn shows_nothing(&self) -> bool {
        self.html.is_empty() && self.embeds.is_empty()
    }
}

/// Cleans the elements that hold the body.
pub fn clean(page: &Page, pieces: &[Piece<'_>], options: &CleanOptions<'_>) -> Body {
    let mut cleaner = Cleaner {
        page,
        options,
        writer: Writer::default(),
        images: Vec::new(),
        embeds: Vec::new(),
        shown: HashSet::new(),
        said: Said::nothing(),
        paragraphs: Paragraphs::default(),
    };
    for Piece { root, signed } in pieces {
        let facts = Facts::below(page, *root);
        let judge = Judge::new(&facts, *root, options.kind);
        if let Some(signed) = signed {
            cleaner.writer.block(&format!("<p><strong>{}</strong></p>", escape(signed)));
        }
        cleaner.children(**root, &judge, true);
        cleaner.writer.end_paragraph();
        if options.kind == PageKind::Forum {
            cleaner.said.remember(&text_of(*root));
        }
    }
    let goes_on = || options.walled || continuation::next_url(page).is_some();
    let html = match options.kind {
        PageKind::Article if options.generic_removal => cleaner.writer.finish_article(options.known, goes_on),
        PageKind::Service if options.generic_removal => {
            cleaner.writer.finish_article(Known::default(), goes_on)
        }
        _ => cleaner.writer.finish(),
    };
    let Cleaned { html, text, is_cut } = clean_and_read(misread::mend(html), page.base());
    Body { word_count: word_count(&text), html, text, images: cleaner.images, embeds: cleaner.embeds, is_cut }
}

/// The state of the walk.
pub(super) struct Cleaner<'a> {
    pub(super) page: &'a Page,
    pub(super) options: &'a CleanOptions<'a>,
    pub(super) writer: Writer,
    pub(super) images: Vec<Image>,
    pub(super) embeds: Vec<Embed>,
    /// The addresses of both, since a page shows many a picture twice.
    pub(super) shown: HashSet<Url>,
    /// What the posts of a thread have said so far.
    pub(super) said: Said,
    /// Long paragraphs so far: pages write the same text once for wide and once for narrow screens.
    pub(super) paragraphs: Paragraphs,
}

/// What follows a label and goes with it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Skipping {
    Nothing,
    Links,
    UpToHeading,
}

impl Cleaner<'_> {
    /// Writes the children of an element. Loose text gets a paragraph of its own.
    pub(super) fn children(&mut self, node: NodeRef<'_, Node>, judge: &Judge<'_>, loose: bool) {
        let mut skipping = Skipping::Nothing;
        for child in node.children() {
            match child.value() {
                Node::Text(text) if skipping == Skipping::Nothing => self.writer.text(text, loose),
                Node::Element(_) => {
                    let Some(element) = ElementRef::wrap(child) else {
                        continue;
                    };
                    if self.options.generic_removal {
                        skipping = self.skip(element, judge, skipping);
                        if skipping != Skipping::Nothing {
                            continue;
                        }
                        if self.is_label_line(element, judge) {
                            continue;
                        }
                    }
                    self.element(element, judge, loose);
                }
                _ => {}
            }
        }
    }

    /// Whether a child goes with the label before it, or is a label itself.
    fn skip(&self, element: ElementRef<'_>, judge: &Judge<'_>, before: Skipping) -> Skipping {
        let name = element.value().name();
        if judge.traits(element).block || matches!(name, "strong" | "b" | "span") {
            match judge.label(element) {
                Some(Label::Contents) if self.is_followed_by_links(element, judge) => return Skipping::Links,
                // What a manual says to see also belongs to it.
                Some(Label::Links)
                    if self.options.kind != PageKind::Documentation
                        && self.is_followed_by_links(element, judge) =>
                {
                    return Skipping::Links;
                }
                Some(Label::Box) if is_heading(name) => return Skipping::UpToHeading,
                Some(Label::MayBeBox)
                    if is_heading(name)
                        && self.options.kind != PageKind::Documentation
                        && is_followed_by_box(element, judge) =>
                {
                    return Skipping::UpToHeading;
                }
                _ => {}
            }
        }
        let figures = judge.figures(element);
        match before {
            Skipping::Links if figures.text == 0 || figures.is_linked(40) => Skipping::Links,
            Skipping::UpToHeading if !is_heading(name) => Skipping::UpToHeading,
            _ => Skipping::Nothing,
        }
    }

    fn is_followed_by_links(&self, element: ElementRef<'_>, judge: &Judge<'_>) -> bool {
        if judge.figures(element).is_linked(50) {
            return true;
        }
        element
            .next_siblings()
            .filter_map(ElementRef::wrap)
            .find(|sibling| judge.figures(*sibling).text > 0)
            .is_none_or(|sibling| judge.figures(sibling).is_linked(40))
    }

    /// Whether a block before everything else is a manual's table of contents: hardly more than links to parts of the page.
    fn leads_within(&self, element: ElementRef<'_>, judge: &Judge<'_>) -> bool {
        let is_link = |inner: &ElementRef<'_>| inner.value().name() == "a";
        let is_part = |link: ElementRef<'_>| link.attr("href").is_none_or(|href| href.starts_with('#'));
        self.options.kind == PageKind::Documentation
            && self.writer.is_empty()
            && judge.is_link_list(judge.figures(element))
            && element.descendent_elements().filter(is_link).all(is_part)
    }

    /// Whether a block is a label alone. The sections of a manual are called "Search" and "Print" too.
    fn is_label_line(&self, element: ElementRef<'_>, judge: &Judge<'_>) -> bool {
        let is_section = self.options.kind == PageKind::Documentation && is_heading(element.value().name());
        judge.traits(element).block && !is_section && judge.label(element) == Some(Label::Line)
    }

    pub(super) fn element(&mut self, element: ElementRef<'_>, judge: &Judge<'_>, loose: bool) {
        let name = element.value().name();
        let traits = judge.traits(element);
        if self.options.removed.contains(&element.id()) || traits.hidden {
            return;
        }
        if name == "noscript" {
            self.noscript(element);
            return;
        }
        if self.embed(element) {
            return;
        }
        let unwanted = self.options.generic_removal
            && (judge.block(element).is_some()
                || (self.options.walled && is_wall(judge.figures(element), || text_of(element)))
                || self.repeats_title(element, judge)
                || self.leads_within(element, judge)
                || self.repeats_post(element, judge)
                || self.repeats_paragraph(element, judge));
        if unwanted || self.repeats_lead(element, judge) {
            return;
        }
        match name {
            "br" => self.line_break(loose),
            "hr" if self.writer.is_empty() => {}
            "hr" => self.writer.block("<hr>"),
            "img" | "amp-img" | "picture" => self.image(element, loose),
            "video" | "audio" => self.player(element),
            "figure" => self.figure(element, judge),
            "pre" => self.preformatted(element),
            "table" => self.table(element, judge),
            "ul" | "ol" | "dl" => self.list(element, judge),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(element, judge),
            "blockquote" | "details" | "aside" => {
                let tag = if name == "aside" { "blockquote" } else { name };
                self.wrapped(element, judge, tag, true);
            }
            "summary" => self.wrapped(element, judge, name, false),
            "script" | "style" | "template" | "svg" | "math" | "object" | "canvas" | "head" | "title"
            | "input" | "select" | "textarea" | "iframe" => {}
            "a" => self.link(element, judge, loose),
            _ if inline_tag(name).is_some() && judge.figures(element).blocks == 0 => {
                self.inline(element, judge, loose);
            }
            "p" if has_direction(element) && judge.figures(element).blocks <= 1 => {
                self.wrapped(element, judge, name, false);
            }
            _ if traits.block && has_direction(element) => self.wrapped(element, judge, "div", true),
            _ if traits.block || judge.figures(element).blocks > 0 => {
                self.writer.end_paragraph();
                self.children(*element, judge, true);
                self.writer.end_paragraph();
            }
            _ => self.children(*element, judge, loose),
        }
    }

    fn link(&mut self, element: ElementRef<'_>, judge: &Judge<'_>, loose: bool) {
        let figures = judge.figures(element);
        let href = element.attr("href").and_then(|href| self.page.resolve(href));
        match href {
            Some(url) if figures.text > 0 && figures.blocks == 0 && figures.media == 0 => {
                let mark = self
                    .writer
                    .open_inline(&format!("a href=\"{}\" rel=\"noopener\"", escape(url.as_str())), loose);
                self.children(*element, judge, false);
                self.writer.close_inline("a", mark);
            }
            _ => self.children(*element, judge, loose),
        }
    }

    fn inline(&mut self, element: ElementRef<'_>, judge: &Judge<'_>, loose: bool) {
        let Some(tag) = inline_tag(element.value().name()) else {
            return;
        };
        if judge.figures(element).media > 0 {
            self.children(*element, judge, loose);
            return;
        }
        let mark = self.writer.open_inline(&with_direction(element, tag), loose);
        self.children(*element, judge, false);
        self.writer.close_inline(tag, mark);
    }

    /// One break parts lines; two part paragraphs.
    fn line_break(&mut self, loose: bool) {
        if loose && self.writer.ends_with_break() {
            self.writer.end_paragraph();
        } else {
            self.writer.line_break();
        }
    }
}

/// The most characters of a box that holds no link.
const BOX_TEXT: usize = 100;
/// The most characters of a box for each of its links.
const BOX_TEXT_PER_LINK: usize = 250;

/// Whether what stands between a heading and the next is no section of an article: little text, links, or a form.
fn is_followed_by_box(heading: ElementRef<'_>, judge: &Judge<'_>) -> bool {
    let is_field = |inner: ElementRef<'_>| matches!(inner.value().name(), "form" | "input" | "textarea");
    let (mut text, mut links) = (0, 0);
    let behind = heading.next_siblings().filter_map(ElementRef::wrap);
    for sibling in behind.take_while(|sibling| !is_heading(sibling.value().name())) {
        let figures = judge.figures(sibling);
        if figures.is_small() && sibling.descendent_elements().any(is_field) {
            return true;
        }
        text += figures.text;
        links += figures.links;
    }
    text <= BOX_TEXT.max(links * BOX_TEXT_PER_LINK)
}

pub(super) fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// The tag under which an inline element is written; older names become today's.
fn inline_tag(name: &str) -> Option<&'static str> {
    Some(match name {
        "strong" => "strong",
        "b" => "b",
        "em" => "em",
        "i" => "i",
        "u" => "u",
        "s" | "strike" => "s",
        "del" => "del",
        "ins" => "ins",
        "sub" => "sub",
        "sup" => "sup",
        "code" | "tt" => "code",
        "kbd" => "kbd",
        "samp" => "samp",
        "var" => "var",
        "mark" => "mark",
        "small" => "small",
        "q" => "q",
        "cite" => "cite",
        "abbr" | "acronym" => "abbr",
        "dfn" => "dfn",
        "ruby" => "ruby",
        "rt" => "rt",
        "rp" => "rp",
        _ => return None,
    })
}

fn has_direction(element: ElementRef<'_>) -> bool {
    matches!(element.attr("dir"), Some("ltr" | "rtl"))
}

/// A start tag with the element's own direction and language.
pub(super) fn with_direction(element: ElementRef<'_>, tag: &str) -> String {
    let mut start = tag.to_owned();
    for name in ["dir", "lang"] {
        if let Some(value) = element.attr(name).filter(|value| !value.is_empty()) {
            start.push_str(&format!(" {name}=\"{}\"", escape(value)));
        }
    }
    start
}
