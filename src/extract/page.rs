//! A parsed page and its address.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::LazyLock;

use ego_tree::NodeId;
use html5ever::{LocalName, local_name};
use rustc_hash::FxHashMap;
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use url::Url;

use super::addresses::Addresses;
use super::article::Index;
use super::listing::Marks;
use super::nesting::{self, Excess, Limits};
use super::structured::Metas;
use super::survey::Survey;
use super::text::{attribute, collapse, is_hidden, is_silent};
use super::unscripted;
use crate::model::Direction;

/// The most bytes of HTML that are parsed.
const MAX_BYTES: usize = 16 * 1024 * 1024;
/// What is parsed: the nesting at which browsers stop too, and elements for the longest of listings. Every walk over the
/// tree may then recurse.
const LIMITS: Limits = Limits { depth: 512, elements: 300_000 };

/// A page that was parsed, with the address it was read from. It is not `Send`: build and use it inside one blocking
/// task.
#[derive(Debug)]
pub struct Page {
    document: Html,
    url: Url,
    addresses: Addresses,
    json_ld: OnceCell<Vec<Value>>,
    metas: OnceCell<Metas>,
    survey: OnceCell<Rc<Survey>>,
    index: OnceCell<Index>,
    marks: OnceCell<Marks>,
    /// Every element by its name, in the order of the page. A vector would keep the room that it grew into.
    elements: OnceCell<Box<[(LocalName, NodeId)]>>,
    properties: OnceCell<Box<[NodeId]>>,
    links: OnceCell<Links>,
}

/// Links, each with the address that it leads to; those that are written alike share it.
type Links = Box<[(NodeId, Rc<Url>)]>;

/// Why a page was not parsed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// Too long.
    #[error("expected at most {limit} bytes of HTML, found {bytes}")]
    TooLong {
        /// Bytes found.
        bytes: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// Nested too deeply for the parser, which takes time quadratic in the depth.
    #[error("expected elements nested at most {limit} deep, found at least {depth}")]
    TooDeep {
        /// Levels found before the count was ended.
        depth: usize,
        /// Levels allowed.
        limit: usize,
    },
    /// Too many elements.
    #[error("expected at most {limit} elements, found {elements}")]
    TooManyElements {
        /// Elements found.
        elements: usize,
        /// Elements allowed.
        limit: usize,
    },
    /// Too many attributes of one tag for the parser, which takes time quadratic in their number.
    #[error("expected at most {limit} attributes of a tag, found at least {attributes}")]
    TooManyAttributes {
        /// Attributes found.
        attributes: usize,
        /// Attributes allowed.
        limit: usize,
    },
}

impl Page {
    /// Parses a page. One whose text stands in `noscript`, since scripts write what people see, is parsed as a browser
    /// without scripts would.
    ///
    /// # Errors
    ///
    /// When the page is longer than 16 MiB, nests deeper than 512 levels, has more than 300,000 elements, or a tag with
    /// more than 500 attributes.
    pub fn parse(html: &str, url: &Url) -> Result<Self, PageError> {
        let unscripted = unscripted::source(html);
        let document = within_limits(unscripted.as_deref().unwrap_or(html), nesting::parse_document)?;
        let mut page = Self {
            document,
            url: url.clone(),
            addresses: Addresses::new(url.clone()),
            json_ld: OnceCell::new(),
            metas: OnceCell::new(),
            survey: OnceCell::new(),
            index: OnceCell::new(),
            marks: OnceCell::new(),
            elements: OnceCell::new(),
            properties: OnceCell::new(),
            links: OnceCell::new(),
        };
        page.addresses = addresses_of(&page);
        Ok(page)
    }

    /// The address the page was read from.
    pub const fn url(&self) -> &Url {
        &self.url
    }

    /// The address that relative ones are resolved against: `base[href]`, or the page's own.
    pub const fn base(&self) -> &Url {
        self.addresses.base()
    }

    /// What JSON-LD states; read once.
    pub(super) fn json_ld(&self, read: impl FnOnce() -> Vec<Value>) -> &[Value] {
        self.json_ld.get_or_init(read)
    }

    /// What the `meta` elements state; read once.
    pub(super) fn metas(&self, read: impl FnOnce() -> Metas) -> &Metas {
        self.metas.get_or_init(read)
    }

