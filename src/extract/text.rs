//! The text that a person sees in an element.

mod blocks;

use std::borrow::Cow;

use ego_tree::NodeRef;
use html5ever::{LocalName, local_name, ns};
use scraper::{ElementRef, Node};

pub use blocks::block_text;
pub(super) use blocks::{BlockWriter, running_text};

/// The visible text in one line: white space collapsed, a space at the bounds of blocks. Scripts, styles, templates and
/// hidden elements say nothing.
pub fn text_of(element: ElementRef<'_>) -> String {
    line_of(element, Traits::of)
}

/// As [`text_of()`], where what the elements are is known.
pub(super) fn line_of<'p>(element: ElementRef<'p>, traits: impl Fn(ElementRef<'p>) -> Traits) -> String {
    let mut line = String::new();
    write_line(*element, &traits, &mut line);
    match collapsed(&line) {
        Cow::Borrowed(text) if text.len() == line.len() => line,
        text => text.into_owned(),
    }
}

/// What an element is, by its name and its own attributes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Traits {
    /// Hidden by its own attributes.
    pub hidden: bool,
    /// Never shown as text, whatever it holds.
    pub silent: bool,
    /// It begins a new line.
    pub block: bool,
}

impl Traits {
    pub(super) fn of(element: ElementRef<'_>) -> Self {
        let name = element.value().name();
        Self { hidden: is_hidden(element), silent: is_silent(name), block: is_block(name) }
    }
}

/// Replaces each run of white space by one space and trims the ends. No-break spaces count as white space; invisible
/// marks (zero-width space, byte-order mark, soft hyphen) go.
pub fn collapse(text: &str) -> String {
    collapsed(text).into_owned()
}

/// As [`collapse`]; a text that has nothing to collapse but its ends is not copied.
pub(super) fn collapsed(text: &str) -> Cow<'_, str> {
    let trimmed = trimmed(text);
    if is_even(trimmed) { Cow::Borrowed(trimmed) } else { Cow::Owned(with_single_spaces(trimmed)) }
}

/// A text without the white space and the invisible marks at its ends.
fn trimmed(text: &str) -> &str {
    // Most ends are of ASCII, and looked at as bytes.
    let is_outer = |byte: &u8| *byte <= b' ' || *byte == 0x7f;
    let start = text.bytes().position(|byte| !is_outer(&byte)).unwrap_or(text.len());
    let end = text.bytes().rposition(|byte| !is_outer(&byte)).map_or(start, |last| last + 1);
    let text = text.get(start..end).unwrap_or(text);
    text.trim_matches(|character: char| is_space(character) || is_invisible(character))
}

/// Whether single spaces are all the white space of a text, and nothing of it is invisible.
pub(super) fn is_even(text: &str) -> bool {
    let bytes = text.as_bytes();
    let behind = bytes.get(1..).unwrap_or_default();
    // Looked at to the end, many bytes at once.
    let is_plain = bytes.iter().fold(true, |plain, byte| plain & (b' '..0x7f).contains(byte));
    if is_plain {
        let is_double = |(first, second): (&u8, &u8)| (*first == b' ') & (*second == b' ');
        return !bytes.iter().zip(behind).fold(false, |found, pair| found | is_double(pair));
    }
    !text.is_ascii() && is_even_of_any_script(text)
}

fn is_even_of_any_script(text: &str) -> bool {
    let mut after_space = false;
    text.chars().all(|character| {
        let is_single = character == ' ' && !after_space;
        after_space = character == ' ';
        is_single || !(is_space(character) || is_invisible(character))
    })
}

/// Where the first white space or invisible mark of a text stands, in bytes. Runs of ASCII are passed over as bytes.
fn first_gap(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let rest = text.get(from..)?;
        let plain = rest.bytes().position(|byte| byte <= b' ' || byte >= 0x7f)?;
        let mut others = rest.get(plain..)?.char_indices();
        let (at, character) = others.find(|(_, c)| c.is_ascii() || is_space(*c) || is_invisible(*c))?;
        from += plain + at;
        if is_space(character) || is_invisible(character) {
            return Some(from);
        }
    }
}

