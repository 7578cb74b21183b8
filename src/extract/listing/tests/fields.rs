//! Writers, topics and pictures of cards.

use super::*;
use crate::model::Entry;

fn found(card: impl Fn(usize, &str, &str) -> String) -> Vec<Entry> {
    listing("https://town.example/news", &page(&cards(0, 6, card))).listing.entries
}

#[test]
fn writers_and_topics_come_from_what_a_card_says_without_any_markup() {
    let entries = found(|_, subject, slug| {
        format!(
            "<article><span class=kicker>Town life</span><h2><a href=/news/{slug}>{subject}</a></h2><p>By <a href=/by/ann-lee>Ann Lee</a></p>\
             <a href=/topics/harbour>Harbour</a></article>"
        )
    });
    assert_eq!(entries.len(), 6);
    assert!(
        entries.iter().all(|entry| entry.authors == ["Ann Lee"] && entry.tags == ["Town life", "Harbour"])
    );
}

#[test]
fn a_card_that_names_nobody_has_no_writer() {
    let entries = found(|_, subject, slug| {
        format!(
            "<article><h2><a href=/news/{slug}>{subject}</a></h2><p>By the end of the week all was well again in the town.</p></article>"
        )
    });
    assert!(entries.iter().all(|entry| entry.authors.is_empty() && entry.tags.is_empty()));
}

#[test]
fn the_picture_is_what_the_entry_is_about_and_not_who_wrote_it() {
    let entries = found(|at, subject, slug| {
        format!(
            "<article><a href=/author/ann><img src=/people/ann.jpg></a><h2><a href=/news/{slug}>{subject}</a></h2>\
             <img src=/2026/the-logo-of-shop-{at}.jpg alt='The logo over the door of a shop'></article>"
        )
    });
    let url = entries[4].image.as_ref().unwrap().url.to_string();
    assert_eq!(url, "https://town.example/2026/the-logo-of-shop-4.jpg");
}

#[test]
fn a_picture_that_many_entries_share_is_none_of_theirs() {
    let entries = found(|at, subject, slug| {
        let picture = if at < 4 { "stand-in".to_owned() } else { format!("ferry-{at}") };
        format!("<article><img src=/img/{picture}.jpg><h2><a href=/news/{slug}>{subject}</a></h2></article>")
    });
    let shown: Vec<bool> = entries.iter().map(|entry| entry.image.is_some()).collect();
    assert_eq!(shown, [false, false, false, false, true, true]);
}

#[test]
fn the_mark_of_a_company_is_the_picture_of_an_offer_without_another() {
    let entries = found(|at, subject, slug| {
        format!(
            "<article><div class=company-logo><img src=/marks/{at}.png></div><h2><a href=/news/{slug}>{subject}</a></h2></article>"
        )
    });
    assert!(entries.iter().all(|entry| entry.image.is_some()));
}

#[test]
fn an_invitation_that_repeats_the_title_and_what_is_hidden_are_no_teasers() {
    let entries = found(|_, subject, slug| {
        format!(
            "<div class=item><h2><a href=/news/{slug}>{subject}</a></h2><div class=note>Said in few words beside it here, and no more.</div>\
             <p style='display:none'>Last answer by somebody else, who said it on a day long ago.</p>\
             <p class=readmore><a href=/news/{slug}>Διαβάστε περισσότερα: {subject}</a></p></div>"
        )
    });
    assert!(entries.iter().all(|entry| entry.summary.as_deref().unwrap().starts_with("Said in few words")));
}

#[test]
fn a_line_of_facts_gives_way_to_running_text() {
    let entries = found(|at, subject, slug| {
        format!(
            "<div class=item><h2><a href=/news/{slug}>{subject}</a></h2><div>Pages: {at}1-{at}9 | Published online: 3 March 2026</div>\
             <div class=fold>What the study found is told in these words, which go on for a good while so that they are running text.</div></div>"
        )
    });
    assert!(
        entries.iter().all(|entry| entry.summary.as_deref().unwrap().starts_with("What the study found"))
    );
}

