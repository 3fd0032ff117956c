//! A world in which something was found, made as small as it goes with the same thing found.

use crate::moves::Plan;
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
    small.leaves_moves_out();
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

    /// Halves first, then smaller parts, then single moves, until none can be left out.
    fn leaves_moves_out(&mut self) {
        let mut part = self.plan.moves.len() / 2;
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
