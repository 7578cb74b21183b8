//! What the classes of elements name, and which elements have the same: pages repeat the values of whole attributes, and each
//! is looked at once.

use rustc_hash::FxHashMap;

use crate::extract::listing::topics::names_a_topic;
use crate::extract::listing::writers::names_a_writer;

/// The number of a value of `class` among those of its page, from 1: what has the same number has the same classes. 0 for an element
/// without any, and for those of a page with more values than there are numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(in crate::extract::listing) struct Class(u16);

impl Class {
    /// Its place in a list of all values, from 0.
    pub(in crate::extract::listing) fn place(self) -> Option<usize> {
        usize::from(self.0).checked_sub(1)
    }
}

/// What the classes of an element name.
#[derive(Clone, Copy, Default)]
pub(super) struct Names {
    pub date: bool,
    pub teaser: bool,
    pub topic: bool,
    /// `p-author`
    pub author: bool,
    pub writer: bool,
}

/// The values of `class` of a page, as far as they were seen, with their numbers and what they name.
#[derive(Default)]
pub(super) struct Classes<'p> {
    known: FxHashMap<&'p str, (Class, Names)>,
    last: u16,
}

impl<'p> Classes<'p> {
    /// The number of a value, and what it names.
    pub(super) fn of(&mut self, value: &'p str) -> (Class, Names) {
        let Self { known, last } = self;
        *known.entry(value).or_insert_with(|| {
            let next = last.checked_add(1);
            *last = next.unwrap_or(*last);
            (Class(next.unwrap_or_default()), named(value))
        })
    }

    /// How many values have a number.
    pub(super) fn len(&self) -> usize {
        usize::from(self.last)
    }
}

fn named(classes: &str) -> Names {
    let holds = |words: &[&str]| words.iter().any(|word| classes.contains(word));
    let mut names = Names {
        date: holds(&["date", "Date", "time", "publish", "meta"]),
        teaser: holds(&["summary", "excerpt", "teaser", "description"]),
        ..Names::default()
    };
    for class in classes.split_ascii_whitespace() {
        names.topic |= class == "p-category" || names_a_topic(class);
        names.author |= class == "p-author";
        names.writer |= names_a_writer(class);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_the_same_classes_has_the_same_number() {
        let mut classes = Classes::default();
        let numbers = ["a b", "c", "a b", "b a"].map(|value| classes.of(value).0.place());
        assert_eq!(numbers, [Some(0), Some(1), Some(0), Some(2)]);
        assert_eq!(classes.len(), 3);
    }

    #[test]
    fn values_beyond_the_last_number_have_none() {
        let values: Vec<String> = (0..=u32::from(u16::MAX)).map(|value| value.to_string()).collect();
        let mut classes = Classes::default();
        let numbers: Vec<Option<usize>> = values.iter().map(|value| classes.of(value).0.place()).collect();
        assert_eq!(numbers.iter().filter(|number| number.is_none()).count(), 1);
        assert_eq!((numbers.last(), classes.of("0").0.place()), (Some(&None), Some(0)));
    }
}
