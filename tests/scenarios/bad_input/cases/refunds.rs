//! Refunds.

use super::{Case, amounts, case, of, reviewer, stranger, texts};
use crate::bad_input::scene::Scene;
use crate::support::shop::{CARDS, pence};
use paywright::{
    Actor, ApproveRefund, CloseRefund, Code, Command, GiveUpRefund, Method, PaymentId, RefundId,
    RejectRefund, RequestRefund, RerouteRefund, RetryRefund, WithdrawRefund,
};

pub fn all(on: &Scene) -> Vec<Case> {
    of(
        on,
        &[
            request_refund,
            approve_refund,
            reject_refund,
            withdraw_refund,
            retry_refund,
            reroute_refund,
            give_up_refund,
            close_refund,
        ],
    )
}

fn nowhere() -> RefundId {
    RefundId::derived("nowhere")
}

fn request_refund(on: &Scene) -> Vec<Case> {
    let (payments, refunds) = (&on.payments, &on.refunds);
    let part = |amount| RequestRefund::new(payments.paid, amount);
    let all = RequestRefund::all;
    let mut cases = amounts(part);
    cases.extend(texts("reason", 256, |text| RequestRefund { reason: Some(text), ..part(pence(1)) }));
    let yesterday = |amount| RequestRefund::new(refunds.payment_of_yesterday, pence(amount));
    let merchant = || refunds.merchant_of_yesterday.clone();
    cases.extend([
        case("unknown", all(PaymentId::derived("nowhere")), Code::NotFound),
        case("too much", part(pence(1_900)), Code::ExceedsRefundable),
        case("failed", all(payments.failed), Code::WrongState),
        case("not captured", all(payments.authorised), Code::WrongState),
        case("under way", all(payments.processing), Code::OperationUnfinished),
        case("too late", yesterday(1), Code::WrongState).by(merchant()),
        case("too late and too much", yesterday(9_999), Code::WrongState).by(merchant()),
        case("a spent top-up", all(payments.spent_top_up), Code::InsufficientFunds),
        case("a frozen wallet", all(payments.paid_by_frozen), Code::AccountNotOpen),
        case("a full wallet", all(payments.paid_by_full), Code::BalanceLimitExceeded),
        case("a stranger", all(payments.paid), Code::NotPermitted).by(stranger()),
        case("the customer", all(payments.paid), Code::NotPermitted).by(Actor::User(on.shop.customer)),
        case("another merchant", all(payments.paid), Code::NotPermitted).by(Actor::Merchant(on.draft)),
        case(
            "an id of another",
            RequestRefund { amount: Some(pence(2)), ..refunds.request.clone() },
            Code::IdReused,
        ),
    ]);
    cases
}

fn approve_refund(on: &Scene) -> Vec<Case> {
    let refunds = &on.refunds;
    let approve = ApproveRefund::new;
    vec![
        case("unknown", approve(nowhere()), Code::NotFound),
        case("approved already", approve(refunds.approved), Code::WrongState),
        case("withdrawn", approve(refunds.cancelled), Code::WrongState),
        case("one's own", approve(refunds.pending), Code::SelfReview),
        case("a stranger", approve(refunds.pending), Code::NotPermitted).by(stranger()),
        case("the merchant", approve(refunds.pending), Code::NotPermitted)
            .by(Actor::Merchant(on.shop.merchant)),
        case("into a frozen wallet", approve(refunds.pending_of_frozen), Code::AccountNotOpen),
    ]
}

fn reject_refund(on: &Scene) -> Vec<Case> {
    let refunds = &on.refunds;
    let reject = RejectRefund::new;
    let pending = || reject(refunds.pending);
    let mut cases = texts("reason", 256, |reason| RejectRefund { reason: Some(reason), ..pending() });
    cases.extend([
        case("a stranger", pending(), Code::NotPermitted).by(stranger()),
        case("the merchant", pending(), Code::NotPermitted).by(Actor::Merchant(on.shop.merchant)),
        case("unknown", reject(nowhere()), Code::NotFound).by(reviewer()),
        case("approved already", reject(refunds.approved), Code::WrongState).by(reviewer()),
        case("withdrawn", reject(refunds.cancelled), Code::WrongState).by(reviewer()),
    ]);
    cases
}

