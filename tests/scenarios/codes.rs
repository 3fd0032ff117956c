//! Each code of the catalogue is provoked by a story, and a code without one is found.

use super::faults::{troubled, without_a_lane};
use super::journal::lines::{exported, forge, import};
use super::ledger::{accounts, id, posted};
use crate::support::rows::{remove, rewrite};
use crate::support::shop::{CARDS, pence, wallet};
use crate::support::trouble::{Trouble, copy_of};
use crate::support::{Backend, World, money};
use paywright::id::BooksId;
use paywright::journal::Books;
use paywright::seal::{Keys, KeysFailed, Salt, SealKey, Sealer};
use paywright::signature::{PublicKey, Signature, SignedCut, Signer, SignerFailed};
use paywright::storage::{Schema, Storage};
use paywright::{
    AccountKey, AnyCommand, ApproveRefund, CaptureMode, CapturePayment, CloseAccount, CloseBooks, Command,
    ConfirmPayment, Currency, Engine, Error, ErrorKind, ExchangeCurrency, FreezeAccount, MemoryStorage,
    Method, NewTransfer, OpenAccount, Order, PageOf, PaymentId, PlaceOrder, PostTransfers, Posting, Purpose,
    RefundReview, RegisterUser, RequestRefund, Sides, StartPayment, SuspendMerchant, UserId,
};
use std::ops::ControlFlow;

type Story = fn(&World) -> Error;

