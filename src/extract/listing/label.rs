//! What stands above a box of links: whether it calls them those that most people read. Such boxes stand beside a list, and their
//! entries look like its own.

use html5ever::local_name;
use scraper::ElementRef;

use super::card::Card;
use super::marks::{is_heading, text_of};
use crate::extract::page::Page;
use crate::extract::survey::Survey;

/// How far above a card the heading of its box stands, and how many nodes before.
const LEVELS: usize = 4;
const MOST_BEFORE: usize = 60;
/// The most characters of such a heading, without white space.
const LONGEST: usize = 32;

/// Whether a card stands below a heading such as "Most read". The title of the whole page is that of all its cards.
pub(super) fn calls_popular(card: &Card<'_>, page: &Page, survey: &Survey) -> bool {
    let around = card.element.ancestors().filter_map(ElementRef::wrap).take(LEVELS);
    std::iter::once(card.element)
        .chain(around)
        .find_map(|element| heading_before(element, survey))
        .filter(|heading| heading.value().name.local != local_name!("h1"))
        .is_some_and(|heading| is_popular(&text_of(page, heading)))
}

/// The nearest element before another, among its siblings, that is a short heading, or short and leads nowhere.
fn heading_before<'p>(element: ElementRef<'p>, survey: &Survey) -> Option<ElementRef<'p>> {
    let mut before = element.prev_siblings().take(MOST_BEFORE).filter_map(ElementRef::wrap);
    before.find(|before| {
        let figures = survey.get(before.id());
        (1..=LONGEST).contains(&figures.text)
            && figures.media == 0
            && (is_heading(&before.value().name.local)
                || (figures.links == 0 && before.value().name.local != local_name!("button")))
    })
}

/// Whether a text is such a heading, and says nothing else.
fn is_popular(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.collect::<Vec<_>>().join(" ");
    POPULAR.binary_search(&words.as_str()).is_ok()
}

/// What sites call the articles that most people read, in lower case and the order of the alphabet.
const POPULAR: &[&str] = &[
    "am meisten gelesen",
    "articles populaires",
    "articoli più letti",
    "articoli popolari",
    "as mais lidas",
    "beliebt",
    "beliebte artikel",
    "beliebte beiträge",
    "beliebteste artikel",
    "beliebteste beiträge",
    "berita populer",
    "cele mai citite",
    "di tendenza",
    "em alta",
    "en çok okunan",
    "en çok okunan haberler",
    "en çok okunanlar",
    "entradas populares",
    "hot news",
    "hot now",
    "hot topics",
    "i più letti",
    "las más leídas",
    "le più lette",
    "le plus lu",
    "legnépszerűbb",
    "legolvasottabb",
    "les articles les plus lus",
    "les plus consultés",
    "les plus lues",
    "les plus lus",
    "les plus partagés",
    "les plus populaires",
    "lo más leído",
    "lo más popular",
    "lo más visto",
    "los más leídos",
    "luetuimmat",
    "mais acessadas",
    "mais lidas",
    "mais lidos",
    "mais populares",
    "mais vistas",
    "meest gelezen",
    "meist gelesen",
    "meistgeklickt",
    "meistgelesen",
    "meistgelesene artikel",
    "mest lest",
    "mest leste",
    "mest läst",
    "mest lästa",
    "mest læst",
    "mest læste",
    "most commented",
    "most discussed",
    "most popular",
    "most popular articles",
    "most popular posts",
    "most popular stories",
    "most read",
    "most read articles",
    "most read news",
    "most read stories",
    "most read today",
    "most shared",
    "most viewed",
    "most watched",
    "más leídas",
    "más leídos",
    "más popular",
    "más populares",
    "más vistas",
    "más vistos",
    "najbolj brano",
    "najczęściej czytane",
    "najczęściej czytane artykuły",
    "najpopularniejsze",
    "najčitanije",
    "najčítanejšie",
    "nejčtenější",
    "nejčtenější články",
    "noticias más leídas",
    "notícias mais lidas",
    "os mais lidos",
    "people are reading",
    "phổ biến",
    "più lette",
    "più letti",
    "popolari",
    "populair",
    "populaire artikelen",
    "populaire berichten",
    "populaires",
    "popular",
    "popular articles",
    "popular news",
    "popular now",
    "popular posts",
    "popular stories",
    "popular this week",
    "popular topics",
    "populare",
    "populares",
    "popularne",
    "popularne artykuły",
    "popularne wpisy",
    "populer",
    "populärt",
    "populært",
    "popüler",
    "popüler haberler",
    "popüler yazılar",
    "posts populares",
    "readers choice",
    "tendances",
    "tendencias",
    "terpopuler",
    "tin xem nhiều",
    "tin đọc nhiều",
    "top read",
    "trend haberler",
    "trending",
    "trending articles",
    "trending artikelen",
    "trending news",
    "trending now",
    "trending posts",
    "trending stories",
    "trending today",
    "what s hot",
    "xem nhiều",
    "xem nhiều nhất",
    "çok okunanlar",
    "đọc nhiều",
    "đọc nhiều nhất",
    "δημοφιλέστερα",
    "δημοφιλή",
    "τα πιο δημοφιλή",
    "най четени",
    "най четено",
    "найбільш читане",
    "найпопулярніше",
    "популярне",
    "популярное",
    "популярные",
    "популярные записи",
    "популярные новости",
    "популярные статьи",
    "популярні новини",
    "популярні статті",
    "самое популярное",
    "самое читаемое",
    "сейчас читают",
    "топ новостей",
    "читаемое",
    "הכי נצפים",
    "הכי נקראות",
    "הכי נקראים",
    "הכי פופולרי",
    "הנצפים ביותר",
    "הנקראות ביותר",
    "פופולרי",
    "الأكثر تداولا",
    "الأكثر رواجا",
    "الأكثر زيارة",
    "الأكثر شعبية",
    "الأكثر قراءة",
    "الأكثر مشاهدة",
    "الاكثر قراءة",
    "الاكثر مشاهدة",
    "رائج",
    "محبوب ترین",
    "پربازدید",
    "پربازدیدترین",
    "پربازدیدترین ها",
    "پربازدیدها",
    "پربیننده ترین",
    "پرخواننده ترین",
    "บทความยอดนิยม",
    "ยอดนิยม",
    "よく読まれている記事",
    "アクセスランキング",
    "ランキング",
    "人気",
    "人気の記事",
    "人気ランキング",
    "人気記事",
    "人気記事ランキング",
    "人氣文章",
    "排行榜",
    "最多人看",
    "点击排行",
    "点击排行榜",
    "热文排行",
    "热榜",
    "热点排行",
    "热门",
    "热门排行",
    "热门推荐",
    "热门文章",
    "热门新闻",
    "熱門",
    "熱門推薦",
    "熱門文章",
    "熱門新聞",
    "阅读排行",
    "阅读排行榜",
    "많이 본 글",
    "많이 본 기사",
    "많이 본 뉴스",
    "많이본 뉴스",
    "인기 글",
    "인기 기사",
    "인기글",
    "인기기사",
    "인기뉴스",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_what_most_people_read_are_known_however_they_are_written() {
        for heading in
            ["Most Read", "MOST POPULAR", "Trending now:", "Lo más leído", "人気記事", "Meistgelesen"]
        {
            assert!(is_popular(heading), "{heading}");
        }
        for heading in ["Latest news", "Most of it", "", "Read", "Sport"] {
            assert!(!is_popular(heading), "{heading}");
        }
        assert!(POPULAR.is_sorted());
    }
}
