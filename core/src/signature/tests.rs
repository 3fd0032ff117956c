use super::*;
use crate::journal::{Anchor, Cut};
use proptest::prelude::*;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm,
    Ed25519KeyPair, KeyPair,
};

/// A device with a key of each kind, as key stores give their answers.
struct Device {
    pkcs8: Vec<u8>,
    ed25519: Ed25519KeyPair,
}

impl Device {
    fn new() -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let ed25519 = Ed25519KeyPair::from_seed_unchecked(&[9; 32]).unwrap();
        Self { pkcs8: pkcs8.as_ref().to_vec(), ed25519 }
    }

    fn p256(&self, algorithm: &'static EcdsaSigningAlgorithm, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, &self.pkcs8, &random).unwrap();
        pair.sign(&random, message).unwrap().as_ref().to_vec()
    }

    fn p256_key(&self) -> PublicKey {
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &self.pkcs8, &random).unwrap();
        PublicKey::from_bytes(pair.public_key().as_ref()).unwrap()
    }

    fn ed25519_key(&self) -> PublicKey {
        PublicKey::from_bytes(self.ed25519.public_key().as_ref()).unwrap()
    }

    /// Every form in which its signature over a message may come.
    fn answers(&self, message: &[u8]) -> [(PublicKey, Vec<u8>); 3] {
        [
            (self.p256_key(), self.p256(&ECDSA_P256_SHA256_ASN1_SIGNING, message)),
            (self.p256_key(), self.p256(&ECDSA_P256_SHA256_FIXED_SIGNING, message)),
            (self.ed25519_key(), self.ed25519.sign(message).as_ref().to_vec()),
        ]
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn refused<T: std::fmt::Debug>(answer: Result<T, crate::Error>) -> String {
    let error = answer.unwrap_err();
    assert_eq!(error.code(), "invalid_signature", "{error}");
    error.to_string()
}

/// The key of RFC 6979, A.2.5.
fn known_key() -> PublicKey {
    PublicKey::from_bytes(&bytes(
        "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6\
         7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
    ))
    .unwrap()
}

const R: &str = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716";
const HIGH_S: &str = "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";
const LOW_S: &str = "0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9";

fn der(r: &[u8], s: &[u8]) -> Vec<u8> {
    let integer = |digits: &[u8]| [&[2, u8::try_from(digits.len()).unwrap()], digits].concat();
    let both = [integer(r), integer(s)].concat();
    [&[0x30, u8::try_from(both.len()).unwrap()], &both[..]].concat()
}

fn with_zero(hex: &str) -> Vec<u8> {
    [vec![0], bytes(hex)].concat()
}

#[test]
fn a_known_signature_is_taken_in_each_form_and_its_high_half_made_low() {
    let (key, wanted) = (known_key(), format!("p256:{R}{LOW_S}"));
    for given in [
        bytes(&format!("{R}{HIGH_S}")),
        bytes(&format!("{R}{LOW_S}")),
        der(&with_zero(R), &with_zero(HIGH_S)),
        der(&with_zero(R), &bytes(LOW_S)),
    ] {
        let accepted = key.accept(b"sample", &given).unwrap();
        assert_eq!(accepted.to_string(), wanted);
        assert_eq!(wanted.parse::<Signature>().unwrap(), accepted);
        refused(key.accept(b"simple", &given));
    }
    refused(format!("p256:{R}{HIGH_S}").parse::<Signature>());
}

#[test]
fn a_known_signature_of_ed25519_is_taken() {
    let key = "ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    let given = "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155\
                 5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";
    let key: PublicKey = key.parse().unwrap();
    let accepted = key.accept(b"", &bytes(given)).unwrap();
    assert_eq!((accepted.scheme(), accepted.to_string()), (Scheme::Ed25519, format!("ed25519:{given}")));
    assert_eq!(accepted.to_string().parse::<Signature>().unwrap(), accepted);
    assert!(refused(known_key().verify(b"", &accepted)).contains("one of ed25519"));
    assert!(refused(key.accept(b"", &bytes(given)[1..])).contains("has 64 bytes, not 63"));
}

#[test]
fn der_that_is_not_written_in_the_one_way_is_refused_and_told_why() {
    let (r, s) = (with_zero(R), bytes(LOW_S));
    let right = der(&r, &s);
    let put = |at: usize, byte: u8| {
        let mut changed = right.clone();
        changed[at] = byte;
        changed
    };
    let three = vec![0x30, 9, 2, 1, 1, 2, 1, 1, 2, 1, 1];
    let cases = [
        (vec![], "cut short"),
        (right[..right.len() - 1].to_vec(), "cut short"),
        ([&right[..], &[0]].concat(), "bytes stand behind it"),
        ([&[0x30, 0x81, 69], &right[2..]].concat(), "a length is longer"),
        (put(0, 0x31), "not a sequence of two integers"),
        (put(2, 3), "not a sequence of two integers"),
        (three, "more than two integers"),
        (der(&bytes(R), &s), "negative"),
        (der(&[&[0], &r[..]].concat(), &s), "more bytes than it needs"),
        (der(&r, &with_zero(LOW_S)), "more bytes than it needs"),
        (der(&r, &[]), "has no bytes"),
        (der(&r, &[0]), "is zero"),
        (der(&[&[1; 33][..]].concat(), &s), "longer than 32 bytes"),
        (der(&[&[0, 0xff], &[0xff; 31][..]].concat(), &s), "beyond the order"),
        (vec![0x30; 5_000], "longer than any signature"),
    ];
    for (given, why) in cases {
        let said = refused(known_key().accept(b"sample", &given));
        assert!(said.contains(why), "{said} instead of {why}");
    }
}

#[test]
fn numbers_that_no_signature_has_are_refused() {
    let order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    let zero = "00".repeat(32);
    for (r, s) in [(R, order), (order, LOW_S), (R, &zero), (&zero, LOW_S), (R, &"ff".repeat(32))] {
        assert!(refused(known_key().accept(b"sample", &bytes(&format!("{r}{s}")))).contains("order"));
        refused(format!("p256:{r}{s}").parse::<Signature>());
    }
    // The greatest number of the low half stays, the one above it is turned.
    let half = "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8";
    let above = "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a9";
    let low = |s: &str| Signature::p256(bytes(&format!("{R}{s}")).try_into().unwrap()).unwrap();
    assert_eq!(low(half), low(above));
    assert_eq!(low(half).to_string(), format!("p256:{R}{half}"));
    assert!(format!("p256:{R}{above}").parse::<Signature>().is_err());
}

#[test]
fn a_key_is_the_same_however_a_platform_gives_it() {
    let device = Device::new();
    for (key, before) in
        [(device.p256_key(), &super::der::P256_KEY[..]), (device.ed25519_key(), &super::der::ED25519_KEY)]
    {
        let whole = [before, key.as_bytes()].concat();
        assert_eq!(PublicKey::from_bytes(&whole).unwrap(), key);
        assert_eq!(key.to_string().parse::<PublicKey>().unwrap(), key);
        for length in 0..whole.len() {
            assert_eq!(
                PublicKey::from_bytes(&whole[..length]).unwrap_err().code(),
                "invalid_key",
                "{length}"
            );
        }
        for at in 0..before.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            assert_eq!(PublicKey::from_bytes(&changed).unwrap_err().code(), "invalid_key", "{at}");
        }
    }
    let compressed = [&[2], &[7; 32][..]].concat();
    assert!(PublicKey::from_bytes(&compressed).unwrap_err().to_string().contains("compressed"));
    for text in ["", "p256", "p256:", "p256:00", "rsa:00", "ed25519:zz", "P256:00"] {
        assert_eq!(text.parse::<PublicKey>().unwrap_err().code(), "invalid_key", "{text}");
    }
    let upper = known_key().to_string().to_uppercase().replace("P256", "p256");
    assert!(upper.parse::<PublicKey>().is_err());
}

