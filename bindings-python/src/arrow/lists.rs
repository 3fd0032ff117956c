//! Lists as tables: each batch is a page, read when the consumer asks for it.

use super::capsule::capsule_of;
use super::columns::{Column, Decimals};
use super::told::Told;
use crate::asking::taken;
use crate::handle::Handle;
use crate::reading::{AccountsWanted, Cell, Shown, StatementWanted, cells, cut_of, fields_of, way};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions, RecordBatchReader};
use arrow_schema::{ArrowError, Schema, SchemaRef};
use paywright::catalogue::AnyRecord;
use paywright::shape::{Described, FieldsSpec, Form, Piece, Shape};
use paywright::storage::Value;
use paywright::{
    Account, Asset, Currency, Cursor, Cut, Engine, Error, Event, InputField, PageOf, StatementLine,
    TrialLine, limits,
};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use std::sync::Arc;

/// Items of a page, and whether more follow.
type Items = (Vec<Told>, bool);

/// Reads the next page.
type Next = Box<dyn FnMut(&Engine) -> Result<Items, Error> + Send>;

/// A list that is read page by page.
struct Pages {
    handle: Py<Handle>,
    schema: SchemaRef,
    row: Column,
    next: Next,
    has_more: bool,
}

impl Pages {
    fn capsule<'py>(
        handle: &Bound<'py, Handle>,
        shape: &'static Shape,
        decimals: Decimals,
        next: Next,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        handle.get().engine(handle.py())?;
        let mut schema = Vec::new();
        let row = Column::of("", shape, decimals, false, &mut schema);
        let schema = Arc::new(Schema::new(schema));
        let pages = Self { handle: handle.clone().unbind(), schema, row, next, has_more: true };
        capsule_of(handle.py(), Box::new(pages))
    }

    fn page(&mut self) -> Result<RecordBatch, ArrowError> {
        let Self { handle, next, .. } = self;
        // Whoever consumes it may hold the interpreter's lock or not: it is let go while the engine reads.
        let read = Python::try_attach(|py| handle.get().ask(py, |engine| next(engine)));
        let closing = || ArrowError::ComputeError("the interpreter is going down".to_owned());
        let read = read.ok_or_else(closing)?;
        let (items, has_more) = read.map_err(|error| ArrowError::ExternalError(error.to_string().into()))?;
        self.has_more = has_more;
        let rows = items.len();
        items.into_iter().try_for_each(|mut told| self.row.put(&mut told))?;
        let mut columns: Vec<ArrayRef> = Vec::with_capacity(self.schema.fields().len());
        self.row.finish(&mut columns)?;
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        RecordBatch::try_new_with_options(SchemaRef::clone(&self.schema), columns, &options)
    }
}

impl Iterator for Pages {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.has_more {
            self.has_more = false;
            match self.page() {
                // A page may come out empty and still not be the last.
                Ok(batch) if batch.num_rows() == 0 => {}
                page => return Some(page),
            }
        }
        None
    }
}

impl RecordBatchReader for Pages {
    fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.schema)
    }
}

fn told<T: Described>(items: &[T]) -> Vec<Told> {
    items.iter().map(|item| Told::of(|to| item.tell(to))).collect()
}

const PAGE: u32 = 1_000;

/// The records of a type, by id or by an index.
#[pyfunction]
pub(crate) fn records_table<'py>(
    handle: &Bound<'py, Handle>,
    name: &str,
    by: (Option<String>, Vec<(String, Bound<'py, PyAny>)>),
    newest_first: bool,
    scale: Option<u8>,
) -> PyResult<Bound<'py, PyCapsule>> {
    let of = fields_of(name)?;
    let shape =
        AnyRecord::SHAPES.iter().find(|shape| matches!(shape, Shape::Fields(found) if found.name == name));
    let shape = shape.copied().unwrap_or(&Shape::Command);
    let (index, fields) = by;
    let with = cells(of, index.as_deref(), fields)?;
    let mut after: Option<Cursor> = None;
    let next = move |engine: &Engine| {
        let values: Vec<Value<'_>> = with.iter().map(Cell::value).collect();
        let page = PageOf {
            index: index.as_deref(),
            with: &values,
            direction: way(newest_first),
            after: after.as_ref(),
            limit: PAGE,
        };
        let page = AnyRecord::list(engine, of.name, &page)?;
        let items = page.items.iter().map(|record| Told::of(|to| record.tell(to))).collect();
        after = page.next;
        Ok((items, after.is_some()))
    };
    let money = decimals(handle, scale)?;
    Pages::capsule(handle, shape, Decimals { money, sums: None }, Box::new(next))
}

/// Decimals that are enough for every currency, unless it is said how many there are.
fn decimals(handle: &Bound<'_, Handle>, scale: Option<u8>) -> PyResult<u8> {
    match scale {
        Some(scale) if scale <= MOST_DECIMALS => Ok(scale),
        Some(scale) => {
            Err(PyValueError::new_err(format!("scale is between 0 and {MOST_DECIMALS}, not {scale}")))
        }
        None => handle.get().ask(handle.py(), |engine| {
            let (mut most, mut after) =
                (Currency::all_iso().map(Currency::exponent).max().unwrap_or_default(), None);
            loop {
                let page = PageOf { after: after.as_ref(), limit: PAGE, ..PageOf::ALL };
                let page = engine.list::<Asset>(&page)?;
                most = page.items.iter().map(|asset| asset.currency.exponent()).fold(most, u8::max);
                after = page.next;
                if after.is_none() {
                    return Ok(most);
                }
            }
        }),
    }
}

