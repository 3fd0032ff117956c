//! Programs of this workspace that are run in release mode with the caller's own arguments.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::{env, io};

use crate::{process, terminal};

/// A binary of a member package, or an example, which is built with what only tests need.
pub struct Program {
    package: &'static str,
    kind: &'static str,
    binary: &'static str,
}

/// A marketplace's orders through the engine.
pub const MARKETPLACE: Program =
    Program { package: "paywright-examples", kind: "--bin", binary: "marketplace" };
/// The check of one database.
pub const VERIFY: Program = Program { package: "paywright-examples", kind: "--bin", binary: "verify" };
/// What is in one database.
pub const INSPECT: Program = Program { package: "paywright-examples", kind: "--bin", binary: "inspect" };
/// The measurements.
pub const BENCH: Program = Program { package: "paywright-benches", kind: "--bin", binary: "bench" };
/// Worlds in which everything goes wrong.
pub const SIMULATE: Program =
    Program { package: "paywright-scenarios", kind: "--example", binary: "simulate" };

impl Program {
    /// Builds the program and runs it where the caller stands, so that relative paths mean what they say.
    /// Its exit code is ours.
    pub fn become_it(&self, arguments: impl Iterator<Item = OsString>) -> io::Result<ExitCode> {
        if !self.built().exists() {
            let binary = self.binary;
            terminal::say(&format!("Building {binary} in release mode. The first time takes a few minutes."));
        }
        let mut command = process::command("cargo");
        command
            .args(["run", "--release", "--quiet", "--manifest-path"])
            .arg(process::top().join("Cargo.toml"));
        command.args(["-p", self.package, self.kind, self.binary, "--"]).args(arguments);
        let cannot = |error: io::Error| {
            let words = format!("cargo cannot be started: {}", terminal::reason(&error));
            io::Error::new(error.kind(), words)
        };
        replace(command).map_err(cannot)
    }

    /// Where cargo puts it, unless a configuration says otherwise.
    fn built(&self) -> PathBuf {
        let target =
            env::var_os("CARGO_TARGET_DIR").map_or_else(|| process::top().join("target"), PathBuf::from);
        let place = if self.kind == "--example" { "release/examples" } else { "release" };
        target.join(place).join(format!("{}{}", self.binary, env::consts::EXE_SUFFIX))
    }
}

/// On Unix the process is replaced rather than a child started: a signal to `cargo xtask demo`, also one that
/// cannot be caught, then reaches the program itself and leaves no orphan writing to the database.
#[cfg(unix)]
fn replace(mut command: Command) -> io::Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    Err(command.exec())
}

#[cfg(not(unix))]
fn replace(mut command: Command) -> io::Result<ExitCode> {
    let code = command.status()?.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
