//! `feedmill backup` and `feedmill restore`.

use super::CliError;
use super::args::CopyArguments;
use super::input::runtime;
use super::output::print_line;
use crate::config::{self, Flags, Settings};
use crate::store;

/// Writes a copy of the database.
pub(super) fn back_up(arguments: &CopyArguments) -> Result<(), CliError> {
    let url = settings(arguments)?.store_url();
    runtime()?.block_on(store::back_up(&url, &arguments.file))?;
    print_line(&format!("{} holds all that {url} held", arguments.file.display()))
}

/// Puts a copy into the place of what the database holds.
pub(super) fn restore(arguments: &CopyArguments) -> Result<(), CliError> {
    let url = settings(arguments)?.store_url();
    let kept = runtime()?.block_on(store::restore(&url, &arguments.file))?;
    if let Some(kept) = kept {
        print_line(&format!("what {url} held is kept in {}", kept.display()))?;
    }
    print_line(&format!("{url} holds what {} held", arguments.file.display()))
}

fn settings(arguments: &CopyArguments) -> Result<Settings, CliError> {
    let flags = Flags { data_dir: arguments.data_dir.clone(), ..arguments.config.flags() };
    Ok(config::load(&flags, std::env::vars())?)
}
