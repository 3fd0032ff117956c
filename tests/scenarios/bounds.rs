//! Bounds: what must stay available, and what a balance may rise to.

use super::ledger::{accounts, bank, posted, refused};
use crate::support::shop::{pence, wallet};
use crate::support::{World, on_both};
use paywright::{
    Acceptance, AccountId, AccountKey, Code, ConfirmPayment, MerchantId, Method, NewTransfer, OpenAccount,
    PostTransfers, Purpose, StartPayment, UserId,
};

on_both![
    a_wallet_never_goes_below_zero,
    a_credit_line_goes_as_far_as_it_reaches,
    a_bound_above_zero_keeps_a_reserve,
    what_is_pending_counts_against_the_limit_of_a_balance,
    a_breach_may_be_improved_but_not_worsened,
    an_account_that_is_there_keeps_its_bounds,
    which_accounts_take_bounds,
    a_balance_never_leaves_what_can_be_stored,
];

/// A user's wallet with these bounds.
fn bounded(world: &World, least: Option<i64>, most: Option<i64>) -> (AccountKey, AccountId) {
    let key = wallet(world.user("bounded"));
    let open = OpenAccount { min_available: least, max_balance: most, ..OpenAccount::new(key.clone()) };
    let id = world.done(open).id;
    (key, id)
}

fn a_wallet_never_goes_below_zero(world: &World) {
    let on = accounts(world);
    posted(world, NewTransfer::posted(on.bank, on.wallet, pence(10)));
    let text = refused(world, NewTransfer::posted(on.wallet, on.equity, pence(11)), Code::InsufficientFunds);
    assert!(text.contains("11") && text.contains("10"), "{text}");
    posted(world, NewTransfer::posted(on.wallet, on.equity, pence(10)));
    refused(world, NewTransfer::pending(on.wallet, on.equity, pence(1)), Code::InsufficientFunds);
}

fn a_credit_line_goes_as_far_as_it_reaches(world: &World) {
    let on = accounts(world);
    let (key, line) = bounded(world, Some(-5_000), None);
    posted(world, NewTransfer::posted(line, on.equity, pence(3_000)));
    world.assert_balance(&key, "-30.00 GBP");
    posted(world, NewTransfer::pending(line, on.equity, pence(2_000)));
    refused(world, NewTransfer::posted(line, on.equity, pence(1)), Code::InsufficientFunds);
    posted(world, NewTransfer::posted(on.bank, line, pence(1)));
    posted(world, NewTransfer::posted(line, on.equity, pence(1)));
    world.assert_available(&key, "-50.00 GBP");
}

fn a_bound_above_zero_keeps_a_reserve(world: &World) {
    let on = accounts(world);
    let (key, reserve) = bounded(world, Some(500), None);
    posted(world, NewTransfer::posted(on.bank, reserve, pence(800)));
    refused(world, NewTransfer::posted(reserve, on.equity, pence(301)), Code::InsufficientFunds);
    posted(world, NewTransfer::posted(reserve, on.equity, pence(300)));
    world.assert_balance(&key, "5.00 GBP");
}

fn what_is_pending_counts_against_the_limit_of_a_balance(world: &World) {
    let on = accounts(world);
    let (key, limited) = bounded(world, None, Some(1_000));
    let pending = posted(world, NewTransfer::pending(on.bank, limited, pence(700)));
    refused(world, NewTransfer::posted(on.bank, limited, pence(301)), Code::BalanceLimitExceeded);
    refused(world, NewTransfer::pending(on.bank, limited, pence(301)), Code::BalanceLimitExceeded);
    posted(world, NewTransfer::posted(on.bank, limited, pence(300)));
    posted(world, NewTransfer::post_pending(pending, Some(pence(200))));
    world.assert_balance(&key, "5.00 GBP");
    posted(world, NewTransfer::posted(on.bank, limited, pence(500)));
    refused(world, NewTransfer::posted(on.bank, limited, pence(1)), Code::BalanceLimitExceeded);
    // What is held of it makes no room: it may come back.
    posted(world, NewTransfer::pending(limited, on.equity, pence(400)));
    refused(world, NewTransfer::posted(on.bank, limited, pence(1)), Code::BalanceLimitExceeded);
}

