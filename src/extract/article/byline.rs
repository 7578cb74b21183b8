//! Names of authors out of bylines, as pages write them.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::extract::sanitize::inline_text;

/// The names in a byline, in its order: without "by" and its relatives in other languages, roles, addresses and doubles.
/// Several names are parted at commas, "and", "&", "/", "|", "·", "y", "و" and their like.
pub fn names(byline: &str) -> Vec<String> {
    let text = inline_text(byline);
    // Some pages give the address of the author's page where a name is asked for.
    let is_address = text.contains("://") || (!text.contains(' ') && text.contains(['/', '@']));
    let text = if is_address { "" } else { without_prefix(&text) };
    let mut seen = HashSet::new();
    PARTS
        .split(text)
        .map(|part| without_date(tidy(without_prefix(part.trim()))))
        .filter(|part| is_name(part))
        .filter(|part| seen.insert(folded(part)))
        .map(str::to_owned)
        .collect()
}

/// Whether a text begins as bylines do: "by", "written by", "بقلم".
pub(super) fn begins_byline(text: &str) -> bool {
    PREFIX.is_match(text.trim_start())
}

/// Leaves out doubles and, beside other names, the site's own. A name that is all there is stays: many a site is called
/// after the person who writes it.
pub fn without_site(names: Vec<String>, site_name: Option<&str>) -> Vec<String> {
    let site = site_name.map(folded).filter(|site| !site.is_empty());
    let mut seen = HashSet::new();
    let distinct = names
        .into_iter()
        .map(|name| without_paper(name, site_name))
        .filter(|name| seen.insert(folded(name)))
        .collect::<Vec<_>>();
    let (own, others): (Vec<_>, Vec<_>) = distinct.into_iter().partition(|name| Some(folded(name)) == site);
    if others.is_empty() { own } else { others }
}

/// The longest name, in characters; what is longer is a sentence.
const LONGEST: usize = 60;
/// The most words a name has.
const MOST_WORDS: usize = 7;

#[expect(clippy::expect_used, reason = "the pattern is a constant, and the tests compile it")]
static PARTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\s*[,;/|\n·•&+،、،]\s*|\s+(?:and|with|und|y|e|et|en|og|och|и|та|i|و)\s+|\s+و(?:\s+|$)|\s+[-–—]\s+")
        .expect("the pattern is valid")
});

#[expect(clippy::expect_used, reason = "the pattern is a constant, and the tests compile it")]
static PREFIX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^(?:
            (?:(?:article|story|post|words|text|photos?|report|recipe|review|guide|an?\ article)\s+(?:and\s+(?:photos?|text)\s+)?)?
            (?:(?:originally\s+)?(?:written|authored|posted|published|reported|edited|reviewed|medically\ reviewed|contributed|created|compiled)\s+)?by\b
            |about\ the\ author\b|authors?\s*[:：]|author\s+(?:is\s+)?|written\s*[:：]
            |por\b|par\b|von\b|di\b|door\b|av\b|af\b|autore?s?\s*:|auteur\s*:|escrito\ por\b|publicado\ por\b|redacción\s*:
            |текст\s*:|автор\s*:?|autor(?:ka|in)?\s*:|yazan\s*:|oleh\s*:?|penulis\s*:
            |بقلم|كتب(?:ت)?\s*:?|إعداد\s*:?|المصدر\s*:|نویسنده\s*:
            |文\s*[/／:：]|作者\s*[:：]?|記者\s*[:：]?|记者\s*[:：]?|撰文\s*[:：]?|기자\s*:
        )\s*[:：]?\s*",
    )
    .expect("the pattern is valid")
});

/// Words that make a part of a byline a role, not a name.
const ROLES: [&str; 38] = [
    "editor",
    "reporter",
    "writer",
    "correspondent",
    "journalist",
    "columnist",
    "contributor",
    "contributing",
    "producer",
    "photographer",
    "director",
    "manager",
    "analyst",
    "specialist",
    "founder",
    "cofounder",
    "president",
    "professor",
    "ceo",
    "cto",
    "cmo",
    "vp",
    "md",
    "phd",
    "ph.d",
    "mba",
    "rn",
    "freelance",
    "redactor",
    "redactora",
    "periodista",
    "redakteur",
    "journaliste",
    "مراسل",
    "محرر",
    "updated",
    "published",
    "read",
];

