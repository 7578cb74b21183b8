//! Which elements hold the body of the article.

use std::collections::HashMap;
use std::sync::LazyLock;

use ego_tree::NodeId;
use scraper::{ElementRef, Node, Selector};

use super::removal::Judge;
use super::words::{Purpose, purposes};
use crate::extract::page::{Page, selector};
use crate::extract::survey::Survey;
use crate::extract::text::is_block;

/// Finds the elements that hold the body, in the order of the page; at least one, unless the page has no `body`.
///
/// An element whose words name it the body is taken when it holds a fair part of the page's prose. Otherwise the way goes
/// down from `body`, always into the child that holds most of the prose, until the prose spreads over several children.
pub fn find<'a>(page: &'a Page, _title: Option<&str>) -> Vec<ElementRef<'a>> {
    let Some(body) = page.first(&BODY) else {
        return vec![page.root()];
    };
    let survey = Survey::of(body);
    let prose = Prose::of(body, &survey);
    let dominant = descend(body, &prose);
    let hinted = prose
        .hinted
        .iter()
        .copied()
        .max_by_key(|element| (prose.get(*element), std::cmp::Reverse(element.id())));
    match hinted {
        Some(hinted) => {
            let whole = prose.stream_of(hinted);
            let is_fair = prose.get(whole) * 100 >= prose.get(body) * HINT_PERCENT;
            vec![if is_fair { whole } else { dominant }]
        }
        None => vec![dominant],
    }
}

/// Per cent of the page's prose that an element must hold to be believed when it calls itself the body.
const HINT_PERCENT: usize = 35;
/// Per cent of the prose that a child must hold for the search to go down into it.
const DESCENT_PERCENT: usize = 75;
/// Per cent of a section's prose from which all sections of its class together are the body.
const STREAM_PERCENT: usize = 125;
/// The most sections of one body that are compared.
const MOST_SECTIONS: usize = 64;
/// A block of at least this many characters is prose.
const LONG_BLOCK: usize = 80;
/// A block of fewer characters is a caption, a menu item or a button.
const SHORT_BLOCK: usize = 25;

static BODY: LazyLock<Selector> = LazyLock::new(|| selector("body"));

/// How much prose each element holds, and which elements call themselves the body.
struct Prose<'a> {
    amounts: HashMap<NodeId, usize>,
    hinted: Vec<ElementRef<'a>>,
}

impl<'a> Prose<'a> {
    fn of(body: ElementRef<'a>, survey: &Survey) -> Self {
        let mut prose = Self { amounts: HashMap::new(), hinted: Vec::new() };
        prose.visit(body, &Judge::new(survey, body));
        prose
    }

    fn get(&self, element: ElementRef<'_>) -> usize {
        self.amounts.get(&element.id()).copied().unwrap_or_default()
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
        if judge.foreign(element).is_some() {
            return 0;
        }
        let figures = judge.figures(element);
        let own = usize::from(is_block(element.value().name()));
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
            self.amounts.insert(element.id(), amount);
            if purposes(element).contains(&Purpose::Body) {
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
