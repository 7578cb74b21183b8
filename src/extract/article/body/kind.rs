//! What kind of page this is, by what it states, its address and its software.

use std::collections::HashSet;

use html5ever::local_name;

use super::words::split_words;
use crate::extract::article::metadata::Metadata;
use crate::extract::article::overview::is_overview;
use crate::extract::page::Page;
use crate::extract::structured::{Metas, item_types, json_ld, types};

/// How much speaks for each kind. A point is a weak sign, three are a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signs {
    /// An article of a paper or a blog.
    pub article: u32,
    /// A thread.
    pub forum: u32,
    /// A manual.
    pub documentation: u32,
    /// An offer.
    pub service: u32,
}

/// Samples of code from which a page looks like a manual.
const SAMPLES: usize = 3;

impl Signs {
    /// Reads the signs of a page.
    pub(super) fn of(page: &Page, stated: &Metadata) -> Self {
        let types = stated_types(page);
        let states = |names: &[&str]| names.iter().any(|name| types.contains(*name));
        let metas = Metas::of(page);
        let og_type = metas.first(&["og:type"]).unwrap_or_default().to_ascii_lowercase();
        let software = software(page, metas);
        let path = path_words(page);
        let host = page.url().host_str().unwrap_or_default().split('.').collect::<Vec<_>>();
        let on_host = |names: &[&str]| host.iter().rev().skip(1).any(|label| names.contains(label));
        let on_path = |names: &[&str]| path.iter().any(|word| names.contains(&word.as_str()));
        let made_by = |names: &[&str]| software.iter().any(|word| names.contains(&word.as_str()));
        let point = |sign: bool, points: u32| if sign { points } else { 0 };
        let is_host = |names: &[&str]| {
            host.iter().rev().skip(1).any(|label| names.iter().any(|name| label.ends_with(name)))
        };
        let is_overview = is_overview(page);
        let is_set_page = is_overview || is_set_page(page);
        let samples = page.named(|name| *name == local_name!("pre")).take(SAMPLES).count();
        Self {
            article: point(states(&ARTICLES), 3)
                + point(!is_overview && metas.first(&PUBLISHED_METAS).is_some(), 2)
                + point(og_type == "article" && !is_set_page, 1)
                + point(on_path(&ARTICLE_PATHS) || path.iter().any(|word| is_year(word)), 2)
                + point(!stated.authors.is_empty(), 1)
                + point(stated.published.is_some() && !is_set_page, 1),
            forum: point(states(&THREADS), 3)
                + point(made_by(&FORUM_SOFTWARE), 2)
                + point(on_host(&FORUM_HOSTS) || is_host(&["forum", "forums"]), 1)
                + point(on_path(&FORUM_PATHS), 1),
            documentation: point(states(&["TechArticle", "APIReference"]), 2)
                + point(made_by(&MANUAL_SOFTWARE), 2)
                + point(on_host(&MANUAL_HOSTS) || on_path(&MANUAL_PATHS), 2)
                + point(on_host(&GUIDES) || on_path(&GUIDES), 1)
                + point(samples >= SAMPLES, 1),
            service: point(states(&OFFERS), 2)
                + point(og_type.starts_with("product"), 2)
                + point(path.is_empty(), 3)
                + point(on_path(&OFFER_PATHS), 2)
                + point(is_overview, 1),
        }
    }

    /// Whether the page states itself to be an article.
    pub(super) const fn is_article(&self) -> bool {
        self.article >= 3
    }

    /// Whether the page is one of a manual.
    pub(super) const fn is_documentation(&self) -> bool {
        self.documentation >= 2 && self.article < 3 || self.documentation >= 4
    }

    /// Whether the page offers something.
    pub(super) const fn is_service(&self) -> bool {
        self.service >= 2 && self.service > self.article
    }
}

/// The types that JSON-LD and microdata give the page and its parts.
fn stated_types(page: &Page) -> HashSet<String> {
    let nodes = json_ld(page);
    let of_nodes = nodes.iter().flat_map(types);
    of_nodes.chain(item_types(page)).map(str::to_owned).collect()
}

/// The words in which the page names the program that made it: `generator`, and the class and id of `html` and `body`.
fn software(page: &Page, metas: &Metas) -> Vec<String> {
    let generator = metas.all("generator").iter().flat_map(|text| text.split_whitespace());
    let elements = std::iter::once(page.root()).chain(page.body());
    let names = elements.flat_map(|element| {
        ["class", "id", "data-template", "data-app"].into_iter().filter_map(move |name| element.attr(name))
    });
    let names = names.flat_map(|names| names.split_ascii_whitespace().take(40));
    generator
        .chain(names)
        .flat_map(|token| {
            let words = split_words(token);
            let words = words.split(' ').map(str::to_owned).collect::<Vec<_>>();
            words.into_iter().chain([token.to_ascii_lowercase()])
        })
        .collect()
}

