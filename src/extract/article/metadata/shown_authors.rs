//! The names that people see near the heading.

use super::outline::{Leaf, Outline};
use crate::extract::byline::{
    before_byline, begins_byline, ends_in_joint, is_byline_word, is_person, names, names_helper,
    unspaced_names,
};
use crate::extract::date::is_word_of_dates;
use crate::extract::text::folded;

/// The longest text that is read as a byline, in characters.
const LONGEST_BYLINE: usize = 120;
/// The longest name in a text of its own, in characters.
const LONGEST_NAME: usize = 60;
/// How far apart a picture and the name of the person in it stand, in leaves.
const PICTURE_TO_NAME: usize = 4;
/// How far behind the heading the picture of the author stands, in leaves.
const HEADING_TO_PICTURE: usize = 15;
/// Who is named by one word where a class promises an author.
const AGENCIES: [&str; 12] =
    ["AFP", "ANSA", "AP", "Agencies", "Bloomberg", "DPA", "EFE", "PTI", "Reuters", "TASS", "Xinhua", "dpa"];
/// How many bounds of blocks part the lines of a byline.
const LINES_BELOW: usize = 4;
/// The most authors of one article that are believed.
const MOST_AUTHORS: usize = 12;

/// Names near the heading.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// In the order of the page.
    pub names: Vec<String>,
    /// Whether they follow "by" or its relatives.
    pub is_labelled: bool,
}

/// Reads the names near the heading: what follows "by" and its relatives, else what a class calls an author, else the
/// name beside the picture of the same person. Whoever reviewed or edited the article is passed over.
pub(super) fn shown(outline: &Outline<'_>) -> Shown {
    let near = outline.near();
    if let Some(names) = first(outline, &near, labelled) {
        return Shown { names, is_labelled: true };
    }
    let names =
        first(outline, &near, classed).or_else(|| first(outline, &near, pictured)).unwrap_or_default();
    Shown { names, is_labelled: false }
}

/// Reads the names further down: the note on the author under the article, the end of a long lead.
pub(super) fn further(outline: &Outline<'_>) -> Vec<String> {
    let from = outline.heading().unwrap_or_default();
    let all = (from..outline.leaves().len()).chain(0..from).collect::<Vec<_>>();
    first(outline, &all, classed).or_else(|| first(outline, &all, signed)).unwrap_or_default()
}

/// The names of the first of these leaves that has any.
fn first(
    outline: &Outline<'_>,
    positions: &[usize],
    read: fn(&Outline<'_>, usize, &Leaf<'_>) -> Vec<String>,
) -> Option<Vec<String>> {
    positions
        .iter()
        .filter_map(|position| Some((*position, outline.leaves().get(*position)?)))
        .map(|(position, leaf)| (position, read(outline, position, leaf)))
        // Asked last, since it is asked of few: hardly any text has names.
        .find(|(position, names)| !names.is_empty() && !is_of_helper(outline, *position))
        .map(|(_, names)| names)
}

/// A byline that is all there is in its line; in running text "by" has other meanings.
fn signed(outline: &Outline<'_>, position: usize, leaf: &Leaf<'_>) -> Vec<String> {
    let is_line = || {
        outline.begins_line(position)
            && outline.line(position).iter().all(|leaf| leaf.text.chars().count() <= LONGEST_NAME)
    };
    let begins = !leaf.is_alt && leaf.text.chars().count() <= LONGEST_NAME && begins_byline(&leaf.text);
    let found = if begins && is_line() { labelled(outline, position, leaf) } else { Vec::new() };
    if found.iter().all(|name| is_person(name)) { found } else { Vec::new() }
}

/// Whether a leaf names somebody who reviewed, edited or illustrated: it says so, or the one before it does.
fn is_of_helper(outline: &Outline<'_>, position: usize) -> bool {
    let says = |leaf: &Leaf<'_>| names_helper(&leaf.text);
    let own = outline.leaves().get(position);
    let before = outline.leaves().iter().take(position).rev().take(PICTURE_TO_NAME).find(|leaf| !leaf.is_alt);
    own.is_some_and(says) || before.is_some_and(says)
}

/// Whether the page shows a name near its heading, in a text of its own or behind "by".
pub(super) fn shows(outline: &Outline<'_>, name: &str) -> bool {
    let wanted = folded(name);
    outline.near().iter().filter_map(|position| outline.leaves().get(*position)).any(|leaf| {
        folded(&leaf.text) == wanted
            || (begins_byline(&leaf.text) && names(&leaf.text).iter().any(|name| folded(name) == wanted))
    })
}

