//! What a library weighs, by parts: whose code and data it is as its symbols tell, and what no name tells.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;

use crate::elf::{Elf, SYMBOLS, Symbol, SymbolKind};

/// Bytes of each part.
#[derive(Debug, Default, PartialEq)]
pub struct Weight {
    parts: [u64; PARTS.len()],
}

/// What each part is called: for programs, and for people.
const PARTS: [(&str, &str); 8] = [
    ("sqlite", "SQLite"),
    ("engine", "the engine, with its storage in SQLite"),
    ("border", "UniFFI and what crosses there"),
    ("libraries", "other libraries, Rust's own among them"),
    ("constants", "texts and tables of Rust without a name"),
    ("unwinding", "how panics unwind"),
    ("linking", "names and relocations"),
    ("rest", "headers and gaps"),
];
const CONSTANTS: usize = 4;
const UNWINDING: usize = 5;
const LINKING: usize = 6;
const REST: usize = 7;

impl Weight {
    /// Weighs a library with its symbols, of which `stripped` bytes stay when they are taken away.
    ///
    /// What the engine makes of other libraries' generic code stands where the symbol says: mostly with the
    /// libraries.
    ///
    /// # Errors
    /// The library is cut short.
    pub fn of(elf: &Elf<'_>, stripped: u64) -> io::Result<Self> {
        let mut parts = [0; PARTS.len()];
        let mut named = vec![0; elf.sections.len()];
        let (mut seen, mut source) = (BTreeSet::new(), String::new());
        for symbol in elf.symbols(SYMBOLS)? {
            if symbol.kind == SymbolKind::File {
                source.clone_from(&symbol.name);
            }
            let Some((home, section)) = symbol.section.and_then(|home| Some((home, elf.sections.get(home)?)))
            else {
                continue;
            };
            // Functions that are alike are folded into one, which then has many names.
            let is_thing = matches!(symbol.kind, SymbolKind::Code | SymbolKind::Data);
            if is_thing && section.is_filled() && seen.insert(symbol.address) {
                parts[owner(&symbol, &source)] += symbol.size;
                named[home] += symbol.size;
            }
        }
        for (section, named) in elf.sections.iter().zip(named) {
            if section.is_loaded() && section.is_filled() {
                parts[nameless(&section.name)] += section.size.saturating_sub(named);
            }
        }
        parts[REST] += stripped.saturating_sub(parts.iter().sum());
        Ok(Self { parts })
    }

    /// All parts together.
    pub fn bytes(&self) -> u64 {
        self.parts.iter().sum()
    }

    /// A line for each part, largest first.
    pub fn table(&self) -> String {
        let mut lines: Vec<_> = PARTS.iter().zip(self.parts).collect();
        lines.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
        let mut text = String::new();
        for ((_, name), bytes) in lines {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "  {name:<42} {:>6} KB", bytes.div_ceil(1_000));
        }
        text
    }

    /// `sqlite 541234 engine 904321 ...`: for the benchmark.
    pub fn words(&self) -> String {
        let parts = PARTS.iter().zip(self.parts);
        parts.map(|((name, _), bytes)| format!("{name} {bytes}")).collect::<Vec<_>>().join(" ")
    }

    /// `{"sqlite": 541234, ...}`
    pub fn json(&self) -> String {
        let parts = PARTS.iter().zip(self.parts);
        let fields: Vec<String> = parts.map(|((name, _), bytes)| format!("\"{name}\": {bytes}")).collect();
        format!("{{{}}}", fields.join(", "))
    }
}

/// Whose a symbol is. Rust's names hold the path of what they name, and of what it is made for.
fn owner(symbol: &Symbol, source: &str) -> usize {
    let has = |part: &str| symbol.name.contains(part);
    // What is local in C may be called anything.
    if symbol.name.starts_with("sqlite3") || (symbol.is_local && source == "sqlite3.c") {
        0
    } else if has("uniffi") || has("UNIFFI") || has("paywright_mobile") {
        2
    } else if has("paywright") {
        1
    } else {
        3
    }
}

/// What bytes are that no symbol names.
fn nameless(section: &str) -> usize {
    let is_one_of = |begins: &[&str]| begins.iter().any(|begin| section.starts_with(begin));
    if is_one_of(&[".eh_frame", ".gcc_except_table", ".ARM.ex"]) {
        UNWINDING
    } else if is_one_of(&[".dyn", ".rel", ".gnu", ".hash", ".got", ".plt", ".note", ".interp"]) {
        LINKING
    } else if is_one_of(&[".rodata", ".data"]) {
        CONSTANTS
    } else {
        REST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, is_local: bool) -> Symbol {
        let (name, kind) = (name.to_owned(), SymbolKind::Code);
        Symbol { name, address: 64, size: 1, kind, is_local, section: Some(1) }
    }

    #[test]
    fn a_symbol_is_of_the_engine_of_sqlite_or_of_what_else_its_name_and_source_tell() {
        let cases = [
            ("sqlite3VdbeExec", false, "", "sqlite"),
            ("balance_nonroot", true, "sqlite3.c", "sqlite"),
            ("balance_nonroot", true, "other.c", "libraries"),
            ("_ZN9paywright7payment5Money3add17h0123456789abcdefE", true, "", "engine"),
            ("_ZN4core3ptr38drop_in_place$LT$paywright..Payment$GT$17hE", true, "", "engine"),
            ("_ZN16paywright_sqlite4turn4open17hE", true, "", "engine"),
            ("_ZN16paywright_mobile6asking8answered17hE", true, "", "border"),
            ("uniffi_paywright_mobile_fn_func_rate", false, "", "border"),
            ("_ZN12uniffi_core3ffi10rustbuffer17hE", true, "", "border"),
            ("_ZN3std9panicking12default_hook17hE", true, "", "libraries"),
        ];
        for (name, is_local, source, part) in cases {
            assert_eq!(PARTS[owner(&named(name, is_local), source)].0, part, "{name}");
        }
    }

    #[test]
    fn the_parts_of_a_library_are_as_heavy_as_the_whole() {
        let path = std::env::current_exe().expect("a path of its own");
        let bytes = std::fs::read(path).expect("it can be read");
        // Elsewhere programs have another format.
        let Ok(elf) = Elf::read(&bytes) else { return };
        let loaded: u64 =
            elf.sections.iter().filter(|it| it.is_loaded() && it.is_filled()).map(|it| it.size).sum();
        let weight = Weight::of(&elf, loaded + 4_096).expect("a program");
        assert_eq!(weight.bytes(), loaded + 4_096);
        assert!(weight.parts[3] > 100_000, "{weight:?}");
        assert_eq!(weight.parts[0], 0, "xtask has no SQLite");
    }

    #[test]
    fn the_table_begins_with_the_heaviest_and_json_has_every_byte() {
        let weight = Weight { parts: [541_234, 900_001, 0, 3, 0, 0, 0, 1] };
        let table = weight.table();
        let first = table.lines().next().expect("a line");
        assert!(first.starts_with("  the engine") && first.ends_with("901 KB"), "{first}");
        assert!(weight.json().starts_with("{\"sqlite\": 541234, \"engine\": 900001, "), "{}", weight.json());
        assert!(weight.words().starts_with("sqlite 541234 engine 900001 border 0 "), "{}", weight.words());
        assert_eq!(weight.bytes(), 1_441_239);
    }
}
