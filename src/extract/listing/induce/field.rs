//! The rules of one field: where, within the entries, that stands which was detected.

use std::collections::{HashMap, HashSet};

use scraper::ElementRef;

use super::mark::{Mark, Names};
use crate::extract::date::{self, DateContext};
use crate::extract::image::image_of;
use crate::extract::listing::rules::Place;
use crate::extract::listing::title::whole::says_whole;
use crate::extract::listing::{above, fields};
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
const MAX_TRIED: usize = 16;

/// Most rules of one field, for as many layouts.
const MAX_ALTERNATIVES: usize = 3;

/// What it costs to take the address from a link that does not say the title.
const COST_OF_OTHER_LINK: f64 = 4.0;

/// What it costs when a rule finds the field in none of the entries that are left.
const COST_OF_MISSING: f64 = 25.0;

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
    Author,
}

/// An element that is an entry, and what was detected of it.
pub(super) struct Sample<'s, 'p, 'e> {
    pub place: &'s Place<'p>,
    pub entry: &'e Entry,
}

/// What the page is read with.
pub(super) struct Means<'a, 'p> {
    pub reader: &'a Reader<'p>,
    pub survey: &'a Survey,
    pub context: &'a DateContext<'a>,
    pub names: &'a Names<'p>,
}

/// What a rule finds in an entry, beside what was detected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Same,
    Nothing,
    Other,
}

/// The best rules that find in the entries what was detected there, and nothing else: one for as many entries as one finds,
/// then others for the rest; none where there is none.
pub(super) fn rules<'p>(
    field: Field,
    samples: &[Sample<'_, 'p, '_>],
    means: &Means<'_, 'p>,
) -> Alternatives<Rule> {
    let mut missing: Vec<&Sample<'_, 'p, '_>> =
        samples.iter().filter(|sample| field.is_in(sample.entry)).collect();
    let mut rules: Vec<Rule> = Vec::new();
    while !missing.is_empty() && rules.len() < MAX_ALTERNATIVES {
        let Some(rule) = best(field, &missing, samples, means) else { break };
        let found: Alternatives<Rule> = vec![rule.clone()].into();
        let before = missing.len();
        missing.retain(|sample| outcome(field, &found, sample, means) != Outcome::Same);
        if missing.len() == before {
            break;
        }
        rules.push(rule);
    }
    rules.into()
}

/// The best rule for those entries that no rule finds yet: it finds the field in most of them, and nothing else in any.
fn best<'p>(
    field: Field,
    missing: &[&Sample<'_, 'p, '_>],
    samples: &[Sample<'_, 'p, '_>],
    means: &Means<'_, 'p>,
) -> Option<Rule> {
    let mut tally: HashMap<String, (u32, f64)> = HashMap::new();
    for sample in missing {
        for (text, cost) in places(field, sample, means) {
            tally.entry(text).or_insert((0, cost)).0 += 1;
        }
    }
    let most = f64::from(tally.values().map(|(count, _)| *count).max()?);
    let mut choices: Vec<(f64, String)> = tally
        .into_iter()
        .map(|(text, (count, cost))| (cost + COST_OF_MISSING * (1.0 - f64::from(count) / most), text))
        .collect();
    choices.sort_by(|one, other| one.0.total_cmp(&other.0).then_with(|| one.1.cmp(&other.1)));
    let rules = choices.into_iter().take(MAX_TRIED).filter_map(|(_, text)| Rule::css(&text).ok());
    rules.into_iter().find(|rule| never_errs(field, rule, samples, means))
}

/// Whether a rule finds, in every entry where it finds anything, what was detected.
pub(super) fn never_errs<'p>(
    field: Field,
    rule: &Rule,
    samples: &[Sample<'_, 'p, '_>],
    means: &Means<'_, 'p>,
) -> bool {
    let rules = vec![rule.clone()].into();
    samples.iter().all(|sample| outcome(field, &rules, sample, means) != Outcome::Other)
}

/// What rules find of a field in an entry.
fn outcome<'p>(
    field: Field,
    rules: &Alternatives<Rule>,
    sample: &Sample<'_, 'p, '_>,
    means: &Means<'_, 'p>,
) -> Outcome {
    let (place, entry, reader) = (sample.place, sample.entry, means.reader);
    let compare = |found: Option<bool>| match found {
        None => Outcome::Nothing,
        Some(true) => Outcome::Same,
        Some(false) => Outcome::Other,
    };
    match field {
        Field::Title => compare(reader.text(rules, place).map(|text| Some(text) == entry.title)),
        Field::Summary => {
            // A summary that repeats the title is none.
            let text = reader.text(rules, place).filter(|text| Some(text) != entry.title.as_ref());
            compare(text.map(|text| Some(text) == entry.summary))
        }
        Field::Date => {
            let context = above::context(means.context, place.above.year);
            let found = read_date(reader, rules, place, &[], &context);
            compare(found.map(|dated| Some(dated.moment) == entry.published.map(|dated| dated.moment)))
        }
        Field::Image => {
            let wanted = entry.image.as_ref().map(|image| &image.url);
            compare(read_image(reader, rules, place).map(|image| Some(&image.url) == wanted))
        }
        Field::Author => {
            let names = reader.texts(rules, place);
            let same = names.iter().map(|name| fields::author_in(name)).eq(entry.authors.iter());
            compare((!names.is_empty()).then_some(same))
        }
        Field::Link => {
            let found = reader.text(rules, place).and_then(|value| reader.page().resolve(&value));
            compare(found.map(|url| Some(normalise_link(&url)) == entry.url.as_ref().map(normalise_link)))
        }
    }
}

