//! Headings and first words that introduce what is no part of the article, in the languages of the world's news.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::extract::text::collapse;

/// What follows a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// Links to other articles: they go as far as they are links.
    Links,
    /// Links to the parts of the page: they go as far as they are links.
    Contents,
    /// A block of its own, such as the author's biography: it goes up to the next heading.
    Box,
    /// A block of its own or a section of the article, since both bear such titles: "Comments", "Newsletter".
    MayBeBox,
    /// A line that stands alone, such as "Advertisement".
    Line,
}

/// The longest text that may be a label, in characters.
pub(super) const LONGEST: usize = 60;

/// The most words of the name of a section.
const MOST_OF_SECTION: usize = 3;

/// Tells whether a short text is a label.
pub(super) fn of(text: &str) -> Option<Label> {
    let folded = fold(text);
    let known = TABLE.get(folded.as_str()).copied();
    // "More from News", "More in Town": of any section.
    let is_more = || {
        let section = ["more from ", "more in "].iter().find_map(|more| folded.strip_prefix(more));
        section.is_some_and(|section| section.split(' ').count() <= MOST_OF_SECTION)
    };
    known.or_else(|| is_more().then_some(Label::Links))
}

/// Whether a heading introduces what the site has written elsewhere. Over a part of an article some of these are its title.
pub(super) fn introduces_posts(heading: &str) -> bool {
    let folded = fold(heading);
    TABLE.get(folded.as_str()) == Some(&Label::Links) || POSTS.contains(&folded.as_str())
}

/// Whether a text begins with a label that introduces a link in the same line: "Read also: …".
pub(super) fn introduces_link(text: &str) -> bool {
    let start = text.chars().take(LONGEST).collect::<String>();
    let before_colon = start.split([':', '：', '|', '–', '—', '»', '>']).next().unwrap_or_default();
    before_colon.len() < start.len()
        && matches!(of(before_colon), Some(Label::Links | Label::Contents | Label::Box))
}

/// Whether a paragraph, given as HTML, asks the readers of the site for something, or tells them what it earns: to
/// subscribe, to follow, that a link pays a commission. Read only of short paragraphs, since an article may quote one.
pub(super) fn is_notice(html: &str) -> bool {
    NOTICES.find_iter(html).any(|said| {
        !said.as_str().eq_ignore_ascii_case(INBOX) || offers(html.get(..said.start()).unwrap_or_default())
    })
}

/// Where letters are sent to, which a sentence may also just tell of.
const INBOX: &str = "to your inbox";

/// Whether the sentence that a text ends with offers something. Apart from what stands behind it: with a part of a sentence in
/// between, one pattern for both has too many states.
fn offers(before: &str) -> bool {
    OFFERS.is_match(before.rsplit(['.', '!', '?', '<']).next().unwrap_or_default())
}

#[expect(clippy::expect_used, reason = "the pattern is a constant, and the tests compile it")]
static OFFERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)subscribe|sign up|newsletters?|\bget\b|receive|join|deliver|straight|directly")
        .expect("the pattern is valid")
});

/// What such paragraphs say, in the languages of the world's news. The bounds of words are those of ASCII: with others the
/// engine leaves its fast way at the first letter of another script.
#[expect(clippy::expect_used, reason = "the pattern is a constant, and the tests compile it")]
static NOTICES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)(?:for|to)\ our\ (?:\w+\ )?newsletter|our\ mailing\ list|(?-u:\b)follow\ (?:us|me)\ on(?-u:\b)
        |earn\ a\ small\ commission|earn\ an\ affiliate\ commission|from\ qualifying\ purchases|(?:extra|additional)\ cost\ to\ you
        |(?-u:\b)readers\ like\ you(?-u:\b)|unseren\ newsletter|folgen\ sie\ uns\ auf|folge\ uns\ auf|à\ notre\ newsletter|suivez-nous\ sur
        |a\ nuestr[oa]\ (?:newsletter|boletín)|síguenos\ en|nossa\ newsletter|siga-nos|alla\ nostra\ newsletter|seguici\ su
        |на\ нашу\ рассылку|تابعونا\ على|في\ نشرتنا|to\ your\ inbox",
    )
    .expect("the pattern is valid")
});

fn fold(text: &str) -> String {
    let kept = text
        .chars()
        .filter(|character| {
            character.is_alphanumeric()
                || character.is_whitespace()
                || matches!(character, '\'' | '’' | '-' | '&')
        })
        .map(|character| if character == '’' { '\'' } else { character })
        .collect::<String>();
    collapse(&kept).to_lowercase()
}

static TABLE: LazyLock<HashMap<String, Label>> = LazyLock::new(|| {
    LABELS
        .iter()
        .flat_map(|(label, lists)| lists.iter().map(|list| (list, *label)))
        .flat_map(|(list, label)| list.split(", ").map(move |phrase| (fold(phrase), label)))
        .collect()
});

