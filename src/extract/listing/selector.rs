//! A selector for detected cards, short and likely to hold tomorrow.

use std::collections::HashSet;

use scraper::ElementRef;

use super::card::Card;
use super::group::is_stable;
use crate::extract::page::Page;
use crate::extract::rule::within;
use crate::site::CssSelector;

/// A selector that finds exactly these cards on the page; none when no short one does.
pub(super) fn rules(page: &Page, cards: &[Card<'_>]) -> Option<CssSelector> {
    let wanted: HashSet<_> = cards.iter().map(|card| card.element.id()).collect();
    let first = cards.first()?.element;
    let name = first.value().name();
    if cards.iter().any(|card| card.element.value().name() != name) {
        return None;
    }
    let classes = common_classes(&cards.iter().map(|card| card.element).collect::<Vec<_>>());
    let parents: Vec<ElementRef<'_>> =
        cards.iter().filter_map(|card| card.element.parent().and_then(ElementRef::wrap)).collect();
    let parent_classes = common_classes(&parents);
    let parent = parents.first().map(|parent| parent.value().name()).unwrap_or_default();
    let mut choices: Vec<String> = classes.iter().map(|class| format!("{name}.{class}")).collect();
    choices.push(name.to_owned());
    choices.push(format!("main {name}"));
    for class in parent_classes {
        choices.extend(classes.iter().map(|own| format!("{parent}.{class} > {name}.{own}")));
        choices.push(format!("{parent}.{class} > {name}"));
    }
    choices.iter().filter_map(|choice| CssSelector::parse(choice).ok()).find(|selector| {
        let found: HashSet<_> = within(page.root(), selector).iter().map(|element| element.id()).collect();
        found == wanted
    })
}

/// Stable classes that all the elements have, in the order of the first.
fn common_classes<'p>(elements: &[ElementRef<'p>]) -> Vec<&'p str> {
    let Some(first) = elements.first() else {
        return Vec::new();
    };
    first
        .value()
        .classes()
        .filter(|class| is_stable(class))
        .filter(|class| elements.iter().all(|element| element.value().classes().any(|own| own == *class)))
        .collect()
}
