//! Orders: paid, cancelled, timed out, finished; and what their closing does to payments under way.

use crate::support::shop::{CARDS, Shop, declined, pence, receivable, silence, wallet};
use crate::support::{World, money};
use crate::told::stories;
use paywright::{
    Actor, AttachMethod, CancelOrder, CaptureMode, CapturePayment, CaseKind, ConfirmPayment, FreezeAccount,
    Fulfilment, Method, OperationKind, OperationState, OrderState, Outcome, PaymentState, PlaceOrder,
    RecordFulfilment, RefundReview, RefundState, RegisterMerchant, RequestRefund, StartPayment, Verdict,
};

stories! {
    an_order_is_paid_at_once_and_finished_when_its_time_for_refunds_is_over reaches [
        "order: placed", "order: open + paid_in_full", "order: paid + refund_window_passed",
    ];
    an_order_is_paid_in_parts reaches [
        "order: open + paid_in_part", "order: partially_paid + paid_in_part",
        "order: partially_paid + paid_in_full",
    ];
    an_unpaid_order_is_cancelled_and_what_was_not_sent_is_called_off reaches [
        "order: open + cancelled", "operation: created + called_off", "payment: processing + unwanted",
        "payment: requires_confirmation + cancelled", "payment: requires_method + cancelled",
        "payment: under_review + cancelled", "payment: requires_action + cancelled",
    ];
    a_part_paid_order_is_cancelled_and_its_refund_requested reaches ["order: partially_paid + cancelled"];
    an_order_that_is_not_paid_in_time_is_closed reaches ["order: open + timed_out"];
    a_part_paid_order_that_is_not_paid_in_time_is_closed reaches ["order: partially_paid + timed_out"];
    a_success_for_a_cancelled_order_is_reversed reaches ["payment: processing + unwanted"];
    a_capture_for_a_cancelled_order_is_refunded reaches ["payment: capturing + captured_last"];
    what_is_not_sent_for_a_cancelled_order_is_called_off reaches [
        "operation: created + called_off", "payment: capturing + first_capture_refused",
        "payment: capturing + later_capture_refused",
    ];
    what_is_authorised_for_a_cancelled_order_is_voided reaches ["payment: authorised + void_started"];
    a_refund_that_cannot_be_requested_does_not_keep_an_order_open reaches [
        "order: partially_paid + cancelled",
    ];
    fulfilment_stands_beside_the_state reaches ["order: placed"];
    a_customer_cancels_what_is_not_paid reaches ["order: open + cancelled"];
}

fn shop_with_window(world: &World, seconds: u32) -> Shop {
    let shop = world.shop();
    let register = RegisterMerchant {
        refund_review: RefundReview::NotRequired,
        refund_window_seconds: Some(seconds),
        ..RegisterMerchant::new("Kiosk", shop.plan)
    };
    let merchant = world.done(register).id;
    world.done(paywright::ActivateMerchant::new(merchant));
    Shop { merchant, ..shop }
}

fn an_order_is_paid_at_once_and_finished_when_its_time_for_refunds_is_over(world: &World) {
    let shop = shop_with_window(world, 86_400);
    let payment = world.paid_by_card(&shop, "20.00 GBP");
    let order = payment.order.unwrap();
    let merchant = Actor::Merchant(shop.merchant);
    world.done_as(&merchant, RequestRefund::new(payment.id, pence(100)));
    world.channel_says(&Outcome::Succeeded);
    world.clock.moves(86_401);
    world.refused_as(&merchant, RequestRefund::new(payment.id, pence(100)), "wrong_state");
    world.time_passes(0);
    assert_eq!(world.order(order).state, OrderState::Finished);
    world.refused_as(&merchant, RequestRefund::new(payment.id, pence(100)), "wrong_state");
    // The platform may still be kind.
    world.done(RequestRefund::new(payment.id, pence(100)));
    world.refused(CancelOrder::new(order), "wrong_state");
}

