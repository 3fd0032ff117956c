//! Starting other programs the way cargo itself would be started from a shell.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::{env, io};

use crate::terminal;

/// The top of the workspace.
pub fn top() -> PathBuf {
    let package = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let mut top = PathBuf::from(package);
    top.pop();
    top
}

/// A command for `program`. `cargo` is the very cargo that runs xtask, so that its toolchain stays the same.
///
/// What cargo told xtask about the package `xtask` is taken out of the environment. Build scripts that watch
/// those variables would run again, and all that depends on them be rebuilt, whenever `cargo test` follows
/// `cargo xtask test` or the other way round.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let program = program.as_ref();
    let mut command = match env::var_os("CARGO") {
        Some(cargo) if program == "cargo" => Command::new(cargo),
        _ => Command::new(program),
    };
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(describes_xtask) {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a command to its end.
pub fn succeed(mut command: Command, otherwise: &str) -> io::Result<()> {
    let program = command.get_program().to_owned();
    let ended = command.status().map_err(|error| not_started(&program, &error))?;
    if ended.success() { Ok(()) } else { Err(io::Error::other(format!("{otherwise}; why is said above"))) }
}

fn not_started(program: &OsStr, error: &io::Error) -> io::Error {
    let (program, why) = (program.display(), terminal::reason(error));
    io::Error::new(error.kind(), format!("`{program}` cannot be started: {why}"))
}

fn describes_xtask(variable: &str) -> bool {
    const NAMED: [&str; 6] = [
        "CARGO_BIN_NAME",
        "CARGO_CRATE_NAME",
        "CARGO_MANIFEST_DIR",
        "CARGO_MANIFEST_PATH",
        "CARGO_PRIMARY_PACKAGE",
        "OUT_DIR",
    ];
    variable.starts_with("CARGO_PKG_") || NAMED.contains(&variable)
}

/// On Unix the process is replaced rather than a child started: a signal to `cargo xtask demo`, also one that
/// cannot be caught, then reaches the program itself and leaves no orphan writing to the database.
#[cfg(unix)]
pub fn replace(mut command: Command) -> io::Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    Err(command.exec())
}

#[cfg(not(unix))]
pub fn replace(mut command: Command) -> io::Result<ExitCode> {
    let code = command.status()?.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_holds_the_workspace() {
        assert!(top().join("xtask/src/process.rs").is_file());
    }

    #[test]
    fn the_package_is_forgotten_and_the_persons_own_settings_are_kept() {
        assert!(describes_xtask("CARGO_PKG_VERSION_MAJOR"));
        assert!(describes_xtask("CARGO_MANIFEST_DIR"));
        for own in ["CARGO", "CARGO_HOME", "CARGO_TARGET_DIR", "CARGO_TERM_COLOR", "CARGO_BUILD_JOBS", "PATH"]
        {
            assert!(!describes_xtask(own), "{own}");
        }
    }
}
