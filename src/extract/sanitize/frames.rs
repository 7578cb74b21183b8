//! Frames, of which only a link may stay: what they show is of another site, and loads and runs by itself.

use std::borrow::Cow;

use ego_tree::NodeId;
use html5ever::{Attribute, QualName, local_name, ns};
use scraper::node::{Element, Text};
use scraper::{ElementRef, Html, Node};
use url::Url;

use crate::extract::addresses::absolute;
use crate::extract::embed::{frame, host_of};
use crate::extract::page::parse_fragment;
use crate::model::Embed;

/// HTML in which each frame that shows something is a quoted link to it, as it is in the body of an article that was read
/// from its page. Frames that advertise or count stay as they are.
pub(super) fn as_links<'h>(html: &'h str, base: &Url) -> Cow<'h, str> {
    let names_frame = html.as_bytes().windows(FRAME.len()).any(|name| name.eq_ignore_ascii_case(FRAME));
    let Some(mut tree) = names_frame.then(|| parse_fragment(html).ok()).flatten() else {
        return Cow::Borrowed(html);
    };
    for (place, embed) in frames(&tree, base) {
        put_link(&mut tree, place, &embed);
    }
    Cow::Owned(tree.root_element().inner_html())
}

const FRAME: &[u8] = b"<iframe";

fn frames(tree: &Html, base: &Url) -> Vec<(NodeId, Embed)> {
    let elements = tree.root_element().descendent_elements();
    let frames = elements.filter(|element| element.value().name.local == local_name!("iframe"));
    let shown =
        |element: ElementRef<'_>| Some((element.id(), frame(element, |address| absolute(address, base))?));
    frames.filter_map(shown).collect()
}

fn put_link(tree: &mut Html, place: NodeId, embed: &Embed) {
    let Some(mut frame) = tree.tree.get_mut(place) else { return };
    let href =
        Attribute { name: QualName::new(None, ns!(), local_name!("href")), value: embed.url.as_str().into() };
    let element =
        |name, attributes| Node::Element(Element::new(QualName::new(None, ns!(html), name), attributes));
    let mut quote = frame.insert_before(element(local_name!("blockquote"), Vec::new()));
    let mut paragraph = quote.append(element(local_name!("p"), Vec::new()));
    let mut link = paragraph.append(element(local_name!("a"), vec![href]));
    link.append(Node::Text(Text { text: host_of(embed).into() }));
    if let Some(mut frame) = tree.tree.get_mut(place) {
        frame.detach();
    }
}
