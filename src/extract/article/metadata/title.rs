//! The title: the visible heading if it agrees with what the page says elsewhere, without the name of the site.

use std::collections::HashSet;
use std::sync::LazyLock;

use scraper::{ElementRef, Selector};

use super::{Found, Readings, Source};
use crate::extract::page::selector;
use crate::extract::text::{is_hidden, text_of};

/// Finds the title.
pub(super) fn find(readings: &Readings<'_>, site_name: Option<&str>) -> Found<String> {
    let host = readings.page.url().host_str().unwrap_or_default();
    let stated = stated(readings)
        .map(|(title, source)| (without_site_name(&title, site_name, host), source))
        .filter(|(title, _)| !title.is_empty())
        .collect::<Vec<_>>();
    let headings = headings(readings, site_name);
    let agreeing = headings
        .iter()
        .map(|heading| {
            let agreement = stated.iter().map(|(title, _)| agreement(heading, title)).max();
            (agreement.unwrap_or_default(), heading)
        })
        // The first of equals, since a page repeats its title further down rather than further up.
        .rev()
        .max_by_key(|(agreement, _)| *agreement);
    match (agreeing, stated.first()) {
        (Some((agreement, heading)), _) if agreement >= AGREEING => Some((heading.clone(), Source::Heading)),
        (Some((agreement, heading)), _)
            if headings.len() == 1 && agreement >= RELATED && heading.chars().count() >= SHORTEST =>
        {
            Some((heading.clone(), Source::Heading))
        }
        (_, Some(best)) => Some(best.clone()),
        (heading, None) => heading.map(|(_, heading)| (heading.clone(), Source::Heading)),
    }
}

/// Per cent of the words of the shorter title that the other must hold as well.
const AGREEING: usize = 60;
/// Per cent of common words from which the only heading is the title in other words.
const RELATED: usize = 20;
/// A heading of fewer characters is a label when nothing agrees with it.
const SHORTEST: usize = 12;
/// The most words that are taken for the name of a site when nothing tells it.
const SITE_NAME_WORDS: usize = 4;

static HEADINGS: LazyLock<Selector> = LazyLock::new(|| selector("h1, [itemprop~=headline]"));

fn stated(readings: &Readings<'_>) -> impl Iterator<Item = (String, Source)> {
    let metas = &readings.metas;
    let from = |names: &[&str]| metas.first(names).map(|title| (title.to_owned(), Source::Meta));
    [
        readings.linked.text("headline").map(|title| (title, Source::JsonLd)),
        from(&["og:title"]),
        from(&[
            "twitter:title",
            "citation_title",
            "parsely-title",
            "sailthru.title",
            "dc.title",
            "dcterms.title",
        ]),
        readings.markup.title.clone().map(|title| (title, Source::Microformat)),
        readings.page.title().map(|title| (title, Source::TitleElement)),
    ]
    .into_iter()
    .flatten()
}

fn headings(readings: &Readings<'_>, site_name: Option<&str>) -> Vec<String> {
    let mut seen = HashSet::new();
    let title = readings.page.title();
    readings
        .page
        .document()
        .select(&HEADINGS)
        .take(40)
        .filter(|heading| !is_in_frame(*heading) && !leads_home(*heading, readings))
        .map(text_of)
        .filter(|heading| !heading.is_empty() && heading.chars().count() <= 300)
        .filter(|heading| site_name.is_none_or(|site| folded(site) != folded(heading)))
        .filter(|heading| !title.as_deref().is_some_and(|title| ends_in_site(title, heading)))
        .filter(|heading| seen.insert(folded(heading)))
        .collect()
}

/// Whether a heading is what the `title` element appends to a longer title.
fn ends_in_site(title: &str, heading: &str) -> bool {
    SEPARATORS
        .iter()
        .filter_map(|separator| title.rsplit_once(separator))
        .any(|(rest, name)| rest.len() > name.len() && folded(name) == folded(heading))
}

