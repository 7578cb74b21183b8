//! The words of dates: what a word, a phrase or a Chinese, Japanese or Korean sign may mean. One word may mean several
//! things ("mar" is March, martes and mardi); the matchers ask for the meaning that they need.

mod days;
mod months;
mod speech;
mod units;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::clean::fold;

/// The most words in a phrase, and the most signs in a Chinese, Japanese or Korean word.
pub(super) const LONGEST_PHRASE: usize = 3;
pub(super) const LONGEST_SIGN_WORD: usize = 4;

/// One thing that a word may mean in a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The name of a month.
    Month(MonthName),
    /// The name of a month of the solar calendar of Iran; 1 begins in March.
    SolarMonth(i8),
    /// The name of a day of the week; 1 is Monday.
    Weekday(u8),
    /// Half of the day.
    Meridiem(Meridiem),
    /// The same on a page in one language alone ("em", afternoon in Swedish and a preposition in Portuguese).
    MeridiemOf(&'static str, Meridiem),
    /// A unit that needs a number ("hours").
    Unit(Unit),
    /// The same word on a page in one language; there it means this unit, or none for sure.
    UnitOf(&'static str, Option<Unit>),
    /// An amount in one word ("ساعتين", two hours; "час", one hour).
    Amount(u16, Unit),
    /// A number in letters ("an", "two").
    Count(u16),
    /// Follows an amount that lies in the past ("ago").
    Ago,
    /// The same in one language, where other languages have other words of that spelling ("önce", "once").
    AgoOf(&'static str),
    /// A unit whose ending says "ago", as in Hungarian.
    AgoEnding,
    /// Precedes an amount that lies in the past ("hace", "منذ").
    Since,
    /// "About three hours ago".
    About,
    /// Joins two amounts.
    And,
    /// A day named by its distance: 0 is today, 1 yesterday.
    DaysBack(u8),
    /// The same in one language, where other languages have other words of that spelling ("hier").
    DaysBackOf(&'static str, u8),
    /// The moment of reading.
    Now,
    /// Joins day, month and year ("de", "of").
    Link,
    /// Precedes the hour ("at", "الساعة").
    At,
    /// Frames a date ("published on").
    Frame,
    /// Follows the day ("10th", "1er").
    Ordinal,
    /// Follows the year ("2022 г.", "2022 م").
    YearSuffix,
    /// Follows a year that is not of the Gregorian calendar.
    OtherCalendar,
    /// Follows the number of a part of a date (年, 월, h).
    Part(Part),
    /// Precedes a year counted from this one (令和 is 2018).
    Era(i16),
    /// A time zone by its IANA name.
    Zone(&'static str),
}

/// The name of a month in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MonthName {
    /// 1 is January.
    pub month: i8,
    /// Primary subtag of the language.
    pub language: &'static str,
    /// Whether it may also be another word in running text ("may", "set", "ago").
    pub is_common_word: bool,
}

/// Half of a day of twelve hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meridiem {
    Am,
    Pm,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// A part of a date that a word after a number names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
}

/// What is known of one word.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// What the word, alone, may mean; the commonest language first.
    pub roles: Vec<Role>,
    /// Whether a phrase begins with it.
    pub begins_phrase: bool,
}

/// The entry of a folded word, or of a phrase of folded words parted by single spaces.
pub(super) fn look_up(folded: &str) -> Option<&'static Entry> {
    static LEXICON: LazyLock<FxHashMap<String, Entry>> = LazyLock::new(build);
    LEXICON.get(folded)
}

fn build() -> FxHashMap<String, Entry> {
    let mut lexicon = FxHashMap::default();
    months::for_each(|role, spelling| add(&mut lexicon, role, spelling));
    for (month, spellings) in (1_i8..).zip(months::SOLAR_MONTHS) {
        add(&mut lexicon, Role::SolarMonth(month), spellings);
    }
    for (weekday, spellings) in (1_u8..).zip(days::WEEKDAYS) {
        add(&mut lexicon, Role::Weekday(weekday), spellings);
    }
    add(&mut lexicon, Role::Meridiem(Meridiem::Am), days::ANTE_MERIDIEM);
    add(&mut lexicon, Role::Meridiem(Meridiem::Pm), days::POST_MERIDIEM);
    for (language, before, after) in days::MERIDIEMS_OF {
        add(&mut lexicon, Role::MeridiemOf(language, Meridiem::Am), before);
        add(&mut lexicon, Role::MeridiemOf(language, Meridiem::Pm), after);
    }
    for (role, spellings) in units::AMOUNTS.iter().chain(speech::SPEECH) {
        add(&mut lexicon, *role, spellings);
    }
    lexicon
}

/// Adds spellings parted by `|`.
fn add(lexicon: &mut FxHashMap<String, Entry>, role: Role, spellings: &str) {
    for spelling in spellings.split('|') {
        let mut folded = String::with_capacity(spelling.len());
        fold(spelling, &mut folded);
        if let Some((first, _)) = folded.split_once(' ') {
            lexicon.entry(first.to_owned()).or_default().begins_phrase = true;
        }
        let entry = lexicon.entry(folded).or_default();
        if !entry.roles.contains(&role) {
            entry.roles.push(role);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_phrase_is_longer_than_the_tokenizer_looks() {
        for (word, _) in build() {
            assert!(word.split(' ').count() <= LONGEST_PHRASE, "{word}");
        }
    }
}
