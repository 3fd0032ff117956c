//! The native half of the Kotlin and Swift packages as apps carry it: small, stripped, weighed, and looked at
//! before anybody loads it.
//!
//! What makes it small is set here and nowhere else, in the environment of the one command that builds it, in
//! a directory of its own: no other build is made again for it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::{env, fs, io};

use clap::Parser;

use crate::elf::{Elf, OBEYED, SEGMENT_LOADED, SEGMENT_STACK, WRITTEN};
use crate::weight::Weight;
use crate::{process, terminal};

/// Bytes it may have at most.
const MOST: u64 = 3_000_000;
/// Bytes it is to have one day.
const GOAL: u64 = 2_000_000;
/// Where it is built.
const TARGET: &str = "target/app";
/// Bytes of a page on the phones that have the largest: nothing that is loaded may begin at less.
const PAGE: u64 = 16_384;
/// The package, as cargo calls its library.
const PACKAGE: &str = "paywright-mobile";
const LIBRARY: &str = "libpaywright_mobile";

const MORE: &str = "\
Examples:
  cargo xtask app-library
  cargo xtask app-library --target aarch64-linux-android

The library lies in target/app/library, in a folder for each target. For Android, the environment says where
the NDK's compiler and linker are; bindings-mobile/android/build-aar.sh sets it.

Ends with 0 where it was built and is fit for an app, with 1 where it cannot be built, weighs more than 3 MB,
shows what is not UniFFI's, or cannot be loaded with pages of 16 KB; and with 2 where the options were not
understood.";

/// Build the native half of the Kotlin and Swift packages as an app carries it, weigh it and check it
#[derive(Debug, Parser)]
#[command(after_help = MORE)]
pub struct Options {
    /// For this system and processor, as rustc calls them [default: this machine's]
    #[arg(long, value_name = "TRIPLE")]
    pub target: Option<String>,
    /// Print {name, target, bytes, most, goal, parts} instead of a table
    #[arg(long)]
    pub json: bool,
}

/// Of SQLite, what no statement of the storage uses. What changes its grammar cannot be left out of the one
/// file that it is compiled from, and what checks or protects a database stays.
const SQLITE: &[&str] = &[
    // Search for words and for places; of `DBSTAT` only `inspect` reads, which is no part of an app.
    "-USQLITE_ENABLE_FTS3",
    "-USQLITE_ENABLE_FTS3_PARENTHESIS",
    "-USQLITE_ENABLE_FTS5",
    "-USQLITE_ENABLE_RTREE",
    "-USQLITE_ENABLE_DBSTAT_VTAB",
    "-USQLITE_SOUNDEX",
    "-DSQLITE_OMIT_JSON",
    "-DSQLITE_OMIT_DATETIME_FUNCS",
    "-DSQLITE_OMIT_LOCALTIME",
    // Statistics that only ANALYZE gathers; what a program could learn of columns and of this list.
    "-USQLITE_ENABLE_STAT4",
    "-USQLITE_ENABLE_COLUMN_METADATA",
    "-DSQLITE_OMIT_DECLTYPE",
    "-DSQLITE_OMIT_INTROSPECTION_PRAGMAS",
    "-DSQLITE_OMIT_COMPILEOPTION_DIAGS",
    "-DSQLITE_OMIT_CASE_SENSITIVE_LIKE_PRAGMA",
    // Code from elsewhere in the process: none is loaded, and rusqlite calls as it is to be called.
    "-USQLITE_ENABLE_LOAD_EXTENSION",
    "-DSQLITE_OMIT_LOAD_EXTENSION",
    "-USQLITE_ENABLE_API_ARMOR",
    // Ways of planning a query that no statement of the storage needs: each of them has its index.
    "-DSQLITE_OMIT_AUTOMATIC_INDEX",
    "-DSQLITE_OMIT_LIKE_OPTIMIZATION",
    "-DSQLITE_OMIT_XFER_OPT",
    // Ways of calling it that rusqlite, as it is built here, does not go.
    "-DSQLITE_OMIT_AUTHORIZATION",
    "-DSQLITE_OMIT_COMPLETE",
    "-DSQLITE_OMIT_DEPRECATED",
    "-DSQLITE_OMIT_DESERIALIZE",
    "-DSQLITE_OMIT_GET_TABLE",
    "-DSQLITE_OMIT_INCRBLOB",
    "-DSQLITE_OMIT_PROGRESS_CALLBACK",
    "-DSQLITE_OMIT_SHARED_CACHE",
    "-DSQLITE_OMIT_TCL_VARIABLE",
    "-DSQLITE_OMIT_TRACE",
    "-DSQLITE_OMIT_UTF16",
    "-DSQLITE_UNTESTABLE",
];

/// No panic comes by C on its way out: rusqlite catches what its callbacks raise. `-Oz` is known to clang,
/// and to gcc from 12 on.
const C: &str = "-Oz -fno-asynchronous-unwind-tables -fno-unwind-tables";
/// How a function is left is said in fewer words where one register always holds its frame; and whoever looks
/// at a crash sees who called whom. What the engine's descriptions say in sentences is for generators alone.
const RUST: &str = "-C force-frame-pointers=yes --cfg paywright_wordless";

