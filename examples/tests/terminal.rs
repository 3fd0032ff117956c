//! Both programs as a stranger at a terminal meets them: help, mistakes, files that are not what was thought,
//! and readers who leave.

#[path = "program/mod.rs"]
mod program;

use program::{figures, marketplace, run, said};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const DEMO: &str = env!("CARGO_BIN_EXE_marketplace");
const VERIFY: &str = env!("CARGO_BIN_EXE_verify");

/// The exit code, with what no message may hold looked for on the way.
#[track_caller]
fn code(output: &Output) -> i32 {
    let said = said(output);
    for unwanted in ["rror: ", "os error", "panicked", "RUST_BACKTRACE", "Some(", "{ ", "sqlite_schema"] {
        assert!(!said.contains(unwanted), "{unwanted:?} stands in: {said}");
    }
    assert!(said.is_empty() || said.ends_with('\n'), "{said}");
    output.status.code().unwrap()
}

fn place() -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let database = directory.path().join("shop.db");
    (directory, database)
}

/// What the program answers to a database at this path: demo first, then verify.
fn both(database: &Path) -> [(i32, String); 2] {
    let demo = run(DEMO, &["--database", database.to_str().unwrap()]);
    let verify = run(VERIFY, &["--database", database.to_str().unwrap()]);
    [&demo, &verify].map(|output| {
        assert!(output.stdout.is_empty());
        (code(output), said(output))
    })
}

#[test]
fn help_goes_to_standard_output_with_examples_defaults_units_and_exit_codes() {
    let help = |program| {
        let output = run(program, &["--help"]);
        assert_eq!((code(&output), said(&output)), (0, String::new()));
        assert_eq!(run(program, &["-h"]).stdout, output.stdout);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.lines().all(|line| line.len() <= 110), "{text}");
        text
    };
    let (demo, verify) = (help(DEMO), help(VERIFY));
    for part in
        ["Usage: cargo xtask demo [OPTIONS]", "[default: ", "Examples:\n", "pence", "Ends with:\n  0  "]
    {
        assert!(demo.contains(part), "{part}: {demo}");
    }
    for part in
        ["Usage: cargo xtask verify --database <FILE>", "Examples:\n", "only\n  read", "Ends with:\n  0  "]
    {
        assert!(verify.contains(part), "{part}: {verify}");
    }
}

#[test]
fn a_mistake_in_the_options_is_code_2_and_says_what_was_probably_meant() {
    let cases: [(&str, &[&str], &str); 9] = [
        (DEMO, &["--ordres", "a.csv"], "There is no option `--ordres`. Did you mean `--orders`?\n"),
        (DEMO, &["--orders"], "`--orders <FILE>` was given without a value.\n"),
        (DEMO, &["--orders", ""], "`--orders <FILE>` was given without a value.\n"),
        (DEMO, &["--json=yes"], "`--json` takes no value.\n"),
        (DEMO, &["orders.csv"], "`orders.csv` stands where nothing is expected.\n"),
        (VERIFY, &[], "`--database <FILE>` is missing.\n"),
        (VERIFY, &["--database"], "`--database <FILE>` was given without a value.\n"),
        (VERIFY, &["--databse", "a"], "There is no option `--databse`. Did you mean `--database`?\n"),
        (VERIFY, &["--database", "a", "--database", "b"], "`--database <FILE>` was given more than once.\n"),
    ];
    for (program, arguments, wrong) in cases {
        let output = run(program, arguments);
        let said = said(&output);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(said.starts_with(wrong), "{arguments:?}: {said}");
        let name = if program == DEMO { "demo" } else { "verify" };
        assert!(said.contains(&format!("\nUsage: cargo xtask {name}")), "{said}");
        assert!(said.ends_with(&format!("\n`cargo xtask {name} --help` says more.\n")), "{said}");
    }
}

