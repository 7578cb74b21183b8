//! Who wrote the article.

use std::sync::LazyLock;

use scraper::{ElementRef, Selector};
use serde_json::Value;

use super::is_short;
use super::{Found, Readings, Source};
use crate::extract::article::byline::{begins_byline, is_site, names, without_site};
use crate::extract::page::selector;
use crate::extract::structured::{microdata, types};
use crate::extract::text::{is_block, is_hidden, text_of};

/// Finds the authors.
pub(super) fn find(readings: &Readings<'_>, site_name: Option<&str>) -> Found<Vec<String>> {
    let candidates: [(Read, Source); 6] = [
        (linked, Source::JsonLd),
        (metas, Source::Meta),
        (marked, Source::Microdata),
        (|readings| each(&readings.markup.authors), Source::Microformat),
        (by_rel, Source::Link),
        (by_class, Source::Class),
    ];
    let mut own = None;
    for (read, source) in candidates {
        let found = without_site(read(readings), site_name);
        match found.as_slice() {
            [] => {}
            // The site's own name is believed only where no other source names a person.
            [only] if is_site(only, site_name) => own = own.or(Some((found, source))),
            _ => return Some((found, source)),
        }
    }
    own
}

/// Reads the names of one source.
type Read = fn(&Readings<'_>) -> Vec<String>;

/// The longest text that is read as a byline, in characters.
const LONGEST_BYLINE: usize = 120;
/// The longest line that is read for nothing but its first word, in characters.
const LONGEST_LINE: usize = 60;
/// The most authors of one article that are believed.
const MOST_AUTHORS: usize = 12;

static REL_AUTHOR: LazyLock<Selector> = LazyLock::new(|| selector("a[rel~=author]"));
static BYLINES: LazyLock<Selector> = LazyLock::new(|| {
    selector(
        "[class*=author i], [class*=byline i], [class*=writer i], [class*=contributor i], [data-testid*=author i]",
    )
});
static PROFILES: LazyLock<Selector> = LazyLock::new(|| {
    selector(
        "a[href*='/author/'], a[href*='/authors/'], a[href*='/profile/'], a[href*='/contributor'], a[href*='/people/'], \
         a[href*='?author='], a[href*='/writers/'], a[href*='/autor/'], a[href*='/auteur/']",
    )
});
static SHORT_LINES: LazyLock<Selector> =
    LazyLock::new(|| selector("p, div, span, small, address, h2, h3, h4, h5, h6, li, em, strong"));

fn linked(readings: &Readings<'_>) -> Vec<String> {
    ["author", "creator"]
        .iter()
        .filter_map(|property| readings.linked.value(property))
        .map(|value| {
            let members = match value {
                Value::Array(members) => members.iter().collect(),
                one => vec![one],
            };
            members
                .into_iter()
                .take(MOST_AUTHORS)
                .flat_map(|member| person(readings.linked.resolved(member)))
                .collect::<Vec<_>>()
        })
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

/// A person's name is one name; a bare text may be a byline.
fn person(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => names(text),
        Value::Object(fields) => {
            let name = match fields.get("name") {
                Some(Value::Array(members)) => {
                    members.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
                }
                Some(Value::String(name)) => name.clone(),
                _ => String::new(),
            };
            let is_group = types(value).any(|kind| kind.ends_with("Organization"));
            if is_group {
                vec![name].into_iter().filter(|name| !name.is_empty()).collect()
            } else {
                names(&name)
            }
        }
        _ => Vec::new(),
    }
}

fn metas(readings: &Readings<'_>) -> Vec<String> {
    const NAMES: [&str; 12] = [
        "author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "dc.contributor",
        "citation_author",
        "article:author",
        "article:author_name",
        "article.author",
        "cxenseparse:author",
        "byl",
    ];
    NAMES
        .iter()
        .map(|name| each(readings.metas.all(name)))
        .find(|names| !names.is_empty())
        .or_else(|| labelled(readings))
        .unwrap_or_default()
}

/// Twitter's cards put labels and values into pairs of elements.
fn labelled(readings: &Readings<'_>) -> Option<Vec<String>> {
    let label = readings.metas.first(&["twitter:label1"])?;
    let name = readings.metas.first(&["twitter:data1"])?;
    begins_byline(label).then(|| names(name)).filter(|names| !names.is_empty())
}

fn marked(readings: &Readings<'_>) -> Vec<String> {
    each(&microdata(readings.page, "author"))
}

fn each(bylines: &[String]) -> Vec<String> {
    bylines
        .iter()
        .filter(|byline| byline.chars().count() <= LONGEST_BYLINE)
        .flat_map(|byline| names(byline))
        .take(MOST_AUTHORS)
        .collect()
}

fn by_rel(readings: &Readings<'_>) -> Vec<String> {
    let links = readings
        .page
        .document()
        .select(&REL_AUTHOR)
        .filter(|link| is_of_article(*link))
        .map(text_of)
        .collect::<Vec<_>>();
    each(&links)
}

/// The first byline that holds a name; a second one belongs to another article or repeats the first. The closer a class
/// comes to "author's name", the less can stand beside the name.
fn by_class(readings: &Readings<'_>) -> Vec<String> {
    let bylines = readings
        .page
        .document()
        .select(&BYLINES)
        .filter(|byline| !matches!(byline.value().name(), "html" | "body" | "main" | "article" | "img"))
        .filter(|byline| is_short(*byline, LONGEST_BYLINE) && is_of_article(*byline))
        .take(60)
        .collect::<Vec<_>>();
    let is_name = |byline: &ElementRef<'_>| {
        byline.attr("class").is_some_and(|class| class.to_ascii_lowercase().contains("name"))
    };
    // Where the class promises a name, a single word may be one.
    let named = || {
        let all = bylines.iter().copied().filter(is_name).collect::<Vec<_>>();
        let single =
            |byline: &ElementRef<'_>| Some(names(&text_of(*byline))).filter(|names| names.len() == 1);
        all.iter().copied().find_map(people).or_else(|| all.iter().find_map(single))
    };
    let linked = || {
        bylines
            .iter()
            .flat_map(|byline| byline.descendent_elements())
            .filter(|inner| inner.value().name() == "a")
            .find_map(people)
    };
    let leaf = || {
        bylines
            .iter()
            .copied()
            .filter(|byline| !byline.child_elements().any(|child| is_block(child.value().name())))
            .find_map(people)
    };
    named()
        .or_else(linked)
        .or_else(leaf)
        .or_else(|| by_profile(readings))
        .or_else(|| by_text(readings))
        .unwrap_or_default()
}