fn pays_part(world: &World, order: paywright::OrderId, pence_: i64) -> paywright::Payment {
    let start = StartPayment::new(order, Method::channel(CARDS));
    let payment = world.confirmed(StartPayment { amount: Some(pence(pence_)), ..start });
    world.channel_says(&Outcome::Succeeded);
    world.payment(payment.id)
}

fn an_order_is_paid_in_parts(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP").id;
    let states = [500, 500, 1000].map(|part| {
        pays_part(world, order, part);
        world.order(order).state
    });
    assert_eq!(states, [OrderState::PartiallyPaid, OrderState::PartiallyPaid, OrderState::Paid]);
}

fn an_unpaid_order_is_cancelled_and_what_was_not_sent_is_called_off(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP").id;
    let part = |method: Option<Method>| StartPayment {
        amount: Some(pence(100)),
        method,
        ..StartPayment::without_method(order)
    };
    let cards = || Some(Method::channel(CARDS));
    let without = world.done(part(None)).id;
    let started = world.done(part(cards())).id;
    let verdict = |payment, verdict| ConfirmPayment { payment, verdict };
    let reviewed = world.done(part(cards())).id;
    world.done(verdict(reviewed, Verdict::Review { until: None }));
    let challenged = world.done(part(cards())).id;
    world.done(verdict(challenged, Verdict::Challenge));
    let processing = world.confirmed(part(cards())).id;
    assert_eq!((world.order(order).in_flight, world.order(order).payments), (500, 5));

    let closed = world.done(CancelOrder::new(order));

    assert_eq!((closed.state, closed.in_flight, closed.paid), (OrderState::Closed, 0, 0));
    for payment in [without, started, reviewed, challenged, processing] {
        let payment = world.payment(payment);
        assert_eq!(payment.state, PaymentState::Cancelled);
        assert_eq!(payment.failure.as_deref(), Some("its order was closed"));
    }
    assert_eq!(world.last_operation(processing).state, OperationState::Failed);
    assert!(world.claimed().is_empty(), "nothing is sent any more");
    world.refused(part(cards()), "wrong_state");
    world.refused(AttachMethod::new(without, Method::channel(CARDS)), "wrong_state");
    world.refused(CancelOrder::new(order), "wrong_state");
}

fn a_part_paid_order_is_cancelled_and_its_refund_requested(world: &World) {
    let shop = world.shop_with("0.029", "0.30 GBP", RefundReview::Required);
    let order = world.order_of(&shop, "20.00 GBP").id;
    let payment = pays_part(world, order, 500);
    let merchant = Actor::Merchant(shop.merchant);
    world.done_as(&merchant, CancelOrder::new(order));
    let refund = world.all::<paywright::Refund>().remove(0);
    assert_eq!((refund.state, refund.amount), (RefundState::PendingReview, pence(500)));
    assert_eq!(refund.payment, payment.id);
    assert_eq!(refund.requested_by, merchant.to_string());
    let order = world.order(order);
    assert_eq!((order.state, order.paid, order.refunds_reserved), (OrderState::Closed, 500, 500));
}

fn an_order_that_is_not_paid_in_time_is_closed(world: &World) {
    let shop = world.shop();
    let expires_at = Some(world.clock.reads().plus_seconds(900));
    let order = PlaceOrder { expires_at, ..PlaceOrder::new(shop.merchant, money("20.00 GBP")) };
    let order = world.done(order).id;
    world.time_passes(899);
    let early = world.ask(paywright::TimeOut::new(paywright::Due::Order(order))).unwrap();
    assert_eq!(early.acceptance, paywright::Acceptance::Unchanged, "whoever asks too early changes nothing");
    assert_eq!(world.order(order).state, OrderState::Open);
    world.time_passes(1);
    assert_eq!(world.order(order).state, OrderState::Closed);
    world.refused(StartPayment::new(order, Method::channel(CARDS)), "wrong_state");
}

