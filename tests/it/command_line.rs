//! The program as people run it: what it prints, and how it ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const PAGE: &str = "tests/pages/generic/wordpress-index/source.html";
const PAGE_URL: &str = "https://garden-notes.example/";

/// The program with arguments, in an environment and a folder without a configuration.
fn feedmill(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_feedmill"));
    command.args(arguments).stdin(Stdio::null());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("FEEDMILL_")) {
        command.env_remove(name);
    }
    command
}

fn run(arguments: &[&str]) -> Output {
    feedmill(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_saved_page_becomes_a_feed_in_every_format() {
    for (format, beginning) in [("rss", "<?xml"), ("atom", "<?xml"), ("json", "{")] {
        let output = run(&["feed", PAGE, "--url", PAGE_URL, "--format", format, "--limit", "2"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert!(text(&output.stdout).starts_with(beginning), "{format}");
        let feed = feed_rs::parser::parse(output.stdout.as_slice()).unwrap();
        assert_eq!(feed.entries.len(), 2, "{format}");
    }
}

#[test]
fn a_saved_feed_or_sitemap_is_converted_like_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        file.display().to_string()
    };
    let whole = "The lamp was lit at dusk and the boats came home. ".repeat(40);
    let rss = write(
        "notes.xml",
        &format!(
            "<rss version=\"2.0\"><channel><title>Notes</title><link>https://notes.example/</link><item><title>A lamp</title>\
             <link>https://notes.example/lamp</link><pubDate>Fri, 10 Apr 2026 09:30:00 +0100</pubDate>\
             <description>{whole}</description></item></channel></rss>"
        ),
    );
    let sitemap = write(
        "sitemap.xml",
        "<urlset><url><loc>https://notes.example/lamp</loc></url><url><loc>https://notes.example/pier</loc></url></urlset>",
    );

    let feed = run(&["feed", &rss, "--format", "json"]);
    let listing = run(&["extract", "listing", &sitemap, "--url", "https://notes.example/sitemap.xml"]);
    let broken = run(&["feed", &write("broken.xml", "<rss><channel>"), "--url", "https://notes.example/"]);

    assert_eq!(feed.status.code(), Some(0), "{}", text(&feed.stderr));
    let feed: serde_json::Value = serde_json::from_slice(&feed.stdout).unwrap();
    assert_eq!(feed["items"][0]["date_published"], "2026-04-10T09:30:00+01:00");
    assert!(feed["items"][0]["content_html"].as_str().unwrap().contains("boats came home"), "{feed}");
    let listing: serde_json::Value = serde_json::from_slice(&listing.stdout).unwrap();
    assert_eq!(listing["entries"].as_array().unwrap().len(), 2);
    assert_eq!(broken.status.code(), Some(1));
    assert!(text(&broken.stderr).contains("it ends before </rss>"), "{}", text(&broken.stderr));
}

#[test]
fn wrong_usage_ends_with_2_and_says_what_was_expected() {
    for (arguments, expected) in [
        (vec!["nonsense"], "unrecognized subcommand"),
        (vec!["feed", "nosuch/site"], "expected one of the sites"),
        (vec!["feed", "almayadeen-english/nosuch"], "expected a feed of almayadeen-english"),
        (vec!["feed", "https://exa mple/"], "expected an address"),
        (vec!["feed", PAGE, "--limit", "0"], "1..=1000"),
        (vec!["feed", PAGE, "--pages", "2"], "expected the address of a page beside --pages"),
        (vec!["feed", PAGE, "--pages", "11"], "1..=10"),
        (vec!["site", "show", "nosuch"], "expected one of the sites"),
        (vec!["serve", "--config", "no/such/file.toml"], "no/such/file.toml cannot be read"),
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains(expected), "{arguments:?}: {}", text(&output.stderr));
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn what_cannot_be_done_ends_with_1_and_says_why() {
    let empty = "tests/pages/generic/no-listing/source.html";
    for (arguments, expected) in [
        (vec!["feed", "no/such/page.html", "--url", PAGE_URL], "no/such/page.html cannot be read"),
        (vec!["feed", empty, "--url", "https://www.brass-and-reed.example/contact"], "expected entries"),
        (vec!["site", "check", "no/such/site.toml"], "no/such/site.toml cannot be read"),
        (vec!["health", "--url", "http://127.0.0.1:9/readyz"], "expected a ready service"),
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains(expected), "{arguments:?}: {}", text(&output.stderr));
    }
}

#[test]
fn a_feed_of_links_that_may_be_no_listing_comes_with_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("locks.html");
    let topics: String = ["gates", "keepers", "boats", "bridges", "weirs", "towpaths", "reeds", "herons"]
        .map(|topic| format!("<li><a href=\"/{topic}\">The {topic} of the canal</a>"))
        .concat();
    std::fs::write(
        &page,
        format!("<!doctype html><title>Locks</title><main><h1>Locks</h1><ul>{topics}</ul></main>"),
    )
    .unwrap();

    let output = run(&["feed", &page.display().to_string(), "--url", "https://canal.example/locks"]);

    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("<item>"));
    let told = text(&output.stderr);
    assert!(told.contains("unsure that https://canal.example/locks is a listing: confidence 0."), "{told}");
    assert!(run(&["feed", PAGE, "--url", PAGE_URL]).stderr.is_empty());
}

