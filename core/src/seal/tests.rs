use super::*;
use crate::{AccountKey, Currency, Engine, MemoryStorage, OpenAccount, Purpose, RegisterUser};
use proptest::prelude::*;
use std::io::{self, Read, Write};
use std::ops::ControlFlow;

/// Keys by their ids; the last is the current one.
struct Owner(Vec<(&'static str, u8)>);

impl Keys for Owner {
    fn current(&self) -> Result<String, KeysFailed> {
        self.0.last().map(|(id, _)| (*id).to_owned()).ok_or_else(|| KeysFailed("it is locked".to_owned()))
    }

    fn key(&self, id: &str) -> Result<Option<SealKey>, KeysFailed> {
        if id == "broken" {
            return Err(KeysFailed("it does not answer".to_owned()));
        }
        let found = self.0.iter().find(|(known, _)| *known == id);
        Ok(found.map(|(_, byte)| SealKey::from_bytes(&[*byte; 32]).unwrap()))
    }
}

fn owner() -> Owner {
    Owner(vec![("2026", 7)])
}

fn sealed_with(salt: u8, content: &[u8]) -> Vec<u8> {
    let mut sealer = Sealer::new(&owner(), Salt::from_bytes([salt; 32]), Vec::new()).unwrap();
    sealer.write(content).unwrap();
    sealer.finish().unwrap()
}

fn sealed(content: &[u8]) -> Vec<u8> {
    sealed_with(1, content)
}

fn opened_by(keys: &dyn Keys, copy: impl Read) -> Result<Vec<u8>, Error> {
    let mut opener = Opener::new(keys, copy)?;
    let mut content = Vec::new();
    while let Some(more) = opener.read()? {
        content.extend_from_slice(more);
    }
    assert_eq!(opener.read(), Ok(None));
    Ok(content)
}

fn opened(copy: &[u8]) -> Result<Vec<u8>, Error> {
    opened_by(&owner(), copy)
}

fn code<T: std::fmt::Debug>(answer: Result<T, Error>) -> &'static str {
    answer.unwrap_err().code()
}

/// Four chunks, each unlike the others, the last of them short.
fn long() -> Vec<u8> {
    (0..3 * CHUNK + 100).map(|at| u8::try_from((at / CHUNK * 31 + at) % 251).unwrap()).collect()
}

/// The beginning, and the chunks.
fn parts(copy: &[u8]) -> (Vec<u8>, Vec<Vec<u8>>) {
    let (header, chunks) = copy.split_at(MAGIC.len() + 1 + 4 + SALT);
    (header.to_vec(), chunks.chunks(CHUNK + TAG).map(<[u8]>::to_vec).collect())
}

#[test]
fn what_was_sealed_is_opened_whatever_its_length() {
    for length in [0, 1, 100, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1, 3 * CHUNK + 100] {
        let content = &long()[..length];
        let copy = sealed(content);
        let chunks = length.div_ceil(CHUNK).max(1);
        assert_eq!(copy.len(), 53 + length + chunks * TAG, "{length}");
        assert!(opened(&copy).unwrap() == content, "{length}");
    }
}

#[test]
fn it_may_be_written_and_read_in_any_pieces() {
    /// Gives a few bytes at a time.
    struct Slow<'a>(&'a [u8]);
    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let most = into.len().min(777);
            self.0.read(&mut into[..most])
        }
    }
    let mut sealer = Sealer::new(&owner(), Salt::from_bytes([1; 32]), Vec::new()).unwrap();
    long().chunks(1_000).for_each(|piece| sealer.write(piece).unwrap());
    let copy = sealer.finish().unwrap();
    assert!(copy == sealed(&long()));
    assert!(opened_by(&owner(), Slow(&copy)).unwrap() == long());
}

#[test]
fn every_byte_counts_and_so_does_every_end() {
    let copy = sealed(b"two lines\nof a journal\n");
    for at in 0..copy.len() {
        for bit in 0..8 {
            let mut changed = copy.clone();
            changed[at] ^= 1 << bit;
            let said = code(opened(&changed));
            // Another id names a key that is not there.
            assert!(said == "invalid_seal" || said == "no_key" && (16..21).contains(&at), "{at}: {said}");
        }
        assert_eq!(code(opened(&copy[..at])), "invalid_seal", "{at}");
    }
    assert_eq!(code(opened(&[&copy[..], &[0]].concat())), "invalid_seal");
    assert_eq!(code(opened(&[&copy[..], &copy].concat())), "invalid_seal");
}

