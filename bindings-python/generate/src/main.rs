//! Writes the typed half of the Python package, and pages of its documents, from core's descriptions:
//! `cargo xtask generate`. The test compares what would be written with what is there.

mod commands;
mod errors;
mod pages;
mod python;
mod records;
mod shapes;
mod values;

use std::path::PathBuf;
use std::{fs, io};

/// Each file by its place in the package, and its text.
fn files() -> Vec<(&'static str, String)> {
    vec![
        ("ids.py", values::ids()),
        ("enums.py", values::enums()),
        ("values.py", values::values()),
        ("records.py", records::records()),
        ("commands.py", commands::commands()),
        ("_calls.py", commands::calls(commands::Way::Sync)),
        ("_aio_calls.py", commands::calls(commands::Way::Async)),
        ("_classes.py", records::classes()),
        ("errors.py", errors::errors()),
        ("../../docs/errors.md", pages::errors()),
        ("../../docs/tables.md", pages::tables()),
    ]
}

fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../python/paywright")
}

fn main() -> io::Result<()> {
    files().into_iter().try_for_each(|(name, text)| fs::write(package().join(name), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_says_what_core_says() {
        for (name, text) in files() {
            let there = fs::read_to_string(package().join(name)).unwrap_or_default();
            assert!(there == text, "{name} is not what core says now: run `cargo xtask generate`");
        }
    }
}
