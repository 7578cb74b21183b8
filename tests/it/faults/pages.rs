//! The good page, and pages that stand in its place.

use super::answers::{bytes, html};
use super::upstream::Answer;

/// A listing of so many stories below a path, the newest first.
pub(super) fn listing(path: &str, stories: usize) -> String {
    page("The Herald", &cards(path, stories))
}

/// The cards of that listing.
fn cards(path: &str, stories: usize) -> String {
    (1..=stories).rev().map(|number| card(path, number, "2024-05-05")).collect()
}

/// Cards of the morning on which the faults come: as young as news is.
fn fresh_cards(path: &str, stories: usize) -> String {
    (1..=stories).rev().map(|number| card(path, number, "2024-05-06")).collect()
}

/// A listing at every path.
pub(super) fn listing_everywhere(path: &str, stories: usize) -> Answer {
    Answer::Bytes(html(&listing(path, stories)))
}

/// A site that has all that may lie behind a listing: articles below it, a second page, and a feed of its own.
pub(super) fn whole_site(path: &str, stories: usize) -> Answer {
    if let Some(page) = path.strip_suffix(".rss") {
        let head = "Content-Type: application/rss+xml\r\n";
        return Answer::Bytes(bytes("200 OK", head, own_feed(page, stories).as_bytes()));
    }
    if path.matches('/').count() > 1 {
        return Answer::Bytes(html(&story(path)));
    }
    let head = format!(
        "<link rel=next href=\"{path}-2\"><link rel=alternate type=application/rss+xml href=\"{path}.rss\">"
    );
    Answer::Bytes(html(&listing(path, stories).replacen("</head>", &format!("{head}</head>"), 1)))
}

/// The path of a story of a listing.
pub(super) fn path_of_story(path: &str, number: usize) -> String {
    let name = NAMES[number % NAMES.len()];
    format!("{path}/{number}-{}", name.to_lowercase().replace(' ', "-"))
}

/// The article at a path.
fn story(path: &str) -> String {
    let slug = path.rsplit('/').next().unwrap();
    let (number, words) = slug.split_once('-').unwrap();
    let name = NAMES.into_iter().find(|name| name.to_lowercase().replace(' ', "-") == words).unwrap_or(words);
    // Two articles with one title and one text would be one item, on whatever hosts they stand.
    let mut seed = path.bytes().fold(7_u32, |seed, byte| seed.wrapping_mul(31).wrapping_add(u32::from(byte)));
    let mut word = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        WORDS[usize::try_from(seed >> 16).unwrap() % WORDS.len()]
    };
    let text: String = (1..=12)
        .map(|line| format!("<p>{line}: {}.</p>", (0..12).map(|_| word()).collect::<Vec<_>>().join(" ")))
        .collect();
    page(
        &format!("{name}, part {number}"),
        &format!("<article><h1>{name}, part {number}</h1>{text}</article>"),
    )
}

/// What a site's own feed says of a listing: the writers, which the page does not show.
fn own_feed(path: &str, stories: usize) -> String {
    let item = |number: usize| {
        format!(
            "<item><title>{}, part {number}</title><link>{}</link><author>desk@herald.example (Mara Quill)</author>\
             <pubDate>Sun, 05 May 2024 {number:02}:30:00 GMT</pubDate></item>",
            NAMES[number % NAMES.len()],
            path_of_story(path, number)
        )
    };
    let items: String = (1..=stories).rev().map(item).collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>The Herald</title>{items}</channel></rss>"
    )
}

fn card(path: &str, number: usize, day: &str) -> String {
    let name = NAMES[number % NAMES.len()];
    format!(
        "<article><h2><a href=\"{path}/{number}-{}\">{name}, part {number}</a></h2>\
         <p>What the council of the town said about it on day {number} of the month, and what came of that.</p>\
         <time datetime=\"{day}T{number:02}:30:00Z\">day {number}</time></article>",
        name.to_lowercase().replace(' ', "-")
    )
}

const WORDS: [&str; 24] = [
    "council", "bridge", "harbour", "market", "winter", "school", "river", "mayor", "bread", "engine",
    "signal", "garden", "letter", "window", "captain", "island", "budget", "answer", "doctor", "farmer",
    "bakery", "lantern", "copper", "falcon",
];

const NAMES: [&str; 5] = [
    "The bridge by the mill",
    "A school for evenings",
    "Bread from the square",
    "Winter on the river",
    "Two choirs",
];

/// A page of the site with its menu.
pub(super) fn page(title: &str, main: &str) -> String {
    format!(
        "<!doctype html><html lang=en><head><title>{title}</title></head><body>{MENU}<main>{main}</main>\
         <footer><a href=/imprint>Imprint</a></footer></body></html>"
    )
}

const MENU: &str =
    "<nav><ul><li><a href=/news>News</a><li><a href=/sport>Sport</a><li><a href=/arts>Arts</a></ul></nav>";

