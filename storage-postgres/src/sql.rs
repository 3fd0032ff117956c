//! The SQL of a table, made once from its descriptor. It is what PostgreSQL and its distributed relatives
//! share: every name is quoted and says its schema, no statement leans on a setting of the session.

use crate::column::{Column, Type, columns, merged};
use paywright::storage::{Index, StorageError, Table};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, PoisonError, RwLock};

/// A statement; what is prepared is found by it.
pub(crate) type Sql = Arc<str>;

/// All statements about one table. Where a statement takes rows, its parameters are an array a column, then
/// of versions and times where the table has them.
#[derive(Debug)]
pub(crate) struct TableSql {
    pub(crate) table: &'static Table,
    pub(crate) columns: Vec<Column>,
    /// `SELECT` all columns, the version and the time.
    pub(crate) select: String,
    /// Rows with the keys $1.
    pub(crate) load: Sql,
    /// Keys and versions of the rows with the keys $1.
    pub(crate) versions: Sql,
    /// The same in the order of keys, each row locked against all who write or rely on it.
    pub(crate) lock: Sql,
    /// The same, each row locked against those who write it.
    pub(crate) share: Sql,
    /// Adds rows; fails where a key or unique value is taken.
    pub(crate) insert: Sql,
    /// Changes rows; after the arrays of `insert` comes one of the versions that must be stored.
    pub(crate) update: Sql,
    /// Removes the rows with the keys $1.
    pub(crate) delete: Sql,
    pub(crate) unique: Vec<UniqueSql>,
}

/// How to find the rows that hold unique values.
#[derive(Debug)]
pub(crate) struct UniqueSql {
    pub(crate) index: &'static Index,
    /// Takes an array a column; answers which place of the arrays is held by the row of which key.
    pub(crate) holders: Sql,
    /// Which of the table's columns are in it.
    pub(crate) columns: Vec<usize>,
}

impl TableSql {
    fn new(schema: &str, table: &'static Table) -> Self {
        let columns = columns(table);
        let name = within(schema, table.name);
        let key = quoted(columns.first().map_or("id", |column| &column.name));
        let (version, of_version) =
            if table.is_stamped() { ("\"version\"", "t.\"version\"") } else { ("1::BIGINT", "1::BIGINT") };
        let mut named: Vec<(String, Type)> =
            columns.iter().map(|column| (quoted(&column.name), column.holds)).collect();
        if table.is_stamped() {
            named.extend([("\"version\"".to_owned(), Type::Int), ("\"changed_at\"".to_owned(), Type::Int)]);
        }
        let list = listed(named.iter(), ", ", |out, (name, _)| out.write_str(name));
        let arrays = listed(named.iter().zip(1..), ", ", |out, ((_, holds), i)| {
            write!(out, "${i}::{}[]", holds.sql())
        });
        let given = listed(0..named.len(), ", ", |out, i| write!(out, "c{i}"));
        let set = listed(named.iter().enumerate().skip(1), ", ", |out, (i, (name, _))| {
            write!(out, "{name} = n.c{i}")
        });
        let keys = columns.first().map_or(Type::Id, |column| column.holds).sql();
        let among = format!("FROM {name} WHERE {key} = ANY($1::{keys}[])");
        let select = format!("SELECT {list} FROM {name}");
        let lock = |how: &str| format!("SELECT {key}, {version} {among} ORDER BY {key} {how}").into();
        let was = named.len() + 1;
        Self {
            load: format!("{select} WHERE {key} = ANY($1::{keys}[])").into(),
            versions: format!("SELECT {key}, {version} {among}").into(),
            lock: lock("FOR NO KEY UPDATE"),
            share: lock("FOR SHARE"),
            insert: format!("INSERT INTO {name}({list}) SELECT * FROM unnest({arrays})").into(),
            update: format!(
                "UPDATE {name} AS t SET {set} FROM unnest({arrays}, ${was}::BIGINT[]) AS n({given}, was) \
                 WHERE t.{key} = n.c0 AND {of_version} = n.was"
            )
            .into(),
            delete: format!("DELETE {among}").into(),
            unique: table
                .indexes
                .iter()
                .filter(|index| index.unique)
                .filter_map(|index| UniqueSql::new(&name, &columns, index))
                .collect(),
            table,
            columns,
            select,
        }
    }

