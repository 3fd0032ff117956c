//! The stages of `cargo xtask test` and `cargo xtask check`, as data: to add a part, add an entry.

use std::fmt;

use crate::tool::{CLIPPY, JAR, KOTLIN_OR_ROOT, POSTGRES_OR_ROOT, RUSTFMT, SWIFT, Tool};

mod python;

pub use python::OLDEST_PYTHON;

/// A part of a run that is timed and judged by itself.
#[derive(Clone, Copy, Debug)]
pub struct Stage {
    /// How it appears in the table.
    pub name: &'static str,
    /// Run in order; the first that fails ends the stage.
    pub steps: &'static [Step],
    /// Without one of these the stage cannot run.
    pub tools: &'static [Tool],
}

/// One command of a stage, run at the top of the workspace.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Set in the environment for this command alone.
    pub environment: &'static [(&'static str, &'static str)],
    /// The program and its arguments.
    pub words: &'static [&'static str],
}

impl Step {
    const fn new(words: &'static [&'static str]) -> Self {
        Self { environment: &[], words }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in self.environment {
            write!(f, "{name}=\"{value}\" ")?;
        }
        for (place, word) in self.words.iter().enumerate() {
            let (space, quote) =
                (if place > 0 { " " } else { "" }, if word.contains(' ') { "\"" } else { "" });
            write!(f, "{space}{quote}{word}{quote}")?;
        }
        Ok(())
    }
}

/// What `cargo xtask test` runs. Core and storages come first and by themselves: features are united over the
/// packages of one command, and no other package may lend core a feature that it lacks alone.
pub const TESTS: &[Stage] = &[
    Stage {
        name: "core tests",
        steps: &[Step::new(&["cargo", "test", "--no-fail-fast", "-p", "paywright"])],
        tools: &[],
    },
    Stage {
        name: "storages",
        steps: &[Step::new(&[
            "cargo",
            "test",
            "--no-fail-fast",
            "-p",
            "paywright-storage-conformance",
            "-p",
            "paywright-sqlite",
        ])],
        tools: &[],
    },
    Stage {
        name: "postgres",
        steps: &[
            Step::new(&["cargo", "xtask", "postgres", "--install"]),
            Step::new(&["cargo", "test", "-p", "paywright-postgres", "--lib", "--test", "server"]),
            Step::new(&["cargo", "test", "-p", "paywright-postgres", "--doc"]),
            Step::new(&[
                "cargo",
                "test",
                "-p",
                "paywright-examples",
                "--features",
                "postgres-server",
                "--test",
                "postgres",
            ]),
            Step::new(&[
                "cargo",
                "test",
                "-p",
                "paywright-scenarios",
                "--features",
                "postgres-server",
                "--test",
                "simulator-postgres",
            ]),
        ],
        tools: &[POSTGRES_OR_ROOT],
    },
    Stage {
        name: "fleet",
        steps: &[
            Step::new(&["cargo", "xtask", "postgres", "--install"]),
            Step::new(&["cargo", "test", "-p", "paywright-postgres", "--test", "fleet"]),
        ],
        tools: &[POSTGRES_OR_ROOT],
    },
    Stage {
        name: "testing, tables, examples, benches, bindings, xtask",
        steps: &[Step::new(&[
            "cargo",
            "test",
            "--no-fail-fast",
            "-p",
            "paywright-testing",
            "-p",
            "paywright-tables",
            "-p",
            "paywright-examples",
            "-p",
            "paywright-benches",
            "-p",
            "paywright-generate",
            "-p",
            "paywright-mobile",
            "-p",
            "xtask",
        ])],
        tools: &[],
    },
    Stage {
        name: "scenarios",
        steps: &[Step::new(&["cargo", "test", "--no-fail-fast", "-p", "paywright-scenarios"])],
        tools: &[],
    },
    Stage {
        name: "fuzz targets",
        steps: &[Step::new(&["cargo", "test", "--no-fail-fast", "-p", "paywright-fuzz"])],
        tools: &[],
    },
    python::PACKAGE,
    python::ON_A_SERVER,
    Stage {
        name: "kotlin",
        steps: &[
            // Its tests, and the jar into the local repository, where the example finds it as an app does.
            Step::new(&["cargo", "xtask", "kotlin", "install"]),
            Step::new(&["cargo", "xtask", "kotlin", "--project", "examples/kotlin", "test"]),
        ],
        tools: &[KOTLIN_OR_ROOT],
    },
    Stage {
        name: "swift",
        steps: &[
            Step::new(&["cargo", "xtask", "swift", "test"]),
            Step::new(&[
                "cargo",
                "xtask",
                "swift",
                "run",
                "--package-path",
                "examples/swift/programs",
                "first-payment",
            ]),
            Step::new(&[
                "cargo",
                "xtask",
                "swift",
                "run",
                "--package-path",
                "examples/swift/programs",
                "wallet",
            ]),
        ],
        tools: &[SWIFT],
    },
    Stage { name: "app library", steps: &[Step::new(&["cargo", "xtask", "app-library"])], tools: &[] },
    Stage {
        name: "packages for phones",
        steps: &[
            // One by one: together the library would be built with what only the generator needs.
            Step::new(&["cargo", "build", "-p", "paywright-mobile"]),
            Step::new(&["cargo", "build", "-p", "paywright-mobile-bindgen"]),
            Step {
                environment: &[("PAYWRIGHT_PACKAGES", "1")],
                words: &["cargo", "test", "-p", "xtask", "--test", "packages"],
            },
        ],
        tools: &[JAR],
    },
    Stage {
        name: "defects on purpose",
        steps: &[Step::new(&["cargo", "xtask", "simulate", "--defects"])],
        tools: &[],
    },
];

