//! Whether an entry under an address that nobody knows is an item that has moved there.
//!
//! Where both have a text, the text says it; where the one is the other after an edit, the number or the minute of
//! publication has to say it too. Where one of them has none – its article could not be read, or none is – what the listing
//! told of both has to agree, and nothing may speak against it. A title alone says nothing: what comes again
//! every week has one title for ever, and often one teaser and one picture too.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::articles::Candidate;
use super::item::was_shown;
use super::likeness::{Likeness, is_near_same, is_same};
use super::settled::fold;
use crate::model::{Article, DateSource, Dated, Entry, Item, Precision};
use crate::store::StoredItem;

/// An entry that seems new.
#[derive(Clone, Copy)]
pub(super) struct Arrival<'a> {
    pub candidate: &'a Candidate,
    /// Its article, where it was read.
    pub article: Option<&'a Article>,
    /// When it is looked at.
    pub now: Timestamp,
}

/// An item that may have moved, since it does not stand on the page, and why it is thought of.
#[derive(Clone, Copy)]
pub(super) struct Lead<'a> {
    pub stored: &'a StoredItem,
    /// Whether it stood there at the last look.
    pub is_gone: bool,
    /// Whether it is the last one of the site that had the arrival's title.
    pub is_titled: bool,
    /// Whether it stands on a page of the site all the same, under the address it had.
    pub stands: bool,
}

/// What the entries of a page have in common, and what therefore tells none of them.
pub(super) struct Commons {
    /// Whether the addresses of the page have numbers, each its own.
    numbers_tell: bool,
    /// How many entries have a picture, by its path.
    pictures: HashMap<String, usize>,
    /// How many entries have a teaser.
    teasers: HashMap<String, usize>,
}

/// For how long what agrees with an item is that item under another address.
const MOVES_WITHIN: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How far apart the stated dates of one publication may lie: a day without an hour is its midnight, in some zone.
const SAME_PUBLICATION: SignedDuration = SignedDuration::from_hours(36);

/// How long before an item was first seen its article may say that it was published, where the listing gives no date.
const SEEN_WITHIN: SignedDuration = SignedDuration::from_hours(12);

/// What a date may lie after the first sight of an item that it is the date of: clocks differ.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_mins(5);

/// Characters of a teaser, and of a text, that can tell one story from another.
const TELLING_TEASER: usize = 30;
const TELLING_TEXT: usize = 200;

/// Addresses of a page that must have numbers before these tell anything.
const NUMBERED: usize = 3;

