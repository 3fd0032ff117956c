//! paywright-testing
