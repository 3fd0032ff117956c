//! Who may ask for what: each command, each kind of actor.

use crate::support::shop::{CARDS, Shop, pence, silence, wallet};
use crate::support::{Backend, World, money};
use paywright::{
    ActivateMerchant, Actor, AnyCommand, ApproveRefund, CapturePayment, ClaimEffects, CompleteEffect,
    ConfirmPayment, CreateFeePlan, MerchantId, Method, NewTransfer, ObserveOperation, OpenAccount, Outcome,
    PaymentId, PlaceOrder, PostTransfers, RecoverEffects, RefundReview, RegisterMerchant, RegisterUser,
    Request, RequestRefund, Role, StartPayment, SuspendMerchant, UserId,
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

/// Each command as it would be accepted, and the letters of those who may.
fn table(world: &World, shop: &Shop, other: UserId) -> Vec<(AnyCommand, &'static str)> {
    let plan = CreateFeePlan::new("plain", "0.01".parse().unwrap(), money("0.10 GBP"));
    let own_order =
        PlaceOrder { customer: Some(shop.customer), ..PlaceOrder::new(shop.merchant, pence(100)) };
    let guests_order = PlaceOrder::new(shop.merchant, pence(100));
    let draft = world.done(RegisterMerchant::new("Draft", shop.plan)).id;
    let open = world.order_of(shop, "4.00 GBP");
    let guests = world.done(guests_order.clone());
    let start = |order, payer| StartPayment { payer, ..StartPayment::new(order, Method::channel(CARDS)) };
    let started = world.done(start(open.id, None));
    world.done(StartPayment { amount: None, ..start(world.order_of(shop, "1.00 GBP").id, None) });
    let unconfirmed = started.id;
    let authorised = world.authorised_by_card(shop, "5.00 GBP");
    let paid = world.paid_by_card(shop, "6.00 GBP");
    let refund = world.done_as(&Actor::Merchant(shop.merchant), RequestRefund::new(paid.id, pence(50)));
    let top_up = world.tops_up(shop.customer, "9.00 GBP");
    let (effect, operation) = {
        let order = world.order_of(shop, "2.00 GBP");
        let payment = world.card_payment(order.id, paywright::CaptureMode::Automatic);
        (world.effects().last().unwrap().id, world.last_operation(payment.id).id)
    };
    let bank = world.done(OpenAccount::new(super::ledger::bank())).id;
    let equity = paywright::AccountKey::platform(paywright::Purpose::Equity, pence(1).currency());
    let equity = world.done(OpenAccount::new(equity)).id;
    let order_for_start = world.order_of(shop, "3.00 GBP").id;
    let claim = ClaimEffects { worker: "w".to_owned(), effects: vec![effect], lease_seconds: 60 };
    vec![
        (OpenAccount::new(wallet(other)).into(), "SC"),
        (PostTransfers::new(vec![NewTransfer::posted(bank, equity, pence(1))]).into(), "SC"),
        (RegisterUser::new("customer").into(), "SG"),
        (plan.into(), "SA"),
        (RegisterMerchant::new("Kiosk", shop.plan).into(), "SA"),
        (ActivateMerchant::new(draft).into(), "SA"),
        (SuspendMerchant::new(shop.merchant).into(), "SA"),
        (own_order.into(), "SGmu"),
        (guests_order.into(), "SGm"),
        (start(order_for_start, None).into(), "SGu"),
        (start(order_for_start, Some(other)).into(), "SGv"),
        (start(guests.id, None).into(), "SG"),
        (StartPayment::top_up(shop.customer, pence(1), Method::channel(CARDS)).into(), "SGu"),
        (ConfirmPayment::new(unconfirmed).into(), "SGu"),
        (CapturePayment::all(authorised.id).into(), "SGm"),
        (RequestRefund::new(paid.id, pence(1)).into(), "SGm"),
        (RequestRefund::new(top_up.id, pence(1)).into(), "SG"),
        (ApproveRefund::new(refund.id).into(), "SR"),
        (ObserveOperation::new(operation, silence()).into(), "SG"),
        (claim.into(), "SG"),
        (CompleteEffect::new(effect, "w", Outcome::Succeeded).into(), "SG"),
        (RecoverEffects { worker: None, effects: vec![effect] }.into(), "SG"),
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
