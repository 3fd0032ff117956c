//! Sealed copies: a journal on its way to another device, which only the owner's key opens.
//!
//! [`Sealer`] and [`Opener`] turn any bytes; [`Engine::export_sealed`](crate::Engine::export_sealed) and
//! [`Engine::import_sealed`](crate::Engine::import_sealed) turn the lines of an export. A copy begins with
//! what it is, the id of the key and a salt; from salt and key comes a key of its own, which also stands for
//! all of the beginning. Behind that lie chunks of 64 KiB, each sealed with ChaCha20-Poly1305 under its
//! number and whether it is the last, so that whatever was changed, cut off, put elsewhere or added is found.
//!
//! Chunks are sound as they come, and only the last one says that the copy was whole. Whoever uses them
//! before that must be able to stop in the middle, as an import is.

mod keys;
mod lines;
mod opener;
mod sealer;
#[cfg(test)]
mod tests;

pub use keys::{Keys, KeysFailed, Salt, SealKey};
pub(crate) use lines::Lines;
pub use opener::{Opener, key_id};
pub use sealer::Sealer;

use crate::error::{Error, Fault, Misuse};
use keys::id_is_sound;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use ring::hkdf;

/// What a copy begins with: what it is, and its format.
const MAGIC: &[u8; 16] = b"paywright-seal/1";
const SALT: usize = 32;
/// Bytes of a chunk before it is sealed,
const CHUNK: usize = 65_536;
/// and what sealing adds to each.
const TAG: usize = 16;

/// What stands before the chunks.
fn header(id: &str, salt: &[u8; SALT]) -> Result<Vec<u8>, Error> {
    let length = u8::try_from(id.len()).ok().filter(|_| id_is_sound(id)).ok_or_else(|| {
        Error::misuse(Misuse::InvalidKey, "the id of a key has between 1 and 64 bytes, all of them printable")
    })?;
    Ok([&MAGIC[..], &[length], id.as_bytes(), salt].concat())
}

/// The key of one copy, and the number of the chunk that is next.
struct Chunks {
    key: LessSafeKey,
    next: u64,
}

impl Chunks {
    fn new(key: &SealKey, salt: &[u8; SALT], header: &[u8]) -> Result<Self, Error> {
        let secret = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(key.as_bytes());
        let key = secret.expand(&[header], &CHACHA20_POLY1305).map(UnboundKey::from);
        let key = key.map_err(|_| Error::Bug("a key of a sealed copy cannot be derived".to_owned()))?;
        Ok(Self { key: LessSafeKey::new(key), next: 0 })
    }

    /// No two chunks under a key have the same.
    fn nonce(&mut self, last: bool) -> Nonce {
        let mut nonce = [0; 12];
        nonce.iter_mut().skip(3).zip(self.next.to_be_bytes()).for_each(|(to, from)| *to = from);
        nonce.iter_mut().skip(11).for_each(|flag| *flag = u8::from(last));
        self.next = self.next.saturating_add(1);
        Nonce::assume_unique_for_key(nonce)
    }

    fn seal(&mut self, chunk: &mut Vec<u8>, last: bool) -> Result<(), Error> {
        let nonce = self.nonce(last);
        let sealed = self.key.seal_in_place_append_tag(nonce, Aad::empty(), chunk);
        sealed.map_err(|_| Error::Bug("a chunk cannot be sealed".to_owned()))
    }

    fn open<'a>(&mut self, chunk: &'a mut [u8], last: bool) -> Result<&'a [u8], Error> {
        let (number, nonce) = (self.next, self.nonce(last));
        let opened = self.key.open_in_place(nonce, Aad::empty(), chunk);
        opened.map(|plain| &*plain).map_err(|_| {
            invalid(if number == 0 {
                "the sealed copy was not sealed with the key of its id, or its beginning was changed or cut"
                    .to_owned()
            } else {
                format!("the sealed copy was changed or cut short: chunk {number} does not belong there")
            })
        })
    }
}

fn invalid(what: impl Into<String>) -> Error {
    Error::misuse(Misuse::InvalidSeal, what)
}

fn failed(what: &str, error: &std::io::Error) -> Error {
    Error::storage(Fault::Unavailable, format!("the sealed copy could not be {what}: {error}"))
}
