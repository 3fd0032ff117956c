//! Clocks that stand still, go back, or are wrong.

use crate::support::dump::journal_of;
use crate::support::shop::{CARDS, pence};
use crate::support::{World, on_both};
use paywright::storage::Value;
use paywright::{
    Acceptance, Currency, Method, Misuse, Order, PageOf, PlaceOrder, RegisterAsset, RegisterUser,
    StartPayment, Timestamp,
};

on_both![
    a_clock_that_stands_still_gives_each_entry_its_own_time,
    a_clock_that_goes_back_a_little_is_waited_for,
    a_clock_a_day_back_is_refused_but_replays_are_answered,
    a_clock_far_behind_the_records_of_others_is_refused,
    a_clock_a_little_behind_the_records_of_others_is_raised,
    what_another_did_under_the_same_key_is_answered_before_the_clock_is_looked_at,
    what_another_did_under_the_same_key_is_answered_by_an_engine_whose_clock_is_a_little_behind,
    pages_go_both_ways_in_order_of_time,
];

fn a_clock_that_stands_still_gives_each_entry_its_own_time(world: &World) {
    let shop = world.shop();
    let orders: Vec<Order> = (0..5).map(|_| world.order_of(&shop, "1.00 GBP")).collect();
    let times: Vec<Timestamp> = orders.iter().map(|order| order.placed_at).collect();
    assert!(times.windows(2).all(|pair| pair[1] == pair[0].plus_micros(1)), "{times:?}");
    assert!(orders.windows(2).all(|pair| pair[0].id < pair[1].id), "ids of later entries sort later");
    assert_eq!(world.engine.written_until().unwrap(), times[4]);
}

fn a_clock_that_goes_back_a_little_is_waited_for(world: &World) {
    let shop = world.shop();
    let before = world.order_of(&shop, "1.00 GBP");
    world.clock.moves(-3_600);
    let after = world.order_of(&shop, "1.00 GBP");
    assert_eq!(after.placed_at, before.placed_at.plus_micros(1));
    world.clock.moves(7_200);
    assert_eq!(world.order_of(&shop, "1.00 GBP").placed_at, world.clock.reads());
}

fn a_clock_a_day_back_is_refused_but_replays_are_answered(world: &World) {
    let register = || world.engine.request(RegisterUser::new("customer")).key("user-1");
    let first = register().answer().unwrap();
    world.clock.moves(-86_401);
    let before = world.dump();
    let error = world.ask(RegisterUser::new("another")).unwrap_err();
    assert_eq!(error.code(), Misuse::ClockMovedBack.spec().code);
    let again = register().answer().unwrap();
    assert_eq!((again.acceptance, again.output.id), (Acceptance::Replayed, first.output.id));
    before.assert_unchanged(&world.dump());
    world.clock.moves(2);
    world.done(RegisterUser::new("another"));
}

/// Two engines with a lane each; the second one's clock is ahead, and it placed an order.
fn ahead_by(world: &World, seconds: i64) -> (World, Order) {
    let shop = world.shop();
    let second = world.beside("second");
    second.clock.moves(seconds);
    // It takes the first lane over; the first engine finds itself another.
    second.user("second");
    world.user("first");
    let order = second.done(PlaceOrder::new(shop.merchant, pence(500)));
    (second, order)
}

fn a_clock_far_behind_the_records_of_others_is_refused(world: &World) {
    let (second, order) = ahead_by(world, 10);
    let before = world.dump();
    let start = || StartPayment::new(order.id, Method::channel(CARDS));
    let error = world.ask(start()).unwrap_err();
    assert_eq!(error.code(), "clock_behind");
    assert!(error.is_retryable());
    before.assert_unchanged(&world.dump());
    world.user("what rests on nothing of the other's goes on");
    world.clock.moves(10);
    world.done(start());
    drop(second);
}

fn what_another_did_under_the_same_key_is_answered_before_the_clock_is_looked_at(world: &World) {
    let (second, order) = ahead_by(world, 10);
    let start = || StartPayment::new(order.id, Method::channel(CARDS));
    let asked = |of: &World| of.engine.request(start()).key("checkout-1").answer();
    // The first engine has seen that the key was free. Then the second uses it.
    assert_eq!(asked(world).unwrap_err().code(), "clock_behind");
    let payment = asked(&second).unwrap();
    let again = asked(world).unwrap();
    assert_eq!((again.acceptance, again.output.id), (Acceptance::Replayed, payment.output.id));

    let asked = |of: &World| of.engine.request(RegisterUser::new("customer")).key("user-1").answer();
    world.clock.moves(-86_411);
    assert_eq!(asked(world).unwrap_err().code(), Misuse::ClockMovedBack.spec().code);
    let user = asked(&second).unwrap();
    let again = asked(world).unwrap();
    assert_eq!((again.acceptance, again.output.id), (Acceptance::Replayed, user.output.id));
    world.clock.moves(86_421);
}

fn what_another_did_under_the_same_key_is_answered_by_an_engine_whose_clock_is_a_little_behind(
    world: &World,
) {
    let (second, _) = ahead_by(world, 4);
    let points = || RegisterAsset::new(Currency::asset("POINTS", 0).unwrap(), "points");
    let asked = |of: &World| of.engine.request(points()).key("points-1").answer();
    // The first engine has seen that the key was free, and of the asset nothing. Then the second uses it.
    world.clock.moves(-86_401);
    assert_eq!(asked(world).unwrap_err().code(), Misuse::ClockMovedBack.spec().code);
    assert_eq!(asked(&second).unwrap().acceptance, Acceptance::New);
    world.clock.moves(86_401);
    assert_eq!(asked(world).unwrap().acceptance, Acceptance::Replayed);
}

fn a_clock_a_little_behind_the_records_of_others_is_raised(world: &World) {
    let (_, order) = ahead_by(world, 4);
    let payment = world.done(StartPayment::new(order.id, Method::channel(CARDS)));
    assert!(payment.started_at > order.placed_at, "an effect is later than its cause");
}

fn pages_go_both_ways_in_order_of_time(world: &World) {
    let shop = world.shop();
    for i in 0..25 {
        world.clock.moves(i % 3);
        world.order_of(&shop, "1.00 GBP");
    }
    let with = [Value::Id(shop.merchant.to_bytes())];
    let mut pages: Vec<Order> = Vec::new();
    let mut after = None;
    loop {
        let page = PageOf { limit: 10, after: after.as_ref(), ..PageOf::index("by_merchant", &with) };
        let page = world.engine.list::<Order>(&page).unwrap();
        pages.extend(page.items);
        // What is written while somebody pages moves nothing that was already there.
        world.order_of(&shop, "2.00 GBP");
        let Some(next) = page.next else { break };
        after = Some(next.to_string().parse().unwrap());
    }
    assert!(pages.windows(2).all(|pair| pair[0].placed_at < pair[1].placed_at));
    assert_eq!(pages.iter().filter(|order| order.total == pence(100)).count(), 25);
    let direction = paywright::storage::Direction::Descending;
    let newest = PageOf { limit: 1, direction, ..PageOf::index("by_merchant", &with) };
    assert_eq!(world.engine.list::<Order>(&newest).unwrap().items[0].total, pence(200));
    assert_eq!(journal_of(&world.storage).len(), 4 + 25 + 3);
}
