//! The one policy for HTML that leaves the house: nothing that runs, nothing that loads by itself but pictures and
//! players, absolute addresses only.

mod bound;
mod frames;
mod written;

use std::borrow::Cow;
use std::collections::HashSet;

use ammonia::{Builder, UrlRelative};
use scraper::Html;
use url::Url;

use super::addresses::Addresses;
use super::page::{check, parse_fragment};
use super::text::{block_text, collapse, running_text};

use bound::before_cleaning;
use written::is_clean;

pub(super) use written::push_escaped;

pub use bound::MOST_BYTES;
pub(super) use bound::can_be_written_again;

/// Cleans a piece of HTML by the policy of the house. Relative addresses are resolved against `base`. Cleaning what was
/// cleaned changes nothing. HTML that is too deep to be parsed safely comes back without its tags, and so does HTML with a
/// text that the serialiser would be too long about. Of HTML that would be longer than [`MOST_BYTES`] comes the beginning.
pub fn clean_html(html: &str, base: &Url) -> String {
    clean_beginning(html, base).0
}

/// Cleans as [`clean_html`] does, and tells whether something of the end was left out.
pub(super) fn clean_beginning(html: &str, base: &Url) -> (String, bool) {
    let beginning = before_cleaning(html);
    let clean = if is_clean(beginning, base) {
        beginning.to_owned()
    } else if parse_fragment(beginning).is_ok_and(|tree| bound::can_be_written(&tree)) {
        cleaned(beginning, base)
    } else {
        as_text(beginning)
    };
    match bound::beginning(&clean) {
        None => (clean, beginning.len() < html.len()),
        Some(short) if bound::can_be_written_again(short) => (cleaned(short, base), true),
        Some(short) => (as_text(short), true),
    }
}

/// What an article says.
pub(super) struct Cleaned {
    pub html: String,
    /// Its text from the first word to the last, without the captions of figures and the links that stand for embeds.
    pub text: String,
    /// Whether something of the end was left out, since it was too long.
    pub is_cut: bool,
}

/// Cleans as [`clean_html`] does, and reads the text of what comes out.
pub(super) fn clean_and_read(html: String, base: &Url) -> Cleaned {
    if html.len() <= MOST_BYTES
        && let Some(text) = written::running_text(&html, base)
    {
        return Cleaned { html, text, is_cut: false };
    }
    let (html, is_cut) = clean_beginning(&html, base);
    let text = written::running_text(&html, base)
        .unwrap_or_else(|| running_text(Html::parse_fragment(&html).root_element()));
    Cleaned { html, text, is_cut }
}

fn cleaned(html: &str, base: &Url) -> String {
    let policy = policy(base.clone());
    let mut clean = lower_headings(&policy.clean(&frames::as_links(html, base)).to_string());
    if clean == html {
        return clean;
    }
    // Where elements overlap, the parser moves them, and what it wrote is not always read back as the same tree
    // (HTML §13.3). A few rounds come to rest.
    for _ in 0..MOST_ROUNDS {
        if !bound::can_be_written_again(&clean) || parse_fragment(&clean).is_err() {
            return as_text(&clean);
        }
        let again = lower_headings(&policy.clean(&clean).to_string());
        if again == clean {
            break;
        }
        clean = again;
    }
    clean
}

/// HTML without a tag that says what a piece of HTML says.
fn as_text(html: &str) -> String {
    let mut written = String::new();
    push_escaped(&mut written, &plain_text(html));
    written
}

/// The text of a piece of HTML, its paragraphs parted by blank lines.
pub fn plain_text(fragment: &str) -> String {
    if !fragment.contains(['<', '&']) {
        return fragment.trim().to_owned();
    }
    if check(fragment).is_err() {
        return collapse(&block_text(Html::parse_fragment(&without_tags(fragment)).root_element()));
    }
    block_text(Html::parse_fragment(fragment).root_element())
}

/// A short text that may carry HTML by mistake, such as a title with escaped characters, in one line.
pub fn inline_text(text: &str) -> String {
    let encoded = text.contains('&') && text.contains(';');
    if encoded || text.contains("</") || text.contains("/>") {
        collapse(&plain_text(text))
    } else {
        collapse(text)
    }
}

