//! Payments and transfers over PostgreSQL, by one engine.

use super::super::{ledger, payments, threads};
use crate::Outcome;
use crate::books::{self, all_new};
use crate::figure::{Round, Sides};
use crate::ground::Ground;
use crate::load;
use crate::raw::transfers;
use crate::served::Template;
use std::rc::Rc;

/// Payments in bulk against the same on SQLite.
pub(super) fn payments(ground: &Ground) -> Outcome<Sides> {
    let (template, on_a_file) = (Template::on(ground)?, books::Template::on(ground)?);
    let work = Rc::new(load::payments(&ground.scale)?);
    let count = ground.scale.payments * ground.scale.payment_commits;
    let by_file = payments::on_disk(on_a_file, Rc::clone(&work), count);
    let ours = move || {
        let shop = template.engine()?;
        let requests = payments::requests_of(&template.books, &work)?;
        Ok(requests.run(|requests| all_new(shop.engine.batch(requests)))?.rate(count))
    };
    Ok(Sides { ours: Box::new(ours), baseline: Some(by_file) })
}

/// Transfers in batches against a function on the server that moves one a call.
pub(super) fn transfers(ground: &Ground) -> Outcome<Sides> {
    let template = Template::on(ground)?;
    let work = load::transfers(&ground.scale)?;
    let count = ground.scale.transfers * ground.scale.transfer_commits;
    let called: Vec<_> = work.warm_up.iter().flatten().take(ground.scale.called_transfers).copied().collect();
    let by_hand = transfers::ledger(ground)?;
    let ours = move || {
        let shop = template.engine()?;
        let work = ledger::requests_of(&template.books, &work)?.map(ledger::one_command);
        Ok(work.run(|requests| all_new(shop.engine.batch(requests)))?.rate(count))
    };
    let baseline = move || transfers::called(&by_hand.copy()?, &called);
    Ok(Sides::new(ours, baseline))
}

/// Threads that pay, a call a payment.
const THREADS: usize = 16;

/// Many threads against one, through one engine.
pub(super) fn threads(ground: &Ground) -> Outcome<Sides> {
    let template = Template::on(ground)?;
    let work = threads::each_called(ground, &template.books)?;
    let round = |pay: threads::Pay| -> Round {
        let (template, work) = (Rc::clone(&template), Rc::clone(&work));
        Box::new(move || {
            let shop = template.engine()?;
            threads::rate(&shop.engine, &work, pay)
        })
    };
    let ours = round(|engine, payments| threads::pay_in_threads(engine, payments, THREADS));
    Ok(Sides { ours, baseline: Some(round(threads::pay_each)) })
}
