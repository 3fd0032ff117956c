//! What a host may choose about its file.

/// When a commit counts as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Synchronous {
    /// Each commit is flushed to the device before it returns: no returned commit is ever lost.
    #[default]
    Full,
    /// Commits are flushed now and then. A power cut or a crash of the operating system may lose the last of
    /// them, newest first and always whole: the file stays consistent, but a customer may have been told of a
    /// payment that is gone. A crash of the process alone loses nothing.
    Normal,
}

/// What may be done to the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Access {
    /// Made if it is missing, then read and written.
    #[default]
    Create,
    /// Read and written; opening fails where no storage is, so that a mistyped path is no empty shop.
    Existing,
    /// Only read. `commit` answers that the storage can only be read. Readers share the log's memory with
    /// writers, so the directory must be writable all the same, unless another process has the storage open.
    ReadOnly,
}

/// Options of a file, all with defaults.
///
/// ```
/// use paywright_sqlite::{SqliteOptions, Synchronous};
/// let options = SqliteOptions { synchronous: Synchronous::Normal, ..SqliteOptions::default() };
/// assert_eq!(options.cache_bytes, 32 << 20);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqliteOptions {
    /// When a commit counts as written.
    pub synchronous: Synchronous,
    /// What may be done to the file.
    pub access: Access,
    /// Memory for pages of the writing connection; each reading one takes at most an eighth of it.
    pub cache_bytes: u32,
    /// The file grows no larger than this (rounded down to pages of 4096 bytes); a commit that needs more is
    /// answered as on a full disk. The write-ahead log beside it is not counted.
    pub most_bytes: Option<u64>,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self {
            synchronous: Synchronous::default(),
            access: Access::default(),
            cache_bytes: 32 << 20,
            most_bytes: None,
        }
    }
}
