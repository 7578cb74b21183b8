//! What a page as a whole shows of being a listing: how much of it the entries are, how much is running text beside, how its
//! own address looks beside theirs, and what it calls itself.

use std::collections::BTreeSet;

use ego_tree::NodeId;
use html5ever::local_name;
use rustc_hash::FxHashSet;
use scraper::ElementRef;
use serde_json::Value;
use url::Url;

use super::address::Told;
use super::card::Card;
use super::evidence::number;
use crate::extract::page::Page;
use crate::extract::structured::{Metas, item_types, json_ld, types};
use crate::extract::survey::Survey;
use crate::extract::text::text_of;

/// The names of what [`of`] gives.
pub(super) const NAMES: [&str; 9] = [
    "entries",
    "covered",
    "prose_beside",
    "longest_beside",
    "own_words",
    "own_article_like",
    "as_its_entries",
    "called_article",
    "called_thread",
];

/// The most headings of the first level that are read for what a page is called.
const MOST_HEADINGS: usize = 8;

/// Whether the address of an entry asks what that of the page does, where this has a query: not where it asks another file, as
/// `topic.php?t=7` beside `forum.php?f=1`, or for more, as `board.php?b=1&id=7` beside `board.php?b=1`. The messages of a thread
/// ask the same file by another key, and those who answer another one.
fn asks_alike(entry: &Url, page: &Url) -> bool {
    let keys = |url: &Url| url.query_pairs().map(|(key, _)| key.into_owned()).collect::<BTreeSet<_>>();
    let file =
        |url: &Url| url.path_segments().and_then(|mut segments| segments.next_back().map(str::to_owned));
    let asks_for_more = || {
        let (own, of_entry) = (keys(page), keys(entry));
        of_entry.len() > own.len() && of_entry.is_superset(&own)
    };
    let is_thread = file(page).is_some_and(|file| file.contains("topic") || file.contains("thread"));
    page.query().is_none() || is_thread || (file(entry) == file(page) && !asks_for_more())
}

/// The fewest characters of a paragraph of running text.
const PROSE_CHARS: usize = 100;

/// The evidence of a page whose chosen cards are these, each between 0 and 1.
pub(super) fn of(page: &Page, survey: &Survey, chosen: &[Vec<Card<'_>>]) -> [f64; NAMES.len()] {
    let cards: FxHashSet<NodeId> =
        chosen.iter().flatten().flat_map(Card::parts).map(|part| part.id()).collect();
    let urls: FxHashSet<&str> = chosen.iter().flatten().map(|card| &*card.address.identity).collect();
    let total = number(survey.get(page.root().id()).text.max(1));
    let mut tally = Tally::default();
    tally.walk(page.root(), survey, &cards);
    let own = Told::of(page.url());
    let is_as_own =
        |card: &&Card<'_>| card.address.told.shape == own.shape && asks_alike(&card.address.url, page.url());
    let count = number(chosen.iter().flatten().count().max(1));
    let sign = |is_seen: bool| if is_seen { 1.0 } else { 0.0 };
    [
        number(urls.len().min(30)) / 30.0,
        (number(tally.covered) / total).min(1.0),
        (number(tally.prose) / total).min(1.0),
        number(tally.longest.min(3000)) / 3000.0,
        number(own.slug_words.min(6)) / 6.0,
        sign(own.is_article_like),
        number(chosen.iter().flatten().filter(is_as_own).count()) / count,
        sign(calls_itself_an_article(page)),
        sign(calls_itself_a_thread(page)),
    ]
}

/// Whether a page says of itself that it is one article.
pub(super) fn calls_itself_an_article(page: &Page) -> bool {
    let is_article =
        |node: &&Value| types(node).any(|name| name.ends_with("Article") || name.ends_with("BlogPosting"));
    Metas::of(page).first(&["og:type"]).is_some_and(|kind| kind.eq_ignore_ascii_case("article"))
        || json_ld(page).iter().filter(is_article).count() == 1
}

/// Whether a page says of itself that it is one thread: a question with its answers, or one post that others discuss.
fn calls_itself_a_thread(page: &Page) -> bool {
    states_one(page, |name| matches!(name, "QAPage" | "DiscussionForumPosting"))
}

/// Whether a page states a list of things.
pub(super) fn states_a_list(page: &Page) -> bool {
    let is_list = |name: &str| matches!(name, "ItemList" | "CollectionPage" | "Blog");
    json_ld(page).iter().any(|node| types(node).any(is_list))
}

/// Whether a page states one thing to read, to do, to cook, to buy or to ask, and is called like it.
pub(super) fn states_one_thing(page: &Page) -> bool {
    let is_kind = |name: &str| {
        matches!(name, "QAPage" | "DiscussionForumPosting" | "Recipe" | "HowTo" | "JobPosting" | "Product")
    };
    let headings = || page.named(|name| *name == local_name!("h1")).take(MOST_HEADINGS).map(text_of);
    let title = headings().chain(page.title()).collect::<Vec<_>>().join(" ").to_lowercase();
    let names_page = |node: &&Value| {
        let names = ["name", "headline", "title"].iter().filter_map(|name| node.get(*name)?.as_str());
        // A shop states its brand as a product on every page.
        let is_product = types(node).any(|name| name == "Product");
        names.map(|name| name.trim().to_lowercase()).any(|name| {
            let is_title = || headings().any(|heading| heading.to_lowercase() == name);
            !name.is_empty() && title.contains(&name) && (!is_product || is_title())
        })
    };
    let mut stated = json_ld(page).iter().filter(|node| types(node).any(is_kind));
    let only = stated.next().filter(|_| stated.next().is_none());
    only.as_ref().is_some_and(names_page)
}

/// The most characters of a notice, without white space.
const LONGEST_NOTICE: usize = 90;

/// Whether a page says that it has nothing: a search without results, a topic without posts. It says so in its title or right below.
/// What it links to stands beside that.
pub(super) fn states_nothing(page: &Page, survey: &Survey) -> bool {
    let is_notice = |element: ElementRef<'_>| {
        let figures = survey.get(element.id());
        (1..=LONGEST_NOTICE).contains(&figures.text) && figures.links == 0 && {
            let text = text_of(element).to_lowercase();
            NOTHING.iter().any(|notice| text.starts_with(notice))
        }
    };
    let below = |title: ElementRef<'_>| {
        let mut behind = title.next_siblings().take(MOST_BEHIND).filter_map(ElementRef::wrap);
        behind.find(|element| survey.get(element.id()).text > 0).is_some_and(is_notice)
    };
    let titles = page.named(|name| *name == local_name!("h1")).take(MOST_HEADINGS);
    titles.into_iter().any(|title| {
        let is_link =
            title.ancestors().filter_map(ElementRef::wrap).any(|around| around.value().name() == "a");
        let around = title.parent().and_then(ElementRef::wrap);
        !is_link && (is_notice(title) || below(title) || around.is_some_and(below))
    })
}

