//! Marks of an element that a selector can ask for and that are likely to be there tomorrow.

use std::collections::HashMap;
use std::fmt;

use scraper::ElementRef;

use super::words::{HASHING_PREFIXES, MEANING_WORDS, MICROFORMATS, UTILITY_PREFIXES, WEAK_PREFIXES};
use crate::extract::listing::group::is_stable;

/// So many hashes behind a prefix tell that all are.
const LEAST_HASHES: usize = 3;

/// Attributes whose values name what an element is.
const NAMING_ATTRIBUTES: [&str; 4] = ["itemprop", "data-testid", "data-component", "role"];

/// One thing that a selector can ask of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Mark<'p> {
    /// `#content`
    Id(&'p str),
    /// `li.card`
    Class(&'p str, &'p str),
    /// `.card`
    AnyClass(&'p str),
    /// `div[role=listitem]`
    Attribute(&'p str, &'static str, &'p str),
    /// `article`
    Tag(&'p str),
}

impl<'p> Mark<'p> {
    /// Whether an element has this mark.
    pub fn is_on(&self, element: ElementRef<'_>) -> bool {
        let value = element.value();
        match *self {
            Self::Id(id) => value.id() == Some(id),
            Self::Class(tag, class) => value.name() == tag && value.classes().any(|own| own == class),
            Self::AnyClass(class) => value.classes().any(|own| own == class),
            Self::Attribute(tag, name, text) => value.name() == tag && element.attr(name) == Some(text),
            Self::Tag(tag) => value.name() == tag,
        }
    }

    /// Whether it finds too much to stand alone: a tag that any box of a page may have.
    pub fn wants_scope(&self) -> bool {
        matches!(self, Self::Tag(tag) if *tag != "article")
    }

    /// How little it tells within an entry, where tags tell more than on a whole page.
    pub fn cost_inside(&self) -> f64 {
        match *self {
            Self::Tag("img" | "picture" | "figcaption" | "dd") => 1.5,
            Self::Tag("p" | "small" | "blockquote" | "h5" | "h6" | "abbr") => 3.0,
            Self::Tag("a") => 5.0,
            _ => self.cost(),
        }
    }

    /// How little it tells, and how little it will last; the least is best.
    pub fn cost(&self) -> f64 {
        match *self {
            Self::Id(name) => 1.5 + cost_of_name(name),
            Self::Class(_, class) => 1.0 + cost_of_name(class),
            Self::AnyClass(class) => 1.5 + cost_of_name(class),
            Self::Attribute(_, _, value) => 2.0 + cost_of_name(value),
            Self::Tag("article" | "main" | "time" | "h1" | "h2" | "h3" | "h4") => 1.5,
            Self::Tag("li" | "tr" | "dt" | "dd" | "ul" | "ol" | "dl" | "table" | "section") => 4.0,
            Self::Tag("html" | "body" | "head") => 20.0,
            Self::Tag(_) => 7.0,
        }
    }
}

/// The names on a page that are likely to last.
#[derive(Default)]
pub(super) struct Names<'p> {
    classes: HashMap<&'p str, bool>,
}

impl<'p> Names<'p> {
    /// Judges these classes. Where several classes of a prefix are hashes, all are, though some may look like words.
    pub fn of(classes: impl Iterator<Item = &'p str>) -> Self {
        let mut classes: HashMap<&str, bool> = classes.map(|class| (class, is_lasting(class))).collect();
        let mut hashes: HashMap<&str, usize> = HashMap::new();
        for (prefix, _) in
            classes.keys().filter_map(|class| class.split_once('-')).filter(|(_, rest)| is_mixed(rest))
        {
            *hashes.entry(prefix).or_default() += 1;
        }
        for (class, lasts) in &mut classes {
            let prefix = class.split_once('-').and_then(|(prefix, _)| hashes.get(prefix));
            *lasts &= prefix.is_none_or(|count| *count < LEAST_HASHES);
        }
        Self { classes }
    }

    /// The marks of an element.
    pub fn marks(&self, element: ElementRef<'p>) -> Vec<Mark<'p>> {
        let tag = element.value().name();
        let mut marks = Vec::new();
        if is_name(tag) {
            marks.push(Mark::Tag(tag));
        }
        marks.extend(element.value().id().filter(|id| is_lasting(id)).map(Mark::Id));
        for class in element.value().classes().filter(|class| self.classes.get(class) == Some(&true)) {
            marks.push(Mark::Class(tag, class));
            marks.push(Mark::AnyClass(class));
        }
        for name in NAMING_ATTRIBUTES {
            if let Some(value) = element.attr(name).filter(|value| is_lasting(value)) {
                marks.push(Mark::Attribute(tag, name, value));
            }
        }
        marks
    }
}

impl fmt::Display for Mark<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => write!(f, "#{id}"),
            Self::Class(tag, class) => write!(f, "{tag}.{class}"),
            Self::AnyClass(class) => write!(f, ".{class}"),
            Self::Attribute(tag, name, value) => write!(f, "{tag}[{name}={value}]"),
            Self::Tag(tag) => f.write_str(tag),
        }
    }
}

