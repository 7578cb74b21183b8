//! `feedmill site resume`.

use jiff::Timestamp;

use super::CliError;
use super::args::{ConfigArguments, ResumeArguments};
use super::input::{Workbench, runtime};
use super::output::print_line;
use crate::config::{self, Flags};
use crate::model::FeedKey;
use crate::store;

/// Lets a feed be tried again that stopped, or that is left alone for a long time.
pub(super) fn run(config: &ConfigArguments, arguments: &ResumeArguments) -> Result<(), CliError> {
    let feed: FeedKey = arguments.feed.parse().map_err(|error| CliError::Usage(format!("{error}")))?;
    Workbench::new(config)?.catalogue.feed(&feed)?;
    let flags = Flags { data_dir: arguments.data_dir.clone(), ..config.flags() };
    let url = config::load(&flags, std::env::vars())?.store_url();
    let outcome = runtime()?.block_on(async {
        let store = store::open_existing(&url).await?;
        let outcome = store.resume(&feed, Timestamp::now()).await;
        store.close().await;
        outcome
    })?;
    match outcome {
        Some(outcome) => print_line(&format!(
            "{feed} is tried again when it is next asked for; its last refresh was {outcome}"
        )),
        None => Err(CliError::Failed(format!(
            "expected a feed that was tried before, found that {url} knows nothing of {feed}"
        ))),
    }
}
