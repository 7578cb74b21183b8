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
fn a_page_parsed_in_pieces_is_the_page_parsed_at_once() {
    let text = "<table><b>فلسطين &amp; <i>é</b>\r\n<tr><td>x<script>if (a < b) '</p>'</script><p class='é'>y<!-- z -->";
    for shift in 0..40 {
        let html = format!("{}{}", "é ".repeat(shift), text.repeat(20));
        assert_eq!(parse_document(&html, LIMITS).unwrap().html(), Html::parse_document(&html).html());
        assert_eq!(parse_fragment(&html, LIMITS).unwrap().html(), Html::parse_fragment(&html).html());
    }
}
