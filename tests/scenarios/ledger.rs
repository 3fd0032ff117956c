//! Transfers by hand: posted, pending, resolved, chained, repeated.

use crate::support::shop::{pence, wallet};
use crate::support::{World, gbp, keyed, money, on_both, told_again};
use paywright::{
    Acceptance, AccountId, AccountKey, Actor, AnyOutput, Code, Hold, HoldState, NewTransfer, OpenAccount,
    Phase, PostTransfers, Posted, Posting, Purpose, Refused, Role, TransferId, TransferKind, UserId,
};

on_both![
    a_posted_transfer_moves_money_at_once,
    a_pending_transfer_reserves_until_it_is_posted,
    a_part_is_posted_and_the_rest_is_released,
    a_voided_transfer_moves_nothing,
    a_hold_is_resolved_once,
    a_hold_is_never_posted_after_its_time,
    the_hold_of_a_payment_is_not_resolved_by_hand,
    each_transfer_has_its_own_result,
    a_chain_stands_or_falls_together,
    a_chain_without_an_end_is_refused,
    a_later_transfer_of_the_list_may_spend_what_an_earlier_one_brought,
    a_transfer_posted_again_under_its_id_is_the_same,
    the_same_id_twice_in_one_list_is_posted_once,
    a_pending_transfer_sent_again_is_the_same,
    an_id_used_for_another_transfer_names_the_field,
    a_keyed_posting_replays_its_refusals_too,
    what_cannot_be_posted,
    a_history_of_many_transfers_stays_in_balance,
];

pub struct Accounts {
    pub bank: AccountId,
    pub equity: AccountId,
    pub user: UserId,
    pub wallet: AccountId,
}

pub fn bank() -> AccountKey {
    AccountKey::platform(Purpose::Bank, gbp())
}

pub fn accounts(world: &World) -> Accounts {
    let open = |key: AccountKey| world.done(OpenAccount::new(key)).id;
    let user = world.user("u");
    let equity = open(AccountKey::platform(Purpose::Equity, gbp()));
    Accounts { bank: open(bank()), equity, user, wallet: open(wallet(user)) }
}

pub fn id(name: &str) -> TransferId {
    TransferId::derived(name)
}

pub fn post(world: &World, transfers: Vec<NewTransfer>) -> Vec<Result<TransferId, Refused>> {
    let results = world.done(PostTransfers::new(transfers)).results;
    results.into_iter().map(|result| result.map(|booked| booked.id)).collect()
}

#[track_caller]
pub fn posted(world: &World, transfer: NewTransfer) -> TransferId {
    post(world, vec![transfer]).remove(0).unwrap()
}

/// The transfer is refused with this code, and nothing is changed.
#[track_caller]
pub fn refused(world: &World, transfer: NewTransfer, code: Code) -> String {
    let before = world.dump();
    let refused = post(world, vec![transfer]).remove(0).expect_err("it was posted");
    assert_eq!(refused.code, code, "{refused}");
    before.assert_unchanged(&world.dump());
    refused.explanation
}

fn codes<T>(results: &[Result<T, Refused>]) -> Vec<&'static str> {
    results.iter().map(|one| one.as_ref().err().map_or("", |refused| refused.code.spec().code)).collect()
}

fn a_posted_transfer_moves_money_at_once(world: &World) {
    let on = accounts(world);
    let made = posted(world, NewTransfer::posted(on.bank, on.equity, money("100.00 GBP")));
    world.assert_balance(&bank(), "100.00 GBP");
    world.assert_balance(&AccountKey::platform(Purpose::Equity, gbp()), "100.00 GBP");
    let transfer = world.engine.transfer(made).unwrap().unwrap();
    assert_eq!(
        (transfer.phase, transfer.debit_after, transfer.credit_after),
        (Phase::Posted, 10_000, 10_000)
    );
    assert_eq!((transfer.debit_before, transfer.credit_before), (None, None));
    let second = posted(world, NewTransfer::posted(on.bank, on.wallet, pence(50)));
    let second = world.engine.transfer(second).unwrap().unwrap();
    assert_eq!((second.debit_before, second.debit_after), (Some(transfer.position), 10_050));
    assert_eq!((second.credit_before, second.credit_after), (None, 50));
}

