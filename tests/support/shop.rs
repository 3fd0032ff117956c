//! What most stories begin with: a merchant, a customer, orders, and cards that are charged.

use super::{World, gbp, money};
use paywright::storage::{Record, Value};
use paywright::{
    AccountKey, ActivateMerchant, CaptureMode, Case, CompleteEffect, ConfirmPayment, CreateFeePlan, Currency,
    Effect, FeePlanId, Merchant, MerchantId, Method, Money, ObserveOperation, Operation, OperationId, Order,
    OrderId, Outcome, PageOf, Part, Payment, PaymentId, PlaceOrder, Purpose, Refund, RefundId, RefundReview,
    RegisterMerchant, RegisterUser, StartPayment, UserId, Work,
};

/// The channel of these stories.
pub const CARDS: &str = "cards";
/// The worker of these stories.
pub const WORKER: &str = "worker-1";

/// A merchant that sells, and a customer.
#[derive(Clone, Copy, Debug)]
pub struct Shop {
    pub plan: FeePlanId,
    pub merchant: MerchantId,
    pub customer: UserId,
}

impl World {
    /// 2.9 % and 30 pence a payment; refunds need no review.
    pub fn shop(&self) -> Shop {
        self.shop_with("0.029", "0.30 GBP", RefundReview::NotRequired)
    }

    pub fn shop_with(&self, rate: &str, fixed: &str, refund_review: RefundReview) -> Shop {
        let plan = self.done(CreateFeePlan::new("standard", rate.parse().unwrap(), money(fixed))).id;
        let draft = RegisterMerchant { refund_review, ..RegisterMerchant::new("Bakery", plan) };
        let merchant: Merchant = self.done(draft);
        self.done(ActivateMerchant::new(merchant.id));
        Shop { plan, merchant: merchant.id, customer: self.user("customer-17850") }
    }

    pub fn user(&self, reference: &str) -> UserId {
        self.done(RegisterUser::new(reference)).id
    }

    pub fn order_of(&self, shop: &Shop, total: &str) -> Order {
        let order = PlaceOrder::new(shop.merchant, money(total));
        self.done(PlaceOrder { customer: Some(shop.customer), ..order })
    }

    /// Started and confirmed; nobody has sent anything yet.
    pub fn confirmed(&self, start: StartPayment) -> Payment {
        let payment = self.done(start);
        self.done(ConfirmPayment::new(payment.id))
    }

    /// By card, started and confirmed.
    pub fn card_payment(&self, order: OrderId, capture: CaptureMode) -> Payment {
        self.confirmed(StartPayment { capture, ..StartPayment::new(order, Method::channel(CARDS)) })
    }

    /// An order paid by card in full.
    pub fn paid_by_card(&self, shop: &Shop, total: &str) -> Payment {
        let order = self.order_of(shop, total);
        let payment = self.card_payment(order.id, CaptureMode::Automatic);
        self.channel_says(&Outcome::Succeeded);
        self.payment(payment.id)
    }

    /// An order paid from the customer's wallet in full.
    pub fn paid_from_wallet(&self, shop: &Shop, total: &str) -> Payment {
        let order = self.order_of(shop, total);
        self.confirmed(StartPayment::new(order.id, Method::Wallet))
    }

    /// Time passes, and what it makes due is done.
    pub fn time_passes(&self, seconds: i64) {
        self.clock.moves(seconds);
        while self.engine.tick().unwrap() > 0 {}
    }

    /// Authorised by card, to be captured by hand.
    pub fn authorised_by_card(&self, shop: &Shop, total: &str) -> Payment {
        let order = self.order_of(shop, total);
        let payment = self.card_payment(order.id, CaptureMode::Manual);
        self.channel_says(&Outcome::Succeeded);
        self.payment(payment.id)
    }