#[test]
fn what_is_no_database_is_left_as_it_is() {
    let (directory, _) = place();
    let letter = directory.path().join("letter.txt");
    fs::write(&letter, "Dear Sir or Madam, ".repeat(100)).unwrap();
    for ((code, said), begun) in both(&letter).into_iter().zip(["used", "checked"]) {
        let path = letter.display();
        let expected = format!(
            "the database cannot be {begun}: {path} is no SQLite database, or is damaged at its beginning; \
             give the path of another file, or put a backup in its place\n"
        );
        assert_eq!((code, said), (1, expected));
    }
    assert_eq!(fs::read_to_string(&letter).unwrap(), "Dear Sir or Madam, ".repeat(100));
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[test]
fn a_directory_and_a_path_to_nowhere_are_no_databases() {
    let (directory, _) = place();
    let cases = [
        (directory.path().to_owned(), "is a directory; give the path of a file"),
        (
            directory.path().join("no/shop.db"),
            "lies in a directory that does not exist; make the directory first",
        ),
    ];
    for (database, reason) in cases {
        let [demo, verify] = both(&database);
        let said = format!("{} {reason}\n", database.display());
        assert_eq!(demo, (1, format!("the database cannot be used: {said}")));
        assert_eq!(verify, (2, format!("the database cannot be checked: {said}")));
    }
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
}

#[test]
fn a_newer_and_a_foreign_database_are_left_as_they_are() {
    let (_directory, database) = place();
    figures(marketplace(None, &database));
    let mut newer = fs::read(&database).unwrap();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes()); // where SQLite keeps the schema's number
    fs::write(&database, &newer).unwrap();
    let [demo, verify] = both(&database);
    assert_eq!((demo.0, verify.0), (1, 2));
    for said in [demo.1, verify.1] {
        assert!(
            said.contains("schema 99") && said.contains("open it with the release that wrote it"),
            "{said}"
        );
    }
    assert!(fs::read(&database).unwrap() == newer, "the file was changed");

    let (_directory, foreign) = place();
    rusqlite::Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE bookmarks(url TEXT)").unwrap();
    let [demo, verify] = both(&foreign);
    assert_eq!((demo.0, verify.0), (1, 2));
    for said in [demo.1, verify.1] {
        assert!(said.contains("another application, and was left as it is; give another path"), "{said}");
    }
}

/// A user with all rights writes everywhere; the story is then told of a place where not even that user can.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_named_with_what_to_do() {
    use std::os::unix::fs::PermissionsExt;
    let (directory, database) = place();
    fs::set_permissions(directory.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let may_write = fs::write(&database, "").is_ok();
    let closed = if may_write { PathBuf::from("/proc/shop.db") } else { database };
    let output = run(DEMO, &["--database", closed.to_str().unwrap()]);
    let reason = "cannot be opened or written; grant the right to write to the file and to its directory, \
                  or give another path";
    let expected = format!("the database cannot be used: {} {reason}\n", closed.display());
    assert_eq!((code(&output), said(&output)), (1, expected));

    let folder = closed.parent().unwrap();
    let output = Command::new(DEMO).env("TMPDIR", folder).stdin(Stdio::null()).output().unwrap();
    assert_eq!(code(&output), 1);
    let begun = format!("no directory for a new database could be made in {}: ", folder.display());
    assert!(said(&output).starts_with(&begun), "{}", said(&output));
    assert!(said(&output).ends_with("; name a place with --database FILE\n"), "{}", said(&output));
    fs::set_permissions(directory.path(), fs::Permissions::from_mode(0o755)).unwrap();
}

/// What becomes of a program whose reader has left before the first line.
fn unread(mut command: Command) -> Output {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    command.stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped()).output().unwrap()
}

#[test]
fn a_reader_who_leaves_is_no_failure() {
    let (_directory, database) = place();
    for arguments in [&["--help"][..], &["--json"], &[]] {
        let mut demo = Command::new(DEMO);
        demo.args(arguments).arg("--database").arg(&database);
        let output = unread(demo);
        assert_eq!((code(&output), said(&output)), (0, String::new()), "{arguments:?}");
    }
    let mut verify = Command::new(VERIFY);
    verify.arg("--database").arg(&database);
    let output = unread(verify);
    assert_eq!((code(&output), said(&output)), (0, String::new()));

    // Nor where it is the reader of the errors: the code stays what it would be.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let status = Command::new(DEMO).args(["--orders", "nowhere.csv"]).stderr(writer).status().unwrap();
    assert_eq!(status.code(), Some(1));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_the_output_is_told() {
    let (_directory, database) = place();
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let onto = |program, arguments: &[&str]| {
        let mut command = Command::new(program);
        command.args(arguments).arg("--database").arg(&database).stdin(Stdio::null()).stdout(full());
        let output = command.stderr(Stdio::piped()).output().unwrap();
        (code(&output), said(&output))
    };
    for arguments in [&[][..], &["--json"]] {
        let (code, said) = onto(DEMO, arguments);
        assert_eq!(code, 1);
        assert!(said.starts_with("the figures cannot be printed: No space left on device; "), "{said}");
    }
    let (code, said) = onto(VERIFY, &[]);
    assert_eq!(code, 2);
    assert!(said.starts_with("what was found cannot be printed: No space left on device; "), "{said}");
}
