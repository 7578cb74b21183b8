//! When the article was published and changed.

use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::outline::Outline;
use super::stamps::{self, Site};
use super::{Readings, shown_dates};
use crate::extract::article::overview::is_overview;
use crate::extract::date::{self, DateContext};
use crate::extract::structured::microdata;
use crate::model::{DateSource, Dated, Moment, Precision};

/// When the article was published and changed.
pub(super) struct Dates {
    pub published: Option<Dated>,
    pub modified: Option<Dated>,
    /// Every date of publication that was seen, best first.
    pub published_seen: Vec<Dated>,
    /// Every date of a change that was seen, best first.
    pub modified_seen: Vec<Dated>,
}

/// Finds both dates. What is stated of the article itself is believed, on the day that the page shows; then come the
/// address and what is shown, and what is stated of the page as such, or in the `meta` elements of an overview, only if one
/// of these agrees: systems that manage pages without dates state when the page was set up.
pub(super) fn find(readings: &Readings<'_>, outline: &Outline<'_>, context: &DateContext<'_>) -> Dates {
    let shown = shown_dates::shown(outline, context);
    let in_address = date::from_url(readings.page.url(), context).map(|found| found.dated(DateSource::Url));
    let is_absolute = |dated: &Dated| dated.source != DateSource::Relative;
    let evidence =
        [in_address, shown.published].into_iter().flatten().filter(is_absolute).collect::<Vec<_>>();
    let is_home = readings.page.url().path() == "/" && readings.page.url().query().is_none();
    let is_overview = is_overview(readings.page);
    let is_of_setup = |stated: &Dated| {
        is_home || (is_overview && stated.source == DateSource::Meta && !agrees(*stated, &evidence))
    };
    let stated = stated(readings, context);
    let of_page = of_page(readings, context);
    let changes = modified(readings, context);
    let called = shown.published.filter(|dated| shown.is_promised && is_absolute(dated));
    let host = readings.page.url().host_str().unwrap_or_default();
    let language = context.language.unwrap_or_default();
    let published = best(&stated, Site { host, language })
        .filter(|stated| !is_of_setup(stated))
        .map(|stated| unless_shown_earlier(stated, called))
        .or(of_page.filter(|of_page| agrees(*of_page, &evidence)))
        .map(|stated| on_shown_day(stated, &evidence))
        .or_else(|| Some(with_hour(in_address?, shown.published.into_iter())))
        .or(shown.published);
    let modified = best(&changes, Site { host, language })
        .map(|modified| stamps::moved_as(modified, stated.first().copied(), published))
        .or(shown.modified)
        .filter(|modified| published.is_none_or(|published| is_not_before(*modified, published)));
    let published_seen = stated.into_iter().chain(of_page).chain(in_address).chain(shown.published).collect();
    let modified_seen = changes.into_iter().chain(shown.modified).collect();
    Dates { published, modified, published_seen, modified_seen }
}

fn is_not_before(one: Dated, other: Dated) -> bool {
    one.moment.timestamp() >= other.moment.timestamp()
}

/// The first of these dates, with the hour that a later one gives, and the offset where that one labels the time of day of the
/// site UTC.
fn best(dates: &[Dated], site: Site<'_>) -> Option<Dated> {
    let (first, others) = dates.split_first()?;
    Some(stamps::corrected(with_hour(*first, others.iter().copied()), others, site))
}

/// The year of the first page of the web: what an older date tells of is older than the page.
pub(super) const FIRST_YEAR: i16 = 1991;

/// What the page shows near its heading as the day of publication, where what it states is days later: who moves or
/// rebuilds a site stamps its pages anew, and leaves what readers see.
fn unless_shown_earlier(stated: Dated, shown: Option<Dated>) -> Dated {
    let day = |dated: &Dated| dated.moment.zoned().date();
    shown
        .filter(|shown| day(shown).year() >= FIRST_YEAR && (day(&stated) - day(shown)).get_days() > 1)
        .unwrap_or(stated)
}

