//! The dates that people see near the heading, and what the words beside them say.

use std::cell::LazyCell;
use std::sync::LazyLock;

use jiff::ToSpan;
use regex::{Captures, Regex};

use super::datelines::{before_name, behind_name, dateline, names_year};
use super::outline::{Leaf, Outline};
use crate::extract::byline::begins_byline;
use crate::extract::date::{self, DateContext, DayMonthOrder, ParsedDate, infer_order};
use crate::model::{DateSource, Dated};

/// What a page shows of its dates.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ShownDates {
    /// A date that no word calls that of a change; the nearest to the heading.
    pub published: Option<Dated>,
    /// Whether that date stands close to the heading and belongs to it: a word beside it calls it that of the publication, or its
    /// element or class promises a date, and nothing else stands in its line.
    pub is_promised: bool,
    /// A date that the words beside it call that of a change.
    pub modified: Option<Dated>,
}

/// What the words beside a date call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Publication,
    Change,
    /// When somebody joined a board, or a house was founded: a date of no page.
    Person,
    Nothing,
}

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Around the heading.
    Near,
    /// Behind the first prose: what is there is as often a part of the text.
    BelowProse,
}

/// Words that tell what a date is, in some twenty languages.
#[expect(clippy::expect_used, reason = "the pattern is a constant, and the tests compile it")]
static LABELS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)(?P<change>
            updated|modified|last\ (?:edited|changed|checked)|(?-u:\b)reviewed(?-u:\b)|fact\ checked|latest\ update|update:|
            aktualisiert|geändert|actualizad|actualización|modificad|atualizad|mis\ à\ jour|mise\ à\ jour|modifié|aggiornat|
            bijgewerkt|uppdaterad|oppdatert|opdateret|päivitetty|обновлен|оновлено|güncelle|zaktualizowan|aktualizacj|更新|최종수정|수정|
            تحديث|به‌روز
        )|(?P<person>
            (?-u:\b)(?:joined|registered|founded|established)\s*(?:[:：]|$|(?:on|in)\s|\d{1,2}\D|[a-z]{3,9}\.?\s+\d)|
            (?-u:\b)join\ date|(?:member|user|customer)\ since|
            registriert|beigetreten|(?:mitglied|dabei)\ seit|inscri(?:t|ption)|registrad|se\ unió|iscritt|lid\ (?:sinds|geworden)|
            dołączył|rejestracja|зарегистрирован|регистрация|注册(?:时间|日期)|註冊(?:時間|日期)|加入(?:时间|時間|日期)|登録日|가입일
        )|(?P<publication>
            published|posted|publish\ date|publication\ date|^date:|created|written\ on|veröffentlicht|erstellt|publicad|
            publicación|publié|pubblicat|gepubliceerd|publicerad|publisert|udgivet|julkaistu|opublikowan|опубликован|
            опубліковано|yayın|ekleme|发布|發布|掲載|公開|입력|نشر|^(?:日期|时间|時間|来源|來源)[:：]|प्रकाशित|פורסם
        )",
    )
    .expect("the pattern is valid")
});
/// From one hour to another: then something happens, and nothing is published.
#[expect(clippy::expect_used, reason = "the pattern is a constant, and the tests compile it")]
static HOURS: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?i)\d[:.]\d\d(?:\s*[ap]\.?m\.?)?(?:\s*[–—]\s*|\s-\s|\sto\s|\sbis\s)\d{1,2}(?:[:.]\d\d(?:[^\d.]|$)|\s*[ap]\.?m)";
    Regex::new(pattern).expect("the pattern is valid")
});
/// What parts the facts of a dateline.
const SEPARATORS: [char; 8] = ['|', '·', '•', '⋅', '–', '—', '/', '‧'];
/// The longest line that is read as a dateline, in characters.
const LONGEST_LINE: usize = 160;
/// The longest label before a date, in characters.
const LONGEST_LABEL: usize = 40;
/// The longest line that is read further away from the heading, in characters.
pub(super) const LONGEST_FAR: usize = 80;
/// The longest word between a label and its date, in characters.
const JOINT: usize = 3;
/// How far behind its label a date stands where no class promises it, in characters.
const SOON: usize = 60;
/// How many bounds of blocks may part a label from its date.
const LINES_TO_LABEL: usize = 5;
/// How far ahead of now a page may date itself, in hours: its zone may be ahead, and what is printed tomorrow is out today.
const AHEAD: i64 = 48;
/// The titles of the day of publication in a side column, whole.
const TITLES: [&str; 22] = [
    "published",
    "published on",
    "date published",
    "publication date",
    "publish date",
    "date of publication",
    "first published",
    "veröffentlicht",
    "veröffentlicht am",
    "erschienen",
    "erschienen am",
    "publié",
    "publié le",
    "date de publication",
    "publicado",
    "publicado el",
    "fecha de publicación",
    "publicado em",
    "data di pubblicazione",
    "опубликовано",
    "发布时间",
    "公開日",
];
/// How many texts that promise a date are read further away from the heading.
const MOST_FAR: usize = 60;

