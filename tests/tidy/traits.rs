//! A trait that an outsider implements fits on one screen.

use crate::code::{bracketed, is_word, line_of, words};
use crate::offence::Offence;
use crate::tree::File;

const METHODS: usize = 10;

/// Public traits with more methods than a person keeps in mind.
pub fn large_traits(files: &[File]) -> Vec<Offence> {
    let mut offences = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        let code = file.code();
        for at in words(&code, "trait").filter(|at| is_public(&code[..*at])) {
            let Some(body) = bracketed(&code, at, b'{') else { continue };
            let methods = methods(&code[body]);
            if methods > METHODS {
                let name =
                    code[at..].split_whitespace().nth(1).unwrap_or_default().trim_end_matches([':', '{']);
                let what = format!(
                    "trait {name} has {methods} methods, {METHODS} are allowed: split it, or make some free"
                );
                offences.push(Offence::new(&file.path, line_of(&code, at), what));
            }
        }
    }
    offences
}

fn is_public(before: &str) -> bool {
    let words = before.trim_end();
    words.strip_suffix("unsafe").unwrap_or(words).trim_end().ends_with("pub")
}

/// Counts `fn name` directly inside the braces, not in the bodies of provided methods, not `fn(u8)` the type.
fn methods(body: &str) -> usize {
    let bytes = body.as_bytes();
    let names_a_function = |at: &usize| {
        let rest = body[at + 2..].trim_start();
        rest.len() < body[at + 2..].len() && rest.bytes().next().is_some_and(is_word)
    };
    let depth = |at: &usize| {
        let opened = bytes[..*at].iter().filter(|byte| **byte == b'{').count();
        opened - bytes[..*at].iter().filter(|byte| **byte == b'}').count()
    };
    words(body, "fn").filter(|at| names_a_function(at) && depth(at) == 1).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offence::places;

    fn a_trait(head: &str, methods: usize) -> String {
        let method = "    fn one(&self, f: fn(u8)) -> u8 { fn inner() {} inner(); 1 }\n";
        format!("// pub trait Nothing {{\n{head} Wide: Send {{\n{}}}\n", method.repeat(methods))
    }

    #[test]
    fn an_eleventh_method_is_found() {
        let files = [
            File::new("ten.rs", a_trait("pub trait", 10)),
            File::new("eleven.rs", a_trait("pub trait", 11)),
            File::new("unsafe.rs", a_trait("pub unsafe trait", 11)),
            File::new("private.rs", a_trait("trait", 11)),
            File::new("prose.md", a_trait("pub trait", 11)),
        ];
        let offences = large_traits(&files);
        assert_eq!(places(&offences), ["eleven.rs:2", "unsafe.rs:2"]);
        assert!(offences[0].to_string().contains("trait Wide has 11 methods"), "{}", offences[0]);
    }
}
