//! paywright-examples
