//! RSS, Atom and JSON Feed, which `feed-rs` parses.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use feed_rs::model::{Category, Entry as Item, Feed, Link, Text};
use feed_rs::parser::Builder;
use scraper::{Html, Selector};
use url::Url;

use super::document::{Document, SyndicationError};
use super::kind::root;
use crate::extract::addresses::absolute;
use crate::extract::date::{self, DateContext, ParsedDate};
use crate::extract::page::{language_tag, parse_fragment};
use crate::extract::sanitize::{clean_beginning, inline_text, plain_text};
use crate::extract::text::{collapse, word_count};
use crate::model::{Article, DateSource, Dated, Direction, Entry, Image, Skip, SkipReason, normalise_link};

/// From so many words on, a text of a feed is a whole article rather than its teaser.
const WHOLE_WORDS: usize = 200;

/// Most labels that are taken of one entry.
const MAX_TAGS: usize = 20;

/// The dates of a feed with the offset they were written in, by their instant in seconds: the parser keeps instants alone.
type Dates = Arc<Mutex<HashMap<i64, ParsedDate>>>;

/// Reads a feed. What `context` lacks in language the feed may say.
pub(super) fn read(text: &str, url: &Url, context: &DateContext<'_>) -> Result<Document, SyndicationError> {
    let dates = Dates::default();
    let feed = parse(text, url, context, &dates)?;
    let language = feed.language.as_deref().and_then(language_tag);
    let mut document = Document {
        title: feed.title.as_ref().map(line).filter(|title| !title.is_empty()),
        home: home(&feed, url),
        language: language.clone(),
        ..Document::default()
    };
    let dates = dates.lock().unwrap_or_else(PoisonError::into_inner);
    for item in &feed.entries {
        match entry(item, &feed, url, &dates) {
            Ok(entry) => {
                document.articles.extend(article(item, &entry, language.as_deref(), &dates));
                document.entries.push(entry);
            }
            Err(skip) => document.skipped.push(skip),
        }
    }
    Ok(document)
}

/// The address that a feed gives for itself (`rel=self`, `feed_url`), else that of its page.
pub(super) fn own_address(text: &str, base: &Url) -> Option<Url> {
    let feed = Builder::new().sanitize_content(false).build().parse(text.as_bytes()).ok()?;
    let own = feed.links.iter().find(|link| link.rel.as_deref() == Some("self"));
    own.and_then(|link| absolute(&link.href, base))
        .or_else(|| home(&feed, base))
        .filter(|url| url.host() != base.host())
}

fn parse(text: &str, url: &Url, context: &DateContext<'_>, dates: &Dates) -> Result<Feed, SyndicationError> {
    let broken = |cause: String| SyndicationError::Feed(cause);
    // The parser takes the end of the text for the end of the document.
    if let Some(name) = root(text)
        && !text.contains(&format!("</{name}"))
    {
        return Err(broken(format!("it ends before </{name}>")));
    }
    let builder = Builder::new().base_uri(Some(url.as_str())).sanitize_content(false);
    let feed =
        builder.timestamp_parser(remember(context, dates)).build().parse(with_version(text).as_bytes());
    feed.map_err(|error| broken(error.to_string()))
}

/// RSS without a version, or with one that the parser does not know, is read as 2.0, which contains all of 0.9x.
fn with_version(text: &str) -> std::borrow::Cow<'_, str> {
    let known = ["\"2.0\"", "'2.0'", "\"0.91\"", "'0.91'", "\"0.92\"", "'0.92'"];
    let Some((before, after)) = text.split_once("<rss").filter(|_| root(text) == Some("rss")) else {
        return text.into();
    };
    let Some((attributes, rest)) = after.split_once('>') else { return text.into() };
    if known.iter().any(|version| attributes.contains(&format!("version={version}"))) {
        return text.into();
    }
    let attributes = attributes.replace(" version=", " data-version=");
    format!("{before}<rss version=\"2.0\"{attributes}>{rest}").into()
}

