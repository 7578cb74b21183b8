//! OPML 2.0 (<https://opml.org/spec2.opml>): lists of feeds that readers import in one go.

use std::fmt::{self, Write};

use url::Url;

use super::date::rfc_2822;
use super::document::{Document, RenderError, encode};
use super::markup::escape;
use super::text::{language_tag, one_line};
use crate::model::Moment;

/// Feeds under one heading; readers make a folder of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpmlGroup {
    /// The heading as plain text.
    pub title: String,
    /// The feeds in the order they are shown.
    pub outlines: Vec<Outline>,
}

/// One feed of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// The feed's title as plain text.
    pub title: String,
    /// The feed's own address.
    pub xml_url: Url,
    /// The page that people read instead.
    pub html_url: Url,
    /// BCP 47 tag.
    pub language: Option<String>,
}

/// Renders a list of feeds. The moment is when the list last changed; left out, the same list gives the same bytes.
///
/// # Errors
/// When the writer gives up; it does not while it writes into memory.
pub fn opml(title: &str, created: Option<Moment>, groups: &[OpmlGroup]) -> Result<Document, RenderError> {
    let mut out = String::new();
    write(&mut out, title, created, groups)
        .map_err(|source| RenderError::Opml { title: title.to_owned(), source })?;
    Ok(encode("text/x-opml; charset=utf-8", out.into_bytes()))
}

fn write(out: &mut String, title: &str, created: Option<Moment>, groups: &[OpmlGroup]) -> fmt::Result {
    let title = one_line(title);
    out.write_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<opml version=\"2.0\">\n<head>\n")?;
    writeln!(out, "<title>{}</title>", escape(&title))?;
    if let Some(created) = created {
        writeln!(out, "<dateCreated>{}</dateCreated>", rfc_2822(created))?;
    }
    out.write_str("</head>\n<body>\n")?;
    for group in groups {
        writeln!(out, "<outline text=\"{}\">", escape(&one_line(&group.title)))?;
        for outline in &group.outlines {
            write_outline(out, outline)?;
        }
        out.write_str("</outline>\n")?;
    }
    out.write_str("</body>\n</opml>\n")
}

/// `text` is what OPML demands, `title` what some readers look for.
fn write_outline(out: &mut String, outline: &Outline) -> fmt::Result {
    let title = one_line(&outline.title);
    let title = escape(&title);
    write!(
        out,
        "<outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{}\" htmlUrl=\"{}\"",
        escape(outline.xml_url.as_str()),
        escape(outline.html_url.as_str()),
    )?;
    if let Some(language) = outline.language.as_deref().and_then(language_tag) {
        write!(out, " language=\"{language}\"")?;
    }
    out.write_str("/>\n")
}
