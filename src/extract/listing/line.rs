//! Lists whose entries are lines of one element, parted by `br`: what stands beside a link in its line belongs to it, and no
//! element holds both.

use ego_tree::NodeRef;
use html5ever::local_name;
use scraper::{ElementRef, Node};

use crate::extract::date::{self, DateContext};
use crate::extract::text::{collapse, is_block, text_of};
use crate::model::{DateSource, Dated};

/// The longest text beside a link that tells its date, in bytes.
const MAX_BYTES: usize = 80;

/// Most nodes of a line on one side of its link.
const MAX_NODES: usize = 12;

/// The date in the line of a link: before it, else behind it.
pub(super) fn date(link: ElementRef<'_>, context: &DateContext<'_>) -> Option<Dated> {
    if is_block(link.value().name()) {
        return None;
    }
    let before = side(link.prev_siblings());
    let behind = side(link.next_siblings());
    // Without a break on either side it is no line but a link in running text.
    let is_line = before.ends_in_break || behind.ends_in_break;
    let mut texts = [before.texts.into_iter().rev().collect::<String>(), behind.texts.concat()].into_iter();
    let parsed = texts.find_map(|text| {
        let text = collapse(&text);
        let is_short = is_line && text.len() <= MAX_BYTES;
        is_short.then(|| date::parse(&text, context)).flatten()
    })?;
    Some(parsed.dated(DateSource::Text))
}

/// What stands on one side of a link in its line, from the link on.
#[derive(Default)]
struct Side {
    texts: Vec<String>,
    ends_in_break: bool,
}

fn side<'p>(siblings: impl Iterator<Item = NodeRef<'p, Node>>) -> Side {
    let mut side = Side::default();
    for node in siblings.take(MAX_NODES) {
        match node.value() {
            Node::Text(text) => side.texts.push(text.to_string()),
            Node::Element(element) if element.name.local == local_name!("br") => {
                side.ends_in_break = true;
                break;
            }
            Node::Element(element) if element.name() == "a" || is_block(element.name()) => break,
            Node::Element(_) => side.texts.extend(ElementRef::wrap(node).map(text_of)),
            _ => {}
        }
    }
    side
}
