//! `/feeds/{site}/{path}`: the feeds.

use std::borrow::Cow;

use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse};
use percent_encoding::percent_decode_str;

use super::problem::{Kind, Problem};
use super::query::{FEED, Query};
use super::reply::Reply;
use super::state::State;
use super::{manipulation, negotiation};
use crate::feed::{Archived, PublicBase, Service, ServiceError, View, feed_path};
use crate::model::{FeedKey, SiteName};
use crate::render::Format;
use crate::site::{Catalogue, Parametric};

/// What an address asks for.
struct Target {
    key: FeedKey,
    /// The format that the address names.
    format: Option<Format>,
}

/// A feed in the format of its extension, or else of `Accept`.
pub(super) async fn feed(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let state = State::of(&request)?;
    let base = state.bases.of(&request);
    let target = target(&request)?;
    let view = match request.query_string() {
        "" => View::default(),
        query => {
            if let Some(address) = family_address(&state.service, &target, query, &base)? {
                return Ok(HttpResponse::SeeOther().insert_header((LOCATION, address)).finish());
            }
            let mut query = Query::read(query, &FEED)?;
            if let Some(page) = query.archive_page()? {
                let format = format(&request, &target)?;
                let archived = state.service.archived(&target.key, page, format, &base).await;
                let archived = archived.map_err(|error| explain(&error, &target.key, &state.service))?;
                return archive(archived, &request, target.format.is_none());
            }
            query.view().await?
        }
    };
    let format = format(&request, &target)?;
    let answer = state.service.document(&target.key, format, &view, &base).await;
    let answer = answer.map_err(|error| explain(&error, &target.key, &state.service))?;
    state.cache_metrics.note(answer.served);
    let had = if view.is_plain() { manipulation::had(request.headers()) } else { Vec::new() };
    let changes = match had.as_slice() {
        [] => None,
        had => state.service.changes(&target.key, format, &answer.document.etag, had).await,
    };
    let reply = Reply::feed(answer, state.service.now(), target.format.is_none()).with_changes(changes);
    reply.respond(&request)
}

/// A page of an archive; or the way to the feed itself, where the page after the newest is asked for.
pub(super) fn archive(
    archived: Archived,
    request: &HttpRequest,
    negotiated: bool,
) -> Result<HttpResponse, Problem> {
    match archived {
        Archived::Page { document, closed_at } => {
            Reply::archive(document, closed_at, negotiated).respond(request)
        }
        Archived::Open(address) => {
            Ok(HttpResponse::TemporaryRedirect().insert_header((LOCATION, address)).finish())
        }
    }
}

/// The key of a feed without its format, from the parts of an address.
pub(super) fn key(site: &str, path: &str) -> Result<FeedKey, Problem> {
    let unknown = |kind, error: crate::model::KeyError| Problem::new(kind, error.to_string());
    let site = SiteName::parse(site).map_err(|error| unknown(Kind::UnknownSite, error))?;
    FeedKey::new(site, path).map_err(|error| unknown(Kind::UnknownFeed, error))
}

/// A part of the address, decoded. The router has decoded all but what would change the address's shape.
pub(super) fn part<'a>(request: &'a HttpRequest, name: &str) -> Cow<'a, str> {
    percent_decode_str(request.match_info().query(name)).decode_utf8_lossy()
}

/// The problem of a format that there is not.
pub(super) fn unknown_format(found: &str) -> Problem {
    Problem::new(Kind::UnknownFormat, format!("expected the extension .rss, .atom or .json, found .{found}"))
}

fn target(request: &HttpRequest) -> Result<Target, Problem> {
    let path = part(request, "path");
    let named =
        path.rsplit_once('.').and_then(|(path, extension)| Some((path, Format::from_extension(extension)?)));
    let (path, format) = named.map_or((path.as_ref(), None), |(path, format)| (path, Some(format)));
    Ok(Target { key: key(&part(request, "site"), path)?, format })
}

/// The format of the extension, or else of `Accept`.
fn format(request: &HttpRequest, target: &Target) -> Result<Format, Problem> {
    target.format.or_else(|| negotiation::choose(request.headers())).ok_or_else(not_acceptable)
}

fn not_acceptable() -> Problem {
    let detail = format!("expected one of {} to be acceptable, found none of them", negotiation::offered());
    Problem::new(Kind::NotAcceptable, detail)
}

/// The address that a form means: `/feeds/site/tags.rss?tag=Peace` is the feed `site/tags/Peace`. A form can put what
/// was typed only into the query. None where the address is of no form; a problem where what was typed can be no feed.
fn family_address(
    service: &Service,
    target: &Target,
    query: &str,
    base: &PublicBase,
) -> Result<Option<String>, Problem> {
    let catalogue = service.catalogue();
    let Some((family, value)) = typed(&catalogue, &target.key, query) else {
        return Ok(None);
    };
    let feed = FeedKey::new(target.key.site().clone(), &format!("{}{}", family.prefix, value.trim()));
    let Some(feed) = feed.ok().filter(|feed| family.value_in(feed.path()).is_some()) else {
        let detail = format!(
            "expected a {} of 1 to 100 characters, none of them a slash or a control character, and not a dot or two \
             alone, found {value:?}",
            family.parameter
        );
        return Err(Problem::new(Kind::UnknownValue, detail));
    };
    let format = target.format.unwrap_or(Format::Rss);
    Ok(Some(base.join(&feed_path(&feed, format.extension()))))
}

/// The family whose form leads to an address, with what was typed. A feed that has the address itself takes the query as
/// the reader's wishes.
fn typed<'a>(catalogue: &'a Catalogue, key: &FeedKey, query: &str) -> Option<(&'a Parametric, String)> {
    let site = catalogue.site(key.site().as_str()).ok().filter(|_| catalogue.feed(key).is_err())?;
    let family = site.parametric.iter().find(|family| family.prefix.trim_end_matches('/') == key.path())?;
    let value = Query::read(query, &[family.parameter.as_str()]).ok()?.take(&family.parameter)?;
    Some((family, value))
}

/// The problem of a feed that cannot be had. A feed that would be there under another extension is told so.
fn explain(error: &ServiceError, key: &FeedKey, service: &Service) -> Problem {
    let problem = Problem::of_service(error);
    let other = key.path().rsplit_once('.').filter(|_| problem.kind() == Kind::UnknownFeed);
    match other {
        Some((path, extension)) if exists(service, key, path) => unknown_format(extension),
        _ => problem,
    }
}

fn exists(service: &Service, key: &FeedKey, path: &str) -> bool {
    FeedKey::new(key.site().clone(), path).is_ok_and(|key| service.catalogue().feed(&key).is_ok())
}
