//! What is asked for each customer, in turn, with the same key and ids whoever asks and whenever.
//!
//! To let another command be killed, add a line to [`STEPS`]: a name, how many rounds after the customer's
//! first it is asked (between two rounds all channels have answered), and the request. It must be one that is
//! accepted at that time.

use crate::support::gbp;
use crate::support::shop::{CARDS, pence, wallet};
use paywright::{
    AccountId, AccountKey, ActivateMerchant, Actor, ApproveRefund, CancelOrder, CancelPayment, CaptureMode,
    CapturePayment, ConfirmPayment, CreateFeePlan, Currency, ExchangeCurrency, ExchangeId, FeePlanId,
    FreezeAccount, IncrementAuthorisation, MerchantId, Method, Money, NewTransfer, OpenAccount, OrderId,
    PaymentId, PlaceOrder, PostTransfers, Purpose, RefundId, RefundReview, RegisterMerchant, RegisterUser,
    Request, RequestRefund, Role, StartPayment, TransferId, UnfreezeAccount, UserId, VoidPayment,
};

/// A channel that declines everything.
pub const POOR_CARDS: &str = "poor-cards";

/// One request of a customer's story.
pub struct Step {
    pub name: &'static str,
    /// Rounds after the customer's first.
    pub lag: u64,
    ask: fn(u64) -> Request,
}

impl Step {
    const fn new(name: &'static str, lag: u64, ask: fn(u64) -> Request) -> Self {
        Self { name, lag, ask }
    }

    /// Its key for a customer, and the request under it.
    pub fn of(&self, customer: u64) -> (String, Request) {
        let key = format!("{}-{customer}", self.name);
        (key.clone(), (self.ask)(customer).key(key))
    }
}

/// The step that a key is of, and the customer.
pub fn named(key: &str) -> Option<(&'static Step, u64)> {
    let (name, customer) = key.rsplit_once('-')?;
    let step = OPENING.iter().chain(STEPS).find(|step| step.name == name)?;
    Some((step, customer.parse().ok()?))
}

/// What is asked once, before the first customer.
pub const OPENING: &[Step] = &[
    Step::new("plan", 0, |_| {
        let terms = CreateFeePlan::new("standard", "0.029".parse().unwrap(), pence(30));
        CreateFeePlan { id: Some(plan()), ..terms }.into()
    }),
    Step::new("bakery", 0, |_| {
        let (id, refund_review) = (Some(bakery()), RefundReview::NotRequired);
        RegisterMerchant { id, refund_review, ..RegisterMerchant::new("Bakery", plan()) }.into()
    }),
    Step::new("jeweller", 0, |_| {
        RegisterMerchant { id: Some(jeweller()), ..RegisterMerchant::new("Jeweller", plan()) }.into()
    }),
    Step::new("bakery-sells", 0, |_| ActivateMerchant::new(bakery()).into()),
    Step::new("jeweller-sells", 0, |_| ActivateMerchant::new(jeweller()).into()),
    Step::new("bank", 0, |_| OpenAccount::new(platform(Purpose::Bank)).into()),
    Step::new("euros", 0, |_| OpenAccount::new(AccountKey::platform(Purpose::Bank, Currency::EUR)).into()),
    Step::new("equity", 0, |_| OpenAccount::new(platform(Purpose::Equity)).into()),
];

