//! The fields of an entry, by where cards usually carry them.

use std::sync::LazyLock;

use html5ever::local_name;
use rustc_hash::FxHashSet;
use scraper::ElementRef;
use url::Url;

use super::evidence::width;
use super::marks::{Kind, is_heading, select, text_of};
use crate::extract::page::Page;
use crate::extract::text::{attribute, collapse};

/// A value, and the element that shows it.
#[derive(Clone, Debug)]
pub(super) struct Shown<'p, T> {
    pub value: T,
    pub element: ElementRef<'p>,
}

/// The least width of a teaser, in Latin letters.
const LEAST_TEASER: f64 = 30.0;
/// The fewest digits of a line of facts: of a date and a number.
const FACT_DIGITS: usize = 8;
/// The most characters of a line that says who wrote and when.
const LONGEST_LINE: usize = 120;
/// From how many characters on a paragraph is running text.
const LEAST_PROSE: usize = 90;

/// Texts of links that lead on but name nothing, in lower case, parted by `|`.
const LEADING_ON: &str = "read more|more|continue reading|continue|read|read article|read full story|learn more|view|\
    view more|details|see more|full story|comments|leave a comment|share|permalink|read on|read now|\
    read the article|read the story|read full article|read post|read the post|read the full story|\
    full article|view details|view article|view post|view all|see all|see details|more details|\
    more info|more information|find out more|discover more|click here|go to article|download|\
    download pdf|view pdf|open pdf|read pdf|download file|download now|اقرأ المزيد|المزيد|اقرأ أيضا|\
    قراءة المزيد|التفاصيل|للمزيد|تحميل|ادامه مطلب|بیشتر بخوانید|ادامه|המשך קריאה|קרא עוד|קראו עוד|\
    לקריאה נוספת|להמשך קריאה|הורדה|leer más|más|seguir leyendo|ver más|saber más|más información|\
    continuar leyendo|descargar|leer artículo|llegir més|lire la suite|lire plus|en savoir plus|\
    lire l'article|lire l’article|voir plus|télécharger|plus d'infos|weiterlesen|mehr|mehr lesen|\
    mehr erfahren|zum artikel|jetzt lesen|artikel lesen|mehr dazu|herunterladen|details ansehen|\
    zum beitrag|leggi tutto|leggi di più|continua a leggere|scopri di più|leggi l'articolo|scarica|\
    leia mais|ler mais|saiba mais|continue lendo|continuar lendo|continuar a ler|veja mais|ver mais|\
    baixar|lees meer|lees verder|meer lezen|verder lezen|downloaden|läs mer|läs hela artikeln|les mer|\
    les saken|læs mere|læs mere her|lue lisää|ladda ner|czytaj więcej|czytaj dalej|więcej|zobacz więcej|\
    pobierz|číst více|číst dál|celý článok|čítať viac|tovább|tovább olvasom|bővebben|citește mai mult|\
    mai mult|pročitaj više|detaljnije|preberi več|devamını oku|devamı|daha fazla|devamını okuyun|\
    detaylar|διαβάστε περισσότερα|περισσότερα|διάβασε περισσότερα|читать далее|подробнее|\
    читать полностью|читать дальше|скачать|читати далі|детальніше|докладніше|прочети още|виж повече|\
    阅读全文|阅读更多|更多|继续阅读|查看详情|详情|查看更多|下载|点击查看|閱讀更多|繼續閱讀|閱讀全文|查看詳情|詳情|下載|了解更多|看更多|続きを読む|もっと見る|続きを見る|詳細を見る|\
    詳細|詳しくはこちら|詳しく見る|詳しく|全文を読む|記事を読む|ダウンロード|더보기|자세히 보기|자세히보기|더 보기|전체보기|계속 읽기|다운로드|xem thêm|đọc tiếp|\
    chi tiết|xem chi tiết|tải về|đọc thêm|baca selengkapnya|selengkapnya|baca lebih lanjut|unduh|\
    อ่านต่อ|อ่านเพิ่มเติม|ดูเพิ่มเติม|ดาวน์โหลด|और पढ़ें|आगे पढ़ें|पूरा पढ़ें|डाउनलोड";

static KNOWN: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| LEADING_ON.split('|').collect());

/// More bytes than the longest of these has in any case.
const LONGEST_LEADING_ON: usize = 48;

/// Whether a text only invites to go on reading.
pub(super) fn leads_on(text: &str) -> bool {
    // Behind "Download" may stand how large it is.
    let before = text.trim_end().strip_suffix(')').and_then(|text| text.rsplit_once('('));
    let is_size =
        |size: &str| size.starts_with(|first: char| first.is_ascii_digit()) && size.ends_with(['b', 'B']);
    let before = before.filter(|(_, size)| is_size(size));
    let text = before.map_or(text, |(before, _)| before);
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    if text.len() > LONGEST_LEADING_ON {
        return false;
    }
    text.is_empty() || KNOWN.contains(text.to_lowercase().as_str())
}

