//! Which elements hold the body of the article.

use ego_tree::NodeId;
use html5ever::local_name;
use rustc_hash::FxHashSet;
use scraper::{ElementRef, Node};

use super::beside;
use super::kind::Signs;
use super::posts::{self, Post};
use super::removal::Judge;
use super::words::Purpose;
use crate::extract::article::continuation;
use crate::extract::article::index::Facts;
use crate::extract::article::metadata::Metadata;
use crate::extract::node_map::NodeMap;
use crate::extract::page::Page;
use crate::extract::text::attribute;
use crate::model::PageKind;

/// What was found on a page.
#[derive(Clone, Debug)]
pub struct Found<'a> {
    /// The kind of the page.
    pub kind: PageKind,
    /// Where the body stands, in the order of the page; at least one piece.
    pub pieces: Vec<Piece<'a>>,
    /// Who wrote the first post of a thread, as the page shows it; of a page of answers nobody.
    pub starter: Option<String>,
}

impl<'a> Found<'a> {
    /// An article whose body is known to stand in these elements.
    pub fn at(roots: Vec<ElementRef<'a>>) -> Self {
        let pieces = roots.into_iter().map(Piece::of).collect();
        Self { kind: PageKind::Article, pieces, starter: None }
    }
}

/// An element that holds the body or a part of it.
#[derive(Clone, Debug)]
pub struct Piece<'a> {
    /// The element.
    pub root: ElementRef<'a>,
    /// Who wrote it and when, as the page shows it: of the post of a thread.
    pub signed: Option<String>,
}

impl<'a> Piece<'a> {
    /// A piece that bears no sign of its own.
    pub const fn of(root: ElementRef<'a>) -> Self {
        Self { root, signed: None }
    }
}

/// Finds the elements that hold the body, and the kind of the page, which decides what the body is:
///
/// - a thread: the message of every post;
/// - a manual, an offer: the main pane of the page, unless an element in it holds nearly all text of a manual's page;
/// - an article: an element whose words name it the body is taken when it holds a fair part of the page's prose.
///   Otherwise the way goes down from `body`, always into the child that holds most of the prose, until the prose spreads
///   over several children.
pub fn find<'a>(page: &'a Page, stated: &Metadata) -> Found<'a> {
    let Some(body) = page.body() else {
        return Found::at(vec![page.root()]);
    };
    let facts = Facts::below(page, body);
    let signs = Signs::of(page, stated);
    let prose = Prose::of(body, &facts);
    if let Some(posts) = thread(body, &facts, &signs) {
        let may_tell = signs.forum > 0 && !continuation::is_further(page);
        let first = posts.first().filter(|post| may_tell && !post.stands_among_remarks(&facts));
        let starter = first.and_then(|post| post.author.clone());
        let pieces = posts.into_iter().map(|post| Piece { root: post.message, signed: post.signed() });
        return Found { kind: PageKind::Forum, pieces: pieces.collect(), starter };
    }
    let article = article(body, &prose);
    let pane = pane(page, body, &prose);
    let spreads = prose.get(article) * 100 < prose.get(pane) * SPREAD_PERCENT;
    let (kind, root) = if signs.is_documentation() {
        let is_part = spreads || begins_beside(pane, article, &prose);
        (PageKind::Documentation, if is_part { pane } else { article })
    } else if signs.is_service() || (signs.article <= 1 && Shape::of(pane, &facts).is_sectioned()) {
        (PageKind::Service, pane)
    } else if signs.article < 2 && leads_away(&facts, body, prose.get(article)) {
        (PageKind::Listing, article)
    } else {
        (PageKind::Article, article)
    };
    let mut pieces = if kind == PageKind::Article { lead(page, stated, root, &facts) } else { Vec::new() };
    pieces.push(Piece::of(root));
    Found { kind, pieces, starter: None }
}

