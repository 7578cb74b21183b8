//! Who wrote an entry, by what its card shows. No name is better than a wrong one.

use std::borrow::Cow;
use std::cell::LazyCell;

use ego_tree::NodeRef;
use html5ever::local_name;
use scraper::{ElementRef, Node};

use super::fields::{self, Shown};
use super::marks::{Kind, select, text_of};
use crate::extract::byline::{begins_byline, is_byline_word, is_person, may_begin_byline, names};
use crate::extract::page::Page;
use crate::extract::text::{attribute, collapse, collapsed, is_blank, text_of as line_of};

/// The longest text that is read as a byline, in characters.
const LONGEST_BYLINE: usize = 120;
/// The longest name, in characters.
const LONGEST_NAME: usize = 60;
/// How many children of an element are looked at for its first text.
const MOST_BEFORE: usize = 12;
/// Most writers of one entry.
const MOST: usize = 8;

/// How a card tells who wrote: the best way that gives a name counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// The markup says so: `rel=author`, `itemprop=author`, `p-author`, `fn`.
    Markup,
    /// A class is named after it.
    Class,
    /// A link leads to the page of a person.
    Link,
    /// A text begins with "by".
    Text,
}

/// The names of the writers, each with the element that says it.
pub(super) fn authors<'p>(entry: ElementRef<'p>, page: &Page) -> Vec<Shown<'p, String>> {
    let own = LazyCell::new(|| fields::own_addresses(entry, page));
    let by = |way: Way| {
        let mut known = Vec::new();
        for element in select(page, entry, Kind::Writer(way)) {
            let found = read(element, way, page);
            let is_own = || way == Way::Link && fields::is_own(element, &own);
            if !found.is_empty() && !is_own() {
                add(&mut known, found, element);
            }
        }
        known
    };
    let ways = [Way::Markup, Way::Class, Way::Link, Way::Text];
    ways.into_iter().map(by).find(|names| !names.is_empty()).unwrap_or_default()
}

/// Adds names that are not known. What an element inside another says more exactly stands in its place.
fn add<'p>(known: &mut Vec<Shown<'p, String>>, found: Vec<String>, element: ElementRef<'p>) {
    known.retain(|shown| {
        let is_around = element.ancestors().any(|ancestor| ancestor.id() == shown.element.id());
        !(is_around && found.iter().any(|name| shown.value.contains(name.as_str()) && *name != shown.value))
    });
    for value in found {
        let is_new = known.iter().all(|shown| !shown.value.contains(&value) && !value.contains(&shown.value));
        if is_new && known.len() < MOST {
            known.push(Shown { value, element });
        }
    }
}

/// Whether a class is named after who writes: `author`, `post-author`, `byline__name`.
pub(super) fn names_a_writer(class: &str) -> bool {
    class.split(['-', '_']).any(|word| {
        ["author", "authors", "byline", "bylines", "writer", "username"]
            .iter()
            .any(|known| word.eq_ignore_ascii_case(known))
    })
}

fn read(element: ElementRef<'_>, way: Way, page: &Page) -> Vec<String> {
    let text = match way {
        Way::Text => own_byline(element),
        Way::Markup => stated(element),
        Way::Class | Way::Link => Some(text_of(page, element)),
    };
    let Some(text) = text.filter(|text| text.chars().count() <= LONGEST_BYLINE) else {
        return Vec::new();
    };
    let found = names(&text);
    let fits = |name: &&String| {
        (2..=LONGEST_NAME).contains(&name.chars().count()) && !name.chars().any(|c| c.is_ascii_digit())
    };
    // Where an element of its own names the first of them, it is a byline.
    let is_sentence = || {
        found.iter().any(|name| is_idiom(name))
            || (found.iter().any(|name| !is_person(name))
                && beginning(element).is_none_or(|(_, name)| name.is_none()))
    };
    match way {
        // "By" has other meanings in running text, and so has a link to somebody of whom the article speaks.
        Way::Text if is_sentence() || found.first().is_none_or(|name| !is_person(name)) => Vec::new(),
        // Behind the names of persons stand the place, the paper, the category.
        Way::Text => {
            found.into_iter().take_while(|name| is_person(name)).filter(|name| fits(&name)).collect()
        }
        Way::Link if !leads_to_name(element, &text) => Vec::new(),
        // Behind the name stand the paper, the place, the category.
        Way::Class => {
            let mut found = found.iter().filter(fits);
            let first = found.next().cloned();
            first.into_iter().chain(found.filter(|name| is_person(name)).cloned()).collect()
        }
        Way::Markup | Way::Link => found.iter().filter(fits).cloned().collect(),
    }
}

/// Whether what stands behind "by" is no name but the rest of a saying: "by royal appointment", "by popular demand".
fn is_idiom(name: &str) -> bool {
    const ENDS: [&str; 14] = [
        "accident",
        "appointment",
        "chance",
        "default",
        "demand",
        "design",
        "hand",
        "invitation",
        "law",
        "mail",
        "night",
        "numbers",
        "order",
        "request",
    ];
    let last = name.rsplit(' ').next().unwrap_or_default();
    ENDS.iter().any(|end| last.eq_ignore_ascii_case(end))
}

