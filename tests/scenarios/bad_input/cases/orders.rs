//! Orders.

use super::{Case, amounts, case, of, stranger, texts, times};
use crate::bad_input::scene::Scene;
use crate::support::shop::pence;
use paywright::{
    Actor, CancelOrder, Code, Fulfilment, MerchantId, OrderId, PlaceOrder, RecordFulfilment, UserId,
};

pub fn all(on: &Scene) -> Vec<Case> {
    of(on, &[place_order, cancel_order, record_fulfilment])
}

fn place_order(on: &Scene) -> Vec<Case> {
    let order = |total| PlaceOrder::new(on.shop.merchant, total);
    let placed = || on.orders.placed.clone();
    let until = |time| PlaceOrder { expires_at: Some(time), ..order(pence(1)) };
    let mut cases = amounts(order);
    cases.extend(texts("reference", 256, |text| PlaceOrder { reference: Some(text), ..order(pence(1)) }));
    cases.extend(times(on, until));
    let nowhere = MerchantId::derived("nowhere");
    let nobody = Some(UserId::derived("nobody"));
    let soon = on.now.plus_seconds(60);
    cases.extend([
        case("an unknown merchant", PlaceOrder::new(nowhere, pence(1)), Code::NotFound),
        case("an unknown customer", PlaceOrder { customer: nobody, ..order(pence(1)) }, Code::NotFound),
        case("a draft", PlaceOrder::new(on.draft, pence(1)), Code::MerchantNotActive),
        case("suspended", PlaceOrder::new(on.suspended, pence(1)), Code::MerchantNotActive),
        case("a stranger", order(pence(1)), Code::NotPermitted).by(stranger()),
        case("another total", PlaceOrder { total: pence(5), ..placed() }, Code::IdReused),
        case("another end", PlaceOrder { expires_at: Some(soon), ..placed() }, Code::IdReused),
        case("an end that is past", PlaceOrder { expires_at: Some(on.now), ..placed() }, Code::IdReused),
    ]);
    cases
}

fn cancel_order(on: &Scene) -> Vec<Case> {
    let cancel = CancelOrder::new;
    let orders = &on.orders;
    let mut cases =
        texts("reason", 256, |reason| CancelOrder { reason: Some(reason), ..cancel(orders.open) });
    let customer = || Actor::User(on.shop.customer);
    cases.extend([
        case("unknown", cancel(OrderId::derived("nowhere")), Code::NotFound),
        case("a stranger", cancel(orders.open), Code::NotPermitted).by(stranger()),
        case("another merchant", cancel(orders.open), Code::NotPermitted).by(Actor::Merchant(on.draft)),
        case("a guest's, by a customer", cancel(orders.guests), Code::NotPermitted).by(customer()),
        case("paid in part, by its customer", cancel(orders.partly_paid), Code::NotPermitted).by(customer()),
        case("paid", cancel(orders.paid), Code::WrongState),
        case("closed", cancel(orders.closed), Code::WrongState),
    ]);
    cases
}

fn record_fulfilment(on: &Scene) -> Vec<Case> {
    let record = |order| RecordFulfilment::new(order, Fulfilment::All);
    let paid = || record(on.orders.paid);
    vec![
        case("unknown", record(OrderId::derived("nowhere")), Code::NotFound),
        case("a stranger", paid(), Code::NotPermitted).by(stranger()),
        case("the customer", paid(), Code::NotPermitted).by(Actor::User(on.shop.customer)),
        case("another merchant", paid(), Code::NotPermitted).by(Actor::Merchant(on.draft)),
    ]
}
