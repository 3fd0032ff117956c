//! Swift for the tests of the package: its toolchain, the native half as an archive, and the glue that loads
//! it, which is written anew wherever the native half is another.

mod toolchain;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs, io};

use crate::process;
use toolchain::Toolchain;

/// The package.
const PACKAGE: &str = "bindings-mobile/swift";
/// Where everything that is built for it lies.
const BUILT: &str = "target/swift";
/// What cargo builds of the native half, and the name that linkers look for.
const ARCHIVE: &str = "libpaywright_mobile.a";

/// Becomes `swift` with these arguments, for the package where they name no other; `swift test` where there
/// are none.
pub fn run(arguments: &[OsString]) -> io::Result<ExitCode> {
    let toolchain = Toolchain::ready()?;
    let top = process::top().canonicalize()?;
    native(&top)?;
    renewed(&top)?;
    let archive = top.join(BUILT).join("native");
    let archive = archive.to_str().ok_or_else(|| io::Error::other("the workspace's path is no UTF-8"))?;
    let mut swift = toolchain.run("swift", &top, &[("PAYWRIGHT_NATIVE", archive)])?;
    swift.args(completed(arguments));
    process::replace(swift)
}

/// Builds the program of the benchmark with the library that apps carry, and answers what starts it.
pub fn measured(library: &Path) -> io::Result<Command> {
    let toolchain = Toolchain::ready()?;
    let top = process::top().canonicalize()?;
    native(&top)?;
    // Alone in its folder: an archive beside it would be linked instead.
    let folder = top.join(BUILT).join("released");
    fs::create_dir_all(&folder)?;
    fs::copy(library, folder.join(library.file_name().unwrap_or_default()))?;
    let folder = folder.to_str().ok_or_else(|| io::Error::other("the workspace's path is no UTF-8"))?;
    let mut build = toolchain.run("swift", &top, &[("PAYWRIGHT_NATIVE", folder)])?;
    let asked = ["build", "--configuration", "release", "--package-path", "benches/swift/measure"];
    build.args(completed(&asked.map(OsString::from)));
    succeed(build, "the program in Swift cannot be built")?;
    let program = top.join(BUILT).join("benches-swift-measure/release/measure");
    toolchain.run(&program.to_string_lossy(), &top, &[("LD_LIBRARY_PATH", folder)])
}

/// The arguments with what every call needs beside them: which package, and where it is built.
fn completed(arguments: &[OsString]) -> Vec<OsString> {
    let usual = [OsString::from("test")];
    let (action, others) = match arguments.split_first() {
        Some((action, others)) => (action, others),
        None => (&usual[0], &[][..]),
    };
    let mut completed = vec![action.clone()];
    let named = others.iter().position(|word| word == "--package-path").and_then(|at| others.get(at + 1));
    if ["build", "package", "run", "test"].iter().any(|known| action == known) {
        let package = named.cloned().unwrap_or_else(|| PACKAGE.into());
        if named.is_none() {
            completed.extend(["--package-path".into(), package.clone()]);
        }
        let folder = package.to_string_lossy().replace(['/', '\\'], "-");
        completed.extend(["--scratch-path".into(), format!("{BUILT}/{folder}").into()]);
        // The compiler's sandbox would need rights of its own; nothing here comes from elsewhere.
        completed.push("--disable-sandbox".into());
    }
    if action == "test" {
        // Only XCTest's: the other runner would say that it found none.
        completed.push("--disable-swift-testing".into());
    }
    completed.extend(others.iter().cloned());
    completed
}

/// Removes what was built of other packages where this one has other files than then: Swift's build notices a
/// new file only in the package that it is asked for.
fn renewed(top: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    listed(&top.join(PACKAGE).join("Sources"), &mut files)?;
    files.sort();
    let (list, known) = (files.join("\n"), top.join(BUILT).join("sources.txt"));
    if fs::read_to_string(&known).ok().as_deref() == Some(list.as_str()) {
        return Ok(());
    }
    let own = PACKAGE.replace('/', "-");
    for entry in fs::read_dir(top.join(BUILT))? {
        let path = entry?.path();
        let is_kept = ["glue", "native", own.as_str()].iter().any(|kept| path.ends_with(kept));
        if path.is_dir() && !is_kept {
            fs::remove_dir_all(path)?;
        }
    }
    keep(&known, &list)
}

