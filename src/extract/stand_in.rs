//! What stands in the place of a listing or an article: a page of the site behind status 200 that is not the one that was asked for.
//!
//! The evidence is what such pages have in common everywhere: what their title and heading say, what they ask the visitor to
//! fill in, and how little else they show. It convicts a page that gives no plausible listing; one that lists articles and
//! has a cookie banner or a link to a login as well is never asked.

mod article;
mod phrases;

pub use article::stand_in_of_article;

use std::sync::LazyLock;

use scraper::Selector;
use url::Url;

use phrases::{CHECKS, CONSENT, FAULTS, FAULTS_ALONE, NOT_FOUND};

use super::article::body::asks_for_password;
use super::page::{Page, PageError, selector};
use super::text::{collapse, is_silent};

/// What stands in the place of a listing or an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandIn {
    /// A page that says that there is no such page, without the status that says so.
    SoftNotFound,
    /// A check whether the visitor is a person or a browser.
    Challenge,
    /// A page that wants an agreement to cookies or terms first.
    ConsentWall,
    /// A form to log in.
    LoginForm,
    /// A page without content that scripts would fill.
    ScriptShell,
    /// A page that says that the site fails or is being worked on.
    ErrorPage,
}

/// What a page shows of itself.
struct Look {
    /// Title and first headings, in lower case, as far as they speak of the page.
    headings: Vec<String>,
    /// Characters that a visitor without scripts sees, white space left out, counted a little beyond [`BARE`].
    shown: usize,
    /// Links, counted a little beyond [`FEW_LINKS`].
    links: usize,
}

/// A page of which more characters are shown is no bare form and no check.
const BARE: usize = 1_200;
/// A page of which fewer characters are shown has no content of its own.
const SHELL: usize = 240;
/// A page with more links is more than a form or a check.
const FEW_LINKS: usize = 25;
/// The longest title or heading that speaks of the page as a whole, in characters.
const LONGEST: usize = 90;

impl StandIn {
    /// A stable name in snake case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SoftNotFound => "soft_404",
            Self::Challenge => "challenge",
            Self::ConsentWall => "consent_wall",
            Self::LoginForm => "login_form",
            Self::ScriptShell => "script_shell",
            Self::ErrorPage => "error_page",
        }
    }
}

/// What stands in the place of a listing on a page; none where the page shows no sign of it. `entries` are the titles of what
/// was found on it all the same: as headings they speak of themselves, not of the page.
pub fn stand_in(page: &Page, entries: &[&str]) -> Option<StandIn> {
    let look = Look::of(page, |heading| entries.contains(&heading));
    if look.is_bare() && (look.says(&CHECKS) || page.first(&CAPTCHA).is_some()) {
        Some(StandIn::Challenge)
    } else if look.says_not_found() {
        Some(StandIn::SoftNotFound)
    } else if look.is_bare() && asks_for_password(page) {
        Some(StandIn::LoginForm)
    } else if look.is_bare() && look.says(&CONSENT) && page.first(&BUTTON).is_some() {
        Some(StandIn::ConsentWall)
    } else if look.is_bare() && look.says_fault() {
        Some(StandIn::ErrorPage)
    } else {
        look.shell(page)
    }
}

/// What stands in the place of a listing on the page of a text.
///
/// # Errors
/// When the page is beyond what may be parsed.
pub fn stand_in_of(html: &str, url: &Url) -> Result<Option<StandIn>, PageError> {
    Ok(stand_in(&Page::parse(html, url)?, &[]))
}

/// Whether a text is JSON rather than a page.
pub fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '[']) && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

impl Look {
    /// The look of a page, without the headings that do not speak of it, in their own case.
    fn of(page: &Page, is_other: impl Fn(&str) -> bool) -> Self {
        let first = |selector: &Selector| {
            let found = page.document().select(selector).take(3);
            found.map(|heading| heading.text().collect::<String>()).collect::<Vec<_>>()
        };
        let all = page.title().into_iter().chain(first(&HEADING));
        let speaking =
            all.map(|text| collapse(&text)).filter(|text| text.chars().count() <= LONGEST && !is_other(text));
        Self {
            headings: speaking.map(|text| text.to_lowercase().replace('’', "'")).collect(),
            shown: characters_shown(page),
            links: page.document().select(&LINKS).take(FEW_LINKS + 1).count(),
        }
    }

    const fn is_bare(&self) -> bool {
        self.shown <= BARE && self.links <= FEW_LINKS
    }

    fn says(&self, phrases: &[&str]) -> bool {
        self.headings.iter().any(|text| phrases.iter().any(|phrase| text.contains(phrase)))
    }

    /// Whether a part of the title or a heading is one of these words, and no more.
    fn says_alone(&self, words: &[&str]) -> bool {
        let mut parts =
            self.headings.iter().flat_map(|text| text.split(['|', '-', '–', '—', '·', ':', '»', '«']));
        parts.any(|part| words.contains(&part.trim()))
    }

    fn says_not_found(&self) -> bool {
        self.says(&NOT_FOUND)
            || self.says_alone(&["404", "error 404", "404 error", "not found", "404 not found"])
    }

    fn says_fault(&self) -> bool {
        self.says(&FAULTS) || self.says_alone(&FAULTS_ALONE)
    }

