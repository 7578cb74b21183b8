//! Puts an article together.

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::ElementRef;

use super::body::{self, Body, CleanOptions, Found, Known, Wall};
use super::continuation;
use super::metadata::Metadata;
use crate::extract::misread::mend;
use crate::extract::page::Page;
use crate::model::{Article, Direction, Image, PageKind, same_picture};

/// The article that a page makes: what is stated of it, and the body, which stands in `roots` or, without any, where the
/// page looks most like it. Nothing of what was `removed` is part of it.
pub(super) fn article(
    page: &Page,
    mut stated: Metadata,
    roots: Vec<ElementRef<'_>>,
    removed: &HashSet<NodeId>,
) -> Article {
    let found = if roots.is_empty() { body::find(page, &stated) } else { Found::at(roots) };
    stated.sign(found.starter.as_deref());
    let options = CleanOptions {
        removed,
        title: stated.title.as_deref(),
        known: Known { authors: &stated.authors, days: [stated.published, stated.modified] },
        lead: None,
        walled: false,
        kind: found.kind,
        generic_removal: true,
    };
    let (body, kind, walled) = within_walls(page, &found, &options);
    // Of an offer and of a list nothing may be text.
    let has_text = !matches!(kind, PageKind::Service | PageKind::Listing);
    let partial = walled || body.is_cut || (has_text && body.shows_nothing());
    let stated = mended(stated);
    let image =
        stated.image.map(|lead| described(lead, &body.images)).or_else(|| body.images.first().cloned());
    let images = lead_first(image.as_ref(), body.images);
    let present = |text: String| Some(text).filter(|text| !text.is_empty());
    Article {
        canonical_url: stated.canonical_url,
        post_id: stated.post_id,
        title: stated.title,
        authors: stated.authors,
        source: stated.source,
        published: stated.published,
        modified: stated.modified,
        section: stated.section,
        tags: stated.tags,
        lead: stated.lead,
        image,
        images,
        body_html: present(body.html),
        body_text: present(body.text),
        embeds: body.embeds,
        word_count: body.word_count,
        kind,
        partial,
        next_url: continuation::next_url(page),
        language: stated.language,
        direction: stated.direction.unwrap_or(Direction::Ltr),
        site_name: stated.site_name,
        ..Article::new(page.url().clone())
    }
}

/// What is stated, as it was written before it was misread.
fn mended(stated: Metadata) -> Metadata {
    Metadata {
        title: stated.title.map(mend),
        authors: stated.authors.into_iter().map(mend).collect(),
        section: stated.section.map(mend),
        tags: stated.tags.into_iter().map(mend).collect(),
        lead: stated.lead.map(mend),
        ..stated
    }
}

/// Fewer words are no beginning of an article.
const BEGINNING_WORDS: usize = 20;

/// The body, the kind of the page and whether the article is only begun. What a wall says is no part of the body, and a
/// wall with hardly anything before it leaves none.
fn within_walls(page: &Page, found: &Found<'_>, options: &CleanOptions<'_>) -> (Body, PageKind, bool) {
    let body = body::clean(page, &found.pieces, options);
    if found.kind != PageKind::Article {
        return (body, found.kind, false);
    }
    match body::wall(page, &found.pieces, body.word_count) {
        Wall::None => (body::stated(page, body.word_count).unwrap_or(body), found.kind, false),
        Wall::Stated => (body, found.kind, true),
        Wall::Shown => {
            let body = body::clean(page, &found.pieces, &CleanOptions { walled: true, ..*options });
            if body.word_count < BEGINNING_WORDS {
                (Body::default(), PageKind::Wall, true)
            } else {
                (body, found.kind, true)
            }
        }
    }
}

/// Every picture once, the lead picture first. Of a picture that is stated and shown, what is shown is kept: it has the
/// words and the size.
fn lead_first(lead: Option<&Image>, mut images: Vec<Image>) -> Vec<Image> {
    if let Some(lead) = lead {
        let shown = images.iter().position(|image| same_picture(&image.url, &lead.url));
        let first = shown.map_or_else(|| lead.clone(), |position| images.remove(position));
        images.insert(0, first);
    }
    images
}

/// A lead picture that is stated by its address alone gets its words and size from the same picture in the body.
fn described(mut lead: Image, images: &[Image]) -> Image {
    if let Some(shown) = images.iter().find(|shown| same_picture(&shown.url, &lead.url)) {
        lead.alt = lead.alt.or_else(|| shown.alt.clone());
        lead.caption = lead.caption.or_else(|| shown.caption.clone());
        if lead.url == shown.url {
            lead.width = lead.width.or(shown.width);
            lead.height = lead.height.or(shown.height);
        }
    }
    lead
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    fn article(html: &str) -> Article {
        let url = Url::parse("https://daily.example/city/2024/05/03/bridge").unwrap();
        let page = Page::parse(html, &url).unwrap();
        crate::extract::article::read(&page, None, "2024-06-01T00:00:00Z".parse().unwrap())
    }

    #[test]
    fn a_page_is_read_whole() {
        let sentence = "The council said that the bridge, which took four years, opens in spring. ".repeat(3);
        let article = article(&format!(
            "<html lang=ar dir=rtl><title>A bridge opens - The Daily</title><meta property=og:site_name content='The Daily'>\
            <article><h1>A bridge opens</h1><p class=byline>By Ann Lee</p><img src=/bridge.jpg alt=Bridge><p>{sentence}</p>\
            <p>{sentence} Again.</p></article>"
        ));
        assert_eq!(article.title.as_deref(), Some("A bridge opens"));
        assert_eq!(article.authors, ["Ann Lee"]);
        assert_eq!(article.direction, Direction::Rtl);
        assert_eq!(article.site_name.as_deref(), Some("The Daily"));
        assert_eq!(article.published.unwrap().moment.to_string(), "2024-05-03T00:00:00+00:00");
        let text = article.body_text.unwrap();
        assert!(text.starts_with("The council said") && text.ends_with("Again."));
        assert_eq!(article.image.unwrap().url.as_str(), "https://daily.example/bridge.jpg");
    }

    #[test]
    fn the_lead_picture_stands_first_and_once() {
        let article = article(
            "<meta property=og:image content=/lead.jpg><article><p>A bridge, said the council, opens in spring.</p>\
            <img src=/other.jpg><img src=/lead.jpg alt=Bridge></article>",
        );
        let paths = article.images.iter().map(|image| image.url.path()).collect::<Vec<_>>();
        assert_eq!(paths, ["/lead.jpg", "/other.jpg"]);
        assert_eq!(article.images[0].alt.as_deref(), Some("Bridge"));
    }

    #[test]
    fn a_page_that_shows_nothing_of_its_article_is_partial() {
        let shell = "<meta property=og:title content='A bridge opens'><meta property=og:description content='It took four years.'>";
        let shows = |html: &str| article(&format!("{shell}<div id=app>{html}</div>"));
        let empty = shows("<script>start()</script>");
        assert!(empty.partial && empty.body_html.is_none());
        assert_eq!(empty.lead.as_deref(), Some("It took four years."));
        let player = "<iframe src='https://www.youtube.com/embed/abcdefghijk'></iframe>";
        assert!(!shows(player).partial && !shows("<img src=/bridge.jpg width=800 height=600>").partial);
    }

    #[test]
    fn an_empty_page_gives_an_article_that_knows_nothing_but_its_address() {
        let article = article("");
        let published = article.published;
        let known = Article::new(Url::parse("https://daily.example/city/2024/05/03/bridge").unwrap());
        assert_eq!(Article { published: None, ..article }, Article { partial: true, ..known });
        assert!(published.is_some());
    }
}
