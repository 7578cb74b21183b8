//! The arrows between the modules, held by a test: what may use what, that there is no circle, and the shape of files.

mod paths;
mod shape;
mod source;

use std::collections::{BTreeMap, BTreeSet};

use source::SourceFile;

/// Who may use whom. What is not here is forbidden.
///
/// The command line is a second entrance beside `web`, so it may use what `web` uses and what saved pages need.
const ARROWS: [(&str, &[&str]); 14] = [
    ("main", &["cli"]),
    ("cli", &["app", "config", "feed", "fetch", "render", "site", "model", "extract", "store", "telemetry"]),
    ("app", &["config", "web", "feed", "fetch", "store", "cache", "site", "telemetry"]),
    ("config", &["web", "feed", "fetch", "store", "cache", "site", "telemetry"]),
    ("web", &["feed", "render", "site", "model"]),
    ("feed", &["cache", "store", "fetch", "extract", "render", "site", "model"]),
    ("extract", &["site", "model"]),
    ("render", &["model"]),
    ("site", &["model"]),
    ("fetch", &["model"]),
    ("store", &["model"]),
    ("cache", &[]),
    ("telemetry", &[]),
    ("model", &[]),
];

/// What `config` may take from the modules whose settings it fills.
const SETTINGS: [&str; 3] = ["Settings", "Url", "Listen"];

#[test]
fn every_use_of_a_module_follows_an_arrow() {
    let wrong: Vec<String> = source::files("src").iter().flat_map(forbidden_uses).collect();

    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_has_its_arrows_and_every_arrow_its_module() {
    let table: BTreeSet<&str> = ARROWS.iter().map(|(module, _)| *module).collect();
    let files = source::files("src");
    let modules: BTreeSet<&str> =
        files.iter().filter_map(|file| file.module.first().map(String::as_str)).collect();

    assert_eq!(table, modules);
    for (module, others) in ARROWS {
        for other in others {
            assert!(table.contains(other), "{module} -> {other}: no such module");
        }
    }
}

#[test]
fn the_arrows_make_no_circle() {
    assert_eq!(circle(&ARROWS), None);
}

#[test]
fn a_circle_is_found_and_told() {
    let arrows: [(&str, &[&str]); 3] = [("a", &["b"]), ("b", &["c"]), ("c", &["b"])];

    assert_eq!(circle(&arrows), Some(vec!["b", "c"]));
}

#[test]
fn a_use_against_the_arrows_is_told_with_file_and_line() {
    let cases: [(&str, &str, &str); 8] = [
        ("cache/a.rs", "use crate::model::Item;", "src/cache/a.rs:1: cache -> model"),
        ("site/a.rs", "\nuse crate::{model::{Item, Feed}, fetch::Page};", "src/site/a.rs:2: site -> fetch"),
        ("fetch/a.rs", "fn f() { crate::store::open() }", "src/fetch/a.rs:1: fetch -> store"),
        ("store/a/b.rs", "use super::super::super::cache::X;", "src/store/a/b.rs:1: store -> cache"),
        ("render/mod.rs", "mod tests { use super::super::web::X; }", "src/render/mod.rs:1: render -> web"),
        ("model/a.rs", "use crate::*;", "src/model/a.rs:1: model -> *"),
        ("main.rs", "fn main() { feedmill::app::x() }", "src/main.rs:1: main -> app"),
        (
            "config.rs",
            "use crate::feed::Service;",
            "src/config.rs:1: config -> feed::Service, which is no settings",
        ),
    ];
    for (path, text, expected) in cases {
        assert_eq!(forbidden_uses(&SourceFile::new(path, text)), [expected]);
    }
}

#[test]
fn what_only_looks_like_a_use_is_let_pass() {
    let text = r##"
        //! crate::web
        /* crate::web /* nested */ crate::web */
        const A: &str = "crate::web \" crate::web";
        const B: &str = r#"crate::web " crate::web"#;
        const C: (char, char, &'static str) = ('"', '\'', "crate::web");
        mod tests { use super::inner; use crate::cache::{self, Kept}; }
    "##;

    assert_eq!(forbidden_uses(&SourceFile::new("cache/a.rs", text)), Vec::<String>::new());
}

/// The uses of a file that no arrow allows, as lines for people.
fn forbidden_uses(file: &SourceFile) -> Vec<String> {
    let own = file.module.first().map_or("", String::as_str);
    let allowed = ARROWS.iter().find(|(module, _)| *module == own).map_or(&[][..], |(_, others)| others);
    let told = |found: &paths::Found| {
        let place = format!("{}:{}: {own} -> ", file.path, found.line);
        let target = found.path.first()?;
        if target == own {
            return None;
        }
        if !allowed.contains(&target.as_str()) {
            return Some(format!("{place}{target}"));
        }
        // `config` fills records that the lower modules own; it has no business with what they do.
        let name = found.path.get(1).map_or("", String::as_str);
        let is_settings = own != "config" || SETTINGS.iter().any(|ending| name.ends_with(ending));
        (!is_settings).then(|| format!("{place}{target}::{name}, which is no settings"))
    };
    paths::from_the_root(file).iter().filter_map(told).collect()
}

/// The modules of the first circle, in the order of their arrows.
fn circle<'a>(arrows: &[(&'a str, &'a [&'a str])]) -> Option<Vec<&'a str>> {
    let mut open: BTreeMap<&str, &[&str]> = arrows.iter().copied().collect();
    loop {
        let ends: Vec<&str> = open
            .iter()
            .filter(|(_, others)| !others.iter().any(|other| open.contains_key(other)))
            .map(|(module, _)| *module)
            .collect();
        for end in &ends {
            open.remove(end);
        }
        match (ends.is_empty(), open.keys().next()) {
            (_, None) => return None,
            (true, Some(start)) => return Some(walk(&open, start)),
            (false, Some(_)) => {}
        }
    }
}

/// From a module along arrows that all lead on, until one module comes again.
fn walk<'a>(open: &BTreeMap<&'a str, &'a [&'a str]>, start: &'a str) -> Vec<&'a str> {
    let mut way = vec![start];
    loop {
        let last = *way.last().unwrap();
        let next = open[last].iter().find(|other| open.contains_key(*other)).unwrap();
        if let Some(at) = way.iter().position(|module| module == next) {
            return way.split_off(at);
        }
        way.push(next);
    }
}
