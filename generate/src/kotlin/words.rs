//! Ids, and closed sets of words.

use super::text::{header, kdoc};
use crate::prose::{paragraphs, sentence};
use crate::shapes::{self, Shapes};
use paywright::shape::WordsSpec;

/// A class for each type of ids.
pub fn ids() -> String {
    let mut text =
        header("Ids, one type each, so that a payment's cannot be passed where a refund's belongs.", &[]);
    for id in shapes::ids() {
        let name = id.name;
        text.push_str(&kdoc(0, &[sentence(id.doc)]));
        text.push_str(&format!(
            "public class {name} internal constructor(high: Long, low: Long) : Id(high, low) {{\n"
        ));
        text.push_str("    override val type: IdType<*> get() = Companion\n\n");
        text.push_str(&kdoc(4, &[format!("Makes ids of this type: `{name}.parse(\"{}_...\")`.", id.prefix)]));
        text.push_str(&format!("    public companion object : IdType<{name}>(\"{}\") {{\n", id.prefix));
        text.push_str(&format!(
            "        override fun make(high: Long, low: Long): {name} = {name}(high, low)\n    }}\n}}\n\n"
        ));
    }
    trimmed(text)
}

/// An enum for each closed set of words.
pub fn enums() -> String {
    let mut text = header("Closed sets of words.", &[]);
    text.push_str(&kdoc(0, &["Why the rules say no.".to_owned()]));
    text.push_str("public enum class Code(\n    /** The word of it, as errors carry it. */\n");
    text.push_str("    public val word: String,\n) {\n");
    for code in paywright::Code::ALL {
        let spec = code.spec();
        text.push_str(&kdoc(4, &[sentence(spec.doc)]));
        text.push_str(&format!("    {}(\"{}\"),\n", spec.code.to_uppercase(), spec.code));
    }
    text.push_str("    ;\n\n    internal companion object {\n");
    text.push_str("        private val byWord = entries.associateBy { it.word }\n\n");
    text.push_str(
        "        fun of(word: String): Code = byWord[word] ?: unread(\"the code $word\")\n    }\n}\n\n",
    );
    let mut words = Shapes::all().words;
    words.sort_by_key(|of| of.name);
    words.iter().for_each(|of| text.push_str(&an_enum(of)));
    trimmed(text)
}

fn an_enum(of: &WordsSpec) -> String {
    let name = of.name;
    let mut text = kdoc(0, &paragraphs(of.doc));
    text.push_str(&format!(
        "public enum class {name}(\n    /** The word of it, as tables and files hold it. */\n    \
         public val word: String,\n    internal val number: Int,\n) {{\n"
    ));
    for word in of.words {
        text.push_str(&kdoc(4, &[sentence(word.doc)]));
        text.push_str(&format!("    {}(\"{}\", {}),\n", word.word.to_uppercase(), word.word, word.number));
    }
    text.push_str(&format!(
        "    ;\n\n    internal companion object {{\n        private val byNumber = \
         numbered(entries) {{ it.number }}\n\n        fun of(number: Int): {name} =\n            \
         byNumber.getOrNull(number) ?: unread(\"number $number of {name}\")\n    }}\n}}\n\n"
    ));
    text
}

/// One empty line fewer.
pub fn trimmed(text: String) -> String {
    text.trim_end().to_owned() + "\n"
}