const STORIES: &[(&str, Story)] = &[
    ("idempotency_key_reused", |world| {
        world.engine.request(RegisterUser::new("one")).key("k").execute().unwrap();
        world.engine.request(RegisterUser::new("two")).key("k").execute().unwrap_err()
    }),
    ("invalid_value", |world| fails(world, RegisterUser::new(" "))),
    ("not_permitted", |world| {
        let user = paywright::Actor::User(UserId::derived("u"));
        world.ask_as(&user, RegisterUser::new("friend")).unwrap_err()
    }),
    ("not_found", |world| fails(world, ConfirmPayment::new(PaymentId::derived("nowhere")))),
    ("id_reused", |world| {
        let user = RegisterUser { id: Some(UserId::derived("u")), ..RegisterUser::new("one") };
        world.done(user.clone());
        fails(world, RegisterUser { reference: "two".to_owned(), ..user })
    }),
    ("amount_must_be_positive", |world| order_of(world, pence(0))),
    ("amount_too_large", |world| order_of(world, pence(i64::MAX))),
    ("currency_mismatch", |world| order_of(world, money("1.00 EUR"))),
    ("same_account", |world| {
        let on = accounts(world);
        transfer(world, NewTransfer::posted(on.bank, on.bank, pence(1)))
    }),
    ("purpose_not_allowed", |world| {
        let bank = AccountKey::user(world.user("u"), Purpose::Bank, pence(1).currency());
        fails(world, OpenAccount::new(bank))
    }),
    ("wrong_state", |world| {
        let shop = world.shop();
        let paid = world.paid_by_card(&shop, "1.00 GBP");
        fails(world, ConfirmPayment::new(paid.id))
    }),
    ("merchant_not_active", |world| {
        let shop = world.shop();
        world.done(SuspendMerchant::new(shop.merchant));
        fails(world, PlaceOrder::new(shop.merchant, pence(1)))
    }),
    ("account_not_open", |world| {
        let on = accounts(world);
        posted(world, NewTransfer::posted(on.bank, on.wallet, pence(1)));
        world.done(FreezeAccount { sides: Sides::Debits, ..FreezeAccount::new(on.wallet) });
        transfer(world, NewTransfer::posted(on.wallet, on.equity, pence(1)))
    }),
    ("insufficient_funds", |world| {
        let on = accounts(world);
        transfer(world, NewTransfer::posted(on.wallet, on.equity, pence(1)))
    }),
    ("balance_limit_exceeded", |world| {
        let on = accounts(world);
        let limited = wallet(world.user("limited"));
        let limited = world.done(OpenAccount { max_balance: Some(0), ..OpenAccount::new(limited) }).id;
        transfer(world, NewTransfer::posted(on.bank, limited, pence(1)))
    }),
    ("books_closed", |world| {
        let on = accounts(world);
        let now = world.clock.reads();
        world.done(CloseBooks::new(now.plus_seconds(-60)));
        let late = NewTransfer::posted(on.bank, on.equity, pence(1));
        transfer(world, late.effective_at(now.plus_seconds(-61)))
    }),
    ("rate_mismatch", |world| {
        let on = accounts(world);
        let euros = AccountKey::platform(Purpose::Bank, Currency::EUR).id();
        let (sold, bought) = ((on.bank, pence(100)), (euros, money("1.16 EUR")));
        fails(world, ExchangeCurrency::new(sold, bought, "1.15".parse().unwrap()))
    }),
    ("hold_not_open", |world| {
        held(world);
        posted(world, NewTransfer::void_pending(id("held")));
        transfer(world, NewTransfer::post_pending(id("held"), None))
    }),
    ("hold_expired", |world| {
        held(world);
        world.clock.moves(61);
        transfer(world, NewTransfer::post_pending(id("held"), None))
    }),
    ("exceeds_hold", |world| {
        held(world);
        transfer(world, NewTransfer::post_pending(id("held"), Some(pence(11))))
    }),
    ("chain_failed", |world| {
        let on = accounts(world);
        let good = NewTransfer::posted(on.bank, on.equity, pence(1)).chained();
        let bad = NewTransfer::posted(on.wallet, on.equity, pence(1));
        world.done(PostTransfers::new(vec![good, bad])).results.remove(0).unwrap_err().into()
    }),
    ("exceeds_due", |world| {
        let shop = world.shop();
        let order = world.order_of(&shop, "1.00 GBP");
        let start = StartPayment::new(order.id, Method::channel(CARDS));
        fails(world, StartPayment { amount: Some(pence(101)), ..start })
    }),
    ("exceeds_authorised", |world| {
        let shop = world.shop();
        let payment = world.authorised_by_card(&shop, "1.00 GBP");
        fails(world, CapturePayment::part(payment.id, pence(101)))
    }),
    ("exceeds_refundable", |world| {
        let shop = world.shop();
        let payment = world.paid_by_card(&shop, "1.00 GBP");
        fails(world, RequestRefund::new(payment.id, pence(101)))
    }),
    ("operation_unfinished", |world| {
        let shop = world.shop();
        let payment = world.card_payment(world.order_of(&shop, "1.00 GBP").id, CaptureMode::Automatic);
        fails(world, RequestRefund::all(payment.id))
    }),
    ("self_review", |world| {
        let shop = world.shop_with("0", "0 GBP", RefundReview::Required);
        let payment = world.paid_by_card(&shop, "1.00 GBP");
        let refund = world.done(RequestRefund::all(payment.id));
        fails(world, ApproveRefund::new(refund.id))
    }),
    ("account_not_empty", |world| {
        let on = accounts(world);
        posted(world, NewTransfer::posted(on.bank, on.wallet, pence(1)));
        fails(world, CloseAccount::new(on.wallet))
    }),
    ("unknown_asset", |world| {
        let points = Currency::asset("POINT", 0).unwrap();
        fails(world, OpenAccount::new(AccountKey::platform(Purpose::Equity, points)))
    }),
    ("authorisation_expired", |world| {
        let shop = world.shop();
        let payment = world.authorised_by_card(&shop, "1.00 GBP");
        world.clock.moves(7 * 86_400 + 1);
        fails(world, CapturePayment::all(payment.id))
    }),
    ("too_many_payments", |world| {
        let shop = world.shop();
        let order = world.order_of(&shop, "2.00 GBP");
        let start = StartPayment { amount: Some(pence(1)), ..StartPayment::without_method(order.id) };
        (0..100).for_each(|_| drop(world.done(start.clone())));
        fails(world, start)
    }),
    ("storage_unavailable", |_| in_trouble(Trouble::Unavailable)),
    ("storage_corrupt", |_| in_trouble(Trouble::Corrupt)),
    ("newer_schema", |_| {
        let storage = MemoryStorage::new();
        let (version, tables) = (paywright::schema().version + 1, paywright::schema().tables);
        storage.migrate(&Schema { version, tables }).unwrap();
        Engine::new(storage).unwrap_err()
    }),
    ("contended", |_| in_trouble(Trouble::Conflict)),
    ("outcome_unknown", |_| in_trouble(Trouble::UnknownLost)),
    ("clock_behind", |world| {
        let shop = world.shop();
        let ahead = world.beside("ahead");
        ahead.clock.moves(60);
        ahead.user("takes the first lane over");
        world.user("finds itself another");
        let order = ahead.order_of(&shop, "1.00 GBP");
        fails(world, StartPayment::new(order.id, Method::channel(CARDS)))
    }),
    ("journal_forked", |_| {
        let (world, storage) = troubled();
        let backup = copy_of(&storage.memory());
        world.user("after the backup");
        storage.put_back(backup);
        fails(&world, RegisterUser::new("u"))
    }),
    ("rules_version_too_old", |world| {
        rewrite::<Books>(&world.storage, BooksId::ONLY, |books| books.rules += 1);
        fails(world, RegisterUser::new("u"))
    }),
    ("no_free_lane", |_| fails(&without_a_lane().0, RegisterUser::new("u"))),
    ("deadline_exceeded", |world| {
        let register = world.engine.request(RegisterUser::new("u")).key("k");
        register.deadline(world.clock.reads()).execute().unwrap_err()
    }),
    ("not_repeatable", |world| world.engine.execute(RegisterUser::new("u")).unwrap_err()),
    ("clock_moved_back", |world| {
        world.user("u");
        world.clock.moves(-2 * 86_400);
        fails(world, RegisterUser::new("u"))
    }),
    ("clock_out_of_range", |world| {
        world.clock.moves(9_000 * 366 * 86_400);
        fails(world, RegisterUser::new("u"))
    }),
    ("too_many", |world| world.engine.list::<Order>(&PageOf { limit: 1_001, ..PageOf::ALL }).unwrap_err()),
    ("busy", |_| crate::together::too_many()),
    ("rules_version_unsupported", |world| {
        imported(world, &[r#"{"paywright":"journal","format":99}"#.to_owned()])
    }),
    ("replay_differs", |world| {
        let other = World::new(Backend::Sqlite);
        other.user("customer");
        let mut lines = exported(&other.engine);
        forge(&mut lines, 1, |entry| *entry.last_mut().unwrap() ^= 1);
        imported(world, &lines)
    }),
    ("stopped", |world| {
        world.user("u");
        world.engine.verify_with(&[], |_| ControlFlow::Break(())).unwrap_err()
    }),
    ("invalid_import", |world| imported(world, &["no line of an export".to_owned()])),
    ("storage_not_empty", |world| {
        let empty = exported(&world.engine);
        world.user("u");
        imported(world, &empty)
    }),
    ("storage_lost", |_| {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("shop.db");
        let engine = Engine::new(paywright_sqlite::SqliteStorage::open(&path).unwrap()).unwrap();
        std::fs::remove_file(path.with_extension("db-wal")).unwrap();
        engine.request(RegisterUser::new("u")).key("k").execute().unwrap_err()
    }),
    ("invalid_key", |_| PublicKey::from_bytes(&[1; 64]).unwrap_err()),
    ("invalid_signature", |_| "ed25519:00".parse::<Signature>().unwrap_err()),
    ("signer_failed", |world| {
        let key = PublicKey::from_bytes(&[1; 32]).unwrap();
        SignedCut::sign(world.engine.cut().unwrap(), &key, &Locked).unwrap_err()
    }),
    ("invalid_seal", |world| {
        world.engine.import_sealed(&Locked, &b"no copy"[..], |_| ControlFlow::Continue(())).unwrap_err()
    }),
    ("no_key", |_| Sealer::new(&Locked, Salt::from_bytes([1; 32]), Vec::new()).map(drop).unwrap_err()),
    ("reentrant_call", |world| crate::reentrant::from_a_clock(world)),
    ("invalid_cursor", |_| "not a cursor".parse::<paywright::Cursor>().unwrap_err()),
    ("bug", |_| {
        let (world, storage) = troubled();
        remove::<Books>(&storage.memory(), BooksId::ONLY);
        fails(&world, RegisterUser::new("u"))
    }),
];

/// A phone whose owner does not unlock it.
struct Locked;

impl Signer for Locked {
    fn sign(&self, _: &[u8]) -> Result<Vec<u8>, SignerFailed> {
        Err(SignerFailed("the phone is locked".to_owned()))
    }
}

impl Keys for Locked {
    fn current(&self) -> Result<String, KeysFailed> {
        Err(KeysFailed("the phone is locked".to_owned()))
    }

    fn key(&self, _: &str) -> Result<Option<SealKey>, KeysFailed> {
        Err(KeysFailed("the phone is locked".to_owned()))
    }
}

fn fails<C: Command>(world: &World, command: C) -> Error {
    world.ask(command).err().expect("it was accepted")
}

fn order_of(world: &World, total: paywright::Money) -> Error {
    let shop = world.shop();
    fails(world, PlaceOrder::new(shop.merchant, total))
}

fn imported(world: &World, lines: &[String]) -> Error {
    import(&world.engine, lines).unwrap_err()
}

/// What one transfer was refused for.
fn transfer(world: &World, transfer: NewTransfer) -> Error {
    world.done(PostTransfers::new(vec![transfer])).results.remove(0).unwrap_err().into()
}

/// Ten pence are held for a minute.
fn held(world: &World) {
    let on = accounts(world);
    let expires_at = Some(world.clock.reads().plus_seconds(60));
    let posting = Posting::Pending { debit: on.bank, credit: on.equity, amount: pence(10), expires_at };
    let hold = NewTransfer { posting, ..NewTransfer::pending(on.bank, on.equity, pence(10)) };
    posted(world, hold.with_id(id("held")));
}

fn in_trouble(trouble: Trouble) -> Error {
    let (world, storage) = troubled();
    storage.always(trouble);
    fails(&world, RegisterUser::new("u"))
}

#[test]
fn each_code_is_provoked() {
    for spec in paywright::error::catalogue() {
        let story = STORIES.iter().find(|(code, _)| *code == spec.code);
        let Some((_, story)) = story else { panic!("{}: no story provokes it", spec.code) };
        let error = story(&World::new(Backend::Memory));
        assert_eq!((error.code(), error.kind()), (spec.code, spec.kind), "{error}");
        assert_eq!(error.is_retryable(), spec.retryable);
        let text = error.to_string();
        assert!(text.len() > 10 && !text.starts_with("Error"), "no sentence for an operator: {text}");
    }
    let known: Vec<_> = paywright::error::catalogue().map(|spec| spec.code).collect();
    for (code, _) in STORIES {
        assert!(known.contains(code), "there is no code {code} any more");
    }
}

#[test]
fn codes_are_unique_and_told_from_each_other_by_who_is_at_fault() {
    let mut codes: Vec<_> = paywright::error::catalogue().map(|spec| spec.code).collect();
    let bugs = paywright::error::catalogue().filter(|spec| spec.kind == ErrorKind::Bug).count();
    assert_eq!(bugs, 1);
    let all = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), all);
    // A refusal that no command declares is never answered by one, except inside an output.
    let declared = |code| AnyCommand::CATALOGUE.iter().any(|spec| spec.refusals.contains(&code));
    let elsewhere: Vec<_> = paywright::Code::ALL.iter().filter(|code| !declared(**code)).collect();
    let names: Vec<_> = elsewhere.iter().map(|code| code.spec().code).collect();
    let of_transfers = ["same_account", "hold_not_open", "hold_expired", "exceeds_hold", "chain_failed"];
    for name in names {
        let known = of_transfers.contains(&name) || name == "idempotency_key_reused";
        assert!(known, "{name}: which command refuses with it?");
    }
}
