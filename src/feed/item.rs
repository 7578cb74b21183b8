//! From an entry and its article to an item, and from an item to its newer self.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::settled::{fold, settled};
use crate::model::{
    Alias, Article, DateSource, Dated, Entry, Item, ItemId, Moment, PageKind, Precision, normalise_link,
    plain_address, short_hex,
};
use crate::site::Site;
use crate::store::StoredItem;

/// The names under which an item is known, strongest first.
pub(super) fn aliases(entry: &Entry, article: Option<&Article>) -> Vec<Alias> {
    let post_id = article.and_then(|article| article.post_id.clone()).or_else(|| entry.post_id.clone());
    let canonical = article.and_then(|article| article.canonical_url.as_ref()).map(normalise_link);
    let urls = || entry.url.iter().chain(article.map(|article| &article.url));
    let plain = urls().filter_map(plain_address);
    let links = urls().map(normalise_link);
    let text = entry.title.iter().filter(|_| entry.url.is_none()).map(|title| Alias::Text(fold(title)));
    let mut aliases: Vec<Alias> = post_id
        .map(Alias::PostId)
        .into_iter()
        .chain(canonical.map(Alias::Canonical))
        .chain(links.map(Alias::Link))
        .chain(plain.map(|url| Alias::Canonical(normalise_link(&url))))
        .chain(text)
        .collect();
    let mut seen = std::collections::HashSet::new();
    aliases.retain(|alias| seen.insert(alias.storage_key()));
    aliases
}

/// The item that an entry and its article make. What was published stays: id, date of publication, and what an article
/// gave that now could not be fetched. `updated` moves only when title, summary, text or picture differ.
pub(super) fn merge(
    id: ItemId,
    before: Option<&StoredItem>,
    entry: &Entry,
    article: Option<&Article>,
    site: &Site,
    now: Timestamp,
) -> Item {
    let seen = Moment::from(now.to_zoned(site.time_zone.clone()));
    let stored = before.map(|stored| &stored.item);
    let (published, date_source) = match before {
        Some(before) if !is_first_to_tell_the_date(before, article) => {
            (before.item.published, before.item.date_source)
        }
        _ => published(entry, article, stored.map_or(seen, |item| item.first_seen)),
    };
    let mut item = Item {
        id,
        url: article.map(|article| article.canonical_url.clone().unwrap_or_else(|| article.url.clone())),
        title: title(entry, article).unwrap_or_default(),
        authors: article
            .map(|article| article.authors.clone())
            .filter(|names| !names.is_empty())
            .unwrap_or_else(|| entry.authors.clone()),
        source: article.and_then(|article| article.source.clone()),
        published,
        updated: published,
        date_source,
        first_seen: stored.map_or(seen, |item| item.first_seen),
        summary: summary(entry, article),
        content_html: article.and_then(|article| article.body_html.clone()),
        content_text: article.and_then(|article| article.body_text.clone()),
        image: article.and_then(|article| article.image.clone()).or_else(|| entry.image.clone()),
        embeds: article.map(|article| article.embeds.clone()).unwrap_or_default(),
        sections: Vec::new(),
        tags: tags(entry, article),
        language: article
            .and_then(|article| article.language.clone())
            .or_else(|| site.known_language().map(ToOwned::to_owned)),
        partial: article.is_some_and(|article| article.partial),
        origin: None,
    };
    if item.url.is_none() {
        item.url.clone_from(&entry.url);
    }
    if let Some(stored) = stored {
        keep_what_is_missing(&mut item, stored, article.is_some());
        keep_settled_texts(&mut item, stored);
    }
    item.updated = updated(&item, stored, article, seen);
    item
}

/// A fingerprint of what readers see of an item: 160 bits in hexadecimal digits. Sizes of pictures do not count, nor do
/// markup, categories and embeds, which sites change without a change of the text, nor figures of the moment
/// ([`settled`]).
pub(super) fn content_hash(item: &Item) -> String {
    let picture = item.image.as_ref().map(|image| image.url.path().to_owned());
    fingerprint(&[Some(&item.title), item.summary.as_ref(), item.content_text.as_ref(), picture.as_ref()])
}

/// A fingerprint of what a listing shows of an article. When it changes the article is looked at again. Dates do not
/// count: those in words change by the minute.
pub(super) fn listing_hash(entry: &Entry) -> String {
    fingerprint(&[entry.title.as_ref(), entry.summary.as_ref()])
}

/// Whether a fingerprint of [`listing_hash`] is among the remembered ones.
pub(super) fn was_shown(remembered: Option<&str>, listing_hash: &str) -> bool {
    remembered.into_iter().flat_map(str::split_whitespace).any(|known| known == listing_hash)
}

/// The remembered fingerprints of [`listing_hash`] with another one, the newest first, parted by spaces. Several are
/// remembered because sections give one article different teasers: only what none of them has shown yet is a change.
pub(super) fn remember_shown(remembered: Option<&str>, listing_hash: &str) -> String {
    let older = remembered.into_iter().flat_map(str::split_whitespace).filter(|known| *known != listing_hash);
    let all: Vec<&str> = std::iter::once(listing_hash).chain(older).take(REMEMBERED).collect();
    all.join(" ")
}

/// How many fingerprints of what listings show are remembered of an article.
const REMEMBERED: usize = 8;

fn fingerprint(fields: &[Option<&String>]) -> String {
    let mut hash = Sha256::new();
    for field in fields {
        hash.update(field.map(|text| settled(text)).unwrap_or_default());
        hash.update([0]);
    }
    short_hex(&hash.finalize())
}

