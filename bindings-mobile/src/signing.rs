//! Signatures of devices. The package asks the device's signer itself, which may ask its owner first: here is
//! only what is signed, and whether it was.

use crate::asking::cut_of;
use crate::fault::Fault;
use paywright::signature::{PublicKey, SignedCut};

/// The text of a public key, from what a platform tells of it.
///
/// # Errors
/// `invalid_key`.
#[uniffi::export]
pub fn public_key(told: Vec<u8>) -> Result<String, Fault> {
    Ok(PublicKey::from_bytes(&told)?.to_string())
}

/// What a device signs of a cut.
///
/// # Errors
/// `invalid_cursor`: it is no cut.
#[uniffi::export]
pub fn cut_message(cut: String) -> Result<Vec<u8>, Fault> {
    Ok(SignedCut::message(&cut_of(&cut)?))
}

/// The text of a signed cut, of what the signer answered for its message.
///
/// # Errors
/// `invalid_signature`, `invalid_key`, `invalid_cursor`.
#[uniffi::export]
pub fn signed_cut(cut: String, key: String, given: Vec<u8>) -> Result<String, Fault> {
    Ok(SignedCut::signed(cut_of(&cut)?, &key.parse()?, &given)?.to_string())
}

/// The cut of a signed one, if this key signed it.
///
/// # Errors
/// `invalid_signature`, `invalid_key`.
#[uniffi::export]
pub fn check_signed_cut(kept: String, key: String) -> Result<String, Fault> {
    // Not called `signed`, which is a word of C, and so of the header for Swift.
    let signed: SignedCut = kept.parse()?;
    Ok(signed.check(&key.parse()?)?.to_string())
}

/// The text of a signature over a message, of what a signer answered in any of the usual forms.
///
/// # Errors
/// `invalid_signature`, `invalid_key`.
#[uniffi::export]
pub fn accepted_signature(key: String, message: Vec<u8>, given: Vec<u8>) -> Result<String, Fault> {
    let key: PublicKey = key.parse()?;
    Ok(key.accept(&message, &given)?.to_string())
}