    /// The conditions that a partial index over these columns has.
    pub(crate) fn present(&self, of: &[usize]) -> Vec<String> {
        present(&self.columns, of)
    }
}

impl UniqueSql {
    fn new(table: &str, columns: &[Column], index: &'static Index) -> Option<Self> {
        let of = merged(columns, index.columns)?;
        let key = quoted(columns.first().map_or("id", |column| &column.name));
        let held: Vec<&Column> = of.iter().filter_map(|at| columns.get(*at)).collect();
        let arrays = listed(held.iter().zip(1..), ", ", |out, (column, i)| {
            write!(out, "${i}::{}[]", column.holds.sql())
        });
        let given = listed(0..held.len(), ", ", |out, i| write!(out, "c{i}"));
        let mut same = listed(held.iter().enumerate(), " AND ", |out, (i, column)| {
            write!(out, "t.{} = n.c{i}", quoted(&column.name))
        });
        for present in present(columns, &of) {
            let _ = write!(same, " AND t.{present}");
        }
        let holders = format!(
            "SELECT n.place, t.{key} FROM unnest({arrays}) WITH ORDINALITY AS n({given}, place) \
             JOIN {table} AS t ON {same}"
        );
        Some(Self { index, holders: holders.into(), columns: of })
    }
}

fn present(columns: &[Column], of: &[usize]) -> Vec<String> {
    let nullable = of.iter().filter_map(|at| columns.get(*at)).filter(|column| column.nullable);
    nullable.map(|column| format!("{} IS NOT NULL", quoted(&column.name))).collect()
}

/// The DDL of a new table.
pub(crate) fn create_table(schema: &str, table: &Table) -> String {
    let columns = columns(table);
    let defined = listed(columns.iter().enumerate(), ", ", |out, (i, column)| {
        write!(out, "{}{}", define(column), if i == 0 { " PRIMARY KEY" } else { "" })
    });
    let stamp = match table.is_stamped() {
        true => ", \"version\" BIGINT NOT NULL, \"changed_at\" BIGINT NOT NULL",
        false => "",
    };
    format!("CREATE TABLE {}({defined}{stamp})", within(schema, table.name))
}

/// The DDL of a new column.
pub(crate) fn add_column(schema: &str, table: &Table, column: &Column) -> String {
    format!("ALTER TABLE {} ADD COLUMN {}", within(schema, table.name), define(column))
}

/// The DDL of a new index; it holds only the rows without NULL in its columns. One that is not unique ends
/// with the key, so that a page needs no sorting; in a unique one the values alone are an order.
pub(crate) fn create_index(schema: &str, table: &Table, index: &Index) -> Result<String, StorageError> {
    let columns = columns(table);
    let Some(mut of) = merged(&columns, index.columns) else {
        return Err(StorageError::Unavailable(format!(
            "index {} of table {} cannot be made: it names half of a sum, or a column that is not there",
            index.name, table.name
        )));
    };
    let filter = present(&columns, &of).join(" AND ");
    let filter = if filter.is_empty() { filter } else { format!(" WHERE {filter}") };
    if !index.unique && !of.contains(&0) {
        of.push(0);
    }
    let unique = if index.unique { "UNIQUE " } else { "" };
    let list = listed(of.iter().filter_map(|at| columns.get(*at)), ", ", |out, column| {
        out.write_str(&quoted(&column.name))
    });
    let (name, table) = (quoted(&index_name(table, index)), within(schema, table.name));
    Ok(format!("CREATE {unique}INDEX {name} ON {table}({list}){filter}"))
}

pub(crate) fn index_name(table: &Table, index: &Index) -> String {
    format!("{}_{}", table.name, index.name)
}

pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A name with its schema.
pub(crate) fn within(schema: &str, name: &str) -> String {
    format!("{}.{}", quoted(schema), quoted(name))
}

