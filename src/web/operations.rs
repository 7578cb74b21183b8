//! `/feeds/status.{format}`: what breaks and mends, as a feed for operators. It tells nothing that the catalogue and the state of
//! each feed do not tell anyone already, so anyone may read it; who closes those closes this with them.

use actix_web::{HttpRequest, HttpResponse};

use super::feeds::{part, unknown_format};
use super::problem::Problem;
use super::query::{Query, VIEW};
use super::reply::Reply;
use super::state::State;
use crate::render::Format;

/// The feed, in the format of its extension.
pub(super) async fn operations(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let state = State::of(&request)?;
    let extension = part(&request, "format");
    let format = Format::from_extension(&extension).ok_or_else(|| unknown_format(&extension))?;
    let view = Query::read(request.query_string(), &VIEW)?.view().await?;
    let answer = state.service.operations(format, &view, &state.bases.of(&request)).await;
    let answer = answer.map_err(|error| Problem::of_service(&error))?;
    Reply::whole_feed(answer, state.service.now()).respond(&request)
}