/// How many nodes behind the title of a page are looked at.
const MOST_BEHIND: usize = 12;

/// With what such pages begin to say so, in lower case.
const NOTHING: [&str; 32] = [
    "nothing found",
    "nothing was found",
    "no results",
    "no posts found",
    "no posts were found",
    "no articles found",
    "no entries found",
    "no items found",
    "no matches found",
    "there are no posts",
    "there are no results",
    "your search did not match",
    "sorry, no results",
    "sorry, no posts",
    "sorry, but nothing matched",
    "keine ergebnisse",
    "keine beiträge gefunden",
    "es wurden keine",
    "aucun résultat",
    "aucun article",
    "no se encontraron",
    "no se han encontrado",
    "nessun risultato",
    "nenhum resultado",
    "geen resultaten",
    "brak wyników",
    "ничего не найдено",
    "没有找到",
    "找不到",
    "見つかりませんでした",
    "검색 결과가 없습니다",
    "لا توجد نتائج",
];

fn states_one(page: &Page, is_kind: fn(&str) -> bool) -> bool {
    let stated = json_ld(page).iter().filter(|node| types(node).any(is_kind)).count();
    let marked = item_types(page).filter(|name| is_kind(name)).count();
    stated == 1 || marked == 1
}

#[derive(Default)]
struct Tally {
    /// Characters inside cards.
    covered: usize,
    /// Characters of paragraphs outside cards.
    prose: usize,
    /// The most characters of paragraphs with one parent, outside cards.
    longest: usize,
}

impl Tally {
    /// The depth of a page is bounded, and with it the recursion.
    fn walk(&mut self, element: ElementRef<'_>, survey: &Survey, cards: &FxHashSet<NodeId>) {
        let mut beside = 0;
        for child in element.child_elements() {
            let figures = survey.get(child.id());
            if cards.contains(&child.id()) {
                self.covered += figures.text;
            } else if child.value().name() == "p"
                && figures.text >= PROSE_CHARS
                && figures.linked * 3 < figures.text
            {
                beside += figures.text;
            } else if figures.text > 0 {
                self.walk(child, survey, cards);
            }
        }
        self.prose += beside;
        self.longest = self.longest.max(beside);
    }
}
