//! The title: the visible heading if it agrees with what the page says elsewhere, without the name of the site.

use std::borrow::Cow;
use std::collections::HashSet;

use ego_tree::NodeId;
use html5ever::local_name;
use scraper::ElementRef;
use url::Url;

use super::{Found, Readings, Source, address, is_short};
use crate::extract::text::{attribute, collapsed, folded, is_hidden, text_of, word_count};

/// The title, and what led to it.
pub(super) struct FoundTitle {
    pub title: Found<String>,
    /// The element that shows it, or nearly it, above the article: what stands around it speaks of the article.
    pub heading: Option<NodeId>,
    /// Every title that was seen, best first.
    pub seen: Vec<(String, Source)>,
}

/// Finds the title.
pub(super) fn find(readings: &Readings<'_>, site_name: Option<&str>) -> FoundTitle {
    let host = readings.page.url().host_str().unwrap_or_default();
    let mut seen = stated(readings)
        .map(|(title, source)| (without_site_name(&title, site_name, host), source))
        .filter(|(title, _)| !title.is_empty() && title.len() <= LONGEST_STATED)
        .collect::<Vec<_>>();
    let headings = headings(readings, site_name);
    let shown_above = shown(&seen, &headings);
    let lesser = if shown_above.is_none() { lesser(readings, &seen) } else { None };
    let heading = shown_above.or(lesser.as_ref());
    let first = || headings.iter().find(|heading| heading.is_first);
    let chosen = heading.or_else(|| seen.is_empty().then(first)?);
    let anchor = heading.map(|heading| above(heading, &seen, &headings).id);
    let shown = chosen.map(|heading| {
        let title = stated_part(heading, readings, &seen);
        (title.unwrap_or_else(|| heading.title(&seen, site_name, host)), Source::Heading)
    });
    let title = shown.clone().or_else(|| seen.first().cloned());
    seen.splice(0..0, shown);
    FoundTitle { title, heading: anchor, seen }
}

/// A heading of the page.
struct Heading {
    text: String,
    id: NodeId,
    /// Whether it is of the first level.
    is_first: bool,
}

impl Heading {
    /// Its text without what frames the stated title in it: a date, the label of a column, the name of the site.
    fn title(&self, stated: &[(String, Source)], site_name: Option<&str>, host: &str) -> String {
        let framed = stated.iter().map(|(title, _)| title).find(|title| {
            let (before, after) = self.text.split_once(title.as_str()).unwrap_or((&self.text, &self.text));
            let is_frame = |rest: &str| {
                let rest = rest.trim();
                let words = rest.split_whitespace().count();
                let has_year = rest.split(|letter: char| !letter.is_ascii_digit()).any(|run| run.len() == 4);
                let is_label = rest.ends_with(':') || (has_year && words > 1);
                rest.is_empty() || (is_label && words <= SITE_NAME_WORDS)
            };
            title.split_whitespace().nth(2).is_some() && is_frame(before) && after.trim().is_empty()
        });
        // Nobody tells the site by what follows a dash in a heading, so an empty name forbids to guess.
        framed.cloned().unwrap_or_else(|| without_site_name(&self.text, site_name.or(Some("")), host))
    }
}

/// The stated title, where it is some of the texts of a heading: before it may stand a kicker, behind it a subtitle or a
/// label, each in an element of its own.
fn stated_part(heading: &Heading, readings: &Readings<'_>, stated: &[(String, Source)]) -> Option<String> {
    let element = readings.page.document().tree.get(heading.id).and_then(ElementRef::wrap)?;
    let is_said = |text: &Cow<'_, str>| text.chars().any(char::is_alphanumeric);
    let texts = element.text().map(collapsed).filter(is_said).take(MOST_TEXTS).collect::<Vec<_>>();
    let parts = (0..texts.len()).flat_map(|from| (from + 1..=texts.len()).map(move |to| from..to));
    let parts = parts.filter(|part| part.len() < texts.len());
    let mut parts = parts.filter_map(|part| Some(texts.get(part)?.join(" ")));
    let whole = folded(&heading.text);
    let is_most = |title: &str| title != whole && title.len() * 100 >= whole.len() * PART_PERCENT;
    let mut titles = folded_titles(stated);
    titles.retain(|title| is_most(title));
    parts.find(|part| word_count(part) > 1 && titles.contains(&folded(part)))
}

/// The stated titles and the longest part of each, as letters and digits.
fn folded_titles(stated: &[(String, Source)]) -> HashSet<String> {
    stated.iter().flat_map(|(title, _)| [folded(title), folded(longest_part(title))]).collect()
}

