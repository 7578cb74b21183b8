//! How alike two texts are, in any script.

use std::hash::Hasher;

use rustc_hash::{FxHashSet, FxHasher};

/// Characters of one shingle: about two words of a language with spaces.
const SHINGLE: usize = 9;

/// Share of the shorter text that stands in the longer one, of texts that tell the same story. Unrelated texts of one
/// language share less than a tenth.
const NEAR: f64 = 0.5;

/// Share of the longer text that stands in the shorter one, of a text that was hardly edited.
const SAME: f64 = 0.8;

/// Share of a long text that stands in one that grew out of it.
const WHOLE: f64 = 0.9;

/// Letters of a text that is long enough to stand in another one for no other reason.
const LONG: usize = 160;

/// What two texts say of two stories.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// They are the same but for small edits, or one is the other with more to it.
    Same,
    /// Much of one stands in the other: an edited story, or two reports of one form.
    Near,
    /// Neither.
    Other,
}

impl Likeness {
    /// Compares two texts; those without letters and digits are like nothing.
    pub fn of(one: &str, other: &str) -> Self {
        match Shared::of(one, other) {
            Some(shared) if shared.of_longer >= SAME => Self::Same,
            Some(shared) if shared.of_shorter >= WHOLE && shared.shorter >= LONG => Self::Same,
            Some(shared) if shared.of_shorter >= NEAR => Self::Near,
            _ => Self::Other,
        }
    }
}

/// Whether two texts tell the same, though one may be longer or edited.
pub(super) fn is_near_same(one: &str, other: &str) -> bool {
    Shared::of(one, other).is_some_and(|shared| shared.of_shorter >= NEAR)
}

/// Whether two texts are the same but for small edits.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    Shared::of(one, other).is_some_and(|shared| shared.of_longer >= SAME)
}

/// What two texts share: none for a text without letters and digits.
struct Shared {
    /// Runs of the shorter one, about its letters.
    shorter: usize,
    of_shorter: f64,
    of_longer: f64,
}

impl Shared {
    fn of(one: &str, other: &str) -> Option<Self> {
        let (one, other) = (shingles(one), shingles(other));
        let (shorter, longer) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
        if shorter.is_empty() {
            return None;
        }
        let shared = share(shorter.intersection(longer).count());
        Some(Self {
            shorter: shorter.len(),
            of_shorter: shared / share(shorter.len()),
            of_longer: shared / share(longer.len()),
        })
    }
}

/// Every run of so many letters and digits, whatever stands between them, as a number. A text that is shorter is one run.
fn shingles(text: &str) -> FxHashSet<u64> {
    let letters: Vec<char> =
        text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match letters.len().min(SHINGLE) {
        0 => FxHashSet::default(),
        width => letters.windows(width).map(number).collect(),
    }
}

fn number(letters: &[char]) -> u64 {
    let mut hasher = FxHasher::default();
    letters.iter().for_each(|letter| hasher.write_u32(u32::from(*letter)));
    hasher.finish()
}

fn share(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "The council lets the boats cross the bay until one in the morning, after nine years of talks \
                         about noise, wages and the price of a ticket that nobody wanted to raise.";

    #[test]
    fn an_edited_text_is_the_same_and_a_grown_one_is_near() {
        let edited = STORY.replace("nine years", "ten years");
        assert!(is_same(STORY, &edited) && is_near_same(STORY, &edited));
        let grown = format!(
            "{STORY} {}",
            "The ferrymen's guild said on Monday that it had not been asked. ".repeat(4)
        );
        assert!(is_near_same(STORY, &grown) && !is_same(STORY, &grown));
    }

    #[test]
    fn a_long_text_that_stands_in_another_one_has_grown_and_a_short_one_may_be_a_form() {
        let long = format!(
            "{STORY} {}",
            "The last boat waits for those who missed the tram, and the bell rings twice."
        );
        let more = "The ferrymen's guild said on Monday that it had not been asked, and that it will call its members. ";
        assert_eq!(Likeness::of(&long, &format!("{long} {}", more.repeat(4))), Likeness::Same);
        assert_eq!(
            Likeness::of("The harbour stays open.", &format!("The harbour stays open. {more}")),
            Likeness::Near
        );
        assert_eq!(Likeness::of(STORY, more), Likeness::Other);
    }

    #[test]
    fn reports_of_one_form_with_other_facts_are_not_the_same() {
        let report = |place: &str, wind: &str, sky: &str| {
            format!(
                "In {place} the day begins with {wind}. Towards the evening {sky}. The harbour stays open."
            )
        };
        let monday = report("Port Selene", "a light wind from the west", "clouds come in from the sea");
        let tuesday = report("Port Selene", "a storm out of the north", "the sky clears over the hills");
        assert!(!is_same(&monday, &tuesday));
    }

    #[test]
    fn texts_without_spaces_are_compared_like_others() {
        let story = "市议会决定让渡船在海湾内航行至凌晨一点，此前关于噪音、工资和票价的谈判持续了九年。";
        assert!(is_same(story, &story.replace("九年", "十年")));
        assert!(!is_near_same(
            story,
            "两座城镇每星期一读取同一个水位计，并把数字写在木板上，供所有居民查看。"
        ));
    }

    #[test]
    fn texts_without_a_word_are_like_nothing() {
        assert!(!is_near_same("", "") && !is_same("…", "…"));
        assert!(is_same("Yes.", "yes"));
    }
}
