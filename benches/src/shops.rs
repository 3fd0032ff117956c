//! Engines in several processes that take payments on one PostgreSQL database at the same time: each for
//! merchants and customers of its own, all with the same fee account. A child of the measuring program is one
//! of them, and makes payments from when it is told to for as long as it was said.

use crate::books::{Books, all_new};
use crate::figure::number;
use crate::figures::payments::requests;
use crate::load::{Chance, Ids, Payment};
use crate::served::{Database, Template};
use crate::{Outcome, Scale};
use paywright::Engine;
use paywright_postgres::PostgresStorage;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The argument that makes the program the child; what a shop says follows it.
pub const PAY: &str = "--pay-in-shop";
/// Threads of all shops together.
const THREADS: usize = 16;
/// Payments of one call.
const A_CALL: usize = 100;

/// One of several processes.
#[derive(Clone, Copy, Debug)]
struct Shop<'a> {
    scale: &'a Scale,
    address: &'a str,
    /// Which one, of how many.
    place: usize,
    of: usize,
}

/// What came of it.
#[derive(Clone, Copy, Debug)]
pub struct Trade {
    /// Payments a second, of all processes together.
    pub rate: f64,
    /// Of a hundred commits, how many the server rolled back because others stood in the way.
    pub again: f64,
}

/// Commits so far, and transactions that were rolled back, once nobody is connected any more. A lane's head
/// changes with each commit of its engine, and nothing that an engine does but a commit that fails ends in a
/// rollback.
fn counted(database: &Database) -> Outcome<(f64, f64)> {
    let sql = database.sql()?;
    // The server counts the last ones of a connection when that has ended.
    let connected = "SELECT count(*)::DOUBLE PRECISION FROM pg_stat_activity \
                     WHERE datname = current_database() AND pid <> pg_backend_pid()";
    while sql.number(connected)? > 0.0 {
        thread::sleep(Duration::from_millis(20));
    }
    let commits = sql.number("SELECT sum(version)::DOUBLE PRECISION FROM paywright.lanes")?;
    let of_database =
        "SELECT xact_rollback::DOUBLE PRECISION FROM pg_stat_database WHERE datname = current_database()";
    Ok((commits, sql.number(of_database)?))
}

/// Has so many processes take payments together, on a copy of the books.
pub fn trade(template: &Template, program: &Path, scale: &Scale, processes: usize) -> Outcome<Trade> {
    let database = template.copy()?;
    let before = counted(&database)?;
    let address = database.address();
    let start = |place: usize| {
        let mut child = Command::new(program);
        child.args([PAY, scale.name, &address]).args([place, processes].map(|number| number.to_string()));
        child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn()
    };
    let children = (0..processes).map(start).collect::<Result<Vec<_>, _>>()?;
    let mut children = children.into_iter().map(Started::new).collect::<Outcome<Vec<_>>>()?;
    // All have opened their engines before the first begins.
    for child in &mut children {
        child.line()?;
    }
    for child in &mut children {
        child.go()?;
    }
    let mut rate = 0.0;
    for child in &mut children {
        rate += child.line()?.trim().parse::<f64>()?;
    }
    drop(children);
    let after = counted(&database)?;
    Ok(Trade { rate, again: 100.0 * (after.1 - before.1) / (after.0 - before.0) })
}

/// A child that is asked and answers by lines.
struct Started {
    child: Child,
    answers: BufReader<Box<dyn Read>>,
}

impl Started {
    fn new(mut child: Child) -> Outcome<Self> {
        let output = child.stdout.take().ok_or("a process has no output")?;
        Ok(Self { child, answers: BufReader::new(Box::new(output)) })
    }

    fn line(&mut self) -> Outcome<String> {
        let mut line = String::new();
        if self.answers.read_line(&mut line)? == 0 {
            return Err("a process that takes payments failed; why is said above".into());
        }
        Ok(line)
    }

