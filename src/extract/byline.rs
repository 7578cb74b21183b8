//! Names of authors out of bylines, as pages write them.

mod patterns;
mod words;

use std::collections::HashSet;

use patterns::{BEGINNINGS, HELPER, PARTS, PREFIX, WRITER};
use words::{CAPTIONS, COMMON, FIELDS, GROUPS, JOINTS, MONTHS, NOBODY, PARTICLES, ROLES, SURNAMES, WEEKDAYS};

use crate::extract::sanitize::inline_text;
use crate::extract::text::folded;

/// The names in a byline, in its order: without "by" and its relatives in other languages, roles, addresses and doubles.
/// Several names are parted at commas, "and", "&", "/", "|", "·", "y", "و" and their like.
pub(in crate::extract) fn names(byline: &str) -> Vec<String> {
    let text = inline_text(byline);
    // Some pages give the address of the author's page where a name is asked for.
    let is_address = text.contains("://") || (!text.contains(' ') && text.contains(['/', '@']));
    let text = if is_address { "" } else { without_prefix(without_helpers(&text)) };
    let mut seen = HashSet::new();
    PARTS
        .split(text)
        .map(|part| {
            without_trade(once(without_role(without_place(without_date(tidy(without_prefix(part.trim())))))))
        })
        .enumerate()
        .filter(|(position, part)| is_name(part) && !(*position > 0 && is_degree(part)))
        .map(|(_, part)| part)
        .filter(|part| seen.insert(folded(part)))
        .map(str::to_owned)
        .collect()
}

/// Whether a text begins as bylines do: "by", "written by", "بقلم".
pub(in crate::extract) fn begins_byline(text: &str) -> bool {
    may_begin_byline(text) && (PREFIX.is_match(text.trim_start()) || is_byline_word(text))
}

/// Whether a text may begin as bylines do, by its first word or, outside of ASCII, its first letter. Most texts do not, and
/// this costs less than a look at the whole pattern.
pub(in crate::extract) fn may_begin_byline(text: &str) -> bool {
    let text = text.trim_start();
    let end = text.bytes().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(text.len());
    let (word, behind) = text.split_at_checked(end).unwrap_or((text, ""));
    let next = behind.chars().next();
    // A long s is an s, and an invisible mark vanishes from a word.
    let is_odd = |next: char| matches!(next, 'ſ' | '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}');
    if next.is_some_and(|next| next.is_control() || is_odd(next)) {
        return true;
    }
    if word.is_empty() {
        return next.is_some_and(|first| first.to_lowercase().any(|first| LETTERS.contains(&first)));
    }
    let mut folded = [0; LONGEST_BEGINNING];
    let Some(folded) = folded.get_mut(..word.len()) else {
        return word.get(..OLEH.len()).is_some_and(|start| start.eq_ignore_ascii_case(OLEH));
    };
    folded.copy_from_slice(word.as_bytes());
    folded.make_ascii_lowercase();
    str::from_utf8(folded).is_ok_and(|word| word.starts_with(OLEH) || BEGINNINGS.binary_search(&word).is_ok())
}

/// Whether a text is nothing but the word before a name: "By", "Written by", "Author".
pub(in crate::extract) fn is_byline_word(text: &str) -> bool {
    let whole = text.trim();
    let text = whole.trim_end_matches([':', '：', '-', '–']).trim();
    let bare = text.to_lowercase();
    matches!(
        bare.as_str(),
        "author" | "authors" | "author(s)" | "autor" | "autore" | "auteur" | "автор" | "作者" | "yazar"
    ) || [text, whole].iter().any(|text| PREFIX.find(text).is_some_and(|found| found.end() == text.len()))
}

/// The names behind a label in a script that writes no space within a name: "作者：李明", and before the Korean word for
/// reporter: "김철수 기자".
pub(in crate::extract) fn unspaced_names(text: &str) -> Vec<String> {
    let text = text.trim();
    if let Some(name) = text.strip_suffix("기자").map(str::trim_end).filter(|name| is_unspaced_name(name)) {
        return vec![name.to_owned()];
    }
    let text = from_label(text);
    let is_label = |label: &str| label.chars().count() <= LONGEST_LABEL;
    let is_labelled = text.split_once([':', '：', '/', '／', ' ']).is_some_and(|(label, _)| is_label(label));
    if !is_labelled || !begins_byline(text) {
        return Vec::new();
    }
    // Behind the names stands what they are, or what the line tells next.
    let named = names(text).into_iter().filter_map(|name| Some(name.split_whitespace().next()?.to_owned()));
    named.filter(|name| is_unspaced_name(name)).collect()
}

