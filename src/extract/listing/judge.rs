//! How likely a group of links is the listing, or a part of it.

use super::evidence::Evidence;
use super::weights::{JOIN, LISTING, PAGE};
use super::{evidence, outline, relation};

/// How much a group looks like the listing; only the order of the groups of one page has a meaning.
pub(super) fn score(evidence: &Evidence) -> f64 {
    dot(&LISTING.evidence, &evidence.values)
}

/// The probability that a page is a listing whose best group has this evidence and score.
pub(super) fn listing(evidence: &Evidence, score: f64, page: &[f64; outline::NAMES.len()]) -> f64 {
    logistic(PAGE.bias + PAGE.score * score + dot(&PAGE.evidence, &evidence.values) + dot(&PAGE.page, page))
}

/// The probability that the links of a group are entries, given what the best group is.
pub(super) fn join(evidence: &Evidence, likeness: &[f64; relation::NAMES.len()]) -> f64 {
    logistic(JOIN.bias + dot(&JOIN.evidence, &evidence.values) + dot(&JOIN.likeness, likeness))
}

/// The weights of the evidence for a group on its own.
pub(super) struct Listing {
    pub evidence: [f64; evidence::NAMES.len()],
}

/// The weights of the evidence for a page being a listing.
pub(super) struct Whole {
    pub bias: f64,
    /// Of the score of the best group.
    pub score: f64,
    /// Of the evidence of the best group.
    pub evidence: [f64; evidence::NAMES.len()],
    pub page: [f64; outline::NAMES.len()],
}

/// The weights of the evidence for a group beside the best one.
pub(super) struct Join {
    pub bias: f64,
    pub evidence: [f64; evidence::NAMES.len()],
    pub likeness: [f64; relation::NAMES.len()],
}

fn dot(weights: &[f64], values: &[f64]) -> f64 {
    weights.iter().zip(values).map(|(weight, value)| weight * value).sum()
}

fn logistic(sum: f64) -> f64 {
    1.0 / (1.0 + (-sum).exp())
}
