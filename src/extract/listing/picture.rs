//! The picture of a card: what the entry is about, neither who wrote it nor an ornament.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;

use html5ever::{LocalName, local_name};
use scraper::ElementRef;

use super::address;
use super::fields::{self, Shown};
use super::marks::{Kind as Mark, select};
use crate::extract::image;
use crate::extract::page::Page;
use crate::extract::text::attribute;
use crate::model::{Entry, Image};

/// A picture whose sides are declared as no longer than this, in pixels, is an icon.
const ICON_SIDE: u32 = 32;
/// Fewest entries that share a picture which is none of theirs.
const LEAST_SHARED: usize = 3;

/// What a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Subject,
    /// A mark of a company or a paper: the picture of an offer that has no other.
    Logo,
    /// Who wrote it, an icon, an emoji.
    Beside,
}

/// The picture of an entry. Lazy loading may leave it in a `noscript` alone.
pub(super) fn image<'p>(entry: ElementRef<'p>, page: &Page) -> Option<Shown<'p, Image>> {
    images(entry, page).next()
}

/// The pictures of an entry that show what it is about, then its logos.
pub(super) fn images<'p>(entry: ElementRef<'p>, page: &Page) -> impl Iterator<Item = Shown<'p, Image>> {
    let own = Rc::new(OnceCell::new());
    let of_kind = move |wanted: Kind| {
        let own = Rc::clone(&own);
        select(page, entry, Mark::Picture)
            .filter(move |picture| {
                kind(*picture, || own.get_or_init(|| fields::own_addresses(entry, page)).as_slice()) == wanted
            })
            .filter_map(|element| Some(Shown { value: image::image_of(element, page)?, element }))
    };
    let without_scripts = select(page, entry, Mark::Noscript).filter_map(|element| {
        let fragment: String = element.text().collect();
        Some(Shown { value: image::image_in_fragment(&fragment, page)?, element })
    });
    of_kind(Kind::Subject).chain(without_scripts).chain(of_kind(Kind::Logo))
}

/// Takes away the picture that many entries share: it stands for one that is missing, or for the site. Gives the places of
/// the entries that lost theirs.
pub(super) fn without_shared(entries: &mut [Entry]) -> Vec<usize> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for image in entries.iter().filter_map(|entry| entry.image.as_ref()) {
        *counts.entry(image.url.to_string()).or_default() += 1;
    }
    let all: usize = counts.values().sum();
    counts.retain(|_, count| *count >= LEAST_SHARED && *count * 3 >= all);
    let mut lost = Vec::new();
    for (at, entry) in entries.iter_mut().enumerate() {
        if entry.image.as_ref().is_some_and(|image| counts.contains_key(image.url.as_str())) {
            entry.image = None;
            lost.push(at);
        }
    }
    lost
}

/// What a picture shows; `own` gives where the entry leads.
fn kind<'o>(picture: ElementRef<'_>, own: impl Fn() -> &'o [&'o str]) -> Kind {
    let around = || picture.ancestors().take(2).filter_map(ElementRef::wrap);
    let named = |element: ElementRef<'_>| {
        let names = [local_name!("class"), local_name!("id")];
        names.iter().filter_map(|name| attribute(element, name)).map(kind_of_names).max_by_key(rank)
    };
    let by_person = around().any(|parent| {
        attribute(parent, &local_name!("href")).is_some_and(address::is_of_person)
            && !fields::is_own(parent, own())
    });
    let of_image = std::iter::once(picture).chain(picture.child_elements()).flat_map(|element| {
        let address = attribute(element, &local_name!("src")).map(kind_of_address);
        let label = attribute(element, &local_name!("alt")).map(kind_of_label);
        [address, label, kind_of_size(element)]
    });
    let kinds = std::iter::once(picture).chain(around()).map(named).chain(of_image).flatten();
    if by_person { Kind::Beside } else { kinds.max_by_key(rank).unwrap_or(Kind::Subject) }
}

/// The stronger of two opinions has the higher rank.
const fn rank(kind: &Kind) -> u8 {
    match kind {
        Kind::Subject => 0,
        Kind::Logo => 1,
        Kind::Beside => 2,
    }
}

/// What the classes or the id of a picture or of what stands around it say.
fn kind_of_names(names: &str) -> Kind {
    let names = names.to_ascii_lowercase();
    let is_icon = |word: &str| word.starts_with("icon") || word.ends_with("icon");
    if ["avatar", "emoji", "userpic", "favicon"].iter().any(|name| names.contains(name))
        || words(&names).any(|word| is_icon(word) || is_of_author(word))
    {
        Kind::Beside
    } else if words(&names).any(|word| word.starts_with("logo") || word.ends_with("logo")) {
        Kind::Logo
    } else {
        Kind::Subject
    }
}

/// Whether a word of a class is or begins with "author", and is not "authority" or "authorised".
fn is_of_author(word: &str) -> bool {
    word.strip_prefix("author")
        .is_some_and(|rest| !["it", "is", "iz"].iter().any(|end| rest.starts_with(end)))
}

