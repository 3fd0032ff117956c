//! A wallet app's file of many payments: how long it takes from opening it to the next payment.

use super::host::Host;
use crate::Outcome;
use crate::books::all_new;
use crate::figure::{Series, Sides};
use crate::ground::{Database, Ground};
use crate::work::timed;
use paywright::{
    AccountKey, ActivateMerchant, ConfirmPayment, CreateFeePlan, Currency, Engine, FeePlanId, MerchantId,
    Method, Money, NewTransfer, OpenAccount, OrderId, PaymentId, PlaceOrder, PostTransfers, Purpose,
    RegisterMerchant, RegisterUser, Request, StartPayment, UserId,
};
use paywright_sqlite::SqliteStorage;
use std::ops::Range;
use std::path::Path;
use std::process::{Command, Stdio};
use std::rc::Rc;

/// Payments of one commit while the file is made.
const A_CALL: usize = 500;
/// What the wallet holds at the start, in minor units; a payment takes [`PRICE`] of it.
const FUNDS: i64 = 100_000_000;
const PRICE: i64 = 150;

/// A file with that many payments, and the number of the first that is not made yet.
struct Wallet {
    database: Database,
    next: usize,
}

impl Wallet {
    fn of(ground: &Ground) -> Outcome<Self> {
        let (database, next) = (ground.database(), ground.scale.wallet_payments);
        let engine = Engine::new(SqliteStorage::open(database.path())?)?;
        open_shop(&engine)?;
        let numbers: Vec<usize> = (0..next).collect();
        for numbers in numbers.chunks(A_CALL) {
            all_new(engine.batch(numbers.iter().flat_map(|number| payment(*number))))?;
        }
        Ok(Self { database, next })
    }

    fn copy(&self) -> Outcome<Self> {
        Ok(Self { database: self.database.copy()?, next: self.next })
    }

    /// Numbers of so many payments that are made next.
    fn take(&mut self, count: usize) -> Range<usize> {
        let first = self.next;
        self.next += count;
        first..self.next
    }

    fn path(&self) -> &Path {
        self.database.path()
    }
}

/// A merchant who sells, and a user with money.
fn open_shop(engine: &Engine) -> Outcome<()> {
    let (plan, merchant, user) = (FeePlanId::derived("standard"), merchant(), user());
    let (bank, wallet) = (AccountKey::platform(Purpose::Bank, Currency::EUR), wallet());
    let funds = NewTransfer::posted(bank.id(), wallet.id(), Money::new(FUNDS, Currency::EUR));
    let terms = CreateFeePlan::new("standard", "0.01".parse()?, Money::new(0, Currency::EUR));
    all_new(engine.batch([
        CreateFeePlan { id: Some(plan), ..terms }.into(),
        RegisterMerchant { id: Some(merchant), ..RegisterMerchant::new("kiosk", plan) }.into(),
        ActivateMerchant::new(merchant).into(),
        RegisterUser { id: Some(user), ..RegisterUser::new("user") }.into(),
        OpenAccount::new(bank).into(),
        OpenAccount::new(wallet).into(),
        Request::new(PostTransfers::new(vec![funds])).key("funds"),
    ]))
}

fn merchant() -> MerchantId {
    MerchantId::derived("kiosk")
}

fn user() -> UserId {
    UserId::derived("user")
}

fn wallet() -> AccountKey {
    AccountKey::user(user(), Purpose::Wallet, Currency::EUR)
}

/// An order, and its payment from the wallet. The other languages make the same of the same number.
fn payment(number: usize) -> [Request; 3] {
    let order = OrderId::derived(&format!("order {number}"));
    let payment = PaymentId::derived(&format!("payment {number}"));
    let place = PlaceOrder::new(merchant(), Money::new(PRICE, Currency::EUR));
    let start = StartPayment::new(order, Method::Wallet);
    [
        PlaceOrder { id: Some(order), customer: Some(user()), ..place }.into(),
        StartPayment { id: Some(payment), ..start }.into(),
        ConfirmPayment::new(payment).into(),
    ]
}

/// A host's side of it against Rust's, each on a file of its own that is opened time and again.
pub(super) fn opened(ground: &Ground, host: Rc<Host>) -> Outcome<Sides> {
    let (mut theirs, opens) = (Wallet::of(ground)?, ground.scale.opens);
    let mut ours = theirs.copy()?;
    let by_host = move || {
        let first = ours.take(opens).start;
        host.ask(&format!("wallet {} {first} {opens}", ours.path().display()))
    };
    let by_rust = move || {
        let mut times = Series::default();
        for number in theirs.take(opens) {
            let (took, engine) = timed(|| {
                let engine = Engine::new(SqliteStorage::open(theirs.path())?)?;
                engine.atomic(payment(number))?;
                Ok(engine)
            })?;
            drop(engine);
            times.0.push(took.as_secs_f64() * 1e6);
        }
        Ok(times.median())
    };
    Ok(Sides::new(by_host, by_rust))
}

/// Milliseconds of a whole process that opens the file, makes one payment and ends.
pub(super) fn cold(ground: &Ground, command: impl Fn() -> Outcome<Command> + 'static) -> Outcome<Sides> {
    let mut wallet = Wallet::of(ground)?;
    let ours = move || {
        let number = wallet.take(1).start;
        let mut command = command()?;
        command.arg("wallet").arg(wallet.path()).args([&number.to_string(), "1"]);
        let (took, _) = timed(|| answered(command))?;
        Ok(took.as_secs_f64() * 1e3)
    };
    Ok(Sides { ours: Box::new(ours), baseline: None })
}

/// What is taken away from the memory of a process.
#[derive(Clone, Copy, Debug)]
pub(super) enum Beyond {
    /// All of it counts.
    Nothing,
    /// What a process of the same language has that does nothing.
    EmptyProcess,
}

/// Millions of bytes that a process has in memory at most which opens the file and makes one payment.
pub(super) fn memory(
    ground: &Ground,
    command: impl Fn() -> Outcome<Command> + 'static,
    beyond: Beyond,
) -> Outcome<Sides> {
    let mut wallet = Wallet::of(ground)?;
    let ours = move || {
        let number = wallet.take(1).start;
        let (mut whole, mut empty) = (command()?, command()?);
        whole.arg("memory").arg(wallet.path()).arg(number.to_string());
        empty.arg("nothing");
        Ok(match beyond {
            Beyond::Nothing => answered(whole)?,
            Beyond::EmptyProcess => answered(whole)? - answered(empty)?,
        })
    };
    Ok(Sides { ours: Box::new(ours), baseline: None })
}

/// The number that a process prints before it ends.
fn answered(mut command: Command) -> Outcome<f64> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output()?;
    let said = String::from_utf8(output.stdout)?;
    if !output.status.success() {
        Err("the process that is measured failed; why is said above")?
    }
    Ok(said
        .trim()
        .parse()
        .map_err(|_| format!("a number was asked for, and the answer is `{}`", said.trim()))?)
}
