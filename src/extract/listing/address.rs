//! What an address tells of the page behind it.

use std::rc::Rc;

use url::Url;

use crate::model::normalise_link;

/// An address, and what is known of it; found once for all links that lead there.
#[derive(Debug)]
pub(super) struct Address {
    pub url: Rc<Url>,
    /// What it tells.
    pub told: Told,
    /// Its normal form.
    pub identity: Rc<str>,
}

impl Address {
    pub(super) fn of(url: Url) -> Self {
        Self { told: Told::of(&url), identity: normalise_link(&url).into(), url: Rc::new(url) }
    }
}

/// What an address tells.
#[derive(Debug)]
pub(super) struct Told {
    pub is_article_like: bool,
    pub is_taxonomy: bool,
    pub is_service: bool,
    /// How many words the last segment has.
    pub slug_words: usize,
    pub shape: String,
}

impl Told {
    pub(super) fn of(url: &Url) -> Self {
        Self {
            is_article_like: is_article_like(url),
            is_taxonomy: is_taxonomy(url),
            is_service: is_service(url),
            slug_words: slug_words(url),
            shape: shape(url),
        }
    }
}

/// Segments of addresses that lead to lists, people and services instead of articles.
const TAXONOMY: [&str; 40] = [
    "about",
    "about-us",
    "account",
    "advertise",
    "archive",
    "archives",
    "author",
    "authors",
    "cart",
    "cat",
    "categories",
    "category",
    "contact",
    "contact-us",
    "feed",
    "label",
    "labels",
    "login",
    "members",
    "newsletter",
    "newsletters",
    "page",
    "people",
    "privacy",
    "privacy-policy",
    "profile",
    "register",
    "rss",
    "search",
    "share",
    "signin",
    "signup",
    "subscribe",
    "tag",
    "tags",
    "terms",
    "topic",
    "topics",
    "user",
    "users",
];

/// Whether an address looks like that of an article: a date or an id in its path, or a last segment of several words.
fn is_article_like(url: &Url) -> bool {
    let last = last_segment(url).as_bytes();
    let digits = |text: &[u8]| text.iter().filter(|byte| byte.is_ascii_digit()).count();
    words(last, |byte| matches!(byte, b'-' | b'_')) >= 4
        || digits(last) >= 4
        || encoded(last) >= 9
        || digits(url.path().as_bytes()) >= 6
}

/// How many bytes of an address are written as numbers.
fn encoded(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte == b'%').count()
}

/// How many words a text has.
fn words(text: &[u8], parts: impl Fn(u8) -> bool) -> usize {
    let (mut count, mut in_word) = (0, false);
    for byte in text {
        let is_letter = !parts(*byte);
        count += usize::from(is_letter && !in_word);
        in_word = is_letter;
    }
    count
}

/// Whether an address names a list, a person or a service in one of its segments.
fn is_taxonomy(url: &Url) -> bool {
    url.path().split('/').filter(|segment| !segment.is_empty()).any(|segment| {
        let segment = segment.strip_suffix(".html").unwrap_or(segment);
        is_one_of(segment, &TAXONOMY)
    })
}

/// Words of last segments of addresses that lead to what a site says of itself and its services.
const SERVICES: [&str; 40] = [
    "about",
    "accessibility",
    "account",
    "advertise",
    "advertising",
    "careers",
    "conditions",
    "contact",
    "contacts",
    "cookie",
    "cookies",
    "copyright",
    "disclaimer",
    "donate",
    "faq",
    "faqs",
    "help",
    "impressum",
    "imprint",
    "jobs",
    "legal",
    "login",
    "newsletter",
    "newsletters",
    "password",
    "policies",
    "policy",
    "preferences",
    "press",
    "privacy",
    "register",
    "settings",
    "signin",
    "signup",
    "sitemap",
    "subscribe",
    "subscription",
    "support",
    "team",
    "terms",
];

/// Whether an address leads to what a site says of itself: a short last segment with a word for it.
pub(super) fn is_service(url: &Url) -> bool {
    let last = last_segment(url);
    words(last.as_bytes(), |byte| matches!(byte, b'-' | b'_' | b'.')) <= 4
        && last.split(['-', '_', '.']).any(|word| is_one_of(word, &SERVICES))
}

