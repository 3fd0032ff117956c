//! Accounts, holds and effects.

use crate::support::shop::{CARDS, Shop, WORKER, fee_income, pence, pending_of, receivable, wallet};
use crate::support::{World, gbp};
use crate::told::stories;
use paywright::{
    AccountKey, AccountState, CaseKind, ChangeBounds, CloseAccount, CompleteEffect, ConfirmPayment, Currency,
    FreezeAccount, Hold, HoldState, Method, NewTransfer, OpenAccount, Outcome, PaymentState, PostTransfers,
    Posting, Purpose, RegisterAsset, RequestRefund, Sides, StartPayment, TransferId, UnfreezeAccount,
};

stories! {
    an_account_is_frozen_side_by_side_and_thawed reaches [
        "account: opened", "account: open + debits_frozen", "account: debits_frozen + credits_frozen",
        "account: frozen + debits_unfrozen", "account: credits_frozen + credits_unfrozen",
        "account: open + credits_frozen", "account: credits_frozen + debits_frozen",
        "account: frozen + credits_unfrozen", "account: debits_frozen + debits_unfrozen",
    ];
    an_empty_account_is_closed_whatever_was_frozen reaches [
        "account: open + closed", "account: debits_frozen + closed", "account: credits_frozen + closed",
        "account: frozen + closed",
    ];
    a_shared_account_is_closed_by_the_sum_of_its_lanes reaches ["account: open + closed"];
    a_hold_is_posted_voided_or_expires reaches [
        "hold: reserved", "hold: open + posted", "hold: open + voided", "hold: open + timed_out",
    ];
    an_effect_is_claimed_lost_asked_postponed_and_done reaches [
        "effect: queued", "effect: ready + claimed", "effect: claimed + completed",
        "effect: claimed + postponed", "effect: claimed + claim_ended", "effect: claimed + answer_lost",
        "effect: ready + superseded",
    ];
    a_capture_meets_a_frozen_merchant_and_goes_to_suspense reaches ["account: open + credits_frozen"];
    a_top_up_meets_a_frozen_wallet_and_goes_to_suspense reaches ["hold: open + voided"];
    a_refund_meets_a_frozen_merchant_and_comes_from_suspense reaches ["refund: processing + succeeded"];
    a_bound_is_tightened_below_what_is_there_and_nothing_makes_it_worse reaches ["account: opened"];
    an_asset_is_registered_before_anything_is_booked_in_it reaches ["account: opened"];
}

fn opened(world: &World, name: &str) -> paywright::AccountId {
    world.done(OpenAccount::new(wallet(world.user(name)))).id
}

fn freeze(account: paywright::AccountId, sides: Sides) -> FreezeAccount {
    FreezeAccount { sides, ..FreezeAccount::new(account) }
}

fn thaw(account: paywright::AccountId, sides: Sides) -> UnfreezeAccount {
    UnfreezeAccount { sides, ..UnfreezeAccount::new(account) }
}

fn an_account_is_frozen_side_by_side_and_thawed(world: &World) {
    let account = opened(world, "u");
    assert_eq!(world.done(freeze(account, Sides::Debits)).state, AccountState::DebitsFrozen);
    world.refused(freeze(account, Sides::Debits), "wrong_state");
    assert_eq!(world.done(freeze(account, Sides::Both)).state, AccountState::Frozen);
    assert_eq!(world.done(thaw(account, Sides::Debits)).state, AccountState::CreditsFrozen);
    world.refused(thaw(account, Sides::Debits), "wrong_state");
    assert_eq!(world.done(thaw(account, Sides::Both)).state, AccountState::Open);
    assert_eq!(world.done(freeze(account, Sides::Credits)).state, AccountState::CreditsFrozen);
    assert_eq!(world.done(freeze(account, Sides::Debits)).state, AccountState::Frozen);
    assert_eq!(world.done(thaw(account, Sides::Credits)).state, AccountState::DebitsFrozen);
    assert_eq!(world.done(thaw(account, Sides::Debits)).state, AccountState::Open);
    // Both at once, and back.
    assert_eq!(world.done(freeze(account, Sides::Both)).state, AccountState::Frozen);
    world.refused(freeze(account, Sides::Both), "wrong_state");
    assert_eq!(world.done(thaw(account, Sides::Both)).state, AccountState::Open);
}

fn an_empty_account_is_closed_whatever_was_frozen(world: &World) {
    for (name, sides) in
        [("a", None), ("b", Some(Sides::Debits)), ("c", Some(Sides::Credits)), ("d", Some(Sides::Both))]
    {
        let account = opened(world, name);
        if let Some(sides) = sides {
            world.done(freeze(account, sides));
        }
        assert_eq!(world.done(CloseAccount::new(account)).state, AccountState::Closed);
        world.refused(CloseAccount::new(account), "wrong_state");
        world.refused(ChangeBounds::new(account), "wrong_state");
    }
    let user = world.user("rich");
    world.tops_up(user, "1.00 GBP");
    world.refused(CloseAccount::new(wallet(user).id()), "account_not_empty");
    world.refused(CloseAccount::new(receivable().id()), "purpose_not_allowed");
}

