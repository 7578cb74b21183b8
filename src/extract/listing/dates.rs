//! The dates that the elements of a page show.

use std::cell::RefCell;

use ego_tree::NodeId;
use html5ever::local_name;
use rustc_hash::FxHashMap;
use scraper::ElementRef;

use super::fields::Shown;
use super::marks::{Kind, nodes, select, text_of};
use crate::extract::date::{self, DateContext, ParsedDate};
use crate::extract::page::Page;
use crate::extract::text::{attribute, attribute_named, collapse, is_blank};
use crate::model::{DateSource, Dated};

/// The dates of a page in one context, each read once: the cards of a group that stands in several lists are asked twice,
/// and those of the best one again.
pub(super) struct Dates<'a, 'p> {
    pub page: &'p Page,
    pub context: &'a DateContext<'a>,
    known: RefCell<FxHashMap<NodeId, Option<Shown<'p, Dated>>>>,
}

impl<'a, 'p> Dates<'a, 'p> {
    pub(super) fn new(page: &'p Page, context: &'a DateContext<'a>) -> Self {
        Self { page, context, known: RefCell::default() }
    }

    /// Whether an element shows a date, which is kept for whoever asks again.
    pub(super) fn are_shown_in(&self, element: ElementRef<'p>) -> bool {
        let mut known = self.known.borrow_mut();
        known.entry(element.id()).or_insert_with(|| self.read(element)).is_some()
    }

    /// The date that an element shows.
    pub(super) fn of(&self, element: ElementRef<'p>) -> Option<Shown<'p, Dated>> {
        let known = self.known.borrow();
        known.get(&element.id()).cloned().unwrap_or_else(|| self.read(element))
    }

    fn read(&self, element: ElementRef<'p>) -> Option<Shown<'p, Dated>> {
        date(element, self.page, self.context)
    }
}

/// The date: a machine-readable one first, then a text that is a date, then a date in a line of small print.
pub(super) fn date<'p>(
    entry: ElementRef<'p>,
    page: &Page,
    context: &DateContext<'_>,
) -> Option<Shown<'p, Dated>> {
    let mut all = dates(entry, page, context);
    let first = all.next();
    let first = match first {
        // Behind the day of the last change may stand that of the entry.
        Some(change) if tells_change(change.element) => {
            let moment = |shown: &Shown<'_, Dated>| shown.value.moment.timestamp();
            let is_before = |other: &Shown<'_, Dated>| moment(other) <= moment(&change);
            Some(all.find(|other| !tells_change(other.element) && is_before(other)).unwrap_or(change))
        }
        first => first,
    };
    first.or_else(|| {
        let mut small: Vec<Shown<'p, String>> = texts(entry, page).collect();
        small.sort_by_key(|text| begins_with_change(&text.value));
        let read = |how: fn(&str, &DateContext<'_>) -> Option<ParsedDate>| {
            small.iter().find_map(|text| {
                let value = how(&text.value, context)?.dated(DateSource::Text);
                Some(Shown { value, element: text.element })
            })
        };
        let in_lines = |text: &str, context: &DateContext<'_>| {
            date::find(text, context)
                .filter(|_| !is_sentence(text) || date::find(dateline(text), context).is_some())
        };
        read(beside_change)
            .or_else(|| read(date::parse))
            .or_else(|| sheet(entry, page, context))
            .or_else(|| read(in_lines))
    })
}

/// The fewest words of a sentence, without names and numbers.
const SENTENCE_WORDS: usize = 4;
/// In so many bytes a day stands that the text of a card begins with.
const DATELINE_BYTES: usize = 24;

/// Words of sentences that say when an entry was written, in lower case.
const POSTED: [&str; 22] = [
    "posted",
    "published",
    "submitted",
    "written by",
    "veröffentlicht",
    "erstellt",
    "geschrieben",
    "verfasst",
    "eingestellt",
    "publié",
    "écrit par",
    "publicad",
    "escrito por",
    "pubblicat",
    "scritto da",
    "geplaatst",
    "gepubliceerd",
    "opublikowan",
    "publicerad",
    "опубликован",
    "yayınlan",
    "نشر",
];

