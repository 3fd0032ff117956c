//! What accounts held at some moment: at a cut, as recorded until then, as effective from then.

use crate::past::{Past, Told};
use crate::support::shop::pence;
use crate::support::{Backend, World, gbp, on_both};
use paywright::{
    Account, AccountId, AccountKey, AsOf, Cut, Figures, NewTransfer, OpenAccount, PostTransfers, Purpose,
    Timestamp, Transfer, TrialLine,
};
use std::collections::BTreeMap;

on_both![
    at_a_cut_an_account_holds_what_it_held_when_it_was_taken,
    at_a_cut_debits_equal_credits_and_the_trial_balance_is_what_it_was,
    as_recorded_until_a_moment_it_holds_what_was_posted_until_then,
    as_effective_what_came_late_counts_from_its_own_date,
    the_cut_of_now_is_the_balance,
    before_everything_there_was_nothing,
    a_cut_of_another_storage_is_refused,
    an_account_that_came_later_held_nothing,
];

fn accounts(world: &World, past: &Past) -> Vec<Account> {
    past.accounts.iter().map(|id| world.engine.get::<Account>(*id).unwrap().unwrap()).collect()
}

fn as_of(world: &World, account: AccountId, at: AsOf<'_>) -> Figures {
    world.engine.balance_as_of(account, at).unwrap().unwrap()
}

fn at_a_cut_an_account_holds_what_it_held_when_it_was_taken(world: &World) {
    let past = Past::of(world, 1, 240);
    let again = world.reopened();
    for moment in &past.moments {
        for (account, figures) in past.accounts.iter().zip(&moment.figures) {
            assert_eq!(as_of(&again, *account, AsOf::Cut(&moment.cut)), *figures, "{account}");
        }
        // A cut survives its text.
        let kept: Cut = moment.cut.to_string().parse().unwrap();
        assert_eq!(as_of(&again, past.accounts[0], AsOf::Cut(&kept)), moment.figures[0]);
    }
}

fn at_a_cut_debits_equal_credits_and_the_trial_balance_is_what_it_was(world: &World) {
    let past = Past::of(world, 3, 160);
    // A line of zeros says as little as none.
    let told = |mut lines: Vec<TrialLine>| {
        lines.retain(|line| line.figures != Figures::zero(line.purpose.side()));
        lines
    };
    for moment in past.moments {
        let trial = world.engine.trial_balance_at(&moment.cut).unwrap();
        let mut sums: BTreeMap<_, (i128, i128)> = BTreeMap::new();
        for line in &trial {
            let sum = sums.entry(line.currency.to_string()).or_default();
            sum.0 += line.figures.debits - line.figures.credits;
            sum.1 += line.figures.pending_debits - line.figures.pending_credits;
        }
        assert!(sums.values().all(|sum| *sum == (0, 0)), "{sums:?}");
        assert_eq!(told(trial), told(moment.trial));
    }
    let now = world.engine.cut().unwrap();
    assert_eq!(world.engine.trial_balance_at(&now).unwrap(), world.engine.trial_balance().unwrap());
}

/// Every moment at which something was recorded, and those beside it.
fn moments(told: &Told) -> Vec<Timestamp> {
    let mut moments: Vec<Timestamp> = told
        .transfers
        .iter()
        .flat_map(|transfer| [-1, 0, 1].map(|micros| transfer.recorded_at.plus_micros(micros)))
        .collect();
    moments.dedup();
    moments.into_iter().step_by(7).collect()
}

fn as_recorded_until_a_moment_it_holds_what_was_posted_until_then(world: &World) {
    let past = Past::of(world, 4, 120);
    let told = Told::by(world);
    for account in accounts(world, &past) {
        for moment in moments(&told) {
            let expected = told.figures(&account, |transfer| transfer.recorded_at <= moment);
            assert_eq!(as_of(world, account.id, AsOf::Recorded(moment)), expected, "{moment}");
        }
    }
}

fn as_effective_what_came_late_counts_from_its_own_date(world: &World) {
    let past = Past::of(world, 5, 120);
    let told = Told::by(world);
    assert!(told.transfers.iter().filter(|transfer| transfer.effective_at.is_some()).count() > 50);
    let dates = told.transfers.iter().filter_map(|transfer| transfer.effective_at);
    let moments: Vec<Timestamp> = moments(&told).into_iter().chain(dates.step_by(5)).collect();
    for account in accounts(world, &past) {
        for moment in &moments {
            let counts = |transfer: &Transfer| {
                transfer.effective_at.unwrap_or(transfer.recorded_at).min(transfer.recorded_at) <= *moment
            };
            let recorded = |transfer: &Transfer| transfer.recorded_at <= *moment;
            let expected = told.figures_with(&account, &counts, &recorded);
            assert_eq!(as_of(world, account.id, AsOf::Effective(*moment)), expected, "{moment}");
        }
    }
}

fn the_cut_of_now_is_the_balance(world: &World) {
    let past = Past::of(world, 6, 60);
    let cut = world.engine.cut().unwrap();
    let ends = [Timestamp::from_micros(i64::MAX), world.clock.reads().plus_seconds(3_600)];
    for account in past.accounts {
        let now = world.engine.balance(account).unwrap().unwrap();
        assert_eq!(as_of(world, account, AsOf::Cut(&cut)), now);
        for end in ends {
            assert_eq!(as_of(world, account, AsOf::Recorded(end)), now);
            assert_eq!(as_of(world, account, AsOf::Effective(end)), now);
        }
    }
}

fn before_everything_there_was_nothing(world: &World) {
    let past = Past::of(world, 7, 20);
    for account in accounts(world, &past) {
        let nothing = Figures::zero(account.purpose.side());
        let start = Timestamp::from_micros(i64::MIN);
        for at in [AsOf::Cut(&Cut::START), AsOf::Recorded(start), AsOf::Effective(start)] {
            assert_eq!(as_of(world, account.id, at), nothing, "{at:?}");
        }
    }
    let lines = world.engine.trial_balance_at(&Cut::START).unwrap();
    assert!(lines.iter().all(|line| line.figures == Figures::zero(line.purpose.side())));
}

fn a_cut_of_another_storage_is_refused(world: &World) {
    let past = Past::of(world, 8, 5);
    let other = World::seeded(Backend::Memory, 99);
    other.user("somebody");
    let foreign = other.engine.cut().unwrap();
    let account = past.accounts[0];
    let error = world.engine.balance_as_of(account, AsOf::Cut(&foreign)).unwrap_err();
    assert_eq!(error.code(), "journal_forked", "{error}");
    assert_eq!(world.engine.trial_balance_at(&foreign).unwrap_err().code(), "journal_forked");
    let nobody = AccountId::derived("nobody");
    for at in [AsOf::Cut(&Cut::START), AsOf::Recorded(world.clock.reads())] {
        assert_eq!(world.engine.balance_as_of(nobody, at).unwrap(), None);
    }
}

fn an_account_that_came_later_held_nothing(world: &World) {
    let open = |purpose| world.done(OpenAccount::new(AccountKey::platform(purpose, gbp()))).id;
    let bank = open(Purpose::Bank);
    let before = world.engine.cut().unwrap();
    let equity = open(Purpose::Equity);
    world.done(PostTransfers::new([NewTransfer::posted(bank, equity, pence(100))]));
    for account in [bank, equity] {
        assert_eq!(as_of(world, account, AsOf::Cut(&before)).balance(), 0);
    }
}
