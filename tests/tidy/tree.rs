//! The files of the repository: what git tracks and what it would track, or every file where there is no git.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::code::{Kind, only};

/// A text file, its path relative to the top and with forward slashes.
#[derive(Debug)]
pub struct File {
    pub path: String,
    /// Empty for what is not UTF-8 text: such a file exists, but there is nothing to read in it.
    pub text: String,
}

impl File {
    #[cfg(test)]
    pub fn new(path: &str, text: impl Into<String>) -> Self {
        Self { path: path.to_owned(), text: text.into() }
    }

    /// The last part of the path.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    pub fn is_manifest(&self) -> bool {
        self.name() == "Cargo.toml"
    }

    /// The text with comments and the contents of literals blanked; lines and columns stay where they are.
    pub fn code(&self) -> String {
        only(&self.text, Kind::Code)
    }

    /// The text with everything but comments blanked.
    pub fn comments(&self) -> String {
        only(&self.text, Kind::Comment)
    }
}

/// The Rust files that are tests as a whole: those under a folder `tests`, those named `tests.rs`, and the
/// modules that their parent declares with `#[cfg(test)] mod name;`.
pub fn test_files(files: &[File]) -> BTreeSet<&str> {
    let rust = || files.iter().filter(|file| file.is_rust());
    let modules: BTreeSet<String> = rust().flat_map(test_modules).collect();
    let is_test = |path: &str| {
        path.split('/').any(|part| part == "tests" || part == "tests.rs")
            || modules.contains(path.trim_end_matches(".rs"))
            || path.match_indices('/').any(|(at, _)| modules.contains(&path[..at]))
    };
    rust().map(|file| file.path.as_str()).filter(|path| is_test(path)).collect()
}

/// Paths, without `.rs`, of the modules that a file declares for tests only.
fn test_modules(file: &File) -> Vec<String> {
    let mut home = file.path.trim_end_matches(".rs");
    if ["lib.rs", "main.rs", "mod.rs"].contains(&file.name()) {
        home = home.rsplit_once('/').map_or("", |(folder, _)| folder);
    }
    let code = file.code();
    let after_marks = code.split("#[cfg(test)]").skip(1);
    let declared = after_marks.filter_map(|after| after.trim_start().strip_prefix("mod ")?.split_once(';'));
    let names = declared.map(|(name, _)| name).filter(|name| !name.contains('{'));
    names.map(|name| format!("{home}/{name}")).collect()
}

/// All files, read once.
pub fn tree() -> &'static [File] {
    static TREE: OnceLock<Vec<File>> = OnceLock::new();
    TREE.get_or_init(|| {
        let top =
            Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this package stands in the workspace");
        let mut paths = tracked(top).unwrap_or_else(|| walked(top));
        paths.sort();
        paths.dedup();
        paths.into_iter().filter_map(|path| read(top, path)).collect()
    })
}

/// A file that git still lists but that is gone, or is no plain file, is left out.
fn read(top: &Path, path: String) -> Option<File> {
    let whole = top.join(&path);
    if !whole.is_file() {
        return None;
    }
    let text = fs::read(whole).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    Some(File { path, text })
}

/// Nothing where git is missing, does not trust the folder, or knows another repository around this one.
fn tracked(top: &Path) -> Option<Vec<String>> {
    let arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let answer = Command::new("git").args(arguments).current_dir(top).output().ok()?;
    let list = String::from_utf8(answer.stdout).ok()?;
    let paths: Vec<String> = list.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect();
    (answer.status.success() && paths.iter().any(|path| path == "Cargo.toml")).then_some(paths)
}

/// Every file below `top` but what builds leave behind.
fn walked(top: &Path) -> Vec<String> {
    const LEFT_OUT: [&str; 4] = ["target", ".git", ".venv", "__pycache__"];
    let mut paths = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(top.join(&folder)) else { continue };
        for entry in entries.flatten() {
            let path = folder.join(entry.file_name());
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && !LEFT_OUT.iter().any(|name| entry.file_name() == *name) => {
                    folders.push(path);
                }
                Ok(kind) if kind.is_file() => paths.push(path.to_string_lossy().replace('\\', "/")),
                _ => {}
            }
        }
    }
    paths
}

#[test]
fn without_git_the_walk_finds_the_same_source() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this package stands in the workspace");
    let walked = walked(top);
    for file in tree().iter().filter(|file| file.is_rust() || file.is_manifest()) {
        assert!(walked.contains(&file.path), "{}", file.path);
    }
    assert!(!walked.iter().any(|path| path.starts_with("target/") || path.starts_with(".git/")));
}

#[test]
fn tests_are_known_by_folder_by_name_and_by_declaration() {
    let declares = "mod split;\n#[cfg(test)]\nmod laws;\n#[cfg(test)]\nmod inside { use a; }\nmod rate;\n";
    let tests = [
        "core/src/money/laws.rs",
        "core/src/money/laws/sums.rs",
        "core/src/money/tests.rs",
        "core/src/order/laws/mod.rs",
        "core/tests/laws.rs",
        "tests/src/refunds.rs",
    ];
    let others =
        ["core/src/money/rate.rs", "core/src/money/inside.rs", "core/src/laws.rs", "testing/src/lib.rs"];
    let mut files: Vec<File> = tests.iter().chain(&others).map(|path| File::new(path, "")).collect();
    files.push(File::new("core/src/money/mod.rs", declares));
    files.push(File::new("core/src/order.rs", declares));
    assert_eq!(test_files(&files).into_iter().collect::<Vec<_>>(), tests);
}
