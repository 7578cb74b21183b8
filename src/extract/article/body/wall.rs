//! Walls: a login, a payment or a consent where the article would go on.

use ego_tree::NodeId;
use html5ever::{LocalName, local_name};
use rustc_hash::FxHashSet;
use scraper::ElementRef;
use serde_json::Value;

use super::candidates::Piece;
use crate::extract::page::Page;
use crate::extract::structured::json_ld;
use crate::extract::survey::{Figures, Survey};
use crate::extract::text::{attribute, text_of};

/// What stands before the rest of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wall {
    /// Nothing.
    None,
    /// The page states that not everyone may read the article, and shows little of it.
    Stated,
    /// The page asks for a login, a payment or a consent.
    Shown,
}

/// An article of more words is shown, whatever is said around it.
const SHOWN_WORDS: usize = 300;
/// A page of fewer words that asks for a password is a login.
const LOGIN_WORDS: usize = 40;
/// The longest text of a wall's sentence, in characters.
const LONGEST: usize = 300;
/// The most blocks in which such a sentence is looked for.
const MOST_BLOCKS: usize = 3_000;
/// The most blocks of which such a sentence may consist.
const MOST_INNER: usize = 4;
/// How many blocks behind the body the sentence may stand.
const CLOSE: usize = 3;
/// How many nodes, with those that show nothing.
const MOST_BETWEEN: usize = 20;

/// Tells what stands before an article whose body stands in these pieces, and of which the page shows so many words.
pub fn wall(page: &Page, pieces: &[Piece<'_>], words: usize) -> Wall {
    if words >= SHOWN_WORDS {
        Wall::None
    } else if asks_for_access(page, pieces) || (words < LOGIN_WORDS && asks_for_password(page)) {
        Wall::Shown
    } else if is_not_free(page) {
        Wall::Stated
    } else {
        Wall::None
    }
}

/// Whether the page shows a field for a password.
pub fn asks_for_password(page: &Page) -> bool {
    let is_shown = |around: ElementRef<'_>| {
        let style = attribute(around, &local_name!("style")).unwrap_or_default();
        around.value().name.local == local_name!("form")
            && !style.contains("none")
            && attribute(around, &local_name!("hidden")).is_none()
    };
    page.named(|name| *name == local_name!("input")).any(|input| {
        let kind = attribute(input, &local_name!("type")).unwrap_or_default();
        kind.eq_ignore_ascii_case("password") && input.ancestors().filter_map(ElementRef::wrap).any(is_shown)
    })
}

/// Whether a short block is the sentence of a wall.
pub(super) fn is_wall(figures: Figures, text: impl FnOnce() -> String) -> bool {
    (8..=LONGEST).contains(&figures.text) && figures.is_small() && asks(&text())
}

fn asks(text: &str) -> bool {
    let text = text.to_lowercase().replace('’', "'");
    text.len() <= LONGEST * 4 && SENTENCES.iter().any(|sentence| text.contains(sentence))
}

/// Whether the sentence of a wall stands in the body or right behind it. Elsewhere, and in the columns beside it, a site speaks
/// of other articles, or of all that it offers.
fn asks_for_access(page: &Page, pieces: &[Piece<'_>]) -> bool {
    let survey = page.survey(page.root());
    let body = pieces.iter().map(|piece| piece.root.id()).collect::<FxHashSet<_>>();
    let around = pieces.iter().flat_map(|piece| piece.root.ancestors()).map(|node| node.id());
    let around = around.chain(body.iter().copied()).collect::<FxHashSet<_>>();
    let is_short = |block: &ElementRef<'_>| survey.get(block.id()).blocks <= MOST_INNER;
    let mut blocks = page.named(is_block).filter(is_short).take(MOST_BLOCKS);
    blocks.any(|block| {
        is_wall(survey.get(block.id()), || text_of(block))
            && (block.ancestors().chain(Some(*block)).any(|node| body.contains(&node.id()))
                || stands_behind(block, &around, &survey))
    })
}

/// Whether a block stands close behind one of these elements, and in no frame of the page.
fn stands_behind(block: ElementRef<'_>, elements: &FxHashSet<NodeId>, survey: &Survey) -> bool {
    let is_frame = |name: &str| matches!(name, "aside" | "nav" | "footer" | "header");
    let around = std::iter::once(block).chain(block.ancestors().filter_map(ElementRef::wrap));
    around.take_while(|around| !is_frame(around.value().name())).any(|around| {
        let before = around.prev_siblings().take(MOST_BETWEEN).filter(|node| survey.get(node.id()).text > 0);
        before.take(CLOSE).any(|node| elements.contains(&node.id()))
    })
}

/// What search engines ask publishers to state of an article that is not for everyone.
fn is_not_free(page: &Page) -> bool {
    let is_false = |value: &Value| {
        value.as_bool() == Some(false)
            || value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("false"))
    };
    json_ld(page).iter().filter_map(|node| node.get("isAccessibleForFree")).any(is_false)
}

