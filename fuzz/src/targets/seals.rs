//! Sealed copies that were changed on their way.

use crate::text;
use paywright::Error;
use paywright::seal::{Keys, KeysFailed, Opener, Salt, SealKey, Sealer};

struct Owner;

impl Keys for Owner {
    fn current(&self) -> Result<String, KeysFailed> {
        Ok("2026".to_owned())
    }

    fn key(&self, id: &str) -> Result<Option<SealKey>, KeysFailed> {
        match id {
            "2026" => Ok(SealKey::from_bytes(&[7; 32]).ok()),
            "none" => Err(KeysFailed("the owner said no".to_owned())),
            _ => Ok(None),
        }
    }
}

fn sealed(salt: u8, content: &[u8]) -> Vec<u8> {
    let mut sealer = Sealer::new(&Owner, Salt::from_bytes([salt; 32]), Vec::new()).unwrap();
    sealer.write(content).unwrap();
    sealer.finish().unwrap()
}

fn opened(copy: &[u8]) -> Result<Vec<u8>, Error> {
    let mut opener = Opener::new(&Owner, copy)?;
    let mut content = Vec::new();
    while let Some(more) = opener.read()? {
        content.extend_from_slice(more);
    }
    Ok(content)
}

/// Only what was sealed is opened; anything else is refused, whatever it is near to. And anything can be
/// sealed.
pub fn check(bytes: &[u8]) -> bool {
    assert_eq!(opened(&sealed(9, bytes)).as_deref(), Ok(bytes));
    match opened(bytes) {
        Ok(content) => {
            assert!(corpus().iter().any(|known| known == bytes), "{content:?} was never sealed");
            true
        }
        Err(error) => {
            assert!(["invalid_seal", "no_key"].contains(&error.code()), "{}: {error}", error.code());
            text::assert_sentence(&error);
            false
        }
    }
}

pub fn corpus() -> Vec<Vec<u8>> {
    vec![sealed(1, b""), sealed(2, b"one line\nanother line\n"), sealed(3, &[5; 300])]
}