/// Whether a text is a number with a name for it, such as that of a paper, a ticket or a file.
pub(super) fn is_code(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits >= 4
        && digits > text.chars().filter(|c| c.is_alphabetic()).count()
        && text.split_whitespace().count() <= 2
}

/// The address of an entry: that of its heading's link, else of its first link with a text, else of its first link.
pub(super) fn link<'p>(entry: ElementRef<'p>, page: &Page) -> Option<(ElementRef<'p>, Url)> {
    let resolved =
        |anchor: ElementRef<'p>| Some((anchor, page.resolve(attribute(anchor, &local_name!("href"))?)?));
    if entry.value().name() == "a"
        && let Some(found) = resolved(entry)
    {
        return Some(found);
    }
    let links = |scope| select(page, scope, Kind::Link);
    select(page, entry, Kind::Heading)
        .flat_map(links)
        .find_map(resolved)
        .or_else(|| links(entry).filter(|anchor| !leads_on(&text_of(page, *anchor))).find_map(resolved))
        .or_else(|| links(entry).find_map(resolved))
}

/// The title of an entry whose link is known, and with it what the link says: the heading, else the link's text, else what
/// the link says of itself.
pub(super) fn title(
    entry: ElementRef<'_>,
    (anchor, said): (ElementRef<'_>, &str),
    page: &Page,
) -> Option<String> {
    let usable = |text: String| Some(text).filter(|text| !leads_on(text));
    let headings =
        |scope| select(page, scope, Kind::Heading).map(|heading| text_of(page, heading)).find_map(usable);
    let label = || {
        let names = [local_name!("title"), local_name!("aria-label")];
        names.iter().find_map(|name| attribute(anchor, name)).map(collapse)
    };
    headings(anchor)
        .or_else(|| heading_around(anchor, entry, page))
        .or_else(|| {
            let names = said.chars().nth(1).is_some() && !leads_on(said);
            names.then(|| said.to_owned())
        })
        .or_else(|| headings(entry))
        .or_else(|| label().and_then(usable))
        .or_else(|| {
            let mut pictures = select(page, anchor, Kind::Picture);
            let picture = pictures.find_map(|picture| attribute(picture, &local_name!("alt")))?;
            usable(collapse(picture))
        })
}

/// Most headings of an entry whose links are its own.
const MOST_HEADINGS: usize = 8;

/// Where the headings of an entry lead, as it is written: by links in them or around them.
pub(super) fn own_addresses<'p>(entry: ElementRef<'p>, page: &Page) -> Vec<&'p str> {
    let of_heading = |heading: ElementRef<'p>| {
        let around =
            heading.ancestors().take_while(|node| node.id() != entry.id()).filter_map(ElementRef::wrap);
        select(page, heading, Kind::Link).chain(around.filter(|around| around.value().name() == "a")).next()
    };
    let links = select(page, entry, Kind::Heading).take(MOST_HEADINGS).filter_map(of_heading);
    links.filter_map(|link| link.attr("href")).filter(|href| href.len() > 1).collect()
}

/// Whether a link leads to one of these addresses or to a place on its page: it is the entry's own, and none to a person or a
/// topic.
pub(super) fn is_own(link: ElementRef<'_>, own: &[&str]) -> bool {
    link.attr("href").is_some_and(|href| own.iter().any(|own| href.starts_with(own)))
}

/// The first heading of an entry that names something.
pub(super) fn heading(entry: ElementRef<'_>, page: &Page) -> Option<String> {
    select(page, entry, Kind::Heading).map(|heading| text_of(page, heading)).find(|text| !leads_on(text))
}

/// The text of the heading that the anchor stands in.
fn heading_around(anchor: ElementRef<'_>, entry: ElementRef<'_>, page: &Page) -> Option<String> {
    anchor
        .ancestors()
        .take_while(|node| node.id() != entry.id())
        .filter_map(ElementRef::wrap)
        .find(|element| is_heading(&element.value().name.local))
        .map(|heading| text_of(page, heading))
        .filter(|text| !leads_on(text))
}

/// The teaser: the first paragraph of running text, else the longest text that is not the title.
pub(super) fn summary<'p>(entry: ElementRef<'p>, title: &str, page: &Page) -> Option<Shown<'p, String>> {
    let mut longest: Option<(usize, Shown<'p, String>)> = None;
    for shown in teasers(entry, title, page) {
        let length = shown.value.chars().count();
        if length >= LEAST_PROSE && !is_line_of_facts(shown.element, length, page) {
            return Some(shown);
        }
        if longest.as_ref().is_none_or(|(known, _)| *known < length) {
            longest = Some((length, shown));
        }
    }
    longest.map(|(_, shown)| shown)
}

