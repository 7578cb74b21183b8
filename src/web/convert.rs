//! `/convert.{format}?url=`: any page as a feed.

use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse};

use super::feeds::{archive, part, unknown_format};
use super::manipulation;
use super::problem::Problem;
use super::query::{FEED, Query};
use super::reply::Reply;
use super::state::State;
use crate::render::Format;

/// The feed of a page that no definition needs to know.
pub(super) async fn convert(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let state = State::of(&request)?;
    state.access.check(&request, &state.bases)?;
    let extension = part(&request, "format");
    let format = Format::from_extension(&extension).ok_or_else(|| unknown_format(&extension))?;
    let [limit, content, q, include, exclude, author, tag, number] = FEED;
    let allowed = ["url", "explain", "pages", limit, content, q, include, exclude, author, tag, number];
    let mut query = Query::read(request.query_string(), &allowed)?;
    let (page, pages, number) = (query.page()?, query.pages()?, query.archive_page()?);
    let base = state.bases.of(&request);
    if let Some(number) = number {
        let archived = state.service.archived_conversion((&page, pages), number, format, &base).await;
        return archive(archived.map_err(|error| Problem::of_service(&error))?, &request, false);
    }
    let view = query.view()?;
    if query.explain()? {
        // Feed readers would not show it; the API tells what was read from the page, and why.
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("url", page.as_str())
            .append_pair("explain", "true")
            .finish();
        let address = format!("{}?{query}", base.join("/api/v1/listing"));
        return Ok(HttpResponse::SeeOther().insert_header((LOCATION, address)).finish());
    }
    let answer = state.service.converted(&page, pages, format, &view, &base).await;
    let answer = answer.map_err(|error| Problem::of_service(&error))?;
    state.cache_metrics.note(answer.served);
    let changes = match manipulation::had(request.headers()).as_slice() {
        had if view.is_plain() && !had.is_empty() => {
            let current = &answer.document.etag;
            state.service.conversion_changes((&page, pages), format, current, had).await
        }
        _ => None,
    };
    Reply::feed(answer, state.service.now(), false).with_changes(changes).respond(&request)
}
