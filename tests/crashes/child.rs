//! A process of its own that says what it was answered, until it is killed.

use crate::business::Said;
use std::convert::Infallible;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child as Process, Command, ExitStatus};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// What a line begins with that is ours and not the test runner's.
const MARK: &str = "|";

/// A running child. It is killed at the latest when this is dropped.
pub struct Child {
    process: Process,
    answers: Option<JoinHandle<Vec<Said>>>,
    first: Receiver<Infallible>,
}

impl Child {
    pub fn of(mut command: Command) -> Self {
        Self::with(command.spawn().unwrap())
    }

    pub fn with(mut process: Process) -> Self {
        let stdout = process.stdout.take().unwrap();
        let (told, first) = channel();
        let mut told = Some(told);
        let answers = std::thread::spawn(move || {
            let mut said = Vec::new();
            let mut stdout = BufReader::new(stdout);
            loop {
                let mut line = Vec::new();
                stdout.read_until(b'\n', &mut line).unwrap();
                // A line that is not whole was not said.
                if line.pop() != Some(b'\n') {
                    return said;
                }
                said.extend(heard(&String::from_utf8_lossy(&line)));
                if !said.is_empty() {
                    // Its end is what is awaited.
                    drop(told.take());
                }
            }
        });
        Self { process, answers: Some(answers), first }
    }

    /// Lets it go: it waits for this before it opens its file.
    pub fn go(&mut self) {
        // One that has ended meanwhile is found out by whoever waits for it.
        let _ = self.process.stdin.take().unwrap().write_all(b"go\n");
    }

    pub fn awaits_first_answer(&self) {
        // One that ends without an answer is found out by whoever waits for it.
        let _ = self.first.recv_timeout(Duration::from_secs(60));
    }

    /// Kills it, and tells what it had been answered, unless it had ended by itself.
    pub fn killed(mut self) -> Result<Vec<Said>, ExitStatus> {
        self.process.kill().unwrap();
        let (status, said) = self.ends();
        if status.code().is_some() { Err(status) } else { Ok(said) }
    }

    pub fn ends(&mut self) -> (ExitStatus, Vec<Said>) {
        let status = self.process.wait().unwrap();
        (status, self.answers.take().unwrap().join().unwrap())
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub fn heard(line: &str) -> Option<Said> {
    let mut words = line.strip_prefix(MARK)?.split(' ');
    let mut word = || words.next().map(str::to_owned);
    Some(Said { key: word()?, acceptance: word()?, id: word()? })
}

/// Says a line, at once: a line that was heard was answered.
pub fn say(said: &Said) {
    say_all(std::slice::from_ref(said));
}

/// The same of several, which no other thread's lines come between.
pub fn say_all(said: &[Said]) {
    let line = |said: &Said| format!("{MARK}{} {} {}\n", said.key, said.acceptance, said.id);
    let lines: String = said.iter().map(line).collect();
    let mut stdout = std::io::stdout().lock();
    // The parent is gone: so is the child's reason to be.
    if stdout.write_all(lines.as_bytes()).and_then(|()| stdout.flush()).is_err() {
        std::process::exit(0);
    }
}
