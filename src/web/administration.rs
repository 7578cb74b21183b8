//! `/api/v1/admin`: what whoever runs the service may have done. By token alone, and by POST.

use actix_web::{HttpRequest, HttpResponse, web};

use super::feeds::{key, part};
use super::problem::{Kind, Problem};
use super::query::Query;
use super::reply::Reply;
use super::state::State;
use crate::model::FeedKey;

/// Refreshes a feed now, whenever it is due, and tells its state.
pub(super) async fn refresh(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let (state, key) = feed(&request)?;
    let status = state.service.refresh_at_once(&key, &state.bases.of(&request)).await;
    Reply::done(&status.map_err(|error| Problem::of_service(&error))?)
}

/// Takes the page of a feed as it is now, although it is not what it was, and tells its state.
pub(super) async fn accept(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let (state, key) = feed(&request)?;
    let status = state.service.accept_drift(&key, &state.bases.of(&request)).await;
    Reply::done(&status.map_err(|error| Problem::of_service(&error))?)
}

/// Lets a feed be tried again that stopped or is left alone for long, and tells its state.
pub(super) async fn resume(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let (state, key) = feed(&request)?;
    let status = state.service.resume(&key, &state.bases.of(&request)).await;
    Reply::done(&status.map_err(|error| Problem::of_service(&error))?)
}

/// Reads the site definitions anew.
pub(super) async fn reload(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let state = admitted(&request)?;
    let reload = state.reload.clone();
    let reloaded = web::block(move || reload()).await;
    let reloaded = reloaded.map_err(|_| Problem::new(Kind::NotReady, "the service is stopping"))?;
    Reply::done(&reloaded.map_err(|error| Problem::internal(error.as_ref()))?)
}

/// The state of the server and the feed that an administrator names.
fn feed(request: &HttpRequest) -> Result<(&State, FeedKey), Problem> {
    let state = admitted(request)?;
    Ok((state, key(&part(request, "site"), &part(request, "path"))?))
}

/// The state of the server for a client that may change it.
fn admitted(request: &HttpRequest) -> Result<&State, Problem> {
    let state = State::of(request)?;
    state.access.check_administrator(request)?;
    Query::read(request.query_string(), &[])?;
    Ok(state)
}