/// Builds the library, says what it weighs, and what is wrong with it.
pub fn library(target: Option<&str>, json: bool) -> io::Result<ExitCode> {
    let toolchain = Toolchain::asked()?;
    let target = target.unwrap_or(&toolchain.host);
    let built = build(target, &toolchain)?;
    if System::of(target)? == System::Apple {
        let path = built.display();
        terminal::say(&format!(
            "Built {path}. It is an archive: what an app takes of it, its linker decides, and weighs."
        ));
        return Ok(ExitCode::SUCCESS);
    }
    let (stripped, weight) = weighed(&built, &toolchain)?;
    terminal::print(&if json { as_json(target, &weight) } else { as_text(target, &stripped, &weight) })?;
    let mut wrong = wrong(&Elf::read(&fs::read(stripped)?)?)?;
    if weight.bytes() > MOST {
        let (has, most) = (weight.bytes(), MOST);
        wrong.push(format!("it has {has} bytes, and an app is to carry at most {most} for it"));
    }
    for reason in &wrong {
        terminal::say(&format!("{LIBRARY}.so is not fit for an app: {reason}."));
    }
    Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The library of this machine, and what its parts weigh: for the benchmark.
pub fn released() -> io::Result<(PathBuf, OsString)> {
    let toolchain = Toolchain::asked()?;
    let (library, weight) = weighed(&build(&toolchain.host, &toolchain)?, &toolchain)?;
    Ok((library, weight.words().into()))
}

/// Strips what was built, and weighs what is left.
fn weighed(built: &Path, toolchain: &Toolchain) -> io::Result<(PathBuf, Weight)> {
    let stripped = built.with_file_name(format!("{LIBRARY}.so"));
    toolchain.strip(built, &stripped)?;
    let weight = Weight::of(&Elf::read(&fs::read(built)?)?, fs::metadata(&stripped)?.len())?;
    Ok((stripped, weight))
}

fn folder(target: &str) -> PathBuf {
    process::top().join(TARGET).join("library").join(target)
}

/// Whose linker makes the library.
#[derive(Clone, Copy, Debug, PartialEq)]
enum System {
    Linux,
    Android,
    Apple,
}

impl System {
    fn of(target: &str) -> io::Result<Self> {
        match target {
            target if target.contains("android") => Ok(Self::Android),
            target if target.contains("linux") => Ok(Self::Linux),
            target if target.contains("apple") => Ok(Self::Apple),
            target => Err(io::Error::other(format!(
                "no app library is built for {target}: only for Linux, Android and Apple's systems"
            ))),
        }
    }

    /// What the linker is told: functions that are alike are one, addresses that are only known when the
    /// library is loaded are listed briefly, and what is loaded begins at a page of any phone.
    fn linking(self, toolchain: &Toolchain) -> Vec<String> {
        let briefly = match self {
            // The usual form is read from Android 11 on; this one from 9 on.
            Self::Android => "--pack-dyn-relocs=android+relr,--use-android-relr-tags",
            // Read by glibc 2.36 and newer; an older one refuses the library and names what it lacks.
            Self::Linux | Self::Apple => "-z,pack-relative-relocs",
        };
        let mut told = vec![format!("-Wl,--icf=all,-O2,-z,max-page-size=16384,{briefly}")];
        // The NDK's linker can do that; so can the one that comes with the compiler.
        if self == Self::Linux {
            told.extend([
                format!("-B{}", toolchain.folder.join("bin/gcc-ld").display()),
                "-fuse-ld=lld".into(),
            ]);
        }
        told
    }
}

/// Builds it with its symbols, and lays it into a folder of its own.
fn build(target: &str, toolchain: &Toolchain) -> io::Result<PathBuf> {
    let system = System::of(target)?;
    let (kind, file) = if system == System::Apple {
        ("staticlib", format!("{LIBRARY}.a"))
    } else {
        ("cdylib", format!("{LIBRARY}.so"))
    };
    terminal::say(&format!("Building {file} for {target} as an app carries it. That takes a few minutes."));
    let mut cargo = process::command("cargo");
    cargo.current_dir(process::top());
    // Alone: beside a library for Rust, cargo would not optimise the whole at once.
    cargo.args(["rustc", "--quiet", "--package", PACKAGE, "--lib", "--profile", "app"]);
    cargo.args(["--crate-type", kind, "--target", target, "--target-dir", TARGET]);
    cargo.env("LIBSQLITE3_FLAGS", SQLITE.join(" "));
    if system != System::Apple {
        cargo.env(format!("CFLAGS_{}", target.replace('-', "_")), C);
        // Weighing needs the symbols; an archive is stripped by whoever links it.
        cargo.env("CARGO_PROFILE_APP_STRIP", "none");
        cargo.env("RUSTFLAGS", format!("{RUST}{}", nameless())).arg("--");
        cargo.args(system.linking(toolchain).iter().map(|told| format!("-Clink-arg={told}")));
    }
    succeed(cargo, "the library cannot be built")?;
    let (from, to) = (process::top().join(TARGET).join(target).join("app").join(&file), folder(target));
    fs::create_dir_all(&to)?;
    let to = to.join(if system == System::Apple { file } else { format!("{LIBRARY}.with-symbols.so") });
    fs::copy(from, &to)?;
    Ok(to)
}

/// Where a panic happened is told without the folders of the machine that built the library.
fn nameless() -> String {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::var_os("HOME").map(|home| Path::new(&home).join(".cargo")));
    let sources = home.map(|home| home.join("registry/src"));
    let named = [sources, Some(process::top().to_owned())].into_iter().flatten();
    named.map(|folder| format!(" --remap-path-prefix={}=", folder.display())).collect()
}