    /// Authorised from the wallet, to be captured by hand.
    pub fn authorised_from_wallet(&self, shop: &Shop, total: &str) -> Payment {
        let order = self.order_of(shop, total);
        let start = StartPayment::new(order.id, Method::Wallet);
        self.confirmed(StartPayment { capture: CaptureMode::Manual, ..start })
    }

    /// Tops a wallet up by card.
    pub fn tops_up(&self, user: UserId, amount: &str) -> Payment {
        let payment = self.confirmed(StartPayment::top_up(user, money(amount), Method::channel(CARDS)));
        self.channel_says(&Outcome::Succeeded);
        self.payment(payment.id)
    }

    pub fn claimed(&self) -> Vec<Work> {
        self.engine.claim(WORKER, 100, 60).unwrap()
    }

    /// The one effect that is due, claimed.
    #[track_caller]
    pub fn claims_one(&self) -> Work {
        let mut work = self.claimed();
        assert_eq!(work.len(), 1, "{work:?}");
        work.remove(0)
    }

    /// The worker does all that is due, and the channel answers this to each.
    pub fn channel_says(&self, outcome: &Outcome) {
        for work in self.claimed() {
            self.done(CompleteEffect::new(work.effect.id, WORKER, outcome.clone()));
        }
    }

    pub fn observes(&self, operation: OperationId, outcome: Outcome) -> Operation {
        self.done(ObserveOperation::new(operation, outcome))
    }

    pub fn payment(&self, id: PaymentId) -> Payment {
        self.eye().get::<Payment>(id).unwrap().unwrap()
    }

    pub fn part(&self, id: PaymentId) -> Part {
        self.eye().get::<Part>(Payment::part(id, 1)).unwrap().unwrap()
    }

    pub fn order(&self, id: OrderId) -> Order {
        self.eye().get::<Order>(id).unwrap().unwrap()
    }

    pub fn refund(&self, id: RefundId) -> Refund {
        self.eye().get::<Refund>(id).unwrap().unwrap()
    }

    pub fn operation(&self, id: OperationId) -> Operation {
        self.eye().get::<Operation>(id).unwrap().unwrap()
    }

    /// The newest operation of a payment.
    pub fn last_operation(&self, payment: PaymentId) -> Operation {
        let with = [Value::Id(payment.to_bytes())];
        let page = self.eye().list::<Operation>(&PageOf::index("by_payment", &with)).unwrap();
        page.items.into_iter().next_back().expect("the payment has an operation")
    }

    /// All records of a type by id.
    pub fn all<R: Record>(&self) -> Vec<R> {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = PageOf { limit: 1_000, after: after.as_ref(), ..PageOf::ALL };
            let page = self.eye().list::<R>(&page).unwrap();
            all.extend(page.items);
            after = page.next;
            if after.is_none() {
                return all;
            }
        }
    }

    pub fn cases(&self) -> Vec<Case> {
        self.all()
    }

    pub fn effects(&self) -> Vec<Effect> {
        self.all()
    }
}

pub fn wallet(user: UserId) -> AccountKey {
    AccountKey::user(user, Purpose::Wallet, gbp())
}

pub fn pending_of(merchant: MerchantId) -> AccountKey {
    AccountKey::merchant(merchant, Purpose::MerchantPending, gbp())
}

pub fn fee_income() -> AccountKey {
    AccountKey::platform(Purpose::FeeIncome, gbp())
}

pub fn receivable() -> AccountKey {
    AccountKey::channel(CARDS, gbp())
}

pub fn payer_refundable() -> AccountKey {
    AccountKey::platform(Purpose::PayerRefundable, gbp())
}

pub fn declined() -> Outcome {
    Outcome::Declined { reason: "not enough on the card".to_owned() }
}

pub fn failed() -> Outcome {
    Outcome::Failed { reason: "the acquirer was down".to_owned() }
}

pub fn silence() -> Outcome {
    Outcome::Unknown { raw: None }
}

pub fn pence(minor: i64) -> Money {
    Money::new(minor, Currency::from_code("GBP").unwrap())
}
