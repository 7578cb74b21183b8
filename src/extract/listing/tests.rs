mod dated;
mod fields;
mod none;
mod shapes;
mod stated;

use jiff::Timestamp;
use url::Url;

use super::{Detail, ListingLimits, ListingRead, read};
use crate::extract::Page;
use crate::model::{DateSource, SkipReason};

const NOW: &str = "2026-03-10T12:00:00Z";

fn listing(address: &str, html: &str) -> ListingRead {
    let page = Page::parse(html, &Url::parse(address).unwrap()).unwrap();
    let now: Timestamp = NOW.parse().unwrap();
    read(&page, None, None, ListingLimits::default(), Detail::Explanation, now)
}

/// Path and title of every entry of a page of `town.example`.
fn entries(html: &str) -> Vec<(String, String)> {
    listing("https://town.example/news", html)
        .listing
        .entries
        .into_iter()
        .map(|entry| {
            let url = entry.url.unwrap();
            let place = match url.host_str() {
                Some("town.example") => url.path().to_owned(),
                _ => url.to_string(),
            };
            (place, entry.title.unwrap_or_default())
        })
        .collect()
}

fn titles(html: &str) -> Vec<String> {
    entries(html).into_iter().map(|(_, title)| title).collect()
}

/// The day of every entry, or a dash.
fn days(address: &str, html: &str) -> Vec<String> {
    let found = listing(address, html).listing.entries.into_iter();
    found
        .map(|entry| {
            let day = entry.published.map(|dated| dated.moment.to_string().chars().take(10).collect());
            day.unwrap_or_else(|| "-".to_owned())
        })
        .collect()
}

const FRAME: &str = "<header><nav><ul><li><a href=/>Home</a><li><a href=/news>News</a><li><a href=/sports>Sports</a>\
    <li><a href=/about-us>About us</a><li><a href=/contact>Contact</a></ul></nav></header>";
const ASIDE: &str = "<aside class=sidebar><h3>Most read</h3><ul><li><a href=/news/old-1>What the council decided long ago</a>\
    <li><a href=/news/old-2>What the ferry cost last year</a><li><a href=/news/old-3>What the school planned once</a></ul></aside>\
    <footer><a href=/privacy>Privacy policy</a> <a href=/terms>Terms of use</a> <a href=/jobs>Jobs at the paper</a></footer>";
const SUBJECTS: [&str; 6] = [
    "Ferry returns to the harbour after winter repairs",
    "School garden wins a prize of the region",
    "Council argues over the budget of the library",
    "River festival moves to the second week of June",
    "Engineers look again at the old railway bridge",
    "Volunteers plant orchard beside the museum",
];

fn slug(subject: &str) -> String {
    subject.to_lowercase().replace(' ', "-")
}

fn page(content: &str) -> String {
    format!("<html lang=en><title>News - Town</title><body>{FRAME}<main>{content}</main>{ASIDE}")
}

fn cards(from: usize, to: usize, card: impl Fn(usize, &str, &str) -> String) -> String {
    SUBJECTS[from..to]
        .iter()
        .enumerate()
        .map(|(at, subject)| card(at + from, subject, &slug(subject)))
        .collect()
}

#[test]
fn the_entries_are_those_of_the_listing_and_not_of_menu_side_bar_or_footer() {
    let html = page(&cards(0, 6, |_, subject, slug| {
        format!(
            "<div class=card><h3><a href=/news/{slug}>{subject}</a></h3><p>A line about it, long enough to be a teaser.</div>"
        )
    }));
    assert_eq!(titles(&html), SUBJECTS);
}

#[test]
fn a_lead_story_with_a_layout_of_its_own_joins_the_stream() {
    let lead = cards(0, 1, |_, subject, slug| {
        format!(
            "<section class=lead><h1><a href=/news/{slug}>{subject}</a></h1><img src=/ferry.jpg><p>A long line about the lead story of the day.</section>"
        )
    });
    let rest = cards(1, 6, |_, subject, slug| {
        format!(
            "<article class=story><h2><a href=/news/{slug}>{subject}</a></h2><p>A line about it, long enough to be a teaser.</article>"
        )
    });
    assert_eq!(titles(&page(&format!("{lead}<div class=stories>{rest}</div>"))), SUBJECTS);
}

