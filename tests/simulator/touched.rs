//! What must hold of the records that a move touched, looked at after each: cheap, so that whatever breaks is
//! found where it broke.

use crate::support::World;
use paywright::storage::{Key, Reader, Record, Rows};
use paywright::{
    Account, AccountId, AccountState, AnyCommand, Effect, Event, Figures, Hold, HoldState, Operation, Order,
    Payment, Phase, Refund, RefundState, Transfer,
};
use std::collections::{BTreeMap, BTreeSet};

/// An account's bounds, what it held, and its state.
type Bounded = (Option<i64>, Option<i64>, Figures, AccountState);

/// Each account as it was after the last move.
#[derive(Default)]
pub struct Touched(BTreeMap<AccountId, Bounded>);

impl Touched {
    pub fn of(world: &World) -> Self {
        let accounts = world.all::<Account>();
        Self(accounts.into_iter().map(|account| (account.id, bounded(world, &account))).collect())
    }

    /// Looks at what these events wrote.
    pub fn looks(&mut self, world: &World, events: &[Event]) -> Result<(), String> {
        let transfers = posted(world, events);
        self.frozen(events, &transfers)?;
        events.iter().try_for_each(|event| reported(world, event))?;
        let mut accounts: BTreeSet<AccountId> =
            transfers.iter().flat_map(|transfer| [transfer.debit, transfer.credit]).collect();
        for change in events.iter().flat_map(|event| &event.changes) {
            match change.table {
                "accounts" => drop(accounts.insert(change.id.parse().map_err(|_| change.id.clone())?)),
                "orders" => order(&found::<Order>(world, &change.id)?)?,
                "payments" => payment(world, &found::<Payment>(world, &change.id)?)?,
                "refunds" => refund(&found::<Refund>(world, &change.id)?)?,
                "operations" => operation(&found::<Operation>(world, &change.id)?)?,
                "holds" => hold(&found::<Hold>(world, &change.id)?)?,
                _ => {}
            }
        }
        self.balances(world, &accounts)
    }

    /// Nothing was posted to an account that was closed, or frozen on that side. Where its state changed too,
    /// nothing can be said.
    fn frozen(&self, events: &[Event], transfers: &[Transfer]) -> Result<(), String> {
        let changes = events.iter().flat_map(|event| &event.changes);
        let changed: BTreeSet<&String> = changes.map(|change| &change.id).collect();
        let moves = |transfer: &&Transfer| {
            matches!(transfer.phase, Phase::Posted | Phase::Pending | Phase::PostsPending)
        };
        for transfer in transfers.iter().filter(moves) {
            for (account, open) in
                [(transfer.debit, AccountState::CreditsFrozen), (transfer.credit, AccountState::DebitsFrozen)]
            {
                let state = self.0.get(&account).map_or(AccountState::Open, |before| before.3);
                let may = state == AccountState::Open || state == open;
                holds(may || changed.contains(&account.to_string()), "posted to what is frozen", transfer)?;
            }
        }
        Ok(())
    }

    /// What went from one account came to another, and no transfer makes the breach of a bound worse.
    fn balances(&mut self, world: &World, accounts: &BTreeSet<AccountId>) -> Result<(), String> {
        let mut sums: BTreeMap<String, (i128, i128)> = BTreeMap::new();
        for id in accounts {
            let account = found::<Account>(world, &id.to_string())?;
            let now = bounded(world, &account);
            let zero = Figures::zero(account.purpose.side());
            let before = self.0.insert(*id, now).unwrap_or((now.0, now.1, zero, now.3));
            let sum = sums.entry(account.currency.to_string()).or_default();
            sum.0 += (now.2.debits - before.2.debits) - (now.2.credits - before.2.credits);
            sum.1 += (now.2.pending_debits - before.2.pending_debits)
                - (now.2.pending_credits - before.2.pending_credits);
            no_worse(before, now).map_err(|what| format!("{what}: {account:?} {before:?} {now:?}"))?;
        }
        match sums.iter().find(|(_, sum)| **sum != (0, 0)) {
            Some((currency, sums)) => Err(format!("the books of {currency} are apart by {sums:?}")),
            None => Ok(()),
        }
    }
}

