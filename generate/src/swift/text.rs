//! Swift as text: comments, names, lists that are broken where lines end.

/// How wide a line is.
const COLUMNS: usize = 110;

/// Words that Swift keeps for itself, as far as a description may say them.
const KEPT: &[&str] = &[
    "as",
    "break",
    "case",
    "catch",
    "class",
    "continue",
    "default",
    "defer",
    "do",
    "else",
    "enum",
    "extension",
    "fallthrough",
    "false",
    "for",
    "func",
    "guard",
    "if",
    "import",
    "in",
    "init",
    "inout",
    "internal",
    "is",
    "let",
    "nil",
    "operator",
    "private",
    "protocol",
    "public",
    "repeat",
    "rethrows",
    "return",
    "self",
    "static",
    "struct",
    "subscript",
    "super",
    "switch",
    "throw",
    "throws",
    "true",
    "try",
    "typealias",
    "var",
    "where",
    "while",
];

/// What each generated file begins with.
pub fn header(title: &str) -> String {
    format!(
        "// {title}\n//\n\
         // Written by `cargo xtask generate` from what the engine says of itself: do not edit.\n\n\
         import Foundation\n"
    )
}

/// A comment for DocC at this depth, of paragraphs that are already prose. A line in one of them that begins
/// with a dash is an item of a list.
pub fn doc(depth: usize, paragraphs: &[String]) -> String {
    let mut text = String::new();
    for (place, paragraph) in paragraphs.iter().enumerate() {
        if place > 0 {
            text.push_str(&format!("{}///\n", " ".repeat(depth)));
        }
        paragraph.lines().for_each(|line| text.push_str(&wrapped(depth, line)));
    }
    text
}

fn wrapped(depth: usize, source: &str) -> String {
    let own = source.len() - source.trim_start().len();
    let begin = format!("{}/// {}", " ".repeat(depth), " ".repeat(own));
    let hanging = if source.trim_start().starts_with("- ") { "  " } else { "" };
    let mut text = String::new();
    let mut line = begin.clone();
    for word in source.split_whitespace() {
        if line.len() > begin.len() && line.len() + 1 + word.len() > COLUMNS {
            text.push_str(&line);
            text.push('\n');
            line = format!("{begin}{hanging}{word}");
        } else {
            if line.trim_start() != "///" && !line.ends_with(' ') {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    format!("{text}{line}\n")
}

/// `begin item, item, end` on one line, or an item a line.
pub fn bracketed(depth: usize, begin: &str, items: &[String], end: &str) -> String {
    let indent = " ".repeat(depth);
    let line = format!("{indent}{begin}{}{end}", items.join(", "));
    if line.len() <= COLUMNS {
        return line + "\n";
    }
    let items: Vec<String> = items.iter().map(|item| format!("{indent}    {item}")).collect();
    format!("{indent}{begin}\n{}\n{indent}{end}\n", items.join(",\n"))
}

/// A name of snake_case in Swift's manner: `place_order` is `placeOrder`.
pub fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &capital(word))
}

/// The name of a type as that of one of its values: `PlaceOrder` is `placeOrder`.
pub fn lower(class: &str) -> String {
    class.get(..1).unwrap_or_default().to_lowercase() + class.get(1..).unwrap_or_default()
}

/// With a capital letter first.
pub fn capital(word: &str) -> String {
    word.get(..1).unwrap_or_default().to_uppercase() + word.get(1..).unwrap_or_default()
}

/// A name as Swift can say it where it stands alone.
pub fn spoken(name: &str) -> String {
    if KEPT.contains(&name) { format!("`{name}`") } else { name.to_owned() }
}
