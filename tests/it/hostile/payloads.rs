//! The payloads: `payloads.txt`, armed so that each reports itself when it runs.

/// Every payload in the order of the file, with its characters and without its arms.
pub(super) fn all() -> Vec<String> {
    let lines = include_str!("payloads.txt").lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with("# ")).map(with_characters).collect()
}

/// A payload that reports itself to the witness under its number, with a program of neither quotes nor spaces, which fits
/// wherever a payload has room for one.
pub(super) fn armed(payload: &str, number: usize, witness: &str) -> String {
    let address = format!("{witness}/ran/{number}");
    let characters: Vec<String> = address.bytes().map(|byte| byte.to_string()).collect();
    let program = format!("fetch(String.fromCharCode({}))", characters.join(","));
    payload.replace("URL", &address).replace("RUN", &program)
}

/// Text as HTML or XML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn with_characters(line: &str) -> String {
    let mut pieces = line.split("{{");
    let mut text = pieces.next().unwrap().to_owned();
    for piece in pieces {
        let (number, rest) = piece.split_once("}}").unwrap();
        text.push(char::from_u32(u32::from_str_radix(number, 16).unwrap()).unwrap());
        text.push_str(rest);
    }
    text
}