/// Accounts and placeholders that are nobody's name.
const NOBODY: [&str; 38] = [
    "written by",
    "posted by",
    "the author",
    "about the author",
    "view more posts",
    "view all posts",
    "more posts",
    "read more",
    "see more",
    "profile",
    "blog",
    "news",
    "author bio",
    "share",
    "website",
    "follow",
    "admin",
    "administrator",
    "author",
    "authors",
    "editor",
    "editorial",
    "guest",
    "guest author",
    "guest post",
    "n/a",
    "na",
    "none",
    "null",
    "staff",
    "unknown",
    "user",
    "undefined",
    "webmaster",
    "root",
    "wordpress",
    "anonymous",
    "by",
];

fn without_prefix(text: &str) -> &str {
    PREFIX
        .find(text)
        .and_then(|found| text.get(found.end()..))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(text)
}

/// Whether a name is the site's own.
pub(super) fn is_site(name: &str, site_name: Option<&str>) -> bool {
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
    part.get(..end).unwrap_or(part).trim()
}

const MONTHS: [&str; 23] = [
    "jan",
    "january",
    "feb",
    "february",
    "mar",
    "march",
    "apr",
    "april",
    "may",
    "jun",
    "june",
    "jul",
    "july",
    "aug",
    "august",
    "sep",
    "september",
    "oct",
    "october",
    "nov",
    "november",
    "dec",
    "december",
];

fn tidy(part: &str) -> &str {
    // A note in brackets tells the role or the paper.
    let part = part.split(['(', '[', '（']).next().unwrap_or(part);
    part.trim_matches(|character: char| {
        character.is_whitespace()
            || matches!(character, '-' | '–' | '—' | ':' | '.' | '"' | '“' | '”' | '*' | '@')
    })
}

fn is_name(part: &str) -> bool {
    let lower = part.to_lowercase();
    let words = lower.split_whitespace().collect::<Vec<_>>();
    let is_role = words.len() > 1 && words.iter().any(|word| ROLES.contains(&word.trim_end_matches('.')))
        || words.len() == 1 && words.iter().any(|word| ROLES.contains(word));
    let is_address =
        lower.contains("http") || lower.contains("www.") || lower.contains('@') || lower.contains(".com/");
    let digits = part.chars().filter(char::is_ascii_digit).count();
    (1..=LONGEST).contains(&part.chars().count())
        && part.chars().any(char::is_alphabetic)
        && part.chars().count() > 1
        && words.len() <= MOST_WORDS
        && digits < 4
        && !is_role
        && !is_address
        && !NOBODY.contains(&lower.as_str())
}

fn folded(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("By Ann Lee", &["Ann Lee"])]
    #[case("by: Ann Lee and Bo Chan", &["Ann Lee", "Bo Chan"])]
    #[case("Written by ANN LEE, Senior Editor", &["ANN LEE"])]
    #[case("Por Ana Ruiz y Luis Gil", &["Ana Ruiz", "Luis Gil"])]
    #[case("بقلم: سامي حداد و ليلى خوري", &["سامي حداد", "ليلى خوري"])]
    #[case("Ann Lee | Bo Chan / ann lee", &["Ann Lee", "Bo Chan"])]
    #[case("https://news.example/authors/ann", &[])]
    #[case("admin", &[])]
    #[case("Ann Lee (The Daily)", &["Ann Lee"])]
    #[case("Ann O&#8217;Neill", &["Ann O’Neill"])]
    #[case("Byron Dias", &["Byron Dias"])]
    #[case("Ann Lee March 2, 2024", &["Ann Lee"])]
    #[case("April Mai", &["April Mai"])]
    #[case("profiles/ann-lee", &[])]
    #[case("作者：李明", &["李明"])]
    #[case("", &[])]
    fn a_byline_gives_its_names(#[case] byline: &str, #[case] expected: &[&str]) {
        assert_eq!(names(byline), expected);
    }

    #[test]
    fn the_site_is_no_author_beside_a_person() {
        let authors = vec!["Ann Lee".to_owned(), "The Daily".to_owned(), "ann lee".to_owned()];
        assert_eq!(without_site(authors, Some("the daily")), ["Ann Lee"]);
        assert_eq!(without_site(vec!["Ann Lee The Daily".to_owned()], Some("The Daily")), ["Ann Lee"]);
    }
}