/// A heading of a lower level that says the same as a stated title, or as its longest part before the name of the site.
fn lesser(readings: &Readings<'_>, stated: &[(String, Source)]) -> Option<Heading> {
    let part = |title: &str| Some(longest_part(title)).filter(|part| !title.ends_with(*part)).map(folded);
    let titles = stated.iter().flat_map(|(title, _)| [Some(folded(title)), part(title)]);
    let titles = titles.flatten().collect::<HashSet<_>>();
    let own = own_paths(readings);
    let levels = [local_name!("h3"), local_name!("h4"), local_name!("h5")];
    let headings = readings.page.named(|name| levels.contains(name)).take(MOST_HEADINGS);
    headings
        .filter(|heading| is_short(*heading, LONGEST))
        .map(|heading| (heading, text_of(heading)))
        .filter(|(_, text)| word_count(text) > 1 && titles.contains(&folded(text)))
        .find(|(heading, _)| !is_in_frame(*heading) && !leads_away(*heading, readings, &own))
        .map(|(heading, text)| Heading { text, id: heading.id(), is_first: false })
}

/// The heading that shows the title: one that says the same as a stated title, or as the most of it, or else one of the first
/// level that says nearly the same, or the only one if it has something of it.
fn shown<'h>(stated: &[(String, Source)], headings: &'h [Heading]) -> Option<&'h Heading> {
    let all = || stated.iter().map(|(title, _)| title.as_str());
    let titles = all().map(folded).collect::<HashSet<_>>();
    let parts = all().map(|title| folded(longest_part(title))).collect::<HashSet<_>>();
    let first_level = || headings.iter().filter(|heading| heading.is_first);
    let same = |texts: &HashSet<String>| {
        let same = |heading: &&Heading| texts.contains(&folded(&heading.text));
        first_level().find(same).or_else(|| headings.iter().find(same))
    };
    // The longest part of a title may be the name of the site, in a heading of its own.
    same(&titles).or_else(|| alike(stated, headings)).or_else(|| same(&parts))
}

/// The heading of the first level that says nearly the same as a stated title, or the first if it has a good part of it, or the
/// only one if it has something of it.
fn alike<'h>(stated: &[(String, Source)], headings: &'h [Heading]) -> Option<&'h Heading> {
    let agreement = |heading: &Heading| {
        stated.iter().map(|(title, _)| agreement(&heading.text, title)).max().unwrap_or_default()
    };
    let mut first_level =
        headings.iter().filter(|heading| heading.is_first).map(|heading| (agreement(heading), heading));
    // The first of equals, since a page repeats its title further down rather than further up.
    let best = first_level.clone().rev().max_by_key(|(agreement, _)| *agreement)?;
    if best.0 >= AGREEING {
        return Some(best.1);
    }
    let (agreement, first) = first_level.next()?;
    let is_only = first_level.next().is_none();
    // What all sources say in so few words is the name of the site, and no title that a longer heading leaves unsaid.
    let names_site = stated.iter().all(|(title, _)| word_count(title) <= NAME_WORDS)
        && word_count(&first.text) > NAME_WORDS;
    let least = if is_only { RELATED } else { PARTLY };
    let is_title = agreement >= least || (is_only && names_site);
    (is_title && first.text.chars().count() >= SHORTEST).then_some(first)
}

/// The heading of the first level further up that says nearly the same as one below it, where there is one: a section of the
/// article, or of its comments, may bear the very title that the page states, and the heading of the page some other words.
fn above<'h>(heading: &'h Heading, stated: &[(String, Source)], headings: &'h [Heading]) -> &'h Heading {
    let above = headings.iter().take_while(|other| other.id != heading.id);
    let is_below = !heading.is_first && above.clone().any(|other| other.is_first);
    alike(stated, headings)
        .filter(|alike| is_below && above.clone().any(|other| other.id == alike.id))
        .unwrap_or(heading)
}

/// The longest of the parts into which separators part a title.
fn longest_part(title: &str) -> &str {
    let parts = SEPARATORS.iter().fold(vec![title], |parts, separator| {
        parts.into_iter().flat_map(|part| part.split(separator)).collect()
    });
    parts.into_iter().max_by_key(|part| part.chars().count()).unwrap_or(title)
}

/// Per cent of the letters of the shorter title that words of the other must hold as well.
const AGREEING: usize = 60;
/// Per cent of common letters from which the first heading is the title in other words …
const PARTLY: usize = 40;
/// … and the only one.
const RELATED: usize = 20;
/// The most words of a title that may name nothing but the site.
const NAME_WORDS: usize = 3;
/// A heading of fewer characters is a label when nothing agrees with it.
const SHORTEST: usize = 12;
/// The most words that are taken for the name of a site when nothing tells it.
const SITE_NAME_WORDS: usize = 4;

/// A longer title is none, in bytes.
const LONGEST_STATED: usize = 2000;
/// A longer heading is a lead, in characters.
const LONGEST: usize = 200;
/// Per cent of a heading that a part of it holds at least, to be the title.
const PART_PERCENT: usize = 40;
/// How many texts of a heading are looked at.
const MOST_TEXTS: usize = 8;
/// How many headings are looked at, of those of the first level and of the others: large menus are full of the latter.
const MOST_HEADINGS: usize = 60;

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

