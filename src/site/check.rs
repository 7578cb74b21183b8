//! From the text of a definition to a checked site.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use jiff::tz::TimeZone;
use serde::Deserialize;
use toml::Spanned;
use url::Url;

use super::definition::{DEFAULT_RULES, MAX_PAGES};
use super::{
    ArticleRules, ListingRules, Parametric, Reach, RobotsPolicy, Section, SectionSource, Site, SiteError,
};
use crate::model::{Direction, FeedKey, SiteName};

/// The file as it is written, before addresses are joined and names are looked up.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    name: Spanned<String>,
    title: String,
    home: Spanned<String>,
    language: Spanned<String>,
    direction: Option<Direction>,
    time_zone: Option<Spanned<String>>,
    icon: Option<Spanned<String>>,
    #[serde(default)]
    robots: RobotsPolicy,
    #[serde(default)]
    sections: Vec<DraftSection>,
    #[serde(default)]
    parametric: Vec<DraftParametric>,
    #[serde(default)]
    listing: ListingRules,
    #[serde(default)]
    listings: BTreeMap<String, ListingRules>,
    #[serde(default)]
    article: ArticleRules,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DraftSection {
    path: Spanned<String>,
    title: String,
    #[serde(default)]
    group: String,
    url: Option<Spanned<String>>,
    rules: Option<Spanned<String>>,
    categorises: Option<bool>,
    pages: Option<Spanned<i64>>,
    discover_feed: Option<bool>,
    #[serde(default)]
    merge: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DraftParametric {
    path: Spanned<String>,
    title: String,
    #[serde(default)]
    group: String,
    url: Spanned<String>,
    #[serde(default)]
    examples: Vec<String>,
    rules: Option<Spanned<String>>,
    pages: Option<Spanned<i64>>,
    discover_feed: Option<bool>,
}

/// The name of a file without folder and ending, which is the name of its site.
pub(super) fn stem(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file).trim_end_matches(".toml")
}

/// What a check needs to name the place of a fault.
struct Place<'a> {
    file: &'a str,
    text: &'a str,
}

/// Parses and checks the text of a definition. `file` is only used to name it in errors; its stem must be the site's name.
pub(super) fn parse(file: &str, text: &str, builtin: bool) -> Result<Site, SiteError> {
    let place = Place { file, text };
    let draft = read(&place)?;
    let name = place.check("name", &draft.name, |name| site_name(file, name))?;
    let home = place.check("home", &draft.home, |home| absolute(home, None))?;
    let language = place.check("language", &draft.language, language_tag)?;
    let time_zone =
        draft.time_zone.as_ref().map(|zone| place.check("time_zone", zone, time_zone)).transpose()?;
    let icon = draft
        .icon
        .as_ref()
        .map(|icon| place.check("icon", icon, |icon| absolute(icon, Some(&home))))
        .transpose()?;

    let mut listings: BTreeMap<String, Arc<ListingRules>> =
        draft.listings.into_iter().map(|(name, rules)| (name, Arc::new(rules))).collect();
    listings.insert(DEFAULT_RULES.to_owned(), Arc::new(draft.listing));
    let context = Context { place: &place, name: &name, home: &home, listings: &listings };
    let sections = context.sections(&draft.sections)?;
    let parametric = context.parametric(&draft.parametric)?;
    if sections.is_empty() && parametric.is_empty() {
        return Err(place.fault(
            0..0,
            "sections",
            "expected at least one section or parametric feed, found none".to_owned(),
        ));
    }
    Ok(Site {
        direction: draft.direction.unwrap_or_else(|| Direction::of_language(&language)),
        title: draft.title,
        time_zone: time_zone.unwrap_or(TimeZone::UTC),
        article: Arc::new(draft.article),
        name,
        home,
        language,
        icon,
        sections,
        parametric,
        listings,
        builtin,
        robots: draft.robots,
    })
}

