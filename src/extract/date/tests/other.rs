//! Formats of site definitions, addresses, the order of a page, and hostile input.

use proptest::prelude::*;
use url::Url;

use super::super::{DayMonthOrder, find, from_url, infer_order, parse, parse_with_format};
use super::{Page, check_alone};

fn formatted(page: Page, text: &str, format: &str) -> String {
    page.read(|context| parse_with_format(text, format, context))
}

#[test]
fn a_format_reads_names_and_digits_of_other_languages() {
    let rows = [
        ("10 سبتمبر 2022 22:12", "%d %B %Y %H:%M", "2022-09-10T22:12:00+03:00"),
        ("١٠ أيلول ٢٠٢٢", "%d %b %Y", "2022-09-10"),
        ("sábado, 10 de septiembre de 2022", "%A, %d de %B de %Y", "2022-09-10"),
        ("mar. 6 mar. 2018", "%a. %d %b. %Y", "2018-03-06"),
        ("2022년 9월 10일 오후 10:12", "%Y년 %m월 %d일 %p %I:%M", "2022-09-10T22:12:00+03:00"),
        ("10.09.2022 22:12", "%d.%m.%Y %H:%M", "2022-09-10T22:12:00+03:00"),
        ("09/10/22", "%m/%d/%y", "2022-09-10"),
        ("10/09/2022 10:12 م", "%d/%m/%Y %I:%M %p", "2022-09-10T22:12:00+03:00"),
        ("2022-09-10 22:12 +0100", "%Y-%m-%d %H:%M %z", "2022-09-10T22:12:00+01:00"),
        ("1662847920", "%s", "2022-09-11T01:12:00+03:00"),
        ("10 September", "%d %B", "2026-09-10"),
        ("25 décembre", "%d %B", "2025-12-25"),
        ("5. Mai 2022", "%d. %B %Y", "2022-05-05"),
    ];
    for (text, format, expected) in rows {
        assert_eq!(formatted(Page::default(), text, format), expected, "{text} by {format}");
    }
}

#[test]
fn a_format_that_does_not_fit_or_names_no_day_gives_none() {
    let rows = [
        ("10 Sep 2022", "%d/%m/%Y"),
        ("10:30", "%H:%M"),
        ("2022", "%Y"),
        ("10/09/1444", "%d/%m/%Y"),
        ("01/01/2031", "%d/%m/%Y"),
        ("", "%d"),
        ("10", "%"),
        ("31/02/2022", "%d/%m/%Y"),
    ];
    for (text, format) in rows {
        assert_eq!(formatted(Page::default(), text, format), "-", "{text} by {format}");
    }
}

#[test]
fn the_path_of_an_address_tells_its_day() {
    let rows = [
        ("/2022/09/10/port-reopens", "2022-09-10"),
        ("/news/2022/9/5/port-reopens.html", "2022-09-05"),
        ("/world/2022/sep/10/port-reopens", "2022-09-10"),
        ("/2022-09-10-port-reopens", "2022-09-10"),
        ("/news/port-reopens-2022-09-10.html", "2022-09-10"),
        ("/20220910/port-reopens", "2022-09-10"),
        ("/20220910-port-reopens.html", "2022-09-10"),
        ("/n1/2022/0910/c1001-3252.html", "2022-09-10"),
        ("/politics/2022-09/10/c_1128.htm", "2022-09-10"),
        ("/2022_09_10/port", "2022-09-10"),
        ("/zwgk/202209/t20220910_4411.html", "2022-09-10"),
        ("/2022/09/port-reopens", "-"),
        ("/2022/09/", "-"),
        ("/2022/09/10-reasons-to-stay", "-"),
        ("/2022/13/10/x", "-"),
        ("/2022/02/30/x", "-"),
        ("/world-20220910", "-"),
        ("/a/12345678", "-"),
        ("/99999999/x", "-"),
        ("/1444/09/10/x", "-"),
        ("/2031/09/10/x", "-"),
        ("/article/202209101", "-"),
        ("/7/10/2022", "-"),
        ("/", "-"),
    ];
    for (path, expected) in rows {
        let url = Url::parse("https://news.example").unwrap().join(path).unwrap();
        assert_eq!(Page::default().read(|context| from_url(&url, context)), expected, "{path}");
    }
    let opaque = Url::parse("mailto:desk@news.example").unwrap();
    assert_eq!(Page::default().read(|context| from_url(&opaque, context)), "-");
}