/// A line of facts from the label of the author on: "来源：城市日报 作者：李明".
fn from_label(text: &str) -> &str {
    const LABELS: [&str; 6] = ["作者：", "作者:", "记者：", "记者 ", "記者：", "記者 "];
    let is_apart = |at: usize| text.get(..at).is_some_and(|before| before.ends_with(char::is_whitespace));
    let start = LABELS.iter().filter_map(|label| text.rfind(label)).find(|at| is_apart(*at));
    start.and_then(|at| text.get(at..)).unwrap_or(text)
}

/// Whether a text is two to four letters that are each a syllable or a word, as names of East Asia are.
fn is_unspaced_name(name: &str) -> bool {
    let is_letter = |letter| matches!(letter, '\u{3005}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}');
    (2..=4).contains(&name.chars().count()) && name.chars().all(is_letter)
}

/// A text parted before the byline that it ends in: "March 12, 2024 by Ann Lee".
pub(in crate::extract) fn before_byline(text: &str) -> Option<(&str, &str)> {
    const WORDS: [&str; 8] = [" by ", " By ", " von ", " Von ", " par ", " Par ", " por ", " Por "];
    let at = WORDS.iter().filter_map(|word| text.find(word)).min()?;
    let (before, byline) = text.split_at_checked(at)?;
    Some((before, byline.trim_start()))
}

/// Whether a text ends in a word that joins another name: "By Ann Lee and", ", and", "&".
pub(in crate::extract) fn ends_in_joint(text: &str) -> bool {
    let last = text.trim_end().rsplit(|letter: char| letter.is_whitespace() || letter == ',').next();
    last.is_some_and(|word| JOINTS.contains(&word))
}

/// Whether a text tells of somebody who helped, and of nobody who wrote: "Reviewed by Ann Lee", "Edited by".
pub(in crate::extract) fn names_helper(text: &str) -> bool {
    HELPER.find(text).is_some_and(|helper| {
        let before = text.get(..helper.start()).unwrap_or_default();
        let names_writer = begins_byline(before) && names(before).iter().any(|name| is_person(name));
        let behind = text.get(helper.end()..).unwrap_or_default();
        !names_writer && WRITER.captures_iter(behind).next().is_none()
    })
}

/// Whether a name is that of a group: "The Daily Team", "Bridges Ltd".
pub(in crate::extract) fn is_team(name: &str) -> bool {
    name.split_whitespace().any(|word| GROUPS.contains(&word.to_lowercase().as_str()))
}

/// Whether a text reads like the name of a person: two to five words, none of them in lower case but particles.
pub(in crate::extract) fn is_person(name: &str) -> bool {
    let words = name.split_whitespace().collect::<Vec<_>>();
    let is_cased = |word: &&str| !word.starts_with(char::is_lowercase) || PARTICLES.contains(word);
    (2..=5).contains(&words.len())
        && !name.contains(|letter: char| matches!(letter, '?' | '!') || letter.is_numeric())
        && words.iter().all(is_cased)
        && !words.iter().all(|word| is_common(word))
}

/// Whether a word is one of the captions that stand beside bylines.
fn is_common(word: &str) -> bool {
    COMMON.contains(&word.to_lowercase().as_str())
}

/// Leaves out doubles and, beside other names, the site's own. A name that is all there is stays: many a site is called
/// after the person who writes it.
pub(in crate::extract) fn without_site(names: Vec<String>, site_name: Option<&str>) -> Vec<String> {
    let site = site_name.map(folded).filter(|site| !site.is_empty());
    let mut seen = HashSet::new();
    let distinct = names
        .into_iter()
        .map(|name| without_paper(name, site_name))
        .filter(|name| seen.insert(folded(name)))
        .collect::<Vec<_>>();
    // "The Daily", or one of its desks: "The Daily London".
    let is_own = |name: &String| {
        site.as_deref().is_some_and(|site| folded(name) == site)
            || site_name.is_some_and(|site| {
                name.strip_prefix(site).is_some_and(|rest| rest.starts_with(' ')) && site.contains(' ')
            })
    };
    let (own, others): (Vec<_>, Vec<_>) = distinct.into_iter().partition(is_own);
    if others.is_empty() { own } else { others }
}

/// No first word of a byline is longer, in ASCII.
const LONGEST_BEGINNING: usize = 12;
/// The word that the name may follow without a space.
const OLEH: &str = "oleh";
/// The first letters of the others, in lower case.
const LETTERS: [char; 26] = [
    'т', 'а', 'о', 'н', 'б', 'מ', 'ب', 'ك', 'إ', 'ا', 'ن', 'é', 'í', '文', '作', '記', '记', '撰', '投',
    '執', '著', 'ラ', '取', '기', '글', '작',
];

