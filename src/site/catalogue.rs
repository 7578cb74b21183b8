//! All site definitions, and the feeds that they define.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rust_embed::RustEmbed;
use url::Url;

use super::{Expect, ListingRules, Reach, RobotsPolicy, Section, SectionSource, Site, SiteError, check, mix};
use crate::model::{FeedKey, SiteName, same_site};

/// The definitions that come with the program.
#[derive(RustEmbed)]
#[folder = "sites/"]
struct Builtin;

/// A definition as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// What errors call it.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Every site that is known. Immutable; a reload makes another one.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    sites: BTreeMap<SiteName, Arc<Site>>,
}

/// A catalogue, and the user's files that were left out of it.
#[derive(Debug)]
pub struct Loaded {
    /// What could be read.
    pub catalogue: Catalogue,
    /// What could not, each with its fault. A definition of the same name that came with the program stays in force.
    pub rejected: Vec<SiteError>,
}

/// One feed, looked up.
#[derive(Clone, Debug)]
pub struct FeedDefinition {
    /// Its key.
    pub key: FeedKey,
    /// Its site.
    pub site: Arc<Site>,
    /// Its title for people.
    pub title: String,
    /// Where its entries come from.
    pub source: FeedSource,
    /// What its listing must have.
    pub expect: Expect,
}

/// Where a feed's entries come from.
#[derive(Clone, Debug)]
pub enum FeedSource {
    /// A listing page.
    Listing {
        /// Its address.
        url: Url,
        /// How it is read.
        rules: Arc<ListingRules>,
        /// The category that its items carry.
        category: Option<String>,
        /// Whether the address was made from a parameter that a reader gave.
        parametric: bool,
        /// How far beyond the page entries are looked for.
        reach: Reach,
    },
    /// Other feeds of the site.
    Merge(Vec<FeedKey>),
    /// Feeds of several sites.
    Mix(Arc<super::Mix>),
}

/// Why there is no such feed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LookupError {
    /// No definition has this name.
    #[error("expected one of the sites {known}, found {site:?}")]
    UnknownSite {
        /// The name.
        site: String,
        /// The names there are.
        known: String,
    },
    /// The site has no such section or family.
    #[error("expected a feed of {site} such as {known}, found {path:?}")]
    UnknownFeed {
        /// The site.
        site: String,
        /// The path.
        path: String,
        /// Paths there are.
        known: String,
    },
    /// A parameter that no listing can have.
    #[error("expected a {parameter} of 1 to 100 characters, found {value:?}")]
    BadParameter {
        /// Which parameter.
        parameter: String,
        /// Its value.
        value: String,
    },
}

impl SourceFile {
    /// Whether it defines mixes rather than a site.
    pub fn is_of_mixes(&self) -> bool {
        check::stem(&self.name) == mix::NAME
    }
}

impl Loaded {
    /// The catalogue, in which every file that could not be read still says what it said before.
    pub fn keeping(self, before: &Catalogue) -> Catalogue {
        let mut catalogue = self.catalogue;
        for error in &self.rejected {
            let kept = before.sites.iter().find(|(name, _)| check::stem(&error.file) == name.as_str());
            if let Some((name, site)) = kept {
                catalogue.sites.insert(name.clone(), Arc::clone(site));
            }
        }
        catalogue
    }
}

impl FeedDefinition {
    /// Whether it is made for the address of a page, and named by no definition.
    pub fn is_unnamed(&self) -> bool {
        *self.key.site() == SiteName::convert()
    }
}

impl Catalogue {
    /// Reads definitions. A fault in one that came with the program is a fault of the program and ends the load; a
    /// user's broken file is left out and told.
    pub fn load(
        builtin: impl IntoIterator<Item = SourceFile>,
        user: impl IntoIterator<Item = SourceFile>,
    ) -> Result<Loaded, SiteError> {
        let mut sites = BTreeMap::new();
        for file in builtin {
            let site = check::parse(&file.name, &file.text, true)?;
            sites.insert(site.name.clone(), Arc::new(site));
        }
        let (mut rejected, mut mixes) = (Vec::new(), None);
        for file in user {
            if file.is_of_mixes() {
                mixes = Some(file);
                continue;
            }
            match check::parse(&file.name, &file.text, false) {
                Ok(site) => {
                    sites.insert(site.name.clone(), Arc::new(site));
                }
                Err(error) => rejected.push(error),
            }
        }
        let mut catalogue = Self { sites };
        if let Some(file) = mixes
            && let Err(error) = catalogue.add_mixes(&file)
        {
            rejected.push(error);
        }
        Ok(Loaded { catalogue, rejected })
    }

