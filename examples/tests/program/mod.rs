//! The built programs, run as a person would run them.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The marketplace on an order file (its own, where none is named) and a database.
pub fn marketplace(orders: Option<&Path>, database: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_marketplace"));
    command.arg("--json").arg("--database").arg(database);
    if let Some(orders) = orders {
        command.arg("--orders").arg(orders);
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A year of real orders, where they are.
#[allow(dead_code, reason = "each file of tests uses a part")]
pub fn real_orders() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/online-retail.csv.gz");
    let orders = std::env::var_os("PAYWRIGHT_DATA").map_or(beside, PathBuf::from);
    if !orders.is_file() {
        println!("NOT RUN: there is no {}; PAYWRIGHT_DATA names another place", orders.display());
        return None;
    }
    Some(orders)
}

/// Either program with these arguments, on nothing else.
#[allow(dead_code, reason = "each file of tests uses a part")]
pub fn run(program: &str, arguments: &[&str]) -> Output {
    Command::new(program).args(arguments).stdin(Stdio::null()).output().unwrap()
}

/// What it printed on standard error.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Runs to the end and answers all figures that do not depend on the machine.
pub fn figures(mut command: Command) -> Value {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}: {}", output.status, said(&output));
    lasting(&output)
}

/// The printed figures without those that differ from run to run.
pub fn lasting(output: &Output) -> Value {
    let mut figures: Value = serde_json::from_slice(&output.stdout).unwrap();
    for passing in ["commands", "seconds", "database_bytes"] {
        assert!(figures.as_object_mut().unwrap().remove(passing).is_some(), "no {passing}");
    }
    figures
}
