use super::*;

const SMALL: &str = r#"name = "small"
title = "A small paper"
home = "https://paper.example/"
language = "en"
time_zone = "Asia/Beirut"

[[sections]]
path = "news"
title = "News"
url = "/news"

[[sections]]
path = "latest"
title = "Latest"
merge = true

[[parametric]]
path = "tags/{tag}"
title = "Tag: {tag}"
url = "/news?tags={tag}"

[listing]
entry = "article"
title = "h2"
link = "a@href"
"#;

fn file(name: &str, text: &str) -> SourceFile {
    SourceFile { name: name.to_owned(), text: text.to_owned() }
}

fn small() -> Catalogue {
    Catalogue::load([file("sites/small.toml", SMALL)], []).unwrap().catalogue
}

fn fault(text: &str) -> SiteError {
    Catalogue::load([file("sites/small.toml", text)], []).unwrap_err()
}

#[test]
fn a_section_a_tag_and_a_merge_are_found_by_their_keys() {
    let catalogue = small();
    let source = |key: &str| catalogue.feed(&key.parse().unwrap()).unwrap().source;
    assert!(
        matches!(source("small/news"), FeedSource::Listing { url, .. } if url.as_str() == "https://paper.example/news")
    );
    assert!(matches!(source("small/latest"), FeedSource::Merge(keys) if keys.len() == 1));
    let tag = catalogue.feed(&"small/tags/US & Canada".parse().unwrap()).unwrap();
    assert_eq!(tag.title, "Tag: US & Canada");
    assert!(
        matches!(tag.source, FeedSource::Listing { url, .. } if url.as_str() == "https://paper.example/news?tags=US%20%26%20Canada")
    );
}

#[test]
fn an_unknown_site_or_feed_is_told_with_what_there_is() {
    let catalogue = small();
    let message = |key: &str| catalogue.feed(&key.parse().unwrap()).unwrap_err().to_string();
    assert_eq!(message("big/news"), "expected one of the sites small, found \"big\"");
    assert_eq!(message("small/sport"), "expected a feed of small such as news, latest, found \"sport\"");
    assert!(
        message(&format!("small/tags/{}", "x".repeat(101)))
            .starts_with("expected a tag of 1 to 100 characters")
    );
}

#[test]
fn a_fault_names_file_line_field_and_cause() {
    let error = fault(&SMALL.replace("title = \"h2\"", "title = [\"h2\", \"h3[\"]"));
    assert_eq!((error.file.as_str(), error.line), ("sites/small.toml", 24));
    assert_eq!(error.field.as_deref(), Some("listing.title[1]"));
    assert!(error.cause.starts_with("expected a CSS selector, found \"h3[\""), "{error}");
}

#[test]
fn every_kind_of_fault_is_found_when_a_definition_is_loaded() {
    for (from, to, line, expected) in [
        ("name = \"small\"", "name = \"other\"", 1, "as the file is called"),
        ("https://paper.example/", "ftp://paper.example/", 3, "http or https"),
        ("language = \"en\"", "language = \"English\"", 4, "language tag"),
        ("Asia/Beirut", "Beirut", 5, "tz database"),
        ("path = \"latest\"", "path = \"news\"", 13, "a second time"),
        ("merge = true", "merge = false", 13, "either `url` or `merge = true`"),
        ("url = \"/news\"", "url = \"/news\"\npages = 0", 11, "expected 1 to 10 pages, found 0"),
        ("url = \"/news\"", "url = \"/news\"\npages = 11", 11, "expected 1 to 10 pages, found 11"),
        (
            "merge = true",
            "merge = true\npages = 2",
            13,
            "expected `pages`, `discover_feed` and `expect` beside `url`",
        ),
        ("/news?tags={tag}\"", "/news?tags={tag}\"\npages = -1", 21, "expected 1 to 10 pages, found -1"),
        ("tags/{tag}", "tags", 18, "ends in /{name}"),
        ("/news?tags={tag}", "/news?tags=", 20, "expected {tag}"),
        ("entry = \"article\"", "entrance = \"article\"", 23, "unknown field"),
        ("link = \"a@href\"", "link = \"a@href\"\ndate_formats = [\"day\"]", 26, "date format"),
        ("title = \"A small paper\"", "title = ", 2, ""),
    ] {
        let error = fault(&SMALL.replacen(from, to, 1));
        assert_eq!(error.line, line, "{to}: {error}");
        assert!(error.cause.contains(expected), "{to}: {error}");
    }
}

#[test]
fn a_feed_reaches_as_far_as_its_section_says_and_otherwise_no_further_than_its_page() {
    let text = SMALL
        .replacen("url = \"/news\"", "url = \"/news\"\npages = 3\ndiscover_feed = true", 1)
        .replacen("/news?tags={tag}\"", "/news?tags={tag}\"\npages = 2", 1);
    let reach = |text: &str, key: &str| {
        let catalogue = Catalogue::load([file("small.toml", text)], []).unwrap().catalogue;
        match catalogue.feed(&key.parse().unwrap()).unwrap().source {
            FeedSource::Listing { reach, .. } => (reach.pages, reach.discover_feed),
            FeedSource::Merge(_) | FeedSource::Mix(_) => panic!("{key} is joined"),
        }
    };

    assert_eq!(reach(&text, "small/news"), (3, true));
    assert_eq!(reach(&text, "small/tags/a"), (2, false));
    assert_eq!(reach(SMALL, "small/news"), (1, false));
}

#[test]
fn a_broken_file_of_the_user_is_left_out_and_the_one_that_came_with_the_program_stays() {
    let loaded = Catalogue::load(
        [file("sites/small.toml", SMALL)],
        [
            file("mine/small.toml", "name = 7"),
            file("mine/other.toml", &SMALL.replace("\"small\"", "\"other\"")),
        ],
    )
    .unwrap();
    assert!(loaded.catalogue.site("small").unwrap().builtin);
    assert!(!loaded.catalogue.site("other").unwrap().builtin);
    assert_eq!(loaded.rejected.len(), 1);
    assert_eq!(loaded.rejected[0].line, 1);
}

#[test]
fn every_definition_that_comes_with_the_program_is_sound() {
    let loaded = Catalogue::load(builtin_files(), []).unwrap();
    assert!(loaded.catalogue.sites().count() >= 2);
}

#[test]
fn a_file_that_is_broken_while_it_is_edited_still_says_what_it_said_before() {
    let whole = || file("mine/other.toml", &SMALL.replace("\"small\"", "\"other\""));
    let before = Catalogue::load([], [whole()]).unwrap().catalogue;
    let broken = Catalogue::load([], [file("mine/other.toml", "name = [")]).unwrap();
    let gone = Catalogue::load([], []).unwrap();

    assert!(broken.keeping(&before).site("other").is_ok());
    assert!(gone.keeping(&before).site("other").is_err());
}