impl Arrival<'_> {
    /// Whether an item has moved here.
    pub fn is(&self, lead: Lead<'_>, commons: &Commons) -> bool {
        let Some(signs) = self.signs(lead, commons) else { return false };
        match (signs.text, signs.title) {
            (Some(Likeness::Other), _) => false,
            (Some(Likeness::Same), Title::Same) => signs.date || (signs.may_be && !signs.is_dated_otherwise),
            (None, Title::Same) if lead.is_gone => signs.may_be && signs.with_title(),
            // Two sections that show one story under two addresses are not told from two stories.
            (None | Some(Likeness::Near), Title::Same) => {
                !lead.stands && signs.may_be && (signs.date || signs.number)
            }
            (Some(Likeness::Near), Title::Near | Title::Other) => {
                lead.is_gone && signs.may_be && signs.date && signs.number
            }
            (_, Title::Near | Title::Other) => lead.is_gone && signs.may_be && signs.without_title(),
        }
    }

    /// What speaks for it; none where the dates are against it.
    fn signs(&self, lead: Lead<'_>, commons: &Commons) -> Option<Signs> {
        let (item, entry) = (&lead.stored.item, &self.candidate.entry);
        let is_recent = self.now.duration_since(item.first_seen.timestamp()) <= MOVES_WITHIN;
        let dates = self.dates(item);
        if !is_recent || dates == Dates::Apart {
            return None;
        }
        let (here, there) = (entry.url.as_ref()?, item.url.as_ref()?);
        let (numbers, their_numbers) = (numbers(here), numbers(there));
        let are_numbered = !numbers.is_empty() && !their_numbers.is_empty();
        let text = self.text();
        Some(Signs {
            title: if lead.is_titled { Title::Same } else { self.title(item) },
            text: text.zip(item.content_text.as_deref()).map(|(one, other)| Likeness::of(one, other)),
            is_long: text.is_some_and(|text| text.chars().nth(TELLING_TEXT).is_some()),
            may_be: !(are_numbered && numbers != their_numbers),
            date: dates == Dates::Same,
            number: are_numbered && numbers == their_numbers && commons.numbers_tell,
            name: numbers == their_numbers && is_same_name(here, there),
            is_dated_otherwise: dates == Dates::Other,
            before_sight: dates == Dates::BeforeSight,
            picture: dates != Dates::Other && commons.is_same_picture(entry, item),
            teaser: dates != Dates::Other && commons.is_same_teaser(self.candidate, lead.stored),
        })
    }

    /// The text of the article, where it is whole.
    fn text(&self) -> Option<&str> {
        self.article.filter(|article| !article.partial).and_then(|article| article.body_text.as_deref())
    }

    fn title(&self, item: &Item) -> Title {
        let of_article = self.article.and_then(|article| article.title.as_ref());
        let titles: Vec<&String> = self.candidate.entry.title.iter().chain(of_article).collect();
        let folded = title_key(&item.title);
        if titles.iter().any(|title| title_key(title) == folded) {
            Title::Same
        } else if titles.iter().any(|title| is_near_same(title, &item.title)) {
            Title::Near
        } else {
            Title::Other
        }
    }

    /// What the dates of both say. The one of the article counts, where it has one.
    fn dates(&self, item: &Item) -> Dates {
        let of_article = self.article.and_then(|article| article.published);
        let Some(dated) = of_article.or(self.candidate.entry.published) else { return Dates::Unknown };
        let moment = dated.moment.timestamp();
        if !is_stated(item.date_source) || !is_stated(dated.source) {
            let before_sight = item.first_seen.timestamp().duration_since(moment);
            return match dated.precision {
                _ if before_sight < -CLOCKS_DIFFER => Dates::Other,
                Precision::Minute if is_stated(dated.source) && before_sight <= SEEN_WITHIN => {
                    Dates::BeforeSight
                }
                _ => Dates::Unknown,
            };
        }
        let apart = |dated: Dated| dated.moment.timestamp().duration_since(item.published.timestamp()).abs();
        let both = of_article.into_iter().chain(self.candidate.entry.published);
        let is_minute = |dated: &Dated| {
            dated.precision == Precision::Minute && !is_midnight(item) && is_stated(dated.source)
        };
        if apart(dated) > SAME_PUBLICATION {
            Dates::Apart
        } else if dated.precision == Precision::Day && is_midnight(item) {
            // Two days that both are without an hour are read in one zone.
            if dated.moment.zoned().date() == item.published.zoned().date() {
                Dates::Unknown
            } else {
                Dates::Other
            }
        } else if both.filter(is_minute).any(|dated| apart(dated) < SignedDuration::from_mins(1)) {
            Dates::Same
        } else if is_minute(&dated) {
            Dates::Other
        } else {
            Dates::Unknown
        }
    }
}

/// What an arrival and an item share.
struct Signs {
    title: Title,
    /// What the texts say, where both have one.
    text: Option<Likeness>,
    /// Whether the text is long enough to be that of one story.
    is_long: bool,
    /// Whether the addresses are not those of two articles by their numbers.
    may_be: bool,
    /// The stated minute of publication.
    date: bool,
    /// The number in the address, where each of the page has its own.
    number: bool,
    /// The last part of the address, below another folder.
    name: bool,
    /// Another minute of publication is stated, or one after the item was first seen.
    is_dated_otherwise: bool,
    /// The article was published shortly before the item was first seen.
    before_sight: bool,
    picture: bool,
    teaser: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Title {
    Same,
    Near,
    Other,
}

/// What two dates say of two publications.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dates {
    /// Nothing.
    Unknown,
    /// One minute.
    Same,
    /// Two hours of one day, or a date after the item was seen already.
    Other,
    /// Two days.
    Apart,
    /// Of the item it is known only when it was first seen, and the date is shortly before that.
    BeforeSight,
}

impl Signs {
    /// Whether the rest is enough under one title. What comes every week keeps its name below the folder of the week, and its
    /// teaser: only together they tell.
    fn with_title(&self) -> bool {
        self.date || self.number || self.before_sight || (self.name && self.teaser)
    }