/// The name of a site, which is that of its file.
fn site_name(file: &str, name: &str) -> Result<SiteName, String> {
    let name = SiteName::parse(name).map_err(|error| error.to_string())?;
    let stem = stem(file);
    if stem != name.as_str() {
        return Err(format!("expected {stem:?}, as the file is called, found {name}"));
    }
    if name == SiteName::convert() {
        return Err(format!(
            "expected another name, found {name}, which is kept for pages without a definition"
        ));
    }
    Ok(name)
}

fn read(place: &Place<'_>) -> Result<Draft, SiteError> {
    let fault = |error: &toml::de::Error, field: Option<String>| {
        SiteError::at(place.file, place.text, error.span(), field, error.message().to_owned())
    };
    let deserializer = toml::Deserializer::parse(place.text).map_err(|error| fault(&error, None))?;
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let field = error.path().to_string();
        fault(error.inner(), Some(field).filter(|field| field != "."))
    })
}

struct Context<'a> {
    place: &'a Place<'a>,
    name: &'a SiteName,
    home: &'a Url,
    listings: &'a BTreeMap<String, Arc<ListingRules>>,
}

impl Context<'_> {
    fn sections(&self, drafts: &[DraftSection]) -> Result<Vec<Section>, SiteError> {
        let mut seen = HashSet::new();
        let mut sections = Vec::with_capacity(drafts.len());
        for (index, draft) in drafts.iter().enumerate() {
            let field = |name: &str| format!("sections[{index}].{name}");
            let key = self.place.check(&field("path"), &draft.path, |path| self.key(path))?;
            if !seen.insert(key.clone()) {
                let cause = format!("expected a path of its own, found {:?} a second time", key.path());
                return Err(self.place.fault(draft.path.span(), &field("path"), cause));
            }
            let source = self.source(draft, &field)?;
            sections.push(Section { key, title: draft.title.clone(), group: draft.group.clone(), source });
        }
        Ok(sections)
    }

    fn source(
        &self,
        draft: &DraftSection,
        field: &dyn Fn(&str) -> String,
    ) -> Result<SectionSource, SiteError> {
        match (&draft.url, draft.merge) {
            (Some(url), false) => Ok(SectionSource::Listing {
                url: self.place.check(&field("url"), url, |url| absolute(url, Some(self.home)))?,
                rules: self.rules(draft.rules.as_ref(), field)?,
                categorises: draft.categorises.unwrap_or(true),
                reach: self.place.reach(draft.pages.as_ref(), draft.discover_feed, field)?,
            }),
            (None, true) if draft.pages.is_some() || draft.discover_feed.is_some() => {
                let cause =
                    "expected `pages` and `discover_feed` beside `url`, found one beside `merge`".to_owned();
                Err(self.place.fault(draft.path.span(), &field("merge"), cause))
            }
            (None, true) => Ok(SectionSource::Merge),
            _ => {
                let cause = "expected either `url` or `merge = true`".to_owned();
                Err(self.place.fault(draft.path.span(), &field("url"), cause))
            }
        }
    }

    fn parametric(&self, drafts: &[DraftParametric]) -> Result<Vec<Parametric>, SiteError> {
        let mut families = Vec::with_capacity(drafts.len());
        for (index, draft) in drafts.iter().enumerate() {
            let field = |name: &str| format!("parametric[{index}].{name}");
            let (prefix, parameter) =
                self.place.check(&field("path"), &draft.path, |path| self.family(path))?;
            let mark = format!("{{{parameter}}}");
            self.place.check(&field("url"), &draft.url, |url| {
                if !url.contains(&mark) {
                    return Err(format!("expected {mark} in the address, found {url:?}"));
                }
                absolute(&url.replace(&mark, "x"), Some(self.home))
            })?;
            families.push(Parametric {
                prefix,
                parameter,
                title: draft.title.clone(),
                group: draft.group.clone(),
                url: draft.url.get_ref().clone(),
                examples: draft.examples.clone(),
                rules: self.rules(draft.rules.as_ref(), &field)?,
                reach: self.place.reach(draft.pages.as_ref(), draft.discover_feed, &field)?,
            });
        }
        Ok(families)
    }

    /// The parts of a path such as `tags/{tag}`.
    fn family(&self, path: &str) -> Result<(String, String), String> {
        let parts = path.strip_suffix('}').and_then(|path| path.rsplit_once('{'));
        match parts {
            Some((prefix, parameter))
                if prefix.ends_with('/') && !parameter.is_empty() && !prefix.contains('{') =>
            {
                self.key(&format!("{prefix}x"))?;
                Ok((prefix.to_owned(), parameter.to_owned()))
            }
            _ => Err(format!("expected a path that ends in /{{name}}, found {path:?}")),
        }
    }

    fn rules(
        &self,
        name: Option<&Spanned<String>>,
        field: &dyn Fn(&str) -> String,
    ) -> Result<String, SiteError> {
        let Some(name) = name else {
            return Ok(DEFAULT_RULES.to_owned());
        };
        self.place.check(&field("rules"), name, |name| {
            if self.listings.contains_key(name) {
                return Ok(name.to_owned());
            }
            let known: Vec<&str> = self.listings.keys().map(String::as_str).collect();
            Err(format!("expected one of {}, found {name:?}", known.join(", ")))
        })
    }

    fn key(&self, path: &str) -> Result<FeedKey, String> {
        FeedKey::new(self.name.clone(), path).map_err(|error| error.to_string())
    }
}

