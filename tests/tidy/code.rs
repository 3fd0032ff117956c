//! Just enough of a lexer to tell code from comments and literals, and to find what closes a bracket.

use std::ops::Range;

/// What a byte of Rust source belongs to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Code,
    Comment,
    Literal,
}

/// `source` with every byte that is not of `kind` turned into a space. Line breaks and offsets stay.
pub fn only(source: &str, kind: Kind) -> String {
    let mut blanked: Vec<u8> = source.bytes().map(|byte| if byte == b'\n' { b'\n' } else { b' ' }).collect();
    let mut at = 0;
    while at < source.len() {
        let (found, end) = token(source.as_bytes(), at);
        if found == kind {
            blanked[at..end].copy_from_slice(&source.as_bytes()[at..end]);
        }
        at = end;
    }
    String::from_utf8(blanked).expect("tokens end at the end of a character")
}

/// The kind and the end of what begins at `at`.
fn token(source: &[u8], at: usize) -> (Kind, usize) {
    let rest = &source[at..];
    let after_word = at > 0 && is_word(source[at - 1]);
    if rest.starts_with(b"//") {
        (Kind::Comment, at + find(rest, b"\n").unwrap_or(rest.len()))
    } else if rest.starts_with(b"/*") {
        (Kind::Comment, at + block_comment(rest))
    } else if rest[0] == b'"' {
        (Kind::Literal, at + quoted(rest, b'"'))
    } else if let Some(length) = raw_string(rest).filter(|_| !after_word) {
        (Kind::Literal, at + length)
    } else if rest[0] == b'\'' && is_character(rest) {
        (Kind::Literal, at + quoted(rest, b'\''))
    } else {
        (Kind::Code, at + character(rest))
    }
}

fn find(within: &[u8], what: &[u8]) -> Option<usize> {
    within.windows(what.len()).position(|window| window == what)
}

pub fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The length in bytes of the first character.
fn character(rest: &[u8]) -> usize {
    1 + rest[1..].iter().take_while(|byte| **byte & 0b1100_0000 == 0b1000_0000).count()
}

fn block_comment(rest: &[u8]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        match &rest[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

fn quoted(rest: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            b'\\' => at += 2,
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// The length of a raw string with its prefix, if one begins here.
fn raw_string(rest: &[u8]) -> Option<usize> {
    let prefix = [&b"r"[..], b"br", b"cr"].into_iter().find(|prefix| rest.starts_with(prefix))?.len();
    let hashes = rest[prefix..].iter().take_while(|byte| **byte == b'#').count();
    let open = prefix + hashes + 1;
    if rest.get(open - 1) != Some(&b'"') {
        return None;
    }
    let close = [&b"\""[..], &b"#".repeat(hashes)].concat();
    Some(find(&rest[open..], &close).map_or(rest.len(), |end| open + end + close.len()))
}

/// Whether a `'` opens a character rather than a lifetime.
fn is_character(rest: &[u8]) -> bool {
    rest.len() > 2 && (rest[1] == b'\\' || rest.get(1 + character(&rest[1..])) == Some(&b'\''))
}

/// The line of an offset, counted from 1.
pub fn line_of(text: &str, offset: usize) -> usize {
    1 + text.as_bytes()[..offset].iter().filter(|byte| **byte == b'\n').count()
}

/// Where `word` stands in `code` with no word character on either side.
pub fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let stands_alone = move |at: &usize| {
        let bytes = code.as_bytes();
        let end = at + word.len();
        let joined_before = *at > 0 && is_word(bytes[at - 1]) && is_word(bytes[*at]);
        let joined_after = end < bytes.len() && is_word(bytes[end - 1]) && is_word(bytes[end]);
        !joined_before && !joined_after
    };
    code.match_indices(word).map(|(at, _)| at).filter(stands_alone)
}

/// The first bracket of `code` at or after `from` that is `open`, to behind the one which closes it.
pub fn bracketed(code: &str, from: usize, open: u8) -> Option<Range<usize>> {
    let bytes = code.as_bytes();
    let start = from + bytes.get(from..)?.iter().position(|byte| *byte == open)?;
    let mut depth = 0_usize;
    for (at, byte) in bytes.iter().enumerate().skip(start) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some(start..at + 1);
        }
    }
    None
}

/// `code` with every item marked `#[cfg(test)]` blanked.
pub fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut left = code.as_bytes().to_vec();
    for (at, _) in code.match_indices(MARK) {
        let end = item_end(code.as_bytes(), at + MARK.len());
        left[at..end].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    }
    String::from_utf8(left).expect("items end at the end of a character")
}

/// The end of an item: behind its body, or behind its semicolon where it has none.
fn item_end(code: &[u8], from: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in code.iter().enumerate().skip(from) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && matches!(byte, b';' | b'}') {
            return at + 1;
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_comments_and_literals_are_told_apart() {
        let cases = [
            ("a // b \"c\"\nd", "a d"),
            ("a /* b /* c */ d */ e", "a e"),
            ("f( \"a // b \\\" c\" , x)", "f( , x)"),
            ("r#\"a \" b\"# + r#type + br\"c\\\" + d", "+ r#type + + d"),
            ("( '\\'' , '{' , 'é' , &'a str)", "( , , , &'a str)"),
            ("for'a'{'b'}", "for { }"),
            ("größe // größe", "größe"),
        ];
        for (source, code) in cases {
            let left = only(source, Kind::Code);
            assert_eq!(left.split_whitespace().collect::<Vec<_>>().join(" "), code, "{source}");
            assert_eq!(left.len(), source.len(), "{source}");
        }
        assert_eq!(only("a // b\n\"// c\"", Kind::Comment), "  // b\n      ");
    }

    #[test]
    fn an_open_literal_or_comment_ends_with_the_file() {
        for source in ["a \"b", "a r#\"b\"", "a /* b", "a '\\", "a \"\\"] {
            assert_eq!(only(source, Kind::Code).len(), source.len(), "{source}");
        }
    }

    #[test]
    fn marked_items_are_left_out_and_what_follows_stays() {
        let code = "a();\n#[cfg(test)]\nmod tests { fn b() { c(); } }\nd();\n#[cfg(test)] mod tests;\ne();\n\
                    #[cfg(test)]\nfn f(x: [u8; 3]) { g(); }\nh();";
        let left = without_tests(code);
        let words: Vec<&str> = left.split_whitespace().collect();
        assert_eq!(words, ["a();", "d();", "e();", "h();"]);
        assert_eq!(left.lines().count(), code.lines().count());
    }

    #[test]
    fn brackets_and_words_are_found() {
        let code = "trait A { fn b(&self) { [1] } } fn_b fn b_fn";
        assert_eq!(bracketed(code, 0, b'{').map(|range| &code[range]), Some("{ fn b(&self) { [1] } }"));
        assert_eq!(bracketed("a { b", 0, b'{'), None);
        assert_eq!(words(code, "fn").collect::<Vec<_>>(), [10, 37]);
        assert_eq!(line_of("a\nb\nc", 4), 3);
    }
}
