//! Items that come back under another address with their articles, whose texts tell.

use rstest::rstest;

use super::*;

#[rstest]
#[case::under_another_number(MILL, Card { path: "/news/politics/4712/the-old-mill-grinds-again", ..MILL })]
#[case::at_another_hour(Card { date: "1 Mar 2026 12:20", ..PLAIN }, Card { date: "2 Mar 2026 12:20", ..MOVED })]
#[tokio::test]
async fn what_is_reported_every_day_in_the_same_words_is_an_item_a_day(
    #[case] first: Card,
    #[case] second: Card,
) {
    let mut mill = Mill::start().await;
    let of = |card: Card, numbers: &str| {
        let text = format!(
            "The numbers of the draw are {numbers}. All numbers are given without guarantee. The draw takes place every \
             evening in the hall of the harbour, under the eyes of a notary, and whoever has all of them right shares the \
             jackpot with the others who have. The next one is tomorrow at the usual hour."
        );
        article(&Story { title: card.title, date: card.date, text: text.leak(), ..FERRY_STORY })
            .replace("name=\"postid\"", "name=\"unrelated\"")
    };
    mill.upstream.page(first.path, of(first, "3, 11 and 19"));
    mill.upstream.page(second.path, of(second, "5, 7 and 40"));

    let [before, after] = after_a_move(&mut mill, first, second, NUMBERED).await;

    assert_eq!((before.len(), after.len()), (4, 5), "{after:?}");
}

#[rstest]
#[case::at_another_hour(MINUTE, "2 Mar 2026 12:20")]
#[case::undated("", "")]
#[tokio::test]
async fn two_reports_of_one_form_are_two_items(#[case] first: &'static str, #[case] second: &'static str) {
    let mut mill = Mill::start().await;
    let report = |day: &str, wind: &str| -> &'static str {
        let form = "In Port Selene the day begins with clouds, and the ferries keep to their hours. The harbour \
            master expects no ship that does not know the way, and asks all others to call before they come. The \
            lamps are lit at six, and the bridge is raised at eight";
        format!("{form}. On {day} the wind comes from the {wind}.").leak()
    };
    let of = |card: Card, text| {
        article(&Story { post_id: "", title: card.title, date: card.date, text })
            .replace("name=\"postid\"", "name=\"unrelated\"")
    };
    let first = Card { title: "The harbour on Monday", teaser: TEASER, date: first, ..PLAIN };
    let second = Card { title: "The harbour on Tuesday", teaser: TEASER, date: second, ..MOVED };
    mill.upstream.page(first.path, of(first, report("Monday", "west")));
    mill.upstream.page(second.path, of(second, report("Tuesday", "north")));

    let [before, after] = after_a_move(&mut mill, first, second, NUMBERED).await;

    assert_eq!((before.len(), after.len()), (4, 5), "{after:?}");
}

#[tokio::test]
async fn a_retitled_article_with_its_text_under_another_address_is_the_same_item() {
    let mut mill = Mill::start().await;
    let long: &'static str = "The stones had not turned since the flood, and of the nine who knew how to dress them \
        two were left. They came with their tools on Monday, and on Friday the first sack was carried across the \
        square to the bakery, where the whole street waited for the bread.";
    let unnumbered = |title| {
        let story = Story { title, text: long, date: MINUTE, ..FERRY_STORY };
        article(&story).replace("name=\"postid\"", "name=\"unrelated\"")
    };
    let (first, second) = (Card { date: MINUTE, ..PLAIN }, Card { date: MINUTE, title: RETITLED, ..MOVED });
    mill.upstream.page(first.path, unnumbered(first.title));
    mill.upstream.page(second.path, unnumbered(second.title));

    let items = after_a_move(&mut mill, first, second, NUMBERED).await;

    assert_moved(&items, &first, &second);
    assert_eq!(at(&items[1], &second).unwrap()["title"], RETITLED);
}

#[tokio::test]
async fn a_story_that_grew_on_its_way_to_another_address_is_the_same_item() {
    let mut mill = Mill::start().await;
    let [was, is] = before_and_after_an_edit(PLAIN, MOVED);
    let long = "Of the nine who knew how to dress them two were left, and they asked for nothing but their dinner. The \
                miller's daughter wrote it all down, so that the next time somebody would know it, and kept the paper. ";
    let mark = "The stones had not turned";
    mill.upstream.page(PLAIN.path, was.replace(mark, &format!("{long}{mark}")));
    mill.upstream.page(MOVED.path, is.replace(mark, &format!("{long}{mark}")));

    let items = after_a_move(&mut mill, PLAIN, MOVED, NUMBERED).await;

    assert_moved(&items, &PLAIN, &MOVED);
}

/// An article without a post id, and the same with much more to read.
fn before_and_after_an_edit(first: Card, second: Card) -> [String; 2] {
    const TEXT: &str = "The stones had not turned since the flood, and of the nine who knew how to dress them two were \
        left. They came with their tools on Monday.";
    const MORE: &str =
        "On Friday the first sack was carried across the square, where the street waited for bread.";
    let of = |card: Card, text| {
        article(&Story { title: card.title, date: card.date, text, ..FERRY_STORY })
            .replace("name=\"postid\"", "name=\"unrelated\"")
    };
    [of(first, TEXT), of(second, format!("{TEXT} {MORE}").leak())]
}

#[rstest]
#[case::its_title_and_number(MILL, Card { path: "/news/politics/4711/stones-turn-in-the-valley", ..MILL }, 4)]
#[case::its_title_and_minute(Card { date: MINUTE, ..PLAIN }, Card { date: MINUTE, ..MOVED }, 4)]
#[case::its_number_and_minute(
    Card { date: MINUTE, ..MILL },
    Card { date: MINUTE, path: "/news/politics/4711/the-miller-speaks", title: RETITLED, ..MILL },
    4
)]
#[case::its_number_alone(MILL, Card { path: "/news/politics/4711/the-miller-speaks", title: RETITLED, ..MILL }, 5)]
#[case::its_minute_alone(Card { date: MINUTE, ..PLAIN }, Card { date: MINUTE, title: RETITLED, ..MOVED }, 5)]
#[case::its_title_alone(PLAIN, MOVED, 5)]
#[tokio::test]
async fn what_tells_that_an_article_which_was_edited_has_moved(
    #[case] first: Card,
    #[case] second: Card,
    #[case] expected: usize,
) {
    let mut mill = Mill::start().await;
    let [was, is] = before_and_after_an_edit(first, second);
    mill.upstream.page(first.path, was);
    mill.upstream.page(second.path, is);

    let [before, after] = after_a_move(&mut mill, first, second, NUMBERED).await;

    assert_eq!((before.len(), after.len()), (4, expected), "{after:?}");
    if expected == 4 {
        assert_moved(&[before, after], &first, &second);
    }
}
