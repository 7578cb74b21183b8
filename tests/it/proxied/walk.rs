//! A walk over all addresses that the answers print.

use std::collections::{BTreeSet, VecDeque};

use regex::Regex;
use scraper::{Html, Selector};
use serde_json::Value;
use url::Url;

use super::proxy::Proxy;
use crate::support::Exchange;

/// What a walk has met.
#[derive(Default)]
pub struct Walked {
    /// Addresses that were fetched and answered as they should.
    pub worked: BTreeSet<String>,
    /// Addresses that do not lie under the base, or do not work, with the answer in which they stand.
    pub wrong: Vec<String>,
}

/// Fetches the beginnings, which may be errors, and every address of the service in any answer, which may not.
/// `typed` is what a reader types into the fields of forms, by their names; `own` is host and port behind the proxy.
pub async fn walk(
    proxy: &Proxy,
    beginnings: &[String],
    typed: &[(&str, String)],
    own: Option<&str>,
) -> Walked {
    let base = Url::parse(&proxy.base).unwrap();
    let mut walked = Walked::default();
    let mut seen: BTreeSet<Url> = BTreeSet::new();
    let mut open: VecDeque<(Url, Option<Url>)> =
        beginnings.iter().map(|path| (base.join(path).unwrap(), None)).collect();
    while let Some((url, from)) = open.pop_front() {
        if !seen.insert(url.clone()) || is_elsewhere(&url) {
            continue;
        }
        let answer = proxy.get(url.as_str(), &[]).await;
        match (&from, answer.status) {
            (None, 200..500) | (Some(_), 200..400) => _ = walked.worked.insert(url.to_string()),
            (from, status) => walked.wrong.push(told(&url, from.as_ref(), &format!("answers {status}"))),
        }
        if answer.header("content-type") == "application/problem+json" {
            let instance = base.join(answer.json()["instance"].as_str().unwrap()).unwrap();
            if instance.path() != url.path() {
                walked.wrong.push(told(&instance, Some(&url), "is not the address that was asked for"));
            }
        }
        for found in addresses(&url, &answer, typed) {
            let text = found.as_str();
            if own.is_some_and(|own| text.contains(&format!("//{own}")))
                || text.starts_with("http://localhost/")
            {
                walked.wrong.push(told(&found, Some(&url), "is the address behind the proxy"));
            } else if found.host_str() != base.host_str() {
            } else if found.origin() == base.origin() && found.path().starts_with(base.path()) {
                open.push_back((found, Some(url.clone())));
            } else {
                walked.wrong.push(told(&found, Some(&url), "is not under the public address"));
            }
        }
    }
    walked.wrong.sort();
    walked.wrong.dedup();
    walked
}

fn told(url: &Url, from: Option<&Url>, what: &str) -> String {
    format!("{url} (in {}) {what}", from.map_or("the beginnings", Url::as_str))
}

/// Whether an address asks for what lies outside this machine: a feed of a site that came with the program, or a page of
/// an example in the documentation. One with a placeholder leads nowhere either.
fn is_elsewhere(url: &Url) -> bool {
    let is_feed = url.path().contains("/feeds/almayadeen") && !url.path().contains("/api/");
    (is_feed && !url.path().ends_with(".opml"))
        || url.as_str().contains("%7B")
        || url.as_str().contains("news.example")
}

/// All addresses of an answer, without fragments.
fn addresses(at: &Url, answer: &Exchange, typed: &[(&str, String)]) -> BTreeSet<Url> {
    let body = String::from_utf8_lossy(&answer.body).into_owned();
    let mut texts = in_headers(answer);
    let kind = answer.header("content-type");
    if kind.starts_with("text/html") {
        texts.extend(in_html(&body, typed));
    } else if kind.contains("json") {
        in_json(&serde_json::from_slice(&answer.body).unwrap(), &mut texts);
    } else if kind.contains("yaml") {
        let servers = Regex::new(r"(?m)^  - url: (\S+)$").unwrap();
        texts.extend(servers.captures_iter(&body).map(|found| found[1].to_owned()));
    }
    let absolute = Regex::new(r#"https?://[^\s"'<>\\`|)\]]+"#).unwrap();
    texts.extend(absolute.find_iter(&body).map(|found| decoded(found.as_str())));
    texts
        .iter()
        .filter_map(|text| at.join(text).ok())
        .filter(|url| url.scheme().starts_with("http"))
        .map(plain)
        .collect()
}

fn plain(mut url: Url) -> Url {
    url.set_fragment(None);
    url
}

fn decoded(text: &str) -> String {
    text.split("&quot;").next().unwrap().replace("&amp;", "&").replace("&#38;", "&")
}

fn in_headers(answer: &Exchange) -> Vec<String> {
    let links =
        answer.headers.get_all("link").iter().flat_map(|line| line.to_str().unwrap().split('<').skip(1));
    let mut texts: Vec<String> = links.filter_map(|link| Some(link.split_once('>')?.0.to_owned())).collect();
    for name in ["location", "content-location"] {
        texts.extend(answer.headers.get(name).map(|value| value.to_str().unwrap().to_owned()));
    }
    texts
}

fn in_html(body: &str, typed: &[(&str, String)]) -> Vec<String> {
    let page = Html::parse_document(body);
    let mut texts = Vec::new();
    for name in ["href", "src", "poster", "content"] {
        let with = Selector::parse(&format!("[{name}]")).unwrap();
        let values = page.select(&with).filter_map(|element| element.attr(name));
        // The content of a `meta` is an address only where it looks like one.
        texts
            .extend(values.filter(|value| name != "content" || value.starts_with("http")).map(str::to_owned));
    }
    let selector = |text| Selector::parse(text).unwrap();
    let (forms, fields, targets) = (selector("form"), selector("[name]"), selector("[formaction]"));
    for form in page.select(&forms) {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for name in form.select(&fields).filter_map(|field| field.attr("name")) {
            let value = typed.iter().find(|(typed, _)| *typed == name);
            query.append_pair(name, value.map_or("{}", |(_, value)| value));
        }
        let query = query.finish();
        let buttons = form.select(&targets).filter_map(|button| button.attr("formaction"));
        texts
            .extend(form.attr("action").into_iter().chain(buttons).map(|target| format!("{target}?{query}")));
    }
    texts
}

/// Texts that are whole addresses, and paths of the service that a client would resolve against the answer's own address.
fn in_json(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let words = ["/feeds", "/status", "/api/", "/convert", "/docs", "/opml", "/openapi", "/nothing"];
            if text.starts_with("http") || words.iter().any(|word| text.starts_with(word)) {
                texts.push(text.clone());
            }
        }
        Value::Array(values) => values.iter().for_each(|value| in_json(value, texts)),
        // What a problem says of the request is no address that works.
        Value::Object(members) => {
            let is_told = |name: &str| name == "instance" && members.contains_key("status");
            members.iter().filter(|(name, _)| !is_told(name)).for_each(|(_, value)| in_json(value, texts));
        }
        _ => {}
    }
}