#[test]
fn one_page_that_cannot_be_read_stops_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = folder.path().join("manifest.jsonl");
    let page = std::fs::canonicalize(PAGE).unwrap();
    let lines = format!(
        "{{\"id\":\"a\",\"path\":{page:?},\"url\":\"{PAGE_URL}\"}}\n{{\"id\":\"b\",\"path\":\"gone.html\",\"url\":\"{PAGE_URL}\"}}\n\
         {{\"id\":\"c\",\"path\":{page:?},\"url\":\"not a url\"}}\n{{\"id\":\"d\",\"path\":{page:?},\"url\":\"{PAGE_URL}\"}}\n"
    );
    std::fs::write(&manifest, lines).unwrap();

    let output = run(&["extract", "listing", "--manifest", &manifest.display().to_string(), "--jobs", "2"]);

    let answers: Vec<serde_json::Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: Vec<&str> = answers.iter().filter_map(|answer| answer["id"].as_str()).collect();
    assert_eq!(ids, ["a", "b", "c", "d"]);
    let failed: Vec<bool> = answers.iter().map(|answer| answer["error"].is_string()).collect();
    assert_eq!(failed, [false, true, true, false]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_definition_that_is_written_for_a_page_is_sound_and_finds_its_entries() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(&["site", "new", PAGE_URL, "--page", PAGE]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let told = text(&output.stderr);
    let name = told.trim().rsplit(' ').next().unwrap();
    let file = folder.path().join(name);
    std::fs::write(&file, &output.stdout).unwrap();

    let check = run(&["site", "check", &file.display().to_string(), "--page", PAGE, "--url", PAGE_URL]);

    assert_eq!(check.status.code(), Some(0), "{}", text(&check.stderr));
    assert!(text(&check.stdout).contains("entries (rules)"), "{}", text(&check.stdout));
}

#[test]
fn a_definition_that_is_written_joins_the_layouts_of_a_page_and_says_where_the_fields_stand() {
    let folder = tempfile::tempdir().unwrap();
    let saved = folder.path().join("saved.html");
    let cards: String = ["Lamps are lit", "Nets are dry", "Boats are home", "Gulls are loud", "Ropes are new"]
        .iter()
        .enumerate()
        .map(|(at, title)| {
            format!(
                "<li class='card Card_root__x{at}Yz'><h3><a href=/news/story-{at}>{title} in the old harbour again</a></h3>
                <p>What the keeper wrote into his book that night.</p><time datetime=2024-03-0{0}>{0} March 2024</time></li>",
                at + 1
            )
        })
        .collect();
    let lead = "<article class=lead><h2><a href=/news/ferry>The ferry sails again after eleven weeks in the dock</a></h2>
        <p>Forty passengers and one dog were on board when it cast off.</p><time datetime=2024-03-09>9 March 2024</time></article>";
    std::fs::write(&saved, format!("<title>Harbour</title><main>{lead}<ul>{cards}</ul></main>")).unwrap();
    let (saved, address) = (saved.display().to_string(), "https://harbour.example/news");

    let written = run(&["site", "new", address, "--page", &saved]);
    assert_eq!(written.status.code(), Some(0), "{}", text(&written.stderr));
    let definition = text(&written.stdout);
    assert!(definition.contains("li.card") && definition.contains("time@datetime"), "{definition}");
    assert!(!definition.contains("Card_root"), "{definition}");
    let file = folder.path().join("harbour-example.toml");
    std::fs::write(&file, &written.stdout).unwrap();
    let check = run(&["site", "check", &file.display().to_string(), "--page", &saved, "--url", address]);

    assert_eq!(check.status.code(), Some(0), "{}", text(&check.stderr));
    assert!(text(&check.stdout).contains("6 entries (rules), 0 left out"), "{}", text(&check.stdout));
}

#[test]
fn the_service_starts_without_a_configuration_answers_and_stops_when_it_is_asked_to() {
    let folder = tempfile::tempdir().unwrap();
    let mut service = feedmill(&["serve", "--listen", "127.0.0.1:0"])
        .current_dir(folder.path())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = BufReader::new(service.stderr.take().unwrap()).lines();
    let serving = log.find_map(|line| line.ok().filter(|line| line.contains("serving"))).unwrap();
    let address = serving.split("http://").nth(1).unwrap().split('"').next().unwrap().to_owned();

    let page = get(&address, "/");
    let ready = run(&["health", "--url", &format!("http://{address}/readyz")]);
    let asked = Command::new("kill").arg(service.id().to_string()).status().unwrap();
    let ended = service.wait().unwrap();

    assert!(page.starts_with("HTTP/1.1 200") && page.contains("/feeds/almayadeen-english/news/politics.rss"));
    assert_eq!(ready.status.code(), Some(0), "{}", text(&ready.stderr));
    assert!(asked.success());
    assert_eq!(ended.code(), Some(0));
    assert!(Path::new(&folder.path().join("feedmill-data/feedmill.sqlite3")).exists());
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    text(&answer)
}

#[test]
fn a_database_is_copied_and_put_back_and_what_it_held_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let data = ["--data-dir".to_owned(), path("data")];
    let in_data = |command: &str, file: &str| {
        let mut arguments = vec![command, file];
        arguments.extend(data.iter().map(String::as_str));
        run(&arguments)
    };
    let nothing = in_data("backup", &path("copy.db"));
    assert_eq!(nothing.status.code(), Some(1));
    assert!(text(&nothing.stderr).contains("found no file"), "{}", text(&nothing.stderr));

    let runtime = tokio::runtime::Runtime::new().unwrap();
    let url = format!("sqlite:{}", path("data/feedmill.sqlite3")).parse().unwrap();
    runtime.block_on(async { feedmill::store::open(&url).await.unwrap().close().await });

    let copied = in_data("backup", &path("copy.db"));
    assert_eq!(copied.status.code(), Some(0), "{}", text(&copied.stderr));
    assert!(Path::new(&path("copy.db")).exists());
    let again = in_data("backup", &path("copy.db"));
    assert!(text(&again.stderr).contains("is there already"), "{}", text(&again.stderr));
    let restored = in_data("restore", &path("copy.db"));
    assert_eq!(restored.status.code(), Some(0), "{}", text(&restored.stderr));
    assert!(text(&restored.stdout).contains(".before-restore-1"), "{}", text(&restored.stdout));
}