fn funded(world: &World) -> Accounts {
    let on = accounts(world);
    posted(world, NewTransfer::posted(on.bank, on.wallet, pence(1000)));
    on
}

fn a_pending_transfer_reserves_until_it_is_posted(world: &World) {
    let on = funded(world);
    let pending = posted(world, NewTransfer::pending(on.wallet, on.equity, pence(700)));
    world.assert_balance(&wallet(on.user), "10.00 GBP");
    world.assert_available(&wallet(on.user), "3.00 GBP");
    refused(world, NewTransfer::posted(on.wallet, on.equity, pence(301)), Code::InsufficientFunds);
    posted(world, NewTransfer::post_pending(pending, None));
    world.assert_balance(&wallet(on.user), "3.00 GBP");
    world.assert_available(&wallet(on.user), "3.00 GBP");
}

fn a_part_is_posted_and_the_rest_is_released(world: &World) {
    let on = funded(world);
    let pending = posted(world, NewTransfer::pending(on.wallet, on.equity, pence(700)));
    let text = refused(world, NewTransfer::post_pending(pending, Some(pence(701))), Code::ExceedsHold);
    assert!(text.contains("701") && text.contains("700"), "{text}");
    let resolving = posted(world, NewTransfer::post_pending(pending, Some(pence(450))));
    world.assert_balance(&wallet(on.user), "5.50 GBP");
    world.assert_available(&wallet(on.user), "5.50 GBP");
    let hold = world.engine.get::<Hold>(pending).unwrap().unwrap();
    assert_eq!((hold.state, hold.posted, hold.amount), (HoldState::Posted, 450, 700));
    let resolving = world.engine.transfer(resolving).unwrap().unwrap();
    assert_eq!((resolving.hold, resolving.phase), (Some(pending), Phase::PostsPending));
}

fn a_voided_transfer_moves_nothing(world: &World) {
    let on = funded(world);
    let pending = posted(world, NewTransfer::pending(on.wallet, on.equity, pence(700)));
    posted(world, NewTransfer::void_pending(pending));
    world.assert_available(&wallet(on.user), "10.00 GBP");
    let hold = world.engine.get::<Hold>(pending).unwrap().unwrap();
    assert_eq!((hold.state, hold.posted), (HoldState::Voided, 0));
}

fn a_hold_is_resolved_once(world: &World) {
    let on = funded(world);
    let ways: [fn(TransferId) -> NewTransfer; 2] =
        [|pending| NewTransfer::post_pending(pending, Some(pence(1))), NewTransfer::void_pending];
    for first in ways {
        let pending = posted(world, NewTransfer::pending(on.wallet, on.equity, pence(100)));
        posted(world, first(pending));
        for second in ways {
            refused(world, second(pending), Code::HoldNotOpen);
        }
    }
}

fn a_hold_is_never_posted_after_its_time(world: &World) {
    let on = funded(world);
    let hold_for = |seconds| NewTransfer {
        posting: Posting::Pending {
            debit: on.wallet,
            credit: on.equity,
            amount: pence(100),
            expires_at: Some(world.clock.reads().plus_seconds(seconds)),
        },
        ..NewTransfer::pending(on.wallet, on.equity, pence(100))
    };
    refused(world, hold_for(0), Code::InvalidValue);
    refused(world, hold_for(-60), Code::InvalidValue);
    refused(world, hold_for(157_680_000 + 60), Code::InvalidValue);
    let (in_time, too_late) = (posted(world, hold_for(3600)), posted(world, hold_for(3600)));
    world.clock.moves(3599);
    posted(world, NewTransfer::post_pending(in_time, None));
    world.clock.moves(1);
    refused(world, NewTransfer::post_pending(too_late, None), Code::HoldExpired);
    posted(world, NewTransfer::void_pending(too_late));
    world.assert_available(&wallet(on.user), "9.00 GBP");
}

