//! What a look at the article behind an entry came to.

use std::sync::Arc;

use super::outcome::Outcome;
use crate::cache::Weigh;
use crate::fetch::Validators;
use crate::model::{Article, Entry};
use crate::store::{Refusing, StoredItem};

/// What became of one article.
#[derive(Clone, Debug)]
pub(super) enum ArticleLook {
    /// It was read.
    Read(Arc<ReadArticle>),
    /// It has not changed since the last look.
    NotModified,
    /// It could not be fetched or read, or something else stood in its place; it will be tried again.
    Failed(Outcome),
    /// The same, so often that only another card, or a long time, gets it another look.
    GivenUp(Outcome),
    /// This refresh did not get to it, or its host asked to be left alone or refuses its articles.
    NotTried,
    /// What is stored of it needs no look.
    NotDue,
}

/// An article with the validators of its page.
#[derive(Debug)]
pub(super) struct ReadArticle {
    pub article: Article,
    pub validators: Validators,
    /// Whether a further page of it could not be had, and is to be tried again.
    pub pages_missing: bool,
    /// Whether its page has its end.
    pub ended: bool,
}

/// The looks of a refresh at articles.
pub(super) struct Looked {
    /// One for each candidate.
    pub looks: Vec<ArticleLook>,
    /// The hosts that refuse their articles.
    pub refusing: Vec<Refusing>,
    /// What there is to say, for people.
    pub notes: Vec<String>,
}

/// An entry with what is stored of it.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub entry: Entry,
    pub listing_hash: String,
    pub stored: Option<StoredItem>,
    /// Whether it was listed before, even where no more than a tombstone is left of it.
    pub is_known: bool,
    /// Whether a look is wanted whatever is stored: the rules have changed.
    pub anew: bool,
    /// Whether what is stored of it stays: the card says less than it did, for want of the site's own feed.
    pub stays: bool,
    /// The article, where it came with the listing: no page of it is fetched then.
    pub given: Option<Arc<ReadArticle>>,
}

/// After so many failures in a row an article is only tried again when its listing changes.
pub(super) const MAX_FAILURES: u32 = 4;

impl ArticleLook {
    /// The article, where it was read.
    pub fn article(&self) -> Option<&Article> {
        match self {
            Self::Read(read) => Some(&read.article),
            _ => None,
        }
    }

    /// Whether another look at the candidate is to follow soon: this one failed, found only some of the article's pages, or
    /// was none.
    pub fn wants_another(&self, candidate: &Candidate) -> bool {
        match self {
            Self::NotTried | Self::Failed(_) => true,
            Self::Read(read) => read.pages_missing && candidate.failures() + 1 < MAX_FAILURES,
            Self::NotModified | Self::GivenUp(_) | Self::NotDue => false,
        }
    }

    /// Why the article could not be had, where it could not.
    pub const fn failure(&self) -> Option<Outcome> {
        match self {
            Self::Failed(outcome) | Self::GivenUp(outcome) => Some(*outcome),
            _ => None,
        }
    }
}

impl ReadArticle {
    /// An article that came with its listing.
    pub fn given(article: Article) -> Self {
        Self { article, validators: Validators::default(), pages_missing: false, ended: true }
    }
}

impl Candidate {
    /// The look at an article that could not be had.
    pub fn failed(&self, outcome: Outcome) -> ArticleLook {
        if self.failures() + 1 < MAX_FAILURES {
            ArticleLook::Failed(outcome)
        } else {
            ArticleLook::GivenUp(outcome)
        }
    }

    /// How often in a row the article could not be had.
    pub fn failures(&self) -> u32 {
        self.stored.as_ref().map_or(0, |stored| stored.article.failures)
    }
}

impl Weigh for ReadArticle {
    fn weight(&self) -> usize {
        let texts = [&self.article.body_html, &self.article.body_text, &self.article.lead];
        2_048 + texts.into_iter().flatten().map(String::len).sum::<usize>()
    }
}
