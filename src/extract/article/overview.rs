//! Whether a page is an overview, which stands above others: the way to a section, a range of offers or a guide of several chapters.
//!
//! Such a page links to what stands below its own address, `/guides` to `/guides/knots` and `/guides/sails`. An article has
//! hardly anything below it: its remarks, its pictures, itself for printing. Systems that manage pages call both of them
//! articles, and state the day on which the page was set up.

use std::collections::HashSet;

use html5ever::local_name;
use scraper::ElementRef;
use url::Url;

use crate::extract::page::Page;
use crate::extract::text::{attribute, is_blank};

/// So many pages below its own make a page the way to them: what belongs to one article is less.
const FEWEST_BELOW: usize = 5;
/// The most links that are looked at.
const MOST_LINKS: usize = 20_000;

/// How the names of pages end, where they do.
const PAGES: [&str; 4] = ["html", "htm", "php", "aspx"];

/// Whether a page links to several that stand below its address.
pub(super) fn is_overview(page: &Page) -> bool {
    let Some(own) = Own::of(page) else { return false };
    let anchors = page.named(|name| *name == local_name!("a")).take(MOST_LINKS);
    let says = |anchor: &ElementRef<'_>| anchor.text().any(|text| !is_blank(text));
    // Around a picture alone stands the link to a larger one.
    let below = anchors.filter_map(|anchor| {
        let name = own.name_below(attribute(anchor, &local_name!("href"))?)?;
        says(&anchor).then_some(name)
    });
    let mut names = HashSet::new();
    below.filter(|name| names.insert(*name)).take(FEWEST_BELOW).count() == FEWEST_BELOW
}

/// The address of a page, by which those below it are known without resolving each.
struct Own<'p> {
    host: &'p str,
    /// The path without what names the page within its folder and without the last slash.
    path: &'p str,
    /// Whether a relative address leads below the page.
    is_folder: bool,
}

impl<'p> Own<'p> {
    /// Nothing for a home page, above which every page of a site stands, nor for one that a query tells from others.
    fn of(page: &'p Page) -> Option<Self> {
        let url = page.url();
        if url.query().is_some() {
            return None;
        }
        let path = url.path();
        let (folder, file) = path.rsplit_once('/')?;
        let path = if file.starts_with("index.") || file.is_empty() { folder } else { path };
        let name = PAGES.iter().find_map(|ending| path.strip_suffix(ending)?.strip_suffix('.'));
        let path = name.unwrap_or(path);
        let is_folder = path == folder && page.base().path() == url.path();
        (!path.is_empty()).then_some(Self { host: host_of(url), path, is_folder })
    }

    /// The name of the page, below this one, to which an address leads.
    fn name_below<'h>(&self, href: &'h str) -> Option<&'h str> {
        let href = href.trim_ascii();
        let is_relative = self.is_folder && href.starts_with(|first: char| first.is_alphanumeric());
        let below = match href.split_once("//") {
            Some(("" | "http:" | "https:", rest)) => {
                let host = rest.strip_prefix("www.").unwrap_or(rest);
                host.strip_prefix(self.host)?.strip_prefix(self.path)?.strip_prefix('/')?
            }
            _ if is_relative => href,
            _ => href.strip_prefix(self.path)?.strip_prefix('/')?,
        };
        let end = below.find(['/', '?', '#']).unwrap_or(below.len());
        let name = below.get(..end)?;
        // A number names a part of the page: a remark, a picture, the page of a thread.
        let is_name =
            |character: char| character.is_alphabetic() || matches!(character, '-' | '_' | '.' | '%');
        // Pictures and other files belong to the page.
        let is_page = name.rsplit_once('.').is_none_or(|(_, ending)| PAGES.contains(&ending));
        (!name.is_empty() && is_page && name.chars().all(is_name)).then_some(name)
    }
}

/// The host of an address without `www.`.
fn host_of(url: &Url) -> &str {
    let host = url.host_str().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(address: &str, hrefs: &[&str]) -> Page {
        let links =
            hrefs.iter().map(|href| format!("<li><a href=\"{href}\">Further</a>")).collect::<String>();
        Page::parse(&format!("<ul>{links}</ul>"), &Url::parse(address).unwrap()).unwrap()
    }

    #[test]
    fn a_page_above_several_that_it_links_to_is_an_overview() {
        let written = [
            "/guides/knots",
            "/guides/sails/?from=menu",
            "https://www.harbour.example/guides/oars",
            "//harbour.example/guides/tides#neap",
            "/guides/signals/flags",
        ];
        for address in ["https://harbour.example/guides", "https://www.harbour.example/guides/index.html"] {
            assert!(is_overview(&page(address, &written)), "{address}");
        }
        let relative = ["knots", "sails.html", "oars/", "tides", "signals/flags"];
        assert!(is_overview(&page("https://harbour.example/guides/", &relative)));
        // They stand beside this one.
        assert!(!is_overview(&page("https://harbour.example/guides", &relative)));
    }

    #[test]
    fn what_belongs_to_an_article_makes_it_no_overview() {
        let own = [
            "/news/bridge/comments",
            "/news/bridge/print",
            "/news/bridge/page-2",
            "/news/bridge/post-31",
            "/news/bridge/32",
            "/news/bridge#remarks",
            "/news/bridge?print=1",
            "/news/bridge/amp",
        ];
        assert!(!is_overview(&page("https://daily.example/news/bridge", &own)));
        let beside = ["/news/ferry", "/news/harbour", "/news/tides", "/news/bridge-two/a", "/sport/rowing"];
        assert!(!is_overview(&page("https://daily.example/news/bridge", &beside)));
        // The same page again and again is one.
        let same = ["/news/bridge/plans"; 8];
        assert!(!is_overview(&page("https://daily.example/news/bridge", &same)));
    }

    #[test]
    fn pictures_and_pages_beside_one_that_a_query_names_make_it_no_overview() {
        let pictures = ["a.jpg", "b.jpg", "c.png", "d.webp", "e.jpg", "f.pdf"];
        assert!(!is_overview(&page("https://blog.example/posts/across/", &pictures)));
        let menu = ["/blog/about", "/blog/contact", "/blog/archive", "/blog/tags", "/blog/links"];
        assert!(is_overview(&page("https://town.example/blog/", &menu)));
        assert!(!is_overview(&page("https://town.example/blog/?p=123", &menu)));
        let links = menu.map(|href| format!("<a href={href}><img src=/a.jpg></a>")).concat();
        let page = Page::parse(&links, &Url::parse("https://town.example/blog/").unwrap()).unwrap();
        assert!(!is_overview(&page));
    }

    #[test]
    fn a_home_page_is_no_overview() {
        let sections = ["/news", "/sport", "/culture", "/science", "/travel", "/food"];
        for address in ["https://daily.example/", "https://daily.example/index.html"] {
            assert!(!is_overview(&page(address, &sections)), "{address}");
        }
    }
}
