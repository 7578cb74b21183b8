//! Why an element is no part of the article.

use scraper::ElementRef;

use super::label::{self, Label};
use super::words::Purpose;
use super::writer::names_file;
use super::{aside, introduced};
use crate::extract::article::index::{Facts, Said};
use crate::extract::survey::{Figures, Traits};
use crate::extract::text::text_of;
use crate::model::PageKind;

/// The reason for which an element is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// It is never shown as text, or works a form.
    Machinery,
    /// Its own attributes hide it.
    Hidden,
    /// Its tag says that it frames the page: navigation, footer, aside.
    Frame,
    /// The words of its class or id say so.
    Words(Purpose),
    /// It is hardly more than links.
    Links,
    /// It shows other articles as cards: a picture, a linked heading, a date, a line or two.
    Cards,
    /// It begins with a label such as "Related news".
    Labelled,
    /// It stands in a post and was not written for it: a signature, what opens a quote.
    Post,
}

/// Judges elements against the page they stand on.
pub(super) struct Judge<'a> {
    facts: &'a Facts<'a>,
    /// Characters of the whole page, or of the body once that is known.
    total: usize,
    /// What of the page is wanted.
    kind: PageKind,
}

/// Per cent of the text in links from which a block is a list of links.
const LINK_LIST: usize = 60;
/// A block with more marks per hundred characters is prose, however much of it is linked.
const PROSE_MARKS_PER_HUNDRED: usize = 2;
/// Links of fewer characters on average are a menu, not sentences that are linked.
const MENU_ITEM: usize = 30;
/// The most characters of a card.
const CARD_TEXT: usize = 400;
/// Per cent of the text of cards that is linked, at least.
const CARD_LINKED: usize = 15;
/// A block of at least this many characters may be prose …
const PROSE: usize = 200;
/// … of which at most this share, in per cent, is linked.
const PROSE_LINKED: usize = 15;
/// The most characters of a row of tabs; around more stand the panels that the tabs open.
const TABS: usize = 400;
/// How many elements of a section are looked at for its heading.
const MOST_BEFORE_HEADING: usize = 12;
/// The most characters of a button.
const LONGEST_BUTTON: usize = 40;
/// The most characters of a signature.
const LONGEST_SIGNATURE: usize = 1_500;
/// The most elements of a footer that are looked at.
const MOST_OF_FOOT: usize = 5_000;
/// Per cent of the text above which a framing element (`aside`, `header`, `form`) is the page itself.
const FRAME_PERCENT: usize = 40;

impl<'a> Judge<'a> {
    /// A judge of everything within an element.
    pub(super) fn new(facts: &'a Facts<'a>, root: ElementRef<'_>, kind: PageKind) -> Self {
        Self { facts, total: facts.figures(root).text.max(1), kind }
    }

    /// Why an element can never be part of an article, wherever it stands.
    pub(super) fn foreign(&self, element: ElementRef<'_>) -> Option<Reason> {
        let name = element.value().name();
        if is_machinery(name) && !(name == "button" && is_heading_button(element)) {
            return Some(Reason::Machinery);
        }
        if self.traits(element).hidden {
            return Some(Reason::Hidden);
        }
        let figures = self.facts.figures(element);
        if self.kind == PageKind::Forum && self.is_beside_message(element, figures) {
            return Some(Reason::Post);
        }
        if name == "aside" && aside::is_of_text(element) {
            return None;
        }
        let minor = figures.text * 100 <= self.total * FRAME_PERCENT;
        let is_page_foot = || name == "footer" && is_foot_of_page(element, figures);
        if matches!(name, "nav" | "menu" | "dialog")
            || (minor && matches!(name, "aside" | "footer" | "form"))
            || is_page_foot()
        {
            return Some(Reason::Frame);
        }
        let is_accordion = element.attr("role") == Some("tablist") && figures.text > TABS;
        if minor && is_frame_role(element) && !is_accordion {
            return Some(Reason::Frame);
        }
        if matches!(name, "html" | "body" | "main" | "article") {
            return None;
        }
        self.by_words(element, figures).map(Reason::Words)
    }

