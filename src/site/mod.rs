//! Site definitions: which pages of a site are listings, and where on its pages the fields stand. A definition is checked
//! when it is loaded (selectors, pointers, patterns, formats and addresses), so that no request ever meets a broken one.

mod catalogue;
mod check;
mod definition;
mod error;
mod pointer;
mod rule;
mod schema;
mod settings;
mod write;

pub use catalogue::{
    Catalogue, FeedDefinition, FeedSource, Loaded, LookupError, SourceFile, builtin_files, folder_files,
};
pub use definition::{
    DEFAULT_RULES, MAX_PAGES, Parametric, Reach, RobotsPolicy, Section, SectionSource, Site,
};
pub use error::SiteError;
pub use pointer::{JsonPath, Step};
pub use rule::{Alternatives, CssSelector, Locator, Rule};
pub use schema::{ArticleRules, DateFormat, ListingRules};
pub use settings::SitesSettings;
pub use write::{definition_for, import_rsspls};
