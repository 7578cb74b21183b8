//! File, environment and flags become the settings that the lower modules own.

mod error;
mod load;
mod settings;

pub use error::ConfigError;
pub use load::{Flags, load};
pub use settings::Settings;

pub use crate::web::Listen;
