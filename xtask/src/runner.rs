//! Running stages: one after the other, output passed through while the tests in it are counted.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::process;
use crate::report;
use crate::stage::{Stage, Step};
use crate::tally::Tally;

/// What becomes of a stage whose tools are not here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Absent {
    Skips,
    Fails,
}

/// How one stage ended.
#[derive(Debug)]
pub struct Outcome {
    pub name: &'static str,
    pub took: Duration,
    pub tests: Tally,
    pub verdict: Verdict,
}

/// Whether a stage is well; the sentences are for a person.
#[derive(Debug, PartialEq)]
pub enum Verdict {
    Passed,
    Failed(String),
    Skipped(String),
}

impl Verdict {
    pub fn is_failure(&self) -> bool {
        matches!(self, Self::Failed(_))
    }
}

/// Runs all stages; a failed one does not keep the next from running.
///
/// # Errors
/// Only when `out` cannot be written.
pub fn run(stages: &[Stage], absent: Absent, out: &mut impl Write) -> io::Result<Vec<Outcome>> {
    let mut outcomes = Vec::with_capacity(stages.len());
    for stage in stages {
        let outcome = run_stage(stage, absent, out)?;
        writeln!(out, "{}", report::line(&outcome))?;
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

fn run_stage(stage: &Stage, absent: Absent, out: &mut impl Write) -> io::Result<Outcome> {
    let started = Instant::now();
    let mut tests = Tally::default();
    let mut verdict = match lacking(stage) {
        None => Verdict::Passed,
        Some(reason) if absent == Absent::Skips => Verdict::Skipped(reason),
        Some(reason) => Verdict::Failed(reason),
    };
    if verdict == Verdict::Passed {
        for step in stage.steps {
            writeln!(out, "\n{}: {step}", stage.name)?;
            out.flush()?;
            if let Some(reason) = run_step(step, &mut tests, out)? {
                verdict = Verdict::Failed(reason);
                break;
            }
        }
    }
    // What could not even be built counts as one failed test: a red run never ends with "0 failed".
    if verdict.is_failure() && tests.failed == 0 {
        tests.failed = 1;
    }
    Ok(Outcome { name: stage.name, took: started.elapsed(), tests, verdict })
}

fn lacking(stage: &Stage) -> Option<String> {
    let reasons: Vec<String> = stage.tools.iter().filter_map(|tool| tool.lacking()).collect();
    (!reasons.is_empty()).then(|| reasons.join("; "))
}

/// Runs one command at the top of the workspace, with nothing on its standard input. Answers why it failed.
fn run_step(step: &Step, tests: &mut Tally, out: &mut impl Write) -> io::Result<Option<String>> {
    let Some((program, arguments)) = step.words.split_first() else {
        return Ok(Some("a step of this stage has no command".to_owned()));
    };
    let mut command = process::command(program);
    command.args(arguments).envs(step.environment.iter().copied()).current_dir(process::top());
    let mut child = match command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn() {
        Ok(child) => child,
        Err(error) => return Ok(Some(format!("`{step}` could not be started: {error}"))),
    };
    if let Some(stdout) = child.stdout.take() {
        pass_through(BufReader::new(stdout), tests, out)?;
    }
    let status = child.wait()?;
    Ok(if status.success() { None } else { Some(format!("`{step}` {}", ended(status))) })
}

/// Copies each line as it comes and counts the tests it reports.
fn pass_through(mut from: impl BufRead, tests: &mut Tally, out: &mut impl Write) -> io::Result<()> {
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line)? > 0 {
        out.write_all(&line)?;
        out.flush()?;
        if let Some(tally) = Tally::of_line(&String::from_utf8_lossy(&line)) {
            *tests += tally;
        }
        line.clear();
    }
    Ok(())
}

fn ended(status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("ended with exit code {code}"),
        None => format!("was stopped: {status}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tool::Tool;

    const NOWHERE: Tool =
        Tool { name: "maturin", probe: &["no-such-program-here"], install: "pip install maturin" };
    const WELL: Step = Step { environment: &[], words: &["cargo", "--version"] };
    const BAD: Step = Step { environment: &[], words: &["cargo", "no-such-subcommand"] };

    fn outcomes(stages: &[Stage], absent: Absent) -> Vec<Outcome> {
        run(stages, absent, &mut Vec::new()).expect("a vector can be written")
    }

    #[test]
    fn output_is_passed_on_whole_and_counted() {
        let said = "running 2 tests\n\
                    test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured\n\
                    \n\
                    test result: FAILED. 1 passed; 3 failed; 1 ignored; 0 measured\n\
                    no newline at the end";
        let (mut tests, mut out) = (Tally::default(), Vec::new());
        pass_through(said.as_bytes(), &mut tests, &mut out).expect("a vector can be written");
        assert_eq!(out, said.as_bytes());
        assert_eq!(tests, Tally { passed: 3, failed: 3, ignored: 1 });
    }

    #[test]
    fn output_that_is_not_text_is_passed_on_too() {
        let said = b"\xff\xfe\ntest result: ok. 1 passed; 0 failed; 0 ignored\n";
        let (mut tests, mut out) = (Tally::default(), Vec::new());
        pass_through(&said[..], &mut tests, &mut out).expect("a vector can be written");
        assert_eq!((out.as_slice(), tests.passed), (&said[..], 1));
    }

    #[test]
    fn after_a_failed_stage_the_others_still_run() {
        let stages = [
            Stage { name: "bad", steps: &[BAD, WELL], tools: &[] },
            Stage { name: "well", steps: &[WELL], tools: &[] },
        ];
        let outcomes = outcomes(&stages, Absent::Skips);
        let reason = "`cargo no-such-subcommand` ended with exit code 101".to_owned();
        assert_eq!(outcomes[0].verdict, Verdict::Failed(reason));
        assert_eq!(outcomes[0].tests.failed, 1);
        assert_eq!(outcomes[1].verdict, Verdict::Passed);
        assert_eq!(outcomes[1].tests, Tally::default());
    }

    #[test]
    fn a_program_that_is_not_there_fails_its_stage_alone() {
        const ABSENT: Step = Step { environment: &[], words: &["no-such-program-here"] };
        let stage = Stage { name: "bad", steps: &[ABSENT], tools: &[] };
        let outcomes = outcomes(&[stage], Absent::Skips);
        let Verdict::Failed(reason) = &outcomes[0].verdict else { panic!("it was started") };
        assert!(reason.starts_with("`no-such-program-here` could not be started: "), "{reason}");
    }

    #[test]
    fn a_stage_without_its_tools_is_skipped_or_fails_as_asked() {
        let stage = || Stage { name: "python", steps: &[BAD], tools: &[NOWHERE] };
        let reason = || "maturin is missing; install it with `pip install maturin`".to_owned();
        let skipped = outcomes(&[stage()], Absent::Skips);
        assert_eq!(skipped[0].verdict, Verdict::Skipped(reason()));
        assert_eq!(skipped[0].tests, Tally::default());
        let failed = outcomes(&[stage()], Absent::Fails);
        assert_eq!(failed[0].verdict, Verdict::Failed(reason()));
        assert_eq!(failed[0].tests.failed, 1);
    }
}
