use jiff::ToSpan;
use url::Url;

use super::*;
use crate::model::SiteName;

const NOW: &str = "2026-11-22T10:00:00Z";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn site() -> Site {
    Site::of_page(SiteName::parse("paper").unwrap(), &Url::parse("https://paper.example/").unwrap())
}

fn dated(text: &str, precision: Precision, source: DateSource) -> Dated {
    Dated { moment: serde_json::from_str(&format!("{text:?}")).unwrap(), precision, source }
}

fn entry() -> Entry {
    Entry {
        url: Some(Url::parse("https://paper.example/news/bridge-opens?utm_source=home").unwrap()),
        title: Some("Bridge opens to traffic".to_owned()),
        summary: Some("After three years of work.".to_owned()),
        published: Some(dated("2026-11-22T08:30:00+02:00", Precision::Minute, DateSource::Rule)),
        ..Entry::default()
    }
}

fn article() -> Article {
    let mut article = Article::new(Url::parse("https://paper.example/news/bridge-opens").unwrap());
    article.title = Some("Bridge opens to traffic after three years".to_owned());
    article.body_html = Some("<p>The bridge is open.</p>".to_owned());
    article.body_text = Some("The bridge is open.".to_owned());
    article.published = Some(dated("2026-11-22T00:00:00+02:00", Precision::Day, DateSource::JsonLd));
    article
}

fn id() -> ItemId {
    ItemId::from("urn:feedmill:1".to_owned())
}

fn merged(stored: Option<&Item>, entry: &Entry, article: Option<&Article>, now: Timestamp) -> Item {
    let stored = stored.map(|item| kept(item, true));
    merge(id(), stored.as_ref(), entry, article, &site(), now)
}

fn kept(item: &Item, fetched: bool) -> StoredItem {
    let article = crate::store::ArticleState { fetched, ..Default::default() };
    StoredItem { item: item.clone(), content_hash: content_hash(item), article }
}

#[test]
fn the_strongest_name_comes_first_and_each_name_once() {
    let mut article = article();
    article.post_id = Some("77".to_owned());
    article.canonical_url = Some(article.url.clone());
    let names: Vec<String> = aliases(&entry(), Some(&article)).iter().map(Alias::storage_key).collect();
    assert_eq!(names, ["post:77", "url:https://paper.example/news/bridge-opens"]);
}

#[test]
fn an_entry_without_a_link_is_known_by_its_text_whatever_its_white_space() {
    let ticker = |text: &str| Entry { title: Some(text.to_owned()), ..Entry::default() };
    assert_eq!(aliases(&ticker("One  two\nthree"), None), aliases(&ticker("One two three"), None));
}

#[test]
fn before_a_wall_the_listing_is_believed_and_the_item_is_partial() {
    let mut wall = Article::new(Url::parse("https://paper.example/news/bridge-opens").unwrap());
    (wall.kind, wall.partial) = (PageKind::Wall, true);
    wall.lead = Some("Log in or register.".to_owned());
    let first = merged(None, &entry(), Some(&wall), now());
    assert_eq!((first.summary.as_deref(), first.partial), (entry().summary.as_deref(), true));

    let again = merged(Some(&first), &entry(), Some(&wall), now() + 3.hours());
    assert_eq!(again, first);
    let unread = merged(Some(&first), &entry(), None, now() + 6.hours());
    assert!(unread.partial);
    let whole = merged(Some(&first), &entry(), Some(&article()), now() + 9.hours());
    assert!(!whole.partial && whole.updated > first.updated);
}

#[test]
fn the_hour_that_only_the_listing_shows_completes_the_day_of_the_article() {
    let item = merged(None, &entry(), Some(&article()), now());
    assert_eq!(item.published.to_string(), "2026-11-22T08:30:00+02:00");
    assert_eq!(item.date_source, DateSource::Rule);
}

#[test]
fn of_an_hour_that_was_shown_twice_the_listing_tells_which() {
    let showing = |offset: &str| {
        Some(dated(&format!("2025-10-25T23:20:00{offset}"), Precision::Minute, DateSource::Text))
    };
    let entry = Entry { published: showing("+02:00"), ..entry() };
    let article = Article { published: showing("+03:00"), ..article() };
    assert_eq!(
        merged(None, &entry, Some(&article), now()).published.to_string(),
        "2025-10-25T23:20:00+02:00"
    );
}

#[test]
fn without_any_date_an_item_is_dated_by_its_first_sight_for_ever() {
    let entry = Entry { published: None, ..entry() };
    let first = merged(None, &entry, None, now());
    let later = merged(Some(&first), &entry, None, now() + 3.hours());
    assert_eq!(first.date_source, DateSource::FirstSeen);
    assert_eq!(first.published.timestamp(), now());
    assert_eq!(
        (later.published, later.first_seen, later.updated),
        (first.published, first.first_seen, first.updated)
    );
}

