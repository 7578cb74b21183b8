//! What was extracted, as JSON: the answer of the command line and of the API.

use serde::Serialize;
use serde_json::{Value, json};

use crate::model::{Article, Dated, Entry, Listing, UNSURE_BELOW};

/// An article as a JSON object. Dates are RFC 3339 with the offset they were written in; a field that the page does not
/// have is null or empty.
pub fn article_json(article: &Article) -> Value {
    json!({
        "url": article.url,
        "kind": article.kind,
        "partial": article.partial,
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
        "next_url": article.next_url,
    })
}

/// Adds to an answer why it reads as it does.
pub fn explained<E: Serialize>(mut answer: Value, explanation: &E) -> Value {
    if let Some(members) = answer.as_object_mut() {
        members.insert("explain".to_owned(), json!(explanation));
    }
    answer
}

/// A listing as a JSON object, with the rules that were used or found, in the form of a site definition.
pub fn listing_json<R: Serialize>(listing: &Listing, rules: Option<&R>) -> Value {
    json!({
        "url": listing.url,
        "title": listing.title,
        "language": listing.language,
        "entries": listing.entries.iter().map(entry_json).collect::<Vec<_>>(),
        "next_url": listing.next_url,
        "feed_url": listing.feed_url,
        "skipped": listing.skipped,
        "confidence": listing.confidence,
        "unsure": listing.confidence < UNSURE_BELOW,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DateSource, Direction, Image, Precision, Skip, SkipReason};

    fn dated(text: &str, source: DateSource) -> Dated {
        Dated { moment: serde_json::from_value(json!(text)).unwrap(), precision: Precision::Minute, source }
    }

    #[test]
    fn an_article_shows_every_key_and_its_dates_with_their_offset() {
        let mut article = Article::new("https://news.example/a".parse().unwrap());
        article.published = Some(dated("2024-05-06T07:08:09+03:00", DateSource::JsonLd));
        article.direction = Direction::Rtl;
        let mut image = Image::new("https://news.example/a.jpg".parse().unwrap());
        image.media_type = Some("image/jpeg".to_owned());
        article.image = Some(image);

        let value = article_json(&article);

        assert_eq!(value["published"], "2024-05-06T07:08:09+03:00");
        assert_eq!(value["date_source"], "json_ld");
        assert_eq!(value["direction"], "rtl");
        assert_eq!(value["image"], json!({"url": "https://news.example/a.jpg", "type": "image/jpeg"}));
        assert_eq!(value["modified"], Value::Null);
        let keys = [
            "url",
            "kind",
            "partial",
            "canonical_url",
            "post_id",
            "title",
            "authors",
            "source",
            "site_name",
            "published",
            "modified",
            "date_source",
            "language",
            "direction",
            "section",
            "tags",
            "lead",
            "image",
            "images",
            "body_html",
            "body_text",
            "embeds",
            "word_count",
            "next_url",
        ];
        assert_eq!(value.as_object().unwrap().len(), keys.len());
        assert!(keys.iter().all(|key| value.get(key).is_some()), "{value}");
    }

    #[test]
    fn a_listing_shows_its_entries_what_was_skipped_and_the_rules() {
        let listing = Listing {
            url: "https://news.example/".parse().unwrap(),
            title: None,
            language: Some("en".to_owned()),
            entries: vec![Entry {
                title: Some("A bridge reopens".to_owned()),
                published: Some(dated("2024-05-06T00:00:00Z", DateSource::Text)),
                ..Entry::default()
            }],
            next_url: None,
            feed_url: None,
            skipped: vec![Skip { reason: SkipReason::NoLink, subject: "An advert".to_owned() }],
            confidence: 0.75,
        };

        let value = listing_json(&listing, Some(&json!({"entry": "article"})));

        assert_eq!(value["entries"][0]["title"], "A bridge reopens");
        assert_eq!(value["entries"][0]["published"], "2024-05-06T00:00:00+00:00");
        assert_eq!(value["entries"][0]["date_source"], "text");
        assert_eq!(value["skipped"], json!([{"reason": "no_link", "subject": "An advert"}]));
        assert_eq!(value["rules"], json!({"listing": {"entry": "article"}}));
        assert_eq!(listing_json(&listing, None::<&Value>)["rules"], Value::Null);
    }
}