fn a_part_paid_order_that_is_not_paid_in_time_is_closed(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "10.00 GBP");
    let expires_at = Some(world.clock.reads().plus_seconds(900));
    let order = PlaceOrder { expires_at, ..PlaceOrder::new(shop.merchant, money("20.00 GBP")) };
    let order = world.done(PlaceOrder { customer: Some(shop.customer), ..order }).id;
    let start = StartPayment::new(order, Method::Wallet);
    world.confirmed(StartPayment { amount: Some(pence(500)), ..start });
    world.assert_balance(&wallet(shop.customer), "5.00 GBP");
    world.time_passes(900);
    let order = world.order(order);
    assert_eq!((order.state, order.paid, order.refunded), (OrderState::Closed, 500, 500));
    world.assert_balance(&wallet(shop.customer), "10.00 GBP");
}

fn a_success_for_a_cancelled_order_is_reversed(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP").id;
    let payment = world.card_payment(order, CaptureMode::Automatic).id;
    let work = world.claims_one();
    world.done(CancelOrder::new(order));
    assert_eq!(world.payment(payment).state, PaymentState::Processing, "it is under way at the channel");
    assert_eq!(world.order(order).in_flight, 2000);

    world.observes(work.operation.id, Outcome::Succeeded);

    let cancelled = world.payment(payment);
    assert_eq!((cancelled.state, cancelled.captured, cancelled.unwanted), (PaymentState::Cancelled, 0, 2000));
    let order = world.order(order);
    assert_eq!((order.state, order.paid, order.in_flight), (OrderState::Closed, 0, 0));
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.last_operation(payment).kind, OperationKind::Reverse);
    assert_eq!(world.payment(payment).unwanted, 0);
    world.assert_balance(&receivable(), "0.00 GBP");

    // A decline ends it for good, however many attempts are left.
    let order = world.order_of(&shop, "5.00 GBP").id;
    let start = StartPayment::new(order, Method::channel(CARDS));
    let payment = world.confirmed(StartPayment { attempts: Some(3), ..start }).id;
    let work = world.claims_one();
    world.done(CancelOrder::new(order));
    world.observes(work.operation.id, declined());
    assert_eq!(world.payment(payment).state, PaymentState::Failed);
}

fn a_capture_for_a_cancelled_order_is_refunded(world: &World) {
    let shop = world.shop();
    let payment = world.authorised_by_card(&shop, "20.00 GBP");
    world.done(CapturePayment::all(payment.id));
    let capture = world.claims_one();
    world.done(CancelOrder::new(payment.order.unwrap()));
    world.observes(capture.operation.id, silence());
    world.observes(capture.operation.id, Outcome::Succeeded);
    let paid = world.payment(payment.id);
    assert_eq!((paid.state, paid.captured, paid.refunds_reserved), (PaymentState::Succeeded, 2000, 2000));
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.payment(payment.id).refunded, 2000);
    let order = world.order(payment.order.unwrap());
    assert_eq!((order.state, order.paid, order.refunded), (OrderState::Closed, 2000, 2000));

    // Of a part, the rest is released too.
    let payment = world.authorised_by_card(&shop, "20.00 GBP");
    world.done(CapturePayment::part(payment.id, pence(500)));
    let capture = world.claims_one();
    world.done(CancelOrder::new(payment.order.unwrap()));
    world.observes(capture.operation.id, Outcome::Succeeded);
    let paid = world.payment(payment.id);
    assert_eq!((paid.state, paid.captured, paid.refunds_reserved), (PaymentState::Succeeded, 500, 500));
    assert_eq!(world.order(payment.order.unwrap()).in_flight, 0);
    let kinds: Vec<_> =
        world.claimed().iter().map(|work| (work.operation.kind, work.operation.amount)).collect();
    assert!(kinds.contains(&(OperationKind::Reverse, pence(1500))), "{kinds:?}");
    assert!(kinds.contains(&(OperationKind::Refund, pence(500))), "{kinds:?}");
}

