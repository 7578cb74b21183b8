//! An `aside` that is a part of the text (HTML §4.3.5): a note, a warning, the ingredients of a recipe, a footnote. Most others hold what
//! stands beside an article.

use html5ever::local_name;
use scraper::ElementRef;

use crate::extract::text::attribute;

/// Words of classes, in lower case.
const WORDS: [&str; 14] = [
    "admonition",
    "callout",
    "caution",
    "danger",
    "footnote",
    "footnotes",
    "hint",
    "important",
    "ingredient",
    "ingredients",
    "note",
    "sidenote",
    "tip",
    "warning",
];

/// Words beside them that tell of something else: a note on the author, a warning of the site, a box that sells.
const OTHERS: [&str; 11] = [
    "ad",
    "author",
    "bio",
    "blockmessage",
    "cookie",
    "editor",
    "newsletter",
    "promo",
    "release",
    "subscribe",
    "widget",
];

/// Whether an `aside` says of itself that it belongs to the text: by its role (WAI-ARIA, DPUB-ARIA) or its class.
pub(super) fn is_of_text(aside: ElementRef<'_>) -> bool {
    let role = attribute(aside, &local_name!("role")).unwrap_or_default();
    if matches!(role, "note" | "doc-footnote" | "doc-endnote" | "doc-example" | "doc-notice" | "doc-tip") {
        return true;
    }
    let classes = attribute(aside, &local_name!("class")).unwrap_or_default().to_lowercase();
    let words = || classes.split(|letter: char| !letter.is_alphanumeric());
    words().any(|word| WORDS.contains(&word)) && !words().any(|word| OTHERS.contains(&word))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use url::Url;

    use crate::extract::page::Page;

    fn text(aside: &str) -> String {
        let url = Url::parse("https://town.example/bread").unwrap();
        let prose =
            "<p>The flour, said the baker, is to be weighed, and the water is to be warm, as ever.</p>"
                .repeat(5);
        let html = format!("<article><h1>Bread</h1>{prose}{aside}{prose}</article>");
        let page = Page::parse(&html, &url).unwrap();
        let article = crate::extract::article::read(&page, None, "2024-06-01T00:00:00Z".parse().unwrap());
        article.body_text.unwrap_or_default()
    }

    #[rstest]
    #[case("<aside class=recipe__ingredients><h2>Ingredients</h2><ul><li>Salt of the sea</ul></aside>")]
    #[case("<aside class='starlight-aside starlight-aside--tip'><p>Salt of the sea is best.</p></aside>")]
    #[case("<aside class=Note>Salt of the sea is best.</aside>")]
    #[case("<aside role=doc-footnote>Salt of the sea is best.</aside>")]
    fn notes_and_ingredients_are_a_part_of_the_text(#[case] aside: &str) {
        assert!(text(aside).contains("Salt of the sea"), "{aside}");
    }

    #[rstest]
    #[case("<aside class=author-note>Salt of the sea is best.</aside>")]
    #[case("<aside class=widget>Salt of the sea is best.</aside>")]
    #[case("<aside>Salt of the sea is best.</aside>")]
    fn what_stands_beside_is_none(#[case] aside: &str) {
        assert!(!text(aside).contains("Salt of the sea"), "{aside}");
    }
}
