//! The feedmill program.

fn main() {}
