//! What a post repeats of the posts above it.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Words in a row that are remembered together.
const RUN: usize = 5;
/// Per cent of a quote's runs that were said before, from which it says nothing new. The rest is "Ann wrote:".
const REPEATED_PERCENT: usize = 60;

/// The most characters of quotes that are compared: quotes nest, and each would be read once for each level.
const BUDGET: usize = 4_000_000;

/// Everything that the posts so far have said.
pub(super) struct Said {
    runs: HashSet<u64>,
    budget: usize,
}

impl Said {
    /// Nothing yet.
    pub(super) fn nothing() -> Self {
        Self { runs: HashSet::new(), budget: BUDGET }
    }

    /// Remembers a post.
    pub(super) fn remember(&mut self, text: &str) {
        self.runs.extend(runs(text));
    }

    /// Whether a quote repeats what was said.
    pub(super) fn repeats(&mut self, quote: &str) -> bool {
        self.budget = self.budget.saturating_sub(quote.len());
        if self.budget == 0 {
            return false;
        }
        let (mut known, mut all) = (0_usize, 0_usize);
        for run in runs(quote) {
            all += 1;
            known += usize::from(self.runs.contains(&run));
        }
        all > 0 && known * 100 >= all * REPEATED_PERCENT
    }
}

fn runs(text: &str) -> Vec<u64> {
    let words = text
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>();
    words
        .windows(RUN)
        .map(|run| {
            let mut hasher = DefaultHasher::new();
            run.hash(&mut hasher);
            hasher.finish()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_of_an_earlier_post_says_nothing_new() {
        let mut said = Said::nothing();
        said.remember("The old bridge was closed in May, and the new one opens in the spring of next year.");
        assert!(said.repeats("Ann wrote: the new one opens in the spring of next year."));
        assert!(!said.repeats("The minister wrote: no bridge of this town was ever finished in time."));
        assert!(!said.repeats("The new one"));
    }
}