/// A reader of dates that keeps what it read.
fn remember(
    context: &DateContext<'_>,
    dates: &Dates,
) -> impl Fn(&str) -> Option<chrono::DateTime<chrono::Utc>> + Send + Sync + 'static {
    let (now, zone, order) = (context.now, context.zone.clone(), context.order);
    let language = context.language.map(ToOwned::to_owned);
    let dates = Arc::clone(dates);
    move |text| {
        let context = DateContext { now, zone: &zone, language: language.as_deref(), order };
        let parsed = date::parse(text, &context).filter(|parsed| !parsed.relative)?;
        let second = parsed.moment.timestamp().as_second();
        dates.lock().unwrap_or_else(PoisonError::into_inner).insert(second, parsed);
        chrono::DateTime::from_timestamp(second, 0)
    }
}

fn dated(instant: Option<chrono::DateTime<chrono::Utc>>, dates: &HashMap<i64, ParsedDate>) -> Option<Dated> {
    Some(dates.get(&instant?.timestamp())?.dated(DateSource::Feed))
}

fn entry(item: &Item, feed: &Feed, base: &Url, dates: &HashMap<i64, ParsedDate>) -> Result<Entry, Skip> {
    let title = item.title.as_ref().map(line).filter(|title| !title.is_empty());
    let Some(url) = link(item, base) else {
        let subject = title.unwrap_or_else(|| item.id.clone()).chars().take(120).collect();
        return Err(Skip { reason: SkipReason::NoLink, subject });
    };
    let names = if item.authors.is_empty() { &feed.authors } else { &item.authors };
    let summary = item.summary.as_ref().filter(|text| !is_whole(&text.content, &url, title.as_deref()));
    Ok(Entry {
        summary: summary.map(line).filter(|text| !text.is_empty() && Some(text) != title.as_ref()),
        published: dated(item.published.or(item.updated), dates),
        image: image(item, base),
        authors: each_once(names.iter().filter_map(|person| author(person.name.as_deref()?))),
        tags: tags(item),
        post_id: None,
        url: Some(url),
        title,
    })
}

/// The address of the article: the link that leads nowhere else, or an id that is an address.
fn link(item: &Item, base: &Url) -> Option<Url> {
    let leads_to_it = |link: &&Link| {
        link.target.is_none() && link.rel.as_deref().is_none_or(|rel| rel.eq_ignore_ascii_case("alternate"))
    };
    let found = item.links.iter().filter(leads_to_it).find_map(|link| absolute(&link.href, base));
    found.or_else(|| {
        let id = item.id.trim();
        id.contains("://").then(|| absolute(id, base)).flatten()
    })
}

/// The article of an item whose text is whole. What only looks whole is read from its page all the same.
fn article(
    item: &Item,
    entry: &Entry,
    language: Option<&str>,
    dates: &HashMap<i64, ParsedDate>,
) -> Option<Article> {
    let url = entry.url.as_ref()?;
    let texts = [
        item.content.as_ref().and_then(|content| {
            Some((content.body.as_deref()?, is_plain(content.content_type.subty().as_str())))
        }),
        item.summary.as_ref().map(|text| (text.content.as_str(), false)),
    ];
    let (text, plain) =
        texts.into_iter().flatten().find(|(text, _)| is_whole(text, url, entry.title.as_deref()))?;
    let html = if plain { paragraphs(text) } else { text.to_owned() };
    let (body_html, partial) = clean_beginning(&html, url);
    let body_text = plain_text(&body_html);
    let language =
        item.language.as_deref().and_then(language_tag).or_else(|| language.map(ToOwned::to_owned));
    Some(Article {
        title: entry.title.clone(),
        authors: entry.authors.clone(),
        published: entry.published,
        modified: dated(item.updated, dates),
        tags: entry.tags.clone(),
        lead: entry.summary.clone(),
        image: entry.image.clone(),
        word_count: word_count(&body_text),
        direction: language.as_deref().map_or(Direction::Ltr, Direction::of_language),
        language,
        body_html: Some(body_html),
        body_text: Some(body_text),
        partial,
        ..Article::new(url.clone())
    })
}