fn with_single_spaces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut pending = false;
    for run in runs(text) {
        match run {
            Run::Space => pending = true,
            Run::Shown(run) => {
                if pending && !out.is_empty() {
                    out.push(' ');
                }
                pending = false;
                out.push_str(run);
            }
        }
    }
    out
}

/// A part of a text.
enum Run<'t> {
    /// White space, of which there may be more behind it.
    Space,
    /// Characters that are seen, at least one.
    Shown(&'t str),
}

/// The runs of a text, without what is invisible.
fn runs(text: &str) -> impl Iterator<Item = Run<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let end = first_gap(rest).unwrap_or(rest.len());
            let (run, behind) = rest.split_at_checked(end)?;
            if !run.is_empty() {
                rest = behind;
                return Some(Run::Shown(run));
            }
            let mut characters = rest.chars();
            let is_space = is_space(characters.next()?);
            rest = characters.as_str();
            if is_space {
                return Some(Run::Space);
            }
        }
    })
}

/// White space; most characters of most pages are of ASCII, and asked about first.
pub(super) const fn is_space(character: char) -> bool {
    if character.is_ascii() { matches!(character, '\t'..='\r' | ' ') } else { character.is_whitespace() }
}

/// Whether a text has nothing but white space.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// The value of an attribute by its name as the parser keeps it. [`ElementRef::attr`] asks a table for that first.
pub(super) fn attribute<'p>(element: ElementRef<'p>, name: &LocalName) -> Option<&'p str> {
    element
        .value()
        .attrs
        .iter()
        .find(|(known, _)| known.local == *name && known.ns == ns!())
        .map(|(_, value)| &**value)
}

/// The value of an attribute by a name that the parser need not know.
pub(super) fn attribute_named<'p>(element: ElementRef<'p>, name: &str) -> Option<&'p str> {
    let attributes = &element.value().attrs;
    attributes.iter().find(|(known, _)| *known.local == *name && known.ns == ns!()).map(|(_, value)| &**value)
}

/// Whether an element has a class.
pub(super) fn has_class(element: ElementRef<'_>, wanted: &[&str]) -> bool {
    let classes = attribute(element, &local_name!("class")).unwrap_or_default();
    classes.split_ascii_whitespace().any(|class| wanted.contains(&class))
}

/// Whether `rel` names a kind of link.
pub(super) fn has_rel(element: ElementRef<'_>, kind: &str) -> bool {
    let kinds = attribute(element, &local_name!("rel")).unwrap_or_default();
    kinds.split_ascii_whitespace().any(|other| other.eq_ignore_ascii_case(kind))
}

/// Whether an element is never shown as text, whatever it holds.
pub(super) fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "head"
            | "title"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "select"
            | "textarea"
            | "datalist"
            | "canvas"
            | "audio"
            | "video"
    )
}

/// Whether an element is hidden by its own attributes.
pub(super) fn is_hidden(element: ElementRef<'_>) -> bool {
    let value = element.value();
    let (mut hidden, mut is_streamed, mut is_icon, mut is_panel, mut is_local, mut style) =
        (false, false, false, false, false, None);
    // One look at all attributes costs less than a search for each of these.
    for (name, text) in &value.attrs {
        let text: &str = text;
        match name.local {
            local_name!("hidden") => hidden = text != "until-found",
            // React sends late parts of a page in hidden elements, `S:0` and on, which its script moves to their places.
            local_name!("id") => is_streamed = text.starts_with("S:"),
            local_name!("aria-hidden") => is_icon = text == "true",
            // The panels of tabs and accordions are hidden until a reader opens them, and are there to be read.
            local_name!("role") => is_panel = matches!(text, "region" | "tabpanel"),
            local_name!("href") => is_local = text.starts_with('#'),
            local_name!("style") => style = Some(text),
            _ => {}
        }
    }
    if hidden && !is_streamed {
        return true;
    }
    if matches!(value.name(), "html" | "body" | "main" | "article") {
        return false;
    }
    if is_local && is_sign_of_heading(element) {
        return true;
    }
    if is_icon && matches!(value.name(), "i" | "span" | "b" | "em" | "sup") {
        return true;
    }
    !is_panel && style.is_some_and(hides)
}

