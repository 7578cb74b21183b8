//! What happens to every request before and after its handler: it is held against its bounds and those of its client, the
//! prefix is taken off the path, errors become problems, the headers that all answers have are written, and the answer is
//! counted.

use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Service, ServiceRequest, ServiceResponse};
use actix_web::http::header::CACHE_CONTROL;
use actix_web::http::uri::PathAndQuery;
use actix_web::http::{ConnectionType, Uri};
use actix_web::{Error, HttpRequest, web};

use super::cache_policy::{Audience, CachePolicy};
use super::crowd::Crowd;
use super::limits;
use super::problem::{Kind, Problem};
use super::routes::{self, Routed};
use super::state::State;

/// Leads a request to its handler and its answer out.
pub(super) fn pass<S, B>(
    request: ServiceRequest,
    next: &S,
) -> impl Future<Output = Result<ServiceResponse<BoxBody>, Error>> + use<S, B>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody + 'static,
{
    let began = Instant::now();
    let state = request.app_data::<web::Data<State>>().cloned();
    let led = admitted(request, state.as_ref()).map(|request| next.call(request));
    async move {
        // A handler's error is in the response already; what comes as an error here comes from actix itself.
        let response = match led {
            Ok(handled) => handled.await?.map_into_boxed_body(),
            Err(refused) => *refused,
        };
        Ok(finish(response, state.as_ref(), began))
    }
}

/// The request as the router is to see it, or the answer to one that is not let through to it.
fn admitted(
    mut request: ServiceRequest,
    state: Option<&web::Data<State>>,
) -> Result<ServiceRequest, Box<ServiceResponse<BoxBody>>> {
    let Some(state) = state else {
        return Ok(request);
    };
    if let Err(problem) = bounded(request.request(), state) {
        return Err(Box::new(request.error_response(problem)));
    }
    strip_prefix(&mut request, state.bases.configured_prefix());
    Ok(request)
}

/// Looks whether a request is within the bounds of requests and those of its client.
fn bounded(request: &HttpRequest, state: &State) -> Result<(), Problem> {
    Crowd::within(request)?;
    limits::within(request)?;
    let Some(rate) = &state.rate else {
        return Ok(());
    };
    state.bases.accountable(request).map_or(Ok(()), |client| rate.count(client))
}

/// Takes the path prefix of the configured public base off the path: a proxy in front may do it, or leave it to the
/// service. What is left must be an address that is published, since the prefix may be `/feeds` and taken off already. A
/// proxy that tells a prefix (`X-Forwarded-Prefix`) has taken it off.
fn strip_prefix(request: &mut ServiceRequest, prefix: &str) {
    let Some(uri) = without_prefix(request.uri(), prefix) else {
        return;
    };
    request.match_info_mut().get_mut().update(&uri);
    request.head_mut().uri = uri;
}

fn without_prefix(uri: &Uri, prefix: &str) -> Option<Uri> {
    let rest = uri.path().strip_prefix(prefix).filter(|_| !prefix.is_empty())?;
    let path = match rest {
        "" => "/",
        rest if routes::leads(rest) => rest,
        _ => return None,
    };
    let address = uri.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(address.parse::<PathAndQuery>().ok()?);
    Uri::from_parts(parts).ok()
}

fn finish(
    response: ServiceResponse<BoxBody>,
    state: Option<&web::Data<State>>,
    began: Instant,
) -> ServiceResponse<BoxBody> {
    let Some(state) = state else {
        return response;
    };
    let mut response = explained(response, state);
    let (request, routed) = (response.request(), Routed::of(response.request()));
    let metrics = routed.map_or(&state.unrouted, |routed| &routed.metrics);
    metrics.note(request.method(), response.status(), began.elapsed());
    let audience = routed.map_or(Audience::Anyone, |routed| routed.audience(state));
    let headers = response.headers_mut();
    if !headers.contains_key(CACHE_CONTROL) {
        CachePolicy::NoStore.write(audience, headers);
    }
    audience.write(headers);
    response
}

/// The response with a problem for its body, where it is an error.
fn explained(response: ServiceResponse<BoxBody>, state: &State) -> ServiceResponse<BoxBody> {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let problem = match response.response().error().map(|error| (error, error.as_error::<Problem>())) {
        Some((_, Some(problem))) => problem.clone(),
        Some((error, None)) if status.is_client_error() => {
            Problem::new(Kind::of_status(status), error.to_string())
        }
        Some((error, None)) => {
            tracing::error!(%error, "a request failed");
            Problem::new(Kind::Internal, "the service failed; its log says why")
        }
        // A handler that answers an error without raising one has written its own body.
        None => return response,
    };
    let (request, _) = response.into_parts();
    let base = state.bases.of(&request);
    let mut answer =
        problem.respond(&base, &instance(&request, base.prefix(), state.bases.configured_prefix()));
    if problem.ends_the_connection() {
        answer.head_mut().set_connection_type(ConnectionType::Close);
    }
    ServiceResponse::new(request, answer)
}

/// The path as the client asked for it: the prefix is put back that was taken off, by the proxy or here. A path that leads
/// nowhere may have kept the configured one.
fn instance(request: &HttpRequest, prefix: &str, configured: &str) -> String {
    let path = request.uri().path();
    let has_it = !configured.is_empty()
        && path.strip_prefix(configured).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if has_it { path.to_owned() } else { format!("{prefix}{path}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(uri: &str, prefix: &str) -> Option<String> {
        without_prefix(&uri.parse().unwrap(), prefix).map(|uri| uri.to_string())
    }

    #[test]
    fn a_prefix_is_taken_off_whole_segments_only() {
        assert_eq!(
            stripped("/news/feeds/a/b.rss?limit=1", "/news").as_deref(),
            Some("/feeds/a/b.rss?limit=1")
        );
        assert_eq!(stripped("/news", "/news").as_deref(), Some("/"));
        assert_eq!(stripped("/newsroom/feeds", "/news"), None);
        assert_eq!(stripped("/feeds/a", "/news"), None);
        assert_eq!(stripped("/news/nothing", "/news"), None);
        assert_eq!(stripped("/news/metrics", "/news"), None);
        assert_eq!(stripped("/feeds/a", ""), None);
    }

    #[test]
    fn a_prefix_that_is_a_word_of_the_service_is_taken_off_once() {
        assert_eq!(stripped("/feeds/feeds/a/b.rss", "/feeds").as_deref(), Some("/feeds/a/b.rss"));
        assert_eq!(stripped("/feeds/a/b.rss", "/feeds"), None);
        assert_eq!(stripped("/feeds/", "/feeds").as_deref(), Some("/"));
    }
}
