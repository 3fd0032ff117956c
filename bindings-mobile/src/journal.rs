//! The journal: checked, taken along and played again; the copy of a file; and keys that are forgotten.

use crate::asking::cut_of;
use crate::fault::Fault;
use crate::handle::NativeEngine;
use crate::host::{HostProgress, between};
use crate::telling::{Teller, told};
use paywright::seal::{self, Keys, KeysFailed, Salt, SealKey};
use paywright::storage::StorageError;
use paywright::{Anchor, Cut, Engine, Error, Progress, Timestamp, limits};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::sync::Arc;

#[uniffi::export]
impl NativeEngine {
    /// Checks everything stored against the journal, and against a cut that was kept elsewhere.
    ///
    /// # Errors
    /// The storage cannot be read; `stopped`; what the host raises.
    pub fn verify(
        &self,
        cut: Option<String>,
        progress: Option<Arc<dyn HostProgress>>,
    ) -> Result<Vec<u8>, Fault> {
        let anchors: Vec<Anchor> = cut.map_or(Ok(Cut::START), |cut| cut_of(&cut))?.anchors().to_vec();
        let found =
            self.ask(|engine| Ok(engine.verify_with(&anchors, |told| between(progress.as_ref(), told))?))?;
        Ok(told(&found))
    }

    /// What SQLite itself finds wrong with the file.
    ///
    /// # Errors
    /// `in_memory`; the storage cannot be read.
    pub fn check(&self) -> Result<Vec<String>, Fault> {
        self.file(|file| Ok(file.check().map_err(Error::from)?))
    }

    /// Writes the whole journal into a new file, as lines of JSON. Answers how many entries there were.
    ///
    /// # Errors
    /// `storage_unavailable` where the file is there already or cannot be written: none is then left;
    /// `stopped`; what the host raises.
    pub fn export_to(&self, path: String, progress: Option<Arc<dyn HostProgress>>) -> Result<u64, Fault> {
        self.written(&path, |engine, file, path| exported(engine, path, file, progress.as_ref()))
    }

    /// The same as a sealed copy, which only the key opens. The package asks the host's keys for it.
    ///
    /// # Errors
    /// As [`NativeEngine::export_to`]; `invalid_key`.
    pub fn export_sealed_to(
        &self,
        path: String,
        key_id: String,
        key: Vec<u8>,
        progress: Option<Arc<dyn HostProgress>>,
    ) -> Result<u64, Fault> {
        let keys = OneKey { id: key_id, key: SealKey::from_bytes(&key)? };
        self.written(&path, |engine, file, path| {
            let mut file = BufWriter::new(file);
            let between = |told| between(progress.as_ref(), told);
            let entries = engine.export_sealed(&keys, Salt::random()?, &mut file, between)?;
            synced(file).map_err(|error| unwritten(path, &error))?;
            Ok(entries)
        })
    }

    /// Makes the books of a sealed copy anew, on an empty database.
    ///
    /// # Errors
    /// As [`NativeEngine::import_from`]; `invalid_seal`, `invalid_key`.
    pub fn import_sealed_from(
        &self,
        path: String,
        key: Vec<u8>,
        progress: Option<Arc<dyn HostProgress>>,
    ) -> Result<Vec<u8>, Fault> {
        let path = Path::new(&path);
        let file = || File::open(path).map(BufReader::new).map_err(|error| unread(path, &error));
        let keys = OneKey { id: seal::key_id(file()?)?, key: SealKey::from_bytes(&key)? };
        let file = file()?;
        let imported = self
            .ask(|engine| Ok(engine.import_sealed(&keys, file, |told| between(progress.as_ref(), told))?))?;
        Ok(told(&imported))
    }

    /// Makes the books of an export anew, on an empty database: each command is decided again.
    ///
    /// # Errors
    /// `storage_not_empty`, `invalid_import`, `replay_differs` and their like; the file cannot be read;
    /// `stopped`; what the host raises.
    pub fn import_from(
        &self,
        path: String,
        progress: Option<Arc<dyn HostProgress>>,
    ) -> Result<Vec<u8>, Fault> {
        let path = Path::new(&path);
        let file = File::open(path).map_err(|error| unread(path, &error))?;
        let mut file = BufReader::new(file);
        let lines = std::iter::from_fn(|| line(&mut file).map_err(|error| unread(path, &error)).transpose());
        let imported =
            self.ask(|engine| Ok(engine.import(lines, |told| between(progress.as_ref(), told))?))?;
        Ok(told(&imported))
    }

