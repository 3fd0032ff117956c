//! Reads: records by id and in pages, balances, statements, the trial balance; and what is due.

use crate::asking::taken;
use crate::fault::exception;
use crate::giving::{give, give_by};
use crate::handle::Handle;
use crate::moment::{moment_at, to_moment};
use crate::money::{is_int, type_name};
use crate::registry::Registry;
use crate::taking::{Taker, Wrong, id_of};
use paywright::catalogue::AnyRecord;
use paywright::shape::{Described, FieldsSpec, Form, Shape};
use paywright::storage::{Direction, Index, Value};
use paywright::{
    AccountId, AccountKey, AccountState, AccountsOf, AsOf, Cursor, Cut, Engine, Error, Figures, Owner, Page,
    PageOf, Purpose, Side, StatementLines, StatementOf, TransferKind,
};
use paywright_tables::Key;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyList;

/// Items, and where the next page begins.
pub(crate) type Items<'py> = (Bound<'py, PyList>, Option<String>);

/// How a page is read: newest first or not, where it begins, how many items it has.
type Paging = (bool, Option<String>, u32);

/// The record with this name and id.
#[pyfunction]
pub(crate) fn get<'py>(
    handle: &Bound<'py, Handle>,
    name: &str,
    id: &Bound<'py, PyAny>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = handle.py();
    let key = fields_of(name)?.fields.first().map(|field| field.shape);
    let id = match key {
        Some(Shape::Id(spec)) => id_of(Registry::get(py)?, id, spec),
        // A transfer's key is its place; it is asked for by its id.
        _ => id_of(Registry::get(py)?, id, transfer_id()?),
    };
    let id = id.map_err(|wrong| wrong.within("id").into_error(py))?;
    let found = handle.get().ask(py, |engine| AnyRecord::get(engine, name, id))?;
    found.map(|record| give_by(py, |to| record.tell(to))).transpose()
}

fn transfer_id() -> PyResult<&'static paywright::shape::IdSpec> {
    match paywright::TransferId::SHAPE {
        Shape::Id(spec) => Ok(spec),
        _ => Err(PyTypeError::new_err("a transfer has no id")),
    }
}

pub(crate) fn fields_of(name: &str) -> PyResult<&'static FieldsSpec> {
    let of = AnyRecord::SHAPES.iter().find_map(|shape| match shape {
        Shape::Fields(of) if of.name == name => Some(*of),
        _ => None,
    });
    of.ok_or_else(|| PyTypeError::new_err(format!("{name} is no record that is kept in a table")))
}

/// A page of records, by id or by an index and the values of its leading columns.
#[pyfunction]
pub(crate) fn page<'py>(
    handle: &Bound<'py, Handle>,
    name: &str,
    index: Option<&str>,
    fields: Vec<(String, Bound<'py, PyAny>)>,
    paging: Paging,
) -> PyResult<Items<'py>> {
    let py = handle.py();
    let page = records(handle, name, index, fields, paging)?;
    items(py, page, |py, record| give_by(py, |to| record.tell(to)))
}

