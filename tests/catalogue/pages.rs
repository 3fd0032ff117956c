//! The pages of `docs` that are written from the catalogue.

use paywright::command::InputField;
use paywright::shape::{Form, Shape};
use paywright::{AnyCommand, AnyOutput, CommandSpec, ErrorKind, Repeat, limits};

/// Every error code, by who is at fault.
pub fn errors() -> String {
    let mut text = String::from(
        "# Errors\n\n\
         Every error has a stable code, and its kind says who is at fault. This page is written from the \
         catalogue in `core/src/error.rs`.\n",
    );
    let kinds = [
        (
            ErrorKind::Refused,
            "Refused",
            "The rules say no. Nothing was changed. Each command lists its own in order of precedence.",
        ),
        (ErrorKind::Storage, "Storage", "The world failed."),
        (ErrorKind::Misuse, "Misuse", "The caller erred; the message says how to mend it."),
        (ErrorKind::Bug, "Bug", "We erred; please report it."),
    ];
    for (kind, title, what) in kinds {
        text.push_str(&format!("\n## {title}\n{what}\n\n| code | meaning | retryable |\n|---|---|---|\n"));
        for spec in paywright::error::catalogue().filter(|spec| spec.kind == kind) {
            let retryable = if spec.retryable { "yes" } else { "no" };
            text.push_str(&format!("| `{}` | {} | {retryable} |\n", spec.code, spec.doc.trim()));
        }
    }
    text
}

/// Every command, and what they answer.
pub fn commands() -> String {
    let mut text = String::from(
        "# Commands\n\n\
         A command asks the engine for a change, as a plain struct. Encoded, it is a CBOR map from the \
         field numbers below to the values; its own number stands in journal entries. A request with an \
         idempotency key can, beside the refusals below, be refused with `idempotency_key_reused`. What \
         the codes mean stands in [errors.md](errors.md), and the bounds on values in \
         [limits.md](limits.md). This page is written from the catalogue in `core/src/command.rs`.\n",
    );
    for spec in AnyCommand::CATALOGUE {
        text.push_str(&command(spec));
    }
    text.push_str("\n## Outputs\nWhat commands answer. A repeat answers a record as it is now.\n");
    for spec in AnyOutput::CATALOGUE {
        text.push_str(&format!("\n### {}\n", spec.name));
        let Shape::Fields(of) = spec.shape else { continue };
        match of.form {
            Form::Row(table) => {
                text.push_str(&format!("{} A record of the table `{table}`.\n", sentence(of.doc)));
            }
            Form::Map | Form::Array | Form::Told => text.push_str(&fields(of.fields)),
        }
    }
    text
}

fn command(spec: &CommandSpec) -> String {
    let repeat = match spec.repeat {
        Repeat::Id => "by the id of what it makes, chosen by the caller, or by an idempotency key",
        Repeat::Key => "by an idempotency key",
        Repeat::State => "as it is: the record's own state tells a repeat; a key may be given",
    };
    let refusals: Vec<String> = spec.refusals.iter().map(|code| format!("`{}`", code.spec().code)).collect();
    format!(
        "\n## {}\n{}\n\nNumber {}. Safe to repeat {repeat}. Answers {}.\n{}\n\
         Refusals, the first that applies: {}.\n",
        spec.name,
        sentence(spec.doc),
        spec.tag,
        link(spec.output),
        fields(spec.fields),
        refusals.join(", ")
    )
}

fn link(output: &str) -> String {
    format!("[{output}](#{})", output.to_lowercase())
}

fn fields(fields: &[InputField]) -> String {
    if fields.is_empty() {
        return "\nIt has no fields.\n".to_owned();
    }
    let mut text = String::from("\n| number | field | type | meaning |\n|---|---|---|---|\n");
    for (place, field) in fields.iter().enumerate() {
        let number = if field.number == 0 { place + 1 } else { usize::try_from(field.number).unwrap() };
        let InputField { name, type_name, doc, .. } = field;
        text.push_str(&format!("| {number} | `{name}` | `{type_name}` | {} |\n", sentence(doc)));
    }
    text
}

/// Every bound on outside input.
pub fn limits() -> String {
    let mut text = format!(
        "# Limits\n\n\
         What comes from outside is bounded, and refused when it is beyond a bound. An amount is at most {} \
         minor units. This page is written from the table in `core/src/limits.rs`.\n\n\
         | limit | at most | of what |\n|---|---:|---|\n",
        grouped(&limits::AMOUNT_MINOR.to_string())
    );
    for limit in limits::ALL {
        let most = grouped(&limit.most.to_string());
        text.push_str(&format!("| `{}` | {most} | {} |\n", limit.name, sentence(limit.doc)));
    }
    text
}

/// A doc comment as a cell or a line: links of Rust's documentation lead nowhere here, and only their texts
/// stay.
fn sentence(doc: &str) -> String {
    let mut pieces = doc.trim().split("[`");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once("`]").unwrap();
        let rest = match rest.strip_prefix('(') {
            Some(target) => target.split_once(')').unwrap().1,
            None => rest,
        };
        text.push_str(&format!("`{name}`{rest}"));
    }
    text.replace("\n ", " ").replace('|', "\\|")
}

fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
