//! Several engines on the same data: right answers from stale memory, lanes that are fenced and taken over.

use crate::support::shop::{declined, pence, silence, wallet};
use crate::support::{World, on_both};
use paywright::journal::Lane;
use paywright::{
    Acceptance, ActivateMerchant, CapturePayment, ConfirmPayment, Error, Method, ObserveOperation,
    OperationState, Order, PaymentState, PlaceOrder, Request, StartPayment, SuspendMerchant,
};

on_both![
    a_refusal_rests_on_what_is_stored_now,
    an_unchanged_answer_rests_on_what_is_stored_now,
    a_replay_shows_the_record_as_it_is_stored_now,
    one_of_two_engines_wins_the_last_penny,
    engines_on_several_threads_spend_no_penny_twice,
    a_reopened_engine_continues_its_lane,
    a_second_engine_takes_the_lane_over_and_the_first_makes_another,
    an_engine_that_only_looked_takes_a_lane_later,
    a_lane_whose_holder_is_gone_is_taken_over,
    engines_that_take_turns_keep_their_lanes,
];

fn lanes(world: &World) -> Vec<Lane> {
    world.all()
}

fn a_refusal_rests_on_what_is_stored_now(world: &World) {
    let shop = world.shop();
    let other = world.beside("second");
    other.done(SuspendMerchant::new(shop.merchant));
    // The first engine remembers an active merchant, the second a suspended one.
    world.refused(PlaceOrder::new(shop.merchant, pence(100)), "merchant_not_active");
    world.done(ActivateMerchant::new(shop.merchant));
    let order = other.done(PlaceOrder::new(shop.merchant, pence(100)));
    assert_eq!(world.order(order.id), order);
}

fn an_unchanged_answer_rests_on_what_is_stored_now(world: &World) {
    let shop = world.shop();
    let order = world.order_of(&shop, "5.00 GBP");
    let payment = world.card_payment(order.id, paywright::CaptureMode::Automatic);
    world.channel_says(&silence());
    let operation = world.last_operation(payment.id).id;
    world.beside("second").observes(operation, declined());
    // The first engine remembers an operation in doubt; silence would change nothing of that.
    let seen = world.ask(ObserveOperation::new(operation, silence())).unwrap();
    assert_eq!(seen.acceptance, Acceptance::Unchanged);
    assert_eq!(seen.output.state, OperationState::Declined, "not as this engine remembers it");
}

fn a_replay_shows_the_record_as_it_is_stored_now(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "10.00 GBP");
    let order = world.order_of(&shop, "5.00 GBP");
    let start = || world.engine.request(StartPayment::new(order.id, Method::Wallet)).key("start").answer();
    let payment = start().unwrap().output;
    world.beside("second").done(ConfirmPayment::new(payment.id));
    let replayed = start().unwrap();
    assert_eq!(replayed.acceptance, Acceptance::Replayed);
    assert_eq!(replayed.output.state, PaymentState::Succeeded, "not as this engine remembers it");
}

fn one_of_two_engines_wins_the_last_penny(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "5.00 GBP");
    let other = world.beside("second");
    let started = |of: &World| {
        let order = of.order_of(&shop, "5.00 GBP");
        of.done(StartPayment::new(order.id, Method::Wallet)).id
    };
    let (one, two) = (started(world), started(&other));
    // Both remember five pounds.
    for (engine, payment) in [(world, one), (&other, two)] {
        let dry = ConfirmPayment::new(paywright::PaymentId::derived("nowhere"));
        engine.engine.atomic([ConfirmPayment::new(payment).into(), Request::new(dry)]).unwrap_err();
    }
    assert_eq!(world.done(ConfirmPayment::new(one)).state, PaymentState::Succeeded);
    other.refused(ConfirmPayment::new(two), "insufficient_funds");
    other.assert_balance(&wallet(shop.customer), "0.00 GBP");
}

