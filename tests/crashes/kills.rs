//! Killed at any moment and at exact points of a commit: all that was answered is there, and work goes on.

use crate::business::Said;
use crate::dice::{Dice, number_from, seed};
use crate::receipts::Receipts;
use crate::storage::{Place, Point};
use paywright::Engine;
use paywright_sqlite::SqliteStorage;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

/// After so many kills the business begins anew on another file.
const KILLS_OF_A_FILE: u64 = 20;

/// So much of the usual number of kills.
pub fn share_of_kills(percent: u64) -> u64 {
    (number_from("PAYWRIGHT_KILLS", 200) * percent / 100).max(KILLS_OF_A_FILE)
}

/// Names what repeats a failure, and keeps the file.
pub fn repeatable(receipts: &mut Receipts, what: &str, story: impl FnOnce(&mut Receipts)) {
    let outcome = catch_unwind(AssertUnwindSafe(|| story(receipts)));
    if let Err(panic) = outcome {
        let (seed, round) = (seed(), receipts.round);
        println!("{what}, round {round}: PAYWRIGHT_SEED={seed}, and {}", receipts.keep().display());
        resume_unwind(panic);
    }
}

/// Half of the time the parent goes on, half of the time the next child.
fn settle(receipts: &mut Receipts, said: Vec<Said>, dice: &mut Dice) {
    let world = receipts.hold_after(said);
    if dice.once_in(2) {
        receipts.go_on(&world);
        world.check();
    }
}

#[test]
fn killed_at_any_moment_nothing_that_was_answered_is_lost_and_nothing_is_done_twice() {
    let (kills, began) = (share_of_kills(65), Instant::now());
    let mut dice = Dice::new(seed());
    let (mut answers, mut amid, mut unheard) = (0, 0, 0);
    for file in 0..kills.div_ceil(KILLS_OF_A_FILE) {
        let mut receipts = Receipts::new(dice.below(1 << 30));
        for kill in 0..KILLS_OF_A_FILE {
            let what = format!("kill {kill} of file {file}");
            repeatable(&mut receipts, &what, |receipts| {
                let mut child = receipts.orders(dice.below(1 << 30), None).start();
                child.go();
                // Some while it opens, or makes, the file; most while it works.
                let longest = if dice.once_in(6) {
                    8_000
                } else {
                    child.awaits_first_answer();
                    60_000
                };
                std::thread::sleep(Duration::from_micros(dice.below(longest)));
                let said = child.killed().expect("it ended by itself");
                amid += usize::from(!said.is_empty());
                settle(receipts, said, &mut dice);
            });
        }
        repeatable(&mut receipts, &format!("file {file}"), Receipts::work_goes_on);
        (answers, unheard) = (answers + receipts.len(), unheard + receipts.unheard);
    }
    println!(
        "{kills} kills, {amid} amid answers; {answers} requests, {unheard} done and not heard of; {:?}",
        began.elapsed()
    );
    assert!(amid * 2 > usize::try_from(kills).unwrap(), "only {amid} of {kills} kills came amid answers");
}

#[test]
fn killed_before_amid_and_after_the_nth_commit_it_is_there_whole_or_not_at_all() {
    let (kills, began) = (share_of_kills(35), Instant::now());
    let mut dice = Dice::new(seed() + 1);
    let (files, mut unheard) = (kills.div_ceil(KILLS_OF_A_FILE), 0);
    for file in 0..files {
        let mut receipts = Receipts::new(dice.below(1 << 30));
        for kill in 0..KILLS_OF_A_FILE {
            let mille = 1 + dice.below(1_000);
            let place = [Place::During(mille), Place::Before, Place::After];
            let place = place[usize::try_from((kill + file) % 3).unwrap()];
            // The first commits of a new file one after the other, later any.
            let nth = if kill < 4 { kill } else { dice.below(40) };
            let point = Point { place, commit: u32::try_from(nth).unwrap() };
            repeatable(&mut receipts, &format!("{point} of file {file}"), |receipts| {
                let mut child = receipts.orders(dice.below(1 << 30), Some(point)).start();
                child.go();
                let (status, said) = child.ends();
                assert_eq!(status.signal(), Some(6), "it did not end at {point}: {status}");
                settle(receipts, said, &mut dice);
            });
        }
        repeatable(&mut receipts, &format!("file {file}"), Receipts::work_goes_on);
        unheard += receipts.unheard;
    }
    let points = files * KILLS_OF_A_FILE;
    println!(
        "{points} points on {files} files; {unheard} requests done and not heard of; {:?}",
        began.elapsed()
    );
    assert!(unheard > 0, "no commit was there of which nobody heard");
}

/// What a power cut may leave where the log was not flushed: its beginning, cut anywhere.
#[test]
fn a_log_that_is_cut_anywhere_leaves_sound_books_in_which_work_goes_on() {
    let mut dice = Dice::new(seed() + 2);
    let mut receipts = Receipts::new(dice.below(1 << 30));
    let mut child = receipts.orders(dice.below(1 << 30), None).start();
    child.go();
    child.awaits_first_answer();
    std::thread::sleep(Duration::from_millis(60));
    let said = child.killed().unwrap();
    assert!(!said.is_empty());
    let log = |file: &Path| file.with_extension("db-wal");
    let (main, whole) = (fs::read(receipts.file()).unwrap(), fs::read(log(receipts.file())).unwrap());
    let mut most = 0;
    for cut in 0..25 {
        let left =
            if cut == 0 { whole.len() } else { usize::try_from(dice.below(whole.len() as u64)).unwrap() };
        let file = receipts.file().with_file_name(format!("cut-{cut}.db"));
        fs::write(&file, &main).unwrap();
        fs::write(log(&file), &whole[..left]).unwrap();
        let engine = Engine::new(SqliteStorage::open(&file).unwrap()).unwrap();
        let verification = engine.verify(&[]).unwrap();
        assert!(verification.is_clean(), "{left} bytes left: {:#?}", verification.findings);
        most = most.max(verification.entries);
        drop(engine);
        let mut cut = Receipts::on(file, receipts.seed);
        let world = cut.opened();
        cut.go_on(&world);
        world.check();
    }
    assert!(most > 20, "{most} entries");
    let world = receipts.hold_after(said);
    receipts.go_on(&world);
    receipts.are_complete(&world);
}