#[test]
fn a_key_that_is_on_no_curve_verifies_nothing() {
    let nowhere = PublicKey::from_bytes(&[4; 65]).unwrap();
    refused(nowhere.accept(b"sample", &bytes(&format!("{R}{LOW_S}"))));
}

impl Signer for Device {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerFailed> {
        Ok(self.p256(&ECDSA_P256_SHA256_ASN1_SIGNING, message))
    }
}

fn a_cut() -> Cut {
    let mut cut = Cut::START;
    cut.reach(Anchor { lane: 1, sequence: 12, hash: [3; 32] });
    cut.reach(Anchor { lane: 7, sequence: 1, hash: [4; 32] });
    cut
}

#[test]
fn a_signed_cut_is_proved_by_the_key_of_its_device_and_by_no_other() {
    let device = Device::new();
    for cut in [Cut::START, a_cut()] {
        let signed = SignedCut::sign(cut.clone(), &device.p256_key(), &device).unwrap();
        let kept = signed.to_string();
        let taken: SignedCut = kept.parse().unwrap();
        assert_eq!((&taken, taken.check(&device.p256_key())), (&signed, Ok(&cut)));
        refused(taken.check(&Device::new().p256_key()));
        refused(taken.check(&device.ed25519_key()));
    }
}

#[test]
fn no_character_of_a_signed_cut_can_be_another() {
    let device = Device::new();
    let kept = SignedCut::sign(a_cut(), &device.p256_key(), &device).unwrap().to_string();
    for at in 0..kept.len() {
        let mut changed = kept.clone().into_bytes();
        changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
        let changed = String::from_utf8(changed).unwrap();
        refused(changed.parse::<SignedCut>().and_then(|cut| cut.check(&device.p256_key()).cloned()));
        refused(kept[..at].parse::<SignedCut>());
    }
    for text in [kept.to_uppercase(), format!("{kept} "), format!("{kept}00"), "0".repeat(200_000)] {
        refused(text.parse::<SignedCut>());
    }
}

