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

/// A doc comment of Rust as prose: without examples in Rust, its links as their texts, in paragraphs.
pub fn paragraphs(doc: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in doc.lines().map(str::trim) {
        if line.starts_with("```") || line.starts_with("# ") {
            break;
        }
        if line.is_empty() {
            paragraphs.push(String::new());
        } else if let Some(paragraph) = paragraphs.last_mut() {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line);
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs.iter().map(|paragraph| plain(paragraph)).collect()
}

/// A sentence or two, on one line.
pub fn sentence(doc: &str) -> String {
    paragraphs(doc).join(" ")
}

/// Links of Rust's documentation lead nowhere here: only their texts stay, as Python calls them.
fn plain(text: &str) -> String {
    let mut pieces = text.split("[`");
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once("`]").unwrap_or((piece, ""));
        let rest =
            rest.strip_prefix('(').and_then(|target| target.split_once(')')).map_or(rest, |(_, rest)| rest);
        plain.push_str(&format!("`{name}`{rest}"));
    }
    plain.replace("Engine::", "Engine.").replace("::", ".").replace('\\', "\\\\")
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
