//! Who may ask for what: each command, each kind of actor.

use crate::support::shop::{CARDS, Shop, declined, pence, silence, wallet};
use crate::support::{Backend, World, money};
use paywright::journal::IdempotencyKey;
use paywright::{
    AccountId, AccountKey, ActivateMerchant, Actor, AnswerChallenge, AnyCommand, ApproveRefund, AttachMethod,
    CancelOrder, CancelPayment, CapturePayment, ChallengeResult, ChangeBounds, ClaimEffects, CloseAccount,
    CloseBooks, CloseCase, CloseRefund, CompleteEffect, ConfirmPayment, CreateFeePlan, Currency, Due,
    ExchangeCurrency, ForgetKeys, FreezeAccount, Fulfilment, GiveUpRefund, IncrementAuthorisation,
    MerchantId, Method, NewTransfer, ObserveOperation, OpenAccount, Outcome, PayerAction, PaymentId,
    PlaceOrder, PostTransfers, Purpose, RaiseRules, RecordFulfilment, RecoverEffects, RefundReview,
    RegisterAsset, RegisterMerchant, RegisterUser, RejectRefund, ReleaseRest, Request, RequestRefund,
    RerouteRefund, ResumePayment, RetryRefund, RetryReversal, ReviewPayment, Role, StartPayment,
    SuspendMerchant, TimeOut, UnfreezeAccount, UserId, Verdict, VoidPayment, WithdrawRefund,
};

/// Every kind of actor, with the letter that stands for it in the table.
fn actors(shop: &Shop, other: UserId) -> Vec<(char, Actor)> {
    let operator = |name: &str, role: &[Role]| Actor::operator(name, role);
    vec![
        ('S', Actor::System),
        ('o', operator("without a role", &[])),
        ('A', operator("administrator", &[Role::Administrator])),
        ('R', operator("reviewer", &[Role::Reviewer])),
        ('C', operator("accountant", &[Role::Accountant])),
        ('G', operator("agent", &[Role::Agent])),
        ('m', Actor::Merchant(shop.merchant)),
        ('n', Actor::Merchant(MerchantId::derived("another"))),
        ('u', Actor::User(shop.customer)),
        ('v', Actor::User(other)),
    ]
}