impl Place<'_> {
    fn check<T>(
        &self,
        field: &str,
        value: &Spanned<String>,
        check: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<T, SiteError> {
        check(value.get_ref()).map_err(|cause| self.fault(value.span(), field, cause))
    }

    /// How far beyond its page a feed looks: one page, and no feed of the site's, unless the definition says more.
    fn reach(
        &self,
        pages: Option<&Spanned<i64>>,
        discover_feed: Option<bool>,
        field: &dyn Fn(&str) -> String,
    ) -> Result<Reach, SiteError> {
        let discover_feed = discover_feed.unwrap_or(false);
        let Some(pages) = pages else {
            return Ok(Reach { discover_feed, ..Reach::default() });
        };
        match u32::try_from(*pages.get_ref()) {
            Ok(pages) if (1..=MAX_PAGES).contains(&pages) => Ok(Reach { pages, discover_feed }),
            _ => {
                let cause = format!("expected 1 to {MAX_PAGES} pages, found {}", pages.get_ref());
                Err(self.fault(pages.span(), &field("pages"), cause))
            }
        }
    }

    fn fault(&self, span: Range<usize>, field: &str, cause: String) -> SiteError {
        SiteError::at(self.file, self.text, Some(span), Some(field.to_owned()), cause)
    }
}

fn absolute(text: &str, home: Option<&Url>) -> Result<Url, String> {
    let url = home.map_or_else(|| Url::parse(text), |home| home.join(text));
    match url {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(url),
        Ok(url) => Err(format!("expected an http or https address, found {url}")),
        Err(error) => Err(format!("expected an address, found {text:?}: {error}")),
    }
}

fn language_tag(text: &str) -> Result<String, String> {
    let mut subtags = text.split('-');
    let primary = subtags
        .next()
        .is_some_and(|tag| (2..=3).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_lowercase()));
    let rest = subtags
        .all(|tag| (1..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if primary && rest {
        Ok(text.to_owned())
    } else {
        Err(format!("expected a language tag such as \"en\" or \"pt-BR\", found {text:?}"))
    }
}

fn time_zone(text: &str) -> Result<TimeZone, String> {
    TimeZone::get(text).map_err(|error| {
        format!("expected a zone of the tz database such as \"Asia/Beirut\", found {text:?}: {error}")
    })
}