pub(crate) fn records(
    handle: &Bound<'_, Handle>,
    name: &str,
    index: Option<&str>,
    with: Vec<(String, Bound<'_, PyAny>)>,
    (newest_first, after, limit): Paging,
) -> PyResult<Page<AnyRecord>> {
    let (py, of) = (handle.py(), fields_of(name)?);
    let with = cells(of, index, with)?;
    let values: Vec<Value<'_>> = with.iter().map(Key::value).collect();
    let after = cursor(py, after)?;
    let page = PageOf { index, with: &values, direction: way(newest_first), after: after.as_ref(), limit };
    handle.get().ask(py, |engine| AnyRecord::list(engine, name, &page))
}

/// The values of an index's leading columns, in the order of the columns.
pub(crate) fn cells(
    of: &FieldsSpec,
    index: Option<&str>,
    mut with: Vec<(String, Bound<'_, PyAny>)>,
) -> PyResult<Vec<Key>> {
    if let Some(index) = columns(of, index) {
        let place = |name: &str| index.columns.iter().position(|column| *column == name);
        with.sort_by_key(|(name, _)| place(name).unwrap_or(usize::MAX));
        let mut columns = index.columns.iter();
        if let Some((name, _)) = with.iter().find(|(name, _)| columns.next() != Some(&name.as_str())) {
            let text = format!("{name}: the index {} goes by {}", index.name, index.columns.join(", "));
            return Err(PyTypeError::new_err(text));
        }
    } else if let (Some((name, _)), None) = (with.first(), index) {
        let text = format!("{name}: say which index to look it up in, such as by='by_{name}'");
        return Err(PyTypeError::new_err(text));
    }
    with.iter().map(|(field, value)| cell(of, field, value)).collect()
}

/// The index with this name; one that is unknown is refused by the engine.
fn columns(of: &FieldsSpec, index: Option<&str>) -> Option<&'static Index> {
    let Form::Row(table) = of.form else { return None };
    let table = paywright::schema().tables.iter().find(|known| known.name == table)?;
    table.indexes.iter().find(|known| Some(known.name) == index)
}

fn text_of(value: &Bound<'_, PyAny>, place: &str) -> PyResult<String> {
    value.extract().map_err(|error| Wrong::from(error).within(place).into_error(value.py()))
}

fn cell(of: &FieldsSpec, field: &str, value: &Bound<'_, PyAny>) -> PyResult<Key> {
    let py = value.py();
    let found = of.fields.iter().find(|known| known.name == field);
    let shape = found.map(|known| known.shape);
    let shape = shape.ok_or_else(|| PyTypeError::new_err(format!("{} has no field {field}", of.name)))?;
    let shape = if let Shape::Optional(inner) = shape { inner } else { shape };
    match shape {
        Shape::Id(spec) => {
            let id = id_of(Registry::get(py)?, value, spec);
            id.map(Key::Id).map_err(|wrong| wrong.within(field).into_error(py))
        }
        Shape::Time => Ok(Key::Int(moment_at(value, field)?.as_micros())),
        Shape::Variants(of) if of.name == "Owner" => {
            taken::<Owner>(value, field).map(|owner| Key::Text(owner.to_string()))
        }
        Shape::Whole { .. } if is_int(value) => {
            let beyond = |_| PyValueError::new_err(format!("{field}: a number has at most 64 bits"));
            value.extract().map(Key::Int).map_err(beyond)
        }
        Shape::Text => Ok(Key::Text(text_of(value, field)?)),
        Shape::Words(_) => {
            // Only words of its own are looked up; another's would just not be found.
            let checked = Taker::new(py)?.take(value, shape);
            checked.map_err(|wrong| wrong.within(field).into_error(py))?;
            Ok(Key::Text(text_of(value, field)?))
        }
        _ => {
            let given = type_name(value);
            Err(PyTypeError::new_err(format!("{field}: no such value is looked up by {given}")))
        }
    }
}

pub(crate) fn way(newest_first: bool) -> Direction {
    if newest_first { Direction::Descending } else { Direction::Ascending }
}

fn cursor(py: Python<'_>, text: Option<String>) -> PyResult<Option<Cursor>> {
    let read = |text: String| text.parse().map_err(|error: Error| exception(py, &error));
    text.map(read).transpose()
}

fn items<'py, T>(
    py: Python<'py>,
    page: Page<T>,
    give: impl Fn(Python<'py>, &T) -> PyResult<Bound<'py, PyAny>>,
) -> PyResult<Items<'py>> {
    let given = page.items.iter().map(|item| give(py, item)).collect::<PyResult<Vec<_>>>()?;
    Ok((PyList::new(py, given)?, page.next.map(|next| next.to_string())))
}

