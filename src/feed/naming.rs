//! Who the entries of a listing are: which of them are items that are stored, under this or another name.

use std::collections::{HashMap, HashSet};

use url::Url;

use super::ServiceError;
use super::articles::{ArticleLook, Candidate};
use super::item::{aliases, fold, listing_hash};
use super::listing::ListingTask;
use super::service::Service;
use crate::model::{Alias, Article, Entry, ItemId, normalise_link};
use crate::site::Site;
use crate::store::{StoredItem, Tombstone};

/// An entry with its identity and its past.
pub(super) struct Named<'a> {
    pub candidate: &'a Candidate,
    pub look: &'a ArticleLook,
    pub id: ItemId,
    pub aliases: Vec<Alias>,
    pub stored: Option<StoredItem>,
    pub buried: Option<Tombstone>,
}

/// What the store knows of a set of names.
struct Known {
    ids: HashMap<String, ItemId>,
    stored: HashMap<ItemId, StoredItem>,
    buried: HashMap<ItemId, Tombstone>,
}

impl Service {
    /// The entries with what is stored of them, found by link, post id or text.
    pub(super) async fn candidates(
        &self,
        task: &ListingTask<'_>,
        entries: Vec<Entry>,
        anew: bool,
    ) -> Result<Vec<Candidate>, ServiceError> {
        let names: Vec<Vec<Alias>> = entries.iter().map(|entry| aliases(entry, None)).collect();
        let known = self.known(task, &names).await?;
        let candidates = entries.into_iter().zip(names).map(|(entry, names)| Candidate {
            listing_hash: listing_hash(&entry),
            stored: known.find(&entry, &names, None).and_then(|id| known.stored.get(&id)).cloned(),
            entry,
            anew,
        });
        Ok(candidates.collect())
    }

    /// Who each candidate is. An article may tell, by its post id or canonical URL, that an entry which seemed new is an
    /// item that is stored under another address.
    pub(super) async fn names<'a>(
        &self,
        task: &ListingTask<'_>,
        candidates: &'a [Candidate],
        looks: &'a [ArticleLook],
    ) -> Result<Vec<Named<'a>>, ServiceError> {
        let mut names: Vec<Vec<Alias>> = candidates
            .iter()
            .zip(looks)
            .map(|(candidate, look)| {
                identities(&candidate.entry, look.article(), task.url, &task.definition.site)
            })
            .collect();
        drop_shared(&mut names, candidates, looks);
        let known = self.known(task, &names).await?;
        let site = task.definition.key.site();
        let named = candidates.iter().zip(looks).zip(names).map(|((candidate, look), mut aliases)| {
            let found = known.find(&candidate.entry, &aliases, look.article());
            if found.is_none() && look.article().is_none() {
                // A card's own number that leads elsewhere is that of its place on the page.
                aliases.retain(|alias| !known.ids.contains_key(&alias.storage_key()));
            }
            let id = found.or_else(|| aliases.first().map(|alias| ItemId::new(site, alias)));
            let id = id.unwrap_or_else(|| ItemId::new(site, &Alias::Text(candidate.listing_hash.clone())));
            let (stored, buried) = (known.stored.get(&id).cloned(), known.buried.get(&id).cloned());
            Named { candidate, look, id, aliases, stored, buried }
        });
        Ok(named.collect())
    }

    async fn known(&self, task: &ListingTask<'_>, names: &[Vec<Alias>]) -> Result<Known, ServiceError> {
        let all: Vec<String> = names.iter().flatten().map(Alias::storage_key).collect();
        let ids = self.store.resolve(task.definition.key.site(), &all).await?;
        let wanted: Vec<ItemId> = ids.values().cloned().collect::<HashSet<_>>().into_iter().collect();
        let buried = self.store.tombstones(&wanted).await?;
        let stored = self.store.items(&wanted).await?;
        Ok(Known {
            ids,
            stored: stored.into_iter().map(|stored| (stored.item.id.clone(), stored)).collect(),
            buried: buried.into_iter().map(|stone| (stone.id.clone(), stone)).collect(),
        })
    }
}

impl Known {
    /// The item that an entry is. What its article says of itself is believed first. Where only the card speaks, its link
    /// is believed before its number, and its number only when title or link agree with the item it leads to: numbers of
    /// cards may be those of their places on the page.
    fn find(&self, entry: &Entry, names: &[Alias], article: Option<&Article>) -> Option<ItemId> {
        let lead = |alias: &Alias| self.ids.get(&alias.storage_key()).cloned();
        if article.is_some() {
            return names.iter().find_map(lead);
        }
        let (numbers, others): (Vec<&Alias>, Vec<&Alias>) =
            names.iter().partition(|alias| matches!(alias, Alias::PostId(_)));
        let by_others = others.into_iter().find_map(lead);
        by_others.or_else(|| numbers.into_iter().find_map(lead).filter(|id| self.agrees(id, entry)))
    }

    fn agrees(&self, id: &ItemId, entry: &Entry) -> bool {
        let Some(stored) = self.stored.get(id) else { return false };
        let title = entry.title.as_deref().map(fold);
        title.is_some_and(|title| title == fold(&stored.item.title))
    }
}

/// The aliases of an entry. A canonical URL that leads to a listing or to the home page is one that the site gives to all
/// its articles; it identifies none of them.
fn identities(entry: &Entry, article: Option<&Article>, listing: &Url, site: &Site) -> Vec<Alias> {
    let common: Vec<String> = [listing, &site.home].into_iter().map(normalise_link).collect();
    let mut aliases = aliases(entry, article);
    aliases
        .retain(|alias| !matches!(alias, Alias::Canonical(url) | Alias::Link(url) if common.contains(url)));
    aliases
}

/// Takes away post ids and canonical URLs that several entries share whose links, titles and texts differ: a site that
/// gives the same one to all its pages identifies none of them by it. Entries with near the same text are one article
/// under two addresses, and keep it.
fn drop_shared(names: &mut [Vec<Alias>], candidates: &[Candidate], looks: &[ArticleLook]) {
    let mut bearers: HashMap<String, Vec<Bearer<'_>>> = HashMap::new();
    for ((aliases, candidate), look) in names.iter().zip(candidates).zip(looks) {
        let bearer = Bearer {
            link: candidate.entry.url.as_ref().map(normalise_link).unwrap_or_default(),
            title: candidate.entry.title.as_deref().map(fold).unwrap_or_default(),
            text: look.article().and_then(|article| article.body_text.as_deref()),
        };
        for alias in aliases {
            bearers.entry(alias.storage_key()).or_default().push(bearer.clone());
        }
    }
    let shared = |alias: &Alias| bearers.get(&alias.storage_key()).is_some_and(|all| are_different(all));
    for aliases in names {
        aliases.retain(|alias| !matches!(alias, Alias::PostId(_) | Alias::Canonical(_)) || !shared(alias));
    }
}

/// Who bears an alias.
#[derive(Clone)]
struct Bearer<'a> {
    link: String,
    title: String,
    text: Option<&'a str>,
}

fn are_different(bearers: &[Bearer<'_>]) -> bool {
    let Some((first, others)) = bearers.split_first() else { return false };
    others.iter().any(|other| {
        let near = first.text.zip(other.text).is_some_and(|(one, other)| is_near_same(one, other));
        other.link != first.link && other.title != first.title && !near
    })
}

/// Whether two texts share most of the words of the shorter one. Unrelated texts of one language share about a third.
fn is_near_same(one: &str, other: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<HashSet<_>>();
    let (one, other) = (words(one), words(other));
    one.intersection(&other).count() * 10 >= one.len().min(other.len()) * 7
}
