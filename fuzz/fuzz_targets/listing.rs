//! A page becomes a listing: whatever it holds, detection ends, its entries have addresses that can be fetched, and the rules
//! that it prints are those of a definition.
#![no_main]

use feedmill::extract::listing::Detail;
use feedmill::feed::{listing_feed, listing_of};
use feedmill::model::SiteName;
use feedmill::site::Site;
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|html: &str| {
    let url = Url::parse("https://news.example/world/").unwrap();
    let now = Timestamp::from_second(1_772_366_400).unwrap();
    let Ok(read) = listing_of(html, &url, None, None, Detail::Explanation, now) else { return };
    for entry in &read.listing.entries {
        if let Some(address) = &entry.url {
            assert!(matches!(address.scheme(), "http" | "https"), "{address}");
        }
        assert!(entry.title.as_deref().is_none_or(|title| !title.trim().is_empty()));
    }
    assert!((0.0..=1.0).contains(&read.listing.confidence));
    let feed = listing_feed(&read, &Site::of_page(SiteName::convert(), &url), 900, now);
    assert!(feed.items.len() <= read.listing.entries.len());
});
