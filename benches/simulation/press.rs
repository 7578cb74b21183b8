//! What the sites of the simulation publish, when, what they do to it later, and when they fail. All of it comes from the
//! seed; nothing here knows feedmill.

use super::chance::Chance;

pub const HOUR: i64 = 3_600;
pub const DAY: i64 = 24 * HOUR;

/// Cards on a listing.
const SHOWN: usize = 15;
/// So long before the beginning the sites have published already.
const BEFORE: i64 = 40 * DAY;

/// What an edit adds to a story.
const ADDED: &str = "A sentence was added in the afternoon, after a call to the harbour office.";

/// A section of a host, with its feed.
pub struct Section {
    pub host: usize,
    /// Stories of the section, the oldest first.
    pub stories: Vec<usize>,
}

pub struct Story {
    pub published: i64,
    /// When it moves to another address.
    moves: Option<i64>,
    /// When it is edited.
    edited: Option<i64>,
    /// Whether the edit gives it another title.
    retitled: bool,
    /// How often its page fails at first.
    pub failures: u32,
}

/// What is wrong with a host for some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    ServerError,
    Unavailable,
    Forbidden,
    NotFound,
    ConsentWall,
    Challenge,
    Emptied,
    Reset,
    CutOff,
}

/// How a host writes its pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Dates on the cards and the articles, entity tags.
    Dated,
    /// Dates on the articles alone, a counter on each page, so that no two are the same.
    Counting,
    /// No dates at all, and a `max-age`.
    Undated,
}

impl Manner {
    /// Whether stories have numbers of their own, and old addresses lead to new ones.
    pub fn keeps_names(self) -> bool {
        self != Self::Counting
    }
}

pub struct Press {
    pub hosts: usize,
    pub sections: Vec<Section>,
    pub stories: Vec<Story>,
    faults: Vec<Vec<(i64, i64, Fault)>>,
    seed: u64,
}

impl Press {
    pub fn new(seed: u64, hosts: usize, feeds: usize, begin: i64, end: i64) -> Self {
        let mut press = Self { hosts, sections: Vec::new(), stories: Vec::new(), faults: Vec::new(), seed };
        for section in 0..feeds {
            press.sections.push(Section { host: section % hosts, stories: Vec::new() });
        }
        for section in 0..feeds {
            press.publish(section, begin - BEFORE, end);
        }
        for section in &mut press.sections {
            let stories = &press.stories;
            section.stories.sort_by_key(|story| (stories[*story].published, *story));
        }
        for host in 0..hosts {
            press.faults.push(faults(&mut Chance::of(seed, 1 << 40 | host as u64), begin, end));
        }
        press
    }

    /// Stories with a rhythm of the day and the week.
    fn publish(&mut self, section: usize, begin: i64, end: i64) {
        let host = self.sections[section].host;
        let mut chance = Chance::of(self.seed, section as u64);
        let a_day = chance.one(&[0.1, 0.2, 0.3, 0.5, 0.5, 1.0, 1.0, 1.0, 2.0, 6.0]);
        let zone = i64::try_from(host).unwrap_or(0) % 24;
        const STEP: i64 = 600;
        let mut now = begin;
        while now < end {
            now += STEP;
            let local = now + zone * HOUR;
            let weekend = if local.div_euclid(DAY).rem_euclid(7) >= 5 { 0.4 } else { 1.2 };
            let share = weight(local.rem_euclid(DAY) / HOUR) * weekend / 144.0;
            if chance.happens(a_day * share) {
                self.story(host, section, now - chance.within(0, STEP), &mut chance);
            }
        }
    }

    fn story(&mut self, host: usize, section: usize, published: i64, chance: &mut Chance) {
        let number = self.stories.len();
        let later = |chance: &mut Chance, share: f64| {
            chance.happens(share).then(|| published + chance.within(HOUR / 2, DAY))
        };
        self.stories.push(Story {
            published,
            moves: later(chance, 0.03),
            edited: later(chance, 0.15),
            retitled: chance.happens(0.3),
            failures: if chance.happens(0.04) { chance.one(&[1, 1, 2, 5]) } else { 0 },
        });
        self.sections[section].stories.push(number);
        if chance.happens(0.2) {
            let others = self.sections.len() / self.hosts;
            let other = host + self.hosts * usize::try_from(chance.within(0, others as i64)).unwrap_or(0);
            if other != section {
                self.sections[other].stories.push(number);
            }
        }
    }

    pub fn manner(host: usize) -> Manner {
        match host % 3 {
            0 => Manner::Dated,
            1 => Manner::Counting,
            _ => Manner::Undated,
        }
    }

