//! Python as text: docstrings, names, lists that are broken where lines end.

/// How wide a line is.
const COLUMNS: usize = 100;

/// What each generated file begins with.
pub fn header(title: &str) -> String {
    format!(
        "\"\"\"{title}\n\n\
         Written by `cargo xtask generate` from what the engine says of itself: do not edit.\n\
         \"\"\"\n\n"
    )
}

/// A docstring at this depth, of paragraphs that are already prose.
pub fn docstring(depth: usize, paragraphs: &[String]) -> String {
    let indent = " ".repeat(depth);
    let one_line =
        paragraphs.first().filter(|first| paragraphs.len() == 1 && first.len() + depth + 6 <= COLUMNS);
    if let Some(only) = one_line {
        return format!("{indent}\"\"\"{only}\"\"\"\n");
    }
    let mut text = format!("{indent}\"\"\"");
    for (place, paragraph) in paragraphs.iter().enumerate() {
        if place > 0 {
            text.push_str(&format!("\n{indent}"));
        }
        text.push_str(wrapped(paragraph, depth).trim_start());
        text.push('\n');
    }
    format!("{text}{indent}\"\"\"\n")
}

/// A paragraph in lines that fit, each indented; a line of its own keeps what it was indented by.
pub fn wrapped(paragraph: &str, depth: usize) -> String {
    let mut lines = Vec::new();
    for source in paragraph.lines() {
        let own = source.len() - source.trim_start().len();
        let indent = " ".repeat(depth + own);
        let hanging = " ".repeat(depth + own + if own > 0 { 4 } else { 0 });
        let mut line = indent.clone();
        for word in source.split_whitespace() {
            if line.trim().is_empty() {
                line.push_str(word);
            } else if line.len() + 1 + word.len() > COLUMNS {
                lines.push(std::mem::replace(&mut line, format!("{hanging}{word}")));
            } else {
                line.push(' ');
                line.push_str(word);
            }
        }
        lines.push(line);
    }
    lines.join("\n")
}

/// `begin item, item, end` on one line, or an item a line.
pub fn bracketed(depth: usize, begin: &str, items: &[String], end: &str) -> String {
    let indent = " ".repeat(depth);
    let line = format!("{indent}{begin}{}{end}", items.join(", "));
    if line.len() <= COLUMNS {
        return line + "\n";
    }
    let mut text = format!("{indent}{begin}\n");
    for item in items {
        text.push_str(&format!("{indent}    {item},\n"));
    }
    format!("{text}{indent}{end}\n")
}

/// The name of a member of an enum.
pub fn upper(word: &str) -> String {
    word.to_uppercase()
}

/// Imports of one module.
pub fn import(from: &str, names: &[String]) -> String {
    let mut names = names.to_vec();
    names.sort();
    names.dedup();
    let line = format!("from {from} import {}\n", names.join(", "));
    if line.len() <= COLUMNS + 1 { line } else { bracketed(0, &format!("from {from} import ("), &names, ")") }
}
