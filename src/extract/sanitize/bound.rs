//! How much HTML one item may have. A page of a few kilobytes can unpack to megabytes of what is written longer than it was
//! read, such as ampersands; an article of that size is none.

use memchr::memchr2_iter;
use scraper::{Html, Node};

/// The most bytes of clean HTML. The longest articles of encyclopedias and courts have half of it.
pub const MOST_BYTES: usize = 1 << 20;

/// How much the serialiser of html5ever may look through. Before each ampersand, and each character that begins as a no-break
/// space does, it looks for a bracket as far as the text goes, which makes a megabyte of them cost half a minute.
const MOST_LOOKED_THROUGH: u64 = 1 << 30;

/// What the end tags of all open elements take at most, which are written behind the cut.
const ROOM_FOR_END_TAGS: usize = 1 << 14;

/// The most bytes that HTML which is still to be cleaned may have as it will be written. Pictures that are written into it
/// are dropped and count here.
const MOST_BYTES_BEFORE: usize = 8 * MOST_BYTES;

/// The longest reference by which a character is written.
const LONGEST_REFERENCE: usize = "&quot;".len();

/// What follows the end of a block.
const ENDS: [&str; 10] =
    ["</p>", "</li>", "</figure>", "</pre>", "</blockquote>", "</tr>", "</h2>", "</h3>", "</div>", "<br>"];

/// The beginning of HTML that is still to be cleaned; all of it, but for what no article has.
pub(super) fn before_cleaning(html: &str) -> &str {
    if html.len() <= MOST_BYTES_BEFORE / LONGEST_REFERENCE {
        return html;
    }
    let mut written = 0;
    let past = html.bytes().position(|byte| {
        // The last is the second byte of a no-break space.
        written += if matches!(byte, b'&' | b'"' | b'<' | b'>' | 0xA0) { LONGEST_REFERENCE } else { 1 };
        written > MOST_BYTES_BEFORE
    });
    match past {
        None => html,
        Some(at) => html.get(..html.floor_char_boundary(at)).unwrap_or_default(),
    }
}

/// The beginning of clean HTML that is too long, up to the end of a block; its open elements are still to be closed.
/// None where it is short enough.
pub(super) fn beginning(clean: &str) -> Option<&str> {
    if clean.len() <= MOST_BYTES {
        return None;
    }
    let most = clean.floor_char_boundary(MOST_BYTES - ROOM_FOR_END_TAGS);
    let head = clean.get(..most).unwrap_or_default();
    let block = ENDS.iter().filter_map(|end| Some(head.rfind(end)? + end.len())).max();
    // A block longer than half of it all is cut inside: before a tag or a reference that is not whole, else anywhere.
    let end = block.filter(|end| *end > most / 2).unwrap_or_else(|| {
        let open = head.rfind('<').filter(|tag| head.get(*tag..).is_some_and(|tag| !tag.contains('>')));
        let reference = head.rfind('&').filter(|at| head.get(*at..).is_some_and(|text| !text.contains(';')));
        open.or(reference).unwrap_or(most)
    });
    head.get(..end)
}

/// Whether a tree can be written in a time that is in proportion to it.
pub(super) fn can_be_written(tree: &Html) -> bool {
    let bytes = tree.tree.values().map(|node| match node {
        Node::Text(text) => looked_through(text),
        Node::Element(element) => element.attrs().map(|(_, value)| looked_through(value)).sum(),
        _ => 0,
    });
    bytes.sum::<u64>() <= MOST_LOOKED_THROUGH
}

/// The same of HTML that was written: its brackets are those of tags alone.
pub(in crate::extract) fn can_be_written_again(clean: &str) -> bool {
    clean.split(['<', '>']).map(looked_through).sum::<u64>() <= MOST_LOOKED_THROUGH
}

fn looked_through(text: &str) -> u64 {
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    number(memchr2_iter(b'&', 0xC2, text.as_bytes()).count()).saturating_mul(number(text.len())) / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_articles_have_is_left_as_it_is() {
        let long = "<p>A ferry &amp; a bridge.</p>".repeat(30_000);
        assert_eq!(before_cleaning(&long), long);
        assert_eq!(beginning(&long), None);
    }

    #[test]
    fn what_is_longer_ends_with_a_block_and_else_before_what_is_not_whole() {
        let blocks = "<p>word</p>".repeat(200_000);
        assert!(beginning(&blocks).unwrap().ends_with("</p>"));
        let one = format!("<p>{}", "&amp;".repeat(MOST_BYTES));
        assert!(beginning(&one).unwrap().ends_with("&amp;"));
        let wide = "é".repeat(MOST_BYTES);
        assert!(beginning(&wide).unwrap().len() <= MOST_BYTES);
    }

    #[test]
    fn what_is_to_be_cleaned_counts_as_it_will_be_written() {
        let ampersands = "&".repeat(2 * MOST_BYTES);
        assert!(before_cleaning(&ampersands).len() < MOST_BYTES_BEFORE / 5);
        let spaces = "\u{a0}".repeat(2 * MOST_BYTES);
        assert!(before_cleaning(&spaces).len() < MOST_BYTES_BEFORE / 2);
    }
}
