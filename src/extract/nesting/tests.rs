use proptest::prelude::*;
use proptest::sample::select;

use super::*;

const LIMITS: Limits = Limits { depth: 512, elements: 20_000 };

fn excess(html: &str) -> Option<Excess> {
    let fragment = parse_fragment(html, LIMITS).err();
    let document = parse_document(html, LIMITS).err();
    assert_eq!(fragment.is_some(), document.is_some(), "{}", html.get(..40).unwrap_or(html));
    document
}

#[test]
fn elements_that_the_parser_closes_by_itself_do_not_nest() {
    for piece in [
        "<p>one",
        "<li>one",
        "<table><tr><td>cell<td><i>cell</table>",
        "<tr><td>cell",
        "<dt>term<dd>text",
        "<option>one",
        "<br>",
        "<img src=a>",
        "<a href=x>link",
        "<p><b>bold",
        "<p><i>one<b>two",
        "<h2>heading",
        "<form action=x>",
        "<div>text</div>",
        "<b><p>text</b></p>",
        "<svg><path d=M0><p>text",
    ] {
        assert_eq!(excess(&piece.repeat(2000)), None, "{piece}");
    }
}

#[test]
fn elements_that_stay_open_nest() {
    for piece in [
        "<div>",
        "<ul><li>",
        "<table><tr><td>",
        "<blockquote>",
        "<span>",
        "<b><div></b>",
        "<span><div></span>",
        "<svg><title>",
    ] {
        let found = excess(&piece.repeat(20_000));
        assert!(matches!(found, Some(Excess::Depth(513..600))), "{piece}: {found:?}");
    }
}

#[test]
fn formatting_elements_that_stay_open_behind_a_paragraph_nest() {
    for piece in [
        "<b><p>x</p>",
        "<i><p>x</p>",
        "<font size=1><div>x</div>",
        "<b><i><p>x</p>",
        "<b><p>x</p><i><div>y</div>",
        "<em><a href=x><p>x</p></a>",
        "<code><div>x</p></code>",
    ] {
        let found = excess(&piece.repeat(20_000));
        assert!(matches!(found, Some(Excess::Depth(513..600))), "{piece}: {found:?}");
    }
}

#[test]
fn formatting_elements_that_come_back_in_each_paragraph_are_counted() {
    let opened: String = (0..200).map(|number| format!("<b id={number}>")).collect();
    let found = excess(&format!("<p>{opened}</p>{}", "<p>x</p>".repeat(2000)));
    assert!(matches!(found, Some(Excess::Elements(20_001..40_000))), "{found:?}");
}

#[test]
fn tags_in_scripts_comments_and_attributes_do_not_count() {
    let html = "<!-- <div><div> --><script>'<div><div>'</script><p title='<div>'>a<p title=it's>b";
    let limits = Limits { depth: 3, elements: 6 };
    assert!(parse_document(html, limits).is_ok());
    assert_eq!(parse_document(html, Limits { elements: 5, ..limits }).err(), Some(Excess::Elements(6)));
    assert_eq!(parse_document(html, Limits { depth: 2, ..limits }).err(), Some(Excess::Depth(3)));
}

#[test]
fn a_tag_of_too_many_attributes_ends_the_parse_however_it_is_written() {
    let attributes: String = (0..501).map(|number| format!(" a{number}='>'")).collect();
    for (begin, end) in [("<p", ">"), ("<p =x", ">"), ("<p", ""), ("</p", ">"), ("<p a=&#0;", ">")] {
        let found = excess(&format!("<p>One</p>{begin}{attributes}{end}"));
        assert!(matches!(found, Some(Excess::Attributes(501..))), "{begin}: {found:?}");
    }
    let few: String = (0..498).map(|number| format!(" a{number}=1")).collect();
    assert_eq!(excess(&format!("<p{few}><p =x{few}></p{few}>")), None);
}

