//! Descriptors of commands and tables: numbered once, named once, and explained.

use paywright::shape::{Form, Shape};
use paywright::storage::Upkeep;
use paywright::{AnyCommand, AnyOutput, Repeat};
use std::collections::BTreeSet;
use std::fmt::Debug;

#[track_caller]
pub fn unique<T: Ord + Debug>(what: &str, values: impl IntoIterator<Item = T>) {
    let mut seen = BTreeSet::new();
    for value in values {
        let shown = format!("{value:?}");
        assert!(seen.insert(value), "{what}: {shown} stands there twice");
    }
}

#[track_caller]
pub fn explained(what: &str, doc: &str) {
    let doc = doc.trim();
    assert!(doc.len() > 3 && doc.ends_with('.'), "{what}: {doc:?} is no sentence");
}

pub fn is_snake_case(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '_')
}

#[test]
fn commands_are_numbered_named_and_explained() {
    let commands = AnyCommand::CATALOGUE;
    unique("tags of commands", commands.iter().map(|spec| spec.tag));
    unique("names of commands", commands.iter().map(|spec| spec.name));
    for spec in commands {
        assert!(is_snake_case(spec.name), "{}", spec.name);
        explained(spec.name, spec.doc);
        unique(spec.name, spec.fields.iter().map(|field| field.number));
        unique(spec.name, spec.fields.iter().map(|field| field.name));
        for field in spec.fields {
            assert!(field.number > 0 && is_snake_case(field.name), "{}.{}", spec.name, field.name);
            assert!(!field.type_name.is_empty());
            explained(&format!("{}.{}", spec.name, field.name), field.doc);
        }
        assert!(!spec.output.is_empty(), "{} answers something", spec.name);
    }
}

#[test]
fn a_command_that_is_repeated_by_id_has_one() {
    for spec in AnyCommand::CATALOGUE.iter().filter(|spec| spec.repeat == Repeat::Id) {
        let first = spec.fields.first().map(|field| field.name);
        assert!(matches!(first, Some("id" | "transfers")), "{}: {first:?}", spec.name);
        assert!(spec.name == "post_transfers" || spec.refusals.contains(&paywright::Code::IdReused));
    }
}

#[test]
fn refusals_are_declared_once() {
    for spec in AnyCommand::CATALOGUE {
        unique(spec.name, spec.refusals);
        assert!(spec.refusals.contains(&paywright::Code::NotPermitted), "{}: anybody may?", spec.name);
    }
}

#[test]
fn tables_are_numbered_named_and_explained() {
    let tables = paywright::schema().tables;
    unique("tags of tables", tables.iter().map(|table| table.tag));
    unique("names of tables", tables.iter().map(|table| table.name));
    for table in tables {
        assert!(is_snake_case(table.name), "{}", table.name);
        explained(table.name, table.doc);
        unique(table.name, table.fields.iter().map(|field| field.number));
        let columns: Vec<String> = table.columns().map(|column| column.name).collect();
        unique(table.name, &columns);
        assert_eq!(table.fields[0].number, 0, "{}: the key comes first", table.name);
        assert!(!table.fields[0].nullable, "{}: a key is never absent", table.name);
        for field in table.fields {
            assert!(is_snake_case(field.name), "{}.{}", table.name, field.name);
            explained(&format!("{}.{}", table.name, field.name), field.doc);
        }
        unique(table.name, table.indexes.iter().map(|index| index.name));
        for column in table.indexes.iter().flat_map(|index| index.columns) {
            assert!(table.position(column).is_some(), "{}: an index over {column}", table.name);
        }
        assert_eq!(table.is_stamped(), table.upkeep != Upkeep::Append);
        assert!(!columns.iter().any(|name| name == "version" || name == "changed_at"), "{}", table.name);
    }
}

#[test]
fn limits_are_named_once_and_explained() {
    unique("limits", paywright::limits::ALL.iter().map(|limit| limit.name));
    for limit in paywright::limits::ALL {
        assert!(limit.most > 0);
        explained(limit.name, limit.doc);
    }
}

#[test]
fn codes_are_snake_case_and_explained() {
    for spec in paywright::error::catalogue() {
        assert!(is_snake_case(spec.code), "{}", spec.code);
        explained(spec.code, spec.doc);
    }
}

#[test]
fn every_command_answers_an_output_that_is_listed_and_explained() {
    unique("outputs", AnyOutput::CATALOGUE.iter().map(|spec| spec.name));
    for command in AnyCommand::CATALOGUE {
        assert!(AnyOutput::CATALOGUE.iter().any(|spec| spec.name == command.output), "{}", command.name);
    }
    for spec in AnyOutput::CATALOGUE {
        assert!(AnyCommand::CATALOGUE.iter().any(|command| command.output == spec.name), "{}", spec.name);
        let Shape::Fields(of) = spec.shape else { panic!("{} has no fields", spec.name) };
        assert_eq!(of.name, spec.name);
        of.fields.iter().for_each(|field| explained(field.name, field.doc));
        if let Form::Row(table) = of.form {
            assert!(paywright::schema().tables.iter().any(|known| known.name == table), "{}", spec.name);
        }
    }
}

#[test]
fn queries_are_named_once_and_explained() {
    let queries = paywright::catalogue::QUERIES;
    unique("queries", queries.iter().map(|query| query.name));
    for query in queries {
        assert!(is_snake_case(query.name), "{}", query.name);
        explained(query.name, query.doc);
    }
}