#[test]
fn chunks_that_were_left_out_moved_doubled_or_exchanged_are_found() {
    let (header, chunks) = parts(&sealed(&long()));
    let put_together = |order: &[usize]| {
        let chosen: Vec<&[u8]> = order.iter().map(|at| &chunks[*at][..]).collect();
        opened(&[&header[..], &chosen.concat()].concat())
    };
    assert!(put_together(&[0, 1, 2, 3]).unwrap() == long());
    let orders: [&[usize]; 11] = [
        &[],
        &[0],
        &[0, 1, 2],
        &[1, 2, 3],
        &[0, 2, 3],
        &[0, 1, 3],
        &[1, 0, 2, 3],
        &[0, 2, 1, 3],
        &[0, 1, 1, 2, 3],
        &[0, 1, 2, 3, 3],
        &[3],
    ];
    for order in orders {
        assert_eq!(code(put_together(order)), "invalid_seal", "{order:?}");
    }
}

#[test]
fn nothing_of_another_copy_fits_though_the_key_is_the_same() {
    let (one, other) = (parts(&sealed_with(1, &long())), parts(&sealed_with(2, &long())));
    for at in 0..one.1.len() {
        let mut mixed = one.1.clone();
        mixed[at].clone_from(&other.1[at]);
        assert_eq!(code(opened(&[&one.0[..], &mixed.concat()].concat())), "invalid_seal", "{at}");
    }
    assert_eq!(code(opened(&[&one.0[..], &other.1.concat()].concat())), "invalid_seal");
}

#[test]
fn a_new_key_seals_and_old_copies_still_open() {
    let old = sealed(b"sealed last year");
    let both = Owner(vec![("2026", 7), ("2027", 8)]);
    let mut sealer = Sealer::new(&both, Salt::random().unwrap(), Vec::new()).unwrap();
    sealer.write(b"sealed this year").unwrap();
    let new = sealer.finish().unwrap();
    assert_eq!(opened_by(&both, &old[..]).unwrap(), b"sealed last year");
    assert_eq!(opened_by(&both, &new[..]).unwrap(), b"sealed this year");
    let unknown = opened(&new).unwrap_err();
    assert_eq!(unknown.code(), "no_key");
    assert!(unknown.to_string().contains("\"2027\""), "{unknown}");
}

#[test]
fn a_copy_says_which_key_to_ask_for() {
    let copy = sealed(b"a journal");
    assert_eq!(key_id(&copy[..]), Ok("2026".to_owned()));
    assert_eq!(key_id(&copy[..53]), Ok("2026".to_owned()));
    for end in 0..53 {
        assert_eq!(code(key_id(&copy[..end])), "invalid_seal", "{end}");
    }
    assert_eq!(code(key_id(&b"a journal that nobody sealed, as long as a beginning is"[..])), "invalid_seal");
}

#[test]
fn another_key_under_the_same_id_opens_nothing() {
    let wrong = opened_by(&Owner(vec![("2026", 8)]), &sealed(&long())[..]).unwrap_err();
    assert_eq!(wrong.code(), "invalid_seal");
    assert!(wrong.to_string().contains("the key of its id"), "{wrong}");
}

#[test]
fn keys_that_are_none_or_not_given_are_told() {
    for length in [0, 16, 31, 33, 64] {
        let refused = SealKey::from_bytes(&vec![1; length]).unwrap_err();
        assert_eq!(refused.code(), "invalid_key");
        assert!(refused.to_string().contains(&format!("32 bytes, not {length}")), "{refused}");
    }
    assert_eq!(format!("{:?}", SealKey::from_bytes(&[65; 32]).unwrap()), "SealKey(..)");
    let begin = |keys: Owner| Sealer::new(&keys, Salt::from_bytes([1; 32]), Vec::new()).map(drop);
    assert!(begin(Owner(vec![])).unwrap_err().to_string().contains("it is locked"));
    assert!(begin(Owner(vec![("broken", 1)])).unwrap_err().to_string().contains("it does not answer"));
    let long: &str = "a".repeat(65).leak();
    for id in ["", "a\nb", long] {
        assert_eq!(code(begin(Owner(vec![(id, 1)]))), "invalid_key");
    }
    assert!(begin(Owner(vec![(&long[1..], 1)])).is_ok());
}

#[test]
fn a_disk_that_fails_is_told_and_not_taken_for_an_end() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is full"))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let copy = sealed(&long());
    for at in [0, 30, 60, CHUNK + 200, copy.len()] {
        assert_eq!(code(opened_by(&owner(), copy[..at].chain(Broken))), "storage_unavailable", "{at}");
    }
    assert_eq!(code(Sealer::new(&owner(), Salt::from_bytes([1; 32]), Broken)), "storage_unavailable");
}

