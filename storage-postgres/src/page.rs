//! The SQL of one page of an index.

use crate::column::{LIMB, Part, Type, merged, part};
use crate::session::Asked;
use crate::sql::{TableSql, listed, quoted};
use crate::wire::Parameter;
use paywright::storage::{Direction, Scan, StorageError, Value};
use std::fmt::Write as _;

/// A query for one page, with one row more than the page holds, to know whether others follow. `None` when no
/// row can be on the page.
pub(crate) fn page(sql: &TableSql, scan: &Scan<'_>) -> Result<Option<Asked>, StorageError> {
    let order: Vec<&'static str> = scan.order().collect();
    if scan.prefix.len() > order.len() {
        return Err(misshapen(scan, "a prefix of more columns than the index has"));
    }
    let Some(bounds) = Bounds::of(scan, order.len())? else { return Ok(None) };
    let Some(columns) = merged(&sql.columns, &order) else {
        return Err(misshapen(scan, "half of a sum, or a column that is not there"));
    };
    let mut page = Page { sql, scan, conditions: Vec::new(), parameters: Vec::new() };
    if let Some(index) = scan.index {
        let of = merged(&sql.columns, index.columns).unwrap_or_default();
        page.conditions.extend(sql.present(&of));
    }
    if page.fill(&order, &columns, &bounds)?.is_none() {
        return Ok(None);
    }
    Ok(Some(page.asked(&columns)))
}

struct Page<'a> {
    sql: &'a TableSql,
    scan: &'a Scan<'a>,
    conditions: Vec<String>,
    parameters: Vec<Parameter>,
}

