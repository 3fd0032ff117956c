//! A batch into the file, inside a transaction that is already open: every premise is looked at, also after
//! one was found broken, so that one answer names them all.

use crate::file::Fault;
use crate::sql::{Bound, Statements, TableSql, number};
use paywright::storage::{Batch, Conflict, Corrupt, JournalRow, Key, Rows, TableChanges, Value};
use rusqlite::{CachedStatement, Connection, ErrorCode, ffi};

/// Writes the batch and answers which premises do not hold; if there are any, the transaction must be rolled
/// back. An error comes with the table that it concerns.
pub(crate) fn write(
    connection: &Connection,
    statements: &Statements,
    batch: &Batch,
) -> Result<Vec<Conflict>, (&'static str, Fault)> {
    let mut conflicts = Vec::new();
    for changes in batch.tables.iter().filter(|changes| !changes.is_empty()) {
        let sql = statements.of(changes.table);
        let mut writing = Writing { connection, sql: &sql, conflicts: &mut conflicts };
        writing.table(changes).map_err(|fault| (changes.table.name, fault))?;
    }
    if conflicts.is_empty() {
        append(connection, &batch.journal).map_err(|fault| ("journal", fault))?;
    }
    Ok(conflicts)
}

struct Writing<'a> {
    connection: &'a Connection,
    sql: &'a TableSql,
    conflicts: &'a mut Vec<Conflict>,
}

impl Writing<'_> {
    /// Removes, then changes, then adds: a unique value that one row gives up is free for another.
    fn table(&mut self, changes: &TableChanges) -> Result<(), Fault> {
        if !changes.removed.is_empty() {
            let mut delete = self.connection.prepare_cached(&self.sql.delete)?;
            for (key, version) in &changes.removed {
                self.remove(&mut delete, *key, *version)?;
            }
        }
        if !changes.changed.is_empty() {
            self.change(&changes.changed, &changes.changed_from)?;
        }
        if !changes.new.is_empty() {
            let mut insert = Filled::new(self.connection.prepare_cached(&self.sql.insert)?);
            for i in 0..changes.new.len() {
                self.add(&mut insert, &changes.new, i)?;
            }
        }
        if !changes.relied.is_empty() {
            self.check(&changes.relied)?;
        }
        Ok(())
    }

    fn conflict(&mut self, key: Key, index: Option<&'static str>) {
        self.conflicts.push(Conflict { table: self.sql.table, key, index });
    }

    fn remove(&mut self, delete: &mut CachedStatement<'_>, key: Key, version: u64) -> Result<(), Fault> {
        delete.raw_bind_parameter(1, Bound(key.value()))?;
        delete.raw_bind_parameter(2, number(version))?;
        if delete.raw_execute()? == 0 {
            self.conflict(key, None);
        }
        Ok(())
    }

    fn change(&mut self, rows: &Rows, from: &[u64]) -> Result<(), Fault> {
        let after = self.sql.columns.len() + if self.sql.table.is_stamped() { 3 } else { 1 };
        let prepared = |sql: &String| self.connection.prepare_cached(sql).map(Filled::new);
        let mut quick = self.sql.update_unindexed.as_ref().map(prepared).transpose()?;
        let mut update = prepared(&self.sql.update)?;
        let mut blocked = Vec::new();
        for i in 0..rows.len() {
            let version = from.get(i).copied().unwrap_or(0);
            if let Some(quick) = &mut quick {
                quick.fill(rows, i)?;
                quick.statement.raw_bind_parameter(after, number(version))?;
                if quick.statement.raw_execute()? > 0 {
                    continue;
                }
            }
            update.fill(rows, i)?;
            update.statement.raw_bind_parameter(after, number(version))?;
            match update.statement.raw_execute() {
                Ok(0) => self.conflict(rows.key(i), None),
                Ok(_) => {}
                Err(error) if is_taken(&error) => blocked.push((i, version)),
                Err(error) => return Err(self.explain(rows.key(i), error)),
            }
        }
        self.change_together(rows, &blocked)
    }

    /// Rows whose unique values another row holds, which may be one of them that gives it up: taken out all,
    /// put back all. What then still does not fit is taken by a row that keeps it.
    fn change_together(&mut self, rows: &Rows, blocked: &[(usize, u64)]) -> Result<(), Fault> {
        if blocked.is_empty() {
            return Ok(());
        }
        let mut delete = self.connection.prepare_cached(&self.sql.delete)?;
        for (i, version) in blocked {
            self.remove(&mut delete, rows.key(*i), *version)?;
        }
        let mut insert = Filled::new(self.connection.prepare_cached(&self.sql.insert)?);
        for (i, _) in blocked {
            self.add(&mut insert, rows, *i)?;
        }
        Ok(())
    }

    fn add(&mut self, insert: &mut Filled<'_>, rows: &Rows, i: usize) -> Result<(), Fault> {
        insert.fill(rows, i)?;
        match insert.statement.raw_execute() {
            Ok(_) => Ok(()),
            Err(error) if is_taken(&error) => self.name_taken(rows, i, error),
            Err(error) => Err(self.explain(rows.key(i), error)),
        }
    }

    /// Which of key and unique values is taken is looked up: the error's text is for people.
    fn name_taken(&mut self, rows: &Rows, i: usize, error: rusqlite::Error) -> Result<(), Fault> {
        let (key, before) = (rows.key(i), self.conflicts.len());
        if version_of(&mut self.connection.prepare_cached(&self.sql.version)?, key)?.is_some() {
            self.conflict(key, None);
        }
        for unique in &self.sql.unique {
            let mut holder = self.connection.prepare_cached(&unique.holder)?;
            holder.raw_bind_parameter(1, Bound(key.value()))?;
            for (n, position) in unique.positions.iter().enumerate() {
                let value = rows.values(i).nth(*position).unwrap_or(Value::Null);
                holder.raw_bind_parameter(n + 2, Bound(value))?;
            }
            if holder.raw_query().next()?.is_some() {
                self.conflict(key, Some(unique.index.name));
            }
        }
        if self.conflicts.len() == before { Err(self.explain(key, error)) } else { Ok(()) }
    }

    fn check(&mut self, relied: &[(Key, u64)]) -> Result<(), Fault> {
        let mut find = self.connection.prepare_cached(&self.sql.version)?;
        for (key, version) in relied {
            let found = version_of(&mut find, *key)?;
            // Version 0 is that of a row which must be absent.
            if found.unwrap_or(0) != number(*version) || (*version == 0 && found.is_some()) {
                self.conflict(*key, None);
            }
        }
        Ok(())
    }

    /// A row that its table refuses for another reason than a taken value (NULL where none may be, a text
    /// where a number belongs): the file and the descriptors disagree, and trying again does not help.
    fn explain(&self, key: Key, error: rusqlite::Error) -> Fault {
        match error.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch) => {
                let what = format!("the file refuses it: {error}");
                Corrupt { table: self.sql.table.name, key: Some(key), what }.into()
            }
            _ => error.into(),
        }
    }
}

