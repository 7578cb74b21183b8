//! Reads the tokens of a page (HTML §13.2.5).
//!
//! What is written plainly is read here: its bytes are looked at once, and its texts and attributes share the memory of the
//! page. All else is left to html5ever's own [`tokenizer`], from a place where nothing is pending to the next such place.
//! So every rule of the standard that is not repeated here is still followed.

use html5ever::LocalName;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use memchr::{memchr, memchr_iter, memmem};

use super::references::Place;
use super::sink::Handle;
use super::tags::{Source, Tags, ends_name};
use super::tokenizer::{self, Stop};
use super::{Builder, Excess, MAX_ATTRIBUTES};

/// What the text at a place is.
pub(super) enum Within {
    /// Texts, tags and comments.
    Markup,
    /// The text of an element with this name, up to its end tag.
    Raw(RawKind, LocalName),
    /// The text of `plaintext`, which nothing ends.
    Plain,
}

impl Within {
    /// What is behind a start tag with this name, or behind another token.
    pub(super) fn after(result: &TokenSinkResult<Handle>, name: LocalName) -> Self {
        match result {
            TokenSinkResult::RawData(kind) => Self::Raw(*kind, name),
            TokenSinkResult::Plaintext => Self::Plain,
            TokenSinkResult::Continue
            | TokenSinkResult::Script(_)
            | TokenSinkResult::EncodingIndicator(_) => Self::Markup,
        }
    }
}

/// How many nodes a page will have, nearly: the start tags and comments, the texts between tags, and some that the parser
/// adds.
pub(super) fn expected_nodes(html: &str) -> usize {
    let bytes = html.as_bytes();
    let nodes = memchr_iter(b'<', bytes).map(|at| {
        let is_start = bytes.get(at + 1).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'!');
        let is_behind_text =
            at.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(|byte| *byte != b'>');
        usize::from(is_start) + usize::from(is_behind_text)
    });
    let nodes = nodes.sum::<usize>();
    nodes + nodes / 32 + 8
}

/// Reads a page until its end or the first excess.
pub(super) fn read(html: &str, builder: &Builder) -> Result<(), Excess> {
    let shared = with_line_feeds(html.strip_prefix('\u{feff}').unwrap_or(html));
    let source = Source { text: &shared, shared: &shared };
    // html5ever makes something else of this character in nearly every place.
    let has_null = memchr(0, source.text.as_bytes()).is_some();
    let mut tokens = Tokens {
        source,
        builder,
        tags: Tags::new(source),
        at: 0,
        within: Within::Markup,
        is_plain: !has_null,
        comment_ends: [Next::new(b"-->"), Next::new(b"--!>")],
    };
    while tokens.at < source.text.len() {
        if !(tokens.is_plain && tokens.read_plain()) {
            match tokenizer::read(source, tokens.at, &tokens.within, builder) {
                Stop::At(at, within) => (tokens.at, tokens.within) = (at, within),
                Stop::End => return builder.sink.excess().map_or(Ok(()), Err),
            }
        }
        if let Some(excess) = builder.sink.excess() {
            return Err(excess);
        }
    }
    let _ = builder.process_token(Token::EOFToken, 1);
    builder.end();
    builder.sink.excess().map_or(Ok(()), Err)
}

/// A copy of a page that its tree shares, with one line feed for each end of a line (HTML §13.2.3.5).
fn with_line_feeds(html: &str) -> StrTendril {
    if memchr(b'\r', html.as_bytes()).is_none() {
        return StrTendril::from_slice(html);
    }
    let mut lines = StrTendril::with_capacity(u32::try_from(html.len()).unwrap_or_default());
    let mut parts = html.split('\r');
    lines.push_slice(parts.next().unwrap_or_default());
    for part in parts {
        lines.push_char('\n');
        lines.push_slice(part.strip_prefix('\n').unwrap_or(part));
    }
    lines
}

struct Tokens<'text, 'builder> {
    source: Source<'text>,
    builder: &'builder Builder,
    tags: Tags<'text>,
    at: usize,
    within: Within,
    is_plain: bool,
    /// How a comment ends, and how by mistake.
    comment_ends: [Next; 2],
}

/// Where a sequence of bytes stands next, looked for once on the whole way through a page.
struct Next {
    bytes: &'static [u8],
    /// The place, as far as it is known; none once there is no further.
    at: Option<usize>,
}

impl Next {
    const fn new(bytes: &'static [u8]) -> Self {
        Self { bytes, at: Some(0) }
    }

    /// The place of the next one that does not begin before `from`, which never goes back.
    fn from(&mut self, from: usize, text: &[u8]) -> Option<usize> {
        if self.at? < from {
            self.at =
                text.get(from..).and_then(|rest| memmem::find(rest, self.bytes)).map(|length| from + length);
        }
        self.at
    }
}

