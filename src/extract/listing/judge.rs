//! How likely a group of links is the listing, or a part of it.

use super::evidence::Evidence;
use super::weights::{JOIN, LISTING};
use super::{evidence, relation};

/// How much a group looks like the listing; only the order of the groups of one page has a meaning.
pub(super) fn score(evidence: &Evidence) -> f64 {
    dot(&LISTING.evidence, &evidence.values)
}

/// The share of the links of the best group, whose score this is, that are entries.
pub(super) fn confidence(score: f64) -> f64 {
    let (bias, weight) = LISTING.confidence;
    logistic(bias + weight * score)
}

/// The probability that the links of a group are entries, given what the best group is.
pub(super) fn join(evidence: &Evidence, likeness: &[f64; relation::NAMES.len()]) -> f64 {
    logistic(JOIN.bias + dot(&JOIN.evidence, &evidence.values) + dot(&JOIN.likeness, likeness))
}

/// The weights of the evidence for a group on its own.
pub(super) struct Listing {
    pub evidence: [f64; evidence::NAMES.len()],
    /// Bias and weight that make a probability of a score.
    pub confidence: (f64, f64),
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
