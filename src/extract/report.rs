//! What each rule of a definition finds on a page: for whoever writes or mends one.

use scraper::ElementRef;

use super::page::Page;
use super::rule::{Reader, within};
use crate::site::{Alternatives, ArticleRules, CssSelector, ListingRules, Rule};

/// What one alternative of one field found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleReport {
    /// The field, as the definition names it (`listing.title`).
    pub field: String,
    /// The rule, in the short notation.
    pub rule: String,
    /// How many elements or values it found; for a field of a listing, in how many entries it found something.
    pub found: usize,
    /// Of how many.
    pub of: usize,
    /// The first value.
    pub example: Option<String>,
    /// Whether it is the alternative that is used.
    pub used: bool,
}

/// Tries every rule of a listing, each field on every entry of the first selector that finds any.
pub fn listing(page: &Page, rules: &ListingRules) -> Vec<RuleReport> {
    let reader = Reader::new(page);
    let mut reports = Vec::new();
    selectors(&mut reports, "listing.entry", &rules.entry, page);
    selectors(&mut reports, "listing.remove", &rules.remove, page);
    let entries: Vec<ElementRef<'_>> = rules
        .entry
        .iter()
        .map(|selector| within(page.root(), selector))
        .find(|elements| !elements.is_empty())
        .unwrap_or_default();
    let fields: [(&str, &Alternatives<Rule>); 8] = [
        ("title", &rules.title),
        ("link", &rules.link),
        ("summary", &rules.summary),
        ("date", &rules.date),
        ("image", &rules.image),
        ("author", &rules.author),
        ("tags", &rules.tags),
        ("id", &rules.id),
    ];
    for (field, rules) in fields {
        values(&mut reports, &format!("listing.{field}"), rules, &reader, &entries);
    }
    reports
}

/// Tries every rule of an article.
pub fn article(page: &Page, rules: &ArticleRules) -> Vec<RuleReport> {
    let reader = Reader::new(page);
    let mut reports = Vec::new();
    let fields: [(&str, &Alternatives<Rule>); 11] = [
        ("id", &rules.id),
        ("title", &rules.title),
        ("authors", &rules.authors),
        ("source", &rules.source),
        ("date", &rules.date),
        ("modified", &rules.modified),
        ("lead", &rules.lead),
        ("image", &rules.image),
        ("caption", &rules.caption),
        ("section", &rules.section),
        ("tags", &rules.tags),
    ];
    for (field, rules) in fields {
        values(&mut reports, &format!("article.{field}"), rules, &reader, &[page.root()]);
    }
    selectors(&mut reports, "article.body", &rules.body, page);
    selectors(&mut reports, "article.remove", &rules.remove, page);
    reports
}

fn selectors(reports: &mut Vec<RuleReport>, field: &str, rules: &Alternatives<CssSelector>, page: &Page) {
    let all_are_used = field.ends_with(".remove");
    let mut decided = false;
    for selector in rules {
        let elements = within(page.root(), selector);
        let found = elements.len();
        reports.push(RuleReport {
            field: field.to_owned(),
            rule: selector.to_string(),
            found,
            of: found,
            example: elements.first().map(|element| shortened(&super::text::text_of(*element))),
            used: found > 0 && (all_are_used || !decided),
        });
        decided |= found > 0;
    }
}

/// An alternative is used where no earlier one found anything, which may be on some entries only.
fn values<'p>(
    reports: &mut Vec<RuleReport>,
    field: &str,
    rules: &Alternatives<Rule>,
    reader: &Reader<'p>,
    scopes: &[ElementRef<'p>],
) {
    let mut decided = vec![false; scopes.len()];
    for rule in rules {
        let (mut found, mut used, mut example) = (0, false, None);
        for (scope, decided) in scopes.iter().zip(&mut decided) {
            let Some(value) = first_value(reader, rule, *scope) else {
                continue;
            };
            found += 1;
            used |= !*decided;
            *decided = true;
            example.get_or_insert_with(|| shortened(&value));
        }
        reports.push(RuleReport {
            field: field.to_owned(),
            rule: rule.to_string(),
            found,
            of: scopes.len(),
            example,
            used,
        });
    }
}

/// A picture is an element without text, so the element itself is told.
fn first_value<'p>(reader: &Reader<'p>, rule: &Rule, scope: ElementRef<'p>) -> Option<String> {
    let found = reader.apply(rule, scope);
    found.values.into_iter().next().or_else(|| {
        let image = super::image::image_of(*found.elements.first()?, reader.page())?;
        Some(image.url.to_string())
    })
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 90;
    let mut short: String = text.chars().take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}