/// How often overlapping elements are read again.
const MOST_ROUNDS: usize = 8;

fn policy(base: Url) -> Builder<'static> {
    let mut policy = Builder::empty();
    let attributes =
        TAG_ATTRIBUTES.iter().map(|(tag, names)| (*tag, names.iter().copied().collect())).collect();
    let addresses = Addresses::new(base);
    policy
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from(DROPPED_WITH_CONTENT))
        .generic_attributes(HashSet::from(["dir", "lang"]))
        .tag_attributes(attributes)
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener"))
        .strip_comments(true)
        .attribute_filter(move |tag, attribute, value| {
            filter(tag, attribute, value, &|address| addresses.resolve(address))
        });
    policy
}

const TAGS: [&str; 62] = [
    "a",
    "abbr",
    "audio",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "source",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "video",
];

const DROPPED_WITH_CONTENT: [&str; 19] = [
    "script", "style", "form", "iframe", "object", "embed", "applet", "svg", "math", "noscript", "template",
    "textarea", "select", "button", "title", "noembed", "noframes", "frameset", "canvas",
];

const TAG_ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "title"]),
    ("abbr", &["title"]),
    ("audio", &["controls", "src"]),
    ("blockquote", &["cite"]),
    ("img", &["src", "alt", "width", "height", "title"]),
    ("ol", &["start", "reversed"]),
    ("q", &["cite"]),
    ("source", &["src", "type"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
    ("time", &["datetime"]),
    ("video", &["controls", "src", "poster", "width", "height"]),
];

/// Turns first headings into second ones: the first heading of a feed's item is its title. The serialiser has written every
/// tag in one form, so text is enough to find them.
fn lower_headings(html: &str) -> String {
    html.replace("<h1>", "<h2>").replace("<h1 ", "<h2 ").replace("</h1>", "</h2>")
}

/// Addresses become absolute or go; only a person's mail address may stand beside http and https, and only in a link.
fn filter<'v>(
    tag: &str,
    attribute: &str,
    value: &'v str,
    resolve: &dyn Fn(&str) -> Option<Url>,
) -> Option<Cow<'v, str>> {
    match (tag, attribute) {
        ("a", "href") if value.trim().starts_with("mailto:") => Some(Cow::Borrowed(value)),
        (_, "href" | "src" | "poster" | "cite") => resolve(value).map(|url| Cow::Owned(url.into())),
        (_, "width" | "height" | "colspan" | "rowspan" | "start") => {
            value.bytes().all(|byte| byte.is_ascii_digit()).then_some(Cow::Borrowed(value))
        }
        (_, "dir") => matches!(value, "ltr" | "rtl" | "auto").then_some(Cow::Borrowed(value)),
        _ => Some(Cow::Borrowed(value)),
    }
}

