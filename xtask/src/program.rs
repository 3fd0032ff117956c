//! Programs of this workspace that are run with the caller's own arguments, most of them in release mode.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, io};

use crate::{process, terminal};

/// How a program is built.
#[derive(PartialEq)]
enum Build {
    Release,
    /// With rules that can be broken on purpose, in a directory of its own: other builds stay as they are.
    Defects,
}

/// A binary of a member package, or an example, which is built with what only tests need.
pub struct Program {
    package: &'static str,
    kind: &'static str,
    binary: &'static str,
    build: Build,
}

/// A marketplace's orders through the engine.
pub const MARKETPLACE: Program = released("paywright-examples", "--bin", "marketplace");
/// The check of one database.
pub const VERIFY: Program = released("paywright-examples", "--bin", "verify");
/// What is in one database.
pub const INSPECT: Program = released("paywright-examples", "--bin", "inspect");
/// A PostgreSQL server to throw away.
pub const POSTGRES_SERVER: Program = released("paywright-examples", "--bin", "postgres-server");
/// The measurements.
pub const BENCH: Program = released("paywright-benches", "--bin", "bench");
/// Worlds in which everything goes wrong.
pub const SIMULATE: Program = released("paywright-scenarios", "--example", "simulate");
/// The same worlds, where the engine is wrong too.
pub const DEFECTS: Program = Program { build: Build::Defects, ..SIMULATE };

const fn released(package: &'static str, kind: &'static str, binary: &'static str) -> Program {
    Program { package, kind, binary, build: Build::Release }
}

impl Program {
    /// Builds the program and runs it where the caller stands, so that relative paths mean what they say.
    /// Its exit code is ours.
    pub fn become_it(&self, arguments: impl Iterator<Item = OsString>) -> io::Result<ExitCode> {
        self.become_with(&[], arguments)
    }

    /// The same, with more in its environment.
    pub fn become_with(
        &self,
        environment: &[(&str, OsString)],
        arguments: impl Iterator<Item = OsString>,
    ) -> io::Result<ExitCode> {
        if !self.built().exists() {
            let binary = self.binary;
            terminal::say(&format!("Building {binary}. The first time takes a few minutes."));
        }
        let mut command = process::command("cargo");
        command.envs(environment.iter().map(|(name, value)| (name, value)));
        command.args(["run", "--quiet", "--manifest-path"]).arg(process::top().join("Cargo.toml"));
        match self.build {
            Build::Release => drop(command.arg("--release")),
            Build::Defects => {
                let flags = env::var("RUSTFLAGS").unwrap_or_default();
                command.env("RUSTFLAGS", format!("{flags} --cfg paywright_defects"));
                command.arg("--target-dir").arg(self.target());
            }
        }
        command.args(["-p", self.package, self.kind, self.binary, "--"]).args(arguments);
        let cannot = |error: io::Error| {
            let words = format!("cargo cannot be started: {}", terminal::reason(&error));
            io::Error::new(error.kind(), words)
        };
        process::replace(command).map_err(cannot)
    }

    /// Where cargo builds it, unless a configuration says otherwise.
    fn target(&self) -> PathBuf {
        let usual = || process::top().join("target");
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(usual, PathBuf::from);
        if self.build == Build::Defects { target.join("defects") } else { target }
    }

    fn built(&self) -> PathBuf {
        let profile = if self.build == Build::Release { "release" } else { "debug" };
        let place = if self.kind == "--example" { "examples" } else { "" };
        let program = format!("{}{}", self.binary, env::consts::EXE_SUFFIX);
        self.target().join(profile).join(place).join(program)
    }
}