/// The name in marked-up text: the value for machines, the name within an item, or the whole.
fn stated(element: ElementRef<'_>) -> Option<String> {
    let content = |element| attribute(element, &local_name!("content"));
    if let Some(content) = content(element) {
        return Some(collapse(content));
    }
    let mut within = element.descendent_elements().skip(1);
    let inner = within.find(|inner| attribute(*inner, &local_name!("itemprop")) == Some("name"));
    Some(inner.map_or_else(|| line_of(element), |name| content(name).map_or_else(|| line_of(name), collapse)))
}

/// Whether the address of a link ends with the name that it shows, or a part of it: what leads to a person's page.
fn leads_to_name(link: ElementRef<'_>, text: &str) -> bool {
    let folded = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let href = attribute(link, &local_name!("href")).unwrap_or_default().trim_end_matches('/');
    let last = folded(href.rsplit('/').next().unwrap_or_default());
    let said = text.split_whitespace().map(folded).filter(|word| word.chars().count() >= 3);
    is_person(text) || said.into_iter().any(|word| last.contains(&word))
}

/// Whether the first text of an element's own begins with "by".
pub(super) fn says_byline(element: ElementRef<'_>) -> bool {
    beginning(element).is_some()
}

/// The text that begins with "by" as the first of an element's own; behind a mere "by" with what stands beside it in the
/// element, as far as that is short.
fn own_byline(element: ElementRef<'_>) -> Option<String> {
    let (text, name) = beginning(element)?;
    let Some(name) = name else { return Some(text.into_owned()) };
    let whole = || line_of(element);
    let line = Some(whole()).filter(|line| line.chars().nth(LONGEST_BYLINE).is_none() && begins_byline(line));
    Some(line.unwrap_or_else(|| format!("{text} {}", line_of(name))))
}

/// The text that begins with "by" as the first of an element's own, and the element behind it that names whom.
fn beginning(element: ElementRef<'_>) -> Option<(Cow<'_, str>, Option<ElementRef<'_>>)> {
    let says = |node: &NodeRef<'_, Node>| node.value().as_text().is_some_and(|text| !is_blank(text));
    let mut children = element.children().take(MOST_BEFORE).skip_while(|child| !says(child));
    let first: &str = children.next()?.value().as_text()?;
    if !may_begin_byline(first) {
        return None;
    }
    let text = collapsed(first);
    if text.chars().nth(LONGEST_BYLINE).is_some() || !begins_byline(&text) {
        return None;
    }
    let name = if is_byline_word(&text) { Some(children.next().and_then(ElementRef::wrap)?) } else { None };
    Some((text, name))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("<p>By Ann Lee</p>", &["Ann Lee"])]
    #[case("<p>By <a href=/x>Ann Lee</a> on Monday</p>", &["Ann Lee"])]
    #[case("<p>Par <b>Anne Roux</b> et <b>L\u{e9}o Petit</b></p>", &["Anne Roux", "L\u{e9}o Petit"])]
    #[case("<p>By <a href=/x>Ann Lee</a> \u{b7} 3 comments</p>", &["Ann Lee"])]
    #[case("<p>By Christmas Eve, shops close at noon</p>", &[])]
    #[case("<p class=byline>By Ann Lee and Bo Chan, 3 March 2026</p>", &["Ann Lee", "Bo Chan"])]
    #[case("<div class=post-author><img alt=x> <a class=author-name href=/author/ann>Ann Lee</a> · Town</div>", &["Ann Lee"])]
    #[case("<a href=/people/ann-lee>Ann Lee</a>", &["Ann Lee"])]
    #[case("<a href=/members/millwheel.7/>millwheel</a>", &["millwheel"])]
    #[case("<span itemprop=author itemscope><meta itemprop=name content='Ann Lee'></span>", &["Ann Lee"])]
    #[case("<p>By the river stood a mill that nobody had seen for years</p>", &[])]
    #[case("<p>By Royal Appointment</p><p>By Popular Demand</p>", &[])]
    #[case("<h2><a href=/people/ann-lee>Ann Lee</a></h2><a href=/people/ann-lee>Ann Lee</a>", &[])]
    #[case("<a href=/people/ann-lee-sings-for-the-town>Ann Lee Sings</a>", &[])]
    #[case("<a href=/user/login>Sign in</a>", &[])]
    #[case("<a href=/people/council>What the town says</a>", &[])]
    #[case("<span class=author>3 comments</span>", &[])]
    fn names_come_from_what_a_card_says_of_its_writer(#[case] html: &str, #[case] expected: &[&str]) {
        let page = Page::parse(
            &format!("<body><div>{html}</div>"),
            &url::Url::parse("https://town.example/").unwrap(),
        )
        .unwrap();
        let found: Vec<String> = authors(page.root(), &page).into_iter().map(|shown| shown.value).collect();
        assert_eq!(found, expected, "{html}");
    }
}