/// Reads the dates near the heading, and where none stands there the only one that the rest of the article shows.
pub(super) fn shown(outline: &Outline<'_>, context: &DateContext<'_>) -> ShownDates {
    let mut found = ShownDates::default();
    for position in outline.near() {
        let promises = |leaf: &Leaf| leaf.hints.date || leaf.datetime.is_some();
        let is_promising = outline.leaves().get(position).is_some_and(promises)
            && outline.belongs_to_heading(position)
            && outline.line_text(position).chars().count() <= LONGEST_FAR;
        for (parsed, label) in readings(outline, position, context) {
            let place = if label == Label::Change { &mut found.modified } else { &mut found.published };
            let is_first = place.is_none() && label != Label::Change;
            *place = place.or(Some(dated(outline, position, parsed)));
            found.is_promised |=
                is_first && outline.is_close(position) && (is_promising || label == Label::Publication);
        }
    }
    found.published = found.published.or_else(|| dateline(outline.opening()?, context));
    if found.published.is_none() && found.modified.is_none() {
        found.published = far(outline, context);
    }
    found.published = found.published.or_else(|| in_column(outline, context));
    found
}

/// The date that a side column has under a title which calls it that of the publication, and nothing else: articles have their
/// facts there. Where several days have such titles, they are those of other articles.
fn in_column(outline: &Outline<'_>, context: &DateContext<'_>) -> Option<Dated> {
    let mut found = outline.beside().array_windows().filter_map(|[title, date]| {
        let text = date.datetime.unwrap_or(&date.text);
        let is_title = text.contains(char::is_numeric)
            && title.line != date.line
            && TITLES.contains(&&*title.text.trim_end_matches([':', '：']).trim().to_lowercase());
        let parsed =
            is_title.then(|| date::parse(text, context)).flatten().filter(|parsed| !parsed.relative)?;
        Some(dated_of(date, parsed))
    });
    let first = found.next()?;
    let day = |dated: &Dated| dated.moment.zoned().date();
    found.all(|other| day(&other) == day(&first)).then_some(first)
}

/// The date below the heading and its surroundings that is called that of the publication, or that is the only one; of
/// several the page is a list.
fn far(outline: &Outline<'_>, context: &DateContext<'_>) -> Option<Dated> {
    let from = outline.heading().unwrap_or_default();
    let leaves = outline.leaves();
    let promising = |leaf: &Leaf<'_>| {
        let is_called =
            || leaf.text.chars().count() <= LONGEST_FAR && label_of(&leaf.text) == Label::Publication;
        leaf.hints.date || leaf.datetime.is_some() || is_called()
    };
    let found = (from..leaves.len())
        .filter(|position| leaves.get(*position).is_some_and(promising))
        .take(MOST_FAR)
        .filter(|position| outline.line_text(*position).chars().count() <= LONGEST_FAR)
        .flat_map(|position| {
            readings(outline, position, context)
                .into_iter()
                .map(move |(parsed, label)| (position, parsed, label))
        })
        .filter(|(_, parsed, label)| *label != Label::Change && !parsed.relative)
        .collect::<Vec<_>>();
    let called = found.iter().find(|(_, _, label)| *label == Label::Publication);
    let day = |parsed: &ParsedDate| parsed.moment.zoned().date();
    let only = || {
        let (_, first, _) = found.first()?;
        found.iter().all(|(_, other, _)| day(other) == day(first)).then(|| found.first())?
    };
    called.or_else(only).map(|(position, parsed, _)| dated(outline, *position, *parsed))
}

fn dated(outline: &Outline<'_>, position: usize, parsed: ParsedDate) -> Dated {
    let leaf = outline.leaves().get(position);
    leaf.map_or_else(|| parsed.dated(DateSource::Text), |leaf| dated_of(leaf, parsed))
}

