//! The typed half of the Kotlin package.

mod calls;
mod commands;
mod errors;
mod examples;
mod records;
mod text;
mod types;
mod values;
mod words;

use crate::Written;

/// Each file, from the top of the workspace.
pub fn files() -> Vec<Written> {
    let package = |name: &str, text| {
        Written::new(&format!("bindings-mobile/kotlin/src/generated/kotlin/dev/paywright/{name}"), text)
    };
    vec![
        package("Ids.kt", words::ids()),
        package("Enums.kt", words::enums()),
        package("Values.kt", values::values()),
        package("Records.kt", records::records()),
        package("Commands.kt", commands::commands()),
        package("Calls.kt", calls::calls()),
        package("Families.kt", errors::families()),
        package("Catalogue.kt", commands::catalogue()),
        Written::new("bindings-mobile/commands.jsonl", examples::commands()),
    ]
}
