//! What the words of an element's class, id, role and `itemprop` say about it. Site builders in every language write
//! these words in English, so one table serves all.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::model::PageKind;

/// What an element is for, by its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract::article) enum Purpose {
    /// The body of the article and little else.
    Body,
    /// The article with its frame, or the main column.
    Main,
    /// Buttons to share or follow.
    Share,
    /// Links to other articles.
    Related,
    /// A form or a call to subscribe.
    Newsletter,
    /// What readers wrote.
    Comments,
    /// Advertisements.
    Advertisement,
    /// Author, date and the like in a line.
    Byline,
    /// Who the author is.
    AuthorBox,
    /// Topics.
    Tags,
    /// Cookies and consent.
    Consent,
    /// Menus, breadcrumbs, tables of contents, page numbers.
    Navigation,
    /// The foot of the page or of a box.
    Foot,
    /// A side column or a box of it.
    Side,
    /// What only screen readers say, or only printers print.
    Invisible,
    /// A link that is drawn as a button.
    Button,
    /// What the law asks to be said.
    FinePrint,
}

/// How much an element may hold and still be removed for its words: a wrapper that happens to carry one of them holds
/// more.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    /// Characters.
    pub characters: usize,
    /// Per cent of the text of the page.
    pub percent: usize,
}

impl Purpose {
    const fn bit(self) -> u32 {
        1 << match self {
            Self::Body => 0,
            Self::Main => 1,
            Self::Share => 2,
            Self::Related => 3,
            Self::Newsletter => 4,
            Self::Comments => 5,
            Self::Advertisement => 6,
            Self::Byline => 7,
            Self::AuthorBox => 8,
            Self::Tags => 9,
            Self::Consent => 10,
            Self::Navigation => 11,
            Self::Foot => 12,
            Self::Side => 13,
            Self::Invisible => 14,
            Self::Button => 15,
            Self::FinePrint => 16,
        }
    }

    /// Whether an element with this purpose is no part of the body of such a page. The sections of an offer are made of
    /// banners, cards and calls to action, and what stands in a post or a manual was put there to be read.
    pub(super) const fn is_foreign_to(self, kind: PageKind) -> bool {
        match kind {
            PageKind::Article | PageKind::Listing | PageKind::Wall => true,
            PageKind::Forum => {
                matches!(self, Self::Share | Self::AuthorBox | Self::Consent | Self::Invisible)
            }
            PageKind::Documentation => {
                !matches!(self, Self::Related | Self::Side | Self::Tags | Self::AuthorBox)
            }
            PageKind::Service => !matches!(
                self,
                Self::Body | Self::Main | Self::Related | Self::Newsletter | Self::Advertisement
            ),
        }
    }

    /// Whether an element with this purpose is no part of the body; with the limit above which the words are not
    /// believed.
    pub(super) const fn limit(self) -> Option<Limit> {
        let (characters, percent) = match self {
            Self::Body | Self::Main | Self::Button => return None,
            Self::Share | Self::Byline | Self::Tags => (400, 20),
            Self::Invisible => (300, 10),
            Self::AuthorBox => (1500, 25),
            Self::Newsletter | Self::Consent | Self::Advertisement => (2000, 25),
            Self::FinePrint => (4000, 60),
            Self::Navigation | Self::Foot | Self::Side | Self::Related => (20_000, 40),
            Self::Comments => (usize::MAX, 70),
        };
        Some(Limit { characters, percent })
    }
}

/// Several purposes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(in crate::extract::article) struct Purposes(u32);

impl Purposes {
    /// Every purpose that a token of an attribute names; `words` are those of the token.
    pub(in crate::extract::article) fn of(token: &str, words: &[&str]) -> Self {
        let mut found = Self::default();
        if words.first().is_some_and(|first| STATES.contains(first)) {
            return found;
        }
        let mut add = |word: &str| {
            if let Some(purpose) = TABLE.get(word) {
                found.0 |= purpose.bit();
            }
        };
        for (at, word) in words.iter().enumerate() {
            let next = words.get(at + 1).copied().unwrap_or_default();
            if !OTHERWISE.contains(&(*word, next)) {
                add(word);
            }
        }
        if words.len() > 1 {
            let mut joined = words.concat();
            add(&joined);
            for pair in words.windows(2) {
                joined.clear();
                pair.iter().for_each(|word| joined.extend([word, " "]));
                add(joined.trim_end());
            }
        }
        // In `border-secondary` and `btn-secondary` it is a colour.
        if token.eq_ignore_ascii_case("secondary") {
            found.0 |= Purpose::Side.bit();
        }
        found
    }

    /// These purposes and others.
    pub(in crate::extract::article) const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Whether a purpose is one of these.
    pub(in crate::extract::article) const fn contains(self, purpose: Purpose) -> bool {
        self.0 & purpose.bit() != 0
    }

    /// Each of these.
    pub(super) fn iter(self) -> impl Iterator<Item = Purpose> {
        WORDS.iter().map(|(purpose, _)| *purpose).filter(move |purpose| self.contains(*purpose))
    }
}