/// Whose accounts, what for, and how they stand.
pub(crate) type Wanted<'py> =
    (Option<Bound<'py, PyAny>>, Option<Bound<'py, PyAny>>, Option<Bound<'py, PyAny>>);

/// The same, taken.
pub(crate) struct AccountsWanted(Option<Owner>, Option<Purpose>, Option<AccountState>);

impl AccountsWanted {
    pub(crate) fn of((owner, purpose, state): Wanted<'_>) -> PyResult<Self> {
        Ok(Self(
            owner.map(|owner| taken(&owner, "owner")).transpose()?,
            purpose.map(|purpose| taken(&purpose, "purpose")).transpose()?,
            state.map(|state| taken(&state, "state")).transpose()?,
        ))
    }

    /// From the first one on.
    pub(crate) fn all(&self) -> AccountsOf<'static> {
        AccountsOf { owner: self.0, purpose: self.1, state: self.2, ..AccountsOf::ALL }
    }

    fn page<'a>(&self, after: Option<&'a Cursor>, limit: u32) -> AccountsOf<'a> {
        AccountsOf { after, limit, ..self.all() }
    }
}

/// A page of accounts.
#[pyfunction]
pub(crate) fn accounts<'py>(
    handle: &Bound<'py, Handle>,
    wanted: Wanted<'py>,
    paging: Paging,
) -> PyResult<Items<'py>> {
    let py = handle.py();
    let (wanted, (_, after, limit)) = (AccountsWanted::of(wanted)?, paging);
    let after = cursor(py, after)?;
    let page = handle.get().ask(py, |engine| engine.accounts(&wanted.page(after.as_ref(), limit)))?;
    items(py, page, |py, account| give(py, account))
}

/// What an account holds, or held at a cut or a time.
#[pyfunction]
pub(crate) fn balance<'py>(
    handle: &Bound<'py, Handle>,
    account: &Bound<'py, PyAny>,
    cut: Option<&str>,
    recorded: Option<Bound<'py, PyAny>>,
    effective: Option<Bound<'py, PyAny>>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = handle.py();
    let account: AccountId = taken(account, "account")?;
    let cut = cut.map(|cut| cut_of(py, cut)).transpose()?;
    let at = match (&cut, recorded, effective) {
        (None, None, None) => None,
        (Some(cut), None, None) => Some(AsOf::Cut(cut)),
        (None, Some(time), None) => Some(AsOf::Recorded(moment_at(&time, "recorded")?)),
        (None, None, Some(time)) => Some(AsOf::Effective(moment_at(&time, "effective")?)),
        _ => {
            return Err(PyTypeError::new_err("one moment at most: a cut, recorded until, or effective from"));
        }
    };
    let figures = handle.get().ask(py, |engine| match at {
        None => engine.balance(account),
        Some(at) => engine.balance_as_of(account, at),
    })?;
    figures.map(|figures| give(py, &figures)).transpose()
}

/// From when, until when, and of which kind lines are.
pub(crate) type Shown<'py> = (Option<Bound<'py, PyAny>>, Option<Bound<'py, PyAny>>, Option<u16>, bool);

/// The same, taken: which lines of which account.
pub(crate) struct StatementWanted(StatementOf<'static>);

impl StatementWanted {
    pub(crate) fn of(account: AccountId, shown: Shown<'_>, newest_first: bool) -> PyResult<Self> {
        let (from, below, kind, all) = shown;
        let time =
            |time: Option<Bound<'_, PyAny>>, place| time.map(|time| moment_at(&time, place)).transpose();
        let of = StatementOf {
            from: time(from, "since")?,
            below: time(below, "before")?,
            kind: kind.map(TransferKind),
            lines: if all { StatementLines::All } else { StatementLines::Posted },
            direction: way(newest_first),
            ..StatementOf::new(account)
        };
        Ok(Self(of))
    }

    /// From the first one on.
    pub(crate) fn all(&self) -> StatementOf<'static> {
        self.0.clone()
    }

    fn page<'a>(&self, after: Option<&'a Cursor>, limit: u32) -> StatementOf<'a> {
        StatementOf { after, limit, ..self.all() }
    }
}

/// A page of an account's statement; none where there is no such account.
#[pyfunction]
pub(crate) fn statement<'py>(
    handle: &Bound<'py, Handle>,
    account: &Bound<'py, PyAny>,
    shown: Shown<'py>,
    paging: Paging,
) -> PyResult<Option<Items<'py>>> {
    let py = handle.py();
    let (newest_first, after, limit) = paging;
    let wanted = StatementWanted::of(taken(account, "account")?, shown, newest_first)?;
    let after = cursor(py, after)?;
    let page = handle.get().ask(py, |engine| engine.statement(&wanted.page(after.as_ref(), limit)))?;
    page.map(|page| items(py, page, |py, line| give(py, line))).transpose()
}

