//! A service, its upstream and its clock, put together as the application does it.

mod clock;
mod exchange;
pub mod programs;
mod upstream;
mod world;

pub use clock::ManualClock;
pub use exchange::Exchange;
pub use upstream::Upstream;
pub use world::{METRICS, World, WorldSettings, hooks};
