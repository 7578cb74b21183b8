//! Names of months, frames and hours by language.

use super::{Page, check, check_alone, check_inside};

const DAY: &str = "2022-09-10";
const EVENING: &str = "2022-09-10T22:12:00+03:00";

#[test]
fn english_is_read() {
    check(
        Page::in_language("en"),
        &[
            ("10 Sep 2022 22:12", EVENING),
            ("September 10, 2022, 10:12 p.m.", EVENING),
            ("Sept. 10th 2022", DAY),
            ("Sep 10, 2022 10:12PM", EVENING),
            ("Saturday, September 10th, 2022 at 10:12 PM", EVENING),
            ("Saturday 10th of September 2022", DAY),
            ("the 10th of September, 2022", DAY),
            ("SEPTEMBER 10, 2022", DAY),
            ("10 September, 2022 | 22:12", EVENING),
            ("10-Sep-2022", DAY),
            ("Sep-10-2022", DAY),
            ("2022 Sep 10", DAY),
            ("2022-Sep-10 22:12", EVENING),
            ("10 Sep '22", DAY),
            ("10:12 PM, Sat September 10, 2022", EVENING),
            ("10:12 PM EEST, Sat September 10, 2022", EVENING),
            ("10pm, 10 September 2022", "2022-09-10T22:00:00+03:00"),
            ("10 September 2022, 10.12pm", EVENING),
            ("12:05 AM, 10 September 2022", "2022-09-10T00:05:00+03:00"),
            ("12:05 PM, 10 September 2022", "2022-09-10T12:05:00+03:00"),
            ("Published: 10 Sep 2022", DAY),
            ("Published on September 10, 2022", DAY),
            ("Updated on 10 Sep 2022 at 22:12", EVENING),
            ("[ 10 Sep 2022 ]", DAY),
            ("Sat 10 Sep 2022 22.12 BST", "2022-09-10T22:12:00+01:00"),
            ("May 3, 2022", "2022-05-03"),
            ("10 Sep 2022\n\n            22:12", EVENING),
            ("Published:10 Sep 2022", DAY),
            ("10 Sep 2022 22:12-23:00", EVENING),
            ("10/9/2022 22:12 (GMT+3)", EVENING),
            ("Sep 10, 2022 at 10:12:33 PM GMT+3", "2022-09-10T22:12:33+03:00"),
            ("10 Sep 2022 22:12 hrs", EVENING),
        ],
    );
}

#[test]
fn arabic_is_read_with_the_months_of_the_levant_the_gulf_and_the_maghreb() {
    check(
        Page::in_language("ar"),
        &[
            ("10 أيلول 2022 22:12", EVENING),
            ("10 ايلول 2022", DAY),
            ("١٠ سبتمبر ٢٠٢٢", DAY),
            ("\u{200f}١٠ أيلول ٢٠٢٢ ٢٢:١٢\u{200f}", EVENING),
            ("السبت 10 أيلول 2022", DAY),
            ("السبت، 10 سبتمبر، 2022 الساعة 22:12", EVENING),
            ("10 أيلول/سبتمبر 2022", DAY),
            ("10 أيلول (سبتمبر) 2022", DAY),
            ("10 سبتمبر 2022 - 10:12 م", EVENING),
            ("10 سبتمبر 2022 10:12 مساءً", EVENING),
            ("10 سبتمبر 2022 10:12 صباحا", "2022-09-10T10:12:00+03:00"),
            ("نشر في: 10 سبتمبر 2022", DAY),
            ("تاريخ النشر: 10/09/2022 22:12", EVENING),
            ("آخر تحديث: 10 سبتمبر 2022 | 22:12", EVENING),
            ("سبتمبر 10, 2022", DAY),
            ("10 سبتمبر 2022م", DAY),
            ("10 سبتمبر/ أيلول 2022", DAY),
            ("10-أيلول-2022", DAY),
            ("آخر تحديث: 10/9/2022 10:12 م (مكة المكرمة)", EVENING),
            ("5 كانون الثاني 2022", "2022-01-05"),
            ("5 كانون ثاني 2022", "2022-01-05"),
            ("5 شباط 2022", "2022-02-05"),
            ("5 آذار 2022", "2022-03-05"),
            ("5 اذار 2022", "2022-03-05"),
            ("5 نيسان 2022", "2022-04-05"),
            ("5 أيار 2022", "2022-05-05"),
            ("5 حزيران 2022", "2022-06-05"),
            ("5 تموز 2022", "2022-07-05"),
            ("5 آب 2022", "2022-08-05"),
            ("5 تشرين الأول 2022", "2022-10-05"),
            ("5 تشرين الاول 2022", "2022-10-05"),
            ("5 تشرين الثاني 2022", "2022-11-05"),
            ("5 كانون الأول 2022", "2022-12-05"),
            ("5 يناير 2022", "2022-01-05"),
            ("5 أبريل 2022", "2022-04-05"),
            ("5 إبريل 2022", "2022-04-05"),
            ("5 أغسطس 2022", "2022-08-05"),
            ("5 جانفي 2022", "2022-01-05"),
            ("5 فيفري 2022", "2022-02-05"),
            ("5 جويلية 2022", "2022-07-05"),
            ("5 أوت 2022", "2022-08-05"),
            ("5 دجنبر 2022", "2022-12-05"),
        ],
    );
}

