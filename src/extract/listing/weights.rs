//! The weights of the evidence. Written by `benches/learn-listing.py`; its figures stand in `docs/detection.md`.

use super::judge::{Join, Listing};

#[rustfmt::skip]
pub(super) const LISTING: Listing = Listing {
    evidence: [
        3.354, // count
        -1.663, // single
        -0.850, // few
        1.891, // title_length
        -1.756, // title_short
        0.185, // title_long
        0.336, // distinct
        -0.088, // named
        0.437, // heading
        -0.627, // heading_beside
        1.636, // dated
        -0.743, // summary
        0.952, // image
        1.671, // main
        -0.840, // landmark
        -1.290, // boxed
        1.274, // article_like
        -1.430, // taxonomy
        0.959, // deeper
        -1.230, // foreign
        -0.640, // prose
        3.744, // coverage
        -1.895, // siblings
        -0.360, // repeat
        0.573, // dominance
        -0.458, // position
        -0.321, // same_shape
        -1.272, // query
        -0.863, // no_text
        -0.297, // first_in_card
        -0.734, // card_text
        -0.059, // root
    ],
    confidence: (0.887, 0.612),
};

#[rustfmt::skip]
pub(super) const JOIN: Join = Join {
    bias: -3.188,
    evidence: [
        -0.258, // count
        0.030, // single
        -0.028, // few
        0.673, // title_length
        -0.682, // title_short
        -0.001, // title_long
        0.043, // distinct
        -0.010, // named
        0.337, // heading
        0.098, // heading_beside
        0.281, // dated
        0.286, // summary
        0.369, // image
        0.477, // main
        -0.473, // landmark
        -0.281, // boxed
        1.553, // article_like
        -0.678, // taxonomy
        0.117, // deeper
        -0.483, // foreign
        0.004, // prose
        -0.189, // coverage
        -0.147, // siblings
        -0.163, // repeat
        0.194, // dominance
        0.310, // position
        0.013, // same_shape
        -0.020, // query
        -0.084, // no_text
        0.062, // first_in_card
        -0.059, // card_text
        -0.151, // root
    ],
    likeness: [
        0.041, // same_place
        -1.026, // inside
        0.285, // same_tags
        1.163, // same_shape
        0.389, // same_host
        -0.421, // zone_apart
        -0.057, // heading_apart
        -0.555, // dated_apart
        -0.629, // length_apart
        -0.192, // card_apart
        0.537, // known
        -0.301, // near
    ],
};