/// What holds of each: whoever was not paid may not.
fn by_others<C: Command>(on: &Scene, with: impl Fn(RefundId) -> C, where_it_may: RefundId) -> Vec<Case> {
    let refused = |what, actor| case(what, with(where_it_may), Code::NotPermitted).by(actor);
    vec![
        case("unknown", with(nowhere()), Code::NotFound),
        refused("a stranger", stranger()),
        refused("the customer", Actor::User(on.shop.customer)),
        refused("another merchant", Actor::Merchant(on.draft)),
    ]
}

fn withdraw_refund(on: &Scene) -> Vec<Case> {
    let refunds = &on.refunds;
    let withdraw = WithdrawRefund::new;
    let mut cases = by_others(on, withdraw, refunds.pending);
    cases.extend([
        case("at the channel", withdraw(refunds.processing), Code::OperationUnfinished),
        case("failed", withdraw(refunds.failed), Code::WrongState),
        case("withdrawn already", withdraw(refunds.cancelled), Code::WrongState),
    ]);
    cases
}

fn retry_refund(on: &Scene) -> Vec<Case> {
    let refunds = &on.refunds;
    let retry = RetryRefund::new;
    let mut cases = by_others(on, retry, refunds.failed);
    cases.extend([
        case("not sent yet", retry(refunds.approved), Code::OperationUnfinished),
        case("at the channel", retry(refunds.processing), Code::OperationUnfinished),
        case("under review", retry(refunds.pending), Code::WrongState),
        case("withdrawn", retry(refunds.cancelled), Code::WrongState),
        case("from a frozen wallet", retry(refunds.taken_back_of_frozen), Code::AccountNotOpen),
        case("from an empty wallet", retry(refunds.taken_back_of_half_frozen), Code::InsufficientFunds),
    ]);
    cases
}

fn reroute_refund(on: &Scene) -> Vec<Case> {
    let refunds = &on.refunds;
    let to_wallet = |refund| RerouteRefund::new(refund, Method::Wallet);
    let to_channel = |refund| RerouteRefund::new(refund, Method::channel(CARDS));
    let mut cases = by_others(on, to_wallet, refunds.abnormal);
    let channel = |name| RerouteRefund::new(refunds.abnormal, Method::Channel(name));
    cases.extend(texts("channel", 128, channel));
    cases.extend([
        case("at the channel", to_channel(refunds.processing), Code::WrongState),
        case("failed", to_wallet(refunds.failed), Code::WrongState),
        case("to a guest's wallet", to_wallet(refunds.abnormal_of_guest), Code::WrongState),
        case("to the wallet it comes from", to_wallet(refunds.abnormal_of_top_up), Code::WrongState),
        case("to a frozen wallet", to_wallet(refunds.abnormal_of_frozen), Code::AccountNotOpen),
        case("to a full wallet", to_wallet(refunds.abnormal_of_full), Code::BalanceLimitExceeded),
    ]);
    cases
}

fn give_up_refund(on: &Scene) -> Vec<Case> {
    let refunds = &on.refunds;
    let mut cases = by_others(on, GiveUpRefund::new, refunds.abnormal);
    cases.extend([
        case("at the channel", GiveUpRefund::new(refunds.processing), Code::WrongState),
        case("failed", GiveUpRefund::new(refunds.failed), Code::WrongState),
    ]);
    cases
}

fn close_refund(on: &Scene) -> Vec<Case> {
    let refunds = &on.refunds;
    let mut cases = by_others(on, CloseRefund::new, refunds.failed);
    cases.extend([
        case("not sent yet", CloseRefund::new(refunds.approved), Code::OperationUnfinished),
        case("at the channel", CloseRefund::new(refunds.processing), Code::OperationUnfinished),
        case("under review", CloseRefund::new(refunds.pending), Code::WrongState),
        case("another destination", CloseRefund::new(refunds.abnormal), Code::WrongState),
    ]);
    cases
}
