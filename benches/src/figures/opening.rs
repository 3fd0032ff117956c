//! How long a program takes from its start to its first payment.

use super::payments;
use crate::Outcome;
use crate::books::{Books, OnDisk, Template, all_new};
use crate::figure::{Series, Sides};
use crate::ground::{Database, Ground};
use crate::load;
use crate::work::timed;
use paywright::Request;

pub(super) fn against_fresh(ground: &Ground) -> Outcome<Sides> {
    let (large, fresh) = (ground.large()?, Template::on(ground)?);
    Ok(Sides::new(opened(ground, &large.template)?, opened(ground, &fresh)?))
}

/// Opens one copy time and again: the middle of a round's times.
fn opened(ground: &Ground, template: &Template) -> Outcome<impl FnMut() -> Outcome<f64> + use<>> {
    let mut payments = payments_of(ground, &template.books)?;
    let opens = ground.scale.opens;
    let mut closed = Some(template.copy()?);
    Ok(move || {
        let mut times = Series::default();
        for _ in 0..opens {
            let database = closed.take().ok_or("the database was not closed")?;
            let (micros, after) = first_payment(database, payments.next().ok_or("too few payments")?)?;
            times.0.push(micros);
            closed = Some(after);
        }
        Ok(times.median())
    })
}

fn payments_of(ground: &Ground, books: &Books) -> Outcome<std::vec::IntoIter<Vec<Request>>> {
    let work = payments::requests_of(books, &load::payments(&ground.scale)?.spread())?;
    Ok(work.timed.into_iter())
}

fn first_payment(database: Database, payment: Vec<Request>) -> Outcome<(f64, Database)> {
    let (took, shop) = timed(|| {
        let shop = OnDisk::open(database)?;
        all_new(shop.engine.batch(payment))?;
        Ok(shop)
    })?;
    Ok((took.as_secs_f64() * 1e6, shop.close()?))
}