fn a_shared_account_is_closed_by_the_sum_of_its_lanes(world: &World) {
    let [bank, equity] = [Purpose::Bank, Purpose::Equity]
        .map(|purpose| world.done(OpenAccount::new(AccountKey::platform(purpose, gbp()))).id);
    let post = |on: &World, debit, credit| {
        let posted = NewTransfer::posted(debit, credit, pence(100));
        on.done(PostTransfers::new(vec![posted])).results.remove(0).unwrap()
    };
    post(world, bank, equity);
    let beside = world.colleague("second");
    world.refused(CloseAccount::new(bank), "account_not_empty");
    // Each lane's share is not zero; the sum is.
    beside.user("takes the first lane over");
    world.user("finds itself another");
    post(world, equity, bank);
    assert_eq!(world.done(CloseAccount::new(bank)).state, AccountState::Closed);
    let late = NewTransfer::posted(bank, equity, pence(1));
    let refused = beside.done(PostTransfers::new(vec![late])).results.remove(0).unwrap_err();
    assert_eq!(refused.code.spec().code, "account_not_open");
}

fn a_hold_is_posted_voided_or_expires(world: &World) {
    let [bank, equity] = [Purpose::Bank, Purpose::Equity]
        .map(|purpose| world.done(OpenAccount::new(AccountKey::platform(purpose, gbp()))).id);
    let id = |name: &str| TransferId::derived(name);
    let hold = |name: &str, seconds: Option<i64>| {
        let expires_at = seconds.map(|seconds| world.clock.reads().plus_seconds(seconds));
        let posting = Posting::Pending { debit: bank, credit: equity, amount: pence(10), expires_at };
        NewTransfer { posting, ..NewTransfer::pending(bank, equity, pence(10)) }.with_id(id(name))
    };
    world.done(PostTransfers::new(vec![hold("posted", None), hold("voided", None), hold("late", Some(60))]));
    world.done(PostTransfers::new(vec![NewTransfer::post_pending(id("posted"), None)]));
    world.done(PostTransfers::new(vec![NewTransfer::void_pending(id("voided"))]));
    assert_eq!(world.engine.tick().unwrap(), 0, "nothing is due yet");
    world.clock.moves(60);
    let late = NewTransfer::post_pending(id("late"), None);
    let refused = world.done(PostTransfers::new(vec![late])).results.remove(0).unwrap_err();
    assert_eq!(refused.code.spec().code, "hold_expired", "also before anybody has expired it");
    assert_eq!(world.engine.tick().unwrap(), 1);
    assert_eq!(world.engine.tick().unwrap(), 0);
    let expired = world.engine.get::<Hold>(id("late")).unwrap().unwrap();
    assert_eq!((expired.state, expired.due_at), (HoldState::Expired, None));
    assert_eq!(world.figures(&AccountKey::platform(Purpose::Bank, gbp())).pending_debits, 0);
}

fn an_effect_is_claimed_lost_asked_postponed_and_done(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP");
    world.card_payment(order.id, paywright::CaptureMode::Automatic);
    world.claims_one();
    world.clock.moves(66);
    assert_eq!(world.engine.tick().unwrap(), 1, "the lease of the send ran out");
    let ask = world.claims_one();
    world.clock.moves(66);
    assert_eq!(world.engine.tick().unwrap(), 1, "so did that of the question");
    let again = world.claims_one();
    assert_eq!(again.effect.id, ask.effect.id, "a question is asked again");
    world.done(CompleteEffect::new(again.effect.id, WORKER, Outcome::unknown("try later")));
    world.clock.moves(3_600);
    let last = world.claims_one();
    world.done(CompleteEffect::new(last.effect.id, WORKER, Outcome::Succeeded));

    let order = world.order_of(&shop, "1.00 GBP");
    let payment = world.card_payment(order.id, paywright::CaptureMode::Automatic);
    world.observes(payment.operation.unwrap(), Outcome::Succeeded);
    assert!(world.claimed().is_empty(), "what is done is not sent");
}

fn a_capture_meets_a_frozen_merchant_and_goes_to_suspense(world: &World) {
    let shop = world.shop();
    world.done(OpenAccount::new(pending_of(shop.merchant)));
    let order = world.order_of(&shop, "20.00 GBP");
    let payment = world.card_payment(order.id, paywright::CaptureMode::Automatic);
    world.done(freeze(pending_of(shop.merchant).id(), Sides::Credits));

    world.channel_says(&Outcome::Succeeded);

    let payment = world.payment(payment.id);
    assert_eq!((payment.state, payment.captured), (PaymentState::Succeeded, 2000));
    let suspense = AccountKey::platform(Purpose::Suspense, gbp());
    world.assert_balance(&suspense, "20.00 GBP");
    world.assert_balance(&pending_of(shop.merchant), "-0.88 GBP");
    world.assert_balance(&fee_income(), "0.88 GBP");
    let case = world.cases().remove(0);
    assert_eq!((case.kind, case.subject), (CaseKind::Suspense, payment.id.to_bytes()));
    let transfer = world.engine.transfer(case.transfer.unwrap()).unwrap().unwrap();
    assert_eq!((transfer.credit, transfer.amount), (suspense.id(), 2000));
    // People put it where it belongs.
    world.done(thaw(pending_of(shop.merchant).id(), Sides::Credits));
    let settle = NewTransfer::posted(suspense.id(), pending_of(shop.merchant).id(), pence(2000));
    world.done(PostTransfers::new(vec![settle])).results.remove(0).unwrap();
    world.done(paywright::CloseCase::new(case.id, "moved to the merchant by hand"));
    world.assert_balance(&suspense, "0.00 GBP");
}

