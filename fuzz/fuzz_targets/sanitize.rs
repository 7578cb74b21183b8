//! HTML is cleaned: cleaning what was cleaned changes nothing, and what a parser makes of it holds nothing that runs, hides or
//! loads but pictures.
#![no_main]

use feedmill::extract::sanitize::{clean_html, inline_text};
use libfuzzer_sys::fuzz_target;
use scraper::Html;
use url::Url;

const NEVER: [&str; 20] = [
    "script", "style", "iframe", "object", "embed", "form", "input", "button", "textarea", "select", "link", "meta", "base",
    "svg", "math", "template", "noscript", "frame", "frameset", "applet",
];

fuzz_target!(|html: &str| {
    let base = Url::parse("https://news.example/a/").unwrap();
    let clean = clean_html(html, &base);
    assert_eq!(clean_html(&clean, &base), clean, "cleaning is idempotent");
    for parsed in [Html::parse_fragment(&clean), Html::parse_document(&clean)] {
        let elements = parsed.tree.values().filter_map(|node| node.as_element());
        for element in elements {
            assert!(!NEVER.contains(&element.name()), "<{}> in {clean:?}", element.name());
            for (name, value) in element.attrs() {
                assert!(!name.starts_with("on") && name != "style" && name != "srcdoc", "{name}={value:?} in {clean:?}");
                if matches!(name, "href" | "src" | "cite" | "poster" | "action" | "formaction" | "background" | "longdesc") {
                    let address = Url::parse(value).unwrap_or_else(|error| panic!("{name}={value:?}: {error}"));
                    let is_picture = element.name() == "img" && value.starts_with("data:image/");
                    assert!(matches!(address.scheme(), "http" | "https" | "mailto" | "tel") || is_picture, "{value:?}");
                }
            }
        }
    }
    let title = inline_text(html);
    assert!(!title.contains('\n'), "{title:?}");
});
