//! A robots.txt file: the rules that it has for one robot (RFC 9309 §2.2).

use std::borrow::Cow;
use std::time::Duration;

use encoding_rs::{Encoding, UTF_8};

use super::path::{Pattern, comparable_path};

/// So much of a file is read; what stands behind it does not count (RFC 9309 §2.5).
pub const MAX_ROBOTS_BYTES: usize = 500 * 1024;

/// The longest pause between two requests that a file can ask for. A site that wants to be asked less often than once in
/// a minute can say so with `Retry-After`.
const MAX_CRAWL_DELAY: Duration = Duration::from_secs(60);

/// Misspellings of `disallow` that sites write and every large crawler takes for it.
const DISALLOW: [&str; 6] = ["disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"];

/// What a site's file has for one robot: the rules of the groups that name it, else of those for every robot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Robots {
    rules: Vec<Rule>,
    crawl_delay: Option<Duration>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    pattern: Pattern,
    allows: bool,
}

/// What a line says.
enum Line<'a> {
    UserAgent(&'a [u8]),
    Rule { allows: bool, value: &'a [u8] },
    CrawlDelay(&'a [u8]),
    Other,
}

/// Whom the group that is being read concerns.
#[derive(Clone, Copy, Default)]
struct Scope {
    named: bool,
    every: bool,
    /// Whether the group has rules, so that the next name begins another one.
    has_rules: bool,
}

impl Robots {
    /// Reads a file for the robot of this product token, such as `feedmill`. Whatever cannot be understood is passed over.
    pub fn parse(text: &[u8], product: &str) -> Self {
        let text = text.get(..MAX_ROBOTS_BYTES).unwrap_or(text);
        // What an editor saved as UTF-16 is no UTF-8, as it should be, but means what it says all the same.
        let text = match Encoding::for_bom(text) {
            Some((encoding, mark)) => {
                let rest = text.get(mark..).unwrap_or_default();
                match encoding == UTF_8 {
                    true => Cow::Borrowed(rest),
                    false => {
                        Cow::Owned(encoding.decode_without_bom_handling(rest).0.into_owned().into_bytes())
                    }
                }
            }
            None => Cow::Borrowed(text),
        };
        let (mut named, mut every) = (Self::default(), Self::default());
        let (mut scope, mut is_named) = (Scope::default(), false);
        for line in text.split(|octet| matches!(octet, b'\n' | b'\r')) {
            let line = Line::of(line);
            if let Line::UserAgent(value) = line {
                scope = scope.with(value, product);
                is_named |= scope.named;
                continue;
            }
            scope.has_rules |= matches!(line, Line::Rule { .. });
            if scope.named {
                named.take(&line);
            } else if scope.every {
                every.take(&line);
            }
        }
        if is_named { named } else { every }
    }

    /// Whether a page may be fetched, by its path and query as they stand in the URL. The longest rule that matches
    /// decides; of equally long ones, one that allows. The file itself may always be fetched.
    pub fn allow(&self, path: &str) -> bool {
        let path = comparable_path(path);
        if path == b"/robots.txt" {
            return true;
        }
        let matching = self.rules.iter().filter(|rule| rule.pattern.matches(&path));
        matching.max_by_key(|rule| (rule.pattern.weight(), rule.allows)).is_none_or(|rule| rule.allows)
    }

    /// The pause between two requests that the file asks for; at most a minute.
    pub const fn crawl_delay(&self) -> Option<Duration> {
        self.crawl_delay
    }

    fn take(&mut self, line: &Line<'_>) {
        match line {
            Line::Rule { allows, value } => {
                let pattern = Pattern::new(value);
                self.rules.extend(pattern.map(|pattern| Rule { pattern, allows: *allows }));
                if *allows {
                    self.rules.extend(folder_of_index(value).map(|pattern| Rule { pattern, allows: true }));
                }
            }
            Line::CrawlDelay(value) => self.crawl_delay = self.crawl_delay.max(seconds(value)),
            Line::UserAgent(_) | Line::Other => {}
        }
    }
}

impl Scope {
    /// The scope with one more name; a new one where the group had rules already.
    fn with(self, value: &[u8], product: &str) -> Self {
        let before = if self.has_rules { Self::default() } else { self };
        let is_every = matches!(value, [b'*'] | [b'*', b' ' | b'\t', ..]);
        Self {
            named: before.named || (!is_every && product_of(value).eq_ignore_ascii_case(product.as_bytes())),
            every: before.every || is_every,
            has_rules: false,
        }
    }
}

impl<'a> Line<'a> {
    /// Reads a line: a key, a colon and a value. Where the colon is missing, white space between two words stands for it.
    fn of(line: &'a [u8]) -> Self {
        let line = line.split(|octet| *octet == b'#').next().unwrap_or_default().trim_ascii();
        let Some((key, value)) = split_at_colon(line).or_else(|| two_words(line)) else {
            return Self::Other;
        };
        let key = key.trim_ascii().to_ascii_lowercase();
        match std::str::from_utf8(&key).unwrap_or_default() {
            "user-agent" | "useragent" | "user agent" => Self::UserAgent(value),
            "allow" => Self::Rule { allows: true, value },
            key if DISALLOW.contains(&key) => Self::Rule { allows: false, value },
            "crawl-delay" => Self::CrawlDelay(value),
            _ => Self::Other,
        }
    }
}

fn split_at_colon(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = line.iter().position(|octet| *octet == b':')?;
    let (key, value) = line.split_at_checked(at)?;
    Some((key, value.get(1..)?.trim_ascii()))
}

fn two_words(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let pair = (words.next()?, words.next()?);
    words.next().is_none().then_some(pair)
}

/// The product token at the beginning of a name: letters, hyphens and underscores (RFC 9309 §2.2.1).
fn product_of(value: &[u8]) -> &[u8] {
    let end = value.iter().position(|octet| !(octet.is_ascii_alphabetic() || matches!(octet, b'-' | b'_')));
    value.get(..end.unwrap_or(value.len())).unwrap_or(value)
}

/// Whoever allows a folder's index page means the folder's own address too.
fn folder_of_index(value: &[u8]) -> Option<Pattern> {
    let at = value.iter().rposition(|octet| *octet == b'/')? + 1;
    let (folder, page) = value.split_at_checked(at)?;
    let folder = page.starts_with(b"index.htm").then(|| [folder, b"$"].concat())?;
    Pattern::new(&folder)
}

fn seconds(value: &[u8]) -> Option<Duration> {
    let seconds: f64 = std::str::from_utf8(value).ok()?.parse().ok()?;
    (seconds > 0.0)
        .then(|| Duration::try_from_secs_f64(seconds).unwrap_or(MAX_CRAWL_DELAY).min(MAX_CRAWL_DELAY))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(text: &str, path: &str) -> bool {
        Robots::parse(text.as_bytes(), "feedmill").allow(path)
    }

    #[test]
    fn the_longest_rule_decides_and_allowing_wins_a_tie() {
        let text = "User-agent: *\nDisallow: /news\nAllow: /news/world\nDisallow: /news/world/secret\n\
                    Allow: /tie\nDisallow: /tie\n";
        assert!(allows(text, "/"));
        assert!(!allows(text, "/news"));
        assert!(allows(text, "/news/world/1"));
        assert!(!allows(text, "/news/world/secret?x=1"));
        assert!(allows(text, "/tie"));
        assert!(allows("User-agent: *\nDisallow: /", "/robots.txt"));
        assert!(allows("User-agent: *\nDisallow:\n", "/a"));
    }

    #[test]
    fn the_groups_that_name_the_robot_count_together_and_the_others_not() {
        let text = "User-agent: *\nDisallow: /\n\nUser-agent: Other\nUser-Agent: FeedMill/2.0 (test)\nDisallow: /a\n\
                    Crawl-delay: 2\n\nUser-agent: other\nDisallow: /b\n\nuser-agent: feedmill\nDisallow: /c\nCrawl-delay: 7.5";
        for (path, expected) in [("/", true), ("/a", false), ("/b", true), ("/c", false)] {
            assert_eq!(allows(text, path), expected, "{path}");
        }
        assert_eq!(
            Robots::parse(text.as_bytes(), "feedmill").crawl_delay(),
            Some(Duration::from_millis(7500))
        );
        assert!(allows("User-agent: *\nDisallow: /\nUser-agent: feedmill\n", "/a"), "a group without rules");
        assert!(!allows("User-agent: feedmill-images\nDisallow: /b\nUser-agent: *\nDisallow: /a", "/a"));
    }

    #[test]
    fn a_file_is_read_with_the_mark_of_its_encoding() {
        let text = "User-agent: *\nDisallow: /private\n";
        let little = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes));
        let big = [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes));
        let utf8 = [0xef, 0xbb, 0xbf].into_iter().chain(text.bytes());
        for file in [little.collect::<Vec<u8>>(), big.collect(), utf8.collect()] {
            let robots = Robots::parse(&file, "feedmill");
            assert!(!robots.allow("/private/1") && robots.allow("/news"), "{file:?}");
        }
    }

    #[test]
    fn what_is_no_rule_is_passed_over() {
        for text in [
            "",
            "Disallow: /",
            "<!doctype html><title>Not found</title><p>Disallow: /",
            "User-agent: *\nNoindex: /\nSitemap: https://a.example/s.xml\nDisallow\nDisallow /a /b",
        ] {
            assert!(allows(text, "/a"), "{text}");
        }
        assert!(!allows("\u{feff}USER-AGENT : *\r\rdisalow: /a # all of it", "/a"));
        assert!(!allows("user-agent *\ndisallow /a", "/a"));
        assert!(!allows("User-agent: *\nCrawl-delay: 1\nUser-agent: b\nSitemap: x\nDisallow: /a", "/a"));
    }

    #[test]
    fn a_pause_is_bounded_and_garbage_asks_for_none() {
        for (value, expected) in [
            ("1", Some(1)),
            ("3600", Some(60)),
            ("1e300", Some(60)),
            ("inf", Some(60)),
            ("0", None),
            ("-1", None),
            ("NaN", None),
            ("soon", None),
            ("", None),
        ] {
            let text = format!("User-agent: *\nCrawl-delay: {value}");
            let delay = Robots::parse(text.as_bytes(), "feedmill").crawl_delay();
            assert_eq!(delay, expected.map(Duration::from_secs), "{value}");
        }
    }

    #[test]
    fn what_stands_behind_the_bound_does_not_count() {
        let mut text = b"User-agent: *\nDisallow: /a\n".to_vec();
        text.resize(MAX_ROBOTS_BYTES, b'\n');
        text.extend(b"Disallow: /b\n");
        let robots = Robots::parse(&text, "feedmill");
        assert!(!robots.allow("/a"));
        assert!(robots.allow("/b"));
    }

    proptest::proptest! {
        #[test]
        fn no_file_ends_in_a_panic(text: Vec<u8>, lines in "[ua:*/$%# \n]{0,80}", path: String) {
            Robots::parse(&text, "feedmill").allow(&path);
            Robots::parse(lines.as_bytes(), "feedmill").allow(&path);
        }
    }
}
