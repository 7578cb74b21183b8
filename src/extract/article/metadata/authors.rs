//! Who wrote the article.

use std::sync::LazyLock;

use scraper::{ElementRef, Selector};
use serde_json::Value;

use super::{Found, Readings, Source};
use crate::extract::article::byline::{names, without_site};
use crate::extract::page::selector;
use crate::extract::structured::{microdata, types};
use crate::extract::text::{is_hidden, text_of};

/// Finds the authors.
pub(super) fn find(readings: &Readings<'_>, site_name: Option<&str>) -> Found<Vec<String>> {
    type Reading<'a> = fn(&Readings<'a>) -> Vec<String>;
    let candidates: [(Reading<'_>, Source); 6] = [
        (linked, Source::JsonLd),
        (metas, Source::Meta),
        (marked, Source::Microdata),
        (|readings| each(&readings.markup.authors), Source::Microformat),
        (by_rel, Source::Link),
        (by_class, Source::Class),
    ];
    candidates.into_iter().find_map(|(read, source)| {
        let found = without_site(read(readings), site_name);
        (!found.is_empty()).then_some((found, source))
    })
}

/// The longest text that is read as a byline, in characters.
const LONGEST_BYLINE: usize = 120;
/// The most authors of one article that are believed.
const MOST_AUTHORS: usize = 12;

static REL_AUTHOR: LazyLock<Selector> = LazyLock::new(|| selector("a[rel~=author]"));
static BYLINES: LazyLock<Selector> = LazyLock::new(|| {
    selector(
        ".byline-name, .author-name, .authorname, .author__name, .post-author-name, .entry-author-name, .byline a, \
         .byline, .author a, .post-author, .entry-author, .article-author, .article__author, .blog-author, \
         .c-byline, .author, [class*=byline i], [class*=author-name i], [class*=authorName], [data-testid*=byline i]",
    )
});

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
                Some(Value::Array(members)) => members
                    .iter()
                    .filter_map(Value::as_str)
                    .collect::<Vec<_>>()
                    .join(", "),
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
        .unwrap_or_default()
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

/// The first byline that holds a name; a second one belongs to another article or repeats the first.
fn by_class(readings: &Readings<'_>) -> Vec<String> {
    readings
        .page
        .document()
        .select(&BYLINES)
        .take(40)
        .filter(|byline| is_of_article(*byline))
        .map(text_of)
        .filter(|byline| byline.chars().count() <= LONGEST_BYLINE)
        .map(|byline| names(&byline))
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

/// Whether an element stands outside comments, side columns and lists of other articles.
fn is_of_article(element: ElementRef<'_>) -> bool {
    !std::iter::once(element)
        .chain(element.ancestors().filter_map(ElementRef::wrap))
        .any(|around| {
            matches!(around.value().name(), "aside" | "nav" | "footer" | "li")
                || is_hidden(around)
                || around.value().classes().chain(around.value().id()).any(|class| {
                    [
                        "comment", "related", "sidebar", "widget", "card", "recent", "popular",
                    ]
                    .iter()
                    .any(|word| class.to_ascii_lowercase().contains(word) && around.value().name() != "body")
                })
        })
}
