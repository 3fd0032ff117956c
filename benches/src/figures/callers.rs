//! What the Kotlin and Swift packages add. Their side is taken by a process of its own, on the library that
//! apps carry; Rust's is the engine as a Rust program has it.

use super::host::Host;
use super::wallet::{Beyond, cold, memory, opened};
use crate::Outcome;
use crate::figure::{Figure, Noise, Series, Sides, number};
use crate::work::timed;
use paywright::{
    Account, AccountId, AccountKey, Currency, Engine, MemoryStorage, Money, NewTransfer, OpenAccount,
    PostTransfers, Purpose,
};

/// Where the program is that measures Kotlin; `cargo xtask bench` builds it, and says where.
pub(super) const KOTLIN_PROGRAM: &str = "PAYWRIGHT_KOTLIN";
/// The same of Swift.
pub(super) const SWIFT_PROGRAM: &str = "PAYWRIGHT_SWIFT";

/// Calls of a series, of which the middle of some is taken: as the other side does it.
const CALLS: usize = 200;
const SERIES: usize = 25;

macro_rules! figures_of {
    (
        $figures:ident: $language:literal by $program:ident, $short:literal, $warm:literal,
        $memory:literal $beyond:ident
    ) => {
        /// What is measured of it.
        pub(super) const $figures: &[Figure] = &[
            Figure {
                name: concat!($short, "_call"),
                what: concat!("one PostTransfers of one transfer with a key from ", $language, "; in memory"),
                baseline: concat!("the same from Rust; what it is less, ", $language, " adds"),
                unit: "us/call",
                prepare: |_| called(Host::of($language, $program)?, "call", Calls::transfer),
                ..PRINTED
            },
            Figure {
                name: concat!($short, "_call"),
                what: concat!("the account with an id from ", $language, "; in memory"),
                baseline: concat!("the same from Rust; what it is less, ", $language, " adds"),
                unit: "us/query",
                prepare: |_| called(Host::of($language, $program)?, "query", Calls::query),
                ..PRINTED
            },
            Figure {
                name: concat!($short, "_wallet"),
                what: concat!(
                    "a wallet's file of 10,000 payments opened, and one payment made, from ",
                    $warm
                ),
                baseline: "the same from Rust",
                unit: "us",
                foundation: "<= 1.5",
                goal: "<= 1.2",
                prepare: |ground| opened(ground, Host::of($language, $program)?),
                ..PRINTED
            },
            Figure {
                name: concat!($short, "_wallet"),
                what: "the same in a process of its own, from its start to its end",
                unit: "ms, cold",
                prepare: |ground| cold(ground, || Host::command($language, $program)),
                ..PRINTED
            },
            Figure {
                name: concat!($short, "_wallet"),
                what: $memory,
                unit: "MB",
                prepare: |ground| memory(ground, || Host::command($language, $program), Beyond::$beyond),
                ..PRINTED
            },
        ];
    };
}

figures_of! {
    KOTLIN: "Kotlin" by KOTLIN_PROGRAM, "kotlin", "Kotlin on a JVM that has done it before",
    "the most memory of that process, beyond that of a JVM that does nothing" EmptyProcess
}
figures_of! {
    SWIFT: "Swift" by SWIFT_PROGRAM, "swift", "Swift",
    "the most memory of that process" Nothing
}

const PRINTED: Figure = Figure {
    name: "",
    what: "",
    baseline: "",
    unit: "",
    foundation: "printed",
    goal: "printed",
    noise: Noise::Timed,
    prepare: |_| Err("this is measured by nobody".into()),
};

/// A call from there against the same from here.
fn called(
    host: std::rc::Rc<Host>,
    what: &'static str,
    call: fn(&mut Calls) -> Outcome<()>,
) -> Outcome<Sides> {
    let mut calls = Calls::new()?;
    Ok(Sides::new(move || host.ask(what), move || calls.micros(call)))
}

/// An engine in memory with two accounts.
struct Calls {
    engine: Engine,
    bank: AccountId,
    equity: AccountId,
    amount: Money,
    count: usize,
}

impl Calls {
    fn new() -> Outcome<Self> {
        let engine = Engine::new(MemoryStorage::new())?;
        let open = |purpose| engine.execute(OpenAccount::new(AccountKey::platform(purpose, Currency::EUR)));
        let (bank, equity) = (open(Purpose::Bank)?.id, open(Purpose::Equity)?.id);
        Ok(Self { engine, bank, equity, amount: "18.50 EUR".parse()?, count: 0 })
    }

    /// Microseconds of a call.
    fn micros(&mut self, call: fn(&mut Self) -> Outcome<()>) -> Outcome<f64> {
        let mut series = Series::default();
        for _ in 0..SERIES {
            let (took, ()) = timed(|| (0..CALLS).try_for_each(|_| call(self)))?;
            series.0.push(took.as_secs_f64() * 1e6 / number(CALLS));
        }
        Ok(series.median())
    }

    fn transfer(&mut self) -> Outcome<()> {
        self.count += 1;
        let transfer = NewTransfer::posted(self.bank, self.equity, self.amount);
        let key = format!("transfer-{}", self.count);
        self.engine.request(PostTransfers::new(vec![transfer])).key(key).execute()?;
        Ok(())
    }

    fn query(&mut self) -> Outcome<()> {
        let found = self.engine.get::<Account>(self.bank)?;
        Ok(found.map(drop).ok_or("the account is gone")?)
    }
}
