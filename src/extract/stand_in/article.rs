//! What stands in the place of an article. The card that led to the page tells what it should be about: what names that story is
//! no word about the page, however it sounds.

use std::collections::HashSet;

use super::{BUTTON, CAPTCHA, CHECKS, CONSENT, HEADING, Look, StandIn, asks_for_password};
use crate::extract::page::Page;
use crate::extract::text::collapse;
use crate::model::{Article, DateSource};

/// An article of more words is an article, if its page tells of the story that was asked for.
const PLENTY: usize = 200;

/// What stands in the place of an article on a page from which that article was read; none where the page shows no sign of it.
/// `card` is the title under which the page was listed.
pub fn stand_in_of_article(page: &Page, article: &Article, card: Option<&str>) -> Option<StandIn> {
    if article.published.is_some_and(|dated| is_stated(dated.source)) {
        // What fails has no date of publication.
        return None;
    }
    let card = card.map(words).filter(|words| !words.is_empty());
    let is_named = |heading: &str| card.as_ref().is_some_and(|card| names(heading, card));
    let look = Look::of(page, is_named);
    let is_told = names_story(page, is_named) || article.title.as_deref().is_some_and(is_named);
    if look.says_not_found() && !(is_told && article.word_count >= PLENTY) {
        return Some(StandIn::SoftNotFound);
    }
    if is_told {
        return None;
    }
    if look.is_bare() {
        if look.says(&CHECKS) || page.first(&CAPTCHA).is_some() {
            return Some(StandIn::Challenge);
        }
        if asks_for_password(page) {
            return Some(StandIn::LoginForm);
        }
        if look.says(&CONSENT) && page.first(&BUTTON).is_some() {
            return Some(StandIn::ConsentWall);
        }
        if look.says_fault() {
            return Some(StandIn::ErrorPage);
        }
    }
    look.shell(page)
}

/// Whether a date stands in what the page states for machines, rather than somewhere in its text or address.
const fn is_stated(source: DateSource) -> bool {
    matches!(
        source,
        DateSource::Rule
            | DateSource::JsonLd
            | DateSource::EmbeddedJson
            | DateSource::Meta
            | DateSource::Microdata
            | DateSource::Microformat
    )
}

/// Whether a heading of any length names the story.
fn names_story(page: &Page, is_named: impl Fn(&str) -> bool) -> bool {
    let headings = page.document().select(&HEADING).take(10);
    let headings = headings.map(|heading| collapse(&heading.text().collect::<String>()));
    page.title().into_iter().chain(headings).any(|heading| is_named(&heading))
}

/// Whether a heading has most words of a card's title, or nothing but such words.
fn names(heading: &str, card: &HashSet<String>) -> bool {
    let heading = words(heading);
    let common = heading.intersection(card).count();
    common > 0 && (common * 2 > card.len() || common == heading.len())
}

/// The words of a text in lower case; of a script without spaces its characters.
fn words(text: &str) -> HashSet<String> {
    let lower = text.to_lowercase();
    let parts = lower.split(|character: char| !character.is_alphanumeric()).filter(|part| !part.is_empty());
    let each = |part: &str| -> Vec<String> {
        if part.chars().any(is_without_spaces) {
            part.chars().map(String::from).collect()
        } else {
            vec![part.to_owned()]
        }
    };
    parts.flat_map(each).collect()
}

/// Whether a character is one of the scripts that put no spaces between words.
const fn is_without_spaces(character: char) -> bool {
    matches!(character, '\u{e00}'..='\u{eff}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::extract::article;

    const STORY: &str =
        "<p>The ferry to the island runs until one in the morning from May on, said the harbour.</p>";

    fn of(html: &str, card: &str) -> Option<StandIn> {
        let page = Page::parse(html, &Url::parse("https://daily.example/ferry").unwrap()).unwrap();
        let article = article::read(&page, None, "2026-03-02T12:00:00Z".parse().unwrap());
        stand_in_of_article(&page, &article, Some(card))
    }

    #[test]
    fn what_is_no_article_is_told_by_its_heading_and_what_it_asks_for() {
        let card = "A later ferry to the island";
        for (html, expected) in [
            ("<title>Page not found</title><h1>Page not found</h1><p>Sorry, it has moved.".to_owned(), StandIn::SoftNotFound),
            (format!("<title>{card}</title><article><h1>404</h1><p>It may have been removed."), StandIn::SoftNotFound),
            ("<title>Just a moment...</title><h1>Checking your browser</h1><p>This is automatic.".to_owned(), StandIn::Challenge),
            ("<title>Access</title><h1>One step</h1><div class=g-recaptcha></div>".to_owned(), StandIn::Challenge),
            ("<title>Before you continue</title><p>We and our partners<form><button>Accept</button></form>".to_owned(), StandIn::ConsentWall),
            ("<title>Log in</title><form><input type=password></form>".to_owned(), StandIn::LoginForm),
            ("<title>Maintenance</title><h1>We will be right back</h1><p>Our site rests.".to_owned(), StandIn::ErrorPage),
            ("<title>App</title><div id=root></div><script src=a.js></script>".to_owned(), StandIn::ScriptShell),
        ] {
            assert_eq!(of(&html, card), Some(expected), "{html}");
        }
    }

    #[test]
    fn a_story_about_such_pages_is_a_story_however_short_it_is() {
        for title in [
            "Are you a robot? What captchas cost us",
            "Page not found: how the web forgets",
            "Bridge closed: scheduled maintenance until Sunday",
            "Database error at the tax office",
            "Your privacy and the new law",
            "404",
        ] {
            let page = |form: &str| {
                format!("<title>{title} | The Daily</title><article><h1>{title}</h1>{STORY}</article>{form}")
            };
            assert_eq!(of(&page(""), title), None, "{title}");
            assert_eq!(of(&page("<form><button>Search</button></form>"), title), None, "{title}");
        }
    }

    #[test]
    fn what_else_a_page_has_makes_it_no_other_page() {
        let title = "A later ferry to the island";
        let head = format!("<title>{title}</title><h1>{title}</h1>{STORY}");
        for rest in [
            "<form><input type=password></form>",
            "<form><div class=g-recaptcha></div><button>Send your comment</button></form>",
            "<h2>Your privacy</h2><button>Accept</button>",
            "<noscript>Please enable JavaScript</noscript><script>go()</script>",
        ] {
            assert_eq!(of(&format!("{head}{rest}"), title), None, "{rest}");
        }
        let stated = format!(
            "<meta property=article:published_time content=2026-03-01T10:00:00Z><h1>Security check</h1>{STORY}"
        );
        assert_eq!(of(&stated, "Longer queues at the harbour"), None, "it states when it was published");
        assert_eq!(
            of(&format!("<title>Ferry news</title>{STORY}"), "Boats at night"),
            None,
            "nothing speaks against it"
        );
    }

    #[test]
    fn a_story_in_a_script_without_spaces_is_known_by_its_characters() {
        assert_eq!(
            of(
                "<title>メンテナンス - 日報</title><h1>島への終電後の船、五月から運航</h1><p>港が発表した。",
                "島への船、五月から"
            ),
            None
        );
    }
}