/// "By Ann Lee", in one text or in several of one line or in two lines.
fn labelled(outline: &Outline<'_>, position: usize, leaf: &Leaf<'_>) -> Vec<String> {
    if leaf.is_alt || leaf.text.chars().count() > LONGEST_BYLINE {
        return Vec::new();
    }
    if let Some(byline) = behind_day(&leaf.text).filter(|_| !leaf.is_item) {
        return people(byline);
    }
    let unspaced = if leaf.text.is_ascii() { Vec::new() } else { unspaced_names(&leaf.text) };
    if !unspaced.is_empty() || !begins_byline(&leaf.text) {
        return unspaced;
    }
    if !is_byline_word(&leaf.text) {
        let own = people(&leaf.text);
        // "By Ann Lee and" is followed by the link to the second author.
        return if own.is_empty() { Vec::new() } else { with_linked(own, outline, position, leaf) };
    }
    let next = outline.leaves().iter().skip(position + 1).filter(|next| !next.is_alt).take(2);
    let name = next
        .map(|next| &*next.text)
        .find(|text| !text.is_empty() && text.chars().count() <= LONGEST_NAME && !is_byline_word(text));
    let found = name.map(names).unwrap_or_default();
    if found.is_empty() { found } else { with_linked(found, outline, position, leaf) }
}