fn the_hold_of_a_payment_is_not_resolved_by_hand(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "20.00 GBP");
    let payment = world.authorised_from_wallet(&shop, "10.00 GBP");
    let hold = payment.hold.unwrap();
    refused(world, NewTransfer::post_pending(hold, None), Code::NotPermitted);
    refused(world, NewTransfer::void_pending(hold), Code::NotPermitted);
}

fn each_transfer_has_its_own_result(world: &World) {
    let on = funded(world);
    let results = post(
        world,
        vec![
            NewTransfer::posted(on.wallet, on.equity, pence(600)),
            NewTransfer::posted(on.wallet, on.equity, pence(600)),
            NewTransfer::posted(on.wallet, on.wallet, pence(1)),
            NewTransfer::posted(on.wallet, on.equity, pence(400)),
        ],
    );
    assert_eq!(codes(&results), ["", "insufficient_funds", "same_account", ""]);
    world.assert_balance(&wallet(on.user), "0.00 GBP");
}

fn a_chain_stands_or_falls_together(world: &World) {
    let on = funded(world);
    let nobody = AccountId::derived("nobody");
    let results = post(
        world,
        vec![
            NewTransfer::posted(on.wallet, on.equity, pence(100)).chained(),
            NewTransfer::pending(on.wallet, on.equity, pence(200)).chained(),
            NewTransfer::posted(on.wallet, on.equity, pence(5000)).chained(),
            NewTransfer::posted(nobody, on.equity, pence(5000)),
            NewTransfer::posted(on.wallet, on.equity, pence(7)),
        ],
    );
    assert_eq!(codes(&results), ["chain_failed", "chain_failed", "insufficient_funds", "chain_failed", ""]);
    world.assert_available(&wallet(on.user), "9.93 GBP");
    assert_eq!(world.dump().rows("holds").len(), 0, "nothing of the chain remains");
    assert_eq!(world.dump().rows("transfers").len(), 2);

    let before = world.dump();
    let alone = vec![
        NewTransfer::posted(on.wallet, on.equity, pence(100)).chained(),
        NewTransfer::posted(on.wallet, on.equity, pence(5000)),
    ];
    assert_eq!(codes(&post(world, alone)), ["chain_failed", "insufficient_funds"]);
    before.assert_unchanged(&world.dump());

    let whole = vec![
        NewTransfer::posted(on.wallet, on.equity, pence(100)).chained(),
        NewTransfer::posted(on.equity, on.wallet, pence(40)),
    ];
    assert_eq!(codes(&post(world, whole)), ["", ""]);
    world.assert_available(&wallet(on.user), "9.33 GBP");
}

fn a_chain_without_an_end_is_refused(world: &World) {
    let on = funded(world);
    let open_ended = vec![
        NewTransfer::posted(on.wallet, on.equity, pence(100)).chained(),
        NewTransfer::posted(on.wallet, on.equity, pence(200)).chained(),
    ];
    world.refused(PostTransfers::new(open_ended), "invalid_value");
}

fn a_later_transfer_of_the_list_may_spend_what_an_earlier_one_brought(world: &World) {
    let on = accounts(world);
    let results = post(
        world,
        vec![
            NewTransfer::posted(on.wallet, on.equity, pence(10)),
            NewTransfer::posted(on.bank, on.wallet, pence(10)).with_id(id("in")),
            NewTransfer::pending(on.wallet, on.equity, pence(10)).with_id(id("held")),
            NewTransfer::post_pending(id("held"), None),
        ],
    );
    assert_eq!(codes(&results), ["insufficient_funds", "", "", ""]);
    world.assert_balance(&wallet(on.user), "0.00 GBP");
}

