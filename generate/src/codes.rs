//! Codes of errors, and the classes that stand for them in every language.

use crate::prose::sentence;
use paywright::error::catalogue;
use paywright::{Code, ErrorKind};

/// The class of a family.
pub fn class(word: &str) -> &'static str {
    match word {
        "invalid" => "InvalidRequest",
        "not_allowed" => "NotAllowed",
        "missing" => "Missing",
        "reused" => "Reused",
        "standing" => "WrongStanding",
        _ => "Exceeded",
    }
}

/// A code: its class, what it means, and whether the same request may succeed later.
pub struct OneCode {
    pub code: &'static str,
    pub class: &'static str,
    pub doc: String,
    pub retryable: bool,
}

/// Every code there is; those that a binding alone can find out come last.
pub fn codes(of_the_binding: &'static [(&'static str, &'static str)]) -> Vec<OneCode> {
    let of_core = catalogue().map(|spec| {
        let refused =
            Code::ALL.iter().find(|code| code.spec().code == spec.code && spec.kind == ErrorKind::Refused);
        let class = match (spec.kind, refused) {
            (ErrorKind::Refused, Some(code)) => class(&code.family().to_string()),
            (ErrorKind::Refused, None) => "Refused",
            (ErrorKind::Storage, _) => "StorageError",
            (ErrorKind::Misuse, _) => "Misuse",
            (ErrorKind::Bug, _) => "BugError",
        };
        OneCode { code: spec.code, class, doc: sentence(spec.doc), retryable: spec.retryable }
    });
    let of_binding = of_the_binding.iter().map(|(code, doc)| {
        let doc = (*doc).to_owned();
        OneCode { code, class: "Misuse", doc, retryable: false }
    });
    of_core.chain(of_binding).collect()
}
