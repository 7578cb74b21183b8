//! The charset that a document declares in its first bytes (HTML Standard §13.2.3.2, XML 1.0 §4.3.3).

/// The label in the first `<meta charset>` or `<meta http-equiv="content-type">`. Comments and the attributes of other
/// elements are passed over, so that a label that is only quoted somewhere does not count.
pub(super) fn meta_label(head: &[u8]) -> Option<String> {
    let mut scanner = Scanner { rest: head };
    while scanner.skip_to(b'<') {
        if scanner.take(b"!--") {
            // `<!-->` is a comment too: its end may share the hyphens of its beginning.
            scanner.rest = after_comment(scanner.rest);
        } else if let Some(name) = scanner.tag_name() {
            let attributes = scanner.attributes();
            if name == "meta"
                && let Some(label) = label_of_meta(&attributes)
            {
                return Some(label);
            }
        } else if matches!(scanner.rest.first(), Some(b'!' | b'/' | b'?')) {
            scanner.skip_to(b'>');
        }
    }
    None
}

/// The label of an XML declaration at the very beginning.
pub(super) fn xml_label(head: &[u8]) -> Option<String> {
    let declaration = head.strip_prefix(b"<?xml")?;
    let end = declaration.iter().position(|byte| *byte == b'>')?;
    let declaration = String::from_utf8_lossy(declaration.get(..end)?);
    let (_, value) = declaration.split_once("encoding")?;
    quoted(value.trim_start().strip_prefix('=')?)
}

struct Scanner<'a> {
    rest: &'a [u8],
}

impl Scanner<'_> {
    /// Goes behind the next such byte; false, at the end of the text, where there is none.
    fn skip_to(&mut self, byte: u8) -> bool {
        let found = self.rest.iter().position(|other| *other == byte);
        self.advance(found.map_or(self.rest.len(), |index| index + 1));
        found.is_some()
    }

    fn take(&mut self, prefix: &[u8]) -> bool {
        let found = self.rest.starts_with(prefix);
        if found {
            self.advance(prefix.len());
        }
        found
    }

    /// The name of a start or end tag whose `<` has been passed, in lower case.
    fn tag_name(&mut self) -> Option<String> {
        let start = usize::from(self.rest.first() == Some(&b'/'));
        self.rest.get(start).filter(|byte| byte.is_ascii_alphabetic())?;
        self.advance(start);
        let name = self.take_until(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
        // An end tag is passed over like a start tag, but it declares nothing.
        Some(if start == 0 { name } else { String::new() })
    }

    /// The attributes up to the end of the tag.
    fn attributes(&mut self) -> Vec<(String, String)> {
        let mut attributes = Vec::new();
        loop {
            self.skip_while(|byte| byte.is_ascii_whitespace() || byte == b'/');
            if self.rest.is_empty() || self.take(b">") {
                return attributes;
            }
            let before = self.rest.len();
            let name =
                self.take_until(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'='));
            self.skip_while(|byte| byte.is_ascii_whitespace());
            let value = if self.take(b"=") { self.value() } else { String::new() };
            if self.rest.len() == before {
                return attributes;
            }
            attributes.push((name, value));
        }
    }

    fn value(&mut self) -> String {
        self.skip_while(|byte| byte.is_ascii_whitespace());
        match self.rest.first().copied() {
            Some(quote @ (b'"' | b'\'')) => {
                self.advance(1);
                let value = self.take_until(|byte| byte == quote);
                self.advance(1);
                value
            }
            _ => self.take_until(|byte| byte.is_ascii_whitespace() || byte == b'>'),
        }
    }

    fn take_until(&mut self, ends: impl Fn(u8) -> bool) -> String {
        let length = self.rest.iter().position(|byte| ends(*byte)).unwrap_or(self.rest.len());
        let taken = self.rest.get(..length).unwrap_or_default();
        let text = String::from_utf8_lossy(taken).to_ascii_lowercase();
        self.advance(length);
        text
    }

    fn skip_while(&mut self, holds: impl Fn(u8) -> bool) {
        let length = self.rest.iter().position(|byte| !holds(*byte)).unwrap_or(self.rest.len());
        self.advance(length);
    }

    fn advance(&mut self, length: usize) {
        self.rest = self.rest.get(length..).unwrap_or_default();
    }
}

