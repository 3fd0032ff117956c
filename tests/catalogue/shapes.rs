//! Shapes: every name stands for one thing, everything is explained, and what commands carry can be carried.

use crate::descriptors::{explained, is_snake_case, unique};
use paywright::catalogue::AnyRecord;
use paywright::journal::{IdempotencyKey, Lane};
use paywright::ledger::Mark;
use paywright::shape::{Described, FieldsSpec, Form, Shape, VariantSpec, VariantsSpec, WordsSpec};
use paywright::{
    Acceptance, Actor, AnyCommand, AnyOutput, Event, FeedPage, Figures, Imported, InputField, StatementLine,
    StatementLines, TrialLine, Verification,
};
use std::collections::BTreeMap;

/// What the engine keeps for itself.
const KEPT: [&Shape; 3] = [IdempotencyKey::SHAPE, Lane::SHAPE, Mark::SHAPE];

fn records() -> impl Iterator<Item = &'static Shape> {
    AnyRecord::SHAPES.iter().copied().chain(KEPT)
}

/// What queries and requests speak of, beside records.
const BESIDE: [&Shape; 10] = [
    Acceptance::SHAPE,
    Actor::SHAPE,
    Event::SHAPE,
    FeedPage::SHAPE,
    Figures::SHAPE,
    Imported::SHAPE,
    StatementLine::SHAPE,
    StatementLines::SHAPE,
    TrialLine::SHAPE,
    Verification::SHAPE,
];

/// Goes to the shape, and to each that it is made of.
fn visit(shape: &'static Shape, each: &mut dyn FnMut(&'static Shape)) {
    each(shape);
    let mut all = |fields: &'static [InputField]| fields.iter().for_each(|field| visit(field.shape, each));
    match shape {
        Shape::Optional(inner) | Shape::List(inner) | Shape::OrRefused(inner) => visit(inner, each),
        Shape::Fields(of) => all(of.fields),
        Shape::Variants(of) => of.variants.iter().for_each(|one| all(one.parts)),
        Shape::Flag | Shape::Whole { .. } | Shape::Text | Shape::Bytes(_) | Shape::Id(_) => {}
        Shape::Money | Shape::Currency | Shape::Rate | Shape::Time | Shape::Metadata => {}
        Shape::Words(_) | Shape::Command => {}
    }
}

fn of_commands() -> impl Iterator<Item = &'static Shape> {
    AnyCommand::CATALOGUE.iter().flat_map(|spec| spec.fields).map(|field| field.shape)
}

