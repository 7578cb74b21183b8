//! Reads an article page: by the rules of its site's definition, and where they find nothing, by what the page states and
//! how it looks.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::generic;
use super::metadata::{self, Metadata};
use crate::extract::byline;
use crate::extract::date::DateContext;
use crate::extract::page::Page;
use crate::extract::rule::{Reader, read_date, read_image, select_all, select_first};
use crate::model::{Article, Dated, Direction, Image};
use crate::site::{Alternatives, ArticleRules, DateFormat, Rule, Site};

/// Reads everything that a page says of its article. `site` gives rules, zone and language, and is absent for a page that
/// no definition knows. Relative dates count from `now`. Whatever is missing stays empty.
pub fn read(page: &Page, site: Option<&Site>, now: Timestamp) -> Article {
    let language =
        site.and_then(|site| site.known_language().map(ToOwned::to_owned)).or_else(|| page.language());
    let zone = site.map_or(TimeZone::UTC, |site| site.time_zone.clone());
    let context = DateContext { now, zone: &zone, language: language.as_deref(), order: None };
    let stated = metadata::gather(page, &context);
    let Some(site) = site else {
        return generic::article(page, stated, Vec::new(), &HashSet::new());
    };

    let rules = RuleReader { reader: Reader::new(page), rules: &site.article, context: &context };
    let mut stated = rules.stated(stated, site);
    if let Some(image) = &mut stated.image {
        image.caption = rules.text(&site.article.caption).or_else(|| image.caption.take());
    }
    let removed = select_all(&site.article.remove, page.root()).iter().map(|element| element.id()).collect();
    let body = select_first(&site.article.body, page.root());
    generic::article(page, stated, body, &removed)
}

struct RuleReader<'p, 'a> {
    reader: Reader<'p>,
    rules: &'a ArticleRules,
    context: &'a DateContext<'a>,
}

impl RuleReader<'_, '_> {
    /// What the rules find, and where they find nothing what the page states.
    fn stated(&self, stated: Metadata, site: &Site) -> Metadata {
        let rules = self.rules;
        let authors: Vec<String> =
            self.texts(&rules.authors).iter().flat_map(|text| byline::names(text)).collect();
        let tags = self.texts(&rules.tags);
        Metadata {
            title: self.text(&rules.title).or(stated.title),
            authors: if authors.is_empty() { stated.authors } else { authors },
            source: self.text(&rules.source).or(stated.source),
            published: self.date(&rules.date, &rules.date_formats).or(stated.published),
            modified: self.date(&rules.modified, &rules.date_formats).or(stated.modified),
            section: self.text(&rules.section).or(stated.section),
            tags: if tags.is_empty() { stated.tags } else { tags },
            lead: self.text(&rules.lead).or(stated.lead),
            image: self.image(&rules.image).or(stated.image),
            post_id: self.text(&rules.id).or(stated.post_id),
            language: stated.language.or_else(|| site.known_language().map(ToOwned::to_owned)),
            direction: stated
                .direction
                .filter(|direction| *direction == Direction::Rtl)
                .or(Some(site.direction)),
            ..stated
        }
    }

    fn text(&self, rules: &Alternatives<Rule>) -> Option<String> {
        self.reader.text(rules, self.reader.page().root())
    }

    fn texts(&self, rules: &Alternatives<Rule>) -> Vec<String> {
        self.reader.texts(rules, self.reader.page().root())
    }

    fn date(&self, rules: &Alternatives<Rule>, formats: &[DateFormat]) -> Option<Dated> {
        read_date(&self.reader, rules, self.reader.page().root(), formats, self.context)
    }

    fn image(&self, rules: &Alternatives<Rule>) -> Option<Image> {
        read_image(&self.reader, rules, self.reader.page().root())
    }
}