/// Splits `relatedPosts`, `related-posts` and `related_posts` into the same words, in lower case and parted by spaces.
pub(in crate::extract::article) fn split_words(token: &str) -> String {
    let mut words = String::with_capacity(token.len() + 4);
    let (mut parts, mut after_lower) = (false, false);
    for character in token.chars().take(80) {
        if character.is_alphanumeric() {
            let is_hump = after_lower && character.is_ascii_uppercase();
            if (parts || is_hump) && !words.is_empty() {
                words.push(' ');
            }
            if character.is_ascii() {
                words.push(character.to_ascii_lowercase());
            } else {
                words.extend(character.to_lowercase());
            }
        }
        parts = !character.is_alphanumeric();
        after_lower = character.is_ascii_lowercase();
    }
    words
}

/// First words of classes that tell a state of the page, not what the element is.
const STATES: [&str; 11] =
    ["has", "with", "no", "not", "without", "is", "js", "hide", "show", "supports", "enable"];

/// Words that mean something else before another: what the box is about, and not what it is for.
const OTHERWISE: [(&str, &str); 8] = [
    ("share", "price"),
    ("share", "prices"),
    ("share", "capital"),
    ("share", "market"),
    ("social", "security"),
    ("social", "work"),
    ("social", "care"),
    ("social", "science"),
];

static TABLE: LazyLock<FxHashMap<&'static str, Purpose>> = LazyLock::new(|| {
    WORDS.iter().flat_map(|(purpose, words)| words.split(", ").map(|word| (word, *purpose))).collect()
});