/// The text between the tags, for HTML that must not be parsed.
fn without_tags(html: &str) -> String {
    html.split('<')
        .enumerate()
        .map(|(position, piece)| match piece.split_once('>') {
            Some((_, text)) if position > 0 => text,
            _ => piece,
        })
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn clean(html: &str) -> String {
        clean_html(html, &Url::parse("https://news.example/a/story").unwrap())
    }

    #[rstest]
    #[case("<p onclick=x()>a<script>x()</script></p>", "<p>a</p>")]
    #[case("<a href='javascript:x()'>a</a>", "<a rel=\"noopener\">a</a>")]
    #[case("<a href=' java\nscript:x()'>a</a>", "<a rel=\"noopener\">a</a>")]
    #[case("<img src='data:image/png;base64,AA' alt=a>", "<img alt=\"a\">")]
    #[case("<svg><a href=x>b</a></svg>c", "c")]
    #[case(
        "a<iframe src=//x.example/b></iframe>d",
        "a<blockquote><p><a href=\"https://x.example/b\" rel=\"noopener\">x.example</a></p></blockquote>d"
    )]
    #[case("<IFRAME src='javascript:x()'></iframe>d", "d")]
    #[case("<iframe srcdoc='<script>x()</script>'></iframe>d", "d")]
    #[case("<iframe src=https://ads.doubleclick.net/x></iframe>d", "d")]
    #[case("<p style='position:fixed' class=c id=i>e</p>", "<p>e</p>")]
    #[case("<!-- f --><base href=//evil.example>g", "g")]
    #[case("<img src=x srcset='y 2x' onerror=z()>", "<img src=\"https://news.example/a/x\">")]
    #[case("<a href=../b target=_blank>h</a>", "<a href=\"https://news.example/b\" rel=\"noopener\">h</a>")]
    #[case("<form><input name=a></form>i", "i")]
    #[case("<h1>j</h1>", "<h2>j</h2>")]
    fn what_runs_or_leads_astray_is_removed(#[case] html: &str, #[case] expected: &str) {
        assert_eq!(clean(html), expected);
    }

    #[test]
    fn what_was_cleaned_stays_as_it_is() {
        let html = "<h1>Head &amp; <i>tail</i></h1><p dir=rtl lang=ar>a<br>b &lt;c></p><table><tr><td colspan=2>d</table>\
            <video src=v.mp4 controls></video><a href='?q=1&amp;r=2'>e</a><mark>f</mark>";
        let once = clean(html);
        assert_eq!(clean(&once), once);
    }

    #[rstest]
    #[case(
        "<p>a &amp; b<br><a href=\"https://a.example/?q=1&amp;r=2\" rel=\"noopener\">c&nbsp;d</a></p>",
        true
    )]
    #[case(
        "<figure><img src=\"https://a.example/b\" alt=\"a &quot;b&quot;\" width=\"1\" height=\"2\"></figure>",
        true
    )]
    #[case("<a href=\"https://a.example/\">a</a>", false)]
    #[case("<a href=\"https://a.example/\" rel=\"noopener\" onclick=\"x\">a</a>", false)]
    #[case("<a href=\"javascript:x()\" rel=\"noopener\">a</a>", false)]
    #[case("<p>a<!-- b --></p>", false)]
    #[case("<p>a<script>b</script></p>", false)]
    #[case("<h1>a</h1>", false)]
    #[case("<p>a", false)]
    #[case("<svg></svg>", false)]
    #[case("<p class=\"a\">b</p>", false)]
    fn what_is_taken_for_clean_is_what_the_policy_leaves_alone(#[case] html: &str, #[case] clean: bool) {
        let base = Url::parse("https://news.example/a/story").unwrap();
        assert_eq!(is_clean(html, &base), clean);
        assert_eq!(cleaned(html, &base) == html, clean);
    }

    #[test]
    fn html_too_deep_for_the_parser_comes_back_as_text() {
        let html = format!("{}text/1 &amp; more", "<div>".repeat(5000));
        let once = clean(&html);
        assert_eq!(once.trim(), "text/1 &amp; more");
        assert_eq!(clean(&once), once);
    }

    #[rstest]
    #[case::ampersands("&")]
    #[case::quotes("<p>\"</p>")]
    #[case::signs("< ")]
    #[case::no_break_spaces("a\u{a0}")]
    #[case::references("a&nbsp;")]
    #[case::blocks("<p>a word</p>")]
    #[case::one_element_in_another("<i>a")]
    fn html_that_is_too_long_ends_early_and_is_clean_all_the_same(#[case] piece: &str) {
        let base = Url::parse("https://news.example/a/story").unwrap();
        let (once, is_cut) = clean_beginning(&piece.repeat(1_300_000 / piece.len()), &base);
        assert!(once.len() <= MOST_BYTES && once.len() > MOST_BYTES / 8, "{}", once.len());
        assert!(is_cut || once.len() < MOST_BYTES / 8 * 7);
        assert!(once == clean(&once));
    }

    #[test]
    fn references_are_read_also_where_html_is_too_deep() {
        let html = format!("{}a &amp; b", "<div>".repeat(5000));
        assert_eq!(plain_text(&html), "a & b");
    }

    #[test]
    fn plain_text_parts_paragraphs() {
        assert_eq!(plain_text("<p>a &amp; b</p><p>c<script>d</script></p>"), "a & b\n\nc");
        assert_eq!(plain_text(" just text "), "just text");
    }
}
