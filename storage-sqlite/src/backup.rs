//! A backup: one moment of an open storage, copied into a file of its own and verified before it has a name.

use crate::file::{BESIDE, File, WHOLE_FILE, beside};
use crate::{Access, SqliteOptions, SqliteStorage, schema};
use paywright::{Cut, Engine, Error, Fault, Progress};
use rusqlite::Connection;
use rusqlite::backup::{Backup as Copying, StepResult};
use std::fs;
use std::io::{Error as IoError, ErrorKind};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// Pages copied between two reports of progress: half a megabyte.
const PAGES_A_STEP: i32 = 128;

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Size of the file.
    pub bytes: u64,
    /// The same in pages.
    pub pages: u64,
    /// Journal entries in it, each of them verified.
    pub entries: u64,
    /// Transfers in it, each of them verified.
    pub transfers: u64,
    /// How far each lane had come at the moment that was copied. Kept elsewhere, its anchors tell whether
    /// this backup, or what it is restored to, was rewritten.
    pub cut: Cut,
}

impl SqliteStorage {
    /// Copies one moment into a new file while others, here and in other processes, go on reading and
    /// writing. The copy is made beside `to`, flushed, verified from journal to balances with the heads of
    /// the moment it was copied at, checked as by [`SqliteStorage::check`], and only then named: a file
    /// called `to` is a whole and sound backup, whenever the power fails. `progress` is told the pages
    /// copied and may stop there. Memory grows with the accounts and open holds, as for [`Engine::verify`].
    /// A process that is killed meanwhile may leave a directory `.paywright-backup-` and six letters; it can
    /// be removed.
    ///
    /// ```
    /// use paywright::{Engine, RegisterUser};
    /// use paywright_sqlite::SqliteStorage;
    /// use std::ops::ControlFlow;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let directory = tempfile::tempdir()?;
    /// # let (shop, backup) = (directory.path().join("shop.db"), directory.path().join("backup.db"));
    /// let engine = Engine::new(SqliteStorage::open(&shop)?)?;
    /// engine.request(RegisterUser::new("customer-17850")).key("user-17850").execute()?;
    ///
    /// let storage = SqliteStorage::open(&shop)?;
    /// let made = storage.backup(&backup, |_| ControlFlow::Continue(()))?;
    /// assert_eq!((made.entries, &made.cut), (1, &engine.cut()?));
    /// let copy = Engine::new(SqliteStorage::open(&backup)?)?;
    /// assert!(copy.verify(made.cut.anchors())?.is_clean());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// In each case nothing new lies in the directory of `to` afterwards.
    /// - `storage_unavailable`: `to` exists (a link that leads nowhere does, too), is a directory or lies in
    ///   none, is this storage itself or a file that SQLite keeps beside it, has such files beside it; the
    ///   disk is full; no engine of this release has opened this storage yet.
    /// - `storage_corrupt`: the copy does not verify, and the first finding is named. This storage has the
    ///   same damage.
    /// - `stopped`: `progress` said so.
    pub fn backup(
        &self,
        to: impl AsRef<Path>,
        mut progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Backup, Error> {
        let target = Target::new(&self.file, to.as_ref())?;
        // All of it goes with this directory, also what SQLite keeps beside a file.
        let workshop = tempfile::Builder::new()
            .prefix(".paywright-backup-")
            .tempdir_in(&target.directory)
            .map_err(|error| target.failed(&error))?;
        let copy = workshop.path().join("copy.db");
        let (pages, cut) = self.copy(&target, &copy, &mut progress)?;
        let mut backup = Backup { bytes: 0, pages, entries: 0, transfers: 0, cut };
        target.verify(&copy, &mut backup)?;
        let permissions = fs::metadata(self.file.path()).map(|of| of.permissions());
        permissions
            .and_then(|permissions| fs::set_permissions(&copy, permissions))
            .and_then(|()| fs::metadata(&copy))
            .map(|of| backup.bytes = of.len())
            .map_err(|error| target.failed(&error))?;
        target.name(&copy)?;
        Ok(backup)
    }

    /// The pages copied, and the cut of their moment.
    fn copy(
        &self,
        target: &Target,
        copy: &Path,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<(u64, Cut), Error> {
        // Inside a read transaction of its own the source stays what it was: commits of others neither show
        // in the copy nor make it begin anew.
        let moment = self.moment()?;
        let source = |failure| Error::from(self.file.fault(WHOLE_FILE, failure));
        let from = moment.lease.connection().map_err(source)?;
        if !schema::is_current(from, &paywright::schema()).map_err(source)? {
            let unopened =
                "was not opened by an engine of this release yet; open it with one, then back it up";
            return Err(self.file.unavailable(unopened).into());
        }
        let cut = Cut::now(&moment)?;
        let failed = |error: rusqlite::Error| {
            let of_source = error.sqlite_error().is_some_and(is_of_source);
            Error::from(if of_source { &self.file } else { &target.file }.fault(WHOLE_FILE, error.into()))
        };
        let mut to = Connection::open(copy).map_err(failed)?;
        // Nobody reads it before it is flushed whole.
        to.execute_batch("PRAGMA synchronous = OFF").map_err(failed)?;
        let pages = {
            let copying = Copying::new(from, &mut to).map_err(failed)?;
            loop {
                let step = copying.step(PAGES_A_STEP).map_err(failed)?;
                let (total, left) =
                    (count(copying.progress().pagecount), count(copying.progress().remaining));
                Progress { done: total.saturating_sub(left), total: Some(total) }.tell("pages", progress)?;
                match step {
                    StepResult::Done => break total,
                    StepResult::More => {}
                    _ => return Err(target.file.unavailable("is busy: another process has it open").into()),
                }
            }
        };
        // A copy says of itself that it has a log, as its source does. From here on it has none.
        let mode = to.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0));
        if mode.map_err(failed)? != "delete" {
            return Err(target.file.unavailable("cannot be made a file without a log").into());
        }
        to.close().map_err(|(_, error)| failed(error))?;
        Ok((pages, cut))
    }
}

