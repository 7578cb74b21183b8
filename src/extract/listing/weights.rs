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
    bias: -4.754,
    score: 0.991,
    evidence: [
        0.299, // count
        -0.085, // single
        -0.061, // few
        -0.983, // title_length
        0.152, // title_short
        0.350, // title_long
        0.337, // distinct
        -0.217, // named
        0.745, // heading
        -0.162, // heading_beside
        -0.359, // dated
        -0.128, // summary
        -0.584, // image
        -1.670, // main
        -1.840, // landmark
        -0.496, // boxed
        -0.100, // article_like
        0.489, // taxonomy
        0.813, // deeper
        0.210, // foreign
        -0.096, // prose
        1.228, // coverage
        1.565, // siblings
        -0.461, // repeat
        -0.297, // dominance
        -0.461, // position
        0.523, // same_shape
        -0.745, // query
        0.343, // no_text
        0.740, // first_in_card
        -1.410, // card_text
        -0.066, // root
    ],
    page: [
        0.307, // entries
        -0.214, // covered
        -0.094, // prose_beside
        -2.405, // longest_beside
    ],
};
