//! A world with a record in every state that a bad command may meet.

use crate::support::World;
use crate::support::rows::rewrite;
use crate::support::shop::{CARDS, Shop, declined, pence, wallet};
use paywright::{
    Account, AccountKey, AccountState, Actor, CaptureMode, EffectId, FeePlanId, MerchantId, Method,
    OpenAccount, OperationId, OrderId, PaymentId, PlaceOrder, RefundId, RefundReview, RegisterMerchant,
    RegisterUser, RequestRefund, StartPayment, SuspendMerchant, UserId,
};

/// Ids of what stands there, by what is wrong with it.
pub struct Scene {
    pub shop: Shop,
    pub draft: MerchantId,
    pub suspended: MerchantId,
    pub known_user: RegisterUser,
    pub poor: UserId,
    pub open_order: OrderId,
    pub paid_order: OrderId,
    pub order_of_suspended: OrderId,
    pub placed: PlaceOrder,
    /// Started: from a wallet that is empty, that is frozen, and into one that would rise too high.
    pub unaffordable: PaymentId,
    pub from_frozen: PaymentId,
    pub too_high: PaymentId,
    /// Confirmed, and nobody knows yet.
    pub processing: PaymentId,
    pub failed: PaymentId,
    pub authorised: PaymentId,
    pub authorised_from_frozen: PaymentId,
    pub paid: PaymentId,
    /// Paid from wallets that are now frozen or full; a top-up that is spent.
    pub paid_by_frozen: PaymentId,
    pub paid_by_full: PaymentId,
    pub spent_top_up: PaymentId,
    pub own_refund: RefundId,
    pub refund: RequestRefund,
    pub refund_of_frozen: RefundId,
    pub approved_refund: RefundId,
    pub processing_operation: OperationId,
    pub effect: EffectId,
    pub plan: FeePlanId,
}

impl Scene {
    pub fn new(world: &World) -> Self {
        let shop = world.shop_with("0.029", "0.30 GBP", RefundReview::Required);
        let draft = world.done(RegisterMerchant::new("Draft", shop.plan)).id;
        let (suspended, order_of_suspended) = suspended(world, &shop);
        let known_user = RegisterUser { id: Some(UserId::derived("known")), ..RegisterUser::new("known") };
        world.done(known_user.clone());
        let placed = PlaceOrder { id: Some(OrderId::derived("placed")), ..order(&shop, 400) };
        world.done(placed.clone());
        let poor = world.user("poor");
        let start = |payer: UserId, capture| {
            let order = world.done(order(&shop, 500));
            let start = StartPayment { payer: Some(payer), ..StartPayment::new(order.id, Method::Wallet) };
            world.done(StartPayment { capture, ..start }).id
        };
        let unaffordable = start(poor, CaptureMode::Automatic);
        let (too_high, paid_by_full) = full_wallet(world, &start);
        let frozen = world.user("frozen");
        world.tops_up(frozen, "100.00 GBP");
        let from_frozen = start(frozen, CaptureMode::Automatic);
        let confirm = |payment| world.done(paywright::ConfirmPayment::new(payment)).id;
        let authorised_from_frozen = confirm(start(frozen, CaptureMode::Manual));
        let paid_by_frozen = confirm(start(frozen, CaptureMode::Automatic));
        let merchant = Actor::Merchant(shop.merchant);
        let refund_of_frozen = world.done_as(&merchant, RequestRefund::new(paid_by_frozen, pence(1))).id;
        let spent_top_up = world.tops_up(shop.customer, "6.00 GBP").id;
        world.paid_from_wallet(&shop, "6.00 GBP");
        let paid = world.paid_by_card(&shop, "20.00 GBP");
        let refund =
            RequestRefund { id: Some(RefundId::derived("r")), ..RequestRefund::new(paid.id, pence(100)) };
        world.done(refund.clone());
        let approved_refund = world.done_as(&merchant, RequestRefund::new(paid.id, pence(1))).id;
        world.done(paywright::ApproveRefund::new(approved_refund));
        let failed = world.card_payment(world.order_of(&shop, "2.00 GBP").id, CaptureMode::Automatic).id;
        world.channel_says(&declined());
        let authorised = world.authorised_by_card(&shop, "8.00 GBP").id;
        let processing = world.card_payment(world.order_of(&shop, "3.00 GBP").id, CaptureMode::Automatic);
        // There is no command that freezes yet.
        let freeze = |account: &mut Account| account.state = AccountState::Frozen;
        rewrite::<Account>(&world.storage, wallet(frozen).id(), freeze);
        Self {
            draft,
            suspended,
            known_user,
            poor,
            open_order: world.order_of(&shop, "7.00 GBP").id,
            paid_order: paid.order.unwrap(),
            order_of_suspended,
            placed,
            unaffordable,
            from_frozen,
            too_high,
            processing: processing.id,
            failed,
            authorised,
            authorised_from_frozen,
            paid: paid.id,
            paid_by_frozen,
            paid_by_full,
            spent_top_up,
            own_refund: refund.id.unwrap(),
            refund,
            refund_of_frozen,
            approved_refund,
            processing_operation: world.last_operation(processing.id).id,
            effect: world.effects().last().unwrap().id,
            plan: shop.plan,
            shop,
        }
    }
}

fn order(shop: &Shop, total: i64) -> PlaceOrder {
    PlaceOrder { customer: Some(shop.customer), ..PlaceOrder::new(shop.merchant, pence(total)) }
}

fn suspended(world: &World, shop: &Shop) -> (MerchantId, OrderId) {
    let merchant = world.done(RegisterMerchant::new("Suspended", shop.plan)).id;
    world.done(paywright::ActivateMerchant::new(merchant));
    let order = world.done(PlaceOrder::new(merchant, pence(300)));
    world.done(SuspendMerchant::new(merchant));
    (merchant, order.id)
}

/// A wallet at its limit, a top-up that would break it, and a payment whose refund would.
fn full_wallet(world: &World, start: &dyn Fn(UserId, CaptureMode) -> PaymentId) -> (PaymentId, PaymentId) {
    let user = world.user("full");
    let key: AccountKey = wallet(user);
    world.done(OpenAccount { max_balance: Some(1_000), ..OpenAccount::new(key) });
    world.tops_up(user, "10.00 GBP");
    let paid = world.done(paywright::ConfirmPayment::new(start(user, CaptureMode::Automatic))).id;
    world.tops_up(user, "5.00 GBP");
    let top_up = StartPayment::top_up(user, pence(1), Method::channel(CARDS));
    (world.done(top_up).id, paid)
}
