//! Every figure, in a size of which only its end says anything.

use paywright_benches::ground::Ground;
use paywright_benches::{Outcome, Scale, figures, report};
use std::path::Path;

fn ground() -> Outcome<Ground> {
    Ground::new(Scale::TINY, Path::new(env!("CARGO_BIN_EXE_bench")))
}

#[test]
fn every_figure_is_taken_and_printed() {
    let ground = ground().unwrap();
    // Those of a package are taken in its own stage, which says where it is.
    let mut taken: Vec<_> = figures::all().filter(|figure| !figures::is_absent(figure)).collect();
    if let Err(missing) = ground.server() {
        eprintln!("those of PostgreSQL are not taken: {missing}");
        taken.retain(|figure| !figures::is_of_a_server(figure));
    }
    let measured: Vec<_> = taken.iter().map(|figure| figure.measure(&ground).expect(figure.name)).collect();

    let list: serde_json::Value = serde_json::from_str(&report::json(&measured)).unwrap();
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), taken.len());
    for (line, figure) in list.iter().zip(&taken) {
        let fields: Vec<&str> = line.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(fields.len(), 5, "{fields:?}");
        assert_eq!(line["name"], figure.name);
        assert_eq!(line["unit"], figure.unit);
        let is_alone = figure.baseline.is_empty();
        for field in if is_alone { &["value"][..] } else { &["value", "baseline", "ratio"] } {
            let number = line[field].as_f64().unwrap();
            // With luck nobody stands in anybody's way, and so few rows may find room where there was some.
            let is_room = [", tables", ", indexes"].iter().any(|end| figure.unit.ends_with(end));
            let may_be_none = figure.unit == "commits/100" || (figure.name == "postgres_bytes" && is_room);
            let least = if may_be_none { 0.0 } else { f64::MIN_POSITIVE };
            assert!(number >= least, "{line}");
        }
    }
    let alone = taken.iter().filter(|figure| figure.baseline.is_empty()).count();
    assert_eq!(report::table(&measured).lines().count(), 1 + list.len() + 1 + 2 * list.len() - alone);
}

#[test]
fn a_server_that_lies_elsewhere_than_the_files_is_no_secret() {
    let here = ground().unwrap();
    if here.server().is_err() {
        return eprintln!("nothing is told of a server: there is none");
    }
    let nowhere = Path::new("/no folder of a build/bench");
    let elsewhere = Ground::new(Scale::TINY, nowhere).unwrap();
    assert_eq!(elsewhere.of_server(), None, "none was asked for");
    elsewhere.server().unwrap();
    let said = elsewhere.of_server().unwrap();
    assert!(said.starts_with("PostgreSQL lies in ") && said.contains("/no folder of a build"), "{said}");
}

#[test]
fn the_databases_are_removed_at_the_end() {
    let ground = ground().unwrap();
    let directory = ground.directory().to_owned();
    figures::all().next().unwrap().measure(&ground).unwrap();
    assert_eq!(std::fs::read_dir(&directory).unwrap().count(), 0);
    drop(ground);
    assert!(!directory.exists());
}

#[test]
fn no_two_lines_of_the_table_say_the_same() {
    let mut lines: Vec<_> = figures::all().map(|figure| (figure.name, figure.unit)).collect();
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines.len(), figures::all().count());
}
