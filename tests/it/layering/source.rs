//! Rust source as tokens: enough of the language to follow paths and to count the lines of functions.

use std::path::{Path, PathBuf};

/// One file.
pub struct SourceFile {
    /// Its path from the root of the repository.
    pub path: String,
    /// The path of its module from the root of the crate.
    pub module: Vec<String>,
    /// How many lines it has.
    pub lines: usize,
    /// Its tokens, without comments and literals.
    pub tokens: Vec<Token>,
}

/// A word, `::`, or a single sign.
#[derive(Debug, PartialEq, Eq)]
pub struct Token {
    /// As it is written.
    pub text: String,
    /// The line, counted from 1.
    pub line: usize,
}

/// Every Rust file under a folder of the repository, by path.
pub fn files(folder: &str) -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    let read = |path: &PathBuf| {
        let relative = path.strip_prefix(&root).unwrap().to_str().unwrap();
        let text = std::fs::read_to_string(path).unwrap();
        let mut file = SourceFile::new(relative, &text);
        file.path = format!("{folder}/{relative}");
        file
    };
    paths.iter().map(read).collect()
}

impl SourceFile {
    /// Reads a file that stands at a path below `src`.
    pub fn new(relative: &str, text: &str) -> Self {
        let stem = relative.strip_suffix(".rs").unwrap_or(relative);
        let module = stem
            .split('/')
            .filter(|segment| !matches!(*segment, "mod" | "lib"))
            .map(ToOwned::to_owned)
            .collect();
        Self { path: format!("src/{relative}"), module, lines: text.lines().count(), tokens: tokens(text) }
    }
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            // What cargo builds in a package of its own is nobody's to read.
            if !path.ends_with("target") {
                collect(&path, paths);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let length = literal_or_comment(rest);
        let (taken, is_code) = match length {
            Some(length) => (length, false),
            None if is_word(first) => (rest.find(|c| !is_word(c)).unwrap_or(rest.len()), true),
            None if rest.starts_with("::") => (2, true),
            None => (first.len_utf8(), !first.is_whitespace()),
        };
        let (token, after) = rest.split_at(taken);
        if is_code {
            tokens.push(Token { text: token.to_owned(), line });
        }
        line += token.matches('\n').count();
        rest = after;
    }
    tokens
}

/// The length of the comment, text or character that stands at the beginning, if one does.
fn literal_or_comment(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return Some(block_comment(text));
    }
    let prefix = ["br", "cr", "r", "b", "c", ""]
        .into_iter()
        .find(|prefix| text.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(['"', '#', '\''])))?;
    let body = text.get(prefix.len()..)?;
    if prefix.ends_with('r') {
        let hashes = body.find(|c| c != '#').unwrap_or(body.len());
        let end = format!("\"{}", "#".repeat(hashes));
        // A raw word (`r#type`) has a hash and no quote.
        let inside = body.get(hashes..)?.strip_prefix('"')?;
        return Some(prefix.len() + hashes + 1 + inside.find(&end).map_or(inside.len(), |at| at + end.len()));
    }
    let quote = body.chars().next().filter(|quote| *quote != '#')?;
    if quote == '\'' && !is_character(body) {
        return None;
    }
    Some(prefix.len() + quoted(body, quote))
}

/// Whether a quote begins a character and not a lifetime.
fn is_character(text: &str) -> bool {
    let mut signs = text.chars().skip(1);
    match signs.next() {
        Some('\\') => true,
        Some(_) => signs.next() == Some('\''),
        None => false,
    }
}

fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, sign) in text.char_indices().skip(1) {
        match sign {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if sign == quote => return at + sign.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// Block comments nest.
fn block_comment(text: &str) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let step = if rest.starts_with("/*") {
            depth += 1;
            2
        } else if rest.starts_with("*/") {
            depth -= 1;
            2
        } else {
            rest.chars().next().map_or(1, char::len_utf8)
        };
        at += step;
        if depth == 0 {
            break;
        }
    }
    at
}

fn is_word(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}
