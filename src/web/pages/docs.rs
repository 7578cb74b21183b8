//! `/docs`: how to use the interface, for people. The lists of addresses and problems are made from the tables that the
//! service itself works by.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::super::problem::{Kind, Problem};
use super::super::query::Query;
use super::super::routes::{Line, TABLE};
use super::super::state::State;
use super::frame::{Frame, respond};

#[derive(Template)]
#[template(path = "docs.html")]
struct DocsPage<'a> {
    frame: Frame,
    base: &'a str,
    /// A feed to show by.
    example: String,
    routes: &'static [Line],
    problems: Vec<ProblemPart>,
}

struct ProblemPart {
    status: u16,
    code: &'static str,
    title: &'static str,
}

/// The page of documentation.
pub(in crate::web) async fn docs(request: HttpRequest) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[])?;
    let state = State::of(&request)?;
    let (base, catalogue) = (state.bases.of(&request), state.service.catalogue());
    let first = catalogue.sites().find_map(|site| site.sections.first());
    let page = DocsPage {
        frame: Frame::new(&base),
        base: base.as_str(),
        example: first.map_or_else(|| "SITE/PATH".to_owned(), |section| section.key.to_string()),
        routes: TABLE,
        problems: Kind::ALL.into_iter().map(problem_part).collect(),
    };
    respond(&page, &request).await
}

fn problem_part(kind: Kind) -> ProblemPart {
    let (status, code, title) = kind.row();
    ProblemPart { status: status.as_u16(), code, title }
}