    fn go(&mut self) -> Outcome<()> {
        let mut input = self.child.stdin.take().ok_or("a process has no input")?;
        Ok(input.write_all(b"go\n")?)
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // It ends by itself, at once where it was not told to begin.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// What the child does, given what follows the argument: says that it is ready, waits for its parent, takes
/// payments, and says how many a second.
pub fn pay(arguments: &[String], mut say: impl FnMut(&str) -> std::io::Result<()>) -> Outcome<()> {
    let [scale, address, place, of] = arguments else { return Err("four arguments follow".into()) };
    let scale = Scale::named(scale).ok_or("no scale of that name")?;
    let shop = Shop { scale: &scale, address, place: place.parse()?, of: of.parse()? };
    let engine = Engine::new(PostgresStorage::open(shop.address)?)?;
    let books = Books::of(&scale)?;
    say("ready\n")?;
    let mut told = String::new();
    if std::io::stdin().lock().read_line(&mut told)? == 0 {
        return Ok(());
    }
    let start = Instant::now();
    let end = start + Duration::from_millis(scale.trade_ms);
    let paid = thread::scope(|scope| {
        let (engine, books, shop) = (&engine, &books, &shop);
        let pay = |nth| scope.spawn(move || pay_until(end, engine, books, Sales::of(shop, nth)?));
        let threads: Vec<_> = (0..THREADS / shop.of).map(pay).collect();
        let paid = threads.into_iter().map(|one| one.join().map_err(|_| "a thread that pays panicked")?);
        paid.sum::<Outcome<usize>>()
    })?;
    Ok(say(&format!("{}\n", number(paid) / start.elapsed().as_secs_f64()))?)
}

/// Calls of payments, one after the other. Answers how many payments there were.
fn pay_until(end: Instant, engine: &Engine, books: &Books, mut sales: Sales<'_>) -> Outcome<usize> {
    let mut paid = 0;
    while Instant::now() < end {
        let mut call = Vec::with_capacity(3 * A_CALL);
        for _ in 0..A_CALL {
            call.extend(requests(books, &sales.next_payment()?)?);
        }
        all_new(engine.batch(call))?;
        paid += A_CALL;
    }
    Ok(paid)
}

/// Payments of this shop's customers at this shop's merchants, without end.
struct Sales<'a> {
    shop: &'a Shop<'a>,
    ids: Ids,
    chance: Chance,
}

impl<'a> Sales<'a> {
    /// Those of one thread.
    fn of(shop: &'a Shop<'a>, thread: usize) -> Outcome<Self> {
        let seed = u64::try_from(shop.place * THREADS + thread)?;
        Ok(Self { shop, ids: Ids::new(1_000 + seed), chance: Chance::new(2_000 + seed) })
    }

    fn next_payment(&mut self) -> Outcome<Payment> {
        let (order, payment) = (self.ids.next_id(), self.ids.next_id());
        let (payer, merchant) = (self.mine(self.shop.scale.payers)?, self.mine(self.shop.scale.merchants)?);
        let amount = 500 + i64::try_from(self.chance.below(9_500)?)?;
        Ok(Payment { order, payment, payer, merchant, amount })
    }

    /// One of this shop's part of them.
    fn mine(&mut self, all: usize) -> Outcome<usize> {
        Ok(self.chance.below(all / self.shop.of)? * self.shop.of + self.shop.place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::Ground;

    #[test]
    fn a_commit_that_others_stood_in_the_way_of_is_counted() {
        let ground = Ground::new(Scale::TINY, &std::env::current_exe().unwrap()).unwrap();
        if let Err(missing) = ground.server() {
            return eprintln!("not tested: {missing}");
        }
        let template = Template::on(&ground).unwrap();
        let database = template.copy().unwrap();
        let before = counted(&database).unwrap();
        let engines = [(); 2].map(|()| Engine::new(database.storage().unwrap()).unwrap());
        let alone = Shop { scale: &Scale::TINY, address: "", place: 0, of: 1 };
        let mut sales = Sales::of(&alone, 0).unwrap();
        // By turns from one wallet: who comes later knows an older balance.
        for engine in engines.iter().chain(&engines) {
            let payment = Payment { payer: 0, ..sales.next_payment().unwrap() };
            all_new(engine.batch(requests(&template.books, &payment).unwrap())).unwrap();
        }
        drop(engines);
        let after = counted(&database).unwrap();
        // The second engine found an empty memory, the two later commits found an old one; lanes were taken.
        assert_eq!(after.1 - before.1, 2.0, "rolled back");
        assert!(after.0 - before.0 >= 4.0, "committed");
    }
}
