use url::Url;

use super::*;
use crate::model::{DateSource, Direction, History, ItemId, Moment};

fn view(parameters: ViewParameters) -> Result<View, ViewError> {
    View::try_from(parameters)
}

fn item(title: &str, author: &str, section: &str, text: &str) -> Item {
    let moment = Moment::utc("2026-11-22T10:00:00Z".parse().unwrap());
    Item {
        id: ItemId::from(format!("urn:feedmill:{title}")),
        url: None,
        title: title.to_owned(),
        authors: vec![author.to_owned()],
        source: None,
        published: moment,
        updated: moment,
        date_source: DateSource::Rule,
        first_seen: moment,
        summary: None,
        content_html: None,
        content_text: Some(text.to_owned()),
        image: None,
        embeds: Vec::new(),
        sections: vec![section.to_owned()],
        tags: vec!["Water".to_owned()],
        language: None,
        partial: false,
        origin: None,
    }
}

fn feed() -> Feed {
    let items = vec![
        item("Dam repaired", "Ana Ruiz", "News", "The wall holds."),
        item("Dam opened", "Ben Katz", "Culture", "A film about a wall."),
        item("Market day", "Ana Ruiz", "News", "Apples and pears."),
    ];
    Feed {
        key: None,
        id: "urn:feedmill:feed".to_owned(),
        title: "Paper".to_owned(),
        description: String::new(),
        home_url: Url::parse("https://paper.example/").unwrap(),
        language: None,
        direction: Direction::Ltr,
        icon: None,
        updated: Moment::utc("2026-11-22T10:00:00Z".parse().unwrap()),
        ttl_seconds: 900,
        history: History::Newest,
        items,
    }
}

fn titles(parameters: ViewParameters) -> Vec<String> {
    view(parameters).unwrap().apply(&feed(), 50).items.into_iter().map(|item| item.title).collect()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn every_filter_chooses_what_it_says() {
    let none = ViewParameters::default;
    for (parameters, expected) in [
        (ViewParameters { limit: some("1"), ..none() }, vec!["Dam repaired"]),
        (ViewParameters { q: some("WALL film"), ..none() }, vec!["Dam opened"]),
        (ViewParameters { include: some("^dam"), ..none() }, vec!["Dam repaired", "Dam opened"]),
        (ViewParameters { exclude: some("dam|film"), ..none() }, vec!["Market day"]),
        (ViewParameters { author: some("ruiz"), ..none() }, vec!["Dam repaired", "Market day"]),
        (ViewParameters { tag: some("news"), ..none() }, vec!["Dam repaired", "Market day"]),
        (ViewParameters { tag: some("new"), ..none() }, vec![]),
        (ViewParameters { author: some("ruiz"), include: some("dam"), ..none() }, vec!["Dam repaired"]),
    ] {
        assert_eq!(titles(parameters.clone()), expected, "{parameters:?}");
    }
}

#[test]
fn a_parameter_out_of_range_is_told_with_what_was_expected() {
    let none = ViewParameters::default;
    for (parameters, parameter) in [
        (ViewParameters { limit: some("0"), ..none() }, "limit"),
        (ViewParameters { limit: some("-1"), ..none() }, "limit"),
        (ViewParameters { limit: some("1001"), ..none() }, "limit"),
        (ViewParameters { limit: some(""), ..none() }, "limit"),
        (ViewParameters { content: some("some"), ..none() }, "content"),
        (ViewParameters { q: some(" "), ..none() }, "q"),
        (ViewParameters { include: some("("), ..none() }, "include"),
        (ViewParameters { exclude: some(&"a".repeat(201)), ..none() }, "exclude"),
        (ViewParameters { include: some("(\\w{1000}){1000}"), ..none() }, "include"),
    ] {
        let error = view(parameters.clone()).unwrap_err();
        assert_eq!(error.parameter, parameter, "{parameters:?}");
        assert!(error.to_string().contains("expected"), "{error}");
    }
}

#[test]
fn a_view_without_wishes_is_plain_and_reaches_no_further_than_the_feed() {
    assert!(view(ViewParameters::default()).unwrap().is_plain());
    assert!(view(ViewParameters { content: some("full"), ..ViewParameters::default() }).unwrap().is_plain());
    let limited = view(ViewParameters { limit: some("200"), ..ViewParameters::default() }).unwrap();
    assert_eq!((limited.is_plain(), limited.reach(50)), (false, 200));
}
