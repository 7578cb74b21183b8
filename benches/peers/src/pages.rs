//! Saved pages.

use std::error::Error;
use std::path::Path;

use serde_json::Value;
use url::Url;

/// A saved page, and where it came from.
pub struct SavedPage {
    pub name: String,
    pub html: String,
    pub url: Url,
}

/// Reads the pages of a manifest, or so many of them, spread evenly. Bytes that are no UTF-8 are replaced: every tool
/// gets the same text.
pub fn read(manifest: &Path, sample: Option<usize>) -> Result<Vec<SavedPage>, Box<dyn Error>> {
    let lines = std::fs::read_to_string(manifest)?;
    let lines: Vec<&str> = lines.lines().filter(|line| !line.trim().is_empty()).collect();
    let step = sample.map_or(1, |sample| lines.len().div_ceil(sample.max(1)).max(1));
    let folder = manifest.parent().unwrap_or(Path::new("."));
    lines.iter().step_by(step).map(|line| page(line, folder)).collect()
}

fn page(line: &str, folder: &Path) -> Result<SavedPage, Box<dyn Error>> {
    let line: Value = serde_json::from_str(line)?;
    let member = |name: &str| line.get(name).and_then(Value::as_str).ok_or(format!("a line without {name}"));
    let path = member("path")?;
    let html = String::from_utf8_lossy(&std::fs::read(folder.join(path))?).into_owned();
    Ok(SavedPage { name: path.to_owned(), html, url: Url::parse(member("url")?)? })
}
