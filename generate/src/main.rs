//! Writes the typed halves of the bindings, and pages of their documents, from core's descriptions:
//! `cargo xtask generate`. The test compares what would be written with what is there.

mod about;
mod codes;
mod kotlin;
mod prose;
mod python;
mod shapes;
mod swift;

use std::path::PathBuf;
use std::{fs, io};

/// A file as it is written.
#[derive(Clone)]
struct Written {
    /// Its place, from the top of the workspace.
    place: String,
    text: String,
}

impl Written {
    fn new(place: &str, text: String) -> Self {
        Self { place: place.to_owned(), text }
    }

    fn path(&self) -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(&self.place)
    }
}

/// Every file of every language.
fn files() -> Vec<Written> {
    [python::files(), kotlin::files(), swift::files()].concat()
}

fn main() -> io::Result<()> {
    files().into_iter().try_for_each(|file| {
        if let Some(folder) = file.path().parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(file.path(), file.text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bindings_say_what_core_says() {
        for file in files() {
            let there = fs::read_to_string(file.path()).unwrap_or_default();
            assert!(
                there == file.text,
                "{} is not what core says now: run `cargo xtask generate`",
                file.place
            );
        }
    }
}
