//! A ledger's past, made at random by three engines, and what it comes to when all of it is added up.

use crate::support::dice::Dice;
use crate::support::shop::{pence, wallet};
use crate::support::{World, gbp};
use paywright::journal::Lane;
use paywright::{
    Account, AccountId, AccountKey, Cut, Figures, Hold, HoldState, NewTransfer, OpenAccount, Phase,
    PostTransfers, Posting, Purpose, Side, Timestamp, Transfer, TransferId, TransferKind, TrialLine,
};
use std::collections::HashMap;

pub const RENT: TransferKind = TransferKind(1_000);

/// Accounts, guarded and shared, and what was true at some moments.
pub struct Past {
    pub accounts: Vec<AccountId>,
    pub moments: Vec<Moment>,
}

/// A cut, and what was answered when it was taken.
pub struct Moment {
    pub cut: Cut,
    pub figures: Vec<Figures>,
    pub trial: Vec<TrialLine>,
}

impl Past {
    /// So many steps, each by one of three engines: transfers posted, held, dated back, in chains; holds
    /// posted in part, voided, expired; restarts.
    pub fn of(world: &World, seed: u64, steps: u32) -> Self {
        let open = |key: AccountKey| world.done(OpenAccount::new(key)).id;
        let platform = |purpose| open(AccountKey::platform(purpose, gbp()));
        let users = ["one", "two"].map(|name| open(wallet(world.user(name))));
        let accounts =
            [users.as_slice(), &[Purpose::Bank, Purpose::Equity, Purpose::Suspense].map(platform)].concat();
        let mut engines = [world.colleague("anna"), world.colleague("ben"), world.beside("cleo")];
        let mut past = Self { accounts, moments: Vec::new() };
        let mut dice = Dice::new(seed);
        past.notes(world);
        let fund = |wallet: &AccountId| NewTransfer::posted(past.accounts[2], *wallet, pence(5_000));
        world.done(PostTransfers::new(past.accounts[..2].iter().map(fund).collect::<Vec<_>>()));
        for _ in 0..steps {
            let seconds = i64::try_from(dice.below(3)).unwrap();
            [&world.clock, &engines[2].clock].into_iter().for_each(|clock| clock.moves(seconds));
            let by = usize::try_from(dice.below(3)).unwrap();
            if dice.once_in(20) {
                engines[by] = engines[by].reopened();
            }
            if dice.once_in(8) {
                engines[by].engine.tick().unwrap();
            }
            past.posts(&engines[by], &mut dice);
            if dice.once_in(10) {
                past.notes(world);
            }
        }
        past.notes(world);
        assert!(steps < 100 || world.all::<Lane>().len() > 2, "the engines shared their lanes");
        past
    }

    fn posts(&self, by: &World, dice: &mut Dice) {
        let mut open: Vec<Hold> = by.all();
        open.retain(|hold| hold.state == HoldState::Open);
        let count = 1 + dice.below(11);
        let mut transfers: Vec<NewTransfer> =
            (0..count).map(|_| self.transfer(by.clock.reads(), &mut open, dice)).collect();
        // The engines have one seed: ids of their own making could meet.
        transfers.iter_mut().for_each(|transfer| transfer.id = Some(TransferId::derived(&by.fresh_key())));
        let last = transfers.len() - 1;
        transfers[..last].iter_mut().for_each(|transfer| transfer.chained = dice.once_in(4));
        by.done(PostTransfers::new(transfers));
    }

