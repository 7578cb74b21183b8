use rstest::rstest;
use url::Url;

use super::*;

fn next(address: &str, html: &str) -> Option<String> {
    let page = Page::parse(html, &Url::parse(address).unwrap()).unwrap();
    next_url(&page).map(|url| url.to_string().replace("https://gazette.example", ""))
}

const HOME: &str = "https://gazette.example/";
const NEWS: &str = "https://gazette.example/news";

#[rstest]
#[case::declared(
    NEWS,
    "<link rel=next href='/news?from=20'><a href='/news?page=2'>Next</a>",
    "/news?from=20"
)]
#[case::declared_by_an_anchor(NEWS, "<a rel='nofollow next' href='?after=c9'>x</a>", "/news?after=c9")]
#[case::the_number_after_that_of_the_address(
    "https://gazette.example/news/page/3/",
    "<a href='/news/page/2/'>2</a> <span>3</span> <a href='/news/page/4/'>4</a> <a href='/news/page/9/'>9</a>",
    "/news/page/4/"
)]
#[case::the_number_after_the_marked_one(
    NEWS,
    "<ul><li><a href='/news?start=0'>1</a><li class=active><a href='/news?start=20'>2</a><li><a href='/news?start=40'>3</a></ul>",
    "/news?start=40"
)]
#[case::the_second_of_a_bar(NEWS, "<b>1</b><a href='/news/2'>2</a><a href='/news/3'>3</a>", "/news/2")]
#[case::digits_of_another_script(
    NEWS,
    "<a href='/news?page=2'>٢</a><a href='/news?page=3'>٣</a>",
    "/news?page=2"
)]
#[case::pages_counted_from_nought(
    NEWS,
    "<a href='/news?page=1'>2</a><a href='/news?page=2'>3</a>",
    "/news?page=1"
)]
#[case::older_posts(HOME, "<a href='/page/2/'>← Older posts</a>", "/page/2/")]
#[case::older_posts_by_a_cursor(
    NEWS,
    "<a href='/news?before=20240301'>Older Entries</a>",
    "/news?before=20240301"
)]
#[case::an_arrow(
    NEWS,
    "<nav class=pagination><a href='/news?o=9'>1</a><a href='/news?o=20'>›</a></nav>",
    "/news?o=20"
)]
#[case::in_arabic(NEWS, "<a href='/news?page=2'>التالي</a>", "/news?page=2")]
#[case::in_japanese(NEWS, "<a href='/news/page/2'>次へ »</a>", "/news/page/2")]
#[case::in_russian(NEWS, "<a href='/news/page2.html'>Следующая страница</a>", "/news/page2.html")]
#[case::by_its_label(NEWS, "<a aria-label='Next page' href='/news?page=2'><svg></svg></a>", "/news?page=2")]
#[case::by_its_address_alone(
    NEWS,
    "<a class=button href='/news?page=2#list'>Further reports</a>",
    "/news?page=2"
)]
#[case::in_a_table(
    NEWS,
    "<table><tr><td>A pier</td></tr><tr><td><a href='/news?page=2'>Next</a></table>",
    "/news?page=2"
)]
#[case::with_other_parameters(
    "https://gazette.example/find?q=tide&page=2",
    "<a href='?q=tide&page=3'>3</a><a href='?page=3'>3</a>",
    "/find?q=tide&page=3"
)]
#[case::over_the_previous_page(
    "https://gazette.example/news?page=2",
    "<div class=pager><a href='/news?page=1'>«</a><a href='/news?page=3'>»</a></div>",
    "/news?page=3"
)]
fn the_next_page_is_found(#[case] address: &str, #[case] html: &str, #[case] expected: &str) {
    assert_eq!(next(address, html).as_deref(), Some(expected), "{html}");
}

#[rstest]
#[case::the_page_itself(NEWS, "<link rel=next href='/news'><a href='/news#top'>Next</a>")]
#[case::the_next_section(NEWS, "<link rel=next href='/sport/index.html'>")]
#[case::another_host(NEWS, "<link rel=next href='https://other.example/news?page=2'>")]
#[case::another_port(NEWS, "<link rel=next href='https://gazette.example:8443/news?page=2'>")]
#[case::a_carousel(
    NEWS,
    "<div class='swiper'><a href='/news?slide=2' rel=next>Next</a><a href='/news?slide=2'>2</a></div>"
)]
#[case::a_calendar(
    HOME,
    "<table><tr><td><a href='/1'>1</a><td><a href='/2'>2</a><td><td><td><td><td><tr><td colspan=3><a rel=next href='/2024/6'>Next</a></table>"
)]
#[case::days_without_a_table(
    "https://gazette.example/2024/5",
    "<a href='/2024/5/1'>1</a><a href='/2024/5/2'>2</a><a href='/2024/5/3'>3</a>"
)]
#[case::years(HOME, "<a href='/2023'>2023</a><a href='/2024'>2024</a>")]
#[case::another_list(
    NEWS,
    "<nav class=pagination><a href='/sport?page=2'>Next</a><a href='/sport?page=2'>2</a></nav>"
)]
#[case::the_next_article(NEWS, "<a href='/news/4712-a-pier'>Next</a><a href='/news/4713-a-tide'>›</a>")]
#[case::pages_of_comments(
    NEWS,
    "<div id=comments><a href='/news/page/2'>Older comments</a><a href='/news/page/2'>2</a></div>"
)]
#[case::the_last_page(
    "https://gazette.example/news?page=9",
    "<a href='/news?page=7'>7</a><a href='/news?page=8'>8</a><b>9</b>"
)]
#[case::nothing(NEWS, "<p>1 2 3")]
fn what_turns_something_else_is_no_next_page(#[case] address: &str, #[case] html: &str) {
    assert_eq!(next(address, html), None, "{html}");
}

#[test]
fn fifty_thousand_links_are_read_in_no_time() {
    let links: String =
        (0..50_000).map(|n| format!("<div><a href='/news/{n}-story'>{n}</a></div>")).collect();
    let started = std::time::Instant::now();

    assert_eq!(next(NEWS, &links), None);

    assert!(started.elapsed().as_secs() < 20);
}
