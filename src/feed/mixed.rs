//! One refresh of a mix: a feed that joins feeds of several sites, without doubles.
//!
//! A mix holds its items like every other feed: what it once took stays, with the order and the pages of the archive that
//! belong to that. What its parts show beyond that is filtered, and left out where the mix has the same story already.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::ServiceError;
use super::gather::OwnFeed;
use super::refresh::{Failure, Reading, Refreshed};
use super::service::Service;
use super::settings::UNFILED_ITEMS;
use super::snapshot::feed_id;
use crate::model::{FeedKey, Item, ItemId, Origin, normalise_link, short_hex};
use crate::site::{FeedDefinition, FeedSource, Mix};
use crate::store::{FeedState, RefreshRecord, StoredItem};

/// How many of the newest items of its parts a refresh looks at.
const REACH: usize = 500;

/// Within so long two items of the same title and near-same text are the same story.
const SAME_STORY: SignedDuration = SignedDuration::from_hours(72);

/// Fewer runs of words than these say nothing about whether two texts are the same.
const LEAST_RUNS: usize = 12;

impl Service {
    /// Brings the parts up to date and takes what is new of them.
    pub(super) async fn refresh_mix(
        self: &Arc<Self>,
        definition: &FeedDefinition,
        mix: &Mix,
        state: &FeedState,
        now: Timestamp,
    ) -> Result<Refreshed, Failure> {
        let parts = self.holders_of(mix);
        let refreshed = self.refresh_merged(&parts).await?;
        let rules_hash = rules_hash(mix);
        let same_rules = state.rules_hash.as_ref() == Some(&rules_hash);
        let taken = self.take(definition, mix, &parts, same_rules, state, now).await;
        taken.map_err(|error| Failure::internal(&error))?;
        let own_feed = OwnFeed::default();
        let reading =
            Reading { title: None, rules_hash: Some(rules_hash), method: "mix", own_feed, taken: None };
        Ok(Refreshed { reading: Some(reading), ..refreshed })
    }

    async fn take(
        &self,
        definition: &FeedDefinition,
        mix: &Mix,
        parts: &[FeedKey],
        same_rules: bool,
        state: &FeedState,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let key = &definition.key;
        // Under other rules the mix is made anew of what its parts have.
        let known = match same_rules {
            true => self.store.feed_items(key, REACH).await?,
            false => Vec::new(),
        };
        let mut candidates = self.store.merged_items(parts, REACH).await?;
        let held: HashSet<ItemId> = known.iter().map(|stored| stored.item.id.clone()).collect();
        candidates.retain(|stored| !held.contains(&stored.item.id) && mix.filter.takes(&stored.item));
        // The first to tell a story is the one that is taken.
        candidates.reverse();
        let aliases = self.aliases_of(parts, &candidates).await?;
        let mut stories = Stories::default();
        known.iter().for_each(|stored| stories.add(&stored.item));
        let mut listed = Vec::new();
        for StoredItem { item, .. } in &candidates {
            let others = aliases.get(&item.id).map(Vec::as_slice).unwrap_or_default();
            if !stories.have(item, others) {
                stories.add(item);
                listed.push(item.id.clone());
            }
        }
        listed.reverse();
        let record = RefreshRecord {
            feed: key.clone(),
            section: None,
            state: state.clone(),
            items: Vec::new(),
            aliases: Vec::new(),
            listed,
            listed_at: now,
            keep: if same_rules { self.settings.archive_items } else { 0 },
            unfiled: if same_rules { UNFILED_ITEMS } else { 0 },
        };
        Ok(self.store.save_refresh(record).await?)
    }

    /// The items of other sites that know the address of an item as one of theirs.
    async fn aliases_of(
        &self,
        parts: &[FeedKey],
        items: &[StoredItem],
    ) -> Result<HashMap<ItemId, Vec<ItemId>>, ServiceError> {
        let address = |stored: &StoredItem| {
            let url = stored.item.url.as_ref()?;
            Some((format!("url:{}", normalise_link(url)), stored.item.id.clone()))
        };
        let addresses: HashMap<String, ItemId> = items.iter().filter_map(address).collect();
        let names: Vec<String> = addresses.keys().cloned().collect();
        let mut found: HashMap<ItemId, Vec<ItemId>> = HashMap::new();
        let mut asked = HashSet::new();
        for site in parts.iter().map(FeedKey::site).filter(|site| asked.insert((*site).clone())) {
            for (alias, other) in self.store.resolve(site, &names).await? {
                if let Some(id) = addresses.get(&alias).filter(|id| **id != other) {
                    found.entry(id.clone()).or_default().push(other);
                }
            }
        }
        Ok(found)
    }

