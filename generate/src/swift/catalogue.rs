//! The lists that the package's own tests hold it to.

use super::text::{camel, header, spoken};
use paywright::AnyCommand;
use paywright::catalogue::QUERIES;

/// Every command with its method, and every query.
pub fn catalogue() -> String {
    let mut text = header("Every command and every query there is: what the package is held to.");
    text.push_str("\n/// What the engine can be asked for, by the names that documents and journals use.\n");
    text.push_str(
        "public enum Catalogue {\n    /// Every command.\n    public static let commands: [String] = [\n",
    );
    for spec in AnyCommand::CATALOGUE {
        text.push_str(&format!("        \"{}\",\n", spec.name));
    }
    text.push_str("    ]\n\n    /// Every query.\n    public static let queries: [String] = [\n");
    for query in QUERIES {
        text.push_str(&format!("        \"{}\",\n", query.name));
    }
    text.push_str(
        "    ]\n\n    /// The method of each command: where one is missing, this does not compile.\n",
    );
    text.push_str("    static var methods: [(name: String, method: Any)] {\n        [\n");
    for spec in AnyCommand::CATALOGUE {
        text.push_str(&format!("            (\"{}\", Engine.{}),\n", spec.name, spoken(&camel(spec.name))));
    }
    text.push_str("        ]\n    }\n}\n");
    text
}
