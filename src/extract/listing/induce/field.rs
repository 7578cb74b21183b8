//! The rule of one field: where, within the entries, that stands which was detected.

use std::collections::{HashMap, HashSet};

use scraper::ElementRef;

use super::mark::{Mark, Names};
use crate::extract::date::{self, DateContext};
use crate::extract::image::image_of;
use crate::extract::rule::{Reader, read_date, read_image};
use crate::extract::survey::Survey;
use crate::extract::text::text_of;
use crate::model::{DateSource, Entry, normalise_link};
use crate::site::{Alternatives, Rule};

/// Most elements of an entry that are looked at.
const MAX_ELEMENTS: usize = 400;

/// What it costs to take a field from the text of the whole entry.
const WHOLE_ENTRY: f64 = 20.0;

/// Most rules that are tried for one field.
const MAX_TRIED: usize = 8;

/// The longest text that is read as a date, in characters without white space.
const MAX_DATE_CHARS: usize = 60;

/// A field that a rule may find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Link,
    Date,
    Summary,
    Image,
}

/// An element that is an entry, and what was detected of it.
pub(super) struct Sample<'p, 'e> {
    pub element: ElementRef<'p>,
    pub entry: &'e Entry,
}

/// What the page is read with.
pub(super) struct Means<'a, 'p> {
    pub reader: &'a Reader<'p>,
    pub survey: &'a Survey,
    pub context: &'a DateContext<'a>,
    pub names: &'a Names<'p>,
}

/// The shortest rule that finds in nearly every entry what was detected there; none where there is none.
pub(super) fn rule<'p>(field: Field, samples: &[Sample<'p, '_>], means: &Means<'_, 'p>) -> Option<Rule> {
    let mut tally: HashMap<String, (usize, f64)> = HashMap::new();
    for sample in samples {
        for (text, cost) in places(field, sample, means) {
            let (count, _) = tally.entry(text).or_insert((0, cost));
            *count += 1;
        }
    }
    let shown = samples.iter().filter(|sample| field.is_in(sample.entry)).count();
    let mut choices: Vec<(f64, String)> = tally
        .into_iter()
        .filter(|(_, (count, _))| count * 10 >= shown * 9)
        .map(|(text, (_, cost))| (cost, text))
        .collect();
    choices.sort_by(|one, other| one.0.total_cmp(&other.0).then_with(|| one.1.cmp(&other.1)));
    choices
        .into_iter()
        .take(MAX_TRIED)
        .filter_map(|(_, text)| Rule::css(&text).ok())
        .find(|rule| holds(field, &vec![rule.clone()].into(), samples, means))
}

/// Whether a rule gives the same as was detected in 95 of 100 entries.
fn holds<'p>(
    field: Field,
    rules: &Alternatives<Rule>,
    samples: &[Sample<'p, '_>],
    means: &Means<'_, 'p>,
) -> bool {
    let same = samples.iter().filter(|sample| {
        let (element, entry) = (sample.element, sample.entry);
        match field {
            Field::Title => means.reader.text(rules, element) == entry.title,
            Field::Summary => means.reader.text(rules, element) == entry.summary,
            Field::Date => {
                let found = read_date(means.reader, rules, element, &[], means.context);
                found.map(|dated| dated.moment) == entry.published.map(|dated| dated.moment)
            }
            Field::Image => {
                let found = read_image(means.reader, rules, element);
                found.map(|image| image.url) == entry.image.as_ref().map(|image| image.url.clone())
            }
            Field::Link => {
                let found =
                    means.reader.text(rules, element).and_then(|value| means.reader.page().resolve(&value));
                found.as_ref().map(normalise_link) == entry.url.as_ref().map(normalise_link)
            }
        }
    });
    same.count() * 100 >= samples.len() * 95
}

/// The rules that would find a field of one entry, with what they cost.
fn places<'p>(field: Field, sample: &Sample<'p, '_>, means: &Means<'_, 'p>) -> Vec<(String, f64)> {
    let mut seen = HashSet::new();
    let mut places = Vec::new();
    if !field.is_in(sample.entry) {
        return places;
    }
    let elements = sample.element.descendants().filter_map(ElementRef::wrap).take(MAX_ELEMENTS);
    for element in elements {
        if let Some(attribute) = field.shows(element, sample.entry, means) {
            for (text, cost) in selectors(element, sample.element, means.names) {
                let whole = text.is_empty() && attribute.is_empty();
                // An entry is named by all that it says only where nothing in it is named.
                let (text, cost) = if whole { (".", cost + WHOLE_ENTRY) } else { (text.as_str(), cost) };
                let rule = format!("{text}{attribute}");
                if seen.insert(rule.clone()) {
                    places.push((rule, cost));
                }
            }
        }
    }
    places
}