    fn transfer(&self, now: Timestamp, open: &mut Vec<Hold>, dice: &mut Dice) -> NewTransfer {
        let (from, apart) = (dice.below(5), 1 + dice.below(4));
        let [from, to] = [from, (from + apart) % 5].map(|nth| self.accounts[usize::try_from(nth).unwrap()]);
        let amount = pence(1 + i64::try_from(dice.below(40)).unwrap());
        let (then, soon) = (i64::try_from(dice.below(200)).unwrap(), i64::try_from(dice.below(60)).unwrap());
        let hold = open.pop().filter(|_| dice.once_in(2));
        let transfer = match (dice.below(8), hold) {
            (0, Some(hold)) => NewTransfer::void_pending(hold.id),
            (_, Some(hold)) => {
                let part = (1 + i64::try_from(dice.below(40)).unwrap()).min(hold.amount);
                NewTransfer::post_pending(hold.id, Some(pence(part)).filter(|_| dice.once_in(2)))
            }
            (0 | 1, None) => {
                let expires_at = Some(now.plus_seconds(1 + soon)).filter(|_| dice.once_in(2));
                let posting = Posting::Pending { debit: from, credit: to, amount, expires_at };
                NewTransfer { posting, ..NewTransfer::pending(from, to, amount) }
            }
            (2, None) => NewTransfer::as_far_as_available(from, to, amount),
            (_, None) => NewTransfer::posted(from, to, amount),
        };
        let moves = !matches!(transfer.posting, Posting::Pending { .. } | Posting::VoidPending { .. });
        let kind = if dice.once_in(5) { RENT } else { TransferKind::GENERAL };
        let effective_at = Some(now.plus_seconds(-1 - then)).filter(|_| moves && dice.once_in(4));
        NewTransfer { kind, effective_at, ..transfer }
    }

    fn notes(&mut self, world: &World) {
        let figures = |account: &AccountId| world.engine.balance(*account).unwrap().unwrap();
        let figures = self.accounts.iter().map(figures).collect();
        let trial = world.engine.trial_balance().unwrap();
        self.moments.push(Moment { cut: world.engine.cut().unwrap(), figures, trial });
    }
}

/// All transfers in the order in which they were recorded, and what each hold held.
pub struct Told {
    pub transfers: Vec<Transfer>,
    held: HashMap<TransferId, i64>,
}

impl Told {
    pub fn by(world: &World) -> Self {
        let mut transfers: Vec<Transfer> = world.all();
        transfers.sort_by_key(|transfer| (transfer.recorded_at, transfer.position));
        let held = world.all::<Hold>().into_iter().map(|hold| (hold.id, hold.amount)).collect();
        Self { transfers, held }
    }

    /// What an account holds by the transfers that count, each for the phases that are asked for.
    pub fn figures(&self, account: &Account, posted: impl Fn(&Transfer) -> bool) -> Figures {
        self.figures_with(account, &posted, &posted)
    }

    pub fn figures_with(
        &self,
        account: &Account,
        posted: &dyn Fn(&Transfer) -> bool,
        pending: &dyn Fn(&Transfer) -> bool,
    ) -> Figures {
        let mut figures = Figures::zero(account.purpose.side());
        for transfer in &self.transfers {
            let (sum, held) = match transfer.side_of(account.id) {
                Some(Side::Debit) => (&mut figures.debits, &mut figures.pending_debits),
                Some(Side::Credit) => (&mut figures.credits, &mut figures.pending_credits),
                None => continue,
            };
            if posted(transfer) && transfer.phase.moves_money() {
                *sum += i128::from(transfer.amount);
            }
            if pending(transfer) {
                *held += match transfer.phase {
                    Phase::Posted => 0,
                    Phase::Pending => i128::from(transfer.amount),
                    _ => -i128::from(self.held[&transfer.hold.unwrap()]),
                };
            }
        }
        figures
    }

    /// The lines of an account, each with the balance after it.
    pub fn lines(&self, account: &Account) -> Vec<(Transfer, i128)> {
        let mut balance = 0;
        let mut lines = Vec::new();
        for transfer in &self.transfers {
            let Some(side) = transfer.side_of(account.id) else { continue };
            let moved = if transfer.phase.moves_money() { i128::from(transfer.amount) } else { 0 };
            balance += if side == account.purpose.side() { moved } else { -moved };
            lines.push((transfer.clone(), balance));
        }
        lines
    }
}
