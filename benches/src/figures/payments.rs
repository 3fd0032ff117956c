//! Payments: many a commit, a command a commit, and without a disk.

use crate::Outcome;
use crate::books::{Books, Template, all_new};
use crate::figure::{Round, Sides};
use crate::ground::Ground;
use crate::load::{self, Payment};
use crate::raw::Replay;
use crate::recorder::Recorder;
use crate::work::Work;
use paywright::storage::Batch;
use paywright::{
    ConfirmPayment, Engine, MemoryStorage, Method, Money, OrderId, PaymentId, PlaceOrder, Request,
    StartPayment,
};
use paywright_sqlite::SqliteStorage;
use std::rc::Rc;

/// An engine's rounds and a program's that writes the same rows by hand.
pub(super) fn batch(ground: &Ground) -> Outcome<Sides> {
    let template = Template::on(ground)?;
    let work = Rc::new(load::payments(&ground.scale)?);
    let count = ground.scale.payments * ground.scale.payment_commits;
    let recorded = record(&template, requests_of(&template.books, &work)?)?;
    let by_hand = Rc::clone(&template);
    let baseline = move || {
        let database = by_hand.copy()?;
        let replay = Replay::open(database.path())?;
        Ok(recorded.as_ref().run(|batch| replay.commit(batch))?.rate(count))
    };
    Ok(Sides { ours: on_disk(template, work, count), baseline: Some(Box::new(baseline)) })
}

pub(super) fn single(ground: &Ground) -> Outcome<Sides> {
    let template = Template::on(ground)?;
    let mut work = load::payments(&ground.scale)?;
    work.timed.truncate(1);
    work.timed.iter_mut().for_each(|payments| payments.truncate(ground.scale.single_payments));
    let work = Rc::new(requests_of(&template.books, &work)?.spread());
    let recorded = record(&template, work.as_ref().clone())?;
    let by_hand = Rc::clone(&template);
    let ours = move || {
        let shop = template.engine()?;
        let work = work.as_ref().clone();
        Ok(work.run(|requests| all_new(shop.engine.batch(requests)))?.p50_micros())
    };
    let baseline = move || {
        let database = by_hand.copy()?;
        let replay = Replay::open(database.path())?;
        Ok(recorded.as_ref().run(|batch| replay.commit(batch))?.p50_micros())
    };
    Ok(Sides::new(ours, baseline))
}

pub(super) fn memory(ground: &Ground) -> Outcome<Sides> {
    let template = Template::on(ground)?;
    let scale = ground.scale;
    let work = Rc::new(load::payments(&scale)?);
    let count = scale.payments * scale.payment_commits;
    let in_memory = Rc::clone(&work);
    let ours = move || {
        let engine = Engine::new(MemoryStorage::new())?;
        let books = Books::fill(&engine, &scale)?;
        let requests = requests_of(&books, &in_memory)?;
        Ok(requests.run(|requests| all_new(engine.batch(requests)))?.rate(count))
    };
    Ok(Sides { ours: Box::new(ours), baseline: Some(on_disk(template, work, count)) })
}

pub(super) fn on_disk(template: Rc<Template>, work: Rc<Work<Vec<Payment>>>, count: usize) -> Round {
    Box::new(move || {
        let shop = template.engine()?;
        let requests = requests_of(&template.books, &work)?;
        Ok(requests.run(|requests| all_new(shop.engine.batch(requests)))?.rate(count))
    })
}

/// What an engine commits for this work.
fn record(template: &Template, work: Work<Vec<Request>>) -> Outcome<Work<Batch>> {
    let database = template.copy()?;
    let (storage, recording) = Recorder::over(SqliteStorage::open(database.path())?);
    let engine = Engine::new(storage)?;
    let (warm_up, commits) = (work.warm_up.len(), work.warm_up.len() + work.timed.len());
    work.run(|requests| all_new(engine.batch(requests)))?;
    let batches = recording.take();
    if batches.len() != commits {
        return Err(format!("{} commits were recorded where {commits} were asked for", batches.len()).into());
    }
    Ok(Work::split(batches, warm_up))
}

/// The payments of each commit as the engine takes them.
pub(super) fn requests_of(books: &Books, work: &Work<Vec<Payment>>) -> Outcome<Work<Vec<Request>>> {
    work.as_ref().try_map(|payments| {
        let requests = payments.iter().map(|payment| requests(books, payment));
        Ok(requests.collect::<Outcome<Vec<_>>>()?.into_iter().flatten().collect())
    })
}

/// An order placed, a payment from the customer's wallet started, and confirmed: that captures it and posts
/// the fee.
pub(crate) fn requests(books: &Books, one: &Payment) -> Outcome<[Request; 3]> {
    let (order, payment) = (OrderId::from_bytes(one.order)?, PaymentId::from_bytes(one.payment)?);
    let total = Money::new(one.amount, books.currency);
    let place = PlaceOrder {
        id: Some(order),
        customer: Some(books.users[one.payer]),
        ..PlaceOrder::new(books.merchants[one.merchant], total)
    };
    let start = StartPayment { id: Some(payment), ..StartPayment::new(order, Method::Wallet) };
    Ok([place.into(), start.into(), ConfirmPayment::new(payment).into()])
}
