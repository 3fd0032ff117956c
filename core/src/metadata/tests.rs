//! Which texts are metadata, and that each is written in one way.

use super::*;
use crate::storage::{FieldSpec, Rows, Stamp, Table, Upkeep};
use proptest::prelude::*;

fn canonical(text: &str) -> String {
    Metadata::parse(text).unwrap().as_str().to_owned()
}

#[track_caller]
fn refused(text: &str) -> MetadataError {
    Metadata::parse(text).expect_err(text)
}

#[test]
fn spacing_order_and_spelling_do_not_matter() {
    let cases = [
        ("{}", "{}"),
        (" { } ", "{}"),
        ("{\"b\":1,\"a\":2}", "{\"a\":2,\"b\":1}"),
        ("{\n  \"a\" : [ true , false , null ]\n}", "{\"a\":[true,false,null]}"),
        ("{\"a\":{\"d\":1,\"c\":{\"f\":1,\"e\":2}}}", "{\"a\":{\"c\":{\"e\":2,\"f\":1},\"d\":1}}"),
        (r#"{"\u0061":"\u00e9\/\u0022\\"}"#, r#"{"a":"é/\"\\"}"#),
        (r#"{"a":"one\u000atwo\tthree\r"}"#, r#"{"a":"one\ntwo\tthree\r"}"#),
        (r#"{"a":"\ud83d\ude00"}"#, r#"{"a":"😀"}"#),
        // The order of UTF-8: capitals first, the empty key before all, and not that of UTF-16.
        (r#"{"a":1,"B":2,"":3,"é":4}"#, r#"{"":3,"B":2,"a":1,"é":4}"#),
        ("{\"😀\":1,\"\u{fb01}\":2}", "{\"\u{fb01}\":2,\"😀\":1}"),
        (
            "{\"a\":-9223372036854775808,\"b\":9223372036854775807}",
            "{\"a\":-9223372036854775808,\"b\":9223372036854775807}",
        ),
        // Signs inside a text are no structure.
        (r#"{"a":"{[:,\"]}","b:":"\\"}"#, r#"{"a":"{[:,\"]}","b:":"\\"}"#),
    ];
    for (given, expected) in cases {
        assert_eq!(canonical(given), expected, "{given}");
        assert_eq!(canonical(expected), expected, "what is canonical stays");
        assert_eq!(given.parse::<Metadata>().unwrap().to_string(), expected);
    }
}

#[test]
fn only_whole_numbers_of_64_bits_are_kept() {
    for number in ["1.5", "1.0", "1e3", "1E400", "-0", "9223372036854775808", "-9223372036854775809"] {
        for text in [format!("{{\"a\":{number}}}"), format!("{{\"a\":[{{\"b\":{number}}}]}}")] {
            let error = refused(&text);
            let named = matches!(error, MetadataError::NotAWholeNumber(_));
            assert!(named || (number == "1E400" && matches!(error, MetadataError::NotJson(_))), "{error}");
        }
    }
    let text = refused("{\"a\":0.029}").to_string();
    assert!(text.contains("0.029") && text.contains("as a text"), "{text}");
}

#[test]
fn what_is_no_object_or_no_json_is_refused() {
    for text in ["[]", "1", "\"a\"", "null", "true", "[{}]"] {
        assert_eq!(refused(text), MetadataError::NotAnObject);
    }
    let broken =
        ["", " ", "{", "{\"a\"}", "{\"a\":1,}", "{a:1}", "{} {}", "{\"a\":01}", "{\"a\":NaN}", "{'a':1}"];
    for text in
        broken.into_iter().chain(["\u{feff}{}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\n\"}", "{\"a\":1}//"])
    {
        assert!(matches!(refused(text), MetadataError::NotJson(_)), "{text}");
    }
}

#[test]
fn a_key_named_twice_is_refused_also_where_it_is_spelled_differently() {
    let twice = [
        r#"{"a":1,"a":1}"#,
        r#"{"a":1,"\u0061":2}"#,
        r#"{"x":{"a":1,"b":2,"a":3}}"#,
        r#"{"x":[{"a":1},{"a":1,"a":1}]}"#,
        r#"{"":1,"":2}"#,
    ];
    for text in twice {
        assert_eq!(refused(text), MetadataError::RepeatedKey, "{text}");
    }
    canonical(r#"{"a":{"a":1},"b":{"a":1}}"#);
}

#[test]
fn control_characters_are_refused_in_texts_and_in_keys() {
    for control in ['\0', '\u{1}', '\u{8}', '\u{c}', '\u{1f}', '\u{7f}', '\u{85}'] {
        let escaped = format!("\\u{:04x}", u32::from(control));
        for text in [format!("{{\"a\":\"{escaped}\"}}"), format!("{{\"{escaped}\":1}}")] {
            assert_eq!(refused(&text), MetadataError::ControlCharacter(control));
        }
    }
    assert!(refused("{\"a\":\"\\u0000\"}").to_string().contains("U+0000"));
}

#[test]
fn it_is_nested_four_deep_and_no_deeper() {
    let nested = |open: &str, close: &str, times: usize| open.repeat(times) + "1" + &close.repeat(times);
    canonical(&nested("{\"a\":", "}", 4));
    canonical(&format!("{{\"a\":{}}}", nested("[", "]", 3)));
    assert_eq!(refused(&nested("{\"a\":", "}", 5)), MetadataError::TooDeep { depth: 5 });
    assert_eq!(refused(&format!("{{\"a\":{}}}", nested("[", "]", 4))), MetadataError::TooDeep { depth: 5 });
    // No depth that a stranger can write is a burden.
    assert!(matches!(refused(&"[".repeat(30_000)), MetadataError::TooDeep { depth: 30_000 }));
}

#[test]
fn it_is_kept_up_to_its_bound_and_read_up_to_another() {
    let of = |bytes: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(bytes - 8));
    assert_eq!(canonical(&of(limits::METADATA_BYTES)).len(), limits::METADATA_BYTES);
    let (bytes, most) = (limits::METADATA_BYTES + 1, limits::METADATA_BYTES);
    assert_eq!(refused(&of(bytes)), MetadataError::TooLong { bytes, most });
    let spaced = |bytes: usize| "{}".to_owned() + &" ".repeat(bytes - 2);
    assert_eq!(canonical(&spaced(limits::METADATA_TEXT_BYTES)), "{}");
    let (bytes, most) = (limits::METADATA_TEXT_BYTES + 1, limits::METADATA_TEXT_BYTES);
    assert_eq!(refused(&spaced(bytes)), MetadataError::TooLong { bytes, most });
    // Whatever is kept can be read where each of its characters is escaped.
    let escaped = format!("{{\"a\":\"{}\"}}", "\\u0078".repeat(limits::METADATA_BYTES - 8));
    assert_eq!(canonical(&escaped), of(limits::METADATA_BYTES));
}

#[test]
fn only_canonical_metadata_is_decoded() {
    let metadata = Metadata::parse("{\"b\": [1, 2], \"a\": null}").unwrap();
    let bytes = minicbor::to_vec(&metadata).unwrap();
    assert_eq!(bytes, minicbor::to_vec("{\"a\":null,\"b\":[1,2]}").unwrap());
    assert_eq!(minicbor::decode::<Metadata>(&bytes).unwrap(), metadata);
    let optional = minicbor::to_vec(None::<Metadata>).unwrap();
    assert_eq!(minicbor::decode::<Option<Metadata>>(&optional).unwrap(), None);
    for text in
        ["{ }", "{\"b\":1,\"a\":2}", "{\"a\":\"\\u0061\"}", "{\"a\":1,\"a\":1}", "{\"a\":1.5}", "[]", ""]
    {
        let bytes = minicbor::to_vec(text).unwrap();
        minicbor::decode::<Metadata>(&bytes).expect_err(text);
        minicbor::decode::<Option<Metadata>>(&bytes).expect_err(text);
    }
    minicbor::decode::<Metadata>(&minicbor::to_vec(7).unwrap()).unwrap_err();
}

/// A table with a column of metadata that may be absent.
static NOTES: Table = Table {
    tag: 65_000,
    name: "notes",
    doc: "",
    fields: &[FieldSpec {
        number: 0,
        name: "note",
        doc: "",
        type_name: "Option<Metadata>",
        columns: <Option<Metadata> as Field>::COLUMNS,
        nullable: <Option<Metadata> as Field>::NULLABLE,
    }],
    indexes: &[],
    upkeep: Upkeep::Append,
};

#[test]
fn a_column_holds_it_or_nothing_and_finds_damage() {
    let metadata = Metadata::parse("{\"a\":1}").unwrap();
    for note in [Some(metadata), None] {
        let mut rows = Rows::new(&NOTES);
        note.write(&mut rows.row(Stamp::ADDED));
        assert_eq!(Option::<Metadata>::read(&mut rows.reader(0)).unwrap(), note);
    }
    for damaged in ["", "{\"a\": 1}", "{\"a\":1", "[]"] {
        let mut rows = Rows::new(&NOTES);
        rows.row(Stamp::ADDED).text(damaged);
        let corrupt = Option::<Metadata>::read(&mut rows.reader(0)).unwrap_err();
        assert!(corrupt.what.contains("metadata"), "{corrupt}");
    }
}

/// JSON as somebody might write it.
#[derive(Clone, Debug)]
enum Node {
    Leaf(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Node {
    /// Its members in an order of their own, with spaces where they may stand.
    fn written(&self, turn: usize, space: &str) -> String {
        let join = |items: Vec<String>| items.join(&format!("{space},{space}"));
        match self {
            Self::Leaf(json) => json.clone(),
            Self::List(items) => {
                let items = items.iter().map(|item| item.written(turn, space)).collect();
                format!("[{space}{}{space}]", join(items))
            }
            Self::Object(members) => {
                let member = |(key, value): &(String, Self)| {
                    let key = serde_json::to_string(key).unwrap();
                    format!("{key}{space}:{space}{}", value.written(turn, space))
                };
                let mut members: Vec<_> = members.iter().map(member).collect();
                if !members.is_empty() {
                    let by = turn % members.len();
                    members.rotate_left(by);
                }
                format!("{{{space}{}{space}}}", join(members))
            }
        }
    }
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{0,6}", "\\PC{0,4}", "[\\t\\n\\r\"\\\\é😀]{0,4}"]
}

fn any_object(of: impl Strategy<Value = Node>) -> impl Strategy<Value = Node> {
    let members = prop::collection::btree_map(any_text(), of, 0..5);
    members.prop_map(|members| Node::Object(members.into_iter().collect()))
}

fn any_metadata() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any_text().prop_map(|text| serde_json::to_string(&text).unwrap()),
        prop::sample::select(vec!["true", "false", "null"]).prop_map(str::to_owned),
    ];
    let leaf = leaf.prop_map(Node::Leaf).boxed();
    let inner = leaf.prop_recursive(2, 12, 4, |inner| {
        prop_oneof![prop::collection::vec(inner.clone(), 0..4).prop_map(Node::List), any_object(inner)]
    });
    any_object(inner)
}

proptest! {
    #[test]
    fn any_order_and_spacing_gives_the_same_bytes(
        node in any_metadata(), turn in 0_usize..5, space in "[ \\n\\t\\r]{0,2}",
    ) {
        let plain = canonical(&node.written(0, ""));
        prop_assert_eq!(&canonical(&node.written(turn, &space)), &plain);
        prop_assert_eq!(&canonical(&plain), &plain);
        let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        prop_assert_eq!(read(&plain), read(&node.written(turn, &space)), "it says what was given");
        let bytes = minicbor::to_vec(Metadata::parse(&plain).unwrap()).unwrap();
        let decoded = minicbor::decode::<Metadata>(&bytes).unwrap();
        prop_assert_eq!(decoded.as_str(), &plain);
    }

    #[test]
    fn no_text_of_a_stranger_makes_it_panic(text in "[\\[\\]{}:,\"\\\\0-9a-eu.\\-+ ]{0,40}") {
        if let Ok(metadata) = Metadata::parse(&text) {
            prop_assert_eq!(Metadata::parse(metadata.as_str()), Ok(metadata.clone()));
        }
    }
}