#[test]
fn romance_languages_are_read() {
    check(
        Page::default(),
        &[
            ("10 de septiembre de 2022 a las 22:12", EVENING),
            ("sábado, 10 de septiembre de 2022", DAY),
            ("10 sept. 2022", DAY),
            ("10 ago 2022", "2022-08-10"),
            ("1 de enero del 2022", "2022-01-01"),
            ("Publicado el 10/09/2022 a las 22:12 h", EVENING),
            ("10 de septiembre de 2022, 10:12 p. m.", EVENING),
            ("le 1er mars 2024 à 18h30", "2024-03-01T18:30:00+02:00"),
            ("Publié le 10 septembre 2022 à 22 h 12", EVENING),
            ("10 septembre 2022, 22h", "2022-09-10T22:00:00+03:00"),
            ("samedi 10 septembre 2022", DAY),
            ("5 août 2022", "2022-08-05"),
            ("5 févr. 2022", "2022-02-05"),
            ("5 DÉCEMBRE 2022", "2022-12-05"),
            ("10 settembre 2022, ore 22:12", EVENING),
            ("10 settembre 2022 alle 22:12", EVENING),
            ("1º gennaio 2022", "2022-01-01"),
            ("10 set 2022", DAY),
            ("5 maggio 2022", "2022-05-05"),
            ("10 de setembro de 2022 às 22h12", EVENING),
            ("5 de março de 2022", "2022-03-05"),
            ("5 out 2022", "2022-10-05"),
            ("10 septembrie 2022, 22:12", EVENING),
            ("5 noiembrie 2022", "2022-11-05"),
            ("5 d'octubre de 2022", "2022-10-05"),
        ],
    );
}

#[test]
fn germanic_and_finnic_languages_are_read() {
    check(
        Page::default(),
        &[
            ("10. September 2022, 22:12 Uhr", EVENING),
            ("Samstag, 10. September 2022 um 22.12 Uhr", EVENING),
            ("10. September 2022, 22 Uhr", "2022-09-10T22:00:00+03:00"),
            ("5. März 2022", "2022-03-05"),
            ("5. Mai 2022", "2022-05-05"),
            ("5. Dez. 2022", "2022-12-05"),
            ("Stand: 10.09.2022 22:12 Uhr", EVENING),
            ("10 september 2022 om 22:12 uur", EVENING),
            ("5 maart 2022", "2022-03-05"),
            ("5 augustus 2022", "2022-08-05"),
            ("10 september 2022 kl. 22.12", EVENING),
            ("5 augusti 2022", "2022-08-05"),
            ("10. september 2022 kl. 22:12", EVENING),
            ("5. marts 2022", "2022-03-05"),
            ("5. desember 2022", "2022-12-05"),
            ("10. syyskuuta 2022 klo 22.12", EVENING),
            ("5. kesäkuuta 2022", "2022-06-05"),
        ],
    );
}

#[test]
fn a_word_for_half_of_the_day_counts_in_its_own_language_alone() {
    check(Page::in_language("sv"), &[("10 september 2022, 10:12 em", EVENING)]);
    check(Page::in_language("tr"), &[("10 Eylül 2022 10:12 ÖS", EVENING)]);
    check_inside(Page::in_language("pt"), &[("10 set 2022, 10:12 em Lisboa", "2022-09-10T10:12:00+03:00")]);
    check_inside(Page::in_language("de"), &[("10.09.2022, 12:30 am Hafen", "2022-09-10T12:30:00+03:00")]);
}