#[test]
fn one_settled_date_orders_the_page_and_a_contradiction_orders_nothing() {
    use DayMonthOrder::{DayFirst, MonthFirst};
    let rows: [(&[&str], Option<DayMonthOrder>); 9] = [
        (&["03/04/2024", "25/12/2024"], Some(DayFirst)),
        (&["03/04/2024", "Posted 12/25/2024 by Rana"], Some(MonthFirst)),
        (&["03/04/2024", "05/06/2024"], None),
        (&["25/12/2024", "12/25/2024"], None),
        (&["2024-12-25", "2024/25/12"], None),
        (&["v25.12.3", "10.25.0.2022"], None),
        (&["٢٥/١٢/٢٠٢٤"], Some(DayFirst)),
        (&["12/25/24"], Some(MonthFirst)),
        (&[], None),
    ];
    for (texts, expected) in rows {
        assert_eq!(infer_order(texts.iter().copied()), expected, "{texts:?}");
    }
}

#[test]
fn a_long_text_is_read_in_linear_time_and_only_at_its_beginning() {
    let far = format!("{} 10 Sep 2022", "word ".repeat(2000));
    assert_eq!(Page::default().read(|context| find(&far, context)), "-");
    let near = format!("{} 10 Sep 2022", "1/".repeat(500));
    assert_eq!(Page::default().read(|context| find(&near, context)), "2022-09-10");
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(text in "\\PC{0,60}", format in "[%a-zA-Z .:/-]{0,12}") {
        Page::default().read(|context| parse(&text, context));
        Page::default().read(|context| find(&text, context));
        formatted(Page::default(), &text, &format);
        infer_order(std::iter::once(text.as_str()));
    }

    #[test]
    fn no_heap_of_date_words_makes_a_reader_panic(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "10", "2022", "99", "999", "Sep", "mar", ":", ".", "/", "-", "+", "T", "Z", "ago", "منذ", "ساعتين",
                "年", "月", "日", "前", "p.m.", "yesterday", "GMT", "[", "]", "(", ")", " ", "20220910", "'", "كانون",
                "الثاني", "أول", "12", "00", "24", "h", "시간", "전", "9999",
            ]),
            0..30,
        ),
    ) {
        let text = words.concat();
        Page::default().read(|context| parse(&text, context));
        Page::default().read(|context| find(&text, context));
    }

    #[test]
    fn what_rfc_3339_writes_is_read_back(second in 0_i64..1_790_000_000) {
        let moment = jiff::Timestamp::from_second(second).unwrap();
        let read = Page::default().read(|context| parse(&moment.to_string(), context));
        let expected = crate::model::Moment::utc(moment).to_string();
        prop_assert_eq!(read, expected);
    }
}

#[test]
fn the_day_of_the_week_tells_the_year_of_a_day_without_one() {
    // It is 22 November 2026, a Sunday.
    check_alone(
        Page::default(),
        &[
            ("Thu 7 Jan", "2027-01-07"),
            ("Thursday, January 7", "2027-01-07"),
            ("7 Jan (Thu)", "2027-01-07"),
            ("Wed 7 Jan", "2026-01-07"),
            ("Tue 7 Jan", "2025-01-07"),
            ("Fri 7 Jan", "2026-01-07"),
            ("7 Jan", "2026-01-07"),
            ("Fri 15 Oct", "2026-10-15"),
            ("Thu 7 Jan 2021", "2021-01-07"),
        ],
    );
    let court = Page::default().read(|context| find("The court sat 6 March in the town", context));
    assert_eq!(court, Page::default().read(|context| find("6 March", context)));
}