/// What `cargo xtask generate` runs: what is written from the declarations of the engine.
pub const GENERATED: &[Stage] = &[
    Stage {
        name: "bindings",
        steps: &[Step::new(&["cargo", "run", "-q", "-p", "paywright-generate"])],
        tools: &[],
    },
    Stage {
        name: "documents of the catalogue",
        steps: &[Step {
            environment: &[("UPDATE_DOCS", "1")],
            words: &["cargo", "test", "-p", "paywright-scenarios", "--test", "catalogue"],
        }],
        tools: &[],
    },
];

/// What `cargo xtask check` runs.
pub const CHECKS: &[Stage] = &[
    Stage {
        name: "formatting",
        steps: &[Step::new(&["cargo", "fmt", "--all", "--check"])],
        tools: &[RUSTFMT],
    },
    Stage {
        name: "lints",
        steps: &[Step::new(&["cargo", "clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])],
        tools: &[CLIPPY],
    },
    Stage {
        name: "documentation",
        steps: &[Step {
            environment: &[("RUSTDOCFLAGS", "-D warnings")],
            words: &["cargo", "doc", "--workspace", "--no-deps"],
        }],
        tools: &[],
    },
    Stage {
        name: "tidy",
        steps: &[Step::new(&["cargo", "test", "-p", "paywright-scenarios", "--test", "tidy"])],
        tools: &[],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn core_is_tested_alone_and_first() {
        let first = TESTS[0].steps[0].to_string();
        assert_eq!(first, "cargo test --no-fail-fast -p paywright");
    }

    /// Members without a test that cargo runs, and the step that tests them instead.
    const TESTED_ELSEWHERE: &[(&str, &str)] = &[
        // Python loads it; a test of its own in Rust would have to bring a Python along.
        (
            "paywright-python",
            "cargo xtask python pytest --color=no -m \"not postgres\" bindings-python/tests",
        ),
        // One line that calls UniFFI: whoever builds the packages runs it.
        ("paywright-mobile-bindgen", "cargo xtask swift test"),
    ];

    fn steps() -> impl Iterator<Item = String> {
        TESTS.iter().flat_map(|stage| stage.steps).map(ToString::to_string)
    }

    #[test]
    fn each_member_of_the_workspace_is_tested() {
        let manifest =
            std::fs::read_to_string(crate::process::top().join("Cargo.toml")).expect("a workspace");
        let members = manifest.split_once("members = [").and_then(|(_, rest)| rest.split_once(']'));
        let (members, _) = members.expect("a list of members");
        let tested: Vec<&str> =
            TESTS.iter().flat_map(|stage| stage.steps).flat_map(|step| step.words).copied().collect();
        for member in members.split(',').map(|member| member.trim().trim_matches('"')) {
            if member.is_empty() {
                continue;
            }
            let path = crate::process::top().join(member).join("Cargo.toml");
            let package = std::fs::read_to_string(path).expect("a package");
            let name = package.lines().find_map(|line| line.strip_prefix("name = ")).expect("a name");
            let name = name.trim_matches('"');
            if let Some((_, step)) = TESTED_ELSEWHERE.iter().find(|(member, _)| *member == name) {
                assert!(steps().any(|taken| taken == *step), "no stage runs `{step}`, which tests {name}");
                continue;
            }
            assert!(tested.contains(&name), "no stage of `cargo xtask test` tests {name}: add it to TESTS");
        }
    }

    #[test]
    fn the_wheel_that_is_tested_is_built_before_and_the_oldest_python_gets_the_same() {
        let place = |word: &str| steps().position(|step| step.contains(word)).expect(word);
        assert!(place("xtask wheel") < place("pip install") && place("pip install") < place("pytest"));
        let usual = steps().nth(place("pip install")).expect("a step");
        let oldest = OLDEST_PYTHON.steps[0].to_string();
        assert_eq!(oldest, usual.replace("xtask python ", "xtask python --version 3.10 "));
    }

    #[test]
    fn a_step_reads_as_one_would_type_it() {
        let step = &CHECKS[2].steps[0];
        assert_eq!(step.to_string(), "RUSTDOCFLAGS=\"-D warnings\" cargo doc --workspace --no-deps");
    }
}
