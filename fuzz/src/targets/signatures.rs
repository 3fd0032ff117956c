//! Keys of devices, what they answered when they were asked to sign, and cuts that they signed.

use crate::ground::small;
use crate::text;
use paywright::Error;
use paywright::signature::{PublicKey, Signature, SignedCut, Signer, SignerFailed};
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::fmt::{Debug, Display};
use std::str::FromStr;

const MESSAGE: &[u8] = b"sample";
/// Of RFC 6979, A.2.5.
const KEY: &str = "p256:0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6\
                   7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
const RAW: &str = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716\
                   f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";
const DER: &str = "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716\
                   022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";

struct Device(Ed25519KeyPair);

impl Device {
    fn new() -> Self {
        Self(Ed25519KeyPair::from_seed_unchecked(&[9; 32]).unwrap())
    }

    fn key(&self) -> PublicKey {
        PublicKey::from_bytes(self.0.public_key().as_ref()).unwrap()
    }
}

impl Signer for Device {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerFailed> {
        Ok(self.0.sign(message).as_ref().to_vec())
    }
}

/// What is taken is what the key made, and has one text; anything else is refused.
pub fn check(bytes: &[u8]) -> bool {
    let device = Device::new();
    let key = refused(PublicKey::from_bytes(bytes), "invalid_key").map(|key| reads_back(&key));
    let signed = [KEY.parse().unwrap(), device.key()].map(|key: PublicKey| {
        refused(key.accept(MESSAGE, bytes), "invalid_signature").map(|signature| {
            assert_eq!(key.accept(MESSAGE, signature.as_bytes()).as_ref(), Ok(&signature));
            reads_back(&signature);
        })
    });
    let text = text::of(bytes);
    let texts = [
        refused(text.parse::<PublicKey>(), "invalid_key").map(|key| assert_eq!(key.to_string(), text)),
        refused(text.parse::<Signature>(), "invalid_signature")
            .map(|made| assert_eq!(made.to_string(), text)),
        refused(text.parse::<SignedCut>(), "invalid_signature").map(|signed| {
            assert_eq!(signed.to_string(), text);
            let held = refused(signed.check(&device.key()), "invalid_signature");
            assert!(held.is_none_or(|cut| *cut == small().engine.cut().unwrap()), "{text}");
        }),
    ];
    key.is_some() || signed.iter().chain(&texts).any(Option::is_some)
}

fn refused<T>(answer: Result<T, Error>, code: &str) -> Option<T> {
    answer
        .map_err(|error| {
            assert_eq!(error.code(), code, "{error}");
            text::assert_sentence(&error);
        })
        .ok()
}

fn reads_back<T: Display + FromStr<Err = Error> + PartialEq + Debug>(value: &T) {
    assert_eq!(value.to_string().parse::<T>().as_ref(), Ok(value));
}

pub fn corpus() -> Vec<Vec<u8>> {
    let device = Device::new();
    let key: PublicKey = KEY.parse().unwrap();
    let made = key.accept(MESSAGE, &text::unhex(RAW)).unwrap();
    let cut = SignedCut::sign(small().engine.cut().unwrap(), &device.key(), &device).unwrap();
    let spki = "3059301306072a8648ce3d020106082a8648ce3d030107034200";
    let bytes = vec![
        key.as_bytes().to_vec(),
        [&text::unhex(spki)[..], key.as_bytes()].concat(),
        text::unhex(RAW),
        text::unhex(DER),
        device.sign(MESSAGE).unwrap(),
    ];
    [bytes, text::corpus([key.to_string(), device.key().to_string(), made.to_string(), cut.to_string()])]
        .concat()
}
