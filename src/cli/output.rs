//! What a command prints.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressStyle};

use super::CliError;

/// Writes a text to standard output as it is.
pub(super) fn print(text: &[u8]) -> Result<(), CliError> {
    let mut output = std::io::stdout().lock();
    output.write_all(text)?;
    Ok(output.flush()?)
}

/// Writes lines to standard output.
pub(super) fn print_line(text: &str) -> Result<(), CliError> {
    let mut output = std::io::stdout().lock();
    writeln!(output, "{text}")?;
    Ok(output.flush()?)
}

/// Tells why a command failed, with all causes, on standard error.
pub(super) fn complain(error: &dyn std::error::Error) {
    let mut text = format!("feedmill: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!("\n  because: {cause}"));
        source = cause.source();
    }
    warn(&text);
}

/// Tells something on standard error. When nobody can read it there is nobody to tell that either.
pub(super) fn warn(text: &str) {
    let told = writeln!(std::io::stderr(), "{text}");
    drop(told);
}

/// A progress bar on standard error, where that is a terminal.
pub(super) fn progress(length: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(u64::try_from(length).unwrap_or(u64::MAX));
    match ProgressStyle::with_template("{bar:40} {pos}/{len} pages, {per_sec}, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
