//! Balancing transfers, and transfers that count from a moment of their own.

use crate::ledger::{accounts, id, post, posted, refused};
use crate::support::shop::{pence, wallet};
use crate::support::{World, gbp, keyed, money, on_both, told_again};
use paywright::{
    AccountId, AccountKey, AnyOutput, Booked, CloseBooks, Code, Currency, FreezeAccount, NewTransfer,
    OpenAccount, PostTransfers, Posting, Purpose, Refused, Sides, Timestamp, Transfer,
};

on_both![
    it_moves_what_is_available,
    it_moves_what_there_is_room_for,
    it_keeps_within_both_accounts,
    what_has_no_bound_allows_everything,
    where_nothing_can_be_moved_it_is_refused,
    held_money_is_not_available,
    in_a_chain_it_sees_what_came_before,
    sent_again_it_answers_what_was_moved,
    what_is_late_counts_from_its_own_moment,
    what_only_holds_counts_from_now,
    nothing_counts_from_the_future_or_from_closed_books,
    books_close_forward_only,
];

/// A wallet with so much, and a bank and equity without bounds.
fn wallet_of(world: &World, minor: i64) -> (AccountId, AccountId, AccountId) {
    let on = accounts(world);
    posted(world, NewTransfer::posted(on.bank, on.wallet, pence(minor)));
    (on.wallet, on.equity, on.bank)
}

fn limited(world: &World, most: i64) -> AccountId {
    let key = wallet(world.user("limited"));
    world.done(OpenAccount { max_balance: Some(most), ..OpenAccount::new(key) }).id
}

fn book(world: &World, transfer: NewTransfer) -> Result<Booked, Refused> {
    world.done(PostTransfers::new([transfer])).results.remove(0)
}

fn balancing(debit: AccountId, credit: AccountId, most: i64, within: Sides) -> NewTransfer {
    let most = pence(most);
    NewTransfer {
        posting: Posting::Balancing { debit, credit, most, within },
        ..NewTransfer::posted(debit, credit, most)
    }
}

#[track_caller]
fn moves(world: &World, transfer: NewTransfer, expected: i64) {
    let booked = book(world, transfer).unwrap();
    assert_eq!(booked.moved, Some(pence(expected)));
    assert_eq!(world.engine.transfer(booked.id).unwrap().unwrap().amount, expected);
}

fn it_moves_what_is_available(world: &World) {
    let (wallet, equity, _) = wallet_of(world, 70);
    moves(world, NewTransfer::as_far_as_available(wallet, equity, pence(50)), 50);
    moves(world, NewTransfer::as_far_as_available(wallet, equity, pence(50)), 20);
}

fn it_moves_what_there_is_room_for(world: &World) {
    let (_, _, bank) = wallet_of(world, 1);
    let limited = limited(world, 30);
    moves(world, NewTransfer::as_far_as_room(bank, limited, pence(25)), 25);
    moves(world, NewTransfer::as_far_as_room(bank, limited, pence(25)), 5);
}

fn it_keeps_within_both_accounts(world: &World) {
    let (wallet, _, _) = wallet_of(world, 70);
    let limited = limited(world, 30);
    moves(world, balancing(wallet, limited, 1_000, Sides::Both), 30);
    // Within the payer's alone, the other's bound refuses it.
    let code = book(world, balancing(wallet, limited, 1_000, Sides::Debits)).unwrap_err().code;
    assert_eq!(code, Code::BalanceLimitExceeded);
    let code = book(world, balancing(limited, wallet, 1_000, Sides::Credits)).unwrap_err().code;
    assert_eq!(code, Code::InsufficientFunds);
}

fn what_has_no_bound_allows_everything(world: &World) {
    let (_, equity, bank) = wallet_of(world, 1);
    moves(world, balancing(bank, equity, 1_000, Sides::Both), 1_000);
}