/// What a site shows instead of a page that is not there.
pub(super) fn soft_404() -> String {
    let links = "<li><a href=/search>Search the archive</a><li><a href=/news>All the news</a>";
    page(
        "Page not found | The Herald",
        &format!("<h1>Page not found</h1><p>Maybe this helps.</p><ul>{links}</ul>"),
    )
}

/// The same with what is read most, in the markup of a listing.
pub(super) fn soft_404_with_cards() -> String {
    page(
        "Page not found | The Herald",
        &format!("<h1>Page not found</h1><p>Maybe this helps.</p>{}", fresh_cards("/most-read", 9)),
    )
}

/// Another listing of the site than the one that was asked for.
pub(super) fn front_page() -> String {
    page("The Herald, front page", &format!("<h1>Today</h1>{}", cards("/today", 9)))
}

/// The same with the news of the morning.
pub(super) fn young_front_page() -> String {
    page("The Herald, front page", &format!("<h1>Today</h1>{}", fresh_cards("/today", 9)))
}

/// A listing that says nothing but that there is nothing.
pub(super) fn nothing_new() -> String {
    page("The Herald", "<h1>News</h1><p>There are no stories here at the moment.</p>")
}

/// What a site shows while it is worked on.
pub(super) fn maintenance() -> String {
    page("Maintenance", "<h1>We will be right back</h1><p>Our site is undergoing scheduled maintenance.</p>")
}

/// What a site shows whose database fails.
pub(super) fn database_error() -> String {
    "<!doctype html><title>Database Error</title><h1>Error establishing a database connection</h1></html>"
        .to_owned()
}

/// The listing with one story where there were eight.
pub(super) fn collapsed(path: &str) -> String {
    listing(path, 1)
}

/// The listing without its dates.
pub(super) fn undated(path: &str) -> String {
    let html = listing(path, 8);
    let mut parts = html.split("<time ");
    let first = parts.next().unwrap().to_owned();
    first + &parts.map(|part| part.split_once("</time>").unwrap().1).collect::<String>()
}

/// The listing whose every title says the same.
pub(super) fn equal_titles(path: &str) -> String {
    let html = listing(path, 8);
    let mut parts = html.split("\">");
    let first = parts.next().unwrap().to_owned();
    let retitled = parts.map(|part| match part.split_once("</a></h2>") {
        Some((_, rest)) => format!("\">Read more</a></h2>{rest}"),
        None => format!("\">{part}"),
    });
    first + &retitled.collect::<String>()
}

pub(super) fn challenge() -> String {
    "<!doctype html><html><head><title>Just a moment...</title><meta http-equiv=refresh content=360></head><body>\
     <h2>Checking your browser before you go on</h2><noscript>Enable JavaScript and cookies to continue</noscript>\
     <script src=/cdn-cgi/challenge-platform/h/b/orchestrate/jsch/v1></script></body></html>"
        .to_owned()
}

pub(super) fn captcha() -> String {
    "<!doctype html><html><head><title>The Herald</title></head><body><h1>One more step</h1><p>Tick the box to go on.</p>\
     <form method=post><div class=g-recaptcha data-sitekey=x></div><button>Go on</button></form></body></html>"
        .to_owned()
}

pub(super) fn consent_wall() -> String {
    "<!doctype html><html lang=en><head><title>Before you continue</title></head><body><h1>We value your privacy</h1>\
     <p>We and our 842 partners store information on your device. Choose what you agree to.</p><form method=post>\
     <button>Accept all</button><button>Reject all</button></form><a href=/privacy>Privacy</a> <a href=/imprint>Imprint</a>\
     </body></html>"
        .to_owned()
}

pub(super) fn login_form() -> String {
    "<!doctype html><html lang=en><head><title>Sign in – The Herald</title></head><body><h1>Sign in</h1>\
     <form method=post action=/login><label>Mail <input name=mail></label><label>Password <input type=password name=word>\
     </label><button>Sign in</button></form><a href=/forgot>Forgot it?</a> <a href=/join>Join us</a></body></html>"
        .to_owned()
}

pub(super) fn script_shell() -> String {
    "<!doctype html><html lang=en><head><title>The Herald</title><script src=/app.4f2a.js defer></script></head><body>\
     <noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div></body></html>"
        .to_owned()
}

/// Elements in elements.
pub(super) fn nested(depth: usize) -> String {
    page("The Herald", &format!("{}deep{}", "<div>".repeat(depth), "</div>".repeat(depth)))
}

/// A listing of more stories than any has.
pub(super) fn crowded(path: &str, stories: usize) -> String {
    let card = |number| {
        format!("<article><h2><a href=\"{path}/{number}\">Story {number} of many</a></h2></article>")
    };
    page("The Herald", &(1..=stories).map(card).collect::<String>())
}

pub(super) fn json(path: &str) -> String {
    format!("{{\"stories\":[{{\"title\":\"The bridge by the mill\",\"url\":\"{path}/1\"}}],\"next\":null}}")
}
