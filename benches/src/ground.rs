//! Where the databases of a run lie: in a fresh directory on a disk, removed at the end.

use crate::large::Large;
use crate::served;
use crate::{Outcome, Scale};
use paywright_testing::{NoServer, PostgresServer};
use std::cell::OnceCell;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

/// A place to measure on, and how much to measure.
#[derive(Debug)]
pub struct Ground {
    /// How much.
    pub scale: Scale,
    program: PathBuf,
    large: OnceCell<Rc<Large>>,
    served: OnceCell<Rc<served::Template>>,
    server: OnceCell<Result<served::Started, NoServer>>,
    directory: TempDir,
}

impl Ground {
    /// A new directory beside the measuring program, where builds are kept: the system's directory for
    /// temporary files is often memory, and flushes there cost nothing. Only where that cannot be written is
    /// the latter taken.
    ///
    /// # Errors
    /// Where neither can be written.
    pub fn new(scale: Scale, program: &Path) -> Outcome<Self> {
        let beside = program.parent().map(tempfile::tempdir_in);
        let directory = match beside {
            Some(Ok(directory)) => directory,
            _ => tempfile::tempdir()?,
        };
        Ok(Self {
            scale,
            program: program.to_owned(),
            large: OnceCell::new(),
            served: OnceCell::new(),
            server: OnceCell::new(),
            directory,
        })
    }

    /// The large database, made by a child of the measuring program when it is first asked for.
    pub fn large(&self) -> Outcome<Rc<Large>> {
        if let Some(large) = self.large.get() {
            return Ok(Rc::clone(large));
        }
        let large = Rc::new(Large::on(self, &self.program)?);
        Ok(Rc::clone(self.large.get_or_init(|| large)))
    }

    /// A PostgreSQL server, started when it is first asked for.
    ///
    /// # Errors
    /// Why there is none.
    pub fn server(&self) -> Result<Rc<PostgresServer>, NoServer> {
        let started = self.server.get_or_init(|| served::start(&self.program));
        started.as_ref().map(|(server, _)| Rc::clone(server)).map_err(Clone::clone)
    }

    /// What is to be said of the server's figures, where it was started and does not lie where the files do.
    #[must_use]
    pub fn of_server(&self) -> Option<&str> {
        self.server.get()?.as_ref().ok()?.1.as_deref()
    }

    /// The books on the server, which `make` lays down when they are first asked for.
    pub(crate) fn served(
        &self,
        make: impl FnOnce() -> Outcome<served::Template>,
    ) -> Outcome<Rc<served::Template>> {
        if let Some(served) = self.served.get() {
            return Ok(Rc::clone(served));
        }
        let served = Rc::new(make()?);
        Ok(Rc::clone(self.served.get_or_init(|| served)))
    }

    /// The measuring program, of which children are started.
    #[must_use]
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// The directory.
    #[must_use]
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// A database that is not there yet.
    #[must_use]
    pub fn database(&self) -> Database {
        Database::in_directory(self.directory())
    }
}

/// A database file; dropping this removes it with its log.
#[derive(Debug)]
pub struct Database {
    path: PathBuf,
}

impl Database {
    fn in_directory(directory: &Path) -> Self {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        Self { path: directory.join(format!("{number}.db")) }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A copy of the file beside it, already on the device, so that no round pays for it. The log must be
    /// folded in.
    pub fn copy(&self) -> Outcome<Self> {
        let copy = Self::in_directory(self.path.parent().unwrap_or(Path::new(".")));
        fs::copy(&self.path, &copy.path)?;
        File::open(&copy.path)?.sync_all()?;
        Ok(copy)
    }

    /// Size of the file without its log.
    pub fn bytes(&self) -> Outcome<u64> {
        Ok(fs::metadata(&self.path)?.len())
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm"] {
            let mut path = self.path.clone().into_os_string();
            path.push(suffix);
            // The directory is removed at the end, and with it whatever could not be removed now.
            let _ = fs::remove_file(path);
        }
    }
}
