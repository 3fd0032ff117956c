//! What stands in a shared library of Linux or Android: as much of its format (ELF, little end first, 32 and
//! 64 bits) as it takes to weigh one and to see what it asks of a machine.

use std::io;

/// A library, read as far as its tables; what they point at is read when it is asked for.
#[derive(Debug)]
pub struct Elf<'a> {
    bytes: &'a [u8],
    is_64: bool,
    pub sections: Vec<Section>,
    pub segments: Vec<Segment>,
}

/// A named part of the file.
#[derive(Debug)]
pub struct Section {
    pub name: String,
    pub kind: u32,
    flags: u64,
    offset: u64,
    pub size: u64,
    link: u32,
}

/// A part of the file as it comes into memory.
#[derive(Debug)]
pub struct Segment {
    pub kind: u32,
    pub flags: u32,
    pub offset: u64,
    pub address: u64,
    pub align: u64,
}

/// A name for a piece of a section.
#[derive(Debug, PartialEq)]
pub struct Symbol {
    pub name: String,
    pub address: u64,
    pub size: u64,
    pub kind: SymbolKind,
    pub is_local: bool,
    /// Which of the sections it is a piece of; none for what another library has.
    pub section: Option<usize>,
}

/// What a symbol names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SymbolKind {
    Data,
    Code,
    /// The source of the local symbols behind it.
    File,
    Other,
}

impl Section {
    /// Whether it takes room in the file.
    pub fn is_filled(&self) -> bool {
        self.kind != SECTION_EMPTY
    }

    /// Whether it is loaded: strippers leave it alone.
    pub fn is_loaded(&self) -> bool {
        self.flags & 2 != 0
    }
}

/// A segment that is loaded.
pub const SEGMENT_LOADED: u32 = 1;
/// What the dynamic linker is told.
const SEGMENT_DYNAMIC: u32 = 2;
/// What the stack may be used for.
pub const SEGMENT_STACK: u32 = 0x6474_e551;
/// In a segment's flags: instructions in it are obeyed.
pub const OBEYED: u32 = 1;
/// In a segment's flags: it can be written.
pub const WRITTEN: u32 = 2;
/// The table of all symbols.
pub const SYMBOLS: u32 = 2;
/// The table of the symbols that are shown or sought.
pub const SHOWN: u32 = 11;
/// A section that only takes room in memory.
const SECTION_EMPTY: u32 = 8;
/// In the dynamic table: instructions are changed when the library is loaded.
const TEXTREL: u64 = 22;
const FLAGS: u64 = 30;
const FLAG_TEXTREL: u64 = 4;

impl<'a> Elf<'a> {
    /// Reads the tables.
    ///
    /// # Errors
    /// It is no such file, or is cut short.
    pub fn read(bytes: &'a [u8]) -> io::Result<Self> {
        let is_64 = match bytes.get(..6) {
            Some([0x7f, b'E', b'L', b'F', class @ (1 | 2), 1]) => *class == 2,
            _ => return Err(io::Error::other("this is no library of Linux or Android")),
        };
        let mut elf = Self { bytes, is_64, sections: Vec::new(), segments: Vec::new() };
        elf.segments = elf.read_segments()?;
        elf.sections = elf.read_sections()?;
        Ok(elf)
    }

    fn read_segments(&self) -> io::Result<Vec<Segment>> {
        let (table, each, count) = if self.is_64 { (32, 54, 56) } else { (28, 42, 44) };
        let (table, each) = (self.word(table)?, self.number(each, 2)?);
        let segment = |at: u64| {
            let (flags, offset, address, align) = if self.is_64 { (4, 8, 16, 48) } else { (24, 4, 8, 28) };
            Ok(Segment {
                kind: self.small(at)?,
                flags: self.small(at.saturating_add(flags))?,
                offset: self.word(at.saturating_add(offset))?,
                address: self.word(at.saturating_add(address))?,
                align: self.word(at.saturating_add(align))?,
            })
        };
        places(table, each, self.number(count, 2)?).map(segment).collect()
    }

