//! A world with a record in every state that a bad command may meet, brought there by public commands.

mod accounts;
mod payments;
mod refunds;

use crate::support::shop::{CARDS, Shop, declined, pence};
use crate::support::{World, money};
pub use accounts::Accounts;
pub use payments::{Payments, Stopped};
use paywright::{
    ActivateMerchant, CancelOrder, CaptureMode, CaseId, CloseBooks, CloseCase, Currency, EffectId,
    ExchangeCurrency, ExchangeId, FeePlanId, MerchantId, Method, OperationId, OrderId, Outcome, PaymentId,
    PlaceOrder, RefundReview, RegisterAsset, RegisterMerchant, RegisterUser, Request, StartPayment,
    SuspendMerchant, Timestamp, UserId,
};
pub use refunds::Refunds;

/// Ids of what stands there, by what is wrong with it.
pub struct Scene {
    pub shop: Shop,
    pub plan: FeePlanId,
    pub draft: MerchantId,
    pub suspended: MerchantId,
    pub known_user: RegisterUser,
    pub known_asset: RegisterAsset,
    pub accounts: Accounts,
    pub orders: Orders,
    pub payments: Payments,
    pub refunds: Refunds,
    pub channel: Channel,
    /// Until when the books are closed.
    pub closed_through: Timestamp,
    pub exchanged: ExchangeId,
    pub now: Timestamp,
}

pub struct Orders {
    pub open: OrderId,
    pub guests: OrderId,
    pub partly_paid: OrderId,
    pub paid: OrderId,
    pub closed: OrderId,
    pub of_suspended: OrderId,
    /// It has had as many payments as it may.
    pub worn: OrderId,
    pub placed: PlaceOrder,
}

/// What channels have done, and what of it people look at.
pub struct Channel {
    pub processing: OperationId,
    pub effect: EffectId,
    /// It succeeded in vain, and its reversal is not sent yet.
    pub being_reversed: OperationId,
    /// It succeeded in vain, and was reversed.
    pub reversed: OperationId,
    /// Its reversal was declined; then the channel took it back by itself.
    pub taken_back: OperationId,
    pub open_case: CaseId,
    pub closed_case: CaseId,
}

impl Scene {
    pub fn new(world: &World) -> Self {
        let shop = world.shop_with("0.029", "0.30 GBP", RefundReview::Required);
        let known_user = RegisterUser { id: Some(UserId::derived("known")), ..RegisterUser::new("known") };
        world.done(known_user.clone());
        let known_asset = RegisterAsset::new(Currency::asset("STAR", 0).unwrap(), "Stars");
        world.done(known_asset.clone());
        let draft = world.done(RegisterMerchant::new("Draft", shop.plan)).id;
        let (suspended, of_suspended) = suspended(world, &shop);
        let accounts = Accounts::opened(world, &shop);
        let (sold, bought) = ((accounts.euros, money("1.00 EUR")), (accounts.receivable, pence(1)));
        let id = Some(ExchangeId::derived("done"));
        world.done(ExchangeCurrency { id, ..ExchangeCurrency::new(sold, bought, "0.01".parse().unwrap()) });
        let closed_through = world.clock.reads().plus_seconds(-86_400);
        world.done(CloseBooks::new(closed_through));
        let payments = Payments::made(world, &shop, &accounts);
        let refunds = Refunds::requested(world, &shop, &accounts, &payments);
        accounts.stop(world);
        refunds.taken_back(world);
        let orders = Orders::placed(world, &shop, of_suspended);
        let channel = Channel::after(world, &shop, &payments);
        // What was to last a minute is over; nothing has ended it yet.
        world.clock.moves(61);
        Self {
            plan: shop.plan,
            shop,
            draft,
            suspended,
            known_user,
            known_asset,
            accounts,
            orders,
            payments,
            refunds,
            channel,
            closed_through,
            exchanged: ExchangeId::derived("done"),
            now: world.clock.reads(),
        }
    }
}

fn suspended(world: &World, shop: &Shop) -> (MerchantId, OrderId) {
    let merchant = world.done(RegisterMerchant::new("Suspended", shop.plan)).id;
    world.done(ActivateMerchant::new(merchant));
    let order = world.done(PlaceOrder::new(merchant, pence(300)));
    world.done(SuspendMerchant::new(merchant));
    (merchant, order.id)
}

/// Sent to its channel, which does it. What else is under way there is left alone.
fn succeeds(world: &World, start: StartPayment) -> PaymentId {
    let payment = world.confirmed(start);
    world.observes(world.last_operation(payment.id).id, Outcome::Succeeded);
    payment.id
}

fn tops_up(world: &World, user: UserId, minor: i64) -> PaymentId {
    succeeds(world, StartPayment::top_up(user, pence(minor), Method::channel(CARDS)))
}

impl Orders {
    fn placed(world: &World, shop: &Shop, of_suspended: OrderId) -> Self {
        let order =
            PlaceOrder { customer: Some(shop.customer), ..PlaceOrder::new(shop.merchant, pence(400)) };
        let placed = PlaceOrder { id: Some(OrderId::derived("placed")), ..order };
        world.done(placed.clone());
        let partly_paid = world.order_of(shop, "3.00 GBP").id;
        let start = StartPayment::new(partly_paid, Method::channel(CARDS));
        succeeds(world, StartPayment { amount: Some(pence(100)), ..start });
        let closed = world.order_of(shop, "1.00 GBP").id;
        world.done(CancelOrder::new(closed));
        let worn = world.order_of(shop, "2.00 GBP").id;
        let start = StartPayment { amount: Some(pence(1)), ..StartPayment::without_method(worn) };
        let starts = (0..100).map(|_| Request::new(start.clone()).key(world.fresh_key()));
        assert!(world.engine.batch(starts).iter().all(Result::is_ok));
        let paid = world.order_of(shop, "1.00 GBP").id;
        succeeds(world, StartPayment::new(paid, Method::channel(CARDS)));
        Self {
            open: world.order_of(shop, "7.00 GBP").id,
            guests: world.done(PlaceOrder::new(shop.merchant, pence(400))).id,
            partly_paid,
            paid,
            closed,
            of_suspended,
            worn,
            placed,
        }
    }
}

impl Channel {
    fn after(world: &World, shop: &Shop, payments: &Payments) -> Self {
        let [being_reversed, reversed, taken_back] = [(); 3].map(|()| {
            let order = world.order_of(shop, "1.00 GBP");
            let payment = world.card_payment(order.id, CaptureMode::Automatic);
            let operation = world.last_operation(payment.id).id;
            world.observes(operation, declined());
            world.observes(operation, Outcome::Succeeded);
            operation
        });
        let reversal = |of| world.operation(of).reversed_by.unwrap();
        world.observes(reversal(reversed), Outcome::Succeeded);
        world.observes(reversal(taken_back), declined());
        world.observes(taken_back, Outcome::TakenBack { reason: "a chargeback".to_owned() });
        let [open_case, closed_case] = [being_reversed, reversed].map(|operation| {
            let before = world.cases();
            world.observes(operation, declined());
            world.cases().into_iter().find(|case| !before.contains(case)).unwrap().id
        });
        world.done(CloseCase::new(closed_case, "the channel erred"));
        let processing = world.last_operation(payments.processing);
        Self {
            processing: processing.id,
            effect: processing.effect.unwrap(),
            being_reversed,
            reversed,
            taken_back,
            open_case,
            closed_case,
        }
    }
}