const LABELS: &[(Label, &[&str])] = &[
    (Label::Links, LINKS),
    (Label::Contents, CONTENTS),
    (Label::Box, BOXES),
    (Label::MayBeBox, MAY_BE_BOXES),
    (Label::Line, LINES),
];

const POSTS: [&str; 33] = [
    "insights",
    "our insights",
    "our latest insights",
    "blog",
    "our blog",
    "from the blog",
    "from our blog",
    "latest from the blog",
    "latest from our blog",
    "latest blogs",
    "latest blog posts",
    "recent blogs",
    "recent blog posts",
    "news",
    "our news",
    "in the news",
    "news & insights",
    "news and insights",
    "news & events",
    "news and events",
    "related offerings",
    "related services",
    "resources",
    "case studies",
    "aus unserem blog",
    "aktuelles",
    "neuigkeiten",
    "actualités",
    "notre blog",
    "nuestro blog",
    "noticias",
    "nosso blog",
    "notizie",
];

const LINKS: &[&str] = &[
    // English
    "latest insights, related insights, more insights, recent insights, more resources, latest, insta feed, \
     related, related news, related articles, related article, related posts, related post, related \
     stories, related story, related content, related topics, related reading, related links, related \
     resources, related coverage, related blogs, related blog posts, related insights, related video, \
     related videos, related products, related guides, read also, also read, read more, read next, \
     read this next, read more on this, see also, see more, more stories, more news, more articles, \
     more posts, more like this, more on this story, more on this topic, more on this, more to read, \
     more from this author, more from our blog, more from the blog, more to explore, you may also \
     like, you might also like, you may like, you might like, you may also be interested in, you \
     might also be interested in, you may be interested in, recommended, recommended for you, \
     recommended reading, recommended articles, recommended stories, recommended posts, suggested \
     reading, suggested articles, further reading, keep reading, continue reading, what to read next, \
     up next, next up, next article, previous article, next post, previous post, latest news, latest \
     posts, latest articles, latest stories, recent posts, recent articles, recent news, popular \
     posts, popular articles, most popular, most read, most viewed, trending, trending now, trending \
     stories, top stories, editor's picks, editors' picks, don't miss, in case you missed it, similar \
     articles, similar posts, other articles, other posts, others also read, dive deeper, explore \
     more, discover more, learn more about, tags, topics, filed under, categories, post \
     navigation, people also read, readers also liked, you'll also like, check out these related \
     posts, article tags, posted in, explore related topics, must read",
    // Arabic, Persian, Urdu, Hebrew
    "اقرأ أيضا, اقرأ أيضاً, إقرأ أيضا, إقرأ أيضاً, اقرا ايضا, اقرأ المزيد, أخبار ذات صلة, مواضيع ذات \
     صلة, مقالات ذات صلة, موضوعات متعلقة, أخبار متعلقة, ذات صلة, شاهد أيضا, شاهد أيضاً, قد يعجبك \
     أيضا, الأكثر قراءة, المزيد من الأخبار, الكلمات المفتاحية, بیشتر بخوانید, مطالب مرتبط, اخبار \
     مرتبط, یہ بھی پڑھیں, מאמרים קשורים, כתבות נוספות, קראו גם",
    // Spanish, Portuguese, Catalan, Galician
    "lee también, lea también, leer también, leer más, lee además, te puede interesar, te podría \
     interesar, también te puede interesar, le puede interesar, noticias relacionadas, artículos \
     relacionados, contenido relacionado, entradas relacionadas, relacionadas, relacionados, más \
     noticias, más información, más leídas, lo más leído, etiquetas, temas relacionados, no te \
     pierdas, vea también, ver también, leia também, leia mais, veja também, saiba mais, notícias \
     relacionadas, artigos relacionados, conteúdo relacionado, mais lidas, recomendados",
    // French, Italian, Romanian
    "lire aussi, à lire aussi, à lire également, lire également, voir aussi, articles similaires, \
     articles liés, sur le même sujet, sur le même thème, à découvrir, les plus lus, en savoir plus, \
     leggi anche, leggi di più, articoli correlati, potrebbe interessarti, potrebbe interessarti \
     anche, ti potrebbe interessare, vedi anche, citește și, citeşte şi",
    // German, Dutch, Scandinavian
    "lesen sie auch, lesen sie mehr, auch interessant, das könnte sie auch interessieren, das könnte \
     sie interessieren, mehr zum thema, weitere artikel, verwandte artikel, ähnliche artikel, \
     ähnliche beiträge, siehe auch, schlagwörter, meistgelesen, lees ook, lees meer, lees verder, \
     gerelateerde artikelen, gerelateerd, meer over dit onderwerp, læs også, les også, läs också, läs \
     mer, relaterade artiklar, lue myös",
    // Slavic and others
    "читайте также, читать также, читайте ещё, похожие статьи, похожие материалы, смотрите также, по \
     теме, материалы по теме, теги, читайте також, схожі статті, czytaj także, czytaj też, zobacz \
     także, zobacz też, przeczytaj także, powiązane artykuły, čtěte také, související články, \
     přečtěte si také, pročitajte još, pročitajte i, прочетете още, вижте още, olvasta már, \
     kapcsolódó cikkek, διαβάστε επίσης, διαβάστε ακόμα, σχετικά άρθρα, ilgili haberler, ayrıca \
     okuyun, bunlar da ilginizi çekebilir, baca juga, artikel terkait, berita terkait, xem thêm, tin \
     liên quan, bài viết liên quan, อ่านเพิ่มเติม, ข่าวที่เกี่ยวข้อง, 関連記事, あわせて読みたい, こちらもおすすめ, \
     関連ニュース, 相关阅读, 相关新闻, 相关文章, 推荐阅读, 延伸阅读, 相關新聞, 相關文章, 延伸閱讀, 추천 기사, 관련 기사, 관련기사, संबंधित खबरें, यह भी \
     पढ़ें, ये भी पढ़ें",
];