/// Any amount, with so many decimals, has no more digits than a column.
const MOST_DECIMALS: u8 = 18;

/// The accounts of an owner, for a purpose, in a state.
#[pyfunction]
pub(crate) fn accounts_table<'py>(
    handle: &Bound<'py, Handle>,
    wanted: crate::reading::Wanted<'py>,
) -> PyResult<Bound<'py, PyCapsule>> {
    let wanted = AccountsWanted::of(wanted)?;
    let mut after: Option<Cursor> = None;
    let next = move |engine: &Engine| {
        let page = engine.accounts(&wanted.page(after.as_ref(), PAGE))?;
        after = page.next;
        Ok((told(&page.items), after.is_some()))
    };
    Pages::capsule(handle, Account::SHAPE, Decimals { money: 0, sums: None }, Box::new(next))
}

macro_rules! plain_field {
    ($name:literal, $ty:ty) => {
        InputField {
            number: 0,
            name: $name,
            type_name: stringify!($ty),
            doc: "",
            shape: <$ty as Described>::SHAPE,
            default: None,
        }
    };
}

/// A line of a statement, led by what is read first: in whole units of the account's currency.
const LINE: &Shape = &Shape::Fields(&FieldsSpec {
    name: "StatementLine",
    doc: "",
    fields: &[
        plain_field!("currency", Currency),
        plain_field!("side", paywright::Side),
        plain_field!("amount", i128),
        plain_field!("balance", i128),
        plain_field!("transfer", paywright::Transfer),
    ],
    form: Form::Told,
});

fn line(line: &StatementLine, currency: Currency) -> Told {
    Told::of(|to| {
        if let Shape::Fields(of) = LINE {
            to(Piece::Fields(of));
        }
        currency.tell(to);
        line.side.tell(to);
        i128::from(line.transfer.amount).tell(to);
        line.balance.tell(to);
        line.transfer.tell(to);
    })
}

/// The statement of an account; none where there is no such account.
#[pyfunction]
pub(crate) fn statement_table<'py>(
    handle: &Bound<'py, Handle>,
    account: &Bound<'py, PyAny>,
    shown: Shown<'py>,
    newest_first: bool,
) -> PyResult<Option<Bound<'py, PyCapsule>>> {
    let wanted = StatementWanted::of(taken(account, "account")?, shown, newest_first)?;
    let found = handle.get().ask(handle.py(), |engine| engine.get::<Account>(wanted.account))?;
    let Some(currency) = found.map(|account| account.currency) else { return Ok(None) };
    let mut after: Option<Cursor> = None;
    let next = move |engine: &Engine| {
        let page = engine.statement(&wanted.page(after.as_ref(), PAGE))?;
        let Some(page) = page else { return Ok((Vec::new(), false)) };
        after = page.next;
        let lines = page.items.iter().map(|item| line(item, currency)).collect();
        Ok((lines, after.is_some()))
    };
    let decimals = Decimals { money: currency.exponent(), sums: Some(currency.exponent()) };
    Pages::capsule(handle, LINE, decimals, Box::new(next)).map(Some)
}

/// The trial balance, now or at a cut: one page, in whole units.
#[pyfunction]
pub(crate) fn trial_balance_table<'py>(
    handle: &Bound<'py, Handle>,
    cut: Option<&str>,
) -> PyResult<Bound<'py, PyCapsule>> {
    let py = handle.py();
    let cut = cut.map(|cut| cut_of(py, cut)).transpose()?;
    let lines = handle.get().ask(py, |engine| match &cut {
        None => engine.trial_balance(),
        Some(cut) => engine.trial_balance_at(cut),
    })?;
    let most = lines.iter().map(|line| line.currency.exponent()).max().unwrap_or_default();
    let next = move |_: &Engine| Ok((told(&lines), false));
    Pages::capsule(handle, TrialLine::SHAPE, Decimals { money: most, sums: Some(most) }, Box::new(next))
}

/// What happened after a cut.
#[pyfunction]
pub(crate) fn events_table<'py>(
    handle: &Bound<'py, Handle>,
    after: Option<&str>,
) -> PyResult<Bound<'py, PyCapsule>> {
    let mut after = after.map_or(Ok(Cut::START), |after| cut_of(handle.py(), after))?;
    let most = u32::try_from(limits::FEED_EVENTS).unwrap_or(PAGE);
    let next = move |engine: &Engine| {
        let page = engine.feed(&after, most)?;
        after = page.next;
        Ok((told(&page.events), !page.events.is_empty()))
    };
    Pages::capsule(handle, Event::SHAPE, Decimals { money: 0, sums: None }, Box::new(next))
}
