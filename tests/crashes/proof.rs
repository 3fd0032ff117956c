//! The proof that what many threads were answered is true: what was accepted is there once, what was refused
//! is not, and the wallets hold what all of it comes to.

use crate::business::Said;
use crate::calls::{Ask, Asker, Call, FILLED, NOTHING, TOP_UP, WALLETS, call_of, completion, said_of, user};
use crate::support::World;
use crate::support::shop::wallet;
use paywright::journal::IdempotencyKey;
use paywright::{Effect, Owner};
use std::collections::{BTreeMap, BTreeSet};

/// All that is known to have happened on one storage.
#[derive(Default)]
pub struct Proof {
    /// By key: the first id in its answer, and what it moved.
    kept: BTreeMap<String, (String, Vec<(u64, i64)>)>,
    pub counts: Counts,
}

/// How much was proved.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Answers that were heard: accepted,
    pub accepted: usize,
    /// refused, or late, with nothing changed,
    pub refused: usize,
    /// and those that left it open.
    pub open: usize,
    /// Requests that were done though nobody heard of it.
    pub unheard: usize,
}

/// What was heard of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Heard {
    Kept(String),
    Nothing,
    Open,
}

/// What was heard, and what is found afterwards.
struct Known<'a> {
    by_key: BTreeMap<&'a str, Vec<&'a Said>>,
    /// The keys of all requests that are there.
    there: BTreeSet<String>,
}

impl<'a> Known<'a> {
    fn of(world: &World, said: &'a [Said]) -> Self {
        let mut by_key: BTreeMap<&str, Vec<&Said>> = BTreeMap::new();
        said.iter().for_each(|said| by_key.entry(&said.key).or_default().push(said));
        let there = world.all::<IdempotencyKey>().into_iter().map(|used| used.key).collect();
        Self { by_key, there }
    }
}

/// All answers to one key come to this.
#[track_caller]
fn heard(answers: &[&Said], may_be_asked: bool) -> Heard {
    let ids: BTreeSet<&String> = answers.iter().filter(|said| said.is_kept()).map(|said| &said.id).collect();
    assert!(ids.len() <= 1, "{answers:?}");
    let new = answers.iter().filter(|said| said.acceptance == "New").count();
    assert!(new <= 1, "it was new twice: {answers:?}");
    match ids.first() {
        Some(id) => Heard::Kept((*id).clone()),
        None if may_be_asked || answers.iter().any(|said| said.id != NOTHING) => Heard::Open,
        None => Heard::Nothing,
    }
}

impl Proof {
    /// After all of these threads ended: their answers are true, and what was left open is asked again.
    #[track_caller]
    pub fn holds(&mut self, world: &World, askers: &[Asker], said: &[Said]) {
        let known = Known::of(world, said);
        for asker in askers {
            let own = |said: &&Said| {
                call_of(&said.key)
                    .is_some_and(|(life, thread, _)| (life, thread) == (asker.life, asker.thread))
            };
            let last = said.iter().filter(own).filter_map(|said| call_of(&said.key)).map(|(_, _, n)| n).max();
            let next = last.map_or(0, |last| last + 1);
            // One of these was asked, and perhaps not answered.
            let ahead: BTreeSet<String> = (next..next + AHEAD).map(|n| first_key(&asker.call(n))).collect();
            let mut seen = BTreeSet::new();
            for n in 0..next + AHEAD {
                let call = asker.call(n);
                let first = first_key(&call);
                let may_be_asked = ahead.contains(&first);
                if seen.insert(first) {
                    self.of_call(world, call, &known, may_be_asked);
                }
            }
        }
        for claim in said.iter().filter(|said| said.acceptance == "Claimed") {
            let mut ask = completion(claim).unwrap();
            ask.moves = topped_up(world, claim).map(|wallet| (wallet, TOP_UP)).into_iter().collect();
            self.of_call(world, Call { atomic: false, asks: vec![ask] }, &known, false);
        }
        self.is_complete(world);
    }

