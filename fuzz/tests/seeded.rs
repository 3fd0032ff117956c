//! Every target on its corpus, on what was once found, and on 20,000 inputs made from a seed.
//!
//! `PAYWRIGHT_FUZZ_INPUTS` asks for more of them and `PAYWRIGHT_FUZZ_SEED` for others.

use paywright_fuzz::inputs::input;
use paywright_fuzz::{NAMES, TARGETS, Target};
use std::path::Path;
use std::{env, fs, thread};

const SEED: u64 = 0x5eed;
const INPUTS: u64 = 20_000;

macro_rules! each_holds {
    ($($name:ident,)*) => {$(
        #[test]
        fn $name() {
            holds(Target::named(stringify!($name)).unwrap());
        }
    )*};
}

paywright_fuzz::targets!(each_holds);

fn holds(target: &Target) {
    let corpus = (target.corpus)();
    for (place, example) in corpus.iter().enumerate() {
        assert!(tried(target, &format!("example {place}"), example), "example {place} is not accepted");
    }
    for (name, bytes) in once_found(target.name) {
        tried(target, &name, &bytes);
    }
    let (seed, inputs) = (asked("PAYWRIGHT_FUZZ_SEED", SEED), asked("PAYWRIGHT_FUZZ_INPUTS", INPUTS));
    let is_taken = |number: &u64| {
        let bytes = input(seed, *number, &corpus);
        tried(target, &format!("input {number} of seed {seed}"), &bytes)
    };
    let taken = (0..inputs).filter(is_taken).count() as u64;
    println!("{}: {taken} of {inputs} inputs were accepted", target.name);
    // Else the inputs would all be one thing to it.
    assert!(taken > 0 && taken < inputs, "{taken} of {inputs} inputs were accepted");
}

fn asked(variable: &str, usual: u64) -> u64 {
    env::var(variable).map_or(usual, |number| number.parse().expect("a number"))
}

/// What a coverage-guided run found, and was mended.
fn once_found(name: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("found").join(name);
    let Ok(files) = fs::read_dir(folder) else { return Vec::new() };
    let paths = files.map(|file| file.unwrap().path());
    paths.map(|path| (path.display().to_string(), fs::read(&path).unwrap())).collect()
}

/// Keeps the input at hand where something does not hold.
fn tried(target: &Target, what: &str, bytes: &[u8]) -> bool {
    struct Shown<'a>(&'a Target, &'a str, &'a [u8]);
    impl Drop for Shown<'_> {
        fn drop(&mut self) {
            if thread::panicking() {
                let Self(target, what, bytes) = self;
                let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(target.name);
                let kept = fs::write(&file, bytes).map(|()| file.display().to_string());
                eprintln!("{}: {what} does not hold; its bytes: {kept:?}", target.name);
            }
        }
    }
    let _shown = Shown(target, what, bytes);
    (target.check)(bytes)
}

#[test]
fn every_name_is_a_target_and_what_was_found_belongs_to_one() {
    let targets: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    assert_eq!(targets, NAMES);
    for folder in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("found")).unwrap() {
        let folder = folder.unwrap();
        if folder.file_type().unwrap().is_dir() {
            let name = folder.file_name().into_string().unwrap();
            assert!(Target::named(&name).is_some(), "no target is called {name}");
        }
    }
}

#[test]
fn inputs_are_the_same_for_a_seed_and_differ_from_each_other() {
    let corpus = [b"an example".to_vec(), b"another".to_vec()];
    let of = |seed| (0..1_000).map(|number| input(seed, number, &corpus)).collect::<Vec<_>>();
    assert_eq!(of(1), of(1));
    assert_ne!(of(1), of(2));
    let mut distinct = of(1);
    distinct.sort_unstable();
    distinct.dedup();
    assert!(distinct.len() > 800, "{} of 1,000 inputs are distinct", distinct.len());
    assert!(!of(1).iter().any(|input| input.len() > 4_096));
}

/// A reader that gives up at a length that is promised and not there, as a careless one would.
#[test]
fn the_inputs_find_what_a_careless_reader_does_wrong() {
    fn careless(bytes: &[u8]) -> Option<u8> {
        let (length, rest) = bytes.split_first()?;
        rest[..usize::from(*length)].first().copied()
    }
    let corpus = [b"\x03abc".to_vec()];
    let found = (0..1_000).filter(|number| {
        let bytes = input(SEED, *number, &corpus);
        std::panic::catch_unwind(|| careless(&bytes)).is_err()
    });
    assert!(found.count() > 0);
}