#[test]
fn slavic_languages_are_read() {
    check(
        Page::default(),
        &[
            ("10 сентября 2022, 22:12", EVENING),
            ("10 сентября 2022 г., 22:12", EVENING),
            ("10 сентября 2022 года в 22:12", EVENING),
            ("5 мая 2022", "2022-05-05"),
            ("5 янв. 2022", "2022-01-05"),
            ("10 вересня 2022, 22:12", EVENING),
            ("5 липня 2022 року", "2022-07-05"),
            ("5 листопада 2022", "2022-11-05"),
            ("10 września 2022, godz. 22:12", EVENING),
            ("10 września 2022 r.", DAY),
            ("5 października 2022", "2022-10-05"),
            ("5 listopada 2022", "2022-11-05"),
            ("10. září 2022 22:12", EVENING),
            ("5. srpna 2022", "2022-08-05"),
            ("5. června 2022", "2022-06-05"),
            ("5. července 2022", "2022-07-05"),
            ("5. rujna 2022", "2022-09-05"),
            ("5. augusta 2022", "2022-08-05"),
            ("5 октомври 2022", "2022-10-05"),
        ],
    );
}

#[test]
fn a_name_of_two_months_follows_the_language_of_the_page() {
    check(Page::in_language("hr"), &[("5. listopada 2022.", "2022-10-05")]);
    check(Page::in_language("pl"), &[("5 listopada 2022", "2022-11-05")]);
    check(Page::in_language("cs-CZ"), &[("5. listopadu 2022", "2022-11-05")]);
}

#[test]
fn east_asian_languages_are_read() {
    check(
        Page::default(),
        &[
            ("2022年9月10日 22:12", EVENING),
            ("2022年9月10日", DAY),
            ("2022年09月10日22时12分", EVENING),
            ("2022年9月10日 星期六 22:12", EVENING),
            ("2022年9月10日（土）22時12分", EVENING),
            ("2022年9月10日 下午10:12", EVENING),
            ("2022年9月10日 午後10時12分", EVENING),
            ("令和4年9月10日", DAY),
            ("９月１０日", "2026-09-10"),
            ("发布时间：2022-09-10 22:12", EVENING),
            ("2022/9/10(土) 22:12", EVENING),
            ("2022년 9월 10일 오후 10:12", EVENING),
            ("2022년 9월 10일", DAY),
            ("2022.09.10 오후 10:12", EVENING),
            ("입력 2022.09.10. 오후 10:12", EVENING),
            ("2022년 9월 10일 22시 12분", EVENING),
            ("2022. 9. 10. (토) 22:12", EVENING),
        ],
    );
}

#[test]
fn further_languages_are_read() {
    check(
        Page::default(),
        &[
            ("10 Eylül 2022 22:12", EVENING),
            ("10 EYLÜL 2022 - 22:12", EVENING),
            ("5 Şubat 2022 Cumartesi", "2022-02-05"),
            ("5 Ağustos 2022, saat 22:12", "2022-08-05T22:12:00+03:00"),
            ("5 Kasım 2022", "2022-11-05"),
            ("10 September 2022, 22:12 WIB", "2022-09-10T22:12:00+07:00"),
            ("5 Agustus 2022", "2022-08-05"),
            ("۱۰ سپتامبر ۲۰۲۲", DAY),
            ("5 ژانویه 2022", "2022-01-05"),
            ("5 ژوئیه 2022", "2022-07-05"),
            ("10 Σεπτεμβρίου 2022, 22:12", EVENING),
            ("10 Σεπτεμβρίου 2022 10:12 μ.μ.", EVENING),
            ("5 Μαΐου 2022", "2022-05-05"),
            ("2022. szeptember 10. 22:12", EVENING),
            ("2022. szept. 10.", DAY),
            ("5 בספטמבר 2022", "2022-09-05"),
            ("१० सितंबर २०२२", DAY),
        ],
    );
}

#[test]
fn dates_are_found_inside_lines_of_facts() {
    check_inside(
        Page::in_language("en"),
        &[
            ("Politics · 19 Aug 2025 · 3 min read", "2025-08-19"),
            ("By Rana Aoun (Aug 19, 2025)", "2025-08-19"),
            ("BEIRUT, Sept 10, 2022 - The harbour reopened", DAY),
            ("Economy | 2022-09-10 22:12 | 1,234 views", EVENING),
            ("v2.10.3 released on 10 September 2022", DAY),
            ("Opinion 24/7, 10/09/2022", DAY),
            ("10 comments, 10 Sep 2022", DAY),
            ("Sale $10 Sep 12, 2022", "2022-09-12"),
            ("10 رمضان 1446 - 10 مارس 2025", "2025-03-10"),
            ("بيروت - 10 أيلول 2022", DAY),
            ("World · Sep 10 · 5 min read", "2026-09-10"),
            ("来源：本报 2022年9月10日 记者", DAY),
            ("Sep 10, 2022. Sep 11, 2022.", DAY),
        ],
    );
}