/// The sums of all accounts, now or at a cut.
#[pyfunction]
pub(crate) fn trial_balance<'py>(
    handle: &Bound<'py, Handle>,
    cut: Option<&str>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = handle.py();
    let cut = cut.map(|cut| cut_of(py, cut)).transpose()?;
    let lines = handle.get().ask(py, |engine| match &cut {
        None => engine.trial_balance(),
        Some(cut) => engine.trial_balance_at(cut),
    })?;
    give(py, &lines)
}

pub(crate) fn cut_of(py: Python<'_>, text: &str) -> PyResult<Cut> {
    text.parse().map_err(|error: Error| exception(py, &error))
}

/// Time of the newest entry; the engine's clock; how many calls wait.
#[pyfunction]
pub(crate) fn times<'py>(
    handle: &Bound<'py, Handle>,
) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>, usize)> {
    let py = handle.py();
    let told = |engine: &Engine| Ok((engine.written_until()?, engine.now(), engine.waiting()));
    let (written, now, waiting) = handle.get().ask(py, told)?;
    Ok((to_moment(py, written)?, to_moment(py, now)?, waiting))
}

/// The id of the account with this key.
#[pyfunction]
pub(crate) fn account_id<'py>(key: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    give(key.py(), &taken::<AccountKey>(key, "account")?.id())
}

/// What follows from four sums on a side: balance, available, ceiling.
#[pyfunction]
pub(crate) fn figures(side: &Bound<'_, PyAny>, sums: [i128; 4]) -> PyResult<(i128, i128, i128)> {
    let [debits, credits, pending_debits, pending_credits] = sums;
    let side: Side = taken(side, "side")?;
    let figures = Figures { side, debits, credits, pending_debits, pending_credits };
    Ok((figures.balance(), figures.available(), figures.ceiling()))
}

/// The id of a type for a natural key of the caller.
#[pyfunction]
pub(crate) fn derived(prefix: &str, natural_key: &str) -> PyResult<String> {
    id_spec(prefix).map(|spec| spec.text(spec.derived(natural_key)))
}

/// The text of an id with these bytes.
#[pyfunction]
pub(crate) fn id_text(prefix: &str, bytes: [u8; 16]) -> PyResult<String> {
    let spec = id_spec(prefix)?;
    if bytes == [0; 16] {
        return Err(PyValueError::new_err("an id of sixteen zero bytes stands for nothing"));
    }
    Ok(spec.text(bytes))
}

/// The bytes of an id.
#[pyfunction]
pub(crate) fn id_bytes(prefix: &str, text: &str) -> PyResult<[u8; 16]> {
    id_spec(prefix)?.read(text).map_err(|error| PyValueError::new_err(error.to_string()))
}

/// Any id of core's, by what its texts begin with.
fn id_spec(prefix: &str) -> PyResult<&'static paywright::shape::IdSpec> {
    let ids = paywright::catalogue::ids().find(|spec| spec.prefix == prefix);
    ids.ok_or_else(|| PyValueError::new_err(format!("no ids begin with {prefix}")))
}

/// Ends the claims of a worker that started anew.
#[pyfunction]
pub(crate) fn recover(handle: &Bound<'_, Handle>, worker: &str) -> PyResult<usize> {
    handle.get().ask(handle.py(), |engine| engine.recover(worker))
}

/// Hands out what is due.
#[pyfunction]
pub(crate) fn claim<'py>(
    handle: &Bound<'py, Handle>,
    worker: &str,
    most: u32,
    lease_seconds: u32,
) -> PyResult<Bound<'py, PyAny>> {
    let py = handle.py();
    give(py, &handle.get().ask(py, |engine| engine.claim(worker, most, lease_seconds))?)
}

/// Does what time has made due.
#[pyfunction]
pub(crate) fn tick(handle: &Bound<'_, Handle>) -> PyResult<usize> {
    handle.get().ask(handle.py(), Engine::tick)
}