#[test]
fn the_picture_behind_an_element_may_be_left_to_a_script() {
    let entries = found(|at, subject, slug| {
        let picture = ["data-img-url", "data-bg", "data-background-image"][at % 3];
        format!(
            "<div class=item><a href=/news/{slug}><span {picture}='/p/{at}.jpg'></span></a><h2><a href=/news/{slug}>{subject}</a></h2></div>"
        )
    });
    assert!(entries.iter().all(|entry| entry.image.is_some()));
    let entries = found(|_, subject, slug| {
        format!(
            "<div class=item data-background='#ffffff' data-src=/embed/7><h2><a href=/news/{slug}>{subject}</a></h2></div>"
        )
    });
    assert!(entries.iter().all(|entry| entry.image.is_none()));
}

#[test]
fn an_invitation_at_the_end_of_a_teaser_is_none_of_it() {
    const TEASER: &str = "The council said, after long talks, what it costs.";
    for invitation in [
        "<a class=more-link href=/a>Go on <span>to the whole of it</span></a>",
        "<a href=/a>Continue reading <span>“{subject}”</span></a>",
        "[<a href=/a>Weiterlesen</a>",
    ] {
        let entries = found(|_, subject, slug| {
            let invitation =
                invitation.replace("{subject}", subject).replace("/a>", &format!("/news/{slug}>"));
            format!(
                "<div class=item><h2><a href=/news/{slug}>{subject}</a></h2><p>{TEASER} {invitation}</p></div>"
            )
        });
        let summaries = entries.iter().map(|entry| entry.summary.as_deref().unwrap_or_default());
        assert_eq!(entries.len(), SUBJECTS.len());
        assert!(summaries.clone().all(|summary| summary == TEASER), "{:?}", summaries.collect::<Vec<_>>());
    }
}

#[test]
fn a_box_around_title_and_facts_is_no_teaser() {
    let entries = found(|at, subject, slug| {
        format!(
            "<li><div class=issue-summary><h3><a href=/news/{slug}>{subject}</a></h3><div>Ann Lee, Bo Chan</div><div>{at}1-{at}9</div></div></li>"
        )
    });
    assert_eq!(entries.len(), SUBJECTS.len());
    assert!(entries.iter().all(|entry| entry.summary.is_none()));
}

#[test]
fn a_title_that_is_shown_shortened_is_given_whole() {
    let shortened = |subject: &str| format!("{}…", subject.chars().take(20).collect::<String>());
    let of_link = found(|_, subject, slug| {
        format!("<li><a href=/news/{slug} title='{subject}'>{}</a></li>", shortened(subject))
    });
    let titles = of_link.iter().map(|entry| entry.title.as_deref().unwrap()).collect::<Vec<_>>();
    assert_eq!(titles, SUBJECTS);
    // Another link of the entry says something of itself.
    let of_another = found(|_, subject, slug| {
        format!(
            "<li><a href=/news/{slug}>{}</a> <a href=/basket title='{subject}: to the basket'>Buy</a></li>",
            shortened(subject)
        )
    });
    assert!(of_another.iter().all(|entry| entry.title.as_deref().unwrap().ends_with('…')));
    assert_eq!(of_another.len(), SUBJECTS.len());
}

#[test]
fn a_round_picture_is_who_wrote() {
    let entries = found(|at, subject, slug| {
        format!(
            "<div class=item><img class=rounded-circle width=40 src=/up/{at}.jpg><img src=/authors/lee/{at}.jpg>\
            <a href=/news/{slug}><img src=/p/{at}.jpg></a><h2><a href=/news/{slug}>{subject}</a></h2></div>"
        )
    });
    assert_eq!(entries.len(), SUBJECTS.len());
    assert!(entries.iter().all(|entry| entry.image.as_ref().unwrap().url.path().starts_with("/p/")));
}

