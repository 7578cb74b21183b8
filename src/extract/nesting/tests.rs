use super::*;

fn depth(html: &str) -> usize {
    measure(html, 100_000).depth
}

#[test]
fn elements_that_the_parser_closes_by_itself_do_not_nest() {
    for piece in [
        "<p>one",
        "<li>one",
        "<tr><td>cell",
        "<dt>term<dd>text",
        "<option>one",
        "<br>",
        "<img src=a>",
        "<a href=x>link",
        "<p><b>bold",
        "<h2>heading",
        "<form action=x>",
        "<div>text</div>",
        "<b><p>text</b></p>",
    ] {
        assert!(depth(&piece.repeat(2000)) <= 8, "{piece}: {}", depth(&piece.repeat(2000)));
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
        assert!(depth(&piece.repeat(600)) >= 500 || piece.contains('\''), "{piece}");
    }
}

#[test]
fn tags_in_scripts_comments_and_attributes_do_not_count() {
    let html = "<!-- <div><div> --><script>'<div><div>'</script><p title='<div>'>a<p title=it's>b";
    assert_eq!(measure(html, 512), Shape { depth: 1, elements: 3 });
}

#[test]
fn the_scan_stops_above_its_limit() {
    assert_eq!(measure(&"<div>".repeat(100_000), 512).depth, 513);
}