fn dated_of(leaf: &Leaf<'_>, parsed: ParsedDate) -> Dated {
    parsed.dated(if leaf.datetime.is_some() { DateSource::TimeElement } else { DateSource::Text })
}

/// The dates in a leaf, else in the line that it begins, and what they are called. Days to come are those of events.
fn readings(outline: &Outline<'_>, position: usize, context: &DateContext<'_>) -> Vec<(ParsedDate, Label)> {
    let mut found = read(outline, position, context);
    found.retain(|(parsed, label)| !is_to_come(parsed, context) && *label != Label::Person);
    found
}

fn is_to_come(parsed: &ParsedDate, context: &DateContext<'_>) -> bool {
    let last = context.now.checked_add(AHEAD.hours()).unwrap_or(context.now);
    parsed.moment.timestamp() > last
}

fn read(outline: &Outline<'_>, position: usize, context: &DateContext<'_>) -> Vec<(ParsedDate, Label)> {
    let is_read = |leaf: &&Leaf<'_>| !leaf.is_alt && !leaf.hints.event;
    let Some(leaf) = outline.leaves().get(position).filter(is_read) else {
        return Vec::new();
    };
    let has_number = leaf.text.contains(char::is_numeric) || leaf.datetime.is_some();
    if !has_number && !leaf.hints.date && !outline.begins_line(position) {
        return Vec::new();
    }
    let beside = beside(outline, position, leaf);
    // Within a sentence, or in what the text holds, a date is that of something else.
    let is_named = LazyCell::new(|| {
        leaf.hints.date || beside != Label::Nothing || label_of(&leaf.text) != Label::Nothing
    });
    let is_below = has_number && outline.is_below_prose(position) && !*is_named;
    let is_prose = |leaf: &Leaf<'_>| {
        !leaf.is_alt
            && ((leaf.text.is_empty() && leaf.datetime.is_none())
                || (leaf.text.chars().nth(LONGEST_FAR).is_some() && !begins_byline(&leaf.text)))
    };
    let is_in_sentence = || {
        let line = outline.line(position);
        line.len() > 1 && line.iter().any(is_prose) && !*is_named
    };
    // Above the menu stands the day of the visit.
    let is_of_site = || !leaf.is_beside_heading && outline.is_above_menu(position);
    if (is_below && leaf.is_item)
        || is_of_site()
        || (has_number && !outline.begins_line(position) && is_in_sentence())
    {
        return Vec::new();
    }
    if let Some(found) = leaf.datetime.and_then(|text| date::parse(text, context)) {
        let own = label_of(&leaf.text);
        return vec![(found, if own == Label::Nothing { beside } else { own })];
    }
    let place = if is_below { Place::BelowProse } else { Place::Near };
    let found = in_text(&leaf.text, leaf, (beside, place), context);
    if !found.is_empty() || !outline.begins_line(position) || outline.line(position).len() < 2 {
        return found;
    }
    let text = outline.line_text(position);
    if text.chars().count() <= LONGEST_LINE && !is_in_sentence() {
        in_text(&text, leaf, (beside, place), context)
    } else {
        Vec::new()
    }
}

/// The dates of a text, each after the word that tells what it is; what stands before the first such word is called what
/// the text beside it says.
fn in_text(
    text: &str,
    leaf: &Leaf<'_>,
    (beside, place): (Label, Place),
    context: &DateContext<'_>,
) -> Vec<(ParsedDate, Label)> {
    // Without digits only a short text that is called a date may be one: "yesterday".
    let is_named = leaf.hints.date && text.chars().count() <= LONGEST_LABEL;
    if !(is_named || text.contains(char::is_numeric)) || (HOURS.is_match(text) && !LABELS.is_match(text)) {
        return Vec::new();
    }
    let mut starts = vec![(0, beside)];
    starts.extend(
        LABELS.captures_iter(text).filter_map(|label| Some((label.get(0)?.start(), kind_of(&label)))),
    );
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .filter_map(|((start, label), end)| {
            let is_promised = leaf.hints.date || leaf.hints.author || *label != Label::Nothing;
            let part = text.get(*start..end)?;
            let found = match place {
                Place::BelowProse if !is_promised => date::parse(part, context),
                _ => in_part(part, is_promised, leaf, context),
            };
            Some((found?, *label))
        })
        .collect()
}

