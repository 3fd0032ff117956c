//! Every command as a method of an engine.

use super::commands::output;
use super::text::{bracketed, camel, header, kdoc};
use super::types::{in_order, parameter};
use super::words::trimmed;
use crate::about::{class, refusals, repeats};
use crate::prose::{paragraphs, sentence};
use paywright::{AnyCommand, CommandSpec, Repeat};

/// A method for each command.
pub fn calls() -> String {
    let mut text = header("Every command as a method.", &["java.math.BigDecimal", "java.time.Instant"]);
    text.push_str(&kdoc(0, &["Every command as a method of [Engine].".to_owned()]));
    text.push_str("public sealed class Calls {\n");
    text.push_str("    internal abstract suspend fun <A> call(request: Request<A>): A\n\n");
    AnyCommand::CATALOGUE.iter().for_each(|spec| text.push_str(&method(spec)));
    trimmed(text) + "}\n"
}

fn method(spec: &CommandSpec) -> String {
    let fields = in_order(spec.fields);
    let mut signature: Vec<String> = fields.iter().map(|field| parameter(field)).collect();
    let key = if spec.repeat == Repeat::Key { "key: String" } else { "key: String? = null" };
    signature.extend([key, "actor: Actor? = null", "deadline: Instant? = null"].map(str::to_owned));
    let mut doc = paragraphs(spec.doc);
    doc.push(repeats(spec));
    let mut tags: Vec<String> =
        fields.iter().map(|field| format!("@param {} {}", camel(field.name), sentence(field.doc))).collect();
    tags.extend(
        [
            "@param key Makes the request safe to repeat; at most 64 bytes, unique for the actor.",
            "@param actor Who asks; the host itself where it is left out.",
            "@param deadline Worth doing only before this moment.",
        ]
        .map(str::to_owned),
    );
    tags.push(format!("@throws PaywrightException.Refused the {}", refusals(spec)));
    doc.push(tags.join("\n"));
    let mut text = kdoc(4, &doc);
    let begin = format!("public suspend fun {}(", camel(spec.name));
    text.push_str(&bracketed(4, &begin, &signature, &format!("): {} =", output(spec))));
    let given: Vec<String> = fields.iter().map(|field| camel(field.name)).collect();
    let made = format!("{}({})", class(spec), given.join(", "));
    text.push_str(&bracketed(
        8,
        "call(Request(",
        &[made, "key".to_owned(), "actor".to_owned(), "deadline".to_owned()],
        "))",
    ));
    text.push('\n');
    text
}
