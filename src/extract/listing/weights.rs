//! The weights of the evidence. Written by `benches/learn-listing.py`; its figures stand in `docs/detection.md`.

use super::judge::{Join, Listing, Whole};

#[rustfmt::skip]
pub(super) const LISTING: Listing = Listing {
    evidence: [
        3.376, // count
        -1.622, // single
        -1.117, // few
        1.715, // title_length
        -1.762, // title_short
        0.215, // title_long
        0.234, // distinct
        -0.032, // named
        0.418, // heading
        -0.598, // heading_beside
        1.694, // dated
        -0.797, // summary
        0.930, // image
        1.653, // main
        -0.956, // landmark
        -1.236, // boxed
        1.244, // article_like
        -1.411, // taxonomy
        0.945, // deeper
        -1.375, // foreign
        -0.617, // prose
        3.710, // coverage
        -1.949, // siblings
        -0.360, // repeat
        0.529, // dominance
        -0.418, // position
        -0.214, // same_shape
        -1.050, // query
        -0.925, // no_text
        -0.336, // first_in_card
        -0.745, // card_text
        -0.074, // root
    ],
};

#[rustfmt::skip]
pub(super) const JOIN: Join = Join {
    bias: -3.005,
    evidence: [
        -0.239, // count
        0.042, // single
        -0.030, // few
        0.679, // title_length
        -0.689, // title_short
        -0.001, // title_long
        0.034, // distinct
        -0.009, // named
        0.306, // heading
        0.105, // heading_beside
        0.207, // dated
        0.258, // summary
        0.347, // image
        0.483, // main
        -0.538, // landmark
        -0.256, // boxed
        1.507, // article_like
        -0.671, // taxonomy
        0.005, // deeper
        -0.479, // foreign
        0.006, // prose
        -0.212, // coverage
        -0.180, // siblings
        -0.156, // repeat
        0.205, // dominance
        0.320, // position
        -0.008, // same_shape
        -0.024, // query
        -0.075, // no_text
        0.043, // first_in_card
        -0.063, // card_text
        -0.148, // root
    ],
    likeness: [
        0.057, // same_place
        -1.041, // inside
        0.311, // same_tags
        1.121, // same_shape
        0.386, // same_host
        -0.456, // zone_apart
        -0.053, // heading_apart
        -0.696, // dated_apart
        -0.561, // length_apart
        -0.193, // card_apart
        0.463, // known
        -0.313, // near
    ],
};

#[rustfmt::skip]
pub(super) const PAGE: Whole = Whole {
    bias: -4.630,
    score: 0.765,
    evidence: [
        0.560, // count
        -0.197, // single
        -0.110, // few
        -0.855, // title_length
        0.538, // title_short
        0.507, // title_long
        0.675, // distinct
        -0.227, // named
        0.856, // heading
        -0.337, // heading_beside
        -0.096, // dated
        -0.089, // summary
        -0.287, // image
        -1.638, // main
        -1.997, // landmark
        -0.803, // boxed
        -0.063, // article_like
        1.110, // taxonomy
        0.644, // deeper
        0.120, // foreign
        -0.096, // prose
        0.691, // coverage
        1.649, // siblings
        -0.271, // repeat
        -0.568, // dominance
        -0.566, // position
        0.417, // same_shape
        -0.887, // query
        0.329, // no_text
        0.707, // first_in_card
        -2.188, // card_text
        -0.074, // root
    ],
    page: [
        0.282, // entries
        1.339, // covered
        -0.384, // prose_beside
        -2.673, // longest_beside
    ],
};
