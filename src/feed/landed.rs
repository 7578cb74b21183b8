//! Whether what was read behind an entry is its article. Sites that have taken an article away, or want something of the visitor
//! first, send whoever asks for it to another page with status 200: to their home page, to a listing, to another article, or all
//! to one page.

use std::collections::{HashMap, HashSet};

use url::Url;

use super::ServiceError;
use super::articles::{ArticleLook, Candidate};
use super::likeness::is_near_same;
use super::listing::ListingTask;
use super::outcome::Outcome;
use super::service::Service;
use super::settled::fold;
use crate::model::{Alias, Article, ItemId, normalise_link};

/// An article that was read at its own address or at another.
struct Landing<'a> {
    at: usize,
    candidate: &'a Candidate,
    article: &'a Article,
    /// The address that was asked for.
    asked: &'a Url,
    /// The address that answered, in the form in which addresses are compared.
    place: String,
}

/// Entries of other titles that share one page are no article of it from so many on, whatever their addresses.
const SEVERAL: usize = 3;

/// A number of fewer digits in an address is none of an article.
const DIGITS: usize = 4;

impl Service {
    /// The looks, with those failed that have led to another page than that of their article.
    pub(super) async fn without_strayed(
        &self,
        task: &ListingTask<'_>,
        candidates: &[Candidate],
        mut looks: Vec<ArticleLook>,
    ) -> Result<Vec<ArticleLook>, ServiceError> {
        let landings = landings(candidates, &looks);
        let places = landings.iter().filter(|landing| landing.is_led());
        let places: Vec<String> =
            places.map(|landing| Alias::Link(landing.place.clone()).storage_key()).collect();
        let holders = self.store.resolve(task.definition.key.site(), &places).await?;
        let strayed = strayed(task, candidates, &landings, &holders);
        for at in strayed {
            if let (Some(look), Some(candidate)) = (looks.get_mut(at), candidates.get(at)) {
                let asked = candidate.entry.url.as_ref().map(Url::as_str).unwrap_or_default();
                tracing::debug!(asked, "another page answered than that of the article");
                *look = candidate.failed(Outcome::Strayed);
            }
        }
        Ok(looks)
    }
}

impl<'a> Landing<'a> {
    fn of(at: usize, candidate: &'a Candidate, article: &'a Article) -> Option<Self> {
        let asked = candidate.entry.url.as_ref().filter(|_| candidate.given.is_none())?;
        Some(Self { at, candidate, article, asked, place: normalise_link(&article.url) })
    }

    /// Whether another address answered than the one that was asked for.
    fn is_led(&self) -> bool {
        normalise_link(self.asked) != self.place
    }

    /// The title of the card, in the form in which titles are compared; empty where it has none.
    fn title(&self) -> String {
        title_of(self.candidate)
    }

    /// Whether the answer is the home page, a listing, or a folder in which the article lay.
    fn is_no_article(&self, task: &ListingTask<'_>) -> bool {
        let (found, site) = (&self.article.url, &task.definition.site);
        let is_home = found.path() == "/" && found.query().is_none();
        is_home || site.is_no_article(found) || normalise_link(task.url) == self.place || self.is_folder()
    }

    /// Whether the answer is a folder above the address, and what was left out is more than another form of the page.
    fn is_folder(&self) -> bool {
        let (asked, found) = (self.asked.path(), self.article.url.path().trim_end_matches('/'));
        let rest = asked.strip_prefix(found).filter(|rest| rest.starts_with('/') && !found.is_empty());
        rest.is_some_and(|rest| {
            let slug = words(rest);
            slug.len() > 2 || slug.iter().any(|word| word.bytes().any(|byte| byte.is_ascii_digit()))
        }) && !shares_number(rest.unwrap_or_default(), found)
    }

    /// Whether page and card tell of the same: by a title, or by the text that is stored.
    fn agrees(&self) -> bool {
        let titles = self.candidate.entry.title.as_deref().zip(self.article.title.as_deref());
        let before = self.candidate.stored.as_ref().and_then(|stored| stored.item.content_text.as_ref());
        let texts = before.zip(self.article.body_text.as_ref());
        titles.is_some_and(|(card, title)| shares_half(&words(card), &words(title)))
            || texts.is_some_and(|(one, other)| is_near_same(one, other))
    }