    /// The figures of everything below an element: those of the whole page, gathered once, unless what stands around the
    /// element hides it or makes it a link.
    pub(super) fn survey(&self, root: ElementRef<'_>) -> Rc<Survey> {
        let changes = |element: ElementRef<'_>| {
            let name = element.value().name();
            name == "a" || is_silent(name) || is_hidden(element)
        };
        if root.ancestors().filter_map(ElementRef::wrap).any(changes) {
            return Rc::new(Survey::of(root));
        }
        Rc::clone(self.survey.get_or_init(|| Rc::new(Survey::of(self.root()))))
    }

    /// What the words of every element say; read once.
    pub(super) fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(self))
    }

    /// What its elements may carry of an entry; found once.
    pub(super) fn marks(&self) -> &Marks {
        self.marks.get_or_init(|| Marks::of(self.root(), &self.survey(self.root())))
    }

    /// The elements whose name is wanted, in the order of the page. A look at the names alone: a selector walks the whole
    /// tree for each question.
    pub(super) fn named(
        &self,
        is_wanted: impl Fn(&LocalName) -> bool,
    ) -> impl Iterator<Item = ElementRef<'_>> {
        let elements = self.elements.get_or_init(|| {
            let all = self.root().descendent_elements();
            all.map(|element| (element.value().name.local.clone(), element.id())).collect()
        });
        let wanted = elements.iter().filter(move |(name, _)| is_wanted(name));
        wanted.filter_map(|(_, id)| ElementRef::wrap(self.document.tree.get(*id)?))
    }

    /// The elements that state a property in microdata, in the order of the page.
    pub(super) fn properties(&self) -> impl Iterator<Item = ElementRef<'_>> {
        let properties = self.properties.get_or_init(|| {
            let is_property =
                |element: &ElementRef<'_>| attribute(*element, &local_name!("itemprop")).is_some();
            self.elements().filter(is_property).map(|element| element.id()).collect()
        });
        properties.iter().filter_map(|id| ElementRef::wrap(self.document.tree.get(*id)?))
    }

    /// Every element, in the order of the page.
    pub(super) fn elements(&self) -> impl Iterator<Item = ElementRef<'_>> {
        self.named(|_| true)
    }

    /// The `body` element.
    pub(super) fn body(&self) -> Option<ElementRef<'_>> {
        self.named(|name| *name == local_name!("body")).next()
    }

    /// The links of the page with the addresses that they lead to, in the order of the page; each address resolved once.
    pub(super) fn links(&self) -> impl Iterator<Item = (ElementRef<'_>, &Url)> {
        let links = self.links.get_or_init(|| {
            let mut resolved: FxHashMap<&str, Option<Rc<Url>>> = FxHashMap::default();
            let anchors = self.named(|name| *name == local_name!("a"));
            let links = anchors.filter_map(|anchor| {
                let href = attribute(anchor, &local_name!("href"))?;
                let url = resolved.entry(href).or_insert_with(|| self.resolve(href).map(Rc::new));
                Some((anchor.id(), Rc::clone(url.as_ref()?)))
            });
            links.collect()
        });
        links.iter().filter_map(|(id, url)| Some((ElementRef::wrap(self.document.tree.get(*id)?)?, &**url)))
    }

    /// The tree.
    pub const fn document(&self) -> &Html {
        &self.document
    }

    /// The `html` element.
    pub fn root(&self) -> ElementRef<'_> {
        self.document.root_element()
    }

    /// The first element that a selector matches.
    pub fn first(&self, selector: &Selector) -> Option<ElementRef<'_>> {
        self.document.select(selector).next()
    }

    /// The declared language as a BCP 47 tag: `html[lang]`, then `content-language`, then `og:locale`.
    pub fn language(&self) -> Option<String> {
        let root = self.root();
        ["lang", "xml:lang"]
            .iter()
            .find_map(|name| language_tag(root.attr(name)?))
            .or_else(|| self.named(|name| *name == local_name!("meta")).find_map(declared_language))
    }

    /// The declared direction of the script, on `html` or `body`.
    pub fn direction(&self) -> Option<Direction> {
        [Some(self.root()), self.body()].into_iter().flatten().find_map(|element| {
            match element.attr("dir")?.trim() {
                dir if dir.eq_ignore_ascii_case("rtl") => Some(Direction::Rtl),
                dir if dir.eq_ignore_ascii_case("ltr") => Some(Direction::Ltr),
                _ => None,
            }
        })
    }

    /// The text of the `title` element, white space collapsed.
    pub fn title(&self) -> Option<String> {
        let title = self.named(|name| *name == local_name!("title")).next()?;
        Some(collapse(&title.text().collect::<String>())).filter(|title| !title.is_empty())
    }

    /// Resolves a link. Only http and https come back; nothing does for an empty address, one of the page itself (`#…`)
    /// or one of another kind (`javascript:`, `data:`, `mailto:`), or beyond the budget of addresses of a page.
    pub fn resolve(&self, href: &str) -> Option<Url> {
        self.addresses.resolve(href)
    }
}

/// The address that a page gives as its own: the canonical link, else `og:url`. Only an absolute one counts, since the
/// address that relative ones would be resolved against is what is asked for.
pub fn own_address(page: &Page) -> Option<Url> {
    page.document().select(&OWN_ADDRESS).find_map(|element| {
        let text = element.attr("href").or_else(|| element.attr("content"))?;
        Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
    })
}

/// Whether a text may be given to a parser that knows no limits.
pub(super) fn check(html: &str) -> Result<(), PageError> {
    parse_fragment(html).map(|_| ())
}

/// Parses a piece of HTML, such as the content of a `noscript`, within the same limits as a page.
pub(super) fn parse_fragment(html: &str) -> Result<Html, PageError> {
    within_limits(html, nesting::parse_fragment)
}