fn version_of(find: &mut CachedStatement<'_>, key: Key) -> Result<Option<i64>, Fault> {
    find.raw_bind_parameter(1, Bound(key.value()))?;
    let mut rows = find.raw_query();
    Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
}

/// A statement that is filled with one row after the other of the same rows.
struct Filled<'a> {
    statement: CachedStatement<'a>,
    with: Option<usize>,
}

impl<'a> Filled<'a> {
    const fn new(statement: CachedStatement<'a>) -> Self {
        Self { statement, with: None }
    }

    /// Binds what is not as in the row before: a value stays bound until another takes its place, and many
    /// columns hold nothing, or the same time, kind or lane, in row after row.
    fn fill(&mut self, rows: &Rows, i: usize) -> Result<(), Fault> {
        let mut before = self.with.take().map(|before| rows.values(before));
        let values = rows.values(i);
        let width = values.len();
        for (n, value) in values.enumerate() {
            if before.as_mut().and_then(Iterator::next) != Some(value) {
                self.statement.raw_bind_parameter(n + 1, Bound(value))?;
            }
        }
        if rows.table().is_stamped() {
            let stamp = rows.stamp(i);
            self.statement.raw_bind_parameter(width + 1, number(stamp.version))?;
            self.statement.raw_bind_parameter(width + 2, stamp.changed_at.as_micros())?;
        }
        self.with = Some(i);
        Ok(())
    }
}

/// Entries of a lane. Its head is a row of the batch, so a writer that lost the lane has broken that premise
/// already; a place that is taken under an unchanged head means that head and journal disagree.
fn append(connection: &Connection, entries: &[JournalRow]) -> Result<(), Fault> {
    if entries.is_empty() {
        return Ok(());
    }
    let mut insert = connection
        .prepare_cached("INSERT INTO journal(lane, sequence, bytes, hash) VALUES(?1, ?2, ?3, ?4)")?;
    for entry in entries {
        let sequence = number(entry.sequence);
        match insert.execute((entry.lane, sequence, &entry.bytes, &entry.hash[..])) {
            Ok(_) => {}
            Err(error) if is_taken(&error) => {
                let what = format!("lane {} has an entry in this place already", entry.lane);
                return Err(Corrupt { table: "journal", key: Some(Key::Int(sequence)), what }.into());
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn is_taken(error: &rusqlite::Error) -> bool {
    let taken =
        [ffi::SQLITE_CONSTRAINT_PRIMARYKEY, ffi::SQLITE_CONSTRAINT_UNIQUE, ffi::SQLITE_CONSTRAINT_ROWID];
    error.sqlite_error().is_some_and(|error| taken.contains(&error.extended_code))
}