    fn read_sections(&self) -> io::Result<Vec<Section>> {
        let (table, each, count, names) = if self.is_64 { (40, 58, 60, 62) } else { (32, 46, 48, 50) };
        let (table, each) = (self.word(table)?, self.number(each, 2)?);
        let (count, names) = (self.number(count, 2)?, self.number(names, 2)?);
        let (flags, offset, size, link) = if self.is_64 { (8, 24, 32, 40) } else { (8, 16, 20, 24) };
        let at = |place: u64, part: u64| place.saturating_add(part);
        let names = self.word(at(table.saturating_add(names.saturating_mul(each)), offset))?;
        let section = |place: u64| {
            Ok(Section {
                name: self.text(at(names, self.small(place)?.into()))?,
                kind: self.small(at(place, 4))?,
                flags: self.word(at(place, flags))?,
                offset: self.word(at(place, offset))?,
                size: self.word(at(place, size))?,
                link: self.small(at(place, link))?,
            })
        };
        places(table, each, count).map(section).collect()
    }

    /// The symbols of a table: [`SYMBOLS`] or [`SHOWN`].
    ///
    /// # Errors
    /// The file is cut short.
    pub fn symbols(&self, table: u32) -> io::Result<Vec<Symbol>> {
        let Some(table) = self.sections.iter().find(|section| section.kind == table) else {
            return Ok(Vec::new());
        };
        let names = usize::try_from(table.link).ok().and_then(|link| self.sections.get(link));
        let names = names.ok_or_else(short)?.offset;
        let (each, info, home, address, size) =
            if self.is_64 { (24, 4, 6, 8, 16) } else { (16, 12, 14, 4, 8) };
        let symbol = |at: u64| {
            // A table that is damaged may begin anywhere.
            let part = |part: u64| at.saturating_add(part);
            let (info, home) = (self.number(part(info), 1)?, self.number(part(home), 2)?);
            Ok(Symbol {
                name: self.text(names.saturating_add(self.small(at)?.into()))?,
                address: self.word(part(address))?,
                size: self.word(part(size))?,
                kind: match info & 15 {
                    1 => SymbolKind::Data,
                    2 => SymbolKind::Code,
                    4 => SymbolKind::File,
                    _ => SymbolKind::Other,
                },
                is_local: info >> 4 == 0,
                section: usize::try_from(home).ok().filter(|home| (1..self.sections.len()).contains(home)),
            })
        };
        places(table.offset, each, table.size / each).map(symbol).collect()
    }

    /// The names that whoever loads it can call.
    ///
    /// # Errors
    /// The file is cut short.
    pub fn exports(&self) -> io::Result<Vec<String>> {
        let shown = self.symbols(SHOWN)?.into_iter();
        Ok(shown.filter(|symbol| symbol.section.is_some() && !symbol.is_local).map(|it| it.name).collect())
    }

    /// Whether its instructions are changed when it is loaded, for which they would have to be writable.
    ///
    /// # Errors
    /// The file is cut short.
    pub fn changes_its_code(&self) -> io::Result<bool> {
        let Some(dynamic) = self.segments.iter().find(|segment| segment.kind == SEGMENT_DYNAMIC) else {
            return Ok(false);
        };
        let word = if self.is_64 { 8 } else { 4 };
        for at in places(dynamic.offset, word * 2, u64::MAX) {
            match (self.word(at)?, self.word(at.saturating_add(word))?) {
                (0, _) => break,
                (TEXTREL, _) => return Ok(true),
                (FLAGS, flags) if flags & FLAG_TEXTREL != 0 => return Ok(true),
                _ => {}
            }
        }
        Ok(false)
    }

    fn word(&self, at: u64) -> io::Result<u64> {
        self.number(at, if self.is_64 { 8 } else { 4 })
    }