/// The texts that may be the teaser of an entry.
pub(super) fn teasers<'p>(
    entry: ElementRef<'p>,
    title: &str,
    page: &Page,
) -> impl Iterator<Item = Shown<'p, String>> {
    select(page, entry, Kind::Teaser).filter_map(move |element| {
        let value = without_invitation(element, text_of(page, element), title, page);
        let is_none = width(&value) < LEAST_TEASER
            || (value.starts_with(title) && holds_heading(element, page))
            || is_facts(element, &value, page)
            || title.contains(value.as_str())
            || says_again(&value, title)
            || is_caption(element)
            || is_hidden(element, entry, page);
        (!is_none).then_some(Shown { value, element })
    })
}

/// The most bytes of an invitation before the title that it leads to, and of facts behind a title.
const LONGEST_INVITATION: usize = 60;
const LONGEST_FACTS: usize = 40;

/// Whether a text says the title again and little else: an invitation to read on, "Read more: The ferry returns", or the title
/// with the names and numbers that stand beside it.
pub(super) fn says_again(text: &str, title: &str) -> bool {
    let is_short = |rest: Option<&str>, most| rest.is_some_and(|rest| rest.trim().len() <= most);
    !title.is_empty()
        && (is_short(text.strip_suffix(title), LONGEST_INVITATION)
            || is_short(text.strip_prefix(title), LONGEST_FACTS))
}

/// Whether an element of an entry is not shown.
fn is_hidden(element: ElementRef<'_>, entry: ElementRef<'_>, page: &Page) -> bool {
    let around = element.ancestors().take_while(|around| around.id() != entry.id());
    std::iter::once(*element).chain(around).any(|node| page.marks().traits(node.id()).hidden)
}

/// Whether a text belongs to a picture.
fn is_caption(paragraph: ElementRef<'_>) -> bool {
    std::iter::once(paragraph).chain(paragraph.ancestors().filter_map(ElementRef::wrap)).take(3).any(
        |element| {
            let names = attribute(element, &local_name!("class")).unwrap_or_default();
            matches!(element.value().name(), "figure" | "figcaption")
                || names.contains("caption")
                || names.contains("credit")
        },
    )
}

/// Whether a text is hardly more than links: names, categories, topics.
fn is_line_of_facts(paragraph: ElementRef<'_>, length: usize, page: &Page) -> bool {
    let links = select(page, paragraph, Kind::Link);
    let linked: usize = links.map(|anchor| text_of(page, anchor).chars().count()).sum();
    linked * 3 > length
}

/// Whether an element is the box of a title and what stands below it, and no teaser.
fn holds_heading(element: ElementRef<'_>, page: &Page) -> bool {
    select(page, element, Kind::Heading).next().is_some()
}

/// Whether a short text that is no sentence tells when something was written or done, or several facts by their names.
fn is_facts(element: ElementRef<'_>, text: &str, page: &Page) -> bool {
    names_facts(text) || (is_short_line(text) && select(page, element, Kind::Time).next().is_some())
}

/// Whether a short text that is no sentence tells several facts by their names: "Posted: 3 May 2024, Views: 1204".
pub(super) fn names_facts(text: &str) -> bool {
    let digits = || text.bytes().filter(u8::is_ascii_digit).count();
    is_short_line(text) && text.matches(": ").count() >= 2 && digits() >= FACT_DIGITS
}

fn is_short_line(text: &str) -> bool {
    let ends_sentence = text.ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟', '"', '”', '»']);
    !ends_sentence && text.chars().nth(LONGEST_LINE).is_none()
}

/// The text of a teaser without the invitation to read on that it ends with: "Continue reading", alone or before the title.
fn without_invitation(paragraph: ElementRef<'_>, text: String, title: &str, page: &Page) -> String {
    let Some(last) = select(page, paragraph, Kind::Link).next_back() else { return text };
    let said = text_of(page, last);
    let is_invitation = leads_on(&said) || invites_to(&said, title) || is_called_invitation(last);
    match text.strip_suffix(&said).filter(|teaser| is_invitation && !teaser.trim().is_empty()) {
        Some(teaser) => teaser.trim_end().trim_end_matches(['[', '(']).trim_end().to_owned(),
        None => text,
    }
}

/// Whether a text says little before a title: "Continue reading “The ferry returns”".
fn invites_to(text: &str, title: &str) -> bool {
    let text = text.trim_matches(|letter: char| !letter.is_alphanumeric());
    let title = title.trim_matches(|letter: char| !letter.is_alphanumeric());
    let before = text.strip_suffix(title).filter(|_| !title.is_empty()).map(str::trim);
    before.is_some_and(|before| !before.is_empty() && before.len() <= LONGEST_INVITATION)
}

/// Whether the class of a link says that it leads on.
fn is_called_invitation(link: ElementRef<'_>) -> bool {
    let classes = attribute(link, &local_name!("class")).unwrap_or_default();
    let called = ["more-link", "read-more", "readmore", "read_more", "continue-reading"];
    classes.split_ascii_whitespace().any(|class| called.iter().any(|name| class.eq_ignore_ascii_case(name)))
}

/// The name in a byline.
pub(super) fn author_in(text: &str) -> &str {
    text.strip_prefix("By ").or_else(|| text.strip_prefix("by ")).unwrap_or(text).trim()
}
