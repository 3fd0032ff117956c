//! Names behind which a concept hides.

use crate::code::{line_of, words};
use crate::offence::Offence;
use crate::tree::File;

const EMPTY: [&str; 9] =
    ["utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "management"];

/// Files, folders and modules whose name says nothing of what is inside.
pub fn empty_names(files: &[File]) -> Vec<Offence> {
    let mut offences = Vec::new();
    for file in files {
        for part in file.path.split('/') {
            let stem = part.split('.').next().unwrap_or(part).to_ascii_lowercase();
            if EMPTY.contains(&stem.as_str()) {
                offences.push(refusal(&file.path, 1, &stem));
            }
        }
        if file.is_rust() {
            inline_modules(file, &mut offences);
        }
    }
    offences
}

/// `mod name { ... }` as well as `mod name;`.
fn inline_modules(file: &File, offences: &mut Vec<Offence>) {
    let code = file.code();
    for at in words(&code, "mod") {
        let rest = code[at + 3..].trim_start();
        let name = rest.split(|character: char| !character.is_alphanumeric() && character != '_').next();
        if let Some(name) = name.filter(|name| EMPTY.contains(name)) {
            offences.push(refusal(&file.path, line_of(&code, at), name));
        }
    }
}

fn refusal(path: &str, line: usize, name: &str) -> Offence {
    Offence::new(path, line, format!("`{name}` is not a name: find the concept that hides there and name it"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offence::places;

    #[test]
    fn files_folders_and_modules_are_found() {
        let files = [
            File::new("core/src/utils.rs", ""),
            File::new("core/src/common/mod.rs", ""),
            File::new("docs/misc.md", ""),
            File::new("core/src/lib.rs", "mod money;\npub mod helpers;\n// mod utils;\nmod manager { }\n"),
            File::new("core/src/commonwealth.rs", "mod miscellany;"),
        ];
        let expected = [
            "core/src/common/mod.rs:1",
            "core/src/lib.rs:2",
            "core/src/lib.rs:4",
            "core/src/utils.rs:1",
            "docs/misc.md:1",
        ];
        assert_eq!(places(&empty_names(&files)), expected);
    }
}
