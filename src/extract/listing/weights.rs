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
        0.000, // title_words
        0.000, // slug_words
        0.000, // service
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
        0.000, // title_words
        0.000, // slug_words
        0.000, // service
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
    bias: -4.891,
    score: 0.628,
    evidence: [
        1.546, // count
        -0.133, // single
        -0.127, // few
        -0.466, // title_length
        -0.941, // title_short
        0.503, // title_long
        0.166, // distinct
        -0.566, // named
        1.235, // heading
        -0.081, // heading_beside
        0.897, // dated
        0.556, // summary
        -0.311, // image
        -1.373, // main
        -1.376, // landmark
        -0.432, // boxed
        0.553, // article_like
        -0.213, // taxonomy
        1.324, // deeper
        0.122, // foreign
        0.397, // prose
        -1.706, // coverage
        1.452, // siblings
        -0.176, // repeat
        -0.554, // dominance
        0.893, // position
        0.639, // same_shape
        -1.036, // query
        0.270, // no_text
        0.499, // first_in_card
        -0.472, // card_text
        -0.306, // root
        0.114, // title_words
        -0.349, // slug_words
        -0.466, // service
    ],
    page: [
        1.315, // entries
        -0.139, // covered
        -0.408, // prose_beside
        -2.963, // longest_beside
    ],
};
