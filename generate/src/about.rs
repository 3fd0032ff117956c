//! What every language says of a command in the same words.

use paywright::{CommandSpec, Repeat};

/// The class of a command: `place_order` is `PlaceOrder`.
pub fn class(spec: &CommandSpec) -> String {
    let capital =
        |word: &str| word.get(..1).unwrap_or_default().to_uppercase() + word.get(1..).unwrap_or_default();
    spec.name.split('_').map(capital).collect()
}

/// How it is safe to repeat.
pub fn repeats(spec: &CommandSpec) -> String {
    let repeat = match spec.repeat {
        Repeat::Id => "Safe to repeat by the id of what it makes, or by a key: one of them must be given.",
        Repeat::Key => "Safe to repeat by a key, which must be given.",
        Repeat::State => "Safe to repeat as it is; a key may be given.",
    };
    repeat.to_owned()
}

/// What refuses it, after "the" or "The".
pub fn refusals(spec: &CommandSpec) -> String {
    let refusals: Vec<String> = spec.refusals.iter().map(|code| format!("`{}`", code.spec().code)).collect();
    format!("first that applies of {}.", refusals.join(", "))
}
