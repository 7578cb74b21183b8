//! html5ever's own tokenizer, for what is not written plainly.

use std::cell::RefCell;

use html5ever::tokenizer::states::State;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::{LocalName, TokenizerResult};
use memchr::memchr;

use super::Builder;
use super::sink::Handle;
use super::tags::Source;
use super::tokens::Within;

/// Where html5ever came to.
pub(super) enum Stop {
    /// Behind a tag, a comment or a doctype, and what the text behind it is.
    At(usize, Within),
    /// The end of the page, which it told the builder.
    End,
}

/// Lets html5ever read from a place to the next one at which nothing is pending, or to the end.
pub(super) fn read(source: Source<'_>, from: usize, within: &Within, builder: &Builder) -> Stop {
    let (state, last_start_tag_name) = match within {
        Within::Markup => (State::Data, None),
        Within::Raw(kind, name) => (State::RawData(*kind), Some(name.to_string())),
        Within::Plain => (State::Plaintext, None),
    };
    let options = TokenizerOpts {
        discard_bom: false,
        initial_state: Some(state),
        last_start_tag_name,
        ..TokenizerOpts::default()
    };
    let tokenizer = Tokenizer::new(Watch { builder, behind: RefCell::new(None) }, options);
    let input = BufferQueue::default();
    let mut at = from;
    while let Some(rest) = source.text.as_bytes().get(at..).filter(|rest| !rest.is_empty()) {
        // Tags, comments and doctypes are complete with a `>` and only with one: behind it either one was told, and nothing
        // is pending, or none was.
        let end = memchr(b'>', rest).map_or(source.text.len(), |length| at + length + 1);
        input.push_back(source.shared(at, end));
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        at = end;
        let behind = tokenizer.sink.behind.take();
        if let Some(within) = behind {
            return Stop::At(at, within);
        }
        if builder.sink.excess().is_some() {
            return Stop::End;
        }
    }
    tokenizer.end();
    Stop::End
}

/// Hands tokens on, and notes where nothing is pending.
struct Watch<'builder> {
    builder: &'builder Builder,
    behind: RefCell<Option<Within>>,
}

impl TokenSink for Watch<'_> {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        let name = match &token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => Some(tag.name.clone()),
            Token::TagToken(_) | Token::CommentToken(_) | Token::DoctypeToken(_) => {
                Some(LocalName::default())
            }
            _ => None,
        };
        let result = self.builder.process_token(token, line);
        if let Some(name) = name {
            self.behind.replace(Some(Within::after(&result, name)));
        }
        result
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}
