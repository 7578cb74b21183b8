//! What is compared. Every tool is given the text of a page and its address, and lets go of all it made before it returns.

use feedmill::extract::listing::{self, Detail, ListingLimits};
use feedmill::extract::{Page, article};
use jiff::Timestamp;
use url::Url;

/// A tool, by its name in the table.
pub struct Tool {
    pub name: &'static str,
    /// How many characters it found; none when it refuses the page.
    pub run: fn(&str, &Url) -> Option<usize>,
}

/// The parse that everything is compared with.
pub const PARSE: Tool = Tool { name: "scraper, the parse alone", run: parse };

const TOOLS: [Tool; 6] = [
    Tool { name: "feedmill, the parse alone", run: feedmill_parse },
    Tool { name: "feedmill article", run: feedmill_article },
    Tool { name: "feedmill listing", run: feedmill_listing },
    Tool { name: "dom_smoothie", run: dom_smoothie },
    Tool { name: "trafilatura", run: trafilatura },
    Tool { name: "rs-trafilatura", run: rs_trafilatura },
];

/// The parse, and the tools whose names hold one of some words; all of them without any.
pub fn chosen(words: &[String]) -> Vec<Tool> {
    let is_chosen =
        |tool: &Tool| words.is_empty() || words.iter().any(|word| tool.name.contains(word.as_str()));
    std::iter::once(PARSE).chain(TOOLS.into_iter().filter(is_chosen)).collect()
}

fn parse(html: &str, _: &Url) -> Option<usize> {
    Some(scraper::Html::parse_document(html).tree.nodes().len())
}

fn feedmill_parse(html: &str, url: &Url) -> Option<usize> {
    Some(Page::parse(html, url).ok()?.document().tree.nodes().len())
}

pub fn feedmill_article(html: &str, url: &Url) -> Option<usize> {
    let article = article::read(&Page::parse(html, url).ok()?, None, now());
    Some(article.body_text.map_or(0, |text| text.len()))
}

pub fn feedmill_listing(html: &str, url: &Url) -> Option<usize> {
    let page = Page::parse(html, url).ok()?;
    let read = listing::read(&page, None, None, ListingLimits::default(), Detail::Entries, now());
    Some(read.listing.entries.iter().filter_map(|entry| entry.title.as_ref()).map(String::len).sum())
}

fn dom_smoothie(html: &str, url: &Url) -> Option<usize> {
    let mut reader = dom_smoothie::Readability::new(html, Some(url.as_str()), None).ok()?;
    Some(reader.parse().ok()?.text_content.len())
}

fn trafilatura(html: &str, url: &Url) -> Option<usize> {
    let options = trafilatura::Options::default().with_url(url.clone());
    Some(trafilatura::extract(html, &options).ok()?.content_text.len())
}

fn rs_trafilatura(html: &str, url: &Url) -> Option<usize> {
    let options =
        rs_trafilatura::Options { url: Some(url.to_string()), ..rs_trafilatura::Options::default() };
    Some(rs_trafilatura::extract_with_options(html, &options).ok()?.content_text.len())
}

fn now() -> Timestamp {
    Timestamp::from_second(1_775_822_400).unwrap_or_default()
}
