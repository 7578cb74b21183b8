//! What stands at the end of an article and is no part of it.

use std::ops::Range;

use super::writer::without_tags;

/// How many paragraphs from the end the authors are told about.
const LAST_PARAGRAPHS: usize = 4;
/// Per cent of the article before which nothing is its end.
const END_PERCENT: usize = 60;

/// The paragraphs at the end of an article's HTML that begin with the whole name of one of its authors: "Ann Lee writes
/// about bridges." Somebody's only name may be a word of the article, and behind a name and a colon stands what they said.
pub(super) fn about_authors(html: &str, authors: &[String]) -> Vec<Range<usize>> {
    let names = authors.iter().filter(|name| name.trim().contains(' ')).map(|name| name.to_lowercase());
    let names = names.collect::<Vec<_>>();
    let is_about = |text: &str| {
        let text = text.to_lowercase();
        let after = |name: &String| text.strip_prefix(name.as_str()).map(|rest| rest.chars().next());
        names.iter().filter_map(after).any(|next| next.is_none_or(ends_name))
    };
    let paragraph = |(close, tag): (usize, &str)| {
        let start = html.get(..close)?.rfind("<p")?;
        Some(start..close + tag.len())
    };
    html.rmatch_indices("</p>")
        .take(if names.is_empty() { 0 } else { LAST_PARAGRAPHS })
        .filter_map(paragraph)
        .filter(|range| range.start * 100 >= html.len() * END_PERCENT)
        .filter(|range| html.get(range.clone()).is_some_and(|html| is_about(&without_tags(html))))
        .collect()
}

/// Whether a character behind a name parts it from what is told of the person.
fn ends_name(next: char) -> bool {
    !next.is_alphanumeric() && !matches!(next, ':' | '：')
}

/// The longest HTML of a sentence that leads up to something, in bytes.
const LONGEST_LEAD_UP: usize = 600;

/// The HTML of an article up to the headings, and the sentence with a colon at its end, that end it: what they introduced was
/// left out, or never there. An article of these alone keeps them, and one that goes on elsewhere the sentence.
pub(super) fn without_introductions(html: &str, goes_on: impl Fn() -> bool) -> &str {
    let mut rest = without_all(html, without_heading);
    if let Some(shorter) = without_lead_up(rest).filter(|_| !goes_on()) {
        rest = without_all(shorter, without_heading);
    }
    if rest.is_empty() { html } else { rest }
}

fn without_all(html: &str, without_one: fn(&str) -> Option<&str>) -> &str {
    std::iter::successors(Some(html), |rest| without_one(rest)).last().unwrap_or(html)
}

fn without_heading(html: &str) -> Option<&str> {
    let (rest, name, _) = last_block(html.strip_suffix("<hr>").unwrap_or(html))?;
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6").then_some(rest)
}

/// Without the last paragraph when it ends with a colon.
fn without_lead_up(html: &str) -> Option<&str> {
    let (rest, name, block) = last_block(html)?;
    let leads_up = || {
        let text = without_tags(block);
        let before = text.trim_end().strip_suffix([':', '：']);
        // In Armenian it ends every sentence.
        before.is_some_and(|text| !text.ends_with(|last: char| matches!(last, '\u{0531}'..='\u{0587}')))
    };
    (name == "p" && block.len() <= LONGEST_LEAD_UP && leads_up()).then_some(rest)
}

/// What stands before the last block of an article, the name of the block, and the block.
fn last_block(html: &str) -> Option<(&str, &str, &str)> {
    let (before, name) = html.strip_suffix('>')?.rsplit_once('/')?;
    let before = before.strip_suffix('<')?;
    let start = before.rfind(&format!("<{name}"))?;
    Some((html.get(..start)?, name, html.get(start..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn authors() -> Vec<String> {
        vec!["Ann Lee".to_owned(), "Bo".to_owned()]
    }

    #[test]
    fn what_is_said_of_an_author_at_the_end_is_found() {
        let text = "<p>The bridge opens in spring, says the council of the town.</p>".repeat(6);
        let html = format!("{text}<p><b>Ann Lee</b> writes about rivers.</p><p>Bo knows.</p>");
        let found = about_authors(&html, &authors());
        assert_eq!(found.len(), 1);
        assert!(html.get(found[0].clone()).unwrap().starts_with("<p><b>Ann Lee"));
        let other = format!("<p>Ann Lees of old.</p>{text}<p>Ann Leeson.</p>");
        assert!(about_authors(&other, &authors()).is_empty());
        assert!(about_authors(&format!("<p>Ann Lee opens it.</p>{text}"), &authors()).is_empty());
        let talk = "<p><b>Ann Lee:</b> Who wants it?</p><p><b>Bo Chan:</b> All do.</p>";
        assert!(about_authors(&format!("{text}{talk}"), &authors()).is_empty());
    }

    #[test]
    fn a_sentence_that_leads_up_to_nothing_ends_no_article() {
        let whole = "<p>Text.</p>";
        for end in ["<p>You may also <b>like</b>:</p>", "<h2>More</h2><p>いかがですか：</p><h3>Links</h3>"]
        {
            assert_eq!(without_introductions(&format!("{whole}{end}"), || false), whole, "{end}");
        }
        let long = format!("<p>{}:</p>", "It took four years. ".repeat(40));
        for end in
            [long.as_str(), "<p>Ask: at noon</p>", "<p>To be seen:</p><ul><li>It.</ul>", "<pre>a:</pre>"]
        {
            let html = format!("{whole}{end}");
            assert_eq!(without_introductions(&html, || false), html);
        }
        let goes_on = "<p>Text.</p><p>You need this:</p>";
        assert_eq!(without_introductions(goes_on, || true), goes_on);
        assert_eq!(without_introductions("<p>Alone:</p>", || false), "<p>Alone:</p>");
    }

    #[test]
    fn headings_that_introduce_nothing_end_no_article() {
        assert_eq!(
            without_introductions("<p>Text.</p><h2>Links</h2><hr><h3 dir=\"rtl\">More</h3>", || true),
            "<p>Text.</p>"
        );
        for html in ["<h2>One</h2><p>Text.</p>", "<h2>One</h2><h3>Two</h3>", "<p>Text.</p>", ""] {
            assert_eq!(without_introductions(html, || false), html);
        }
    }
}
