//! Who the entries of a listing are: which of them are items that are stored, under this or another name.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use url::Url;

use super::ServiceError;
use super::articles::{ArticleLook, Candidate, ReadArticle};
use super::item::{aliases, listing_hash};
use super::likeness::is_near_same;
use super::listing::ListingTask;
use super::moved::{Arrival, Commons, Lead, title_key};
use super::service::Service;
use super::settled::fold;
use crate::model::{Alias, Article, Entry, Item, ItemId, normalise_link};
use crate::site::Site;
use crate::store::{StoredItem, Tombstone};

/// An entry with its identity and its past.
pub(super) struct Named<'a> {
    pub candidate: &'a Candidate,
    pub look: &'a ArticleLook,
    pub id: ItemId,
    pub aliases: Vec<Alias>,
    /// Whether the canonical URL that the article gives is its own.
    pub is_canonical: bool,
    pub stored: Option<StoredItem>,
    pub buried: Option<Tombstone>,
}

/// What the store knows of a set of names.
struct Known {
    ids: HashMap<String, ItemId>,
    stored: HashMap<ItemId, StoredItem>,
    buried: HashMap<ItemId, Tombstone>,
}

/// The items that entries which seem new may be.
struct Moves<'a> {
    known: &'a Known,
    /// Those that have left the page since the last look.
    gone: Vec<StoredItem>,
    /// Those with the title of an entry that stand on a page of the site all the same.
    standing: HashSet<ItemId>,
    commons: Commons,
    /// Those that others are, or that stand on the page under their own links.
    taken: HashSet<ItemId>,
}

impl Service {
    /// The entries with what is stored of them, found by link, post id or text.
    pub(super) async fn candidates(
        &self,
        task: &ListingTask<'_>,
        entries: Vec<Entry>,
        articles: Vec<Article>,
        anew: bool,
    ) -> Result<Vec<Candidate>, ServiceError> {
        let mut given: HashMap<String, Arc<ReadArticle>> = articles
            .into_iter()
            .map(|article| {
                let read = ReadArticle::given(article);
                (normalise_link(&read.article.url), Arc::new(read))
            })
            .collect();
        let names: Vec<Vec<Alias>> = entries.iter().map(|entry| aliases(entry, None)).collect();
        let known = self.known(task, &names).await?;
        let candidates = entries.into_iter().zip(names).map(|(entry, names)| {
            let id = known.find(&known.believable(&entry, &names, None, &HashSet::new()), None);
            Candidate {
                listing_hash: listing_hash(&entry),
                stored: id.as_ref().and_then(|id| known.stored.get(id)).cloned(),
                is_known: id.is_some(),
                given: entry.url.as_ref().and_then(|url| given.remove(&normalise_link(url))),
                entry,
                anew,
                stays: false,
            }
        });
        Ok(candidates.collect())
    }

