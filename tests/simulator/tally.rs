//! What came of all that was asked, command by command, and what struck.

use crate::day::Said;
use crate::exempt;
use paywright::{Acceptance, ErrorKind, Event, Fault};
use paywright_testing::StorageFault;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write};

/// What came of one command, from the left to the right of the report.
pub const OUTCOMES: [&str; 5] = ["new", "unchanged", "replayed", "refused", "failed"];

/// Counts of one world or of many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub seeds: u64,
    pub steps: u64,
    pub restarts: u64,
    /// Of each command and outcome.
    pub outcomes: BTreeMap<(&'static str, &'static str), u64>,
    /// Of each command and code of a refusal, and of each code of a failure.
    pub codes: BTreeMap<(&'static str, &'static str), u64>,
    pub faults: BTreeMap<StorageFault, u64>,
    /// Edges of the machines that were taken.
    pub edges: BTreeSet<u16>,
}

impl Tally {
    pub fn hears(&mut self, said: &[Said]) {
        for said in said {
            match said {
                // All are answered with what one of them met.
                Said::Answer { answer: Err(_), alone: false, .. } => {}
                Said::Answer { asked, answer, .. } => {
                    let outcome = match answer {
                        Ok(answer) => match answer.acceptance {
                            Acceptance::New => "new",
                            Acceptance::Unchanged => "unchanged",
                            Acceptance::Replayed => "replayed",
                        },
                        Err(error) if error.kind() == ErrorKind::Refused => "refused",
                        Err(_) => "failed",
                    };
                    *self.outcomes.entry((asked.name(), outcome)).or_default() += 1;
                    if let Err(error) = answer {
                        *self.codes.entry((asked.name(), error.code())).or_default() += 1;
                    }
                }
                Said::Host { call, error: Some(error) } => {
                    *self.codes.entry((call, error.code())).or_default() += 1;
                }
                Said::Host { error: None, .. } => {}
            }
        }
    }

    pub fn reads(&mut self, events: &[Event]) {
        let edges = events.iter().flat_map(|event| &event.changes).flat_map(|change| &change.edges);
        self.edges.extend(edges.map(|edge| edge.tag));
    }

    pub fn strikes(&mut self, counts: impl Iterator<Item = (StorageFault, u64)>) {
        for (fault, count) in counts {
            *self.faults.entry(fault).or_default() += count;
        }
    }

    pub fn adds(&mut self, other: &Self) {
        self.seeds += other.seeds;
        self.steps += other.steps;
        self.restarts += other.restarts;
        other.outcomes.iter().for_each(|(key, count)| *self.outcomes.entry(*key).or_default() += count);
        other.codes.iter().for_each(|(key, count)| *self.codes.entry(*key).or_default() += count);
        self.strikes(other.faults.iter().map(|(fault, count)| (*fault, *count)));
        self.edges.extend(&other.edges);
    }

    pub fn of(&self, command: &str, outcome: &str) -> u64 {
        let of = |(key, count): (&(&str, &str), &u64)| (*key == (command, outcome)).then_some(*count);
        self.outcomes.iter().find_map(of).unwrap_or(0)
    }

    /// Each outcome that never came though nothing exempts it, and each that came though it cannot.
    pub fn gaps(&self) -> Vec<String> {
        let mut gaps = Vec::new();
        for spec in paywright::engine::commands() {
            for outcome in OUTCOMES {
                let exempt = match outcome {
                    "new" | "replayed" => exempt::NEVER_NEW.iter().any(|(name, _)| *name == spec.name),
                    "unchanged" => exempt::NEVER_UNCHANGED.contains(&spec.name),
                    "refused" => spec.refusals.iter().all(|code| exempt::SWEPT.contains(code)),
                    _ => false,
                };
                let came = self.of(spec.name, outcome) > 0;
                if came && exempt && outcome == "unchanged" {
                    gaps.push(format!("{} was {outcome}, and cannot be", spec.name));
                } else if !came && !exempt {
                    gaps.push(format!("{} was never {outcome}", spec.name));
                }
            }
            for code in spec.refusals.iter().filter(|code| !exempt::SWEPT.contains(code)) {
                let exempt = exempt::CELLS.iter().any(|(name, of, _)| (*name, *of) == (spec.name, *code));
                if !exempt && !self.codes.contains_key(&(spec.name, code.spec().code)) {
                    gaps.push(format!("{} was never refused for {code}", spec.name));
                }
            }
        }
        let came = |code: &str| self.codes.keys().any(|(_, of)| *of == code);
        for fault in Fault::ALL.iter().filter(|fault| !exempt::FAULTS.iter().any(|(of, _)| of == *fault)) {
            if !came(fault.spec().code) {
                gaps.push(format!("nothing was answered {fault}"));
            }
        }
        let struck = |fault: &StorageFault| self.faults.get(fault).is_some_and(|count| *count > 0);
        gaps.extend(
            StorageFault::ALL
                .iter()
                .filter(|fault| !struck(fault))
                .map(|fault| format!("{fault} never struck")),
        );
        gaps
    }

    fn sum(&self, outcomes: &[&str]) -> u64 {
        self.outcomes.iter().filter(|((_, of), _)| outcomes.contains(of)).map(|(_, count)| count).sum()
    }

    /// All counts in one line.
    pub fn line(&self, defects: u64) -> String {
        let accepted = self.sum(&OUTCOMES[..3]);
        let (refused, failed) = (self.sum(&["refused"]), self.sum(&["failed"]));
        let struck: u64 = self.faults.values().sum();
        format!(
            "simulated: {} worlds, {} steps, {} restarts; {accepted} accepted, {refused} refused, \
             {failed} failed; {struck} faults struck, {} edges taken; {defects} defects found",
            self.seeds,
            self.steps,
            self.restarts,
            self.edges.len()
        )
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<24}", "command")?;
        OUTCOMES.iter().try_for_each(|outcome| write!(f, "{outcome:>10}"))?;
        writeln!(f)?;
        for spec in paywright::engine::commands() {
            write!(f, "{:<24}", spec.name)?;
            OUTCOMES.iter().try_for_each(|outcome| write!(f, "{:>10}", self.of(spec.name, outcome)))?;
            let mut codes = String::new();
            for ((_, code), count) in self.codes.iter().filter(|((of, _), _)| *of == spec.name) {
                write!(codes, "  {code} {count}")?;
            }
            writeln!(f, "{codes}")?;
        }
        let calls =
            self.codes.iter().filter(|((of, _), _)| ["claim", "recover", "tick", "open"].contains(of));
        for ((call, code), count) in calls {
            writeln!(f, "{call:<24}{code} {count}")?;
        }
        for fault in StorageFault::ALL {
            writeln!(f, "{:<24}{:>10}", fault.name(), self.faults.get(&fault).copied().unwrap_or(0))?;
        }
        Ok(())
    }
}
