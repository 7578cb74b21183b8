//! Days that stand above entries, and days whose parts stand apart.

use super::{cards, days, page};

const ADDRESS: &str = "https://town.example/archive";

#[test]
fn a_day_above_several_entries_dates_each_of_them() {
    let list = |heading: &str, from, to| {
        let items =
            cards(from, to, |_, subject, slug| format!("<li>9:15 <a href=/posts/{slug}>{subject}</a></li>"));
        format!("<div class=day>{heading}</div><ul>{items}</ul>")
    };
    let html = page(&format!("{}{}", list("Monday 2 March 2026", 0, 2), list("Sunday 1 March 2026", 2, 5)));
    assert_eq!(days(ADDRESS, &html), ["2026-03-02", "2026-03-02", "2026-03-01", "2026-03-01", "2026-03-01"]);
}

#[test]
fn days_above_entries_are_read_where_all_of_them_are_siblings() {
    let items = cards(0, 6, |at, subject, slug| {
        let heading = if at % 2 == 0 { format!("<h3>March {}, 2026</h3>", 9 - at) } else { String::new() };
        format!("{heading}<p><a href=/posts/{slug}>{subject}</a></p>")
    });
    let expected = ["2026-03-09", "2026-03-09", "2026-03-07", "2026-03-07", "2026-03-05", "2026-03-05"];
    assert_eq!(days(ADDRESS, &page(&items)), expected);
}

#[test]
fn the_day_of_the_page_is_not_that_of_its_entries() {
    let items = cards(0, 5, |_, subject, slug| format!("<li><a href=/posts/{slug}>{subject}</a></li>"));
    let html = page(&format!("<p class=today>Tuesday 10 March 2026</p><ul>{items}</ul>"));
    assert_eq!(days(ADDRESS, &html), ["-"; 5]);
}

#[test]
fn the_number_of_a_day_counts_in_the_month_above_it() {
    let list = |heading: &str, from, to, day: fn(usize) -> String| {
        let items = cards(from, to, |at, subject, slug| {
            format!("<tr><td>{}</td><td><a href=/posts/{slug}>{subject}</a></td></tr>", day(at))
        });
        format!("<h2>{heading}</h2><table>{items}</table>")
    };
    let expected = ["2026-02-28", "2026-02-27", "2025-12-09", "2025-12-08"];
    let english = |at: usize| format!("{}th", [28, 27, 9, 8][at]);
    let html = format!("{}{}", list("February 2026", 0, 2, english), list("December 2025", 2, 4, english));
    assert_eq!(days(ADDRESS, &page(&html)), expected);
    let japanese = |at: usize| format!("{}日", [28, 27, 9, 8][at]);
    let html = format!("{}{}", list("2026年2月", 0, 2, japanese), list("2025年12月", 2, 4, japanese));
    assert_eq!(days(ADDRESS, &page(&html)), expected);
}

#[test]
fn a_day_is_read_from_the_sheet_of_a_calendar() {
    for sheet in [
        "<div class=cal><b>0%</b><span>Mar</span></div>",
        "<div class=date><i>MAR</i><b>0%</b><u>2026</u></div>",
        "<time><span>0%</span><span>März</span><span>2026</span></time>",
        "<p class=box><b>0%</b><span>2026-03</span></p>",
    ] {
        let items = cards(0, 5, |at, subject, slug| {
            let sheet = sheet.replace('%', &(9 - at).to_string());
            format!("<div class=item>{sheet}<h3><a href=/posts/{slug}>{subject}</a></h3></div>")
        });
        let expected = ["2026-03-09", "2026-03-08", "2026-03-07", "2026-03-06", "2026-03-05"];
        assert_eq!(days(ADDRESS, &page(&items)), expected, "{sheet}");
    }
}

#[test]
fn a_number_before_a_date_is_no_day_of_it() {
    let items = cards(0, 5, |at, subject, slug| {
        format!(
            "<div class=item><div class=meta><span>Episode 2{at}</span><span>March {}, 2026</span><span>40 min</span></div>\
             <h3><a href=/posts/{slug}>{subject}</a></h3></div>",
            9 - at
        )
    });
    assert_eq!(days(ADDRESS, &page(&items))[0], "2026-03-09");
}