/// The longest label before a name in a script without spaces, in characters.
const LONGEST_LABEL: usize = 4;
/// The longest name, in characters; what is longer is a sentence.
const LONGEST: usize = 60;
/// The longest name with a trade behind it, in characters.
const LONGEST_WITH_ROLE: usize = 120;
/// The most words a name has.
const MOST_WORDS: usize = 7;

fn without_prefix(text: &str) -> &str {
    PREFIX
        .find(text)
        .and_then(|found| text.get(found.end()..))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(text)
}

/// Whether a name is the site's own.
pub(in crate::extract) fn is_site(name: &str, site_name: Option<&str>) -> bool {
    site_name.is_some_and(|site| folded(site) == folded(name))
}

/// Bylines often run on into the name of the paper: "Ann Lee The Daily".
fn without_paper(name: String, site_name: Option<&str>) -> String {
    let rest = site_name
        .and_then(|site| name.strip_suffix(site))
        .and_then(|rest| rest.strip_suffix(' '))
        .filter(|rest| rest.contains(' '));
    rest.map(str::to_owned).unwrap_or(name)
}

/// Some pages write the same name twice, for the eye and for the reader of the screen.
fn once(part: &str) -> &str {
    let words = part.split_whitespace().collect::<Vec<_>>();
    let (first, second) = words.split_at(words.len() / 2);
    if first.is_empty() || first != second {
        return part;
    }
    let end = part.len() / 2;
    part.get(..end).map_or(part, str::trim)
}

/// Bylines often run on into the date: "Ann Lee March 2".
fn without_date(part: &str) -> &str {
    let starts_date = |word: &str| {
        let lower = word.to_ascii_lowercase();
        word.starts_with(|first: char| first.is_ascii_digit())
            || MONTHS.iter().any(|month| {
                lower.strip_prefix(month).is_some_and(|rest| matches!(rest, "" | "." | "," | "t"))
            })
    };
    let mut end = 0;
    for word in part.split_inclusive(char::is_whitespace) {
        // A first name may be a month's.
        if starts_date(word.trim()) && part.chars().any(|character| character.is_ascii_digit()) {
            break;
        }
        end += word.len();
    }
    let name = part.get(..end).unwrap_or(part).trim();
    // "Ann Lee on Sunday March 2": what leads to the date goes with it.
    let leads_to_date = |word: &str| {
        let lower = word.to_lowercase();
        // Le and Il are names, too.
        WEEKDAYS.contains(&lower.as_str())
            || ["updated", "published", "posted"].contains(&lower.as_str())
            || ["on", "am", "le", "el", "em", "il", "den"].contains(&word)
    };
    match name.rsplit_once(' ') {
        // The comma behind the day may have parted it from the date.
        Some((before, last)) if last != "on" && leads_to_date(last) && before.ends_with(" on") => {
            before.strip_suffix(" on").unwrap_or(before).trim()
        }
        Some((before, last)) if name.len() < part.trim().len() && leads_to_date(last) => {
            before.strip_suffix(" on").unwrap_or(before).trim()
        }
        _ => name,
    }
}

/// "Ann Lee, edited by Bo Chan": who helped comes last, or before a word for who wrote.
fn without_helpers(text: &str) -> &str {
    let Some(helper) = HELPER.find(text) else { return text };
    let writer = WRITER.captures_iter(text).filter_map(|found| found.get(1));
    let writer = writer.into_iter().find(|found| found.start() >= helper.end());
    let before = text.get(..helper.start()).unwrap_or_default();
    match writer.and_then(|found| text.get(found.start()..)) {
        Some(behind) if !before.trim().contains(' ') => without_helpers(behind),
        // "Reviewed by Ann Lee" names nobody else.
        _ if before.trim().is_empty() => text,
        _ => before,
    }
}

/// Bylines often run on into the trade of a person, or a button: "Ann Lee Senior Editor", "Ann Lee Follow".
fn without_role(part: &str) -> &str {
    let tells = |word: &str, lists: [&[&str]; 2]| {
        let word = word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
        lists.iter().any(|words| words.contains(&word.as_str()))
    };
    if part.chars().nth(LONGEST_WITH_ROLE).is_some() {
        return part;
    }
    let mut end = 0;
    for (at, word) in part.split_inclusive(' ').enumerate() {
        let name = part.get(..end).unwrap_or_default().trim_end();
        // "The Town Times Staff" is a name, "Ann Lee Staff Writer" is none.
        let goes_on =
            || part.get(end..).is_some_and(|rest| rest.split(' ').any(|word| tells(word, [&ROLES, &[]])));
        let is_trade = word.starts_with('@')
            || matches!(word.trim_end(), "Follow" | "for")
            || (tells(word, [&ROLES, &FIELDS]) && goes_on());
        if at >= 2 && is_trade && !is_surname(part) {
            let is_whole = is_person(name) && !name.split(' ').any(|word| tells(word, [&ROLES, &FIELDS]));
            return if is_whole { name } else { part };
        }
        end += word.len();
    }
    part
}

