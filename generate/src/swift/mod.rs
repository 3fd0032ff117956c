//! The typed half of the Swift package.

mod calls;
mod catalogue;
mod commands;
mod errors;
mod records;
mod story;
mod text;
mod types;
mod values;
mod words;

use crate::Written;

/// Where the package's generated sources lie.
const SOURCES: &str = "bindings-mobile/swift/Sources/Paywright/Generated";
/// And those of its tests.
const TESTS: &str = "bindings-mobile/swift/Tests/PaywrightTests/Generated";

/// Each file, from the top of the workspace.
pub fn files() -> Vec<Written> {
    let source = |name: &str, text| Written::new(&format!("{SOURCES}/{name}.swift"), text);
    vec![
        source("Ids", words::ids()),
        source("Words", words::words()),
        source("Values", values::values()),
        source("Records", records::records()),
        source("Indexes", records::indexes()),
        source("Commands", commands::commands()),
        source("AnyCommand", commands::any()),
        source("Calls", calls::calls()),
        source("PaywrightError", errors::errors()),
        source("Catalogue", catalogue::catalogue()),
        Written::new(&format!("{TESTS}/Played.swift"), story::story()),
    ]
}
