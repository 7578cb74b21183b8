//! `/convert.{format}?url=`: any page as a feed.

use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse};
use url::{Url, form_urlencoded};

use super::access::Admission;
use super::feeds::{archive, part, unknown_format};
use super::problem::Problem;
use super::query::{FEED, Query};
use super::reply::Reply;
use super::state::State;
use super::{manipulation, signature};
use crate::feed::{Conversion, PublicBase};
use crate::render::Format;

/// The parameters of a conversion beside those of its feed and of a signature.
const OWN: [&str; 3] = ["url", "explain", "pages"];

/// The feed of a page that no definition needs to know.
pub(super) async fn convert(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let state = State::of(&request)?;
    let admission = state.access.check(&request, &state.bases, state.service.now())?;
    let extension = part(&request, "format");
    let format = Format::from_extension(&extension).ok_or_else(|| unknown_format(&extension))?;
    let mut query = Query::read_signable(request.query_string(), &[&OWN[..], &FEED].concat())?;
    let (page, pages, number) = (query.page()?, query.pages()?, query.archive_page()?);
    // Who has the feed by a signed address finds that very address in it.
    let own = (admission == Admission::Address).then(|| signature::own_query(request.query_string()));
    let conversion = Conversion { url: &page, pages, query: own.as_deref() };
    let base = state.bases.of(&request);
    if let Some(number) = number {
        let archived = state.service.archived_conversion(conversion, number, format, &base).await;
        return archive(archived.map_err(|error| Problem::of_service(&error))?, &request, false);
    }
    let view = query.view().await?;
    if query.explain()? {
        return explained(&request, admission, &page, &base);
    }
    let answer = state.service.converted(conversion, format, &view, &base).await;
    let answer = answer.map_err(|error| Problem::of_service(&error))?;
    state.cache_metrics.note(answer.served);
    let changes = match manipulation::had(request.headers()).as_slice() {
        had if view.is_plain() && !had.is_empty() => {
            let current = &answer.document.etag;
            state.service.conversion_changes(conversion, format, current, had).await
        }
        _ => None,
    };
    Reply::feed(answer, state.service.now(), false).with_changes(changes).respond(&request)
}

/// Leads to where the API tells what was read from a page, and why: feed readers would not show it. Whoever was let in by the
/// address that was asked for is let in there by another.
fn explained(
    request: &HttpRequest,
    admission: Admission,
    page: &Url,
    base: &PublicBase,
) -> Result<HttpResponse, Problem> {
    const PATH: &str = "/api/v1/listing";
    let mut query = form_urlencoded::Serializer::new(String::new());
    let query = query.append_pair("url", page.as_str()).append_pair("explain", "true").finish();
    let query = match admission {
        Admission::Client => query,
        Admission::Address => State::of(request)?.access.hand_on(request, PATH, &query).unwrap_or(query),
    };
    let address = format!("{}?{query}", base.join(PATH));
    Ok(HttpResponse::SeeOther().insert_header((LOCATION, address)).finish())
}
