//! Microformats: `h-entry` and the older `hentry`.

use scraper::ElementRef;

use crate::extract::page::Page;
use crate::extract::text::{collapse, has_class, has_rel, text_of};

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
    let mut entries = page.elements().filter(|element| is_entry(*element));
    let entry = entries.next()?;
    let inside = |element: &ElementRef<'_>| element.ancestors().any(|ancestor| ancestor.id() == entry.id());
    if entries.any(|other| !inside(&other)) {
        return None;
    }
    let named = |wanted: &'static [&'static str]| {
        entry.descendent_elements().skip(1).filter(move |element| has_class(*element, wanted))
    };
    Some(PostMarkup {
        title: named(&["p-name", "entry-title"]).map(text_of).find(|text| !text.is_empty()),
        authors: named(&["p-author", "author", "post-author"])
            .filter(|element| is_author(*element))
            .take(8)
            .map(name_of)
            .filter(|name| !name.is_empty())
            .collect(),
        published: named(&["dt-published", "published"]).find_map(date_of),
        updated: named(&["dt-updated", "updated"]).find_map(date_of),
        tags: entry
            .descendent_elements()
            .skip(1)
            .filter(|element| {
                has_class(*element, &["p-category"])
                    || (element.value().name() == "a" && has_rel(*element, "tag"))
            })
            .map(text_of)
            .filter(|tag| !tag.is_empty())
            .collect(),
    })
}

/// Asked of every element of the page, for which a selector is slow.
fn is_entry(element: ElementRef<'_>) -> bool {
    has_class(element, &["h-entry", "hentry"])
}

/// `p-author`, or an `author` or `post-author` that is a `vcard` or stands in a `byline`.
fn is_author(element: ElementRef<'_>) -> bool {
    let in_byline =
        || element.ancestors().filter_map(ElementRef::wrap).any(|around| has_class(around, &["byline"]));
    has_class(element, &["p-author"]) || has_class(element, &["vcard"]) || in_byline()
}

/// The name of an author, which may be a part of what stands there.
fn name_of(author: ElementRef<'_>) -> String {
    let mut inside = author.descendent_elements().skip(1);
    text_of(inside.find(|inner| has_class(*inner, &["fn", "p-name"])).unwrap_or(author))
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
