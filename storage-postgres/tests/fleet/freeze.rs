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
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::thread::{scope, sleep};
use std::time::Duration;

/// Engines that take money out of the account,
const SPENDERS: u64 = 4;
/// and how often it is frozen under them.
const FREEZES: u64 = 12;

fn world(server: &PostgresServer) -> World {
    World::on(Shared::new(place::storage(&server.address())), "one").unwrap()
}

/// A penny that somebody wanted.
#[derive(Debug)]
struct Taken {
    /// When it was asked for, as all engines count.
    asked: u64,
    /// Whether it left the account, or what stood in the way.
    answer: Result<(), String>,
}

/// Takes pennies, one a command, until it is over.
fn takes(engine: &Engine, from: AccountId, name: &str, moments: &AtomicU64, over: &AtomicBool) -> Vec<Taken> {
    let mut all = Vec::new();
    for n in 0.. {
        if over.load(SeqCst) {
            break;
        }
        let key = format!("{name}-{n}");
        let transfer = NewTransfer::posted(from, equity(), pence(1)).with_id(TransferId::derived(&key));
        let asked = moments.fetch_add(1, SeqCst);
        let answer = engine.request(PostTransfers::new([transfer])).key(key).execute();
        let answer = match answer {
            Ok(posted) => posted.results[0].clone().map(drop).map_err(|refused| refused.code.to_string()),
            Err(error) => Err(error.code().to_owned()),
        };
        all.push(Taken { asked, answer });
    }
    all
}

/// Freezes it in the midst of that, and answers when that had returned, and what was on it at that moment.
fn freezes(world: &World, account: &AccountKey, moments: &AtomicU64) -> (u64, i128) {
    world.done(FreezeAccount::new(account.id()));
    let frozen = moments.fetch_add(1, SeqCst);
    (frozen, world.newcomer().balance(account.id()).unwrap().unwrap().balance())
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
            sleep(Duration::from_millis(60 + round * 3));
            let (frozen, left) = freezes(&freezer, &purse, moments);
            sleep(Duration::from_millis(60));
            over.store(true, SeqCst);
            let taken: Vec<Taken> =
                spenders.into_iter().flat_map(|spender| spender.join().unwrap()).collect();
            (frozen, left, taken)
        });
        let late: Vec<&Taken> = taken.iter().filter(|one| one.asked > frozen).collect();
        let overtook = late.iter().find(|one| one.answer != Err("account_not_open".to_owned()));
        assert!(overtook.is_none(), "round {round}, frozen at {frozen}: {overtook:?}");
        // Who was asked before and answered afterwards had left before, or never did.
        let gone = taken.iter().filter(|one| one.answer.is_ok()).count();
        assert_eq!(freezer.figures(&purse).balance(), left, "round {round}: it left after the freeze");
        assert_eq!(begun - left, i128::try_from(gone).unwrap(), "round {round}");
        (before, after) = (before + gone, after + late.len());
        freezer.done(UnfreezeAccount::new(purse.id()));
    }
    println!("{before} transfers before, {after} refused after {FREEZES} freezes");
    assert!(before > 0 && after > 0, "{before} transfers before, {after} refused after");
    freezer.check();
}