    /// Copies one moment of the file into a new one, verified before it has its name. Answers the bytes,
    /// entries and transfers in it, and its cut.
    ///
    /// # Errors
    /// `in_memory`; the storage fails; `stopped`; what the host raises.
    pub fn backup_to(&self, path: String, progress: Option<Arc<dyn HostProgress>>) -> Result<Vec<u8>, Fault> {
        let made = self.file(|file| Ok(file.backup(path, |told| between(progress.as_ref(), told))?))?;
        let mut teller = Teller::new();
        teller.array(4);
        [made.bytes, made.entries, made.transfers].iter().for_each(|number| teller.value(number));
        teller.value(made.cut.to_string());
        Ok(teller.into_bytes())
    }

    /// Forgets idempotency keys that were used before a moment. Answers how many.
    ///
    /// # Errors
    /// The moment is not 30 days back; the storage fails; `stopped`; what the host raises.
    pub fn forget_keys(
        &self,
        before_micros: i64,
        progress: Option<Arc<dyn HostProgress>>,
    ) -> Result<u64, Fault> {
        let before = Timestamp::from_micros(before_micros);
        self.ask(|engine| Ok(engine.forget_keys(before, |told| between(progress.as_ref(), told))?))
    }
}

impl NativeEngine {
    /// A new file; none where it does not come to its end.
    fn written(
        &self,
        path: &str,
        write: impl FnOnce(&Engine, File, &Path) -> Result<u64, Error>,
    ) -> Result<u64, Fault> {
        let path = Path::new(path);
        let file = File::create_new(path).map_err(|error| unwritten(path, &error))?;
        let written = self.ask(|engine| Ok(write(engine, file, path)?));
        if written.is_err() {
            // A part of a journal is in the way of the whole one, and may be taken for it.
            let _ = fs::remove_file(path);
        }
        written
    }
}

/// The id of the key that a sealed copy was sealed with.
///
/// # Errors
/// `invalid_seal`; the file cannot be read.
#[uniffi::export]
pub fn sealed_key_id(path: String) -> Result<String, Fault> {
    let path = Path::new(&path);
    Ok(seal::key_id(File::open(path).map_err(|error| unread(path, &error))?)?)
}

/// The one key that the host has given.
struct OneKey {
    id: String,
    key: SealKey,
}

impl Keys for OneKey {
    fn current(&self) -> Result<String, KeysFailed> {
        Ok(self.id.clone())
    }

    fn key(&self, id: &str) -> Result<Option<SealKey>, KeysFailed> {
        Ok(Some(self.key.clone()).filter(|_| id == self.id))
    }
}

/// Entries between two calls of the host.
const AT_ONCE: u64 = 1_000;

fn exported(
    engine: &Engine,
    path: &Path,
    file: File,
    progress: Option<&Arc<dyn HostProgress>>,
) -> Result<u64, Error> {
    let mut lines = engine.export()?;
    let mut file = BufWriter::new(file);
    let failed = |error: io::Error| unwritten(path, &error);
    while let Some(line) = lines.next() {
        writeln!(file, "{}", line?).map_err(failed)?;
        if lines.done() % AT_ONCE == 0 {
            let told = Progress { done: lines.done(), total: Some(lines.total()) };
            told.tell("entries", &mut |told| between(progress, told))?;
        }
    }
    synced(file).map_err(failed)?;
    Ok(lines.done())
}

fn synced(file: BufWriter<File>) -> io::Result<()> {
    file.into_inner().map_err(|error| error.into_error())?.sync_all()
}

/// A line without its end; one that is longer than any is cut, and refused for its length.
fn line(file: &mut impl BufRead) -> io::Result<Option<String>> {
    let most = u64::try_from(limits::IMPORT_LINE_BYTES).unwrap_or(u64::MAX);
    let mut text = String::new();
    if file.take(most.saturating_add(2)).read_line(&mut text)? == 0 {
        return Ok(None);
    }
    text.truncate(text.trim_end_matches(['\r', '\n']).len());
    Ok(Some(text))
}

fn unwritten(path: &Path, error: &io::Error) -> Error {
    StorageError::Unavailable(format!("{} cannot be written: {error}", path.display())).into()
}

fn unread(path: &Path, error: &io::Error) -> Error {
    StorageError::Unavailable(format!("{} cannot be read: {error}", path.display())).into()
}
