//! paywright-scenarios
