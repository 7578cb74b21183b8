//! Runs feedmill and other crates that read articles over the same saved pages, in turns, on one thread, and prints what
//! each costs as a Markdown table.
//!
//! ```text
//! cargo run --release --manifest-path benches/peers/Cargo.toml -- pages/manifest.jsonl --sample 150
//! cargo run --release --manifest-path benches/peers/Cargo.toml -- --generated
//! ```
//!
//! A manifest has a line `{"path": "page.html", "url": "https://…"}` for each page; the path is relative to the manifest.

mod generated;
mod memory;
mod pages;
mod table;
mod tools;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// What feedmill costs beside other crates.
#[derive(Parser)]
struct Arguments {
    /// Manifests of saved pages.
    manifests: Vec<PathBuf>,
    /// Reads so many pages of each manifest, spread evenly over it.
    #[arg(long)]
    sample: Option<usize>,
    /// Runs every tool so often on each page; the fastest run counts.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Runs these tools alone, besides the parse.
    #[arg(long)]
    tool: Vec<String>,
    /// Names the pages on which each tool is slowest, so many of them.
    #[arg(long, default_value_t = 0)]
    worst: usize,
    /// Reads large pages that are made up, instead of saved ones, with feedmill alone.
    #[arg(long)]
    generated: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // What a tool says of a page that it cannot read is counted, not printed.
    std::panic::set_hook(Box::new(|_| {}));
    if arguments.generated {
        generated::run();
        return ExitCode::SUCCESS;
    }
    let tools = tools::chosen(&arguments.tool);
    for manifest in &arguments.manifests {
        match pages::read(manifest, arguments.sample) {
            Ok(pages) => table::print(&pages, &tools, arguments.rounds, arguments.worst),
            Err(error) => {
                eprintln!("{}: {error}", manifest.display());
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}
