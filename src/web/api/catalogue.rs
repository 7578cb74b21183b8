//! The catalogue and the state of its feeds.

use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use url::Url;

use super::super::feeds::{key, part};
use super::super::groups::{Group, groups, listing_url};
use super::super::problem::Problem;
use super::super::query::Query;
use super::super::reply::Reply;
use super::super::state::State;
use crate::feed::{FeedLinks, PublicBase};
use crate::model::{Direction, FeedKey, SiteName};
use crate::site::{Parametric, RobotsPolicy, Section, Site};

#[derive(Serialize)]
struct SiteList<'a> {
    sites: Vec<SiteView<'a>>,
}

#[derive(Serialize)]
struct SiteView<'a> {
    name: &'a SiteName,
    title: &'a str,
    home: &'a Url,
    language: &'a str,
    direction: Direction,
    builtin: bool,
    robots: RobotsPolicy,
    /// This record with the groups.
    url: String,
    opml: String,
    feed_count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    groups: Option<Vec<GroupView<'a>>>,
}

#[derive(Serialize)]
struct GroupView<'a> {
    title: &'a str,
    feeds: Vec<SectionView<'a>>,
    families: Vec<FamilyView<'a>>,
}

#[derive(Serialize)]
struct SectionView<'a> {
    key: &'a FeedKey,
    title: &'a str,
    listing_url: Option<&'a Url>,
    links: FeedLinks,
    /// The state of the feed.
    url: String,
}

#[derive(Serialize)]
struct FamilyView<'a> {
    parameter: &'a str,
    /// The feed's path with the parameter in braces.
    path: String,
    title: &'a str,
    examples: &'a [String],
}

/// Every site, without its feeds.
pub(in crate::web) async fn sites(request: HttpRequest) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[])?;
    let state = State::of(&request)?;
    let (catalogue, base) = (state.service.catalogue(), state.bases.of(&request));
    let sites = catalogue.sites().map(|site| site_view(site, &base)).collect();
    Reply::json(&SiteList { sites }).await?.respond(&request)
}

/// One site with its feeds.
pub(in crate::web) async fn site(request: HttpRequest) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[])?;
    let state = State::of(&request)?;
    let (catalogue, base) = (state.service.catalogue(), state.bases.of(&request));
    let site = catalogue.site(&part(&request, "site"));
    let site = site.map_err(|error| Problem::of_service(&error.into()))?;
    let groups = groups(site).iter().map(|group| group_view(group, &base)).collect();
    let view = SiteView { groups: Some(groups), ..site_view(site, &base) };
    Reply::json(&view).await?.respond(&request)
}

/// The state of a feed, told here since it is never told as an item.
pub(in crate::web) async fn feed(request: HttpRequest) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[])?;
    let state = State::of(&request)?;
    let key = key(&part(&request, "site"), &part(&request, "path"))?;
    let status = state.service.status(&key, &state.bases.of(&request)).await;
    let status = status.map_err(|error| Problem::of_service(&error))?;
    Reply::json(&status).await?.respond(&request)
}

fn site_view<'a>(site: &'a Site, base: &PublicBase) -> SiteView<'a> {
    SiteView {
        name: &site.name,
        title: &site.title,
        home: &site.home,
        language: &site.language,
        direction: site.direction,
        builtin: site.builtin,
        robots: site.robots,
        url: base.join(&format!("/api/v1/sites/{}", site.name)),
        opml: base.join(&format!("/feeds/{}.opml", site.name)),
        feed_count: site.sections.len(),
        groups: None,
    }
}

fn group_view<'a>(group: &Group<'a>, base: &PublicBase) -> GroupView<'a> {
    GroupView {
        title: group.title,
        feeds: group.sections.iter().map(|section| section_view(section, base)).collect(),
        families: group.families.iter().map(|family| family_view(family)).collect(),
    }
}

fn section_view<'a>(section: &'a Section, base: &PublicBase) -> SectionView<'a> {
    SectionView {
        key: &section.key,
        title: &section.title,
        listing_url: listing_url(section),
        links: FeedLinks::new(&section.key, base),
        url: base.state(&section.key),
    }
}

fn family_view(family: &Parametric) -> FamilyView<'_> {
    FamilyView {
        parameter: &family.parameter,
        path: format!("{}{{{}}}", family.prefix, family.parameter),
        title: &family.title,
        examples: &family.examples,
    }
}
