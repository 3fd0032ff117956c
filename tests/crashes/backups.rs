//! Backups in trouble: no room, or killed in the middle. Either it is there whole or nothing has its name.

use crate::business::Said;
use crate::child::say;
use crate::dice::{Dice, seed};
use crate::orders::Task;
use crate::receipts::Receipts;
use paywright::{Engine, Error};
use paywright_sqlite::{Backup, SqliteStorage};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

fn target(file: &Path) -> PathBuf {
    file.with_file_name("backup.db")
}

/// Tells each step.
fn backs_up(file: &Path, told: &mut dyn FnMut()) -> Result<Backup, Error> {
    SqliteStorage::open(file)?.backup(target(file), |_| {
        told();
        ControlFlow::Continue(())
    })
}

/// The child's side: makes one backup, says each step and what came of it.
pub fn makes(file: &Path) {
    let tell = |acceptance: &str, why: String| {
        let (key, acceptance) = ("backup".to_owned(), acceptance.to_owned());
        say(&Said { key, acceptance, id: why.replace(' ', "_") });
    };
    match backs_up(file, &mut || tell("copied", "-".to_owned())) {
        Ok(_) => tell("made", "-".to_owned()),
        Err(error) => tell(error.code(), error.to_string()),
    }
}

fn names(file: &Path) -> Vec<String> {
    let entries = fs::read_dir(file.parent().unwrap()).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[track_caller]
fn is_sound(file: &Path) {
    let engine = Engine::new(SqliteStorage::open(target(file)).unwrap()).unwrap();
    let verification = engine.verify(&[]).unwrap();
    assert!(verification.is_clean() && verification.entries > 50, "{:#?}", verification.findings);
}

#[test]
fn a_backup_that_finds_no_room_leaves_nothing_and_harms_nothing() {
    let mut receipts = Receipts::begun();
    let blocks = fs::metadata(receipts.file()).unwrap().len() / 512;
    let before = receipts.opened().dump();
    // More than what SQLite keeps beside the source, and less than the copy.
    assert!(blocks > 300, "{blocks} blocks");
    for blocks in [blocks / 2, blocks / 4 * 3, blocks - 8] {
        let mut orders = receipts.orders(1, None);
        orders.task = Task::BackUp;
        let mut child = orders.start_within(blocks);
        child.go();
        let (status, said) = child.ends();
        assert!(status.success(), "{status}");
        let last = said.last().unwrap();
        let is_named = last.id.contains("backup.db_could_not_be_read_or_written:_disk_I/O_error");
        assert!(last.acceptance == "storage_unavailable" && is_named, "{blocks} blocks: {said:?}");
        assert_eq!(names(receipts.file()), ["shop.db"], "{blocks} blocks");
    }
    let world = receipts.opened();
    before.assert_unchanged(&world.dump());
    backs_up(receipts.file(), &mut || {}).unwrap();
    receipts.go_on(&world);
    receipts.are_complete(&world);
    is_sound(receipts.file());
}

#[test]
fn a_backup_killed_at_any_moment_is_whole_or_has_no_name_and_the_next_one_works() {
    let mut dice = Dice::new(seed() + 7);
    let receipts = Receipts::begun();
    let (mut whole, mut left) = (0, 0);
    for _ in 0..20 {
        let mut orders = receipts.orders(1, None);
        orders.task = Task::BackUp;
        let mut child = orders.start();
        child.go();
        if !dice.once_in(4) {
            child.awaits_first_answer();
        }
        std::thread::sleep(Duration::from_micros(dice.below(30_000)));
        // It may have come to its end before.
        let _ = child.killed();
        if target(receipts.file()).exists() {
            is_sound(receipts.file());
            fs::remove_file(target(receipts.file())).unwrap();
            whole += 1;
        }
        for name in names(receipts.file()) {
            let is_workshop = name.starts_with(".paywright-backup-");
            assert!(is_workshop || name.starts_with("shop.db"), "{name} was left behind");
            left += usize::from(is_workshop);
        }
    }
    println!("killed 20 times: {whole} whole backups, {left} unfinished ones seen");
    backs_up(receipts.file(), &mut || {}).unwrap();
    is_sound(receipts.file());
    receipts.opened().check();
}
