//! The route table: what is served where, and to whom. The router is made from it, and so is the list in the page of
//! documentation; a test holds it against `openapi.yaml`.

use std::sync::Arc;

use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, Route, guard, web};

use super::cache_policy::Audience;
use super::metrics::RouteMetrics;
use super::problem::{Kind, Problem};
use super::state::State;
use super::{administration, api, assets, convert, feeds, health, operations, opml, pages};

/// One line of the table.
pub(super) struct Line {
    /// The name in metrics.
    pub(super) name: &'static str,
    /// The addresses, in the notation of actix.
    pub(super) pattern: &'static str,
    /// The same addresses in the notation of OpenAPI.
    pub(super) documented: &'static [&'static str],
    /// Whom it is for.
    pub(super) readers: Readers,
    /// What it is, in a few words.
    pub(super) summary: &'static str,
    handler: fn() -> Route,
}

/// Whom a route is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readers {
    /// Any program.
    Anyone,
    /// Clients that the access rule lets in.
    Admitted,
    /// People with a browser.
    People,
    /// What watches the service: on the machine itself, or with a token.
    Operators,
    /// Whoever runs the service, with a token. What is asked for changes something, so it is by POST.
    Administrators,
}

use Readers::{Administrators, Admitted, Anyone, Operators, People};

/// Every route. The first pattern that fits an address gets the request, and most requests are for feeds.
#[rustfmt::skip]
pub(super) static TABLE: &[Line] = &[
    line("feed", "/feeds/{site}/{path:.*}", &["/feeds/{site}/{path}.{format}", "/feeds/{site}/{path}"], Anyone, || web::to(feeds::feed), "A feed"),
    line("catalogue", "/", &["/"], People, || web::to(pages::catalogue), "The catalogue of all feeds, for people"),
    line("operations", "/feeds/status.{format}", &["/feeds/status.{format}"], Anyone, || web::to(operations::operations), "What breaks and mends, as a feed"),
    line("site_opml", "/feeds/{site}.opml", &["/feeds/{site}.opml"], Anyone, || web::to(opml::site), "The feeds of a site as OPML"),
    line("opml", "/opml", &["/opml"], Anyone, || web::to(opml::all), "All feeds as OPML"),
    line("convert", "/convert.{format}", &["/convert.{format}"], Admitted, || web::to(convert::convert), "Any page as a feed"),
    line("status", "/status/{site}/{path:.*}", &["/status/{site}/{path}"], People, || web::to(pages::status), "The state of a feed, for people"),
    line("api_sites", "/api/v1/sites", &["/api/v1/sites"], Anyone, || web::to(api::sites), "All sites"),
    line("api_site", "/api/v1/sites/{site}", &["/api/v1/sites/{site}"], Anyone, || web::to(api::site), "A site with its feeds"),
    line("api_feed", "/api/v1/feeds/{site}/{path:.*}", &["/api/v1/feeds/{site}/{path}"], Anyone, || web::to(api::feed), "The state of a feed"),
    line("api_listing", "/api/v1/listing", &["/api/v1/listing"], Admitted, || web::to(api::listing), "What is read from a listing page, and by which rules"),
    line("api_article", "/api/v1/article", &["/api/v1/article"], Admitted, || web::to(api::article), "What is read from an article page"),
    line("refresh", "/api/v1/admin/refresh/{site}/{path:.*}", &["/api/v1/admin/refresh/{site}/{path}"], Administrators, || web::to(administration::refresh), "Refresh a feed now"),
    line("accept", "/api/v1/admin/accept/{site}/{path:.*}", &["/api/v1/admin/accept/{site}/{path}"], Administrators, || web::to(administration::accept), "Take a page that is held back"),
    line("resume", "/api/v1/admin/resume/{site}/{path:.*}", &["/api/v1/admin/resume/{site}/{path}"], Administrators, || web::to(administration::resume), "Let a feed be tried again that has stopped"),
    line("reload", "/api/v1/admin/reload", &["/api/v1/admin/reload"], Administrators, || web::to(administration::reload), "Read the site definitions anew"),
    line("healthz", "/healthz", &["/healthz"], Anyone, || web::to(health::alive), "Whether the process answers"),
    line("readyz", "/readyz", &["/readyz"], Anyone, || web::to(health::ready), "Whether the service can work"),
    line("metrics", "/metrics", &["/metrics"], Operators, || web::to(health::metrics), "Metrics for Prometheus"),
    line("openapi", "/openapi.yaml", &["/openapi.yaml"], Anyone, || web::to(assets::openapi), "This interface as an OpenAPI document"),
    line("docs", "/docs", &["/docs"], People, || web::to(pages::docs), "This interface, for people"),
    line("assets", "/assets/{name}", &["/assets/{name}"], Anyone, || web::to(assets::asset), "The style sheet and the icon of the pages"),
];