/// Whether a character is a sign for a link to a place, or draws one in a font of icons.
const fn is_sign(letter: char) -> bool {
    is_space(letter)
        || matches!(letter, '¶' | '#' | '§' | '🔗' | '⚓' | '∞' | '\u{200b}' | '\u{e000}'..='\u{f8ff}')
}

/// Whether a link to a place on its page is the sign by which manuals let their headings be linked to: `¶`, `#`, a chain.
fn is_sign_of_heading(link: ElementRef<'_>) -> bool {
    let is_heading = |name: &str| matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    let mut around = link.ancestors().take(2).filter_map(ElementRef::wrap);
    around.any(|around| is_heading(around.value().name()))
        && link.text().flat_map(str::chars).all(is_sign)
        && link.descendent_elements().all(|inner| inner.value().name() != "img")
}

/// Whether declarations of CSS hide what they style.
fn hides(style: &str) -> bool {
    let holds =
        |word: &[u8]| style.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
    if !holds(b"none") && !holds(b"hidden") {
        return false;
    }
    let style: String = style.chars().filter(|character| !character.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}

/// Whether an element begins a new line.
pub(super) fn is_block(name: &str) -> bool {
    is_paragraph(name) || matches!(name, "br" | "li" | "tr" | "dt" | "dd" | "option" | "td" | "th")
}

/// Letters and digits in lower case: what two texts share that say the same.
pub(super) fn folded(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// How many words a text has: runs of characters without white space in it that hold a letter or a digit. Chinese,
/// Japanese kana and Thai write no spaces; two of their characters count as one word.
pub fn word_count(text: &str) -> usize {
    let (mut words, mut unspaced, mut in_word) = (0_usize, 0_usize, false);
    let mut count = |is_space: bool, is_letter: bool| {
        // Without a branch: what comes next in a text cannot be foreseen.
        words += usize::from(is_letter & !in_word);
        in_word = !is_space & (in_word | is_letter);
    };
    let mut rest = text;
    while !rest.is_empty() {
        // Most characters of most texts are of ASCII, and no script that writes no spaces is.
        let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let (plain, others) = rest.split_at_checked(ascii).unwrap_or((rest, ""));
        for byte in plain.bytes() {
            let is_space = (byte == b' ') | (byte.wrapping_sub(b'\t') < 5);
            let is_letter = ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10);
            count(is_space, is_letter);
        }
        rest = others.trim_start_matches(|character: char| {
            let is_other = !character.is_ascii();
            if is_other && is_unspaced(character) {
                unspaced += 1;
                count(true, false);
            } else if is_other {
                count(character.is_whitespace(), character.is_alphanumeric());
            }
            is_other
        });
    }
    words + unspaced.div_ceil(2)
}

/// Scripts that are written without spaces between words.
pub(super) fn is_unspaced(character: char) -> bool {
    matches!(character, '\u{0E00}'..='\u{0EFF}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{2FA1F}')
}

fn is_paragraph(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "ul"
            | "caption"
    )
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{00AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\0'..='\u{1F}' | '\u{7F}')
}

fn write_line<'p>(node: NodeRef<'p, Node>, traits: &impl Fn(ElementRef<'p>) -> Traits, line: &mut String) {
    if let Node::Text(text) = node.value() {
        line.push_str(text);
        return;
    }
    let Some(element) = ElementRef::wrap(node) else {
        return;
    };
    let Traits { hidden, silent, block } = traits(element);
    if silent || hidden {
        return;
    }
    if block {
        line.push(' ');
    }
    for child in node.children() {
        write_line(child, traits, line);
    }
    if block {
        line.push(' ');
    }
}

#[cfg(test)]
mod tests;