    /// Why a block inside the article is left out.
    pub(super) fn block(&self, element: ElementRef<'_>) -> Option<Reason> {
        if let Some(reason) = self.foreign(element) {
            return Some(reason);
        }
        let name = element.value().name();
        let figures = self.facts.figures(element);
        let is_container = matches!(
            name,
            "div" | "section" | "ul" | "ol" | "table" | "header" | "article" | "tr" | "center" | "dl"
        );
        let is_list = || self.is_link_list(figures) && !introduced::holds_list(element, self.facts);
        let is_left_out = || match self.kind {
            PageKind::Service => {
                (figures.linked < figures.links * MENU_ITEM && is_list())
                    || self.leads_to_posts(element, figures)
            }
            PageKind::Forum | PageKind::Documentation => false,
            PageKind::Article | PageKind::Listing | PageKind::Wall => is_list(),
        };
        if is_container && is_left_out() {
            return Some(Reason::Links);
        }
        let is_drawn = matches!(self.kind, PageKind::Article | PageKind::Service);
        if is_drawn && is_button(element, self.facts.said(element), figures) {
            return Some(Reason::Machinery);
        }
        if !matches!(self.kind, PageKind::Article | PageKind::Listing) {
            return None;
        }
        if is_container
            && figures.text * 100 <= self.total * FRAME_PERCENT
            && self.is_card_list(element, figures)
        {
            return Some(Reason::Cards);
        }
        if matches!(
            name,
            "p" | "div"
                | "li"
                | "strong"
                | "em"
                | "section"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "blockquote"
        ) && figures.links >= 1
            && figures.is_linked(40)
            && figures.text <= 300
            && figures.is_small()
            && label::introduces_link(&text_of(element))
        {
            return Some(Reason::Labelled);
        }
        None
    }

    /// The label that a short block is, if it is one.
    pub(super) fn label(&self, element: ElementRef<'_>) -> Option<Label> {
        let figures = self.facts.figures(element);
        if figures.text == 0 || figures.text > label::LONGEST || figures.media > 0 || !figures.is_small() {
            return None;
        }
        label::of(&text_of(element))
    }

    /// The figures of an element.
    pub(super) fn figures(&self, element: ElementRef<'_>) -> Figures {
        self.facts.figures(element)
    }

    /// What an element is.
    pub(super) fn traits(&self, element: ElementRef<'_>) -> Traits {
        self.facts.traits(element)
    }

    /// What the words of an element say.
    pub(super) fn said(&self, element: ElementRef<'_>) -> Said {
        self.facts.said(element)
    }

    /// Whether a block is hardly more than links.
    pub(super) fn is_link_list(&self, figures: Figures) -> bool {
        figures.links >= 2
            && figures.is_linked(LINK_LIST)
            && figures.media * 200 <= figures.text
            && figures.marks * 100 <= figures.text * PROSE_MARKS_PER_HUNDRED
    }

    /// Whether a block is a row of cards: at least two children of one kind, nearly each with a linked heading and little
    /// text. A list of products has linked headings too, but says more about each.
    fn is_card_list(&self, element: ElementRef<'_>, figures: Figures) -> bool {
        if figures.links < 2 || figures.linked * 100 < figures.text * CARD_LINKED {
            return false;
        }
        let mut cards = 0_usize;
        let mut others = 0_usize;
        for child in element.child_elements() {
            let inside = self.facts.figures(child);
            if inside.text == 0 {
                continue;
            }
            if inside.text <= CARD_TEXT
                && (inside.links > 0 || child.value().name() == "a")
                && has_linked_heading(child)
            {
                cards += 1;
            } else {
                others += 1;
            }
        }
        cards >= 2 && cards * 4 >= (cards + others) * 3
    }

    /// Whether a section of an offer begins with a heading such as "From our blog", and shows what else the site has.
    fn leads_to_posts(&self, section: ElementRef<'_>, figures: Figures) -> bool {
        if figures.links < 2 || figures.text * 100 > self.total * FRAME_PERCENT {
            return false;
        }
        let mut inner = section.descendent_elements().skip(1).take(MOST_BEFORE_HEADING);
        let heading = inner.find(|inner| matches!(inner.value().name(), "h2" | "h3" | "h4" | "h5"));
        heading.is_some_and(|heading| {
            let figures = self.facts.figures(heading);
            figures.is_small() && figures.text <= label::LONGEST && label::introduces_posts(&text_of(heading))
        })
    }

