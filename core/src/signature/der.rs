//! The DER that key stores speak: two integers of a signature, and what stands before a public key.

/// What stands before the 65 bytes of a P-256 key in its SubjectPublicKeyInfo.
pub(super) const P256_KEY: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
    0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];
/// What stands before the 32 bytes of an Ed25519 key.
pub(super) const ED25519_KEY: [u8; 12] =
    [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;

/// `r` and `s` of an ECDSA-Sig-Value, written in the one way that DER allows.
pub(super) fn integers(der: &[u8]) -> Result<[u8; 64], &'static str> {
    let (content, rest) = element(der, SEQUENCE)?;
    if !rest.is_empty() {
        return Err("bytes stand behind it");
    }
    let (r, content) = element(content, INTEGER)?;
    let (s, rest) = element(content, INTEGER)?;
    if !rest.is_empty() {
        return Err("it holds more than two integers");
    }
    let mut both = [0; 64];
    let (left, right) = both.split_at_mut(32);
    unsigned(r, left)?;
    unsigned(s, right)?;
    Ok(both)
}

/// The content of the element that the bytes begin with, and what follows it. None here is longer than 127
/// bytes, so a length is one byte.
fn element(bytes: &[u8], tag: u8) -> Result<(&[u8], &[u8]), &'static str> {
    let [found, length, rest @ ..] = bytes else { return Err("it is cut short") };
    if *found != tag {
        return Err("it is not a sequence of two integers");
    }
    if *length > 127 {
        return Err("a length is longer than any signature's");
    }
    rest.split_at_checked(usize::from(*length)).ok_or("it is cut short")
}

fn unsigned(content: &[u8], into: &mut [u8]) -> Result<(), &'static str> {
    let digits = match content {
        [] => return Err("an integer has no bytes"),
        [0x80..=0xff, ..] => return Err("an integer is negative"),
        [0] => return Err("an integer is zero"),
        [0, 0..=0x7f, ..] => return Err("an integer is written with more bytes than it needs"),
        [0, digits @ ..] => digits,
        digits => digits,
    };
    let before = into.len().checked_sub(digits.len()).ok_or("an integer is longer than 32 bytes")?;
    into.iter_mut().skip(before).zip(digits).for_each(|(to, from)| *to = *from);
    Ok(())
}