fn as_text(target: &str, path: &Path, weight: &Weight) -> String {
    let shown = path.strip_prefix(process::top()).unwrap_or(path).display();
    let mb = |bytes: u64| format!("{}.{:02} MB", bytes / 1_000_000, bytes % 1_000_000 / 10_000);
    format!(
        "{shown} for {target}: {} (at most {}, goal {})\n{}",
        mb(weight.bytes()),
        mb(MOST),
        mb(GOAL),
        weight.table()
    )
}

fn as_json(target: &str, weight: &Weight) -> String {
    format!(
        "{{\"name\": \"mobile_library\", \"target\": \"{target}\", \"bytes\": {}, \"most\": {MOST}, \
         \"goal\": {GOAL}, \"parts\": {}}}\n",
        weight.bytes(),
        weight.json()
    )
}

/// What keeps a library out of an app, as ends of a sentence.
fn wrong(elf: &Elf<'_>) -> io::Result<Vec<String>> {
    let mut wrong = Vec::new();
    let exports = elf.exports()?;
    let is_ours = |name: &&String| ["uniffi_", "ffi_", "UNIFFI_"].iter().any(|ours| name.starts_with(ours));
    wrong.extend(
        exports
            .iter()
            .filter(|name| !is_ours(name))
            .map(|name| format!("it shows `{name}`, which another library of the same process may have too")),
    );
    if !exports.iter().any(|name| name.starts_with("uniffi_")) {
        wrong.push("it shows no function of UniFFI's".to_owned());
    }
    for segment in elf.segments.iter().filter(|segment| segment.kind == SEGMENT_LOADED) {
        let (align, offset, address) = (segment.align, segment.offset, segment.address);
        if align < PAGE || offset % PAGE != address % PAGE {
            wrong.push(format!("what is loaded at {address:#x} is not aligned to pages of {PAGE} bytes"));
        }
        if segment.flags & (OBEYED | WRITTEN) == OBEYED | WRITTEN {
            wrong.push(format!("its code at {address:#x} can be written"));
        }
    }
    match elf.segments.iter().find(|segment| segment.kind == SEGMENT_STACK) {
        Some(stack) if stack.flags & OBEYED == 0 => {}
        _ => wrong.push("it asks for a stack whose bytes are obeyed".to_owned()),
    }
    if elf.changes_its_code()? {
        wrong.push("its code is changed when it is loaded".to_owned());
    }
    Ok(wrong)
}

/// What came with the compiler.
#[derive(Debug)]
struct Toolchain {
    host: String,
    folder: PathBuf,
}

impl Toolchain {
    fn asked() -> io::Result<Self> {
        let told = said(&["-vV"])?;
        let host = told.lines().find_map(|line| line.strip_prefix("host: "));
        let host = host.ok_or_else(|| io::Error::other("the compiler does not say for what it is built"))?;
        let folder = Path::new(said(&["--print", "sysroot"])?.trim()).join("lib/rustlib").join(host);
        Ok(Self { host: host.to_owned(), folder })
    }

    /// Takes away all symbols that nobody needs to load it.
    fn strip(&self, from: &Path, to: &Path) -> io::Result<()> {
        let own = self.folder.join("bin/rust-objcopy");
        let mut strip = process::command(if own.exists() { own.as_os_str() } else { "objcopy".as_ref() });
        // Where the toolchain has the library that its tools share.
        strip.env("LD_LIBRARY_PATH", self.folder.join("../.."));
        strip.arg("--strip-all").arg(from).arg(to);
        succeed(strip, "the library cannot be stripped")
    }
}

fn said(of_rustc: &[&str]) -> io::Result<String> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut asked = process::command(rustc);
    let answer = asked.args(of_rustc).current_dir(process::top()).stderr(Stdio::inherit()).output()?;
    String::from_utf8(answer.stdout).map_err(io::Error::other)
}

/// Runs a command to its end.
fn succeed(mut command: Command, otherwise: &str) -> io::Result<()> {
    let ended = command.status()?;
    if ended.success() { Ok(()) } else { Err(io::Error::other(format!("{otherwise}; why is said above"))) }
}