fn cost_of_name(name: &str) -> f64 {
    let words: Vec<String> = words(name).map(str::to_ascii_lowercase).collect();
    let known = words.iter().any(|word| MEANING_WORDS.contains(&word.as_str()));
    let first = words.first().map_or("", String::as_str);
    let utility = UTILITY_PREFIXES.contains(&first) && !MICROFORMATS.contains(&name);
    let weak = WEAK_PREFIXES.contains(&first) || name.bytes().any(|byte| byte.is_ascii_digit());
    let length = u32::try_from(name.len()).map_or(1.0, f64::from) / 40.0;
    let style = match (utility, weak) {
        (true, _) => 6.0,
        (false, true) => 3.0,
        (false, false) => 0.0,
    };
    length + style + if known { 0.0 } else { 1.0 }
}

/// Whether a name can stand in a selector as it is.
fn is_name(name: &str) -> bool {
    name.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Whether a class or id was written by a person and is likely to be the same tomorrow: no hash, no number, no position.
pub(super) fn is_lasting(name: &str) -> bool {
    is_name(name)
        && name.len() <= 48
        && is_stable(name)
        && !words(name)
            .next()
            .is_some_and(|first| HASHING_PREFIXES.contains(&first) && first.len() < name.len())
        && !words(name).any(is_hash)
        && !is_of_a_module(name)
        && !matches!(name, "undefined" | "null" | "NaN" | "true" | "false")
}

/// Whether a class is named as bundlers name those of CSS modules: `File_class__hash`, the hash of five characters.
fn is_of_a_module(name: &str) -> bool {
    name.rsplit_once("__").is_some_and(|(before, last)| {
        before.contains('_')
            && last.len() == 5
            && !MEANING_WORDS.contains(&last.to_ascii_lowercase().as_str())
    })
}

/// Whether a word is letters and digits in no order, as a hash in small letters is.
fn is_mixed(word: &str) -> bool {
    word.len() >= 5
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && word.bytes().any(|byte| byte.is_ascii_alphabetic())
        && word.bytes().filter(u8::is_ascii_digit).count() > 0
}

/// The words of a name, parted by hyphens and underscores.
fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(['-', '_']).filter(|word| !word.is_empty())
}

/// Whether a word is a number or a hash: digits before letters, capitals where no word begins, or letters that no language
/// speaks.
fn is_hash(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    if digits == word.len() {
        return true;
    }
    let behind_digit = word
        .bytes()
        .zip(word.bytes().skip(1))
        .any(|(left, right)| left.is_ascii_digit() && right.is_ascii_alphabetic());
    if digits > 0 && (behind_digit || word.len() >= 8) {
        return true;
    }
    let lower = word.bytes().any(|byte| byte.is_ascii_lowercase());
    let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
    if lower && capitals >= 2 && word.len() < (capitals + 1) * 3 {
        return true;
    }
    let is_vowel = |byte: u8| matches!(byte.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    word.len() >= 5 && !word.bytes().any(is_vowel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_people_write_last() {
        for name in [
            "card",
            "post-preview",
            "h-entry",
            "c-card__title",
            "readMoreLink",
            "hentry",
            "ArticleCard",
            "main_nav__title",
        ] {
            assert!(is_lasting(name), "{name}");
        }
    }

    #[test]
    fn a_word_behind_a_prefix_of_hashes_is_a_hash_too() {
        let classes = ["kit-1a2b3c", "kit-keisnu", "kit-x9y8zz", "kit-00abcd", "card-title", "card-h2"];
        let names = Names::of(classes.into_iter());
        assert!(!names.classes["kit-keisnu"] && names.classes["card-title"]);
    }

    #[test]
    fn hashes_numbers_and_positions_do_not_last() {
        for name in [
            "Card_title__3Xy9z",
            "sc-bdVaJa",
            "css-1abc",
            "jsx-xyz",
            "post-123",
            "_a1b2c3",
            "bdVaJa",
            "kQxyRz",
            "svelte-abcdef",
            "md:flex",
            "2col",
            "first",
            "item-7",
            "deadbeef01",
            "StoryCard_root__kqrza",
            "-x",
        ] {
            assert!(!is_lasting(name), "{name}");
        }
    }
}
