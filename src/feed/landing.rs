//! Whether a listing is answered by another page of its site: sites send those who ask for what is not there to their home
//! page, or to a section that is, with a redirect and status 200.

use url::Url;

use super::drift::address_change;
use crate::model::normalise_link;
use crate::site::{SectionSource, Site};
use crate::store::Change;

/// The change where a listing that was answered from one place `before` is now answered from the home page, or from where
/// another section of the site is. A listing that was always answered from there has not changed, and a move to any other
/// place is judged by what is found there.
pub(super) fn strayed(site: &Site, asked: &Url, before: Option<&Url>, answered: &Url) -> Option<Change> {
    let before = before?;
    let place = normalise_link(answered);
    if [before, asked].iter().any(|known| normalise_link(known) == place) {
        return None;
    }
    let is_home =
        (answered.path() == "/" && answered.query().is_none()) || normalise_link(&site.home) == place;
    let is_another = || {
        let urls = site.sections.iter().filter_map(|section| match &section.source {
            SectionSource::Listing { url, .. } => Some(url),
            SectionSource::Merge | SectionSource::Mix(_) => None,
        });
        urls.map(normalise_link).any(|url| url == place)
    };
    (is_home || is_another()).then(|| address_change(before, answered))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::{Catalogue, SourceFile};

    const DEFINITION: &str = r#"
        name = "herald"
        title = "The Herald"
        home = "https://herald.example/en"
        language = "en"

        [[sections]]
        path = "town"
        title = "Town"
        url = "https://herald.example/en/town"

        [[sections]]
        path = "sport"
        title = "Sport"
        url = "https://herald.example/en/sport"

        [listings.default]
    "#;

    #[test]
    fn a_listing_strays_when_home_or_another_section_answers_for_it() {
        let file = SourceFile { name: "sites/herald.toml".to_owned(), text: DEFINITION.to_owned() };
        let catalogue = Catalogue::load([], [file]).unwrap().catalogue;
        let site = catalogue.feed(&"herald/town".parse().unwrap()).unwrap().site;
        let url = |path: &str| Url::parse("https://www.herald.example").unwrap().join(path).unwrap();
        let town = url("/en/town");
        let strayed = |before: &str, answered: &str| {
            super::strayed(&site, &town, Some(&url(before)), &url(answered)).is_some()
        };
        for (before, answered, expected) in [
            ("/en/town", "/", true),
            ("/en/town", "/en/", true),
            ("/en/town", "/en/sport?utm_source=x", true),
            ("/en/town", "/en/town/", false),
            ("/en/town", "/en/our-town", false),
            ("/en/town", "/?page_id=7", false),
            ("/en", "/en", false),
            ("/", "/en/town", false),
        ] {
            assert_eq!(strayed(before, answered), expected, "{before} -> {answered}");
        }
        assert!(super::strayed(&site, &town, None, &url("/")).is_none(), "nothing is known of before");
    }
}
