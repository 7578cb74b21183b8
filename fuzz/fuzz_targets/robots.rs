//! A file becomes rules: it may always be fetched itself, and what it says of a path does not depend on how that is escaped.
#![no_main]

use arbitrary::Arbitrary;
use feedmill::fetch::Robots;
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    file: &'a [u8],
    path: &'a str,
}

fuzz_target!(|input: Input<'_>| {
    let robots = Robots::parse(input.file, "feedmill");
    assert!(robots.allow("/robots.txt"));
    let path = format!("/{}", input.path);
    let allowed = robots.allow(&path);
    assert_eq!(allowed, robots.allow(&path));
    assert!(robots.crawl_delay().is_none_or(|delay| delay.as_secs() <= 60));
    // Letters mean the same with and without an escape (RFC 9309 §2.2.2).
    let escaped: String = path
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { format!("%{:02X}", u32::from(letter)) } else { letter.to_string() })
        .collect();
    if !path.contains('%') {
        assert_eq!(allowed, robots.allow(&escaped), "{path:?} and {escaped:?}");
    }
});
