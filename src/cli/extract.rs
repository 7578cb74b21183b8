//! `feedmill extract`.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::CliError;
use super::args::{ExtractArguments, PageKind};
use super::input::{InputPage, Workbench};
use super::manifest;
use super::output::{print_line, warn};
use crate::feed::{Detail, ServiceError, article_of, explained_article_of, listing_of};
use crate::render::{article_json, explained, listing_json};
use crate::site::Site;

/// Prints what pages say, one JSON object a line.
pub(super) fn run(arguments: &ExtractArguments) -> Result<(), CliError> {
    let mut bench = Workbench::new(&arguments.config)?;
    if let Some(file) = &arguments.manifest {
        return manifest::run(&bench, arguments, file);
    }
    if arguments.url.is_some() && arguments.pages.len() > 1 {
        return Err(CliError::Usage(format!(
            "expected one page beside --url, found {}",
            arguments.pages.len()
        )));
    }
    let mut failures = 0_usize;
    for argument in &arguments.pages {
        let answer = bench.page(argument, arguments.url.as_ref()).and_then(|page| {
            let site = bench.site(arguments.site.as_deref(), &page.url)?;
            Ok(answer(arguments, &page, site, Timestamp::now())?)
        });
        match answer {
            Ok(answer) => print_line(&answer.to_string())?,
            // A site that is not known is not known for any page.
            Err(error @ CliError::Lookup(_)) => return Err(error),
            Err(error) => {
                failures += 1;
                print_line(&json!({"page": argument, "error": error.to_string()}).to_string())?;
                warn(&format!("feedmill: {argument}: {error}"));
            }
        }
    }
    match failures {
        0 => Ok(()),
        _ => {
            Err(CliError::Failed(format!("{failures} of {} pages could not be read", arguments.pages.len())))
        }
    }
}

/// What a page says.
pub(super) fn answer(
    arguments: &ExtractArguments,
    page: &InputPage,
    site: Option<Arc<Site>>,
    now: Timestamp,
) -> Result<Value, ServiceError> {
    match arguments.kind {
        PageKind::Article if arguments.explain => {
            let (article, explanation) = explained_article_of(&page.html, &page.url, site.as_deref(), now)?;
            Ok(explained(article_json(&article), &explanation))
        }
        PageKind::Article => Ok(article_json(&article_of(&page.html, &page.url, site.as_deref(), now)?)),
        PageKind::Listing => {
            let rules = site.as_ref().map(|site| site.rules_for(&page.url));
            let detail = if arguments.explain { Detail::Explanation } else { Detail::Rules };
            let read = listing_of(&page.html, &page.url, site.as_deref(), rules.as_deref(), detail, now)?;
            let answer = listing_json(&read.listing, read.rules.as_ref());
            Ok(if arguments.explain { explained(answer, &read.explanation) } else { answer })
        }
    }
}
