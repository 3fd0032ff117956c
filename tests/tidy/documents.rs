//! Documents: decisions in order, and links that lead somewhere.

use std::collections::BTreeSet;

use crate::offence::Offence;
use crate::tree::File;

const DECISIONS: &str = "docs/adr/";
const LIST: &str = "docs/adr/README.md";

/// Decisions out of number, and decisions that the list does not name.
pub fn disorder_in_decisions(files: &[File]) -> Vec<Offence> {
    let list = files.iter().find(|file| file.path == LIST).map_or("", |file| file.text.as_str());
    let mut decisions: Vec<&File> =
        files.iter().filter(|file| file.path.starts_with(DECISIONS) && file.path != LIST).collect();
    decisions.sort_by_key(|file| &file.path);
    let mut offences = Vec::new();
    for (file, expected) in decisions.into_iter().zip(1_usize..) {
        let number = file.name().split('-').next().filter(|number| number.len() == 4);
        if number.and_then(|number| number.parse().ok()) != Some(expected) {
            let what =
                format!("the next decision by number is {expected:04}: call it {expected:04}-title.md");
            offences.push(Offence::new(&file.path, 1, what));
        }
        if !list.contains(file.name()) {
            offences.push(Offence::new(&file.path, 1, format!("{LIST} does not name it: add a line")));
        }
    }
    offences
}

/// Relative links of Markdown files to what is not in the repository.
pub fn dead_links(files: &[File]) -> Vec<Offence> {
    let existing: BTreeSet<&str> = files.iter().flat_map(|file| with_folders(&file.path)).collect();
    let mut offences = Vec::new();
    for file in files.iter().filter(|file| file.path.ends_with(".md")) {
        for (line, target) in links(&file.text) {
            let path = target.split(['#', '?']).next().unwrap_or_default();
            let elsewhere = path.is_empty() || target.contains("://") || target.starts_with("mailto:");
            if !elsewhere && !resolve(&file.path, path).is_some_and(|path| existing.contains(path.as_str())) {
                let what = format!("the link to `{target}` leads nowhere: mend it or write the file");
                offences.push(Offence::new(&file.path, line, what));
            }
        }
    }
    offences
}

/// A path and every folder above it, the top as the empty path.
fn with_folders(path: &str) -> impl Iterator<Item = &str> {
    let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
    folders.chain(["", path])
}

/// Line and target of each `[text](target)` and `[name]: target`, outside code.
fn links(text: &str) -> Vec<(usize, &str)> {
    let mut links = Vec::new();
    let mut fenced = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            let prose = line.split('`').step_by(2);
            links.extend(prose.flat_map(targets).map(|target| (index + 1, target)));
            links.extend(definition(line).map(|target| (index + 1, target)));
        }
    }
    links
}

/// The text of a link may be code, so only `](` and what follows is looked for.
fn targets(prose: &str) -> impl Iterator<Item = &str> {
    prose.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next())
}

fn definition(line: &str) -> Option<&str> {
    let (name, target) = line.strip_prefix('[')?.split_once("]: ")?;
    (!name.contains(']')).then(|| target.split_whitespace().next()).flatten()
}

/// `target` seen from the folder of `from`; nothing where it leaves the repository.
fn resolve(from: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    if target.starts_with('/') {
        return None;
    }
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offence::places;

    #[test]
    fn a_gap_a_double_and_an_unlisted_decision_are_found() {
        let decision = |name: &str| File::new(&format!("{DECISIONS}{name}"), "");
        let list = File::new(LIST, "0001-a.md 0003-c.md 0003-d.md 0005-e.md notes.md");
        let well = [decision("0001-a.md"), File::new(LIST, "- [a](0001-a.md)")];
        assert_eq!(disorder_in_decisions(&well), []);
        let files = [
            decision("0005-e.md"),
            decision("0001-a.md"),
            decision("0003-c.md"),
            decision("0003-d.md"),
            list,
        ];
        let expected = ["docs/adr/0003-c.md:1", "docs/adr/0005-e.md:1"];
        assert_eq!(places(&disorder_in_decisions(&files)), expected);
        let unlisted = [decision("0001-a.md"), decision("0002-b.md"), File::new(LIST, "0002-b.md")];
        assert_eq!(places(&disorder_in_decisions(&unlisted)), ["docs/adr/0001-a.md:1"]);
        assert_eq!(disorder_in_decisions(&[decision("notes.md")]).len(), 2);
    }

    #[test]
    fn links_that_lead_nowhere_are_found() {
        let text = "[a](adr/0001-a.md) and [b](../README.md#start)\n[gone](gone.md), [out](../../x.md)\n\
                    `[code](no.md)` [site](https://example.org/no.md) [here](#part) \
                    [`c`](none.md \"title\")\n```\n[fenced](no.md)\n```\n[folder](adr/) [top](..)\n\
                    [named]: absent.md\n[root](/README.md)\n";
        let files =
            [File::new("docs/a.md", text), File::new("docs/adr/0001-a.md", ""), File::new("README.md", "")];
        let expected = ["docs/a.md:2", "docs/a.md:2", "docs/a.md:3", "docs/a.md:8", "docs/a.md:9"];
        assert_eq!(places(&dead_links(&files)), expected);
    }
}
