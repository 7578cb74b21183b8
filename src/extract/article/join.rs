//! Makes one article of the pages on which it stands.

use std::collections::HashSet;

use scraper::ElementRef;
use url::Url;

use crate::extract::byline;
use crate::extract::page::parse_fragment;
use crate::extract::sanitize::{MOST_BYTES, can_be_written_again};
use crate::extract::text::{running_text, text_of, word_count};
use crate::model::{Article, Image, PageKind, same_picture};

/// An article to which its further pages are added in order. Each page is read once, whatever stands before it.
#[derive(Debug)]
pub struct Joined {
    article: Article,
    /// The texts of the blocks so far; of a block without any its HTML.
    said: HashSet<String>,
    pictures: HashSet<Url>,
    embeds: HashSet<Url>,
}

/// A block of a body: a paragraph, a heading, a figure.
struct Block {
    html: String,
    /// Its text, or its HTML where it has none.
    text: String,
    is_picture: bool,
    pictures: Vec<Url>,
}

impl Joined {
    /// The first page, from which everything but the body comes.
    pub fn new(first: Article) -> Self {
        let blocks = first.body_html.as_deref().map(blocks).unwrap_or_default();
        let stated = first.title.iter().chain(&first.lead).cloned();
        Self {
            said: blocks.into_iter().map(|block| block.text).chain(stated).collect(),
            pictures: first.images.iter().map(|image| image.url.clone()).collect(),
            embeds: first.embeds.iter().map(|embed| embed.url.clone()).collect(),
            article: first,
        }
    }

    /// Adds the following page, without what its beginning and its end repeat: title, lead, author, first picture, boxes.
    /// Tells whether it said anything new. A wall says nothing, and makes the article partial; a page of another kind is
    /// none of the article.
    pub fn add(&mut self, page: Article) -> bool {
        self.article.next_url = page.next_url;
        self.article.partial |= page.partial;
        if page.kind != PageKind::Article {
            return false;
        }
        let blocks = page.body_html.as_deref().map(blocks).unwrap_or_default();
        let is_new = |block: &Block| !self.has(block);
        let (Some(first), Some(last)) = (blocks.iter().position(is_new), blocks.iter().rposition(is_new))
        else {
            return false;
        };
        let kept: Vec<Block> = blocks.into_iter().skip(first).take(last + 1 - first).collect();
        let html: String = kept.iter().map(|block| block.html.as_str()).collect();
        let length = self.article.body_html.as_ref().map_or(0, String::len) + html.len();
        if length > MOST_BYTES {
            self.article.partial = true;
            return false;
        }
        self.append(&html);
        self.said.extend(kept.into_iter().map(|block| block.text));
        let new = page.images.into_iter().filter(|image| !shows(self.article.image.as_ref(), &image.url));
        self.article.images.extend(new.filter(|image| self.pictures.insert(image.url.clone())));
        let new = page.embeds.into_iter().filter(|embed| self.embeds.insert(embed.url.clone()));
        self.article.embeds.extend(new);
        true
    }

    /// The article of all pages.
    pub fn into_article(self) -> Article {
        self.article
    }

    fn has(&self, block: &Block) -> bool {
        let Article { authors, image, .. } = &self.article;
        let is_shown = |url: &Url| self.pictures.contains(url) || shows(image.as_ref(), url);
        self.said.contains(&block.text)
            || (block.is_picture && block.pictures.iter().all(is_shown))
            || (!authors.is_empty() && byline::names(&block.text) == *authors)
    }

    fn append(&mut self, html: &str) {
        let Ok(fragment) = parse_fragment(html) else { return };
        let text = running_text(fragment.root_element());
        self.article.word_count += word_count(&text);
        self.article.body_html.get_or_insert_default().push_str(html);
        let whole = self.article.body_text.get_or_insert_default();
        if !whole.is_empty() && !text.is_empty() {
            whole.push_str("\n\n");
        }
        whole.push_str(&text);
    }
}

fn shows(lead: Option<&Image>, url: &Url) -> bool {
    lead.is_some_and(|lead| same_picture(&lead.url, url))
}

/// The blocks of a clean body, in which all text stands in blocks.
fn blocks(html: &str) -> Vec<Block> {
    // Each block is written again.
    if !can_be_written_again(html) {
        return Vec::new();
    }
    let Ok(fragment) = parse_fragment(html) else { return Vec::new() };
    fragment.root_element().child_elements().map(Block::of).collect()
}

