//! Calendars, short years and ages of Asia.

use super::{Page, check_alone};

#[test]
fn two_digits_of_a_year_come_first_in_east_asia() {
    for language in ["ko", "ja", "zh-CN"] {
        let page = Page::in_language(language);
        check_alone(
            page,
            &[("24.03.25", "2024-03-25"), ("24-03-25", "2024-03-25"), ("24/03/25", "2024-03-25")],
        );
        check_alone(Page::in_language(language), &[("1.2.14", "-"), ("40.03.25", "-"), ("24.13.25", "-")]);
    }
    check_alone(Page::in_language("zh-HK"), &[("25/03/24", "-")]);
    check_alone(Page::in_language("ko"), &[("세트 21-10-08", "-")]);
    check_alone(Page::in_language("he"), &[("25.03.24", "2024-03-25"), ("03.12.24", "2024-12-03")]);
}

#[test]
fn years_of_the_calendar_of_taiwan_are_read_on_pages_in_chinese() {
    check_alone(
        Page::in_language("zh-TW"),
        &[
            ("113-03-25", "2024-03-25"),
            ("113/03/25", "2024-03-25"),
            ("113年3月25日", "2024-03-25"),
            ("313-03-25", "-"),
        ],
    );
    check_alone(Page::in_language("zh-TW"), &[("113-3-25", "-"), ("113.03.25", "-")]);
    check_alone(Page::in_language("zh-CN"), &[("113-03-25", "-"), ("113年3月25日", "-")]);
}

#[test]
fn ages_in_vietnamese_and_thai_count_from_now() {
    check_alone(Page::in_language("vi"), &[("3 ngày trước", "2026-11-19"), ("10 tháng 9", "2026-09-10")]);
    check_alone(Page::in_language("vi"), &[("3 ngày trước Tết", "-")]);
    check_alone(Page::in_language("th"), &[("3 วันที่แล้ว", "2026-11-19"), ("3 วัน ที่แล้ว", "2026-11-19")]);
    check_alone(
        Page::in_language("ms"),
        &[("25 Ogos 2024", "2024-08-25"), ("3 Disember 2024", "2024-12-03")],
    );
}