/// Whether a text is a sentence, and not one that says when the entry was written. The days in it are those of what it tells.
fn is_sentence(text: &str) -> bool {
    let ends = text.ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟']);
    let lower = text.to_lowercase();
    if POSTED.iter().any(|word| lower.contains(word)) {
        return false;
    }
    let is_word =
        |word: &&str| word.chars().next().is_some_and(|first| first.is_alphabetic() && !first.is_uppercase());
    ends && text.split_whitespace().filter(is_word).nth(SENTENCE_WORDS - 1).is_some()
}

/// The beginning of a text, in which its own day may stand.
fn dateline(text: &str) -> &str {
    let end = (0..=DATELINE_BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or_default()).unwrap_or(text)
}

/// The longest text of an element that looks like the sheet of a calendar, in bytes.
const MAX_SHEET_BYTES: usize = 40;

/// How far above the number of the day an element may stand that says the month too.
const SHEET_DEPTH: usize = 3;

/// A date whose parts stand in elements of their own, like the sheet of a calendar: a number, the month beside it.
fn sheet<'p>(entry: ElementRef<'p>, page: &Page, context: &DateContext<'_>) -> Option<Shown<'p, Dated>> {
    let is_day = |text: &str| {
        let text = text.trim().trim_end_matches(['.', ',']);
        let day = text.split_once('-').map_or(text, |(_, day)| day);
        text.len() <= 5 && day.len() <= 2 && matches!(day.parse::<u8>(), Ok(1..=31))
    };
    let days = nodes(page, entry, Kind::Number)
        .filter(|node| node.value().as_text().is_some_and(|text| is_day(text)));
    days.into_iter().find_map(|node| {
        let around = node.ancestors().take_while(|around| around.id() != entry.id());
        around.take(SHEET_DEPTH).filter_map(ElementRef::wrap).find_map(|element| {
            let text = spaced(element, MAX_SHEET_BYTES)?;
            let value = date::parse(&text, context)?.dated(DateSource::Text);
            Some(Shown { value, element })
        })
    })
}

/// The texts of an element parted by spaces, where they have no more bytes than this.
fn spaced(element: ElementRef<'_>, most: usize) -> Option<String> {
    let mut spaced = String::new();
    for text in element.text().map(str::trim).filter(|text| !text.is_empty()) {
        if spaced.len() + text.len() > most {
            return None;
        }
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(text);
    }
    Some(spaced)
}

/// The date that an element says: in its line, or where it has several texts, as all of them or in one of them before. Texts that
/// nothing but the style of the page parts run into each other in the line.
fn said(element: ElementRef<'_>, page: &Page, context: &DateContext<'_>) -> Option<ParsedDate> {
    let says = |text: &&str| !is_blank(text);
    let alone = || {
        let mut texts = nodes(page, element, Kind::Number).filter_map(|node| node.value().as_text());
        texts.find_map(|text| date::parse(text, context))
    };
    let line = || short(&text_of(page, element));
    if element.text().filter(says).nth(1).is_none() {
        let line = line();
        let whole = || date::parse(&line, context);
        return beside_change(&line, context).or_else(whole).or_else(|| date::find(&line, context));
    }
    spaced(element, MAX_SHEET_BYTES)
        .and_then(|text| date::parse(&text, context))
        .or_else(alone)
        .or_else(|| in_line(&line(), context))
}

/// The dates that an entry shows where dates usually stand, the most trusted first.
pub(super) fn dates<'p>(
    entry: ElementRef<'p>,
    page: &Page,
    context: &DateContext<'_>,
) -> impl Iterator<Item = Shown<'p, Dated>> {
    machine_dates(entry, page, context)
        .chain(marked_dates(entry, page, context))
        .chain(scripted_dates(entry, page, context))
}

fn machine_dates<'p>(
    entry: ElementRef<'p>,
    page: &Page,
    context: &DateContext<'_>,
) -> impl Iterator<Item = Shown<'p, Dated>> {
    select(page, entry, Kind::Time).filter_map(|element| {
        let names = [local_name!("datetime"), local_name!("content")];
        let value = names.iter().find_map(|name| attribute(element, name));
        let parsed = value.and_then(|value| date::parse(value, context));
        let parsed = parsed.or_else(|| said(element, page, context))?;
        Some(Shown { value: parsed.dated(DateSource::TimeElement), element })
    })
}

