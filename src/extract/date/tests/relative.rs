//! Dates that count from the moment of reading.

use super::super::{DateContext, parse};
use super::{NOW, Page, check, check_inside};
use crate::model::DateSource;

const THREE_HOURS_AGO: &str = "2026-11-22T09:00:00+02:00";

#[test]
fn hours_and_finer_count_to_the_minute() {
    check(
        Page::in_language("en"),
        &[
            ("3 hours ago", THREE_HOURS_AGO),
            ("3 hrs. ago", THREE_HOURS_AGO),
            ("3h ago", THREE_HOURS_AGO),
            ("about 3 hours ago", THREE_HOURS_AGO),
            ("an hour ago", "2026-11-22T11:00:00+02:00"),
            ("half an hour ago", "2026-11-22T11:30:00+02:00"),
            ("5 min ago", "2026-11-22T11:55:00+02:00"),
            ("5 minutes ago", "2026-11-22T11:55:00+02:00"),
            ("30 seconds ago", "2026-11-22T11:59:30+02:00"),
            ("1 hour 20 minutes ago", "2026-11-22T10:40:00+02:00"),
            ("1 day, 2 hours and 5 minutes ago", "2026-11-21T09:55:00+02:00"),
            ("two hours ago", "2026-11-22T10:00:00+02:00"),
            ("just now", "2026-11-22T12:00:00+02:00"),
            ("Updated 3 hours ago", THREE_HOURS_AGO),
        ],
    );
}

#[test]
fn days_and_coarser_count_to_the_day() {
    check(
        Page::in_language("en"),
        &[
            ("2d ago", "2026-11-20"),
            ("2 days ago", "2026-11-20"),
            ("a day ago", "2026-11-21"),
            ("1 week ago", "2026-11-15"),
            ("2 months ago", "2026-09-22"),
            ("9 months ago", "2026-02-22"),
            ("a year ago", "2025-11-22"),
            ("4 years ago", "2022-11-22"),
            ("yesterday", "2026-11-21"),
            ("today", "2026-11-22"),
        ],
    );
}

#[test]
fn a_named_day_takes_the_hour_beside_it() {
    check(
        Page::in_language("en"),
        &[
            ("yesterday at 14:30", "2026-11-21T14:30:00+02:00"),
            ("Yesterday, 2:30 PM", "2026-11-21T14:30:00+02:00"),
            ("today, 09:10", "2026-11-22T09:10:00+02:00"),
            ("14:30 yesterday", "2026-11-21T14:30:00+02:00"),
            ("أمس في 14:30", "2026-11-21T14:30:00+02:00"),
            ("أمس 14:30", "2026-11-21T14:30:00+02:00"),
            ("اليوم الساعة 09:10", "2026-11-22T09:10:00+02:00"),
            ("ayer a las 14:30", "2026-11-21T14:30:00+02:00"),
            ("heute, 09:10 Uhr", "2026-11-22T09:10:00+02:00"),
            ("вчера в 14:30", "2026-11-21T14:30:00+02:00"),
            ("dün 14:30", "2026-11-21T14:30:00+02:00"),
            ("昨天 14:30", "2026-11-21T14:30:00+02:00"),
            ("今日 09:10", "2026-11-22T09:10:00+02:00"),
            ("어제 14:30", "2026-11-21T14:30:00+02:00"),
            ("ontem às 14h30", "2026-11-21T14:30:00+02:00"),
            ("ieri alle 14:30", "2026-11-21T14:30:00+02:00"),
            ("3 saat önce", THREE_HOURS_AGO),
        ],
    );
    check(Page::in_language("fr"), &[("Hier à 14h30", "2026-11-21T14:30:00+02:00"), ("hier", "2026-11-21")]);
}

#[test]
fn arabic_counts_with_numbers_duals_and_single_words() {
    check(
        Page::in_language("ar"),
        &[
            ("قبل 3 ساعات", THREE_HOURS_AGO),
            ("منذ 3 ساعات", THREE_HOURS_AGO),
            ("منذ ٣ ساعات", THREE_HOURS_AGO),
            ("منذ حوالي 3 ساعات", THREE_HOURS_AGO),
            ("منذ ساعتين", "2026-11-22T10:00:00+02:00"),
            ("قبل ساعة", "2026-11-22T11:00:00+02:00"),
            ("منذ ساعة و 20 دقيقة", "2026-11-22T10:40:00+02:00"),
            ("منذ دقيقة", "2026-11-22T11:59:00+02:00"),
            ("منذ دقيقتين", "2026-11-22T11:58:00+02:00"),
            ("منذ 15 دقيقة", "2026-11-22T11:45:00+02:00"),
            ("قبل نصف ساعة", "2026-11-22T11:30:00+02:00"),
            ("منذ يوم", "2026-11-21"),
            ("منذ يومين", "2026-11-20"),
            ("منذ 5 أيام", "2026-11-17"),
            ("منذ أسبوع", "2026-11-15"),
            ("قبل أسبوعين", "2026-11-08"),
            ("قبل شهر", "2026-10-22"),
            ("منذ سنة", "2025-11-22"),
            ("أمس", "2026-11-21"),
            ("أول أمس", "2026-11-20"),
            ("اليوم", "2026-11-22"),
            ("الآن", "2026-11-22T12:00:00+02:00"),
        ],
    );
}

