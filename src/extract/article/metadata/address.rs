//! The address that a page gives for itself, and the site's own id of the post.

use html5ever::local_name;
use url::Url;

use super::{Found, Readings, Source};
use crate::extract::text::{attribute, has_rel};

/// The canonical URL (RFC 6596), if it is believable: of the same site, and not the home page of a page that is none.
pub(super) fn canonical(readings: &Readings<'_>) -> Found<Url> {
    let page = readings.page;
    let linked = link(readings, "canonical");
    let stated = readings.linked.text("url");
    [
        (linked, Source::Link),
        (readings.metas.first(&["og:url"]), Source::Meta),
        (stated.as_deref(), Source::JsonLd),
    ]
    .into_iter()
    .find_map(|(address, source)| {
        let mut url = page.resolve(address?)?;
        url.set_fragment(None);
        is_believable(&url, page.url()).then_some((url, source))
    })
}

/// The site's own id of the post.
pub(super) fn post_id(readings: &Readings<'_>) -> Option<String> {
    const NAMES: [&str; 9] = [
        "parsely-post-id",
        "cxenseparse:recs:articleid",
        "article:id",
        "articleid",
        "article_id",
        "post_id",
        "postid",
        "brightspot.contentid",
        "contentid",
    ];
    readings
        .metas
        .first(&NAMES)
        .map(str::to_owned)
        .or_else(|| shortlink(readings))
        .or_else(|| body_class(readings))
        .or_else(|| readings.linked.text("identifier"))
        .filter(|id| is_id(id))
}

/// The address of the first `link` of a kind.
fn link<'a>(readings: &Readings<'a>, kind: &str) -> Option<&'a str> {
    let mut links = readings.page.named(|name| *name == local_name!("link"));
    links.find_map(|link| attribute(link, &local_name!("href")).filter(|_| has_rel(link, kind)))
}

fn is_believable(url: &Url, page: &Url) -> bool {
    let (Some(host), Some(own)) = (url.host_str(), page.host_str()) else {
        return false;
    };
    let is_root = |url: &Url| url.path().trim_end_matches('/').is_empty() && url.query().is_none();
    site_of(host) == site_of(own) && (is_root(page) || !is_root(url))
}

/// The last two labels of a host: a canonical URL may move between `www`, `m` and `amp`.
fn site_of(host: &str) -> (Option<&str>, Option<&str>) {
    let mut labels = host.trim_end_matches('.').rsplit('.');
    let (last, before) = (labels.next(), labels.next());
    // Under `co.uk` and the like the site is one label further; comparing those alone would join strangers.
    match (before, labels.next()) {
        (Some("co" | "com" | "org" | "net" | "gov" | "edu" | "ac"), Some(name)) => (before, Some(name)),
        _ => (last, before),
    }
}

/// WordPress names the post in its short link: `/?p=123`.
fn shortlink(readings: &Readings<'_>) -> Option<String> {
    let url = readings.page.resolve(link(readings, "shortlink")?)?;
    url.query_pairs().find(|(name, _)| name == "p").map(|(_, id)| id.into_owned())
}

fn body_class(readings: &Readings<'_>) -> Option<String> {
    let classes = attribute(readings.page.body()?, &local_name!("class"))?;
    classes.split_ascii_whitespace().find_map(|class| class.strip_prefix("postid-")).map(str::to_owned)
}

fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len())
        && id
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.' | ':'))
}
