//! Each dependency is a decision: the comment above it says what it is for and under which licence it comes.

use std::collections::BTreeSet;

use crate::offence::Offence;
use crate::tree::File;

/// All but one are permissive. MPL-2.0 asks only that changed files of the library itself stay open, and lets
/// what is built with them be licensed as one likes.
const LICENCES: [&str; 10] =
    ["Apache-2.0", "MIT", "BSD-", "ISC", "Zlib", "Unicode-", "BlueOak-", "CC0-1.0", "Unlicense", "MPL-2.0"];

/// Dependencies on packages from outside without a reason and a licence above them.
pub fn unexplained(files: &[File]) -> Vec<Offence> {
    let manifests = || files.iter().filter(|file| file.is_manifest());
    let members: BTreeSet<&str> = manifests().filter_map(|file| package_name(&file.text)).collect();
    manifests().flat_map(|file| unexplained_in(file, &members)).collect()
}

fn package_name(manifest: &str) -> Option<&str> {
    manifest.lines().find_map(|line| line.strip_prefix("name = ")).map(|name| name.trim().trim_matches('"'))
}

fn unexplained_in(file: &File, members: &BTreeSet<&str>) -> Vec<Offence> {
    let mut offences = Vec::new();
    let mut in_table = false;
    let mut open_brackets = 0;
    let mut comment = String::new();
    for (index, line) in file.text.lines().enumerate() {
        let line = line.trim();
        if open_brackets > 0 {
            open_brackets += opened(line);
        } else if let Some(said) = line.strip_prefix('#') {
            comment.push_str(said);
        } else {
            let entry = if let Some(header) = line.strip_prefix('[') {
                let header = header.trim_end_matches(']');
                in_table = is_dependencies(header);
                header
                    .rsplit_once('.')
                    .filter(|(table, _)| is_dependencies(table))
                    .map(|(_, name)| (name, ""))
            } else if in_table {
                line.split_once('=').map(|(name, value)| (name.trim(), value.trim()))
            } else {
                None
            };
            if let Some((name, value)) = entry {
                let name = name.trim_matches('"');
                if !stands_elsewhere(name, value, members) && !explains(&comment) {
                    let what = format!("{name}: say above it what it is for, and its licence");
                    offences.push(Offence::new(&file.path, index + 1, what));
                }
                open_brackets += opened(value);
            }
            comment.clear();
        }
    }
    offences
}

fn is_dependencies(table: &str) -> bool {
    ["dependencies", "dev-dependencies", "build-dependencies"]
        .contains(&table.rsplit('.').next().unwrap_or(table))
}

/// Members of the workspace need no reason; what is inherited has its reason where it is inherited from.
fn stands_elsewhere(name: &str, value: &str, members: &BTreeSet<&str>) -> bool {
    let own = name.trim_end_matches(".workspace");
    own != name || members.contains(own) || value.replace(' ', "").contains("workspace=true")
}

/// How many brackets a line opens beyond those it closes.
fn opened(line: &str) -> i32 {
    line.chars()
        .map(|character| match character {
            '[' | '{' => 1,
            ']' | '}' => -1,
            _ => 0,
        })
        .sum()
}

fn explains(comment: &str) -> bool {
    LICENCES.iter().any(|licence| comment.contains(licence)) && comment.split_whitespace().count() >= 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offence::places;

    #[test]
    fn a_dependency_without_reason_or_licence_is_found() {
        let text = "[package]\nname = \"own\"\n\n[dependencies]\nbare = \"1\"\n\
                    # Hashes for the journal. MIT.\ngood = \"1\"\n\
                    # No licence is named here.\n\
                    unlicensed = { version = \"1\",\n  features = [\"a\"] }\n# MIT\n\
                    short = \"1\"\n# Far above: why it is here. MIT.\n\nfar = \"1\"\n";
        let expected = ["core/Cargo.toml:5", "core/Cargo.toml:9", "core/Cargo.toml:12", "core/Cargo.toml:15"];
        assert_eq!(places(&unexplained(&[File::new("core/Cargo.toml", text)])), expected);
    }

    #[test]
    fn members_and_inherited_dependencies_need_none() {
        let files = [
            File::new(
                "own/Cargo.toml",
                "[package]\nname = \"own\"\n[features]\nx = []\n[lints]\nworkspace = true\n",
            ),
            File::new("Cargo.toml", "[workspace.dependencies]\nown = { path = \"own\" }\nbare = \"1\"\n"),
            File::new(
                "a/Cargo.toml",
                "[dev-dependencies]\nown.workspace = true\nbare = { workspace = true }\n",
            ),
        ];
        assert_eq!(places(&unexplained(&files)), ["Cargo.toml:3"]);
    }

    #[test]
    fn every_way_to_write_a_dependency_is_seen() {
        let text = "[target.'cfg(unix)'.dependencies]\na = \"1\"\n[build-dependencies]\nb = \"1\"\n\
                    # Reads the answers of channels. MIT.\n[dependencies.c]\nversion = \"1\"\n\
                    [dev-dependencies.d]\nversion = \"1\"\n";
        assert_eq!(
            places(&unexplained(&[File::new("Cargo.toml", text)])),
            ["Cargo.toml:2", "Cargo.toml:4", "Cargo.toml:8"]
        );
    }
}
