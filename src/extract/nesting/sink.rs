//! Takes the tree from html5ever, as [`scraper::HtmlTreeSink`] does, and measures it while it grows.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::num::NonZeroUsize;

use ego_tree::{NodeId, NodeMut, Tree};
use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, QualName, local_name, ns};
use scraper::node::{Comment, Doctype, Element, ProcessingInstruction, Text};
use scraper::{Html, Node};

use super::{Excess, Limits, most_of_attributes, room_for};

/// A tree that grows.
pub(super) struct Sink {
    growing: RefCell<Growing>,
    excess: Cell<Option<Excess>>,
    limits: Limits,
    /// How many bytes the values of all attributes may have.
    most_of_attributes: usize,
}

/// A node, and where its depth is kept.
#[derive(Clone, Copy)]
pub(super) struct Handle {
    node: NodeId,
    /// Beyond the end for a node that nests nothing.
    at: usize,
}

struct Growing {
    html: Html,
    /// The depth of each element with the root, in the order in which they were made, the root first; none until it is
    /// known. An overlap moves what is inside of an element without a new count. It never moves it deeper, since the
    /// formatting element that comes back inside was left outside: a level may be too large then, never too small.
    levels: Vec<Option<NonZeroUsize>>,
    /// The bytes of the values of all attributes, copies counted as often as they are there.
    attributes: usize,
    /// The name of what has none. html5ever asks for names of elements alone.
    nameless: QualName,
}

impl Sink {
    /// A tree with a root alone, and room for what a source may have.
    pub(super) fn new(mut html: Html, root: Node, source: &str, limits: Limits) -> Self {
        html.tree = Tree::with_capacity(root, room_for(source, limits));
        let nameless = QualName::new(None, ns!(), local_name!(""));
        let growing = Growing { html, levels: vec![Some(NonZeroUsize::MIN)], attributes: 0, nameless };
        let most_of_attributes = most_of_attributes(source.len());
        Self { growing: RefCell::new(growing), excess: Cell::new(None), limits, most_of_attributes }
    }

    /// What passed a limit.
    pub(super) const fn excess(&self) -> Option<Excess> {
        self.excess.get()
    }

    /// Notes what passed a limit first: one tag may open several elements.
    pub(super) fn exceed(&self, excess: Excess) {
        self.excess.set(self.excess.get().or(Some(excess)));
    }
}