/// Where bounds changed too, nothing can be said.
fn no_worse(before: Bounded, now: Bounded) -> Result<(), &'static str> {
    if (before.0, before.1) != (now.0, now.1) {
        return Ok(());
    }
    let (least, most) = (now.0.map(i128::from), now.1.map(i128::from));
    let [available, earlier] = [now.2, before.2].map(|figures| figures.available());
    if least.is_some_and(|least| available < earlier && available < least) {
        return Err("less is available than may be");
    }
    let [ceiling, earlier] = [now.2, before.2].map(|figures| figures.ceiling());
    if most.is_some_and(|most| ceiling > earlier && ceiling > most) {
        return Err("more is held than may be");
    }
    Ok(())
}

fn bounded(world: &World, account: &Account) -> Bounded {
    let figures = world.eye().balance(account.id).unwrap().unwrap();
    (account.min_available, account.max_balance, figures, account.state)
}

/// What these events posted.
fn posted(world: &World, events: &[Event]) -> Vec<Transfer> {
    let mut keys = Vec::new();
    for added in events.iter().filter_map(|event| event.transfers) {
        let first = added.first.as_int();
        keys.extend((0..i64::try_from(added.count).unwrap()).map(|nth| Key::Int(first + nth)));
    }
    let mut rows = Rows::new(Transfer::TABLE);
    world.storage.load(Transfer::TABLE, &keys, &mut rows).unwrap();
    assert_eq!(rows.len(), keys.len(), "transfers that the journal names are not there");
    (0..rows.len()).map(|i| Transfer::read(&mut rows.reader(i)).unwrap()).collect()
}

fn found<R: paywright::engine::Shelved>(world: &World, id: &str) -> Result<R, String>
where
    R::Id: std::str::FromStr,
{
    let parsed = id.parse().map_err(|_| format!("{id} is no id"))?;
    world.eye().get::<R>(parsed).unwrap().ok_or_else(|| format!("{id} is written and not there"))
}

fn holds(holds: bool, what: &str, record: &impl std::fmt::Debug) -> Result<(), String> {
    if holds { Ok(()) } else { Err(format!("{what}: {record:?}")) }
}

/// What a channel says moves money when the operation comes to another state, and never again.
fn reported(world: &World, event: &Event) -> Result<(), String> {
    let operation = match &event.command {
        AnyCommand::ObserveOperation(said) => said.operation,
        AnyCommand::CompleteEffect(said) => found::<Effect>(world, &said.effect.to_string())?.operation,
        _ => return Ok(()),
    };
    let id = operation.to_string();
    let moved = event.changes.iter().any(|change| change.id == id && !change.edges.is_empty());
    holds(moved || event.transfers.is_none(), "money moves for what was known", event)
}

fn order(order: &Order) -> Result<(), String> {
    let most = order.paid + order.in_flight;
    holds(order.due().minor() >= 0, "more is paid than was asked", order)?;
    holds(order.paid >= 0 && order.in_flight >= 0 && most <= order.total.minor(), "paid in excess", order)?;
    let back = order.refunded >= 0 && order.refunds_reserved >= 0;
    holds(back, "less than nothing is refunded", order)
}

fn payment(world: &World, payment: &Payment) -> Result<(), String> {
    let part = world.part(payment.id);
    let on_part = (part.amount, part.captured, part.refunded, part.refunds_reserved);
    let on_payment = (payment.amount, payment.captured, payment.refunded, payment.refunds_reserved);
    holds(on_part == on_payment, "a payment and its part are apart", &(payment, part))?;
    holds(payment.captured <= payment.authorised, "more is captured than authorised", payment)?;
    let most = payment.captured + payment.refunded_in_excess;
    holds(payment.refunded + payment.refunds_reserved <= most, "more goes back than came", payment)?;
    let reserved = |refund: &&Refund| refund.payment == payment.id && !is_over(refund);
    let refunds = world.all::<Refund>();
    let reserved: i64 = refunds.iter().filter(reserved).map(|refund| refund.amount.minor()).sum();
    holds(payment.refunds_reserved == reserved, "reserved for no refund", payment)?;
    holds(payment.due_at == payment.due(), "it is due at another time", payment)
}

fn refund(refund: &Refund) -> Result<(), String> {
    holds(!(is_over(refund) && refund.hold.is_some()), "it is over and reserves money", refund)
}

const fn is_over(refund: &Refund) -> bool {
    use RefundState::{Cancelled, Closed, Rejected, Succeeded};
    matches!(refund.state, Succeeded | Rejected | Cancelled | Closed)
}

fn operation(operation: &Operation) -> Result<(), String> {
    holds(operation.is_unfinished() || operation.due_at.is_none(), "it is over and due", operation)
}

fn hold(hold: &Hold) -> Result<(), String> {
    holds(hold.state == HoldState::Open || hold.due_at.is_none(), "it is over and due", hold)
}
