//! Commands as values, and the lists of all there is.

use super::text::{bracketed, header, kdoc};
use super::types::{self, in_order};
use super::values::{made, mapped, properties};
use super::words::trimmed;
use crate::about::{class, refusals, repeats};
use crate::prose::paragraphs;
use paywright::catalogue::QUERIES;
use paywright::{AnyCommand, AnyOutput, CommandSpec};

/// A class for each command.
pub fn commands() -> String {
    let title = "Commands as values: for `Engine.execute`, `batch`, `atomic` and `preview`.";
    let mut text = header(title, &["java.math.BigDecimal", "java.time.Instant"]);
    AnyCommand::CATALOGUE.iter().for_each(|spec| text.push_str(&a_command(spec)));
    text.push_str("internal fun readCommand(from: CborReader): Command<*> {\n");
    text.push_str("    val fields = from.array() - 1\n    return when (val tag = from.int()) {\n");
    for spec in AnyCommand::CATALOGUE {
        text.push_str(&format!("        {} -> {}.read(from, fields)\n", spec.tag, class(spec)));
    }
    text.push_str("        else -> unread(\"the command $tag\")\n    }\n}\n");
    text
}

/// What a command answers.
pub fn output(spec: &CommandSpec) -> String {
    let output = AnyOutput::CATALOGUE.iter().find(|output| output.name == spec.output);
    output.map(|output| types::of(output.shape)).unwrap_or_default()
}

fn a_command(spec: &CommandSpec) -> String {
    let (name, output) = (class(spec), output(spec));
    let mut text = kdoc(
        0,
        &[paragraphs(spec.doc), vec![repeats(spec), format!("Refused: the {}", refusals(spec))]].concat(),
    );
    text.push_str(&format!("public data class {name}(\n"));
    text.push_str(&properties(4, &in_order(spec.fields), true));
    text.push_str(&format!(") : Command<{output}>() {{\n"));
    text.push_str(&format!("    override val tag: Int get() = {}\n\n", spec.tag));
    text.push_str("    override fun writeFields(out: CborWriter) {\n");
    text.push_str(&mapped(8, spec.fields));
    text.push_str(&format!(
        "    }}\n\n    override fun readOutput(from: CborReader): {output} = {output}.read(from)\n\n"
    ));
    text.push_str("    internal companion object {\n");
    text.push_str(&format!("        fun read(from: CborReader, fields: Int): {name} {{\n"));
    text.push_str(&format!("            from.isOf(fields, {})\n", spec.fields.len()));
    text.push_str(&made(12, &format!("return {name}"), spec.fields));
    text.push_str("        }\n    }\n}\n\n");
    text
}

/// What there is, by name: for the test that nothing is missing.
pub fn catalogue() -> String {
    let mut text = header("What there is, by name: for the test that nothing is missing.", &[]);
    let quoted = |name: &str| format!("\"{name}\"");
    let commands: Vec<String> = AnyCommand::CATALOGUE.iter().map(|spec| quoted(spec.name)).collect();
    text.push_str(&bracketed(0, "internal val COMMANDS: List<String> = listOf(", &commands, ")"));
    let queries: Vec<String> = QUERIES.iter().map(|query| quoted(query.name)).collect();
    text.push_str(&bracketed(0, "\ninternal val QUERIES: List<String> = listOf(", &queries, ")"));
    let codes: Vec<String> = crate::codes::codes(super::errors::OF_THE_BINDING)
        .iter()
        .map(|of| format!("\"{}\" to \"{}\"", of.code, of.class))
        .collect();
    text.push_str(&bracketed(0, "\ninternal val CODES: Map<String, String> = mapOf(", &codes, ")"));
    text.push_str(&format!(
        "\n/** Bytes that one call takes. */\ninternal const val CALL_BYTES: Int = {}\n",
        paywright::limits::BATCH_BYTES
    ));
    text.push_str(&format!(
        "\n/** Bytes of metadata as it comes. */\ninternal const val METADATA_BYTES: Int = {}\n",
        paywright::limits::METADATA_TEXT_BYTES
    ));
    trimmed(text)
}
