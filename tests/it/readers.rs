//! What other programs say of our feeds: feed-rs, feedparser, the schema of JSON Feed and newsboat read every fixture's feed.

mod fixtures;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use feedmill::render::Format;
use fixtures::FixtureFeed;
use serde_json::Value;

use crate::support::programs::{is_there, left_out, python, root, text};

#[tokio::test(flavor = "multi_thread")]
async fn feed_rs_reads_every_feed() {
    for feed in fixtures::feeds().await {
        for (format, bytes) in &feed.documents {
            let name = format!("{}.{}", feed.name, format.extension());
            let read =
                feed_rs::parser::parse(bytes.as_ref()).unwrap_or_else(|error| panic!("{name}: {error}"));

            assert_eq!(read.entries.len(), feed.items, "{name}");
            assert!(read.title.is_some(), "{name} has no title");
            let ids: std::collections::BTreeSet<&str> =
                read.entries.iter().map(|entry| entry.id.as_str()).collect();
            assert_eq!(ids.len(), feed.items, "{name}: ids");
            for entry in &read.entries {
                let date = entry.published.or(entry.updated);
                assert!(date.is_some(), "{name}: {} has no date", entry.id);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn feedparser_reads_every_feed_and_every_json_feed_follows_the_schema() {
    if !is_there(Command::new(python()).args(["-c", "import feedparser, jsonschema"])) {
        return left_out("feedparser and jsonschema");
    }
    let (feeds, folder) = (fixtures::feeds().await, tempfile::tempdir().unwrap());
    let files = write(&feeds, folder.path());

    let output = Command::new(python())
        .arg(root().join("tests/it/readers/read_all.py"))
        .arg(root().join("tests/schema/jsonfeed-1.1.json"))
        .args(files.keys())
        .output()
        .unwrap();

    let told = text(&output);
    assert!(output.status.success(), "{told}");
    let read: BTreeMap<PathBuf, usize> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| {
            let answer: Value = serde_json::from_str(line).unwrap();
            let file = folder.path().join(answer["file"].as_str().unwrap());
            (file, usize::try_from(answer["entries"].as_u64().unwrap()).unwrap())
        })
        .collect();
    assert_eq!(read, files);
}

#[tokio::test(flavor = "multi_thread")]
async fn newsboat_reads_every_feed() {
    if !is_there(Command::new("newsboat").arg("--version")) {
        return left_out("newsboat");
    }
    let (feeds, folder) = (fixtures::feeds().await, tempfile::tempdir().unwrap());
    let files = write(&feeds, folder.path());
    // JSON Feed it does not read.
    let is_json =
        |file: &Path| file.extension().is_some_and(|extension| extension == Format::Json.extension());
    let files = files.iter().filter(|(file, _)| !is_json(file));

    // It spends most of its time waiting, so all files are read at once.
    std::thread::scope(|scope| {
        let runs: Vec<_> =
            files.map(|(file, items)| (file, items, scope.spawn(|| items_of_newsboat(file)))).collect();
        for (file, items, run) in runs {
            let (kept, log) = run.join().unwrap();
            assert_eq!(kept, *items, "{}\n{log}", file.display());
        }
    });
}

/// How many items newsboat keeps of a file, and its log. It tells items apart by their id alone, whatever feed they are in,
/// so that each file needs a cache of its own.
fn items_of_newsboat(file: &Path) -> (usize, String) {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    std::fs::write(place("urls"), format!("file://{}\n", file.display())).unwrap();
    std::fs::write(place("config"), "").unwrap();
    let output = Command::new("newsboat")
        .env("HOME", folder.path())
        .args([Path::new("-u"), &place("urls"), Path::new("-c"), &place("cache.db")])
        .args([Path::new("-C"), &place("config"), Path::new("-d"), &place("log")])
        .args(["-l", "2", "-x", "reload"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output));
    let log = std::fs::read_to_string(place("log")).unwrap_or_default();
    let database = rusqlite::Connection::open(place("cache.db")).unwrap();
    let kept: i64 = database.query_row("SELECT count(*) FROM rss_item", [], |row| row.get(0)).unwrap();
    (usize::try_from(kept).unwrap(), log)
}

/// Writes every document to a file, and tells how many items each has.
fn write(feeds: &[FixtureFeed], folder: &Path) -> BTreeMap<PathBuf, usize> {
    let mut files = BTreeMap::new();
    for feed in feeds {
        for (format, bytes) in &feed.documents {
            let file = folder.join(format!("{}.{}", feed.name, format.extension()));
            std::fs::write(&file, bytes).unwrap();
            files.insert(file, feed.items);
        }
    }
    assert_eq!(files.len(), feeds.len() * Format::all().len());
    files
}