/// What is asked for each customer.
pub const STEPS: &[Step] = &[
    Step::new("user", 0, |n| {
        RegisterUser { id: Some(user(n)), ..RegisterUser::new(format!("customer-{n}")) }.into()
    }),
    Step::new("top-up", 0, |n| {
        let top_up = StartPayment::top_up(user(n), pence(5_000), Method::channel(CARDS));
        StartPayment { id: Some(payment("top-up", n)), ..top_up }.into()
    }),
    Step::new("confirm-top-up", 0, |n| ConfirmPayment::new(payment("top-up", n)).into()),
    Step::new("order", 0, |n| order(n, bakery(), "bread")),
    Step::new("ring-order", 0, |n| order(n, jeweller(), "ring")),
    Step::new("guest-order", 0, |n| {
        let reference = Some(format!("guest-{n}"));
        PlaceOrder { reference, ..PlaceOrder::new(bakery(), pence(100)) }.into()
    }),
    Step::new("card", 0, |n| by_card("card", n, "bread", 700)),
    Step::new("confirm-card", 0, |n| ConfirmPayment::new(payment("card", n)).into()),
    Step::new("held", 0, |n| held("held", n, Method::channel(CARDS), 600)),
    Step::new("confirm-held", 0, |n| ConfirmPayment::new(payment("held", n)).into()),
    Step::new("poor", 0, |n| pays("poor", n, "bread", Method::channel(POOR_CARDS), 500).into()),
    Step::new("confirm-poor", 0, |n| ConfirmPayment::new(payment("poor", n)).into()),
    Step::new("ring", 0, |n| by_card("ring", n, "ring", 900)),
    Step::new("confirm-ring", 0, |n| ConfirmPayment::new(payment("ring", n)).into()),
    Step::new("deposit", 0, |_| post(NewTransfer::posted(bank(), equity(), pence(1_000)))),
    Step::new("hold", 0, |n| {
        post(NewTransfer::pending(bank(), equity(), pence(40)).with_id(transfer("hold", n)))
    }),
    Step::new("second-hold", 0, |n| {
        post(NewTransfer::pending(bank(), equity(), pence(50)).with_id(transfer("second-hold", n)))
    }),
    Step::new("post-hold", 1, |n| post(NewTransfer::post_pending(transfer("hold", n), Some(pence(25))))),
    Step::new("void-hold", 1, |n| post(NewTransfer::void_pending(transfer("second-hold", n)))),
    Step::new("wallet", 1, |n| pays("wallet", n, "bread", Method::Wallet, 400).into()),
    Step::new("confirm-wallet", 1, |n| ConfirmPayment::new(payment("wallet", n)).into()),
    Step::new("kept", 1, |n| held("kept", n, Method::Wallet, 300)),
    Step::new("confirm-kept", 1, |n| ConfirmPayment::new(payment("kept", n)).into()),
    Step::new("capture-kept", 1, |n| CapturePayment::part(payment("kept", n), pence(100)).into()),
    Step::new("capture-held", 1, |n| CapturePayment::part(payment("held", n), pence(200)).into()),
    Step::new("refund-card", 1, |n| {
        let reason = Some(format!("stale-{n}"));
        RequestRefund { reason, ..RequestRefund::new(payment("card", n), pence(150)) }.into()
    }),
    Step::new("refund-ring", 1, |n| {
        let refund = RequestRefund::new(payment("ring", n), pence(900));
        RequestRefund { id: Some(refund_of("ring", n)), ..refund }.into()
    }),
    Step::new("approve-ring", 2, |n| {
        let reviewer = Actor::operator("anna", [Role::Reviewer]);
        Request::new(ApproveRefund::new(refund_of("ring", n))).actor(reviewer)
    }),
    Step::new("capture-rest-of-kept", 2, |n| CapturePayment::all(payment("kept", n)).into()),
    Step::new("capture-rest-of-held", 2, |n| CapturePayment::all(payment("held", n)).into()),
    Step::new("refund-wallet", 2, |n| RequestRefund::all(payment("wallet", n)).into()),
    Step::new("refund-top-up", 2, |n| RequestRefund::new(payment("top-up", n), pence(500)).into()),
    Step::new("gift", 2, |n| {
        let gift = StartPayment::top_up(user(n + 1), pence(100), Method::Wallet);
        StartPayment { id: Some(payment("gift", n)), payer: Some(user(n)), ..gift }.into()
    }),
    Step::new("confirm-gift", 2, |n| ConfirmPayment::new(payment("gift", n)).into()),
    Step::new("spare-order", 0, |n| order(n, bakery(), "spare")),
    Step::new("spare", 0, |n| held("spare-held", n, Method::channel(CARDS), 800)),
    Step::new("confirm-spare", 0, |n| ConfirmPayment::new(payment("spare-held", n)).into()),
    Step::new("cancelled-order", 0, |n| order(n, bakery(), "cancelled")),
    Step::new("cancelled", 0, |n| pays("cancelled", n, "cancelled", Method::channel(CARDS), 700).into()),
    Step::new("confirm-cancelled", 0, |n| ConfirmPayment::new(payment("cancelled", n)).into()),
    Step::new("open", 0, |n| pays("open", n, "cancelled", Method::channel(CARDS), 100).into()),
    Step::new("cancel-open", 0, |n| CancelPayment::new(payment("open", n)).into()),
    Step::new("cancel", 1, |n| CancelOrder::new(order_id("cancelled", n)).into()),
    Step::new("more-of-spare", 1, |n| {
        IncrementAuthorisation::new(payment("spare-held", n), pence(50)).into()
    }),
    Step::new("void-spare", 2, |n| VoidPayment::new(payment("spare-held", n)).into()),
    Step::new("freeze", 2, |n| FreezeAccount::new(wallet(user(n)).id()).into()),
    Step::new("thaw", 2, |n| UnfreezeAccount::new(wallet(user(n)).id()).into()),
    Step::new("sweep", 1, |n| {
        let most =
            NewTransfer::as_far_as_available(bank(), equity(), pence(30)).with_id(transfer("sweep", n));
        post(most)
    }),
    Step::new("exchange", 2, |n| {
        let id = Some(ExchangeId::derived(&format!("exchange-{n}")));
        let euros = AccountKey::platform(Purpose::Bank, Currency::EUR).id();
        let (sold, bought) = ((equity(), pence(100)), (euros, Money::new(115, Currency::EUR)));
        let rate = "1.15".parse().unwrap();
        ExchangeCurrency { id, ..ExchangeCurrency::new(sold, bought, rate) }.into()
    }),
    Step::new("savings", 2, |n| post(NewTransfer::posted(wallet(user(n)).id(), equity(), pence(10)))),
];