fn after_comment(text: &[u8]) -> &[u8] {
    if let Some(rest) = text.strip_prefix(b">") {
        return rest;
    }
    let end = text.windows(3).position(|window| window == b"-->");
    end.and_then(|end| text.get(end + 3..)).unwrap_or_default()
}

fn label_of_meta(attributes: &[(String, String)]) -> Option<String> {
    let value_of = |wanted: &str| {
        let attribute = attributes.iter().find(|(name, _)| name == wanted);
        attribute.map(|(_, value)| value.as_str())
    };
    if let Some(label) = value_of("charset") {
        return Some(label.trim().to_owned()).filter(|label| !label.is_empty());
    }
    if value_of("http-equiv")?.trim() != "content-type" {
        return None;
    }
    label_in_content(value_of("content")?)
}

/// The label behind `charset=` in a `content` attribute, quoted or not.
fn label_in_content(content: &str) -> Option<String> {
    content.split("charset").skip(1).find_map(|after| {
        let value = after.trim_start().strip_prefix('=')?;
        quoted(value).or_else(|| {
            let label = value.trim_start().split([';', ' ', '\t', '"', '\'']).next()?;
            Some(label.to_owned()).filter(|label| !label.is_empty())
        })
    })
}

/// The text between the quotes that a value begins with.
fn quoted(value: &str) -> Option<String> {
    let value = value.trim_start();
    let quote = value.chars().next().filter(|letter| matches!(letter, '"' | '\''))?;
    let (label, _) = value.strip_prefix(quote)?.split_once(quote)?;
    Some(label.trim().to_owned()).filter(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meta_element_is_read_in_every_spelling() {
        for (head, expected) in [
            ("<meta charset=utf-8>", "utf-8"),
            ("<META CHARSET='Windows-1251'/>", "windows-1251"),
            ("<html><head data-a='>' ><meta  charset = \"gbk\" >", "gbk"),
            ("<meta http-equiv=Content-Type content=\"text/html; charset=koi8-r\">", "koi8-r"),
            ("<meta content='text/html;charset=\"big5\"' http-equiv='content-type'>", "big5"),
            ("<meta name=a content=b><meta charset=euc-kr>", "euc-kr"),
            ("<!-- > --><!--><meta charset=utf-8>", "utf-8"),
            ("<!doctype html></br><?php ?><meta\ncharset=utf-8\n>", "utf-8"),
        ] {
            assert_eq!(meta_label(head.as_bytes()).as_deref(), Some(expected), "{head}");
        }
    }

    #[test]
    fn what_only_looks_like_a_declaration_is_passed_over() {
        for head in [
            "<!-- <meta charset=gbk> -->",
            "<!-- <meta charset=gbk>",
            "<p title='<meta charset=gbk>'>",
            "</meta charset=gbk>",
            "<meta name=description content='charset=gbk'>",
            "<metadata charset=gbk>",
            "<meta charset>",
            "<meta charset=''>",
            "<meta http-equiv=content-type content='text/html'>",
            "meta charset=gbk",
            "<",
            "",
        ] {
            assert_eq!(meta_label(head.as_bytes()), None, "{head}");
        }
    }

    #[test]
    fn an_xml_declaration_counts_at_the_very_beginning_alone() {
        let label = |head: &str| xml_label(head.as_bytes());
        assert_eq!(label("<?xml version='1.0' encoding='EUC-JP'?><a/>").as_deref(), Some("EUC-JP"));
        assert_eq!(label("<?xml version=\"1.0\" encoding = \"utf-8\"?>").as_deref(), Some("utf-8"));
        assert_eq!(label("<?xml version='1.0'?><a encoding='gbk'/>"), None);
        assert_eq!(label(" <?xml version='1.0' encoding='gbk'?>"), None);
        assert_eq!(label("<?xml encoding='gbk"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_stop_the_scan(head: Vec<u8>, tags in "[<>=/!'\" a-cmet-]{0,200}") {
            meta_label(&head);
            xml_label(&head);
            meta_label(tags.as_bytes());
        }
    }
}