/// Words and pairs of words, and words written as one.
const WORDS: &[(Purpose, &str)] = &[
    (
        Purpose::Body,
        "articlebody, article body, article content, articlecontent, article text, articletext, article copy, \
         article entry, body copy, bodycopy, body text, bodytext, entry content, entrycontent, entry body, \
         post content, postcontent, post body, postbody, post text, post entry, postentry, story body, storybody, \
         story content, storycontent, story text, storytext, story copy, news body, newsbody, news content, \
         newscontent, news text, newstext, blog content, blogcontent, blog body, blog text, blog post content, \
         content body, contentbody, rich text, richtext, rte, wysiwyg, prose, mw parser, field body, \
         name body, markdown body, articlepage body, post full, td post, instapaper body, article main body, \
         article section content, theme post content, detail content, detail text, page body, text content, \
         blog detail, main text, single content, article detail, kg canvas, gh content, hs blog, blog rich, \
         post description, articlebodytext, post article, the content, thecontent, entry text",
    ),
    (
        Purpose::Main,
        "main, article, story, content, entry, post, hentry, main content, maincontent, page content, pagecontent, \
         primary",
    ),
    (
        Purpose::Share,
        "share, shares, sharing, sharebar, sharethis, sharedaddy, shareaholic, sharer, addtoany, addthis, a2a, \
         social, socials, socialmedia, social links, social share, socialshare, social icons, follow, followus, \
         follow us, share buttons, share tools, ssba, heateor, shariff, essb, dpsp, reactions, like button, \
         article tools, articletools, utility bar, action bar, clap, claps",
    ),
    (
        Purpose::Related,
        "related, relatedposts, relatedarticles, related posts, related articles, related content, related stories, \
         relatedcontent, relatednews, jp relatedposts, yarpp, crp related, recommended, recommendation, \
         recommendations, recommends, readmore, read also, readalso, also read, alsoread, read next, readnext, \
         more stories, more news, more articles, more posts, morestories, more from, up next, upnext, next up, \
         see also, trending, popular, popular posts, mostread, most read, most popular, mostpopular, latest posts, \
         latest news, recent posts, recentposts, recent articles, similar posts, similar articles, taboola, \
         outbrain, zergnet, mgid, revcontent, recirc, recirculation, suggested, suggestions, also like, you may, \
         teaser list, further reading, dig deeper, keep reading, internal links, post navigation, postnavigation, \
         nav links, next post, prev post, previous post, nextprev, next prev, adjacent posts, post nav, \
         blog listing, post list, postlist, posts list, news list, newslist, blog list, related resources, article list, \
         articles list, card grid, cards, carousel, slider",
    ),
    (
        Purpose::Newsletter,
        "newsletter, newsletters, subscribe, subscription, signup, sign up, mailchimp, mailing list, email signup, \
         emailsignup, optin, opt in, mc embed, cta, call to action, calltoaction, ctas, paywall promo, donate, \
         donation, membership, lead magnet, leadform, hbspt, hs form, hs cta, convertkit, formkit, free trial, \
         appeal, support us",
    ),
    (
        Purpose::Comments,
        "comments, comment, commentlist, comment list, commentarea, comments area, comment form, disqus, \
         disqus thread, respond, fbcomments, fb comments, commento, livefyre, coral, spot im, spotim, \
         openweb, hyvor, utterances, giscus, replies",
    ),
    (
        Purpose::Advertisement,
        "ad, ads, adv, advert, adverts, advertisement, advertising, adsbygoogle, adslot, ad slot, adunit, ad unit, \
         adbox, ad box, ad container, adcontainer, adwrapper, dfp, gpt, gpt ad, google ad, google ads, sponsor, \
         sponsored, sponsors, banner, banners, promo, promos, promotion, promoted, promobox, inline promo, mpu, \
         leaderboard, skyscraper, product promo, ad wrapper, disclosure, affiliate disclosure, page helpful, was this, helpful, feedback, rating widget, survey",
    ),
    (
        Purpose::Byline,
        "byline, bylines, by line, post meta, postmeta, entry meta, entrymeta, article meta, articlemeta, story meta, \
         meta info, metainfo, post info, postinfo, article info, articleinfo, blog meta, post details, post date, \
         postdate, entry date, publish date, published date, publication date, date published, pubdate, timestamp, \
         time stamp, read time, readtime, reading time, readingtime, time to read, min read, post author, \
         entry author, article author, article date, blog date, author date, author name, author line, authorline, \
         posted on, posted by, postedon, last updated, lastupdated, updated date, post views, post header meta, \
         article header meta, view count, views count, word count, article byline, datepublished, datemodified, \
         contributors, contributor, meta data, metadata",
    ),
    (
        Purpose::AuthorBox,
        "author, authors, author box, authorbox, author bio, authorbio, author info, authorinfo, author card, \
         author profile, author block, about author, abouttheauthor, about the, author description, author section, \
         authors section, bio, biography, saboxplugin, sab, molongui, vcard, pp multiple, author container, \
         author details, writer, reviewer, reviewers, reviewed by, fact checked, factchecked",
    ),
    (
        Purpose::Tags,
        "tags, taglist, tag list, tagcloud, tag cloud, post tags, posttags, entry tags, article tags, \
         articletags, tags links, tag links, topics, topic list, keywords, cat links, catlinks, categories, \
         category list, post categories, entry categories, post category, hashtags, labels, terms, eyebrow, kicker",
    ),
    (
        Purpose::Consent,
        "cookie, cookies, cookie banner, cookiebar, consent, gdpr, ccpa, onetrust, cmp banner, cmp modal, cmpbox, cmpwrapper, didomi, usercentrics, \
         privacy banner, cookie notice",
    ),
    (
        Purpose::Navigation,
        "nav, navbar, navigation, menu, menus, submenu, megamenu, breadcrumb, breadcrumbs, bread crumbs, crumbs, \
         pagination, pager, paging, paginate, toc, table contents, table of, tableofcontents, toc container, \
         ez toc, lwptoc, tocbot, onthispage, on this, jump links, jumplinks, jump to, anchor links, skip link, \
         skiplink, skip links, site header, siteheader, masthead, topbar, top bar, toolbar, search, searchform, search form, searchbox, \
         language switcher, lang switcher, langswitcher, offcanvas, off canvas, drawer, backtotop, back to, \
         nav menu, quicklinks, quick links, language selector, noprint, no print",
    ),
    (
        Purpose::FinePrint,
        "disclaimer, disclaimers, disclosures, legal notice, legal copy, copy legal, legal text, legalese, fine print, fineprint",
    ),
    (Purpose::Button, "btn, button"),
    (Purpose::Foot, "footer, site footer, sitefooter, page footer, pagefooter, colophon, contentinfo"),
    (
        Purpose::Side,
        "sidebar, side bar, sidebars, sidecolumn, side column, rightcol, right column, right rail, rightrail, rail, \
         left rail, leftrail, complementary, secondary column, secondary content, content secondary, widget area, widgets, modal, popup, pop up, lightbox, \
         overlay, tooltip, dialog, toast, infobox promo, aside, paywall overlay, interstitial, flyout",
    ),
    (
        Purpose::Invisible,
        "sr only, sronly, screen reader, screenreader, visually hidden, visuallyhidden, visuallyhidden focusable, \
         offscreen, hidden accessible, print only, printonly, visible print, assistive text, audio player, \
         listen to, audioplayer, text to, speechkit, beyondwords, image credit, edit link, editsection, \
         mw editsection, viewcode link, srclink, rightside, hideme",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn of(class: &str) -> Vec<Purpose> {
        Purposes::of(class, &split_words(class).split(' ').collect::<Vec<_>>()).iter().collect()
    }

    #[test]
    fn words_are_found_however_they_are_joined() {
        for class in
            ["relatedPosts", "related-posts", "related_posts", "relatedposts", "c-relatedPosts__list"]
        {
            assert!(of(class).contains(&Purpose::Related), "{class}");
        }
        assert!(of("td-post-content").contains(&Purpose::Body));
    }

    #[test]
    fn words_inside_other_words_and_states_of_the_page_say_nothing() {
        for class in ["shadow", "loads-fast", "has-sidebar", "no-comments", "unrelated", "preadvertise"] {
            assert_eq!(of(class), [], "{class}");
        }
        assert_eq!(of("border-secondary"), []);
        assert_eq!(of("secondary"), [Purpose::Side]);
    }
}