/// The rules that would find a field of one entry, with what they cost.
fn places<'p>(field: Field, sample: &Sample<'_, 'p, '_>, means: &Means<'_, 'p>) -> Vec<(String, f64)> {
    let mut seen = HashSet::new();
    let mut places = Vec::new();
    let inside = |part: &ElementRef<'p>| part.descendants().filter_map(ElementRef::wrap);
    let parts = sample.place.parts.iter().flat_map(|part| inside(part).map(|element| (*part, element)));
    for (part, element) in parts.take(MAX_ELEMENTS) {
        let Some(attribute) = field.shows(element, sample, means) else { continue };
        if element.id() == sample.place.element.id() {
            // An entry is named by all that it says only where nothing in it is named.
            let (text, cost) = if attribute.is_empty() { (".", WHOLE_ENTRY) } else { ("", 1.0) };
            places.push((format!("{text}{attribute}"), cost));
            continue;
        }
        let misnamed = field == Field::Link && !names(element, sample.entry, means);
        for (text, cost) in selectors(element, part, sample.place.element, means.names) {
            let cost = if misnamed { cost + COST_OF_OTHER_LINK } else { cost };
            let rule = format!("{text}{attribute}");
            if seen.insert(rule.clone()) {
                places.push((rule, cost));
            }
        }
    }
    places
}

/// Whether a link says the title of its entry, and not how many comments it has.
fn names(link: ElementRef<'_>, entry: &Entry, means: &Means<'_, '_>) -> bool {
    means.survey.get(link.id()).is_small()
        && entry.title.as_ref().is_some_and(|title| text_of(link).contains(title.as_str()))
}

/// Selectors of an element within a part of an entry: by its marks, and by these below those of two elements around it.
fn selectors<'p>(
    element: ElementRef<'p>,
    part: ElementRef<'p>,
    entry: ElementRef<'p>,
    names: &Names<'p>,
) -> Vec<(String, f64)> {
    let usable = |element| {
        let marks = names.marks(element).into_iter();
        marks.filter(|mark| !matches!(mark, Mark::Id(_) | Mark::AnyClass(_))).collect::<Vec<_>>()
    };
    let own = usable(element);
    let mut texts: Vec<(String, f64)> =
        own.iter().map(|mark| (mark.to_string(), mark.cost_inside())).collect();
    // The entry itself is no part of what its rules say, one that follows it is.
    let outermost =
        if part.id() == entry.id() { Some(entry.id()) } else { part.parent().map(|node| node.id()) };
    let around = element.ancestors().take_while(|node| Some(node.id()) != outermost);
    let around = around.filter_map(ElementRef::wrap).take(if element.id() == part.id() { 0 } else { 2 });
    for (level, ancestor) in (1_u32..).zip(around) {
        for outer in usable(ancestor) {
            texts.extend(own.iter().map(|mark| {
                let cost = 2.0 + f64::from(level) + (mark.cost_inside() + outer.cost_inside()) * 0.5;
                (format!("{outer} {mark}"), cost)
            }));
        }
    }
    if element.parent().is_some_and(|parent| parent.id() == entry.id()) {
        texts.extend(own.iter().map(|mark| (format!(":scope > {mark}"), 5.0 + mark.cost_inside())));
    }
    texts
}

impl Field {
    /// The name in a definition.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Link => "link",
            Self::Date => "date",
            Self::Summary => "summary",
            Self::Image => "image",
            Self::Author => "author",
        }
    }

    fn is_in(self, entry: &Entry) -> bool {
        super::check::has(self.name(), entry)
    }

    /// Whether an element shows the field, and in which attribute: `@href`, or nothing for its text.
    fn shows(
        self,
        element: ElementRef<'_>,
        sample: &Sample<'_, '_, '_>,
        means: &Means<'_, '_>,
    ) -> Option<&'static str> {
        let (page, entry) = (means.reader.page(), sample.entry);
        let figures = means.survey.get(element.id());
        let length = figures.text;
        let says = |wanted: &str| {
            let visible = wanted.chars().filter(|character| !character.is_whitespace()).count();
            visible == length && figures.is_small() && text_of(element) == wanted
        };
        match self {
            Self::Title => {
                let title = entry.title.as_ref()?;
                let says_whole = || says_whole(element, &text_of(element), title);
                if says(title) { Some("") } else { figures.is_small().then(says_whole).flatten() }
            }
            Self::Summary => says(entry.summary.as_ref()?).then_some(""),
            Self::Author => {
                let is_short = length > 0 && length <= MAX_DATE_CHARS && figures.is_small();
                let text = is_short.then(|| text_of(element))?;
                let name = fields::author_in(&text);
                entry.authors.iter().any(|author| author == name).then_some("")
            }
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
            Self::Date if figures.is_small() => {
                let context = above::context(means.context, sample.place.above.year);
                shows_date(element, entry, &context, length)
            }
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