/// The article's date, unless the listing has the hour of that same day, or tells by its order which of two equal hours it
/// was; else the listing's; else the moment of first sight. A date in the future is that of first sight too: a reader would pin it to the top.
fn published(entry: &Entry, article: Option<&Article>, seen: Moment) -> (Moment, DateSource) {
    let of_article = article.and_then(|article| article.published);
    let chosen = match (of_article, entry.published) {
        (Some(article), Some(listing))
            if adds_the_hour(listing, article) || is_of_the_second_showing(listing, article) =>
        {
            Some(listing)
        }
        (Some(article), _) => Some(article),
        (None, listing) => listing,
    };
    match chosen {
        Some(dated) if dated.moment <= seen => (dated.moment, dated.source),
        _ => (seen, DateSource::FirstSeen),
    }
}

/// An item that was dated by its first sight, since its article could not be read then, takes the article's date when it
/// is read at last. Only then: a date that readers have seen does not change any more.
fn is_first_to_tell_the_date(before: &StoredItem, article: Option<&Article>) -> bool {
    !before.article.fetched
        && before.item.date_source == DateSource::FirstSeen
        && article.is_some_and(|article| article.published.is_some())
}

fn adds_the_hour(listing: Dated, article: Dated) -> bool {
    article.precision == Precision::Day
        && listing.precision == Precision::Minute
        && listing.source != DateSource::Relative
        && listing.moment.zoned().date() == article.moment.zoned().date()
}

/// Whether both tell one local time, and the listing by its order that the clocks showed it for the second time.
fn is_of_the_second_showing(listing: Dated, article: Dated) -> bool {
    listing.moment > article.moment && listing.moment.zoned().datetime() == article.moment.zoned().datetime()
}

/// The article's title, unless it shares no word with that of the listing: then it is more likely the site's name or a
/// section's than a better title.
fn title(entry: &Entry, article: Option<&Article>) -> Option<String> {
    let of_article = article.and_then(|article| article.title.clone());
    match (&entry.title, of_article) {
        (Some(listing), Some(article)) if share_words(listing, &article) => Some(article),
        (Some(listing), _) => Some(listing.clone()),
        (None, article) => article,
    }
}

/// The article's lead, else what the listing shows. Before a wall it is the other way round, since there the lead may be
/// the wall's.
fn summary(entry: &Entry, article: Option<&Article>) -> Option<String> {
    let lead = article.and_then(|article| article.lead.as_ref());
    let (first, second) = match article {
        Some(article) if article.kind == PageKind::Wall => (entry.summary.as_ref(), lead),
        _ => (lead, entry.summary.as_ref()),
    };
    first.or(second).cloned()
}

/// Whether half of the words of the shorter text stand in the other.
pub(super) fn share_words(left: &str, right: &str) -> bool {
    let words = |text: &str| -> std::collections::HashSet<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() > 2)
            .map(ToOwned::to_owned)
            .collect()
    };
    let (left, right) = (words(left), words(right));
    let smaller = left.len().min(right.len());
    smaller == 0 || left.intersection(&right).count() * 2 >= smaller
}

fn tags(entry: &Entry, article: Option<&Article>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    let found = article
        .into_iter()
        .flat_map(|article| article.section.iter().chain(&article.tags))
        .chain(&entry.tags);
    for tag in found {
        if !tags.iter().any(|known| known.to_lowercase() == tag.to_lowercase()) {
            tags.push(tag.clone());
        }
    }
    tags
}

/// Without its article an entry says less than what is stored, so what is stored stays.
fn keep_what_is_missing(item: &mut Item, stored: &Item, has_article: bool) {
    if !has_article && stored.content_html.is_some() {
        let (id, first_seen) = (item.id.clone(), item.first_seen);
        *item = Item { id, first_seen, ..stored.clone() };
        return;
    }
    item.partial |= !has_article && stored.partial;
    if item.content_html.is_none() {
        item.content_html.clone_from(&stored.content_html);
        item.content_text.clone_from(&stored.content_text);
    }
    if item.title.is_empty() {
        item.title.clone_from(&stored.title);
    }
    if item.authors.is_empty() {
        item.authors.clone_from(&stored.authors);
    }
    if item.image.is_none() {
        item.image.clone_from(&stored.image);
    }
    if item.summary.is_none() {
        item.summary.clone_from(&stored.summary);
    }
}

/// Where nothing but figures of the moment has changed, the texts stay as they were: readers get no other bytes for a counter.
fn keep_settled_texts(item: &mut Item, stored: &Item) {
    if content_hash(item) != content_hash(stored) {
        return;
    }
    item.title.clone_from(&stored.title);
    item.summary.clone_from(&stored.summary);
    if item.content_text != stored.content_text {
        item.content_html.clone_from(&stored.content_html);
        item.content_text.clone_from(&stored.content_text);
    }
}

fn updated(item: &Item, stored: Option<&Item>, article: Option<&Article>, seen: Moment) -> Moment {
    let stated = article
        .and_then(|article| article.modified)
        .map(|dated| dated.moment)
        .filter(|moment| *moment <= seen);
    match stored {
        Some(stored) if content_hash(stored) == content_hash(item) => stored.updated,
        Some(stored) => stated.filter(|moment| *moment > stored.updated).unwrap_or(seen),
        None => stated.unwrap_or(item.published).max(item.published),
    }
}

#[cfg(test)]
mod tests;
