//! Nothing that an upstream does reaches a reader as a worse feed. A raw upstream misbehaves in every way that has a name,
//! one fault a path, behind the real application: each feed goes from good to the fault and back to good.

mod answers;
mod behind;
mod house;
mod pages;
mod round;
mod table;
mod upstream;
mod witness;
