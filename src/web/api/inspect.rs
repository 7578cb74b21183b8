//! What feedmill reads from a page, for whoever wants to know why a feed looks as it does.

use actix_web::{HttpRequest, HttpResponse};
use url::Url;

use super::super::problem::Problem;
use super::super::query::Query;
use super::super::reply::Reply;
use super::super::state::State;
use crate::feed::Detail;
use crate::render::{article_json, explained, listing_json};

/// The article on a page.
pub(in crate::web) async fn article(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let (state, page, explain) = admitted(&request)?;
    let failed = |error| Problem::of_service(&error);
    let answer = if explain {
        let (article, explanation) = state.service.explain_article(&page).await.map_err(failed)?;
        explained(article_json(&article), &explanation)
    } else {
        article_json(&state.service.inspect_article(&page).await.map_err(failed)?)
    };
    Reply::json(&answer).await?.respond(&request)
}

/// The listing on a page, with the rules by which it was read.
pub(in crate::web) async fn listing(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let (state, page, explain) = admitted(&request)?;
    let detail = if explain { Detail::Explanation } else { Detail::Rules };
    let read = state.service.inspect_listing(&page, detail).await;
    let read = read.map_err(|error| Problem::of_service(&error))?;
    let mut listing = listing_json(&read.listing, read.rules.as_ref());
    if explain {
        listing = explained(listing, &read.explanation);
    }
    Reply::json(&listing).await?.respond(&request)
}

/// The page that a client who is let in asks for, and whether it is to be explained.
fn admitted(request: &HttpRequest) -> Result<(&State, Url, bool), Problem> {
    let state = State::of(request)?;
    state.access.check(request, &state.bases, state.service.now())?;
    let mut query = Query::read_signable(request.query_string(), &["url", "explain"])?;
    Ok((state, query.page()?, query.explain()?))
}
