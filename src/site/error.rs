//! What can be wrong with a site definition.

use std::ops::Range;

/// A fault in a site definition: where it stands and what was expected there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {}{cause}", field.as_ref().map(|field| format!("{field}: ")).unwrap_or_default())]
pub struct SiteError {
    /// The file, as it was named when it was loaded.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The field, as a path (`article.title[1].css`), where one is known.
    pub field: Option<String>,
    /// What was expected and what was found.
    pub cause: String,
}

impl SiteError {
    /// A fault at a place in the text of the file.
    pub fn at(
        file: &str,
        text: &str,
        span: Option<Range<usize>>,
        field: Option<String>,
        cause: String,
    ) -> Self {
        let offset = span.map_or(0, |span| span.start);
        let line = text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1;
        Self { file: file.to_owned(), line, field, cause }
    }
}
