//! What an article page says about itself, from every place where pages say it.
//!
//! Each field takes the first source of its row that holds something plausible:
//!
//! | field | sources, best first |
//! |---|---|
//! | title | the heading (`h1`, `h2`) that says the same as a stated title, or as its longest part; the `h1` that says nearly the same, the first that has a good part of it, or the only one that has something of it; JSON-LD `headline`; `og:title`, `twitter:title`, `citation_title`, Parse.ly, Dublin Core; h-entry; `title` |
//! | authors | what is stated – JSON-LD `author`, `creator`; `author`, Parse.ly, Sailthru, Dublin Core, `citation_author`, `article:author`, Twitter's labels; microdata; h-entry –, unless the byline names another person; whom the page shows near its heading: behind "by", in elements whose class says author, beside a picture of the same name; the same further down; the site itself; who wrote the first post of a thread |
//! | published | what is stated of the article – JSON-LD `datePublished`, `dateCreated`; `article:published_time` and its relatives; microdata; h-entry –, unless the page shows an earlier day close to its heading and calls it that of the publication, or marks it as a date; JSON-LD of the page as such, if the address or the page shows the same day; the address; what the page shows near its heading; the dateline with which the text begins; what a side column has under the title "Published" |
//! | modified | JSON-LD `dateModified`; `article:modified_time`, `og:updated_time` and their relatives; microdata; h-entry; what the page shows and calls an update |
//! | section | `article:section`, JSON-LD `articleSection`, Parse.ly |
//! | tags | `article:tag`; JSON-LD `keywords`; Parse.ly, Sailthru, `news_keywords`; `rel=tag`; `keywords` |
//! | lead | `og:description`; JSON-LD `description`; `description`, `twitter:description`, Dublin Core |
//! | site name | `og:site_name`; JSON-LD publisher; `application-name` |
//! | canonical URL | `link[rel=canonical]`, `og:url`, JSON-LD `url` – of the same site, and not its home page |
//! | image | `og:image`; JSON-LD `image`; `twitter:image`; microdata |
//! | post id | Parse.ly and its relatives, JSON-LD `identifier`, `link[rel=shortlink]`, the class of `body` |
//!
//! What the sources say is put together:
//!
//! - A date without an hour yields to a later source that gives the hour of the same day. A moment in UTC is put into the
//!   offset in which the page or the address shows it; the moment stays the same. Where two stamps have the same minute and
//!   second in different hours, one is the time of day of the site under the label of UTC: the other one is right.
//! - A date of first publication is never an update, a date of comments, side columns or other articles, the day of the visit
//!   in the head of the site, a day within the text, or one whose year nobody gives. A home page has none.
//! - Microdata of an item that remarks on another (`Comment`, `Answer`, `itemprop=review`) says nothing of the page.
//! - A heading loses the date, the label or the name of the site around a stated title, and the kicker or the subtitle that
//!   stand in elements of their own beside it.
//! - Where a stated name is an account ("annl77") and the page shows a person, or the byline gives somebody else, the page
//!   is right; one who reviewed or edited is no author. Where the page shows more authors than it states, and those too, all
//!   are. The name of the site or of its team is believed where the page shows it near the heading, and beside no person.

mod address;
mod authors;
mod datelines;
mod dates;
mod linked;
mod outline;
mod picture;
mod shown_authors;
mod shown_dates;
mod stamps;
mod title;
mod topics;

use scraper::ElementRef;
use url::Url;

use crate::extract::byline;
use crate::extract::date::DateContext;
use crate::extract::page::Page;
use crate::extract::structured::{Metas, PostMarkup, post_markup};
use crate::model::{Dated, Direction, Image};

use authors::FoundAuthors;
use dates::Dates;
use linked::Linked;
use outline::Outline;
use title::FoundTitle;

pub(super) use outline::Words;

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
    /// What else was seen.
    pub seen: Seen,
}

/// Everything that was seen of the fields that several sources speak of, best first, to explain a choice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// Titles without the name of the site: the chosen heading, then what is stated.
    pub titles: Vec<(String, Source)>,
    /// Authors by source: stated, then shown near the heading.
    pub authors: Vec<(Vec<String>, Source)>,
    /// Dates of publication: stated of the article, of the page, in the address, shown.
    pub published: Vec<Dated>,
    /// Dates of the last change: stated, shown.
    pub modified: Vec<Dated>,
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
    /// What stands beside the first post of a thread.
    Post,
}

impl Source {
    /// A stable name in snake case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::JsonLd => "json_ld",
            Self::Meta => "meta",
            Self::Microdata => "microdata",
            Self::Microformat => "microformat",
            Self::Link => "link",
            Self::Heading => "heading",
            Self::Class => "class",
            Self::TitleElement => "title_element",
            Self::Post => "post",
        }
    }
}

impl Metadata {
    /// Takes who wrote the first post of a thread for its author, where the page names nobody else.
    pub(super) fn sign(&mut self, starter: Option<&str>) {
        // A name of a member may hold a comma or an "and".
        let named = |text: &str| {
            let is_byline = byline::begins_byline(text);
            if is_byline { byline::names(text).into_iter().next() } else { Some(text.to_owned()) }
        };
        let name = starter.and_then(named);
        if self.authors.is_empty()
            && let Some(name) = name
        {
            self.seen.authors.push((vec![name.clone()], Source::Post));
            (self.authors, self.sources.authors) = (vec![name], Some(Source::Post));
        }
    }
}

/// Gathers what a page says about its article.
pub fn gather(page: &Page, context: &DateContext<'_>) -> Metadata {
    let readings = Readings::of(page);
    let language = page.language().or_else(|| {
        readings.linked.text("inLanguage").and_then(|tag| crate::extract::page::language_tag(&tag))
    });
    let dates = DateContext { language: context.language.or(language.as_deref()), ..*context };
    let site_name = topics::site_name(&readings);
    let FoundTitle { title, heading, seen: titles } = title::find(&readings, site_name.as_deref());
    let outline = Outline::of(page, heading, title.as_ref().map(|(title, _)| title.as_str()));
    let locale = readings.metas.first(&["og:locale"]);
    let host = page.url().host_str().unwrap_or_default();
    let order = dates.order.or_else(|| shown_dates::order(&outline, locale, host, dates.language));
    let Dates { published, modified, published_seen, modified_seen } =
        dates::find(&readings, &outline, &DateContext { order, ..dates });
    let FoundAuthors { authors, seen: authors_seen } =
        authors::find(&readings, &outline, site_name.as_deref());
    let tags = topics::tags(&readings);
    let lead = topics::lead(&readings);
    let image = picture::find(&readings);
    let canonical = address::canonical(&readings);
    Metadata {
        sources: Sources {
            title: source(&title),
            authors: source(&authors),
            tags: source(&tags),
            lead: source(&lead),
            image: source(&image),
            canonical_url: source(&canonical),
        },
        seen: Seen { titles, authors: authors_seen, published: published_seen, modified: modified_seen },
        title: value(title),
        authors: value(authors).unwrap_or_default(),
        source: topics::agency(&readings),
        modified,
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
    linked: Linked<'a>,
    metas: &'a Metas,
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
