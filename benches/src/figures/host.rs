//! A process in another language: it does what each line on its standard input asks for, and answers a
//! number.

use crate::Outcome;
use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::rc::Rc;

pub(super) struct Host {
    language: &'static str,
    child: RefCell<(Child, ChildStdin, BufReader<ChildStdout>)>,
}

impl Host {
    /// The program that the environment names.
    pub(super) fn command(language: &str, said: &str) -> Outcome<Command> {
        let program = std::env::var_os(said);
        let absent =
            || format!("there is no {language} to measure: run `cargo xtask bench`, which looks for one");
        Ok(Command::new(program.ok_or_else(absent)?))
    }

    /// That program, started.
    pub(super) fn of(language: &'static str, said: &str) -> Outcome<Rc<Self>> {
        Self::start(language, Self::command(language, said)?)
    }

    pub(super) fn start(language: &'static str, mut command: Command) -> Outcome<Rc<Self>> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(format!("the process of {language} has no pipes"))?;
        };
        Ok(Rc::new(Self { language, child: RefCell::new((child, input, BufReader::new(output))) }))
    }

    pub(super) fn ask(&self, what: &str) -> Outcome<f64> {
        let (_, input, output) = &mut *self.child.borrow_mut();
        writeln!(input, "{what}")?;
        input.flush()?;
        let mut answer = String::new();
        output.read_line(&mut answer)?;
        let language = self.language;
        let unsaid = |_| format!("{language} did not answer `{what}`; why is said above");
        Ok(answer.trim().parse().map_err(unsaid)?)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // It ends by itself when its input ends; nobody waits for what it might still be doing.
        let (child, ..) = self.child.get_mut();
        let _ = child.kill();
        let _ = child.wait();
    }
}
