//! The weights of the evidence. Written by `benches/learn-listing.py`; its figures stand in `docs/detection.md`.

use super::judge::{Join, Listing, Whole};

#[rustfmt::skip]
pub(super) const LISTING: Listing = Listing {
    evidence: [
        3.371, // count
        -1.622, // single
        -1.119, // few
        1.711, // title_length
        -1.760, // title_short
        0.208, // title_long
        0.235, // distinct
        -0.030, // named
        0.424, // heading
        -0.602, // heading_beside
        1.696, // dated
        -0.804, // summary
        0.931, // image
        1.654, // main
        -0.958, // landmark
        -1.238, // boxed
        1.246, // article_like
        -1.412, // taxonomy
        0.947, // deeper
        -1.375, // foreign
        -0.619, // prose
        3.703, // coverage
        -1.951, // siblings
        -0.362, // repeat
        0.532, // dominance
        -0.442, // position
        -0.213, // same_shape
        -1.049, // query
        -0.923, // no_text
        -0.339, // first_in_card
        -0.745, // card_text
        -0.073, // root
        0.000, // title_words
        0.000, // slug_words
        0.000, // service
    ],
};

#[rustfmt::skip]
pub(super) const JOIN: Join = Join {
    bias: -3.004,
    evidence: [
        -0.241, // count
        0.042, // single
        -0.031, // few
        0.681, // title_length
        -0.690, // title_short
        -0.001, // title_long
        0.034, // distinct
        -0.010, // named
        0.306, // heading
        0.105, // heading_beside
        0.207, // dated
        0.258, // summary
        0.347, // image
        0.484, // main
        -0.541, // landmark
        -0.257, // boxed
        1.511, // article_like
        -0.672, // taxonomy
        0.005, // deeper
        -0.481, // foreign
        0.006, // prose
        -0.214, // coverage
        -0.181, // siblings
        -0.157, // repeat
        0.207, // dominance
        0.320, // position
        -0.008, // same_shape
        -0.024, // query
        -0.075, // no_text
        0.044, // first_in_card
        -0.064, // card_text
        -0.149, // root
        0.000, // title_words
        0.000, // slug_words
        0.000, // service
    ],
    likeness: [
        0.057, // same_place
        -1.043, // inside
        0.311, // same_tags
        1.123, // same_shape
        0.387, // same_host
        -0.458, // zone_apart
        -0.052, // heading_apart
        -0.697, // dated_apart
        -0.562, // length_apart
        -0.193, // card_apart
        0.466, // known
        -0.314, // near
    ],
};

#[rustfmt::skip]
pub(super) const PAGE: Whole = Whole {
    bias: -4.211,
    score: 0.581,
    evidence: [
        1.301, // count
        -0.095, // single
        -0.038, // few
        -0.108, // title_length
        -0.945, // title_short
        0.015, // title_long
        0.025, // distinct
        -0.508, // named
        1.091, // heading
        -0.104, // heading_beside
        0.831, // dated
        0.532, // summary
        0.130, // image
        -1.096, // main
        -0.911, // landmark
        -0.005, // boxed
        0.966, // article_like
        -0.482, // taxonomy
        0.857, // deeper
        -0.364, // foreign
        0.271, // prose
        -1.726, // coverage
        1.419, // siblings
        -0.265, // repeat
        -0.543, // dominance
        1.070, // position
        0.728, // same_shape
        -0.838, // query
        0.378, // no_text
        0.410, // first_in_card
        -0.294, // card_text
        -0.231, // root
        0.378, // title_words
        0.209, // slug_words
        -0.373, // service
    ],
    page: [
        1.696, // entries
        -0.445, // covered
        0.153, // prose_beside
        -1.687, // longest_beside
        -2.452, // own_words
        -1.670, // own_article_like
        -1.015, // as_its_entries
        -1.014, // called_article
        -0.624, // called_thread
    ],
};
