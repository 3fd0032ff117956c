//! Amounts of payments, refunds and orders, and what records say of each other, broken.

use super::Break;
use crate::support::money;
use paywright::{
    Effect, EffectKind, EffectState, Exchange, Operation, OperationState, Order, OrderState, Part, Payment,
    PaymentState, Refund, RefundState, Timestamp, TransferId,
};

const UNLIKE: &str = "its operation is unfinished, or is not, unlike its state";
const RESERVES_ON_LEDGER: &str = "it reserves on the ledger what it should not, or does not what it should";
const RESERVES: &str = "it reserves its amount, or does not, unlike its state";
const WAITS: &str = "it waits for a payer, or does not, unlike its state";
const PAID: &str = "paid, in flight or refunded is not the sum of its payments";
const STANDS: &str = "it is {} with {paid} of {total} paid";
const DUE: &str = "due_at is not when its state ends";
const PARTS: &str = "its parts do not sum to it";

fn soon() -> Option<Timestamp> {
    Some(Timestamp::from_micros(1))
}

fn captured(payment: &Payment) -> bool {
    payment.captured > 0
}

fn given(refund: &Refund) -> bool {
    refund.state == RefundState::Succeeded
}

fn in_review(refund: &Refund) -> bool {
    refund.state == RefundState::PendingReview
}

fn of_merchant(part: &Part) -> bool {
    part.fee > 0
}

fn unsent(operation: &Operation) -> bool {
    operation.state == OperationState::Created
}

pub const BREAKS: &[Break] = &[
    ("payments", "captured is not what was booked", |copy| {
        copy.change::<Payment>(captured, |one| one.captured -= 1);
    }),
    ("payments", "unwanted is not what was booked", |copy| {
        copy.change::<Payment>(captured, |one| one.unwanted += 1);
    }),
    ("payments", "taken_back is not what was booked", |copy| {
        copy.change::<Payment>(captured, |one| one.taken_back += 1);
    }),
    ("payments", "the fees of its parts are not what was booked", |copy| {
        copy.change::<Part>(of_merchant, |one| one.fee += 1);
    }),
    ("payments", "the fees returned of its parts are not what was booked", |copy| {
        copy.change::<Part>(of_merchant, |one| one.fee_returned += 1);
    }),
    ("payments", "captured is more than authorised", |copy| {
        copy.change::<Payment>(captured, |one| one.authorised = one.captured - 1);
    }),
    ("payments", "refunded and reserved are more than captured", |copy| {
        copy.change::<Payment>(captured, |one| one.refunded = one.captured + 1);
    }),
    ("payments", "refunded is not the sum of its refunds", |copy| {
        copy.change::<Refund>(given, |one| one.amount = paywright::Money::new(1, one.amount.currency()));
    }),
    ("payments", "refunds_reserved is not the sum of its refunds", |copy| {
        copy.remove::<Refund>(in_review);
    }),
    ("payments", PARTS, |copy| copy.change::<Part>(of_merchant, |one| one.captured += 1)),
    ("payments", PARTS, |copy| copy.change::<Part>(of_merchant, |one| one.refunded += 1)),
    ("payments", PARTS, |copy| copy.change::<Part>(of_merchant, |one| one.refunds_reserved += 1)),
    ("payments", PARTS, |copy| copy.change::<Part>(of_merchant, |one| one.taken_back += 1)),
    ("refunds", "its amount is not what was booked", |copy| {
        copy.change::<Refund>(in_review, |one| one.state = RefundState::Succeeded);
    }),
    ("orders", PAID, |copy| copy.change::<Order>(|_| true, |one| one.paid += 1)),
    ("orders", PAID, |copy| copy.change::<Order>(|_| true, |one| one.in_flight += 1)),
    ("orders", PAID, |copy| copy.change::<Order>(|_| true, |one| one.refunded += 1)),
    ("orders", PAID, |copy| copy.change::<Order>(|_| true, |one| one.refunds_reserved += 1)),
    ("exchanges", "its amounts are not what was booked", |copy| {
        copy.change::<Exchange>(|_| true, |one| one.debited = money("1.01 GBP"));
    }),
    ("orders", STANDS, |copy| {
        copy.change::<Order>(|one| one.state == OrderState::Paid, |one| one.state = OrderState::Open);
    }),
    ("orders", STANDS, |copy| {
        copy.change::<Order>(|one| one.state == OrderState::Open, |one| one.state = OrderState::Finished);
    }),
    ("orders", STANDS, |copy| {
        let open = |one: &Order| one.state == OrderState::Open;
        copy.change::<Order>(open, |one| one.state = OrderState::PartiallyPaid);
    }),
    ("orders", DUE, |copy| {
        copy.change::<Order>(|one| one.state == OrderState::Open, |one| one.due_at = soon());
    }),
    ("orders", DUE, |copy| {
        let change = |one: &mut Order| (one.state, one.due_at) = (OrderState::Closed, soon());
        copy.change::<Order>(|_| true, change);
    }),
    ("payments", DUE, |copy| copy.change::<Payment>(|_| true, |one| one.due_at = soon())),
    ("payments", RESERVES_ON_LEDGER, |copy| {
        let held = |one: &Payment| one.hold.is_some();
        copy.change::<Payment>(held, |one| one.hold = Some(TransferId::derived("no hold")));
    }),
    ("payments", RESERVES_ON_LEDGER, |copy| {
        copy.change::<Payment>(|one| one.hold.is_some(), |one| one.hold = None);
    }),
    ("payments", "it rests on an operation, or on none, unlike its state", |copy| {
        let asked = |one: &Payment| one.state == PaymentState::Processing;
        copy.change::<Payment>(asked, |one| one.operation = None);
    }),
    ("payments", "the operation that it rests on is not unfinished", |copy| {
        let operation = copy.first::<Operation>(|one| !one.is_unfinished()).id;
        copy.change::<Payment>(|one| one.operation.is_some(), |one| one.operation = Some(operation));
    }),
    ("refunds", RESERVES, |copy| copy.change::<Refund>(in_review, |one| one.hold = None)),
    ("refunds", RESERVES, |copy| {
        copy.change::<Refund>(given, |one| one.hold = Some(TransferId::derived("no hold")));
    }),
    ("refunds", RESERVES, |copy| {
        copy.change::<Refund>(in_review, |one| one.hold = Some(TransferId::derived("no hold")));
    }),
    ("refunds", "due_at is set, and no review is waited for", |copy| {
        copy.change::<Refund>(given, |one| one.due_at = soon());
    }),
    ("refunds", UNLIKE, |copy| {
        copy.change::<Refund>(in_review, |one| one.state = RefundState::Approved);
    }),
    ("operations", WAITS, |copy| copy.change::<Operation>(unsent, |one| one.due_at = soon())),
    ("operations", WAITS, |copy| {
        let waits = |one: &Operation| one.state == OperationState::AwaitingPayer;
        copy.change::<Operation>(waits, |one| one.action = None);
    }),
    ("operations", "no effect brings what becomes of it", |copy| {
        let sends = |one: &Effect| one.kind == EffectKind::SendOperation && one.state == EffectState::Ready;
        copy.change::<Effect>(sends, |one| one.state = EffectState::Lost);
    }),
    ("operations", "no effect brings what becomes of it", |copy| {
        copy.change::<Operation>(unsent, |one| one.effect = None);
    }),
    ("operations", "it is unfinished, and nothing rests on it", |copy| {
        let waits = |one: &Payment| one.state == PaymentState::Processing;
        copy.change::<Payment>(waits, |one| one.operation = None);
    }),
];
