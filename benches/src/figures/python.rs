//! What the Python package adds. Its side is taken by a Python process, which does what it is told and
//! answers a number; the rounds of both sides alternate all the same.

use crate::figure::{Sides, number};
use crate::ground::{Database, Ground};
use crate::work::timed;
use crate::{Outcome, Scale};
use paywright::{Currency, Engine, Method, Money, RegisterUser, Request, StartPayment, UserId};
use paywright_sqlite::SqliteStorage;
use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::rc::Rc;

/// Who tops wallets up.
const CUSTOMERS: usize = 100;

/// Where the interpreter is that has the package; `cargo xtask bench` says it.
pub(crate) const INTERPRETER: &str = "PAYWRIGHT_PYTHON";

pub(super) fn call(_: &Ground) -> Outcome<Sides> {
    let python = Python::start()?;
    let (ours, theirs) = (Rc::clone(&python), python);
    Ok(Sides::new(move || ours.ask("call"), move || theirs.ask("insert")))
}

pub(super) fn import(_: &Ground) -> Outcome<Sides> {
    let python = Python::start()?;
    let (ours, theirs) = (Rc::clone(&python), python);
    Ok(Sides::new(move || ours.ask("import"), move || theirs.ask("import-others")))
}

pub(super) fn bulk(ground: &Ground) -> Outcome<Sides> {
    let python = Python::start()?;
    let template = Rc::new(ground.database());
    register(template.path())?;
    let (of_python, rows) = (Rc::clone(&template), ground.scale.bulk_payments);
    let ours = move || {
        let database = of_python.copy()?;
        python.ask(&format!("bulk {} {rows}", database.path().display()))
    };
    Ok(Sides::new(ours, move || bulk_of_rust(&template.copy()?, rows)))
}

pub(super) fn marketplace(ground: &Ground) -> Outcome<Sides> {
    let (python, database) = (Python::start()?, ground.database());
    let run = run_of(ground, &database);
    let ours = move || {
        let _lives = &database;
        python.ask(&run)
    };
    Ok(Sides { ours: Box::new(ours), baseline: None })
}

pub(super) fn marketplace_share(ground: &Ground) -> Outcome<Sides> {
    let (python, database) = (Python::start()?, ground.database());
    let run = run_of(ground, &database);
    let ours = move || {
        let _lives = &database;
        python.ask(&run)?;
        python.ask("binding-percent")
    };
    Ok(Sides { ours: Box::new(ours), baseline: None })
}

/// Which orders: a real year of them where it lies beside the repository, else those of the examples.
fn run_of(ground: &Ground, database: &Database) -> String {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let year = top.join("../shared/data/online-retail.csv.gz");
    let orders = if ground.scale != Scale::TINY && year.exists() {
        year
    } else {
        top.join("examples/data/orders.csv")
    };
    format!("marketplace {} {}", orders.display(), database.path().display())
}

fn register(path: &Path) -> Outcome<()> {
    let engine = Engine::new(SqliteStorage::open(path)?)?;
    for number in 1..=CUSTOMERS {
        let name = format!("customer-{number}");
        let register = RegisterUser { id: Some(UserId::derived(&name)), ..RegisterUser::new(name) };
        engine.execute(register)?;
    }
    Ok(())
}

fn bulk_of_rust(database: &Database, rows: usize) -> Outcome<f64> {
    let users: Vec<UserId> =
        (1..=CUSTOMERS).map(|number| UserId::derived(&format!("customer-{number}"))).collect();
    let engine = Engine::new(SqliteStorage::open(database.path())?)?;
    let requests = (0..rows).map(|row| {
        let amount = Money::new(1_000 + i64::try_from(row).unwrap_or_default(), Currency::EUR);
        let top_up = StartPayment::top_up(users[row % CUSTOMERS], amount, Method::channel("cards"));
        Request::new(top_up).key(format!("day-1/{row}"))
    });
    let (took, done) =
        timed(|| Ok(engine.bulk(requests, Engine::ROWS_PER_COMMIT, |_| ControlFlow::Continue(()))))?;
    let accepted = done.results.iter().filter(|result| result.is_ok()).count();
    if accepted < rows {
        Err("not every payment was accepted")?
    }
    Ok(number(rows) / took.as_secs_f64())
}

/// A Python process that answers numbers.
struct Python {
    child: RefCell<(Child, ChildStdin, BufReader<ChildStdout>)>,
}

impl Python {
    fn start() -> Outcome<Rc<Self>> {
        let interpreter = std::env::var_os(INTERPRETER)
            .ok_or("there is no Python to measure: run `cargo xtask bench`, which looks for one")?;
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/measure.py");
        let mut child =
            Command::new(interpreter).arg(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("the Python process has no pipes")?;
        };
        Ok(Rc::new(Self { child: RefCell::new((child, input, BufReader::new(output))) }))
    }

    fn ask(&self, what: &str) -> Outcome<f64> {
        let (_, input, output) = &mut *self.child.borrow_mut();
        writeln!(input, "{what}")?;
        input.flush()?;
        let mut answer = String::new();
        output.read_line(&mut answer)?;
        answer.trim().parse().map_err(|_| format!("Python did not answer `{what}`; why is said above").into())
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        // It ends by itself when its input ends; nobody waits for what it might still be doing.
        let (child, ..) = self.child.get_mut();
        let _ = child.kill();
        let _ = child.wait();
    }
}
