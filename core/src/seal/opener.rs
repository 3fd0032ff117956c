//! Opening: a copy in, bytes out.

use super::keys::{Keys, id_is_sound, key_of};
use super::{CHUNK, Chunks, MAGIC, SALT, TAG, failed, invalid};
use crate::error::Error;
use std::fmt;
use std::io::Read;

/// A whole chunk as it is written.
const SEALED: usize = CHUNK + TAG;

/// Opens a copy chunk by chunk, 64 KiB each. What it hands out is sound; that nothing is missing is known
/// when it has answered `None`.
pub struct Opener<R> {
    input: R,
    chunks: Chunks,
    /// The chunk that was handed out, and before that the byte by which it was seen not to be the last.
    chunk: Vec<u8>,
    ahead: Option<u8>,
    ended: bool,
}

impl<R: Read> Opener<R> {
    /// Reads the beginning of a copy and asks for the key that it names.
    ///
    /// # Errors
    /// `invalid_seal`: it is no sealed copy; `no_key`; `storage_unavailable` where it cannot be read.
    pub fn new(keys: &dyn Keys, mut input: R) -> Result<Self, Error> {
        let Beginning { header, id, salt } = Beginning::read(&mut input)?;
        let chunks = Chunks::new(&key_of(keys, &id)?, &salt, &header)?;
        Ok(Self { input, chunks, chunk: Vec::new(), ahead: None, ended: false })
    }

    /// The next bytes; `None` behind the last of them, when the copy has turned out to be whole. Behind an
    /// error there are no more.
    ///
    /// # Errors
    /// `invalid_seal`: it was changed, cut short or put together, or the key is another one than it was
    /// sealed with; `storage_unavailable` where it cannot be read.
    pub fn read(&mut self) -> Result<Option<&[u8]>, Error> {
        if self.ended {
            return Ok(None);
        }
        self.ended = true;
        self.chunk.clear();
        self.chunk.extend(self.ahead.take());
        let room = u64::try_from(SEALED.saturating_add(1).saturating_sub(self.chunk.len())).unwrap_or(0);
        let read = self.input.by_ref().take(room).read_to_end(&mut self.chunk);
        read.map_err(|error| failed("read", &error))?;
        if self.chunk.len() > SEALED {
            self.ahead = self.chunk.pop();
        }
        let (last, first) = (self.ahead.is_none(), self.chunks.next == 0);
        let opened = self.chunks.open(&mut self.chunk, last)?;
        if opened.is_empty() && !first {
            return Err(invalid("the sealed copy ends with an empty chunk, which none does"));
        }
        self.ended = last;
        Ok(Some(opened).filter(|opened| !opened.is_empty()))
    }
}

/// The id of the key that a copy was sealed with: for whoever must ask for the key before it is opened.
/// Nobody vouches for it yet; opening with that key does.
///
/// # Errors
/// `invalid_seal`: it is no sealed copy; `storage_unavailable` where it cannot be read.
pub fn key_id(mut input: impl Read) -> Result<String, Error> {
    Beginning::read(&mut input).map(|beginning| beginning.id)
}

/// What stands before the chunks.
struct Beginning {
    header: Vec<u8>,
    id: String,
    salt: [u8; SALT],
}

impl Beginning {
    fn read(input: &mut impl Read) -> Result<Self, Error> {
        let mut begins = [0; MAGIC.len() + 1];
        exactly(input, &mut begins)?;
        let id = match begins.split_last() {
            Some((length, magic)) if magic == MAGIC => vec![0; usize::from(*length)],
            _ => return Err(invalid("this is no sealed copy, or one of a later release")),
        };
        let (mut id, mut salt) = (id, [0; SALT]);
        exactly(input, &mut id)?;
        exactly(input, &mut salt)?;
        let header = [&begins[..], &id, &salt].concat();
        let id = String::from_utf8(id).ok().filter(|id| id_is_sound(id));
        let id = id.ok_or_else(|| invalid("the sealed copy names no key"))?;
        Ok(Self { header, id, salt })
    }
}

fn exactly(input: &mut impl Read, into: &mut [u8]) -> Result<(), Error> {
    input.read_exact(into).map_err(|error| match error.kind() {
        std::io::ErrorKind::UnexpectedEof => invalid("this is no sealed copy, or it is cut in its beginning"),
        _ => failed("read", &error),
    })
}

impl<R> fmt::Debug for Opener<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opener").field("chunks", &self.chunks.next).finish_non_exhaustive()
    }
}
