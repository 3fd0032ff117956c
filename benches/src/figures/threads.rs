//! Many threads that pay at once through one engine.

use super::payments;
use crate::Outcome;
use crate::books::{Books, Template, all_new};
use crate::figure::{Round, Sides, number};
use crate::ground::Ground;
use crate::load;
use crate::work::{Work, timed};
use paywright::{Engine, Request};
use std::rc::Rc;
use std::thread;

/// Threads, and payments of a batch of the one thread that they are compared with.
const THREADS: usize = 32;

pub(super) fn against_batches(ground: &Ground) -> Outcome<Sides> {
    sides(ground, |engine, payments| {
        let mut payments = payments.into_iter().peekable();
        while payments.peek().is_some() {
            all_new(engine.batch(payments.by_ref().take(THREADS).flatten()))?;
        }
        Ok(())
    })
}

pub(super) fn against_one(ground: &Ground) -> Outcome<Sides> {
    sides(ground, pay_each)
}

/// What is done with payments, each the requests of one.
pub(super) type Pay = fn(&Engine, Vec<Vec<Request>>) -> Outcome<()>;

fn sides(ground: &Ground, by_one: Pay) -> Outcome<Sides> {
    let template = Template::on(ground)?;
    let work = each_called(ground, &template.books)?;
    let (ours, baseline) = (round(&template, &work, by_many), round(&template, &work, by_one));
    Ok(Sides { ours, baseline: Some(baseline) })
}

/// Payments that are called for one by one, each the requests of one.
pub(super) fn each_called(ground: &Ground, books: &Books) -> Outcome<Rc<Work<Vec<Request>>>> {
    let mut work = load::payments(&ground.scale)?.spread();
    work.timed.truncate(ground.scale.called_payments);
    Ok(Rc::new(payments::requests_of(books, &work)?))
}

fn round(template: &Rc<Template>, work: &Rc<Work<Vec<Request>>>, pay: Pay) -> Round {
    let (template, work) = (Rc::clone(template), Rc::clone(work));
    Box::new(move || {
        let shop = template.engine()?;
        rate(&shop.engine, &work, pay)
    })
}

/// Payments a second.
pub(super) fn rate(engine: &Engine, work: &Work<Vec<Request>>, pay: Pay) -> Outcome<f64> {
    for requests in &work.warm_up {
        all_new(engine.batch(requests.clone()))?;
    }
    let payments = work.timed.clone();
    let count = payments.len();
    let (took, ()) = timed(|| pay(engine, payments))?;
    Ok(number(count) / took.as_secs_f64())
}

pub(super) fn pay_each(engine: &Engine, payments: Vec<Vec<Request>>) -> Outcome<()> {
    for payment in payments {
        all_new(engine.atomic(payment)?.into_iter().map(Ok).collect())?;
    }
    Ok(())
}

fn by_many(engine: &Engine, payments: Vec<Vec<Request>>) -> Outcome<()> {
    pay_in_threads(engine, payments, THREADS)
}

/// Each of so many threads makes its share of the payments, a call each.
pub(super) fn pay_in_threads(engine: &Engine, payments: Vec<Vec<Request>>, threads: usize) -> Outcome<()> {
    let mut shares: Vec<Vec<Vec<Request>>> = vec![Vec::new(); threads];
    for (nth, payment) in payments.into_iter().enumerate() {
        shares[nth % threads].push(payment);
    }
    thread::scope(|scope| {
        let pay = |share| scope.spawn(move || pay_each(engine, share));
        let threads: Vec<_> = shares.into_iter().map(pay).collect();
        threads.into_iter().try_for_each(|one| one.join().map_err(|_| "a thread that pays panicked")?)
    })
}