/// A text that is a date, or one of whose facts is, or, where a date is promised or comes first, that holds one.
fn in_part(text: &str, is_promised: bool, leaf: &Leaf<'_>, context: &DateContext<'_>) -> Option<ParsedDate> {
    let begins = || {
        let start = text.char_indices().nth(24).and_then(|(end, _)| text.get(..end)).unwrap_or(text);
        text.starts_with(char::is_numeric) && date::find(start, context).is_some()
    };
    let is_byline = || !leaf.is_item && text.chars().nth(LONGEST_FAR).is_none() && begins_byline(text);
    // Behind a word for it a date follows soon; further on, the sentence tells of something else.
    let soon = || text.char_indices().nth(SOON).and_then(|(end, _)| text.get(..end)).unwrap_or(text);
    let text = if leaf.hints.date || leaf.hints.author { text } else { soon() };
    // A caption or a heading names a place and a day of its own.
    let beside_name = || {
        let found = || behind_name(text, context).or_else(|| before_name(text, context));
        if leaf.is_item { None } else { found() }
    };
    date::parse(text, context)
        .or_else(|| text.split(SEPARATORS).find_map(|fact| date::parse(fact, context)))
        .or_else(beside_name)
        .or_else(|| (is_promised || begins() || is_byline()).then(|| date::find(text, context))?)
        .filter(|found| found.relative || leaf.hints.date || names_year(text, *found))
}

/// What the short text before a leaf calls its date, or its class. Between them may stand a word such as "on" by itself.
fn beside(outline: &Outline<'_>, position: usize, leaf: &Leaf<'_>) -> Label {
    let before = outline.leaves().get(..position).unwrap_or_default().iter().rev();
    let label = before
        .skip_while(|before| before.line == leaf.line && before.text.chars().count() <= JOINT)
        .take(1)
        .filter(|before| before.line + LINES_TO_LABEL > leaf.line)
        .filter(|before| {
            before.text.chars().count() <= LONGEST_LABEL && !before.text.contains(char::is_numeric)
        })
        .map(|before| label_of(&before.text))
        .next()
        .unwrap_or(Label::Nothing);
    if label == Label::Nothing && leaf.hints.change { Label::Change } else { label }
}

/// What the last word for it in a text calls the date behind it.
fn label_of(text: &str) -> Label {
    // Hardly any text has such a word, and to look for one costs less than to look for which.
    if !LABELS.is_match(text) {
        return Label::Nothing;
    }
    LABELS.captures_iter(text).last().map_or(Label::Nothing, |label| kind_of(&label))
}

fn kind_of(label: &Captures<'_>) -> Label {
    match () {
        () if label.name("change").is_some() => Label::Change,
        () if label.name("person").is_some() => Label::Person,
        () => Label::Publication,
    }
}

/// Whether day or month comes first: what a date of the page proves, else what the language says together with the
/// address, since American sites often declare `en` alone.
pub(super) fn order(
    outline: &Outline<'_>,
    locale: Option<&str>,
    host: &str,
    language: Option<&str>,
) -> Option<DayMonthOrder> {
    let numeric = |text: &&str| {
        text.len() < 80 && text.bytes().filter(|byte| matches!(byte, b'/' | b'-' | b'.')).count() > 1
    };
    let texts = outline.leaves().iter().map(|leaf| &*leaf.text).filter(numeric);
    let is_dashed = |text: &&str| {
        let mut runs = text.split(['-', '.']).filter(|run| !run.is_empty()).map(str::trim);
        runs.next().is_some_and(|run| run.len() <= 2 && run.bytes().all(|byte| byte.is_ascii_digit()))
            && runs
                .next_back()
                .is_some_and(|run| run.len() == 4 && run.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let is_american = || {
        let is_bare = language.is_some_and(|tag| tag.eq_ignore_ascii_case("en"));
        let domain = host.rsplit('.').next().unwrap_or_default();
        is_bare
            && match locale {
                Some(locale) => locale.eq_ignore_ascii_case("en_us") && domain.len() > 2,
                None => matches!(domain, "com" | "edu" | "gov" | "mil"),
            }
    };
    infer_order(texts.clone()).or_else(|| {
        (is_american() && !texts.clone().any(|text| is_dashed(&text))).then_some(DayMonthOrder::MonthFirst)
    })
}
