//! Everything that can be asked about a day when it is over, beside what adding all up gives.

use crate::journal::lines::{exported, import};
use crate::past::Told;
use crate::support::{Backend, World};
use paywright::storage::Direction::{Ascending, Descending};
use paywright::{
    Account, AccountId, AccountState, AccountsOf, AsOf, Cut, Figures, Owner, Purpose, StatementLine,
    StatementLines, StatementOf, Timestamp, Transfer, TransferKind, TrialLine,
};
use std::collections::BTreeSet;

/// A cut, and what was answered when it was taken.
pub struct Moment {
    cut: Cut,
    figures: Vec<(AccountId, Figures)>,
    trial: Vec<TrialLine>,
}

impl Moment {
    pub fn of(world: &World) -> Self {
        let figures = |account: Account| (account.id, world.engine.balance(account.id).unwrap().unwrap());
        let figures = world.all().into_iter().map(figures).collect();
        let trial = world.engine.trial_balance().unwrap();
        Self { cut: world.engine.cut().unwrap(), figures, trial }
    }
}

/// A line of zeros says as little as none.
fn told(mut lines: Vec<TrialLine>) -> Vec<TrialLine> {
    lines.retain(|line| line.figures != Figures::zero(line.purpose.side()));
    lines
}

pub fn moments_are_as_they_were(world: &World, moments: &[Moment]) {
    let accounts: Vec<Account> = world.all();
    for moment in moments {
        let at = AsOf::Cut(&moment.cut);
        assert_eq!(told(world.engine.trial_balance_at(&moment.cut).unwrap()), told(moment.trial.clone()));
        for account in &accounts {
            let then = moment.figures.iter().find(|(id, _)| *id == account.id);
            let then = then.map_or(Figures::zero(account.purpose.side()), |(_, figures)| *figures);
            assert_eq!(world.engine.balance_as_of(account.id, at).unwrap(), Some(then), "{}", account.id);
        }
        assert!(world.engine.verify(moment.cut.anchors()).unwrap().is_clean());
    }
}

pub fn statements_are_what_adding_up_gives(world: &World) {
    let told = Told::by(world);
    let middle = told.transfers.get(told.transfers.len() / 2).map(|transfer| transfer.recorded_at);
    for (nth, account) in world.all::<Account>().iter().enumerate() {
        let lines = told.lines(account);
        for (from, below) in [(None, None), (middle, None), (None, middle)] {
            for (kind, which) in
                [(None, StatementLines::All), (Some(TransferKind::CAPTURE), StatementLines::Posted)]
            {
                let limit = [3, 1, 7, 1_000][nth % 4];
                let of =
                    StatementOf { from, below, kind, lines: which, limit, ..StatementOf::new(account.id) };
                let shown = |(transfer, _): &&(Transfer, i128)| {
                    from.is_none_or(|from| transfer.recorded_at >= from)
                        && below.is_none_or(|below| transfer.recorded_at < below)
                        && kind.is_none_or(|kind| transfer.kind == kind)
                        && (which == StatementLines::All || transfer.phase.moves_money())
                };
                let mut expected: Vec<_> = lines.iter().filter(shown).cloned().collect();
                for direction in [Ascending, Descending] {
                    let found = all_lines(world, &StatementOf { direction, ..of.clone() });
                    let found: Vec<_> = found.into_iter().map(|line| (line.transfer, line.balance)).collect();
                    assert!(found == expected, "{direction:?} {of:?}\n{found:#?}\n{expected:#?}");
                    expected.reverse();
                }
            }
        }
    }
}

fn all_lines(world: &World, of: &StatementOf<'_>) -> Vec<StatementLine> {
    let (mut lines, mut after) = (Vec::new(), None);
    loop {
        let page = StatementOf { after: after.as_ref(), ..of.clone() };
        let page = world.engine.statement(&page).unwrap().unwrap();
        lines.extend(page.items);
        after = page.next;
        if after.is_none() {
            return lines;
        }
    }
}

pub fn the_past_is_what_adding_up_gives(world: &World) {
    let told = Told::by(world);
    let of = |transfer: &Transfer| [Some(transfer.recorded_at), transfer.effective_at];
    let times: BTreeSet<Timestamp> = told.transfers.iter().flat_map(of).flatten().collect();
    let step = times.len() / 12 + 1;
    let beside = |time: &Timestamp| [-1, 0].map(|micros| time.plus_micros(micros));
    let times: Vec<Timestamp> = times.iter().step_by(step).flat_map(beside).collect();
    for account in world.all::<Account>() {
        for time in &times {
            let recorded = |transfer: &Transfer| transfer.recorded_at <= *time;
            let counts = |transfer: &Transfer| {
                transfer.effective_at.unwrap_or(transfer.recorded_at).min(transfer.recorded_at) <= *time
            };
            let as_of = |at| world.engine.balance_as_of(account.id, at).unwrap().unwrap();
            assert_eq!(as_of(AsOf::Recorded(*time)), told.figures(&account, recorded), "{time} {account:?}");
            let expected = told.figures_with(&account, &counts, &recorded);
            assert_eq!(as_of(AsOf::Effective(*time)), expected, "{time} {account:?}");
        }
    }
}

pub fn lists_are_what_looking_at_all_gives(world: &World) {
    let mut everything: Vec<Account> = world.all();
    everything.sort_by_key(|account| account.id);
    let owners = everything.iter().step_by(3).map(|account| Some(account.owner)).chain([None]);
    let states = [None, Some(AccountState::Open), Some(AccountState::Frozen), Some(AccountState::Closed)];
    for owner in owners {
        for purpose in [None, Some(Purpose::Wallet), Some(Purpose::MerchantPending)] {
            for state in states {
                let fits = |account: &&Account| is_one(account, owner, purpose, state);
                let expected: Vec<Account> = everything.iter().filter(fits).cloned().collect();
                let of = AccountsOf { owner, purpose, state, limit: 3, ..AccountsOf::ALL };
                let (mut found, mut after) = (Vec::new(), None);
                loop {
                    let page = AccountsOf { after: after.as_ref(), ..of.clone() };
                    let page = world.engine.accounts(&page).unwrap();
                    found.extend(page.items);
                    after = page.next;
                    if after.is_none() {
                        break;
                    }
                }
                found.sort_by_key(|account: &Account| account.id);
                assert_eq!(found, expected, "{of:?}");
            }
        }
    }
}

fn is_one(
    account: &Account,
    owner: Option<Owner>,
    purpose: Option<Purpose>,
    state: Option<AccountState>,
) -> bool {
    owner.is_none_or(|owner| owner == account.owner)
        && purpose.is_none_or(|purpose| purpose == account.purpose)
        && state.is_none_or(|state| state == account.state)
}

pub fn it_is_played_again(world: &World) {
    let (lines, dump) = (exported(&world.engine), world.dump());
    for backend in Backend::ALL {
        let copy = World::seeded(backend, 6);
        import(&copy.engine, &lines).unwrap();
        dump.assert_unchanged(&copy.dump());
        assert!(exported(&copy.engine) == lines, "the copy is exported otherwise");
        assert!(copy.engine.verify(&[]).unwrap().is_clean());
    }
}
