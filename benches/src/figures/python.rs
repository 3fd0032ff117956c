//! What the Python package adds. Its side is taken by a Python process, which does what it is told and
//! answers a number; the rounds of both sides alternate all the same.

use super::host::Host;
use crate::figure::{Figure, Noise, Sides, number};
use crate::ground::{Database, Ground};
use crate::work::timed;
use crate::{Outcome, Scale};
use paywright::{Currency, Engine, Method, Money, RegisterUser, Request, StartPayment, UserId};
use paywright_sqlite::SqliteStorage;
use std::ops::ControlFlow;
use std::path::Path;
use std::rc::Rc;

/// Who tops wallets up.
const CUSTOMERS: usize = 100;

/// Where the interpreter is that has the package; `cargo xtask bench` says it.
pub(crate) const INTERPRETER: &str = "PAYWRIGHT_PYTHON";

/// What is measured of it.
pub(super) const FIGURES: &[Figure] = &[
    Figure {
        name: "python_call",
        what: "what one PostTransfers of one transfer with a key takes beside the engine; in memory",
        baseline: "Python's own sqlite3: a row of four columns, in memory",
        unit: "us/call",
        foundation: "<= 1.5",
        goal: "<= 1.5",
        noise: Noise::Timed,
        prepare: call,
    },
    Figure {
        name: "python_bulk",
        what: "payments of a Polars frame in one bulk",
        baseline: "the same payments in one bulk from Rust",
        unit: "payments/s",
        foundation: ">= 0.85",
        goal: ">= 0.85",
        noise: Noise::Timed,
        prepare: bulk,
    },
    Figure {
        name: "python_import",
        what: "import paywright, in a fresh interpreter",
        baseline: "import decimal, datetime, enum, dataclasses, logging",
        unit: "ms",
        foundation: "<= 1.5",
        goal: "<= 1.5",
        noise: Noise::Timed,
        prepare: import,
    },
    Figure {
        name: "python_market",
        what: "the marketplace's orders through Python, from the file to the verified books",
        baseline: "",
        unit: "s",
        foundation: "printed",
        goal: "printed",
        noise: Noise::Exact,
        prepare: marketplace,
    },
    Figure {
        name: "python_market",
        what: "the binding's share of that, by profile: building commands and converting them and answers",
        baseline: "",
        unit: "% of it",
        foundation: "<= 30",
        goal: "<= 30",
        noise: Noise::Exact,
        prepare: marketplace_share,
    },
];

fn call(_: &Ground) -> Outcome<Sides> {
    let python = python()?;
    let (ours, theirs) = (Rc::clone(&python), python);
    Ok(Sides::new(move || ours.ask("call"), move || theirs.ask("insert")))
}

fn import(_: &Ground) -> Outcome<Sides> {
    let python = python()?;
    let (ours, theirs) = (Rc::clone(&python), python);
    Ok(Sides::new(move || ours.ask("import"), move || theirs.ask("import-others")))
}

fn bulk(ground: &Ground) -> Outcome<Sides> {
    let python = python()?;
    let template = Rc::new(ground.database());
    register(template.path())?;
    let (of_python, rows) = (Rc::clone(&template), ground.scale.bulk_payments);
    let ours = move || {
        let database = of_python.copy()?;
        python.ask(&format!("bulk {} {rows}", database.path().display()))
    };
    Ok(Sides::new(ours, move || bulk_of_rust(&template.copy()?, rows)))
}

fn marketplace(ground: &Ground) -> Outcome<Sides> {
    let (python, database) = (python()?, ground.database());
    let run = run_of(ground, &database);
    let ours = move || {
        let _lives = &database;
        python.ask(&run)
    };
    Ok(Sides { ours: Box::new(ours), baseline: None })
}

fn marketplace_share(ground: &Ground) -> Outcome<Sides> {
    let (python, database) = (python()?, ground.database());
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

/// A Python process that answers numbers.
fn python() -> Outcome<Rc<Host>> {
    let mut interpreter = Host::command("Python", INTERPRETER)?;
    interpreter.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("python/measure.py"));
    Host::start("Python", interpreter)
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