fn a_transfer_posted_again_under_its_id_is_the_same(world: &World) {
    let on = funded(world);
    let transfers = || {
        vec![
            NewTransfer::posted(on.wallet, on.equity, pence(10)).with_id(id("a")),
            NewTransfer::pending(on.wallet, on.equity, pence(10)).with_id(id("b")),
            NewTransfer::post_pending(id("b"), Some(pence(4))).with_id(id("c")),
            NewTransfer::pending(on.wallet, on.equity, pence(10)).with_id(id("d")),
            NewTransfer::void_pending(id("d")).with_id(id("e")),
        ]
    };
    let ask = || world.engine.request(PostTransfers::new(transfers())).answer().unwrap();
    let first = ask();
    assert_eq!(codes(&first.output.results), [""; 5]);
    // It would no longer be possible, and is not asked to be.
    posted(world, NewTransfer::posted(on.wallet, on.equity, pence(986)));
    let before = world.dump();
    let again = ask();
    assert_eq!(again.acceptance, Acceptance::Unchanged);
    assert_eq!(told_again(first.output), again.output.into());
    before.assert_unchanged(&world.dump());

    let with_a_new_one = [transfers(), vec![NewTransfer::posted(on.equity, on.wallet, pence(1))]].concat();
    assert_eq!(codes(&post(world, with_a_new_one)), [""; 6]);
    world.assert_available(&wallet(on.user), "0.01 GBP");
    assert_eq!(world.dump().rows("transfers").len(), 8);
}

fn the_same_id_twice_in_one_list_is_posted_once(world: &World) {
    let on = funded(world);
    let one = || NewTransfer::posted(on.wallet, on.equity, pence(10)).with_id(id("a"));
    let held = || NewTransfer::pending(on.wallet, on.equity, pence(20)).with_id(id("b"));
    let other = NewTransfer::posted(on.wallet, on.equity, pence(11)).with_id(id("a"));
    let results = post(world, vec![one(), held(), one(), held(), other]);
    assert_eq!(codes(&results), ["", "", "", "", "id_reused"]);
    world.assert_available(&wallet(on.user), "9.70 GBP");
}

fn a_pending_transfer_sent_again_is_the_same(world: &World) {
    let on = funded(world);
    let held = || NewTransfer::pending(on.wallet, on.equity, pence(20)).with_id(id("held"));
    posted(world, held());
    // Once by the engine that remembers the hold, once by one that does not.
    for world in [world, &world.beside("second")] {
        assert_eq!(post(world, vec![held()]), [Ok(id("held"))]);
        let in_a_chain = vec![NewTransfer::posted(on.bank, on.wallet, pence(1)).chained(), held()];
        assert_eq!(codes(&post(world, in_a_chain)), ["", ""]);
    }
    posted(world, NewTransfer::void_pending(id("held")));
    assert_eq!(post(world, vec![held()]), [Ok(id("held"))], "though it is resolved by now");
    world.assert_available(&wallet(on.user), "10.02 GBP");
}

fn an_id_used_for_another_transfer_names_the_field(world: &World) {
    let on = funded(world);
    let until = |seconds| Posting::Pending {
        debit: on.wallet,
        credit: on.equity,
        amount: pence(10),
        expires_at: Some(world.clock.reads().plus_seconds(seconds)),
    };
    let of = |posting| NewTransfer { posting, ..NewTransfer::posted(on.wallet, on.equity, pence(1)) };
    let first = NewTransfer::posted(on.wallet, on.equity, pence(10)).with_id(id("a"));
    posted(world, first.clone());
    posted(world, of(until(60)).with_id(id("b")));
    posted(world, NewTransfer::pending(on.wallet, on.equity, pence(10)).with_id(id("c")));
    posted(world, NewTransfer::post_pending(id("c"), Some(pence(4))).with_id(id("d")));

    let other = |transfer: NewTransfer, field: &str| {
        let text = refused(world, transfer, Code::IdReused);
        assert!(text.ends_with(&format!("with another {field}")), "{text}");
    };
    other(NewTransfer::pending(on.wallet, on.equity, pence(10)).with_id(id("a")), "posting");
    other(NewTransfer::posted(on.bank, on.equity, pence(10)).with_id(id("a")), "debit");
    other(NewTransfer::posted(on.wallet, on.bank, pence(10)).with_id(id("a")), "credit");
    other(NewTransfer::posted(on.wallet, on.equity, pence(11)).with_id(id("a")), "amount");
    other(NewTransfer::posted(on.wallet, on.equity, money("0.10 EUR")).with_id(id("a")), "amount");
    other(NewTransfer { kind: TransferKind(1_000), ..first.clone() }, "kind");
    other(NewTransfer { reference: Some("x".to_owned()), ..first }, "reference");
    other(NewTransfer::post_pending(id("b"), None).with_id(id("d")), "hold");
    other(NewTransfer::post_pending(id("c"), Some(pence(5))).with_id(id("d")), "amount");
    other(NewTransfer::post_pending(id("c"), None).with_id(id("d")), "amount");
    other(of(until(61)).with_id(id("b")), "expiry");
    other(NewTransfer::pending(on.wallet, on.equity, pence(10)).with_id(id("b")), "expiry");
}

