use scraper::Html;

use super::*;

fn line(html: &str) -> String {
    text_of(Html::parse_fragment(html).root_element())
}

fn blocks(html: &str) -> String {
    block_text(Html::parse_fragment(html).root_element())
}

#[test]
fn text_in_one_line_parts_blocks_and_joins_inline_elements() {
    assert_eq!(line("<p>One<p>two <b>th</b>ree<br>four"), "One two three four");
}

#[test]
fn hidden_elements_and_scripts_say_nothing() {
    let html = "a<script>x()</script><style>y{}</style><span hidden>b</span><i aria-hidden=true>icon</i>\
        <p style='color:red; display : none'>c</p><noscript>d</noscript>e";
    assert_eq!(line(html), "ae");
}

#[test]
fn the_panels_of_tabs_and_accordions_are_hidden_only_until_they_are_opened() {
    let html = "<div role=region style='display:none'>a</div><div style='display:none'>b</div><p>c</p>";
    assert_eq!(line(html), "a c");
}

#[test]
fn block_text_keeps_paragraphs_items_cells_lines_and_code() {
    let html = "<h2>Head</h2><p>One<br>two</p><ul><li><p>first</p></li><li>second</li></ul>\
        <table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table><pre>x  y\n  z</pre>";
    assert_eq!(blocks(html), "Head\n\nOne\ntwo\n\nfirst\nsecond\n\na\tb\nc\td\n\nx  y\n  z");
}

#[test]
fn words_are_counted_in_scripts_with_and_without_spaces() {
    assert_eq!(word_count("two words"), 2);
    assert_eq!(word_count("don't — stop"), 2);
    assert_eq!(word_count("كلمة أخرى"), 2);
    assert_eq!(word_count("今天天气"), 2);
    assert_eq!(word_count("a«b» c今天d\u{A0}é1"), 5);
    assert_eq!(word_count(""), 0);
}

#[test]
fn a_text_is_even_when_single_spaces_are_all_its_white_space() {
    for text in ["", "one two", " one ", "été à Paris", "كلمة أخرى", "今天 天气", "a – b"] {
        assert!(is_even(text), "{text:?}");
    }
    for text in ["a  b", "é  b", "é\u{A0}b", "a\nb", "今\u{3000}天", "a\u{200B}b", "é \u{2003}b", "a\u{7f}"]
    {
        assert!(!is_even(text), "{text:?}");
    }
}

#[test]
fn white_space_is_collapsed_in_every_script() {
    assert_eq!(collapse("  été \u{A0} à\n Paris\u{200B}! "), "été à Paris!");
    assert_eq!(collapse("كلمة\t\tأخرى今\u{3000}天"), "كلمة أخرى今 天");
}