#[tokio::test]
async fn a_feed_that_is_gone_is_resumed_by_command() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let resume = |feed: &str| run(&["site", "resume", feed, "--data-dir", data.to_str().unwrap()]);
    let feed = "almayadeen-english/news/politics";
    let nothing = resume(feed);
    assert_eq!(nothing.status.code(), Some(1));
    assert!(text(&nothing.stderr).contains("found no file"), "{}", text(&nothing.stderr));
    let url = format!("sqlite:{}", data.join("feedmill.sqlite3").display()).parse().unwrap();
    let store = feedmill::store::open(&url).await.unwrap();
    let stopped = feedmill::store::FeedState {
        outcome: "gone".to_owned(),
        stopped_url: Some("https://english.almayadeen.net/news/politics".parse().unwrap()),
        ..Default::default()
    };
    let key = feed.parse().unwrap();
    store.save_feed_state(&key, &stopped).await.unwrap();

    // The store is open all the time, as in a service that runs.
    let resumed = resume(feed);

    assert_eq!(resumed.status.code(), Some(0), "{}", text(&resumed.stderr));
    assert!(text(&resumed.stdout).contains("its last refresh was gone"), "{}", text(&resumed.stdout));
    let state = store.feed_state(&key).await.unwrap().unwrap();
    assert!(state.stopped_url.is_none() && state.next_check.is_some(), "{state:?}");
    let untried = resume("almayadeen-english/news/economy");
    assert_eq!(untried.status.code(), Some(1), "{}", text(&untried.stderr));
    let unknown = resume("almayadeen-english/no/such");
    assert_eq!(unknown.status.code(), Some(2), "{}", text(&unknown.stderr));
}

#[test]
fn an_address_is_signed_by_command_with_a_key_of_the_environment() {
    let signed = |arguments: &[&str]| {
        let mut command = feedmill(&[&["sign"], arguments].concat());
        command.env("FEEDMILL_ACCESS__SIGNING_KEYS", "2026:0123456789abcdef0123456789abcdef");
        command.env("FEEDMILL_SERVER__PUBLIC_URL", "https://feeds.example/mill").output().unwrap()
    };
    let address = "/convert.rss?url=https%3A%2F%2Fnews.example%2F";

    let (forever, short) = (signed(&[address]), signed(&["--expires", "30d", address]));

    let beginning =
        "https://feeds.example/mill/convert.rss?key=2026&url=https%3A%2F%2Fnews.example%2F&signature=";
    assert!(text(&forever.stdout).starts_with(beginning), "{}", text(&forever.stderr));
    assert!(text(&short.stdout).contains("/convert.rss?expires="), "{}", text(&short.stdout));
    for wrong in [&["--expires", "soon", address][..], &["/feeds/a/b.rss"], &["/convert.rss"]] {
        let output = signed(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}: {}", text(&output.stderr));
    }
    let without = run(&["sign", address]);
    assert_eq!(without.status.code(), Some(2));
    assert!(text(&without.stderr).contains("access.signing_keys_file"), "{}", text(&without.stderr));
}