fn define(column: &Column) -> String {
    let holds = match column.holds {
        Type::Text => "TEXT COLLATE \"C\"",
        Type::Sum => "NUMERIC(39,0)",
        other => other.sql(),
    };
    format!("{} {holds}{}", quoted(&column.name), if column.nullable { "" } else { " NOT NULL" })
}

/// A version, sequence or limit as the server keeps it.
pub(crate) fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Each item as `write` puts it, with `between` in between.
pub(crate) fn listed<T>(
    items: impl Iterator<Item = T>,
    between: &str,
    write: impl Fn(&mut String, T) -> std::fmt::Result,
) -> String {
    let mut out = String::new();
    for item in items {
        if !out.is_empty() {
            out.push_str(between);
        }
        // Writing to a string cannot fail.
        let _ = write(&mut out, item);
    }
    out
}

/// The statements about the journal.
#[derive(Debug)]
pub(crate) struct JournalSql {
    /// Entries of lane $1 after sequence $2, at most $3.
    pub(crate) read: Sql,
    /// Rows that no lane can hold, at most $1.
    pub(crate) strays: Sql,
    /// Adds entries, an array a column; fails where a place is taken.
    pub(crate) append: Sql,
    /// Which of the places (lanes $1, sequences $2) are taken.
    pub(crate) taken: Sql,
}

impl JournalSql {
    fn new(schema: &str) -> Self {
        let name = within(schema, "journal");
        Self {
            read: format!(
                "SELECT \"sequence\", \"bytes\", \"hash\" FROM {name} \
                 WHERE \"lane\" = $1 AND \"sequence\" > $2 ORDER BY \"sequence\" LIMIT $3"
            )
            .into(),
            strays: format!(
                "SELECT * FROM ( \
                 SELECT \"lane\", \"sequence\" FROM {name} WHERE \"lane\" < 1 \
                 UNION ALL SELECT \"lane\", \"sequence\" FROM {name} WHERE \"lane\" > 1023 \
                 UNION ALL SELECT j.\"lane\", j.\"sequence\" FROM generate_series(1, 1023) AS n(c0) \
                 JOIN {name} AS j ON j.\"lane\" = n.c0 AND j.\"sequence\" < 1 \
                 ) AS strays LIMIT $1"
            )
            .into(),
            append: format!(
                "INSERT INTO {name}(\"lane\", \"sequence\", \"bytes\", \"hash\") \
                 SELECT * FROM unnest($1::BIGINT[], $2::BIGINT[], $3::BYTEA[], $4::BYTEA[])"
            )
            .into(),
            taken: format!(
                "SELECT j.\"lane\", j.\"sequence\" FROM unnest($1::BIGINT[], $2::BIGINT[]) AS n(c0, c1) \
                 JOIN {name} AS j ON j.\"lane\" = n.c0 AND j.\"sequence\" = n.c1"
            )
            .into(),
        }
    }

    /// The DDL of the journal.
    pub(crate) fn create(schema: &str) -> String {
        format!(
            "CREATE TABLE {}(\"lane\" BIGINT NOT NULL, \"sequence\" BIGINT NOT NULL, \
             \"bytes\" BYTEA NOT NULL, \"hash\" BYTEA NOT NULL, PRIMARY KEY(\"lane\", \"sequence\"))",
            within(schema, "journal")
        )
    }
}

/// The statements of every table that was asked about, kept by the address of its descriptor: two releases of
/// one table are two descriptors, and each gets the columns that it knows.
#[derive(Debug)]
pub(crate) struct Statements {
    schema: String,
    pub(crate) journal: JournalSql,
    made: RwLock<HashMap<usize, Arc<TableSql>>>,
}

impl Statements {
    pub(crate) fn new(schema: &str) -> Self {
        Self { schema: schema.to_owned(), journal: JournalSql::new(schema), made: RwLock::default() }
    }

    pub(crate) fn of(&self, table: &'static Table) -> Arc<TableSql> {
        let address = std::ptr::from_ref(table).addr();
        let known = self.made.read().unwrap_or_else(PoisonError::into_inner).get(&address).cloned();
        known.unwrap_or_else(|| {
            let mut made = self.made.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(made.entry(address).or_insert_with(|| Arc::new(TableSql::new(&self.schema, table))))
        })
    }
}