    /// Whether the rest is enough under another title: two signs, of which one is the number or the minute. Reports of one
    /// form are alike in their names, texts, teasers and pictures. Titles that are alike count as a sign beside the number,
    /// not beside the minute alone: several of one kind are published in one.
    fn without_title(&self) -> bool {
        let text = self.text == Some(Likeness::Same) && self.is_long;
        let is_near = self.title == Title::Near && self.number;
        let signs = [self.date, self.number, self.name, self.picture, self.teaser, text, is_near];
        let count = signs.into_iter().filter(|sign| *sign).count();
        !self.is_dated_otherwise && (self.date || self.number) && count > 1
    }
}

impl Commons {
    /// What is common to these entries.
    pub fn of<'a>(entries: impl Iterator<Item = &'a Entry>) -> Self {
        let mut commons = Self { numbers_tell: false, pictures: HashMap::new(), teasers: HashMap::new() };
        let (mut all, mut numbered, mut distinct) = (0, 0, HashSet::new());
        for entry in entries {
            all += 1;
            let own = entry.url.as_ref().map(numbers).filter(|own| !own.is_empty());
            numbered += usize::from(own.is_some());
            distinct.extend(own);
            if let Some(image) = &entry.image {
                *commons.pictures.entry(image.url.path().to_owned()).or_default() += 1;
            }
            if let Some(summary) = &entry.summary {
                *commons.teasers.entry(fold(summary)).or_default() += 1;
            }
        }
        commons.numbers_tell = numbered >= NUMBERED && numbered * 2 >= all && distinct.len() == numbered;
        commons
    }

    fn is_same_picture(&self, entry: &Entry, item: &Item) -> bool {
        let path = entry.image.as_ref().map(|image| image.url.path());
        path.is_some_and(|path| {
            self.pictures.get(path) == Some(&1)
                && item.image.as_ref().is_some_and(|image| image.url.path() == path)
        })
    }

    fn is_same_teaser(&self, candidate: &Candidate, stored: &StoredItem) -> bool {
        let Some(teaser) = candidate.entry.summary.as_ref().map(|summary| fold(summary)) else {
            return false;
        };
        let is_same = || {
            was_shown(stored.article.listing_hash.as_deref(), &candidate.listing_hash)
                || stored.item.summary.as_ref().is_some_and(|summary| is_same(summary, &teaser))
        };
        teaser.chars().nth(TELLING_TEASER).is_some() && self.teasers.get(&teaser) == Some(&1) && is_same()
    }
}

/// A title as it is looked for: upper and lower case, and white space, make no difference.
pub(super) fn title_key(title: &str) -> String {
    fold(title).to_lowercase()
}

/// Whether a date is one that the site states, and states again the same.
const fn is_stated(source: DateSource) -> bool {
    !matches!(source, DateSource::FirstSeen | DateSource::Relative)
}

/// Whether an item was published at midnight: most likely its site gave a day without an hour.
fn is_midnight(item: &Item) -> bool {
    item.published.zoned().time() == jiff::civil::Time::midnight()
}

/// The numbers in an address that may tell one article from another: of three digits and more, or a whole part of the path.
fn numbers(url: &Url) -> Vec<String> {
    let parts = url.path_segments().into_iter().flatten().map(ToOwned::to_owned);
    let values = url.query_pairs().map(|(_, value)| value.into_owned());
    let runs = |part: String| {
        let is_whole = part.bytes().all(|byte| byte.is_ascii_digit());
        let runs = part.split(|character: char| !character.is_ascii_digit());
        let telling = runs.filter(|run| run.len() >= 3 || (is_whole && !run.is_empty()));
        telling.map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    parts.chain(values).flat_map(runs).collect()
}

/// Whether the last parts of two paths are the same words.
fn is_same_name(one: &Url, other: &Url) -> bool {
    let name = |url: &Url| {
        let last = url.path_segments()?.rfind(|part| !part.is_empty())?;
        let words = last.split(['-', '_']).filter(|word| !word.is_empty()).count();
        (words >= 3).then(|| last.to_owned())
    };
    name(one).is_some_and(|own| name(other) == Some(own))
}