/// Goes to each shape there is.
fn visit_all(each: &mut dyn FnMut(&'static Shape)) {
    let outputs = AnyOutput::CATALOGUE.iter().map(|spec| spec.shape);
    let all = of_commands().chain(outputs).chain(records()).chain(BESIDE);
    all.for_each(|shape| visit(shape, each));
}

/// The name of what has one, and what it means.
fn named(shape: &Shape) -> Option<(&'static str, &'static str)> {
    match shape {
        Shape::Id(of) => Some((of.name, of.doc)),
        Shape::Words(of) => Some((of.name, of.doc)),
        Shape::Fields(of) => Some((of.name, of.doc)),
        Shape::Variants(of) => Some((of.name, of.doc)),
        _ => None,
    }
}

/// The name of a command's type.
fn in_camel_case(name: &str) -> String {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('_').map(capital).collect()
}

#[test]
fn each_name_stands_for_one_thing_and_is_explained() {
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for spec in AnyCommand::CATALOGUE {
        known.insert(in_camel_case(spec.name), format!("{spec:?}"));
    }
    let commands = known.len();
    visit_all(&mut |shape| {
        let Some((name, doc)) = named(shape) else { return };
        // A doc comment may go on with more paragraphs, or an example.
        explained(name, doc.split("\n\n").next().unwrap_or_default());
        let whole = format!("{shape:?}");
        let before = known.entry(name.to_owned()).or_insert_with(|| whole.clone());
        assert!(*before == whole, "{name} is\n{before}\nand\n{whole}");
    });
    assert!(known.len() > commands + 80, "only {} names beside those of commands", known.len() - commands);
}

#[test]
fn words_fields_and_parts_are_numbered_named_and_explained() {
    visit_all(&mut |shape| match shape {
        Shape::Words(of) => words(of),
        Shape::Fields(of) => numbered(of),
        Shape::Variants(of) => {
            unique(of.name, of.variants.iter().map(|one| one.number));
            unique(of.name, of.variants.iter().map(|one| one.name));
            unique(of.name, of.variants.iter().map(|one| one.word));
            of.variants.iter().for_each(|one| variant(of, one));
        }
        _ => {}
    });
}

fn words(of: &WordsSpec) {
    unique(of.name, of.words.iter().map(|word| word.number));
    unique(of.name, of.words.iter().map(|word| word.word));
    for word in of.words {
        assert!(is_snake_case(word.word), "{} of {}", word.word, of.name);
        explained(&format!("{} of {}", word.word, of.name), word.doc);
    }
}

fn variant(of: &VariantsSpec, one: &VariantSpec) {
    assert_eq!(in_camel_case(one.word), one.name, "{}", of.name);
    explained(&format!("{} of {}", one.name, of.name), one.doc);
    fields(&format!("{}::{}", of.name, one.name), one.parts);
    are_in_order(one.name, one.parts);
    assert!(!one.is_wrapper || one.parts.len() == 1, "{} of {} wraps one part", one.name, of.name);
}

fn numbered(of: &FieldsSpec) {
    fields(of.name, of.fields);
    match of.form {
        Form::Map | Form::Row(_) => unique(of.name, of.fields.iter().map(|field| field.number)),
        Form::Array => are_in_order(of.name, of.fields),
        Form::Told => {}
    }
}

fn fields(of: &str, fields: &[InputField]) {
    unique(of, fields.iter().map(|field| field.name));
    for field in fields {
        assert!(is_snake_case(field.name), "{} of {of}", field.name);
        explained(&format!("{} of {of}", field.name), field.doc);
        let inner = match field.shape {
            Shape::Optional(inner) => inner,
            shape => shape,
        };
        let ambiguous = matches!(inner, Shape::Optional(_));
        assert!(!ambiguous, "{} of {of}: what is absent, the value or that there is one?", field.name);
    }
}

/// In arrays a number is a place.
fn are_in_order(of: &str, fields: &[InputField]) {
    let in_order = fields.iter().enumerate().all(|(place, field)| usize::try_from(field.number) == Ok(place));
    assert!(in_order, "{of}: its parts are not numbered in their order");
}

#[test]
fn each_table_has_the_shape_of_its_record() {
    let mut tables = Vec::new();
    for shape in records() {
        let Shape::Fields(FieldsSpec { form: Form::Row(name), fields, .. }) = shape else {
            panic!("{shape:?} is no record")
        };
        let known = paywright::schema().tables.iter().find(|table| table.name == *name).unwrap();
        let told = fields.iter().map(|field| (field.number, field.name, is_optional(field)));
        let stored = known.fields.iter().map(|field| (field.number.into(), field.name, field.nullable));
        assert_eq!(told.collect::<Vec<_>>(), stored.collect::<Vec<_>>(), "{name}");
        tables.push(*name);
    }
    unique("tables of records", &tables);
    assert_eq!(tables.len(), paywright::schema().tables.len());
}

const fn is_optional(field: &InputField) -> bool {
    matches!(field.shape, Shape::Optional(_))
}

#[test]
fn commands_carry_nothing_that_is_only_told() {
    let mut each = |shape: &Shape| match shape {
        Shape::Bytes(_) | Shape::OrRefused(_) | Shape::Command => panic!("no command can carry {shape:?}"),
        Shape::Fields(of) => assert!(matches!(of.form, Form::Map | Form::Array), "{} is told", of.name),
        _ => {}
    };
    of_commands().for_each(|shape| visit(shape, &mut each));
}