#[test]
fn months_with_numbers_for_names_are_read_in_vietnamese() {
    check(
        Page::in_language("vi"),
        &[("10 Tháng 9, 2022", DAY), ("10 Th9 2022", DAY), ("10 tháng 9", "2026-09-10")],
    );
    check_alone(Page::in_language("en"), &[("10 Th9 2022", "-")]);
}

#[test]
fn the_solar_calendar_of_iran_is_read_as_the_gregorian_one() {
    check(
        Page::in_language("fa"),
        &[
            ("۱۹ شهریور ۱۴۰۱", "2022-09-10"),
            ("۵ آذر ۱۴۰۵", "2026-11-26"),
            ("پنجشنبه ۲۹ آبان ۱۴۰۵", "2026-11-20"),
            ("1405/08/29", "2026-11-20"),
            ("۳۰ اسفند ۱۴۰۳", "2025-03-20"),
        ],
    );
    check(Page::default(), &[("19 شهریور 1401", "2022-09-10"), ("1401/06/19", "-")]);
    check_alone(
        Page::in_language("fa"),
        &[("۱ آذر", "2026-11-22"), ("۳ دی", "2025-12-24"), ("31 مهر 1401", "-")],
    );
}

#[test]
fn bengali_is_read() {
    check(
        Page::in_language("bn"),
        &[("১০ সেপ্টেম্বর ২০২২", DAY), ("১০ সেপ্টেম্বর, ২০২২", DAY), ("১০ ফেব্রুয়ারি ২০২২", "2022-02-10")],
    );
}

#[test]
fn years_of_the_buddhist_calendar_are_read_on_thai_pages() {
    check(
        Page::in_language("th"),
        &[
            ("10 กันยายน 2565", "2022-09-10"),
            ("10 ก.ย. 2565", "2022-09-10"),
            ("10 ก.ย. 65", "2022-09-10"),
            ("10 กุมภาพันธ์ 2022", "2022-02-10"),
            ("10/09/2565", "2022-09-10"),
        ],
    );
    check(Page::default(), &[("10 ก.ย. 2565", "2022-09-10")]);
}

#[test]
fn the_sheet_of_a_calendar_is_a_date_when_nothing_stands_beside_it() {
    let rows = ["10 2022-09", "2022-09 10", "10 2022.09"];
    check_alone(Page::default(), &rows.map(|text| (text, "2022-09-10")));
    check_alone(Page::default(), &[("09-10 2022", "-"), ("2022 09-10", "-")]);
    check_alone(Page::in_language("zh"), &[("09-10 2022", "2022-09-10"), ("2022 09-10", "2022-09-10")]);
    check_alone(
        Page::in_language("zh"),
        &[("09-10", "2026-09-10"), ("11-22 08:30", "2026-11-22T08:30:00+02:00")],
    );
    check_alone(Page::in_language("ja"), &[("09/10", "-"), ("10/10", "-")]);
    check_alone(
        Page::default(),
        &[("09-10", "-"), ("09/10", "-"), ("9 2022-13", "-"), ("2022-09", "-"), ("40 2022-09", "-")],
    );
}

#[test]
fn a_month_and_a_day_before_a_weekday_are_a_date() {
    check(
        Page::in_language("ja"),
        &[("9/10(土)", "2026-09-10"), ("11/22(日) 8:30", "2026-11-22T08:30:00+02:00")],
    );
    check(Page::in_language("ko"), &[("9/10(토)", "2026-09-10")]);
}

#[test]
fn an_age_in_days_is_a_date_when_nothing_stands_beside_it() {
    check_alone(Page::default(), &[("3d", "2026-11-19"), ("2w", "2026-11-08"), ("1mo", "2026-10-22")]);
    check_alone(Page::default(), &[("3h", "-"), ("5m", "-"), ("3 D", "-"), ("3D", "-"), ("10d left", "-")]);
}

#[test]
fn a_colon_behind_a_day_frames_it_and_before_a_number_makes_it_an_hour() {
    check_alone(Page::in_language("en"), &[("10 Sep: ", "2026-09-10"), ("Sep 10:12", "-")]);
}
