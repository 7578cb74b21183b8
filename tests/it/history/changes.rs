//! RFC 3229 with `A-IM: feed`: what has changed since the reader last asked.

use rstest::rstest;

use super::paper::{Paper, parsed, stories, titles};
use super::upstream::Story;

#[rstest]
#[case::asked_with_a_known_tag("rss", Some("feed"), "known", 226)]
#[case::in_atom("atom", Some("feed"), "known", 226)]
#[case::among_other_wishes("atom", Some("gzip;q=0.1, feed;q=0.2"), "known", 226)]
#[case::with_several_tags("rss", Some("feed"), "several", 226)]
#[case::not_in_json("json", Some("feed"), "known", 200)]
#[case::not_asked("rss", None, "known", 200)]
#[case::refused("rss", Some("feed;q=0"), "known", 200)]
#[case::another_manipulation("rss", Some("vcdiff"), "known", 200)]
#[case::an_unknown_tag("rss", Some("feed"), "\"0123456789abcdef\"", 200)]
#[case::the_tag_of_another_format("atom", Some("feed"), "rss", 200)]
#[case::without_a_tag("rss", Some("feed"), "", 200)]
#[tokio::test]
async fn a_reader_gets_the_changes_where_it_asks_and_they_are_known(
    #[case] format: &str,
    #[case] wish: Option<&str>,
    #[case] copy: &str,
    #[case] status: u16,
) {
    let paper = Paper::start().await;
    let path = format!("/feeds/gazette/news.{format}");
    paper.print(&stories([2, 1])).await;
    let known = paper.get(&path).await.header("etag").to_owned();
    let of_rss = paper.get("/feeds/gazette/news.rss").await.header("etag").to_owned();
    paper.print(&stories([3, 2, 1])).await;
    let copy = match copy {
        "known" => known,
        "several" => format!("\"x\", {known}"),
        "rss" => of_rss,
        other => other.to_owned(),
    };

    let headers: Vec<(&str, &str)> =
        wish.map(|wish| ("a-im", wish)).into_iter().chain([("if-none-match", copy.as_str())]).collect();
    let answer = paper.get_with(&path, &headers).await;

    assert_eq!(answer.status, status);
    let whole = paper.get(&path).await;
    assert_eq!(answer.header("etag"), whole.header("etag"), "the tag is that of the whole");
    if status == 226 {
        assert_eq!(titles(&answer), ["Story number 3"]);
        assert_eq!(answer.header("im"), "feed");
        assert_eq!(answer.header("cache-control"), "no-store, im");
        assert_eq!(parsed(&answer).id, parsed(&whole).id);
        assert!(!answer.text().contains("fh:"), "a part is not complete: {}", answer.text());
    } else {
        assert_eq!(answer.body, whole.body);
        assert_eq!(answer.header("im"), "");
    }
    assert_eq!(answer.header("vary").contains("A-IM"), format != "json");
}

#[tokio::test]
async fn a_current_copy_gets_304_and_an_edit_is_a_change() {
    let paper = Paper::start().await;
    let path = "/feeds/gazette/news.atom";
    paper.print(&stories([2, 1])).await;
    let tag = paper.get_with(path, &[("accept-encoding", "gzip")]).await.header("etag").to_owned();
    assert!(tag.ends_with("-gzip\""), "{tag}");
    let headers = [("a-im", "feed"), ("if-none-match", tag.as_str()), ("accept-encoding", "gzip")];

    assert_eq!(paper.get_with(path, &headers).await.status, 304);

    let edited = Story { title: "Story number 1, corrected".to_owned(), ..Story::new(1) };
    paper.print(&[Story::new(2), edited]).await;
    let answer = paper.get_with(path, &[("a-im", "feed"), ("if-none-match", tag.as_str())]).await;
    assert_eq!(answer.status, 226);
    assert_eq!(titles(&answer), ["Story number 1, corrected"]);
    let narrowed = paper
        .get_with(&format!("{path}?limit=2"), &[("a-im", "feed"), ("if-none-match", tag.as_str())])
        .await;
    assert_eq!(narrowed.status, 200);
}

#[tokio::test]
async fn a_converted_page_tells_its_changes_alone_too() {
    let paper = Paper::start().await;
    let path = format!("/convert.atom?url={}", paper.upstream.url("/news"));
    paper.upstream.publish("/news", &stories([6, 5, 4, 3]));
    let first = paper.get(&path).await;
    let headers = [("a-im", "feed"), ("if-none-match", first.header("etag"))];
    paper.upstream.publish("/news", &stories([7, 6, 5, 4]));
    paper.clock.advance(900);

    // Who finds it stale gets the copy that it has.
    assert_eq!(paper.get_with(&path, &headers).await.status, 304);
    paper.service.settle().await;
    let answer = paper.get_with(&path, &headers).await;

    assert_eq!(answer.status, 226);
    assert_eq!((answer.header("im"), titles(&answer)), ("feed", vec!["Story number 7".to_owned()]));
    assert_eq!(answer.header("etag"), paper.get(&path).await.header("etag"));
    assert_eq!(paper.get_with(&format!("{path}&limit=2"), &headers).await.status, 200);
}
