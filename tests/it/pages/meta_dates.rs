//! The date in the line below an article's title, in the forms that the built-in sites may give it.

use feedmill::extract::{Page, article};
use feedmill::site::{Catalogue, builtin_files};
use url::Url;

/// The moment that the built-in definition of a site finds in a page with nothing but such a line.
fn published(site: &str, line: &str) -> String {
    let catalogue = Catalogue::load(builtin_files(), []).unwrap().catalogue;
    let url = Url::parse("https://english.almayadeen.net/news/politics/swallows").unwrap();
    let html = format!("<h1>Swallows</h1><ul class='article-meta'><li>Valley Agency<li>{line}</ul>");
    let page = Page::parse(&html, &url).unwrap();
    let site = catalogue.site(site).unwrap();
    let article = article::read(&page, Some(site), "2022-09-12T00:00:00Z".parse().unwrap());
    article.published.map(|dated| dated.moment.to_string()).unwrap_or_default()
}

#[test]
fn the_time_below_a_title_is_read_to_its_end() {
    for (site, line, moment) in [
        ("almayadeen-english", "10 Sep 2022 22:12", "2022-09-10T22:12:00+03:00"),
        ("almayadeen-english", "10 Sep 2022 10:12 PM", "2022-09-10T22:12:00+03:00"),
        ("almayadeen-english", "10 Sep 2022 22:12:00 GMT", "2022-09-10T22:12:00+00:00"),
        ("almayadeen-english", "10 Sep 2022, 22:12", "2022-09-10T22:12:00+03:00"),
        ("almayadeen-english", "Published: 10 Sep 2022 22:12 | 5 Min Read", "2022-09-10T22:12:00+03:00"),
        ("almayadeen-arabic", "10 شباط 2022 10:12 م", "2022-02-10T22:12:00+02:00"),
        ("almayadeen-arabic", "10 شباط 2022 22:12", "2022-02-10T22:12:00+02:00"),
        ("almayadeen-arabic", "10 أيلول 2022, 22:12", "2022-09-10T22:12:00+03:00"),
        ("almayadeen-arabic", "10 كانون الثاني 2022 22:12", "2022-01-10T22:12:00+02:00"),
    ] {
        assert_eq!(published(site, line), moment, "{line}");
    }
}
