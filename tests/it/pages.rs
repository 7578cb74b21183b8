//! Pages written for these tests, each beside the result that a careful reader would write down for it. A folder
//! `tests/pages/SITE/NAME` holds `source.html`, `url.txt` and one expected result for each way the page is read:
//! `article.json`, `listing.json` (with the rules that its address calls for) or `listing.RULES.json`. Pages of the site
//! `generic` are read without a definition. `FEEDMILL_BLESS=1` writes the expected results anew, for a person to read.

mod case;
mod difference;
mod safety;

use std::collections::BTreeSet;

use feedmill::model::{Article, Entry, Listing};
use feedmill::site::{ArticleRules, Catalogue, ListingRules, builtin_files};

use case::{Case, Kind, cases};

/// A field by its name, whether rules name it, and whether a record has it.
type Field<R, T> = (&'static str, fn(&R) -> bool, fn(&T) -> bool);

const LISTING_FIELDS: [Field<ListingRules, Entry>; 8] = [
    (
        "title",
        |rules| !rules.title.is_empty(),
        |entry| entry.title.is_some(),
    ),
    (
        "link",
        |rules| !rules.link.is_empty(),
        |entry| entry.url.is_some(),
    ),
    (
        "summary",
        |rules| !rules.summary.is_empty(),
        |entry| entry.summary.is_some(),
    ),
    (
        "date",
        |rules| !rules.date.is_empty(),
        |entry| entry.published.is_some(),
    ),
    (
        "image",
        |rules| !rules.image.is_empty(),
        |entry| entry.image.is_some(),
    ),
    (
        "author",
        |rules| !rules.author.is_empty(),
        |entry| !entry.authors.is_empty(),
    ),
    (
        "tags",
        |rules| !rules.tags.is_empty(),
        |entry| !entry.tags.is_empty(),
    ),
    (
        "id",
        |rules| !rules.id.is_empty(),
        |entry| entry.post_id.is_some(),
    ),
];

const ARTICLE_FIELDS: [Field<ArticleRules, Article>; 12] = [
    (
        "title",
        |rules| !rules.title.is_empty(),
        |article| article.title.is_some(),
    ),
    (
        "authors",
        |rules| !rules.authors.is_empty(),
        |article| !article.authors.is_empty(),
    ),
    (
        "source",
        |rules| !rules.source.is_empty(),
        |article| article.source.is_some(),
    ),
    (
        "date",
        |rules| !rules.date.is_empty(),
        |article| article.published.is_some(),
    ),
    (
        "modified",
        |rules| !rules.modified.is_empty(),
        |article| article.modified.is_some(),
    ),
    (
        "lead",
        |rules| !rules.lead.is_empty(),
        |article| article.lead.is_some(),
    ),
    (
        "body",
        |rules| !rules.body.is_empty(),
        |article| article.body_html.is_some(),
    ),
    (
        "image",
        |rules| !rules.image.is_empty(),
        |article| article.image.is_some(),
    ),
    (
        "caption",
        |rules| !rules.caption.is_empty(),
        |article| {
            article
                .image
                .as_ref()
                .is_some_and(|image| image.caption.is_some())
        },
    ),
    (
        "section",
        |rules| !rules.section.is_empty(),
        |article| article.section.is_some(),
    ),
    (
        "tags",
        |rules| !rules.tags.is_empty(),
        |article| !article.tags.is_empty(),
    ),
    (
        "id",
        |rules| !rules.id.is_empty(),
        |article| article.post_id.is_some(),
    ),
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
    (
        "Articles",
        &["Articles", "Opinion", "Analysis", "Blog", "Features"],
    ),
    (
        "Videos",
        &[
            "Videos",
            "NewsFeed",
            "Video Features",
            "Explainers",
            "TV",
            "Digital Series",
        ],
    ),
    ("Pictures", &["Infographs", "In Pictures"]),
    (
        "Regions",
        &[
            "Africa",
            "Asia",
            "Asia-Pacific",
            "Europe",
            "Latin America",
            "MENA",
            "Palestine",
            "US & Canada",
        ],
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
        let kinds: BTreeSet<Kind> = cases()
            .into_iter()
            .filter(|case| case.is_of(site.name.as_str()))
            .map(|case| case.kind)
            .collect();
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
        let cases: Vec<Case> = cases()
            .into_iter()
            .filter(|case| case.is_of(site.name.as_str()))
            .collect();
        for (name, rules) in &site.listings {
            let kind = Kind::Listing { rules: name.clone() };
            let listings = cases.iter().filter(|case| case.kind == kind).map(Case::record);
            let entries: Vec<Entry> = listings.flat_map(|listing: Listing| listing.entries).collect();
            let missing = missing_fields(&LISTING_FIELDS, rules, &entries);
            assert!(
                missing.is_empty(),
                "{}, rules {name}: no page shows {missing:?}",
                site.name
            );
        }
        let articles = cases.iter().filter(|case| case.kind == Kind::Article);
        let articles: Vec<Article> = articles.map(Case::record).collect();
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

/// The fields that have a rule and that no record has.
fn missing_fields<R, T>(fields: &[Field<R, T>], rules: &R, records: &[T]) -> Vec<&'static str> {
    fields
        .iter()
        .filter(|(_, has_rule, is_there)| has_rule(rules) && !records.iter().any(is_there))
        .map(|(name, ..)| *name)
        .collect()
}