fn where_nothing_can_be_moved_it_is_refused(world: &World) {
    let (wallet, equity, bank) = wallet_of(world, 10);
    moves(world, NewTransfer::as_far_as_available(wallet, equity, pence(10)), 10);
    refused(world, NewTransfer::as_far_as_available(wallet, equity, pence(1)), Code::InsufficientFunds);
    let full = limited(world, 0);
    refused(world, NewTransfer::as_far_as_room(bank, full, pence(1)), Code::BalanceLimitExceeded);
    // What stands in the way of any transfer is named before what there is to move.
    refused(world, NewTransfer::as_far_as_available(wallet, wallet, pence(1)), Code::SameAccount);
    let euro_bank = world.done(OpenAccount::new(AccountKey::platform(Purpose::Bank, Currency::EUR))).id;
    refused(world, NewTransfer::as_far_as_available(wallet, euro_bank, pence(1)), Code::CurrencyMismatch);
    refused(world, NewTransfer::as_far_as_available(bank, bank, pence(1)), Code::SameAccount);
    refused(world, NewTransfer::as_far_as_available(bank, equity, pence(0)), Code::AmountMustBePositive);
    let euros = money("1.00 EUR");
    refused(world, NewTransfer::as_far_as_available(bank, equity, euros), Code::CurrencyMismatch);
    let nowhere = AccountId::derived("nowhere");
    refused(world, NewTransfer::as_far_as_available(nowhere, equity, pence(1)), Code::NotFound);
    world.done(FreezeAccount::new(wallet));
    posted(world, NewTransfer::posted(bank, equity, pence(1)));
    refused(world, NewTransfer::as_far_as_available(wallet, equity, pence(1)), Code::AccountNotOpen);
    refused(world, NewTransfer::as_far_as_room(bank, wallet, pence(1)), Code::AccountNotOpen);
}

fn held_money_is_not_available(world: &World) {
    let (wallet, equity, _) = wallet_of(world, 70);
    posted(world, NewTransfer::pending(wallet, equity, pence(45)));
    moves(world, NewTransfer::as_far_as_available(wallet, equity, pence(100)), 25);
}

fn in_a_chain_it_sees_what_came_before(world: &World) {
    let (wallet, equity, bank) = wallet_of(world, 70);
    let chain = vec![
        NewTransfer::posted(bank, wallet, pence(5)).chained(),
        NewTransfer::as_far_as_available(wallet, equity, pence(1_000)),
    ];
    let booked = world.done(PostTransfers::new(chain)).results.remove(1).unwrap();
    assert_eq!(booked.moved, Some(pence(75)));
}

fn sent_again_it_answers_what_was_moved(world: &World) {
    let (wallet, equity, _) = wallet_of(world, 70);
    let sweep = |most| NewTransfer::as_far_as_available(wallet, equity, pence(most)).with_id(id("sweep"));
    moves(world, sweep(100), 70);
    moves(world, sweep(100), 70);
    refused(world, sweep(60), Code::IdReused);
    let elsewhere = NewTransfer::as_far_as_available(equity, wallet, pence(100)).with_id(id("sweep"));
    refused(world, elsewhere, Code::IdReused);
    // Under its key it is answered from the journal.
    let keyed = || keyed("sweep-1", PostTransfers::new([sweep(200).with_id(id("another"))]));
    assert!(matches!(world.engine.batch([keyed()]).remove(0).unwrap().output, AnyOutput::Posted(_)));
    posted(world, NewTransfer::posted(equity, wallet, pence(30)));
    let swept = PostTransfers::new([sweep(200).with_id(id("third"))]);
    let first = world.engine.request(swept.clone()).key("sweep-2").answer().unwrap();
    let again = world.engine.request(swept).key("sweep-2").answer().unwrap();
    assert_eq!(told_again(first.output), again.output.clone().into());
    assert_eq!(again.output.results[0].as_ref().unwrap().moved, Some(pence(30)));
}

fn yesterday(world: &World) -> Timestamp {
    world.clock.reads().plus_seconds(-86_400)
}

fn stored(world: &World, name: &str) -> Transfer {
    world.engine.transfer(id(name)).unwrap().unwrap()
}

