//! The weights of the evidence. Written by `benches/learn-listing.py`; its figures stand in `docs/detection.md`.

use super::judge::{Join, Listing, Whole};

#[rustfmt::skip]
pub(super) const LISTING: Listing = Listing {
    evidence: [
        3.387, // count
        -1.629, // single
        -1.117, // few
        1.720, // title_length
        -1.771, // title_short
        0.214, // title_long
        0.217, // distinct
        -0.042, // named
        0.435, // heading
        -0.593, // heading_beside
        1.700, // dated
        -0.778, // summary
        0.951, // image
        1.688, // main
        -0.842, // landmark
        -1.207, // boxed
        1.239, // article_like
        -1.400, // taxonomy
        0.953, // deeper
        -1.366, // foreign
        -0.606, // prose
        3.715, // coverage
        -1.941, // siblings
        -0.356, // repeat
        0.532, // dominance
        -0.419, // position
        -0.210, // same_shape
        -1.060, // query
        -0.914, // no_text
        -0.327, // first_in_card
        -0.749, // card_text
        -0.077, // root
    ],
};

#[rustfmt::skip]
pub(super) const JOIN: Join = Join {
    bias: -3.096,
    evidence: [
        -0.256, // count
        0.034, // single
        -0.035, // few
        0.664, // title_length
        -0.696, // title_short
        -0.001, // title_long
        0.038, // distinct
        -0.006, // named
        0.329, // heading
        0.097, // heading_beside
        0.224, // dated
        0.275, // summary
        0.362, // image
        0.471, // main
        -0.486, // landmark
        -0.273, // boxed
        1.538, // article_like
        -0.681, // taxonomy
        0.118, // deeper
        -0.479, // foreign
        0.006, // prose
        -0.186, // coverage
        -0.163, // siblings
        -0.161, // repeat
        0.205, // dominance
        0.305, // position
        0.004, // same_shape
        -0.026, // query
        -0.079, // no_text
        0.068, // first_in_card
        -0.061, // card_text
        -0.150, // root
    ],
    likeness: [
        0.057, // same_place
        -1.020, // inside
        0.300, // same_tags
        1.151, // same_shape
        0.385, // same_host
        -0.424, // zone_apart
        -0.054, // heading_apart
        -0.668, // dated_apart
        -0.595, // length_apart
        -0.175, // card_apart
        0.542, // known
        -0.297, // near
    ],
};

#[rustfmt::skip]
pub(super) const PAGE: Whole = Whole {
    bias: -4.718,
    score: 0.754,
    evidence: [
        0.510, // count
        -0.216, // single
        -0.121, // few
        -0.879, // title_length
        0.697, // title_short
        0.493, // title_long
        0.742, // distinct
        -0.207, // named
        0.803, // heading
        -0.271, // heading_beside
        -0.027, // dated
        -0.020, // summary
        -0.305, // image
        -1.603, // main
        -2.019, // landmark
        -0.802, // boxed
        -0.051, // article_like
        0.896, // taxonomy
        0.748, // deeper
        0.063, // foreign
        -0.136, // prose
        0.724, // coverage
        1.657, // siblings
        -0.132, // repeat
        -0.512, // dominance
        -0.570, // position
        0.365, // same_shape
        -0.854, // query
        0.279, // no_text
        0.737, // first_in_card
        -2.187, // card_text
        -0.116, // root
    ],
    page: [
        0.220, // entries
        1.287, // covered
        -0.312, // prose_beside
        -2.679, // longest_beside
    ],
};
