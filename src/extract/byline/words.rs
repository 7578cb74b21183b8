//! The words of bylines.

use std::sync::LazyLock;

use regex::Regex;

/// What parts the names of a byline.
#[expect(clippy::expect_used, reason = "the pattern is a constant, and the tests compile it")]
pub(super) static PARTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\s*[,;/|\n·•&+،、،]\s*|\s+(?:and|with|und|y|e|et|en|og|och|и|та|i|و)\s+|\s+و(?:\s+|$)|\s+[-–—]\s+")
        .expect("the pattern is valid")
});

/// What stands before the name of somebody who helped.
#[expect(clippy::expect_used, reason = "the pattern is a constant, and the tests compile it")]
pub(super) static HELPER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?-u:\b)(?:review\w*|edit(?:ed|ing)|check\w*|verified|approved|translated|published|updated|illustrat\w+|photo\w*|presented|sponsored|powered)(?:\s+\w+)?\s+by(?-u:\b)",
    )
    .expect("the pattern is valid")
});

/// What a byline begins with.
#[expect(clippy::expect_used, reason = "the pattern is a constant, and the tests compile it")]
pub(super) static PREFIX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^(?:
            (?:(?:article|story|post|words|text|photos?|report|recipe|review|guide|an?\ article)\s+(?:and\s+(?:photos?|text)\s+)?)?
            (?:(?:originally\s+)?(?:written|authored|posted|published|reported|edited|reviewed|medically\ reviewed|contributed|created|compiled)\s+)?by\b
            |about\ the\ author\b|post\ author\b|authors?\s*[:：]|author\s+(?:is\s+)?|written\s*[:：]
            |מאת\b|por\b|par\b|von\b|di\b|door\b|av\b|af\b|autore?s?\s*:|auteur\s*:|escrito\ por\b|publicado\ por\b|redacción\s*:
            |текст\s*:|автор\s*:?|autor(?:ka|in)?\s*:|yazan\s*:|oleh\s*:?|penulis\s*:
            |بقلم|كتب(?:ت)?\s*:?|إعداد\s*:?|المصدر\s*:|نویسنده\s*:
            |文\s*[/／:：]|作者\s*[:：]?|記者\s*[:：]?|记者\s*[:：]?|撰文\s*[:：]?|기자\s*:
        )\s*[:：]?\s*",
    )
    .expect("the pattern is valid")
});

/// The first words of ASCII letters of what [`PREFIX`] matches and of the words that stand before a name alone.
pub(super) const BEGINNINGS: [&str; 49] = [
    "a",
    "about",
    "af",
    "an",
    "article",
    "auteur",
    "author",
    "authored",
    "authors",
    "autor",
    "autore",
    "autores",
    "autorin",
    "autorka",
    "autors",
    "av",
    "by",
    "compiled",
    "contributed",
    "created",
    "di",
    "door",
    "edited",
    "escrito",
    "guide",
    "medically",
    "originally",
    "par",
    "penulis",
    "photo",
    "photos",
    "por",
    "post",
    "posted",
    "publicado",
    "published",
    "recipe",
    "redacci",
    "report",
    "reported",
    "review",
    "reviewed",
    "story",
    "text",
    "von",
    "words",
    "written",
    "yazan",
    "yazar",
];

/// Words that make a part of a byline a role, not a name.
pub(super) const ROLES: [&str; 42] = [
    "editor",
    "reporter",
    "writer",
    "correspondent",
    "journalist",
    "columnist",
    "contributor",
    "contributing",
    "producer",
    "photographer",
    "director",
    "manager",
    "analyst",
    "specialist",
    "founder",
    "cofounder",
    "co-founder",
    "architect",
    "officer",
    "dietitian",
    "president",
    "professor",
    "ceo",
    "cto",
    "cmo",
    "vp",
    "md",
    "phd",
    "ph.d",
    "mba",
    "rn",
    "freelance",
    "redactor",
    "redactora",
    "periodista",
    "redakteur",
    "journaliste",
    "مراسل",
    "محرر",
    "updated",
    "published",
    "read",
];

