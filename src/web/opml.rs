//! `/opml` and `/feeds/{site}.opml`: lists of feeds, for readers that import them.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use url::Url;

use super::feeds::part;
use super::groups::{Group, groups, listing_url};
use super::problem::{Kind, Problem};
use super::query::Query;
use super::reply::Reply;
use super::state::State;
use crate::feed::PublicBase;
use crate::render::{self, Format, OpmlGroup, Outline};
use crate::site::Site;

/// The feeds of every site, under a heading for each group of each site.
pub(super) async fn all(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let state = State::of(&request)?;
    let sites: Vec<Arc<Site>> = state.service.catalogue().sites().cloned().collect();
    respond(&request, "Feeds of feedmill".to_owned(), sites).await
}

/// The feeds of one site.
pub(super) async fn site(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let state = State::of(&request)?;
    let catalogue = state.service.catalogue();
    let site = catalogue.site(&part(&request, "site"));
    let site = site.map_err(|error| Problem::of_service(&error.into()))?;
    respond(&request, site.title.clone(), vec![Arc::clone(site)]).await
}

async fn respond(
    request: &HttpRequest,
    title: String,
    sites: Vec<Arc<Site>>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[])?;
    let base = State::of(request)?.bases.of(request).into_owned();
    let many = sites.len() > 1;
    let groups = move || -> Vec<OpmlGroup> {
        let of_site = |site: &Arc<Site>| -> Vec<OpmlGroup> {
            let groups = groups(site);
            let listed = groups.iter().filter(|group| !group.sections.is_empty());
            listed.map(|group| opml_group(site, group, &base, many)).collect()
        };
        sites.iter().flat_map(of_site).collect()
    };
    let document = web::block(move || render::opml(&title, None, &groups())).await;
    let stopping = |_| Problem::new(Kind::NotReady, "the service is stopping");
    let document = document.map_err(stopping)?.map_err(|error| Problem::of_service(&error.into()))?;
    Reply::new(document).respond(request)
}

fn opml_group(site: &Site, group: &Group<'_>, base: &PublicBase, many: bool) -> OpmlGroup {
    let outlines = group.sections.iter().filter_map(|section| {
        Some(Outline {
            title: format!("{} · {}", site.title, section.title),
            xml_url: Url::parse(&base.feed(&section.key, Format::Rss)).ok()?,
            html_url: listing_url(section).unwrap_or(&site.home).clone(),
            language: Some(site.language.clone()),
        })
    });
    let title = if many && group.title != site.title {
        format!("{} · {}", site.title, group.title)
    } else {
        group.title.to_owned()
    };
    OpmlGroup { title, outlines: outlines.collect() }
}