#[test]
fn a_date_in_the_future_is_that_of_first_sight() {
    let mut entry = entry();
    entry.published = Some(dated("2027-01-01T00:00:00Z", Precision::Day, DateSource::Text));
    assert_eq!(merged(None, &entry, None, now()).date_source, DateSource::FirstSeen);
}

#[test]
fn a_relative_date_is_frozen_when_it_is_first_seen() {
    let relative = |text: &str| Entry {
        published: Some(dated(text, Precision::Minute, DateSource::Relative)),
        ..entry()
    };
    let first = merged(None, &relative("2026-11-22T07:00:00Z"), None, now());
    let later = merged(Some(&first), &relative("2026-11-22T07:59:00Z"), None, now() + 1.hour());
    assert_eq!(later.published.to_string(), "2026-11-22T07:00:00+00:00");
}

#[test]
fn a_changed_text_moves_updated_and_neither_id_nor_published() {
    let first = merged(None, &entry(), Some(&article()), now());
    let mut changed = article();
    changed.body_text = Some("The bridge is open. A second lane follows.".to_owned());
    let later = merged(Some(&first), &entry(), Some(&changed), now() + 2.hours());
    assert_eq!((&later.id, later.published), (&first.id, first.published));
    assert_eq!(later.updated.timestamp(), now() + 2.hours());
}

#[test]
fn the_change_that_the_article_states_is_believed_when_it_is_newer() {
    let first = merged(None, &entry(), Some(&article()), now());
    let mut changed = article();
    changed.body_text = Some("Corrected.".to_owned());
    changed.modified = Some(dated("2026-11-22T10:30:00Z", Precision::Minute, DateSource::JsonLd));
    let later = merged(Some(&first), &entry(), Some(&changed), now() + 2.hours());
    assert_eq!(later.updated.to_string(), "2026-11-22T10:30:00+00:00");
}

#[test]
fn other_markup_tags_and_picture_sizes_are_no_change() {
    let mut article = article();
    let picture = |query: &str| Url::parse(&format!("https://media.paper.example/a.jpg?{query}")).unwrap();
    article.image = Some(crate::model::Image::new(picture("width=1000")));
    let first = merged(None, &entry(), Some(&article), now());
    article.image = Some(crate::model::Image::new(picture("width=750")));
    article.body_html = Some("<div><p>The bridge is open.</p></div>".to_owned());
    article.tags = vec!["bridges".to_owned()];
    let later = merged(Some(&first), &entry(), Some(&article), now() + 2.hours());
    assert_eq!(later.updated, first.updated);
    assert_eq!(later.tags, ["bridges"]);
}

#[test]
fn a_page_that_cannot_be_fetched_any_more_takes_nothing_away() {
    let first = merged(None, &entry(), Some(&article()), now());
    let reworded = Entry { title: Some("Bridge: it is open".to_owned()), ..entry() };
    assert_eq!(merged(Some(&first), &reworded, None, now() + 2.hours()), first);
}

#[test]
fn a_title_that_shares_no_word_with_the_card_is_not_the_articles() {
    let mut article = article();
    article.title = Some("The Paper".to_owned());
    assert_eq!(merged(None, &entry(), Some(&article), now()).title, "Bridge opens to traffic");
}

#[test]
fn an_article_that_is_read_late_dates_its_item_once() {
    let entry = Entry { published: None, ..entry() };
    let unread = merged(None, &entry, None, now());
    let read = merge(id(), Some(&kept(&unread, false)), &entry, Some(&article()), &site(), now() + 1.hour());
    assert_eq!(
        (read.published.to_string().as_str(), read.date_source),
        ("2026-11-22T00:00:00+02:00", DateSource::JsonLd)
    );
    let again = merge(id(), Some(&kept(&unread, true)), &entry, Some(&article()), &site(), now() + 1.hour());
    assert_eq!(again.date_source, DateSource::FirstSeen);
}

#[test]
fn a_counter_that_counts_on_changes_nothing_of_what_readers_get() {
    let of = |views: &str, markup: &str| {
        let mut article = article();
        article.body_html = Some(format!("<p>The bridge is open.</p><{markup}>{views} views</{markup}>"));
        article.body_text = Some(format!("The bridge is open.\n\n{views} views"));
        article
    };
    let first = merged(None, &entry(), Some(&of("1,204", "p")), now());

    let later = merged(Some(&first), &entry(), Some(&of("1,311", "p")), now() + 1.hours());
    assert_eq!(later, first);

    let marked = merged(Some(&first), &entry(), Some(&of("1,204", "strong")), now() + 1.hours());
    assert!(marked.content_html.unwrap().contains("<strong>"), "other markup of the same text is taken");
}
