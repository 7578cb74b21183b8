//! Lists to which a sentence of the article leads up: "Many patches were sent for review:". They are a part of it, however much of
//! them is linked, as long as the sentence does not send its reader on to what else the site has.

use scraper::ElementRef;

use super::label;
use crate::extract::article::index::Facts;
use crate::extract::text::text_of;

/// The fewest characters of such a sentence, without white space, and the most per cent of it that are linked.
const SHORTEST: usize = 25;
const MOST_LINKED: usize = 15;
/// How many elements of a block are looked at for a list, and how far outside of a list the sentence may stand.
const MOST_BEFORE_LIST: usize = 100;
const LEVELS: usize = 2;
/// How many empty elements may stand between them.
const MOST_BETWEEN: usize = 12;

/// Words of sentences that send their reader on, in lower case and in the order of the alphabet: what a site calls its
/// articles, and what readers do with them.
const LEADING_ON: [&str; 55] = [
    "article",
    "articles",
    "articoli",
    "artigo",
    "artigos",
    "artikel",
    "artikeln",
    "artikler",
    "artykuły",
    "artículo",
    "artículos",
    "beitrag",
    "beiträge",
    "beiträgen",
    "blog",
    "blogs",
    "entradas",
    "guide",
    "guides",
    "guías",
    "interesar",
    "interessante",
    "interesse",
    "interessieren",
    "interessiert",
    "interested",
    "interesting",
    "intéresser",
    "leer",
    "leggere",
    "leggi",
    "leia",
    "lesen",
    "like",
    "lire",
    "news",
    "newsletter",
    "noticias",
    "notícias",
    "post",
    "posts",
    "read",
    "recommend",
    "recommended",
    "related",
    "stories",
    "story",
    "videos",
    "материалы",
    "новости",
    "статьи",
    "читайте",
    "أخبار",
    "اقرأ",
    "مقالات",
];

/// Whether a block is such a list, or holds one.
pub(super) fn holds_list(block: ElementRef<'_>, facts: &Facts<'_>) -> bool {
    let is_list = |element: &ElementRef<'_>| matches!(element.value().name(), "ul" | "ol" | "dl");
    let mut lists = block.descendent_elements().take(MOST_BEFORE_LIST).filter(is_list);
    lists.any(|list| is_introduced(list, facts))
}

fn is_introduced(list: ElementRef<'_>, facts: &Facts<'_>) -> bool {
    let around = list.ancestors().filter_map(ElementRef::wrap).take(LEVELS);
    let before = std::iter::once(list).chain(around).find_map(|element| {
        let mut before = element.prev_siblings().filter_map(ElementRef::wrap).take(MOST_BETWEEN);
        before.find(|before| facts.figures(*before).text > 0)
    });
    before.is_some_and(|before| {
        let figures = facts.figures(before);
        matches!(before.value().name(), "p" | "div")
            && figures.is_small()
            && figures.text >= SHORTEST
            && !figures.is_linked(MOST_LINKED)
            && leads_up(&text_of(before))
    })
}

/// Whether a text ends with a colon and speaks of what follows as a part of what it says.
fn leads_up(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|letter: char| !letter.is_alphanumeric());
    text.ends_with([':', '：'])
        && label::of(text).is_none()
        && !words.any(|word| LEADING_ON.binary_search(&word).is_ok())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use url::Url;

    use super::*;
    use crate::extract::page::Page;

    fn text_of_page(before: &str, list: &str) -> String {
        let url = Url::parse("https://town.example/bridge").unwrap();
        let prose = "<p>The council said, after long talks, that the bridge opens in spring, and nobody knew why.</p>".repeat(6);
        let html = format!("<article><h1>Bridge</h1>{prose}{before}{list}{prose}</article>");
        let page = Page::parse(&html, &url).unwrap();
        let article = crate::extract::article::read(&page, None, "2024-06-01T00:00:00Z".parse().unwrap());
        article.body_text.unwrap_or_default()
    }

    const LIST: &str = "<ul><li><a href=/a>Ropes from the mill in the west</a><li><a href=/b>Boards from the old ferry</a></ul>";

    #[rstest]
    #[case("<p>Many things were bought for the new bridge:</p>", LIST)]
    #[case(
        "<div><p>桥的建设需要许多来自全国各地的材料，委员会在春天公布了其中最重要的几种：</p></div>",
        LIST
    )]
    #[case(
        "<p>Many things were bought for the new bridge:</p>",
        "<div class=list><ul><li><a href=/a>Ropes from the mill in the west</a><li><a href=/b>Boards from the ferry</a></ul></div>"
    )]
    fn a_list_of_links_stays_below_the_sentence_that_leads_up_to_it(
        #[case] before: &str,
        #[case] list: &str,
    ) {
        assert!(text_of_page(before, list).contains("Ropes from the mill"), "{before}");
    }

    #[rstest]
    #[case("<p>Many things were bought for the new bridge.</p>")]
    #[case("<p>You may also like:</p>")]
    #[case("<p>Here are more of our articles on bridges and ferries:</p>")]
    #[case("<p>Читайте также другие материалы о мосте и переправе:</p>")]
    #[case("<h3>What else there is in the town of ours:</h3>")]
    #[case("<p><a href=/c>All that was ever written here of bridges:</a></p>")]
    fn a_list_of_links_goes_where_no_sentence_leads_up_to_it(#[case] before: &str) {
        assert!(!text_of_page(before, LIST).contains("Ropes from the mill"), "{before}");
    }

    #[test]
    fn a_section_stays_with_the_lists_that_it_introduces() {
        let section =
            format!("<section><h2>Things</h2><p>These were bought for the new bridge:</p>{LIST}</section>");
        let text = text_of_page("", &section);
        assert!(text.contains("These were bought for the new bridge:\n\nRopes from"), "{text}");
    }

    #[test]
    fn words_stand_in_the_order_of_the_alphabet() {
        assert!(LEADING_ON.is_sorted());
    }
}
