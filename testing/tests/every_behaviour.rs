//! Payments through a channel of which everything must be feared: all are settled in the end, in the books as
//! at the channel.

use paywright::{
    ActivateMerchant, ConfirmPayment, CreateFeePlan, Effect, Engine, MemoryStorage, Method, OrderId, PageOf,
    Payment, PaymentId, PaymentState, PlaceOrder, RegisterMerchant, SeededEntropy, StartPayment,
};
use paywright_testing::{Behaviour, ManualClock, SimulatedChannel, drive};

const PAYMENTS: u32 = 200;
const WORKER: &str = "till-1";

fn engine_with_payments() -> Engine {
    let clock = ManualClock::new("2026-11-23T09:00:00Z".parse().unwrap());
    let engine = Engine::with(MemoryStorage::new(), clock, SeededEntropy(3)).unwrap();
    let terms = CreateFeePlan::new("standard", "0.029".parse().unwrap(), "0.30 GBP".parse().unwrap());
    let plan = engine.request(terms).key("plan").execute().unwrap();
    let shop = engine.request(RegisterMerchant::new("Bakery", plan.id)).key("bakery").execute().unwrap();
    engine.execute(ActivateMerchant::new(shop.id)).unwrap();
    for i in 0..PAYMENTS {
        let (order, payment) = (OrderId::derived(&i.to_string()), payment(i));
        let place = PlaceOrder { id: Some(order), ..PlaceOrder::new(shop.id, "18.50 GBP".parse().unwrap()) };
        engine.execute(place).unwrap();
        let start = StartPayment { id: Some(payment), ..StartPayment::new(order, Method::channel("cards")) };
        engine.execute(start).unwrap();
        engine.execute(ConfirmPayment::new(payment)).unwrap();
    }
    engine
}

fn payment(i: u32) -> PaymentId {
    PaymentId::derived(&i.to_string())
}

fn assert_settled_as_at_the_channel(engine: &Engine, channel: &SimulatedChannel) {
    let mut declined = 0;
    for operation in
        engine.list::<paywright::Operation>(&PageOf { limit: 1_000, ..PageOf::ALL }).unwrap().items
    {
        let payment = engine.get::<Payment>(operation.payment).unwrap().unwrap();
        let took_place = channel.behaviour(operation.id) != Behaviour::Decline;
        assert_eq!(payment.state == PaymentState::Succeeded, took_place, "{operation:?}");
        assert_eq!(payment.captured, if took_place { 1_850 } else { 0 });
        declined += u32::from(!took_place);
    }
    assert!((1..PAYMENTS / 2).contains(&declined), "{declined} declined");
    let open = engine.list::<Effect>(&PageOf { limit: 1_000, ..PageOf::ALL }).unwrap();
    assert!(open.items.iter().all(|effect| effect.worker.is_none()));
}

#[test]
fn whatever_the_channel_does_payments_end_as_it_says() {
    let engine = engine_with_payments();
    let channel = SimulatedChannel::new(11);
    let performed = drive(&engine, WORKER, &channel).unwrap();
    assert!(performed > 200, "{performed}: some answers were lost, and the channel was asked");
    assert_settled_as_at_the_channel(&engine, &channel);
    assert_eq!(drive(&engine, WORKER, &channel).unwrap(), 0);
}

#[test]
fn a_worker_that_died_before_it_answered_asks_and_never_sends_again() {
    let engine = engine_with_payments();
    let channel = SimulatedChannel::new(11);
    let claimed = engine.claim(WORKER, 1_000, 60).unwrap();
    assert_eq!(claimed.len(), 200);
    assert_eq!(engine.recover(WORKER).unwrap(), 200);
    assert_eq!(drive(&engine, WORKER, &channel).unwrap(), 200, "each was asked about, none was sent");
    assert_settled_as_at_the_channel(&engine, &channel);
}
