//! The file that says how far the database was followed. It is there as a whole, or not at all.

use crate::terminal::reason;
use paywright::Cut;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub struct CursorFile {
    path: PathBuf,
}

impl CursorFile {
    pub fn at(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    /// The start, where there is no file yet.
    pub fn read(&self) -> Result<Cut, String> {
        let text = match fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Cut::START),
            Err(error) => return Err(self.unusable(&error)),
        };
        text.trim().parse().map_err(|error| format!("{}: {error}", self.path.display()))
    }

    /// Beside it, onto the disk, then in its place.
    pub fn write(&self, cut: &Cut) -> Result<(), String> {
        let mut name = self.path.clone().into_os_string();
        name.push(".new");
        let new = PathBuf::from(name);
        let put = || {
            let mut file = File::create(&new)?;
            writeln!(file, "{cut}")?;
            file.sync_all()?;
            fs::rename(&new, &self.path)
        };
        put().map_err(|error| self.unusable(&error))
    }

    fn unusable(&self, error: &io::Error) -> String {
        format!("the cursor file {} cannot be used: {}", self.path.display(), reason(error))
    }
}
