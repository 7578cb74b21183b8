//! `feedmill site`.

use jiff::Timestamp;
use url::Url;

use super::args::{ImportKind, SiteArguments, SiteCommand};
use super::check::Look;
use super::input::Workbench;
use super::output::{print, warn};
use super::{CliError, check, resume};
use crate::feed::{Detail, RuleCheck, listing_of};
use crate::site::{self, SectionSource};

/// Lists, shows, checks and writes definitions.
pub(super) fn run(arguments: &SiteArguments) -> Result<(), CliError> {
    let mut bench = Workbench::new(&arguments.config)?;
    match &arguments.command {
        SiteCommand::List => list(&bench),
        SiteCommand::Show { name } => show(&bench, name),
        SiteCommand::Check { site, page, url, offline } => {
            let look = match (url, offline) {
                (Some(url), _) => Look::Page(page.as_deref(), url),
                (None, true) => Look::Offline,
                (None, false) => Look::Listings,
            };
            check::run(&mut bench, site, &look)
        }
        SiteCommand::New { url, page } => new(&mut bench, url, page.as_deref()),
        SiteCommand::Import { from: ImportKind::Rsspls, file } => import_rsspls(file),
        SiteCommand::Resume(resumed) => resume::run(&arguments.config, resumed),
    }
}

fn list(bench: &Workbench) -> Result<(), CliError> {
    let lines: Vec<String> = bench
        .catalogue
        .sites()
        .map(|site| {
            let origin = if site.builtin { "built in" } else { "yours" };
            format!("{}\t{}\t{} feeds\t{}\t{origin}\n", site.name, site.title, site.sections.len(), site.home)
        })
        .collect();
    print(lines.concat().as_bytes())
}

fn show(bench: &Workbench, name: &str) -> Result<(), CliError> {
    let site = bench.named_site(name)?;
    let mut text = format!("{}\n{}\n\n", site.title, site.home);
    for section in &site.sections {
        let source = match &section.source {
            SectionSource::Listing { url, .. } => url.as_str(),
            SectionSource::Merge => "all sections joined",
            SectionSource::Mix(_) => "feeds of several sites joined",
        };
        text.push_str(&format!("{}\t{} › {}\t{source}\n", section.key, section.group, section.title));
    }
    for family in &site.parametric {
        let path = format!("{}/{}{{{}}}", site.name, family.prefix, family.parameter);
        text.push_str(&format!("{path}\t{} › {}\t{}\n", family.group, family.title, family.url));
    }
    print(text.as_bytes())
}

/// Writes a definition for a page from what is detected on it.
fn new(bench: &mut Workbench, url: &Url, page: Option<&str>) -> Result<(), CliError> {
    let input = bench.page(page.unwrap_or(url.as_str()), Some(url))?;
    let read = listing_of(&input.html, &input.url, None, None, Detail::Explanation, Timestamp::now())?;
    let (listing, rules) = (read.listing, read.rules);
    if listing.entries.is_empty() {
        return Err(CliError::Failed(format!("expected entries on {url}, found none")));
    }
    let Some(rules) = rules else {
        let found = listing.entries.len();
        return Err(CliError::Failed(format!(
            "found {found} entries on {url}, but no short selector that finds them again; subscribe through /convert, or write the rules by hand"
        )));
    };
    let made =
        site::definition_for(&input.url, listing.title.as_deref(), listing.language.as_deref(), &rules)
            .map_err(|error| CliError::Failed(error.to_string()))?;
    let (found, confidence) = (listing.entries.len(), listing.confidence);
    warn(&format!("feedmill: {found} entries, confidence {confidence:.2}; save it as {}", made.name));
    let notes = notes(&read.explanation.rules, found, confidence);
    // The rules are the file's last table; what is said of them stands above it.
    let text = match made.text.split_once("\n[listing]\n") {
        Some((site, rules)) => format!("{site}\n{notes}[listing]\n{rules}"),
        None => made.text,
    };
    let head = "# Written from what was detected. Look at title, language, time zone and group, which a page hardly tells.\n";
    print(format!("{head}{text}").as_bytes())
}

/// What a person should know of the rules, as comments.
fn notes(checks: &[RuleCheck], found: usize, confidence: f64) -> String {
    let mut notes = format!("# {found} entries were detected, with a confidence of {confidence:.2}.\n");
    for check in checks.iter().filter(|check| check.detected > 0) {
        let RuleCheck { field, detected, same, .. } = check;
        if !check.rule {
            notes.push_str(&format!(
                "# {field}: no short selector finds it alone. From the usual markup it is the same in {same} of {detected} entries.\n"
            ));
        } else if same < detected {
            notes.push_str(&format!(
                "# {field}: the same in {same} of {detected} entries; look at the rest.\n"
            ));
        }
    }
    notes
}

fn import_rsspls(file: &std::path::Path) -> Result<(), CliError> {
    let name = file.display().to_string();
    let text =
        std::fs::read_to_string(file).map_err(|source| CliError::Input { name: name.clone(), source })?;
    let definitions =
        site::import_rsspls(&name, &text).map_err(|error| CliError::Failed(error.to_string()))?;
    if definitions.is_empty() {
        return Err(CliError::Failed(format!("expected feeds of rsspls in {name}, found none")));
    }
    let parts: Vec<String> =
        definitions.iter().map(|definition| format!("# {}\n{}", definition.name, definition.text)).collect();
    print(parts.join("\n").as_bytes())
}
