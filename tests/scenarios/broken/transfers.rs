//! Transfers, balances, marks and holds, broken.

use super::Break;
use super::scene::BY_HAND;
use paywright::id::{BalanceId, MarkId};
use paywright::ledger::Mark;
use paywright::storage::{Record, Value};
use paywright::{Account, Balance, Currency, Hold, HoldState, Phase, Purpose, Transfer, TransferId};

fn posts(transfer: &Transfer) -> bool {
    transfer.phase == Phase::PostsPending
}

pub const BREAKS: &[Break] = &[
    ("transfers", "the row is missing", |copy| copy.remove::<Transfer>(|_| true)),
    ("transfers", "no entry added this row", |copy| {
        copy.add_values(Transfer::TABLE, |values| {
            (values[0], values[1]) = (Value::Int(i64::MAX), Value::Id([7; 16]));
        });
    }),
    ("transfers", "the {} rows of entry {lane}/{sequence} are not what it added", |copy| {
        copy.change::<Transfer>(|_| true, |one| one.amount += 1);
    }),
    ("transfers", "recorded_at is not the time of its entry", |copy| {
        copy.change::<Transfer>(|_| true, |one| one.recorded_at = one.recorded_at.plus_micros(1));
    }),
    ("transfers", "its accounts are of different currencies", |copy| {
        let currency = Currency::from_code("EUR").unwrap();
        let pounds = |one: &Account| one.purpose == Purpose::Bank && one.currency != currency;
        copy.change::<Account>(pounds, |one| one.currency = currency);
    }),
    ("transfers", "it resolves a hold that is not open", |copy| {
        copy.change::<Transfer>(posts, |one| one.hold = Some(TransferId::derived("no hold")));
    }),
    ("transfers", "phase and hold do not belong together", |copy| {
        let plain = |one: &Transfer| one.phase == Phase::Posted;
        copy.change::<Transfer>(plain, |one| one.hold = Some(one.id));
    }),
    ("transfers", "its account {account} is missing", |copy| {
        copy.remove::<Account>(|one| one.purpose == Purpose::Bank);
    }),
    ("transfers", "its link does not follow the chain of {}", |copy| {
        copy.change::<Transfer>(|one| one.debit_before.is_some(), |one| one.debit_before = None);
    }),
    ("transfers", "the balance after it is not that of {}", |copy| {
        copy.change::<Transfer>(|_| true, |one| one.credit_after += 1);
    }),
    ("transfers", "it resolves more than, or not, the hold {id}", |copy| {
        let by_hand = TransferId::derived(BY_HAND);
        copy.change::<Transfer>(|one| one.hold == Some(by_hand), |one| one.amount = 101);
    }),
    ("balances", "the row is missing", |copy| copy.remove::<Balance>(|one| one.lane == 1)),
    ("balances", "the row of {id} is missing", |copy| {
        copy.remove::<Balance>(|one| one.transfers == 0);
    }),
    ("balances", "no transfer calls for this row", |copy| {
        copy.add::<Balance>(|one| one.id = BalanceId::derived("too many"));
    }),
    ("balances", "not what the transfers of {} sum to", |copy| {
        copy.change::<Balance>(|_| true, |one| one.credits += 1);
    }),
    ("balances", "not what the transfers of {} sum to", |copy| {
        copy.stamp::<Balance>(|stamp| stamp.changed_at = stamp.changed_at.plus_micros(1));
    }),
    ("balances", "the version is not one more than its transfers", |copy| {
        copy.stamp::<Balance>(|stamp| stamp.version += 1);
    }),
    ("marks", "not what the transfers say", |copy| {
        let another = copy.first::<Transfer>(|_| true).position;
        copy.change::<Mark>(|_| true, |one| one.position = another);
    }),
    ("marks", "no transfer calls for this mark", |copy| {
        copy.add::<Mark>(|one| one.id = MarkId::derived("too many"));
    }),
    ("marks", "the row is missing", |copy| copy.remove::<Mark>(|_| true)),
    ("holds", "not what the transfers say", |copy| {
        copy.change::<Hold>(|_| true, |one| one.amount += 1);
    }),
    ("holds", "not what the transfers say", |copy| {
        let open = |one: &Hold| one.state == HoldState::Open;
        copy.change::<Hold>(open, |one| one.due_at = Some(paywright::Timestamp::from_micros(1)));
    }),
    ("holds", "the row is missing", |copy| copy.remove::<Hold>(|_| true)),
];
