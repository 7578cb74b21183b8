//! What bylines begin with and what parts them, in the languages of the world's news.

use std::sync::LazyLock;

use regex::Regex;

/// What parts the names of a byline.
#[expect(clippy::expect_used, reason = "the pattern is a constant, and the tests compile it")]
pub(super) static PARTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)
            \s*[,;/|\n·•⋅&+،、]\s*(?:(?:and|with|und|et|en|og|och|та|و|(?-i:y|e|i|и))\s+)?
            |\s+(?:and|with|und|y|e|et|en|og|och|и|та|i|و)\s+
            |\s+(?-i:and|with|und|y|e|et|en|og|och|и|та|و)$
            |^(?-i:and|with|und|et|og|och|и|та)\s+
            |\s+و(?:\s+|$)|\s+[-–—]\s+",
    )
    .expect("the pattern is valid")
});

/// What stands before the name of somebody who helped.
#[expect(clippy::expect_used, reason = "the pattern is a constant, and the tests compile it")]
pub(super) static HELPER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?-u:\b)(?:reviewed|medical(?:ly)?\s+review\w*|edit(?:ed|ing)|check\w*|verified|approved|translated|published|updated|illustrat\w+|photo\w*|presented|sponsored|powered)(?:\s+\w+)?\s+by(?-u:\b)|(?:photos?|foto\w*|bilder?|images?|illustration\w*|übersetz\w+|translat\w+|traduc\w+)\s*:",
    )
    .expect("the pattern is valid")
});

/// What stands before the name of who wrote, behind somebody who helped: "Fact checked by Bo Chan. Written by Ann Lee".
#[expect(clippy::expect_used, reason = "the pattern is a constant, and the tests compile it")]
pub(super) static WRITER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:[—–|·.,;]|^)\s*((?:(?i:written|words|text|story)\s+)?[Bb]y\s|(?i:words|text)\s*:)")
        .expect("the pattern is valid")
});

/// What a byline begins with.
#[expect(clippy::expect_used, reason = "the pattern is a constant, and the tests compile it")]
pub(super) static PREFIX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^(?:
            (?:(?:article|story|post|words|text|photos?|report|recipe|review|guide|interview|analysis|opinion|commentary|column|essay|feature|guest\ (?:post|article|blog|column|essay)|an?\ article)\s+(?:and\s+(?:photos?|text)\s+)?)?
            (?:(?:originally\s+)?(?:written|authored|posted|published|submitted|reported|edited|reviewed|medically\ reviewed|contributed|created|compiled)\s+)?by\b
            |(?:posted|published|written|submitted|created|updated|veröffentlicht|geschrieben|gepostet|publié|posté|écrit|publicad[oa]
                |escrito|postado|pubblicato|scritto|inserito|geplaatst|gepubliceerd|publicerad)\b
                [^!?\d]{0,40}\d[^!?]{0,40}?\s(?:by|von|par|por|da|di|door|av|af)\s
            |this\ (?:entry|post|article)\ was\ (?:posted|written|published)\b[^!?]{0,60}?\sby\s|guest\ (?:author|writer|blogger|contributor)\s*[:：]|words\s*[:：]
            |about\ the\ author\b|post\ author\b|authors?\s*[:：]|author\s+(?:is\s+)?|written\s*[:：]|(?:interview|text[eo]?|teksti?|testo)\s*:
            |(?:(?:ein\s+)?(?:artikel|beitrag|gastbeitrag|kommentar|interview|text)|eingestellt|geschrieben|verfasst|gepostet|veröffentlicht)\s+von\b
            |(?:(?:article\s+)?(?:écrit|rédigé|publié|posté|proposé)|propos\s+recueillis|texte)\s+par\b
            |(?:escrit[oa]|publicad[oa]|postad[oa]|redactad[oa]|entrevista)\s+por\b|texto\s+(?:de|por)\b
            |(?:scritto|pubblicato|postato|inserito)\s+da\b|a\s+cura\s+di\b
            |(?:geschreven|geplaatst|gepubliceerd|gepost|tekst)\s+door\b
            |(?:skrive[tn]|skrevet|publicera[td]|publisert|upplag[dt]|text|tekst)\s+a[vf]\b
            |(?:napisane|opublikowane|dodane)\s+przez\b|napsala?\b|ditulis\s+oleh\b|írta\s*:|szerző\s*:|scris\s+de\b
            |מאת\b|por\b|par\b|von\b|di\b|door\b|av\b|af\b|autore?s?\s*:|auteurs?\s*:|redacción\s*:
            |текст\s*:|автор\s*:?|(?:опубликовала?|написала?|беседовала?)\s*:?|autor(?:ka|in|en|/in|:in|\(in\)|zy)?\s*:|yaza[nr]\s*:|haber\s*:|tác\ giả\s*:|oleh\s*:?|penulis\s*:
            |بقلم|كتب(?:ت)?\s*:?|إعداد\s*:?|المصدر\s*:|نویسنده\s*:
            |文\s*[/／:：|丨＝=・]|作者\s*[:：]?|記者\s*[:：]?|记者\s*[:：]?|撰文\s*[:：]?|撰稿人?\s*[:：]?|投稿者\s*[:：]?|執筆者?\s*[:：]|著者\s*[:：]|ライター\s*[:：]|取材・文\s*[:：/／＝=]
            |기자\s*:|글쓴이\s*:?|작성자\s*:?|글\s*:
        )\s*[:：]?\s*",
    )
    .expect("the pattern is valid")
});

/// The first words of ASCII letters of what [`PREFIX`] matches and of the words that stand before a name alone, in order.
pub(super) const BEGINNINGS: [&str; 114] = [
    "a",
    "about",
    "af",
    "an",
    "analysis",
    "article",
    "artikel",
    "auteur",
    "auteurs",
    "author",
    "authored",
    "authors",
    "autor",
    "autore",
    "autoren",
    "autores",
    "autorin",
    "autorka",
    "autors",
    "autorzy",
    "av",
    "beitrag",
    "by",
    "column",
    "commentary",
    "compiled",
    "contributed",
    "created",
    "di",
    "ditulis",
    "dodane",
    "door",
    "edited",
    "ein",
    "eingestellt",
    "entrevista",
    "escrita",
    "escrito",
    "essay",
    "feature",
    "gastbeitrag",
    "geplaatst",
    "gepost",
    "gepostet",
    "gepubliceerd",
    "geschreven",
    "geschrieben",
    "guest",
    "guide",
    "haber",
    "inserito",
    "interview",
    "kommentar",
    "medically",
    "napisane",
    "napsal",
    "napsala",
    "opinion",
    "opublikowane",
    "originally",
    "par",
    "penulis",
    "photo",
    "photos",
    "por",
    "post",
    "postada",
    "postado",
    "postato",
    "posted",
    "propos",
    "pubblicato",
    "publi",
    "publicada",
    "publicado",
    "publicerad",
    "publicerat",
    "publisert",
    "published",
    "r",
    "recipe",
    "redacci",
    "redactada",
    "redactado",
    "report",
    "reported",
    "review",
    "reviewed",
    "scris",
    "scritto",
    "skrevet",
    "skriven",
    "skrivet",
    "story",
    "submitted",
    "szerz",
    "t",
    "tekst",
    "teksti",
    "testo",
    "text",
    "texte",
    "texto",
    "this",
    "updated",
    "upplagd",
    "upplagt",
    "ver",
    "verfasst",
    "von",
    "words",
    "written",
    "yazan",
    "yazar",
];
