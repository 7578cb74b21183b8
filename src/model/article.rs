//! An article page, read.

use serde::{Deserialize, Serialize};
use url::Url;

use super::{Dated, Direction, Embed, Image, PageKind};

/// What an article page says, as extracted; the same record for every site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// The address the page was read from.
    pub url: Url,
    /// The address the page gives for itself, without tracking parameters.
    pub canonical_url: Option<Url>,
    /// The site's own id of the post.
    pub post_id: Option<String>,
    /// Title as plain text.
    pub title: Option<String>,
    /// Names, without "by", in the order of the page.
    pub authors: Vec<String>,
    /// The agency or paper that the article names as its source.
    pub source: Option<String>,
    /// First publication.
    pub published: Option<Dated>,
    /// Last change that the page states.
    pub modified: Option<Dated>,
    /// The section the page files it under.
    pub section: Option<String>,
    /// Topics.
    pub tags: Vec<String>,
    /// The opening summary as plain text.
    pub lead: Option<String>,
    /// The lead picture.
    pub image: Option<Image>,
    /// Every picture of the body, the lead picture first.
    pub images: Vec<Image>,
    /// The body as clean HTML: absolute addresses, nothing that runs.
    pub body_html: Option<String>,
    /// The body as text, paragraphs parted by a blank line.
    pub body_text: Option<String>,
    /// Embedded posts and players, in the order of the body.
    pub embeds: Vec<Embed>,
    /// Words in `body_text`.
    pub word_count: usize,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Direction of the script.
    pub direction: Direction,
    /// The name that the site gives itself.
    pub site_name: Option<String>,
    /// What kind of page it is.
    #[serde(default)]
    pub kind: PageKind,
    /// Whether the page shows only the beginning, since a login, a payment or a consent stands before the rest, or nothing at
    /// all, since scripts are to fill it.
    #[serde(default)]
    pub partial: bool,
    /// The page on which the article goes on.
    #[serde(default)]
    pub next_url: Option<Url>,
}

impl Article {
    /// An article of which nothing but the address is known.
    pub const fn new(url: Url) -> Self {
        Self {
            url,
            canonical_url: None,
            post_id: None,
            title: None,
            authors: Vec::new(),
            source: None,
            published: None,
            modified: None,
            section: None,
            tags: Vec::new(),
            lead: None,
            image: None,
            images: Vec::new(),
            body_html: None,
            body_text: None,
            embeds: Vec::new(),
            word_count: 0,
            language: None,
            direction: Direction::Ltr,
            site_name: None,
            kind: PageKind::Article,
            partial: false,
            next_url: None,
        }
    }
}
