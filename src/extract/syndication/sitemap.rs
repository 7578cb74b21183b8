//! Sitemaps (sitemaps.org protocol 0.9) with the news and image extensions, and indexes of sitemaps.

use jiff::Timestamp;
use quick_xml::Reader;
use quick_xml::events::Event;
use url::Url;

use super::document::{Document, SyndicationError};
use crate::extract::addresses::absolute;
use crate::extract::date::{self, DateContext};
use crate::extract::page::language_tag;
use crate::extract::text::collapse;
use crate::model::{DateSource, Dated, Entry, Image, Skip, SkipReason};

/// Most addresses that a sitemap may have; what comes after them is not read.
const MAX_ADDRESSES: usize = 50_000;

/// Deeper nesting is no sitemap.
const MAX_DEPTH: usize = 16;

/// What one `url` or `sitemap` says.
#[derive(Default)]
struct Told {
    location: Option<String>,
    changed: Option<String>,
    title: Option<String>,
    published: Option<String>,
    language: Option<String>,
    picture: Option<String>,
    keywords: Option<String>,
}

/// Reads a sitemap or an index. The last change of a page is not its publication, so it orders the entries and dates none.
pub(super) fn read(text: &str, url: &Url, context: &DateContext<'_>) -> Result<Document, SyndicationError> {
    let mut document = Document::default();
    let mut entries: Vec<(Option<Timestamp>, Entry)> = Vec::new();
    let mut parts: Vec<(Option<Timestamp>, Url)> = Vec::new();
    for (is_part, told) in elements(text)? {
        let moment = |text: &Option<String>| dated(text.as_deref(), context);
        let changed =
            moment(&told.changed).or_else(|| moment(&told.published)).map(|at| at.moment.timestamp());
        match told.location.as_deref().and_then(|location| absolute(location, url)) {
            Some(part) if is_part => parts.push((changed, part)),
            Some(page) => {
                document.language =
                    document.language.or_else(|| told.language.as_deref().and_then(language_tag));
                entries.push((changed, entry(page, told, url, context)));
            }
            None => {
                let subject = told.location.unwrap_or_default().chars().take(120).collect();
                document.skipped.push(Skip { reason: SkipReason::BadLink, subject });
            }
        }
    }
    // Those without a moment keep their places behind those with one.
    entries.sort_by_key(|(changed, _)| std::cmp::Reverse(*changed));
    parts.sort_by_key(|(changed, _)| std::cmp::Reverse(*changed));
    document.entries = entries.into_iter().map(|(_, entry)| entry).collect();
    document.parts = parts.into_iter().map(|(_, part)| part).collect();
    Ok(document)
}

fn entry(page: Url, told: Told, base: &Url, context: &DateContext<'_>) -> Entry {
    let keywords = told.keywords.unwrap_or_default();
    Entry {
        url: Some(page),
        title: told.title.map(|title| collapse(&title)).filter(|title| !title.is_empty()),
        published: dated(told.published.as_deref(), context),
        image: told.picture.and_then(|address| absolute(&address, base)).map(Image::new),
        tags: keywords.split(',').map(collapse).filter(|tag| !tag.is_empty()).take(20).collect(),
        ..Entry::default()
    }
}

fn dated(text: Option<&str>, context: &DateContext<'_>) -> Option<Dated> {
    date::parse(text?.trim(), context)
        .filter(|parsed| !parsed.relative)
        .map(|parsed| parsed.dated(DateSource::Feed))
}

/// Every `url` (false) and `sitemap` (true) of a document.
fn elements(text: &str) -> Result<Vec<(bool, Told)>, SyndicationError> {
    let broken = |cause: String| SyndicationError::Sitemap(cause);
    let mut reader = Reader::from_str(text);
    let (mut path, mut found): (Vec<String>, Vec<(bool, Told)>) = (Vec::new(), Vec::new());
    let (mut told, mut content) = (Told::default(), String::new());
    loop {
        let event = reader
            .read_event()
            .map_err(|error| broken(format!("{error} at byte {}", reader.error_position())))?;
        match event {
            Event::Start(start) if path.len() < MAX_DEPTH => {
                path.push(String::from_utf8_lossy(start.local_name().as_ref()).into_owned());
                content.clear();
            }
            Event::Start(_) => return Err(broken(format!("elements nest more than {MAX_DEPTH} deep"))),
            Event::End(_) => {
                let name = path.pop().unwrap_or_default();
                match name.as_str() {
                    "url" | "sitemap" => found.push((name == "sitemap", std::mem::take(&mut told))),
                    _ => told.take(path.last().map_or("", String::as_str), &name, &content),
                }
                content.clear();
            }
            Event::Text(text) => content.push_str(&String::from_utf8_lossy(&text)),
            Event::CData(text) => content.push_str(&String::from_utf8_lossy(&text)),
            Event::GeneralRef(reference) => content.push_str(&resolved(&reference)),
            Event::Eof => break,
            _ => {}
        }
        if found.len() >= MAX_ADDRESSES {
            return Ok(found);
        }
    }
    match path.last() {
        Some(open) => Err(broken(format!("it ends within <{open}>"))),
        None => Ok(found),
    }
}

/// The character that a reference means; of an entity that XML does not define, its name.
fn resolved(reference: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    let name = String::from_utf8_lossy(reference).into_owned();
    quick_xml::escape::resolve_predefined_entity(&name).map_or(name.clone(), ToOwned::to_owned)
}

impl Told {
    /// Takes what an element within a `url` or `sitemap` says, by the element around it.
    fn take(&mut self, around: &str, name: &str, content: &str) {
        let field = match (around, name) {
            ("url" | "sitemap", "loc") => &mut self.location,
            ("url" | "sitemap", "lastmod") => &mut self.changed,
            ("news", "title") => &mut self.title,
            ("news", "publication_date") => &mut self.published,
            ("news", "keywords") => &mut self.keywords,
            ("publication", "language") => &mut self.language,
            ("image", "loc") => &mut self.picture,
            _ => return,
        };
        let content = content.trim();
        if field.is_none() && !content.is_empty() {
            *field = Some(content.to_owned());
        }
    }
}