/// Words for a role that are surnames as well.
pub(super) const SURNAMES: [&str; 5] = ["writer", "read", "reporter", "president", "architect"];

/// What stands before such a role and before no surname.
pub(super) const FIELDS: [&str; 58] = [
    "a",
    "the",
    "min",
    "mins",
    "minute",
    "minutes",
    "long",
    "quick",
    "must",
    "good",
    "next",
    "more",
    "senior",
    "junior",
    "staff",
    "lead",
    "chief",
    "deputy",
    "assistant",
    "associate",
    "principal",
    "contributing",
    "guest",
    "freelance",
    "professional",
    "independent",
    "special",
    "feature",
    "features",
    "news",
    "sports",
    "sport",
    "food",
    "travel",
    "health",
    "wellness",
    "fitness",
    "science",
    "medical",
    "technology",
    "tech",
    "technical",
    "business",
    "finance",
    "money",
    "culture",
    "fashion",
    "beauty",
    "lifestyle",
    "content",
    "copy",
    "web",
    "digital",
    "political",
    "city",
    "vice",
    "software",
    "solutions",
];

/// Accounts and placeholders that are nobody's name.
pub(super) const NOBODY: [&str; 38] = [
    "written by",
    "posted by",
    "the author",
    "about the author",
    "view more posts",
    "view all posts",
    "more posts",
    "read more",
    "see more",
    "profile",
    "blog",
    "news",
    "author bio",
    "share",
    "website",
    "follow",
    "admin",
    "administrator",
    "author",
    "authors",
    "editor",
    "editorial",
    "guest",
    "guest author",
    "guest post",
    "n/a",
    "na",
    "none",
    "null",
    "staff",
    "unknown",
    "user",
    "undefined",
    "webmaster",
    "root",
    "wordpress",
    "anonymous",
    "by",
];

/// Names of days, which stand between a name and a date.
pub(super) const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Names of months, which follow a name in many a byline.
pub(super) const MONTHS: [&str; 23] = [
    "jan",
    "january",
    "feb",
    "february",
    "mar",
    "march",
    "apr",
    "april",
    "may",
    "jun",
    "june",
    "jul",
    "july",
    "aug",
    "august",
    "sep",
    "september",
    "oct",
    "october",
    "nov",
    "november",
    "dec",
    "december",
];

/// Words of a name that are written small.
pub(super) const PARTICLES: [&str; 20] = [
    "de", "da", "van", "von", "der", "den", "al", "bin", "la", "di", "du", "el", "dos", "y", "del", "le",
    "ten", "ter", "zu", "af",
];

/// Words of the captions that stand beside bylines.
pub(super) const COMMON: [&str; 30] = [
    "about",
    "all",
    "article",
    "articles",
    "author",
    "blog",
    "by",
    "categories",
    "category",
    "company",
    "contact",
    "editorial",
    "follow",
    "learn",
    "login",
    "member",
    "more",
    "news",
    "on",
    "our",
    "posts",
    "read",
    "share",
    "sign",
    "story",
    "subscribe",
    "team",
    "the",
    "view",
    "us",
];

/// Words that make a name that of a group.
pub(super) const GROUPS: [&str; 20] = [
    "team",
    "staff",
    "editors",
    "editorial",
    "contributors",
    "contributor",
    "newsroom",
    "redaction",
    "redaktion",
    "desk",
    "inc",
    "inc.",
    "llc",
    "ltd",
    "gmbh",
    "corp",
    "university",
    "institute",
    "association",
    "official",
];

/// Words that a caption begins with and a name does not.
pub(super) const CAPTIONS: [&str; 14] = [
    "more",
    "read",
    "view",
    "see",
    "learn",
    "share",
    "follow",
    "about",
    "member",
    "sign",
    "log",
    "subscribe",
    "click",
    "categories",
];
