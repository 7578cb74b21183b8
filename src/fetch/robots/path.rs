//! Paths and the patterns of rules, in the form in which they are compared (RFC 9309 §2.2.2).

/// A pattern: `*` stands for any octets, `$` at the end for the end of the path. Otherwise it matches every path that
/// begins with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    octets: Vec<u8>,
    anchored: bool,
}

impl Pattern {
    /// A pattern as it stands in the file; none where nothing stands.
    pub fn new(value: &[u8]) -> Option<Self> {
        let (value, anchored) = match value.strip_suffix(b"$") {
            Some(value) => (value, true),
            None => (value, false),
        };
        (anchored || !value.is_empty()).then(|| Self { octets: comparable(value, true), anchored })
    }

    /// Of two patterns that match, the longer one decides.
    pub fn weight(&self) -> usize {
        self.octets.len() + usize::from(self.anchored)
    }

    /// Whether a path matches that is in comparable form. Between stars the first place is taken, which leaves the most
    /// for what follows; so no octet of the path is tried twice for the same piece.
    pub fn matches(&self, path: &[u8]) -> bool {
        let mut pieces = self.octets.split(|octet| *octet == b'*');
        let Some(mut rest) = pieces.next().and_then(|first| path.strip_prefix(first)) else {
            return false;
        };
        let Some(last) = pieces.next_back() else {
            return !self.anchored || rest.is_empty();
        };
        for piece in pieces {
            match after(rest, piece) {
                Some(behind) => rest = behind,
                None => return false,
            }
        }
        if self.anchored { rest.ends_with(last) } else { after(rest, last).is_some() }
    }
}

/// A path with its query, as a URL has it, in comparable form. What is not ASCII stands in no URL and matches nothing.
pub(super) fn comparable_path(path: &str) -> Vec<u8> {
    let path = path.split('#').next().unwrap_or_default();
    comparable(path.as_bytes(), false)
}

/// Octets that need no escape are written as themselves, escapes in capitals. In a rule, what is not ASCII is escaped.
fn comparable(octets: &[u8], escape: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(octets.len());
    let mut rest = octets;
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        match (first, behind) {
            (b'%', [high, low, after @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                rest = after;
                let (high, low) = (high.to_ascii_uppercase(), low.to_ascii_uppercase());
                match value_of([high, low]).filter(|octet| is_unreserved(*octet)) {
                    Some(octet) => out.push(octet),
                    None => out.extend([b'%', high, low]),
                }
            }
            (octet, _) if escape && !octet.is_ascii() => out.extend(format!("%{octet:02X}").bytes()),
            (octet, _) => out.push(*octet),
        }
    }
    out
}

fn value_of(digits: [u8; 2]) -> Option<u8> {
    let text = std::str::from_utf8(&digits).ok()?;
    u8::from_str_radix(text, 16).ok()
}

/// RFC 3986 §2.3.
const fn is_unreserved(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'.' | b'_' | b'~')
}

/// What stands behind the first place of a piece.
fn after<'a>(text: &'a [u8], piece: &[u8]) -> Option<&'a [u8]> {
    let at = memchr::memmem::find(text, piece)?;
    text.get(at + piece.len()..)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        Pattern::new(pattern.as_bytes()).unwrap().matches(&comparable_path(path))
    }

    #[test]
    fn a_pattern_matches_what_begins_with_it_with_stars_and_an_end() {
        for (pattern, path, expected) in [
            ("/", "/anything?at=all", true),
            ("/fish", "/fishheads/yummy.html", true),
            ("/fish", "/Fish", false),
            ("/fish*", "/fish", true),
            ("/*.php", "/folder/index.php?parameters", true),
            ("/*.php$", "/index.php", true),
            ("/*.php$", "/index.php?parameters", false),
            ("/fish*.php", "/fishheads/catfish.php", true),
            ("/a*b*c$", "/axbybxc", true),
            ("/a*b*c$", "/axc", false),
            ("/a*a$", "/a", false),
            ("$", "", true),
            ("$", "/", false),
            ("*", "", true),
            ("/$/x", "/$/x", true),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        }
        assert_eq!(Pattern::new(b""), None);
    }

    #[test]
    fn escapes_are_compared_by_what_they_mean() {
        for (pattern, path, expected) in [
            ("/foo/bar/\u{30c4}", "/foo/bar/%E3%83%84", true),
            ("/foo/bar/%e3%83%84", "/foo/bar/%E3%83%84", true),
            ("/foo/bar/%62%61%7A", "/foo/bar/baz", true),
            ("/foo/bar/baz", "/foo/bar/%62%61%7A", true),
            ("/a%2Fb", "/a/b", false),
            ("/100%", "/100%", true),
            ("/100%z1", "/100%z1", true),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_pattern_and_no_path_end_in_a_panic(pattern: Vec<u8>, path: String) {
            let path = comparable_path(&path);
            if let Some(pattern) = Pattern::new(&pattern) {
                pattern.matches(&path);
            }
        }
    }
}
