//! The feeds of a site under the headings of its definition.

use url::Url;

use crate::site::{Parametric, Section, SectionSource, Site};

/// Feeds under one heading.
#[derive(Debug)]
pub(super) struct Group<'a> {
    /// The heading.
    pub(super) title: &'a str,
    /// Feeds with a fixed path.
    pub(super) sections: Vec<&'a Section>,
    /// Feeds with a parameter.
    pub(super) families: Vec<&'a Parametric>,
}

/// The groups of a site, in the order in which the definition names them first. There is a handful of them, so they are
/// looked through.
pub(super) fn groups(site: &Site) -> Vec<Group<'_>> {
    let titles = site.sections.iter().map(|section| &section.group);
    let titles = titles.chain(site.parametric.iter().map(|family| &family.group));
    let mut groups: Vec<Group<'_>> = Vec::new();
    for title in titles {
        if !groups.iter().any(|group| group.title == title) {
            groups.push(Group::new(site, title));
        }
    }
    groups
}

/// The page for people behind a section; a joined feed has none.
pub(super) const fn listing_url(section: &Section) -> Option<&Url> {
    match &section.source {
        SectionSource::Listing { url, .. } => Some(url),
        SectionSource::Merge | SectionSource::Mix(_) => None,
    }
}

impl<'a> Group<'a> {
    fn new(site: &'a Site, title: &'a str) -> Self {
        Self {
            title,
            sections: site.sections.iter().filter(|section| section.group == title).collect(),
            families: site.parametric.iter().filter(|family| family.group == title).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::{Catalogue, builtin_files};

    #[test]
    fn every_feed_of_a_site_is_in_one_group_and_groups_keep_their_order() {
        let catalogue = Catalogue::load(builtin_files(), []).unwrap().catalogue;
        let site = catalogue.site("almayadeen-english").unwrap();

        let groups = groups(site);

        let sections: usize = groups.iter().map(|group| group.sections.len()).sum();
        let families: usize = groups.iter().map(|group| group.families.len()).sum();
        assert_eq!((sections, families), (site.sections.len(), site.parametric.len()));
        assert_eq!(groups.first().unwrap().title, site.sections.first().unwrap().group);
    }
}
