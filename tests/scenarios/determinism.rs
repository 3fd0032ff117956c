//! The same commands with the same clock and seed give the same bytes.

use crate::support::dump::{Dump, journal_of};
use crate::support::shop::{declined, silence};
use crate::support::{Backend, World};
use paywright::{CapturePayment, Outcome, RequestRefund};

/// A day at the market: something of everything.
fn a_day(world: &World) {
    let shop = world.shop();
    world.tops_up(shop.customer, "100.00 GBP");
    world.clock.moves(60);
    let held = world.authorised_from_wallet(&shop, "10.00 GBP");
    world.done(CapturePayment::part(held.id, "4.00 GBP".parse().unwrap()));
    let paid = world.paid_by_card(&shop, "20.00 GBP");
    world.done(RequestRefund::new(paid.id, "5.00 GBP".parse().unwrap()));
    world.channel_says(&silence());
    world.clock.moves(3_600);
    world.channel_says(&Outcome::Succeeded);
    let order = world.order_of(&shop, "7.00 GBP");
    let failed = world.card_payment(order.id, paywright::CaptureMode::Automatic);
    let operation = world.last_operation(failed.id);
    world.channel_says(&declined());
    world.observes(operation.id, Outcome::Succeeded);
    world.check();
}

fn journal_bytes(world: &World) -> Vec<Vec<u8>> {
    journal_of(&world.storage).into_iter().map(|entry| entry.bytes).collect()
}

#[test]
fn the_same_day_twice_gives_the_same_bytes_on_every_storage() {
    let told = |backend, seed| {
        let world = World::seeded(backend, seed);
        a_day(&world);
        world
    };
    let first = told(Backend::Memory, 7);
    for backend in Backend::ALL {
        let again = told(backend, 7);
        assert!(journal_bytes(&first) == journal_bytes(&again), "{backend:?}: another journal");
        first.dump().assert_unchanged(&again.dump());
    }
    assert!(journal_bytes(&first) != journal_bytes(&told(Backend::Memory, 8)), "the seed counts");
}

#[test]
fn reading_verifying_and_opening_write_nothing() {
    for backend in Backend::ALL {
        let world = World::new(backend);
        a_day(&world);
        world.channel_says(&Outcome::Succeeded);
        let before = world.dump();
        let beside = world.beside("second");
        beside.engine.trial_balance().unwrap();
        beside.engine.verify(&[]).unwrap();
        assert!(beside.claimed().is_empty());
        assert_eq!(beside.engine.tick().unwrap(), 0);
        assert_eq!(beside.engine.recover("nobody").unwrap(), 0);
        before.assert_unchanged(&Dump::of(&beside.storage));
    }
}
