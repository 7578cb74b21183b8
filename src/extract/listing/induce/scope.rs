//! What must stand around an element for a selector to find the wanted elements and no others.

use std::collections::{HashMap, HashSet};

use ego_tree::NodeId;
use scraper::ElementRef;

use super::mark::{Mark, Names};

/// Most marks of ancestors that are tried, one bit each.
const MAX_MARKS: usize = 48;

/// Marks that cost as much tell nothing.
const MAX_COST: f64 = 20.0;

/// Which of some marks stand above an element, and which of them on its parent, one bit each.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Around {
    above: u64,
    parent: u64,
}

/// The marks that stand around the first of some wanted elements, and which of them stand around any other element.
struct Marks<'p> {
    /// With what each costs, the best first.
    marks: Vec<(Mark<'p>, f64)>,
    known: HashMap<NodeId, Around>,
}

/// What stands before the last part of a selector, with its cost: nothing, `main `, `ul.posts > ` or `#content li > `. At
/// most `allowed` of the unwanted elements stand there too.
pub(super) fn scope<'p>(
    wanted: &[ElementRef<'p>],
    unwanted: &[ElementRef<'_>],
    allowed: usize,
    names: &Names<'p>,
) -> Option<(String, f64)> {
    if unwanted.len() <= allowed {
        return Some((String::new(), 0.0));
    }
    let mut marks = Marks::above(*wanted.first()?, names);
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
    let choices = marks.choices(good);
    let (cost, outer, inner) = choices
        .into_iter()
        .filter(|(_, outer, inner)| left(bit(*outer), bit(*inner)) <= allowed)
        .min_by(|one, other| one.0.total_cmp(&other.0))?;
    let text = |number: Option<usize>, behind: &str| {
        number
            .and_then(|number| marks.marks.get(number))
            .map_or_else(String::new, |(mark, _)| format!("{mark}{behind}"))
    };
    Some((text(outer, " ") + &text(inner, " > "), cost))
}

/// The bit of the mark with a number.
fn bit(number: Option<usize>) -> u64 {
    number
        .and_then(|number| u32::try_from(number).ok())
        .map_or(0, |number| 1_u64.checked_shl(number).unwrap_or(0))
}

impl<'p> Marks<'p> {
    /// The marks above an element, the best and nearest first.
    fn above(element: ElementRef<'p>, names: &Names<'p>) -> Self {
        let mut seen = HashSet::new();
        let mut marks: Vec<(Mark<'p>, f64)> = element
            .ancestors()
            .filter_map(ElementRef::wrap)
            .flat_map(|ancestor| names.marks(ancestor))
            .filter(|mark| seen.insert(*mark))
            .map(|mark| (mark, mark.cost()))
            .filter(|(_, cost)| *cost < MAX_COST)
            .collect();
        marks.sort_by(|left, right| left.1.total_cmp(&right.1));
        marks.truncate(MAX_MARKS);
        Self { marks, known: HashMap::new() }
    }

    /// Which marks may stand above (first) and on the parent (second) of all wanted elements, with what that costs.
    fn choices(&self, good: Around) -> Vec<(f64, Option<usize>, Option<usize>)> {
        let standing = |bits: u64| {
            let costs = self.marks.iter().map(|(_, cost)| cost * 0.5).enumerate();
            costs.filter(move |(number, _)| bits & bit(Some(*number)) != 0)
        };
        let mut choices: Vec<_> =
            standing(good.above).map(|(outer, cost)| (2.0 + cost, Some(outer), None)).collect();
        for (inner, cost) in standing(good.parent) {
            choices.push((2.5 + cost, None, Some(inner)));
            let pairs = standing(good.above).filter(|(outer, _)| *outer != inner);
            choices.extend(pairs.map(|(outer, more)| (6.0 + cost + more, Some(outer), Some(inner))));
        }
        choices
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
        let on = self.marks.iter().enumerate().filter(|(_, (mark, _))| mark.is_on(element));
        on.fold(0, |bits, (number, _)| bits | bit(Some(number)))
    }
}
