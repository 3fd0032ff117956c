//! Columns as PostgreSQL has them: as the descriptors say, but a sum of two cells is one column.

use paywright::storage::{Kind, Table};

/// A sum is `hi` times this plus `lo`, and `lo` is not negative and less.
pub(crate) const LIMB: i128 = 1_000_000_000_000_000_000;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    /// BIGINT.
    Int,
    /// UUID: sixteen bytes without a length before them, compared as bytes, shown as people write ids. The
    /// server takes any sixteen bytes. BYTEA takes a byte more a value, here and in each index, and is
    /// compared by a slower way.
    Id,
    /// TEXT in the order of its bytes.
    Text,
    /// BYTEA.
    Bytes,
    /// NUMERIC(39,0): two cells, `hi` and `lo`.
    Sum,
}

impl Type {
    /// Its name in statements.
    pub(crate) const fn sql(self) -> &'static str {
        match self {
            Self::Int => "BIGINT",
            Self::Id => "UUID",
            Self::Text => "TEXT",
            Self::Bytes => "BYTEA",
            Self::Sum => "NUMERIC",
        }
    }

    /// Its number among the types that every server has.
    pub(crate) const fn oid(self) -> u32 {
        match self {
            Self::Int => 20,
            Self::Id => 2950,
            Self::Text => 25,
            Self::Bytes => 17,
            Self::Sum => 1700,
        }
    }

    /// What it is in a sentence.
    pub(crate) const fn described(self) -> &'static str {
        match self {
            Self::Int => "a number",
            Self::Id => "sixteen bytes",
            Self::Text => "a text as this storage writes it",
            Self::Bytes => "bytes",
            Self::Sum => "a sum",
        }
    }

    /// Cells of a row that it takes.
    pub(crate) const fn cells(self) -> usize {
        match self {
            Self::Sum => 2,
            _ => 1,
        }
    }

    const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Int => Self::Int,
            Kind::Id => Self::Id,
            Kind::Text => Self::Text,
            Kind::Bytes => Self::Bytes,
        }
    }
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) holds: Type,
    pub(crate) nullable: bool,
    /// The first of its cells in a row.
    pub(crate) cell: usize,
}

const SUM: [(&str, Kind); 2] = [("_hi", Kind::Int), ("_lo", Kind::Int)];

/// The columns of a table, the key first, without `version` and `changed_at`.
pub(crate) fn columns(table: &Table) -> Vec<Column> {
    let mut columns = Vec::new();
    let mut cell = 0;
    for field in table.fields {
        if field.columns == SUM {
            let name = field.name.to_owned();
            columns.push(Column { name, holds: Type::Sum, nullable: field.nullable, cell });
            cell += Type::Sum.cells();
            continue;
        }
        for (suffix, kind) in field.columns {
            let name = format!("{}{suffix}", field.name);
            columns.push(Column { name, holds: Type::of(*kind), nullable: field.nullable, cell });
            cell += 1;
        }
    }
    columns
}

/// A column as an index or a scan names it: a whole one, or one half of a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Whole(usize),
    High(usize),
    Low(usize),
}

/// What the descriptors call `name`, found among the columns.
pub(crate) fn part(columns: &[Column], name: &str) -> Option<Part> {
    let find = |name: &str, of_sum: bool| {
        columns.iter().position(|column| column.name == name && (column.holds == Type::Sum) == of_sum)
    };
    let half = |suffix: &str| name.strip_suffix(suffix).and_then(|name| find(name, true));
    find(name, false)
        .map(Part::Whole)
        .or_else(|| half("_hi").map(Part::High))
        .or_else(|| half("_lo").map(Part::Low))
}

/// The columns that an index, or an order, has here: both halves of a sum, one after the other, are one
/// column. `None` where a half stands alone or a name is unknown.
pub(crate) fn merged(columns: &[Column], names: &[&str]) -> Option<Vec<usize>> {
    let mut merged = Vec::new();
    let mut parts = names.iter().map(|name| part(columns, name));
    while let Some(next) = parts.next() {
        match next? {
            Part::Whole(at) => merged.push(at),
            Part::High(at) if parts.next() == Some(Some(Part::Low(at))) => merged.push(at),
            Part::High(_) | Part::Low(_) => return None,
        }
    }
    Some(merged)
}