impl Block {
    fn of(element: ElementRef<'_>) -> Self {
        let (html, text) = (element.html(), text_of(element));
        let pictures: Vec<Url> = element
            .descendent_elements()
            .filter(|inner| inner.value().name() == "img")
            .filter_map(|image| Url::parse(image.attr("src")?).ok())
            .collect();
        let is_picture = !pictures.is_empty() && (text.is_empty() || element.value().name() == "figure");
        let text = if text.is_empty() { html.clone() } else { text };
        Self { html, text, is_picture, pictures }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str =
        "<p>The locks were dug by hand.</p><p>Yes, said the keeper.</p><p>Box: write to us.</p>";

    fn page(number: u32, html: &str) -> Article {
        let url = Url::parse("https://daily.example/locks").unwrap();
        let mut article = Article::new(url.join(&format!("?page={number}")).unwrap());
        article.title = Some("Nine locks".to_owned());
        article.lead = Some("A canal is two hundred years old.".to_owned());
        article.authors = vec!["Ann Lee".to_owned()];
        article.image = Some(Image::new(url.join("/gate-640x480.jpg").unwrap()));
        article.images = article.image.iter().cloned().collect();
        article.next_url = Some(url.join(&format!("?page={}", number + 1)).unwrap());
        let text = running_text(parse_fragment(html).unwrap().root_element());
        article.word_count = word_count(&text);
        article.body_text = Some(text);
        article.body_html = Some(html.to_owned());
        article
    }

    #[test]
    fn what_the_beginning_and_the_end_of_a_page_repeat_is_left_out() {
        let mut joined = Joined::new(page(1, FIRST));
        let words = joined.article.word_count;

        assert!(joined.add(page(
            2,
            "<h2>Nine locks</h2><p>A canal is two hundred years old.</p><p>By Ann Lee</p>\
             <figure><img src=\"https://daily.example/gate-1024x768.jpg\"><figcaption>A gate</figcaption></figure>\
             <p>The water came in May.</p><p>Yes, said the keeper.</p><p>It <em>stayed</em>.</p><p>Box: write to us.</p>",
        )));

        let whole = joined.into_article();
        let added = "<p>The water came in May.</p><p>Yes, said the keeper.</p><p>It <em>stayed</em>.</p>";
        assert_eq!(whole.body_html.unwrap(), format!("{FIRST}{added}"));
        assert!(
            whole.body_text.unwrap().ends_with(
                "Box: write to us.\n\nThe water came in May.\n\nYes, said the keeper.\n\nIt stayed."
            )
        );
        assert_eq!(whole.word_count, words + 11);
        assert_eq!(whole.images.len(), 1);
        assert_eq!(whole.url.as_str(), "https://daily.example/locks?page=1");
        assert_eq!(whole.next_url.unwrap().as_str(), "https://daily.example/locks?page=3");
    }

    #[test]
    fn a_page_that_repeats_the_others_says_nothing_new() {
        let mut joined = Joined::new(page(1, FIRST));
        assert!(joined.add(page(2, "<p>The water came in May.</p>")));
        assert!(!joined.add(page(3, FIRST)));
        assert!(!joined.add(page(4, "<p>The water came in May.</p>")));
        assert!(!joined.article.partial);
    }

    #[test]
    fn a_wall_or_a_page_of_another_kind_adds_nothing() {
        let mut joined = Joined::new(page(1, FIRST));
        let listing = Article { kind: PageKind::Listing, ..page(2, "<p>Other news.</p>") };
        assert!(!joined.add(listing) && !joined.article.partial);
        let wall = Article { kind: PageKind::Wall, partial: true, ..page(2, "<p>Log in.</p>") };
        assert!(!joined.add(wall) && joined.article.partial);
        assert_eq!(joined.article.body_html.as_deref(), Some(FIRST));
    }

    #[test]
    fn pictures_and_embeds_of_later_pages_are_there_once() {
        let mut joined = Joined::new(page(1, FIRST));
        let picture = Image::new("https://daily.example/sluice.jpg".parse().unwrap());
        let with_picture = |text: &str| {
            let mut page = page(2, &format!("<p>{text}</p>"));
            page.images.push(picture.clone());
            page
        };
        assert!(joined.add(with_picture("One.")) && joined.add(with_picture("Two.")));
        assert_eq!(joined.article.images.len(), 2);
    }
}