/// The lead of an article whose title stands before its body.
fn lead<'a>(page: &'a Page, stated: &Metadata, root: ElementRef<'a>, facts: &Facts<'_>) -> Vec<Piece<'a>> {
    let Some(body) = page.body() else {
        return Vec::new();
    };
    let judge = Judge::new(facts, body, PageKind::Article);
    let titles = page.named(|name| *name == local_name!("h1")).take(MOST_TITLES);
    let titles = titles.filter(|title| facts.figures(*title).text > 0);
    let leads =
        titles.map(|title| beside::lead(title, root, &judge, stated.lead.as_deref())).collect::<Vec<_>>();
    leads.into_iter().rev().find(|lead| !lead.is_empty()).unwrap_or_default()
}

/// The posts of the page, when it is a thread: what it states, its software, its address and its posts say so.
fn thread<'a>(body: ElementRef<'a>, facts: &Facts<'_>, signs: &Signs) -> Option<Vec<Post<'a>>> {
    let posts = posts::find(body, facts);
    let signed = posts.iter().filter(|post| post.author.is_some() || post.date.is_some()).count();
    let text = |of_remarks: bool| {
        let of_kind = posts.iter().filter(|post| post.is_remark == of_remarks);
        of_kind.map(|post| facts.figures(post.message).text).sum::<usize>()
    };
    let (remarks, others) = (text(true), text(false));
    let several = signed >= 2;
    let may_be = signs.forum > 0 || signs.article <= MOST_ARTICLE;
    let is_whole_page = signed >= 3 && may_be && {
        let messages = posts.iter().map(|post| post.message.id()).collect();
        let beside = Prose::beside(body, facts, messages);
        // What is not called a remark, where remarks are, is what they are about.
        let (written, about) = if remarks > 0 { (remarks, others) } else { (others, 0) };
        (beside.get(body) + about) * THREAD_TIMES <= written
    };
    let points = signs.forum + u32::from(several) + if is_whole_page { 3 } else { 0 };
    let against = if signs.is_article() { 2 } else { 0 };
    let is_thread = !posts.is_empty() && (points >= 3 + against || is_whole_page);
    is_thread.then_some(posts)
}

/// The element that holds the body of an article.
fn article<'a>(body: ElementRef<'a>, prose: &Prose<'a>) -> ElementRef<'a> {
    let dominant = descend(body, prose);
    let hinted = prose
        .hinted
        .iter()
        .copied()
        .max_by_key(|element| (prose.get(*element), std::cmp::Reverse(element.id())));
    let Some(hinted) = hinted else {
        return dominant;
    };
    let whole = prose.stream_of(hinted);
    let is_fair = prose.get(whole) * 100 >= prose.get(body) * HINT_PERCENT;
    if is_fair { whole } else { dominant }
}

/// Whether the title of a manual's page stands with the first of its text beside the element that holds the rest.
fn begins_beside<'a>(pane: ElementRef<'a>, article: ElementRef<'a>, prose: &Prose<'a>) -> bool {
    let holds = |element: &ElementRef<'_>| {
        element.id() == article.id() || article.ancestors().any(|around| around.id() == element.id())
    };
    let head = |title: ElementRef<'a>| {
        let around = std::iter::once(title).chain(title.ancestors().filter_map(ElementRef::wrap));
        around.take_while(|element| !holds(element)).last()
    };
    let in_article = |title: &ElementRef<'_>| title.ancestors().any(|around| around.id() == article.id());
    let titles = pane.descendent_elements().filter(|inner| inner.value().name.local == local_name!("h1"));
    let mut titles = titles.take(MOST_TITLES).filter(|title| !in_article(title));
    titles.any(|title| head(title).is_some_and(|head| prose.get(head) >= FIRST_TEXT))
}

/// Whether a page says little itself and mostly leads to others.
fn leads_away(facts: &Facts<'_>, body: ElementRef<'_>, prose: usize) -> bool {
    let figures = facts.figures(body);
    figures.links >= LISTING_LINKS && figures.is_linked(LISTING_LINKED) && prose * 4 < figures.linked
}

