//! `/status/{site}/{path}`: the state of one feed, with a picture of its last weeks.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use jiff::Timestamp;

use super::super::feeds::{key, part};
use super::super::problem::Problem;
use super::super::query::Query;
use super::super::state::State;
use super::chart::Chart;
use super::frame::{Frame, respond};
use super::state::{StatePart, day_and_time};
use crate::feed::{Condition, FeedStatus, PublicBase};
use crate::site::Site;

#[derive(Template)]
#[template(path = "status.html")]
struct StatusPage {
    frame: Frame,
    site_title: String,
    language: String,
    direction: &'static str,
    state: StatePart,
    /// What readers and operators may want to know.
    advice: Option<String>,
    /// The picture, as it stands in the page.
    chart: String,
    chart_summary: String,
    first_day: String,
    last_day: String,
    facts: Vec<Fact>,
    state_url: String,
    operations: String,
    status: FeedStatus,
}

/// One line about a feed.
struct Fact {
    name: &'static str,
    value: String,
    /// The same for machines, where it is a moment.
    machine: Option<String>,
    /// Where it leads.
    link: Option<String>,
}

/// The page of a feed's state.
pub(in crate::web) async fn status(request: HttpRequest) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[])?;
    let state = State::of(&request)?;
    let base = state.bases.of(&request);
    let key = key(&part(&request, "site"), &part(&request, "path"))?;
    let status = state.service.status(&key, &base).await;
    let status = status.map_err(|error| Problem::of_service(&error))?;
    let catalogue = state.service.catalogue();
    let site = catalogue.site(key.site().as_str()).map_err(|error| Problem::of_service(&error.into()))?;
    respond(&page(status, site, &base)?, &request).await
}

fn page(status: FeedStatus, site: &Site, base: &PublicBase) -> Result<StatusPage, Problem> {
    let chart = Chart::new(&status.days);
    let moment = match status.condition {
        Condition::Failing => status.failing_since,
        _ => status.changed_at,
    };
    let day = |day: Option<&crate::feed::FeedDay>| {
        day.map_or_else(String::new, |day| day.day.strftime("%-d %b").to_string())
    };
    Ok(StatusPage {
        frame: Frame::new(base),
        site_title: site.title.clone(),
        language: site.language.clone(),
        direction: site.direction.as_str(),
        state: StatePart::new(status.condition, moment),
        advice: advice(&status),
        chart: chart.render().map_err(|error| Problem::internal(&error))?,
        chart_summary: chart.summary,
        first_day: day(status.days.first()),
        last_day: day(status.days.last()),
        facts: facts(&status),
        state_url: base.state(&status.key),
        operations: base.join("/feeds/status.rss"),
        status,
    })
}

/// What a condition means for whoever reads the feed.
fn advice(status: &FeedStatus) -> Option<String> {
    let text = match (status.condition, status.succeeded_at) {
        (Condition::Failing, _) if status.stopped => {
            "Its site says that the listing is gone for good, so it is not asked for any more, until its operator resumes it. \
             Readers keep the last good feed."
        }
        (Condition::Failing, Some(_)) => "Readers keep the last good feed until its site can be read again.",
        (Condition::Failing, None) => "It could not be read yet, so there is no feed to hand out.",
        (Condition::NeverFetched, _) => "Nobody has asked for it yet. It is read when somebody does.",
        _ => return None,
    };
    Some(text.to_owned())
}

/// What there is to say, without what is not known.
fn facts(status: &FeedStatus) -> Vec<Fact> {
    let plain =
        |name, value: Option<String>| value.map(|value| Fact { name, value, machine: None, link: None });
    let moment = |name, moment: Option<Timestamp>| {
        let fact = |moment: Timestamp| Fact {
            name,
            value: day_and_time(moment),
            machine: Some(moment.to_string()),
            link: None,
        };
        moment.map(fact)
    };
    let link = |name, url: Option<&url::Url>| {
        let fact = |url: &url::Url| Fact {
            name,
            value: url.to_string(),
            machine: None,
            link: Some(url.to_string()),
        };
        url.map(fact)
    };
    let failures = (status.failures > 0).then(|| status.failures.to_string());
    [
        plain("Outcome of the last", status.outcome.clone()),
        moment("The same since", status.outcome_since),
        plain("What was said of it", status.detail.clone()),
        moment("Last tried", status.checked_at),
        moment("Last read from its site", status.succeeded_at),
        moment("Next try", status.next_check),
        plain("Failed in a row", failures),
        plain("Entries on its page", (status.entry_count > 0).then(|| status.entry_count.to_string())),
        link("Page of the site", status.listing_url.as_ref()),
        link("Feed of the site", status.feed_url.as_ref()),
    ]
    .into_iter()
    .flatten()
    .collect()
}
