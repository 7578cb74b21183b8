//! Feeds as they live: the service without its HTTP server, over a store in a file, against an upstream on loopback and
//! with a clock that only the test moves.

mod behind;
mod continued;
mod failures;
mod freshness;
mod identity;
mod items;
mod markup;
mod mill;
mod moved;
mod pages;
mod plausibility;
mod polite;
mod prefetch;
mod recovery;
mod rhythm;
mod syndicated;
mod turned_clock;
mod unsaved;
mod upstream;