#[test]
fn classes_that_tell_one_card_from_the_next_do_not_part_them() {
    let kinds =
        ["category-a tag-x", "category-b", "category-a sticky", "category-c tag-y", "category-b", "tag-x"];
    let html = page(&cards(0, 6, |at, subject, slug| {
        format!(
            "<article class='post-{at}1 post type-post {}'><h2><a href=/news/{slug}>{subject}</a></h2></article>",
            kinds[at]
        )
    }));
    assert_eq!(titles(&html), SUBJECTS);
}

#[test]
fn of_several_links_in_a_card_the_one_to_the_article_counts() {
    let html = page(&cards(0, 6, |at, subject, slug| {
        format!(
            "<div class=card><a class=place href=/places/{at}>Harbour street</a><h3 class=name><a href=/news/{slug}>{subject}</a></h3>\
             <span class=tags><a href=/tag/town>Town</a> <a href=/tag/life>Life</a></span> <a href=/author/{}>Ann Harbour</a></div>",
            at % 2
        )
    }));
    assert_eq!(titles(&html), SUBJECTS);
}

#[test]
fn links_off_the_site_are_entries_of_a_link_blog() {
    let html = page(&format!(
        "<table>{}</table>",
        cards(0, 6, |at, subject, slug| {
            format!(
                "<tr class=story><td>{at}.</td><td class=title><a href=https://site{at}.example/{slug}>{subject}</a></td></tr>\
                 <tr><td></td><td class=sub>{} points by mill{at} {at} hours ago | <a href=/item?id=10{at}>{at} comments</a></td></tr>",
                at + 3
            )
        })
    ));
    let found = listing("https://town.example/news", &html).listing.entries;
    assert_eq!(titles(&html), SUBJECTS);
    assert_eq!(found[2].url.as_ref().unwrap().host_str(), Some("site2.example"));
    assert_eq!(found[2].published.unwrap().source, DateSource::Relative);
}

#[test]
fn links_that_all_say_the_same_are_named_by_their_cards() {
    let html = page(&cards(0, 5, |_, subject, slug| {
        format!(
            "<div class=item><p class=post-title>{subject}</p><span class=date>2 March 2026</span> <a href=/news/{slug}>Číst dál</a></div>"
        )
    }));
    assert_eq!(titles(&html), &SUBJECTS[..5]);
}

#[test]
fn a_link_without_text_over_its_card_is_named_by_the_heading_without_its_kicker() {
    let html = page(&cards(0, 5, |_, subject, slug| {
        format!(
            "<li class=card><a href=/news/{slug} aria-label='{subject}'></a><h3><span class=kicker>Town</span> <span class=line>{subject}</span></h3></li>"
        )
    }));
    assert_eq!(titles(&html), &SUBJECTS[..5]);
}

#[test]
fn a_link_around_its_card_is_named_by_the_title_in_it() {
    let html = page(&cards(0, 5, |at, subject, slug| {
        format!(
            "<a class=box href=/news/{slug}><div class=when>{} March 2026</div><div class=box-title>{subject}</div>\
             <div class=box-text>A line about it, long enough to be a teaser of the article.</div></a>",
            at + 1
        )
    }));
    let found = listing("https://town.example/news", &html).listing.entries;
    assert_eq!(titles(&html), &SUBJECTS[..5]);
    assert_eq!(
        found[0].summary.as_deref(),
        Some("A line about it, long enough to be a teaser of the article.")
    );
}

#[test]
fn a_date_before_the_title_in_one_link_is_no_part_of_it() {
    let html = page(&format!(
        "<ul>{}</ul>",
        cards(0, 5, |at, subject, slug| format!(
            "<li><a href=/news/{slug}>March {}, 2026<!-- --> - <!-- -->{subject}</a></li>",
            at + 1
        ))
    ));
    assert_eq!(titles(&html), &SUBJECTS[..5]);
    assert_eq!(days("https://town.example/archive", &html)[4], "2026-03-05");
}

