//! Which Swift: one of the path that is new enough, else Debian's, unpacked into a cache.
//!
//! Debian's current suite has a Swift, older ones have none; and what it builds does not run on their older C
//! library. So all of it, compiler and tests, runs in a root of its own, which an ordinary `apt-get` fills.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, io};

use crate::{process, terminal};

/// Where it is from, and what is unpacked. The first names the compiler.
const SUITE: &str = "trixie";
const PACKAGES: &[&str] = &["swiftlang", "libc6-dev", "libstdc++-14-dev", "dash", "coreutils", "bash"];
/// Its folder in the cache.
const FOLDER: &str = "swift-6.0.3";
/// What a root was made of, in its folder; that is written last.
const MADE_OF: &str = "made-of.txt";
/// The oldest that builds the package.
const OLDEST: (u32, u32) = (5, 9);

const ROOT: &str = include_str!("root.sh");
const INSIDE: &str = include_str!("inside.sh");

/// A Swift that can be run.
#[derive(Debug)]
pub enum Toolchain {
    /// `swift` of the path.
    Own,
    /// Debian's, in this folder.
    Root(PathBuf),
}

impl Toolchain {
    /// That of the path, else the one of the cache, which is made where it is missing.
    pub fn ready() -> io::Result<Self> {
        if own_version().is_some_and(|version| version >= OLDEST) {
            return Ok(Self::Own);
        }
        let root = cache()?.join(FOLDER);
        if !is_made(&root) {
            make(&root)?;
        }
        Ok(Self::Root(root))
    }

    /// `swift`, or a program that it built, with these in its environment, in a folder.
    pub fn run(&self, program: &str, top: &Path, environment: &[(&str, &str)]) -> io::Result<Command> {
        let Self::Root(root) = self else {
            let mut command = process::command("env");
            command.args(environment.iter().map(|(name, value)| format!("{name}={value}")));
            command.arg(program).current_dir(top);
            return Ok(command);
        };
        let mut command = entered(root, top)?;
        command.args(["-i", "HOME=/tmp", "LANG=C.UTF-8", "PATH=/usr/libexec/swift/bin:/usr/bin:/bin"]);
        command.args(environment.iter().map(|(name, value)| format!("{name}={value}")));
        command.arg(program);
        Ok(command)
    }
}

/// What begins a command in a root: as root by mounts of this process alone, else by bubblewrap.
fn entered(root: &Path, top: &Path) -> io::Result<Command> {
    if answers("unshare", &["--mount", "true"]) {
        let mut command = process::command("unshare");
        command.args(["--mount", "bash", "-c", INSIDE, "inside"]).args([root, top]);
        return Ok(command);
    }
    let plain = ["--ro-bind", "/", "/", "true"];
    if answers("bwrap", &plain) {
        let mut command = process::command("bwrap");
        command
            .arg("--bind")
            .arg(root)
            .args(["/", "--proc", "/proc", "--dev", "/dev", "--bind", "/tmp", "/tmp"]);
        command
            .arg("--bind")
            .args([top, top])
            .args(["--die-with-parent", "/usr/bin/env", "--chdir"])
            .arg(top);
        return Ok(command);
    }
    Err(io::Error::other(
        "Debian's Swift runs in a root of its own, and neither `unshare --mount true` nor \
         `bwrap --ro-bind / / true` is allowed here. Install bubblewrap with \
         `apt-get install bubblewrap`; in a container allow mounts with \
         `--cap-add SYS_ADMIN`; or put a Swift 5.9 or newer on the path",
    ))
}

fn answers(program: &str, arguments: &[&str]) -> bool {
    let mut command = process::command(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn own_version() -> Option<(u32, u32)> {
    let answer = process::command("swift").arg("--version").stderr(Stdio::null()).output().ok()?;
    version(&String::from_utf8(answer.stdout).ok()?)
}

/// Reads `Swift version 5.9.2 (swift-5.9.2-RELEASE)`, wherever it stands in what is said.
fn version(said: &str) -> Option<(u32, u32)> {
    let (_, rest) = said.split_once("Swift version ")?;
    let mut figures = rest.split(|letter: char| !letter.is_ascii_digit());
    Some((figures.next()?.parse().ok()?, figures.next()?.parse().ok()?))
}

/// Where what is large and the same for every clone is kept.
fn cache() -> io::Result<PathBuf> {
    if let Some(cache) = env::var_os("PAYWRIGHT_CACHE") {
        return std::path::absolute(cache);
    }
    let home = env::home_dir().ok_or_else(|| io::Error::other("there is no home: set PAYWRIGHT_CACHE"))?;
    Ok(home.join(".cache/paywright"))
}

fn wanted() -> String {
    format!("{SUITE} {}", PACKAGES.join(" "))
}

fn is_made(root: &Path) -> bool {
    let made_of = fs::read_to_string(root.join(MADE_OF)).unwrap_or_default();
    made_of.lines().next() == Some(wanted().as_str())
}

fn make(root: &Path) -> io::Result<()> {
    if !answers("apt-get", &["--version"]) {
        return Err(io::Error::other(
            "there is no Swift 5.9 or newer on the path, and no `apt-get` to fetch Debian's with: \
             install one as swift.org says",
        ));
    }
    let folder = root.display();
    terminal::say(&format!(
        "Fetching Swift from Debian {SUITE}, about 530 MB, and unpacking it into {folder}, about 2.5 GB. \
         This is done once."
    ));
    if let Some(cache) = root.parent() {
        fs::create_dir_all(cache)?;
    }
    let mut unpack = process::command("bash");
    unpack.args(["-c", ROOT, "root.sh"]).arg(root).arg(SUITE).args(PACKAGES);
    if unpack.status()?.success() {
        return Ok(());
    }
    Err(io::Error::other(format!(
        "Swift cannot be unpacked, why is said above; to try again by hand: `bash xtask/src/swift/root.sh \
         {folder} {}`",
        wanted()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_found_in_what_any_swift_says_of_itself() {
        let apple =
            "swift-driver version: 1.90 Apple Swift version 5.10.1 (swiftlang-5.10.0.13)\nTarget: arm64";
        assert_eq!(version(apple), Some((5, 10)));
        assert_eq!(version("Swift version 6.0.3 (swift-6.0.3-RELEASE)\n"), Some((6, 0)));
        assert_eq!(version("swift: no such thing"), None);
        assert!(Some((5, 8)) < Some(OLDEST) && Some((6, 0)) > Some(OLDEST));
    }

    #[test]
    fn a_root_that_was_not_made_to_its_end_or_of_something_else_is_made_again() {
        let root = env::temp_dir().join(format!("paywright-root-{}", std::process::id()));
        fs::create_dir_all(&root).expect("a folder");
        assert!(!is_made(&root));
        fs::write(root.join(MADE_OF), "bookworm swiftlang\n").expect("a file");
        assert!(!is_made(&root));
        fs::write(root.join(MADE_OF), format!("{}\nswiftlang_6.0.3-2_amd64\n", wanted())).expect("a file");
        assert!(is_made(&root));
        fs::remove_dir_all(&root).expect("it is there");
    }

    #[test]
    fn the_scripts_are_such_as_bash_can_read() {
        for script in [ROOT, INSIDE] {
            let read = process::command("bash").args(["-n", "-c", script]).status();
            assert!(read.expect("bash").success());
        }
    }
}
