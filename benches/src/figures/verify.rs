//! The check of everything stored.

use super::ledger::{one_command, requests_of};
use crate::Outcome;
use crate::books::{OnDisk, Template, all_new};
use crate::figure::{Sides, number};
use crate::ground::Ground;
use crate::load;
use crate::raw::{connect_to_read, scan};
use crate::work::timed;

pub(super) fn against_a_scan(ground: &Ground) -> Outcome<Sides> {
    let template = Template::on(ground)?;
    let work = load::transfers(&ground.scale)?;
    let commits = work.warm_up.len() + work.timed.len();
    let count = template.books.wallets.len() + commits * ground.scale.transfers;
    let shop = template.engine()?;
    let requests = requests_of(&template.books, &work)?.map(one_command);
    requests.run(|requests| all_new(shop.engine.batch(requests)))?;
    let database = shop.close()?;
    let shop = OnDisk::open(database)?;
    let connection = connect_to_read(shop.path())?;
    let ours = move || {
        // All of it: the file goes with what was opened on it, and the engine alone would be left.
        let shop = &shop;
        let (took, verification) = timed(|| Ok(shop.engine.verify(&[])?))?;
        match verification.findings.first() {
            None => Ok(took.as_secs_f64() * 1e6 / number(count)),
            Some(finding) => Err(format!("the books do not verify: {finding:?}").into()),
        }
    };
    let baseline = move || {
        let (took, rows) = timed(|| scan(&connection))?;
        if rows < count {
            return Err(format!("{rows} rows were read, there are {count} transfers alone").into());
        }
        Ok(took.as_secs_f64() * 1e6 / number(count))
    };
    Ok(Sides::new(ours, baseline))
}
