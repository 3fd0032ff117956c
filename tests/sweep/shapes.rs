//! What values of each type that fields name are made of, so that each piece can be put wrong by itself.

use paywright::{InputField, NewTransfer};

/// How a value is written.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    Text,
    Flag,
    /// A whole number in these bounds.
    Whole(i128, i128),
    Money,
    Currency,
    Rate,
    Time,
    Id,
    /// A text that is a JSON object.
    Json,
    /// One of these numbers.
    Word(u32, u32),
    /// A list of fields without names: their names here, and their types.
    Parts(&'static [(&'static str, &'static str)]),
    /// A map of numbered fields.
    Fields(&'static [InputField]),
    /// A number, and a list of the parts of that variant.
    Variants(&'static [Variant]),
    /// A list of items of this type.
    List(&'static str),
}

/// A variant's number and its parts: their names and types.
pub type Variant = (u32, &'static [(&'static str, &'static str)]);

const REASON: &[(&str, &str)] = &[("reason", "String")];
const ACCOUNTS: &[(&str, &str)] = &[("debit", "AccountId"), ("credit", "AccountId"), ("amount", "Money")];
const BALANCING: &[(&str, &str)] =
    &[("debit", "AccountId"), ("credit", "AccountId"), ("most", "Money"), ("within", "Sides")];
const HELD: &[(&str, &str)] = &[
    ("debit", "AccountId"),
    ("credit", "AccountId"),
    ("amount", "Money"),
    ("expires_at", "Option<Timestamp>"),
];

const SHAPES: &[(&str, Shape)] = &[
    ("String", Shape::Text),
    ("bool", Shape::Flag),
    ("i64", Shape::Whole(i64::MIN as i128, i64::MAX as i128)),
    ("u32", Shape::Whole(0, u32::MAX as i128)),
    ("TransferKind", Shape::Whole(0, u16::MAX as i128)),
    ("Money", Shape::Money),
    ("Currency", Shape::Currency),
    ("Rate", Shape::Rate),
    ("Timestamp", Shape::Time),
    ("Metadata", Shape::Json),
    ("CaptureKind", Shape::Word(1, 2)),
    ("CaptureMode", Shape::Word(1, 2)),
    ("ChallengeResult", Shape::Word(1, 2)),
    ("Decision", Shape::Word(1, 2)),
    ("FeesOnRefund", Shape::Word(1, 3)),
    ("Fulfilment", Shape::Word(1, 3)),
    ("Purpose", Shape::Word(1, 21)),
    ("RefundReview", Shape::Word(1, 2)),
    ("Rounding", Shape::Word(0, 3)),
    ("Sides", Shape::Word(1, 3)),
    ("Unreviewed", Shape::Word(1, 2)),
    (
        "AccountKey",
        Shape::Parts(&[
            ("owner", "Owner"),
            ("purpose", "Purpose"),
            ("currency", "Currency"),
            ("scope", "Option<String>"),
        ]),
    ),
    ("Owner", Shape::Variants(&[(0, &[]), (1, &[("user", "UserId")]), (2, &[("merchant", "MerchantId")])])),
    ("Method", Shape::Variants(&[(0, &[]), (1, &[("channel", "String")])])),
    ("PaymentPurpose", Shape::Variants(&[(0, &[("order", "OrderId")]), (1, &[("user", "UserId")])])),
    ("PayerAction", Shape::Variants(&[(0, &[("address", "String")]), (1, &[("code", "String")])])),
    ("Verdict", Shape::Variants(&[(0, &[]), (1, &[]), (2, &[("until", "Option<Timestamp>")]), (3, REASON)])),
    (
        "Due",
        Shape::Variants(&[
            (0, &[("hold", "TransferId")]),
            (1, &[("order", "OrderId")]),
            (2, &[("payment", "PaymentId")]),
            (3, &[("operation", "OperationId")]),
            (4, &[("refund", "RefundId")]),
        ]),
    ),
    (
        "Outcome",
        Shape::Variants(&[
            (0, &[]),
            (1, REASON),
            (2, REASON),
            (3, &[("raw", "Option<String>")]),
            (4, &[]),
            (5, &[("action", "PayerAction"), ("until", "Option<Timestamp>")]),
            (6, REASON),
        ]),
    ),
    (
        "Posting",
        Shape::Variants(&[
            (0, ACCOUNTS),
            (1, HELD),
            (2, &[("pending", "TransferId"), ("amount", "Option<Money>")]),
            (3, &[("pending", "TransferId")]),
            (4, BALANCING),
        ]),
    ),
    ("NewTransfer", Shape::Fields(NewTransfer::FIELDS)),
];

/// A type's name without what says that it may be left out.
pub fn bare(type_name: &str) -> &str {
    type_name.strip_prefix("Option<").and_then(|rest| rest.strip_suffix('>')).unwrap_or(type_name)
}

/// What values of this type are made of.
pub fn shape(type_name: &'static str) -> Shape {
    let name = bare(type_name);
    if let Some(item) = name.strip_prefix("Vec<").and_then(|rest| rest.strip_suffix('>')) {
        return Shape::List(item);
    }
    match SHAPES.iter().find(|(known, _)| *known == name) {
        Some((_, shape)) => *shape,
        None if name.ends_with("Id") => Shape::Id,
        None => panic!("{name}: say in SHAPES what its values are made of"),
    }
}

/// The parts of a value of this type, however deep.
#[cfg(test)]
fn look_into(type_name: &'static str) {
    match shape(type_name) {
        Shape::List(item) => look_into(item),
        Shape::Parts(parts) => parts.iter().for_each(|(_, part)| look_into(part)),
        Shape::Fields(fields) => fields.iter().for_each(|field| look_into(field.type_name)),
        Shape::Variants(variants) => {
            variants.iter().flat_map(|(_, parts)| *parts).for_each(|(_, part)| look_into(part));
        }
        _ => {}
    }
}

#[test]
fn every_type_of_a_field_is_known_to_its_last_part() {
    for spec in paywright::AnyCommand::CATALOGUE {
        spec.fields.iter().for_each(|field| look_into(field.type_name));
    }
}
