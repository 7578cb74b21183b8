//! A site, as its definition says.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;
use url::Url;

use super::{ArticleRules, ListingRules};
use crate::model::{Direction, FeedKey, SiteName, normalise_link};

/// A checked site definition.
#[derive(Clone, Debug)]
pub struct Site {
    /// The name by which its feeds are addressed; equals the file's name without `.toml`.
    pub name: SiteName,
    /// The name for people.
    pub title: String,
    /// The home page.
    pub home: Url,
    /// BCP 47 tag.
    pub language: String,
    /// Direction of the script; that of the language unless the definition says otherwise.
    pub direction: Direction,
    /// The zone in which the site writes its times.
    pub time_zone: TimeZone,
    /// An icon.
    pub icon: Option<Url>,
    /// Feeds with a fixed path, in the order of the definition.
    pub sections: Vec<Section>,
    /// Feeds with a parameter.
    pub parametric: Vec<Parametric>,
    /// Listing rules by name; `default` is that of sections that name none.
    pub listings: BTreeMap<String, Arc<ListingRules>>,
    /// Article rules.
    pub article: Arc<ArticleRules>,
    /// Whether it came with the program.
    pub builtin: bool,
    /// What is done about its robots.txt.
    pub robots: RobotsPolicy,
}

/// What is done about a site's robots.txt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RobotsPolicy {
    /// What it does not allow is not fetched.
    #[default]
    Obey,
    /// It is not asked for: the site's owner has agreed, or is the one who runs the service.
    Ignore,
}

/// A feed with a fixed path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The feed's key.
    pub key: FeedKey,
    /// The title for people; the category that its items carry.
    pub title: String,
    /// The heading under which the catalogue shows it.
    pub group: String,
    /// Where its entries come from.
    pub source: SectionSource,
}

/// Where a section's entries come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SectionSource {
    /// A listing page.
    Listing {
        /// Its address.
        url: Url,
        /// The name of the rules in [`Site::listings`].
        rules: String,
        /// Whether its title is a category of its items. A ticker or a list of the most read is no section.
        categorises: bool,
        /// How far beyond the page entries are looked for.
        reach: Reach,
    },
    /// All sections of the site that have a listing page and categorise, joined.
    Merge,
}

/// How far beyond its listing page a feed looks for entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reach {
    /// How many pages of the listing are read, the first included: 1 to [`MAX_PAGES`].
    pub pages: u32,
    /// Whether the site's own feed of the listing is looked for and joined.
    pub discover_feed: bool,
}

/// Most pages of a listing that one refresh reads.
pub const MAX_PAGES: u32 = 10;

impl Default for Reach {
    fn default() -> Self {
        Self { pages: 1, discover_feed: false }
    }
}

/// A family of feeds: a listing page with a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parametric {
    /// What stands before the parameter in the feed's path, such as `tags/`.
    pub prefix: String,
    /// The name of the parameter.
    pub parameter: String,
    /// The title, with `{parameter}`.
    pub title: String,
    /// The heading under which the catalogue shows it.
    pub group: String,
    /// The listing's address, with `{parameter}` where the percent-encoded value goes.
    pub url: String,
    /// Values that the catalogue offers as examples.
    pub examples: Vec<String>,
    /// The name of the rules in [`Site::listings`].
    pub rules: String,
    /// How far beyond the page entries are looked for.
    pub reach: Reach,
}

/// The name of the rules that sections use which name none.
pub const DEFAULT_RULES: &str = "default";

/// BCP 47 tag of a language that is not known.
const UNDETERMINED: &str = "und";

impl Site {
    /// The site of a page that no definition knows: its host, and no rules.
    pub fn of_page(name: SiteName, page: &Url) -> Self {
        let mut home = page.clone();
        home.set_path("/");
        home.set_query(None);
        home.set_fragment(None);
        Self {
            name,
            title: page.host_str().unwrap_or_default().to_owned(),
            home,
            language: UNDETERMINED.to_owned(),
            direction: Direction::Ltr,
            time_zone: TimeZone::UTC,
            icon: None,
            sections: Vec::new(),
            parametric: Vec::new(),
            listings: BTreeMap::new(),
            article: Arc::default(),
            builtin: false,
            robots: RobotsPolicy::Obey,
        }
    }

    /// The language, where it is known.
    pub fn known_language(&self) -> Option<&str> {
        Some(self.language.as_str()).filter(|language| *language != UNDETERMINED)
    }

    /// The rules of the section that has this listing page, else those that sections use which name none.
    pub fn rules_for(&self, page: &Url) -> Arc<ListingRules> {
        let page = normalise_link(page);
        let named = self.sections.iter().find_map(|section| match &section.source {
            SectionSource::Listing { url, rules, categorises: true, .. } if normalise_link(url) == page => {
                Some(rules)
            }
            _ => None,
        });
        self.listing_rules(named.map_or(DEFAULT_RULES, String::as_str))
    }

    /// How far beyond a page the section looks that has it as its listing; none where no section has.
    pub fn reach_of(&self, page: &Url) -> Option<Reach> {
        let page = normalise_link(page);
        self.sections.iter().find_map(|section| match &section.source {
            SectionSource::Listing { url, reach, .. } if normalise_link(url) == page => Some(*reach),
            _ => None,
        })
    }

    /// Whether an address is that of the home page or of a listing: a place where no article is.
    pub fn is_no_article(&self, page: &Url) -> bool {
        let page = normalise_link(page);
        let listings = self.sections.iter().filter_map(|section| match &section.source {
            SectionSource::Listing { url, .. } => Some(url),
            SectionSource::Merge => None,
        });
        listings.chain([&self.home]).any(|url| normalise_link(url) == page)
    }

    /// The rules of a name. A definition is checked so that every name in it leads to rules.
    pub fn listing_rules(&self, name: &str) -> Arc<ListingRules> {
        self.listings.get(name).cloned().unwrap_or_default()
    }
}

impl Parametric {
    /// The value of the parameter in a feed's path, when the path is of this family.
    pub fn value_in<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.strip_prefix(self.prefix.as_str()).filter(|value| !value.is_empty() && !value.contains('/'))
    }

    /// A text of the definition with the value in the place of the parameter.
    pub fn fill(&self, text: &str, value: &str) -> String {
        text.replace(&format!("{{{}}}", self.parameter), value)
    }
}
