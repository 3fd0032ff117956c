//! Every sentence in the source of `verify` that can become a finding.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Texts of the source that are no findings of their own.
const NO_SENTENCES: &[&str] =
    &["{}/{}", "{}/{expected}", "{}/{missing}", "from {}", "{} {}: {}", "(unknown table)", "no state"];

/// String literals of more than one word in the files of `verify`, outside comments.
pub fn in_source() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src/journal/verify");
    let mut sentences = BTreeSet::new();
    for file in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            let literals = line.split('"').skip(1).step_by(2).map(str::to_owned);
            sentences.extend(literals.filter(|one| one.contains(' ')));
        }
    }
    for other in NO_SENTENCES {
        sentences.remove(*other);
    }
    sentences
}