/// Selectors of an element within an entry: by its marks, and by these below those of two elements around it. Nothing for
/// the entry itself.
fn selectors<'p>(element: ElementRef<'p>, entry: ElementRef<'p>, names: &Names<'p>) -> Vec<(String, f64)> {
    if element.id() == entry.id() {
        return vec![(String::new(), 1.0)];
    }
    let own: Vec<Mark<'_>> = names
        .marks(element)
        .into_iter()
        .filter(|mark| !matches!(mark, Mark::Id(_) | Mark::AnyClass(_)))
        .collect();
    let mut texts: Vec<(String, f64)> = own.iter().map(|mark| (mark.to_string(), mark.cost())).collect();
    let around = element.ancestors().take_while(|node| node.id() != entry.id()).filter_map(ElementRef::wrap);
    for (level, ancestor) in (1_u32..).zip(around.take(2)) {
        for outer in names.marks(ancestor) {
            if matches!(outer, Mark::Id(_) | Mark::AnyClass(_)) {
                continue;
            }
            texts.extend(own.iter().map(|mark| {
                let cost = 2.0 + f64::from(level) + (mark.cost() + outer.cost()) * 0.5;
                (format!("{outer} {mark}"), cost)
            }));
        }
    }
    if element.parent().is_some_and(|parent| parent.id() == entry.id()) {
        texts.extend(own.iter().map(|mark| (format!(":scope > {mark}"), 5.0 + mark.cost())));
    }
    texts
}

impl Field {
    fn is_in(self, entry: &Entry) -> bool {
        match self {
            Self::Title => entry.title.is_some(),
            Self::Link => entry.url.is_some(),
            Self::Date => entry.published.is_some(),
            Self::Summary => entry.summary.is_some(),
            Self::Image => entry.image.is_some(),
        }
    }

    /// Whether an element shows the field, and in which attribute: `@href`, or nothing for its text.
    fn shows(self, element: ElementRef<'_>, entry: &Entry, means: &Means<'_, '_>) -> Option<&'static str> {
        let page = means.reader.page();
        let figures = means.survey.get(element.id());
        let length = figures.text;
        let says = |wanted: &str| {
            let visible = wanted.chars().filter(|character| !character.is_whitespace()).count();
            visible == length && figures.is_small() && text_of(element) == wanted
        };
        match self {
            Self::Title => says(entry.title.as_ref()?).then_some(""),
            Self::Summary => says(entry.summary.as_ref()?).then_some(""),
            Self::Link => {
                let url = page.resolve(element.attr("href")?)?;
                (normalise_link(&url) == normalise_link(entry.url.as_ref()?)).then_some("@href")
            }
            Self::Image => {
                let name = element.value().name();
                let is_picture = matches!(name, "img" | "picture" | "amp-img" | "video")
                    || element.attr("style").is_some_and(|style| style.contains("url("));
                (is_picture && image_of(element, page)?.url == entry.image.as_ref()?.url).then_some("")
            }
            Self::Date if figures.is_small() => shows_date(element, entry, means.context, length),
            Self::Date => None,
        }
    }
}

/// Where an element shows the date of an entry. A text is looked at only when it is short and has a digit: a day that is
/// told in words alone is found by what reads a card without rules.
fn shows_date(
    element: ElementRef<'_>,
    entry: &Entry,
    context: &DateContext<'_>,
    length: usize,
) -> Option<&'static str> {
    let moment = entry.published?.moment;
    let says = |text: &str| {
        let parsed = date::parse(text, context).or_else(|| date::find(text, context));
        parsed.is_some_and(|parsed| parsed.dated(DateSource::Rule).moment == moment)
    };
    let in_attribute = [("datetime", "@datetime"), ("content", "@content"), ("title", "@title")]
        .into_iter()
        .find(|(name, _)| element.attr(name).is_some_and(|text| has_digit(text) && says(text)));
    if let Some((_, attribute)) = in_attribute {
        return Some(attribute);
    }
    let text = (length > 0 && length <= MAX_DATE_CHARS).then(|| text_of(element))?;
    (has_digit(&text) && says(&text)).then_some("")
}

fn has_digit(text: &str) -> bool {
    text.chars().any(char::is_numeric)
}
