//! What kind of page an article was read from.

use serde::{Deserialize, Serialize};

/// The kind of a page. It decides what of the page is the body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    /// A news article, a post of a blog, an essay, a recipe.
    #[default]
    Article,
    /// A thread of a forum, or a question with its answers: every post belongs to the body.
    Forum,
    /// A page of a manual, a reference or a wiki: code, tables and lists of links belong to the body.
    Documentation,
    /// What someone offers – a product, a service, a course: every section of the page belongs to the body.
    Service,
    /// A page that mostly leads to other pages.
    Listing,
    /// A login, a payment or a consent stands where the article would.
    Wall,
}