/// The fewest links of a listing.
const LISTING_LINKS: usize = 30;
/// Per cent of a listing's text that is linked, at least.
const LISTING_LINKED: usize = 60;

/// The pane of the page between its head, its columns and its foot.
fn pane<'a>(page: &'a Page, body: ElementRef<'a>, prose: &Prose<'a>) -> ElementRef<'a> {
    let is_pane = |element: &ElementRef<'_>| {
        element.value().name.local == local_name!("main")
            || attribute(*element, &local_name!("role")) == Some("main")
    };
    page.elements()
        .filter(is_pane)
        .max_by_key(|pane| prose.get(*pane))
        .filter(|pane| prose.get(*pane) * 100 >= prose.get(body) * PANE_PERCENT)
        .unwrap_or(body)
}

/// The most headings that are taken for the title.
const MOST_TITLES: usize = 4;
/// Per cent of the pane's prose below which the element that looks like an article is only one section of several.
const SPREAD_PERCENT: usize = 75;
/// Characters of prose from which what stands with the title of a manual's page is the beginning of its text.
const FIRST_TEXT: usize = 150;
/// Per cent of the page's prose that a pane must hold to be believed.
const PANE_PERCENT: usize = 50;
/// The most that may speak for an article when only the posts themselves speak for a thread.
const MOST_ARTICLE: u32 = 3;
/// Posts are the page when they hold this many times the prose beside them.
const THREAD_TIMES: usize = 4;
/// Per cent of the page's prose that an element must hold to be believed when it calls itself the body.
const HINT_PERCENT: usize = 35;
/// Per cent of the prose that a child must hold for the search to go down into it.
const DESCENT_PERCENT: usize = 75;
/// Per cent of a section's prose from which all sections of its class together are the body.
const STREAM_PERCENT: usize = 105;
/// The most sections of one body that are compared.
const MOST_SECTIONS: usize = 64;
/// A block of at least this many characters is prose.
const LONG_BLOCK: usize = 80;
/// A block of fewer characters is a caption, a menu item or a button.
const SHORT_BLOCK: usize = 25;

/// How much prose each element holds, and which elements call themselves the body.
struct Prose<'a> {
    amounts: NodeMap<usize>,
    hinted: Vec<ElementRef<'a>>,
    /// Elements that do not count.
    passed_over: FxHashSet<NodeId>,
}

impl<'a> Prose<'a> {
    fn of(body: ElementRef<'a>, facts: &Facts<'_>) -> Self {
        Self::beside(body, facts, FxHashSet::default())
    }

    /// The prose of a page without that of some elements.
    fn beside(body: ElementRef<'a>, facts: &Facts<'_>, passed_over: FxHashSet<NodeId>) -> Self {
        let amounts = NodeMap::of(body.tree());
        let mut prose = Self { amounts, hinted: Vec::new(), passed_over };
        prose.visit(body, &Judge::new(facts, body, PageKind::Article));
        prose
    }

    fn get(&self, element: ElementRef<'_>) -> usize {
        self.amounts.get(element.id())
    }

