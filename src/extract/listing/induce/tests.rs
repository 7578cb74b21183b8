use url::Url;

use crate::extract::Page;
use crate::extract::listing::{Detail, ListingLimits, ListingRead, Method, read};
use crate::model::Entry;
use crate::site::ListingRules;

fn read_by(html: &str, rules: Option<&ListingRules>) -> ListingRead {
    let url = Url::parse("https://gazette.example/news").unwrap();
    let page = Page::parse(html, &url).unwrap();
    read(
        &page,
        None,
        rules,
        ListingLimits::default(),
        Detail::Explanation,
        "2024-06-01T00:00:00Z".parse().unwrap(),
    )
}

/// The rules for a page, which must give again what was detected there.
fn induced(html: &str, count: usize) -> ListingRules {
    let detected = read_by(html, None);
    assert_eq!(detected.listing.entries.len(), count);
    let rules = detected.rules.unwrap();
    let again = read_by(html, Some(&rules));
    assert_eq!(again.method, Method::Rules);
    assert_eq!(shown(&again.listing.entries), shown(&detected.listing.entries));
    rules
}

/// The fields that rules must give again; where a date came from may differ.
fn shown(entries: &[Entry]) -> Vec<Entry> {
    let mut entries = entries.to_vec();
    for dated in entries.iter_mut().filter_map(|entry| entry.published.as_mut()) {
        dated.source = crate::model::DateSource::Rule;
    }
    entries
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
    assert_eq!(first_of(&rules.entry), "main dt");
    assert_eq!(rules.following, 1);
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
    assert_eq!(rules.following, 1);
}

#[test]
fn the_same_elements_elsewhere_are_told_apart_by_what_stands_around_them() {
    let list = stories(0, |href, title, date| {
        format!("<li><a href={href}>{title}</a> <time datetime={date}>{date}</time></li>")
    });
    let rules = induced(&page(&format!("<h1>Harbour news</h1><ul>{list}</ul>")), 6);
    assert_eq!(first_of(&rules.entry), "main li");
}

#[test]
fn a_page_without_some_of_its_entries_is_read_by_the_same_rules() {
    let list = |from: usize, to: usize| {
        let card = |(slug, title, date): &(&str, &str, &str)| {
            format!(
                "<article class=card><h3><a href=/news/{slug}>{title}</a></h3><span class=byline>By Ada Moss</span>
                <p>What was seen at the quay, and what the harbour master has to say of it.</p>
                <img src=/{slug}.jpg width=400 height=300><time datetime={date}>{date}</time></article>"
            )
        };
        page(&STORIES.get(from..to).unwrap().iter().map(card).collect::<String>())
    };
    let rules = induced(&list(0, 6), 6);
    let whole = read_by(&list(0, 6), Some(&rules)).listing.entries;
    for (from, to) in [(2, 6), (0, 4), (1, 3)] {
        let later = read_by(&list(from, to), Some(&rules)).listing.entries;
        assert_eq!(later, whole[from..to]);
    }
    assert_eq!(first_of(&rules.author), "span.byline");
}

#[test]
fn a_field_that_no_rule_gives_back_is_left_out_and_told() {
    let html = page(&stories(0, |href, title, date| {
        format!(
            "<article class=card><h3><a href={href}>{title}</a></h3><p>The harbour master had a word to say of it, and so had others.
            <a href={href}>Read more</a></p><time datetime={date}>{date}</time></article>"
        )
    }));
    let detected = read_by(&html, None);
    let rules = induced(&html, 6);
    let summary = detected.explanation.rules.iter().find(|check| check.field == "summary").unwrap();
    assert!(rules.summary.is_empty() && !summary.rule);
    assert_eq!((summary.detected, summary.same, summary.other), (6, 6, 0));
}

#[test]
fn an_explanation_tells_where_every_field_stands_and_what_else_was_seen() {
    let html = page(&stories(0, |href, title, date| {
        format!(
            "<article class=card><h3><a href={href}>{title}</a></h3><time datetime={date}>{date}</time>
            <span class=date>5 May 2023</span></article>"
        )
    }));
    let detected = read_by(&html, None);
    let report = &detected.explanation.entries[0];
    assert_eq!(report.fields["url"].place.as_deref(), Some("article.card > h3 > a"));
    assert_eq!(report.fields["published"].place.as_deref(), Some("main > article.card > time"));
    assert_eq!(report.fields["published"].seen.len(), 2);
    assert!(!report.fields.contains_key("summary"));
    let again = read_by(&html, detected.rules.as_ref());
    assert_eq!(again.explanation.entries[0].fields["published"].rule.as_deref(), Some("time@datetime"));
}

#[test]
fn the_rules_of_an_entry_look_at_the_siblings_that_follow_it_up_to_the_next() {
    let html = page(
        "<dl><dt id=n1>12 March<dd><a href=/news/eel>A boy finds an eel trap</a>
        <dt id=n2>11 March<dd><a href=/news/roof>The roof of the market is green</a><dd>A second thought
        <dt id=n3>10 March</dl>",
    );
    let rules: ListingRules =
        toml::from_str("entry = 'dt'\nfollowing = 1\ntitle = 'dd'\nlink = 'a@href'\nid = '@id'").unwrap();
    let read = read_by(&html, Some(&rules)).listing;
    let told: Vec<_> =
        read.entries.iter().map(|entry| (entry.title.as_deref(), entry.post_id.as_deref())).collect();
    assert_eq!(
        told,
        [
            (Some("A boy finds an eel trap"), Some("n1")),
            (Some("The roof of the market is green"), Some("n2"))
        ]
    );
    assert_eq!(read.skipped.len(), 1);
}

#[test]
fn a_day_without_a_year_is_read_by_rules_in_the_year_above_it() {
    let html = page("<h2>2019</h2><ul><li><a href=/a>The roof of the market is green</a> <i>May 3</i></ul>");
    let rules: ListingRules = toml::from_str("entry = 'main li'\ndate = 'i'").unwrap();
    let read = read_by(&html, Some(&rules)).listing;
    assert_eq!(read.entries[0].published.unwrap().moment.to_string().get(..10), Some("2019-05-03"));
}
