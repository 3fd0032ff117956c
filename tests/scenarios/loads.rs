//! What many requests need is loaded for all of them at once: a load over a network costs more than all else
//! that is done for a payment.

use crate::support::shop::Shop;
use crate::support::{Shared, World, keyed, money, on_both};
use paywright::storage::{
    Batch, CommitError, JournalRow, Key, Reader, Rows, Scan, Schema, Storage, StorageError, Table, Turn,
};
use paywright::{
    ConfirmPayment, Engine, Method, OrderId, PaymentId, PlaceOrder, Request, SeededEntropy, StartPayment,
    UserId,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

on_both![
    payments_of_many_customers_are_loaded_as_those_of_a_few,
    a_payment_that_is_accepted_as_one_is_loaded_ahead_too,
    where_all_is_in_memory_only_what_is_new_is_looked_up,
    a_refusal_among_them_costs_the_others_nothing,
];

/// Counts how often it is asked, but for what is read of one moment.
struct Counted {
    inner: Shared,
    loads: Arc<AtomicUsize>,
}

impl Reader for Counted {
    fn load(&self, table: &'static Table, keys: &[Key], into: &mut Rows) -> Result<(), StorageError> {
        self.loads.fetch_add(1, SeqCst);
        self.inner.load(table, keys, into)
    }
    fn scan(&self, scan: &Scan<'_>, into: &mut Rows) -> Result<bool, StorageError> {
        self.loads.fetch_add(1, SeqCst);
        self.inner.scan(scan, into)
    }
    fn journal(&self, lane: u16, after: u64, limit: u32) -> Result<Vec<JournalRow>, StorageError> {
        self.loads.fetch_add(1, SeqCst);
        self.inner.journal(lane, after, limit)
    }
}

impl Storage for Counted {
    fn migrate(&self, schema: &Schema) -> Result<(), StorageError> {
        self.inner.migrate(schema)
    }
    fn commit(&self, batch: &Batch, patience: Duration) -> Result<(), CommitError> {
        self.inner.commit(batch, patience)
    }
    fn snapshot(&self) -> Result<Box<dyn Reader + '_>, StorageError> {
        self.inner.snapshot()
    }
    fn turn(&self, patience: Duration) -> Result<Option<Box<dyn Turn + '_>>, StorageError> {
        self.inner.turn(patience)
    }
    fn ping(&self) -> Result<(), StorageError> {
        self.inner.ping()
    }
}

/// An engine that remembers nothing, and what its loads were counted to.
struct Cold {
    engine: Engine,
    loads: Arc<AtomicUsize>,
}

impl Cold {
    fn on(world: &World) -> Self {
        let loads = Arc::default();
        let storage = Counted { inner: world.storage.clone(), loads: Arc::clone(&loads) };
        let engine = Engine::with(storage, world.clock.clone(), SeededEntropy(World::SEED + 3)).unwrap();
        loads.store(0, SeqCst);
        Self { engine, loads }
    }

    /// Loads since it was asked last.
    fn loads(&self) -> usize {
        self.loads.swap(0, SeqCst)
    }

    /// Every request in one call, each new.
    #[track_caller]
    fn loads_of(&self, requests: impl IntoIterator<Item = Request>) -> usize {
        self.engine.batch(requests).into_iter().for_each(|answer| drop(answer.unwrap()));
        self.loads()
    }
}

/// A shop, and customers with money in their wallets.
fn customers(world: &World, count: usize) -> (Shop, Vec<UserId>) {
    let shop = world.shop();
    let users: Vec<_> = (0..count).map(|nth| world.user(&format!("customer-{nth}"))).collect();
    for user in &users {
        world.tops_up(*user, "50.00 GBP");
    }
    (shop, users)
}

/// An order, its payment from the wallet, and that confirmed, under ids and keys of this name.
fn pays(shop: &Shop, user: UserId, name: &str) -> [Request; 3] {
    let (order, payment) = (OrderId::derived(name), PaymentId::derived(name));
    let place = PlaceOrder::new(shop.merchant, money("1.00 GBP"));
    let place = PlaceOrder { id: Some(order), customer: Some(user), ..place };
    let start = StartPayment { id: Some(payment), ..StartPayment::new(order, Method::Wallet) };
    [
        keyed(&format!("{name}-order"), place),
        keyed(&format!("{name}-start"), start),
        keyed(&format!("{name}-confirm"), ConfirmPayment::new(payment)),
    ]
}

fn pay_each<'a>(shop: &'a Shop, users: &'a [UserId], name: &'a str) -> impl Iterator<Item = Request> + 'a {
    users.iter().enumerate().flat_map(move |(nth, user)| pays(shop, *user, &format!("{name}-{nth}")))
}

fn payments_of_many_customers_are_loaded_as_those_of_a_few(world: &World) {
    let (shop, users) = customers(world, 40);
    let few = Cold::on(world).loads_of(pay_each(&shop, &users[..2], "few"));
    let many = Cold::on(world).loads_of(pay_each(&shop, &users, "many"));
    assert_eq!(many, few, "a load for each table and each thing that leads to it, not for each payment");
}

fn a_payment_that_is_accepted_as_one_is_loaded_ahead_too(world: &World) {
    let (shop, users) = customers(world, 2);
    let (alone, together) = (Cold::on(world), Cold::on(world));
    alone.engine.atomic(pays(&shop, users[0], "alone")).unwrap();
    let alone = alone.loads();
    together.engine.atomic(pay_each(&shop, &users, "together")).unwrap();
    assert_eq!(together.loads(), alone);
}

fn where_all_is_in_memory_only_what_is_new_is_looked_up(world: &World) {
    let (shop, users) = customers(world, 10);
    let engine = Cold::on(world);
    engine.loads_of(pay_each(&shop, &users, "first"));
    let again = engine.loads_of(pay_each(&shop, &users, "second"));
    assert_eq!(again, 3, "keys, orders and payments");
}

fn a_refusal_among_them_costs_the_others_nothing(world: &World) {
    let (shop, users) = customers(world, 20);
    let quiet = Cold::on(world).loads_of(pay_each(&shop, &users[..10], "quiet"));
    let engine = Cold::on(world);
    let without = Request::new(ConfirmPayment::new(PaymentId::derived("never started")));
    let asked = pay_each(&shop, &users[10..], "beside").enumerate().flat_map(|(nth, request)| {
        let refused = (nth % 3 == 1).then(|| without.clone().key(format!("refused-{nth}")));
        [Some(request), refused].into_iter().flatten()
    });
    let answers = engine.engine.batch(asked);
    let refused = answers.iter().filter_map(|answer| answer.as_ref().err());
    assert!(refused.clone().all(|error| error.code() == "not_found"));
    assert_eq!((answers.len(), refused.count(), engine.loads()), (40, 10, quiet));
}
