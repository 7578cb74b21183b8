//! Entries of a page that nobody wrote rules for: the group of repeated links that is most likely the listing, joined with
//! the groups that carry on the same stream.

use std::collections::HashSet;

use ego_tree::NodeId;
use serde::Serialize;

use super::card::{self, Card, cards};
use super::evidence::{self, Evidence, Scene};
use super::group::{Group, groups};
use super::read::Candidate;
use super::relation::{self, Profile};
use super::rules::stands_within;
use super::zone::Zones;
use super::{entry, judge, selector};
use crate::extract::date::DateContext;
use crate::extract::page::Page;
use crate::extract::survey::Survey;
use crate::model::{Skip, SkipReason, normalise_link};
use crate::site::ListingRules;

/// A page whose best group is less likely than this to be a listing has none.
const LEAST: f64 = 0.2;

/// A group joins the best one when it is at least this likely to carry on its stream.
const LEAST_JOIN: f64 = 0.5;

/// Most groups that are looked at closely, the largest first.
const MAX_GROUPS: usize = 240;

/// What was thought of one group of links.
#[derive(Clone, Debug, Serialize)]
pub struct GroupReport {
    /// The addresses.
    pub urls: Vec<String>,
    /// How much they look like the listing; the highest of a page is the best group.
    pub score: f64,
    /// The probability that they carry on the stream of the best group; that of the best group itself is its own.
    pub join: f64,
    /// What the group showed, by the name of the evidence: shares between 0 and 1.
    pub evidence: Vec<(&'static str, f64)>,
    /// How alike it is to the best group.
    pub likeness: Vec<(&'static str, f64)>,
}

/// A group that was looked at.
struct Judged<'p> {
    cards: Vec<Card<'p>>,
    evidence: Evidence,
    score: f64,
    place: String,
}

/// Finds the entries of a page, outside the `removed` boxes.
pub(super) fn read(page: &Page, removed: &HashSet<NodeId>, context: &DateContext<'_>) -> Candidate {
    let survey = Survey::of(page.root());
    let judged = judged(page, removed, &survey, context);
    let best = judged.iter().max_by(|left, right| left.score.total_cmp(&right.score));
    let Some(best) = best else {
        return nothing(page, Vec::new());
    };
    let confidence = judge::confidence(best.score);
    let best_profile = Profile::of(&best.cards, &best.place);
    let mut chosen: Vec<(f64, &Judged<'_>)> = Vec::new();
    let mut reports = Vec::with_capacity(judged.len());
    for group in &judged {
        let likeness = relation::likeness(
            (&Profile::of(&group.cards, &group.place), &group.evidence),
            (&best_profile, &best.evidence),
        );
        let join =
            if std::ptr::eq(group, best) { confidence } else { judge::join(&group.evidence, &likeness) };
        reports.push(group.report(join, &likeness));
        if std::ptr::eq(group, best) || join >= LEAST_JOIN {
            chosen.push((if std::ptr::eq(group, best) { 2.0 } else { join }, group));
        }
    }
    if confidence < LEAST {
        return nothing(page, reports);
    }
    chosen.sort_by(|left, right| right.0.total_cmp(&left.0));
    let rules = selector::rules(page, &best.cards);
    let mut chosen: Vec<Vec<Card<'_>>> = chosen.into_iter().map(|(_, group)| group.cards.clone()).collect();
    card::part(&mut chosen);
    Candidate {
        confidence,
        entries: entry::entries(&chosen, page, &survey, context),
        skipped: Vec::new(),
        rules: rules.map(|entry| ListingRules { entry: vec![entry].into(), ..ListingRules::default() }),
        groups: reports,
    }
}

impl Judged<'_> {
    fn report(&self, join: f64, likeness: &[f64; relation::NAMES.len()]) -> GroupReport {
        GroupReport {
            urls: self.cards.iter().map(|card| card.url.to_string()).collect(),
            score: self.score,
            join,
            evidence: evidence::NAMES.into_iter().zip(self.evidence.values).collect(),
            likeness: relation::NAMES.into_iter().zip(*likeness).collect(),
        }
    }
}

fn nothing(page: &Page, groups: Vec<GroupReport>) -> Candidate {
    let subject = page.title().unwrap_or_else(|| page.url().to_string());
    let skipped = vec![Skip { reason: SkipReason::NoListing, subject }];
    Candidate { entries: Vec::new(), skipped, confidence: 0.0, rules: None, groups }
}

fn judged<'p>(
    page: &'p Page,
    removed: &HashSet<NodeId>,
    survey: &Survey,
    context: &DateContext<'_>,
) -> Vec<Judged<'p>> {
    let mut groups = groups(page);
    let links = groups.iter().map(|group| group.links.len()).sum();
    groups.sort_by_key(|group| std::cmp::Reverse(group.links.len()));
    groups.truncate(MAX_GROUPS);
    let zones = Zones::new(survey, page.root());
    let scene = Scene { page, survey, zones, context, links };
    let own = normalise_link(page.url());
    groups.iter().filter_map(|group| judge_group(group, &own, removed, &scene)).collect()
}

fn judge_group<'p>(
    group: &Group<'p>,
    own: &str,
    removed: &HashSet<NodeId>,
    scene: &Scene<'_>,
) -> Option<Judged<'p>> {
    let mut cards = cards(group, scene.survey);
    cards.retain(|card| normalise_link(&card.url) != own && !stands_within(card.anchor, removed));
    if cards.is_empty() {
        return None;
    }
    let evidence = evidence::gather(&cards, group.links.len(), group.first, scene);
    Some(Judged { score: judge::score(&evidence), evidence, cards, place: group.place.clone() })
}
