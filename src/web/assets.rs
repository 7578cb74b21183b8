//! The files that pages need, and the description of the interface. Each is compressed once; a page names its files with
//! their fingerprint, so that they never change under their address.

use std::sync::LazyLock;

use actix_web::{HttpRequest, HttpResponse};

use super::cache_policy::CachePolicy;
use super::feeds::part;
use super::problem::{Kind, Problem};
use super::query::Query;
use super::reply::Reply;
use crate::render::{Document, encode};

/// A file of the pages.
pub(super) struct Asset {
    /// Its address, without the prefix of the public base.
    pub(super) path: String,
    document: Document,
}

/// The style sheet of all pages.
pub(super) static STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("style", "css", "text/css; charset=utf-8", include_str!("assets/style.css")));

/// The icon of all pages.
pub(super) static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("icon", "svg", "image/svg+xml", include_str!("assets/icon.svg")));

static OPENAPI: LazyLock<Document> =
    LazyLock::new(|| encode("application/yaml", include_bytes!("../../openapi.yaml").to_vec()));

/// A file of the pages.
pub(super) async fn asset(request: HttpRequest) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[])?;
    let name = part(&request, "name");
    let named = |asset: &&Asset| asset.path.strip_prefix("/assets/") == Some(name.as_ref());
    let Some(asset) = [&*STYLE, &*ICON].into_iter().find(named) else {
        let detail = format!("expected a file that the pages name, found {name:?}");
        return Err(Problem::new(Kind::UnknownAddress, detail));
    };
    Reply::new(asset.document.clone()).with_policy(CachePolicy::Immutable).respond(&request)
}

/// The description of the interface, as it was written.
pub(super) async fn openapi(request: HttpRequest) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[])?;
    Reply::new(OPENAPI.clone()).respond(&request)
}

impl Asset {
    fn new(stem: &str, extension: &str, media_type: &'static str, text: &str) -> Self {
        let document = encode(media_type, text.as_bytes().to_vec());
        let fingerprint: String = document.etag.chars().take(12).collect();
        Self { path: format!("/assets/{stem}-{fingerprint}.{extension}"), document }
    }
}
