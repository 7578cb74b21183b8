//! A page becomes an article: whatever it holds, nothing that runs is left of it, and its text is that of its body.
#![no_main]

use feedmill::extract::sanitize::clean_html;
use feedmill::feed::article_of;
use jiff::{Timestamp, ToSpan};
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|html: &str| {
    let url = Url::parse("https://news.example/2026/03/01/a-story").unwrap();
    let now = Timestamp::from_second(1_772_366_400).unwrap();
    let Ok(article) = article_of(html, &url, None, now) else { return };
    if let Some(body) = &article.body_html {
        assert_eq!(clean_html(body, &url), *body, "the body of an article is clean");
    }
    // A body may be pictures alone, but there is no text beside it.
    assert!(article.body_html.is_some() || article.body_text.is_none());
    if let Some(dated) = article.published {
        assert!(dated.moment.timestamp() <= now + (24 * (2 * 366 + 2)).hours(), "{dated:?}");
    }
});