/// What is stated of the article itself.
fn stated(readings: &Readings<'_>, context: &DateContext<'_>) -> Vec<Dated> {
    let linked = ["datePublished", "dateCreated", "uploadDate"]
        .iter()
        .filter_map(|property| readings.linked.of_work(property))
        .find_map(|text| exact(Some(&text), DateSource::JsonLd, context));
    let sources = [
        linked,
        metas(readings, &PUBLISHED_METAS, context),
        marked(readings, &["datePublished", "dateCreated"], context),
        exact(readings.markup.published.as_deref(), DateSource::Microformat, context),
    ];
    sources.into_iter().flatten().collect()
}

/// What JSON-LD states of the page that holds the article.
fn of_page(readings: &Readings<'_>, context: &DateContext<'_>) -> Option<Dated> {
    let text = readings.linked.of_page("datePublished")?;
    exact(Some(&text), DateSource::JsonLd, context)
}

/// What is stated of the last change.
fn modified(readings: &Readings<'_>, context: &DateContext<'_>) -> Vec<Dated> {
    let linked =
        readings.linked.text("dateModified").and_then(|text| exact(Some(&text), DateSource::JsonLd, context));
    let sources = [
        linked,
        metas(readings, &MODIFIED_METAS, context),
        marked(readings, &["dateModified"], context),
        exact(readings.markup.updated.as_deref(), DateSource::Microformat, context),
    ];
    sources.into_iter().flatten().collect()
}

/// The farthest from UTC that a local time is, in hours.
const FARTHEST: i64 = 14;

/// Whether a date stands within a day of one of the others: the zone may move it.
fn agrees(dated: Dated, others: &[Dated]) -> bool {
    let day = dated.moment.zoned().date();
    others.iter().any(|other| (other.moment.zoned().date() - day).get_days().abs() <= 1)
}

/// A moment stated in UTC, in the offset of the site if the page shows which: the hour it shows gives the offset, and
/// the day alone the smallest offset that puts the moment on that day. The moment stays the same.
fn on_shown_day(stated: Dated, shown: &[Dated]) -> Dated {
    let utc = stated.moment.zoned();
    let is_utc = stated.precision == Precision::Minute && stated.moment.offset().is_zero();
    if !is_utc || shown.iter().any(|shown| shown.moment.zoned().date() == utc.date()) {
        return stated;
    }
    let offset = |precision: Precision| {
        let of_precision = shown.iter().filter(|shown| shown.precision == precision);
        of_precision.into_iter().find_map(|shown| {
            let seconds = offset_between(utc.datetime(), shown.moment.zoned().datetime(), precision)?;
            Offset::from_seconds(i32::try_from(seconds).ok()?).ok()
        })
    };
    let offset = offset(Precision::Minute).or_else(|| offset(Precision::Day));
    match offset {
        Some(offset) => Dated { moment: Moment::new(stated.moment.timestamp(), offset), ..stated },
        None => stated,
    }
}

const PUBLISHED_METAS: [&str; 29] = [
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
    "published-date",
    "published_date",
    "date",
    "article_date_original",
    "originalpublicationdate",
    "created",
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

/// The seconds that a local time, as far as it was given, is ahead of UTC: quarters of an hour, or the fewest whole hours
/// that lead to the day. `None` where no zone is as far, or the minutes are not those of the same moment.
fn offset_between(utc: DateTime, local: DateTime, precision: Precision) -> Option<i64> {
    const HOUR: i64 = 3600;
    let ahead = local.duration_since(utc).as_secs();
    let offset = match precision {
        Precision::Minute => {
            let offset = (ahead + 30).div_euclid(HOUR / 4) * (HOUR / 4);
            Some(offset).filter(|offset| ahead + 30 - offset < 60)?
        }
        Precision::Day if ahead > 0 => (ahead + HOUR - 1).div_euclid(HOUR) * HOUR,
        Precision::Day => (ahead + 24 * HOUR - 1).div_euclid(HOUR) * HOUR,
    };
    (offset.abs() <= FARTHEST * HOUR).then_some(offset)
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
    let parsed = date::parse(text?, context)?;
    // The beginning of the count of seconds stands for no date.
    let is_zero = parsed.moment.timestamp().as_second().abs() <= FARTHEST * 3600;
    (!is_zero).then(|| parsed.dated(source))
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