fn within_limits(
    html: &str,
    parse: impl Fn(&str, Limits) -> Result<Html, Excess>,
) -> Result<Html, PageError> {
    if html.len() > MAX_BYTES {
        return Err(PageError::TooLong { bytes: html.len(), limit: MAX_BYTES });
    }
    parse(html, LIMITS).map_err(|excess| match excess {
        Excess::Depth(depth) => PageError::TooDeep { depth, limit: LIMITS.depth },
        Excess::Elements(elements) => PageError::TooManyElements { elements, limit: LIMITS.elements },
        Excess::Attributes(attributes) => {
            PageError::TooManyAttributes { attributes, limit: nesting::MAX_ATTRIBUTES }
        }
        Excess::Copies { bytes, limit } => PageError::TooLong { bytes, limit },
    })
}

/// What a `meta` element declares the language to be.
fn declared_language(meta: ElementRef<'_>) -> Option<String> {
    let kind = attribute(meta, &local_name!("http-equiv"));
    let is_declared = kind.is_some_and(|kind| kind.eq_ignore_ascii_case("content-language"))
        || attribute(meta, &local_name!("property")) == Some("og:locale");
    language_tag(attribute(meta, &local_name!("content")).filter(|_| is_declared)?)
}

/// A language tag in its usual case: `en`, `en-US`, `zh-Hant-TW`.
pub(super) fn language_tag(text: &str) -> Option<String> {
    let first = text.split([',', ';', ' ']).find(|part| !part.is_empty())?;
    let mut subtags = first.split(['-', '_', '.']);
    let primary = subtags.next()?.to_ascii_lowercase();
    if !(2..=3).contains(&primary.len()) || !primary.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let rest = subtags
        .take_while(|subtag| {
            (2..=8).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphanumeric())
        })
        .map(|subtag| match subtag.len() {
            2 => subtag.to_ascii_uppercase(),
            4 if subtag.bytes().all(|byte| byte.is_ascii_alphabetic()) => capitalised(subtag),
            _ => subtag.to_ascii_lowercase(),
        });
    Some(std::iter::once(primary).chain(rest).collect::<Vec<_>>().join("-"))
}

static OWN_ADDRESS: LazyLock<Selector> =
    LazyLock::new(|| selector("link[rel=canonical][href], meta[property=\"og:url\"][content]"));

/// Compiles a selector that is written in this program.
#[expect(clippy::expect_used, reason = "the selectors are constants, and each is compiled in the tests")]
pub(super) fn selector(css: &'static str) -> Selector {
    Selector::parse(css).expect("a selector of the program is valid")
}

/// The budget of addresses of a page, relative to what it declares to be its base.
fn addresses_of(page: &Page) -> Addresses {
    let bases = page.named(|name| *name == local_name!("base"));
    Addresses::of_page(bases.filter_map(|base| attribute(base, &local_name!("href"))), &page.url)
}

fn capitalised(subtag: &str) -> String {
    let lower = subtag.to_ascii_lowercase();
    let mut letters = lower.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> Page {
        Page::parse(html, &Url::parse("https://news.example/world/story.html").unwrap()).unwrap()
    }

    #[test]
    fn a_page_that_nests_too_deeply_is_refused() {
        let url = Url::parse("https://news.example/").unwrap();
        let error = Page::parse(&"<div>".repeat(50_000), &url).unwrap_err();
        assert_eq!(error, PageError::TooDeep { depth: 513, limit: 512 });
    }

    #[test]
    fn links_are_resolved_against_the_base_element() {
        let page = page("<base href='/archive/'><p>text");
        assert_eq!(page.resolve(" a\n.html ").unwrap().as_str(), "https://news.example/archive/a.html");
        assert_eq!(page.resolve("//cdn.example/x").unwrap().as_str(), "https://cdn.example/x");
    }

    #[test]
    fn links_that_lead_to_no_page_are_none() {
        let page = page("");
        for href in
            ["", "  ", "#top", "javascript:void(0)", "data:text/html,x", "mailto:a@b.example", "https://"]
        {
            assert_eq!(page.resolve(href), None, "{href}");
        }
    }

    #[test]
    fn language_tags_are_brought_into_their_usual_case() {
        for (html, tag) in [
            ("<html lang='EN_us'>", Some("en-US")),
            ("<html lang=''><meta property='og:locale' content='ar_AR'>", Some("ar-AR")),
            ("<meta http-equiv='Content-Language' content='es, en'>", Some("es")),
            ("<html lang='zh-hant-tw'>", Some("zh-Hant-TW")),
            ("<html lang='{{ lang }}'>", None),
        ] {
            assert_eq!(page(html).language().as_deref(), tag, "{html}");
        }
    }

    #[test]
    fn the_direction_may_stand_on_the_body() {
        assert_eq!(page("<body dir=RTL>").direction(), Some(Direction::Rtl));
        assert_eq!(page("<html dir=auto>").direction(), None);
    }
}