    pub fn fault(&self, host: usize, now: i64) -> Option<Fault> {
        let faults = self.faults[host].iter();
        faults.copied().find(|(from, until, _)| (*from..*until).contains(&now)).map(|(_, _, fault)| fault)
    }

    /// The stories that a section shows at a moment, the upper one first. Sites change the order: a story is pinned for a
    /// day, or two of them change places.
    pub fn shown(&self, section: usize, now: i64) -> Vec<usize> {
        let all = &self.sections[section].stories;
        let until = all.partition_point(|story| self.stories[*story].published <= now);
        let mut shown: Vec<usize> = all[..until].iter().rev().take(SHOWN).copied().collect();
        let mut chance = Chance::of(self.seed, (section as u64) << 32 | (now / (2 * HOUR)) as u64);
        if shown.len() > 4 && chance.happens(0.3) {
            let at = usize::try_from(chance.within(0, 3)).unwrap_or(0);
            shown.swap(at, at + 1);
        }
        let mut chance = Chance::of(self.seed, 1 << 50 | (section as u64) << 32 | (now / DAY) as u64);
        if shown.len() > 8 && chance.happens(0.2) {
            let pinned = shown.remove(6);
            shown.insert(0, pinned);
        }
        shown
    }

    /// The path of a story, which may move once.
    pub fn path(&self, story: usize, now: i64) -> String {
        match self.stories[story].moves {
            Some(moves) if now >= moves => format!("/a/{story}/a-better-name-for-{}", word(story, 2)),
            _ => self.first_path(story),
        }
    }

    pub fn first_path(&self, story: usize) -> String {
        format!("/a/{story}/{}-{}", word(story, 0), word(story, 1))
    }

    pub fn title(&self, story: usize, now: i64) -> String {
        let edited = self.is_edited(story, now) && self.stories[story].retitled;
        let end = if edited { ", as the council says" } else { "" };
        format!(
            "Story {story}: {} and {} meet at the {}{end}",
            word(story, 0),
            word(story, 1),
            word(story, 2)
        )
    }

    /// When a story is edited, with what its text says from then on.
    pub fn edit(&self, story: usize) -> Option<(i64, &'static str)> {
        self.stories[story].edited.map(|edited| (edited, ADDED))
    }

    pub fn text(&self, story: usize, now: i64) -> String {
        let mut text = String::new();
        for line in 0..3 {
            let [a, b, c] = [0, 1, 2].map(|n| word(story.wrapping_mul(7).wrapping_add(line), n));
            text.push_str(&format!("<p>In the year of the {a} the {b} of number {story} was carried to the {c}, and nobody asked why.</p>"));
        }
        if self.is_edited(story, now) {
            text.push_str(&format!("<p>{ADDED}</p>"));
        }
        text
    }

    fn is_edited(&self, story: usize, now: i64) -> bool {
        self.stories[story].edited.is_some_and(|edited| now >= edited)
    }
}

/// How much of a day's stories appears in an hour, against an even day.
fn weight(hour: i64) -> f64 {
    match hour {
        7..=9 => 1.8,
        10..=16 => 2.0,
        17..=20 => 1.0,
        21 | 22 | 6 => 0.4,
        _ => 0.08,
    }
}

fn faults(chance: &mut Chance, begin: i64, end: i64) -> Vec<(i64, i64, Fault)> {
    const KINDS: [Fault; 9] = [
        Fault::ServerError,
        Fault::Unavailable,
        Fault::Forbidden,
        Fault::NotFound,
        Fault::ConsentWall,
        Fault::Challenge,
        Fault::Emptied,
        Fault::Reset,
        Fault::CutOff,
    ];
    let mut faults = Vec::new();
    let mut now = begin + DAY;
    loop {
        now += chance.within(DAY, 7 * DAY);
        let until = now + chance.one(&[HOUR / 2, HOUR, HOUR, 2 * HOUR, 4 * HOUR]);
        if until > end {
            return faults;
        }
        faults.push((now, until, chance.one(&KINDS)));
    }
}

fn word(story: usize, place: usize) -> &'static str {
    const WORDS: [&str; 24] = [
        "ferry",
        "bridge",
        "mill",
        "harbour",
        "orchard",
        "lantern",
        "gauge",
        "quarry",
        "tram",
        "granary",
        "weir",
        "chapel",
        "market",
        "meadow",
        "signal",
        "barge",
        "kiln",
        "vineyard",
        "canal",
        "station",
        "windmill",
        "library",
        "bakery",
        "observatory",
    ];
    let mixed = (story as u64).wrapping_mul(0x9e37_79b9).wrapping_add(place as u64 * 7919) >> 3;
    WORDS[usize::try_from(mixed % 24).unwrap_or(0)]
}
