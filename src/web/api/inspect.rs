//! What feedmill reads from a page, for whoever wants to know why a feed looks as it does.

use actix_web::{HttpRequest, HttpResponse};
use url::Url;

use super::super::problem::Problem;
use super::super::query::Query;
use super::super::reply::Reply;
use super::super::state::State;
use crate::render::{article_json, listing_json};

/// The article on a page.
pub(in crate::web) async fn article(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let (state, page) = admitted(&request)?;
    let article = state.service.inspect_article(&page).await;
    let article = article.map_err(|error| Problem::of_service(&error))?;
    Reply::json(&article_json(&article)).await?.respond(&request)
}

/// The listing on a page, with the rules by which it was read.
pub(in crate::web) async fn listing(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let (state, page) = admitted(&request)?;
    let read = state.service.inspect_listing(&page).await;
    let read = read.map_err(|error| Problem::of_service(&error))?;
    let listing = listing_json(&read.listing, read.rules.as_ref());
    Reply::json(&listing).await?.respond(&request)
}

/// The page that a client who is let in asks for.
fn admitted(request: &HttpRequest) -> Result<(&State, Url), Problem> {
    let state = State::of(request)?;
    state.access.check(request, &state.bases)?;
    Ok((state, Query::read(request.query_string(), &["url"])?.page()?))
}