const fn line(
    name: &'static str,
    pattern: &'static str,
    documented: &'static [&'static str],
    readers: Readers,
    handler: fn() -> Route,
    summary: &'static str,
) -> Line {
    Line { name, pattern, documented, readers, summary, handler }
}

/// What a request carries of the line that it was led by.
pub(super) struct Routed {
    pub(super) metrics: RouteMetrics,
    readers: Readers,
}

impl Routed {
    /// One for each line of the table, shared by all threads.
    pub(super) fn all() -> Vec<Arc<Self>> {
        let routed = |line: &Line| Self { metrics: RouteMetrics::new(line.name), readers: line.readers };
        TABLE.iter().map(|line| Arc::new(routed(line))).collect()
    }

    /// What a request carries; none where its address leads nowhere.
    pub(super) fn of(request: &HttpRequest) -> Option<&Self> {
        request.app_data::<Arc<Self>>().map(AsRef::as_ref)
    }

    /// Whom the answers are for.
    pub(super) fn audience(&self, state: &State) -> Audience {
        match self.readers {
            Anyone => Audience::Anyone,
            Admitted if state.access.is_open() => Audience::Anyone,
            Admitted => Audience::Admitted,
            People => Audience::People,
            Operators | Administrators => Audience::Operators,
        }
    }

    /// Whom the answer to a request is for.
    pub(super) fn audience_of(request: &HttpRequest, state: &State) -> Audience {
        Self::of(request).map_or(Audience::Anyone, |routed| routed.audience(state))
    }
}

/// Whether a path begins like an address of the table that is published. What is for operators is not: a proxy that keeps
/// `/metrics` to itself knows it by that address alone.
pub(super) fn leads(path: &str) -> bool {
    let mut published = TABLE.iter().filter(|line| line.readers != Operators);
    published.any(|line| match line.pattern.split_once('{') {
        Some((beginning, _)) => path.starts_with(beginning),
        None => path == line.pattern,
    })
}

/// Makes the router of the table.
pub(super) fn register(config: &mut web::ServiceConfig, routed: &[Arc<Routed>]) {
    for (line, routed) in TABLE.iter().zip(routed) {
        let reading = match line.readers {
            Administrators => guard::Any(guard::Post()),
            _ => guard::Any(guard::Get()).or(guard::Head()),
        };
        let resource = web::resource(line.pattern)
            .app_data(Arc::clone(routed))
            .route((line.handler)().guard(reading))
            .route(web::method(Method::OPTIONS).to(options))
            .default_service(web::to(other_method));
        config.service(resource);
    }
    config.default_service(web::to(nowhere));
}

impl Line {
    /// The method by which it is asked for.
    pub(super) const fn method(&self) -> &'static str {
        match self.readers {
            Administrators => "POST",
            _ => "GET",
        }
    }
}

/// The methods of a route, as `Allow` names them.
fn methods(request: &HttpRequest) -> &'static str {
    match Routed::of(request).map(|routed| routed.readers) {
        Some(Administrators) => "POST, OPTIONS",
        _ => "GET, HEAD, OPTIONS",
    }
}

/// The request headers that a script of another origin may send: those of conditional requests.
const SCRIPT_HEADERS: HeaderValue = HeaderValue::from_static("if-none-match, if-modified-since");

/// Says what may be asked. It answers the preflight of a browser too (Fetch Standard §3.2.2), where scripts of other
/// origins may read the answer.
async fn options(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut response = HttpResponse::NoContent();
    response.insert_header((header::ALLOW, methods(&request)));
    if Routed::audience_of(&request, State::of(&request)?) == Audience::Anyone {
        response.insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, methods(&request)));
        response.insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, SCRIPT_HEADERS));
    }
    Ok(response.finish())
}

async fn other_method(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let methods = methods(&request);
    let detail = format!("expected one of {methods}, found {}", request.method());
    Err(Problem::new(Kind::MethodNotAllowed, detail).with_header(header::ALLOW, methods))
}

async fn nowhere(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let detail = format!("expected an address of the list at /docs, found {:?}", request.path());
    Err(Problem::new(Kind::UnknownAddress, detail))
}

#[cfg(test)]
mod tests;
