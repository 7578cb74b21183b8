//! A document on its way out: in the client's coding, or as the word that its copy is current.

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderName, HeaderValue, LINK};
use actix_web::{HttpRequest, HttpResponse, web};
use jiff::Timestamp;
use serde::Serialize;

use super::cache_policy::{CachePolicy, Freshness, Life, Varies};
use super::conditional::{EntityTag, Modified, is_current};
use super::encoding::{self, Coding};
use super::problem::{Kind, Problem};
use super::routes::Routed;
use super::state::State;
use crate::feed::{Answer, Served};
use crate::render::{self, Document, Format};

/// How an answer came to be (RFC 9211): from the cache or from its site, and for how many seconds it is fresh.
static CACHE_STATUS: HeaderName = HeaderName::from_static("cache-status");

/// What was done to the document (RFC 3229 §10.5.2).
static IM: HeaderName = HeaderName::from_static("im");

/// A document and what there is to say of it.
#[derive(Debug)]
pub(super) struct Reply {
    document: Document,
    policy: CachePolicy,
    modified: Option<Timestamp>,
    varies: Varies,
    cache_status: Option<HeaderValue>,
    link: Option<HeaderValue>,
    hub: Option<HeaderValue>,
    /// What has changed since the client's copy, where it takes that for the whole.
    changes: Option<Document>,
}

impl Reply {
    /// A document that is made for this request, and asked for again at the next.
    pub(super) const fn new(document: Document) -> Self {
        Self {
            document,
            policy: CachePolicy::Revalidate,
            modified: None,
            varies: Varies::Coding,
            cache_status: None,
            link: None,
            hub: None,
            changes: None,
        }
    }

    /// A feed. `negotiated` tells that the format was chosen by `Accept`.
    pub(super) fn feed(answer: Answer, now: Timestamp, negotiated: bool) -> Self {
        let has_parts = answer.document.media_type != Format::Json.media_type();
        let life = life(&answer, now);
        Self {
            cache_status: cache_status(&answer, life.left()),
            link: via(&answer),
            hub: answer.document.link.clone().and_then(|link| HeaderValue::from_maybe_shared(link).ok()),
            document: answer.document,
            policy: CachePolicy::Fresh { life, stale_seconds: answer.stale_seconds },
            modified: Some(answer.changed_at),
            varies: match (negotiated, has_parts) {
                (true, _) => Varies::CodingFormatAndPart,
                (false, true) => Varies::CodingAndPart,
                (false, false) => Varies::Coding,
            },
            changes: None,
        }
    }

    /// A feed of which no part is given (RFC 3229).
    pub(super) fn whole_feed(answer: Answer, now: Timestamp) -> Self {
        Self { varies: Varies::Coding, ..Self::feed(answer, now, false) }
    }

    /// The same with what has changed since the client's copy.
    pub(super) fn with_changes(mut self, changes: Option<Document>) -> Self {
        self.changes = changes;
        self
    }

    /// A page of an archive, which never changes.
    pub(super) fn archive(document: Document, closed_at: Timestamp, negotiated: bool) -> Self {
        Self {
            policy: CachePolicy::Immutable,
            modified: Some(closed_at),
            varies: if negotiated { Varies::CodingAndFormat } else { Varies::Coding },
            ..Self::new(document)
        }
    }

    /// A text that is compressed now, off the threads that serve.
    pub(super) async fn text(media_type: &'static str, text: String) -> Result<Self, Problem> {
        let document = web::block(move || render::encode(media_type, text.into_bytes())).await;
        document.map(Self::new).map_err(|_| Problem::new(Kind::NotReady, "the service is stopping"))
    }

    /// A value as JSON.
    pub(super) async fn json(value: &impl Serialize) -> Result<Self, Problem> {
        let text = render::readable_json(value).map_err(|error| Problem::internal(&error))?;
        Self::text("application/json", text).await
    }