    /// The same with the mixes of a file in the place of those that it has, and the site under which they live.
    ///
    /// # Errors
    /// When the file cannot be read, names a feed that is not there, or joins in a circle.
    pub fn with_mixes(&self, file: &SourceFile) -> Result<(Arc<Site>, Self), SiteError> {
        let mut catalogue = self.clone();
        let site = catalogue.add_mixes(file)?;
        Ok((site, catalogue))
    }

    /// Adds the mixes of a file, if every feed that they join is there and they make no circle.
    fn add_mixes(&mut self, file: &SourceFile) -> Result<Arc<Site>, SiteError> {
        let mix::MixFile { site, members } = mix::parse(&file.name, &file.text)?;
        let (name, site) = (site.name.clone(), Arc::new(site));
        let mut with_mixes = self.clone();
        with_mixes.sites.insert(name, Arc::clone(&site));
        for member in &members {
            let fault = |cause| {
                let (span, field) = (Some(member.span.clone()), Some(member.field.clone()));
                SiteError::at(&file.name, &file.text, span, field, cause)
            };
            with_mixes.feed(&member.feed).map_err(|error| fault(error.to_string()))?;
            if with_mixes.leads_to(&member.feed, &member.mix, &mut HashSet::new()) {
                let (mix, feed) = (&member.mix, &member.feed);
                return Err(fault(format!("expected feeds that do not join {mix} themselves, found {feed}")));
            }
        }
        *self = with_mixes;
        Ok(site)
    }

    /// Whether a feed is a mix, or is joined by it, directly or through other mixes.
    fn leads_to(&self, feed: &FeedKey, mix: &FeedKey, seen: &mut HashSet<FeedKey>) -> bool {
        if feed == mix {
            return true;
        }
        match self.feed(feed).map(|definition| definition.source) {
            Ok(FeedSource::Mix(inner)) if seen.insert(feed.clone()) => {
                inner.feeds.iter().any(|feed| self.leads_to(feed, mix, seen))
            }
            _ => false,
        }
    }

    /// All sites, by title: the order in which people look for them.
    pub fn sites(&self) -> impl Iterator<Item = &Arc<Site>> {
        let mut sites: Vec<&Arc<Site>> = self.sites.values().collect();
        sites.sort_by(|left, right| left.title.cmp(&right.title));
        sites.into_iter()
    }

    /// The hosts of all home pages and listings.
    pub fn hosts(&self) -> impl Iterator<Item = String> {
        self.hosts_of(|_| true)
    }

    /// Of these, the hosts of sites whose robots.txt is to be ignored.
    pub fn unruled_hosts(&self) -> impl Iterator<Item = String> {
        self.hosts_of(|site| site.robots == RobotsPolicy::Ignore)
    }

    fn hosts_of(&self, wanted: impl Fn(&Site) -> bool) -> impl Iterator<Item = String> {
        let listings = |site: &Site| -> Vec<Url> {
            let urls = site.sections.iter().filter_map(|section| match &section.source {
                SectionSource::Listing { url, .. } => Some(url.clone()),
                SectionSource::Merge | SectionSource::Mix(_) => None,
            });
            urls.chain([site.home.clone()]).collect()
        };
        self.sites
            .values()
            .filter(move |site| !site.is_mixes() && wanted(site))
            .flat_map(move |site| listings(site))
            .filter_map(|url| url.host_str().map(ToOwned::to_owned))
    }

    /// A site by its name.
    pub fn site(&self, name: &str) -> Result<&Arc<Site>, LookupError> {
        self.sites.values().find(|site| site.name.as_str() == name).ok_or_else(|| LookupError::UnknownSite {
            site: name.to_owned(),
            known: self.sites.keys().map(SiteName::as_str).collect::<Vec<_>>().join(", "),
        })
    }

