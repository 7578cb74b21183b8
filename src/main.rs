//! The feedmill program.

use std::process::ExitCode;

fn main() -> ExitCode {
    feedmill::cli::run(std::env::args_os())
}
