//! Names of elements and attributes.

use html5ever::LocalName;

/// How many names are remembered, each in the one place that its letters choose.
const PLACES: usize = 128;
/// Names up to so many bytes are made as fast as they would be found.
const SHORT_BYTES: usize = 7;

/// The names of a page. Making one takes a hash of all its letters, and a lock where html5ever does not know it.
pub(super) struct Names<'text> {
    remembered: Vec<Option<(&'text str, LocalName)>>,
}

impl<'text> Names<'text> {
    pub(super) fn new() -> Self {
        Self { remembered: vec![None; PLACES] }
    }

    /// A name in the letters of the page, which may be large.
    pub(super) fn of(&mut self, written: &'text str) -> LocalName {
        if written.len() <= SHORT_BYTES {
            return lowercase(written);
        }
        let Some(place) = self.remembered.get_mut(place_of(written)) else { return lowercase(written) };
        match place {
            Some((known, name)) if *known == written => name.clone(),
            _ => {
                let name = lowercase(written);
                *place = Some((written, name.clone()));
                name
            }
        }
    }
}

fn lowercase(written: &str) -> LocalName {
    if written.bytes().any(|byte| byte.is_ascii_uppercase()) {
        LocalName::from(written.to_ascii_lowercase())
    } else {
        LocalName::from(written)
    }
}

/// Names of a page often begin alike (`data-…`) and differ in their ends.
fn place_of(written: &str) -> usize {
    let ends = written.bytes().rev().take(8);
    ends.fold(written.len(), |hash, byte| hash.wrapping_mul(31).wrapping_add(usize::from(byte))) % PLACES
}
