//! Pages of many elements are read like any other: nothing overflows, and nothing is lost but what a limit names. How long
//! they take is measured by `benches/peers`.

use feedmill::extract::listing::{self, Detail, ListingLimits, ListingRead};
use feedmill::extract::sanitize::clean_html;
use feedmill::extract::{Page, PageError, article};
use feedmill::model::{Article, SkipReason};
use jiff::Timestamp;
use rstest::rstest;
use url::Url;

const SENTENCE: &str =
    "The council said, after long talks, that the bridge over the river opens again in spring.";

fn page(html: &str) -> Result<Page, PageError> {
    Page::parse(html, &address_of_page())
}

fn address_of_page() -> Url {
    Url::parse("https://news.example/archive").unwrap()
}

fn article(html: &str) -> Article {
    article::read(&page(html).unwrap(), None, now())
}

fn listing(html: &str) -> ListingRead {
    listing::read(&page(html).unwrap(), None, None, ListingLimits::default(), Detail::Rules, now())
}

fn now() -> Timestamp {
    "2026-04-10T12:00:00Z".parse().unwrap()
}

fn links(count: usize, open: &str, close: &str) -> String {
    (0..count)
        .map(|at| format!("{open}<a href='/stories/{at}'>A story with the number {at}</a>{close}"))
        .collect()
}

#[test]
fn a_list_of_many_links_is_read_up_to_the_limits_of_links_and_entries() {
    let read = listing(&format!("<main><ul>{}</ul></main>", links(25_000, "<li>", "</li>")));
    assert_eq!(read.listing.entries.len(), 500);
    assert_eq!(read.listing.entries[499].title.as_deref(), Some("A story with the number 499"));
    let too_many = read.listing.skipped.iter().filter(|skip| skip.reason == SkipReason::TooMany).count();
    assert_eq!(too_many, 19_500);
}

#[test]
fn a_paragraph_of_many_links_overflows_nothing() {
    let html = format!("<article><p>{SENTENCE} {}</p></article>", links(10_000, "", " and "));
    assert!(article(&html).word_count <= 100_000);
    assert!(listing(&html).listing.entries.len() <= 500);
}

#[test]
fn an_article_of_many_paragraphs_is_read_to_its_end() {
    let paragraphs: String = (0..5_000).map(|at| format!("<p>{at}. {SENTENCE}</p>")).collect();
    let article = article(&format!("<article>{paragraphs}</article>"));
    assert!(!article.partial);
    assert!(article.body_text.unwrap().ends_with(&format!("4999. {SENTENCE}")));
}

#[test]
fn an_article_of_more_than_an_item_may_have_ends_with_a_paragraph_and_is_partial() {
    let paragraphs: String = (0..30_000).map(|at| format!("<p>{at}. {SENTENCE}</p>")).collect();
    let article = article(&format!("<article>{paragraphs}</article>"));
    let (html, text) = (article.body_html.unwrap(), article.body_text.unwrap());
    assert!(article.partial && (500_000..1 << 20).contains(&html.len()), "{}", html.len());
    assert!(html.ends_with(&format!("{SENTENCE}</p>")) && text.ends_with(SENTENCE));
}

/// Formatting elements come back in each paragraph behind the one in which they were left open.
fn left_open(element: &str) -> String {
    format!("<article><p>{SENTENCE}</p><p>{element}x{}</article>", "<p>x".repeat(10_000))
}

#[rstest]
#[case::a_language(format!("<b lang={}>", "a".repeat(300_000)))]
#[case::a_title(format!("<i title='{}'>", "&".repeat(300_000)))]
#[case::an_address(format!("<a href='https://x.example/{}'>", "a".repeat(300_000)))]
#[case::a_mail_address(format!("<a href='mailto:{}@x.example'>", "a".repeat(300_000)))]
fn a_page_whose_attributes_the_parser_would_copy_without_end_is_refused(#[case] element: String) {
    let html = left_open(&element);
    assert!(matches!(page(&html), Err(PageError::TooLong { .. })));
    let clean = clean_html(&html, &address_of_page());
    assert!(clean.len() < 200_000 && clean.contains("x x"), "{}", clean.len());
    assert_eq!(clean_html(&clean, &address_of_page()), clean);
}