impl Page<'_> {
    /// Prefix, bounds and the place to continue after. `None` where they exclude each other.
    fn fill(
        &mut self,
        order: &[&'static str],
        columns: &[usize],
        bounds: &Bounds<'_>,
    ) -> Result<Option<()>, StorageError> {
        let mut prefix = order.iter().zip(self.scan.prefix);
        let mut high = None;
        let mut done = 0;
        while let Some((name, value)) = prefix.next() {
            match part(&self.sql.columns, name) {
                Some(Part::High(at)) => match (self.whole(*value)?, prefix.next()) {
                    (Some(hi), None) => high = Some((at, hi)),
                    (Some(hi), Some((_, lo))) => {
                        let Some(lo) = self.whole(*lo)? else { return Ok(None) };
                        if !(0..LIMB).contains(&lo) {
                            return Ok(None);
                        }
                        self.compare(at, "=", Parameter::sum(hi * LIMB + lo));
                        done += 1;
                    }
                    (None, _) => return Ok(None),
                },
                Some(Part::Whole(at)) => {
                    if *value == Value::Null {
                        return Ok(None);
                    }
                    let value = self.parameter(at, *value)?;
                    self.compare(at, "=", value);
                    done += 1;
                }
                Some(Part::Low(_)) | None => return Err(misshapen(self.scan, "half of a sum alone")),
            }
        }
        if self.range(order, bounds, high)?.is_none() {
            return Ok(None);
        }
        self.continue_after(columns.get(done..).unwrap_or(&[]), bounds.after)
    }

    /// What bounds the column after the prefix; within a sum whose high half is given, both halves.
    fn range(
        &mut self,
        order: &[&'static str],
        bounds: &Bounds<'_>,
        high: Option<(usize, i128)>,
    ) -> Result<Option<()>, StorageError> {
        if let Some((at, hi)) = high {
            let low = |value: Option<i128>, otherwise| value.unwrap_or(otherwise).clamp(0, LIMB);
            let from = bounds.from.map(|value| self.whole(value)).transpose()?.flatten();
            let below = match bounds.below {
                Some(value) => match self.whole(value)? {
                    Some(below) => Some(below),
                    None => return Ok(None),
                },
                None => None,
            };
            self.compare(at, ">=", Parameter::sum(hi * LIMB + low(from, 0)));
            self.compare(at, "<", Parameter::sum(hi * LIMB + low(below, LIMB)));
            return Ok(Some(()));
        }
        let Some(first) = order.get(self.scan.prefix.len()) else { return Ok(Some(())) };
        for (bound, sign) in [(bounds.from, ">="), (bounds.below, "<")] {
            let Some(value) = bound else { continue };
            if value == Value::Null {
                return Ok(None);
            }
            let (at, parameter) = match part(&self.sql.columns, first) {
                Some(Part::Whole(at)) => (at, self.parameter(at, value)?),
                Some(Part::High(at)) => {
                    let hi = self.whole(value)?.unwrap_or(0);
                    (at, Parameter::sum(hi * LIMB))
                }
                Some(Part::Low(_)) | None => return Err(misshapen(self.scan, "half of a sum alone")),
            };
            self.compare(at, sign, parameter);
        }
        Ok(Some(()))
    }

    /// Rows after a place, compared as a row. A place without a value somewhere is one that no row has.
    fn continue_after(
        &mut self,
        columns: &[usize],
        after: Option<&[Value<'_>]>,
    ) -> Result<Option<()>, StorageError> {
        let Some(after) = after else { return Ok(Some(())) };
        let cells: usize =
            columns.iter().filter_map(|at| self.sql.columns.get(*at)).map(|c| c.holds.cells()).sum();
        let mut values = after.get(after.len().saturating_sub(cells)..).unwrap_or(&[]).iter();
        let mut marks = Vec::new();
        for at in columns {
            let Some(value) = values.next().filter(|value| **value != Value::Null) else { return Ok(None) };
            let parameter = match self.sql.columns.get(*at).map(|column| column.holds) {
                Some(Type::Sum) => {
                    let lo = values.next().copied().unwrap_or(Value::Null);
                    let (Some(hi), Some(lo)) = (self.whole(*value)?, self.whole(lo)?) else {
                        return Ok(None);
                    };
                    Parameter::sum(hi * LIMB + lo)
                }
                _ => self.parameter(*at, *value)?,
            };
            self.parameters.push(parameter);
            marks.push(format!("${}", self.parameters.len()));
        }
        if marks.is_empty() {
            // All of it is in the prefix, and there is nothing after the one row with that key.
            return Ok(None);
        }
        let sign = if self.scan.direction == Direction::Ascending { ">" } else { "<" };
        let names = listed(columns.iter(), ", ", |out, at| out.write_str(&self.name(*at)));
        self.conditions.push(format!("({names}) {sign} ({})", marks.join(", ")));
        Ok(Some(()))
    }

    fn asked(mut self, columns: &[usize]) -> Asked {
        let way = if self.scan.direction == Direction::Ascending { "" } else { " DESC" };
        // The values of a unique index are an order by themselves.
        let unique = self.scan.index.is_some_and(|index| index.unique);
        let by = if unique { columns.len().saturating_sub(1).max(1) } else { columns.len() };
        let by = listed(columns.iter().take(by), ", ", |out, at| write!(out, "{}{way}", self.name(*at)));
        let limit = i64::from(self.scan.limit).saturating_add(1);
        self.parameters.push(Parameter::int(limit));
        let conditions = self.conditions.join(" AND ");
        let filter = if conditions.is_empty() { conditions } else { format!(" WHERE {conditions}") };
        let sql = format!("{}{filter} ORDER BY {by} LIMIT ${}", self.sql.select, self.parameters.len());
        Asked { sql: sql.into(), parameters: self.parameters, rows: true }
    }

    fn compare(&mut self, at: usize, sign: &str, parameter: Parameter) {
        self.parameters.push(parameter);
        self.conditions.push(format!("{} {sign} ${}", self.name(at), self.parameters.len()));
    }

    fn name(&self, at: usize) -> String {
        self.sql.columns.get(at).map_or_else(String::new, |column| quoted(&column.name))
    }

    fn parameter(&self, at: usize, value: Value<'_>) -> Result<Parameter, StorageError> {
        let holds = self.sql.columns.get(at).map_or(Type::Int, |column| column.holds);
        Parameter::value(value, holds).ok_or_else(|| misshapen(self.scan, "a value of another kind"))
    }

    /// Half of a sum; `None` for nothing.
    fn whole(&self, value: Value<'_>) -> Result<Option<i128>, StorageError> {
        match value {
            Value::Int(number) => Ok(Some(number.into())),
            Value::Null => Ok(None),
            _ => Err(misshapen(self.scan, "a value of another kind")),
        }
    }
}

/// What limits the columns after the prefix.
struct Bounds<'a> {
    from: Option<Value<'a>>,
    below: Option<Value<'a>>,
    after: Option<&'a [Value<'a>]>,
}

impl<'a> Bounds<'a> {
    /// Of `after` and the bound at the same end only the narrower one stays, so that the index is entered at
    /// the right place. A place outside the prefix has all of it, or nothing, after it.
    fn of(scan: &Scan<'a>, width: usize) -> Result<Option<Self>, StorageError> {
        let bounds =
            Self { from: scan.from.filter(|from| *from != Value::Null), below: scan.below, after: None };
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
            (Direction::Ascending, _, below) => Self { from: None, below, after: Some(after) },
            (Direction::Descending, _, Some(below)) if *first >= below => bounds,
            (Direction::Descending, from, _) => Self { from, below: None, after: Some(after) },
        }))
    }
}

fn misshapen(scan: &Scan<'_>, what: &str) -> StorageError {
    let index = scan.index.map_or("its key", |index| index.name);
    StorageError::Unavailable(format!("table {} was to be read by {index} with {what}", scan.table.name))
}
