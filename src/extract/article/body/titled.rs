//! Which articles of a page have a title of their own.

use html5ever::local_name;
use scraper::ElementRef;

use crate::extract::article::index::Facts;
use crate::extract::page::Page;

/// The most headings that are looked at.
const MOST_TITLES: usize = 64;

/// The `article` elements around the headings of the first level.
pub(super) struct Titled<'a> {
    /// In the order of the page.
    pub articles: Vec<ElementRef<'a>>,
    /// Whether such a heading stands in none.
    pub has_others: bool,
}

impl<'a> Titled<'a> {
    /// Reads the headings of a page.
    pub(super) fn of(page: &'a Page, facts: &Facts<'_>) -> Self {
        let mut found = Self { articles: Vec::new(), has_others: false };
        let titles = page.named(|name| *name == local_name!("h1")).take(MOST_TITLES);
        for title in titles.filter(|title| facts.figures(*title).text > 0) {
            let mut around = title.ancestors().filter_map(ElementRef::wrap);
            match around.find(|around| around.value().name() == "article") {
                Some(article) if found.articles.iter().any(|other| other.id() == article.id()) => {}
                Some(article) => found.articles.push(article),
                None => found.has_others = true,
            }
        }
        found
    }
}
