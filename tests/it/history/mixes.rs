//! Mixes: feeds that join feeds of several sites.

use super::paper::{BASE, Paper, Setting, catalogue, parsed, stories};
use super::upstream::Story;

const HEAD: &str = "name = \"mixes\"\nhome = \"https://feeds.example/\"\n";

fn mix(path: &str, rest: &str) -> String {
    format!("\n[[mixes]]\npath = \"{path}\"\ntitle = \"The {path}\"\n{rest}\n")
}

/// Two newspapers, with these mixes of them.
async fn setting(mixes: &str) -> Setting {
    let mut setting = Setting::new().await;
    setting.definitions = vec![setting.upstream.definition("herald", "/herald"), format!("{HEAD}{mixes}")];
    setting.feeds.items = 10;
    setting.feeds.archive_items = 100;
    setting
}

fn herald(story: Story) -> Story {
    Story { path: story.path.replace("/news", "/herald"), ..story }
}

#[tokio::test]
async fn a_mix_joins_feeds_of_several_sites_and_names_the_source_of_each_item() {
    let mixes = mix("harbours", "feeds = [\"gazette/news\", \"herald/latest\"]");
    let paper = Paper::with(setting(&mixes).await).await;
    paper.upstream.publish("/news", &stories([3, 1]));
    paper.upstream.publish("/herald", &[herald(Story::new(2))]);

    let json = paper.get("/feeds/mixes/harbours.json").await.json();
    let told: Vec<(&str, &str)> = json["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["title"].as_str().unwrap(), item["_feedmill"]["source"]["title"].as_str().unwrap()))
        .collect();
    let (gazette, other) = ("The gazette – News", "The herald – News");
    assert_eq!(told, [("Story number 3", gazette), ("Story number 2", other), ("Story number 1", gazette)]);

    let rss = paper.get("/feeds/mixes/harbours.rss").await;
    let source = format!("<source url=\"{BASE}/feeds/herald/news.rss\">{other}</source>");
    assert!(rss.text().contains(&source), "{}", rss.text());
    let atom = paper.get("/feeds/mixes/harbours.atom").await;
    assert_eq!(parsed(&atom).entries.len(), 3);
    let id = parsed(&paper.get("/feeds/gazette/news.atom").await).id;
    assert!(atom.text().contains(&format!("<id>{id}</id>")), "{}", atom.text());

    assert!(paper.get("/opml").await.text().contains("/feeds/mixes/harbours.rss"));
    assert!(paper.get("/").await.text().contains("/feeds/mixes/harbours.rss"));
    assert_eq!(paper.get("/api/v1/feeds/mixes/harbours").await.json()["outcome"], "ok");
}

#[tokio::test]
async fn a_story_that_several_sites_tell_is_there_once_and_another_of_its_title_stays() {
    let mixes = mix("harbours", "feeds = [\"gazette/news\", \"herald/news\"]");
    let paper = Paper::with(setting(&mixes).await).await;
    let same_text = Story { date: "2024-05-01T05:00:00Z".to_owned(), ..herald(Story::new(1)) };
    let other_text = "Nobody had expected the bridge to be painted green before the summer was over. ";
    let other_text = Story { text: other_text.repeat(9), ..herald(Story::new(2)) };
    // An article of the gazette that the herald links to.
    let same_address = Story::new(3);
    paper.upstream.publish("/herald", &[same_address.clone(), other_text, same_text]);
    paper.upstream.publish("/news", &[same_address, Story::new(2), Story::new(1)]);

    for _ in 0..2 {
        let mut titles = paper.titles("/feeds/mixes/harbours.rss").await;
        titles.sort();
        let expected =
            ["Story number 1", "Story number 2", "Story number 2", "Story number 3"].map(str::to_owned);
        assert_eq!(titles, expected);
        paper.refresh("mixes/harbours").await;
    }
}

#[tokio::test]
async fn a_mix_takes_what_fits_all_its_filters_and_may_join_mixes() {
    let mixes = [
        mix(
            "some",
            "feeds = [\"gazette/news\"]\ninclude = 'number [1-4]$'\nexclude = '2'\nlanguages = [\"en\"]",
        ),
        mix("none", "feeds = [\"gazette/news\"]\nauthors = [\"nobody\"]"),
        mix("inner", "feeds = [\"mixes/some\", \"herald/news\"]\nexclude = 'number 3'"),
        mix("tagged", "feeds = [\"gazette/news\"]\ntags = [\"NEWS\"]\nlanguages = [\"fr\", \"en\"]"),
    ];
    let paper = Paper::with(setting(&mixes.concat()).await).await;
    paper.upstream.publish("/news", &stories((1..6).rev()));
    paper.upstream.publish("/herald", &[herald(Story::new(7))]);
    let numbers = async |path: &str| -> Vec<String> {
        let titles = paper.titles(&format!("/feeds/mixes/{path}.atom")).await;
        titles.iter().map(|title| title.replace("Story number ", "")).collect()
    };

    assert_eq!(numbers("some").await, ["4", "3", "1"]);
    assert_eq!(numbers("none").await, [""; 0]);
    assert_eq!(numbers("inner").await, ["7", "4", "1"]);
    assert_eq!(numbers("tagged").await.len(), 5);
}

#[tokio::test]
async fn a_mix_that_cannot_be_is_told_with_its_place_and_what_was_expected() {
    for (mixes, told) in [
        (mix("a", "feeds = [\"gazette/sports\"]"), "mixes[0].feeds[0]: expected a feed of gazette such as"),
        (mix("a", "feeds = [\"nowhere/news\"]"), "mixes[0].feeds[0]: expected one of the sites"),
        (
            mix("a", "feeds = [\"mixes/a\"]"),
            "expected feeds that do not join mixes/a themselves, found mixes/a",
        ),
        (
            mix("a", "feeds = [\"mixes/b\"]") + &mix("b", "feeds = [\"gazette/news\", \"mixes/a\"]"),
            "mixes[0].feeds[0]: expected feeds that do not join mixes/a themselves, found mixes/b",
        ),
        (mix("a", "feeds = []"), "mixes[0].feeds: expected 1 to 100 feeds, found 0"),
        (
            mix("a", "feeds = [\"gazette/news\"]\ninclude = '('"),
            "mixes[0].include: expected a regular expression",
        ),
        (
            mix("a", "feeds = [\"gazette/news\"]\nexclude = '(\\w{1000}){1000}'"),
            "mixes[0].exclude: expected a regular expression",
        ),
        (mix("a", "feeds = [\"gazette/news\"]\ninculde = 'x'"), "unknown field `inculde`"),
    ] {
        let loaded = catalogue(&setting(&mixes).await);
        let error = loaded.rejected.first().unwrap().to_string();
        assert!(error.contains(told) && error.starts_with("sites/mixes.toml:"), "{error}");
        assert!(loaded.catalogue.site("gazette").is_ok() && loaded.catalogue.site("mixes").is_err());
    }
}