#[test]
fn lines_come_as_they_were_written() {
    let lines = |text: &str| -> Result<Vec<String>, Error> {
        let copy = sealed(text.as_bytes());
        Lines::of(Opener::new(&owner(), &copy[..])?).collect()
    };
    let long = "ä".repeat(CHUNK);
    assert_eq!(lines("").unwrap(), Vec::<String>::new());
    assert_eq!(lines("one\n\ntwo").unwrap(), ["one", "", "two"]);
    assert_eq!(lines(&format!("{long}\n{long}\n")).unwrap(), [&long[..], &long]);
    let no_text = sealed(b"fine\n\xff\nmore\n");
    let mut found = Lines::of(Opener::new(&owner(), &no_text[..]).unwrap());
    assert_eq!(found.next(), Some(Ok("fine".to_owned())));
    assert_eq!(found.next().map(code), Some("invalid_import"));
    assert_eq!(found.next(), None);
}

const ON: fn(crate::Progress) -> ControlFlow<()> = |_| ControlFlow::Continue(());

fn wallet(users: usize) -> Engine {
    let engine = Engine::new(MemoryStorage::new()).unwrap();
    engine.execute(OpenAccount::new(AccountKey::platform(Purpose::Bank, Currency::EUR))).unwrap();
    for n in 0..users {
        engine.request(RegisterUser::new(format!("customer-{n}"))).key(format!("{n}")).execute().unwrap();
    }
    engine
}

#[test]
fn a_wallet_moves_to_a_new_phone() {
    let old = wallet(1_500);
    let (mut copy, mut told) = (Vec::new(), Vec::new());
    let entries = old.export_sealed(&owner(), Salt::random().unwrap(), &mut copy, |progress| {
        told.push((progress.done, progress.total));
        ControlFlow::Continue(())
    });
    assert_eq!((entries, told), (Ok(1_501), vec![(1_000, Some(1_501))]));
    assert!(!copy.windows(12).any(|some| some == b"customer-100"));
    let new = Engine::new(MemoryStorage::new()).unwrap();
    let imported = new.import_sealed(&owner(), &copy[..], ON).unwrap();
    assert_eq!((imported.entries, imported.already_there), (1_501, 0));
    assert_eq!(new.cut(), old.cut());
    assert!(new.verify(old.cut().unwrap().anchors()).unwrap().is_clean());
}

#[test]
fn an_import_of_a_copy_that_is_cut_says_so_and_goes_on_with_the_whole_one() {
    let old = wallet(2_500);
    let mut copy = Vec::new();
    old.export_sealed(&owner(), Salt::from_bytes([3; 32]), &mut copy, ON).unwrap();
    let mut tampered = copy.clone();
    *tampered.last_mut().unwrap() ^= 1;
    for bad in [&copy[..copy.len() - 1], &copy[..copy.len() / 2], &tampered] {
        let new = Engine::new(MemoryStorage::new()).unwrap();
        assert_eq!(code(new.import_sealed(&owner(), bad, ON)), "invalid_seal");
        assert!(new.verify(&[]).unwrap().is_clean());
        let imported = new.import_sealed(&owner(), &copy[..], ON).unwrap();
        assert!(imported.already_there >= 1_000, "{imported:?}");
        assert_eq!(new.cut(), old.cut());
    }
    let new = Engine::new(MemoryStorage::new()).unwrap();
    assert_eq!(code(new.import_sealed(&Owner(vec![("2025", 7)]), &copy[..], ON)), "no_key");
    assert_eq!(code(new.import_sealed(&Owner(vec![("2026", 6)]), &copy[..], ON)), "invalid_seal");
    assert_eq!(new.cut().unwrap(), crate::Cut::START);
    let stopped =
        old.export_sealed(&owner(), Salt::from_bytes([4; 32]), &mut Vec::new(), |_| ControlFlow::Break(()));
    assert_eq!(code(stopped), "stopped");
}

proptest! {
    #[test]
    fn whatever_comes_is_opened_or_refused(content in prop::collection::vec(any::<u8>(), 0..300), salt: u8) {
        prop_assert_eq!(opened(&sealed_with(salt, &content)).unwrap(), content.clone());
        prop_assert_eq!(code(opened(&content)), "invalid_seal");
        let (header, _) = parts(&sealed_with(salt, b""));
        prop_assert_eq!(code(opened(&[header, content].concat())), "invalid_seal");
    }
}