const CONTENTS: &[&str] = &[
    "table of contents, in this article, on this page, contents, jump to, jump to section, quick links, in this \
     story, what's in this article, skip to",
];

const BOXES: &[&str] = &[
    "article sources, about the author, about the authors, about author, about this author, author bio, meet \
     the author, meet the authors, written by, about the contributor, about the writer, \
     leave a comment, leave a reply, leave your comment, post a comment, add a comment, \
     join the conversation, join the discussion, share this, share this article, share \
     this post, share this story, share on, follow us, stay connected, \
     subscribe now, subscribe to our newsletter, sign up for our newsletter, sign up to our \
     newsletter, join our newsletter, get our newsletter, stay updated, stay up to date, stay in the \
     loop, never miss a post, never miss an update, get the latest news, download our app, sobre el \
     autor, acerca del autor, sobre o autor, à propos de l'auteur, über den autor, über die autorin, \
     deja un comentario, deja una respuesta, deixe um comentário, \
     laisser un commentaire, schreibe einen kommentar, kommentar \
     hinterlassen, lascia un commento, оставить комментарий, \
     أضف تعليقا, اترك تعليقا, compártelo",
];

const MAY_BE_BOXES: &[&str] = &[
    "author, the author, comments, share, newsletter, subscribe, comentarios, comentários, commentaires, kommentare, commenti, \
     reacties, комментарии, komentarze, التعليقات, تعليقات, コメント, 评论, 댓글, yorumlar, komentar, compartir, \
     compartilhe, partager, teilen, شارك, مشاركة, поделиться",
];

const LINES: &[&str] = &[
    "get the recipe, read the review, check price, shop now, buy now, view on amazon, get a quote, book a demo, \
     toggle caption, show caption, hide caption, view this post on instagram, was this page helpful, \
     was this article helpful, advertisement, advertisements, ad, sponsored, sponsored content, story continues below, story \
     continues below advertisement, article continues below, article continues below advertisement, \
     article continues after advertisement, continue reading below, scroll to continue, paid content, \
     publicidad, publicidade, publicité, anzeige, werbung, pubblicità, advertentie, реклама, reklama, \
     reklam, إعلان, اعلان, 広告, 广告, 광고, iklan, quảng cáo, print, print this article, copy link, link \
     copied, email, back to top, listen to this article, save, share, tweet, pin it, image, photo, \
     click to share, loading, close, copied, scroll, expand, collapse, menu, search, download pdf, \
     watch now, play video, skip advertisement, facebook, twitter, linkedin, whatsapp, pinterest, \
     reddit, telegram",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_whatever_their_case_and_signs() {
        assert_eq!(of("Related News:"), Some(Label::Links));
        assert_eq!(of("اقرأ أيضاً"), Some(Label::Links));
        assert_eq!(of("LEE TAMBIÉN »"), Some(Label::Links));
        assert_eq!(of("About the author"), Some(Label::Box));
        assert_eq!(of("Related risks of the plan"), None);
    }

    #[test]
    fn a_notice_to_readers_is_known_by_its_words() {
        for notice in [
            "Get the news of the river delivered to your inbox.",
            "Follow us on every bridge",
            "As an associate, we earn from qualifying purchases.",
            "Suivez-nous sur le pont",
        ] {
            assert!(is_notice(notice), "{notice}");
        }
        for sentence in [
            "Her inbox was full of letters.",
            "The package goes to your inbox at once, they wrote.",
            "They follow us onto the bridge.",
            "The commission met.",
        ] {
            assert!(!is_notice(sentence), "{sentence}");
        }
    }

    #[test]
    fn a_label_before_a_colon_introduces_a_link() {
        assert!(introduces_link("Read also: A bridge opens"));
        assert!(!introduces_link("Read also"));
        assert!(!introduces_link("The minister said: read also the annex"));
    }
}