#[test]
fn a_signer_that_fails_or_answers_something_else_leaves_nothing_signed() {
    struct Answers(Result<Vec<u8>, SignerFailed>);
    impl Signer for Answers {
        fn sign(&self, _: &[u8]) -> Result<Vec<u8>, SignerFailed> {
            self.0.clone()
        }
    }
    let key = Device::new().p256_key();
    let locked = Answers(Err(SignerFailed("the phone is locked".to_owned())));
    let failed = SignedCut::sign(a_cut(), &key, &locked).unwrap_err();
    assert_eq!(failed.code(), "signer_failed");
    assert!(failed.to_string().contains("the phone is locked"));
    let of_something_else = Device::new().sign(b"something else").unwrap();
    for answer in [vec![], vec![0; 64], of_something_else] {
        refused(SignedCut::sign(a_cut(), &key, &Answers(Ok(answer))));
    }
}

#[test]
fn a_signature_over_the_cut_alone_is_no_signed_cut() {
    let device = Device::new();
    let bare = device.p256(&ECDSA_P256_SHA256_FIXED_SIGNING, a_cut().to_string().as_bytes());
    let signature = device.p256_key().accept(a_cut().to_string().as_bytes(), &bare).unwrap();
    let forged: SignedCut = format!("{}.{signature}", a_cut()).parse().unwrap();
    refused(forged.check(&device.p256_key()));
}

proptest! {
    #[test]
    fn no_bit_of_an_answer_or_of_the_message_can_be_another(
        message in prop::collection::vec(any::<u8>(), 1..100), place: prop::sample::Index, bit in 0..8_u32,
    ) {
        for (key, given) in Device::new().answers(&message) {
            let accepted = key.accept(&message, &given).unwrap();
            prop_assert_eq!(key.accept(&message, accepted.as_bytes()).unwrap(), accepted);
            prop_assert_eq!(key.verify(&message, &accepted), Ok(()));
            let flipped = |of: &[u8]| {
                let mut changed = of.to_vec();
                changed[place.index(of.len())] ^= 1 << bit;
                changed
            };
            prop_assert!(key.accept(&message, &flipped(&given)).is_err());
            prop_assert!(key.accept(&flipped(&message), &given).is_err());
        }
    }

    #[test]
    fn whatever_comes_is_answered(given in prop::collection::vec(any::<u8>(), 0..150), text in ".{0,80}") {
        refused(known_key().accept(b"sample", &given));
        let _ = PublicKey::from_bytes(&given);
        prop_assert!(text.parse::<PublicKey>().is_err() && text.parse::<Signature>().is_err());
        prop_assert!(text.parse::<SignedCut>().is_err());
    }
}
