//! Feeds of the pages that tests and documents bring: each listing as a feed of its own, and all articles of a site as one
//! feed, fetched and kept by the real service.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use feedmill::cache::CacheSettings;
use feedmill::feed::{Detail, FeedSettings, Parts, Service, View, listing_feed, listing_of};
use feedmill::fetch::{FetchSettings, Fetcher};
use feedmill::model::FeedKey;
use feedmill::render::{Content, Format, Links, render};
use feedmill::site::{Catalogue, SourceFile, builtin_files};
use feedmill::store::{self, StoreUrl};
use jiff::Timestamp;
use tokio::runtime::Handle;
use url::Url;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// A feed in every format.
pub struct FixtureFeed {
    /// The page or site that it was made of.
    pub name: String,
    /// How many items it has.
    pub items: usize,
    /// The documents.
    pub documents: Vec<(Format, Bytes)>,
}

/// A saved page.
struct Saved {
    name: String,
    url: Url,
    html: String,
    is_article: bool,
}

/// The pages of a site, and its definition where it has one.
struct SavedSite {
    name: String,
    definition: String,
    pages: Vec<Saved>,
}

/// The listing that is added to every site: all its articles.
const ALL_ARTICLES: &str = r#"
[[sections]]
path = "all-articles"
title = "All <articles> & nothing else"
url = "/all-articles"
rules = "all-articles"

[listings.all-articles]
entry = "li.article"
title = "a"
link = "a@href"
"#;

/// Every feed.
pub async fn feeds() -> Vec<FixtureFeed> {
    let mut feeds = Vec::new();
    for site in saved_sites() {
        let listings = site.pages.iter().filter(|page| !page.is_article);
        feeds.extend(listings.filter_map(|page| listing(&site, page)));
        if site.pages.iter().any(|page| page.is_article) {
            feeds.push(articles(&site).await);
        }
    }
    assert!(feeds.len() >= 2, "no fixtures");
    feeds
}

/// The feed of one listing page; none where the page has no entries and is there for that.
fn listing(site: &SavedSite, page: &Saved) -> Option<FixtureFeed> {
    let catalogue = catalogue(&site.name, site.definition.clone());
    let definition = catalogue.site(&site.name).unwrap();
    let rules = definition.rules_for(&page.url);
    let read =
        listing_of(&page.html, &page.url, Some(definition), Some(&rules), Detail::Entries, now()).unwrap();
    let feed = listing_feed(&read, definition, 900, now());
    if feed.items.is_empty() {
        return None;
    }
    let links = Links { self_url: page.url.clone(), next_url: None };
    let document = |format| (format, render(&feed, &links, format, Content::Full).unwrap().body.identity);
    Some(FixtureFeed {
        name: format!("{}-{}", site.name, page.name),
        items: feed.items.len(),
        documents: Format::all().map(document).into(),
    })
}

/// The feed of all articles of a site, as the service makes it.
async fn articles(site: &SavedSite) -> FixtureFeed {
    let upstream = MockServer::start().await;
    let moved =
        |page: &Saved, text: &str| text.replace(&page.url.origin().ascii_serialization(), &upstream.uri());
    let articles: Vec<&Saved> = site.pages.iter().filter(|page| page.is_article).collect();
    let mut list = String::new();
    for article in &articles {
        list += &format!("<li class=article><a href='{}'>{}</a></li>", article.url.path(), article.name);
        serve(&upstream, article.url.path(), moved(article, &article.html)).await;
    }
    serve(&upstream, "/all-articles", format!("<ul>{list}</ul>")).await;
    let definition = moved(articles[0], &site.definition) + ALL_ARTICLES;

    let service = service(catalogue(&site.name, definition), &upstream).await;
    let key: FeedKey = format!("{}/all-articles", site.name).parse().unwrap();
    let mut documents = Vec::new();
    for format in Format::all() {
        let answer = service.document(&key, format, &View::default(), service.base()).await.unwrap();
        documents.push((format, answer.document.body.identity));
    }
    assert!(
        documents.iter().any(|(_, bytes)| String::from_utf8_lossy(bytes).contains("content_html")),
        "{key}: no article was fetched"
    );
    FixtureFeed {
        name: format!("{}-all-articles", site.name),
        items: distinct_articles(&articles),
        documents,
    }
}

