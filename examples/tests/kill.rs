//! The marketplace under `kill -9`: whatever moment it hits, a new start goes on, and the end is the same.
//!
//! `PAYWRIGHT_KILLS` says how often (25 unless told otherwise); `PAYWRIGHT_SEED` chooses other moments.

#[path = "program/mod.rs"]
mod program;

use program::{figures, lasting, marketplace, real_orders, said};
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// Unrelated numbers from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most.max(1)
    }
}

fn number_from(variable: &str, otherwise: u32) -> u32 {
    let Ok(text) = std::env::var(variable) else { return otherwise };
    text.parse().unwrap_or_else(|_| panic!("{variable} is '{text}', no whole number"))
}

/// So many days of business of a few merchants, with refunds that span payments and some that find no place.
fn write_orders(path: &Path, days: u32) {
    let mut dice = Dice(7);
    let mut text =
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n".to_owned();
    let mut invoice = 800_000;
    for day in 0..days {
        let (year, month, date) = (2020 + day / 336, 1 + day / 28 % 12, 1 + day % 28);
        for place in 0..8 {
            invoice += 1;
            let customer = 30_000 + dice.below(9);
            let country = ["Iceland", "Malta", "Estonia"][usize::try_from(dice.below(3)).unwrap()];
            let (returned, sign) = if place % 4 == 3 { ("C", "-") } else { ("", "") };
            let quantity = 1 + dice.below(if returned.is_empty() { 9 } else { 20 });
            let when = format!("{year}-{month:02}-{date:02} 1{place}:05:00");
            let price = 199 + dice.below(2_000);
            writeln!(
                text,
                "{returned}{invoice},P-1,SPRUCE HONEY,{sign}{quantity},{when},{}.{:02},{customer},{country}",
                price / 100,
                price % 100
            )
            .unwrap();
        }
    }
    std::fs::write(path, text).unwrap();
}

/// Starts, kills after up to `longest`, and starts again on the same database; at last lets a run finish.
/// Answers its figures, and how many kills came before a run was at its end.
fn run_under_kills(orders: &Path, database: &Path, kills: u32, longest: Duration) -> (Value, u32) {
    let seed = number_from("PAYWRIGHT_SEED", 1);
    let mut dice = Dice(seed.into());
    let (mut on_the_way, mut ended) = (0, false);
    for nth in 1..=kills {
        let mut child = marketplace(Some(orders), database).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(dice.below(u64::try_from(longest.as_micros()).unwrap())));
        child.kill().unwrap();
        let output = child.wait_with_output().unwrap();
        // Without an exit code it was killed.
        if output.status.code().is_some() {
            assert!(output.status.success(), "start {nth} with seed {seed}: {}", said(&output));
            ended = true;
        }
        on_the_way += u32::from(!ended);
    }
    let output = marketplace(Some(orders), database).output().unwrap();
    assert!(output.status.success(), "after {kills} kills with seed {seed}: {}", said(&output));
    (lasting(&output), on_the_way)
}

fn lanes(database: &Path) -> u32 {
    let connection = rusqlite::Connection::open(database).unwrap();
    connection.query_row("SELECT count(*) FROM lanes", [], |row| row.get(0)).unwrap()
}

#[test]
fn killed_at_any_moment_it_goes_on_and_ends_with_the_same_figures() {
    let kills = number_from("PAYWRIGHT_KILLS", 25);
    let directory = tempfile::tempdir().unwrap();
    let orders = directory.path().join("orders.csv");
    write_orders(&orders, 60 + 6 * kills);
    let whole = directory.path().join("whole.db");
    let started = Instant::now();
    let undisturbed = figures(marketplace(Some(&orders), &whole));
    let whole_run = started.elapsed();
    assert_eq!(undisturbed["verified"], true);
    assert_eq!(figures(marketplace(Some(&orders), &whole)), undisturbed, "a second run changes nothing");
    let startup = started.elapsed().saturating_sub(whole_run);

    // How fast this machine is changes while others work on it: where it was quicker than the measured run,
    // so that too few kills came on the way, they come quicker too.
    let mut longest = startup / 4 + whole_run / kills;
    for attempt in 1..=4 {
        let killed = directory.path().join(format!("killed-{attempt}.db"));
        let (figures, on_the_way) = run_under_kills(&orders, &killed, kills, longest);
        println!(
            "{on_the_way} of {kills} kills within {longest:?} came on the way; a whole run took {whole_run:?}"
        );
        assert_eq!(figures, undisturbed);
        let lanes = lanes(&killed);
        assert!(lanes <= 2, "{kills} restarts left {lanes} lanes");
        if on_the_way == kills {
            return;
        }
        longest /= 2;
    }
    panic!("not once did all {kills} kills come on the way");
}

/// Computed from the file alone, by another program.
const REAL_FIGURES: [(&str, u64); 12] = [
    ("invoices", 25_900),
    ("orders", 19_959),
    ("captured", 1_065_562_248),
    ("fees", 31_500_134),
    ("skipped_nothing_to_pay", 2_102),
    ("skipped_adjustments", 3),
    ("refund_requests", 3_836),
    ("refunds", 3_645),
    ("refunded", 58_872_565),
    ("refund_refused", 390),
    ("refund_refused_minor", 30_808_684),
    ("owed", 975_189_549),
];

#[test]
fn a_year_of_real_orders_ends_with_the_known_figures_although_it_is_killed_on_the_way() {
    let Some(orders) = real_orders() else { return };
    let directory = tempfile::tempdir().unwrap();
    let database = directory.path().join("real.db");
    let (figures, _) = run_under_kills(&orders, &database, 5, Duration::from_secs(6));
    for (name, expected) in REAL_FIGURES {
        assert_eq!(figures[name], expected, "{name}");
    }
    assert_eq!(figures["verified"], true);
    assert_eq!(figures["merchants"].as_object().unwrap().len(), 38);
    assert_eq!(figures["merchants"]["EIRE"]["payments"], 288);
    assert!(lanes(&database) <= 2);
}