#[test]
fn days_without_a_year_count_in_the_year_above_them() {
    let list = |year: i16, from, to, day: &dyn Fn(usize) -> String| {
        let items = cards(from, to, |at, subject, slug| {
            format!("<li><a href=/posts/{slug}>{subject}</a> <span class=when>{}</span></li>", day(at))
        });
        format!("<h2>{year}</h2><ul>{items}</ul>")
    };
    let named = |at: usize| format!("Oct {}", 9 - at);
    let html = page(&format!("{}{}", list(2021, 0, 3, &named), list(2019, 3, 6, &named)));
    let expected = ["2021-10-09", "2021-10-08", "2021-10-07", "2019-10-06", "2019-10-05", "2019-10-04"];
    assert_eq!(days("https://town.example/archive", &html), expected);

    let numbers = |at: usize| format!("10-0{}", 9 - at);
    let html = page(&format!("{}{}", list(2021, 0, 3, &numbers), list(2019, 3, 6, &numbers)));
    assert_eq!(days("https://town.example/archive", &html), expected);
}

#[test]
fn a_term_before_its_description_gives_the_date() {
    let html = page(&format!(
        "<dl>{}</dl>",
        cards(0, 5, |at, subject, slug| format!(
            "<dt>Mon {} March 2026</dt><dd><a href=/posts/{slug}>{subject}</a></dd>",
            at + 1
        ))
    ));
    assert_eq!(
        days("https://town.example/archive", &html),
        ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"]
    );
}

#[test]
fn an_address_with_a_day_dates_an_entry_that_shows_none() {
    let html = page(&format!(
        "<ul>{}</ul>",
        cards(0, 5, |at, subject, slug| format!(
            "<li><a href=/2026/03/0{}/{slug}>{subject}</a></li>",
            at + 1
        ))
    ));
    let found = listing("https://town.example/archive", &html).listing.entries;
    assert_eq!(found[1].published.unwrap().source, DateSource::Url);
    assert_eq!(days("https://town.example/archive", &html)[1], "2026-03-02");
}

#[test]
fn pictures_that_open_larger_are_no_entries() {
    let html = page(&cards(0, 5, |at, subject, slug| {
        format!(
            "<div class=post><h2><a href=/news/{slug}>{subject}</a></h2><a href=/pictures/{at}-large.jpg><img src=/pictures/{at}.jpg></a></div>"
        )
    }));
    assert_eq!(titles(&html), &SUBJECTS[..5]);
}

#[test]
fn pages_in_scripts_without_spaces_or_from_right_to_left_work_alike() {
    let chinese = [
        "港口渡轮冬季维修后重新启航",
        "学校花园获得地区奖项",
        "议会就图书馆预算展开辩论",
        "河流节移至六月第二周举行",
    ];
    let arabic = [
        "العبّارة تعود إلى الميناء بعد إصلاحات الشتاء",
        "حديقة المدرسة تفوز بجائزة الإقليم",
        "المجلس يختلف على موازنة المكتبة",
        "مهرجان النهر ينتقل إلى حزيران",
    ];
    for titles_of_script in [chinese, arabic] {
        let items: String = titles_of_script
            .iter()
            .enumerate()
            .map(|(at, title)| {
                format!("<li><a href=/a/{}.html>{title}</a><span>2026-03-0{}</span></li>", 4100 + at, at + 1)
            })
            .collect();
        assert_eq!(titles(&page(&format!("<div class=list><ul>{items}</ul></div>"))), titles_of_script);
    }
}