fn a_keyed_posting_replays_its_refusals_too(world: &World) {
    let on = funded(world);
    let mixed = || {
        let transfers = vec![
            NewTransfer::posted(on.wallet, on.equity, pence(1)),
            NewTransfer::posted(on.wallet, on.equity, pence(5000)),
        ];
        world.engine.batch([keyed("posting", PostTransfers::new(transfers))]).remove(0).unwrap()
    };
    let first = mixed();
    posted(world, NewTransfer::posted(on.bank, on.wallet, pence(9000)));
    let again = mixed();
    assert_eq!(again.acceptance, Acceptance::Replayed);
    assert_eq!(
        told_again(first.output.clone()),
        again.output,
        "the refusal too, though it would be possible now"
    );
    assert!(matches!(first.output, AnyOutput::Posted(Posted { results }) if results[1].is_err()));
}

fn what_cannot_be_posted(world: &World) {
    let on = funded(world);
    let posting = |amount| NewTransfer::posted(on.bank, on.equity, amount);
    refused(world, posting(pence(0)), Code::AmountMustBePositive);
    refused(world, posting(pence(-1)), Code::AmountMustBePositive);
    refused(world, posting(pence(paywright::limits::AMOUNT_MINOR + 1)), Code::AmountTooLarge);
    refused(world, posting(money("1.00 EUR")), Code::CurrencyMismatch);
    refused(world, NewTransfer::posted(on.bank, on.bank, pence(1)), Code::SameAccount);
    refused(world, NewTransfer::posted(on.bank, AccountId::derived("x"), pence(1)), Code::NotFound);
    refused(world, NewTransfer::posted(AccountId::derived("x"), on.bank, pence(1)), Code::NotFound);
    refused(world, NewTransfer::post_pending(id("nowhere"), None), Code::NotFound);
    refused(world, NewTransfer::void_pending(id("nowhere")), Code::NotFound);
    for kind in [1, 2, 3, 4, 999] {
        refused(world, NewTransfer { kind: TransferKind(kind), ..posting(pence(1)) }, Code::InvalidValue);
    }
    for reference in ["", "  ", "a\u{0}b", &"r".repeat(257)] {
        let reference = Some(reference.to_owned());
        refused(world, NewTransfer { reference, ..posting(pence(1)) }, Code::InvalidValue);
    }
    let pending = posted(world, NewTransfer::pending(on.wallet, on.equity, pence(700)));
    let part = |amount| NewTransfer::post_pending(pending, Some(amount));
    refused(world, part(pence(0)), Code::AmountMustBePositive);
    refused(world, part(pence(-5)), Code::AmountMustBePositive);
    refused(world, part(money("1.00 EUR")), Code::CurrencyMismatch);
    let clerk = Actor::operator("clerk", [Role::Agent, Role::Reviewer]);
    world.refused_as(&clerk, PostTransfers::new(vec![posting(pence(1))]), "not_permitted");
    world.refused(PostTransfers::new(vec![]), "invalid_value");
}

fn a_history_of_many_transfers_stays_in_balance(world: &World) {
    let on = funded(world);
    for _ in 0..4 {
        let there_and_back = (0..100).flat_map(|_| {
            let there = NewTransfer::posted(on.wallet, on.equity, pence(3));
            [there, NewTransfer::posted(on.equity, on.wallet, pence(2))]
        });
        assert!(post(world, there_and_back.collect()).iter().all(Result::is_ok));
    }
    world.assert_balance(&wallet(on.user), "6.00 GBP");
    // 801 on the wallet, 800 on equity's one lane: a mark at each 64th.
    assert_eq!(world.dump().rows("marks").len(), 12 + 12);
}