    #[track_caller]
    fn of_call(&mut self, world: &World, call: Call, known: &Known<'_>, may_be_asked: bool) {
        let there: Vec<bool> = call.asks.iter().map(|ask| known.there.contains(&ask.key)).collect();
        let how_many = there.iter().filter(|there| **there).count();
        let whole = !call.atomic || how_many == 0 || how_many == there.len();
        assert!(whole, "a part of an atomic call is there: {there:?} {call:?}");
        let mut is_open = false;
        for (ask, there) in call.asks.iter().zip(&there) {
            let answers = known.by_key.get(&ask.key[..]).map_or(&[][..], Vec::as_slice);
            self.count(answers);
            match heard(answers, may_be_asked || answers.is_empty()) {
                Heard::Kept(id) => {
                    assert!(there, "{} was accepted and is not there: {answers:?}", ask.key);
                    self.keep(ask, id);
                }
                Heard::Nothing => assert!(!there, "{} is there: {answers:?}", ask.key),
                Heard::Open => {
                    is_open = true;
                    self.counts.unheard += usize::from(*there);
                }
            }
        }
        if is_open {
            self.asks_again(world, &call, &there);
        }
    }

    /// What is there is answered as it was; the rest is new, or is refused.
    #[track_caller]
    fn asks_again(&mut self, world: &World, call: &Call, there: &[bool]) {
        let said = said_of(&world.engine, call.clone(), None);
        for ((ask, there), said) in call.asks.iter().zip(there).zip(said) {
            match (said.acceptance.as_str(), there) {
                ("Replayed", true) | ("New", false) => self.keep(ask, said.id),
                (_, false) if said.id == NOTHING => {}
                _ => panic!("asked again, there {there}: {said:?}"),
            }
        }
    }

    fn count(&mut self, answers: &[&Said]) {
        for said in answers {
            match said.id.as_str() {
                _ if said.is_accepted() => self.counts.accepted += 1,
                NOTHING => self.counts.refused += 1,
                _ => self.counts.open += 1,
            }
        }
    }

    #[track_caller]
    fn keep(&mut self, ask: &Ask, id: String) {
        let before = self.kept.insert(ask.key.clone(), (id.clone(), ask.moves.clone()));
        assert!(before.is_none_or(|(before, _)| before == id), "{} has another id now: {id}", ask.key);
    }

    /// The books are sound, and the wallets hold what everything comes to that is known to have happened.
    #[track_caller]
    fn is_complete(&self, world: &World) {
        let verification = world.engine.verify(&[]).unwrap();
        assert!(verification.is_clean(), "{:#?}", verification.findings);
        let mut expected: BTreeMap<u64, i128> = (0..WALLETS).map(|n| (n, i128::from(FILLED))).collect();
        for (wallet, amount) in self.kept.values().flat_map(|(_, moves)| moves) {
            *expected.entry(*wallet).or_default() += i128::from(*amount);
        }
        let found = |n: &u64| (*n, world.figures(&wallet(user(*n))).balance());
        assert_eq!(expected.keys().map(found).collect::<BTreeMap<_, _>>(), expected);
    }

    /// Every answer that was ever given, asked once more: the same.
    #[track_caller]
    pub fn is_answered_again(&self, world: &World, askers: &[Asker]) {
        let mut left: BTreeSet<&String> = self.kept.keys().collect();
        for asker in askers {
            let calls = (0..=self.last_of(asker)).flat_map(|n| asker.call(n).asks);
            let mut asks: Vec<Ask> = calls.filter(|ask| left.remove(&ask.key)).collect();
            while !asks.is_empty() {
                let rest = asks.split_off(asks.len().min(500));
                for said in said_of(&world.engine, Call { atomic: false, asks }, None) {
                    let kept = &self.kept[&said.key].0;
                    assert_eq!((&said.acceptance[..], &said.id), ("Replayed", kept), "{said:?}");
                }
                asks = rest;
            }
        }
        assert!(left.iter().all(|key| key.starts_with("done-")), "{left:?}");
    }

    fn last_of(&self, asker: &Asker) -> u64 {
        let calls = self.kept.keys().filter_map(|key| call_of(key));
        let own = calls.filter(|(life, thread, _)| (*life, *thread) == (asker.life, asker.thread));
        own.map(|(_, _, n)| n).max().unwrap_or(0)
    }
}

fn first_key(call: &Call) -> String {
    call.asks[0].key.clone()
}

/// The one that was asked last is among so many after the newest key that was heard of: calls that ask
/// earlier ones again have their keys.
const AHEAD: u64 = 8;

/// The wallet that a claimed charge fills, if it is one of those that all share.
fn topped_up(world: &World, claim: &Said) -> Option<u64> {
    let (effect, _) = claim.key["claim-".len()..].rsplit_once('-').unwrap();
    let effect = world.engine.get::<Effect>(effect.parse().unwrap()).unwrap().unwrap();
    let payment = world.payment(world.operation(effect.operation).payment);
    (0..WALLETS).find(|n| payment.receiver == Owner::User(user(*n)))
}
