//! The typed half of the Python package, and pages of its documents.

mod commands;
mod errors;
mod hints;
mod pages;
mod records;
mod text;
mod values;

use crate::Written;

/// Each file, from the top of the workspace.
pub fn files() -> Vec<Written> {
    let package = |name: &str, text| Written::new(&format!("bindings-python/python/paywright/{name}"), text);
    let page = |name: &str, text| Written::new(&format!("bindings-python/docs/{name}"), text);
    vec![
        package("ids.py", values::ids()),
        package("enums.py", values::enums()),
        package("values.py", values::values()),
        package("records.py", records::records()),
        package("commands.py", commands::commands()),
        package("_calls.py", commands::calls(commands::Way::Sync)),
        package("_aio_calls.py", commands::calls(commands::Way::Async)),
        package("_classes.py", records::classes()),
        package("errors.py", errors::errors()),
        page("errors.md", pages::errors()),
        page("tables.md", pages::tables()),
    ]
}
