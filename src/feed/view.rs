//! What a reader asks of a feed: how many items, which of them, and how much of each.

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use crate::model::{Feed, History, Item};
use crate::render::Content;

/// A reader's wishes, checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct View {
    limit: Option<usize>,
    content: Content,
    query: Option<String>,
    include: Option<String>,
    exclude: Option<String>,
    author: Option<String>,
    tag: Option<String>,
}

/// A reader's wishes as they stand in the query of an address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ViewParameters {
    /// Most items, 1 to 1,000.
    pub limit: Option<String>,
    /// `full` or `summary`.
    pub content: Option<String>,
    /// Words that must all stand in title, summary or text.
    pub q: Option<String>,
    /// A regular expression that must match title or summary.
    pub include: Option<String>,
    /// A regular expression that must not match title or summary.
    pub exclude: Option<String>,
    /// A part of an author's name.
    pub author: Option<String>,
    /// A section or tag, whole.
    pub tag: Option<String>,
}

/// A wish that cannot be granted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{parameter}: expected {expected}, found {found:?}")]
pub struct ViewError {
    /// The parameter.
    pub parameter: &'static str,
    /// What it may be.
    pub expected: String,
    /// What it was.
    pub found: String,
}

/// Most items that one answer carries.
const MAX_ITEMS: usize = 1_000;

/// Longest text of a filter, in characters.
const MAX_FILTER: usize = 200;

/// Memory that a compiled filter may take, in bytes. It bounds its cost per character too.
const MAX_PATTERN_BYTES: usize = 1 << 19;

impl TryFrom<ViewParameters> for View {
    type Error = ViewError;

    fn try_from(parameters: ViewParameters) -> Result<Self, ViewError> {
        Ok(Self {
            limit: parameters.limit.map(limit).transpose()?,
            content: parameters.content.map_or(Ok(Content::Full), content)?,
            query: text("q", parameters.q)?,
            include: pattern("include", parameters.include)?,
            exclude: pattern("exclude", parameters.exclude)?,
            author: text("author", parameters.author)?,
            tag: text("tag", parameters.tag)?,
        })
    }
}

impl View {
    /// Whether it is the feed as it is, which is rendered beforehand.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// How much of each item is wanted.
    pub const fn content(&self) -> Content {
        self.content
    }

    /// Whether items are chosen by what they say.
    const fn filters(&self) -> bool {
        self.query.is_some()
            || self.include.is_some()
            || self.exclude.is_some()
            || self.author.is_some()
            || self.tag.is_some()
    }

    /// How many of the newest items of the archive the view must see, where it shows `shown` without a limit.
    pub fn reach(&self, shown: usize) -> usize {
        if self.filters() { MAX_ITEMS } else { self.limit.unwrap_or(shown) }
    }

    /// The feed with the items that are wanted, `shown` of them without a limit. Of a part nothing is said of the feed's
    /// history: what it lacks is neither gone from the feed nor chosen in the archive.
    pub fn apply(&self, feed: &Feed, shown: usize) -> Feed {
        let matcher = Matcher::new(self);
        let limit = self.limit.unwrap_or(shown);
        let items = feed.items.iter().filter(|item| matcher.matches(item)).take(limit).cloned().collect();
        let history = if self.is_plain() { feed.history } else { History::Newest };
        Feed { items, history, ..feed.clone() }
    }
}

struct Matcher<'a> {
    words: Vec<String>,
    include: Option<Regex>,
    exclude: Option<Regex>,
    author: Option<String>,
    tag: Option<&'a str>,
}

impl<'a> Matcher<'a> {
    fn new(view: &'a View) -> Self {
        // The patterns were compiled once when the view was checked, so they compile here too.
        let compiled =
            |pattern: &Option<String>| pattern.as_deref().and_then(|pattern| compile(pattern).ok());
        Self {
            words: view
                .query
                .iter()
                .flat_map(|query| query.split_whitespace())
                .map(str::to_lowercase)
                .collect(),
            include: compiled(&view.include),
            exclude: compiled(&view.exclude),
            author: view.author.as_deref().map(str::to_lowercase),
            tag: view.tag.as_deref(),
        }
    }

    fn matches(&self, item: &Item) -> bool {
        let matches = |regex: &Regex| {
            regex.is_match(&item.title) || item.summary.as_deref().is_some_and(|text| regex.is_match(text))
        };
        self.has_words(item)
            && self.include.as_ref().is_none_or(&matches)
            && !self.exclude.as_ref().is_some_and(&matches)
            && self
                .author
                .as_deref()
                .is_none_or(|wanted| item.authors.iter().any(|name| name.to_lowercase().contains(wanted)))
            && self.tag.is_none_or(|wanted| {
                let wanted = wanted.to_lowercase();
                item.sections.iter().chain(&item.tags).any(|tag| tag.to_lowercase() == wanted)
            })
    }

    fn has_words(&self, item: &Item) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let fields = [Some(&item.title), item.summary.as_ref(), item.content_text.as_ref()];
        let text: Vec<String> = fields.into_iter().flatten().map(|field| field.to_lowercase()).collect();
        self.words.iter().all(|word| text.iter().any(|field| field.contains(word)))
    }
}

fn limit(found: String) -> Result<usize, ViewError> {
    found.parse().ok().filter(|limit| (1..=MAX_ITEMS).contains(limit)).ok_or_else(|| ViewError {
        parameter: "limit",
        expected: format!("a number from 1 to {MAX_ITEMS}"),
        found,
    })
}

fn content(found: String) -> Result<Content, ViewError> {
    match found.as_str() {
        "full" => Ok(Content::Full),
        "summary" => Ok(Content::Summary),
        _ => Err(ViewError { parameter: "content", expected: "\"full\" or \"summary\"".to_owned(), found }),
    }
}

fn text(parameter: &'static str, found: Option<String>) -> Result<Option<String>, ViewError> {
    let Some(found) = found else { return Ok(None) };
    if found.trim().is_empty() || found.chars().count() > MAX_FILTER {
        return Err(ViewError {
            parameter,
            expected: format!("a text of 1 to {MAX_FILTER} characters"),
            found,
        });
    }
    Ok(Some(found.trim().to_owned()))
}

fn pattern(parameter: &'static str, found: Option<String>) -> Result<Option<String>, ViewError> {
    let found = text(parameter, found)?;
    match found.as_deref().map(compile) {
        Some(Err(error)) => Err(ViewError {
            parameter,
            expected: format!(
                "a regular expression ({})",
                error.to_string().lines().last().unwrap_or_default().trim()
            ),
            found: found.unwrap_or_default(),
        }),
        _ => Ok(found),
    }
}

fn compile(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).case_insensitive(true).size_limit(MAX_PATTERN_BYTES).build()
}

#[cfg(test)]
mod tests;
