//! What an article page says about itself, from every place where pages say it.
//!
//! Each field takes the first source of its row that holds something plausible:
//!
//! | field | sources, best first |
//! |---|---|
//! | title | the heading that agrees with JSON-LD, OpenGraph or `title`; JSON-LD `headline`; `og:title`, `twitter:title`, `citation_title`, Parse.ly, Dublin Core; h-entry; `title` without the site's name |
//! | authors | JSON-LD `author`, `creator`; `author`, Parse.ly, Sailthru, Dublin Core, `citation_author`, `article:author`; microdata; h-entry; `rel=author`; elements whose class says byline or author |
//! | published | JSON-LD `datePublished`, `dateCreated`; `article:published_time` and its relatives; microdata; h-entry; `time`; text in elements whose class says date; the address |
//! | modified | JSON-LD `dateModified`; `article:modified_time`, `og:updated_time` and their relatives; microdata; h-entry |
//! | section | `article:section`, JSON-LD `articleSection`, Parse.ly |
//! | tags | `article:tag`; JSON-LD `keywords`; Parse.ly, Sailthru, `news_keywords`; `rel=tag`; `keywords` |
//! | lead | `og:description`; JSON-LD `description`; `description`, `twitter:description`, Dublin Core |
//! | site name | `og:site_name`; JSON-LD publisher; `application-name` |
//! | canonical URL | `link[rel=canonical]`, `og:url`, JSON-LD `url` – of the same site, and not its home page |
//! | image | `og:image`; JSON-LD `image`; `twitter:image`; microdata |
//! | post id | Parse.ly and its relatives, JSON-LD `identifier`, `link[rel=shortlink]`, the class of `body` |
//!
//! A date without an hour yields to a later source that gives the hour of the same day.

mod address;
mod authors;
mod dates;
mod linked;
mod picture;
mod title;
mod topics;

use scraper::ElementRef;
use url::Url;

use crate::extract::date::DateContext;
use crate::extract::page::Page;
use crate::extract::structured::{Metas, PostMarkup, post_markup};
use crate::model::{Dated, Direction, Image};

use linked::Linked;

/// What a page says about its article. Every field may be missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// Title as plain text, without the name of the site.
    pub title: Option<String>,
    /// Names, without "by".
    pub authors: Vec<String>,
    /// The agency or paper that the page names as its source.
    pub source: Option<String>,
    /// First publication.
    pub published: Option<Dated>,
    /// Last change.
    pub modified: Option<Dated>,
    /// Section.
    pub section: Option<String>,
    /// Topics.
    pub tags: Vec<String>,
    /// The summary as plain text.
    pub lead: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Direction of the script: declared, or that of the language.
    pub direction: Option<Direction>,
    /// The name that the site gives itself.
    pub site_name: Option<String>,
    /// The address the page gives for itself.
    pub canonical_url: Option<Url>,
    /// The picture for sharing.
    pub image: Option<Image>,
    /// The site's own id of the post.
    pub post_id: Option<String>,
    /// Where the fields came from.
    pub sources: Sources,
}

/// Where fields came from, to explain an extraction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// Of the title.
    pub title: Option<Source>,
    /// Of the authors.
    pub authors: Option<Source>,
    /// Of the tags.
    pub tags: Option<Source>,
    /// Of the lead.
    pub lead: Option<Source>,
    /// Of the image.
    pub image: Option<Source>,
    /// Of the canonical URL.
    pub canonical_url: Option<Source>,
}

/// A place where a page says something about itself. Dates carry a source of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A JSON-LD node.
    JsonLd,
    /// A `meta` element.
    Meta,
    /// Microdata.
    Microdata,
    /// Microformats.
    Microformat,
    /// A `link` element or a `rel` attribute.
    Link,
    /// A visible heading.
    Heading,
    /// An element whose class names its purpose.
    Class,
    /// The `title` element.
    TitleElement,
}

/// Gathers what a page says about its article.
pub fn gather(page: &Page, context: &DateContext<'_>) -> Metadata {
    let readings = Readings::of(page);
    let language = page.language().or_else(|| {
        readings.linked.text("inLanguage").and_then(|tag| crate::extract::page::language_tag(&tag))
    });
    let dates = DateContext { language: context.language.or(language.as_deref()), ..*context };
    let site_name = topics::site_name(&readings);
    let title = title::find(&readings, site_name.as_deref());
    let authors = authors::find(&readings, site_name.as_deref());
    let tags = topics::tags(&readings);
    let lead = topics::lead(&readings);
    let image = picture::find(&readings);
    let canonical = address::canonical(&readings);
    let published = dates::published(&readings, &dates);
    Metadata {
        sources: Sources {
            title: source(&title),
            authors: source(&authors),
            tags: source(&tags),
            lead: source(&lead),
            image: source(&image),
            canonical_url: source(&canonical),
        },
        title: value(title),
        authors: value(authors).unwrap_or_default(),
        source: topics::agency(&readings),
        modified: dates::modified(&readings, &dates, published),
        published,
        section: topics::section(&readings),
        tags: value(tags).unwrap_or_default(),
        lead: value(lead),
        direction: page.direction().or_else(|| language.as_deref().map(Direction::of_language)),
        language,
        site_name,
        canonical_url: value(canonical),
        image: value(image),
        post_id: address::post_id(&readings),
    }
}

/// Something found, and where.
type Found<T> = Option<(T, Source)>;

fn source<T>(found: &Found<T>) -> Option<Source> {
    found.as_ref().map(|(_, source)| *source)
}

fn value<T>(found: Found<T>) -> Option<T> {
    found.map(|(value, _)| value)
}

/// The page and what was read of it once for all fields.
struct Readings<'a> {
    page: &'a Page,
    linked: Linked,
    metas: Metas,
    markup: PostMarkup,
}

impl<'a> Readings<'a> {
    fn of(page: &'a Page) -> Self {
        Self {
            page,
            linked: Linked::of(page),
            metas: Metas::of(page),
            markup: post_markup(page).unwrap_or_default(),
        }
    }
}

/// Whether an element holds at most so many characters; told without reading all of it, which may be the whole page.
fn is_short(element: ElementRef<'_>, characters: usize) -> bool {
    let mut left = characters;
    element.text().all(|text| {
        let length = text.trim().chars().count();
        let fits = length <= left;
        left = left.saturating_sub(length);
        fits
    })
}

#[cfg(test)]
mod tests;
