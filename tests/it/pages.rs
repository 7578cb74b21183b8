//! Pages written for these tests, each beside the result that a careful reader would write down for it. A folder
//! `tests/pages/SITE/NAME` holds `source.html`, `url.txt` and one expected result for each way the page is read:
//! `article.json`, `listing.json` (with the rules that its address calls for) or `listing.RULES.json`. Pages of the site
//! `generic` are read without a definition. `FEEDMILL_BLESS=1` writes the expected results anew, for a person to read.

mod case;
mod difference;
mod meta_dates;
mod safety;

use std::collections::BTreeSet;

use feedmill::site::{ArticleRules, Catalogue, ListingRules, builtin_files};
use serde_json::Value;

use case::{Case, Kind, cases};

/// A field of rules by its name, whether rules name it, and where a result has it, as a JSON pointer.
type Field<R> = (&'static str, fn(&R) -> bool, &'static str);

const LISTING_FIELDS: [Field<ListingRules>; 8] = [
    ("title", |rules| !rules.title.is_empty(), "/title"),
    ("link", |rules| !rules.link.is_empty(), "/url"),
    ("summary", |rules| !rules.summary.is_empty(), "/summary"),
    ("date", |rules| !rules.date.is_empty(), "/published"),
    ("image", |rules| !rules.image.is_empty(), "/image"),
    ("author", |rules| !rules.author.is_empty(), "/authors/0"),
    ("tags", |rules| !rules.tags.is_empty(), "/tags/0"),
    ("id", |rules| !rules.id.is_empty(), "/post_id"),
];

const ARTICLE_FIELDS: [Field<ArticleRules>; 12] = [
    ("title", |rules| !rules.title.is_empty(), "/title"),
    ("authors", |rules| !rules.authors.is_empty(), "/authors/0"),
    ("source", |rules| !rules.source.is_empty(), "/source"),
    ("date", |rules| !rules.date.is_empty(), "/published"),
    ("modified", |rules| !rules.modified.is_empty(), "/modified"),
    ("lead", |rules| !rules.lead.is_empty(), "/lead"),
    ("body", |rules| !rules.body.is_empty(), "/body_html"),
    ("image", |rules| !rules.image.is_empty(), "/image"),
    ("caption", |rules| !rules.caption.is_empty(), "/image/caption"),
    ("section", |rules| !rules.section.is_empty(), "/section"),
    ("tags", |rules| !rules.tags.is_empty(), "/tags/0"),
    ("id", |rules| !rules.id.is_empty(), "/post_id"),
];

/// What the navigation of the English edition offers, by heading and title.
const NAVIGATION: [(&str, &[&str]); 5] = [
    (
        "News",
        &[
            "News",
            "Politics",
            "Economy",
            "Sports",
            "Arts & Culture",
            "Health",
            "Miscellaneous",
            "Technology",
            "Environment",
        ],
    ),
    ("Articles", &["Articles", "Opinion", "Analysis", "Blog", "Features"]),
    ("Videos", &["Videos", "NewsFeed", "Video Features", "Explainers", "TV", "Digital Series"]),
    ("Pictures", &["Infographs", "In Pictures"]),
    (
        "Regions",
        &["Africa", "Asia", "Asia-Pacific", "Europe", "Latin America", "MENA", "Palestine", "US & Canada"],
    ),
];

#[test]
fn every_page_reads_as_its_expected_result() {
    let bless = std::env::var_os("FEEDMILL_BLESS").is_some_and(|value| value == "1");
    let mut told = String::new();
    for case in cases() {
        if bless {
            case.bless();
        }
        for difference in difference::between(&case.expected(), &case.extract()) {
            told.push_str(&format!("\n{}: {difference}", case.name()));
        }
    }
    assert!(told.is_empty(), "pages read differently than expected:{told}");
}

#[test]
fn every_builtin_definition_has_pages_of_both_kinds_and_of_each_of_its_rules() {
    for site in catalogue().sites() {
        let kinds: BTreeSet<Kind> =
            cases().into_iter().filter(|case| case.is_of(site.name.as_str())).map(|case| case.kind).collect();
        let rules = site.listings.keys().cloned().map(|rules| Kind::Listing { rules });
        let wanted: BTreeSet<Kind> = rules.chain([Kind::Article]).collect();
        let missing: Vec<_> = wanted.difference(&kinds).collect();
        assert!(missing.is_empty(), "{} has no page for {missing:?}", site.name);
    }
}

#[test]
fn every_section_of_the_navigation_is_a_feed() {
    let catalogue = catalogue();
    let site = catalogue.site("almayadeen-english").unwrap();
    for (group, titles) in NAVIGATION {
        let found: Vec<&str> = site
            .sections
            .iter()
            .filter(|section| section.group == group)
            .map(|section| section.title.as_str())
            .collect();
        assert_eq!(found, titles, "the feeds of {group}");
    }
    for path in ["latest", "breaking", "most-read"] {
        let key = format!("almayadeen-english/{path}").parse().unwrap();
        assert!(catalogue.feed(&key).is_ok(), "{path} is no feed");
    }
}

#[test]
fn every_field_that_a_definition_has_a_rule_for_is_found_on_a_page() {
    for site in catalogue().sites() {
        let cases: Vec<Case> = cases().into_iter().filter(|case| case.is_of(site.name.as_str())).collect();
        for (name, rules) in &site.listings {
            let kind = Kind::Listing { rules: name.clone() };
            let listings = cases.iter().filter(|case| case.kind == kind);
            let entries: Vec<Value> =
                listings.flat_map(|case| case.expected()["entries"].as_array().cloned().unwrap()).collect();
            let missing = missing_fields(&LISTING_FIELDS, rules, &entries);
            assert!(missing.is_empty(), "{}, rules {name}: no page shows {missing:?}", site.name);
        }
        let articles = cases.iter().filter(|case| case.kind == Kind::Article);
        let articles: Vec<Value> = articles.map(Case::expected).collect();
        let missing = missing_fields(&ARTICLE_FIELDS, &site.article, &articles);
        assert!(missing.is_empty(), "{}: no article shows {missing:?}", site.name);
    }
}

#[test]
fn every_address_in_a_result_is_absolute_and_of_the_web() {
    for case in cases() {
        let strange = safety::strange_addresses(&case.extract());
        assert!(strange.is_empty(), "{}: {strange:?}", case.name());
    }
}

#[test]
fn nothing_in_a_body_runs() {
    for case in cases() {
        let running = safety::running_parts(&case.extract());
        assert!(running.is_empty(), "{}: {running:?}", case.name());
    }
}

fn catalogue() -> Catalogue {
    Catalogue::load(builtin_files(), []).unwrap().catalogue
}

/// The fields that have a rule and that no result has.
fn missing_fields<R>(fields: &[Field<R>], rules: &R, results: &[Value]) -> Vec<&'static str> {
    let is_there = |pointer: &str| {
        results.iter().any(|result| result.pointer(pointer).is_some_and(|value| !value.is_null()))
    };
    fields
        .iter()
        .filter(|(_, has_rule, pointer)| has_rule(rules) && !is_there(pointer))
        .map(|(name, ..)| *name)
        .collect()
}
