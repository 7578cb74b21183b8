//! What must stand around an element for a selector to find the wanted elements and no others.

use std::collections::HashMap;

use ego_tree::NodeId;
use scraper::ElementRef;

use super::mark::Mark;

/// Most marks of ancestors that are tried, one bit each.
const MAX_MARKS: usize = 48;

/// Which of some marks stand above an element, and which of them on its parent, one bit each.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Around {
    above: u64,
    parent: u64,
}

/// The marks that stand around the first of some wanted elements, and which of them stand around any other element.
struct Marks<'p> {
    marks: Vec<Mark<'p>>,
    known: HashMap<NodeId, Around>,
}

/// What stands before the last part of a selector, with its cost: nothing, `main `, `ul.posts > ` or `#content li > `. At
/// most `allowed` of the unwanted elements stand there too.
pub(super) fn scope(
    wanted: &[ElementRef<'_>],
    unwanted: &[ElementRef<'_>],
    allowed: usize,
) -> Option<(String, f64)> {
    if unwanted.len() <= allowed {
        return Some((String::new(), 0.0));
    }
    let mut marks = Marks::above(*wanted.first()?);
    let good = wanted.iter().map(|element| marks.around(*element)).fold(
        Around { above: u64::MAX, parent: u64::MAX },
        |all, one| Around { above: all.above & one.above, parent: all.parent & one.parent },
    );
    let mut bad: HashMap<Around, usize> = HashMap::new();
    for element in unwanted {
        *bad.entry(marks.around(*element)).or_default() += 1;
    }
    let left = |above: u64, parent: u64| {
        let stands = |around: &Around| around.above & above == above && around.parent & parent == parent;
        bad.iter().filter(|(around, _)| stands(around)).map(|(_, count)| count).sum::<usize>()
    };
    let bits = || (0_u32..).zip(&marks.marks).map(|(number, mark)| (1_u64 << number, mark));
    let mut choices: Vec<(f64, u64, u64, String)> = Vec::new();
    for (bit, mark) in bits() {
        if good.above & bit != 0 {
            choices.push((2.0 + mark.cost() * 0.5, bit, 0, format!("{mark} ")));
        }
        if good.parent & bit != 0 {
            choices.push((2.5 + mark.cost() * 0.5, 0, bit, format!("{mark} > ")));
            let pairs = bits()
                .filter(|(other, outer)| good.above & other != 0 && other != &bit && outer.cost() < 20.0);
            choices.extend(pairs.map(|(other, outer)| {
                (6.0 + (mark.cost() + outer.cost()) * 0.5, other, bit, format!("{outer} {mark} > "))
            }));
        }
    }
    choices
        .into_iter()
        .filter(|(_, above, parent, _)| left(*above, *parent) <= allowed)
        .min_by(|one, other| one.0.total_cmp(&other.0).then_with(|| one.3.cmp(&other.3)))
        .map(|(cost, _, _, text)| (text, cost))
}

impl<'p> Marks<'p> {
    /// The marks above an element, the best and nearest first.
    fn above(element: ElementRef<'p>) -> Self {
        let mut marks: Vec<Mark<'p>> = Vec::new();
        for ancestor in element.ancestors().filter_map(ElementRef::wrap) {
            for mark in Mark::of(ancestor) {
                if !marks.contains(&mark) && mark.cost() < 20.0 {
                    marks.push(mark);
                }
            }
        }
        marks.sort_by(|left, right| left.cost().total_cmp(&right.cost()));
        marks.truncate(MAX_MARKS);
        Self { marks, known: HashMap::new() }
    }

    /// The bits around an element; every ancestor is looked at once.
    fn around(&mut self, element: ElementRef<'_>) -> Around {
        let mut path = Vec::new();
        let mut above = 0;
        for ancestor in element.ancestors().filter_map(ElementRef::wrap) {
            if let Some(known) = self.known.get(&ancestor.id()) {
                above = known.above | known.parent;
                break;
            }
            path.push(ancestor);
        }
        // Of an ancestor, `parent` are its own bits and `above` those of what is around it.
        for ancestor in path.into_iter().rev() {
            let own = self.own(ancestor);
            self.known.insert(ancestor.id(), Around { above, parent: own });
            above |= own;
        }
        let parent = element.parent().and_then(|parent| self.known.get(&parent.id()));
        Around { above, parent: parent.map_or(0, |known| known.parent) }
    }

    fn own(&self, element: ElementRef<'_>) -> u64 {
        (0_u32..)
            .zip(&self.marks)
            .filter(|(_, mark)| mark.is_on(element))
            .fold(0, |bits, (number, _)| bits | (1_u64 << number))
    }
}
