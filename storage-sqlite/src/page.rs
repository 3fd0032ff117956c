//! The SQL of one page of an index.

use crate::sql::{TableSql, index_name, listed, number, present, quoted};
use paywright::storage::{Direction, Scan, StorageError, Value};
use std::fmt::Write as _;

/// A query for one page, with one row more than the page holds, to know whether others follow.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    pub(crate) sql: String,
    pub(crate) values: Vec<Value<'a>>,
}

/// What limits the columns after the prefix.
#[derive(Debug, Default)]
struct Bounds<'a> {
    from: Option<Value<'a>>,
    below: Option<Value<'a>>,
    after: &'a [Value<'a>],
}

impl<'a> Page<'a> {
    /// `None` when no row can be on the page.
    pub(crate) fn new(sql: &TableSql, scan: &Scan<'a>) -> Result<Option<Self>, StorageError> {
        let order: Vec<&'static str> = scan.order().collect();
        let Some((_, rest)) = order.split_at_checked(scan.prefix.len()) else {
            return Err(misshapen(scan, "a prefix of more columns than the index has"));
        };
        let Some(bounds) = Bounds::of(scan, order.len())? else { return Ok(None) };

        let mut page = Self { sql: sql.select.clone(), values: scan.prefix.to_vec() };
        let mut conditions = Vec::new();
        if let Some(index) = scan.index {
            // The planner knows no figures about the tables; what was declared for this scan is what it is to
            // use.
            let _ = write!(page.sql, " INDEXED BY {}", quoted(&index_name(scan.table, index)));
            conditions.extend(Some(present(scan.table, index)).filter(|present| !present.is_empty()));
        }
        let equal = order.iter().zip(1_usize..).take(scan.prefix.len());
        conditions.extend(equal.map(|(column, i)| format!("{} = ?{i}", quoted(column))));
        page.limit_to(rest, &bounds, scan.direction, &mut conditions);

        let mut before = " WHERE ";
        for condition in conditions {
            page.sql.push_str(before);
            page.sql.push_str(&condition);
            before = " AND ";
        }
        let way = if scan.direction == Direction::Ascending { "" } else { " DESC" };
        let by = listed(order.iter(), ", ", |out, column| write!(out, "{}{way}", quoted(column)));
        page.values.push(Value::Int(number(u64::from(scan.limit) + 1)));
        let _ = write!(page.sql, " ORDER BY {by} LIMIT ?{}", page.values.len());
        Ok(Some(page))
    }

    fn limit_to(&mut self, rest: &[&str], bounds: &Bounds<'a>, direction: Direction, into: &mut Vec<String>) {
        let Some(first) = rest.first() else { return };
        for (bound, sign) in [(bounds.from, ">="), (bounds.below, "<")] {
            if let Some(value) = bound {
                self.values.push(value);
                into.push(format!("{} {sign} ?{}", quoted(first), self.values.len()));
            }
        }
        if !bounds.after.is_empty() {
            let columns = listed(rest.iter(), ", ", |out, column| out.write_str(&quoted(column)));
            let marks = listed(1..=rest.len(), ", ", |out, i| write!(out, "?{}", self.values.len() + i));
            self.values.extend_from_slice(bounds.after);
            let sign = if direction == Direction::Ascending { ">" } else { "<" };
            // An integer key has no collation of its own, without which SQLite seeks by the columns before it
            // only and steps over all rows that are equal in them. Named on the parameter, the whole place is
            // sought.
            into.push(format!("({columns}) {sign} ({marks} COLLATE BINARY)"));
        }
    }
}

impl<'a> Bounds<'a> {
    /// Of `after` and the bound at the same end only the narrower one stays: with both, SQLite may begin at
    /// the wider one and step over every row that was on an earlier page.
    fn of(scan: &Scan<'a>, width: usize) -> Result<Option<Self>, StorageError> {
        let bounds =
            Self { from: scan.from.filter(|from| *from != Value::Null), below: scan.below, after: &[] };
        let Some(after) = scan.after else { return Ok(Some(bounds)) };
        if after.len() != width {
            return Err(misshapen(scan, "a place to continue that does not name each column of its order"));
        }
        let (head, tail) = after.split_at(scan.prefix.len());
        let place = match scan.direction {
            Direction::Ascending => head.cmp(scan.prefix),
            Direction::Descending => scan.prefix.cmp(head),
        };
        if place.is_lt() {
            return Ok(Some(bounds));
        }
        let Some(first) = tail.first().filter(|_| place.is_eq()) else { return Ok(None) };
        Ok(Some(match (scan.direction, bounds.from, bounds.below) {
            (Direction::Ascending, Some(from), _) if *first < from => bounds,
            (Direction::Ascending, _, below) => Self { from: None, below, after: tail },
            (Direction::Descending, _, Some(below)) if *first >= below => bounds,
            (Direction::Descending, from, _) => Self { from, below: None, after: tail },
        }))
    }
}

fn misshapen(scan: &Scan<'_>, what: &str) -> StorageError {
    let index = scan.index.map_or("its key", |index| index.name);
    StorageError::Unavailable(format!("table {} was to be read by {index} with {what}", scan.table.name))
}
