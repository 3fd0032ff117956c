//! Kotlin as text: comments, names, lists that are broken where lines end.

/// How wide a line is.
const COLUMNS: usize = 110;

/// What each generated file begins with.
pub fn header(title: &str, imports: &[&str]) -> String {
    let mut text = format!(
        "// {title}\n//\n\
         // Written by `cargo xtask generate` from what the engine says of itself: do not edit.\n\n\
         package dev.paywright\n\n"
    );
    imports.iter().for_each(|import| text.push_str(&format!("import {import}\n")));
    if !imports.is_empty() {
        text.push('\n');
    }
    text
}

/// A comment of documentation at this depth, of paragraphs that are already prose.
pub fn kdoc(depth: usize, paragraphs: &[String]) -> String {
    let indent = " ".repeat(depth);
    let safe: Vec<String> = paragraphs.iter().map(|paragraph| paragraph.replace("*/", "* /")).collect();
    if let [only] = safe.as_slice()
        && !only.contains('\n')
        && only.len() + depth + 7 <= COLUMNS
    {
        return format!("{indent}/** {only} */\n");
    }
    let mut text = format!("{indent}/**\n");
    for (place, paragraph) in safe.iter().enumerate() {
        if place > 0 {
            text.push_str(&format!("{indent} *\n"));
        }
        for line in paragraph.lines() {
            text.push_str(&wrapped(line, &format!("{indent} * ")));
        }
    }
    format!("{text}{indent} */\n")
}

/// A line in lines that fit; those after the first of a tag are indented further.
fn wrapped(source: &str, begin: &str) -> String {
    let hanging = if source.starts_with('@') { format!("{begin}  ") } else { begin.to_owned() };
    let mut text = String::new();
    let mut line = begin.to_owned();
    let mut is_empty = true;
    for word in source.split_whitespace() {
        if !is_empty && line.len() + 1 + word.len() > COLUMNS {
            text.push_str(&format!("{line}\n"));
            line.clone_from(&hanging);
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    format!("{text}{line}\n")
}

/// `begin item, item, end` on one line, or an item a line.
pub fn bracketed(depth: usize, begin: &str, items: &[String], end: &str) -> String {
    let indent = " ".repeat(depth);
    let line = format!("{indent}{begin}{}{end}", items.join(", "));
    if line.len() <= COLUMNS && !line.contains('\n') {
        return line + "\n";
    }
    let mut text = format!("{indent}{begin}\n");
    items.iter().for_each(|item| text.push_str(&format!("{indent}    {item},\n")));
    format!("{text}{indent}{end}\n")
}

/// A name in Kotlin's manner: `in_flight` is `inFlight`.
pub fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    escaped(&words.fold(first, |text, word| text + &capital(word)))
}

/// A word that begins with a capital letter.
pub fn capital(word: &str) -> String {
    word.get(..1).unwrap_or_default().to_uppercase() + word.get(1..).unwrap_or_default()
}

/// A name that Kotlin keeps to itself stands in quotes.
fn escaped(name: &str) -> String {
    const KEPT: &[&str] = &[
        "as",
        "break",
        "class",
        "continue",
        "do",
        "else",
        "false",
        "for",
        "fun",
        "if",
        "in",
        "interface",
        "is",
        "null",
        "object",
        "package",
        "return",
        "super",
        "this",
        "throw",
        "true",
        "try",
        "typealias",
        "typeof",
        "val",
        "var",
        "when",
        "while",
    ];
    if KEPT.contains(&name) { format!("`{name}`") } else { name.to_owned() }
}
