//! Entries of a page that nobody wrote rules for: the group of repeated links that is most likely the listing, joined with
//! the groups that carry on the same stream.

use ego_tree::NodeId;

use super::card::{self, Card, cards};
use super::dates::Dates;
use super::evidence::{self, Evidence, Scene};
use super::explain::{Explanation, GroupReport};
use super::group::{Group, groups};
use super::read::{Candidate, Detail};
use super::relation::{self, Profile};
use super::rules::stands_within;
use super::title::{Title, Titles};
use super::zone::{Zone, Zones};
use super::{entry, induce, judge, label, outline, permalink};
use crate::extract::date::DateContext;
use crate::extract::page::Page;
use crate::extract::survey::Survey;
use crate::extract::text::{folded, word_count};
use crate::model::{Entry, Skip, SkipReason, UNSURE_BELOW, normalise_link};
use rustc_hash::FxHashSet;

/// A page that is less likely than this to be a listing has no entries.
const LEAST: f64 = 0.03;

/// The same of a page that calls itself an article.
const LEAST_OF_ARTICLE: f64 = 0.2;

/// The same of one that has a good part of running text: systems call each of their pages an article.
const LEAST_OF_PROSE: f64 = 0.7;

/// From how much running text in one place on, of 3,000 characters, a text is a long one; and how many times the text of the
/// cards it is then.
const LONG_TEXT: f64 = 0.6;
const TIMES_THE_CARDS: f64 = 4.0;

/// From how many titles on it tells something that they say what the page is called, how many must, in per cent, and with how many
/// words. What is as sure as this may repeat itself all the same: the events of a calendar do.
const LEAST_REPEATED: usize = 5;
const REPEATED_PERCENT: usize = 45;
const LEAST_WORDS: usize = 3;
/// The longest word for a reply before a title, in bytes: "Re: ", "Antwort: ".
const LONGEST_REPLY: usize = 8;
const SURE: f64 = 0.85;

/// A page that states one recipe, one question or the like is no listing below this.
const LEAST_OF_ONE_THING: f64 = 0.95;

/// A group joins the best one when it is at least this likely to carry on its stream.
const LEAST_JOIN: f64 = 0.4;

/// What stands in a box beside the content, such as a widget of popular posts, has entries that look like those of the stream, and
/// is less likely to be of it.
const LEAST_JOIN_BESIDE: f64 = 0.75;

/// Fewest entries of a listing that nobody wrote rules for: a single link repeats nothing.
const LEAST_ENTRIES: usize = 2;

/// Most groups that are looked at closely, the largest first.
const MAX_GROUPS: usize = 240;

/// A group that was looked at.
struct Judged<'p> {
    cards: Vec<Card<'p>>,
    evidence: Evidence,
    score: f64,
    place: String,
}

/// Finds the entries of a page, outside the `removed` boxes. An article with links beside it has none, and the confidence with
/// which they were taken for a listing.
pub(super) fn read(
    page: &Page,
    removed: &FxHashSet<NodeId>,
    context: &DateContext<'_>,
    detail: Detail,
) -> Candidate {
    let explain = detail == Detail::Explanation;
    let survey = page.survey(page.root());
    let groups = groups(page);
    let dates = Dates::new(page, context);
    let judged = judged(groups, removed, &survey, &dates);
    let mut titles = Titles::new(page, context);
    let best = judged.iter().enumerate().max_by(|left, right| left.1.score.total_cmp(&right.1.score));
    let best = best.map(|(at, _)| titled_twin(&judged, at, &mut titles));
    let Some((best_at, best)) = best.and_then(|at| Some((at, judged.get(at)?))) else {
        return nothing(page, Explanation::default());
    };
    let (evidence, score) = (best.evidence.clone(), best.score);
    let (mut chosen, groups) = choose(judged, best_at, explain);
    leave_out_popular(&mut chosen, page, &survey);
    card::part(&mut chosen);
    chosen.iter_mut().for_each(|cards| permalink::follow_titles(cards, page, context));
    let shown = outline::of(page, &survey, &chosen);
    let confidence = rounded(judge::listing(&evidence, score, &shown));
    let (entries, mut reports) = entry::entries(&chosen, &survey, &dates, titles, explain);
    let mut explanation = Explanation { groups, ..Explanation::default() };
    if explain {
        reports.iter_mut().for_each(|report| report.confidence = rounded(confidence * report.confidence));
        explanation.entries = reports;
        explanation.page = outline::NAMES.into_iter().zip(shown).collect();
    }
    let is_named = !names_nothing(&entries) && (confidence >= SURE || !repeats_page(&entries, page));
    let is_found = confidence >= LEAST && entries.len() >= LEAST_ENTRIES && is_named;
    let is_article = outline::calls_itself_an_article(page)
        && !outline::states_a_list(page)
        && ((is_mostly_prose(&shown) && confidence < LEAST_OF_PROSE)
            || (is_found && confidence < LEAST_OF_ARTICLE));
    let is_beside = is_found && confidence < UNSURE_BELOW && stands_beside_prose(&evidence, &shown);
    let is_one_thing = is_found && confidence < LEAST_OF_ONE_THING && outline::states_one_thing(page);
    let is_nothing = is_found && outline::states_nothing(page, &survey);
    if is_article || is_beside || is_one_thing || is_nothing {
        return Candidate { confidence: confidence.max(LEAST), ..nothing(page, explanation) };
    }
    if !is_found {
        return nothing(page, explanation);
    }
    let induced =
        (detail >= Detail::Rules).then(|| induce::rules(page, &chosen, &entries, &survey, context)).flatten();
    let (rules, checks) = induced.unzip();
    explanation.rules = checks.filter(|_| explain).unwrap_or_default();
    Candidate { rules, confidence, entries, skipped: Vec::new(), explanation }
}

