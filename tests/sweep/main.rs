//! What holds for every command of the catalogue, found by going through it: an example of each is accepted,
//! whatever can be wrong with its bytes is refused, all or nothing is all or nothing, a repeat repeats, and
//! what it tells of itself is what it is.

#[path = "../support/mod.rs"]
#[allow(dead_code, unused_imports, unused_macros, reason = "the stories use the rest of it")]
mod support;

mod atomic;
mod bad_input;
mod cbor;
mod examples;
mod fixtures;
mod ground;
mod limits;
mod mutants;
mod odd;
mod rebuilt;
mod repeats;
mod scene;
mod told;
mod values;