#[test]
fn what_a_teaser_tells_of_and_the_last_change_date_no_entry() {
    let days = |facts: &str| {
        let entries = found(|_, subject, slug| {
            format!(
                "<div class=item><h2><a href=/news/{slug}>{subject}</a></h2><div class=note>{facts}</div></div>"
            )
        });
        entries[0].published.map(|dated| dated.moment.to_string().chars().take(10).collect::<String>())
    };
    assert_eq!(days("The new captain takes over the ferry on 3 March 2026."), None);
    assert_eq!(days("3 March 2026: the new captain takes over the ferry.").as_deref(), Some("2026-03-03"));
    assert_eq!(days("Updated: Mar 5, 2026 | Published: Mar 3, 2026").as_deref(), Some("2026-03-03"));
    assert_eq!(days("Updated: Mar 5, 2026").as_deref(), Some("2026-03-05"));
    let posted = "This was written by Ann Lee and posted to the news on 3 March 2026.";
    assert_eq!(days(posted).as_deref(), Some("2026-03-03"));
    let beside = "<span>3 March 2026</span><div>Updated rules – from 1 January 2025 boats carry lights</div>";
    assert_eq!(days(beside).as_deref(), Some("2026-03-03"));
}

#[test]
fn what_most_cards_say_alike_is_no_title() {
    for card in [
        "<a class=s href=/news/{slug}><span class=s>New</span><span class=s>{subject}</span></a>",
        "<table><tr><td>{at}</td><td>{subject}</td><td><a href=/news/{slug}>Download</a></td></tr></table>",
        "<a href=/news/{slug}><span>{subject}</span><span>Said in few words beside it here, and no more.</span></a>",
    ] {
        let entries = found(|at, subject, slug| {
            let card = card.replace("{slug}", slug).replace("{subject}", subject);
            format!("<li>{}</li>", card.replace("{at}", &at.to_string()))
        });
        let titles = entries.iter().map(|entry| entry.title.as_deref().unwrap_or_default());
        assert_eq!(titles.collect::<Vec<_>>(), SUBJECTS, "{card}");
    }
}

#[test]
fn a_rule_between_entries_parts_them_and_is_none_of_their_texts() {
    let entries = found(|_, subject, slug| {
        format!(
            "<h3>{subject}</h3><p>Said in few words beside it here, and no more.</p><p><a href=/news/{slug}>Read more</a></p><hr>"
        )
    });
    let titles = entries.iter().map(|entry| entry.title.as_deref().unwrap_or_default());
    assert_eq!(titles.collect::<Vec<_>>(), SUBJECTS);
}

#[test]
fn a_title_may_be_the_same_every_day_and_stand_in_several_spans() {
    let series = found(|_, subject, slug| {
        format!(
            "<li><a href=/news/{slug}><h3>Morning briefing</h3><p>{subject}, as the council said.</p></a></li>"
        )
    });
    assert!(series.iter().all(|entry| entry.title.as_deref() == Some("Morning briefing")));
    let minutes = cards(0, 6, |at, _, slug| {
        format!(
            "<tr><td>{} February 2026</td><td>Council meeting</td><td>Hall {at}, beside the harbour</td><td><a href=/files/{slug}.pdf>PDF</a></td></tr>",
            20 - at
        )
    });
    let minutes =
        listing("https://town.example/news", &page(&format!("<table>{minutes}</table>"))).listing.entries;
    assert_eq!(minutes.len(), 6);
    assert!(minutes.iter().all(|entry| entry.title.as_deref() == Some("Council meeting")));
    let parted = found(|_, subject, slug| {
        let spans = subject.split(' ').map(|word| format!("<span>{word} </span>")).collect::<String>();
        format!("<li><a href=/news/{slug}>{spans}</a></li>")
    });
    let titles = parted.iter().map(|entry| entry.title.as_deref().unwrap_or_default());
    assert_eq!(titles.collect::<Vec<_>>(), SUBJECTS);
    assert_eq!(series.len(), SUBJECTS.len());
}
