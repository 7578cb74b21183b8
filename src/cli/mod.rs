//! The commands. Each reads its arguments, calls what the service is made of, and prints.

mod args;
mod check;
mod copy;
mod error;
mod expectations;
mod extract;
mod feed;
mod health;
mod input;
mod manifest;
mod output;
mod resume;
mod serve;
mod sign;
mod sites;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};
pub use error::CliError;

/// Runs the program: 0 when it was done, 1 when it failed, 2 when it was used wrongly.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors and go to standard output.
            let told = error.print();
            return ExitCode::from(if error.use_stderr() || told.is_err() { 2 } else { 0 });
        }
    };
    let result = match &arguments.command {
        Command::Serve(arguments) => serve::run(arguments),
        Command::Feed(arguments) => feed::run(arguments),
        Command::Extract(arguments) => extract::run(arguments),
        Command::Site(arguments) => sites::run(arguments),
        Command::Backup(arguments) => copy::back_up(arguments),
        Command::Restore(arguments) => copy::restore(arguments),
        Command::Sign(arguments) => sign::run(arguments),
        Command::Health(arguments) => health::run(arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads the output has enough of it (`feedmill … | head`).
        Err(CliError::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            output::complain(&error);
            ExitCode::from(error.exit_code())
        }
    }
}
