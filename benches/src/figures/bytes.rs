//! What a transfer and a payment take on the disk.

use super::{ledger, payments};
use crate::Outcome;
use crate::books::{Template, all_new};
use crate::figure::{Sides, number};
use crate::ground::{Database, Ground};
use crate::load;
use crate::raw::{Layout, RawLedger, checkpoint};
use crate::work::Work;
use paywright::Request;
use std::rc::Rc;

pub(super) fn per_transfer(ground: &Ground) -> Outcome<Sides> {
    let template = Template::on(ground)?;
    let work = load::transfers(&ground.scale)?;
    let count = commits(&work) * ground.scale.transfers;
    let ours = move || {
        let requests = ledger::requests_of(&template.books, &work)?.map(ledger::one_command);
        growth(&template, requests, count)
    };
    Ok(Sides::new(ours, entries_by_hand(ground)?))
}

pub(super) fn per_payment(ground: &Ground) -> Outcome<Sides> {
    let template = Template::on(ground)?;
    let work = load::payments(&ground.scale)?;
    let count = commits(&work) * ground.scale.payments;
    let ours = move || growth(&template, payments::requests_of(&template.books, &work)?, count);
    Ok(Sides::new(ours, entries_by_hand(ground)?))
}

fn commits<T>(work: &Work<T>) -> usize {
    work.warm_up.len() + work.timed.len()
}

/// Bytes that the file grows by with each of `count` things.
fn growth(template: &Rc<Template>, work: Work<Vec<Request>>, count: usize) -> Outcome<f64> {
    let shop = template.engine()?;
    work.run(|requests| all_new(shop.engine.batch(requests)))?;
    each(&shop.close()?, template.bytes, count)
}

fn entries_by_hand(ground: &Ground) -> Outcome<impl FnMut() -> Outcome<f64> + use<>> {
    let empty = RawLedger::template(ground, Layout::Entries)?;
    let work = load::transfers(&ground.scale)?;
    let count = commits(&work) * ground.scale.transfers;
    Ok(move || {
        let database = empty.copy()?;
        let mut ledger = RawLedger::open(database.path(), Layout::Entries)?;
        work.as_ref().run(|movements| ledger.commit(movements))?;
        drop(ledger);
        checkpoint(database.path())?;
        each(&database, empty.bytes()?, count)
    })
}

fn each(database: &Database, before: u64, count: usize) -> Outcome<f64> {
    let grown = database.bytes()?.saturating_sub(before);
    Ok(number(usize::try_from(grown)?) / number(count))
}
