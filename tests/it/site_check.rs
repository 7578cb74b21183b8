//! `feedmill site check` as it is run at regular times: against a site on loopback, with an exit code and a diff.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::support::Upstream;

fn check(upstream: &Upstream, folder: &Path, arguments: &[&str]) -> (i32, String) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_feedmill"))
        .args(["site", "check"])
        .args(arguments)
        .current_dir(folder)
        .env("FEEDMILL_FETCH__PRIVATE_HOSTS", format!("[\"{}\"]", upstream.authority()))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    (
        status.code().unwrap(),
        format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)),
    )
}

/// A folder with the definition of the upstream, which expects something of its sections.
fn folder(upstream: &Upstream, expect: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let definition = format!("{}\n[expect]\n{expect}\n", upstream.definition());
    std::fs::write(folder.path().join("herald.toml"), definition).unwrap();
    folder
}

#[tokio::test]
async fn pages_that_are_what_their_definition_expects_end_with_0() {
    let upstream = Upstream::start().await;
    upstream
        .page("/weather", "<article><h2><a href=/w>Rain</a></h2><time datetime=2024-05-06>x</time></article>")
        .await;
    let folder = folder(&upstream, "entries = 1\nfields = [\"title\", \"date\"]");

    let (code, told) = check(&upstream, folder.path(), &["herald.toml"]);

    assert_eq!(code, 0, "{told}");
    for line in [
        "herald: sound. 2 sections, 1 families",
        "herald/news: as expected, 3 entries",
        "herald/weather: as expected, 1 entries",
        "herald/topics/Trees & Parks: as expected, 3 entries",
    ] {
        assert!(told.contains(line), "no {line} in {told}");
    }
}

#[tokio::test]
async fn a_page_that_says_that_it_is_none_is_not_what_its_definition_expects_however_many_links_it_has() {
    let upstream = Upstream::start().await;
    let card =
        |at: usize| format!("<article><h2><a href=/read/{at}>Read most, number {at}</a></h2></article>");
    let cards: String = (1..9).map(card).collect();
    let page = format!("<title>Page not found</title><main><h1>Page not found</h1>{cards}</main>");
    upstream.page("/weather", &page).await;
    let folder = folder(&upstream, "entries = 1");

    let (code, told) = check(&upstream, folder.path(), &["herald.toml"]);

    assert_eq!(code, 1, "{told}");
    assert!(told.contains("herald/weather: not as expected\n  page\n  - the page http://"), "{told}");
    assert!(told.contains("\n  + soft_404\n"), "{told}");
}

#[tokio::test]
async fn pages_that_are_not_end_with_1_and_say_what_was_expected_and_what_was_found() {
    let upstream = Upstream::start().await;
    let folder = folder(&upstream, "entries = 5\nfields = [\"image\"]");

    let (code, told) = check(&upstream, folder.path(), &["herald.toml"]);

    assert_eq!(code, 1, "{told}");
    let lacking = "herald/news: not as expected\n  entries\n  - at least 5 entries\n  + 3 entries\n  image\n  \
                   - image in at least 4 of 5 entries\n  + image in 0 of 3 entries\n";
    assert!(told.contains(lacking), "{told}");
    assert!(told.contains("herald/weather: not as expected\n  page\n  - the page http://"), "{told}");
    assert!(told.contains("  + expected a page at the address, found not_found"), "{told}");
    assert!(
        told.contains("found others for herald/news, herald/weather, herald/topics/Trees & Parks"),
        "{told}"
    );
    let (code, told) = check(&upstream, folder.path(), &["herald.toml", "--offline"]);
    assert_eq!((code, told.lines().count()), (0, 1), "{told}");
}

#[tokio::test]
async fn a_definition_that_is_checked_is_also_the_one_that_allows_its_pages() {
    let upstream = Upstream::start().await;
    upstream.page("/weather", "<article><h2><a href=/w>Rain</a></h2></article>").await;
    upstream.page("/robots.txt", "User-agent: *\nDisallow: /").await;
    let folder = folder(&upstream, "entries = 1");
    let file = folder.path().join("herald.toml");

    let (code, told) = check(&upstream, folder.path(), &["herald.toml"]);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("  + expected a page at the address, found robots"), "{told}");

    let definition = std::fs::read_to_string(&file).unwrap();
    let definition = definition.replace("language = \"en\"", "language = \"en\"\nrobots = \"ignore\"");
    std::fs::write(&file, definition).unwrap();
    let (code, told) = check(&upstream, folder.path(), &["herald.toml"]);
    assert_eq!(code, 0, "{told}");
}

#[tokio::test]
async fn a_saved_page_is_held_against_what_the_feed_of_its_address_expects() {
    let upstream = Upstream::start().await;
    let folder = folder(&upstream, "entries = 2");
    let page = "<article><h2><a href=/one>Only one is left</a></h2></article>";
    std::fs::write(folder.path().join("saved.html"), page).unwrap();
    let held_against = |path: &str| {
        let url = upstream.url(path);
        check(&upstream, folder.path(), &["herald.toml", "--page", "saved.html", "--url", &url])
    };

    let (code, told) = held_against("/news");
    assert_eq!(code, 1, "{told}");
    assert!(
        told.contains("herald/news: not as expected\n  entries\n  - at least 2 entries\n  + 1 entries\n"),
        "{told}"
    );
    let (code, told) = held_against("/news/harbour");
    assert_eq!(code, 0, "an article is no listing: {told}");
}

#[tokio::test]
async fn mixes_are_checked_with_the_definitions_of_their_folder() {
    let upstream = Upstream::start().await;
    let folder = folder(&upstream, "entries = 1");
    let mixes = |feed: &str| {
        let text = format!(
            "name = \"mixes\"\nhome = \"https://feeds.example/\"\n\n[[mixes]]\npath = \"all\"\ntitle = \"All\"\n\
             feeds = [\"{feed}\", \"almayadeen-english/latest\"]\n"
        );
        std::fs::write(folder.path().join("mixes.toml"), text).unwrap();
        check(&upstream, folder.path(), &["mixes.toml"])
    };

    assert_eq!(mixes("herald/news"), (0, "mixes: sound. 1 mixes of 2 feeds.\n".to_owned()));
    let (code, told) = mixes("herald/sports");
    assert_eq!(code, 1, "{told}");
    assert!(
        told.contains("mixes.toml:") && told.contains("mixes[0].feeds[0]: expected a feed of herald"),
        "{told}"
    );
}
