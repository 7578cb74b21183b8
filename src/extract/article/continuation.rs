//! The page on which an article goes on.
//!
//! Sites lead to it in many ways, but its address is always that of the article with a number: `?page=2`, `/page/2`,
//! `/2`, `-2.html`. `rel=next` alone says nothing, since blogs lead to their next post with it.

use std::borrow::Cow;

use html5ever::local_name;
use scraper::ElementRef;
use url::Url;

use crate::extract::page::Page;
use crate::extract::text::{attribute, has_rel, text_of};

/// The most links that are looked at.
const MOST_LINKS: usize = 20_000;
/// The last page that is believed; a larger number is the id of something.
const LAST_PAGE: u32 = 200;
/// The keys under which sites number the pages of an article.
const KEYS: [&str; 7] = ["page", "p", "pg", "paged", "pagina", "seite", "pagenum"];

/// The keys under which boards count the posts before those of a page.
const OFFSETS: [&str; 2] = ["offset", "start"];

/// The address of a page of an article without its number, and the number.
#[derive(Debug, PartialEq, Eq)]
struct Numbered {
    base: String,
    page: u32,
    /// Whether nothing but a number stands there, which may be anything.
    bare: bool,
}

/// The page after this one, when a link leads to it.
pub(super) fn next_url(page: &Page) -> Option<Url> {
    let own = Numbered::of(page.url()).filter(|own| !own.bare);
    let (base, number) = own.map_or_else(|| (base_of(page.url()), 1), |own| (own.base, own.page));
    // An address is resolved only where it, or what it is resolved against, holds the digits of the next number.
    let wanted = (number + 1).to_string();
    let may_lead =
        |href: &str| href.contains(&wanted) || href.contains('%') || page.base().path().contains(&wanted);
    let links = page.named(|name| matches!(*name, local_name!("a") | local_name!("link")));
    let addresses = links.filter_map(|link| {
        let is_lead = link.value().name.local == local_name!("a") || has_rel(link, "next");
        Some((link, attribute(link, &local_name!("href")).filter(|_| is_lead)?))
    });
    addresses.take(MOST_LINKS).filter(|(_, href)| may_lead(href)).find_map(|(link, href)| {
        let url = page.resolve(href)?;
        if url.host() != page.url().host() {
            return None;
        }
        let numbered = Numbered::of(&url)?;
        let is_next = numbered.page == number + 1 && numbered.base == base;
        (is_next && (!numbered.bare || is_page_link(link, numbered.page))).then_some(url)
    })
}

/// Whether a page is told to be a further one of what it belongs to: by the number in its address, or by a link to the one
/// before.
pub(super) fn is_further(page: &Page) -> bool {
    let numbered = Numbered::of(page.url()).is_some_and(|own| !own.bare && own.page > 1);
    let is_offset = |(key, value): (Cow<'_, str>, Cow<'_, str>)| {
        OFFSETS.contains(&&*key) && value.parse::<u32>().is_ok_and(|first| first > 0)
    };
    let mut links =
        page.named(|name| matches!(*name, local_name!("a") | local_name!("link"))).take(MOST_LINKS);
    numbered || page.url().query_pairs().any(is_offset) || links.any(|link| has_rel(link, "prev"))
}

/// Whether a link says that it leads to a page: the number itself, or `rel=next`.
fn is_page_link(link: ElementRef<'_>, number: u32) -> bool {
    let is_next = link.attr("rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|word| word == "next"));
    is_next || text_of(link) == number.to_string()
}

impl Numbered {
    fn of(url: &Url) -> Option<Self> {
        let numbers = |text: &str| text.parse::<u32>().ok().filter(|page| (1..=LAST_PAGE).contains(page));
        if let Some(page) = url
            .query_pairs()
            .find(|(key, _)| KEYS.contains(&key.to_ascii_lowercase().as_str()))
            .and_then(|(_, value)| numbers(&value))
        {
            return Some(Self { base: base_of(url), page, bare: false });
        }
        let path = url.path().trim_end_matches('/');
        let (stem, ending) = match path.rsplit_once('.') {
            Some((stem, ending)) if !ending.contains('/') => (stem, ending),
            _ => (path, ""),
        };
        let digits = stem.len() - stem.trim_end_matches(|character: char| character.is_ascii_digit()).len();
        let (before, number) = stem.split_at_checked(stem.len() - digits)?;
        let page = numbers(number)?;
        let worded = ["/page/", "/page-", "/page", "-page-", "-page"]
            .iter()
            .find_map(|word| before.strip_suffix(word));
        let (before, bare) = match worded {
            Some(before) => (before, false),
            None => (before.strip_suffix(['/', '-', '_'])?, true),
        };
        let mut base = url.clone();
        base.set_path(&if ending.is_empty() { before.to_owned() } else { format!("{before}.{ending}") });
        Some(Self { base: base_of(&base), page, bare })
    }
}

/// An address without the number of its page, its fragment and a slash at the end.
fn base_of(url: &Url) -> String {
    let query = url
        .query_pairs()
        .filter(|(key, _)| !KEYS.contains(&key.to_ascii_lowercase().as_str()) && !key.starts_with("utm_"))
        .map(|(key, value)| format!("&{key}={value}"))
        .collect::<String>();
    format!("{}{}{query}", url.host_str().unwrap_or_default(), url.path().trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn next_of(url: &str, html: &str) -> Option<String> {
        next_url(&Page::parse(html, &Url::parse(url).unwrap()).unwrap()).map(String::from)
    }

    #[rstest]
    #[case("https://a.example/story", "<a href='?page=2'>Next</a>", "https://a.example/story?page=2")]
    #[case("https://a.example/story?page=2", "<a href='?page=3'>3</a>", "https://a.example/story?page=3")]
    #[case(
        "https://a.example/story/",
        "<a href='/story/page/2/'>Go on</a>",
        "https://a.example/story/page/2/"
    )]
    #[case("https://a.example/story/", "<a href='/story/2/'>2</a>", "https://a.example/story/2/")]
    #[case("https://a.example/story", "<link rel=next href='/story/2'>", "https://a.example/story/2")]
    #[case("https://a.example/story.html", "<a href='/story-2.html'>2</a>", "https://a.example/story-2.html")]
    #[case(
        "https://a.example/threads/x.9/",
        "<a href='/threads/x.9/page-2'>2</a>",
        "https://a.example/threads/x.9/page-2"
    )]
    fn the_page_on_which_an_article_goes_on_is_found(
        #[case] url: &str,
        #[case] html: &str,
        #[case] next: &str,
    ) {
        assert_eq!(next_of(url, html).as_deref(), Some(next));
    }

    #[rstest]
    #[case("https://a.example/story", "<link rel=next href='/another-story'>")]
    #[case("https://a.example/story", "<a href='?page=3'>3</a><a href='?page=1'>1</a>")]
    #[case("https://a.example/story", "<a href='https://b.example/story?page=2'>2</a>")]
    #[case("https://a.example/item/5", "<a href='/item/6' rel=next>Next</a>")]
    #[case("https://a.example/t/story/825", "<a href='/t/story/825/2'>reply</a>")]
    #[case("https://a.example/top", "<a href='/top-10'>Top ten</a><a href='/top/2024'>2024</a>")]
    fn another_article_is_no_page_of_this_one(#[case] url: &str, #[case] html: &str) {
        assert_eq!(next_of(url, html), None);
    }
}
