//! What becomes of what is authorised.

use super::{Case, amounts, case, of, stranger};
use crate::bad_input::scene::Scene;
use crate::support::shop::pence;
use paywright::{
    Actor, CaptureKind, CapturePayment, Code, Command, IncrementAuthorisation, PaymentId, ReleaseRest,
    VoidPayment,
};

pub fn all(on: &Scene) -> Vec<Case> {
    of(on, &[capture_payment, increment_authorisation, void_payment, release_rest])
}

/// What holds of each: whoever is not paid may not, nothing starts beside an operation, and only what is
/// authorised can be taken, raised or given up.
fn of_authorised<C: Command>(on: &Scene, with: impl Fn(PaymentId) -> C) -> Vec<Case> {
    let payments = &on.payments;
    let by_other = Actor::Merchant(on.draft);
    vec![
        case("unknown", with(PaymentId::derived("nowhere")), Code::NotFound),
        case("a stranger", with(payments.authorised), Code::NotPermitted).by(stranger()),
        case("another merchant", with(payments.authorised), Code::NotPermitted).by(by_other),
        case("the payer", with(payments.authorised), Code::NotPermitted).by(Actor::User(on.shop.customer)),
        case("under way", with(payments.processing), Code::OperationUnfinished),
        case("waits for its payer", with(payments.awaiting_payer), Code::OperationUnfinished),
        case("not confirmed", with(payments.started), Code::WrongState),
        case("paid", with(payments.paid), Code::WrongState),
        case("failed", with(payments.failed), Code::WrongState),
    ]
}

fn capture_payment(on: &Scene) -> Vec<Case> {
    let payments = &on.payments;
    let part = |amount| CapturePayment::part(payments.authorised, amount);
    let all = CapturePayment::all;
    let mut cases = amounts(part);
    cases.extend(of_authorised(on, all));
    let last = CapturePayment { kind: CaptureKind::Last, ..part(pence(2_001)) };
    cases.extend([
        case("too late", all(payments.authorised_for_a_minute), Code::AuthorisationExpired),
        case("too much", part(pence(2_001)), Code::ExceedsAuthorised),
        case("too much at last", last, Code::ExceedsAuthorised),
        case("a frozen wallet", all(payments.authorised_from_frozen), Code::AccountNotOpen),
    ]);
    cases
}

fn increment_authorisation(on: &Scene) -> Vec<Case> {
    let payments = &on.payments;
    let by = |amount| IncrementAuthorisation::new(payments.authorised_in_part, amount);
    let penny = |payment| IncrementAuthorisation::new(payment, pence(1));
    let mut cases = amounts(by);
    cases.extend(of_authorised(on, penny));
    cases.extend([
        case("captured in part", penny(payments.partly_captured), Code::WrongState),
        case("too late", penny(payments.authorised_for_a_minute), Code::AuthorisationExpired),
        case("all is authorised", penny(payments.authorised), Code::ExceedsDue),
        case("too much", by(pence(1_901)), Code::ExceedsDue),
        case("a frozen wallet", penny(payments.authorised_from_frozen), Code::AccountNotOpen),
        case("an empty wallet", penny(payments.authorised_from_empty), Code::InsufficientFunds),
    ]);
    cases
}

fn void_payment(on: &Scene) -> Vec<Case> {
    let mut cases = of_authorised(on, VoidPayment::new);
    cases.push(case("captured in part", VoidPayment::new(on.payments.partly_captured), Code::WrongState));
    cases
}

fn release_rest(on: &Scene) -> Vec<Case> {
    let mut cases = of_authorised(on, ReleaseRest::new);
    cases.push(case("nothing captured", ReleaseRest::new(on.payments.authorised), Code::WrongState));
    cases
}