/// Whether a text is a whole article: long, and at its end neither cut off nor with a link that invites to read on, which
/// is one to the article under another name than its title.
fn is_whole(html: &str, url: &Url, title: Option<&str>) -> bool {
    // A word has two bytes at least with the space after it.
    if html.len() < 2 * WHOLE_WORDS {
        return false;
    }
    let text = collapse(&plain_text(html));
    let end = text.trim_end_matches([']', ')', ' ']);
    let cut_off = end.ends_with('…') || end.ends_with("...");
    word_count(&text) >= WHOLE_WORDS && !cut_off && !invites(html, url, &text, title)
}

fn invites(html: &str, url: &Url, text: &str, title: Option<&str>) -> bool {
    let (Ok(fragment), Ok(anchors)) = (parse_fragment(html), Selector::parse("a[href]")) else {
        return false;
    };
    last_link(&fragment, &anchors).is_some_and(|(href, label)| {
        let own = absolute(href, url).is_some_and(|link| normalise_link(&link) == normalise_link(url));
        own && text.ends_with(&label) && Some(label.as_str()) != title
    })
}

fn last_link<'h>(fragment: &'h Html, anchors: &Selector) -> Option<(&'h str, String)> {
    let last = fragment.select(anchors).next_back()?;
    Some((last.attr("href")?, collapse(&last.text().collect::<String>())))
}

fn is_plain(subtype: &str) -> bool {
    subtype.eq_ignore_ascii_case("plain")
}

/// Plain text as paragraphs.
fn paragraphs(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    escaped.split("\n\n").map(|paragraph| format!("<p>{paragraph}</p>")).collect()
}

fn image(item: &Item, base: &Url) -> Option<Image> {
    let pictures = item.media.iter().flat_map(|media| {
        let contents = media.content.iter().filter_map(|content| {
            let is_picture = content.content_type.as_ref().is_some_and(|kind| kind.ty().as_str() == "image");
            content.url.as_ref().filter(|_| is_picture).map(Url::as_str)
        });
        contents.chain(media.thumbnails.iter().map(|thumbnail| thumbnail.image.uri.as_str()))
    });
    pictures.filter_map(|address| absolute(address, base)).map(Image::new).next()
}

/// A name. RSS writes an address of mail and a name in brackets.
fn author(text: &str) -> Option<String> {
    let name = match text.split_once('(') {
        Some((before, name)) if before.contains('@') || before.trim().is_empty() => {
            name.trim_end_matches(')')
        }
        _ => text,
    };
    let name = inline_text(name);
    (!name.is_empty() && !name.contains('@') && name.chars().count() <= 80).then_some(name)
}

fn tags(item: &Item) -> Vec<String> {
    let named = |category: &Category| inline_text(category.label.as_deref().unwrap_or(&category.term));
    each_once(item.categories.iter().take(MAX_TAGS).map(named).filter(|tag| !tag.is_empty()))
}

fn each_once(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = HashSet::new();
    texts.filter(|text| seen.insert(text.clone())).collect()
}

fn home(feed: &Feed, base: &Url) -> Option<Url> {
    let is_page = |link: &&Link| link.rel.as_deref().is_none_or(|rel| rel.eq_ignore_ascii_case("alternate"));
    feed.links.iter().filter(is_page).find_map(|link| absolute(&link.href, base))
}

/// A text in one line, without the HTML that it may carry.
fn line(text: &Text) -> String {
    let content = text.content.as_str();
    if content.contains('<') { collapse(&plain_text(content)) } else { inline_text(content) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_brackets_beside_an_address_of_mail_is_the_author() {
        for text in ["jane@news.example (Jane Ferry)", "(Jane Ferry)", "Jane Ferry"] {
            assert_eq!(author(text).as_deref(), Some("Jane Ferry"), "{text}");
        }
        assert_eq!(author("jane@news.example"), None);
    }
}
