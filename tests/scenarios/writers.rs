//! Several engines on the same data: right answers from stale memory, lanes that are fenced and taken over.

use crate::support::shop::{declined, pence, silence, wallet};
use crate::support::{World, on_both};
use paywright::journal::Lane;
use paywright::{
    Acceptance, ActivateMerchant, CapturePayment, ConfirmPayment, Error, Method, ObserveOperation,
    OperationState, Order, PaymentState, PlaceOrder, RegisterUser, Request, StartPayment, SuspendMerchant,
    UserId,
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
    two_engines_that_are_killed_and_restarted_together_need_no_third_lane,
    engines_that_are_opened_over_and_over_leave_about_as_many_lanes_as_engines,
    living_engines_with_too_few_lanes_soon_have_one_each,
    engines_that_write_in_bursts_pass_a_lane_on_a_few_times_and_then_have_one_each,
    an_engine_that_opens_beside_a_faster_one_gets_a_lane_of_its_own,
    an_engine_that_lost_the_race_for_a_new_lane_makes_the_next,
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
    // The second engine falls silent; after ten seconds its lane is free again.
    world.clock.moves(11);
    world.user("on the second lane");
    let third = world.beside("third");
    third.order_of(&shop, "1.00 GBP");
    // Another takes the lane from the first engine, which was silent longest, and the third falls silent. Who
    // was fenced for the second time waits for twice the silence.
    world.beside("fourth").user("takes the second lane over");
    world.clock.moves(21);
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

/// Something that no engine did before.
fn writes(engine: &World) {
    let user = UserId::derived(&lanes(engine).iter().map(|lane| lane.sequence).sum::<u64>().to_string());
    engine.engine.execute(RegisterUser { id: Some(user), ..RegisterUser::new(user.to_string()) }).unwrap();
}

/// Makes the engine choose a lane, and leaves it before it takes it.
fn looks(engine: &World) {
    engine.refused(PlaceOrder::new(paywright::MerchantId::derived("nowhere"), pence(1)), "not_found");
}

fn two_engines_that_are_killed_and_restarted_together_need_no_third_lane(world: &World) {
    for restart in 0..100 {
        world.clock.moves(restart % 3);
        let (one, two) = (world.colleague("one"), world.colleague("two"));
        if restart % 2 == 0 {
            // Both are about to take over the same lane: one of them loses it before it ever had it.
            looks(&one);
            looks(&two);
        }
        for engine in [&one, &two, &two, &one] {
            writes(engine);
        }
        assert!(lanes(world).len() <= 2, "{} lanes after restart {restart}", lanes(world).len());
    }
}

fn engines_that_are_opened_over_and_over_leave_about_as_many_lanes_as_engines(world: &World) {
    let living = world.colleague("living");
    for restart in 0..100 {
        let restarted = world.colleague("restarted");
        writes(&restarted);
        world.clock.moves(i64::from(restart % 7 == 0));
        // A living engine whose lane an opening one took over, because it had paused, goes on elsewhere.
        if restart % 3 == 0 {
            writes(&living);
        }
    }
    assert!(lanes(world).len() <= 4, "{} lanes", lanes(world).len());
}

fn living_engines_with_too_few_lanes_soon_have_one_each(world: &World) {
    // One lane, and four engines that each mean to take it over.
    world.user("first");
    let engines = ["one", "two", "three", "four"].map(|name| world.colleague(name));
    engines.iter().for_each(looks);
    let mut taken_over = Vec::new();
    // In turn; with pauses after which each lane counts as silent; in bursts; with longer and longer pauses.
    for (round, pause) in
        [0, 0, 11, 11, 11, 0, 25, 45, 90, 200, 400, 700, 0, 11, 25, 45].into_iter().enumerate()
    {
        for (i, engine) in engines.iter().enumerate() {
            world.clock.moves(pause);
            (0..if (round + i) % 3 == 0 { 5 } else { 1 }).for_each(|_| writes(engine));
        }
        taken_over.push(lanes(world).iter().map(|lane| lane.epoch).sum::<u64>());
    }
    assert_eq!(lanes(world).len(), 4);
    let (last, rest) = taken_over.split_last().unwrap();
    assert_eq!(rest[2], *last, "once each has a lane no lane changes hands: {taken_over:?}");
}

fn engines_that_write_in_bursts_pass_a_lane_on_a_few_times_and_then_have_one_each(world: &World) {
    let other = world.colleague("other");
    let mut taken_over = Vec::new();
    for burst in 0..8 {
        let engine = if burst % 2 == 0 { world } else { &other };
        (0..300).for_each(|_| writes(engine));
        taken_over.push(lanes(world).iter().map(|lane| lane.epoch).collect::<Vec<_>>());
    }
    // Each took it back once, after three hundred commits, and would next time need more.
    assert_eq!(taken_over[3], [4]);
    assert_eq!(taken_over[4], [4, 1]);
    assert_eq!(taken_over[7], [4, 1]);
}

fn an_engine_that_opens_beside_a_faster_one_gets_a_lane_of_its_own(world: &World) {
    world.user("first");
    let slow = world.colleague("slow");
    looks(&slow);
    // It chose the only lane there is; before its commit arrives, the faster one has written again.
    writes(world);
    writes(&slow);
    let found: Vec<_> = lanes(world).iter().map(|lane| (lane.lane.0, lane.epoch, lane.sequence)).collect();
    assert_eq!(found, [(1, 1, 2), (2, 1, 1)]);
}

fn an_engine_that_lost_the_race_for_a_new_lane_makes_the_next(world: &World) {
    world.user("first");
    let engines = ["one", "two", "three"].map(|name| world.colleague(name));
    // Each takes the only lane over in its turn, and is fenced by the next.
    for engine in &engines {
        writes(engine);
    }
    for engine in [world, &engines[0], &engines[1]] {
        looks(engine);
    }
    for engine in [&engines[1], &engines[0], world, &engines[2]] {
        writes(engine);
    }
    assert_eq!(lanes(world).len(), 4);
    world.check();
}