    /// The element around all sections of a body that is written in several, each with the same class; the section itself
    /// when it holds nearly everything.
    fn stream_of(&self, section: ElementRef<'a>) -> ElementRef<'a> {
        let class = section.attr("class").filter(|class| !class.trim().is_empty());
        let sections = self
            .hinted
            .iter()
            .filter(|other| class.is_some() && other.attr("class") == class)
            .take(MOST_SECTIONS)
            .collect::<Vec<_>>();
        let total = sections.iter().map(|other| self.get(**other)).sum::<usize>();
        if total * 100 < self.get(section) * STREAM_PERCENT {
            return section;
        }
        section
            .ancestors()
            .filter_map(ElementRef::wrap)
            .find(|around| {
                sections.iter().all(|other| other.ancestors().any(|ancestor| ancestor.id() == around.id()))
            })
            .unwrap_or(section)
    }

    fn visit(&mut self, element: ElementRef<'a>, judge: &Judge<'_>) -> usize {
        if self.passed_over.contains(&element.id()) || judge.foreign(element).is_some() {
            return 0;
        }
        let figures = judge.figures(element);
        let own = usize::from(judge.traits(element).block);
        let amount = if figures.blocks <= own {
            weigh(figures.text, figures.linked, figures.marks)
        } else {
            element
                .children()
                .map(|child| match child.value() {
                    Node::Text(text) => {
                        let length = text.chars().filter(|character| !character.is_whitespace()).count();
                        weigh(length, 0, 0)
                    }
                    _ => ElementRef::wrap(child).map_or(0, |child| self.visit(child, judge)),
                })
                .sum()
        };
        if amount > 0 {
            self.amounts.set(element.id(), amount);
            if judge.said(element).purposes.contains(Purpose::Body) {
                self.hinted.push(element);
            }
        }
        amount
    }
}

fn weigh(text: usize, linked: usize, marks: usize) -> usize {
    let bare = text.saturating_sub(linked);
    if text >= LONG_BLOCK || (marks >= 2 && text >= SHORT_BLOCK) {
        bare
    } else if text >= SHORT_BLOCK {
        bare / 2
    } else {
        bare / 4
    }
}

fn descend<'a>(from: ElementRef<'a>, prose: &Prose<'a>) -> ElementRef<'a> {
    let mut current = from;
    loop {
        let next = current
            .child_elements()
            .filter(|child| is_container(child.value().name()))
            .max_by_key(|child| prose.get(*child))
            .filter(|child| prose.get(*child) * 100 >= prose.get(current) * DESCENT_PERCENT)
            .filter(|child| prose.get(*child) > 0);
        match next {
            Some(child) => current = child,
            None => return current,
        }
    }
}

fn is_container(name: &str) -> bool {
    !matches!(
        name,
        "p" | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dd"
            | "dt"
            | "blockquote"
            | "pre"
            | "figure"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
    )
}

/// How the text of a pane is parted.
#[derive(Clone, Copy, Debug, Default)]
struct Shape {
    /// Characters in blocks that are long enough for sentences.
    sentences: usize,
    /// Characters in shorter blocks.
    snippets: usize,
    /// Headings.
    headings: usize,
}

impl Shape {
    fn of(pane: ElementRef<'_>, facts: &Facts<'_>) -> Self {
        let mut shape = Self::default();
        shape.visit(pane, &Judge::new(facts, pane, PageKind::Service));
        shape
    }

    fn visit(&mut self, element: ElementRef<'_>, judge: &Judge<'_>) {
        if judge.foreign(element).is_some() {
            return;
        }
        let name = element.value().name();
        let figures = judge.figures(element);
        self.headings += usize::from(matches!(name, "h1" | "h2" | "h3" | "h4" | "h5"));
        if figures.blocks > usize::from(judge.traits(element).block) {
            element.child_elements().for_each(|child| self.visit(child, judge));
        } else if figures.text >= SENTENCE {
            self.sentences += figures.text;
        } else {
            self.snippets += figures.text;
        }
    }

    /// Whether the text is parted into many short sections, as that of an offer, not of an article.
    const fn is_sectioned(&self) -> bool {
        let text = self.sentences + self.snippets;
        self.headings >= SECTIONS && text < self.headings * SECTION && self.sentences * 100 < text * 70
    }
}

/// A block of at least this many characters holds a sentence or more.
const SENTENCE: usize = 100;
/// The fewest headings of a page in sections.
const SECTIONS: usize = 5;
/// The most characters for each heading of a page in sections.
const SECTION: usize = 460;
