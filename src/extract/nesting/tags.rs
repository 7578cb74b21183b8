//! Tags that are written plainly (HTML §13.2.5.6 to §13.2.5.40).

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind};
use html5ever::{Attribute, QualName, ns};
use memchr::memchr;

use super::MAX_ATTRIBUTES;
use super::names::Names;
use super::references::{Place, resolved};

/// The text of a page, whose parts share its memory.
#[derive(Clone, Copy)]
pub(super) struct Source<'text> {
    pub text: &'text str,
    pub shared: &'text StrTendril,
}

impl<'text> Source<'text> {
    pub(super) fn part(self, from: usize, to: usize) -> &'text str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// A part that shares the memory of the whole.
    pub(super) fn shared(self, from: usize, to: usize) -> StrTendril {
        let range = u32::try_from(from).ok().zip(u32::try_from(to.saturating_sub(from)).ok());
        range
            .and_then(|(from, length)| self.shared.try_subtendril(from, length).ok())
            .unwrap_or_else(|| StrTendril::from_slice(self.part(from, to)))
    }

    /// A part with its references resolved.
    pub(super) fn resolved(self, from: usize, to: usize, place: Place) -> Option<StrTendril> {
        let part = self.part(from, to);
        if memchr(b'&', part.as_bytes()).is_none() {
            return Some(self.shared(from, to));
        }
        resolved(part, place).map(|text| StrTendril::from_slice(&text))
    }
}

/// Reads tags.
pub(super) struct Tags<'text> {
    source: Source<'text>,
    names: Names<'text>,
    /// Filled anew for each tag, so that its attributes are allocated once and take no more room than they need.
    attributes: Vec<Attribute>,
}

impl<'text> Tags<'text> {
    pub(super) fn new(source: Source<'text>) -> Self {
        Self { source, names: Names::new(), attributes: Vec::new() }
    }

    /// Reads a start tag whose name begins at a place; gives the place behind it. None for one that html5ever shall read:
    /// one that does not end, or is written in one of the ways that hardly occur.
    pub(super) fn start(&mut self, from: usize) -> Option<(Tag, usize)> {
        let mut at = self.behind(from, |byte| !ends_name(byte));
        let name = self.names.of(self.source.part(from, at));
        self.attributes.clear();
        let (mut self_closing, mut had_duplicate_attributes) = (false, false);
        loop {
            at = self.behind(at, is_space);
            match self.byte(at)? {
                b'>' => break,
                b'/' => {
                    at += 1;
                    self_closing = self.byte(at)? == b'>';
                }
                b'=' => return None,
                _ if self.attributes.len() >= MAX_ATTRIBUTES => return None,
                _ => {
                    let (attribute, end) = self.attribute(at)?;
                    at = end;
                    if self.attributes.iter().any(|before| before.name.local == attribute.name.local) {
                        had_duplicate_attributes = true;
                    } else {
                        self.attributes.push(attribute);
                    }
                }
            }
        }
        let attrs = self.attributes.drain(..).collect();
        Some((Tag { kind: TagKind::StartTag, name, self_closing, attrs, had_duplicate_attributes }, at + 1))
    }

    /// Reads an end tag whose name begins at a place, as [`Self::start`] does; one with attributes is left to html5ever.
    pub(super) fn end(&mut self, from: usize) -> Option<(Tag, usize)> {
        let to = self.behind(from, |byte| !ends_name(byte));
        let end = self.behind(to, is_space);
        if self.byte(end)? != b'>' {
            return None;
        }
        let name = self.names.of(self.source.part(from, to));
        let tag = Tag {
            kind: TagKind::EndTag,
            name,
            self_closing: false,
            attrs: Vec::new(),
            had_duplicate_attributes: false,
        };
        Some((tag, end + 1))
    }

    /// How many attributes the tag has whose name begins at a place, however it is written; all, where it does not end.
    pub(super) fn attributes_of(&self, name: usize) -> usize {
        let (mut at, mut attributes) = (self.behind(name, |byte| !ends_name(byte)), 0);
        loop {
            at = self.behind(at, |byte| is_space(byte) || byte == b'/');
            if self.byte(at).is_none_or(|byte| byte == b'>') {
                return attributes;
            }
            attributes += 1;
            // An equals sign at its beginning is a part of the name.
            at = self.behind(at + 1, |byte| byte != b'=' && !ends_name(byte));
            let equals = self.behind(at, is_space);
            if self.byte(equals) == Some(b'=') {
                at = self.behind_value(self.behind(equals + 1, is_space));
            }
        }
    }

    /// The place behind the value that begins at a place; the end where its quote does not end.
    fn behind_value(&self, at: usize) -> usize {
        match self.byte(at) {
            Some(quote @ (b'"' | b'\'')) => self.behind(at + 1, |byte| byte != quote) + 1,
            _ => self.behind(at, |byte| byte != b'>' && !is_space(byte)),
        }
    }

    fn attribute(&mut self, from: usize) -> Option<(Attribute, usize)> {
        let to = self.behind(from, |byte| byte != b'=' && !ends_name(byte));
        let local = self.names.of(self.source.part(from, to));
        let name = QualName::new(None, ns!(), local);
        let at = self.behind(to, is_space);
        if self.byte(at)? != b'=' {
            return Some((Attribute { name, value: StrTendril::new() }, to));
        }
        let at = self.behind(at + 1, is_space);
        let (start, end, behind) = match self.byte(at)? {
            quote @ (b'"' | b'\'') => {
                let rest = self.source.text.as_bytes().get(at + 1..)?;
                let end = at + 1 + memchr(quote, rest)?;
                (at + 1, end, end + 1)
            }
            b'>' => return None,
            _ => {
                let end = self.behind(at, |byte| byte != b'>' && !is_space(byte));
                (at, end, end)
            }
        };
        Some((Attribute { name, value: self.source.resolved(start, end, Place::Attribute)? }, behind))
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.source.text.as_bytes().get(at).copied()
    }

    /// The place behind the bytes that fit.
    fn behind(&self, from: usize, fits: impl Fn(u8) -> bool) -> usize {
        let rest = self.source.text.as_bytes().get(from..).unwrap_or_default();
        from + rest.iter().position(|byte| !fits(*byte)).unwrap_or(rest.len())
    }
}

/// The white space between attributes. Carriage returns are gone by then (HTML §13.2.3.5).
pub(super) const fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0c' | b' ')
}

/// Whether a byte ends the name of an element; an equals sign ends that of an attribute too.
pub(super) const fn ends_name(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b'/' | b'>')
}
