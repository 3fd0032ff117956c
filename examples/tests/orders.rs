//! Order files: the program's own, malformed ones, and none at all.

#[path = "program/mod.rs"]
mod program;

use program::{figures, marketplace, said};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

const HEAD: &str = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";
const GOOD: &str = "1001,A,BOWL,2,2026-09-07 09:00:00,2.50,7,Norway";

struct Scene {
    directory: TempDir,
    orders: PathBuf,
    database: PathBuf,
}

fn scene(name: &str, content: &[u8]) -> Scene {
    let directory = tempfile::tempdir().unwrap();
    let (orders, database) = (directory.path().join(name), directory.path().join("shop.db"));
    fs::write(&orders, content).unwrap();
    Scene { directory, orders, database }
}

fn compressed(content: &str) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(content.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// What stood in the way, with the directory left out. What to do is said too; no database was made.
fn refusal(scene: &Scene) -> String {
    let output = marketplace(Some(&scene.orders), &scene.database).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    assert!(!scene.database.exists(), "a database was made");
    let directory = format!("{}/", scene.directory.path().display());
    let said = said(&output).replace(&directory, "");
    let (wrong, advice) = said.split_once('\n').unwrap();
    assert!(advice.starts_with("Nothing was posted. ") && advice.ends_with(".\n"), "{said}");
    wrong.to_owned()
}

#[test]
fn the_programs_own_orders_give_known_figures() {
    let directory = tempfile::tempdir().unwrap();
    let figures = figures(marketplace(None, &directory.path().join("shop.db")));
    let expected = serde_json::json!({
        "invoices": 153, "orders": 125, "captured": 2_718_930, "fees": 82_597,
        "skipped_nothing_to_pay": 3, "skipped_adjustments": 2,
        "refund_requests": 23, "refunds": 25, "refunded": 99_067,
        "refund_refused": 4, "refund_refused_minor": 160_607,
        "owed": 2_537_266, "verified": true,
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&figures[name], value, "{name}");
    }
    let ireland = serde_json::json!(
        { "payments": 19, "captured": 350_625, "fees": 10_738, "refunded": 9_967, "owed": 329_920 }
    );
    assert_eq!(figures["merchants"]["Ireland"], ireland);
}

#[test]
fn a_malformed_line_is_named_and_nothing_is_posted() {
    let cases = [
        ("1002,A,BOWL,two,2026-09-07 09:00:00,2.50,7,Norway", "Quantity 'two' is no whole number"),
        ("1002,A,BOWL,1.5,2026-09-07 09:00:00,2.50,7,Norway", "Quantity '1.5' is no whole number"),
        ("1002,A,BOWL,2,2026-09-07 09:00:00,2.5x,7,Norway", "UnitPrice '2.5x' is no decimal number"),
        ("1002,A,BOWL,2,2026-09-07 09:00:00,,7,Norway", "UnitPrice '' is no decimal number"),
        (
            "1002,A,BOWL,2,2026-02-30 09:00:00,2.50,7,Norway",
            "InvoiceDate '2026-02-30 09:00:00' is no time of the form 2026-11-23 09:00:00",
        ),
        (
            "1002,A,BOWL,2,1926-09-07 09:00:00,2.50,7,Norway",
            "InvoiceDate '1926-09-07 09:00:00' is not between the years 1970 and 9999",
        ),
        (",A,BOWL,2,2026-09-07 09:00:00,2.50,7,Norway", "InvoiceNo is empty"),
        ("1002,A,BOWL,2,2026-09-07 09:00:00,2.50,7, ", "Country is empty"),
        ("1002,A,BOWL,2,2026-09-07 09:00:00,2.50,7\u{1b},Norway", "CustomerID holds a control character"),
        ("1002,A,BOWL,2,2026-09-07 09:00:00,2.50,Norway", "7 fields where 8 belong"),
        ("1002,A,BOWL,2,2026-09-07 09:00:00,2.50,7,Norway,Oslo", "9 fields where 8 belong"),
        (
            "1002,A,BOWL,9000000000000000,2026-09-07 09:00:00,99999,7,Norway",
            "9000000000000000 x 99999 is more than can be counted",
        ),
        (
            "1002,A,BOWL,10000000000,2026-09-07 09:00:00,1000.01,7,Norway",
            "the invoice 1002 comes to more than can be booked",
        ),
    ];
    for (line, reason) in cases {
        let scene = scene("orders.csv", format!("{HEAD}\n{GOOD}\n{line}\n{GOOD}\n").as_bytes());
        assert_eq!(refusal(&scene), format!("orders.csv, line 3: {reason}"));
    }
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let content =
        format!("{HEAD}\r\n1001,A,\"TWO\r\nLINES\",2,2026-09-07 09:00:00,2.50,7,Norway\r\n\r\nbad\r\n");
    assert_eq!(
        refusal(&scene("orders.csv", content.as_bytes())),
        "orders.csv, line 5: 1 fields where 8 belong"
    );
    let content = format!("{HEAD}\n{GOOD}\n1002,A,\"BOWL,2,2026-09-07 09:00:00,2.50,7,Norway\n{GOOD}\n");
    assert_eq!(
        refusal(&scene("orders.csv", content.as_bytes())),
        "orders.csv, line 3: 3 fields where 8 belong"
    );
    let name = format!("1002{}", "x".repeat(125));
    let content = format!("{HEAD}\n{GOOD}\n{name},A,BOWL,2,2026-09-07 09:00:00,2.50,7,Norway\n");
    let expected = "orders.csv.gz, line 3: InvoiceNo has 129 bytes; at most 128 are taken";
    assert_eq!(refusal(&scene("orders.csv.gz", &compressed(&content))), expected);
}

#[test]
fn what_is_no_order_file_is_refused_in_a_sentence() {
    let not_text = [HEAD.as_bytes(), b"\n1001,A,\xff\xfe,2,2026-09-07 09:00:00,2.50,7,Norway\n"].concat();
    let cut = compressed(&format!("{HEAD}\n{GOOD}\n"));
    let cases: [(&str, &[u8], &str); 6] = [
        ("orders.csv", b"", "orders.csv, line 1: the file is empty"),
        ("orders.csv", HEAD.as_bytes(), "orders.csv, line 2: no order line follows the first line"),
        (
            "orders.csv",
            b"a,b,c\n1,2,3\n",
            &format!("orders.csv, line 1: the first line is 'a,b,c'; an order file begins with '{HEAD}'"),
        ),
        ("orders.csv", &not_text, "orders.csv, line 2: the line is not UTF-8 text"),
        ("orders.csv.gz", b"1001", "orders.csv.gz, line 1: the file cannot be read on: "),
        ("orders.csv.gz", &cut[..cut.len() - 9], "orders.csv.gz, line "),
    ];
    for (name, content, expected) in cases {
        let said = refusal(&scene(name, content));
        assert!(said.starts_with(expected), "{said}");
    }
}

#[test]
fn what_a_terminal_would_obey_is_shown_and_not_sent() {
    let content = format!("abc\x01\x1b[31m{}\n", "x".repeat(5_000));
    let said = refusal(&scene("orders.csv", content.as_bytes()));
    let shown = format!("abc\\u{{1}}\\u{{1b}}[31m{}", "x".repeat(111));
    let expected =
        format!("orders.csv, line 1: the first line is '{shown} ...'; an order file begins with '{HEAD}'");
    assert_eq!(said, expected);
    let line = "1002,A,BOWL,\u{1b}c,2026-09-07 09:00:00,2.50,7,Norway";
    let said = refusal(&scene("orders.csv", format!("{HEAD}\n{line}\n").as_bytes()));
    assert_eq!(said, "orders.csv, line 2: Quantity '\\u{1b}c' is no whole number");
}

#[test]
fn a_missing_file_is_named() {
    let mut scene = scene("orders.csv", b"");
    scene.orders.set_file_name("nowhere.csv");
    let said = refusal(&scene);
    assert_eq!(said, "the order file nowhere.csv cannot be opened: it does not exist");
    scene.orders.pop();
    let said = refusal(&scene);
    assert!(said.ends_with("cannot be opened: it is a directory"), "{said}");
}

#[test]
fn a_database_of_other_orders_is_not_passed_off_as_this_ones() {
    let mut scene = scene("orders.csv", format!("{HEAD}\n{GOOD}\n").as_bytes());
    assert_eq!(figures(marketplace(Some(&scene.orders), &scene.database))["captured"], 500);
    fs::write(&scene.orders, format!("{HEAD}\n{}\n", GOOD.replace("Norway", "Malta"))).unwrap();
    let output = marketplace(Some(&scene.orders), &scene.database).output().unwrap();
    assert!(!output.status.success() && output.stdout.is_empty());
    let sentence = "the books disagree: Malta has 0 payments, 0.00 captured, 0.00 fees, 0.00 refunded, \
                    0.00 owed where the file makes 1 payments, 5.00 captured, 0.45 fees, 0.00 refunded, \
                    4.55 owed\nIs the database one of other orders? Each order file needs its own; \
                    `cargo xtask verify` says whether it was changed.\n";
    assert_eq!(said(&output), sentence);
    scene.database.set_file_name("missing/shop.db");
    let output = marketplace(Some(&scene.orders), &scene.database).output().unwrap();
    assert!(said(&output).contains("lies in a directory that does not exist"), "{}", said(&output));
}