/// The files of a folder, and of those in it.
fn listed(folder: &Path, files: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { listed(&path, files)? } else { files.push(path.to_string_lossy().into_owned()) }
    }
    Ok(())
}

/// Builds the native half and its glue.
fn native(top: &Path) -> io::Result<()> {
    for package in ["paywright-mobile", "paywright-mobile-bindgen"] {
        // One by one: together they would be built with the features of both.
        let mut build = process::command("cargo");
        build.args(["build", "--quiet", "-p", package]).current_dir(top);
        succeed(build, "the native half cannot be built")?;
    }
    let target =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| top.join("target"), PathBuf::from).join("debug");
    let (glue, folder) = (top.join(BUILT).join("glue"), top.join(BUILT).join("native"));
    fs::create_dir_all(&glue)?;
    fs::create_dir_all(&folder)?;
    let mut bindgen = process::command(target.join("paywright-mobile-bindgen"));
    let library = format!("{}paywright_mobile{}", env::consts::DLL_PREFIX, env::consts::DLL_SUFFIX);
    bindgen.arg("generate").arg(target.join(library));
    bindgen.args(["--language", "swift", "--no-format", "--out-dir"]).arg(&glue).current_dir(top);
    succeed(bindgen, "the glue cannot be written")?;
    let sources = top.join(PACKAGE).join("Sources");
    let (swift, c) = (sources.join("PaywrightNative"), sources.join("PaywrightNativeFFI"));
    let written = |name: &str| fs::read_to_string(glue.join(name));
    keep(&swift.join("PaywrightNative.swift"), &written("PaywrightNative.swift")?)?;
    keep(&c.join("PaywrightNativeFFI.h"), &written("PaywrightNativeFFI.h")?)?;
    keep(&c.join("module.modulemap"), MODULE)?;
    // Swift's build does not look at the archive: a source that says which one it is links it anew.
    let built = target.join(ARCHIVE);
    let age = fs::metadata(&built)?.modified()?.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let stamp = format!("// Links anew where the native half is another: {}.\n", age.as_nanos());
    keep(&swift.join("Linked.swift"), &format!("{stamp}let linked = \"{}\"\n", age.as_nanos()))?;
    let laid = folder.join(ARCHIVE);
    if laid.exists() {
        fs::remove_file(&laid)?;
    }
    fs::hard_link(&built, &laid).or_else(|_| fs::copy(&built, &laid).map(|_| ()))
}

/// What the C half of the glue is called.
const MODULE: &str = "module PaywrightNativeFFI {\n    header \"PaywrightNativeFFI.h\"\n    export *\n}\n";

/// Writes a file unless it says that already: what is written is built again.
fn keep(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).ok().as_deref() == Some(text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

/// Runs a command to its end.
fn succeed(mut command: Command, otherwise: &str) -> io::Result<()> {
    if command.status()?.success() {
        return Ok(());
    }
    Err(io::Error::other(format!("{otherwise}; why is said above")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str) -> String {
        let arguments: Vec<OsString> = line.split_whitespace().map(OsString::from).collect();
        completed(&arguments)
            .iter()
            .map(|word| word.to_string_lossy().into_owned())
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn the_package_is_tested_where_nothing_else_is_asked_for() {
        let usual = "test --package-path bindings-mobile/swift \
                     --scratch-path target/swift/bindings-mobile-swift --disable-sandbox \
                     --disable-swift-testing";
        assert_eq!(asked(""), usual);
        assert_eq!(asked("test --filter Story"), format!("{usual} --filter Story"));
    }

    #[test]
    fn another_package_is_built_in_a_place_of_its_own() {
        assert_eq!(
            asked("run --package-path examples/swift/programs wallet"),
            "run --scratch-path target/swift/examples-swift-programs --disable-sandbox \
             --package-path examples/swift/programs wallet"
        );
    }

    #[test]
    fn what_is_no_build_is_left_as_it_is() {
        assert_eq!(asked("--version"), "--version");
    }
}