/// A link to the page of an author.
fn by_profile(readings: &Readings<'_>) -> Option<Vec<String>> {
    readings.page.document().select(&PROFILES).filter(|link| is_of_article(*link)).take(40).find_map(people)
}

/// A line that says no more than "By Ann Lee".
fn by_text(readings: &Readings<'_>) -> Option<Vec<String>> {
    readings
        .page
        .document()
        .select(&SHORT_LINES)
        .filter(|line| is_short(*line, LONGEST_LINE))
        .filter(|line| line.text().find(|text| !text.trim().is_empty()).is_some_and(begins_byline))
        .filter(|line| is_of_article(*line))
        .take(20)
        .find_map(people)
}

fn people(element: ElementRef<'_>) -> Option<Vec<String>> {
    let names = names(&text_of(element)).into_iter().filter(|name| is_person(name)).collect::<Vec<_>>();
    (!names.is_empty()).then_some(names)
}

/// Whether a text reads like the name of a person: two to five words, none of them in lower case but particles.
fn is_person(name: &str) -> bool {
    let words = name.split_whitespace().collect::<Vec<_>>();
    let is_cased = |word: &&str| {
        !word.starts_with(char::is_lowercase)
            || matches!(
                *word,
                "de" | "da"
                    | "van"
                    | "von"
                    | "der"
                    | "den"
                    | "al"
                    | "bin"
                    | "la"
                    | "di"
                    | "du"
                    | "el"
                    | "dos"
                    | "y"
            )
    };
    (2..=5).contains(&words.len()) && words.iter().all(is_cased)
}

/// Whether an element stands outside comments, side columns and lists of other articles.
fn is_of_article(element: ElementRef<'_>) -> bool {
    !std::iter::once(element).chain(element.ancestors().filter_map(ElementRef::wrap)).any(|around| {
        matches!(around.value().name(), "nav" | "footer")
            || is_hidden(around)
            || around.value().classes().chain(around.value().id()).any(|class| {
                ["comment", "related", "sidebar", "widget", "card", "recent", "popular"]
                    .iter()
                    .any(|word| class.to_ascii_lowercase().contains(word) && around.value().name() != "body")
            })
    })
}
