//! Sealing: bytes in, a copy out.

use super::keys::{Keys, Salt, current, key_of};
use super::{CHUNK, Chunks, failed, header};
use crate::error::Error;
use std::fmt;
use std::io::Write;

/// Seals what it is given, as it comes. A copy that is not [finished](Sealer::finish) is cut short, and will
/// be found to be.
///
/// ```
/// use paywright::seal::{Keys, KeysFailed, Opener, Salt, SealKey, Sealer};
///
/// struct Owner;
/// impl Keys for Owner {
///     fn current(&self) -> Result<String, KeysFailed> {
///         Ok("2026".to_owned())
///     }
///     fn key(&self, id: &str) -> Result<Option<SealKey>, KeysFailed> {
///         Ok(SealKey::from_bytes(&[7; 32]).ok().filter(|_| id == "2026")) // Kept better than this.
///     }
/// }
///
/// let mut sealer = Sealer::new(&Owner, Salt::random()?, Vec::new())?;
/// sealer.write(b"what nobody else reads")?;
/// let copy = sealer.finish()?;
///
/// let mut opener = Opener::new(&Owner, &copy[..])?;
/// assert_eq!(opener.read()?, Some(&b"what nobody else reads"[..]));
/// assert_eq!(opener.read()?, None);
/// # Ok::<(), paywright::Error>(())
/// ```
#[must_use = "a copy that is not finished is cut short"]
pub struct Sealer<W> {
    out: W,
    chunks: Chunks,
    /// At most a chunk, which is sealed when more comes: it may be the last.
    waiting: Vec<u8>,
}

impl<W: Write> Sealer<W> {
    /// Begins a copy under the current key.
    ///
    /// # Errors
    /// `no_key`; `invalid_key` for an id that is none; `storage_unavailable` where nothing can be written.
    pub fn new(keys: &dyn Keys, salt: Salt, mut out: W) -> Result<Self, Error> {
        let id = current(keys)?;
        let header = header(&id, salt.as_bytes())?;
        let chunks = Chunks::new(&key_of(keys, &id)?, salt.as_bytes(), &header)?;
        out.write_all(&header).map_err(|error| failed("written", &error))?;
        Ok(Self { out, chunks, waiting: Vec::new() })
    }

    /// Seals more.
    ///
    /// # Errors
    /// `storage_unavailable`: it could not be written. What was written before is no copy.
    pub fn write(&mut self, mut bytes: &[u8]) -> Result<(), Error> {
        while !bytes.is_empty() {
            if self.waiting.len() == CHUNK {
                self.chunk(false)?;
            }
            let room = CHUNK.saturating_sub(self.waiting.len()).min(bytes.len());
            let (now, later) = bytes.split_at_checked(room).unwrap_or((bytes, &[]));
            self.waiting.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    /// Seals the last of it and answers where it was written to, flushed.
    ///
    /// # Errors
    /// As [`Sealer::write`].
    pub fn finish(mut self) -> Result<W, Error> {
        self.chunk(true)?;
        self.out.flush().map_err(|error| failed("written", &error))?;
        Ok(self.out)
    }

    fn chunk(&mut self, last: bool) -> Result<(), Error> {
        self.chunks.seal(&mut self.waiting, last)?;
        self.out.write_all(&self.waiting).map_err(|error| failed("written", &error))?;
        self.waiting.clear();
        Ok(())
    }
}

impl<W> fmt::Debug for Sealer<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealer").field("chunks", &self.chunks.next).finish_non_exhaustive()
    }
}
