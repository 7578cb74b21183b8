//! Texts that look like dates and are none.

use super::super::{find, parse};
use super::{Page, check_alone};

const NO_DATES: &[&str] = &[
    "",
    " ",
    "·",
    "1,234 shares",
    "3 Min Read",
    "3 min read",
    "5 minutes",
    "3 hours",
    "v2.10.3",
    "2.10.3",
    "1.2.3.4",
    "192.168.10.20",
    "10.12.2022.1",
    "0.2.14",
    "# Version 0.9.16",
    "core-0.1.29",
    "1.8.23",
    "Windows 11",
    "iPhone 15 Pro",
    "+961 1 234 567",
    "+1 (555) 010-2022",
    "555-0199",
    "01/234567",
    "$10.99",
    "10.09 EUR",
    "€ 1.200.000",
    "24/7",
    "9/11",
    "10/09",
    "10:30",
    "10:30 PM",
    "22:12:00",
    "Monday",
    "Sat 14:30",
    "ISBN 978-3-16-148410-0",
    "9783161484100",
    "0306406152",
    "you may 10 times",
    "You may 10 of them",
    "may",
    "May",
    "March",
    "May 2022",
    "September 2022",
    "سبتمبر 2022",
    "2022",
    "2022-09",
    "2022/09",
    "2022年9月",
    "10 رمضان 1446",
    "١٠ محرم ١٤٤٤ هـ",
    "10/09/1444",
    "1444/09/10",
    "1401/06/19",
    "10 سبتمبر 1444",
    "10 September 2568",
    "2568-09-10",
    "104年9月10日",
    "10/09/22",
    "25/12/22",
    "10 Sep 22",
    "September 10, 202222:12",
    "31 Feb 2022",
    "2022-02-30",
    "2022-13-01",
    "31/31/2022",
    "00/09/2022",
    "0000-00-00",
    "0000-00-00 00:00:00",
    "1899-12-31",
    "2029-01-01",
    "10 Sep 2029",
    "2022-09-10T25:00:00Z",
    "1/2",
    "16:9",
    "3-2",
    "2-1 (4-3)",
    "Chapter 10",
    "Room 10.09",
    "10 Downing Street",
    "Article 10 of 2022",
    "2022 World Cup",
    "Top 10 of September",
    "2021-2022",
    "COVID-19",
    "G20",
    "10k",
    "100%",
    "3.5 million",
    "1 234 567",
    "A4 10/20",
    "10 mars bars",
    "days ago",
    "ago",
    "in 3 hours",
    "3 hours later",
    "since 2011",
    "منذ 2011",
    "قبل يومين من الحفل",
    "3 أيام قبل الحفل",
    "3 دقائق قراءة",
    "3 min de lectura",
    "3 分钟阅读",
    "tomorrow",
    "غدا",
    "id_2022-09-10",
    "file-2022091012345",
    "a10 sep 2022b",
    "#10 Sep",
    "99999999999999999999999999",
    "2022-09-10-33-44",
    "10.09.2022.5",
    "1.5.2.2022",
    "-1",
    "1e10",
    "²⁰²²",
    "T10:00",
    "Z",
    "AD 2022",
    "%20",
    "::1",
    "2001:db8::1",
];

#[test]
fn what_is_no_date_gives_none() {
    let mut invented = Vec::new();
    for text in NO_DATES {
        for language in [None, Some("en"), Some("ar"), Some("es")] {
            let page = Page { language, ..Page::default() };
            let alone = page.read(|context| parse(text, context));
            let inside = page.read(|context| find(text, context));
            let framed = page.read(|context| find(&format!("Rana Aoun · {text} · Economy"), context));
            if [&alone, &inside, &framed].iter().any(|found| *found != "-") {
                invented.push(format!("{text:?} in {language:?}: {alone} {inside} {framed}"));
            }
        }
    }
    assert!(invented.is_empty(), "{}", invented.join("\n"));
}

#[test]
fn sentences_without_a_date_give_none() {
    let sentences = [
        "The council said you may 10 minutes later leave through gate 3.",
        "Sky Harbour Today and Yesterday's Papers now print 24 pages.",
        "She ran 10 km in 45:10 and came second in a field of 2022 runners.",
        "It comes in about 6 months. Once it is out, all will see.",
        "In 5 days Sen. Khoury speaks.",
        "net: a new option",
        "Today, the council met.",
        "They march 10 abreast through the town.",
        "وقال الوزير إن اليوم الأول مرّ بهدوء وإن 10 آلاف حضروا.",
        "El equipo ganó 3 a 2 hoy no habrá más partidos.",
        "Call 01-234-567 or 03 04 2024 now.",
        "Flat 5, 10 Set Street, 12 mar wide.",
    ];
    for sentence in sentences {
        for language in [Some("en"), None] {
            let page = Page { language, ..Page::default() };
            assert_eq!(page.read(|context| find(sentence, context)), "-", "{sentence}");
            assert_eq!(page.read(|context| parse(sentence, context)), "-", "{sentence}");
        }
    }
}

#[test]
fn a_word_of_another_language_is_no_day() {
    assert_eq!(Page::in_language("de").read(|context| find("Hier, 14:30 Uhr", context)), "-");
    assert_eq!(Page::in_language("hr").read(|context| find("svi 7", context)), "-");
    assert_eq!(Page::in_language("fa").read(|context| find("اکنون 7 می باشد", context)), "-");
    assert_eq!(Page::in_language("it").read(|context| find("Ma alle 10:30 piove", context)), "-");
}

#[test]
fn a_text_that_says_more_than_a_date_is_not_parsed() {
    check_alone(
        Page::in_language("en"),
        &[
            ("3 ago", "-"),
            ("10 Sep 2022 and more", "-"),
            ("Beirut, 10 Sep 2022", "-"),
            ("10 Sep 2022 | 11 Sep 2022", "-"),
            ("Politics · 19 Aug 2025", "-"),
        ],
    );
}
