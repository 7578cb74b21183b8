//! Articles that were read elsewhere than where their cards lead.

use std::sync::Arc;

use super::*;
use crate::feed::articles::ReadArticle;
use crate::feed::item::merge;
use crate::fetch::Validators;
use crate::model::{Entry, SiteName};
use crate::site::{Expect, FeedDefinition, FeedSource, ListingRules, Reach, Site};
use crate::store::{ArticleState, StoredItem};

const LISTING: &str = "https://daily.example:8443/news";

fn url(path: &str) -> Url {
    Url::parse("https://daily.example:8443").unwrap().join(path).unwrap()
}

fn id_of(path: &str) -> ItemId {
    ItemId::new(&SiteName::convert(), &Alias::Link(normalise_link(&url(path))))
}

fn candidate(path: &str, title: &str) -> Candidate {
    let entry = Entry { url: Some(url(path)), title: Some(title.to_owned()), ..Entry::default() };
    Candidate {
        entry,
        listing_hash: String::new(),
        stored: None,
        is_known: false,
        anew: false,
        stays: false,
        given: None,
    }
}

/// The same, of which an item is stored.
fn known(path: &str, title: &str) -> Candidate {
    let candidate = candidate(path, title);
    let site = Site::of_page(SiteName::convert(), &url("/"));
    let now = "2026-03-02T12:00:00Z".parse().unwrap();
    let item = merge(id_of(path), None, &candidate.entry, None, &site, now);
    let article = ArticleState { fetched: true, ..ArticleState::default() };
    Candidate {
        stored: Some(StoredItem { item, content_hash: String::new(), article }),
        is_known: true,
        ..candidate
    }
}

fn read(path: &str, title: &str, text: &str) -> ArticleLook {
    let article = Article {
        title: Some(title.to_owned()),
        body_text: Some(text.to_owned()),
        ..Article::new(url(path))
    };
    let read = ReadArticle { article, validators: Validators::default(), pages_missing: false, ended: true };
    ArticleLook::Read(Arc::new(read))
}

/// Which of the pairs have strayed, where these items have these addresses.
fn strayed_of(pairs: Vec<(Candidate, ArticleLook)>, holders: &[(&str, &str)]) -> Vec<usize> {
    let site = Arc::new(Site::of_page(SiteName::convert(), &url("/")));
    let listing = Url::parse(LISTING).unwrap();
    let rules = Arc::new(ListingRules::default());
    let definition = FeedDefinition {
        key: "daily/news".parse().unwrap(),
        title: "News".to_owned(),
        source: FeedSource::Listing {
            url: listing.clone(),
            rules: Arc::clone(&rules),
            category: None,
            parametric: false,
            reach: Reach::default(),
        },
        expect: Expect::default(),
        site,
    };
    let task = ListingTask {
        definition: &definition,
        url: &listing,
        rules: &rules,
        category: None,
        reach: Reach::default(),
    };
    let (candidates, looks): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    let holders = holders
        .iter()
        .map(|(place, item)| (Alias::Link(normalise_link(&url(place))).storage_key(), id_of(item)))
        .collect();
    strayed(&task, &candidates, &landings(&candidates, &looks), &holders)
}

#[test]
fn an_article_that_answers_elsewhere_under_its_title_slug_or_number_is_itself() {
    let cases = [
        ("/news/a-later-ferry", "/news/a-later-ferry-at-night", "A later ferry"),
        ("/news/a-later-ferry/amp", "/news/a-later-ferry", "Boats"),
        ("/a?id=48213", "/story/48213", "Boats"),
        ("/x/kq3", "/news/ferries", "Later ferry to the island"),
        ("/news/a-later-ferry", "/en/news/a-later-ferry", "The Daily"),
    ];
    for (asked, found, title) in cases {
        let pair = (candidate(asked, "A later ferry to the island"), read(found, title, "It runs."));
        assert!(strayed_of(vec![pair], &[]).is_empty(), "{asked} -> {found}");
    }
}

#[test]
fn home_a_listing_a_folder_and_a_page_of_another_story_are_no_article() {
    for found in ["/", "/news", "/subscribe", "/news/town"] {
        let card = candidate("/news/town/a-later-ferry-2026", "A later ferry to the island");
        let pair = (card, read(found, "The paper for the coast", "Read us."));
        assert_eq!(strayed_of(vec![pair], &[]), [0], "{found}");
    }
}

#[test]
fn one_page_that_answers_for_several_is_none_of_them() {
    let pair = |path: &str, title: &str| (known(path, title), read("/offer", "A story for a crown", "Pay."));
    let pairs = vec![pair("/a/one", "A story of a crown"), pair("/a/two", "A story of the town")];
    assert_eq!(strayed_of(pairs, &[]), [0, 1]);

    let same =
        |path: &str| (candidate(path, "A later ferry"), read("/news/ferry", "A later ferry", "It runs."));
    assert!(
        strayed_of(vec![same("/a?from=1"), same("/b?from=2")], &[]).is_empty(),
        "one story, listed twice"
    );

    let still = |path: &str, title: &str| (candidate(path, title), read(path, "Our offer", "Pay."));
    let all = vec![still("/a/one", "Ferries"), still("/a/two", "Bridges"), still("/a/three", "Kilns")];
    assert_eq!(strayed_of(all, &[]), [0, 1, 2], "each at its own address");
}

#[test]
fn an_address_that_another_item_has_is_never_taken() {
    let ferry = || {
        (known("/news/ferry-one", "The first ferry"), read("/news/ferry-two", "The second ferry", "It runs."))
    };
    assert_eq!(strayed_of(vec![ferry()], &[("/news/ferry-two", "/news/ferry-two")]), [0]);
    assert!(strayed_of(vec![ferry()], &[("/news/ferry-two", "/news/ferry-one")]).is_empty(), "it is its own");
    let second = (
        candidate("/news/ferry-two", "The second ferry"),
        read("/news/ferry-two", "The second ferry", "It."),
    );
    assert_eq!(strayed_of(vec![ferry(), second], &[]), [0], "another card leads there");
}