/// Whether WordPress made the page, and not as a post: then the type and the date that it states say nothing.
fn is_set_page(page: &Page) -> bool {
    let classes = page.body().and_then(|body| body.attr("class")).unwrap_or_default();
    let has = |wanted: &str| classes.split_ascii_whitespace().any(|class| class == wanted);
    let is_single = has("single") && classes.contains("postid-") && !has("single-post");
    (has("page") && classes.contains("page-id-")) || is_single
}

fn is_year(segment: &str) -> bool {
    segment.len() == 4
        && (segment.starts_with("19") || segment.starts_with("20"))
        && segment.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words of the path's segments, each segment also as a whole; nothing for a home page.
fn path_words(page: &Page) -> Vec<String> {
    let segments = page.url().path_segments().into_iter().flatten();
    segments
        .map(|segment| segment.trim_end_matches(".html").trim_end_matches(".htm").to_ascii_lowercase())
        .filter(|segment| !segment.is_empty() && segment != "index")
        .take(12)
        .collect()
}

const ARTICLES: [&str; 12] = [
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "BlogPosting",
    "LiveBlogPosting",
    "ScholarlyArticle",
    "Report",
    "Recipe",
    "MedicalScholarlyArticle",
];
const PUBLISHED_METAS: [&str; 3] = ["article:published_time", "parsely-pub-date", "citation_title"];
const ARTICLE_PATHS: [&str; 14] = [
    "blog",
    "blogs",
    "news",
    "article",
    "articles",
    "story",
    "stories",
    "post",
    "posts",
    "press",
    "magazine",
    "press-release",
    "press-releases",
    "recipes",
];
const THREADS: [&str; 3] = ["DiscussionForumPosting", "QAPage", "UserComments"];
const OFFERS: [&str; 14] = [
    "Product",
    "Service",
    "ProfessionalService",
    "LocalBusiness",
    "SoftwareApplication",
    "WebApplication",
    "MobileApplication",
    "Course",
    "EducationalOccupationalProgram",
    "MedicalBusiness",
    "FinancialProduct",
    "GovernmentService",
    "FAQPage",
    "OfferCatalog",
];
const FORUM_SOFTWARE: [&str; 19] = [
    "discourse",
    "phpbb",
    "vbulletin",
    "vbulletin_html",
    "xf",
    "xenforo",
    "mybb",
    "smf",
    "nodebb",
    "flarum",
    "vanilla",
    "fluxbb",
    "pun",
    "punbb",
    "invision",
    "bbpress",
    "discuz",
    "phpwind",
    "woltlab",
];
const FORUM_HOSTS: [&str; 9] =
    ["forum", "forums", "community", "boards", "board", "bbs", "discuss", "answers", "discussions"];
const FORUM_PATHS: [&str; 13] = [
    "t",
    "thread",
    "threads",
    "topic",
    "topics",
    "viewtopic.php",
    "showthread.php",
    "questions",
    "forum",
    "forums",
    "comments",
    "discussion",
    "discussions",
];
const MANUAL_SOFTWARE: [&str; 29] = [
    "sphinx",
    "docutils",
    "docbook",
    "doxygen",
    "typedoc",
    "jsdoc",
    "exdoc",
    "ex_doc",
    "pdoc",
    "rdoc",
    "texi2any",
    "makeinfo",
    "antora",
    "docsify",
    "starlight",
    "mintlify",
    "dokuwiki",
    "docusaurus",
    "mkdocs",
    "mdbook",
    "rustdoc",
    "gitbook",
    "mediawiki",
    "docfx",
    "vitepress",
    "vuepress",
    "readthedocs",
    "javadoc",
    "asciidoctor",
];
const MANUAL_HOSTS: [&str; 7] = ["docs", "doc", "developer", "developers", "wiki", "readthedocs", "manual"];
const MANUAL_PATHS: [&str; 10] =
    ["docs", "doc", "documentation", "reference", "manual", "wiki", "man", "api", "handbook", "man-pages"];
const GUIDES: [&str; 8] =
    ["guide", "guides", "tutorial", "tutorials", "learn", "help", "support", "knowledgebase"];
const OFFER_PATHS: [&str; 16] = [
    "services",
    "service",
    "services-2",
    "products",
    "product",
    "solutions",
    "features",
    "pricing",
    "plans",
    "shop",
    "courses",
    "programs",
    "certificates",
    "about",
    "about-us",
    "department",
];
