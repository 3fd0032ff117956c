//! Lists as tables: each batch is a page, read when the consumer asks for it.

use super::columns::{Column, Decimals};
use super::told::Told;
use super::unfit::Unfit;
use super::wanted::{By, Key, Scale};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions, RecordBatchReader};
use arrow_schema::{ArrowError, Schema, SchemaRef};
use paywright::catalogue::AnyRecord;
use paywright::shape::{Described, FieldsSpec, Form, Piece, Shape};
use paywright::storage::Value;
use paywright::{
    Account, AccountsOf, Currency, Cursor, Cut, Engine, Error, Event, InputField, PageOf, StatementLine,
    StatementOf, TrialLine, limits,
};
use std::sync::Arc;

/// Items of a page, and whether more follow.
type Items = (Vec<Told>, bool);

/// Reads the next page.
type Next = Box<dyn FnMut(&Engine) -> Result<Items, Error> + Send>;

/// Items of a batch.
pub(super) const PAGE: u32 = 1_000;

/// A list that is read page by page, each when it is asked for: what is written meanwhile may be in it.
///
/// What is nested comes flat, each part behind the name of its whole; amounts are decimals, each with a
/// column of its currency.
pub struct List {
    schema: SchemaRef,
    row: Column,
    next: Next,
    has_more: bool,
}

impl std::fmt::Debug for List {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("List").field("schema", &self.schema).finish_non_exhaustive()
    }
}

impl List {
    fn new(shape: &'static Shape, decimals: Decimals, next: Next) -> Self {
        let mut schema = Vec::new();
        let row = Column::of("", shape, decimals, false, &mut schema);
        Self { schema: Arc::new(Schema::new(schema)), row, next, has_more: true }
    }

    /// The records of a type, such as `Payment`, with amounts of this scale.
    ///
    /// # Errors
    ///
    /// No records are called so.
    pub fn records(name: &str, by: By, scale: Scale) -> Result<Self, Unfit> {
        let found = AnyRecord::SHAPES.iter().find_map(|shape| match shape {
            Shape::Fields(of) if of.name == name => Some((*shape, of.name)),
            _ => None,
        });
        let unknown = || Unfit::Type(format!("{name} is no record that is kept in a table"));
        let (shape, name) = found.ok_or_else(unknown)?;
        let By { index, with, direction } = by;
        let mut after: Option<Cursor> = None;
        let next = move |engine: &Engine| {
            let values: Vec<Value<'_>> = with.iter().map(Key::value).collect();
            let page = PageOf {
                index: index.as_deref(),
                with: &values,
                direction,
                after: after.as_ref(),
                limit: PAGE,
            };
            let page = AnyRecord::list(engine, name, &page)?;
            let items = page.items.iter().map(|record| Told::of(|to| record.tell(to))).collect();
            after = page.next;
            Ok((items, after.is_some()))
        };
        Ok(Self::new(shape, Decimals { money: scale.0, sums: None }, Box::new(next)))
    }

    /// The accounts of an owner, for a purpose, in a state, with sums in minor units. Batches have sizes of
    /// their own, whatever `limit` says.
    #[must_use]
    pub fn accounts(of: AccountsOf<'static>) -> Self {
        let mut after = of.after.cloned();
        let next = move |engine: &Engine| {
            let (owner, purpose, state) = (of.owner, of.purpose, of.state);
            let wanted = AccountsOf { owner, purpose, state, after: after.as_ref(), limit: PAGE };
            let page = engine.accounts(&wanted)?;
            after = page.next;
            Ok((told(&page.items), after.is_some()))
        };
        Self::new(Account::SHAPE, Decimals { money: 0, sums: None }, Box::new(next))
    }