    /// What came of something that was asked to be done, as JSON. It is true at this moment only.
    pub(super) fn done(value: &impl Serialize) -> Result<HttpResponse, Problem> {
        let text = render::readable_json(value).map_err(|error| Problem::internal(&error))?;
        Ok(HttpResponse::Ok().content_type("application/json").body(text))
    }

    /// The same under another policy.
    pub(super) const fn with_policy(mut self, policy: CachePolicy) -> Self {
        self.policy = policy;
        self
    }

    /// The answer to a request: 304, or 200 with the bytes in the coding that the client wants most.
    pub(super) fn respond(self, request: &HttpRequest) -> Result<HttpResponse, Problem> {
        let Some(coding) = encoding::choose(request.headers()) else {
            let detail = "expected br, gzip or identity to be acceptable, found all of them refused";
            return Err(Problem::new(Kind::NotAcceptable, detail));
        };
        let tag = EntityTag::new(&self.document.etag, coding);
        let state = State::of(request)?;
        let modified = self.modified.map(|at| Modified::new(at, state.service.now()));
        let current = is_current(request.headers(), &tag, modified);
        let (mut response, policy) = match (current, &self.changes) {
            (true, _) => (HttpResponse::new(StatusCode::NOT_MODIFIED), self.policy),
            (false, None) => (full(StatusCode::OK, &self.document, coding), self.policy),
            (false, Some(changes)) => {
                let mut response = full(StatusCode::IM_USED, changes, coding);
                response.headers_mut().insert(IM.clone(), HeaderValue::from_static("feed"));
                (response, CachePolicy::Manipulated)
            }
        };
        let audience = Routed::audience_of(request, state);
        let freshness = Freshness { policy, tag: &tag, modified, varies: self.varies };
        freshness.write(audience, response.headers_mut());
        if let Some(status) = self.cache_status {
            response.headers_mut().insert(CACHE_STATUS.clone(), status);
        }
        for link in self.hub.into_iter().chain(self.link) {
            response.headers_mut().append(LINK, link);
        }
        Ok(response)
    }
}

/// A document in a coding.
fn full(status: StatusCode, document: &Document, coding: Coding) -> HttpResponse {
    let body = actix_web::body::BoxBody::new(coding.body(&document.body));
    let mut response = HttpResponse::with_body(status, body);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(document.media_type));
    if let Some(name) = coding.name() {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    response
}

/// The site's own feed, where the answer was joined with it (RFC 8288; `via` of RFC 4287 §4.2.7.2).
fn via(answer: &Answer) -> Option<HeaderValue> {
    let source = answer.source_feed.as_ref()?;
    HeaderValue::try_from(format!("<{source}>; rel=\"via\"")).ok()
}

/// How old a feed is, and how old it may become. A stale one says when it is to be asked for again to those who look at
/// `max-age` alone: at once, since it is being refreshed, or with the next try of the service, where its site fails.
fn life(answer: &Answer, now: Timestamp) -> Life {
    let seconds = |from: Timestamp, to: Timestamp| {
        u64::try_from(to.as_second().saturating_sub(from.as_second())).unwrap_or(0)
    };
    let age = seconds(answer.checked_at, now);
    let fresh = match answer.failed {
        true => seconds(now, answer.fresh_until).min(age),
        false if answer.fresh_until <= now => 0,
        false => seconds(answer.checked_at, answer.fresh_until),
    };
    Life { age, fresh, failed: answer.failed }
}

/// How the feed came from the cache and, when its last refresh brought nothing, how that ended: it is told nowhere in the
/// feed itself.
fn cache_status(answer: &Answer, seconds: i64) -> Option<HeaderValue> {
    let way = match answer.served {
        Served::Fresh | Served::Stale => "hit",
        Served::Loaded => "fwd=miss; stored",
    };
    let text = match answer.outcome.as_str() {
        "ok" | "not_modified" => format!("feedmill; {way}; ttl={seconds}"),
        outcome => format!("feedmill; {way}; ttl={seconds}; detail={outcome}"),
    };
    HeaderValue::try_from(text).ok()
}