fn what_is_not_sent_for_a_cancelled_order_is_called_off(world: &World) {
    let shop = world.shop();
    let first = world.authorised_by_card(&shop, "20.00 GBP");
    world.done(CapturePayment::all(first.id));
    world.done(CancelOrder::new(first.order.unwrap()));
    assert_eq!(world.payment(first.id).state, PaymentState::Voiding);
    world.channel_says(&Outcome::Succeeded);
    assert_eq!(world.payment(first.id).state, PaymentState::Cancelled);
    world.assert_balance(&receivable(), "0.00 GBP");

    let later = world.authorised_by_card(&shop, "20.00 GBP");
    world.done(CapturePayment::part(later.id, pence(500)));
    world.channel_says(&Outcome::Succeeded);
    world.done(CapturePayment::part(later.id, pence(500)));
    world.done(CancelOrder::new(later.order.unwrap()));
    let later = world.payment(later.id);
    assert_eq!((later.state, later.captured), (PaymentState::Succeeded, 500));
    assert_eq!(later.refunds_reserved, 500);

    let order = world.order_of(&shop, "20.00 GBP").id;
    let start = StartPayment::new(order, Method::channel(CARDS));
    let start = StartPayment { capture: CaptureMode::Manual, amount: Some(pence(1000)), ..start };
    let grown = world.confirmed(start);
    world.channel_says(&Outcome::Succeeded);
    world.done(paywright::IncrementAuthorisation::new(grown.id, pence(300)));
    world.done(CancelOrder::new(order));
    assert_eq!(world.payment(grown.id).state, PaymentState::Voiding);
    assert_eq!(world.payment(grown.id).amount, pence(1000));
}

fn what_is_authorised_for_a_cancelled_order_is_voided(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "20.00 GBP");
    let held = world.authorised_from_wallet(&shop, "20.00 GBP");
    world.assert_available(&wallet(shop.customer), "0.00 GBP");
    world.done(CancelOrder::new(held.order.unwrap()));
    assert_eq!(world.payment(held.id).state, PaymentState::Cancelled);
    world.assert_available(&wallet(shop.customer), "20.00 GBP");

    let card = world.authorised_by_card(&shop, "20.00 GBP");
    world.done(CancelOrder::new(card.order.unwrap()));
    assert_eq!(world.payment(card.id).state, PaymentState::Voiding);
    assert_eq!(world.claims_one().operation.kind, OperationKind::Void);
    world.observes(world.payment(card.id).operation.unwrap(), Outcome::Succeeded);
    assert_eq!(world.payment(card.id).state, PaymentState::Cancelled);
    assert_eq!(world.order(card.order.unwrap()).in_flight, 0);
}

fn a_refund_that_cannot_be_requested_does_not_keep_an_order_open(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP").id;
    let payment = pays_part(world, order, 500);
    world.done(FreezeAccount::new(crate::support::shop::pending_of(shop.merchant).id()));
    world.done(CancelOrder::new(order));
    assert_eq!(world.order(order).state, OrderState::Closed);
    let case = world.cases().remove(0);
    assert_eq!((case.kind, case.subject), (CaseKind::RefundNotPossible, payment.id.to_bytes()));
    assert_eq!(world.payment(payment.id).refunds_reserved, 0);
}

fn fulfilment_stands_beside_the_state(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "20.00 GBP").id;
    assert_eq!(world.order(order).fulfilment, Fulfilment::None);
    let merchant = Actor::Merchant(shop.merchant);
    for fulfilment in [Fulfilment::Part, Fulfilment::All] {
        let order = world.done_as(&merchant, RecordFulfilment::new(order, fulfilment));
        assert_eq!((order.fulfilment, order.state), (fulfilment, OrderState::Open));
    }
    let again = world.ask(RecordFulfilment::new(order, Fulfilment::All)).unwrap();
    assert_eq!(again.acceptance, paywright::Acceptance::Unchanged);
}

fn a_customer_cancels_what_is_not_paid(world: &World) {
    let shop = world.shop();
    let customer = Actor::User(shop.customer);
    let order = world.order_of(&shop, "20.00 GBP").id;
    world.refused_as(&Actor::User(world.user("another")), CancelOrder::new(order), "not_permitted");
    pays_part(world, order, 500);
    world.refused_as(&customer, CancelOrder::new(order), "not_permitted");
    let order = world.order_of(&shop, "20.00 GBP").id;
    assert_eq!(world.done_as(&customer, CancelOrder::new(order)).state, OrderState::Closed);
}