/// Bylines often tell where the reporter was: "Ann Lee in Paris". The name of a group may hold the word.
fn without_place(part: &str) -> &str {
    let is_named = |(name, place): &(&str, &str)| {
        is_person(name) && !name.starts_with("The ") && place.starts_with(char::is_uppercase)
    };
    part.split_once(" in ").filter(is_named).map_or(part, |(name, _)| name)
}

/// "김철수 기자", "山田太郎記者": the word for a reporter stands behind the name.
fn without_trade(part: &str) -> &str {
    let rest = ["기자", "記者", "记者"].iter().find_map(|trade| part.strip_suffix(trade));
    rest.map(str::trim_end).filter(|name| is_unspaced_name(name)).unwrap_or(part)
}

fn tidy(part: &str) -> &str {
    // A note in brackets at the end tells the role or the paper; in the middle it is a part of the name.
    let is_note = part.trim_end().ends_with([')', ']', '）']);
    let part = if is_note { part.split(['(', '[', '（']).next().unwrap_or(part) } else { part };
    part.trim_matches(|character: char| {
        character.is_whitespace()
            || matches!(
                character,
                '-' | '–' | '—' | ':' | '.' | '"' | '“' | '”' | '*' | '@' | '●' | '○' | '▪'
            )
    })
}

/// Whether what follows a name is a degree: "DVM", "Ph.D.", "CFP®".
pub(in crate::extract) fn is_degree(part: &str) -> bool {
    let letters = part.chars().filter(|letter| letter.is_alphabetic()).collect::<String>();
    !part.contains(' ')
        && letters.is_ascii()
        && (2..=6).contains(&letters.len())
        && letters.chars().filter(char::is_ascii_uppercase).count() * 2 > letters.len()
}

fn is_name(part: &str) -> bool {
    let lower = part.to_lowercase();
    let words = lower.split_whitespace().collect::<Vec<_>>();
    // "Md Karim" is a name, "Ann Lee MD" has a title.
    let is_title = |word: &&str| ROLES.contains(&word.trim_end_matches('.'));
    let is_role = words.first().is_some_and(|word| is_title(word) && *word != "md")
        || (words.iter().skip(1).any(is_title) && !is_surname(part));
    let is_caption = part.contains([':', '»', '›', '→'])
        || (words.len() > 1 && words.first().is_some_and(|word| CAPTIONS.contains(word)));
    let is_address =
        lower.contains("http") || lower.contains("www.") || lower.contains('@') || lower.contains(".com/");
    // "daily.example" is a site.
    let is_address = is_address
        || (!part.contains(' ')
            && lower
                .rsplit_once('.')
                .is_some_and(|(_, end)| matches!(end, "com" | "net" | "org" | "co" | "io")));
    let digits = part.chars().filter(char::is_ascii_digit).count();
    // "Eingestellt von" stands before a name.
    let is_prefix = || words.len() > 1 && PREFIX.find(part).is_some_and(|found| found.end() == part.len());
    (1..=LONGEST).contains(&part.chars().count())
        && part.chars().any(char::is_alphabetic)
        && part.chars().count() > 1
        && words.len() <= MOST_WORDS
        && digits < 4
        && !is_role
        && !is_caption
        && !is_address
        && !NOBODY.contains(&lower.as_str())
        && !is_prefix()
}

/// Whether a name ends in a surname that is also a role: "Ann Writer", "Piers Paul Read". Before a role stands what it is
/// about or how high it is: "Staff Writer", "Food Writer", "5 min read".
fn is_surname(part: &str) -> bool {
    let words = part.split_whitespace().collect::<Vec<_>>();
    let is_capitalised = |word: &&str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase)
    };
    let (Some(last), true) = (words.last(), (2..=3).contains(&words.len())) else {
        return false;
    };
    let given = words.split_last().map(|(_, given)| given).unwrap_or_default();
    SURNAMES.contains(&last.to_lowercase().as_str())
        && words.iter().all(is_capitalised)
        && !given.iter().map(|word| word.to_lowercase()).any(|word| FIELDS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests;
