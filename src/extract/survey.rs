//! Figures about every element of a page, gathered in one walk.

use ego_tree::{NodeId, NodeRef};
use rustc_hash::FxHashMap;
use scraper::{ElementRef, Node};

use crate::extract::text::{is_block, is_hidden, is_silent};

/// The most bulk of an element that is looked at for a label, a title or a line of facts.
const SMALL: usize = 2048;

/// What stands inside one element. All lengths are visible characters without white space.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::extract) struct Figures {
    /// All text.
    pub text: usize,
    /// Text inside links.
    pub linked: usize,
    /// Links that show text.
    pub links: usize,
    /// Signs that end or part sentences.
    pub marks: usize,
    /// Blocks of any kind.
    pub blocks: usize,
    /// Elements, and bytes of text with all its white space: what a walk over the element costs.
    pub bulk: usize,
    /// Pictures, players and frames.
    pub media: usize,
    /// Panes that call themselves the main one.
    pub panes: usize,
}

impl Figures {
    /// Whether an element is small enough to be read again on every level above it.
    pub(in crate::extract) const fn is_small(&self) -> bool {
        self.bulk <= SMALL
    }

    /// Whether at least this share of the text is links.
    pub(in crate::extract) const fn is_linked(&self, percent: usize) -> bool {
        self.text > 0 && self.linked * 100 >= self.text * percent
    }

    const fn add(&mut self, other: &Self) {
        self.text += other.text;
        self.linked += other.linked;
        self.links += other.links;
        self.marks += other.marks;
        self.blocks += other.blocks;
        self.media += other.media;
        self.bulk += other.bulk;
        self.panes += other.panes;
    }
}

/// The figures of every element below a root.
pub(in crate::extract) struct Survey {
    figures: FxHashMap<NodeId, Figures>,
}

impl Survey {
    /// Walks everything below an element.
    pub(in crate::extract) fn of(root: ElementRef<'_>) -> Self {
        let mut survey = Self { figures: FxHashMap::default() };
        survey.visit(*root, false);
        survey
    }

    /// The figures of an element; zeroes for one that is hidden or says nothing.
    pub(in crate::extract) fn get(&self, node: NodeId) -> Figures {
        self.figures.get(&node).copied().unwrap_or_default()
    }

    fn visit(&mut self, node: NodeRef<'_, Node>, in_link: bool) -> Figures {
        if let Node::Text(text) = node.value() {
            return of_text(text, in_link);
        }
        let Some(element) = ElementRef::wrap(node) else {
            return Figures::default();
        };
        let name = element.value().name();
        let mut figures = Figures { bulk: 1, ..Figures::default() };
        if matches!(name, "img" | "picture" | "video" | "audio" | "iframe" | "amp-img" | "embed" | "object") {
            figures.media = 1;
        }
        if !(is_silent(name) || is_hidden(element)) {
            let is_link = name == "a" && element.attr("href").is_some();
            for child in node.children() {
                figures.add(&self.visit(child, in_link || is_link));
            }
            figures.links += usize::from(is_link && figures.text > 0);
            figures.blocks += usize::from(is_block(name));
            figures.panes += usize::from(name == "main" || element.attr("role") == Some("main"));
        }
        self.figures.insert(node.id(), figures);
        figures
    }
}

/// Whether a character ends or parts sentences, in the scripts of the world.
pub(in crate::extract) const fn is_mark(character: char) -> bool {
    matches!(
        character,
        ',' | '.'
            | ';'
            | '!'
            | '?'
            | '،'
            | '؛'
            | '؟'
            | '۔'
            | '、'
            | '。'
            | '，'
            | '！'
            | '？'
            | '；'
            | '।'
            | '…'
    )
}

fn of_text(text: &str, in_link: bool) -> Figures {
    let mut figures = Figures { bulk: text.len(), ..Figures::default() };
    for character in text.chars().filter(|character| !character.is_whitespace()) {
        figures.text += 1;
        figures.marks += usize::from(is_mark(character));
    }
    if in_link {
        figures.linked = figures.text;
    }
    figures
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    #[test]
    fn figures_count_what_is_seen() {
        let fragment = Html::parse_fragment(
            "<div>One, two. <a href=x>three</a><script>four</script><p hidden>five</p><img></div>",
        );
        let root = fragment.root_element();
        let figures = Survey::of(root).get(root.id());
        assert_eq!(
            figures,
            Figures {
                text: 13,
                linked: 5,
                links: 1,
                marks: 2,
                blocks: 1,
                media: 1,
                bulk: figures.bulk,
                panes: 0
            }
        );
    }
}
