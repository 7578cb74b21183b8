//! One case for each way that a page tells its charset, or does not.

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, GBK, ISO_2022_JP, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252, WINDOWS_1256,
};

use super::*;

fn decoded(body: &[u8], media_type: &str, charset: Option<&str>) -> (String, &'static str) {
    let content_type =
        ContentType { media_type: Some(media_type.to_owned()), charset: charset.map(str::to_owned) };
    let url = Url::parse("https://news.example/").unwrap();
    decode(body.to_vec(), &content_type, &url)
}

fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let (bytes, _, had_unmappable) = encoding.encode(text);
    assert!(!had_unmappable, "{text} in {}", encoding.name());
    bytes.into_owned()
}

const RUSSIAN: &str = "Совет города утвердил бюджет на будущий год";
const ARABIC: &str = "افتتح الوزير صباح اليوم مدرسة جديدة في المدينة";
const JAPANESE: &str = "市長は新しい図書館の計画について説明しました";
const KOREAN: &str = "시장은 새로운 도서관 계획에 대해 설명했다";
const SIMPLIFIED: &str = "市长昨天介绍了新图书馆的建设计划";
const TRADITIONAL: &str = "市長昨天介紹了新圖書館的建設計畫";
const GERMAN: &str = "Der Bürgermeister erklärte, die Brücke müsse für längere Zeit schließen";

const SAMPLES: [(&str, &Encoding); 8] = [
    (RUSSIAN, WINDOWS_1251),
    (ARABIC, WINDOWS_1256),
    (JAPANESE, SHIFT_JIS),
    (JAPANESE, EUC_JP),
    (KOREAN, EUC_KR),
    (SIMPLIFIED, GBK),
    (TRADITIONAL, BIG5),
    (GERMAN, WINDOWS_1252),
];

#[test]
fn the_header_names_the_charset() {
    for (text, encoding) in SAMPLES {
        let (found, charset) = decoded(&encoded(text, encoding), "text/html", Some(encoding.name()));
        assert_eq!((found.as_str(), charset), (text, encoding.name()));
    }
}

#[test]
fn a_meta_element_names_the_charset_where_the_header_does_not() {
    for (text, encoding) in SAMPLES {
        let page = format!("<!doctype html><meta charset={}><p>{text}", encoding.name());
        let (found, charset) = decoded(&encoded(&page, encoding), "text/html", None);
        assert_eq!((found.as_str(), charset), (page.as_str(), encoding.name()));
    }
}

#[test]
fn an_undeclared_charset_is_told_by_the_looks_of_the_text() {
    for (text, encoding) in SAMPLES {
        let page = text.repeat(4);
        let (found, charset) = decoded(&encoded(&page, encoding), "text/html", None);
        assert_eq!((found.as_str(), charset), (page.as_str(), encoding.name()));
    }
}

#[test]
fn a_long_ascii_head_does_not_hide_the_text_from_detection() {
    let page = format!("<script>{}</script>{}", "a();".repeat(10_000), RUSSIAN.repeat(4));
    let (found, charset) = decoded(&encoded(&page, WINDOWS_1251), "text/html", None);
    assert_eq!(charset, "windows-1251");
    assert_eq!(found, page);
}

#[test]
fn a_byte_order_mark_outweighs_every_declaration_and_is_removed() {
    let mut body = b"\xef\xbb\xbf".to_vec();
    body.extend_from_slice(RUSSIAN.as_bytes());
    assert_eq!(decoded(&body, "text/html", Some("windows-1251")), (RUSSIAN.to_owned(), "UTF-8"));
    let utf16: Vec<u8> =
        std::iter::once(0xfeff).chain(RUSSIAN.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(decoded(&utf16, "text/html", None), (RUSSIAN.to_owned(), "UTF-16LE"));
}

#[test]
fn the_header_outweighs_the_meta_element() {
    let page = format!("<meta charset=windows-1251><p>{RUSSIAN}");
    assert_eq!(decoded(page.as_bytes(), "text/html", Some("utf-8")), (page, "UTF-8"));
}

#[test]
fn a_label_that_nobody_knows_or_decodes_is_ignored() {
    for label in ["klingon", "iso-2022-kr", "hz-gb-2312", ""] {
        assert_eq!(decoded(RUSSIAN.as_bytes(), "text/html", Some(label)), (RUSSIAN.to_owned(), "UTF-8"));
    }
}

#[test]
fn a_declaration_of_utf_16_that_was_read_as_ascii_means_utf_8() {
    let page = format!("<meta charset=utf-16><p>{GERMAN}");
    assert_eq!(decoded(page.as_bytes(), "text/html", None), (page, "UTF-8"));
}

#[test]
fn an_xml_declaration_counts_and_a_meta_element_inside_xml_does_not() {
    let page = format!("<?xml version='1.0' encoding='windows-1251'?><a><meta charset='gbk'/>{RUSSIAN}</a>");
    let (found, charset) = decoded(&encoded(&page, WINDOWS_1251), "application/rss+xml", None);
    assert_eq!((found, charset), (page, "windows-1251"));
}

#[test]
fn what_json_and_plain_text_quote_is_no_declaration() {
    let quoting = format!("{{\"html\": \"<meta charset=gbk>\", \"text\": \"{RUSSIAN}\"}}");
    for media_type in ["application/json", "application/feed+json", "text/plain"] {
        let found = decoded(quoting.as_bytes(), media_type, None);
        assert_eq!(found, (quoting.clone(), "UTF-8"), "{media_type}");
    }
}

#[test]
fn a_stray_escape_does_not_spoil_utf_8() {
    let page = format!("\u{1b}[1m{RUSSIAN}");
    assert_eq!(decoded(page.as_bytes(), "text/html", None), (page, "UTF-8"));
}

#[test]
fn undeclared_utf_8_stays_utf_8_though_a_letter_is_cut() {
    let mut body = RUSSIAN.repeat(3).into_bytes();
    body.extend_from_slice(b"\xd0...");
    let (found, charset) = decoded(&body, "text/html", None);
    assert_eq!(charset, "UTF-8");
    assert_eq!(found, format!("{}\u{fffd}...", RUSSIAN.repeat(3)));
}

#[test]
fn iso_2022_jp_is_told_by_its_escapes() {
    let body = encoded(JAPANESE, ISO_2022_JP);
    assert!(body.is_ascii());
    assert_eq!(decoded(&body, "text/html", None), (JAPANESE.to_owned(), "ISO-2022-JP"));
}

#[test]
fn an_empty_body_is_empty_text() {
    assert_eq!(decoded(b"", "text/html", None), (String::new(), "UTF-8"));
}

#[test]
fn the_top_level_domain_has_the_form_that_the_detector_takes() {
    let domain = |url: &str| top_level_domain(&Url::parse(url).unwrap());
    assert_eq!(domain("https://News.Example.RU./").as_deref(), Some(&b"ru"[..]));
    assert_eq!(domain("https://новости.рф/").as_deref(), Some(&b"xn--p1ai"[..]));
    assert_eq!(domain("https://9.9.9.9/"), None);
}

proptest::proptest! {
    #[test]
    fn no_bytes_stop_the_decoder(body: Vec<u8>, label in proptest::option::of("[a-z0-9-]{0,12}")) {
        decoded(&body, "text/html", label.as_deref());
    }
}