    /// The feeds that hold the items of a mix: a feed that joins its site's sections holds none itself.
    fn holders_of(&self, mix: &Mix) -> Vec<FeedKey> {
        let holders = |key: &FeedKey| match self.catalogue().feed(key).map(|definition| definition.source) {
            Ok(FeedSource::Merge(parts)) => parts,
            _ => vec![key.clone()],
        };
        let mut seen = HashSet::new();
        mix.feeds.iter().flat_map(holders).filter(|key| seen.insert(key.clone())).collect()
    }

    /// The feeds of sites that a mix is made of, through the mixes among them. Mixes make no circle.
    fn leaves_of(&self, mix: &Mix) -> Vec<FeedKey> {
        let leaves = |key: FeedKey| match self.catalogue().feed(&key).map(|definition| definition.source) {
            Ok(FeedSource::Mix(inner)) => self.leaves_of(&inner),
            _ => vec![key],
        };
        self.holders_of(mix).into_iter().flat_map(leaves).collect()
    }

    /// Names the feed that each item of a mix came from.
    pub(super) async fn name_origins(&self, mix: &Mix, items: &mut [StoredItem]) -> Result<(), ServiceError> {
        let ids: Vec<ItemId> = items.iter().map(|stored| stored.item.id.clone()).collect();
        let holders = self.store.holders(&ids).await?;
        let (leaves, catalogue) = (self.leaves_of(mix), self.catalogue());
        for StoredItem { item, .. } in items {
            let held = holders.get(&item.id).map(Vec::as_slice).unwrap_or_default();
            let key = leaves.iter().find(|leaf| held.contains(leaf));
            item.origin = key.and_then(|key| {
                let FeedDefinition { site, title, source, .. } = catalogue.feed(key).ok()?;
                let home_url = match source {
                    FeedSource::Listing { url, .. } => url,
                    FeedSource::Merge(_) | FeedSource::Mix(_) => site.home.clone(),
                };
                let title = format!("{} – {title}", site.title);
                Some(Origin { key: key.clone(), id: feed_id(key), title, home_url, updated: item.updated })
            });
        }
        Ok(())
    }
}

/// What a mix has, for the question whether it has a story already.
#[derive(Default)]
struct Stories {
    ids: HashSet<ItemId>,
    addresses: HashSet<String>,
    by_title: HashMap<String, Vec<(Timestamp, HashSet<u64>)>>,
}

impl Stories {
    fn add(&mut self, item: &Item) {
        self.ids.insert(item.id.clone());
        self.addresses.extend(item.url.as_ref().map(normalise_link));
        let told = (item.published.timestamp(), shingles(item));
        self.by_title.entry(words(&item.title).join(" ")).or_default().push(told);
    }

    /// Whether an item is here under its own id or another, under its address, or as the same title with near-same text.
    fn have(&self, item: &Item, others: &[ItemId]) -> bool {
        let (moment, text) = (item.published.timestamp(), shingles(item));
        let is_told = |(at, told): &(Timestamp, HashSet<u64>)| {
            at.duration_since(moment).abs() <= SAME_STORY && are_near(told, &text)
        };
        self.ids.contains(&item.id)
            || others.iter().any(|other| self.ids.contains(other))
            || item.url.as_ref().is_some_and(|url| self.addresses.contains(&normalise_link(url)))
            || self.by_title.get(&words(&item.title).join(" ")).is_some_and(|told| told.iter().any(is_told))
    }
}

/// Whether of two texts most runs of three words are the same.
fn are_near(one: &HashSet<u64>, other: &HashSet<u64>) -> bool {
    let common = one.intersection(other).count();
    let all = one.len() + other.len() - common;
    one.len().min(other.len()) >= LEAST_RUNS && common * 10 >= all * 6
}

/// The runs of three words of an item's text, as numbers.
fn shingles(item: &Item) -> HashSet<u64> {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let words = words(item.content_text.as_deref().or(item.summary.as_deref()).unwrap_or_default());
    let number = |run: &[String]| {
        let mut hasher = DefaultHasher::new();
        run.hash(&mut hasher);
        hasher.finish()
    };
    words.windows(3).map(number).collect()
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// A fingerprint of all that decides what a mix takes.
pub(super) fn rules_hash(mix: &Mix) -> String {
    short_hex(&Sha256::digest(format!("{mix:?}")))
}
