//! Why a listing reads as it does.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::model::{Entry, normalise_link};

/// What was thought of a page and of its parts.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Explanation {
    /// What the page as a whole showed, by the name of the evidence.
    pub page: Vec<(&'static str, f64)>,
    /// The entries of the answer, in its order.
    pub entries: Vec<EntryReport>,
    /// What the printed rules give back of what was detected, by field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RuleCheck>,
    /// Every group of links that was looked at, the largest first.
    pub groups: Vec<GroupReport>,
}

/// Where one entry came from.
#[derive(Clone, Debug, Default, Serialize)]
pub struct EntryReport {
    /// Its address.
    pub url: String,
    /// The probability that it is an entry of the listing.
    pub confidence: f64,
    /// Where its fields came from, by the name of the field in its JSON; what the entry lacks is not there.
    pub fields: BTreeMap<&'static str, FieldReport>,
}

/// Where one field of an entry came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FieldReport {
    /// The rule of the definition that found it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// What gave it, where no rule did: `markup` of the entry, its `address`, `json_ld`, `script_state`, or
    /// the `feed` or `sitemap` that was joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<&'static str>,
    /// The element that shows it, behind the two around it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// What might have been the field, the chosen one often among them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<SeenValue>,
}

/// A value that might have been a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeenValue {
    /// The element that shows it, behind the two around it, or the source that states it; empty where that is not known.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// What it says; dates are RFC 3339.
    pub value: String,
}

/// What was thought of one group of links.
#[derive(Clone, Debug, Serialize)]
pub struct GroupReport {
    /// The addresses.
    pub urls: Vec<String>,
    /// How much they look like the listing; the highest of a page is the best group.
    pub score: f64,
    /// The probability that they carry on the stream of the best group; 1 for that group itself.
    pub join: f64,
    /// What the group showed, by the name of the evidence: shares between 0 and 1.
    pub evidence: Vec<(&'static str, f64)>,
    /// How alike it is to the best group.
    pub likeness: Vec<(&'static str, f64)>,
}

/// What printed rules give back of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleCheck {
    /// The field, as a definition names it.
    pub field: &'static str,
    /// Whether a rule for it is printed; otherwise it is read from the entry's usual markup.
    pub rule: bool,
    /// How many entries have it.
    pub detected: usize,
    /// For how many of them the rules give the same.
    pub same: usize,
    /// How many entries get another value, or one where none was detected.
    pub other: usize,
}

impl Explanation {
    /// Adds the entries and fields that were joined later, from one source, and follows the order of the answer.
    pub fn add(&mut self, entries: &[Entry], source: &'static str) {
        let mut known: HashMap<String, EntryReport> =
            self.entries.drain(..).map(|report| (report.key(), report)).collect();
        let told = |entry: &Entry| {
            let mut report = known.remove(&key_of(entry)).unwrap_or_else(|| EntryReport {
                url: address(entry),
                confidence: 1.0,
                fields: BTreeMap::new(),
            });
            for name in present(entry) {
                let field = || FieldReport { source: Some(source), ..FieldReport::default() };
                report.fields.entry(name).or_insert_with(field);
            }
            report
        };
        self.entries = entries.iter().map(told).collect();
    }

    /// Leaves the reports of the entries that are in the answer, in its order.
    pub(super) fn settle(&mut self, entries: &[Entry]) {
        let mut by_address: HashMap<String, EntryReport> = HashMap::new();
        for report in self.entries.drain(..) {
            by_address.entry(report.key()).or_insert(report);
        }
        self.entries = entries.iter().filter_map(|entry| by_address.remove(&key_of(entry))).collect();
    }
}

impl EntryReport {
    /// A report of an entry all of whose fields come from one source.
    pub(super) fn stated(entry: &Entry, source: &'static str, confidence: f64) -> Self {
        let field = || FieldReport { source: Some(source), ..FieldReport::default() };
        let fields = present(entry).map(|name| (name, field())).collect();
        Self { url: address(entry), confidence, fields }
    }

    /// Adds what a source states of the entry: it gives the fields that are not there yet, and is seen beside the others.
    pub(super) fn add_stated(&mut self, stated: &Entry, source: &'static str) {
        let told = |names: &[String]| (!names.is_empty()).then(|| names.join(", "));
        let moment = stated.published.map(|dated| dated.moment.to_string());
        let image = stated.image.as_ref().map(|image| image.url.to_string());
        let values = [
            ("title", stated.title.clone()),
            ("summary", stated.summary.clone()),
            ("published", moment),
            ("image", image),
            ("authors", told(&stated.authors)),
            ("tags", told(&stated.tags)),
        ];
        for (name, value) in values.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            let field = self
                .fields
                .entry(name)
                .or_insert_with(|| FieldReport { source: Some(source), ..FieldReport::default() });
            field.seen.push(SeenValue { place: source.to_owned(), value });
        }
    }

    /// What names the entry: its address in normal form, else its title.
    pub(super) fn key(&self) -> String {
        url::Url::parse(&self.url).map_or_else(|_| self.url.clone(), |url| normalise_link(&url))
    }
}

/// The fields that an entry has, by their names in its JSON.
pub(super) fn present(entry: &Entry) -> impl Iterator<Item = &'static str> {
    let has = [
        ("url", entry.url.is_some()),
        ("title", entry.title.is_some()),
        ("summary", entry.summary.is_some()),
        ("published", entry.published.is_some()),
        ("image", entry.image.is_some()),
        ("authors", !entry.authors.is_empty()),
        ("tags", !entry.tags.is_empty()),
        ("post_id", entry.post_id.is_some()),
    ];
    has.into_iter().filter(|(_, has)| *has).map(|(name, _)| name)
}

/// The address of an entry, or its title where it has none.
pub(super) fn address(entry: &Entry) -> String {
    let url = entry.url.as_ref().map(ToString::to_string);
    url.or_else(|| entry.title.clone()).unwrap_or_default()
}

fn key_of(entry: &Entry) -> String {
    entry.url.as_ref().map_or_else(|| entry.title.clone().unwrap_or_default(), normalise_link)
}
