//! Somebody in each process who serves one customer after the other, with every command that needs no
//! channel's answer, and asks for each until it is accepted.

use crate::business::Said;
use crate::child::say;
use crate::steps::{STEPS, Step, named};
use crate::support::World;
use paywright::Engine;
use std::collections::{BTreeMap, BTreeSet};
use std::thread::sleep;
use std::time::Duration;

/// Customers of one process.
const CUSTOMERS: u64 = 10_000;
/// What a server that restarts and processes that come and go may answer.
const PASSING: [&str; 4] = ["storage_unavailable", "outcome_unknown", "contended", "deadline_exceeded"];

fn steps() -> impl Iterator<Item = &'static Step> {
    STEPS.iter().filter(|step| step.lag == 0)
}

/// Until the process is killed.
pub fn serves(engine: &Engine, life: u64) {
    for customer in life * CUSTOMERS.. {
        for (key, request) in steps().map(|step| step.of(customer)) {
            loop {
                let said = Said::of(key.clone(), &engine.batch([request.clone()]).remove(0));
                say(&said);
                if said.is_accepted() {
                    break;
                }
                sleep(Duration::from_millis(100));
            }
        }
    }
}

/// The first id in the answer to each key that was heard of, ever.
#[derive(Default)]
pub struct Receipts(BTreeMap<String, String>);

impl Receipts {
    /// After these processes ended: what was answered is answered so again, and what was not is asked for
    /// and accepted, for each customer that was begun.
    #[track_caller]
    pub fn hold(&mut self, world: &World, said: &[Said]) {
        let said: Vec<&Said> = said.iter().filter(|said| named(&said.key).is_some()).collect();
        let (mut fresh, mut begun) = (BTreeSet::new(), BTreeSet::new());
        for said in said {
            begun.insert(named(&said.key).unwrap().1);
            if !said.is_kept() {
                let passes = said.is_accepted() || PASSING.contains(&&said.acceptance[..]);
                assert!(passes, "nothing stands in its way: {said:?}");
                continue;
            }
            let is_first = said.acceptance == "Replayed" || fresh.insert(&said.key);
            assert!(is_first, "it was new twice: {said:?}");
            let before = self.0.insert(said.key.clone(), said.id.clone());
            assert!(before.is_none_or(|before| before == said.id), "it has another id now: {said:?}");
        }
        for customer in begun {
            self.is_complete(world, customer);
        }
    }

    #[track_caller]
    fn is_complete(&mut self, world: &World, customer: u64) {
        let (keys, requests): (Vec<_>, Vec<_>) = steps().map(|step| step.of(customer)).unzip();
        for (key, answer) in keys.into_iter().zip(world.engine.batch(requests)) {
            let again = Said::of(key.clone(), &answer);
            match self.0.get(&key) {
                Some(id) => assert_eq!((&again.acceptance[..], &again.id), ("Replayed", id), "{key}"),
                None => assert!(again.is_accepted(), "{key} was never answered: {answer:?}"),
            }
            if again.is_kept() {
                self.0.insert(key, again.id);
            }
        }
    }

    /// All of it once more.
    #[track_caller]
    pub fn are_answered_again(&self, world: &World) {
        let customers: BTreeSet<u64> = self.0.keys().map(|key| named(key).unwrap().1).collect();
        for customer in customers {
            let (keys, requests): (Vec<_>, Vec<_>) =
                steps().map(|step| step.of(customer)).filter(|(key, _)| self.0.contains_key(key)).unzip();
            for (key, answer) in keys.into_iter().zip(world.engine.batch(requests)) {
                let again = Said::of(key.clone(), &answer);
                assert_eq!((&again.acceptance[..], &again.id), ("Replayed", &self.0[&key]), "{key}");
            }
        }
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }
}