/// Whether a date is that of a change alone, by the class or the property of its element or that around it.
fn tells_change(element: ElementRef<'_>) -> bool {
    let words = |element: ElementRef<'_>, wanted: &[&str]| {
        let named = [local_name!("class"), local_name!("itemprop")];
        let named = named.iter().filter_map(|name| attribute(element, name));
        named.into_iter().any(|names| wanted.iter().any(|word| names.contains(word)))
    };
    let is_change = |element: ElementRef<'_>| {
        words(element, &["updated", "modified", "Modified"])
            && !words(element, &["publish", "Publish", "entry-date"])
    };
    let says_change =
        |element: ElementRef<'_>| element.text().find(|text| !is_blank(text)).is_some_and(begins_with_change);
    is_change(element)
        || says_change(element)
        || element.parent().and_then(ElementRef::wrap).is_some_and(is_change)
}

/// Whether a text begins with a word for the last change.
fn begins_with_change(text: &str) -> bool {
    let text = text.trim_start();
    let words = text.char_indices().take(LONGEST_CHANGE).last().map_or(0, |(at, last)| at + last.len_utf8());
    let beginning = text.get(..words).unwrap_or_default().to_lowercase();
    CHANGES.iter().any(|word| beginning.starts_with(word))
}

/// The day that a line says.
fn in_line(text: &str, context: &DateContext<'_>) -> Option<ParsedDate> {
    beside_change(text, context).or_else(|| date::find(text, context))
}

/// The day that a line says beside that of the last change.
fn beside_change(text: &str, context: &DateContext<'_>) -> Option<ParsedDate> {
    let facts = || text.split(['|', '•', '·', '–', '—']);
    let is_change = |fact: &str| begins_with_change(fact) && date::find(fact, context).is_some();
    let mut others = facts().filter(|fact| !begins_with_change(fact));
    if facts().any(is_change) { others.find_map(|fact| date::parse(fact, context)) } else { None }
}

/// The longest of these words, in characters.
const LONGEST_CHANGE: usize = 20;

/// Words for the last change, in lower case.
const CHANGES: [&str; 22] = [
    "updated",
    "last updated",
    "last update",
    "modified",
    "last modified",
    "aktualisiert",
    "zuletzt aktualisiert",
    "geändert",
    "mis à jour",
    "mise à jour",
    "modifié",
    "actualizado",
    "última actualización",
    "aggiornato",
    "ultimo aggiornamento",
    "atualizado",
    "bijgewerkt",
    "uppdaterad",
    "обновлено",
    "更新",
    "güncelleme",
    "تحديث",
];

/// The attributes in which scripts find the date that they show.
pub(super) const ATTRIBUTES: [&str; 10] = [
    "data-created",
    "data-created-at",
    "data-date",
    "data-datetime",
    "data-published",
    "data-published-at",
    "data-pubdate",
    "data-time",
    "data-timestamp",
    "data-utime",
];

/// The dates that elements have for a script to show, which has written nothing yet.
fn scripted_dates<'p>(
    entry: ElementRef<'p>,
    page: &Page,
    context: &DateContext<'_>,
) -> impl Iterator<Item = Shown<'p, Dated>> {
    select(page, entry, Kind::Scripted).filter_map(|element| {
        let mut values = ATTRIBUTES.iter().filter_map(|name| attribute_named(element, name));
        let parsed = values.find_map(|value| date::parse(value, context))?;
        Some(Shown { value: parsed.dated(DateSource::TimeElement), element })
    })
}

fn marked_dates<'p>(
    entry: ElementRef<'p>,
    page: &Page,
    context: &DateContext<'_>,
) -> impl Iterator<Item = Shown<'p, Dated>> {
    select(page, entry, Kind::Dated).filter_map(|element| {
        let title = attribute(element, &local_name!("title"));
        let parsed = match title {
            Some(title) => date::find(&short(title), context)?,
            None => said(element, page, context)?,
        };
        Some(Shown { value: parsed.dated(DateSource::Text), element })
    })
}

/// The texts of a card that may be a line of small print.
fn texts<'p>(entry: ElementRef<'p>, page: &Page) -> impl Iterator<Item = Shown<'p, String>> {
    nodes(page, entry, Kind::Number).filter_map(move |node| {
        let value = collapse(node.value().as_text()?);
        let fits = (2..=90).contains(&value.len());
        fits.then(|| Shown { value, element: node.parent().and_then(ElementRef::wrap).unwrap_or(entry) })
    })
}

fn short(text: &str) -> String {
    text.chars().take(160).collect()
}
