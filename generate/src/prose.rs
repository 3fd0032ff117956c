//! Doc comments of Rust as prose that other languages can carry.

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

/// Links of Rust's documentation lead nowhere elsewhere: only their texts stay, with dots for its colons.
fn plain(text: &str) -> String {
    let mut pieces = text.split("[`");
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once("`]").unwrap_or((piece, ""));
        let rest =
            rest.strip_prefix('(').and_then(|target| target.split_once(')')).map_or(rest, |(_, rest)| rest);
        plain.push_str(&format!("`{name}`{rest}"));
    }
    plain.replace("::", ".")
}