#[test]
fn an_article_is_no_listing_and_says_so() {
    let paragraph = "The council met on Monday evening and spoke for two hours about the harbour, the ferry and the money that both of \
        them need, while the rain fell on the roof of the hall and the chairs stayed empty for the most part of it.";
    let body: String = (0..12).map(|_| format!("<p>{paragraph}</p>")).collect();
    let html = format!(
        "<html lang=en><title>Council meets</title><body>{FRAME}<article><h1>Council meets again about the ferry</h1>{body}</article><footer><a href=/privacy>Privacy</a></footer>"
    );
    let read = listing("https://town.example/news/council-meets", &html);
    assert!(read.listing.entries.is_empty(), "{:?}", read.listing.entries);
    assert_eq!(read.listing.skipped[0].reason, SkipReason::NoListing);
}

#[test]
fn an_entry_of_the_listing_is_surer_than_one_that_joined() {
    let html = page(&cards(0, 6, |_, subject, slug| {
        format!(
            "<article><h2><a href=/news/{slug}>{subject}</a></h2><p>A line about it, long enough to be a teaser.</article>"
        )
    }));
    let read = listing("https://town.example/news", &html);
    let explained = &read.explanation;
    assert_eq!(explained.entries.len(), 6);
    assert!(explained.entries.iter().all(|entry| entry.confidence <= read.listing.confidence));
    assert!(read.listing.confidence > 0.8, "{}", read.listing.confidence);
    assert!(explained.groups.iter().all(|group| (0.0..=1.0).contains(&group.join)));
}

#[test]
fn a_stated_list_fills_in_what_the_page_does_not_show() {
    let items: Vec<String> = SUBJECTS
        .iter()
        .map(|subject| {
            let slug = slug(subject);
            format!("{{\"@type\":\"BlogPosting\",\"url\":\"/news/{slug}\",\"headline\":\"{subject}\",\"datePublished\":\"2026-03-01\"}}")
        })
        .collect();
    let data = format!(
        "<script type=application/ld+json>{{\"@type\":\"Blog\",\"blogPost\":[{}]}}</script>",
        items.join(",")
    );
    let html = page(&format!(
        "{data}{}",
        cards(0, 6, |_, subject, slug| format!(
            "<article><h2><a href=/news/{slug}>{subject}</a></h2></article>"
        ))
    ));
    let found = listing("https://town.example/news", &html);
    assert_eq!(found.listing.entries.len(), 6);
    assert_eq!(found.method, super::Method::Detected);
    assert!(found.listing.entries.iter().all(|entry| entry.published.unwrap().source == DateSource::JsonLd));
}

#[test]
fn a_page_that_scripts_write_is_read_from_their_state() {
    let things: Vec<String> = SUBJECTS
        .iter()
        .map(|subject| {
            format!(
                "{{\"title\":\"{subject}\",\"url\":\"/news/{}\",\"publishedAt\":\"2026-03-01T08:00:00Z\"}}",
                slug(subject)
            )
        })
        .collect();
    let menu = r#"[{"title":"All the news of town","url":"/news"},{"title":"All the sports of town","url":"/sports"}]"#;
    let html = format!(
        "<div id=app></div><script>window.__STATE__ = {{\"menu\":{menu},\"page\":{{\"stories\":[{}]}}}};</script>",
        things.join(",")
    );
    assert_eq!(titles(&html), SUBJECTS);
    assert_eq!(listing("https://town.example/news", &html).method, super::Method::StructuredData);
}

#[test]
fn the_menu_that_a_page_states_is_no_listing() {
    let menu = r#"<script type=application/ld+json>{"@type":"ItemList","itemListElement":[
        {"@type":"SiteNavigationElement","name":"Home of the town","url":"/home"},
        {"@type":"SiteNavigationElement","name":"About the town","url":"/about"},
        {"@type":"SiteNavigationElement","name":"Shop of the town","url":"/shop"}]}</script>"#;
    let body = "<p>The council met on Monday evening and spoke for two hours about the harbour and the ferry that it needs.</p>";
    let html =
        format!("<html lang=en>{menu}<article><h1>Council meets again</h1>{}</article>", body.repeat(8));
    assert!(listing("https://town.example/news/council", &html).listing.entries.is_empty());
}