/// A command as it would be accepted, and the letters of those who may.
type Row = (AnyCommand, &'static str);

/// Confirms what others review, because nobody reviews what they confirmed.
fn risk_desk() -> Actor {
    Actor::operator("risk desk", [Role::Agent])
}

fn table(world: &World, shop: &Shop, other: UserId) -> Vec<Row> {
    let concepts = [accounts, merchants, orders, starts, payments, authorised, refunds, operations];
    concepts.into_iter().flat_map(|rows| rows(world, shop, other)).collect()
}

fn accounts(world: &World, shop: &Shop, other: UserId) -> Vec<Row> {
    let bank = world.done(OpenAccount::new(super::ledger::bank())).id;
    let equity = AccountKey::platform(Purpose::Equity, pence(1).currency());
    let equity = world.done(OpenAccount::new(equity)).id;
    let open = world.done(OpenAccount::new(wallet(shop.customer))).id;
    let frozen = world.done(OpenAccount::new(wallet(world.user("frozen")))).id;
    world.done(FreezeAccount::new(frozen));
    let points = Currency::asset("POINT", 0).unwrap();
    vec![
        (RegisterAsset::new(points, "Points").into(), "SA"),
        (OpenAccount::new(wallet(other)).into(), "SC"),
        (PostTransfers::new(vec![NewTransfer::posted(bank, equity, pence(1))]).into(), "SC"),
        (FreezeAccount::new(open).into(), "SC"),
        (UnfreezeAccount::new(frozen).into(), "SC"),
        (ChangeBounds::new(open).into(), "SC"),
        (CloseAccount::new(frozen).into(), "SC"),
        (CloseBooks::new(world.clock.reads().plus_seconds(-86_400)).into(), "SC"),
        (exchange(world, equity).into(), "SC"),
        (forget(world).into(), "SA"),
        (RaiseRules::new(1).into(), "SA"),
    ]
}

fn exchange(world: &World, equity: AccountId) -> ExchangeCurrency {
    let euros = world.done(OpenAccount::new(AccountKey::platform(Purpose::Bank, Currency::EUR))).id;
    let (sold, bought) = ((equity, pence(100)), (euros, money("1.15 EUR")));
    ExchangeCurrency::new(sold, bought, "1.15".parse().unwrap())
}

fn forget(world: &World) -> ForgetKeys {
    let keys = world.all::<IdempotencyKey>().into_iter().map(|key| key.id).collect();
    ForgetKeys { keys, before: world.clock.reads().plus_seconds(-31 * 86_400) }
}

fn merchants(world: &World, shop: &Shop, _: UserId) -> Vec<Row> {
    let plan = CreateFeePlan::new("plain", "0.01".parse().unwrap(), money("0.10 GBP"));
    let draft = world.done(RegisterMerchant::new("Draft", shop.plan)).id;
    vec![
        (RegisterUser::new("customer").into(), "SG"),
        (plan.into(), "SA"),
        (RegisterMerchant::new("Kiosk", shop.plan).into(), "SA"),
        (ActivateMerchant::new(draft).into(), "SA"),
        (SuspendMerchant::new(shop.merchant).into(), "SA"),
    ]
}

fn orders(world: &World, shop: &Shop, _: UserId) -> Vec<Row> {
    let guests_order = PlaceOrder::new(shop.merchant, pence(100));
    let own_order = PlaceOrder { customer: Some(shop.customer), ..guests_order.clone() };
    let open = world.order_of(shop, "4.00 GBP").id;
    let guests = world.done(guests_order.clone()).id;
    let partly_paid = world.order_of(shop, "4.00 GBP").id;
    let part = StartPayment::new(partly_paid, Method::channel(CARDS));
    world.confirmed(StartPayment { amount: Some(pence(100)), ..part });
    world.channel_says(&Outcome::Succeeded);
    vec![
        (own_order.into(), "SGmu"),
        (guests_order.into(), "SGm"),
        (CancelOrder::new(open).into(), "SGmu"),
        (CancelOrder::new(guests).into(), "SGm"),
        (CancelOrder::new(partly_paid).into(), "SGm"),
        (RecordFulfilment::new(open, Fulfilment::All).into(), "SGm"),
    ]
}

fn starts(world: &World, shop: &Shop, other: UserId) -> Vec<Row> {
    let order = world.order_of(shop, "3.00 GBP").id;
    let guests = world.done(PlaceOrder::new(shop.merchant, pence(100))).id;
    let start = |order, payer| StartPayment { payer, ..StartPayment::new(order, Method::channel(CARDS)) };
    vec![
        (start(order, None).into(), "SGu"),
        (start(order, Some(other)).into(), "SGv"),
        (start(guests, None).into(), "SG"),
        (StartPayment::top_up(shop.customer, pence(1), Method::channel(CARDS)).into(), "SGu"),
    ]
}

fn payments(world: &World, shop: &Shop, _: UserId) -> Vec<Row> {
    let by_card = || StartPayment::new(world.order_of(shop, "1.00 GBP").id, Method::channel(CARDS));
    let started = || world.done(by_card()).id;
    let judged = |verdict| {
        let confirm = ConfirmPayment { payment: started(), verdict };
        world.done_as(&risk_desk(), confirm).id
    };
    let without_method = world.done(StartPayment { method: None, ..by_card() }).id;
    let unconfirmed = started();
    let awaiting_payer = world.confirmed(by_card()).id;
    let action = PayerAction::Redirect("https://bank.example/1".to_owned());
    let needed = Outcome::NeedsPayer { action, until: None };
    world.observes(world.last_operation(awaiting_payer).id, needed);
    let challenged = judged(Verdict::Challenge);
    let held = judged(Verdict::Review { until: None });
    let challenge = ConfirmPayment { payment: unconfirmed, verdict: Verdict::Challenge };
    let top_up = StartPayment::top_up(shop.customer, pence(1), Method::channel(CARDS));
    let top_up = world.done(top_up).id;
    vec![
        (AttachMethod::new(without_method, Method::channel(CARDS)).into(), "SGu"),
        (ConfirmPayment::new(unconfirmed).into(), "SGu"),
        (challenge.into(), "SG"),
        (AnswerChallenge::new(challenged, ChallengeResult::Passed).into(), "SG"),
        (ReviewPayment::approve(held).into(), "SR"),
        (ReviewPayment::reject(held, "too risky").into(), "SR"),
        (ResumePayment::new(awaiting_payer).into(), "SGu"),
        (CancelPayment::new(unconfirmed).into(), "SGmu"),
        (CancelPayment::new(top_up).into(), "SGu"),
    ]
}

fn authorised(world: &World, shop: &Shop, _: UserId) -> Vec<Row> {
    let authorised = world.authorised_by_card(shop, "5.00 GBP").id;
    let start = StartPayment::new(world.order_of(shop, "5.00 GBP").id, Method::channel(CARDS));
    let capture = paywright::CaptureMode::Manual;
    let in_part = world.confirmed(StartPayment { amount: Some(pence(100)), capture, ..start }).id;
    world.channel_says(&Outcome::Succeeded);
    let partly_captured = world.authorised_by_card(shop, "5.00 GBP").id;
    world.done(CapturePayment::part(partly_captured, pence(100)));
    world.channel_says(&Outcome::Succeeded);
    vec![
        (CapturePayment::all(authorised).into(), "SGm"),
        (IncrementAuthorisation::new(in_part, pence(1)).into(), "SGm"),
        (VoidPayment::new(authorised).into(), "SGm"),
        (ReleaseRest::new(partly_captured).into(), "SGm"),
    ]
}

fn refunds(world: &World, shop: &Shop, _: UserId) -> Vec<Row> {
    let paid = world.paid_by_card(shop, "60.00 GBP").id;
    let top_up = world.tops_up(shop.customer, "9.00 GBP").id;
    let merchant = Actor::Merchant(shop.merchant);
    let requested = || world.done_as(&merchant, RequestRefund::new(paid, pence(50))).id;
    let approved = || world.done(ApproveRefund::new(requested())).id;
    let sent = |outcome| {
        let refund = approved();
        world.observes(world.refund(refund).operation.unwrap(), outcome);
        refund
    };
    let pending = requested();
    let failed = sent(declined());
    let abnormal = sent(Outcome::destination_closed());
    let of_top_up = world.done(RequestRefund::new(top_up, pence(100))).id;
    vec![
        (RequestRefund::new(paid, pence(1)).into(), "SGm"),
        (RequestRefund::new(top_up, pence(1)).into(), "SG"),
        (ApproveRefund::new(pending).into(), "SR"),
        (RejectRefund::new(pending).into(), "SR"),
        (WithdrawRefund::new(pending).into(), "SGm"),
        (WithdrawRefund::new(approved()).into(), "SGm"),
        (WithdrawRefund::new(of_top_up).into(), "SG"),
        (RetryRefund::new(failed).into(), "SGm"),
        (RerouteRefund::new(abnormal, Method::Wallet).into(), "SGm"),
        (GiveUpRefund::new(abnormal).into(), "SGm"),
        (CloseRefund::new(failed).into(), "SGm"),
    ]
}

fn operations(world: &World, shop: &Shop, _: UserId) -> Vec<Row> {
    let sale = || {
        let order = world.order_of(shop, "2.00 GBP").id;
        let payment = world.card_payment(order, paywright::CaptureMode::Automatic).id;
        world.last_operation(payment).id
    };
    let operation = sale();
    let effect = world.operation(operation).effect.unwrap();
    let in_vain = sale();
    world.observes(in_vain, declined());
    world.observes(in_vain, Outcome::Succeeded);
    world.observes(world.operation(in_vain).reversed_by.unwrap(), declined());
    let case = world.cases()[0].id;
    let claim = ClaimEffects { worker: "w".to_owned(), effects: vec![effect], lease_seconds: 60 };
    let order = world.order_of(shop, "2.00 GBP").id;
    vec![
        (ObserveOperation::new(operation, silence()).into(), "SG"),
        (RetryReversal::new(in_vain).into(), "SG"),
        (claim.into(), "SG"),
        (CompleteEffect::new(effect, "w", Outcome::Succeeded).into(), "SG"),
        (RecoverEffects { worker: None, effects: vec![effect] }.into(), "SG"),
        (TimeOut::new(Due::Order(order)).into(), "SG"),
        (CloseCase::new(case, "asked the channel by telephone").into(), "SG"),
    ]
}

#[test]
fn each_command_is_for_those_it_is_for() {
    for backend in Backend::ALL {
        let world = World::new(backend);
        let shop = world.shop_with("0.029", "0.30 GBP", RefundReview::Required);
        let other = world.user("another");
        let table = table(&world, &shop, other);
        let before = world.dump();
        for (command, may) in &table {
            let allowed = |actor: &Actor| allowed(&world, command, actor);
            let found: String =
                actors(&shop, other).iter().filter(|(_, actor)| allowed(actor)).map(|(l, _)| *l).collect();
            assert_eq!(found, *may, "{command:?}");
        }
        before.assert_unchanged(&world.dump());
        for spec in AnyCommand::CATALOGUE {
            let has_row = table.iter().any(|(command, _)| command.spec().tag == spec.tag);
            assert!(has_row, "{}: who may?", spec.name);
        }
        world.check();
    }
}

/// Asked together with something impossible, so that nothing is done: which of the two was in the way tells.
fn allowed(world: &World, command: &AnyCommand, actor: &Actor) -> bool {
    let nowhere = PaymentId::derived("nowhere");
    let request = Request::new(command.clone()).key("may-i").actor(actor.clone());
    let error = world.engine.atomic([request, ConfirmPayment::new(nowhere).into()]).unwrap_err();
    match error.code() {
        "not_permitted" => false,
        "not_found" if error.to_string().contains(&nowhere.to_string()) => true,
        code => panic!("{command:?} by {actor}: {code}: {error}"),
    }
}
