//! A text becomes site definitions or an error that says where and what was expected. What is taken can be asked for its feeds.
#![no_main]

use feedmill::site::{Catalogue, SourceFile};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for name in ["news.toml", "mixes.toml"] {
        let file = SourceFile { name: name.to_owned(), text: text.to_owned() };
        let loaded = Catalogue::load([], [file]).unwrap();
        for error in &loaded.rejected {
            assert!(error.to_string().contains(name), "{error}");
        }
        for site in loaded.catalogue.sites() {
            for section in &site.sections {
                assert_eq!(loaded.catalogue.feed(&section.key).unwrap().key, section.key);
            }
        }
    }
});
