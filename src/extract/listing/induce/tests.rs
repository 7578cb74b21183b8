use url::Url;

use crate::extract::Page;
use crate::extract::listing::{ListingLimits, ListingRead, Method, read};
use crate::model::Entry;
use crate::site::ListingRules;

fn read_by(html: &str, rules: Option<&ListingRules>) -> ListingRead {
    let url = Url::parse("https://gazette.example/news").unwrap();
    let page = Page::parse(html, &url).unwrap();
    read(&page, None, rules, ListingLimits::default(), "2024-06-01T00:00:00Z".parse().unwrap())
}

/// The rules for a page, which must give again what was detected there.
fn induced(html: &str, count: usize) -> ListingRules {
    let detected = read_by(html, None);
    assert_eq!(detected.listing.entries.len(), count);
    let rules = detected.rules.unwrap();
    let again = read_by(html, Some(&rules));
    assert_eq!(again.method, Method::Rules);
    let shown = |entries: &[Entry]| -> Vec<_> {
        entries.iter().map(|entry| (entry.url.clone(), entry.title.clone())).collect()
    };
    assert_eq!(shown(&again.listing.entries), shown(&detected.listing.entries));
    rules
}

fn first_of<T: std::fmt::Display>(rules: &crate::site::Alternatives<T>) -> String {
    rules.iter().next().map(ToString::to_string).unwrap_or_default()
}

fn page(main: &str) -> String {
    format!(
        "<html lang=en><title>Harbour news</title><body><nav><ul><li><a href=/>Home</a><li><a href=/tides>Tides</a>
        <li><a href=/about>About us</a></ul></nav><main>{main}</main>
        <footer><ul><li><a href=/terms>Terms</a><li><a href=/contact>Contact</a></ul></footer>"
    )
}

const STORIES: [(&str, &str, &str); 6] = [
    ("ferry-returns", "The morning ferry returns after eleven weeks in the dock", "2024-03-01"),
    ("lamp-room", "Volunteers open the lamp room of the old lighthouse", "2024-02-27"),
    ("eel-trap", "A boy finds an eel trap from the time of his grandfather", "2024-02-21"),
    ("market-roof", "The roof of the fish market is to be green again", "2024-02-14"),
    ("low-water", "Low water shows the ribs of a forgotten barge", "2024-02-09"),
    ("choir", "The sailors' choir looks for second voices", "2024-02-02"),
];

fn stories(skip: usize, card: impl Fn(&str, &str, &str) -> String) -> String {
    STORIES.iter().skip(skip).map(|(slug, title, date)| card(&format!("/news/{slug}"), title, date)).collect()
}

#[test]
fn hashed_class_names_are_not_asked_for() {
    let html = page(&stories(0, |href, title, date| {
        format!(
            "<article class='Card_root__3Xy9z css-1abcd2'><h3 class='Card_title__9aB1c'><a class='sc-bdVaJa kQxRzT' href={href}>{title}</a></h3>
            <time class=Card_date__0Zk2p datetime={date}>{date}</time></article>"
        )
    }));
    let rules = induced(&html, 6);
    assert_eq!(first_of(&rules.entry), "article");
    assert_eq!(first_of(&rules.title), "h3");
    assert_eq!(first_of(&rules.date), "time@datetime");
    assert_eq!(first_of(&rules.link), "a@href");
}

#[test]
fn a_lead_story_and_the_cards_below_it_are_found_by_one_selector_list() {
    let lead = "<article class=lead><img src=/ferry.jpg width=800 height=450><h2><a href=/news/ferry-returns>The morning ferry
        returns after eleven weeks in the dock</a></h2><p>At six the Gannet cast off with forty passengers and one dog on board.</p>
        <time datetime=2024-03-01>1 March 2024</time></article>";
    let cards = stories(1, |href, title, date| {
        format!(
            "<li class=card><h3><a href={href}>{title}</a></h3><p>What was seen, and what the harbour master has to say of it.</p>
            <time datetime={date}>{date}</time></li>"
        )
    });
    let rules = induced(&page(&format!("{lead}<ul class=cards>{cards}</ul>")), 6);
    let entry = first_of(&rules.entry);
    assert!(entry.contains("li.card") && entry.contains("article"), "{entry}");
    assert_eq!(first_of(&rules.date), "time@datetime");
    assert_eq!(first_of(&rules.summary), "p");
}

#[test]
fn the_terms_of_a_definition_list_are_entries() {
    let list = stories(0, |href, title, date| {
        format!("<dt><a href={href}>{title}</a></dt><dd>{date}, by the harbour desk</dd>")
    });
    let rules = induced(&page(&format!("<h1>Harbour news</h1><dl>{list}</dl>")), 6);
    assert_eq!(first_of(&rules.entry), "dt");
}

#[test]
fn of_a_table_the_rows_with_the_title_are_entries_and_those_with_its_facts_are_not() {
    let rows = stories(0, |href, title, date| {
        format!(
            "<tr class=story><td><a href={href}>{title}</a></td></tr>
            <tr><td>{date} | <a href={href}?talk=1>talk</a></td></tr>"
        )
    });
    let rules = induced(&page(&format!("<table><tbody>{rows}</tbody></table>")), 6);
    assert_eq!(first_of(&rules.entry), "tr.story");
}

#[test]
fn the_same_elements_elsewhere_are_told_apart_by_what_stands_around_them() {
    let list = stories(0, |href, title, date| {
        format!("<li><a href={href}>{title}</a> <time datetime={date}>{date}</time></li>")
    });
    let rules = induced(&page(&format!("<h1>Harbour news</h1><ul>{list}</ul>")), 6);
    assert_eq!(first_of(&rules.entry), "main li");
}
