//! Packages of Debian, on a machine that is ours to change.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::process::{self, succeed};

/// Whether this is a Debian, and we are root on it.
pub fn may_install() -> bool {
    let answers = |program: &str, arguments: &[&str]| {
        let answer = process::command(program).args(arguments).stderr(Stdio::null()).output().ok()?;
        answer.status.success().then_some(answer.stdout)
    };
    let is_root = answers("id", &["-u"]).is_some_and(|id| id.trim_ascii() == b"0");
    is_root && Path::new("/etc/debian_version").exists() && answers("apt-get", &["--version"]).is_some()
}

/// A fresh machine has no lists of packages yet.
pub fn update() -> io::Result<()> {
    succeed(apt(&["update"]), "Debian's lists of packages cannot be read")
}

/// Installs packages, and what they need. One that is here stays as it is: what runs of it would be stopped.
pub fn install(packages: &[&str]) -> io::Result<()> {
    let install = [&["install", "--no-install-recommends", "--no-upgrade"], packages].concat();
    succeed(apt(&install), "they cannot be installed")
}

fn apt(arguments: &[&str]) -> Command {
    let mut command = process::command("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").args(["-q", "-y"]).args(arguments);
    command
}