    /// The statement of an account, in whole units; none where there is no such account. Batches have sizes
    /// of their own, whatever `limit` says.
    ///
    /// # Errors
    ///
    /// Those of [`Engine::get`].
    pub fn statement(engine: &Engine, of: StatementOf<'static>) -> Result<Option<Self>, Error> {
        let Some(account) = engine.get::<Account>(of.account)? else { return Ok(None) };
        let currency = account.currency;
        let mut after = of.after.cloned();
        let next = move |engine: &Engine| {
            let page = StatementOf { after: after.as_ref(), limit: PAGE, ..of.clone() };
            let Some(page) = engine.statement(&page)? else { return Ok((Vec::new(), false)) };
            after = page.next;
            let lines = page.items.iter().map(|item| line(item, currency)).collect();
            Ok((lines, after.is_some()))
        };
        let decimals = Decimals { money: currency.exponent(), sums: Some(currency.exponent()) };
        Ok(Some(Self::new(LINE, decimals, Box::new(next))))
    }

    /// The trial balance as it is now, or was at a cut: one batch, in whole units.
    ///
    /// # Errors
    ///
    /// Those of [`Engine::trial_balance`] and [`Engine::trial_balance_at`].
    pub fn trial_balance(engine: &Engine, cut: Option<&Cut>) -> Result<Self, Error> {
        let lines = match cut {
            None => engine.trial_balance(),
            Some(cut) => engine.trial_balance_at(cut),
        }?;
        let most = lines.iter().map(|line| line.currency.exponent()).max().unwrap_or_default();
        let next = move |_: &Engine| Ok((told(&lines), false));
        Ok(Self::new(TrialLine::SHAPE, Decimals { money: most, sums: Some(most) }, Box::new(next)))
    }

    /// What happened after a cut, as the feed has it.
    #[must_use]
    pub fn events(mut after: Cut) -> Self {
        let most = u32::try_from(limits::FEED_EVENTS).unwrap_or(PAGE);
        let next = move |engine: &Engine| {
            let page = engine.feed(&after, most)?;
            after = page.next;
            Ok((told(&page.events), !page.events.is_empty()))
        };
        Self::new(Event::SHAPE, Decimals { money: 0, sums: None }, Box::new(next))
    }

    /// What its columns hold.
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.schema)
    }

    /// Reads the next batch; none at the end, and none behind an error. For hosts that do not always have the
    /// engine at hand; [`List::reader`] is for all others.
    ///
    /// # Errors
    ///
    /// [`ArrowError::ExternalError`] holds the engine's [`Error`], if that is what failed.
    pub fn next_batch(&mut self, engine: &Engine) -> Result<Option<RecordBatch>, ArrowError> {
        while std::mem::take(&mut self.has_more) {
            let batch = self.page(engine)?;
            // A page may come out empty and still not be the last.
            if batch.num_rows() > 0 {
                return Ok(Some(batch));
            }
        }
        Ok(None)
    }

    fn page(&mut self, engine: &Engine) -> Result<RecordBatch, ArrowError> {
        let read = (self.next)(engine);
        let (items, has_more) = read.map_err(|error| ArrowError::ExternalError(Box::new(error)))?;
        self.has_more = has_more;
        let rows = items.len();
        items.into_iter().try_for_each(|mut told| self.row.put(&mut told))?;
        let mut columns: Vec<ArrayRef> = Vec::with_capacity(self.schema.fields().len());
        self.row.finish(&mut columns)?;
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        RecordBatch::try_new_with_options(SchemaRef::clone(&self.schema), columns, &options)
    }

    /// The list as a reader of batches.
    #[must_use]
    pub fn reader(self, engine: Arc<Engine>) -> impl RecordBatchReader + Send {
        Pages { list: self, engine }
    }
}

/// A list together with whom to ask for it.
struct Pages {
    list: List,
    engine: Arc<Engine>,
}

impl Iterator for Pages {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.list.next_batch(&self.engine).transpose()
    }
}

impl RecordBatchReader for Pages {
    fn schema(&self) -> SchemaRef {
        self.list.schema()
    }
}

fn told<T: Described>(items: &[T]) -> Vec<Told> {
    items.iter().map(|item| Told::of(|to| item.tell(to))).collect()
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
