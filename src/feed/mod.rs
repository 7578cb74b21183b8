//! The service behind every entrance, free of HTTP.
