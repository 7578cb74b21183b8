use rstest::rstest;

use super::*;
use crate::extract::sanitize::clean_html;

fn embed_in(html: &str) -> Option<Embed> {
    let page = Page::parse(html, &Url::parse("https://news.example/story").unwrap()).unwrap();
    page.root().descendent_elements().find_map(|element| embed_of(element, &page))
}

#[rstest]
#[case("<iframe src='https://www.youtube.com/embed/abc_1?rel=0'>", "https://www.youtube.com/watch?v=abc_1")]
#[case("<iframe data-src='//www.youtube-nocookie.com/embed/abc'>", "https://www.youtube.com/watch?v=abc")]
#[case(
    "<iframe src='https://www.youtube.com/embed/videoseries?list=PL1'>",
    "https://www.youtube.com/playlist?list=PL1"
)]
#[case("<lite-youtube videoid=abc></lite-youtube>", "https://www.youtube.com/watch?v=abc")]
#[case("<iframe src='https://player.vimeo.com/video/77'>", "https://vimeo.com/77")]
#[case(
    "<iframe src='https://geo.dailymotion.com/player.html?video=x9'>",
    "https://www.dailymotion.com/video/x9"
)]
#[case(
    "<iframe src='https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fa%2Fposts%2F1'>",
    "https://www.facebook.com/a/posts/1"
)]
#[case("<iframe src='https://www.instagram.com/p/Cx/embed/'>", "https://www.instagram.com/p/Cx/")]
#[case("<script src=x data-telegram-post='channel/12'></script>", "https://t.me/channel/12")]
#[case("<iframe src='https://open.spotify.com/embed/track/7?theme=0'>", "https://open.spotify.com/track/7")]
#[case("<amp-twitter data-tweetid=123></amp-twitter>", "https://x.com/i/status/123")]
#[case("<iframe src='https://charts.example/c/1'>", "https://charts.example/c/1")]
fn a_frame_leads_to_what_a_person_sees(#[case] html: &str, #[case] address: &str) {
    assert_eq!(embed_in(html).unwrap().url.as_str(), address);
}

#[test]
fn a_quoted_post_keeps_its_text_and_its_own_link() {
    let embed = embed_in(
        "<blockquote class=twitter-tweet><p>Rain <a href='https://x.com/hashtag/rain'>#rain</a></p>Name \
        <a href='https://twitter.com/name/status/5?ref_src=w'>May 1</a></blockquote>",
    )
    .unwrap();
    assert_eq!(embed.kind, EmbedKind::Post);
    assert_eq!(embed.url.as_str(), "https://twitter.com/name/status/5");
    assert_eq!(embed.text.as_deref(), Some("Rain #rain\n\nName May 1"));
}

#[test]
fn frames_that_advertise_count_or_ask_for_consent_embed_nothing() {
    for html in [
        "<iframe src='https://ad.doubleclick.net/x'></iframe>",
        "<iframe src='https://pixel.example/x' width=1 height=1></iframe>",
        "<iframe src='https://www.google.com/recaptcha/api'></iframe>",
        "<iframe src='about:blank'></iframe>",
        "<iframe></iframe>",
    ] {
        assert_eq!(embed_in(html), None, "{html}");
    }
}

#[test]
fn the_quote_that_stands_for_an_embed_is_escaped_and_clean_as_it_stands() {
    let embed = Embed {
        kind: EmbedKind::Post,
        url: Url::parse("https://x.example/?a=1&b=\"2\"").unwrap(),
        text: Some("1 < 2\n\ntwo".to_owned()),
    };
    let html = quote_html(&embed, None);
    assert_eq!(
        html,
        "<blockquote><p>1 &lt; 2</p><p>two</p><p><a href=\"https://x.example/?a=1&amp;b=%222%22\" rel=\"noopener\">\
        x.example</a></p></blockquote>"
    );
    assert_eq!(clean_html(&html, &embed.url), html);
}
