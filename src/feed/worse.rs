//! Whether an article page is worse than what is stored of the article: one that breaks off, has lost most of its text, or tells
//! of something else.

use super::articles::{Candidate, ReadArticle};
use super::item::share_words;
use super::likeness::is_near_same;
use super::outcome::Outcome;
use crate::model::PageKind;
use crate::store::StoredItem;

/// A text of fewer characters may lose most of itself.
const TELLING: usize = 600;

/// A text that is left with less than this part of itself has lost most of it.
const PART: usize = 4;

/// How an article looks worse than before, where it does; it is held back until as many looks in a row have failed or looked so
/// as `accept_after` says. `closes` is whether the site is known to end its pages: then one that breaks off is held back also
/// where nothing is stored of it.
pub(super) fn worse(
    candidate: &Candidate,
    read: &ReadArticle,
    closes: bool,
    accept_after: u32,
) -> Option<Outcome> {
    let stored = candidate.stored.as_ref();
    let looks = stored.map_or(0, |stored| stored.article.failures).saturating_add(1);
    if looks >= accept_after || candidate.anew {
        return None;
    }
    let characters = |text: Option<&String>| text.map_or(0, |text| text.chars().count());
    let before = stored.map_or(0, |stored| characters(stored.item.content_text.as_ref()));
    let now = characters(read.article.body_text.as_ref());
    let is_told_otherwise = before >= TELLING && stored.is_some_and(|stored| tells_other(stored, read));
    // What shows a beginning only takes nothing from what was read whole; but a longer text is another document.
    let shows_some = read.article.body_text.is_some() || read.article.kind == PageKind::Wall;
    if read.article.partial && shows_some {
        return (is_told_otherwise && now > before).then_some(Outcome::Drifted);
    }
    let is_other = is_told_otherwise || (before >= TELLING && now * PART < before);
    if !read.ended && (is_other || now * 10 < before * 9 || (before == 0 && closes)) {
        Some(Outcome::Truncated)
    } else {
        is_other.then_some(Outcome::Drifted)
    }
}

/// Whether a page has neither the title nor the text of what is stored.
fn tells_other(stored: &StoredItem, read: &ReadArticle) -> bool {
    let texts = stored.item.content_text.as_deref().zip(read.article.body_text.as_deref());
    let title = read.article.title.as_deref();
    title.is_some_and(|title| !share_words(&stored.item.title, title))
        && texts.is_some_and(|(before, now)| !is_near_same(before, now))
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::fetch::Validators;
    use crate::model::{Article, Entry, ItemId, SiteName};
    use crate::store::ArticleState;

    const WORDS: &str = "The ferry runs until one in the morning. ";

    fn candidate(text: Option<&str>, failures: u32) -> Candidate {
        let entry = Entry { title: Some("A later ferry".to_owned()), ..Entry::default() };
        let stored = text.map(|text| {
            let site = crate::site::Site::of_page(
                SiteName::convert(),
                &Url::parse("https://daily.example/").unwrap(),
            );
            let id = ItemId::new(&site.name, &crate::model::Alias::Text("ferry".to_owned()));
            let mut item = crate::feed::item::merge(
                id,
                None,
                &entry,
                None,
                &site,
                "2026-03-02T12:00:00Z".parse().unwrap(),
            );
            item.content_text = Some(text.to_owned());
            StoredItem {
                item,
                content_hash: String::new(),
                article: ArticleState { failures, fetched: true, ..ArticleState::default() },
            }
        });
        Candidate {
            entry,
            listing_hash: String::new(),
            is_known: stored.is_some(),
            stored,
            anew: false,
            stays: false,
            given: None,
        }
    }

    fn read(text: &str, ended: bool) -> ReadArticle {
        let article = Article {
            body_text: Some(text.to_owned()),
            ..Article::new(Url::parse("https://daily.example/ferry").unwrap())
        };
        ReadArticle { article, validators: Validators::default(), pages_missing: false, ended }
    }

    #[test]
    fn an_article_that_lost_most_of_its_text_is_held_back_until_it_was_seen_often_enough() {
        let whole = WORDS.repeat(20);
        let of = |now: &str, failures| worse(&candidate(Some(&whole), failures), &read(now, true), true, 3);
        assert_eq!(of(WORDS, 0), Some(Outcome::Drifted));
        assert_eq!(of(WORDS, 1), Some(Outcome::Drifted));
        assert_eq!(of(WORDS, 2), None, "it is what the site has now");
        assert_eq!(of(&WORDS.repeat(10), 0), None, "an edit");
        let other = Article {
            title: Some("Today".to_owned()),
            body_text: Some("Bread from the square costs more, said the bakers of the town. ".repeat(20)),
            ..read(WORDS, true).article
        };
        let other = ReadArticle { article: other, ..read(WORDS, true) };
        assert_eq!(worse(&candidate(Some(&whole), 0), &other, true, 3), Some(Outcome::Drifted));
        let short = worse(&candidate(Some(WORDS), 0), &read("Withdrawn.", true), true, 3);
        assert_eq!(short, None, "there never was much");
    }

    #[test]
    fn a_page_that_shows_nothing_is_noticed_while_a_wall_takes_nothing_away() {
        let whole = WORDS.repeat(20);
        let bare = |kind| {
            let article = Article { body_text: None, partial: true, kind, ..read(WORDS, true).article };
            worse(&candidate(Some(&whole), 0), &ReadArticle { article, ..read(WORDS, true) }, true, 3)
        };
        assert_eq!(bare(PageKind::Article), Some(Outcome::Drifted));
        assert_eq!(bare(PageKind::Wall), None);
    }

    #[test]
    fn a_page_that_breaks_off_is_held_back_where_it_says_less_or_the_site_ends_its_pages() {
        let whole = WORDS.repeat(20);
        let cut = |now: &str| worse(&candidate(Some(&whole), 0), &read(now, false), false, 3);
        assert_eq!(cut(&WORDS.repeat(12)), Some(Outcome::Truncated));
        assert_eq!(cut(&whole), None, "what is missing is none of the text");
        let first = |closes| worse(&candidate(None, 0), &read(WORDS, false), closes, 3);
        assert_eq!((first(true), first(false)), (Some(Outcome::Truncated), None));
    }
}