fn count(pages: i32) -> u64 {
    u64::try_from(pages).unwrap_or(0)
}

/// Copying reads one file and writes the other; the code tells which one a failure was about.
fn is_of_source(error: &rusqlite::ffi::Error) -> bool {
    use rusqlite::ffi;
    let of_reading = [ffi::SQLITE_IOERR_READ, ffi::SQLITE_IOERR_SHORT_READ, ffi::SQLITE_IOERR_CORRUPTFS];
    let is_damage =
        matches!(error.code, rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase);
    is_damage || of_reading.contains(&error.extended_code)
}

/// Where a backup is to be, found free.
struct Target {
    /// Puts failures into words.
    file: File,
    directory: PathBuf,
}

impl Target {
    fn new(source: &File, to: &Path) -> Result<Self, Error> {
        let file = File::to_be_made(to)?;
        let path = file.path();
        if path.is_dir() {
            return Err(file.unavailable("is a directory; give the path of a file").into());
        }
        let Some(directory) = path.parent().filter(|parent| parent.is_dir()).map(Path::to_path_buf) else {
            let missing = "lies in a directory that does not exist; make the directory first";
            return Err(file.unavailable(missing).into());
        };
        // By whichever names the directories are reached.
        let place = fs::canonicalize(&directory).ok().zip(path.file_name()).map(|(at, name)| at.join(name));
        let source = fs::canonicalize(source.path()).unwrap_or_else(|_| source.path().to_path_buf());
        if place
            .as_ref()
            .is_some_and(|place| *place == source || BESIDE.iter().any(|of| *place == beside(&source, of)))
        {
            return Err(file
                .unavailable("is the database itself, or a part of it; give another path")
                .into());
        }
        if path.symlink_metadata().is_ok() {
            return Err(file.unavailable(EXISTS).into());
        }
        // SQLite would take them for the backup's own.
        let left = BESIDE
            .map(|ending| beside(path, ending))
            .into_iter()
            .find(|left| left.symlink_metadata().is_ok());
        if let Some(left) = left {
            let what =
                format!("cannot be made: {} is left of another database; move it away", left.display());
            return Err(file.unavailable(&what).into());
        }
        Ok(Self { file, directory })
    }

    fn failed(&self, error: &IoError) -> Error {
        let what = match error.kind() {
            ErrorKind::AlreadyExists => EXISTS.to_owned(),
            ErrorKind::StorageFull => "cannot be written: the disk is full".to_owned(),
            _ => format!("cannot be written: {error}"),
        };
        self.file.unavailable(&what).into()
    }

    /// From journal to balances and each index, read from the device's file as a reader would find it.
    fn verify(&self, copy: &Path, backup: &mut Backup) -> Result<(), Error> {
        flush(copy).map_err(|error| self.failed(&error))?;
        let options = SqliteOptions { access: Access::ReadOnly, ..SqliteOptions::default() };
        let open = || SqliteStorage::open_with(copy, options.clone());
        let found = open()
            .map_err(Error::from)
            .and_then(Engine::new)
            .and_then(|engine| engine.verify(backup.cut.anchors()))?;
        let first = match found.findings.first() {
            Some(first) => Some(first.to_string()),
            None => open()?.check()?.into_iter().next(),
        };
        if let Some(first) = first {
            let target = self.file.path().display();
            let explanation = format!("{target} was not made, for what was copied does not verify: {first}");
            return Err(Error::Storage { fault: Fault::Corrupt, explanation });
        }
        (backup.entries, backup.transfers) = (found.entries, found.transfers);
        Ok(())
    }

    /// Gives the copy its name, unless somebody took it meanwhile, and keeps it only if the name will last.
    fn name(&self, copy: &Path) -> Result<(), Error> {
        let unnamed = TempPath::try_from_path(copy).map_err(|error| self.failed(&error))?;
        unnamed.persist_noclobber(self.file.path()).map_err(|failure| self.failed(&failure.error))?;
        flush_names(&self.directory).map_err(|error| {
            // It is ours: there was none of this name.
            let _ = fs::remove_file(self.file.path());
            self.failed(&error)
        })
    }
}

const EXISTS: &str = "exists already, and was left as it is; give another path";

fn flush(file: &Path) -> Result<(), IoError> {
    fs::OpenOptions::new().read(true).write(true).open(file)?.sync_all()
}

/// Names in a directory last once the directory is flushed.
#[cfg(unix)]
fn flush_names(directory: &Path) -> Result<(), IoError> {
    fs::File::open(directory)?.sync_all()
}

/// This system keeps names by itself.
#[cfg(not(unix))]
fn flush_names(_: &Path) -> Result<(), IoError> {
    Ok(())
}