fn a_breach_may_be_improved_but_not_worsened(world: &World) {
    let on = accounts(world);
    // Empty where five pounds must stay: the bound is broken from the start.
    let (key, broken) = bounded(world, Some(500), None);
    refused(world, NewTransfer::posted(broken, on.equity, pence(1)), Code::InsufficientFunds);
    posted(world, NewTransfer::posted(on.bank, broken, pence(200)));
    world.assert_balance(&key, "2.00 GBP");
    refused(world, NewTransfer::posted(broken, on.equity, pence(1)), Code::InsufficientFunds);
    posted(world, NewTransfer::posted(on.bank, broken, pence(300)));
}

fn an_account_that_is_there_keeps_its_bounds(world: &World) {
    let (key, id) = bounded(world, Some(-100), Some(1_000));
    let before = world.dump();
    let other = OpenAccount { min_available: Some(0), ..OpenAccount::new(key) };
    let answer = world.engine.request(other).answer().unwrap();
    assert_eq!(answer.acceptance, Acceptance::Unchanged);
    assert_eq!(answer.output.id, id);
    assert_eq!((answer.output.min_available, answer.output.max_balance), (Some(-100), Some(1_000)));
    before.assert_unchanged(&world.dump());
}

fn which_accounts_take_bounds(world: &World) {
    let shop = world.shop();
    let shared = AccountKey::merchant(shop.merchant, Purpose::MerchantPending, pence(1).currency());
    world.refused(OpenAccount { min_available: Some(0), ..OpenAccount::new(shared) }, "purpose_not_allowed");
    world.refused(OpenAccount { max_balance: Some(1), ..OpenAccount::new(bank()) }, "purpose_not_allowed");
    let guarded = AccountKey::merchant(shop.merchant, Purpose::MerchantAvailable, pence(1).currency());
    let opened = world.done(OpenAccount { max_balance: Some(1), ..OpenAccount::new(guarded.clone()) });
    assert_eq!((opened.min_available, opened.max_balance), (Some(0), Some(1)));

    let gbp = pence(1).currency();
    let nobody = UserId::derived("nobody");
    world.refused(OpenAccount::new(wallet(nobody)), "not_found");
    let nowhere = MerchantId::derived("nowhere");
    let theirs = AccountKey::merchant(nowhere, Purpose::MerchantReserve, gbp);
    world.refused(OpenAccount::new(theirs), "not_found");
    let a_merchants_wallet = AccountKey::merchant(shop.merchant, Purpose::Wallet, gbp);
    world.refused(OpenAccount::new(a_merchants_wallet), "purpose_not_allowed");
    let a_users_bank = AccountKey::user(shop.customer, Purpose::Bank, gbp);
    world.refused(OpenAccount::new(a_users_bank), "purpose_not_allowed");
    let beyond = Some(paywright::limits::AMOUNT_MINOR + 1);
    let key = wallet(shop.customer);
    world.refused(OpenAccount { max_balance: beyond, ..OpenAccount::new(key.clone()) }, "invalid_value");
    let least = Some(i64::MIN);
    world.refused(OpenAccount { min_available: least, ..OpenAccount::new(key.clone()) }, "invalid_value");
    let less_than_nothing = Some(-1);
    let no_balance = OpenAccount { max_balance: less_than_nothing, ..OpenAccount::new(key.clone()) };
    world.refused(no_balance, "invalid_value");
    for scope in ["", " ", "a\nb", &"s".repeat(129)] {
        let key = AccountKey { scope: Some(scope.to_owned()), ..key.clone() };
        world.refused(OpenAccount::new(key), "invalid_value");
    }
}

fn a_balance_never_leaves_what_can_be_stored(world: &World) {
    let on = accounts(world);
    let most = paywright::limits::AMOUNT_MINOR;
    let bookings = usize::try_from(i64::MAX / most).unwrap();
    let fill = NewTransfer::posted(on.bank, on.wallet, pence(most));
    let filled = world.done(PostTransfers::new(vec![fill.clone(); bookings])).results;
    assert!(filled.iter().all(Result::is_ok));
    refused(world, fill, Code::AmountTooLarge);
    let brimming = world.figures(&wallet(on.user));
    assert_eq!(brimming.balance(), i128::from(most) * i128::try_from(bookings).unwrap());

    let (payer, _) = bounded(world, Some(-most), None);
    let paywright::Owner::User(payer) = payer.owner else { panic!("a wallet has an owner") };
    let gift = StartPayment::top_up(on.user, pence(most), Method::Wallet);
    let gift = world.done(StartPayment { payer: Some(payer), ..gift });
    world.refused(ConfirmPayment::new(gift.id), "amount_too_large");
}
