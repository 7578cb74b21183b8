//! Lists to which a sentence of the article leads up: "Many patches were sent for review:". They are a part of it, however much of
//! them is linked, as long as the sentence does not send its reader on to what else the site has.

use scraper::ElementRef;

use super::label;
use crate::extract::article::index::Facts;
use crate::extract::text::text_of;

/// The fewest characters of such a sentence, without white space, and the most per cent of it that are linked.
const SHORTEST: usize = 25;
const MOST_LINKED: usize = 15;
/// How many elements of a block are looked at for lists, and how many lists.
const MOST_BEFORE_LIST: usize = 100;
const MOST_LISTS: usize = 8;
/// How far outside of a list the sentence may stand, and the text that goes on behind it.
const LEVELS: usize = 2;
const LEVELS_AFTER: usize = 5;
/// The fewest characters of a text that goes on, without white space.
const LEAST_PROSE: usize = 60;
/// How many elements are looked at on each side.
const MOST_BETWEEN: usize = 12;

/// Words of sentences that send their reader on, in lower case and in the order of the alphabet: what a site calls its
/// articles, and what readers do with them.
const LEADING_ON: [&str; 86] = [
    "article",
    "articles",
    "articoli",
    "artigo",
    "artigos",
    "artikel",
    "artikelen",
    "artikeln",
    "artiklar",
    "artikler",
    "artykuły",
    "artículo",
    "artículos",
    "beitrag",
    "beiträge",
    "beiträgen",
    "blog",
    "blogs",
    "check",
    "contenido",
    "contenidos",
    "deals",
    "dossiers",
    "enjoyed",
    "entradas",
    "filed",
    "follow",
    "guide",
    "guides",
    "guías",
    "haberler",
    "interesar",
    "interessante",
    "interesse",
    "interessieren",
    "interessiert",
    "interested",
    "interesting",
    "intéresser",
    "languages",
    "leer",
    "leggere",
    "leggi",
    "leia",
    "lesen",
    "liked",
    "lire",
    "matérias",
    "mehr",
    "news",
    "newsletter",
    "nos",
    "nossas",
    "nossos",
    "nostre",
    "nostri",
    "noticias",
    "notre",
    "notícias",
    "nuestras",
    "nuestros",
    "okuyun",
    "our",
    "posts",
    "przeczytaj",
    "read",
    "recommend",
    "recommended",
    "relacionados",
    "related",
    "share",
    "stories",
    "story",
    "subscribe",
    "unser",
    "unsere",
    "unseren",
    "us",
    "videos",
    "материалы",
    "новости",
    "статьи",
    "читайте",
    "أخبار",
    "اقرأ",
    "مقالات",
];

/// As these words, in scripts that put no spaces between words.
const LEADING_ON_UNSPACED: [&str; 9] =
    ["記事", "関連", "お読み", "文章", "阅读", "閱讀", "相关", "相關", "報導"];

/// Whether a block is such a list, or holds one.
pub(super) fn holds_list(block: ElementRef<'_>, facts: &Facts<'_>) -> bool {
    let is_list = |element: &ElementRef<'_>| {
        matches!(element.value().name(), "ul" | "ol" | "dl") && facts.figures(*element).links > 0
    };
    let lists = block.descendent_elements().take(MOST_BEFORE_LIST).filter(is_list).take(MOST_LISTS);
    // Several lists may stand behind one sentence.
    let mut known = None;
    lists.filter(|list| goes_on(*list, facts)).filter_map(|list| introduction(list, facts)).any(|before| {
        let is_known = known.replace(before.id()) == Some(before.id());
        !is_known && leads_up(&text_of(before)) && !stands_below_label(before, facts)
    })
}

/// The short paragraph before a list, or before what the list stands in.
fn introduction<'a>(list: ElementRef<'a>, facts: &Facts<'_>) -> Option<ElementRef<'a>> {
    let around = list.ancestors().filter_map(ElementRef::wrap).take(LEVELS);
    let before = std::iter::once(list).chain(around).find_map(|element| {
        let mut before = element.prev_siblings().filter_map(ElementRef::wrap).take(MOST_BETWEEN);
        before.find(|before| facts.figures(*before).text > 0)
    });
    before.filter(|before| {
        let figures = facts.figures(*before);
        matches!(before.value().name(), "p" | "div")
            && figures.is_small()
            && figures.text >= SHORTEST
            && !figures.is_linked(MOST_LINKED)
    })
}

/// Whether the text goes on behind a list. At the end of an article stand lists of what else there is.
fn goes_on(list: ElementRef<'_>, facts: &Facts<'_>) -> bool {
    let is_page = |element: &ElementRef<'_>| matches!(element.value().name(), "article" | "main" | "body");
    let around = list.ancestors().filter_map(ElementRef::wrap).take_while(|element| !is_page(element));
    std::iter::once(list).chain(around.take(LEVELS_AFTER)).any(|element| {
        let mut behind = element.next_siblings().filter_map(ElementRef::wrap).take(MOST_BETWEEN);
        behind.any(|behind| {
            let figures = facts.figures(behind);
            figures.text >= LEAST_PROSE && figures.marks > 0 && !figures.is_linked(MOST_LINKED)
        })
    })
}

/// Whether the nearest heading above a sentence is a label for links.
fn stands_below_label(sentence: ElementRef<'_>, facts: &Facts<'_>) -> bool {
    let mut before = sentence.prev_siblings().filter_map(ElementRef::wrap).take(MOST_BETWEEN);
    let heading = before.find(|before| matches!(before.value().name(), "h2" | "h3" | "h4" | "h5" | "h6"));
    heading.is_some_and(|heading| {
        facts.figures(heading).is_small() && label::introduces_posts(&text_of(heading))
    })
}

/// Whether a text ends with a colon and speaks of what follows as a part of what it says.
fn leads_up(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|letter: char| !letter.is_alphanumeric());
    text.ends_with([':', '：'])
        && label::of(text).is_none()
        && !label::is_notice(text)
        && !words.any(|word| LEADING_ON.binary_search(&word).is_ok())
        && !LEADING_ON_UNSPACED.iter().any(|word| lower.contains(word))
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
    #[case("<p>Follow us on our social media channels for daily updates:</p>")]
    #[case("<h3>Related articles</h3><p>More on the bridge and what the town council decided:</p>")]
    #[case("<p>こちらの橋についての関連する記事もあわせてぜひお読みくださいませ：</p>")]
    #[case("<p><a href=/c>All that was ever written here of bridges:</a></p>")]
    fn a_list_of_links_goes_where_no_sentence_leads_up_to_it(#[case] before: &str) {
        assert!(!text_of_page(before, LIST).contains("Ropes from the mill"), "{before}");
    }

    #[test]
    fn a_list_at_the_end_of_an_article_goes() {
        let prose = "<p>The council said, after long talks, that the bridge opens in spring.</p>".repeat(6);
        let html = format!(
            "<article><h1>Bridge</h1>{prose}<p>There is so much to be seen in the town:</p>{LIST}</article><p>{prose}</p>"
        );
        let page = Page::parse(&html, &Url::parse("https://town.example/bridge").unwrap()).unwrap();
        let article = crate::extract::article::read(&page, None, "2024-06-01T00:00:00Z".parse().unwrap());
        assert!(!article.body_text.unwrap().contains("Ropes from the mill"));
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