impl<'text> Tokens<'text, '_> {
    /// Reads one token, or tells that it is not written plainly.
    fn read_plain(&mut self) -> bool {
        match &self.within {
            Within::Raw(kind, name) => {
                let (kind, name) = (*kind, name.clone());
                self.raw_text(kind, &name).is_some()
            }
            Within::Plain => false,
            Within::Markup => self.markup().is_some(),
        }
    }

    fn markup(&mut self) -> Option<()> {
        let rest = self.rest();
        let mut bytes = rest.bytes();
        if bytes.next()? != b'<' {
            return self.text(memchr(b'<', rest.as_bytes()));
        }
        match bytes.next()? {
            b'/' if bytes.next()?.is_ascii_alphabetic() => {
                let Some((tag, end)) = self.tags.end(self.at + 2) else { return self.strange(self.at + 2) };
                self.tag(tag, end);
            }
            b'!' => self.comment()?,
            byte if byte.is_ascii_alphabetic() => {
                let Some((tag, end)) = self.tags.start(self.at + 1) else { return self.strange(self.at + 1) };
                self.tag(tag, end);
            }
            _ => return None,
        }
        Some(())
    }

    /// Leaves a tag to html5ever, unless it has too many attributes for it.
    fn strange(&self, name: usize) -> Option<()> {
        let attributes = self.tags.attributes_of(name);
        if attributes > MAX_ATTRIBUTES {
            self.builder.sink.exceed(Excess::Attributes(attributes));
            return Some(());
        }
        None
    }

    fn tag(&mut self, tag: Tag, end: usize) {
        let name = if tag.kind == TagKind::StartTag { tag.name.clone() } else { LocalName::default() };
        let result = self.builder.process_token(Token::TagToken(tag), 1);
        self.within = Within::after(&result, name);
        self.at = end;
    }

    /// Reads the text before a tag. A reference at the end of the page is left to html5ever.
    fn text(&mut self, length: Option<usize>) -> Option<()> {
        let end = length.map_or(self.source.text.len(), |length| self.at + length);
        if length.is_none() && memchr(b'&', self.rest().as_bytes()).is_some() {
            return None;
        }
        let text = self.source.resolved(self.at, end, Place::Text)?;
        self.send(Token::CharacterTokens(text), end);
        Some(())
    }

    /// Reads a comment that is not ended by one of the mistakes that end one too (HTML §13.2.5.43 to §13.2.5.52).
    fn comment(&mut self) -> Option<()> {
        let content = self.rest().strip_prefix("<!--")?;
        if content.starts_with('>') || content.starts_with("->") {
            return None;
        }
        let (start, text) = (self.at + "<!--".len(), self.source.text.as_bytes());
        let [right, mistaken] = &mut self.comment_ends;
        let end = right.from(start, text)?;
        if mistaken.from(start, text).is_some_and(|mistaken| mistaken < end) {
            return None;
        }
        self.send(Token::CommentToken(self.source.shared(start, end)), end + "-->".len());
        Some(())
    }

    /// Reads the text of an element such as `script` up to its end tag. A script with `<!--` in it may go on behind the tag.
    fn raw_text(&mut self, kind: RawKind, name: &str) -> Option<()> {
        let length = length_before_end_tag(self.rest(), name)?;
        let end = self.at + length;
        let text = match kind {
            RawKind::Rawtext => self.source.shared(self.at, end),
            RawKind::Rcdata => self.source.resolved(self.at, end, Place::Text)?,
            RawKind::ScriptData => {
                let script = self.source.part(self.at, end);
                if memmem::find(script.as_bytes(), b"<!--").is_some() {
                    return None;
                }
                self.source.shared(self.at, end)
            }
            RawKind::ScriptDataEscaped(_) => return None,
        };
        self.within = Within::Markup;
        if !text.is_empty() {
            self.send(Token::CharacterTokens(text), end);
        }
        Some(())
    }

    /// Sends a token that changes nothing about how the text behind it is read.
    fn send(&mut self, token: Token, end: usize) {
        let _ = self.builder.process_token(token, 1);
        self.at = end;
    }

    fn rest(&self) -> &'text str {
        self.source.text.get(self.at..).unwrap_or_default()
    }
}

fn length_before_end_tag(text: &str, name: &str) -> Option<usize> {
    memmem::find_iter(text.as_bytes(), b"</").find(|start| {
        let tag = text.as_bytes().get(start + 2..).unwrap_or_default();
        let (found, behind) = tag.split_at_checked(name.len()).unwrap_or_default();
        found.eq_ignore_ascii_case(name.as_bytes()) && behind.first().copied().is_some_and(ends_name)
    })
}
