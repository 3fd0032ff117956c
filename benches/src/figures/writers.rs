//! Two engines on one file: what a small writer waits for a large one.

use super::payments;
use crate::Outcome;
use crate::books::{Books, OnDisk, Template, all_new};
use crate::figure::Sides;
use crate::ground::Ground;
use crate::load::{self, Chance, Ids};
use crate::work::{Times, Work};
use paywright::{Engine, Money, NewTransfer, PostTransfers, Request, TransferId};
use paywright_sqlite::SqliteStorage;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

pub(super) fn p99(ground: &Ground) -> Outcome<Sides> {
    sides(ground, ground.scale.payers, |times| times.part_micros(99))
}

pub(super) fn worst(ground: &Ground) -> Outcome<Sides> {
    sides(ground, ground.scale.payers, |times| times.part_micros(100))
}

pub(super) fn worst_on_shared_wallets(ground: &Ground) -> Outcome<Sides> {
    sides(ground, 0, |times| times.part_micros(100))
}

/// The large writer leaves alone so many wallets of those who pay.
fn sides(ground: &Ground, left_alone: usize, tell: fn(&Times) -> f64) -> Outcome<Sides> {
    let template = Template::on(ground)?;
    let mut work = load::payments(&ground.scale)?;
    work.timed.truncate(1);
    work.timed.iter_mut().for_each(|payments| payments.truncate(ground.scale.single_payments));
    let work = Rc::new(payments::requests_of(&template.books, &work)?.spread());
    let (scale, beside, alone) = (ground.scale, Rc::clone(&work), Rc::clone(&template));
    let ours = move || {
        let shop = template.engine()?;
        let (stop, books) = (AtomicBool::new(false), &template.books);
        let (times, bulk) = std::thread::scope(|scope| {
            let bulk = scope.spawn(|| {
                let posted = posts_until(&stop, &shop, books, (left_alone, scale.transfers));
                posted.map_err(|error| error.to_string())
            });
            let times = single(&shop, beside.as_ref().clone());
            stop.store(true, SeqCst);
            (times, bulk.join())
        });
        match bulk {
            Ok(Ok(commits)) if commits > 0 => Ok(tell(&times?)),
            Ok(Ok(_)) => Err("the large writer never came to its turn".into()),
            Ok(Err(why)) => Err(why.into()),
            Err(_) => Err("the large writer panicked".into()),
        }
    };
    let baseline = move || Ok(tell(&single(&alone.engine()?, work.as_ref().clone())?));
    Ok(Sides::new(ours, baseline))
}

fn single(shop: &OnDisk, work: Work<Vec<Request>>) -> Outcome<Times> {
    work.run(|requests| all_new(shop.engine.batch(requests)))
}

/// Commits transfers between the wallets that it does not leave alone, without pause, with an engine of its
/// own. Answers how many commits there were.
fn posts_until(
    stop: &AtomicBool,
    shop: &OnDisk,
    books: &Books,
    (left_alone, transfers): (usize, usize),
) -> Outcome<usize> {
    let engine = Engine::new(SqliteStorage::open(shop.path())?)?;
    let (mut ids, mut chance, mut commits) = (Ids::new(9), Chance::new(10), 0);
    let wallets = books.wallets.get(left_alone..).unwrap_or_default();
    while !stop.load(SeqCst) {
        let mut batch = Vec::with_capacity(transfers);
        while batch.len() < transfers {
            let (debit, credit) =
                (wallets[chance.below(wallets.len())?], wallets[chance.below(wallets.len())?]);
            if debit != credit {
                let id = TransferId::from_bytes(ids.next_id())?;
                batch.push(NewTransfer::posted(debit, credit, Money::new(1, books.currency)).with_id(id));
            }
        }
        all_new(engine.batch([PostTransfers::new(batch).into()]))?;
        commits += 1;
    }
    Ok(commits)
}
