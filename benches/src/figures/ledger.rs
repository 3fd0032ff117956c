//! Transfers: in one command a commit, or in a command each.

use crate::Outcome;
use crate::books::{Books, Template, all_new};
use crate::figure::Sides;
use crate::ground::Ground;
use crate::load::{self, Movement};
use crate::raw::{Layout, RawLedger};
use crate::work::Work;
use paywright::{Money, NewTransfer, PostTransfers, Request, TransferId};
use std::rc::Rc;

pub(super) fn batch_against_entries(ground: &Ground) -> Outcome<Sides> {
    sides(ground, Layout::Entries, one_command)
}

pub(super) fn batch_against_seq(ground: &Ground) -> Outcome<Sides> {
    sides(ground, Layout::Seq, one_command)
}

pub(super) fn commands_against_seq(ground: &Ground) -> Outcome<Sides> {
    sides(ground, Layout::Seq, a_command_each)
}

fn sides(ground: &Ground, layout: Layout, requests: fn(Vec<NewTransfer>) -> Vec<Request>) -> Outcome<Sides> {
    let template = Template::on(ground)?;
    let work = Rc::new(load::transfers(&ground.scale)?);
    let by_hand = Rc::clone(&work);
    let count = ground.scale.transfers * ground.scale.transfer_commits;
    let empty = RawLedger::template(ground, layout)?;
    let ours = move || {
        let shop = template.engine()?;
        let work = requests_of(&template.books, &work)?.map(requests);
        Ok(work.run(|requests| all_new(shop.engine.batch(requests)))?.rate(count))
    };
    let baseline = move || {
        let database = empty.copy()?;
        let mut ledger = RawLedger::open(database.path(), layout)?;
        Ok(by_hand.as_ref().as_ref().run(|movements| ledger.commit(movements))?.rate(count))
    };
    Ok(Sides::new(ours, baseline))
}

/// The transfers of each commit as the engine takes them.
pub(super) fn requests_of(books: &Books, work: &Work<Vec<Movement>>) -> Outcome<Work<Vec<NewTransfer>>> {
    work.as_ref().try_map(|movements| postings_of(books, movements))
}

/// The transfers of one commit as the engine takes them.
pub(crate) fn postings_of(books: &Books, movements: &[Movement]) -> Outcome<Vec<NewTransfer>> {
    let posting = |one: &Movement| -> Outcome<NewTransfer> {
        let (debit, credit) = (books.wallets[one.debit], books.wallets[one.credit]);
        let id = TransferId::from_bytes(one.id)?;
        Ok(NewTransfer::posted(debit, credit, Money::new(one.amount, books.currency)).with_id(id))
    };
    movements.iter().map(posting).collect()
}

pub(crate) fn one_command(transfers: Vec<NewTransfer>) -> Vec<Request> {
    vec![PostTransfers::new(transfers).into()]
}

fn a_command_each(transfers: Vec<NewTransfer>) -> Vec<Request> {
    transfers.into_iter().map(|transfer| PostTransfers::new([transfer]).into()).collect()
}
