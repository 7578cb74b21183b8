//! What the documents promise: every key of the configuration with its default, and an example that works.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use feedmill::config::{ConfigError, Flags, Settings, load};
use feedmill::feed::{Detail, article_of, listing_of};
use feedmill::site::{Catalogue, Site, folder_files};
use jiff::Timestamp;
use url::Url;

/// The tables of the configuration; the empty one holds the keys at the top.
const TABLES: [&str; 9] = ["", "server", "access", "fetch", "cache", "store", "sites", "feeds", "log"];

/// A key as the example file shows it.
struct Shown {
    value: String,
    /// Whether the comment above says that it has no default.
    is_optional: bool,
}

#[test]
fn the_example_configuration_has_every_key_and_no_other() {
    let shown: BTreeSet<String> = shown_keys().into_keys().collect();

    assert_eq!(shown, known_keys());
}

#[test]
fn the_example_configuration_can_be_loaded_with_every_key_set() {
    let text: String = shown_keys().iter().map(|(key, shown)| format!("{key} = {}\n", shown.value)).collect();

    settings(&text).unwrap();
}

#[test]
fn the_example_configuration_shows_the_default_of_every_key_that_has_one() {
    let default = format!("{:?}", settings("").unwrap());
    for (key, shown) in shown_keys() {
        // A file of tokens is only looked for where tokens are asked for; each key is set alone.
        let set = format!("{:?}", settings(&format!("{key} = {}", shown.value)).unwrap());
        assert_eq!(set != default, shown.is_optional, "{key} = {}", shown.value);
    }
}

#[test]
fn the_readme_has_every_key_with_its_default() {
    let expected: BTreeMap<String, String> = shown_keys()
        .into_iter()
        .map(|(key, shown)| {
            let default = if shown.is_optional { "–".to_owned() } else { format!("`{}`", shown.value) };
            (key, default)
        })
        .collect();

    assert_eq!(keys_of_readme(), expected);
}

#[test]
fn the_readme_shows_the_example_definition_as_it_is() {
    let readme = read("README.md");
    let (_, rest) = readme.split_once("```toml\n").unwrap();
    let (shown, _) = rest.split_once("```").unwrap();

    assert_eq!(shown, read("docs/example/harbour-gazette.toml"));
}

#[test]
fn the_example_definition_reads_the_example_listing() {
    let (site, url) = (example_site(), address("news"));
    let rules = site.rules_for(&url);

    let read =
        listing_of(&read("docs/example/news.html"), &url, Some(&site), Some(&rules), Detail::Entries, now())
            .unwrap();

    let told: Vec<String> = read
        .listing
        .entries
        .iter()
        .map(|entry| {
            let date = entry.published.map(|date| date.moment.to_string());
            let image = entry.image.as_ref().map_or("no picture", |image| image.url.path());
            let title = entry.title.as_deref().unwrap_or_default();
            format!("{title} | {} | {} | {image}", date.unwrap_or_default(), entry.authors.join(", "))
        })
        .collect();
    assert_eq!(
        told,
        [
            "Pier reopens after a winter of repairs | 2026-03-14T07:30:00+00:00 | Orla Fennimore | /pictures/pier-1280.jpg",
            "Night ferry to run from May | 2026-04-02T18:05:00+01:00 | Tadhg Marlowe | no picture",
            "Lighthouse opens its doors for a day | 2026-03-28T09:00:00+00:00 |  | no picture",
        ]
    );
}

#[test]
fn the_example_definition_reads_the_example_article() {
    let html = read("docs/example/pier-reopens.html");

    let article =
        article_of(&html, &address("news/4711-pier-reopens"), Some(&example_site()), now()).unwrap();

    assert_eq!(article.title.as_deref(), Some("Pier reopens after a winter of repairs"));
    assert_eq!(article.authors, ["Orla Fennimore"]);
    assert_eq!(article.tags, ["Pier", "Repairs"]);
    assert_eq!(
        article.lead.as_deref(),
        Some("Walkers were back on the planks at dawn, eight weeks earlier than planned.")
    );
    assert_eq!(article.image.and_then(|image| image.caption).as_deref(), Some("The pier on Saturday."));
    let text = article.body_text.unwrap();
    assert!(text.contains("harbour master") && text.contains("fishing boats"), "{text}");
    assert!(!text.contains("Read more") && !text.contains("Share"), "{text}");
}