fn engines_on_several_threads_spend_no_penny_twice(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "6.00 GBP");
    let payments: Vec<_> = (0..10)
        .map(|_| world.done(StartPayment::new(world.order_of(&shop, "1.00 GBP").id, Method::Wallet)).id)
        .collect();
    let other = world.beside("second");
    let (one, two) = (&world.engine, &other.engine);
    let outcomes: Vec<Result<_, Error>> = std::thread::scope(|scope| {
        let confirm = |engine: &'static str, payment| {
            let engine = if engine == "one" { one } else { two };
            scope.spawn(move || engine.execute(ConfirmPayment::new(payment)))
        };
        let halves = payments.iter().enumerate();
        let threads: Vec<_> =
            halves.map(|(i, id)| confirm(if i % 2 == 0 { "one" } else { "two" }, *id)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let refused = outcomes.iter().filter_map(|outcome| outcome.as_ref().err().map(Error::code));
    assert_eq!(refused.collect::<Vec<_>>(), ["insufficient_funds"; 4]);
    world.assert_balance(&wallet(shop.customer), "0.00 GBP");
}

fn a_reopened_engine_continues_its_lane(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "5.00 GBP");
    let before = lanes(world).remove(0);
    for (restart, name) in (1..).zip(["once", "twice", "a third time", "again", "for the last time"]) {
        let again = world.beside(name);
        again.order_of(&shop, "1.00 GBP");
        let lanes = lanes(&again);
        assert_eq!(lanes.len(), 1, "a restart makes no new lane");
        assert_eq!((lanes[0].epoch, lanes[0].sequence), (1 + restart, before.sequence + restart));
        again.check();
    }
    assert_eq!(world.all::<Order>().len(), 5);
}

fn a_second_engine_takes_the_lane_over_and_the_first_makes_another(world: &World) {
    let shop = world.shop();
    let other = world.beside("second");
    other.user("of the second");
    assert_eq!(lanes(world).iter().map(|lane| (lane.lane.0, lane.epoch)).collect::<Vec<_>>(), [(1, 2)]);
    // The first engine is fenced, notices it at its next commit, and decides again elsewhere.
    world.order_of(&shop, "1.00 GBP");
    let found: Vec<_> = lanes(world).iter().map(|lane| (lane.lane.0, lane.epoch, lane.sequence)).collect();
    assert_eq!((found.len(), found[1]), (2, (2, 1, 1)));
    other.check();
}

fn an_engine_that_only_looked_takes_a_lane_later(world: &World) {
    let shop = world.shop();
    let other = world.beside("second");
    // A refusal chooses a lane and writes nothing; meanwhile the lane's holder goes on.
    other.refused(PlaceOrder::new(paywright::MerchantId::derived("nowhere"), pence(1)), "not_found");
    world.order_of(&shop, "1.00 GBP");
    other.order_of(&shop, "2.00 GBP");
    world.order_of(&shop, "3.00 GBP");
    assert_eq!(world.all::<Order>().len(), 3);
    assert_eq!(lanes(world).len(), 2);
}

fn a_lane_whose_holder_is_gone_is_taken_over(world: &World) {
    let shop = world.shop();
    let other = world.beside("second");
    other.user("takes the first lane over");
    world.user("makes a second one");
    // The second engine falls silent; after a minute and the clocks' slack its lane is free again.
    world.clock.moves(66);
    let third = world.beside("third");
    third.order_of(&shop, "1.00 GBP");
    world.order_of(&shop, "1.00 GBP");
    let lanes = lanes(world);
    assert_eq!(lanes.len(), 2, "about as many lanes as writers were alive at once");
}

fn engines_that_take_turns_keep_their_lanes(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "20.00 GBP");
    let other = world.beside("second");
    let order = world.order_of(&shop, "20.00 GBP");
    let part = |of: &World, amount: i64| {
        let start = StartPayment::new(order.id, Method::Wallet);
        let capture = paywright::CaptureMode::Manual;
        let start = StartPayment { amount: Some(pence(amount)), capture, ..start };
        of.confirmed(start).id
    };
    let payments: Vec<_> = (0..10).map(|i| part(if i % 2 == 0 { world } else { &other }, 100 + i)).collect();
    // Each captures what the other authorised.
    for (i, payment) in payments.iter().enumerate() {
        let by = if i % 2 == 0 { &other } else { world };
        by.done(CapturePayment::all(*payment));
    }
    assert_eq!(world.order(order.id).paid, 1045);
    assert_eq!(lanes(world).len(), 2);
    other.check();
}
