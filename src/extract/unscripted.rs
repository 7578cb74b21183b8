//! Pages whose text stands in `noscript`: what people see is written by scripts, what machines shall read is there.

use scraper::Html;

use super::text::is_silent;

/// The fewest characters of `noscript` that are more than a request to switch scripts on.
const LEAST: usize = 400;
/// `noscript` holds the page when it says this many times what stands outside.
const TIMES: usize = 2;

/// The source of a page without the tags of `noscript` in its body, so that their content becomes part of the tree; none
/// for a page that shows its text anyway.
pub(super) fn source(html: &str, document: &Html) -> Option<String> {
    let unscripted = texts(document)
        .filter(|(parent, _)| *parent == Some("noscript"))
        .map(|(_, text)| characters_between_tags(text))
        .sum::<usize>();
    // Most pages have hardly any, and the rest of them need not be counted.
    if unscripted < LEAST {
        return None;
    }
    let shown = texts(document)
        .filter(|(parent, _)| parent.is_none_or(|name| name != "noscript" && !is_silent(name)))
        .map(|(_, text)| text.chars().filter(|character| !character.is_whitespace()).count())
        .sum::<usize>();
    (unscripted > shown * TIMES).then(|| without_tags(html))
}

/// Every text of a page, with the name of the element that it stands in.
fn texts(document: &Html) -> impl Iterator<Item = (Option<&str>, &str)> {
    document.tree.nodes().filter_map(|node| {
        let text = node.value().as_text()?;
        Some((node.parent().and_then(|parent| Some(parent.value().as_element()?.name())), &**text))
    })
}

fn characters_between_tags(html: &str) -> usize {
    let mut inside = false;
    html.chars()
        .filter(|character| match character {
            '<' => {
                inside = true;
                false
            }
            '>' => {
                inside = false;
                false
            }
            _ => !inside && !character.is_whitespace(),
        })
        .count()
}

fn without_tags(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let mut at = lower.find("<body").unwrap_or_default();
    let mut source = html.get(..at).unwrap_or_default().to_owned();
    let is_tag = |rest: &str| rest.starts_with("<noscript") || rest.starts_with("</noscript");
    while let Some(rest) = lower.get(at..) {
        let Some(start) = rest
            .match_indices('<')
            .map(|(start, _)| start)
            .find(|start| rest.get(*start..).is_some_and(is_tag))
        else {
            break;
        };
        source.push_str(html.get(at..at + start).unwrap_or_default());
        let end = rest.get(start..).and_then(|tag| tag.find('>')).map_or(rest.len(), |end| start + end + 1);
        at += end;
    }
    source.push_str(html.get(at..).unwrap_or_default());
    source
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Option<String> {
        source(html, &Html::parse_document(html))
    }

    #[test]
    fn a_page_that_is_written_in_noscript_is_read_from_there() {
        let text = "The bridge opens in spring, said the council of the town. ".repeat(12);
        let html = format!(
            "<head><noscript><link href=x></noscript></head><BODY><div id=app>Loading</div><NoScript class=x><p>{text}</p></noscript>"
        );
        let source = read(&html).unwrap();
        assert!(source.contains(&format!("<div id=app>Loading</div><p>{text}</p>")));
        assert!(source.starts_with("<head><noscript><link href=x></noscript></head>"));
    }

    #[test]
    fn a_page_that_shows_its_text_is_left_alone() {
        let text = "The bridge opens in spring, said the council of the town. ".repeat(12);
        assert_eq!(read(&format!("<body><p>{text}</p><noscript><p>{text}</p></noscript>")), None);
        assert_eq!(read("<body><noscript>Please switch on scripts.</noscript>"), None);
    }
}