/// What the address of a picture says. The name of a file tells the subject of a photograph ("apple-logo-on-a-shop.jpg"), so
/// it is an ornament's only when it says nothing else.
fn kind_of_address(address: &str) -> Kind {
    let address = address.to_ascii_lowercase();
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let (name, extension) = file.rsplit_once('.').unwrap_or((file, ""));
    let says_only = |kinds: &[&str]| {
        words(name).any(|word| kinds.contains(&word))
            && words(name).all(|word| kinds.contains(&word) || says_nothing(word))
    };
    let is_drawn = matches!(extension, "svg" | "ico") && words(name).any(|word| word == "icon");
    // In the folder of an author, not in one of its own there.
    let is_of_author = folders.rsplit('/').nth(1).is_some_and(|folder| folder == "authors");
    if ["avatar", "emoji", "favicon"].iter().any(|kind| folders.contains(kind))
        || is_of_author
        || says_only(&["avatar", "avatars", "icon", "icons", "favicon", "author"])
        || is_drawn
    {
        Kind::Beside
    } else if says_only(&["logo", "logos"]) {
        Kind::Logo
    } else {
        Kind::Subject
    }
}

/// What the text of a picture says; only short ones name an ornament.
fn kind_of_label(label: &str) -> Kind {
    let label = label.to_lowercase();
    if words(&label).count() > 4 {
        return Kind::Subject;
    }
    let ends = |kind: &str| words(&label).last().is_some_and(|last| last == kind);
    let is_person = ["avatar", "gravatar"].iter().any(|kind| words(&label).any(|word| word == *kind))
        || ["profile picture", "profile photo", "profile image", "author page"]
            .iter()
            .any(|kind| label.contains(kind));
    if is_person || ends("icon") {
        Kind::Beside
    } else if ends("logo") {
        Kind::Logo
    } else {
        Kind::Subject
    }
}

/// Whether a picture is declared as small as an icon.
fn kind_of_size(picture: ElementRef<'_>) -> Option<Kind> {
    let longest = || Some(side(picture, &local_name!("width"))?.max(side(picture, &local_name!("height"))?));
    let is_small = is_portrait(picture) || longest()? <= ICON_SIDE;
    is_small.then_some(Kind::Beside)
}

/// The longest side of a portrait, in pixels.
const PORTRAIT_SIDE: u32 = 120;

/// Whether a picture is shown round and small, as portraits are.
fn is_portrait(picture: ElementRef<'_>) -> bool {
    let classes = attribute(picture, &local_name!("class")).unwrap_or_default();
    let is_round = ["rounded-circle", "img-circle"].iter().any(|name| classes.contains(name));
    is_round && side(picture, &local_name!("width")).is_some_and(|side| side <= PORTRAIT_SIDE)
}

/// The length of a side of a picture as it is declared, in pixels.
fn side(picture: ElementRef<'_>, name: &LocalName) -> Option<u32> {
    attribute(picture, name)?.trim().trim_end_matches("px").parse::<u32>().ok()
}

/// Whether a word of a file's name is about no subject: a size, a number, what every site has.
fn says_nothing(word: &str) -> bool {
    const WORDS: [&str; 13] = [
        "site", "default", "small", "large", "user", "users", "new", "white", "black", "dark", "light",
        "image", "img",
    ];
    WORDS.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x')
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::extract::page::selector;

    #[rstest]
    #[case::a_photograph_of_a_logo(
        "<img src=/2026/shop-logo-at-night.jpg alt='The logo of the shop on its front door'>",
        Kind::Subject
    )]
    #[case::a_name_with_icon_in_it("<img src=/silicon-harbour.jpg alt='Silicon harbour'>", Kind::Subject)]
    #[case::a_mark("<div class=company-logo><img src=/marks/harbour.png></div>", Kind::Logo)]
    #[case::a_file_named_logo("<img src=/images/logo-small.png>", Kind::Logo)]
    #[case::an_avatar("<a class='avatar avatar--s'><img src=/u/7.jpg></a>", Kind::Beside)]
    #[case::a_link_to_the_writer("<a href=/blog/author/ann-lee><img src=/u/7.jpg></a>", Kind::Beside)]
    #[case::an_article_in_a_section_of_people(
        "<a href=/people/a-ferry-returns-to-the-harbour><img src=/u/7.jpg></a>",
        Kind::Subject
    )]
    #[case::a_portrait(
        "<a href=/people/ann-lee><img src=/u/7.jpg></a><h2><a href=/people/ann-lee>Ann Lee</a></h2>",
        Kind::Subject
    )]
    #[case::an_authority("<div class=authority-media><img src=/u/7.jpg></div>", Kind::Subject)]
    #[case::a_word_with_the_author_in_it("<div class=authorimage><img src=/u/7.jpg></div>", Kind::Beside)]
    #[case::an_emoji("<img src=/emoji/64/1f44d.png alt=Like>", Kind::Beside)]
    #[case::an_icon_by_size("<img src=/pin.png width=16 height=16>", Kind::Beside)]
    #[case::a_drawn_icon("<img src=/assets/pin-new-icon-f1eb7c.svg>", Kind::Beside)]
    fn pictures_are_told_apart_by_what_is_said_of_them(#[case] html: &str, #[case] expected: Kind) {
        let page = Page::parse(html, &url::Url::parse("https://town.example/").unwrap()).unwrap();
        let own = fields::own_addresses(page.root(), &page);
        assert_eq!(kind(page.first(&selector("img")).unwrap(), || &own), expected);
    }
}