/// The byline behind a day in one text: "March 12, 2024 by Ann Lee", "12. März 2024 | Von Ann Lee".
fn behind_day(text: &str) -> Option<&str> {
    if !text.starts_with(char::is_alphanumeric) || !text.contains(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let (day, byline) = before_byline(text)?;
    is_day(day).then_some(byline)
}

/// Whether a text is numbers and words of dates alone: a year by itself is as often a title.
fn is_day(text: &str) -> bool {
    let is_number = |word: &str| word.starts_with(|first: char| first.is_ascii_digit()) && word.len() <= 4;
    let words: Vec<&str> =
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.len() >= 2
        && words.iter().any(|word| is_number(word))
        && words.iter().all(|word| is_number(word) || is_word_of_dates(word))
}

/// The names in a byline and, in their order, those behind it in the same line: in the links to pages of persons, in links
/// beside that of the first name, and behind "and".
fn with_linked(
    mut found: Vec<String>,
    outline: &Outline<'_>,
    position: usize,
    leaf: &Leaf<'_>,
) -> Vec<String> {
    let behind = outline.leaves().iter().skip(position + 1);
    let behind = behind
        .take_while(|next| {
            next.line == leaf.line || next.href.is_some_and(is_profile) || goes_on(leaf.line, next)
        })
        .take_while(|next| !names_helper(&next.text))
        .take(2 * MOST_AUTHORS);
    let mut folder = leaf.href.and_then(folder_of);
    let mut is_joined = ends_in_joint(&leaf.text);
    let mut last: Option<&Leaf<'_>> = None;
    for next in behind.filter(|next| !next.is_alt) {
        let own = next.href.and_then(folder_of);
        let is_beside = own.is_some() && own == folder;
        let names = people(&next.text);
        let is_same_kind =
            last.is_some_and(|last| outline.are_alike(last, next) && last.href.and_then(folder_of) == own);
        if is_joined
            || (next.is_joined && is_same_kind)
            || is_beside
            || goes_on(leaf.line, next)
            || begins_with_joint(&next.text)
            || next.href.is_some_and(is_profile)
        {
            for name in names {
                if !found.iter().any(|other| folded(other) == folded(&name)) {
                    found.push(name);
                }
            }
        } else if folder.is_none() && names.iter().any(|name| found.contains(name)) {
            folder = own;
            last = Some(next);
        }
        is_joined = ends_in_joint(&next.text);
    }
    found
}

/// Whether a byline goes on in a line right below: "By Bo Chan".
fn goes_on(line: usize, next: &Leaf<'_>) -> bool {
    let is_next = next.line > line && next.line <= line + LINES_BELOW && !next.is_alt;
    is_next && begins_byline(&next.text) && !is_byline_word(&next.text)
}

/// Whether a text begins with the word that joins a name to the one before: "and Bo Chan".
fn begins_with_joint(text: &str) -> bool {
    text.trim_start_matches([',', ' ']).split_once(' ').is_some_and(|(first, _)| ends_in_joint(first))
}

/// The folder of an address, without that at the root of a site, in which anything may lie: `/team` of `/team/ann-lee`.
fn folder_of(address: &str) -> Option<&str> {
    let path = address.trim_end_matches('/').rsplit_once('/').map(|(folder, _)| folder)?;
    let folder = path.split_once("://").map_or(path, |(_, rest)| rest);
    folder.rsplit('/').next().filter(|last| !last.is_empty() && !last.contains('.')).map(|_| path)
}

/// A text that a class calls an author and that is the name of a person. Where the class promises a name, a single word
/// may be one.
fn classed(outline: &Outline<'_>, position: usize, leaf: &Leaf<'_>) -> Vec<String> {
    let is_called = leaf.hints.author || leaf.href.is_some_and(is_profile);
    if leaf.is_alt || !is_called || leaf.text.chars().count() > LONGEST_BYLINE {
        return Vec::new();
    }
    let found = people(&leaf.text);
    if found.is_empty() && AGENCIES.contains(&&*leaf.text) {
        return vec![leaf.text.to_string()];
    }
    if found.is_empty() && leaf.hints.name && leaf.href.is_some() {
        return Some(names(&leaf.text)).filter(|names| names.len() == 1).unwrap_or_default();
    }
    if found.is_empty() { found } else { beside(found, outline, position, leaf) }
}

/// The names that a class calls authors in one line, or right behind each other in lines of their own.
fn beside(mut found: Vec<String>, outline: &Outline<'_>, position: usize, leaf: &Leaf<'_>) -> Vec<String> {
    let is_called = |next: &Leaf<'_>| next.hints.author || next.href.is_some_and(is_profile);
    let behind = outline.leaves().iter().skip(position + 1);
    let behind = behind
        .take_while(|next| {
            next.line == leaf.line || (is_called(next) && !next.text.is_empty()) || next.is_alt
        })
        .take_while(|next| !names_helper(&next.text))
        .take(2 * MOST_AUTHORS)
        .filter(|next| !next.is_alt && is_called(next) && next.text.chars().count() <= LONGEST_NAME);
    for next in behind {
        let names = people(&next.text);
        // A text in no such element as the first is what they do and where.
        let is_alike = || outline.has_class(next) && outline.are_alike(leaf, next);
        let is_name = next.href.is_some_and(is_profile)
            || (next.line == leaf.line && next.href.is_some())
            || (is_alike() && names.first().is_some_and(|name| *name == *next.text));
        for name in names.into_iter().filter(|_| is_name) {
            if !found.iter().any(|other| folded(other) == folded(&name)) {
                found.push(name);
            }
        }
    }
    found
}

/// The name beside a picture that is described by the same name, close to the heading: further on, things have pictures
/// too.
fn pictured(outline: &Outline<'_>, position: usize, leaf: &Leaf<'_>) -> Vec<String> {
    let is_close = outline.heading().is_some_and(|heading| position < heading + HEADING_TO_PICTURE);
    if !is_close || !leaf.is_alt || !is_person(&leaf.text) {
        return Vec::new();
    }
    let wanted = folded(&leaf.text);
    // The picture of a thing is described by its name, as the heading is.
    if outline.heading_text() == wanted {
        return Vec::new();
    }
    let is_same = |other: &Leaf<'_>| !other.is_alt && folded(&other.text) == wanted;
    let beside =
        outline.leaves().iter().skip(position.saturating_sub(PICTURE_TO_NAME)).take(2 * PICTURE_TO_NAME);
    if beside.into_iter().any(is_same) { names(&leaf.text) } else { Vec::new() }
}

fn people(text: &str) -> Vec<String> {
    names(text).into_iter().filter(|name| is_person(name)).take(MOST_AUTHORS).collect()
}

/// Whether an address is that of a person's page.
pub(super) fn is_profile(address: &str) -> bool {
    const PATHS: [&str; 15] = [
        "/author/",
        "/authors/",
        "/profile/",
        "/profiles/",
        "/contributor",
        "/people/",
        "author=",
        "/writers/",
        "/autor/",
        "/autores/",
        "/auteur/",
        "/byline/",
        "/by/",
        "/journalist",
        "/staff/",
    ];
    PATHS.iter().any(|path| address.contains(path))
}