#[test]
fn a_few_elements_that_were_left_open_are_no_reason_to_refuse_a_page() {
    let html =
        left_open("<b class=lead><a href='https://x.example/a-story'><font face='Verdana, Arial' size=2>");
    assert!(article(&html).body_text.unwrap().ends_with("x"));
}

#[test]
fn a_text_of_nothing_but_ampersands_is_written_in_time() {
    let text = "& ".repeat(3_000_000);
    for html in [format!("<article><p>{text}</p></article>"), format!("<p title=\"{text}\">{SENTENCE}</p>")] {
        assert!(article(&html).body_html.is_none_or(|html| html.len() <= 1 << 20));
    }
}

#[test]
fn elements_side_by_side_are_no_listing_and_no_reason_to_give_up() {
    let siblings = "<div>one </div>".repeat(10_000);
    assert!(article(&siblings).word_count <= 10_000);
    assert!(listing(&siblings).listing.entries.is_empty());
}

#[test]
fn more_elements_than_the_limit_are_refused() {
    let error = page(&"<br>".repeat(300_001)).unwrap_err();
    assert!(matches!(error, PageError::TooManyElements { limit: 300_000, .. }), "{error}");
}

#[test]
fn white_space_between_many_elements_says_nothing() {
    let space = " \n\t".repeat(20);
    let siblings = format!("<div>{space}<span> </span>{space}</div>").repeat(20_000);
    let html = format!("<article>{siblings}<p>{SENTENCE}</p></article>");
    assert_eq!(article(&html).body_text.as_deref(), Some(SENTENCE));
    assert!(listing(&html).listing.entries.is_empty());
}

#[test]
fn white_space_inside_many_levels_says_nothing() {
    let space = "\n ".repeat(5_000);
    let html = format!(
        "{}<p>{SENTENCE}</p>{}",
        format!("<div>{space}").repeat(400),
        format!("{space}</div>").repeat(400)
    );
    assert_eq!(article(&html).body_text.as_deref(), Some(SENTENCE));
    assert!(listing(&html).listing.entries.is_empty());
}

#[test]
fn a_title_in_a_megabyte_of_white_space_is_that_title() {
    let space = " \n".repeat(500_000);
    let html = format!(
        "<title>{space}A bridge{space}opens{space}</title><h1>{space}A bridge opens{space}</h1><p>{SENTENCE}"
    );
    assert_eq!(article(&html).title.as_deref(), Some("A bridge opens"));
    assert_eq!(listing(&html).listing.title.as_deref(), Some("A bridge opens"));
}

#[test]
fn tags_and_comments_that_do_not_end_as_they_should_are_looked_through_once() {
    for piece in ["<noscript", "<!----!>", "<!--", "<script", "<style", "<title"] {
        let html = format!("<body><article><p>{SENTENCE}</p></article>{}-->", piece.repeat(200_000));
        assert_eq!(article(&html).body_text.as_deref(), Some(SENTENCE), "{piece}");
    }
}

#[test]
fn many_tags_beside_each_other_are_counted_in_one_walk() {
    let cards: String =
        (0..4_000).map(|at| format!("<x{at} class=card><a href='/{at}'>A story</a></x{at}>")).collect();
    let siblings = "<i></i>".repeat(100_000);
    assert!(listing(&format!("<main>{cards}{siblings}</main>")).listing.entries.len() <= 500);
}

#[test]
fn a_state_that_names_a_long_text_often_does_not_copy_it_as_often() {
    let places = "1,".repeat(90_000);
    let html = format!(
        "<script type=application/json id=__NUXT_DATA__>[[{places}1],\"{}\"]</script>",
        "x".repeat(200_000)
    );
    assert!(listing(&html).listing.entries.is_empty());
}

#[test]
fn many_lists_of_a_state_look_at_the_links_of_the_page_once() {
    let list = |at: usize| {
        let thing =
            |n: usize| format!("{{\"title\":\"A story of {at} and {n}\",\"slug\":\"none-{at}-{n}\"}}");
        format!("[{}]", (0..4).map(thing).collect::<Vec<_>>().join(","))
    };
    let lists: Vec<String> = (0..1_000).map(list).collect();
    let html = format!(
        "{}<script>window.__STATE__ = [{}];</script>",
        "<link rel=prefetch href='/a-story'>".repeat(5_000),
        lists.join(",")
    );
    assert!(listing(&html).listing.entries.is_empty());
}
