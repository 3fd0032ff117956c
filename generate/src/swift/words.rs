//! Ids, and closed sets of words.

use super::text::{camel, doc, header, spoken};
use crate::prose::{paragraphs, sentence};
use crate::shapes::{self, Shapes};
use paywright::shape::WordsSpec;

/// A type for each type of ids.
pub fn ids() -> String {
    let mut text = header("Ids, one type each: a payment's cannot be passed where a refund's belongs.");
    for id in shapes::ids() {
        text.push('\n');
        text.push_str(&doc(0, &[sentence(id.doc)]));
        text.push_str(&format!(
            "public struct {name}: Identifier {{\n    \
             /// What its texts begin with.\n    \
             public static let prefix = \"{prefix}\"\n\n    \
             /// Its sixteen bytes.\n    public let raw: RawIdentifier\n\n    \
             /// The id with these bytes.\n    \
             public init(raw: RawIdentifier) {{\n        self.raw = raw\n    }}\n}}\n\n\
             extension {name}: Told, Carried {{}}\n",
            name = id.name,
            prefix = id.prefix
        ));
    }
    text
}

/// An enum for each closed set of words.
pub fn words() -> String {
    let mut text =
        header("Closed sets of words. The raw value of each is the text that tables and files hold.");
    let mut words = Shapes::all().words;
    words.sort_by_key(|of| of.name);
    text.push_str("\n/// Why the rules say no.\n");
    text.push_str("public enum Code: String, Sendable, Hashable, CaseIterable {\n");
    for code in paywright::Code::ALL {
        let spec = code.spec();
        text.push_str(&doc(4, &[sentence(spec.doc)]));
        text.push_str(&case(spec.code));
    }
    text.push_str("}\n");
    words.iter().for_each(|of| text.push_str(&one(of)));
    text
}

fn case(word: &str) -> String {
    let name = camel(word);
    let raw = if name == word { String::new() } else { format!(" = \"{word}\"") };
    format!("    case {}{raw}\n", spoken(&name))
}

fn one(of: &WordsSpec) -> String {
    let mut text = format!("\n{}", doc(0, &paragraphs(of.doc)));
    text.push_str(&format!("public enum {}: String, Sendable, Hashable, CaseIterable {{\n", of.name));
    for word in of.words {
        text.push_str(&doc(4, &[sentence(word.doc)]));
        text.push_str(&case(word.word));
    }
    text.push_str(&format!("}}\n\nextension {}: Word {{\n", of.name));
    text.push_str("    var number: UInt32 {\n        switch self {\n");
    for word in of.words {
        text.push_str(&format!("        case .{}: return {}\n", spoken(&camel(word.word)), word.number));
    }
    text.push_str("        }\n    }\n\n    init?(number: UInt32) {\n        switch number {\n");
    for word in of.words {
        text.push_str(&format!("        case {}: self = .{}\n", word.number, spoken(&camel(word.word))));
    }
    text.push_str("        default: return nil\n        }\n    }\n}\n");
    text
}
