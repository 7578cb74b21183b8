//! The paths of a file that begin at the root of the crate, however they are written.

use super::source::{SourceFile, Token};

/// A path, from the root of the crate.
#[derive(Debug)]
pub struct Found {
    /// The line on which it begins.
    pub line: usize,
    /// Its segments; `*` for all of a module.
    pub path: Vec<String>,
}

/// Every path by `crate::`, by the name of the crate, or by a chain of `super::` that climbs to the root.
pub fn from_the_root(file: &SourceFile) -> Vec<Found> {
    let tokens = &file.tokens;
    let mut found = Vec::new();
    let mut inner_modules = InnerModules::default();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        inner_modules.see(tokens, at);
        let depth = file.module.len() + inner_modules.open.len();
        let start = match token.text.as_str() {
            "crate" | "feedmill" if follows(tokens, at + 1, "::") => Some(at + 2),
            "super" => {
                let climbs = climbs(tokens, at);
                let after = at + 2 * climbs;
                at = after - 2;
                (climbs >= depth && follows(tokens, after - 1, "::")).then_some(after)
            }
            _ => None,
        };
        if let Some(start) = start {
            let mut path = Vec::new();
            leaves(tokens, start, &mut path, token.line, &mut found);
        }
        at += 1;
    }
    found
}

/// The modules that are written inside of the file and not closed yet.
#[derive(Default)]
struct InnerModules {
    braces: usize,
    /// The count of braces outside each of them.
    open: Vec<usize>,
}

impl InnerModules {
    fn see(&mut self, tokens: &[Token], at: usize) {
        match tokens[at].text.as_str() {
            "{" => {
                if at >= 2 && tokens[at - 2].text == "mod" {
                    self.open.push(self.braces);
                }
                self.braces += 1;
            }
            "}" => {
                self.braces = self.braces.saturating_sub(1);
                self.open.pop_if(|outside| *outside == self.braces);
            }
            _ => {}
        }
    }
}

/// How many `super` follow each other, from one on.
fn climbs(tokens: &[Token], at: usize) -> usize {
    let mut climbs = 1;
    while follows(tokens, at + 2 * climbs - 1, "::") && follows(tokens, at + 2 * climbs, "super") {
        climbs += 1;
    }
    climbs
}

/// Adds every path of a use tree, or the one path of an expression, and returns where it ends.
fn leaves(
    tokens: &[Token],
    mut at: usize,
    path: &mut Vec<String>,
    line: usize,
    found: &mut Vec<Found>,
) -> usize {
    let before = path.len();
    loop {
        match tokens.get(at).map(|token| token.text.as_str()) {
            Some("{") => {
                at += 1;
                while !follows(tokens, at, "}") && at < tokens.len() {
                    at = leaves(tokens, at, path, line, found).max(at + 1);
                    at += usize::from(follows(tokens, at, ","));
                }
                at += 1;
                break;
            }
            Some("self") if path.len() > before || before > 0 => {
                found.push(Found { line, path: path.clone() });
                at += 1;
                break;
            }
            Some(segment) => {
                path.push(segment.to_owned());
                at += 1;
            }
            None => break,
        }
        if !follows(tokens, at, "::") {
            found.push(Found { line, path: path.clone() });
            break;
        }
        at += 1;
    }
    path.truncate(before);
    // `as name` renames and adds nothing.
    at + if follows(tokens, at, "as") { 2 } else { 0 }
}

fn follows(tokens: &[Token], at: usize, text: &str) -> bool {
    tokens.get(at).is_some_and(|token| token.text == text)
}
