//! Tools that a stage needs beyond cargo itself.

use std::process::Stdio;

use crate::process;

/// A tool, how to ask whether it is here, and what to do when it is not.
#[derive(Debug)]
pub struct Tool {
    /// As a person would call it.
    pub name: &'static str,
    /// A command that succeeds exactly when the tool can be used. It is run, not looked up: the toolchain
    /// manager puts a `cargo-clippy` on the path also where the component is missing.
    pub probe: &'static [&'static str],
    /// The command that installs it.
    pub install: &'static str,
}

/// The formatter.
pub const RUSTFMT: Tool = Tool {
    name: "cargo fmt",
    probe: &["cargo", "fmt", "--version"],
    install: "rustup component add rustfmt",
};
/// The linter.
pub const CLIPPY: Tool = Tool {
    name: "cargo clippy",
    probe: &["cargo", "clippy", "--version"],
    install: "rustup component add clippy",
};
/// The compiler that can tell which code an input reaches.
pub const NIGHTLY: Tool = Tool {
    name: "Rust's nightly toolchain",
    probe: &["rustup", "run", "nightly", "cargo", "--version"],
    install: "rustup toolchain install nightly",
};
/// What builds and runs programs under libFuzzer.
pub const CARGO_FUZZ: Tool =
    Tool { name: "cargo fuzz", probe: &["cargo", "fuzz", "--version"], install: "cargo install cargo-fuzz" };

/// What the binding is tested with. Debian has the modules that make environments in a package of their own.
pub const PYTHON: Tool = Tool {
    name: "Python 3.11 or newer that makes virtual environments, called `python3`,",
    probe: &["python3", "-c", "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))"],
    install: "apt-get install python3-venv",
};

/// What the Kotlin package is built with.
pub const KOTLIN: Tool = Tool {
    name: "Maven with a JDK of 17 or newer",
    probe: &["sh", "-c", "mvn --version >&2 && javac --release 17 -version"],
    install: "apt-get install --no-install-recommends maven default-jdk-headless",
};

/// The same, or the right to install it, as `cargo xtask kotlin` then does.
pub const KOTLIN_OR_ROOT: Tool = Tool {
    probe: &[
        "sh",
        "-c",
        "mvn --version >&2 && javac --release 17 -version \
         || test \"$(id -u)\" = 0 && test -e /etc/debian_version && apt-get --version",
    ],
    ..KOTLIN
};

/// What the Swift package is built with: where the path has none, Debian's is fetched when it is needed.
pub const SWIFT: Tool = Tool {
    name: "Swift 5.9 or newer, or a Debian that may unpack one and run it in a root of its own,",
    probe: &[
        "sh",
        "-c",
        "swift --version || { apt-get --version && { unshare --mount true || bwrap --ro-bind / / true; }; }",
    ],
    install: "apt-get install bubblewrap",
};

/// What packs the archives of Java and Android.
pub const JAR: Tool = Tool {
    name: "`jar`, of a JDK,",
    probe: &["jar", "--version"],
    install: "apt-get install --no-install-recommends default-jdk-headless",
};

/// The server alone, which is enough to start one.
pub const SERVER: Tool = Tool {
    name: "PostgreSQL's server",
    probe: &["sh", "-c", "ls /usr/lib/postgresql/*/bin/initdb"],
    install: "apt-get install --no-install-recommends postgresql",
};

/// The server that the storage over PostgreSQL is tested with, its client, and a pooler in between. Debian
/// keeps the server's programs off the path, and the pooler's off that of users.
pub const POSTGRES: Tool = Tool {
    name: "PostgreSQL's server, its client `psql`, or the pooler PgBouncer",
    probe: &[
        "sh",
        "-c",
        "ls /usr/lib/postgresql/*/bin/initdb && psql --version && test -x /usr/sbin/pgbouncer",
    ],
    install: "apt-get install --no-install-recommends postgresql pgbouncer",
};

/// The same, or the right to install it, as `cargo xtask postgres` then does.
pub const POSTGRES_OR_ROOT: Tool = Tool {
    probe: &[
        "sh",
        "-c",
        "ls /usr/lib/postgresql/*/bin/initdb && psql --version && test -x /usr/sbin/pgbouncer \
         || test \"$(id -u)\" = 0 && test -e /etc/debian_version && apt-get --version",
    ],
    ..POSTGRES
};

impl Tool {
    /// Nothing when the tool can be used, else a sentence with what to install.
    pub fn lacking(&self) -> Option<String> {
        let (program, arguments) = self.probe.split_first()?;
        let answer = process::command(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        match answer {
            Ok(status) if status.success() => None,
            _ => Some(format!("{} is missing; install it with `{}`", self.name, self.install)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_that_answers_is_not_lacking() {
        let cargo = Tool { name: "cargo", probe: &["cargo", "--version"], install: "rustup" };
        assert_eq!(cargo.lacking(), None);
    }

    #[test]
    fn a_tool_that_is_absent_or_fails_says_what_to_install() {
        for probe in [&["no-such-program-here", "--version"][..], &["cargo", "no-such-subcommand"]] {
            let tool = Tool { name: "maturin", probe, install: "pip install maturin" };
            let said = tool.lacking().expect("the tool is absent");
            assert_eq!(said, "maturin is missing; install it with `pip install maturin`");
        }
    }
}