    /// Whether something in a post is a signature, or is no `button` and works as one.
    fn is_beside_message(&self, element: ElementRef<'_>, figures: Figures) -> bool {
        element.attr("role") == Some("button")
            || (self.facts.said(element).parts.signature && figures.text <= LONGEST_SIGNATURE)
    }

    fn by_words(&self, element: ElementRef<'_>, figures: Figures) -> Option<Purpose> {
        // What the main pane stands in frames the page, whatever else its class says.
        if figures.panes > 0 {
            return None;
        }
        let purposes = self.facts.said(element).purposes;
        // A body that carries the name of a widget is a body.
        if purposes.contains(Purpose::Body) {
            return None;
        }
        let is_prose = is_prose(figures);
        let is_foreign = |purpose: &Purpose| {
            let leads_nowhere = match purpose {
                Purpose::Navigation => is_prose,
                Purpose::Related => is_prose && figures.links == 0,
                _ => false,
            };
            purpose.is_foreign_to(self.kind) && !leads_nowhere
        };
        purposes.iter().filter(is_foreign).find(|purpose| {
            purpose.limit().is_some_and(|limit| {
                figures.text <= limit.characters && figures.text * 100 <= self.total * limit.percent
            })
        })
    }
}

/// Whether a `footer` is that of the page (HTML §4.3.8): in no article and no main pane, and with none inside.
fn is_foot_of_page(footer: ElementRef<'_>, figures: Figures) -> bool {
    let around = footer.ancestors().filter_map(ElementRef::wrap);
    figures.panes == 0
        && !around.into_iter().any(|element| matches!(element.value().name(), "article" | "main" | "section"))
        && !footer
            .descendent_elements()
            .take(MOST_OF_FOOT)
            .any(|inner| matches!(inner.value().name(), "article" | "h1"))
}

/// Whether a link is drawn as a button, which asks the reader to go on and tells nothing. One that opens a part of the page
/// bears the title of that part, and one to a document is a source.
fn is_button(link: ElementRef<'_>, said: Said, figures: Figures) -> bool {
    let leads_away = |href: &str| href == "#" || !(href.starts_with('#') || names_file(href));
    link.value().name() == "a"
        && figures.text <= LONGEST_BUTTON
        && said.purposes.contains(Purpose::Button)
        && link.attr("href").is_some_and(leads_away)
}

/// Whether a block is sentences with hardly any link, as no menu is, whatever it is called.
const fn is_prose(figures: Figures) -> bool {
    figures.text >= PROSE && !figures.is_linked(PROSE_LINKED) && figures.marks * 100 >= figures.text
}

/// Whether a heading stands in a link or holds one.
fn has_linked_heading(card: ElementRef<'_>) -> bool {
    let mut headings = card
        .descendent_elements()
        .filter(|inner| matches!(inner.value().name(), "h2" | "h3" | "h4" | "h5" | "h6"));
    headings.any(|heading| {
        let around = heading.ancestors().filter_map(ElementRef::wrap).take(4);
        heading.descendent_elements().chain(around).any(|element| {
            element.value().name() == "a" && element.attr("href").is_some_and(|href| !href.starts_with('#'))
        })
    })
}

/// Whether a button opens the text below its heading, and bears the heading's words.
fn is_heading_button(button: ElementRef<'_>) -> bool {
    button
        .ancestors()
        .take(2)
        .filter_map(ElementRef::wrap)
        .any(|around| matches!(around.value().name(), "h2" | "h3" | "h4" | "h5" | "h6" | "dt"))
}

fn is_machinery(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "button"
            | "input"
            | "select"
            | "textarea"
            | "option"
            | "datalist"
            | "svg"
            | "canvas"
            | "head"
            | "link"
            | "meta"
            | "title"
            | "map"
            | "area"
            | "progress"
            | "meter"
            | "label"
            | "fieldset"
    )
}

fn is_frame_role(element: ElementRef<'_>) -> bool {
    element.attr("role").is_some_and(|role| {
        matches!(
            role,
            "navigation"
                | "banner"
                | "complementary"
                | "contentinfo"
                | "search"
                | "dialog"
                | "menu"
                | "menubar"
                | "toolbar"
                | "alertdialog"
                | "tablist"
                | "form"
        )
    })
}
