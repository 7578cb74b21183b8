//! What the feeds of the simulation showed, and what is wrong with it.

use std::collections::{HashMap, HashSet};

use feedmill::model::{DateSource, Feed};
use jiff::Timestamp;

use super::press::Press;

#[derive(Default)]
pub struct Ledger {
    /// The id of a story in a feed, and when it was first there.
    seen: HashMap<(usize, usize), (String, i64)>,
    published: HashMap<(usize, String), (Timestamp, DateSource)>,
    /// Seconds from the edit of a story to the feed, by section and story.
    edits: HashMap<(usize, usize), i64>,
    /// The story that an item of a feed told first.
    told: HashMap<(usize, String), usize>,
    /// Stories that were in a feed under the id of another one.
    pub merged: HashSet<(usize, usize)>,
    /// Stories that were in a feed under more than one id.
    pub doubled: HashSet<(usize, usize)>,
    pub redated: usize,
    /// Items that took the date of their article when that could be read at last.
    pub dated_at_last: usize,
    /// Descriptions of what is wrong, the first few.
    pub wrong: Vec<String>,
}

impl Ledger {
    /// Looks at a feed as readers have it from now on.
    pub fn look(&mut self, press: &Press, section: usize, feed: &Feed, now: i64) {
        for item in &feed.items {
            let Some(story) = number(&item.title) else {
                self.complain(format!("section {section}: an item without a story: {}", item.title));
                continue;
            };
            if let Some((edited, added)) = press.edit(story)
                && item.content_text.as_ref().is_some_and(|text| text.contains(added))
            {
                self.edits.entry((section, story)).or_insert(now - edited);
            }
            let id = item.id.as_str().to_owned();
            let known = self.seen.entry((section, story)).or_insert_with(|| (id.clone(), now));
            if known.0 != id {
                let was = known.0.clone();
                known.0.clone_from(&id);
                if self.doubled.insert((section, story)) {
                    self.complain(format!(
                        "section {section}: story {story} is there as {was} and as {id}, {:?}",
                        item.url.as_ref().map(|url| url.path().to_owned())
                    ));
                }
            }
            let first = *self.told.entry((section, id.clone())).or_insert(story);
            if first != story && self.merged.insert((section, story)) {
                self.complain(format!("section {section}: story {story} has taken the place of {first}"));
            }
            let date = (item.published.timestamp(), item.date_source);
            match self.published.insert((section, id), date) {
                // An item without a date whose article could not be read at first takes the date of the article.
                Some((before, DateSource::FirstSeen)) if before != date.0 => self.dated_at_last += 1,
                Some((before, _)) if before != date.0 => {
                    self.redated += 1;
                    self.complain(format!(
                        "section {section}: story {story} was of {before} and is of {}",
                        date.0
                    ));
                }
                _ => {}
            }
        }
    }

    /// Stories of a section, published in a time, that never were in its feed.
    pub fn lost(&mut self, press: &Press, section: usize, from: i64, until: i64) -> usize {
        let stories = press.sections[section].stories.iter();
        let lost: Vec<usize> = stories
            .copied()
            .filter(|story| (from..until).contains(&press.stories[*story].published))
            .filter(|story| !self.seen.contains_key(&(section, *story)))
            .collect();
        if let Some(first) = lost.first() {
            let published = Timestamp::from_second(press.stories[*first].published).expect("a moment");
            self.complain(format!(
                "section {section}: {} stories lost, the first is {first} of {published}",
                lost.len()
            ));
        }
        lost.len()
    }

    /// Seconds from publication to the feed, of stories that were published from a moment on.
    pub fn delays(&self, press: &Press, from: i64, sections: &[usize]) -> Vec<i64> {
        let seen = self.seen.iter().filter(|((section, _), _)| sections.contains(section));
        let mut delays: Vec<i64> = seen
            .filter(|((_, story), _)| press.stories[*story].published >= from)
            .map(|((_, story), (_, at))| at - press.stories[*story].published)
            .collect();
        delays.sort_unstable();
        delays
    }

    /// Seconds from an edit to the feed, of stories that were in the feed when they were edited, in a time; and of how many
    /// edits the feed never heard.
    pub fn edits(&self, press: &Press, (from, until): (i64, i64), sections: &[usize]) -> (Vec<i64>, usize) {
        let edited = self.seen.iter().filter_map(|((section, story), (_, at))| {
            let (edited, _) = press.edit(*story)?;
            let counts = sections.contains(section) && (from..until).contains(&edited) && *at < edited;
            counts.then_some((*section, *story))
        });
        let edited: Vec<(usize, usize)> = edited.collect();
        let mut delays: Vec<i64> = edited.iter().filter_map(|edit| self.edits.get(edit).copied()).collect();
        delays.sort_unstable();
        let unheard = edited.len() - delays.len();
        (delays, unheard)
    }

    fn complain(&mut self, text: String) {
        if self.wrong.len() < 40 {
            self.wrong.push(text);
        }
    }
}

fn number(title: &str) -> Option<usize> {
    let digits = title.strip_prefix("Story ")?;
    digits.split(':').next()?.parse().ok()
}