/// Whether elements of a name may hold the sentence of a wall.
fn is_block(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("p")
            | local_name!("h1")
            | local_name!("h2")
            | local_name!("h3")
            | local_name!("h4")
            | local_name!("h5")
            | local_name!("div")
            | local_name!("span")
            | local_name!("strong")
            | local_name!("li")
    )
}

/// What walls say, in lower case, in the languages of the world's news.
const SENTENCES: [&str; 46] = [
    "to continue reading",
    "to keep reading",
    "to read the full article",
    "to read the full story",
    "to read the full text",
    "to read this article",
    "to read the rest",
    "to view this content",
    "to access this article",
    "to unlock this article",
    "continue reading with a",
    "available to subscribers",
    "available only to subscribers",
    "only available to subscribers",
    "exclusive to subscribers",
    "exclusively for subscribers",
    "article is for subscribers",
    "content is for members",
    "for subscribers only",
    "you have reached your limit",
    "you've reached your limit",
    "your last free article",
    "before you continue to",
    "um weiterzulesen",
    "um diesen artikel zu lesen",
    "mit einem abo weiterlesen",
    "nur für abonnenten",
    "artikel ist abonnenten vorbehalten",
    "pour lire la suite",
    "réservé aux abonnés",
    "réservée aux abonnés",
    "article est réservé",
    "para seguir leyendo",
    "para continuar leyendo",
    "exclusivo para suscriptores",
    "para continuar lendo",
    "para continuar a ler",
    "exclusivo para assinantes",
    "per continuare a leggere",
    "riservato agli abbonati",
    "om verder te lezen",
    "чтобы читать дальше",
    "только для подписчиков",
    "لمتابعة القراءة",
    "للمشتركين فقط",
    "会員限定",
];

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    fn wall_of(html: &str, words: usize) -> Wall {
        let page = Page::parse(html, &Url::parse("https://daily.example/story").unwrap()).unwrap();
        let body = page.named(|name| *name == local_name!("article")).next().unwrap_or_else(|| page.root());
        wall(&page, &[Piece::of(body)], words)
    }

    #[test]
    fn an_article_that_stops_at_a_wall_is_known() {
        let html = "<article><p>The bridge opens.</p><div class=x><h3>Subscribe to continue reading</h3></div></article>";
        assert_eq!(wall_of(html, 120), Wall::Shown);
        assert_eq!(wall_of(html, 900), Wall::None);
        assert_eq!(wall_of("<p>Dieser Text ist nur für Abonnenten.</p>", 60), Wall::Shown);
    }

    #[test]
    fn what_a_site_says_elsewhere_and_what_an_article_tells_is_no_wall() {
        let article = "<article><p>The bridge opens.</p></article>";
        let offer = "<p>Sign up for free to continue reading other stories in our app.</p>";
        let box_of_offer = format!("<div class=x>{offer}</div>");
        assert_eq!(wall_of(&format!("<div>{article}</div>{box_of_offer}"), 120), Wall::Shown);
        assert_eq!(wall_of(&format!("{article}<aside>{offer}</aside>"), 120), Wall::None);
        assert_eq!(wall_of(&format!("{box_of_offer}{article}"), 120), Wall::None);
        let others = "<p>Another bridge opens.</p>".repeat(4);
        assert_eq!(wall_of(&format!("{article}{others}{box_of_offer}"), 120), Wall::None);
        let told = "<article><p>To read the full report of the council, see its website.</p></article>";
        assert_eq!(wall_of(told, 120), Wall::None);
    }

    #[test]
    fn a_page_may_state_that_it_is_not_for_everyone() {
        let html = r#"<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>"#;
        assert_eq!(wall_of(html, 80), Wall::Stated);
        assert_eq!(wall_of(&html.replace("False", "True"), 80), Wall::None);
    }

    #[test]
    fn a_login_is_a_wall_and_a_short_note_is_none() {
        assert_eq!(wall_of("<form><input type=password></form>", 12), Wall::Shown);
        assert_eq!(wall_of("<p>Already a subscriber? Log in.</p>", 80), Wall::None);
    }
}
