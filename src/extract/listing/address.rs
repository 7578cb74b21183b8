//! What an address tells of the page behind it.

use url::Url;

/// Segments of addresses that lead to lists, people and services instead of articles.
const TAXONOMY: [&str; 40] = [
    "category",
    "categories",
    "cat",
    "tag",
    "tags",
    "topic",
    "topics",
    "label",
    "labels",
    "author",
    "authors",
    "user",
    "users",
    "profile",
    "people",
    "members",
    "archive",
    "archives",
    "page",
    "search",
    "login",
    "signin",
    "signup",
    "register",
    "account",
    "about",
    "about-us",
    "contact",
    "contact-us",
    "privacy",
    "privacy-policy",
    "terms",
    "subscribe",
    "newsletter",
    "newsletters",
    "rss",
    "feed",
    "share",
    "advertise",
    "cart",
];

/// Whether an address looks like that of an article: a date or an id in its path, or a last segment of several words.
pub(super) fn is_article_like(url: &Url) -> bool {
    let path = url.path().trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let words = last.split(['-', '_']).filter(|word| !word.is_empty()).count();
    let digits = last.bytes().filter(u8::is_ascii_digit).count();
    let encoded = last.bytes().filter(|byte| *byte == b'%').count();
    words >= 4 || digits >= 4 || encoded >= 9 || path.bytes().filter(u8::is_ascii_digit).count() >= 6
}

/// Whether an address names a list, a person or a service in one of its segments.
pub(super) fn is_taxonomy(url: &Url) -> bool {
    url.path().split('/').filter(|segment| !segment.is_empty()).any(|segment| {
        let segment = segment.strip_suffix(".html").unwrap_or(segment);
        TAXONOMY.iter().any(|word| segment.eq_ignore_ascii_case(word))
    })
}

/// Words of last segments of addresses that lead to what a site says of itself and its services.
const SERVICES: [&str; 40] = [
    "about",
    "contact",
    "contacts",
    "privacy",
    "policy",
    "policies",
    "terms",
    "conditions",
    "legal",
    "imprint",
    "impressum",
    "cookie",
    "cookies",
    "accessibility",
    "help",
    "support",
    "faq",
    "faqs",
    "jobs",
    "careers",
    "press",
    "advertise",
    "advertising",
    "login",
    "signin",
    "signup",
    "register",
    "account",
    "subscribe",
    "subscription",
    "newsletter",
    "newsletters",
    "sitemap",
    "settings",
    "preferences",
    "password",
    "copyright",
    "disclaimer",
    "team",
    "donate",
];

/// Whether an address leads to what a site says of itself: a short last segment with a word for it.
pub(super) fn is_service(url: &Url) -> bool {
    let last = last_segment(url);
    let words = || last.split(['-', '_', '.']).filter(|word| !word.is_empty());
    words().count() <= 4 && words().any(|word| SERVICES.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// How many words the last segment of an address has; a number counts as one, and of an encoded one every three characters do.
pub(super) fn slug_words(url: &Url) -> usize {
    let last = last_segment(url);
    let encoded = last.bytes().filter(|byte| *byte == b'%').count() / 3;
    last.split(['-', '_', '+']).filter(|word| !word.is_empty()).count().max(encoded)
}

fn last_segment(url: &Url) -> &str {
    url.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// The shape of an address: its host and what each segment is made of. Addresses of one kind share it.
pub(super) fn shape(url: &Url) -> String {
    let mut shape = url.host_str().unwrap_or_default().to_owned();
    let segments: Vec<&str> = url.path().split('/').filter(|segment| !segment.is_empty()).collect();
    let last = segments.len().saturating_sub(1);
    for (at, segment) in segments.iter().enumerate() {
        shape.push('/');
        if segment.bytes().all(|byte| byte.is_ascii_digit()) {
            shape.push('9');
        } else if at == last {
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
    "author",
    "authors",
    "autor",
    "autores",
    "auteur",
    "auteurs",
    "autoren",
    "by",
    "byline",
    "writer",
    "writers",
    "columnist",
    "columnists",
    "contributor",
    "contributors",
    "journalist",
    "journalists",
    "profile",
    "profiles",
    "people",
    "person",
    "staff",
    "user",
    "users",
    "member",
    "members",
    "team",
];

/// Segments of addresses behind which the name of a topic stands.
const TOPICS: [&str; 24] = [
    "tag",
    "tags",
    "category",
    "categories",
    "cat",
    "topic",
    "topics",
    "label",
    "labels",
    "tagged",
    "subject",
    "subjects",
    "categoria",
    "categorias",
    "categoría",
    "categorie",
    "kategorie",
    "kategorien",
    "kategori",
    "etiqueta",
    "etiquetas",
    "rubrik",
    "thema",
    "themen",
];

/// The most words of the name of a person, or of an account with its number, in an address.
const MOST_WORDS_OF_NAME: usize = 4;

/// Whether a link, as it is written, leads to what a person has on the site: their page, their articles. Sections may be called
/// so too; what stands behind them has a longer name.
pub(super) fn is_of_person(href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let words = last.split(['-', '_', '+']).filter(|word| !word.is_empty()).count();
    words <= MOST_WORDS_OF_NAME && stands_behind(href, &PEOPLE)
}

/// Whether a link, as it is written, leads to the articles of a topic.
pub(super) fn is_of_topic(href: &str) -> bool {
    stands_behind(href, &TOPICS)
}

/// Whether one of the two segments before the last one is such a word. Forums put the path into the query:
/// `index.php?members/ann.7/`.
fn stands_behind(href: &str, words: &[&str]) -> bool {
    let local = href.split_once("://").map_or(href, |(_, rest)| rest);
    let path = local.split('#').next().unwrap_or_default();
    let path = path.split_once('?').filter(|(_, query)| query.contains('/')).map_or(path, |(_, query)| query);
    let path = path.split('?').next().unwrap_or_default();
    let mut segments = path.rsplit('/').filter(|segment| !segment.is_empty());
    segments.next().is_some()
        && segments.take(2).any(|segment| words.iter().any(|known| segment.eq_ignore_ascii_case(known)))
}
