//! What must not stand in a result: addresses that lead nowhere on the web, and markup that runs.

use scraper::{ElementRef, Html};
use serde_json::Value;
use url::Url;

/// Attributes that hold an address.
const ADDRESSES: [&str; 8] = ["href", "src", "cite", "poster", "data", "action", "formaction", "background"];
/// Elements that run, load or send something.
const RUNNING: [&str; 14] = [
    "script", "style", "iframe", "object", "embed", "form", "input", "button", "link", "meta", "base", "svg",
    "math", "template",
];

/// Addresses that are not absolute http or https, in the fields of a record and in its body.
pub(super) fn strange_addresses(record: &Value) -> Vec<String> {
    let mut strange = Vec::new();
    walk("", record, &mut |name, text| {
        if name == "url" || name.ends_with("_url") {
            strange.extend(Some(text.to_owned()).filter(|text| !is_of_the_web(text)));
        }
        if name == "body_html" {
            let addresses = elements(text).flat_map(|(_, attributes)| attributes);
            let addresses = addresses.filter(|(name, _)| ADDRESSES.contains(&name.as_str()));
            strange.extend(addresses.map(|(_, value)| value).filter(|value| !is_of_the_web(value)));
        }
    });
    strange
}

/// Elements and attributes of the body that do something.
pub(super) fn running_parts(record: &Value) -> Vec<String> {
    let mut running = Vec::new();
    walk("", record, &mut |name, text| {
        if name != "body_html" {
            return;
        }
        for (element, attributes) in elements(text) {
            running.extend(Some(element.clone()).filter(|name| RUNNING.contains(&name.as_str())));
            let does_something = |(name, value): &(String, String)| {
                let scheme: String =
                    value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
                name.starts_with("on")
                    || matches!(name.as_str(), "style" | "srcdoc")
                    || scheme.to_ascii_lowercase().starts_with("javascript:")
            };
            running.extend(
                attributes
                    .iter()
                    .filter(|pair| does_something(pair))
                    .map(|(name, _)| format!("{element}@{name}")),
            );
        }
    });
    running
}

/// Every string of a document with the name of the member it stands in.
fn walk(name: &str, value: &Value, visit: &mut impl FnMut(&str, &str)) {
    match value {
        Value::String(text) => visit(name, text),
        Value::Array(values) => values.iter().for_each(|value| walk(name, value, visit)),
        Value::Object(members) => members.iter().for_each(|(name, value)| walk(name, value, visit)),
        _ => {}
    }
}

/// The elements of a fragment with their attributes.
fn elements(html: &str) -> impl Iterator<Item = (String, Vec<(String, String)>)> {
    let fragment = Html::parse_fragment(html);
    let found: Vec<_> = fragment
        .root_element()
        .descendants()
        .filter_map(ElementRef::wrap)
        .map(|element| {
            let attributes = element.value().attrs().map(|(name, value)| (name.to_owned(), value.to_owned()));
            (element.value().name().to_owned(), attributes.collect())
        })
        .collect();
    found.into_iter()
}

fn is_of_the_web(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

#[test]
fn what_runs_and_what_leads_nowhere_is_found() {
    let record = serde_json::json!({
        "image": {"url": "/picture.jpg"},
        "body_html": "<p onclick=\"go()\">A <a href=\" java\nscript:go()\">link</a><script>go()</script></p>",
    });

    assert_eq!(running_parts(&record), ["p@onclick", "a@href", "script"]);
    assert_eq!(strange_addresses(&record).len(), 2);
}
