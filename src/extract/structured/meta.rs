//! `meta` elements: OpenGraph, Twitter, Dublin Core, Parse.ly, Sailthru, Highwire (`citation_`) and plain names.

use std::collections::HashMap;

use html5ever::local_name;

use crate::extract::page::Page;
use crate::extract::sanitize::inline_text;

/// Every `meta` element of a page that has a name and a content, by name in lower case.
#[derive(Debug, Default)]
pub struct Metas {
    contents: HashMap<String, Vec<String>>,
}

impl Metas {
    /// What the elements say.
    pub fn of(page: &Page) -> &Self {
        page.metas(|| Self::read(page))
    }

    fn read(page: &Page) -> Self {
        let mut metas = Self::default();
        for element in page.named(|name| *name == local_name!("meta")) {
            let name = ["property", "name", "itemprop", "http-equiv"]
                .iter()
                .find_map(|attribute| element.attr(attribute));
            let content = element.attr("content").or_else(|| element.attr("value")).map(inline_text);
            if let (Some(name), Some(content)) = (name, content)
                && !content.is_empty()
            {
                let name = name.trim().to_ascii_lowercase();
                metas.contents.entry(name).or_default().push(content);
            }
        }
        metas
    }

    /// The first content under the first of these names (in lower case) that has one.
    pub fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.all(name).first()).map(String::as_str)
    }

    /// Every content under a name (in lower case), in the order of the page.
    pub fn all(&self, name: &str) -> &[String] {
        self.contents.get(name).map_or(&[], Vec::as_slice)
    }
}

/// The first content of the `meta` elements with this `property`, `name`, `itemprop` or `http-equiv`, whatever its case.
pub fn meta(page: &Page, name: &str) -> Option<String> {
    Metas::of(page).first(&[&name.to_ascii_lowercase()]).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_any_attribute_and_case() {
        let html = "<meta property='OG:Title' content=' A &amp;amp; B '><meta name=author content=''>\
            <meta name=author content='Ann Lee'>";
        let page = Page::parse(html, &url::Url::parse("https://news.example/").unwrap()).unwrap();
        assert_eq!(meta(&page, "og:title").as_deref(), Some("A & B"));
        assert_eq!(meta(&page, "Author").as_deref(), Some("Ann Lee"));
        assert_eq!(meta(&page, "description"), None);
    }
}
