//! How long files and functions may be, and what may stand in which.

use super::source::{self, SourceFile, Token};

const MOST_LINES_OF_A_FILE: usize = 400;
const MOST_LINES_OF_A_FUNCTION: usize = 60;

/// A function with a body.
struct Function<'a> {
    name: &'a str,
    line: usize,
    lines: usize,
}

#[test]
fn no_file_is_longer_than_a_reader_keeps_in_mind() {
    let long: Vec<String> = all_files()
        .iter()
        .filter(|file| file.lines > MOST_LINES_OF_A_FILE)
        .map(|file| format!("{}: {} lines", file.path, file.lines))
        .collect();

    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn no_function_is_longer_than_a_screen() {
    let mut long = Vec::new();
    for file in all_files() {
        for function in functions(&file) {
            if function.lines > MOST_LINES_OF_A_FUNCTION {
                let Function { name, line, lines } = function;
                long.push(format!("{}:{line}: {name}: {lines} lines", file.path));
            }
        }
    }

    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn a_mod_file_declares_and_hands_on_and_does_nothing() {
    let mut working = Vec::new();
    for file in source::files("src") {
        if !is_table_of_contents(&file) {
            continue;
        }
        for function in functions(&file) {
            working.push(format!("{}:{}: fn {}", file.path, function.line, function.name));
        }
    }

    assert!(working.is_empty(), "{}", working.join("\n"));
}

#[test]
fn only_web_names_actix() {
    let mut named = Vec::new();
    for file in source::files("src") {
        let is_web = file.module.first().is_some_and(|module| module == "web");
        for token in file.tokens.iter().filter(|token| !is_web && token.text.contains("actix")) {
            named.push(format!("{}:{}: {}", file.path, token.line, token.text));
        }
    }

    assert!(named.is_empty(), "{}", named.join("\n"));
}

#[test]
fn a_function_is_counted_from_its_name_to_its_last_brace() {
    let text = "trait T { fn declared(); }\n\
                type F = fn(u8) -> u8;\n\
                fn outer(list: [u8; 2])\n\
                where\n    u8: Copy,\n\
                {\n    let inner = || { '{' };\n    fn nested() {}\n}\n";
    let file = SourceFile::new("a.rs", text);
    let found: Vec<(&str, usize, usize)> =
        functions(&file).iter().map(|function| (function.name, function.line, function.lines)).collect();

    assert_eq!(found, [("outer", 3, 7), ("nested", 8, 1)]);
}

/// The command line's mod file is its entrance and chooses the command; those of tests hold what the tests share.
fn is_table_of_contents(file: &SourceFile) -> bool {
    file.path.ends_with("/mod.rs") && file.path != "src/cli/mod.rs" && !file.path.contains("/tests/")
}

fn all_files() -> Vec<SourceFile> {
    ["src", "tests", "benches"].into_iter().flat_map(source::files).collect()
}

fn functions(file: &SourceFile) -> Vec<Function<'_>> {
    let tokens = &file.tokens;
    let starts = tokens.iter().enumerate().filter(|(_, token)| token.text == "fn");
    let function = |(at, start): (usize, &Token)| {
        let name = &tokens.get(at + 1)?.text;
        let is_named = name.starts_with(|first: char| first.is_alphabetic() || first == '_');
        let end = body_end(tokens.get(at + 2..)?).filter(|_| is_named)?;
        Some((name.as_str(), start.line, end))
    };
    starts
        .filter_map(function)
        .map(|(name, line, end)| Function { name, line, lines: end - line + 1 })
        .collect()
}

/// The line of the brace that closes the first body, unless a semicolon ends the declaration before.
fn body_end(tokens: &[Token]) -> Option<usize> {
    let (mut braces, mut brackets) = (0_usize, 0_usize);
    for token in tokens {
        match token.text.as_str() {
            "{" => braces += 1,
            "}" => {
                braces = braces.saturating_sub(1);
                if braces == 0 {
                    return Some(token.line);
                }
            }
            "(" | "[" => brackets += 1,
            ")" | "]" => brackets = brackets.saturating_sub(1),
            ";" if braces == 0 && brackets == 0 => return None,
            _ => {}
        }
    }
    None
}