#[test]
fn a_link_in_a_line_has_the_day_beside_it() {
    let days_of = |line: fn(usize, &str) -> String| {
        let lines = cards(0, 5, |at, subject, slug| {
            line(at, &format!("<a href=/posts/{slug}>{subject}</a>")) + "<br>"
        });
        days(ADDRESS, &page(&format!("<div><h2>Archive</h2>{lines}</div>")))
    };
    let expected = ["2026-03-09", "2026-03-08", "2026-03-07", "2026-03-06", "2026-03-05"];
    assert_eq!(days_of(|at, link| format!("2026-03-0{}&nbsp;&nbsp;{link}", 9 - at)), expected);
    assert_eq!(days_of(|at, link| format!("{link} ({} March <b>2026</b>)", 9 - at)), expected);
    assert_eq!(days_of(|at, link| format!("<i>0{}/03/2026</i> - {link}", 9 - at)), expected);
    assert_eq!(
        days_of(|_, link| format!(
            "Since 9 March 2026 there has been much to say of the ferries and of what they bring to us in {link}"
        )),
        ["-"; 5]
    );
}

#[test]
fn the_day_of_a_change_does_not_stand_for_that_of_the_entry() {
    let days_of = |times: fn(usize) -> String| {
        let items = cards(0, 5, |at, subject, slug| {
            format!("<article><h2><a href=/posts/{slug}>{subject}</a></h2>{}</article>", times(at))
        });
        days(ADDRESS, &page(&items))
    };
    let expected = ["2026-03-09", "2026-03-08", "2026-03-07", "2026-03-06", "2026-03-05"];
    assert_eq!(
        days_of(|at| format!(
            "<time class=updated datetime=2026-04-01>1 April</time> <time datetime=2026-03-0{}>March</time>",
            9 - at
        )),
        expected
    );
    assert_eq!(
        days_of(|at| format!("<time class='updated published' datetime=2026-03-0{}>March</time>", 9 - at)),
        expected
    );
    assert_eq!(
        days_of(|_| "<time class=updated datetime=2026-04-01>1 April</time>".to_owned()),
        ["2026-04-01"; 5]
    );
}

#[test]
fn a_date_that_a_script_is_to_show_is_read() {
    let items = cards(0, 5, |at, subject, slug| {
        format!(
            "<article><h2><a href=/posts/{slug}>{subject}</a></h2><span data-date=2026-03-0{}></span></article>",
            9 - at
        )
    });
    assert_eq!(
        days(ADDRESS, &page(&items)),
        ["2026-03-09", "2026-03-08", "2026-03-07", "2026-03-06", "2026-03-05"]
    );
}

#[test]
fn a_day_with_a_count_in_brackets_dates_the_entries_below_it() {
    let list = |heading: &str, from, to| {
        let items =
            cards(from, to, |_, subject, slug| format!("<li><a href=/posts/{slug}>{subject}</a></li>"));
        format!("<h3>{heading}</h3><ul>{items}</ul>")
    };
    let html = page(&format!(
        "{}{}",
        list("Mon, 2 Mar 2026 (showing 2 of 2 entries )", 0, 2),
        list("Sun, 1 Mar 2026 (showing 3 of 30 entries )", 2, 5)
    ));
    assert_eq!(days(ADDRESS, &html), ["2026-03-02", "2026-03-02", "2026-03-01", "2026-03-01", "2026-03-01"]);
}

#[test]
fn a_number_that_is_called_a_day_counts_with_one_digit_too() {
    let items = cards(0, 4, |at, subject, slug| {
        format!("<li><span class=day>{}</span> <a href=/posts/{slug}>{subject}</a></li>", 11 - at)
    });
    let html = page(&format!("<h2>February 2026</h2><ul>{items}</ul>"));
    assert_eq!(days(ADDRESS, &html), ["2026-02-11", "2026-02-10", "2026-02-09", "2026-02-08"]);
}

#[test]
fn a_year_that_an_entry_tells_of_takes_no_date_from_the_next() {
    let items = cards(0, 4, |at, subject, slug| {
        let teaser = if at == 1 { "Only 2011 was warmer." } else { "It was colder than ever." };
        format!(
            "<li><time datetime=2026-03-0{}>Day</time><h2><a href=/posts/{slug}>{subject}</a></h2><p>{teaser}</p></li>",
            4 - at
        )
    });
    let html = page(&format!("<ul>{items}</ul>"));
    assert_eq!(days(ADDRESS, &html), ["2026-03-04", "2026-03-03", "2026-03-02", "2026-03-01"]);
}
