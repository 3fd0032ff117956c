//! Histories whose links, marks or holds are broken: reading one says so, and never runs on for ever.

use super::copy::Copy;
use super::scene::scene;
use super::transfers::BREAKS;
use paywright::ledger::Mark;
use paywright::storage::Direction::{Ascending, Descending};
use paywright::{
    Account, AsOf, Balance, Engine, Error, Hold, PageOf, Phase, Purpose, StatementLines, StatementOf,
    Transfer,
};

/// What was read of everything.
fn read(copy: &Copy) -> Result<(), Error> {
    let engine = Engine::new(copy.stored())?;
    let moments: Vec<_> = engine
        .list::<Transfer>(&PageOf { limit: 1_000, ..PageOf::ALL })?
        .items
        .into_iter()
        .map(|transfer| transfer.recorded_at)
        .collect();
    for account in engine.list::<Account>(&PageOf::ALL)?.items {
        for direction in [Ascending, Descending] {
            let of = StatementOf { direction, lines: StatementLines::All, ..StatementOf::new(account.id) };
            engine.statement(&StatementOf { limit: 1_000, ..of })?;
        }
        for moment in &moments {
            engine.balance_as_of(account.id, AsOf::Recorded(*moment))?;
            engine.balance_as_of(account.id, AsOf::Effective(*moment))?;
        }
    }
    engine.trial_balance_at(&engine.cut()?).map(drop)
}

#[track_caller]
fn is_found(breaks: fn(&mut Copy)) {
    let mut copy = Copy::of(scene());
    assert_eq!(read(&copy), Ok(()));
    breaks(&mut copy);
    let error = read(&copy).expect_err("nothing was said");
    assert_eq!(error.code(), "storage_corrupt", "{error}");
}

fn in_the_middle(one: &Transfer) -> bool {
    one.debit_before.is_some() && one.credit_before.is_some() && one.phase == Phase::Posted
}

#[test]
fn a_transfer_that_is_missing() {
    is_found(|copy| copy.remove::<Transfer>(in_the_middle));
}

#[test]
fn a_link_to_itself() {
    is_found(|copy| copy.change(in_the_middle, |one| one.debit_before = Some(one.position)));
}

#[test]
fn a_link_that_points_forward() {
    is_found(|copy| {
        let last = copy.first::<Mark>(|_| true).position;
        copy.change(in_the_middle, |one| one.debit_before = Some(last));
    });
}

#[test]
fn a_link_that_leaves_a_line_out() {
    is_found(|copy| {
        let second = copy.first(in_the_middle);
        let back = copy.first(|one: &Transfer| Some(one.position) == second.debit_before).debit_before;
        copy.change(in_the_middle, |one| one.debit_before = back);
    });
}

#[test]
fn a_link_into_another_history() {
    is_found(|copy| {
        let other = copy.first(|one: &Transfer| one.debit_before.is_none()).position;
        copy.change(in_the_middle, |one| (one.debit_before, one.credit_before) = (Some(other), Some(other)));
    });
}

#[test]
fn a_mark_that_is_missing_or_anothers() {
    is_found(|copy| copy.remove::<Mark>(|_| true));
    is_found(|copy| copy.change::<Mark>(|_| true, |one| one.transfers = 128));
    is_found(|copy| {
        let other = copy.first(|one: &Transfer| one.debit_before.is_none()).position;
        copy.change::<Mark>(|_| true, |one| one.position = other);
    });
}

#[test]
fn a_hold_that_is_missing() {
    is_found(|copy| copy.remove::<Hold>(|hold| hold.posted > 0));
}

#[test]
fn a_count_without_transfers_or_beyond_them() {
    is_found(|copy| copy.change::<Balance>(|one| one.transfers > 70, |one| one.newest = None));
    is_found(|copy| copy.change::<Balance>(|one| one.transfers > 70, |one| one.transfers = u64::MAX / 4));
    is_found(|copy| copy.change::<Balance>(|one| one.transfers > 70, |one| one.transfers -= 1));
}

#[test]
fn an_account_that_is_missing_under_its_balance() {
    is_found(|copy| copy.remove::<Account>(|one| one.purpose == Purpose::Bank));
}

#[test]
fn whatever_else_is_broken_stops_no_reader_but_with_a_typed_error() {
    for (table, sentence, breaks) in BREAKS {
        let mut copy = Copy::of(scene());
        breaks(&mut copy);
        if let Err(error) = read(&copy) {
            assert_eq!(error.code(), "storage_corrupt", "{table}: {sentence}: {error}");
        }
    }
}
