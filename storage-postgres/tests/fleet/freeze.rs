//! A freeze that has returned is never overtaken: whatever other engines were doing, from then on nothing
//! leaves the account.

use crate::place;
use crate::races::{credits, equity, opens, user};
use crate::steps::OPENING;
use crate::support::shop::{pence, wallet};
use crate::support::{Shared, World};
use paywright::{
    AccountId, AccountKey, Engine, FreezeAccount, NewTransfer, PostTransfers, TransferId, UnfreezeAccount,
};
use paywright_testing::PostgresServer;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::thread::{scope, sleep};
use std::time::Duration;

/// Engines that take money out of the account,
const SPENDERS: u64 = 4;
/// so many pennies a command, so that a commit takes its time,
const PENNIES: u64 = 30;
/// and how often it is frozen under them.
const FREEZES: u64 = 40;

fn world(server: &PostgresServer) -> World {
    World::on(Shared::new(place::storage(&server.address())), "one").unwrap()
}

/// What somebody wanted.
#[derive(Debug)]
struct Taken {
    /// When it was asked for, as all engines count.
    asked: u64,
    /// What left the account.
    pennies: usize,
    /// What stood in the way of the rest.
    refused: BTreeSet<String>,
}

/// Takes pennies until it is over.
fn takes(engine: &Engine, from: AccountId, name: &str, moments: &AtomicU64, over: &AtomicBool) -> Vec<Taken> {
    let mut all = Vec::new();
    for n in 0.. {
        if over.load(SeqCst) {
            break;
        }
        let key = format!("{name}-{n}");
        let penny = |p| {
            let id = TransferId::derived(&format!("{key}-{p}"));
            NewTransfer::posted(from, equity(), pence(1)).with_id(id)
        };
        let posts = PostTransfers::new((0..PENNIES).map(penny).collect::<Vec<_>>());
        let asked = moments.fetch_add(1, SeqCst);
        let mut taken = Taken { asked, pennies: 0, refused: BTreeSet::new() };
        match engine.request(posts).key(key).execute() {
            Ok(posted) => {
                let refused = posted.results.iter().filter_map(|result| result.as_ref().err());
                taken.refused = refused.map(|refused| refused.code.to_string()).collect();
                taken.pennies = posted.results.iter().filter(|result| result.is_ok()).count();
            }
            Err(error) => drop(taken.refused.insert(error.code().to_owned())),
        }
        all.push(taken);
    }
    all
}

/// Freezes it in the midst of that, and answers when that had returned, and what was on it at that moment.
fn freezes(world: &World, account: &AccountKey, moments: &AtomicU64) -> (u64, i128) {
    world.done(FreezeAccount::new(account.id()));
    let frozen = moments.fetch_add(1, SeqCst);
    (frozen, world.figures(account).balance())
}

#[test]
fn once_a_freeze_has_returned_nothing_leaves_the_account_whoever_was_on_the_way() {
    let server = place::server();
    let freezer = world(&server);
    for answer in freezer.engine.batch(OPENING.iter().map(|step| step.of(0).1)) {
        answer.unwrap();
    }
    let purse = wallet(user("purse", 1));
    opens(&freezer, &purse, 1);
    credits(&freezer, purse.id(), 1_000_000);
    let spenders: Vec<Engine> = (0..SPENDERS).map(|_| world(&server).engine).collect();
    let (mut before, mut after) = (0, 0);
    for round in 0..FREEZES {
        let (moments, over) = (&AtomicU64::new(0), &AtomicBool::new(false));
        let begun = freezer.figures(&purse).balance();
        let (frozen, left, taken) = scope(|scope| {
            let start = |(n, engine): (usize, _)| {
                let (from, name) = (purse.id(), format!("{round}-{n}"));
                scope.spawn(move || takes(engine, from, &name, moments, over))
            };
            let spenders: Vec<_> = spenders.iter().enumerate().map(start).collect();
            sleep(Duration::from_millis(20 + round));
            let (frozen, left) = freezes(&freezer, &purse, moments);
            sleep(Duration::from_millis(20));
            over.store(true, SeqCst);
            let taken: Vec<Taken> =
                spenders.into_iter().flat_map(|spender| spender.join().unwrap()).collect();
            (frozen, left, taken)
        });
        let late: Vec<&Taken> = taken.iter().filter(|one| one.asked > frozen).collect();
        let is_refused = |one: &Taken| one.pennies == 0 && one.refused.iter().eq(["account_not_open"]);
        let overtook = late.iter().find(|one| !is_refused(one));
        assert!(overtook.is_none(), "round {round}, frozen at {frozen}: {overtook:?}");
        // Who was asked before and answered afterwards had left before, or never did.
        let gone: usize = taken.iter().map(|one| one.pennies).sum();
        assert_eq!(freezer.figures(&purse).balance(), left, "round {round}: it left after the freeze");
        assert_eq!(begun - left, i128::try_from(gone).unwrap(), "round {round}");
        (before, after) = (before + gone, after + late.len());
        freezer.done(UnfreezeAccount::new(purse.id()));
    }
    println!("{before} transfers before, {after} commands refused after {FREEZES} freezes");
    assert!(before > 0 && after > 0, "{before} transfers before, {after} commands refused after");
    freezer.check();
}
