//! Programs of this workspace that are run in release mode with the caller's own arguments.

use std::ffi::OsString;
use std::io;
use std::process::{Command, ExitCode};

use crate::process;

/// A binary of a member package.
pub struct Program {
    package: &'static str,
    binary: &'static str,
}

/// A marketplace's orders through the engine.
pub const MARKETPLACE: Program = Program { package: "paywright-examples", binary: "marketplace" };
/// The check of one database.
pub const VERIFY: Program = Program { package: "paywright-examples", binary: "verify" };
/// The measurements.
pub const BENCH: Program = Program { package: "paywright-benches", binary: "bench" };

impl Program {
    /// Builds the program and runs it where the caller stands, so that relative paths mean what they say.
    /// Its exit code is ours.
    pub fn become_it(&self, arguments: &[OsString]) -> io::Result<ExitCode> {
        let mut command = process::command("cargo");
        command
            .args(["run", "--release", "--quiet", "--manifest-path"])
            .arg(process::top().join("Cargo.toml"));
        command.args(["-p", self.package, "--bin", self.binary, "--"]).args(arguments);
        replace(command)
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
