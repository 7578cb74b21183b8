//! Walls: a login, a payment or a consent where the article would go on.

use html5ever::{LocalName, local_name};
use scraper::ElementRef;
use serde_json::Value;

use crate::extract::page::Page;
use crate::extract::structured::json_ld;
use crate::extract::survey::Figures;
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

/// Tells what stands before an article of which the page shows so many words.
pub fn wall(page: &Page, words: usize) -> Wall {
    if words >= SHOWN_WORDS {
        Wall::None
    } else if asks_for_access(page) || (words < LOGIN_WORDS && asks_for_password(page)) {
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

fn asks_for_access(page: &Page) -> bool {
    let survey = page.survey(page.root());
    let is_short = |block: &ElementRef<'_>| survey.get(block.id()).blocks <= MOST_INNER;
    let mut blocks = page.named(is_block).filter(is_short).take(MOST_BLOCKS);
    blocks.any(|block| is_wall(survey.get(block.id()), || text_of(block)))
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
const SENTENCES: [&str; 44] = [
    "to continue reading",
    "to keep reading",
    "to read the full",
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
        wall(&Page::parse(html, &Url::parse("https://daily.example/story").unwrap()).unwrap(), words)
    }

    #[test]
    fn an_article_that_stops_at_a_wall_is_known() {
        let html = "<article><p>The bridge opens.</p><div class=x><h3>Subscribe to continue reading</h3></div></article>";
        assert_eq!(wall_of(html, 120), Wall::Shown);
        assert_eq!(wall_of(html, 900), Wall::None);
        assert_eq!(wall_of("<p>Dieser Text ist nur für Abonnenten.</p>", 60), Wall::Shown);
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