fn plan() -> FeePlanId {
    FeePlanId::derived("standard")
}

fn bakery() -> MerchantId {
    MerchantId::derived("bakery")
}

fn jeweller() -> MerchantId {
    MerchantId::derived("jeweller")
}

fn platform(purpose: Purpose) -> AccountKey {
    AccountKey::platform(purpose, gbp())
}

fn bank() -> AccountId {
    platform(Purpose::Bank).id()
}

fn equity() -> AccountId {
    platform(Purpose::Equity).id()
}

fn user(n: u64) -> UserId {
    UserId::derived(&n.to_string())
}

fn payment(name: &str, n: u64) -> PaymentId {
    PaymentId::derived(&format!("{name}-{n}"))
}

fn refund_of(name: &str, n: u64) -> RefundId {
    RefundId::derived(&format!("{name}-{n}"))
}

fn transfer(name: &str, n: u64) -> TransferId {
    TransferId::derived(&format!("{name}-{n}"))
}

fn order_id(what: &str, n: u64) -> OrderId {
    OrderId::derived(&format!("{what}-{n}"))
}

fn order(n: u64, at: MerchantId, what: &str) -> Request {
    let (id, reference) = (Some(order_id(what, n)), Some(format!("{what}-{n}")));
    PlaceOrder { id, reference, customer: Some(user(n)), ..PlaceOrder::new(at, pence(3_000)) }.into()
}

fn pays(name: &str, n: u64, what: &str, method: Method, amount: i64) -> StartPayment {
    let (id, amount) = (Some(payment(name, n)), Some(pence(amount)));
    StartPayment { id, amount, ..StartPayment::new(order_id(what, n), method) }
}

fn by_card(name: &str, n: u64, what: &str, amount: i64) -> Request {
    pays(name, n, what, Method::channel(CARDS), amount).into()
}

fn held(name: &str, n: u64, method: Method, amount: i64) -> Request {
    let what = if name == "spare-held" { "spare" } else { "bread" };
    StartPayment { capture: CaptureMode::Manual, ..pays(name, n, what, method, amount) }.into()
}

fn post(transfer: NewTransfer) -> Request {
    PostTransfers::new([transfer]).into()
}
