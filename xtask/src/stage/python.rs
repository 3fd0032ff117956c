//! The stages of the Python package.

use super::{Stage, Step};
use crate::tool::{POSTGRES_OR_ROOT, PYTHON};

/// The package on the Python that is here, and all that is said of its types.
pub const PACKAGE: Stage = Stage {
    name: "python",
    steps: &[
        Step::new(&["cargo", "xtask", "wheel"]),
        Step::new(&[
            "cargo",
            "xtask",
            "python",
            "pip",
            "install",
            "--quiet",
            "--no-index",
            "--no-deps",
            "--force-reinstall",
            "--find-links=target/python/wheels",
            "paywright",
        ]),
        // Where it finds no test, it fails.
        Step::new(&[
            "cargo",
            "xtask",
            "python",
            "pytest",
            "--color=no",
            "-m",
            "not postgres",
            "bindings-python/tests",
        ]),
        // Its half of the benchmark, in a size of which only the end says anything.
        Step {
            environment: &[("PAYWRIGHT_PYTHON", "python")],
            words: &[
                "cargo",
                "xtask",
                "python",
                "cargo",
                "test",
                "-p",
                "paywright-benches",
                "--test",
                "figures",
                "every_figure",
            ],
        },
        Step::new(&[
            "cargo",
            "xtask",
            "python",
            "python",
            "-m",
            "mypy.stubtest",
            "--allowlist=bindings-python/tests/typing/stubtest.txt",
            "paywright",
        ]),
        // By the oldest Python's rules; the others use what is newer.
        Step::new(&[
            "cargo",
            "xtask",
            "python",
            "mypy",
            "--strict",
            "--cache-dir=target/python/mypy",
            "--python-version=3.10",
            "bindings-python/python/paywright",
        ]),
        Step::new(&[
            "cargo",
            "xtask",
            "python",
            "mypy",
            "--strict",
            "--cache-dir=target/python/mypy",
            "bindings-python/tests/typing",
        ]),
        Step::new(&[
            "cargo",
            "xtask",
            "python",
            "mypy",
            "--strict",
            "--cache-dir=target/python/mypy",
            "examples/python",
        ]),
        Step::new(&[
            "cargo",
            "xtask",
            "python",
            "mkdocs",
            "build",
            "--strict",
            "--config-file",
            "bindings-python/mkdocs.yml",
        ]),
    ],
    tools: &[PYTHON],
};

/// Its database on a PostgreSQL server, in the environment that the package was installed into.
pub const ON_A_SERVER: Stage = Stage {
    name: "python on postgres",
    steps: &[
        Step::new(&["cargo", "xtask", "postgres", "--install"]),
        Step::new(&[
            "cargo",
            "xtask",
            "python",
            "pytest",
            "--color=no",
            "-m",
            "postgres",
            "bindings-python/tests",
        ]),
    ],
    tools: &[PYTHON, POSTGRES_OR_ROOT],
};

/// What `cargo xtask test --python 3.10` runs beside: the wheel that the stage `python` built, on the oldest
/// Python that the package promises.
pub const OLDEST_PYTHON: Stage = Stage {
    name: "python 3.10",
    steps: &[
        Step::new(&[
            "cargo",
            "xtask",
            "python",
            "--version",
            "3.10",
            "pip",
            "install",
            "--quiet",
            "--no-index",
            "--no-deps",
            "--force-reinstall",
            "--find-links=target/python/wheels",
            "paywright",
        ]),
        Step::new(&[
            "cargo",
            "xtask",
            "python",
            "--version",
            "3.10",
            "pytest",
            "--color=no",
            "-m",
            "not postgres",
            "bindings-python/tests",
        ]),
    ],
    // Whoever names a version is told where it is missing: the first step fails, and says what to install.
    tools: &[],
};
