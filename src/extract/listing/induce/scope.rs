//! What must stand around an element for a selector to find the wanted elements and no others.

use std::collections::{HashMap, HashSet};

use ego_tree::NodeId;
use scraper::ElementRef;

use super::mark::{Mark, Names};

/// Most marks of ancestors that are tried, one bit each.
const MAX_MARKS: usize = 48;

/// Most boxes that are left out.
const MAX_BOXES: usize = 3;

/// What it costs to leave out a box.
const COST_OF_BOX: f64 = 4.0;

/// What it costs that a weak mark stands alone.
const COST_OF_WEAKNESS: f64 = 8.0;

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

/// What tells wanted elements from others.
pub(super) struct Scope {
    /// What stands before the last part of the selector: nothing, `main `, `ul.posts > ` or `#content li > `.
    pub before: String,
    /// Boxes that hold nothing wanted, and all that is left of the unwanted.
    pub remove: Vec<String>,
    /// What it costs.
    pub cost: f64,
}

/// The best scope in which none of the unwanted elements stands. What is `weak` by itself, a bare tag, wants one even where
/// nothing else is on the page: tomorrow there may be.
pub(super) fn scope<'p>(
    wanted: &[ElementRef<'p>],
    unwanted: &[ElementRef<'p>],
    weak: bool,
    names: &Names<'p>,
) -> Option<Scope> {
    if unwanted.is_empty() && !weak {
        return Some(Scope { before: String::new(), remove: Vec::new(), cost: 0.0 });
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
    let choices = marks.choices(good, if weak { COST_OF_WEAKNESS } else { 0.0 });
    let best = choices
        .iter()
        .filter(|(_, outer, inner)| left(bit(*outer), bit(*inner)) == 0)
        .min_by(|one, other| one.0.total_cmp(&other.0));
    if let Some((cost, outer, inner)) = best {
        return Some(Scope { before: marks.before(*outer, *inner), remove: Vec::new(), cost: *cost });
    }
    // Nothing tells them all: the scope that leaves the fewest, without the boxes that these stand in.
    let (cost, outer, inner) = choices.iter().min_by(|one, other| {
        let (one_left, other_left) = (left(bit(one.1), bit(one.2)), left(bit(other.1), bit(other.2)));
        one_left.cmp(&other_left).then_with(|| one.0.total_cmp(&other.0))
    })?;
    let inside = |element: &&ElementRef<'p>| {
        let around = marks.known_around(**element);
        around.above & bit(*outer) == bit(*outer) && around.parent & bit(*inner) == bit(*inner)
    };
    let rest: Vec<ElementRef<'p>> = unwanted.iter().filter(inside).copied().collect();
    let (remove, more) = boxes(wanted, &rest, names)?;
    Some(Scope { before: marks.before(*outer, *inner), remove, cost: cost + more })
}

/// Marks of boxes that hold all of the unwanted elements and none of the wanted, with what they cost.
fn boxes<'p>(
    wanted: &[ElementRef<'p>],
    unwanted: &[ElementRef<'p>],
    names: &Names<'p>,
) -> Option<(Vec<String>, f64)> {
    let mut open: Vec<ElementRef<'p>> = unwanted.to_vec();
    let mut chosen = Vec::new();
    let mut cost = 0.0;
    let mut known: HashSet<NodeId> = HashSet::new();
    let mut above_wanted: Vec<ElementRef<'p>> = Vec::new();
    for element in wanted {
        let above = element.ancestors().filter_map(ElementRef::wrap);
        above_wanted.extend(above.take_while(|above| known.insert(above.id())));
    }
    while let Some(first) = open.first() {
        if chosen.len() >= MAX_BOXES {
            return None;
        }
        let marks = first.ancestors().filter_map(ElementRef::wrap).flat_map(|around| names.marks(around));
        let mut best: Option<(f64, Mark<'p>)> = None;
        for mark in marks.filter(|mark| mark.cost() < MAX_COST && !matches!(mark, Mark::AnyClass(_))) {
            let is_better = best.is_none_or(|(known, _)| mark.cost() < known);
            if is_better && !above_wanted.iter().any(|element| mark.is_on(*element)) {
                best = Some((mark.cost(), mark));
            }
        }
        let (added, mark) = best?;
        open.retain(|element| {
            !element.ancestors().filter_map(ElementRef::wrap).any(|around| mark.is_on(around))
        });
        chosen.push(mark.to_string());
        cost += COST_OF_BOX + added * 0.5;
    }
    Some((chosen, cost))
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

    /// The beginning of a selector.
    fn before(&self, outer: Option<usize>, inner: Option<usize>) -> String {
        let text = |number: Option<usize>, behind: &str| {
            let mark = number.and_then(|number| self.marks.get(number));
            mark.map_or_else(String::new, |(mark, _)| format!("{mark}{behind}"))
        };
        text(outer, " ") + &text(inner, " > ")
    }

    /// Which marks may stand above (first) and on the parent (second) of all wanted elements, with what that costs. That
    /// nothing stands there costs `alone`.
    fn choices(&self, good: Around, alone: f64) -> Vec<(f64, Option<usize>, Option<usize>)> {
        let standing = |bits: u64| {
            let costs = self.marks.iter().map(|(_, cost)| cost * 0.5).enumerate();
            costs.filter(move |(number, _)| bits & bit(Some(*number)) != 0)
        };
        let mut choices = vec![(alone, None, None)];
        choices.extend(standing(good.above).map(|(outer, cost)| (2.0 + cost, Some(outer), None)));
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

    /// The bits around an element that was looked at already.
    fn known_around(&self, element: ElementRef<'_>) -> Around {
        let parent = element.parent().and_then(|parent| self.known.get(&parent.id()));
        parent.map_or(Around { above: 0, parent: 0 }, |known| Around {
            above: known.above | known.parent,
            parent: known.parent,
        })
    }

    fn own(&self, element: ElementRef<'_>) -> u64 {
        let on = self.marks.iter().enumerate().filter(|(_, (mark, _))| mark.is_on(element));
        on.fold(0, |bits, (number, _)| bits | bit(Some(number)))
    }
}