    /// Who each candidate is. An article may tell, by its post id, its canonical URL or its title and text, that an entry
    /// which seemed new is an item that is stored under another address; or listing and article together may.
    pub(super) async fn names<'a>(
        &self,
        task: &ListingTask<'_>,
        candidates: &'a [Candidate],
        looks: &'a [ArticleLook],
        now: Timestamp,
    ) -> Result<Vec<Named<'a>>, ServiceError> {
        let mut names: Vec<Vec<Alias>> = candidates
            .iter()
            .zip(looks)
            .map(|(candidate, look)| {
                identities(&candidate.entry, look.article(), task.url, &task.definition.site)
            })
            .collect();
        let mut shared = drop_shared(&mut names, candidates, looks);
        let known = self.known(task, &names).await?;
        let listed = known.listed(&names);
        let mut moves = self.moves(task, &known, &names, candidates, &listed).await?;
        let mut titles = HashSet::new();
        let site = task.definition.key.site();
        let named =
            candidates.iter().zip(looks).zip(names).enumerate().map(|(at, ((candidate, look), all))| {
                let article = look.article();
                let mut aliases = known.believable(&candidate.entry, &all, article, &listed);
                let found = known.find(&aliases, article);
                let moved = match &found {
                    Some(_) => None,
                    None => moves.find(Arrival { candidate, article, now }, &all),
                };
                let strongest = aliases.first().map(|alias| ItemId::new(site, alias));
                let id = found.or_else(|| moved.as_ref().map(|stored| stored.item.id.clone())).or(strongest);
                let id =
                    id.unwrap_or_else(|| ItemId::new(site, &Alias::Text(candidate.listing_hash.clone())));
                let stored = moved.or_else(|| known.stored.get(&id).cloned());
                let buried = known.buried.get(&id).cloned();
                let is_canonical = gives_its_own_canonical(article, &aliases, stored.as_ref());
                // What several share leads to the first of them, so that a later one that comes alone is told apart from it.
                aliases.extend(shared.remove(&at).into_iter().flatten());
                // A title leads to the newest item that bears it: on the page, the upper one.
                aliases
                    .extend(all.into_iter().filter(|alias| is_title(alias) && titles.insert(alias.clone())));
                Named { candidate, look, id, aliases, is_canonical, stored, buried }
            });
        Ok(named.collect())
    }

    /// The items that entries which seem new may be: those that have left the page since the last look, and those that had
    /// their titles. Where no entry seems new there are none.
    async fn moves<'a>(
        &self,
        task: &ListingTask<'_>,
        known: &'a Known,
        names: &[Vec<Alias>],
        candidates: &[Candidate],
        listed: &'a HashSet<ItemId>,
    ) -> Result<Moves<'a>, ServiceError> {
        let is_known = |names: &Vec<Alias>| {
            names.iter().any(|alias| !is_title(alias) && known.ids.contains_key(&alias.storage_key()))
        };
        let (mut gone, mut standing) = (Vec::new(), HashSet::new());
        if !names.iter().all(is_known) {
            let titled = names.iter().flatten().filter(|alias| is_title(alias));
            let titled: HashSet<&ItemId> =
                titled.filter_map(|alias| known.ids.get(&alias.storage_key())).collect();
            standing = self.store.standing(&titled.into_iter().cloned().collect::<Vec<_>>()).await?;
            let mut ids = self.store.last_listed(&task.definition.key).await?;
            ids.retain(|id| !listed.contains(id));
            gone = self.store.items(&ids).await?;
        }
        let commons = Commons::of(candidates.iter().map(|candidate| &candidate.entry));
        Ok(Moves { known, gone, standing, commons, taken: listed.clone() })
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
    /// The items that entries lead to by their links.
    fn listed(&self, names: &[Vec<Alias>]) -> HashSet<ItemId> {
        let links = names.iter().flatten().filter(|alias| matches!(alias, Alias::Link(_)));
        links.filter_map(|link| self.ids.get(&link.storage_key()).cloned()).collect()
    }

    /// The names of an entry without those that lead to an item which it cannot be: numbers of cards may be those of their
    /// places on the page, and a site may give one post id or canonical URL to all its articles. Such a name is believed
    /// when link, title or text agree with the item. So is a number that an article gives for itself, when its item does
    /// not stand on the page under its own link: then it was rewritten under another address. A title is never believed
    /// alone.
    fn believable(
        &self,
        entry: &Entry,
        names: &[Alias],
        article: Option<&Article>,
        listed: &HashSet<ItemId>,
    ) -> Vec<Alias> {
        let lead = |alias: &Alias| self.ids.get(&alias.storage_key());
        let linked: Vec<&ItemId> =
            names.iter().filter(|alias| matches!(alias, Alias::Link(_))).filter_map(lead).collect();
        let is_believable = |alias: &Alias| match (alias, lead(alias)) {
            (Alias::PostId(number), Some(id)) if article.is_some() && is_number(number) => {
                !listed.contains(id) || linked.contains(&id) || self.agrees(id, entry, article)
            }
            (Alias::PostId(_) | Alias::Canonical(_), Some(id)) => {
                linked.contains(&id) || self.agrees(id, entry, article)
            }
            (Alias::Title(_), _) => false,
            _ => true,
        };
        names.iter().filter(|alias| is_believable(alias)).cloned().collect()
    }

    /// The item that an entry is. What its article says of itself is believed first; where only the card speaks, its link
    /// is believed before its number.
    fn find(&self, names: &[Alias], article: Option<&Article>) -> Option<ItemId> {
        let lead = |alias: &&Alias| self.ids.get(&alias.storage_key()).cloned();
        let (numbers, others): (Vec<&Alias>, Vec<&Alias>) =
            names.iter().partition(|alias| article.is_none() && matches!(alias, Alias::PostId(_)));
        others.iter().find_map(lead).or_else(|| numbers.iter().find_map(lead))
    }

    fn agrees(&self, id: &ItemId, entry: &Entry, article: Option<&Article>) -> bool {
        // Of an item that is buried nothing is left to compare with: its article is believed, a card is not.
        let Some(Item { title, content_text, .. }) = self.stored.get(id).map(|stored| &stored.item) else {
            return article.is_some();
        };
        let text = article.and_then(|article| article.body_text.as_ref());
        // Two stories may have one title: where both texts are known, they tell.
        if let Some((one, other)) = text.zip(content_text.as_ref()) {
            return is_near_same(one, other);
        }
        let titles = [entry.title.as_ref(), article.and_then(|article| article.title.as_ref())];
        titles.into_iter().flatten().any(|own| fold(own) == fold(title))
    }
}

