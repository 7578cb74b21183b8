//! When the article was published and changed.

use std::sync::LazyLock;

use scraper::{ElementRef, Selector};

use super::{Readings, is_short};
use crate::extract::date::{self, DateContext};
use crate::extract::page::selector;
use crate::extract::structured::microdata;
use crate::extract::text::{is_hidden, text_of};
use crate::model::{DateSource, Dated, Precision};

/// The date of first publication.
pub(super) fn published(readings: &Readings<'_>, context: &DateContext<'_>) -> Option<Dated> {
    let sources = [
        linked(readings, &["datePublished", "dateCreated", "uploadDate"], context),
        metas(readings, &PUBLISHED_METAS, context),
        marked(readings, &["datePublished", "dateCreated"], context),
        exact(readings.markup.published.as_deref(), DateSource::Microformat, context),
    ];
    let mut sources = sources.into_iter().flatten();
    let stated = sources.next().map(|first| with_hour(first, sources));
    stated
        .or_else(|| time_element(readings, context))
        .or_else(|| in_text(readings, context))
        .or_else(|| date::from_url(readings.page.url(), context).map(|found| found.dated(DateSource::Url)))
}

/// The date of the last change; none that lies before the publication.
pub(super) fn modified(
    readings: &Readings<'_>,
    context: &DateContext<'_>,
    published: Option<Dated>,
) -> Option<Dated> {
    let sources = [
        linked(readings, &["dateModified"], context),
        metas(readings, &MODIFIED_METAS, context),
        marked(readings, &["dateModified"], context),
        exact(readings.markup.updated.as_deref(), DateSource::Microformat, context),
    ];
    let mut sources = sources.into_iter().flatten();
    sources
        .next()
        .map(|first| with_hour(first, sources))
        .filter(|modified| published.is_none_or(|published| modified.moment >= published.moment))
}

const PUBLISHED_METAS: [&str; 25] = [
    "article:published_time",
    "article:published",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "date.published",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "publish-date",
    "publish_date",
    "publishdate",
    "pubdate",
    "publication_date",
    "date",
    "article_date_original",
];

const MODIFIED_METAS: [&str; 8] = [
    "article:modified_time",
    "article:modified",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "revised",
];

/// The longest text in which a date is looked for, in characters.
const LONGEST_DATELINE: usize = 160;

static HEADING: LazyLock<Selector> = LazyLock::new(|| selector("h1"));
static TIMES: LazyLock<Selector> = LazyLock::new(|| selector("time"));
static DATELINES: LazyLock<Selector> = LazyLock::new(|| {
    selector(
        "[class*=date i], [class*=publish i], [class*=posted i], [class*=timestamp i], [id*=date i], \
         [class*=meta i], [class*=byline i], [class*=time i], [class*=author i]",
    )
});

fn linked(readings: &Readings<'_>, properties: &[&str], context: &DateContext<'_>) -> Option<Dated> {
    properties
        .iter()
        .filter_map(|property| readings.linked.text(property))
        .find_map(|text| exact(Some(&text), DateSource::JsonLd, context))
}

fn metas(readings: &Readings<'_>, names: &[&str], context: &DateContext<'_>) -> Option<Dated> {
    names
        .iter()
        .filter_map(|name| readings.metas.all(name).first())
        .find_map(|text| exact(Some(text), DateSource::Meta, context))
}

fn marked(readings: &Readings<'_>, properties: &[&str], context: &DateContext<'_>) -> Option<Dated> {
    properties
        .iter()
        .flat_map(|property| microdata(readings.page, property))
        .find_map(|text| exact(Some(&text), DateSource::Microdata, context))
}

fn exact(text: Option<&str>, source: DateSource, context: &DateContext<'_>) -> Option<Dated> {
    Some(date::parse(text?, context)?.dated(source))
}

/// A date without an hour yields to a later source that has the hour of the same day.
fn with_hour(first: Dated, others: impl Iterator<Item = Dated>) -> Dated {
    let day = |dated: &Dated| dated.moment.zoned().date();
    if first.precision == Precision::Minute {
        return first;
    }
    others
        .into_iter()
        .find(|other| other.precision == Precision::Minute && day(other) == day(&first))
        .unwrap_or(first)
}

fn time_element(readings: &Readings<'_>, context: &DateContext<'_>) -> Option<Dated> {
    let read = |time: ElementRef<'_>| {
        let stated = time.attr("datetime").and_then(|text| date::parse(text, context));
        stated.or_else(|| date::parse(&text_of(time), context))
    };
    let times = readings
        .page
        .document()
        .select(&TIMES)
        .take(60)
        .filter(|time| is_of_article(*time) && !speaks_of_change(*time))
        .filter_map(|time| Some((time.id(), read(time)?)))
        .collect::<Vec<_>>();
    // Menus above the title show other articles; a page where the date stands above has none below.
    let heading = readings.page.first(&HEADING).map(|heading| heading.id());
    let below = times.iter().find(|(id, _)| heading.is_some_and(|heading| *id > heading));
    below.or_else(|| times.first()).map(|(_, found)| found.dated(DateSource::TimeElement))
}

fn in_text(readings: &Readings<'_>, context: &DateContext<'_>) -> Option<Dated> {
    readings
        .page
        .document()
        .select(&DATELINES)
        .filter(|element| !matches!(element.value().name(), "html" | "body" | "main" | "article" | "script"))
        .filter(|element| {
            is_short(*element, LONGEST_DATELINE) && is_of_article(*element) && !speaks_of_change(*element)
        })
        .take(60)
        .find_map(|element| date::find(&text_of(element), context))
        .map(|found| found.dated(if found.relative { DateSource::Relative } else { DateSource::Text }))
}

fn speaks_of_change(element: ElementRef<'_>) -> bool {
    let class = element.attr("class").unwrap_or_default().to_ascii_lowercase();
    ["updated", "modified", "update-date"].iter().any(|word| class.contains(word))
        && !["published", "posted", "entry-date"].iter().any(|word| class.contains(word))
}

fn is_of_article(element: ElementRef<'_>) -> bool {
    !std::iter::once(element).chain(element.ancestors().filter_map(ElementRef::wrap)).any(|around| {
        matches!(around.value().name(), "aside" | "nav" | "footer")
            || is_hidden(around)
            || around.attr("class").is_some_and(|class| {
                let class = class.to_ascii_lowercase();
                around.value().name() != "body"
                    && ["comment", "related", "sidebar", "widget", "recent", "popular", "ticker", "countdown"]
                        .iter()
                        .any(|word| class.contains(word))
            })
    })
}
