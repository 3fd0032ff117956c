//! One file a target: `check` says what holds, `corpus` gives inputs that are accepted.

pub mod answers;
pub mod commands;
pub mod cursors;
pub mod cuts;
pub mod entries;
pub mod ids;
pub mod imports;
pub mod metadata;
pub mod money;
pub mod orders;
pub mod replays;
pub mod requests;
pub mod rows;
pub mod seals;
pub mod signatures;
pub mod times;
pub mod values;