impl Growing {
    fn node(&mut self, handle: Handle) -> Option<NodeMut<'_, Node>> {
        self.html.tree.get_mut(handle.node)
    }

    fn leaf(&mut self, node: Node) -> Handle {
        Handle { node: self.html.tree.orphan(node).id(), at: usize::MAX }
    }

    /// Notes the level of a node that was put somewhere. Gives its depth when that passes the limit.
    fn settle(&mut self, child: Handle, level: Option<NonZeroUsize>, limit: usize) -> Option<usize> {
        let level = level?;
        let kept = self.levels.get_mut(child.at)?;
        *kept = Some(level);
        if level.get() <= limit + 1 {
            return None;
        }
        *kept = None;
        let depth = self.level(child)?.get() - 1;
        (depth > limit).then_some(depth)
    }

    /// The level of an element; none for one that stands outside of the tree, as copies do while an overlap is mended.
    fn level(&mut self, element: Handle) -> Option<NonZeroUsize> {
        let kept = self.levels.get_mut(element.at)?;
        if kept.is_none() {
            let root = self.html.tree.root().id();
            let (mut level, mut is_rooted) = (NonZeroUsize::new(2)?, false);
            for ancestor in self.html.tree.get(element.node)?.ancestors() {
                is_rooted = ancestor.id() == root;
                level = level.saturating_add(usize::from(ancestor.value().is_element()));
            }
            *kept = is_rooted.then_some(level);
        }
        *kept
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Html;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Html {
        self.growing.into_inner().html
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.growing.borrow_mut().html.quirks_mode = mode;
    }

    fn get_document(&self) -> Handle {
        Handle { node: self.growing.borrow().html.tree.root().id(), at: 0 }
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.node == other.node
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> Ref<'a, QualName> {
        Ref::map(self.growing.borrow(), |growing| {
            match growing.html.tree.get(target.node).map(|node| node.value()) {
                Some(Node::Element(element)) => &element.name,
                _ => &growing.nameless,
            }
        })
    }

    fn create_element(&self, name: QualName, mut attributes: Vec<Attribute>, flags: ElementFlags) -> Handle {
        let mut growing = self.growing.borrow_mut();
        attributes.shrink_to_fit();
        let bytes = attributes.iter().map(|attribute| attribute.value.len()).sum::<usize>();
        growing.attributes = growing.attributes.saturating_add(bytes);
        if growing.attributes > self.most_of_attributes {
            self.exceed(Excess::Copies { bytes: growing.attributes, limit: self.most_of_attributes });
        }
        let mut node = growing.html.tree.orphan(Node::Element(Element::new(name, attributes)));
        if flags.template {
            node.append(Node::Fragment);
        }
        let node = node.id();
        let at = growing.levels.len();
        growing.levels.push(None);
        if at > self.limits.elements {
            self.exceed(Excess::Elements(at));
        }
        Handle { node, at }
    }

    fn create_comment(&self, comment: StrTendril) -> Handle {
        self.growing.borrow_mut().leaf(Node::Comment(Comment { comment }))
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> Handle {
        let instruction = ProcessingInstruction { target, data };
        self.growing.borrow_mut().leaf(Node::ProcessingInstruction(instruction))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let mut growing = self.growing.borrow_mut();
        let level = growing.level(*parent).and_then(|level| level.checked_add(1));
        let Some(mut under) = growing.node(*parent) else { return };
        match child {
            NodeOrText::AppendNode(child) => {
                under.append_id(child.node);
                if let Some(depth) = growing.settle(child, level, self.limits.depth) {
                    self.exceed(Excess::Depth(depth));
                }
            }
            NodeOrText::AppendText(text) => {
                if !under.last_child().is_some_and(|last| joins(last, &text)) {
                    under.append(Node::Text(Text { text }));
                }
            }
        }
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        let has_parent =
            self.growing.borrow().html.tree.get(element.node).is_some_and(|node| node.parent().is_some());
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, name: StrTendril, public_id: StrTendril, system_id: StrTendril) {
        let doctype = Node::Doctype(Doctype { name, public_id, system_id });
        self.growing.borrow_mut().html.tree.root_mut().append(doctype);
    }

    /// The content stands in a fragment below the element, and as deep as it.
    fn get_template_contents(&self, target: &Handle) -> Handle {
        let growing = self.growing.borrow();
        let content = growing.html.tree.get(target.node).and_then(|node| node.first_child());
        Handle { node: content.map_or(target.node, |content| content.id()), at: target.at }
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let mut growing = self.growing.borrow_mut();
        let level = growing.level(*sibling);
        if let NodeOrText::AppendNode(child) = &child
            && let Some(mut moved) = growing.node(*child)
        {
            moved.detach();
        }
        let Some(mut behind) = growing.node(*sibling) else { return };
        if behind.parent().is_none() {
            return;
        };
        match child {
            NodeOrText::AppendNode(child) => {
                behind.insert_id_before(child.node);
                if let Some(depth) = growing.settle(child, level, self.limits.depth) {
                    self.exceed(Excess::Depth(depth));
                }
            }
            NodeOrText::AppendText(text) => {
                if !behind.prev_sibling().is_some_and(|before| joins(before, &text)) {
                    behind.insert_before(Node::Text(Text { text }));
                }
            }
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        let mut growing = self.growing.borrow_mut();
        let Some(mut node) = growing.node(*target) else { return };
        let Node::Element(element) = node.value() else { return };
        for Attribute { name, value } in attributes {
            if let Err(at) = element.attrs.binary_search_by(|(present, _)| present.cmp(&name)) {
                element.attrs.insert(at, (name, value));
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        if let Some(mut node) = self.growing.borrow_mut().node(*target) {
            node.detach();
        }
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        if let Some(mut parent) = self.growing.borrow_mut().node(*new_parent) {
            parent.reparent_from_id_append(node.node);
        }
    }
}

/// Puts a text behind another one; not behind a node of another kind.
fn joins(mut node: NodeMut<'_, Node>, text: &StrTendril) -> bool {
    let Node::Text(before) = node.value() else { return false };
    before.text.push_tendril(text);
    true
}
