//! What the catalogue publishes: machines, commands, tables and codes; complete, unique, and written down in
//! `docs`.
//!
//! `UPDATE_DOCS=1 cargo test -p paywright-scenarios --test catalogue` writes the documents anew.

mod defaults;
mod descriptors;
mod documents;
mod machines;
mod pages;
mod shapes;