/// How many words the last segment of an address has; a number counts as one, and of an encoded one every three characters do.
fn slug_words(url: &Url) -> usize {
    let last = last_segment(url).as_bytes();
    words(last, |byte| matches!(byte, b'-' | b'_' | b'+')).max(encoded(last) / 3)
}

fn last_segment(url: &Url) -> &str {
    url.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// The shape of an address: its host and what each segment is made of. Addresses of one kind share it.
fn shape(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let mut shape = String::with_capacity(host.len() + 16);
    shape.push_str(host);
    let mut segments = url.path().split('/').filter(|segment| !segment.is_empty()).enumerate().peekable();
    while let Some((at, segment)) = segments.next() {
        shape.push('/');
        if segment.bytes().all(|byte| byte.is_ascii_digit()) {
            shape.push('9');
        } else if segments.peek().is_none() {
            shape.push('*');
        } else if at == 0 {
            shape.push_str(segment);
        } else {
            shape.push('a');
        }
    }
    if url.query().is_some() {
        shape.push('?');
    }
    shape
}

/// Segments of addresses behind which the name of a person stands.
const PEOPLE: [&str; 27] = [
    "auteur",
    "auteurs",
    "author",
    "authors",
    "autor",
    "autoren",
    "autores",
    "by",
    "byline",
    "columnist",
    "columnists",
    "contributor",
    "contributors",
    "journalist",
    "journalists",
    "member",
    "members",
    "people",
    "person",
    "profile",
    "profiles",
    "staff",
    "team",
    "user",
    "users",
    "writer",
    "writers",
];

/// Segments of addresses behind which the name of a topic stands.
const TOPICS: [&str; 24] = [
    "cat",
    "categoria",
    "categorias",
    "categorie",
    "categories",
    "category",
    "categoría",
    "etiqueta",
    "etiquetas",
    "kategori",
    "kategorie",
    "kategorien",
    "label",
    "labels",
    "rubrik",
    "subject",
    "subjects",
    "tag",
    "tagged",
    "tags",
    "thema",
    "themen",
    "topic",
    "topics",
];

/// The most words of the name of a person, or of an account with its number, in an address.
const MOST_WORDS_OF_NAME: usize = 4;

/// Whether a link, as it is written, leads to what a person has on the site: their page, their articles. Sections may be called
/// so too; what stands behind them has a longer name.
pub(super) fn is_of_person(href: &str) -> bool {
    segments_before_last(href).iter().any(|segment| is_one_of(segment, &PEOPLE)) && may_be_name(href)
}

/// Whether the last segment of a link is no longer than a name.
fn may_be_name(href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    last.split(['-', '_', '+']).filter(|word| !word.is_empty()).count() <= MOST_WORDS_OF_NAME
}

/// Whether a link, as it is written, leads to the articles of a topic.
pub(super) fn is_of_topic(href: &str) -> bool {
    segments_before_last(href).iter().any(|segment| is_one_of(segment, &TOPICS))
}

/// Whether a link, as it is written, leads to what a person has, and whether to a topic.
pub(super) fn is_of_person_or_topic(href: &str) -> (bool, bool) {
    let before = segments_before_last(href);
    let any = |words: &[&str]| before.iter().any(|segment| is_one_of(segment, words));
    (any(&PEOPLE) && may_be_name(href), any(&TOPICS))
}

/// Whether a text is one of some words in any case.
pub(super) fn is_one_of(text: &str, words: &[&str]) -> bool {
    // The lengths tell most of them apart.
    words.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// The two segments before the last one, each empty where there is none. Forums put the path into the query:
/// `index.php?members/ann.7/`.
fn segments_before_last(href: &str) -> [&str; 2] {
    // Most links have no colon but that of the scheme, or none.
    let local = match href.split_once(':') {
        Some((_, rest)) => rest.strip_prefix("//").or_else(|| Some(href.split_once("://")?.1)),
        None => None,
    };
    let path = local.unwrap_or(href);
    let path = path.split_once('#').map_or(path, |(path, _)| path);
    let path = match path.split_once('?') {
        Some((_, query)) if query.contains('/') => query.split_once('?').map_or(query, |(path, _)| path),
        Some((path, _)) => path,
        None => path,
    };
    let mut segments = path.rsplit('/').filter(|segment| !segment.is_empty()).skip(1);
    [segments.next().unwrap_or_default(), segments.next().unwrap_or_default()]
}