/// Of groups with the very same cards that whose links are the titles, where those of the best group are not: an entry is what
/// its title leads to.
fn titled_twin<'p>(judged: &[Judged<'p>], best_at: usize, titles: &mut Titles<'_, 'p>) -> usize {
    let Some(best) = judged.get(best_at).filter(|best| best.evidence.get("heading") < 0.5) else {
        return best_at;
    };
    let is_twin = |group: &Judged<'_>| {
        let elements =
            |group: &Judged<'_>| group.cards.iter().map(|card| card.element.id()).collect::<Vec<_>>();
        group.cards.len() == best.cards.len() && elements(group) == elements(best)
    };
    let twins = (0..judged.len()).filter(|at| *at != best_at && judged.get(*at).is_some_and(is_twin));
    let twins: Vec<usize> = twins.collect();
    if twins.is_empty() {
        return best_at;
    }
    let titles = titles.of(&best.cards, 0);
    let titled = |group: &Judged<'_>| {
        let is_title = |(card, title): (&Card<'_>, &Option<Title>)| {
            title.as_ref().is_some_and(|title| *title.text == *card.said)
        };
        group.cards.iter().zip(&titles).filter(|pair| is_title(*pair)).count()
    };
    let most = best.cards.len() * 8;
    let is_title = |at: &usize| judged.get(*at).is_some_and(|group| titled(group) * 10 >= most);
    if titled(best) * 10 > best.cards.len() * 2 {
        return best_at;
    }
    twins.into_iter().find(is_title).unwrap_or(best_at)
}

/// The cards of the best group and of those that carry on its stream, the likeliest first, and what was thought of all.
fn choose<'p>(
    mut judged: Vec<Judged<'p>>,
    best_at: usize,
    explain: bool,
) -> (Vec<Vec<Card<'p>>>, Vec<GroupReport>) {
    let mut reports = Vec::new();
    let mut chosen: Vec<(f64, usize, Vec<bool>)> = Vec::new();
    if let Some(best) = judged.get(best_at) {
        let best_profile = Profile::of(&best.cards, &best.place);
        for (at, group) in judged.iter().enumerate() {
            let likeness = relation::likeness(
                (&Profile::of(&group.cards, &group.place), &group.evidence),
                (&best_profile, &best.evidence),
            );
            let join = if at == best_at { 1.0 } else { judge::join(&group.evidence, &likeness) };
            if explain {
                reports.push(group.report(join, &likeness));
            }
            let is_beside = group.evidence.is_boxed_beside && !best.evidence.is_boxed_beside;
            if join >= if is_beside { LEAST_JOIN_BESIDE } else { LEAST_JOIN } {
                let order = if at == best_at { f64::INFINITY } else { join };
                chosen.push((order, at, best_profile.adds(&group.cards)));
            }
        }
    }
    chosen.sort_by(|left, right| right.0.total_cmp(&left.0));
    let cards = chosen
        .into_iter()
        .filter_map(|(join, at, adds)| {
            let cards = std::mem::take(&mut judged.get_mut(at)?.cards).into_iter().zip(adds);
            let mut cards: Vec<Card<'p>> = cards.filter(|(_, adds)| *adds).map(|(card, _)| card).collect();
            cards.iter_mut().for_each(|card| card.join = join.min(1.0));
            Some(cards)
        })
        .collect();
    (cards, reports)
}

/// Leaves out the cards in boxes of what most people read, as long as they are not most of all: these stand beside a list, or
/// in it, and are of other lists.
fn leave_out_popular(chosen: &mut Vec<Vec<Card<'_>>>, page: &Page, survey: &Survey) {
    let popular: FxHashSet<NodeId> = chosen
        .iter()
        .flatten()
        .filter(|card| matches!(card.zone, Zone::Landmark | Zone::Boxed))
        .filter(|card| label::calls_popular(card, page, survey))
        .map(|card| card.anchor.id())
        .collect();
    let count = chosen.iter().map(Vec::len).sum::<usize>();
    if popular.is_empty() || popular.len() * 2 > count {
        return;
    }
    for cards in chosen.iter_mut() {
        cards.retain(|card| !popular.contains(&card.anchor.id()));
    }
    chosen.retain(|cards| !cards.is_empty());
}

