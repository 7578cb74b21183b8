//! Pages as large as they may be, in the shapes that make walks quadratic. Each is read at half its size too: what takes
//! more than about twice as long for twice the page does not grow with it alone.

use std::fmt::Write;
use std::time::Instant;

use url::Url;

use crate::memory;
use crate::tools::{feedmill_article, feedmill_listing};

/// A page of so many things.
struct Shape {
    name: &'static str,
    count: usize,
    html: fn(usize) -> String,
}

const SHAPES: [Shape; 20] = [
    Shape { name: "elements inside each other", count: 200_000, html: |count| "<div>".repeat(count) },
    Shape { name: "elements side by side", count: 200_000, html: |count| "<div>x</div>".repeat(count) },
    Shape { name: "spans side by side", count: 200_000, html: |count| "<span>word </span>".repeat(count) },
    Shape {
        name: "texts and breaks in one element",
        count: 200_000,
        html: |count| "some words<br>".repeat(count),
    },
    Shape {
        name: "links in one list",
        count: 50_000,
        html: |count| wrapped("ul", count, |at| format!("<li>{}</li>", link(at))),
    },
    Shape {
        name: "links in one paragraph",
        count: 50_000,
        html: |count| wrapped("p", count, |at| format!("{}, ", link(at))),
    },
    Shape { name: "links to one page", count: 50_000, html: |count| wrapped("div", count, |_| link(7)) },
    Shape { name: "cards", count: 30_000, html: |count| wrapped("main", count, card) },
    Shape { name: "lists of four links", count: 12_000, html: |count| wrapped("main", count, list) },
    Shape {
        name: "links, each with a class of its own",
        count: 50_000,
        html: |count| wrapped("div", count, |at| format!("<p class='c{}'>{}</p>", at % 5000, link(at))),
    },
    Shape {
        name: "rows of a table",
        count: 99_000,
        html: |count| wrapped("table", count, |at| format!("<tr><td>{at}<td>{}", WORDS)),
    },
    Shape {
        name: "classes of one element",
        count: 200_000,
        html: |count| format!("<div class='{}'><p>{WORDS}</div>", wrapped("", count, |at| format!("c{at} "))),
    },
    Shape {
        name: "paragraphs, 10 MB",
        count: 100_000,
        html: |count| wrapped("article", count, |at| format!("<p>{at} {WORDS} {WORDS}</p>")),
    },
    Shape {
        name: "tags of noscript without their end",
        count: 600_000,
        html: |count| format!("<body>{}", "<noscript".repeat(count)),
    },
    Shape {
        name: "comments that end by mistake",
        count: 600_000,
        html: |count| format!("{}-->", "<!----!>".repeat(count)),
    },
    Shape {
        name: "attributes of one element",
        count: 400_000,
        html: |count| format!("<p{}>", wrapped("", count, |at| format!(" a{at}=1"))),
    },
    Shape {
        name: "elements of as many names beside others",
        count: 19_000,
        html: |count| {
            let cards = wrapped("", count, |at| format!("<x{at} class=card>{}</x{at}>", link(at)));
            wrapped("main", 1, |_| format!("{cards}{}", "<i></i>".repeat(count * 12)))
        },
    },
    Shape {
        name: "dates below groups inside each other",
        count: 60_000,
        html: |count| {
            let dates = wrapped("", count, |at| format!("<p class=date>{} May 2024</p>", at % 28 + 1));
            let groups = wrapped("", 200, |at| format!("<section>{} {}", link(at * 2), link(at * 2 + 1)));
            format!("<!doctype html><title>Archive</title><body>{groups}{dates}")
        },
    },
    Shape {
        name: "lists of a state",
        count: 3_000,
        html: |count| {
            let thing =
                |at: usize| format!("{{\"title\":\"A story with the number {at}\",\"slug\":\"none-{at}\"}}");
            let list =
                |at: usize| format!("[{},{},{},{}],", thing(at), thing(at + 1), thing(at + 2), thing(at + 3));
            let links = wrapped("main", count * 6, link);
            format!("{links}<script>window.__STATE__ = [{}[]]</script>", wrapped("", count, list))
        },
    },
    Shape {
        name: "dates",
        count: 50_000,
        html: |count| {
            wrapped("main", count, |at| {
                format!("<p><a href=/{at}>Story number {at}</a> <time>May {}, 2024</time>", at % 28 + 1)
            })
        },
    },
];

const WORDS: &str = "The council said, after long talks, that the bridge opens.";

/// Reads every page and prints what it cost.
pub fn run() {
    let url = Url::parse("https://news.example/archive").expect("an address");
    println!("| page | MB | article s | at half the size | memory | listing s | at half the size | memory |");
    println!("|---|--:|--:|--:|--:|--:|--:|--:|");
    for shape in SHAPES {
        let (half, whole) = ((shape.html)(shape.count / 2), (shape.html)(shape.count));
        let mut row = format!("| {} {} | {:.1} |", shape.count, shape.name, whole.len() as f64 / 1e6);
        for read in [feedmill_article, feedmill_listing] {
            let (mut seconds, mut refused) = ([0.0; 2], false);
            let mut peak = 0;
            for (html, seconds) in [&half, &whole].into_iter().zip(&mut seconds) {
                let start = Instant::now();
                peak = memory::peak_of(|| refused = read(html, &url).is_none());
                *seconds = start.elapsed().as_secs_f64();
            }
            let _ = write!(
                row,
                " {:.2}{} | {:.2} | {:.1} |",
                seconds[1],
                if refused { " refused" } else { "" },
                seconds[0],
                peak as f64 / whole.len() as f64
            );
        }
        println!("{row}");
    }
}

fn wrapped(tag: &str, count: usize, part: impl Fn(usize) -> String) -> String {
    let parts: String = (0..count).map(part).collect();
    if tag.is_empty() {
        parts
    } else {
        format!("<!doctype html><title>Archive</title><body><{tag}>{parts}</{tag}>")
    }
}

fn link(at: usize) -> String {
    format!("<a href='/stories/{at}'>A story with the number {at}</a>")
}

fn card(at: usize) -> String {
    format!(
        "<article class=card><h2>{}</h2><p class=summary>{WORDS}</p><time datetime=2024-05-{:02}>then</time></article>",
        link(at),
        at % 28 + 1
    )
}

fn list(at: usize) -> String {
    format!(
        "<section><h3>Part {at}</h3><ul>{}</ul></section>",
        wrapped("", 4, |part| format!("<li>{}</li>", link(at * 4 + part)))
    )
}
