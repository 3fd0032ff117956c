//! paywright-benches
