//! What stands in the place of a listing: a page of the site behind status 200 that is not the one that was asked for.
//!
//! The evidence is what such pages have in common everywhere: what their title and heading say, what they ask the visitor to
//! fill in, and how little else they show. It convicts a page that gives no plausible listing; one that lists articles and
//! has a cookie banner or a link to a login as well is never asked.

use std::sync::LazyLock;

use scraper::Selector;
use url::Url;

use super::article::body::asks_for_password;
use super::page::{Page, PageError, selector};
use super::text::{collapse, is_silent};

/// What stands in the place of a listing.
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
        }
    }
}

/// What stands in the place of a listing on a page; none where the page shows no sign of it. `entries` are the titles of what
/// was found on it all the same: as headings they speak of themselves, not of the page.
pub fn stand_in(page: &Page, entries: &[&str]) -> Option<StandIn> {
    let headings = headings(page, entries);
    let says =
        |phrases: &[&str]| headings.iter().any(|text| phrases.iter().any(|phrase| text.contains(phrase)));
    let shown = characters_shown(page);
    let links = page.document().select(&LINKS).take(FEW_LINKS + 1).count();
    let is_bare = shown <= BARE && links <= FEW_LINKS;
    if is_bare && (says(&CHECKS) || page.first(&CAPTCHA).is_some()) {
        Some(StandIn::Challenge)
    } else if says(&NOT_FOUND) || is_numbered(&headings) {
        Some(StandIn::SoftNotFound)
    } else if is_bare && asks_for_password(page) {
        Some(StandIn::LoginForm)
    } else if is_bare && says(&CONSENT) && page.first(&BUTTON).is_some() {
        Some(StandIn::ConsentWall)
    } else if shown <= SHELL && page.first(&REFRESH).is_some() && page.first(&SCRIPT).is_some() {
        // A browser would run the script and come again.
        Some(StandIn::Challenge)
    } else if shown <= SHELL && page.first(&SCRIPT).is_some() && (links == 0 || wants_scripts(page)) {
        Some(StandIn::ScriptShell)
    } else {
        None
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

/// Title and first headings, in lower case; none that is too long to speak of the page, or the title of one of its entries.
fn headings(page: &Page, entries: &[&str]) -> Vec<String> {
    let first = |selector: &Selector| {
        let found = page.document().select(selector).take(3);
        found.map(|heading| heading.text().collect::<String>()).collect::<Vec<_>>()
    };
    let all = page.title().into_iter().chain(first(&HEADING));
    let short = all
        .map(|text| collapse(&text))
        .filter(|text| text.chars().count() <= LONGEST && !entries.contains(&text.as_str()));
    short.map(|text| text.to_lowercase().replace('’', "'")).collect()
}

/// Whether a part of the title or a heading is the bare number or name of the error.
fn is_numbered(headings: &[String]) -> bool {
    let mut parts = headings.iter().flat_map(|text| text.split(['|', '-', '–', '—', '·', ':', '»', '«']));
    parts.any(|part| matches!(part.trim(), "404" | "error 404" | "404 error" | "not found" | "404 not found"))
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

/// What pages say that are not there, in lower case, in the languages of the world's news.
const NOT_FOUND: [&str; 34] = [
    "page not found",
    "page cannot be found",
    "page can't be found",
    "page could not be found",
    "page doesn't exist",
    "page does not exist",
    "page no longer exists",
    "this page isn't available",
    "404 not found",
    "error 404",
    "404 error",
    "seite nicht gefunden",
    "seite wurde nicht gefunden",
    "seite existiert nicht",
    "page introuvable",
    "page non trouvée",
    "page n'existe pas",
    "página no encontrada",
    "página no existe",
    "página não encontrada",
    "pagina non trovata",
    "pagina niet gevonden",
    "sidan hittades inte",
    "siden blev ikke fundet",
    "fant ikke siden",
    "sivua ei löydy",
    "strona nie została znaleziona",
    "nie znaleziono strony",
    "stránka nenalezena",
    "sayfa bulunamadı",
    "страница не найдена",
    "сторінку не знайдено",
    "الصفحة غير موجودة",
    "ページが見つかりません",
];

/// What checks of the visitor say.
const CHECKS: [&str; 27] = [
    "just a moment",
    "attention required",
    "checking your browser",
    "checking if the site connection is secure",
    "verify you are human",
    "verifying you are human",
    "verify you are not a robot",
    "are you a robot",
    "are you human",
    "human verification",
    "security check",
    "security verification",
    "pardon our interruption",
    "please wait while we verify",
    "ddos protection",
    "access denied",
    "unusual traffic",
    "bot check",
    "sicherheitsüberprüfung",
    "bist du ein mensch",
    "vérification de sécurité",
    "êtes-vous un robot",
    "verificación de seguridad",
    "verificação de segurança",
    "проверка безопасности",
    "вы не робот",
    "تحقق من أنك إنسان",
];

/// What walls of consent say.
const CONSENT: [&str; 24] = [
    "before you continue",
    "we value your privacy",
    "your privacy",
    "cookie consent",
    "cookie settings",
    "cookies on",
    "uses cookies",
    "use of cookies",
    "consent",
    "privacy settings",
    "ihre privatsphäre",
    "datenschutz",
    "zustimmung",
    "einwilligung",
    "wir verwenden cookies",
    "votre vie privée",
    "vos données",
    "tu privacidad",
    "su privacidad",
    "sua privacidade",
    "tua privacy",
    "jouw privacy",
    "конфиденциальност",
    "ملفات تعريف الارتباط",
];

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
