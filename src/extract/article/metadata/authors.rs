//! Who wrote the article.

use serde_json::Value;

use super::outline::Outline;
use super::shown_authors::{self, Shown};
use super::{Found, Readings, Source};
use crate::extract::byline::{begins_byline, is_degree, is_person, is_site, is_team, names, without_site};
use crate::extract::structured::{microdata, types};
use crate::extract::text::folded;

/// The authors, and all who were seen as such.
pub(super) struct FoundAuthors {
    pub authors: Found<Vec<String>>,
    /// By source: whom the page states, then whom it shows near its heading.
    pub seen: Vec<(Vec<String>, Source)>,
}

/// Finds the authors: whom the page shows near its heading or states, and whom it names further away. Where both name
/// persons and no name is the same, the page is right: what it states is often the account that posted. The site's own
/// name is believed where nothing else is named, and where a person would be named or the page shows it.
pub(super) fn find(readings: &Readings<'_>, outline: &Outline<'_>, site_name: Option<&str>) -> FoundAuthors {
    let own = |name: &str| is_own(readings, name, site_name) || is_team(name) || is_paper(readings, name);
    let persons = |names: Vec<String>| {
        let names = without_site(names, site_name);
        let (site, others): (Vec<_>, Vec<_>) = names.into_iter().partition(|name| own(name));
        if others.is_empty() { site } else { others }
    };
    let is_site_alone = |names: &[String]| names.iter().all(|name| own(name));
    let Shown { names, is_labelled } = shown_authors::shown(outline);
    let shown = persons(names);
    let stated = STATED.iter().map(|(read, source)| (persons(read(readings)), *source));
    let stated = stated.filter(|(names, _)| !names.is_empty()).collect::<Vec<_>>();
    let mut seen = stated.clone();
    seen.extend(Some((shown.clone(), Source::Class)).filter(|(names, _)| !names.is_empty()));
    let (sites, people): (Vec<_>, Vec<_>) = stated.into_iter().partition(|(names, _)| is_site_alone(names));
    if let Some(best) = people.into_iter().next() {
        let agree = best.0.iter().any(|name| shown.iter().any(|shown| is_same(name, shown)));
        let is_account = !best.0.iter().any(|name| is_person(name));
        let are_people = !shown.is_empty()
            && shown.iter().all(|name| is_person(name) && !is_team(name) && !names_site(readings, name));
        let is_better = are_people && (is_labelled || is_account) && !agree;
        // Many systems state the first author alone.
        let is_fuller = are_people && shown.len() > best.0.len() && is_part(&best.0, &shown);
        let best = if is_better || is_fuller { (shown, Source::Class) } else { best };
        return FoundAuthors { authors: Some(best), seen };
    }
    let further = || Some(persons(shown_authors::further(outline))).filter(|names| !is_site_alone(names));
    let is_credible = |(names, _): &(Vec<String>, Source)| {
        let may_be_person = |name: &String| is_person(name) && !is_team(name);
        names.iter().any(|name| shown_authors::shows(outline, name))
            || (names.iter().any(may_be_person) && !is_group(readings))
    };
    let class = |names: Vec<String>| (names, Source::Class);
    let authors = Some(shown)
        .filter(|names| !names.is_empty())
        .or_else(further)
        .map(class)
        .or_else(|| sites.into_iter().find(is_credible));
    FoundAuthors { authors, seen }
}

/// What a page states, best first.
const STATED: [(Read, Source); 4] = [
    (linked, Source::JsonLd),
    (metas, Source::Meta),
    (marked, Source::Microdata),
    (|readings| each(&readings.markup.authors), Source::Microformat),
];

/// Whether a name is that of the site: the one it gives itself, or its address.
fn is_own(readings: &Readings<'_>, name: &str, site_name: Option<&str>) -> bool {
    let host = readings.page.url().host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let label = host.rsplit_once('.').map_or(host, |(label, _)| label);
    let name = folded(name);
    is_site(&name, site_name) || name == folded(host) || name == folded(label)
}