    fn small(&self, at: u64) -> io::Result<u32> {
        u32::try_from(self.number(at, 4)?).map_err(|_| short())
    }

    fn number(&self, at: u64, length: usize) -> io::Result<u64> {
        let at = usize::try_from(at).map_err(|_| short())?;
        let bytes = at.checked_add(length).and_then(|end| self.bytes.get(at..end)).ok_or_else(short)?;
        Ok(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn text(&self, at: u64) -> io::Result<String> {
        let rest = usize::try_from(at).ok().and_then(|at| self.bytes.get(at..)).ok_or_else(short)?;
        let text = rest.split(|byte| *byte == 0).next().unwrap_or_default();
        Ok(String::from_utf8_lossy(text).into_owned())
    }
}

/// Where the entries of a table begin.
fn places(table: u64, each: u64, count: u64) -> impl Iterator<Item = u64> {
    (0..count).map(move |number| table.saturating_add(number.saturating_mul(each)))
}

fn short() -> io::Error {
    io::Error::other("the library is cut short, or its tables are wrong")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// This very program, where it is one of that format.
    fn own() -> Option<Vec<u8>> {
        let path = std::env::current_exe().expect("a path of its own");
        cfg!(target_os = "linux").then(|| std::fs::read(path).expect("it can be read"))
    }

    #[test]
    fn what_is_no_such_library_is_refused_in_a_sentence() {
        for bytes in [&b""[..], b"\x7fELF", b"\x7fELF\x02\x02", b"MZ\x90\0\x03\0\0\0", &[0; 200]] {
            let said = Elf::read(bytes).expect_err("it is none").to_string();
            assert_eq!(said, "this is no library of Linux or Android");
        }
    }

    #[test]
    fn a_program_has_code_and_a_symbol_for_this_test_and_a_stack_that_is_not_obeyed() {
        let Some(bytes) = own() else { return };
        let elf = Elf::read(&bytes).expect("a program");
        assert!(elf.sections.iter().any(|section| section.name == ".text" && section.is_loaded()));
        let symbols = elf.symbols(SYMBOLS).expect("symbols");
        let named = |symbol: &&Symbol| symbol.name.contains("a_symbol_for_this_test");
        let own = symbols.iter().find(named).expect("a symbol");
        assert_eq!(elf.sections[own.section.expect("a place")].name, ".text");
        let stack = elf.segments.iter().find(|segment| segment.kind == SEGMENT_STACK).expect("a stack");
        assert_eq!(stack.flags & OBEYED, 0);
        assert!(!elf.changes_its_code().expect("a dynamic table"));
    }

    #[test]
    fn a_file_that_is_cut_short_or_damaged_never_ends_the_program() {
        let Some(bytes) = own() else { return };
        let asked = |bytes: &[u8]| -> io::Result<usize> {
            let elf = Elf::read(bytes)?;
            elf.changes_its_code()?;
            Ok(elf.symbols(SHOWN)?.len() + elf.exports()?.len())
        };
        assert!(asked(&bytes).is_ok());
        for length in [6, 20, 63, 64, 100, 1_000, bytes.len() / 2] {
            assert!(asked(&bytes[..length]).is_err(), "{length} bytes");
        }
        let mut head = bytes[..4_096].to_vec();
        for place in 6..64 {
            let before = std::mem::replace(&mut head[place], 0xff);
            let _ = asked(&head);
            head[place] = before;
        }
        // Each word of the table of sections, and of what the dynamic linker is told.
        let mut whole = bytes.clone();
        let table =
            usize::try_from(u64::from_le_bytes(bytes[40..48].try_into().expect("eight"))).expect("a place");
        for place in (table..bytes.len()).step_by(8) {
            let end = bytes.len().min(place + 8);
            whole[place..end].fill(0xff);
            let _ = asked(&whole);
            whole[place..end].copy_from_slice(&bytes[place..end]);
        }
    }
}