/// What pages are made of, with the mistakes that people make.
const PIECES: [&str; 107] = [
    "text ",
    "é",
    " ",
    "\n",
    "\r\n",
    "\r",
    "\0",
    "\u{a0}",
    "<",
    ">",
    "\"",
    "'",
    "=",
    "/",
    ";",
    "&",
    "</",
    "<!",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<i id=a>",
    "</i>",
    "<font size=1>",
    "</font>",
    "<nobr>",
    "</nobr>",
    "<a href='x?a=1&copy=2&amp;b&lt'>",
    "</a>",
    "<table>",
    "<caption>",
    "<col>",
    "<tr>",
    "<td>",
    "</table>",
    "<div class=\"a b\">",
    "</div>",
    "<li>",
    "<h1>",
    "<hr>",
    "<br/>",
    "<br / >",
    "</br>",
    "</p x=y>",
    "<svg>",
    "<desc>",
    "<foreignObject>",
    "</svg>",
    "<math>",
    "<mi>",
    "</math>",
    "<![CDATA[x>y]]>",
    "<annotation-xml encoding='text/html'>",
    "<template>",
    "</template>",
    "<select>",
    "<option>",
    "</select>",
    "<title>",
    "</title>",
    "<script>",
    "</script>",
    "</SCRIPT >",
    "</script/x>",
    "<!--",
    "-->",
    "--!>",
    "<!-->",
    "<!--->",
    "<!-- a <!-- b -->",
    "<style>",
    "</style>",
    "<noscript>",
    "</noscript>",
    "<iframe>",
    "</iframe>",
    "<textarea>\n",
    "</textarea>",
    "<pre>\n",
    "<plaintext>",
    "&amp;",
    "&AMP;x",
    "&ampx",
    "&notit;",
    "&notin;",
    "&NotEqualTilde;",
    "&#x80;",
    "&#65",
    "&#;",
    "&#x;",
    "&#0;",
    "<?target?>",
    "<!doctype html>",
    "<html lang=de>",
    "<head>",
    "</head>",
    "<body id=x>",
    "</body>",
    "</html>",
    "<frameset>",
    "<form>",
    "<button>",
    "<input type=hidden>",
    "<IMG SRC=a data-Long-Name='1' data-long-name=2 src=b>",
    "<x-y:z é=1 =z>",
    "<a b=\"&ampx &amp= &amp\" c",
];

proptest! {
    #[test]
    fn the_tree_is_the_one_of_scraper(pieces in prop::collection::vec(select(&PIECES[..]), 1..24)) {
        let html = pieces.concat();
        prop_assert_eq!(parse_document(&html, LIMITS).unwrap(), Html::parse_document(&html));
        prop_assert_eq!(parse_fragment(&html, LIMITS).unwrap(), Html::parse_fragment(&html));
    }

    #[test]
    fn no_tree_is_deeper_than_allowed(pieces in prop::collection::vec(select(&PIECES[..]), 1..24)) {
        let limits = Limits { depth: 6, ..LIMITS };
        match parse_document(&pieces.concat(), limits) {
            Ok(document) => prop_assert!(depth_of(&document) <= limits.depth),
            Err(excess) => prop_assert_eq!(excess, Excess::Depth(limits.depth + 1)),
        }
    }
}

fn depth_of(document: &Html) -> usize {
    let is_element = |node: &ego_tree::NodeRef<'_, Node>| node.value().is_element();
    let elements = document.tree.root().descendants().filter(is_element);
    elements.map(|element| 1 + element.ancestors().filter(is_element).count()).max().unwrap_or_default()
}

#[test]
fn an_overlap_within_the_limit_is_no_excess() {
    // Each overlap puts `div` and `b` one level up.
    let html = format!("<i>{}", "<b><div>x</b></div>".repeat(2000));
    assert_eq!(excess(&html), None);
}

#[test]
fn a_large_page_is_parsed_as_a_small_one() {
    let text = "<table><b>فلسطين &amp; <i>é</b>\r\n<tr><td>x<script>if (a < b) '</p>'</script><p class='é'>y<!-- z -->";
    for shift in 0..40 {
        let html = format!("\u{feff}<!DOCTYPE html>{}{}", "é ".repeat(shift), text.repeat(20));
        assert_eq!(parse_document(&html, LIMITS).unwrap(), Html::parse_document(&html));
        assert_eq!(parse_fragment(&html, LIMITS).unwrap(), Html::parse_fragment(&html));
    }
}

#[test]
fn texts_and_attributes_share_the_memory_of_the_page() {
    let html = "<p title='A bridge over the river'>It opens in spring.</p><script>let town = 1;\nlet river = 2;</script>";
    let document = parse_document(html, LIMITS).unwrap();
    let mut shared = Vec::new();
    for node in document.tree.nodes() {
        match node.value() {
            Node::Text(text) => shared.push(text.text.clone()),
            Node::Element(element) => shared.extend(element.attrs.iter().map(|(_, value)| value.clone())),
            _ => {}
        }
    }
    assert_eq!(shared.len(), 3);
    assert!(shared.windows(2).all(|pair| pair[0].is_shared_with(&pair[1])), "{shared:?}");
}
