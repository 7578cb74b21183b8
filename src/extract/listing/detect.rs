//! Entries of a page that nobody wrote rules for: the group of repeated links that looks most like a listing, joined with
//! the groups that belong to the same stream.

use std::collections::HashSet;

use ego_tree::NodeId;

use super::card::{Card, cards};
use super::group::groups;
use super::read::Candidate;
use super::rules::stands_within;
use super::score::{Zone, score, zone};
use super::selector;
use crate::extract::date::DateContext;
use crate::extract::page::Page;
use crate::model::{Skip, SkipReason, normalise_link};
use crate::site::ListingRules;

/// Below this score a group is no listing.
const LEAST_SCORE: f64 = 0.35;

/// A group joins the best one when its score is at least this part of the best.
const JOIN_SHARE: f64 = 0.45;

/// The score at which a listing is as good as certain.
const SURE_SCORE: f64 = 4.0;

/// Most groups that are looked at closely, the largest first.
const MAX_GROUPS: usize = 60;

/// Finds the entries of a page, outside the `removed` boxes.
pub(super) fn read(page: &Page, removed: &HashSet<NodeId>, context: &DateContext<'_>) -> Candidate {
    let mut scored = scored_groups(page, removed, context);
    scored.sort_by(|left, right| right.0.total_cmp(&left.0));
    let mut ranked = scored.into_iter();
    let Some((best_score, best)) = ranked.next().filter(|(score, _)| *score >= LEAST_SCORE) else {
        let subject = page.title().unwrap_or_else(|| page.url().to_string());
        let skipped = vec![Skip { reason: SkipReason::NoListing, subject }];
        return Candidate { entries: Vec::new(), skipped, confidence: 0.0, rules: None };
    };
    let rules = selector::rules(page, &best);
    let mut joined = best;
    let in_headings = joined.iter().filter(|card| card.in_heading).count() * 2 >= joined.len();
    for (score, cards) in ranked.filter(|(score, _)| *score >= best_score * JOIN_SHARE) {
        if belongs(&cards, in_headings, score) {
            joined.extend(cards);
        }
    }
    Candidate {
        confidence: (best_score / SURE_SCORE).clamp(0.05, 0.95),
        entries: in_page_order(joined, page).iter().map(|card| card.entry(page, context)).collect(),
        skipped: Vec::new(),
        rules: rules.map(|entry| ListingRules { entry: vec![entry].into(), ..ListingRules::default() }),
    }
}

fn scored_groups<'p>(
    page: &'p Page,
    removed: &HashSet<NodeId>,
    context: &DateContext<'_>,
) -> Vec<(f64, Vec<Card<'p>>)> {
    let mut groups = groups(page);
    groups.sort_by_key(|group| std::cmp::Reverse(group.links.len()));
    groups
        .iter()
        .take(MAX_GROUPS)
        .map(|group| {
            let own = normalise_link(page.url());
            let mut cards = cards(group);
            cards.retain(|card| {
                normalise_link(&card.url) != own
                    && card.url.path() != "/"
                    && !stands_within(card.anchor, removed)
            });
            (score(&cards, page, context), cards)
        })
        .collect()
}

/// Whether a group is part of the stream whose best group has its links in headings or not.
fn belongs(cards: &[Card<'_>], in_headings: bool, score: f64) -> bool {
    let headings = cards.iter().filter(|card| card.in_heading).count() * 2 >= cards.len();
    let outside =
        cards.iter().filter(|card| matches!(zone(card.anchor), Zone::Landmark | Zone::Boxed)).count();
    headings == in_headings && outside == 0 && score >= LEAST_SCORE
}

/// Cards in the order of the page, each address once.
fn in_page_order<'p>(cards: Vec<Card<'p>>, page: &'p Page) -> Vec<Card<'p>> {
    let wanted: std::collections::HashMap<_, _> = cards.iter().map(|card| (card.anchor.id(), card)).collect();
    let mut seen = HashSet::new();
    page.root()
        .descendants()
        .filter_map(|node| wanted.get(&node.id()).copied())
        .filter(|card| seen.insert(normalise_link(&card.url)))
        .cloned()
        .collect()
}