impl Moves<'_> {
    /// The item that an entry is which seems new, each item once.
    fn find(&mut self, arrival: Arrival<'_>, names: &[Alias]) -> Option<StoredItem> {
        let titled: Vec<&ItemId> = names
            .iter()
            .filter(|alias| is_title(alias))
            .filter_map(|alias| self.known.ids.get(&alias.storage_key()))
            .collect();
        let is_titled = |stored: &StoredItem| titled.contains(&&stored.item.id);
        let gone = self.gone.iter().map(|stored| Lead {
            stored,
            is_gone: true,
            is_titled: is_titled(stored),
            stands: false,
        });
        let others = titled.iter().filter_map(|id| self.known.stored.get(id));
        let others = others.map(|stored| Lead {
            stored,
            is_gone: false,
            is_titled: true,
            stands: self.standing.contains(&stored.item.id),
        });
        let moved = gone
            .chain(others)
            .find(|lead| !self.taken.contains(&lead.stored.item.id) && arrival.is(*lead, &self.commons))?;
        let moved = moved.stored.clone();
        self.taken.insert(moved.item.id.clone());
        Some(moved)
    }
}

const fn is_title(alias: &Alias) -> bool {
    matches!(alias, Alias::Title(_))
}

/// Whether a post id can tell posts apart: a name such as `main` cannot.
fn is_number(id: &str) -> bool {
    id.bytes().filter(u8::is_ascii_digit).count() >= 3
}

/// Whether the canonical URL of an article is the address of its item: not when others have it too, nor when the item is
/// known by its own address.
fn gives_its_own_canonical(
    article: Option<&Article>,
    aliases: &[Alias],
    stored: Option<&StoredItem>,
) -> bool {
    let Some((article, canonical)) =
        article.and_then(|article| Some(article).zip(article.canonical_url.as_ref()))
    else {
        return false;
    };
    let canonical = normalise_link(canonical);
    let known_otherwise =
        stored.is_some_and(|stored| stored.article.fetched && stored.item.url.as_ref() == Some(&article.url));
    !known_otherwise
        && aliases
            .iter()
            .any(|alias| matches!(alias, Alias::Canonical(url) | Alias::Link(url) if *url == canonical))
}

/// The aliases of an entry. A canonical URL that leads to a listing or to the home page is one that the site gives to all
/// its articles; it identifies none of them.
fn identities(entry: &Entry, article: Option<&Article>, listing: &Url, site: &Site) -> Vec<Alias> {
    let common: Vec<String> = [listing, &site.home].into_iter().map(normalise_link).collect();
    let mut aliases = aliases(entry, article);
    aliases.extend(titles(entry, article));
    aliases
        .retain(|alias| !matches!(alias, Alias::Canonical(url) | Alias::Link(url) if common.contains(url)));
    aliases
}

/// The titles by which an item is looked for that has moved: that of the card, and that of the article. What stands before
/// a wall may have the wall's title.
fn titles(entry: &Entry, article: Option<&Article>) -> impl Iterator<Item = Alias> {
    let whole = article.filter(|article| article.body_text.is_some() && !article.partial);
    let of_article = whole.and_then(|article| article.title.as_ref());
    let of_card = entry.title.as_ref().filter(|_| entry.url.is_some());
    let keys: HashSet<String> = of_article.into_iter().chain(of_card).map(|title| title_key(title)).collect();
    keys.into_iter().map(Alias::Title)
}

/// Takes away post ids and canonical URLs that several entries share whose links, titles and texts differ: a site that
/// gives the same one to all its pages identifies none of them by it. Entries with near the same text are one article
/// under two addresses, and keep it. The answer tells what was taken away, by the first entry that had it.
fn drop_shared(
    names: &mut [Vec<Alias>],
    candidates: &[Candidate],
    looks: &[ArticleLook],
) -> HashMap<usize, Vec<Alias>> {
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
    let mut seen = HashSet::new();
    let mut dropped: HashMap<usize, Vec<Alias>> = HashMap::new();
    for (at, aliases) in names.iter_mut().enumerate() {
        let (away, kept): (Vec<Alias>, Vec<Alias>) = std::mem::take(aliases)
            .into_iter()
            .partition(|alias| matches!(alias, Alias::PostId(_) | Alias::Canonical(_)) && shared(alias));
        *aliases = kept;
        dropped.insert(at, away.into_iter().filter(|alias| seen.insert(alias.storage_key())).collect());
    }
    dropped
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
        let near = first.text.zip(other.text).map(|(one, other)| is_near_same(one, other));
        // Where both texts are known, they tell; a title may be that of two stories.
        other.link != first.link && near.map_or(other.title != first.title, |near| !near)
    })
}
