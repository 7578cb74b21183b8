//! What a feed is beyond its newest items: pages of the archive, changes alone, the hub that is told, and feeds that join
//! several sites. The real server, over an upstream and a hub that the test controls.

mod archive;
mod changes;
mod mixes;
mod paper;
mod upstream;
mod websub;
