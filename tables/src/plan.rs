//! How a table is read: which column each part of a command comes from, found by the names and shapes that
//! the command publishes. A plan is made of the table's schema before anything is posted, which is when
//! columns that are missing, too many or of a wrong type are told; and again of each chunk of rows, when
//! nothing can be wrong any more.

use super::cells::{Cells, Holds, Spans};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, StructArray};
use arrow_schema::{DataType, FieldRef};
use paywright::shape::{FieldsSpec, Shape, VariantsSpec};
use paywright::{Currency, InputField};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Where one value comes from.
#[derive(Debug)]
pub(crate) struct Node {
    /// What it is called to whoever made the table.
    pub(crate) place: String,
    pub(crate) number: u32,
    /// What it is where it is there.
    pub(crate) shape: &'static Shape,
    /// It may be left out.
    pub(crate) is_optional: bool,
    /// What it is where nothing stands in the row, as its word or number.
    pub(crate) default: Option<&'static str>,
    pub(crate) from: From,
}

/// What a value is made of.
#[derive(Debug)]
pub(crate) enum From {
    /// There is no column.
    Nowhere,
    Cells(Cells),
    /// A number, and the currency in the first of these columns that holds one.
    Money(Cells, Vec<Cells>, Option<Currency>),
    /// The same for a currency by itself.
    Currency(Vec<Cells>, Option<Currency>),
    /// Its fields; what stands in a missing struct is not there.
    Fields(&'static FieldsSpec, Option<StructArray>, Vec<Node>),
    /// The word of a variant, and the parts of each by columns of their own.
    Variant(&'static VariantsSpec, Cells, Vec<Vec<Node>>),
    List(Spans, Box<Node>),
    /// The id that was given, or the one that follows from the row's key.
    KeyedId(Box<Node>),
}

/// What is wrong with a table as a whole.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    pub(crate) missing: Vec<String>,
    pub(crate) mistyped: Vec<String>,
    pub(crate) extra: Vec<String>,
}

/// The columns of a table, or of the structs in one of its columns.
pub(crate) struct Columns<'a> {
    columns: Vec<(&'a str, &'a ArrayRef)>,
    used: RefCell<BTreeSet<String>>,
    problems: &'a RefCell<Problems>,
    /// For amounts that no column says it of.
    currency: Option<Currency>,
}

impl<'a> Columns<'a> {
    pub(crate) fn new(
        fields: impl Iterator<Item = &'a FieldRef>,
        arrays: &'a [ArrayRef],
        problems: &'a RefCell<Problems>,
        currency: Option<Currency>,
    ) -> Self {
        let columns = fields.map(|field| field.name().as_str()).zip(arrays).collect();
        Self { columns, used: RefCell::default(), problems, currency }
    }

