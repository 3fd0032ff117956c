//! A world in which something was found, made as small as it goes with the same thing found.

use crate::moves::{Plan, Tree};
use crate::run::{Finding, run};
use crate::support::Backend;
use proptest::strategy::ValueTree;

/// A world is told again so often at most.
const RUNS: usize = 3_000;

/// The smallest world that was come to, and what is found in it.
pub fn shrink(plan: &Plan, finding: &Finding) -> (Plan, Finding) {
    let kept = (0..plan.moves.len()).collect();
    let mut small = Shrunk { plan: plan.clone(), kept, finding: finding.clone(), runs: 0 };
    small.cuts(finding.step);
    if plan.ground.is_some() {
        small.tries(Plan { ground: None, ..small.plan.clone() });
    }
    if plan.backend == Backend::Sqlite {
        small.tries(Plan { backend: Backend::Memory, ..small.plan.clone() });
    }
    small.leaves_out();
    small.tries(Plan { off: vec![0], ..small.plan.clone() });
    small.simplifies_moves(plan);
    small.leaves_out();
    (small.plan, small.finding)
}

struct Shrunk {
    plan: Plan,
    /// Which of its moves are left.
    kept: Vec<usize>,
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
                self.cuts(finding.step);
                self.finding = finding;
                true
            }
            _ => false,
        }
    }

    /// Moves, and what it begins with, until nothing can be left out.
    fn leaves_out(&mut self) {
        loop {
            let before = self.plan.steps();
            // Where exactly did it break?
            let look = self.plan.look;
            self.tries(Plan { look: 1, ..self.plan.clone() });
            self.plan.look = look;
            self.leaves_moves_out();
            self.begins_with_less();
            if self.plan.steps() == before {
                return;
            }
        }
    }

    /// What comes after it does not matter.
    fn cuts(&mut self, step: usize) {
        self.plan.moves.truncate(step);
        self.kept.truncate(step);
    }

    fn begins_with_less(&mut self) {
        for nth in (0..self.plan.begins.len()).rev() {
            let mut begins = self.plan.begins.clone();
            begins.remove(nth);
            self.tries(Plan { begins, ..self.plan.clone() });
        }
    }

    /// Each move as simple as it goes: what it speaks of is then less often something else once others are
    /// left out.
    fn simplifies_moves(&mut self, whole: &Plan) {
        let (_, trees) = Plan::with_trees(whole.seed, whole.moves.len());
        let trees = trees.into_iter().enumerate().filter(|(nth, _)| self.kept.contains(nth));
        let trees: Vec<Tree> = trees.map(|(_, tree)| tree).collect();
        for (nth, mut tree) in trees.into_iter().enumerate() {
            let mut goes_on = tree.simplify();
            while goes_on && nth < self.plan.moves.len() && self.runs < RUNS {
                let mut moves = self.plan.moves.clone();
                moves[nth] = tree.current();
                let found = self.tries(Plan { moves, ..self.plan.clone() });
                goes_on = if found { tree.simplify() } else { tree.complicate() };
            }
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
                let kept = self.kept.clone();
                self.kept.drain(begin..from.min(kept.len()));
                if self.tries(Plan { moves, ..self.plan.clone() }) {
                    shorter = true;
                } else {
                    self.kept = kept;
                }
                from = begin.min(self.plan.moves.len());
            }
            part = if shorter && part == 1 { 1 } else { part / 2 };
        }
    }
}