/// An article that is saved twice, as it was and as it was changed later, has one post id and is one item.
fn distinct_articles(articles: &[&Saved]) -> usize {
    let replaced = articles.iter().filter(|article| article.name.ends_with("-updated")).count();
    articles.len() - replaced
}

async fn service(catalogue: Catalogue, upstream: &MockServer) -> Arc<Service> {
    let fetch = FetchSettings {
        private_hosts: vec![upstream.address().to_string().parse().unwrap()],
        host_concurrency: 8,
        host_interval_seconds: 0.0,
        ..FetchSettings::default()
    };
    Service::new(Parts {
        catalogue,
        fetcher: Fetcher::new(&fetch).unwrap(),
        store: store::open(&StoreUrl::SqliteMemory).await.unwrap(),
        settings: FeedSettings::default(),
        cache: CacheSettings::default(),
        base: "https://feeds.example/news".parse().unwrap(),
        clock: Arc::new(now),
        runtime: Handle::current(),
    })
}

async fn serve(upstream: &MockServer, at: &str, html: String) {
    let answer = ResponseTemplate::new(200).set_body_raw(html, "text/html; charset=utf-8");
    Mock::given(path(at)).respond_with(answer).mount(upstream).await;
}

fn catalogue(name: &str, text: String) -> Catalogue {
    let file = SourceFile { name: format!("{name}.toml"), text };
    Catalogue::load([file], []).unwrap().catalogue
}

/// The example of the documents, and the pages of `tests/pages`: one folder a site, one folder in it a page.
fn saved_sites() -> Vec<SavedSite> {
    let example = root().join("docs/example");
    let page = |name: &str, path: &str, is_article| Saved {
        name: name.to_owned(),
        url: Url::parse("https://harbour-gazette.example/").unwrap().join(path).unwrap(),
        html: read(&example.join(format!("{name}.html"))),
        is_article,
    };
    let mut sites = vec![SavedSite {
        name: "harbour-gazette".to_owned(),
        definition: read(&example.join("harbour-gazette.toml")),
        pages: vec![page("news", "news", false), page("pier-reopens", "news/4711-pier-reopens", true)],
    }];
    sites.extend(folders(&root().join("tests/pages")).iter().map(|folder| saved_site(folder)));
    sites
}

fn saved_site(folder: &Path) -> SavedSite {
    let name = name_of(folder);
    let pages: Vec<Saved> = folders(folder).iter().map(|folder| saved_page(folder)).collect();
    let builtin = builtin_files().into_iter().find(|file| file.name == format!("{name}.toml"));
    SavedSite { definition: builtin.map_or_else(|| undefined(&name, &pages), |file| file.text), name, pages }
}

fn saved_page(folder: &Path) -> Saved {
    Saved {
        name: name_of(folder),
        url: Url::parse(read(&folder.join("url.txt")).trim()).unwrap(),
        html: read(&folder.join("source.html")),
        is_article: folder.join("article.json").exists(),
    }
}

/// A definition without rules, for pages that no definition knows.
fn undefined(name: &str, pages: &[Saved]) -> String {
    let page = pages.iter().find(|page| page.is_article).unwrap_or(&pages[0]);
    let home = page.url.origin().ascii_serialization();
    format!(
        "name = {name:?}\ntitle = {name:?}\nhome = {home:?}\nlanguage = \"en\"\n\
         [[sections]]\npath = \"page\"\ntitle = \"Page\"\nurl = \"/page\"\n"
    )
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}

fn name_of(folder: &Path) -> String {
    folder.file_name().unwrap().to_str().unwrap().to_owned()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn now() -> Timestamp {
    "2026-04-10T12:00:00Z".parse().unwrap()
}
