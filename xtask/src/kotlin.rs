//! The Kotlin package: what it is made of is built into its `target`, then Maven does what is asked.
//!
//! The native library and the glue that calls it are never committed: each build makes both, so they fit.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use crate::process::succeed;
use crate::tool::KOTLIN;
use crate::{app, debian, process, terminal};

/// The package, from the top of the workspace.
const PACKAGE: &str = "bindings-mobile/kotlin";
/// Where the glue is laid, in the package.
const GLUE: &str = "target/generated-sources/uniffi";
/// Where the native library is laid, in the package: it goes into the jar from there.
const NATIVE: &str = "target/native";
/// What Debian calls what is needed.
const DEBIAN: &[&str] = &["maven", "default-jdk-headless"];
/// What Maven does where nothing is asked for.
const USUAL: &[&str] = &["test"];

/// Builds what the package is made of, and runs Maven there, or in the project in another folder.
pub fn run(project: Option<&Path>, release: bool, arguments: &[OsString]) -> io::Result<ExitCode> {
    ready()?;
    made(release)?;
    let project = project.map_or_else(|| process::top().join(PACKAGE), Path::to_path_buf);
    let mut maven = process::command("mvn");
    // Quiet, but for what is wrong and how many tests there were.
    maven.args(["--batch-mode", "--no-transfer-progress", "--file"]).arg(project.join("pom.xml"));
    if arguments.is_empty() {
        maven.args(USUAL);
    } else {
        maven.args(arguments);
    }
    process::replace(maven)
}

/// Maven and a JDK; on a Debian that is ours to change they are installed where they are missing.
fn ready() -> io::Result<()> {
    let Some(lacking) = KOTLIN.lacking() else { return Ok(()) };
    if !debian::may_install() {
        return Err(io::Error::other(lacking));
    }
    terminal::say(&format!("Installing {} from Debian, for the Kotlin package.", DEBIAN.join(" and ")));
    debian::update()?;
    debian::install(DEBIAN)?;
    KOTLIN.lacking().map_or(Ok(()), |lacking| Err(io::Error::other(lacking)))
}

/// Builds the native library and lays it and its glue where Maven takes them from. The glue is always written
/// from the library with its symbols: it is the same for the one that apps carry.
fn made(release: bool) -> io::Result<()> {
    let package = process::top().join(PACKAGE);
    // Each by itself: built together, the library would have what only the generator needs.
    for member in ["paywright-mobile", "paywright-mobile-bindgen"] {
        let mut build = process::command("cargo");
        build.args(["build", "--quiet", "-p", member]).current_dir(process::top());
        succeed(build, "the native half cannot be built")?;
    }
    let built = built();
    let name = format!("{}paywright_mobile{}", env::consts::DLL_PREFIX, env::consts::DLL_SUFFIX);
    let library = built.join(&name);
    let mut generate =
        process::command(built.join(format!("paywright-mobile-bindgen{}", env::consts::EXE_SUFFIX)));
    generate.arg("generate").arg(&library).args(["--language", "kotlin", "--no-format", "--out-dir"]);
    generate.arg(package.join(GLUE)).current_dir(process::top());
    succeed(generate, "the glue cannot be generated")?;
    let folder = package.join(NATIVE).join(platform(env::consts::OS, env::consts::ARCH));
    fs::create_dir_all(&folder)?;
    let library = if release { app::released()?.0 } else { library };
    copy_changed(&library, &folder.join(name))
}

/// Where cargo builds, unless a configuration says otherwise.
fn built() -> PathBuf {
    let usual = || process::top().join("target");
    env::var_os("CARGO_TARGET_DIR").map_or_else(usual, PathBuf::from).join("debug")
}

/// The folder of a jar in which JNA looks for the library of a machine.
pub fn platform(os: &str, arch: &str) -> String {
    let os = match os {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    };
    let arch = match arch {
        "x86_64" => "x86-64",
        other => other,
    };
    format!("{os}-{arch}")
}

/// A copy of what did not change would have Maven pack it anew.
fn copy_changed(from: &Path, to: &Path) -> io::Result<()> {
    if fs::read(to).ok().as_deref() == Some(&*fs::read(from)?) {
        return Ok(());
    }
    fs::copy(from, to).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_lies_where_jna_looks_for_it() {
        assert_eq!(platform("linux", "x86_64"), "linux-x86-64");
        assert_eq!(platform("linux", "aarch64"), "linux-aarch64");
        assert_eq!(platform("macos", "aarch64"), "darwin-aarch64");
        assert_eq!(platform("windows", "x86_64"), "win32-x86-64");
    }

    #[test]
    fn what_lies_there_is_only_written_again_where_it_is_another() {
        let folder = env::temp_dir().join(format!("paywright-xtask-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let (from, to) = (folder.join("from"), folder.join("to"));
        let written = || fs::metadata(&to).and_then(|file| file.modified()).expect("a time");
        fs::write(&from, "one").expect("written");
        copy_changed(&from, &to).expect("copied");
        let before = written();
        copy_changed(&from, &to).expect("left");
        assert_eq!(written(), before);
        // Also where what is copied is older than what lies there.
        fs::write(&to, "another").expect("written");
        copy_changed(&from, &to).expect("copied");
        assert_eq!(fs::read_to_string(&to).expect("there"), "one");
        fs::remove_dir_all(folder).expect("removed");
    }

    #[test]
    fn the_package_is_where_it_is_looked_for() {
        let pom = fs::read_to_string(process::top().join(PACKAGE).join("pom.xml")).expect("a pom");
        assert!(
            pom.contains("${project.build.directory}/generated-sources/uniffi") && GLUE.ends_with("/uniffi")
        );
        assert!(pom.contains("${project.build.directory}/native") && NATIVE.ends_with("/native"));
    }
}