    /// A page of which scripts would make something.
    fn shell(&self, page: &Page) -> Option<StandIn> {
        if self.shown > SHELL || page.first(&SCRIPT).is_none() {
            None
        } else if page.first(&REFRESH).is_some() {
            // A browser would run the script and come again.
            Some(StandIn::Challenge)
        } else {
            (self.links == 0 || wants_scripts(page)).then_some(StandIn::ScriptShell)
        }
    }
}

/// How many characters a visitor without scripts sees, white space left out.
fn characters_shown(page: &Page) -> usize {
    let body = page.first(&BODY).unwrap_or_else(|| page.root());
    let texts = body.descendants().filter_map(|node| {
        let text = node.value().as_text()?;
        let parent = node.parent().and_then(|parent| Some(parent.value().as_element()?.name()));
        parent.is_none_or(|name| name != "noscript" && !is_silent(name)).then_some(text)
    });
    let mut shown = 0;
    for text in texts {
        shown += text.chars().filter(|character| !character.is_whitespace()).count();
        if shown > BARE {
            break;
        }
    }
    shown
}

/// Whether the page asks for scripts to be switched on.
fn wants_scripts(page: &Page) -> bool {
    let mut asks = page.document().select(&NOSCRIPT).take(20);
    asks.any(|noscript| noscript.text().collect::<String>().to_lowercase().contains("javascript"))
}

static BODY: LazyLock<Selector> = LazyLock::new(|| selector("body"));
static HEADING: LazyLock<Selector> = LazyLock::new(|| selector("h1, h2"));
static LINKS: LazyLock<Selector> = LazyLock::new(|| selector("a[href]"));
static BUTTON: LazyLock<Selector> =
    LazyLock::new(|| selector("form, button, [role=button], input[type=submit]"));
static NOSCRIPT: LazyLock<Selector> = LazyLock::new(|| selector("noscript"));
static SCRIPT: LazyLock<Selector> = LazyLock::new(|| selector("script"));
/// One that names an address leads elsewhere; a check lets the browser come again.
static REFRESH: LazyLock<Selector> =
    LazyLock::new(|| selector("meta[http-equiv=refresh i]:not([content*='url=' i])"));
static CAPTCHA: LazyLock<Selector> = LazyLock::new(|| {
    selector(
        "[class*=captcha i], [id*=captcha i], iframe[src*=captcha i], script[src*=captcha i], \
         script[src*=turnstile], script[src*='/challenge-platform/'], #challenge-form, #challenge-running",
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> Option<StandIn> {
        stand_in_of(html, &Url::parse("https://daily.example/news").unwrap()).unwrap()
    }

    #[test]
    fn each_kind_of_page_is_told_by_what_such_pages_have_in_common() {
        let menu = "<a href=/a>News</a><a href=/b>Sport</a>";
        for (html, expected) in [
            (format!("<title>Page not found | The Daily</title>{menu}<p>Try the search."), StandIn::SoftNotFound),
            (format!("<title>The Daily</title>{menu}<h1>Seite nicht gefunden</h1>"), StandIn::SoftNotFound),
            ("<title>404 – The Daily</title><p>Oh dear.".to_owned(), StandIn::SoftNotFound),
            ("<title>Just a moment...</title><h2>Checking your browser</h2><script>go()</script>".to_owned(), StandIn::Challenge),
            ("<title>The Daily</title><p>One step.<div class='g-recaptcha'></div>".to_owned(), StandIn::Challenge),
            ("<title>Database Error</title><h1>Error establishing a database connection</h1>".to_owned(), StandIn::ErrorPage),
            (format!("<title>Maintenance | The Daily</title>{menu}<h1>We will be right back</h1>"), StandIn::ErrorPage),
            ("<meta http-equiv=Refresh content=5><script>solve()</script>".to_owned(), StandIn::Challenge),
            (
                "<title>Before you continue</title><p>We and our partners…<form><button>Accept all</button></form>".to_owned(),
                StandIn::ConsentWall,
            ),
            (
                "<title>Log in</title><form><input name=user><input type=password><button>Log in</button></form>".to_owned(),
                StandIn::LoginForm,
            ),
            (
                "<title>The Daily</title><noscript>Please enable JavaScript.</noscript><div id=root></div><script src=a.js></script>"
                    .to_owned(),
                StandIn::ScriptShell,
            ),
        ] {
            assert_eq!(of(&html), Some(expected), "{html}");
        }
    }

    #[test]
    fn a_page_with_content_of_its_own_is_none_of_them() {
        let text = "<p>The bridge opens in spring, said the council of the town on Monday.</p>".repeat(40);
        for head in [
            "<title>The Daily</title><form><input type=password></form>",
            "<title>Consent in the arts</title><button>Menu</button>",
            "<title>404 Quarterly</title><script src=a.js></script>",
            "<title>Security check at the harbour</title>",
            "<title>Maintenance of the old mill</title><h1>The mill is under maintenance</h1>",
        ] {
            assert_eq!(of(&format!("{head}{text}")), None, "{head}");
        }
        assert_eq!(of("<title>The Daily</title><p>No entries yet."), None);
    }

    #[test]
    fn json_is_told_from_a_page_and_from_text_that_begins_like_it() {
        assert!(is_json(" {\"items\": []}") && is_json("[1, 2]"));
        assert!(!is_json("[see below] <p>") && !is_json("<p>") && !is_json(""));
    }
}
