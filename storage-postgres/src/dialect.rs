//! Everything that is sent is what PostgreSQL shares with its distributed relatives.

use crate::sql::{self, JournalSql, Statements};
use std::fs;
use std::path::Path;

/// What the relatives lack or do differently: locks beside rows, code in the database, notifications, hidden
/// columns, temporary tables, cursors, large objects.
const FORBIDDEN: [&str; 24] = [
    "advisory",
    "listen ",
    "notify ",
    "function ",
    "procedure",
    "trigger",
    "plpgsql",
    "do $",
    "call ",
    "lock table",
    "xmin",
    "xmax",
    "ctid",
    "txid",
    "temp ",
    "temporary",
    "declare ",
    "savepoint",
    "pg_sleep",
    "copy ",
    "vacuum",
    "lo_",
    "serializable",
    "concurrently",
];

fn is_clean(sql: &str) -> Result<(), String> {
    let lower = sql.to_lowercase();
    match FORBIDDEN.iter().find(|word| lower.contains(*word)) {
        Some(word) => Err(format!("`{word}` in: {sql}")),
        None => Ok(()),
    }
}

/// The texts between quotes of a source, without comments and tests.
fn texts(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = lines.collect::<Vec<_>>().join("\n").replace("\\\"", "'").replace("'\"'", "");
    code.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

const VERBS: [&str; 9] =
    ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE ", "ALTER ", "SET ", "BEGIN", "FOR "];

#[test]
fn no_text_of_the_sources_has_what_the_relatives_lack() {
    let mut statements = 0;
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap() {
        let path = file.unwrap().path();
        if path.ends_with("dialect.rs") || path.ends_with("plans.rs") {
            continue;
        }
        for text in texts(&fs::read_to_string(&path).unwrap()) {
            if VERBS.iter().any(|verb| text.contains(verb)) {
                statements += 1;
                is_clean(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            }
        }
    }
    assert!(statements > 25, "only {statements} statements were found");
}

#[test]
fn nor_has_a_statement_about_an_engine_s_tables() {
    let schema = paywright::schema();
    let statements = Statements::new("shop");
    let journal = &statements.journal;
    let mut all = vec![JournalSql::create("shop")];
    all.extend([&journal.read, &journal.strays, &journal.append, &journal.taken].map(|sql| sql.to_string()));
    for table in schema.tables.iter().copied() {
        all.push(sql::create_table("shop", table));
        all.extend(table.indexes.iter().map(|index| sql::create_index("shop", table, index).unwrap()));
        let sql = statements.of(table);
        let of_table =
            [&sql.load, &sql.versions, &sql.lock, &sql.share, &sql.insert, &sql.update, &sql.delete];
        all.extend(of_table.map(|sql| sql.to_string()));
        all.extend(sql.unique.iter().map(|unique| unique.holders.to_string()));
        all.extend(sql.columns.iter().map(|column| sql::add_column("shop", table, column)));
    }
    for sql in &all {
        is_clean(sql).unwrap();
        assert!(sql.contains("\"shop\".\"") || !sql.contains("FROM \""), "a table without its schema: {sql}");
    }
    assert!(all.len() > 300, "only {} statements", all.len());
}

#[test]
fn what_is_forbidden_is_found() {
    for sql in ["SELECT pg_advisory_lock(1)", "LISTEN paid", "LOCK TABLE lanes", "CREATE FUNCTION f()"] {
        assert!(is_clean(sql).is_err(), "{sql}");
    }
    assert_eq!(texts("// \"no\"\nlet a = \"SELECT \\\"b\\\"\"; // x"), ["SELECT 'b'"]);
}
