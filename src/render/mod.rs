//! Pure functions from a feed to a document.
