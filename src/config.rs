//! File, environment and flags become the settings that the lower modules own.