/// Whether a name holds that of the site: "The Daily Desk".
fn names_site(readings: &Readings<'_>, name: &str) -> bool {
    let host = readings.page.url().host_str().unwrap_or_default();
    let mut labels = host.rsplit('.').skip(1).map(folded);
    let label = labels.next().filter(|label| label.len() > 3).or_else(|| labels.next()).unwrap_or_default();
    label.len() > 3 && folded(name).contains(&label)
}

/// "The Daily" at `daily.example`.
fn is_paper(readings: &Readings<'_>, name: &str) -> bool {
    name.starts_with("The ") && names_site(readings, name)
}

/// Whether JSON-LD says that the author is no person.
fn is_group(readings: &Readings<'_>) -> bool {
    let author = readings.linked.value("author");
    let members = match author {
        Some(Value::Array(members)) => members.iter().collect(),
        other => other.into_iter().collect::<Vec<_>>(),
    };
    members.into_iter().any(|member| {
        types(readings.linked.resolved(member))
            .any(|kind| kind.ends_with("Organization") || kind == "Corporation")
    })
}

/// Whether two names are the same, or one is a part of the other: "Lee" and "Ann Lee".
fn is_same(left: &str, right: &str) -> bool {
    let (left, right) = (folded(left), folded(right));
    left.contains(&right) || right.contains(&left)
}

/// Whether every one of some names is among the others.
fn is_part(names: &[String], others: &[String]) -> bool {
    names.iter().all(|name| others.iter().any(|other| folded(other) == folded(name)))
}

/// Reads the names of one source.
type Read = fn(&Readings<'_>) -> Vec<String>;

/// The longest text that is read as a byline, in characters.
const LONGEST_BYLINE: usize = 120;
/// The most authors of one article that are believed.
const MOST_AUTHORS: usize = 12;

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
                _ => ["givenName", "familyName"]
                    .iter()
                    .filter_map(|part| fields.get(*part)?.as_str())
                    .collect::<Vec<_>>()
                    .join(" "),
            };
            let is_group = types(value).any(|kind| kind.ends_with("Organization"));
            if is_group {
                vec![name].into_iter().filter(|name| !name.is_empty()).collect()
            } else {
                names(&name)
            }
        }
        Value::Array(members) => {
            members.iter().take(MOST_AUTHORS).filter(|member| !member.is_array()).flat_map(person).collect()
        }
        _ => Vec::new(),
    }
}

fn metas(readings: &Readings<'_>) -> Vec<String> {
    const NAMES: [&str; 13] = [
        "author",
        "authors",
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
        .map(|name| {
            let bylines = readings.metas.all(name);
            if CATALOGUES.contains(name) {
                each(&bylines.iter().map(|name| turned(name)).collect::<Vec<_>>())
            } else {
                each(bylines)
            }
        })
        .find(|names| !names.is_empty())
        .or_else(|| labelled(readings))
        .unwrap_or_default()
}

/// The names of `meta` elements that are filled from catalogues, where the family name may come first.
const CATALOGUES: [&str; 4] = ["dc.creator", "dcterms.creator", "dc.contributor", "citation_author"];

/// "Lee, Ann" as "Ann Lee". What has two words before the comma is a name, and what follows another or a role.
fn turned(name: &str) -> String {
    let parts = name.split_once(',').map(|(family, given)| (family.trim(), given.trim()));
    let words = |part: &str| part.split_whitespace().count();
    match parts {
        Some((family, given))
            if !given.contains(',')
                && !is_degree(given)
                && !given.split_whitespace().any(|word| word == "and")
                && words(family) == 1
                && (1..=3).contains(&words(given)) =>
        {
            format!("{given} {family}")
        }
        _ => name.to_owned(),
    }
}

/// Twitter's cards put labels and values into pairs of elements.
fn labelled(readings: &Readings<'_>) -> Option<Vec<String>> {
    [["twitter:label1", "twitter:data1"], ["twitter:label2", "twitter:data2"]].iter().find_map(
        |[label, value]| {
            let label = readings.metas.first(&[label])?;
            let name = readings.metas.first(&[value])?;
            begins_byline(label).then(|| names(name)).filter(|names| !names.is_empty())
        },
    )
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
