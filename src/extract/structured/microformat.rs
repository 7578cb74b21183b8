//! Microformats: `h-entry` and the older `hentry`.

use std::sync::LazyLock;

use scraper::{ElementRef, Selector};

use crate::extract::page::{Page, selector};
use crate::extract::text::{collapse, text_of};

/// What the first `h-entry` or `hentry` of a page says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostMarkup {
    /// `p-name`, `entry-title`.
    pub title: Option<String>,
    /// `p-author`, `author` with its `fn`.
    pub authors: Vec<String>,
    /// `dt-published`, `published`: the machine's form where there is one.
    pub published: Option<String>,
    /// `dt-updated`, `updated`.
    pub updated: Option<String>,
    /// `p-category`, `rel="tag"`.
    pub tags: Vec<String>,
}

/// Reads the first entry. A page with several entries is a listing, and then none is read.
pub fn post_markup(page: &Page) -> Option<PostMarkup> {
    let mut entries = page.root().descendent_elements().filter(|element| is_entry(*element));
    let entry = entries.next()?;
    let inside = |element: &ElementRef<'_>| element.ancestors().any(|ancestor| ancestor.id() == entry.id());
    if entries.any(|other| !inside(&other)) {
        return None;
    }
    let text = |selector: &Selector| entry.select(selector).map(text_of).find(|text| !text.is_empty());
    Some(PostMarkup {
        title: text(&TITLE),
        authors: entry
            .select(&AUTHORS)
            .take(8)
            .map(|author| author.select(&FULL_NAME).next().map_or_else(|| text_of(author), text_of))
            .filter(|name| !name.is_empty())
            .collect(),
        published: entry.select(&PUBLISHED).find_map(date_of),
        updated: entry.select(&UPDATED).find_map(date_of),
        tags: entry.select(&TAGS).map(text_of).filter(|tag| !tag.is_empty()).collect(),
    })
}

static TITLE: LazyLock<Selector> = LazyLock::new(|| selector(".p-name, .entry-title"));
static AUTHORS: LazyLock<Selector> = LazyLock::new(|| selector(".p-author, .author.vcard, .byline .author"));
static FULL_NAME: LazyLock<Selector> = LazyLock::new(|| selector(".fn, .p-name"));
static PUBLISHED: LazyLock<Selector> = LazyLock::new(|| selector(".dt-published, .published"));
static UPDATED: LazyLock<Selector> = LazyLock::new(|| selector(".dt-updated, .updated"));
static TAGS: LazyLock<Selector> = LazyLock::new(|| selector(".p-category, a[rel~=tag]"));

/// Asked of every element of the page, for which a selector is slow.
fn is_entry(element: ElementRef<'_>) -> bool {
    let mut attributes = element.value().attrs();
    let classes = attributes.find(|(name, _)| *name == "class").map_or("", |(_, classes)| classes);
    classes.split_ascii_whitespace().any(|class| matches!(class, "h-entry" | "hentry"))
}

fn date_of(element: ElementRef<'_>) -> Option<String> {
    ["datetime", "title", "content"]
        .iter()
        .find_map(|name| element.attr(name).map(collapse))
        .or_else(|| Some(text_of(element)))
        .filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(html: &str) -> Option<PostMarkup> {
        let page = Page::parse(html, &url::Url::parse("https://news.example/").unwrap()).unwrap();
        post_markup(&page)
    }

    #[test]
    fn an_entry_is_read_in_both_dialects() {
        for html in [
            "<div class=h-entry><h1 class=p-name>Head</h1><a class='p-author h-card'>Ann Lee</a>\
                <time class=dt-published datetime=2024-05-01>May</time><a class=p-category>rain</a></div>",
            "<article class=hentry><h1 class=entry-title>Head</h1><span class='author vcard'><a class=fn>Ann Lee</a></span>\
                <time class='published' datetime=2024-05-01>May</time><a rel=tag>rain</a></article>",
        ] {
            let entry = entry(html).unwrap();
            assert_eq!(entry.title.as_deref(), Some("Head"));
            assert_eq!(entry.authors, ["Ann Lee"]);
            assert_eq!(entry.published.as_deref(), Some("2024-05-01"));
            assert_eq!(entry.tags, ["rain"]);
        }
    }

    #[test]
    fn a_page_of_several_entries_is_no_article() {
        assert_eq!(entry("<div class=hentry>a</div><div class=hentry>b</div>"), None);
    }
}
