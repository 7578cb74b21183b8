//! `/`: every site and its feeds, each with its state and the addresses to subscribe to.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::super::groups::{Group, groups, listing_url};
use super::super::problem::Problem;
use super::super::query::Query;
use super::super::state::State;
use super::frame::{Frame, respond};
use super::state::StatePart;
use crate::feed::{Condition, FeedLinks, PublicBase, key_path};
use crate::model::FeedKey;
use crate::site::{Parametric, RobotsPolicy, Section, Site};

#[derive(Template)]
#[template(path = "catalogue.html")]
struct CataloguePage<'a> {
    frame: Frame,
    sites: Vec<SitePart<'a>>,
    /// Whether the one who looks may have any page converted.
    may_convert: bool,
    opml: String,
    /// The feed of what breaks and mends.
    operations: String,
}

struct SitePart<'a> {
    site: &'a Site,
    ignores_robots: bool,
    opml: String,
    groups: Vec<GroupPart<'a>>,
}

struct GroupPart<'a> {
    title: &'a str,
    feeds: Vec<FeedPart<'a>>,
    families: Vec<FamilyPart<'a>>,
}

struct FeedPart<'a> {
    title: &'a str,
    /// The page for people.
    listing: Option<&'a str>,
    links: FeedLinks,
    state: StatePart,
    /// Where the state is told in full.
    status: String,
}

struct FamilyPart<'a> {
    /// A name for the form's field that is its own on the page: by number, since two families may have the same parameter.
    id: String,
    parameter: &'a str,
    /// Where the form leads, without the extension.
    action: String,
    examples: Vec<ExamplePart<'a>>,
}

struct ExamplePart<'a> {
    value: &'a str,
    links: FeedLinks,
}

/// The catalogue page.
pub(in crate::web) async fn catalogue(request: HttpRequest) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[])?;
    let state = State::of(&request)?;
    let (catalogue, base) = (state.service.catalogue(), state.bases.of(&request));
    let now = state.service.now();
    let states = state.service.states().await;
    let states = states.map_err(|error| Problem::of_service(&error))?;
    let state_of = |key: &FeedKey| {
        let known = states.get(key);
        let condition = Condition::of(known, now);
        let moment = known.and_then(|state| match condition {
            Condition::Failing => state.failing_since,
            _ => state.changed_at,
        });
        StatePart::new(condition, moment)
    };
    let page = CataloguePage {
        frame: Frame::new(&base),
        sites: catalogue.sites().map(|site| site_part(site, &base, &state_of)).collect(),
        may_convert: state.access.check(&request, &state.bases, state.service.now()).is_ok(),
        opml: base.join("/opml"),
        operations: base.join("/feeds/status.rss"),
    };
    respond(&page, &request).await
}

fn site_part<'a>(
    site: &'a Site,
    base: &PublicBase,
    state_of: &impl Fn(&FeedKey) -> StatePart,
) -> SitePart<'a> {
    let feed_part = |section: &'a Section| FeedPart {
        title: &section.title,
        listing: listing_url(section).map(url::Url::as_str),
        links: FeedLinks::new(&section.key, base),
        state: state_of(&section.key),
        status: base.status(&section.key),
    };
    let group_part = |group: Group<'a>| GroupPart {
        title: group.title,
        feeds: group.sections.into_iter().map(feed_part).collect(),
        families: group.families.into_iter().filter_map(|family| family_part(site, family, base)).collect(),
    };
    SitePart {
        site,
        ignores_robots: site.robots == RobotsPolicy::Ignore,
        opml: base.join(&format!("/feeds/{}.opml", site.name)),
        groups: groups(site).into_iter().map(group_part).collect(),
    }
}

fn family_part<'a>(site: &'a Site, family: &'a Parametric, base: &PublicBase) -> Option<FamilyPart<'a>> {
    let key = |path: &str| FeedKey::new(site.name.clone(), path).ok();
    let index = site.parametric.iter().position(|other| std::ptr::eq(other, family))?;
    let form = key(family.prefix.trim_end_matches('/'))?;
    let example = |value: &'a String| {
        let key = key(&format!("{}{value}", family.prefix))?;
        let links = FeedLinks::new(&key, base);
        Some(ExamplePart { value, links })
    };
    Some(FamilyPart {
        id: format!("value-{}-{index}", site.name),
        parameter: &family.parameter,
        action: format!("{}{}", base.prefix(), key_path(&form)),
        examples: family.examples.iter().filter_map(example).collect(),
    })
}