#[test]
fn other_languages_count_as_well() {
    check(
        Page::default(),
        &[
            ("hace 3 horas", THREE_HOURS_AGO),
            ("Hace una hora", "2026-11-22T11:00:00+02:00"),
            ("hace 2 días", "2026-11-20"),
            ("ayer", "2026-11-21"),
            ("hoy", "2026-11-22"),
            ("il y a 3 heures", THREE_HOURS_AGO),
            ("il y a une heure", "2026-11-22T11:00:00+02:00"),
            ("il y a 2 jours", "2026-11-20"),
            ("à l'instant", "2026-11-22T12:00:00+02:00"),
            ("Aujourd’hui", "2026-11-22"),
            ("vor 3 Stunden", THREE_HOURS_AGO),
            ("vor einer Stunde", "2026-11-22T11:00:00+02:00"),
            ("vor 3 Std.", THREE_HOURS_AGO),
            ("vor 2 Tagen", "2026-11-20"),
            ("gestern", "2026-11-21"),
            ("3 часа назад", THREE_HOURS_AGO),
            ("час назад", "2026-11-22T11:00:00+02:00"),
            ("5 минут назад", "2026-11-22T11:55:00+02:00"),
            ("2 дня назад", "2026-11-20"),
            ("3小时前", THREE_HOURS_AGO),
            ("3 小時前", THREE_HOURS_AGO),
            ("5分钟前", "2026-11-22T11:55:00+02:00"),
            ("2天前", "2026-11-20"),
            ("刚刚", "2026-11-22T12:00:00+02:00"),
            ("3時間前", THREE_HOURS_AGO),
            ("5分前", "2026-11-22T11:55:00+02:00"),
            ("2日前", "2026-11-20"),
            ("3か月前", "2026-08-22"),
            ("3시간 전", THREE_HOURS_AGO),
            ("3시간전", THREE_HOURS_AGO),
            ("5분 전", "2026-11-22T11:55:00+02:00"),
            ("2일 전", "2026-11-20"),
            ("방금 전", "2026-11-22T12:00:00+02:00"),
            ("3 saat önce", THREE_HOURS_AGO),
            ("2 gün önce", "2026-11-20"),
            ("há 3 horas", THREE_HOURS_AGO),
            ("3 horas atrás", THREE_HOURS_AGO),
            ("há 2 dias", "2026-11-20"),
            ("3 ore fa", THREE_HOURS_AGO),
            ("un'ora fa", "2026-11-22T11:00:00+02:00"),
            ("2 giorni fa", "2026-11-20"),
            ("3 uur geleden", THREE_HOURS_AGO),
            ("3 godziny temu", THREE_HOURS_AGO),
            ("3 timmar sedan", THREE_HOURS_AGO),
            ("3 ساعت پیش", THREE_HOURS_AGO),
            ("πριν από 3 ώρες", THREE_HOURS_AGO),
            ("3 jam yang lalu", THREE_HOURS_AGO),
            ("před 3 hodinami", THREE_HOURS_AGO),
        ],
    );
}

#[test]
fn a_unit_that_two_languages_share_follows_the_page() {
    check(Page::in_language("uk"), &[("3 години тому", THREE_HOURS_AGO)]);
    check(Page::in_language("uk"), &[("3 год тому", THREE_HOURS_AGO)]);
    check(Page::in_language("ru"), &[("год назад", "2025-11-22"), ("1 год назад", "2025-11-22")]);
    check(Page::in_language("bg"), &[("преди 3 години", "2023-11-22")]);
    check(Page::in_language("fa"), &[("3 ساعت قبل", THREE_HOURS_AGO)]);
    check(Page::in_language("nl"), &[("3 u geleden", THREE_HOURS_AGO)]);
    check(Page::in_language("nb"), &[("for 3 u. siden", "2026-11-01"), ("for 3 t siden", THREE_HOURS_AGO)]);
    check(Page::in_language("sv"), &[("för 3 v. sedan", "2026-11-01")]);
    check(Page::in_language("fr"), &[("il y a 3 m.", "-"), ("il y a 3 h", THREE_HOURS_AGO)]);
    check(Page::in_language("hu"), &[("3 órája", THREE_HOURS_AGO)]);
    check(Page::in_language("ro"), &[("acum 21 de minute", "2026-11-22T11:39:00+02:00")]);
    check(Page::in_language("ar"), &[("قبل ساعة واحدة", "2026-11-22T11:00:00+02:00")]);
}

#[test]
fn a_relative_date_is_found_in_a_line_of_facts() {
    check_inside(
        Page::in_language("en"),
        &[
            ("World · 3 hours ago · 4 min read", THREE_HOURS_AGO),
            ("Posted yesterday | Culture", "2026-11-21"),
            ("By Samir Khoury, 2 days ago in Economy", "2026-11-20"),
        ],
    );
}

#[test]
fn the_source_of_relative_text_tells_that_it_is_relative() {
    let zone = jiff::tz::TimeZone::UTC;
    let context = DateContext { now: NOW.parse().unwrap(), zone: &zone, language: None, order: None };
    let counted = parse("3 hours ago", &context).unwrap();
    let written = parse("2022-09-10", &context).unwrap();

    assert!(counted.relative && !written.relative);
    assert_eq!(counted.dated(DateSource::Text).source, DateSource::Relative);
    assert_eq!(counted.dated(DateSource::Rule).source, DateSource::Relative);
    assert_eq!(counted.dated(DateSource::TimeElement).source, DateSource::Relative);
    assert_eq!(counted.dated(DateSource::JsonLd).source, DateSource::JsonLd);
    assert_eq!(written.dated(DateSource::Text).source, DateSource::Text);
}