/// The files that the documents point to are there.
#[test]
fn every_link_between_documents_leads_to_a_file() {
    for document in ["README.md", "CONTRIBUTING.md", "docs/site-definitions.md", "docs/configuration.md"] {
        let folder = Path::new(document).parent().unwrap();
        for part in read(document).split("](").skip(1) {
            let link = part.split(')').next().unwrap().split('#').next().unwrap();
            let is_file = !link.is_empty() && !link.contains("://");
            assert!(!is_file || root().join(folder).join(link).exists(), "{document}: {link}");
        }
    }
}

/// The keys that the program takes: it names them when it finds one that it does not know.
fn known_keys() -> BTreeSet<String> {
    let known = |table: &&str| {
        let text = if table.is_empty() { "zzz = 1".to_owned() } else { format!("{table}.zzz = 1") };
        let error = settings(&text).unwrap_err().to_string();
        let (_, names) = error.split_once("expected ").unwrap();
        let name = |name: &str| if table.is_empty() { name.to_owned() } else { format!("{table}.{name}") };
        let names: Vec<String> = names.split('`').skip(1).step_by(2).map(name).collect();
        names
    };
    let mut keys: BTreeSet<String> = TABLES.iter().flat_map(known).collect();
    for table in TABLES.iter().filter(|table| !table.is_empty()) {
        assert!(keys.remove(*table), "no table [{table}]");
    }
    keys
}

/// The keys of the example file. A key stands behind `#` without a space; a comment has a space there.
fn shown_keys() -> BTreeMap<String, Shown> {
    let (mut keys, mut table, mut comment) = (BTreeMap::new(), String::new(), String::new());
    for line in read("deploy/feedmill.toml").lines() {
        let key_and_value = line.strip_prefix('#').and_then(|line| line.split_once(" = "));
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            table = format!("{name}.");
        } else if line.is_empty() {
            comment.clear();
        } else if let Some((key, value)) = key_and_value.filter(|(key, _)| !key.starts_with(' ')) {
            assert!(!comment.is_empty(), "{key} has no comment");
            let shown =
                Shown { value: value.to_owned(), is_optional: comment.contains("Not set by default") };
            keys.insert(format!("{table}{key}"), shown);
        } else {
            comment.push_str(line);
        }
    }
    keys
}

fn keys_of_readme() -> BTreeMap<String, String> {
    let readme = read("README.md");
    let (_, table) = readme.split_once("| Key | Default |").unwrap();
    let (table, _) = table.split_once("\n\n").unwrap();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        (cells[1].trim_matches('`').to_owned(), cells[2].to_owned())
    };
    table.lines().skip(2).map(row).collect()
}

fn settings(text: &str) -> Result<Settings, ConfigError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("feedmill.toml");
    std::fs::write(&path, text).unwrap();
    let flags = Flags { config: Some(path), ..Flags::default() };
    load(&flags, [])
}

fn example_site() -> std::sync::Arc<Site> {
    let (files, unreadable) = folder_files(&root().join("docs/example")).unwrap();
    let loaded = Catalogue::load([], files).unwrap();
    assert!(unreadable.is_empty() && loaded.rejected.is_empty(), "{:?}", loaded.rejected);
    std::sync::Arc::clone(loaded.catalogue.site("harbour-gazette").unwrap())
}

fn address(path: &str) -> Url {
    Url::parse("https://harbour-gazette.example/").unwrap().join(path).unwrap()
}

fn now() -> Timestamp {
    "2026-04-10T12:00:00Z".parse().unwrap()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