    /// The site of the address's host, with or without `www.`; one of the very same port first.
    pub fn site_of(&self, url: &Url) -> Option<&Arc<Site>> {
        let same = || self.sites.values().filter(|site| !site.is_mixes() && same_site(&site.home, url));
        same()
            .find(|site| site.home.port_or_known_default() == url.port_or_known_default())
            .or_else(|| same().next())
    }

    /// A feed by its key.
    pub fn feed(&self, key: &FeedKey) -> Result<FeedDefinition, LookupError> {
        let site = self.site(key.site().as_str())?;
        if let Some(section) = site.sections.iter().find(|section| section.key == *key) {
            return Ok(section_feed(site, section));
        }
        for family in &site.parametric {
            if let Some(value) = family.value_in(key.path()) {
                return parametric_feed(site, family, key, value);
            }
        }
        let known: Vec<&str> = site.sections.iter().map(|section| section.key.path()).take(5).collect();
        Err(LookupError::UnknownFeed {
            site: site.name.to_string(),
            path: key.path().to_owned(),
            known: known.join(", "),
        })
    }
}

/// The definitions that come with the program.
pub fn builtin_files() -> Vec<SourceFile> {
    Builtin::iter()
        .filter(|name| name.ends_with(".toml"))
        .filter_map(|name| {
            let text = String::from_utf8_lossy(&Builtin::get(&name)?.data).into_owned();
            Some(SourceFile { name: format!("sites/{name}"), text })
        })
        .collect()
}

/// The definitions in a folder: every `*.toml`, by name. A file that cannot be read is named in the second list.
///
/// # Errors
/// When the folder itself cannot be read.
pub fn folder_files(folder: &Path) -> std::io::Result<(Vec<SourceFile>, Vec<SiteError>)> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    paths.sort();
    let (mut files, mut unreadable) = (Vec::new(), Vec::new());
    for path in paths {
        let name = path.display().to_string();
        match std::fs::read_to_string(&path) {
            Ok(text) => files.push(SourceFile { name, text }),
            Err(error) => unreadable.push(SiteError::at(&name, "", None, None, error.to_string())),
        }
    }
    Ok((files, unreadable))
}

fn section_feed(site: &Arc<Site>, section: &Section) -> FeedDefinition {
    let source = match &section.source {
        SectionSource::Listing { url, rules, categorises, reach } => FeedSource::Listing {
            url: url.clone(),
            rules: site.listing_rules(rules),
            category: categorises.then(|| section.title.clone()),
            parametric: false,
            reach: *reach,
        },
        SectionSource::Mix(mix) => FeedSource::Mix(Arc::clone(mix)),
        SectionSource::Merge => FeedSource::Merge(
            site.sections
                .iter()
                .filter(|section| matches!(section.source, SectionSource::Listing { categorises: true, .. }))
                .map(|section| section.key.clone())
                .collect(),
        ),
    };
    FeedDefinition {
        key: section.key.clone(),
        site: Arc::clone(site),
        title: section.title.clone(),
        source,
        expect: section.expect.clone(),
    }
}

fn parametric_feed(
    site: &Arc<Site>,
    family: &super::Parametric,
    key: &FeedKey,
    value: &str,
) -> Result<FeedDefinition, LookupError> {
    let bad = || LookupError::BadParameter { parameter: family.parameter.clone(), value: value.to_owned() };
    if value.trim().is_empty() || value.chars().count() > 100 {
        return Err(bad());
    }
    let encoded = utf8_percent_encode(value, NON_ALPHANUMERIC).to_string();
    let url = site.home.join(&family.fill(&family.url, &encoded)).map_err(|_| bad())?;
    Ok(FeedDefinition {
        key: key.clone(),
        site: Arc::clone(site),
        title: family.fill(&family.title, value),
        source: FeedSource::Listing {
            url,
            rules: site.listing_rules(&family.rules),
            category: None,
            parametric: true,
            reach: family.reach,
        },
        expect: family.expect.clone(),
    })
}

#[cfg(test)]
mod tests;
