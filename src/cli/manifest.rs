//! Many saved pages at once: a manifest of lines `{"id", "path", "url"}`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::CliError;
use super::args::ExtractArguments;
use super::extract::answer;
use super::input::{InputPage, Workbench};
use super::output::{print_line, progress};
use crate::fetch;

#[derive(Deserialize)]
struct Line {
    id: String,
    path: PathBuf,
    url: Url,
}

/// Reads every page of a manifest on several threads and prints the answers in its order.
pub(super) fn run(bench: &Workbench, arguments: &ExtractArguments, file: &Path) -> Result<(), CliError> {
    let lines = lines(file)?;
    let folder = file.parent().unwrap_or(Path::new("."));
    let jobs = arguments
        .jobs
        .map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from);
    let now = Timestamp::now();
    let bar = progress(lines.len());
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..jobs.min(lines.len()) {
            let sender = sender.clone();
            let (lines, next) = (&lines, &next);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(line) = lines.get(at) else { return };
                    let answer = line
                        .as_ref()
                        .map_err(Value::clone)
                        .and_then(|line| read(bench, arguments, folder, line, now));
                    if sender.send((at, answer)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let failures = write_in_order(&receiver, &bar)?;
        bar.finish_and_clear();
        if failures == 0 {
            return Ok(());
        }
        Err(CliError::Failed(format!("{failures} of {} pages could not be read", lines.len())))
    })
}

fn lines(file: &Path) -> Result<Vec<Result<Line, Value>>, CliError> {
    let text = std::fs::read_to_string(file)
        .map_err(|source| CliError::Input { name: file.display().to_string(), source })?;
    Ok(text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| read_line(line, number + 1))
        .collect())
}

/// A line, or the answer to one that is none. It carries the id where there is one.
fn read_line(line: &str, number: usize) -> Result<Line, Value> {
    serde_json::from_str(line).map_err(|error| {
        let id = serde_json::from_str::<Value>(line).ok().and_then(|value| value.get("id").cloned());
        let cause = format!("line {number}: expected {{\"id\", \"path\", \"url\"}}: {error}");
        json!({"id": id.unwrap_or(Value::Null), "error": cause})
    })
}

fn read(
    bench: &Workbench,
    arguments: &ExtractArguments,
    folder: &Path,
    line: &Line,
    now: Timestamp,
) -> Result<Value, Value> {
    let failed = |error: &dyn std::fmt::Display| json!({"id": line.id, "error": error.to_string()});
    let path = folder.join(&line.path);
    let bytes = std::fs::read(&path).map_err(|error| failed(&format!("{}: {error}", path.display())))?;
    let page = InputPage { html: fetch::decode_page(bytes), url: line.url.clone() };
    let site = bench.site(arguments.site.as_deref(), &page.url).map_err(|error| failed(&error))?;
    let mut answer = answer(arguments, &page, site, now).map_err(|error| failed(&error))?;
    if let Value::Object(members) = &mut answer {
        members.insert("id".to_owned(), Value::String(line.id.clone()));
    }
    Ok(answer)
}

/// Prints answers in the order of the manifest, as soon as those before them are there. Counts what failed.
fn write_in_order(
    receiver: &mpsc::Receiver<(usize, Result<Value, Value>)>,
    bar: &indicatif::ProgressBar,
) -> Result<usize, CliError> {
    let mut early = BTreeMap::new();
    let (mut due, mut failures) = (0_usize, 0_usize);
    for (at, answer) in receiver {
        early.insert(at, answer);
        while let Some(answer) = early.remove(&due) {
            failures += usize::from(answer.is_err());
            print_line(&answer.unwrap_or_else(|failure| failure).to_string())?;
            bar.inc(1);
            due += 1;
        }
    }
    Ok(failures)
}
