//! What all pages have: their files, and the way from a template to an answer.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::super::assets::{ICON, STYLE};
use super::super::problem::Problem;
use super::super::reply::Reply;
use crate::feed::PublicBase;

/// What the head and the foot of every page name.
pub(super) struct Frame {
    /// The path prefix under which the service is seen.
    pub(super) prefix: String,
    /// The style sheet.
    pub(super) style: String,
    /// The icon.
    pub(super) icon: String,
}

impl Frame {
    /// The frame of a page under a base. Files are named by path, so that the page's own origin is the one it allows.
    pub(super) fn new(base: &PublicBase) -> Self {
        let prefix = base.prefix().to_owned();
        Self { style: format!("{prefix}{}", STYLE.path), icon: format!("{prefix}{}", ICON.path), prefix }
    }
}

/// Fills a template and answers with it.
pub(super) async fn respond(page: &impl Template, request: &HttpRequest) -> Result<HttpResponse, Problem> {
    let text = page.render().map_err(|error| Problem::internal(&error))?;
    Reply::text("text/html; charset=utf-8", text).await?.respond(request)
}
