//! A world in which something was found, made as small as it goes with the same thing found.

use crate::moves::{Move, Plan};
use crate::run::{Finding, run};
use crate::support::Backend;

/// A world is told again so often at most.
const RUNS: usize = 3_000;

/// The smallest world that was come to, and what is found in it.
pub fn shrink(plan: &Plan, finding: &Finding) -> (Plan, Finding) {
    let mut small = Shrunk { plan: plan.clone(), finding: finding.clone(), runs: 0 };
    small.plan.moves.truncate(finding.step);
    if plan.backend == Backend::Sqlite {
        small.tries(Plan { backend: Backend::Memory, ..small.plan.clone() });
    }
    // Where exactly did it break?
    small.tries(Plan { look: 1, ..small.plan.clone() });
    small.plan.look = plan.look;
    small.leaves_moves_out();
    small.tries(Plan { off: vec![0], ..small.plan.clone() });
    small.begins_with_less();
    small.simplifies_moves();
    small.leaves_moves_out();
    small.begins_with_less();
    (small.plan, small.finding)
}

struct Shrunk {
    plan: Plan,
    finding: Finding,
    runs: usize,
}

impl Shrunk {
    /// Keeps the smaller world where the same is found in it.
    fn tries(&mut self, smaller: Plan) -> bool {
        self.runs += 1;
        match run(&smaller).1 {
            Some(finding) if finding.kind == self.finding.kind => {
                self.plan = smaller;
                self.plan.moves.truncate(finding.step);
                self.finding = finding;
                true
            }
            _ => false,
        }
    }

    fn begins_with_less(&mut self) {
        for nth in (0..self.plan.begins.len()).rev() {
            let mut begins = self.plan.begins.clone();
            begins.remove(nth);
            self.tries(Plan { begins, ..self.plan.clone() });
        }
    }

    /// Each move as simple as it goes.
    fn simplifies_moves(&mut self) {
        let mut nth = 0;
        while let Some(one) = self.plan.moves.get(nth).filter(|_| self.runs < RUNS) {
            let simplified = simpler(one).into_iter().any(|one| {
                let mut moves = self.plan.moves.clone();
                moves[nth] = one;
                self.tries(Plan { moves, ..self.plan.clone() })
            });
            nth += usize::from(!simplified);
        }
    }

    /// Halves first, then smaller parts, then single moves, until none can be left out.
    fn leaves_moves_out(&mut self) {
        let mut part = self.plan.moves.len().div_ceil(2);
        while part > 0 && self.runs < RUNS {
            let mut from = self.plan.moves.len();
            let mut shorter = false;
            while from > 0 && self.runs < RUNS {
                let begin = from.saturating_sub(part);
                let mut moves = self.plan.moves.clone();
                moves.drain(begin..from.min(moves.len()));
                shorter |= self.tries(Plan { moves, ..self.plan.clone() });
                from = begin.min(self.plan.moves.len());
            }
            part = if shorter && part == 1 { 1 } else { part / 2 };
        }
    }
}

/// The same with less in it.
fn simpler((by, what): &(u8, Move)) -> Vec<(u8, Move)> {
    let whats = match what {
        Move::Hurry(_, step) | Move::Glitch(_, step) => vec![Move::Step(step.clone())],
        Move::Batch(choices) => {
            let without = |nth| {
                let mut choices = choices.clone();
                choices.remove(nth);
                Move::Batch(choices)
            };
            (0..choices.len()).map(without).collect()
        }
        Move::Fault { fault, times, outage } => {
            let less = [(1, 0), (*times, 0), (1, *outage)].into_iter();
            less.filter(|less| less != &(*times, *outage))
                .map(|(times, outage)| Move::Fault { fault: *fault, times, outage })
                .collect()
        }
        _ => Vec::new(),
    };
    let by_first = (*by > 0).then(|| (0, what.clone()));
    by_first.into_iter().chain(whats.into_iter().map(|what| (*by, what))).collect()
}
