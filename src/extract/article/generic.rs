//! Puts an article together.

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::ElementRef;

use super::body::{self, CleanOptions};
use super::metadata::Metadata;
use crate::extract::page::Page;
use crate::model::{Article, Direction};

/// The article that a page makes: what is stated of it, and the body, which stands in `roots` or, without any, where the
/// page looks most like it. Nothing of what was `removed` is part of it.
pub(super) fn article(
    page: &Page,
    stated: Metadata,
    roots: Vec<ElementRef<'_>>,
    removed: &HashSet<NodeId>,
) -> Article {
    let roots = if roots.is_empty() {
        body::find(page, stated.title.as_deref())
    } else {
        roots
    };
    let options = CleanOptions {
        removed,
        title: stated.title.as_deref(),
        lead: None,
        generic_removal: true,
    };
    let body = body::clean(page, &roots, &options);
    let image = stated.image.or_else(|| body.images.first().cloned());
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
        images: body.images,
        body_html: present(body.html),
        body_text: present(body.text),
        embeds: body.embeds,
        word_count: body.word_count,
        language: stated.language,
        direction: stated.direction.unwrap_or(Direction::Ltr),
        site_name: stated.site_name,
        ..Article::new(page.url().clone())
    }
}
