//! Applying the rules of a definition to a page.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use scraper::ElementRef;
use serde_json::Value;

use super::date::{self, DateContext};
use super::image::{image_of, is_placeholder, media_type_of};
use super::page::Page;
use super::structured;
use super::text::text_of;
use crate::model::{DateSource, Dated, Image};
use crate::site::{Alternatives, CssSelector, DateFormat, JsonPath, Locator, Rule};

/// A page with the structured data that rules point into, each read at most once.
pub struct Reader<'p> {
    page: &'p Page,
    scripts: RefCell<HashMap<String, Rc<Vec<Value>>>>,
}

/// Where the rules of a field look: an element, or an element with the siblings behind it that belong to it.
pub trait Scope<'p>: Copy {
    /// The element: a page, or an entry of a listing.
    fn element(self) -> ElementRef<'p>;

    /// What a selector finds there, in the order of the page.
    fn all(self, selector: &CssSelector) -> Vec<ElementRef<'p>>;
}

/// What an alternative found.
#[derive(Clone, Debug)]
pub struct Found<'p, 'r> {
    /// The rule that found it.
    pub rule: &'r Rule,
    /// The values, at least one, none of them blank.
    pub values: Vec<String>,
    /// The elements behind the values, when the rule looks for elements.
    pub elements: Vec<ElementRef<'p>>,
}

impl<'p> Reader<'p> {
    /// A reader of a page.
    pub fn new(page: &'p Page) -> Self {
        Self { page, scripts: RefCell::default() }
    }

    /// The page.
    pub const fn page(&self) -> &'p Page {
        self.page
    }

    /// The first alternative that finds anything within an element.
    pub fn first<'r>(&self, rules: &'r Alternatives<Rule>, scope: impl Scope<'p>) -> Option<Found<'p, 'r>> {
        self.first_that(rules, scope, |_| true)
    }

    /// The first alternative that finds something which also passes a test: a link that resolves, a date that can be
    /// read. What an earlier alternative found and the test refused is passed over.
    pub fn first_that<'r>(
        &self,
        rules: &'r Alternatives<Rule>,
        scope: impl Scope<'p>,
        test: impl Fn(&Found<'p, 'r>) -> bool,
    ) -> Option<Found<'p, 'r>> {
        rules.iter().map(|rule| self.apply(rule, scope)).find(|found| !found.values.is_empty() && test(found))
    }

    /// The first value of the first alternative that finds any.
    pub fn text(&self, rules: &Alternatives<Rule>, scope: impl Scope<'p>) -> Option<String> {
        self.first(rules, scope).and_then(|found| found.values.into_iter().next())
    }

    /// Every value of the first alternative that finds any, each once.
    pub fn texts(&self, rules: &Alternatives<Rule>, scope: impl Scope<'p>) -> Vec<String> {
        let mut values = self.first(rules, scope).map(|found| found.values).unwrap_or_default();
        let mut seen = std::collections::HashSet::new();
        values.retain(|value| seen.insert(value.clone()));
        values
    }

    /// What one rule finds, which may be nothing.
    pub fn apply<'r>(&self, rule: &'r Rule, scope: impl Scope<'p>) -> Found<'p, 'r> {
        let mut elements = Vec::new();
        let texts = match &rule.locator {
            Locator::Css { selector, attribute } => {
                elements =
                    selector.as_ref().map_or_else(|| vec![scope.element()], |selector| scope.all(selector));
                elements.iter().map(|element| value_of(*element, attribute.as_deref())).collect()
            }
            Locator::Meta(name) => structured::meta(self.page, name).into_iter().collect(),
            Locator::Microdata(name) => structured::microdata(self.page, name),
            Locator::JsonLd(path) => {
                structured::json_ld(self.page).iter().flat_map(|node| strings(path, node)).collect()
            }
            Locator::Json { script, pointer } => {
                self.script(script).iter().flat_map(|node| strings(pointer, node)).collect()
            }
        };
        Found {
            rule,
            values: texts.iter().flat_map(|text: &String| rule.values_of(text)).collect(),
            elements,
        }
    }

    fn script(&self, script: &CssSelector) -> Rc<Vec<Value>> {
        let key = script.to_string();
        if let Some(values) = self.scripts.borrow().get(&key) {
            return Rc::clone(values);
        }
        let values: Rc<Vec<Value>> =
            Rc::new(structured::embedded_json(self.page, script.selector()).into_iter().collect());
        self.scripts.borrow_mut().insert(key, Rc::clone(&values));
        values
    }
}