fn what_is_late_counts_from_its_own_moment(world: &World) {
    let on = accounts(world);
    let late = || NewTransfer::posted(on.bank, on.equity, pence(10)).with_id(id("late"));
    posted(world, late().effective_at(yesterday(world)));
    let transfer = stored(world, "late");
    assert_eq!(transfer.effective_at, Some(yesterday(world)));
    assert!(transfer.recorded_at >= world.clock.reads(), "what is recorded is recorded now");
    // The moment is a part of what makes it the same transfer.
    posted(world, late().effective_at(yesterday(world)));
    assert!(refused(world, late(), Code::IdReused).contains("effective_at"));
    // So is what posts a hold, and as much as there is.
    posted(world, NewTransfer::pending(on.bank, on.equity, pence(10)).with_id(id("held")));
    let post = NewTransfer::post_pending(id("held"), None).with_id(id("posts"));
    posted(world, post.effective_at(yesterday(world)));
    assert_eq!(stored(world, "posts").effective_at, Some(yesterday(world)));
    let sweep = NewTransfer::as_far_as_available(on.bank, on.equity, pence(3)).with_id(id("sweep"));
    posted(world, sweep.effective_at(yesterday(world)));
    assert_eq!(stored(world, "sweep").effective_at, Some(yesterday(world)));
}

fn what_only_holds_counts_from_now(world: &World) {
    let on = accounts(world);
    let hold = || NewTransfer::pending(on.bank, on.equity, pence(10)).with_id(id("held"));
    refused(world, hold().effective_at(yesterday(world)), Code::InvalidValue);
    posted(world, hold());
    let void = NewTransfer::void_pending(id("held"));
    refused(world, void.effective_at(yesterday(world)), Code::InvalidValue);
}

fn nothing_counts_from_the_future_or_from_closed_books(world: &World) {
    let on = accounts(world);
    let at = |moment| NewTransfer::posted(on.bank, on.equity, pence(10)).effective_at(moment);
    refused(world, at(world.clock.reads().plus_seconds(1)), Code::InvalidValue);
    refused(world, at(Timestamp::from_micros(i64::MAX)), Code::InvalidValue);
    refused(world, at(Timestamp::from_micros(i64::MIN)), Code::InvalidValue);
    let closed = yesterday(world);
    world.done(CloseBooks::new(closed));
    refused(world, at(closed), Code::BooksClosed);
    refused(world, at(closed.plus_micros(-1)), Code::BooksClosed);
    posted(world, at(closed.plus_micros(1)));
    // Each of a list has its own result.
    let results = post(world, vec![at(closed), at(closed.plus_seconds(5))]);
    assert_eq!(results[0].as_ref().unwrap_err().code, Code::BooksClosed);
    assert!(results[1].is_ok());
}

fn books_close_forward_only(world: &World) {
    let closed = yesterday(world);
    assert_eq!(world.done(CloseBooks::new(closed)).closed_through, Some(closed));
    let again = world.ask(CloseBooks::new(closed)).unwrap();
    assert_eq!(again.acceptance, paywright::Acceptance::Unchanged);
    world.refused(CloseBooks::new(closed.plus_micros(-1)), "books_closed");
    world.refused(CloseBooks::new(world.clock.reads().plus_seconds(5)), "invalid_value");
    let later = closed.plus_seconds(3_600);
    assert_eq!(world.done(CloseBooks::new(later)).closed_through, Some(later));
    // An exchange keeps to it as well.
    let euros = AccountKey::platform(Purpose::Bank, Currency::EUR);
    let euros = world.done(OpenAccount::new(euros)).id;
    let pounds = world.done(OpenAccount::new(AccountKey::platform(Purpose::Bank, gbp()))).id;
    let exchange = paywright::ExchangeCurrency::new(
        (pounds, pence(100)),
        (euros, money("1.15 EUR")),
        "1.15".parse().unwrap(),
    );
    let early = paywright::ExchangeCurrency { effective_at: Some(later), ..exchange };
    world.refused(early, "books_closed");
}
