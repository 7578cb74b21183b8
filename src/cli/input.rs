//! Pages that a command is given: files, addresses and standard input.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use tokio::runtime::Runtime;
use url::Url;

use super::CliError;
use super::args::ConfigArguments;
use super::output::warn;
use crate::app;
use crate::config::{self, Settings};
use crate::extract::{Page, syndication};
use crate::feed::Service;
use crate::fetch;
use crate::site::{Catalogue, Site, SiteError, SitesSettings, SourceFile};
use crate::store::StoreUrl;

/// A page with its address.
pub(super) struct InputPage {
    pub html: String,
    pub url: Url,
}

/// What a command that needs no server works with.
pub(super) struct Workbench {
    pub settings: Settings,
    pub catalogue: Catalogue,
    runtime: Runtime,
    service: Option<Arc<Service>>,
}

impl Workbench {
    /// Reads configuration and definitions.
    pub fn new(arguments: &ConfigArguments) -> Result<Self, CliError> {
        let settings = config::load(&arguments.flags(), std::env::vars())?;
        let loaded = app::load_catalogue(&settings.sites)?;
        for error in &loaded.rejected {
            warn(&format!("feedmill: left out a broken site definition: {error}"));
        }
        let runtime = runtime()?;
        Ok(Self { settings, catalogue: loaded.catalogue, runtime, service: None })
    }

    /// A service that forgets everything at the end of the command.
    pub fn service(&mut self) -> Result<Arc<Service>, CliError> {
        if let Some(service) = &self.service {
            return Ok(Arc::clone(service));
        }
        let mut settings = self.settings.clone();
        settings.store.url = Some(StoreUrl::SqliteMemory);
        // What one command reads is no news to a hub.
        settings.websub.hub = None;
        let address = settings.server.listen.base();
        let (catalogue, handle) = (self.catalogue.clone(), self.runtime.handle().clone());
        let built = app::build(&settings, catalogue, &address, app::system_clock(), handle);
        let service = self.runtime.block_on(built)?;
        self.service = Some(Arc::clone(&service));
        Ok(service)
    }

    /// Runs work that waits for the net.
    pub fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// The page behind an argument: an address, a file, or `-`. `url` gives a saved page its address; without it the page
    /// must name its own.
    pub fn page(&mut self, argument: &str, url: Option<&Url>) -> Result<InputPage, CliError> {
        if let Some(address) = address(argument)? {
            let service = self.service()?;
            let page = self.block_on(service.fetch_page(&address))?;
            return Ok(InputPage { html: page.text, url: page.url });
        }
        let html = fetch::decode_page(read(argument)?);
        let url = match url {
            Some(url) => url.clone(),
            None => syndication::own_address(&html).or_else(|| own_address(&html)).ok_or_else(|| {
                CliError::Usage(format!(
                    "expected --url with the address of the page, since {argument} does not name its own"
                ))
            })?,
        };
        Ok(InputPage { html, url })
    }

    /// The site of an argument: a file, or a name; without an argument that of the page's host.
    pub fn site(&self, argument: Option<&str>, page: &Url) -> Result<Option<Arc<Site>>, CliError> {
        match argument {
            None => Ok(self.catalogue.site_of(page).cloned()),
            Some(argument) => self.named_site(argument).map(Some),
        }
    }

    /// The site of a file or a name.
    pub fn named_site(&self, argument: &str) -> Result<Arc<Site>, CliError> {
        self.definition(argument).map(|(site, _)| site)
    }

    /// The site of a file or a name, with a catalogue that has its feeds. A file of mixes is read with all other definitions,
    /// those of its own folder where the configuration names none.
    pub fn definition(&self, argument: &str) -> Result<(Arc<Site>, Catalogue), CliError> {
        if !argument.ends_with(".toml") {
            return Ok((Arc::clone(self.catalogue.site(argument)?), self.catalogue.clone()));
        }
        let text = std::fs::read_to_string(argument)
            .map_err(|source| CliError::Input { name: argument.to_owned(), source })?;
        let file = SourceFile { name: argument.to_owned(), text };
        let failed = |error: SiteError| CliError::Failed(error.to_string());
        if file.is_of_mixes() {
            return self.others_of(argument)?.with_mixes(&file).map_err(failed);
        }
        let loaded = Catalogue::load([], [file]).map_err(failed)?;
        if let Some(error) = loaded.rejected.into_iter().next() {
            return Err(failed(error));
        }
        let site = loaded.catalogue.sites().next().cloned();
        let site = site.ok_or_else(|| CliError::Failed(format!("expected a site in {argument}, found none")));
        Ok((site?, loaded.catalogue))
    }

    /// The definitions that a file of mixes may name.
    fn others_of(&self, file: &str) -> Result<Catalogue, CliError> {
        if self.settings.sites.dir.is_some() {
            return Ok(self.catalogue.clone());
        }
        let folder = Path::new(file).parent().filter(|folder| !folder.as_os_str().is_empty());
        let dir = Some(folder.unwrap_or(Path::new(".")).to_owned());
        let settings = SitesSettings { dir, ..self.settings.sites.clone() };
        Ok(app::load_catalogue(&settings)?.catalogue)
    }
}

/// An argument that is the address of a page.
pub(super) fn address(argument: &str) -> Result<Option<Url>, CliError> {
    let scheme = argument.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    if !matches!(scheme.as_deref(), Some("http" | "https")) {
        return Ok(None);
    }
    let url = Url::parse(argument);
    url.map(Some)
        .map_err(|error| CliError::Usage(format!("expected an address, found {argument:?}: {error}")))
}

/// The bytes of a file or of standard input.
pub(super) fn read(argument: &str) -> Result<Vec<u8>, CliError> {
    let failed = |source| CliError::Input { name: argument.to_owned(), source };
    if argument == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(failed)?;
        return Ok(bytes);
    }
    std::fs::read(Path::new(argument)).map_err(failed)
}

/// A runtime for what waits for the net.
pub(super) fn runtime() -> Result<Runtime, CliError> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// The address that a saved page gives as its own: canonical link or `og:url`.
fn own_address(html: &str) -> Option<Url> {
    let anywhere = Url::parse("http://localhost/").ok()?;
    let page = Page::parse(html, &anywhere).ok()?;
    crate::extract::own_address(&page)
}
