//! Figures about every element of a page, gathered in one walk.

use ego_tree::{NodeId, NodeRef};
use html5ever::local_name;
use scraper::{ElementRef, Node};

use crate::extract::node_map::NodeMap;
use crate::extract::text::{attribute, is_space};

pub(in crate::extract) use crate::extract::text::Traits;

/// The most bulk of an element that is looked at for a label, a title or a line of facts.
const SMALL: usize = 2048;

/// How many figures an element has.
const FIGURES: usize = 8;

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
    /// Elements, comments, and bytes of text with all its white space: what a walk over the element costs.
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

    /// The figures as they are kept: no page is so long that half the room does not hold them.
    fn packed(&self) -> [u32; FIGURES] {
        let Self { text, linked, links, marks, blocks, bulk, media, panes } = *self;
        let all = [text, linked, links, marks, blocks, bulk, media, panes];
        all.map(|figure| u32::try_from(figure).unwrap_or(u32::MAX))
    }

    fn unpacked(packed: &[u32; FIGURES]) -> Self {
        let all = packed.map(|figure| usize::try_from(figure).unwrap_or(usize::MAX));
        let [text, linked, links, marks, blocks, bulk, media, panes] = all;
        Self { text, linked, links, marks, blocks, bulk, media, panes }
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
#[derive(Debug, Default)]
pub(in crate::extract) struct Survey {
    /// For every node of the tree the place of its figures, from 1; 0 for one without any.
    places: NodeMap<u32>,
    figures: Vec<[u32; FIGURES]>,
    traits: NodeMap<Traits>,
}

impl Survey {
    /// Walks everything below an element.
    pub(in crate::extract) fn of(root: ElementRef<'_>) -> Self {
        let tree = root.tree();
        // A vector that grows holds its figures twice.
        let elements = tree.values().filter(|node| node.is_element()).count();
        let mut survey = Self {
            places: NodeMap::of(tree),
            figures: Vec::with_capacity(elements),
            traits: NodeMap::of(tree),
        };
        survey.visit(*root, false);
        survey
    }

    /// The figures of an element; zeroes for one that is hidden or says nothing.
    pub(in crate::extract) fn get(&self, node: NodeId) -> Figures {
        let at = usize::try_from(self.places.get(node)).ok().and_then(|place| place.checked_sub(1));
        at.and_then(|at| self.figures.get(at)).map(Figures::unpacked).unwrap_or_default()
    }

    /// What an element is; nothing for one inside of what is hidden or says nothing.
    pub(in crate::extract) fn traits(&self, node: NodeId) -> Traits {
        self.traits.get(node)
    }

    fn insert(&mut self, node: NodeId, figures: Figures, traits: Traits) {
        self.figures.push(figures.packed());
        if let Ok(place) = u32::try_from(self.figures.len()) {
            self.places.set(node, place);
        }
        self.traits.set(node, traits);
    }

    fn visit(&mut self, node: NodeRef<'_, Node>, in_link: bool) -> Figures {
        if let Node::Text(text) = node.value() {
            return of_text(text, in_link);
        }
        let Some(element) = ElementRef::wrap(node) else {
            return Figures { bulk: 1, ..Figures::default() };
        };
        let name = element.value().name();
        let mut figures = Figures { bulk: 1, ..Figures::default() };
        if matches!(name, "img" | "picture" | "video" | "audio" | "iframe" | "amp-img" | "embed" | "object") {
            figures.media = 1;
        }
        let traits = Traits::of(element);
        if !(traits.silent || traits.hidden) {
            let is_link = name == "a" && attribute(element, &local_name!("href")).is_some();
            for child in node.children() {
                figures.add(&self.visit(child, in_link || is_link));
            }
            figures.links += usize::from(is_link && figures.text > 0);
            figures.blocks += usize::from(traits.block);
            figures.panes +=
                usize::from(name == "main" || attribute(element, &local_name!("role")) == Some("main"));
        }
        self.insert(node.id(), figures, traits);
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
    if text.is_ascii() {
        figures.text = text.len() - count(text, |byte| matches!(byte, b'\t'..=b'\r' | b' '));
        figures.marks = count(text, |byte| matches!(byte, b',' | b'.' | b';' | b'!' | b'?'));
    } else {
        for character in text.chars() {
            figures.text += usize::from(!is_space(character));
            figures.marks += usize::from(is_mark(character));
        }
    }
    if in_link {
        figures.linked = figures.text;
    }
    figures
}

/// How many bytes of a text are of a kind. Counted in bytes for as long as a byte holds the count, many are looked at at once.
fn count(text: &str, is_of_kind: impl Fn(u8) -> bool) -> usize {
    let in_chunk = |chunk: &[u8]| chunk.iter().map(|byte| u8::from(is_of_kind(*byte))).sum::<u8>();
    text.as_bytes().chunks(usize::from(u8::MAX)).map(|chunk| usize::from(in_chunk(chunk))).sum()
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

    #[test]
    fn what_holds_many_comments_is_not_small() {
        let fragment = Html::parse_fragment(&format!("<p>One{}</p>", "<!---->".repeat(SMALL)));
        let root = fragment.root_element();
        assert!(!Survey::of(root).get(root.id()).is_small());
    }

    #[test]
    fn long_texts_are_counted_to_their_end() {
        let figures = of_text(&"a, ".repeat(1_000), false);
        assert_eq!((figures.text, figures.marks), (2_000, 1_000));
        assert_eq!(of_text(&" ".repeat(1_000), false).text, 0);
    }
}