impl<'p> Scope<'p> for ElementRef<'p> {
    fn element(self) -> Self {
        self
    }

    fn all(self, selector: &CssSelector) -> Vec<Self> {
        within(self, selector)
    }
}

/// The first date that any alternative finds: by the formats of the definition, else in any shape that pages use.
pub fn read_date<'p>(
    reader: &Reader<'p>,
    rules: &Alternatives<Rule>,
    scope: impl Scope<'p>,
    formats: &[DateFormat],
    context: &DateContext<'_>,
) -> Option<Dated> {
    rules.iter().find_map(|rule| {
        let found = reader.apply(rule, scope);
        let parsed = found.values.iter().find_map(|text| {
            formats
                .iter()
                .find_map(|format| date::parse_with_format(text, format.as_str(), context))
                .or_else(|| date::parse(text, context))
                .or_else(|| date::find(text, context))
        });
        parsed.map(|parsed| parsed.dated(date_source(&rule.locator)))
    })
}

/// The first picture that any alternative finds: an element, or a value that is its address.
pub fn read_image<'p>(
    reader: &Reader<'p>,
    rules: &Alternatives<Rule>,
    scope: impl Scope<'p>,
) -> Option<Image> {
    let page = reader.page();
    rules.iter().find_map(|rule| {
        let found = reader.apply(rule, scope);
        let shown = found.elements.iter().find_map(|element| image_of(*element, page));
        shown.or_else(|| {
            found
                .values
                .iter()
                .filter(|address| !is_placeholder(address))
                .find_map(|address| page.resolve(address))
                .map(|url| Image {
                    media_type: media_type_of(&url).map(ToOwned::to_owned),
                    ..Image::new(url)
                })
        })
    })
}

/// The elements that a selector finds within an element.
pub fn within<'p>(scope: ElementRef<'p>, selector: &CssSelector) -> Vec<ElementRef<'p>> {
    scope.select(selector.selector()).collect()
}

/// The elements that the first matching alternative selects within an element.
pub fn select_first<'p>(rules: &Alternatives<CssSelector>, scope: ElementRef<'p>) -> Vec<ElementRef<'p>> {
    rules.iter().map(|rule| within(scope, rule)).find(|elements| !elements.is_empty()).unwrap_or_default()
}

/// The elements that any alternative selects within an element.
pub fn select_all<'p>(rules: &Alternatives<CssSelector>, scope: ElementRef<'p>) -> Vec<ElementRef<'p>> {
    rules.iter().flat_map(|rule| within(scope, rule)).collect()
}

/// An attribute, or the text; of an element without text the value that HTML gives it (`content`, `datetime`).
fn value_of(element: ElementRef<'_>, attribute: Option<&str>) -> String {
    match attribute {
        Some(name) => element.attr(name).unwrap_or_default().to_owned(),
        None if element.value().name() == "meta" => element.attr("content").unwrap_or_default().to_owned(),
        None => text_of(element),
    }
}

/// Where a rule's date comes from, for those who want to know how much to trust it.
const fn date_source(locator: &Locator) -> DateSource {
    match locator {
        Locator::Css { .. } => DateSource::Rule,
        Locator::Meta(_) => DateSource::Meta,
        Locator::JsonLd(_) => DateSource::JsonLd,
        Locator::Microdata(_) => DateSource::Microdata,
        Locator::Json { .. } => DateSource::EmbeddedJson,
    }
}

/// The strings and numbers that a path leads to.
fn strings(path: &JsonPath, node: &Value) -> Vec<String> {
    path.find(node)
        .into_iter()
        .filter_map(|value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
        .collect()
}
