//! What was extracted, as JSON: the answer of the command line and of the API.

use serde::Serialize;
use serde_json::{Value, json};

use crate::model::{Article, Dated, Entry, Listing};

/// An article as a JSON object. Dates are RFC 3339 with the offset they were written in; a field that the page does not
/// have is null or empty.
pub fn article_json(article: &Article) -> Value {
    json!({
        "url": article.url,
        "canonical_url": article.canonical_url,
        "post_id": article.post_id,
        "title": article.title,
        "authors": article.authors,
        "source": article.source,
        "site_name": article.site_name,
        "published": moment(article.published),
        "modified": moment(article.modified),
        "date_source": article.published.map(|dated| dated.source),
        "language": article.language,
        "direction": article.direction,
        "section": article.section,
        "tags": article.tags,
        "lead": article.lead,
        "image": article.image,
        "images": article.images,
        "body_html": article.body_html,
        "body_text": article.body_text,
        "embeds": article.embeds,
        "word_count": article.word_count,
    })
}

/// A listing as a JSON object, with the rules that were used or found, in the form of a site definition.
pub fn listing_json<R: Serialize>(listing: &Listing, rules: Option<&R>) -> Value {
    json!({
        "url": listing.url,
        "title": listing.title,
        "language": listing.language,
        "entries": listing.entries.iter().map(entry_json).collect::<Vec<_>>(),
        "next_url": listing.next_url,
        "skipped": listing.skipped,
        "confidence": listing.confidence,
        "rules": rules.map(|rules| json!({"listing": rules})),
    })
}

fn entry_json(entry: &Entry) -> Value {
    json!({
        "url": entry.url,
        "post_id": entry.post_id,
        "title": entry.title,
        "summary": entry.summary,
        "published": moment(entry.published),
        "date_source": entry.published.map(|dated| dated.source),
        "image": entry.image,
        "authors": entry.authors,
        "tags": entry.tags,
    })
}

fn moment(dated: Option<Dated>) -> Option<String> {
    dated.map(|dated| dated.moment.to_string())
}