    /// Whether both addresses tell of the same: by most words of the longest part of the one, or by a number.
    fn agrees_by_address(&self) -> bool {
        let (asked, found) = (self.asked.path().split('/'), self.article.url.path());
        let slug = words(asked.max_by_key(|part| part.len()).unwrap_or_default());
        let common = slug.intersection(&words(found)).count();
        (common > 0 && common * 2 >= slug.len())
            || shares_number(&behind_the_host(self.asked), &behind_the_host(&self.article.url))
    }
}

/// The candidates whose articles were read, and where.
fn landings<'a>(candidates: &'a [Candidate], looks: &'a [ArticleLook]) -> Vec<Landing<'a>> {
    let pairs = candidates.iter().zip(looks).enumerate();
    pairs.filter_map(|(at, (candidate, look))| Landing::of(at, candidate, look.article()?)).collect()
}

/// Which of the landings are no article of their entries. `holders` are the items that have the addresses that answered.
fn strayed(
    task: &ListingTask<'_>,
    candidates: &[Candidate],
    landings: &[Landing<'_>],
    holders: &HashMap<String, ItemId>,
) -> Vec<usize> {
    let listed = candidates.iter().filter_map(|candidate| {
        let link = candidate.entry.url.as_ref().map(normalise_link)?;
        Some((link, title_of(candidate)))
    });
    let listed: HashMap<String, String> = listed.collect();
    let mut at_place: HashMap<&str, HashSet<String>> = HashMap::new();
    let mut with_text: HashMap<&str, HashSet<String>> = HashMap::new();
    for landing in landings {
        if landing.is_led() {
            at_place.entry(&landing.place).or_default().insert(landing.title());
        }
        if let Some(text) = &landing.article.body_text {
            with_text.entry(text).or_default().insert(landing.title());
        }
    }
    let is_strayed = |landing: &&Landing<'_>| {
        let text = landing.article.body_text.as_deref();
        let shares_text =
            text.and_then(|text| with_text.get(text)).is_some_and(|titles| titles.len() >= SEVERAL);
        if !landing.is_led() {
            return shares_text && !landing.agrees();
        }
        if landing.is_no_article(task) {
            return true;
        }
        let holder = holders.get(&Alias::Link(landing.place.clone()).storage_key());
        let own = landing.candidate.stored.as_ref().map(|stored| &stored.item.id);
        if own.is_some() && own == holder {
            // It has been found there before.
            return false;
        }
        let is_anothers = own.is_some() && holder.is_some()
            || listed.get(&landing.place).is_some_and(|title| *title != landing.title());
        let is_shared = at_place.get(landing.place.as_str()).is_some_and(|titles| titles.len() > 1);
        is_anothers
            || (is_shared && !landing.agrees_by_address())
            || !(landing.agrees_by_address() || landing.agrees())
    };
    landings.iter().filter(is_strayed).map(|landing| landing.at).collect()
}

fn title_of(candidate: &Candidate) -> String {
    candidate.entry.title.as_deref().map(fold).unwrap_or_default()
}

/// Path and query of an address: ports and numbers of hosts are none of articles.
fn behind_the_host(url: &Url) -> String {
    format!("{}?{}", url.path(), url.query().unwrap_or_default())
}

/// The words of a text or an address in lower case that say something; of a script without spaces its characters.
fn words(text: &str) -> HashSet<String> {
    let lower = text.to_lowercase();
    let parts = lower.split(|character: char| !character.is_alphanumeric());
    let each = |part: &str| -> Vec<String> {
        if part.chars().any(|character| character >= '\u{e00}') {
            part.chars().map(String::from).collect()
        } else {
            vec![part.to_owned()].into_iter().filter(|part| part.chars().count() > 2).collect()
        }
    };
    parts.flat_map(each).collect()
}

/// Whether half of the words of the shorter text stand in the other.
fn shares_half(one: &HashSet<String>, other: &HashSet<String>) -> bool {
    let common = one.intersection(other).count();
    common > 0 && common * 2 >= one.len().min(other.len())
}

/// Whether two addresses have a number in common that is long enough to be an article's.
fn shares_number(one: &str, other: &str) -> bool {
    let numbers = |text: &str| -> HashSet<String> {
        let all = text.split(|character: char| !character.is_ascii_digit());
        all.filter(|digits| digits.len() >= DIGITS).map(ToOwned::to_owned).collect()
    };
    numbers(one).intersection(&numbers(other)).next().is_some()
}

#[cfg(test)]
mod tests;