    /// Tells of the columns that nothing was made of. Those in which pandas keeps its index are passed over.
    pub(crate) fn finish(&self, within: &str) {
        let used = self.used.borrow();
        let unused = self.columns.iter().filter(|(name, _)| !used.contains(*name));
        let unused = unused.filter(|(name, _)| !name.starts_with("__index_level_"));
        self.problems.borrow_mut().extra.extend(unused.map(|(name, _)| format!("{within}{name}")));
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|(known, _)| *known == name)
    }

    fn column(&self, name: &str) -> Option<&'a ArrayRef> {
        let (name, array) = self.columns.iter().find(|(known, _)| *known == name)?;
        self.used.borrow_mut().insert((*name).to_owned());
        Some(array)
    }

    /// The column of this name as texts.
    pub(crate) fn texts(&self, name: &str) -> Option<Cells> {
        self.column(name).map(|array| self.cells(name, array, &Shape::Text))
    }

    /// Where a field comes from: a column that is called as it is, or columns that are called as its parts
    /// are, behind `prefix`. What nobody needs may be missing.
    pub(crate) fn node(&self, field: &InputField, prefix: &str, is_needed: bool) -> Node {
        let place = field.name.to_owned();
        self.node_at(place, field, prefix, is_needed)
    }

    fn node_at(&self, place: String, field: &InputField, prefix: &str, is_needed: bool) -> Node {
        let (shape, is_optional) = match field.shape {
            Shape::Optional(inner) => (*inner, true),
            shape => (shape, false),
        };
        let is_needed = is_needed && !is_optional && field.default.is_none();
        let from = match (shape, self.column(&place)) {
            (_, Some(array)) => self.from(&place, array, shape, prefix),
            (Shape::Currency, None) if self.currency.is_some() => From::Currency(Vec::new(), self.currency),
            (Shape::Fields(of), None) => {
                let fields = of.fields.iter().map(|field| self.part(field, prefix, is_needed));
                From::Fields(of, None, fields.collect())
            }
            (Shape::Variants(of), None) if field.default.is_some() => {
                self.variant(of, Cells::Nothing, field.default, prefix)
            }
            (_, None) => {
                if is_needed {
                    self.problems.borrow_mut().missing.push(place.clone());
                }
                From::Nowhere
            }
        };
        Node { place, number: field.number, shape, is_optional, default: field.default, from }
    }

    fn part(&self, part: &InputField, prefix: &str, is_needed: bool) -> Node {
        self.node_at(format!("{prefix}{}", part.name), part, prefix, is_needed)
    }

    fn from(&self, place: &str, array: &'a ArrayRef, shape: &'static Shape, prefix: &str) -> From {
        match shape {
            Shape::Money => {
                let currencies = [format!("{place}_currency"), format!("{prefix}currency")];
                let currencies: Vec<Cells> = currencies.iter().filter_map(|name| self.texts(name)).collect();
                if currencies.is_empty() && self.currency.is_none() {
                    let what = format!("{place}_currency (or a column currency, or currency=)");
                    self.problems.borrow_mut().missing.push(what);
                }
                From::Money(self.cells(place, array, shape), currencies, self.currency)
            }
            Shape::Currency => From::Currency(vec![self.cells(place, array, shape)], self.currency),
            Shape::Variants(of) => self.variant(of, self.cells(place, array, shape), None, prefix),
            Shape::Fields(of) => self.fields(place, array, of),
            Shape::List(item) => match Spans::of(array.as_ref()) {
                Some((spans, items)) => From::List(spans, Box::new(self.items(place, &items, item))),
                None if *array.data_type() == DataType::Null => From::Nowhere,
                None => self.mistyped(place, array, shape),
            },
            _ => From::Cells(self.cells(place, array, shape)),
        }
    }

    /// `always`: the only variant that there is without a column of words.
    fn variant(&self, of: &'static VariantsSpec, words: Cells, always: Option<&str>, prefix: &str) -> From {
        let parts = of.variants.iter().map(|variant| {
            let has_columns = !variant.is_wrapper && always.is_none_or(|word| word == variant.word);
            let parts = variant.parts.iter().filter(|_| has_columns);
            parts.map(|part| self.part(part, prefix, always.is_some())).collect()
        });
        From::Variant(of, words, parts.collect())
    }

    fn fields(&self, place: &str, array: &ArrayRef, of: &'static FieldsSpec) -> From {
        let Some(structs) = array.as_struct_opt() else {
            return self.mistyped(place, array, &Shape::Command);
        };
        let inner = Columns::new(structs.fields().iter(), structs.columns(), self.problems, self.currency);
        let mut fields: Vec<Node> = of.fields.iter().map(|field| inner.node(field, "", true)).collect();
        for field in &mut fields {
            field.place = format!("{place}.{}", field.place);
        }
        inner.finish(&format!("{place}."));
        From::Fields(of, Some(structs.clone()), fields)
    }

    fn items(&self, place: &str, items: &ArrayRef, shape: &'static Shape) -> Node {
        let from = match shape {
            Shape::Fields(of) => self.fields(place, items, of),
            _ => From::Cells(self.cells(place, items, shape)),
        };
        Node { place: place.to_owned(), number: 0, shape, is_optional: false, default: None, from }
    }

    fn cells(&self, place: &str, array: &ArrayRef, shape: &Shape) -> Cells {
        let cells = Cells::of(array.as_ref()).filter(|cells| fits(shape, cells.holds()));
        cells.unwrap_or_else(|| {
            self.mistyped(place, array, shape);
            Cells::Nothing
        })
    }

    fn mistyped(&self, place: &str, array: &ArrayRef, shape: &Shape) -> From {
        let problem = match (shape, array.data_type()) {
            (Shape::Time, DataType::Timestamp(_, None)) => format!(
                "{place} holds times that do not say their zone: give them one, with \
                 .dt.replace_time_zone('UTC') in Polars or .dt.tz_localize('UTC') in pandas"
            ),
            (_, holds) => format!("{place} holds {holds}, and {}", wanted(shape)),
        };
        self.problems.borrow_mut().mistyped.push(problem);
        From::Nowhere
    }
}

/// Whether a value may be made of such cells. A text may write out anything, as it does in a file.
fn fits(shape: &Shape, holds: Holds) -> bool {
    matches!(
        (shape, holds),
        (_, Holds::Nothing | Holds::Text)
            | (Shape::Flag, Holds::Flag)
            | (Shape::Whole { .. }, Holds::Whole)
            | (Shape::Money | Shape::Rate, Holds::Whole | Holds::Decimal)
            | (Shape::Time, Holds::Time)
    )
}

fn wanted(shape: &Shape) -> &'static str {
    match shape {
        Shape::Flag => "True or False is wanted",
        Shape::Whole { .. } => "whole numbers are wanted",
        Shape::Money => {
            "amounts are decimals or texts of whole units, or ints of minor units; floats are not exact"
        }
        Shape::Rate => "rates are decimals or texts; floats are not exact",
        Shape::Time => "times with a zone are wanted",
        Shape::List(_) => "lists are wanted",
        Shape::Command => "structs are wanted",
        _ => "texts are wanted",
    }
}