fn headings(readings: &Readings<'_>, site_name: Option<&str>) -> Vec<Heading> {
    let mut seen = HashSet::new();
    let title = readings.page.title();
    let own = own_paths(readings);
    let mut counts = [0; 2];
    readings
        .page
        .elements()
        .filter(|element| is_heading(*element))
        .filter(|heading| {
            let [first, other] = &mut counts;
            let count = if is_first(*heading) { first } else { other };
            *count += 1;
            *count <= MOST_HEADINGS
        })
        .filter(|heading| {
            is_short(*heading, LONGEST) && !is_in_frame(*heading) && !leads_away(*heading, readings, &own)
        })
        .map(|heading| Heading { text: text_of(heading), id: heading.id(), is_first: is_first(heading) })
        .filter(|heading| !heading.text.is_empty())
        .filter(|heading| site_name.is_none_or(|site| folded(site) != folded(&heading.text)))
        .filter(|heading| !title.as_deref().is_some_and(|title| ends_in_site(title, &heading.text)))
        .filter(|heading| seen.insert(folded(&heading.text)))
        .collect()
}

fn is_heading(element: ElementRef<'_>) -> bool {
    matches!(element.value().name.local, local_name!("h1") | local_name!("h2"))
        || attribute(element, &local_name!("itemprop"))
            .is_some_and(|names| names.split_ascii_whitespace().any(|name| name == "headline"))
}

/// Whether a heading is of the first level, or marked as the headline.
fn is_first(heading: ElementRef<'_>) -> bool {
    heading.value().name.local != local_name!("h2")
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

/// Whether a heading leads to other pages alone: it is the name of the site, or the title of another article.
fn leads_away(heading: ElementRef<'_>, readings: &Readings<'_>, own: &[String]) -> bool {
    let is_own = |link: ElementRef<'_>| {
        let url = link.attr("href").filter(|href| !href.starts_with('#'))?;
        let url = readings.page.base().join(url).ok()?;
        Some(own.iter().any(|own| own == path_of(&url)))
    };
    if readings.page.url().path() == "/" {
        return false;
    }
    let around = heading.descendent_elements().chain(heading.parent().and_then(ElementRef::wrap));
    let mut links = around.filter(|element| element.value().name() == "a").filter_map(is_own).peekable();
    links.peek().is_some() && !links.any(|is_own| is_own)
}

/// The paths of the page, as it was read and as it names itself.
fn own_paths(readings: &Readings<'_>) -> Vec<String> {
    let named = readings.metas.first(&["og:url"]).and_then(|named| readings.page.resolve(named));
    let linked = address::canonical(readings).map(|(url, _)| url);
    let all = [Some(readings.page.url().clone()), named, linked];
    all.iter().flatten().map(|url| path_of(url).to_owned()).collect()
}

fn path_of(url: &Url) -> &str {
    url.path().trim_end_matches('/')
}

/// How many per cent of the letters of the shorter text stand in words of the other as well: what two texts have in common tells
/// the more, the longer it is.
fn agreement(left: &str, right: &str) -> usize {
    let words = |text: &str| {
        text.split(|character: char| !character.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect::<HashSet<_>>()
    };
    let (left, right) = (words(left), words(right));
    let letters =
        |words: &mut dyn Iterator<Item = &String>| words.map(|word| word.chars().count()).sum::<usize>();
    let common = letters(&mut left.intersection(&right));
    common * 100 / letters(&mut left.iter()).min(letters(&mut right.iter())).max(1)
}

/// Drops the name of the site from either end, where a sign parts it from the title.
pub(super) fn without_site_name(title: &str, site_name: Option<&str>, host: &str) -> String {
    let mut title = without_host(title.trim(), host);
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

/// "daily.example A bridge opens".
fn without_host<'t>(title: &'t str, host: &str) -> &'t str {
    let host = host.strip_prefix("www.").unwrap_or(host);
    let rest = title.split_once(' ').filter(|(first, _)| first.eq_ignore_ascii_case(host));
    rest.map_or(title, |(_, rest)| rest.trim())
}

/// Whether a name is that of the site, or the beginning of it: "The Daily" of "The Daily News Company".
fn is_site_name(name: &str, site: &str) -> bool {
    name == site || (name.chars().count() >= SHORTEST && site.starts_with(name))
}

fn is_named(name: &str, site_name: Option<&str>, host: &str) -> bool {
    let name = folded(name);
    let host = host.strip_prefix("www.").unwrap_or(host);
    let host_words = folded(host);
    !name.is_empty()
        && (site_name.is_some_and(|site| is_site_name(&name, &folded(site)))
            || (name.len() > 3 && host_words.contains(&name))
            || (name.len() > 3 && name == host_words))
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