fn a_top_up_meets_a_frozen_wallet_and_goes_to_suspense(world: &World) {
    let user = world.user("u");
    let payment = world.confirmed(StartPayment::top_up(user, pence(5000), Method::channel(CARDS)));
    world.done(FreezeAccount::new(wallet(user).id()));
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).state, PaymentState::Succeeded);
    world.assert_balance(&wallet(user), "0.00 GBP");
    assert_eq!(world.figures(&wallet(user)).ceiling(), 0, "the hold was voided");
    world.assert_balance(&AccountKey::platform(Purpose::Suspense, gbp()), "50.00 GBP");
    world.assert_balance(&receivable(), "50.00 GBP");
    assert_eq!(world.cases()[0].kind, CaseKind::Suspense);
}

fn a_refund_meets_a_frozen_merchant_and_comes_from_suspense(world: &World) {
    let shop = world.shop();
    let payment = world.paid_by_card(&shop, "20.00 GBP");
    let refund = world.done(RequestRefund::new(payment.id, pence(500)));
    world.done(freeze(pending_of(shop.merchant).id(), Sides::Debits));
    world.refused(RequestRefund::new(payment.id, pence(1)), "account_not_open");
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.refund(refund.id).hold, None);
    assert_eq!(world.payment(payment.id).refunded, 500);
    world.assert_balance(&AccountKey::platform(Purpose::Suspense, gbp()), "-5.00 GBP");
    world.assert_balance(&receivable(), "15.00 GBP");
}

fn a_bound_is_tightened_below_what_is_there_and_nothing_makes_it_worse(world: &World) {
    let user = world.user("u");
    world.tops_up(user, "50.00 GBP");
    let account = wallet(user).id();
    let most = |most| ChangeBounds { max_balance: Some(most), ..ChangeBounds::new(account) };
    assert_eq!(world.done(most(2_000)).max_balance, Some(2_000));
    assert_eq!(world.ask(most(2_000)).unwrap().acceptance, paywright::Acceptance::Unchanged);
    let top_up = world.done(StartPayment::top_up(user, pence(1), Method::channel(CARDS)));
    world.refused(ConfirmPayment::new(top_up.id), "balance_limit_exceeded");
    let shop = world.shop();
    pays(world, user, &shop, "40.00 GBP");
    world.assert_balance(&wallet(user), "10.00 GBP");
    world.done(ConfirmPayment::new(top_up.id));
    let credit = ChangeBounds { min_available: Some(-5_000), ..ChangeBounds::new(account) };
    world.done(credit);
    pays(world, user, &shop, "60.00 GBP");
    world.assert_balance(&wallet(user), "-50.00 GBP");
    world.done(ChangeBounds::new(account));
    // What improves the breach is allowed.
    world.tops_up(user, "60.00 GBP");
    world.refused(ChangeBounds { min_available: Some(5), max_balance: Some(4), account }, "invalid_value");
}

/// Somebody pays an order in full from their wallet.
fn pays(world: &World, payer: paywright::UserId, shop: &Shop, total: &str) {
    let order = world.order_of(shop, total);
    let start = StartPayment::new(order.id, Method::Wallet);
    world.confirmed(StartPayment { payer: Some(payer), ..start });
}

fn an_asset_is_registered_before_anything_is_booked_in_it(world: &World) {
    let points = Currency::asset("POINTS", 0).unwrap();
    let user = world.user("u");
    let account = AccountKey::user(user, Purpose::Wallet, points);
    world.refused(OpenAccount::new(account.clone()), "unknown_asset");
    let asset = world.done(RegisterAsset::new(points, "Loyalty points"));
    assert_eq!((asset.currency, asset.name.as_str()), (points, "Loyalty points"));
    assert_eq!(
        world.ask(RegisterAsset::new(points, "Loyalty points")).unwrap().acceptance,
        paywright::Acceptance::Unchanged
    );
    let other = Currency::asset("POINTS", 2).unwrap();
    world.refused(RegisterAsset::new(other, "Loyalty points"), "id_reused");
    world.refused(OpenAccount::new(AccountKey { currency: other, ..account.clone() }), "unknown_asset");
    world.refused(RegisterAsset::new(gbp(), "Pounds"), "invalid_value");
    world.done(OpenAccount::new(account.clone()));
    let top_up = StartPayment::top_up(user, "300 POINTS/0".parse().unwrap(), Method::channel("loyalty"));
    world.confirmed(top_up);
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.figures(&account).balance(), 300);
}