impl Judged<'_> {
    fn report(&self, join: f64, likeness: &[f64; relation::NAMES.len()]) -> GroupReport {
        GroupReport {
            urls: self.cards.iter().map(|card| card.address.url.to_string()).collect(),
            score: self.score,
            join,
            evidence: evidence::NAMES.into_iter().zip(self.evidence.values).collect(),
            likeness: relation::NAMES.into_iter().zip(*likeness).collect(),
        }
    }
}

/// What a page shows, by its name.
fn shown_of(page: &[f64; outline::NAMES.len()], name: &str) -> f64 {
    outline::NAMES.iter().zip(page).find(|(known, _)| **known == name).map_or(0.0, |(_, value)| *value)
}

/// Whether the links stand in the frame of a page that is mostly running text, an article and what the site has beside it, or
/// beside one long text that says several times as much as their cards.
fn stands_beside_prose(evidence: &Evidence, page: &[f64; outline::NAMES.len()]) -> bool {
    let [prose, longest, covered] =
        ["prose_beside", "longest_beside", "covered"].map(|name| shown_of(page, name));
    (evidence.get("landmark") > 0.5 && prose >= 0.5)
        || (longest >= LONG_TEXT && prose >= TIMES_THE_CARDS * covered)
}

/// Whether a good part of a page is running text beside its cards, much of it in one place.
fn is_mostly_prose(page: &[f64; outline::NAMES.len()]) -> bool {
    shown_of(page, "prose_beside") >= 0.3 && shown_of(page, "longest_beside") >= 0.4
}

/// Whether most titles have no letter: the days of a calendar, the pages of a pager.
fn names_nothing(entries: &[Entry]) -> bool {
    let is_named =
        |entry: &&Entry| entry.title.as_ref().is_some_and(|title| title.chars().any(char::is_alphabetic));
    entries.iter().filter(is_named).count() * 2 < entries.len()
}

/// Whether a good part of the titles say what the page is called, as those of the posts of a thread do.
fn repeats_page(entries: &[Entry], page: &Page) -> bool {
    let Some(own) = page.title().map(|title| folded(&title)) else { return false };
    let titles: Vec<&str> = entries.iter().filter_map(|entry| entry.title.as_deref()).collect();
    let repeats = |title: &&&str| {
        let title = title
            .split_once(": ")
            .filter(|(reply, _)| reply.len() <= LONGEST_REPLY)
            .map_or(**title, |(_, rest)| rest);
        word_count(title) >= LEAST_WORDS && own.contains(&folded(title))
    };
    titles.len() >= LEAST_REPEATED
        && titles.iter().filter(repeats).count() * 100 >= titles.len() * REPEATED_PERCENT
}

/// A probability with as many digits as mean something.
fn rounded(probability: f64) -> f64 {
    (probability * 1000.0).round() / 1000.0
}

fn nothing(page: &Page, explanation: Explanation) -> Candidate {
    let subject = page.title().unwrap_or_else(|| page.url().to_string());
    let skipped = vec![Skip { reason: SkipReason::NoListing, subject }];
    Candidate { entries: Vec::new(), skipped, confidence: 0.0, rules: None, explanation }
}

fn judged<'p>(
    mut groups: Vec<Group<'p>>,
    removed: &FxHashSet<NodeId>,
    survey: &Survey,
    dates: &Dates<'_, 'p>,
) -> Vec<Judged<'p>> {
    let links = groups.iter().map(|group| group.links.len()).sum();
    groups.sort_by_key(|group| std::cmp::Reverse(group.links.len()));
    groups.truncate(MAX_GROUPS);
    let page = dates.page;
    let scene = Scene { page, survey, zones: Zones::new(survey, page), dates, links };
    let own = normalise_link(page.url());
    groups.iter().filter_map(|group| judge_group(group, &own, removed, &scene)).collect()
}

fn judge_group<'p>(
    group: &Group<'p>,
    own: &str,
    removed: &FxHashSet<NodeId>,
    scene: &Scene<'_, 'p>,
) -> Option<Judged<'p>> {
    let mut cards = cards(group, scene.page, scene.survey);
    cards.retain(|card| *card.address.identity != *own && !stands_within(card.anchor, removed));
    if cards.is_empty() {
        return None;
    }
    cards.iter_mut().for_each(|card| card.zone = scene.zones.of(card.anchor));
    let evidence = evidence::gather(&cards, group.links.len(), group.first, scene);
    Some(Judged { score: judge::score(&evidence), evidence, cards, place: group.place.clone() })
}