fn is_in_frame(heading: ElementRef<'_>) -> bool {
    std::iter::once(heading).chain(heading.ancestors().filter_map(ElementRef::wrap)).any(|element| {
        matches!(element.value().name(), "nav" | "aside" | "footer" | "dialog") || is_hidden(element)
    })
}

/// Whether a heading is the name of the site, which leads to its home page.
fn leads_home(heading: ElementRef<'_>, readings: &Readings<'_>) -> bool {
    let is_home = |link: ElementRef<'_>| {
        link.attr("href")
            .and_then(|href| readings.page.base().join(href).ok())
            .is_some_and(|url| url.path() == "/" && url.query().is_none() && url.fragment().is_none())
    };
    readings.page.url().path() != "/"
        && heading
            .descendent_elements()
            .chain(heading.parent().and_then(ElementRef::wrap))
            .any(|element| element.value().name() == "a" && is_home(element))
}

/// How many per cent of the words of the shorter text stand in the other as well.
fn agreement(left: &str, right: &str) -> usize {
    let words = |text: &str| {
        text.split(|character: char| !character.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect::<HashSet<_>>()
    };
    let (left, right) = (words(left), words(right));
    let common = left.intersection(&right).count();
    common * 100 / left.len().min(right.len()).max(1)
}

/// Drops the name of the site from either end, where a sign parts it from the title.
pub(super) fn without_site_name(title: &str, site_name: Option<&str>, host: &str) -> String {
    let mut title = title.trim();
    // Some pages append the name twice.
    for _ in 0..3 {
        let shorter = SEPARATORS.iter().find_map(|separator| {
            let tail = title.rsplit_once(separator);
            let head = title.split_once(separator);
            tail.filter(|(rest, name)| is_site(name, rest, separator, site_name, host))
                .map(|(rest, _)| rest)
                .or_else(|| head.filter(|(name, _)| is_named(name, site_name, host)).map(|(_, rest)| rest))
        });
        match shorter.map(str::trim).filter(|rest| !rest.is_empty()) {
            Some(rest) => title = rest,
            None => break,
        }
    }
    title.to_owned()
}

const SEPARATORS: [&str; 10] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " ‹ ", " « "];

fn is_site(name: &str, rest: &str, separator: &str, site_name: Option<&str>, host: &str) -> bool {
    let words = name.split_whitespace().count();
    let rest_words = rest.split_whitespace().count();
    // A bar is hardly ever part of a title; a dash often is.
    let may_guess = site_name.is_none() || separator == " | ";
    let is_short = words <= SITE_NAME_WORDS && rest_words >= SITE_NAME_WORDS && rest_words > 2 * words;
    is_named(name, site_name, host) || (may_guess && is_short)
}

fn is_named(name: &str, site_name: Option<&str>, host: &str) -> bool {
    let name = folded(name);
    let host = host.strip_prefix("www.").unwrap_or(host);
    let host_words = folded(host);
    !name.is_empty()
        && (site_name.is_some_and(|site| folded(site) == name)
            || (name.len() > 3 && host_words.contains(&name))
            || (name.len() > 3 && name == host_words))
}

fn folded(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_site_is_dropped_from_either_end() {
        for title in [
            "A bridge opens - The Daily",
            "A bridge opens – The Daily - The Daily",
            "The Daily | A bridge opens",
            "A bridge opens | daily.example",
        ] {
            assert_eq!(
                without_site_name(title, Some("The Daily"), "www.daily.example"),
                "A bridge opens",
                "{title}"
            );
        }
    }

    #[test]
    fn a_dash_inside_a_title_stays() {
        let title = "The bridge - a story of forty years";
        assert_eq!(without_site_name(title, Some("The Daily"), "daily.example"), title);
        assert_eq!(without_site_name("The Daily", Some("The Daily"), "daily.example"), "The Daily");
    }
}
