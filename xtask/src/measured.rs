//! The programs of the benchmark that measure Kotlin and Swift: each is built with its package as users have
//! it, and calls the library that apps carry.
//!
//! What the benchmark is given is a script that starts one of them; whatever a JVM or a root of its own needs
//! stands there.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;
use std::{fs, io};

use crate::{app, kotlin, process, python, swift, terminal};

/// Where they are built.
const BUILT: &str = "target/app/measured";

/// What the benchmark needs for the figures of these names: of a package nothing, where none of its figures
/// is asked for by name and it cannot be measured here.
pub fn needed(names: &[String]) -> Vec<(&'static str, OsString)> {
    let is_wanted = |figures: &str| names.is_empty() || names.iter().any(|name| name.starts_with(figures));
    let mut needed = Vec::new();
    if is_wanted("python_") {
        needed.extend(found("Python", python::released()).into_iter().flatten());
    }
    if ["mobile_", "kotlin_", "swift_"].into_iter().any(is_wanted)
        && let Some((library, weight)) = found("The app library", app::released())
    {
        needed.push(("PAYWRIGHT_WEIGHT", weight));
        if is_wanted("kotlin_") {
            needed.extend(found("Kotlin", of_kotlin(&library)));
        }
        if is_wanted("swift_") {
            needed.extend(found("Swift", of_swift(&library)));
        }
    }
    needed
}

/// It, or a sentence that says why its figures are left out.
fn found<T>(what: &str, result: io::Result<T>) -> Option<T> {
    let said =
        |error: &io::Error| terminal::say(&format!("{what} cannot be measured: {}", terminal::reason(error)));
    result.inspect_err(said).ok()
}

/// The program in Kotlin: classes of the package and of the program, and before them the library, in the
/// folder where JNA looks for that of this machine.
fn of_kotlin(library: &Path) -> io::Result<(&'static str, OsString)> {
    let folder = kotlin::platform(env::consts::OS, env::consts::ARCH);
    let built = process::top().join(BUILT).join("kotlin");
    fs::create_dir_all(built.join(&folder))?;
    let name = library.file_name().unwrap_or_default();
    fs::copy(library, built.join(&folder).join(name))?;
    terminal::say("Building the Kotlin package and the program that measures it.");
    let list = built.join("classpath.txt");
    let mut maven = process::command("cargo");
    maven.args(["xtask", "kotlin", "--quiet", "-Pmeasure", "process-classes", "dependency:build-classpath"]);
    maven.arg("-Dmdep.includeScope=runtime").arg(format!("-Dmdep.outputFile={}", list.display()));
    succeed(maven.current_dir(process::top()), "the Kotlin package cannot be built")?;
    let target = process::top().join("bindings-mobile/kotlin/target");
    let mut path = vec![built.clone(), target.join("classes"), target.join("test-classes")];
    path.extend(env::split_paths(fs::read_to_string(list)?.trim()));
    let mut java = Command::new("java");
    java.arg("-cp").arg(env::join_paths(path).map_err(io::Error::other)?);
    java.arg("dev.paywright.measure.MeasureKt");
    Ok(("PAYWRIGHT_KOTLIN", script("kotlin", &java)?))
}

/// The program in Swift, linked with the library.
fn of_swift(library: &Path) -> io::Result<(&'static str, OsString)> {
    terminal::say("Building the Swift package and the program that measures it.");
    Ok(("PAYWRIGHT_SWIFT", script("swift", &swift::measured(library)?)?))
}

/// Lays down a script that becomes the command, with whatever arguments it is given itself.
fn script(name: &str, command: &Command) -> io::Result<OsString> {
    let words = [command.get_program()].into_iter().chain(command.get_args());
    let words = words.map(|word| word.to_str().map(quoted)).collect::<Option<Vec<_>>>();
    let words = words.ok_or_else(|| io::Error::other("a path here is no UTF-8"))?;
    let folder = process::top().canonicalize()?.join(BUILT);
    fs::create_dir_all(&folder)?;
    let script = folder.join(name).with_extension("sh");
    fs::write(&script, format!("#!/bin/sh\nexec {} \"$@\"\n", words.join(" ")))?;
    let mut executable = process::command("chmod");
    succeed(executable.arg("+x").arg(&script), "a script cannot be made one that runs")?;
    Ok(script.into())
}

/// As a shell reads it back.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

fn succeed(command: &mut Command, otherwise: &str) -> io::Result<()> {
    if command.status()?.success() {
        return Ok(());
    }
    Err(io::Error::other(format!("{otherwise}; why is said above")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_back_by_a_shell_as_it_was() {
        assert_eq!(quoted("a b"), "'a b'");
        assert_eq!(quoted("it's $HOME"), r"'it'\''s $HOME'");
    }

    #[test]
    fn what_cannot_be_measured_is_left_out() {
        assert_eq!(found("Kotlin", Err::<(), _>(io::Error::other("there is no JDK"))), None);
        assert_eq!(found("Kotlin", Ok(7)), Some(7));
    }

    #[test]
    fn for_figures_of_the_engine_nothing_is_built() {
        assert_eq!(needed(&["ledger_batch".to_owned(), "verify".to_owned()]), Vec::new());
    }
}
