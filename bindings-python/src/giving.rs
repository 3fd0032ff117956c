//! What the engine answers, as Python's objects: built piece by piece as a value tells itself.

use crate::moment::to_moment;
use crate::money::{Money, to_currency, to_decimal};
use crate::registry::Registry;
use paywright::Code;
use paywright::shape::{Described, Piece};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyList, PyString};

/// A described value as Python's.
pub(crate) fn give<'py>(py: Python<'py>, value: &impl Described) -> PyResult<Bound<'py, PyAny>> {
    give_by(py, |to| value.tell(to))
}

/// What is told, as Python's.
pub(crate) fn give_by<'py>(
    py: Python<'py>,
    tell: impl FnOnce(&mut dyn FnMut(Piece<'_>)),
) -> PyResult<Bound<'py, PyAny>> {
    let mut giver = Giver { py, registry: Registry::get(py)?, open: Vec::new(), done: Ok(None) };
    tell(&mut |piece| giver.take(piece));
    Ok(giver.done?.unwrap_or_else(|| py.None().into_bound(py)))
}

/// A whole whose parts are still to come.
struct Open<'py> {
    /// The class of a record; none of a list.
    class: Option<Bound<'py, PyAny>>,
    left: usize,
    parts: Vec<Bound<'py, PyAny>>,
}

struct Giver<'py> {
    py: Python<'py>,
    registry: &'static Registry,
    open: Vec<Open<'py>>,
    done: PyResult<Option<Bound<'py, PyAny>>>,
}

impl<'py> Giver<'py> {
    fn take(&mut self, piece: Piece<'_>) {
        if self.done.is_ok()
            && let Err(error) = self.put(piece)
        {
            self.done = Err(error);
        }
    }

    fn put(&mut self, piece: Piece<'_>) -> PyResult<()> {
        let (py, registry) = (self.py, self.registry);
        let value = match piece {
            Piece::Absent => py.None().into_bound(py),
            Piece::Flag(flag) => PyBool::new(py, flag).to_owned().into_any(),
            Piece::Whole(number) => match i64::try_from(number) {
                Ok(number) => number.into_pyobject(py)?.into_any(),
                Err(_) => number.into_pyobject(py)?.into_any(),
            },
            Piece::Text(text) => PyString::new(py, text).into_any(),
            Piece::Bytes(bytes) => PyBytes::new(py, bytes).into_any(),
            Piece::Id(id, bytes) => registry.text(py, registry.class(id.name)?, &id.text(bytes))?,
            Piece::Money(money) => Bound::new(py, Money(money))?.into_any(),
            Piece::Currency(currency) => to_currency(py, currency)?,
            Piece::Rate(rate) => to_decimal(py, &rate.to_string())?,
            Piece::Time(time) => to_moment(py, time)?,
            Piece::Metadata(metadata) => registry.text(py, &registry.metadata, metadata.as_str())?,
            Piece::Word(words, place) => member(py, registry.members(words.name)?, place)?,
            Piece::Refused(refused) => {
                let place = Code::ALL.iter().position(|code| *code == refused.code).unwrap_or_default();
                let code = member(py, registry.members("Code")?, place)?;
                let fields = vec![code, PyString::new(py, &refused.explanation).into_any()];
                registry.record(registry.refusal.bind(py), fields)?
            }
            Piece::List(len) => return self.begin(None, len),
            Piece::Fields(of) => {
                let class = registry.class(of.name)?.bind(py).clone().into_any();
                return self.begin(Some(class), of.fields.len());
            }
            Piece::Variant(of, place) => {
                let class = member(py, registry.members(of.name)?, place)?;
                let parts = of.variants.get(place).map_or(0, |variant| variant.parts.len());
                return self.begin(Some(class), parts);
            }
            Piece::Command(spec) => {
                let class = registry.command(py, spec.tag)?;
                return self.begin(Some(class), spec.fields.len());
            }
        };
        self.add(value)
    }

    fn begin(&mut self, class: Option<Bound<'py, PyAny>>, left: usize) -> PyResult<()> {
        let whole = Open { class, left, parts: Vec::with_capacity(left) };
        if left > 0 {
            self.open.push(whole);
            return Ok(());
        }
        let value = self.close(whole)?;
        self.add(value)
    }

    /// Adds a value to the whole that is open, and closes each that it was the last part of.
    fn add(&mut self, mut value: Bound<'py, PyAny>) -> PyResult<()> {
        while let Some(mut whole) = self.open.pop() {
            whole.parts.push(value);
            whole.left -= 1;
            if whole.left > 0 {
                self.open.push(whole);
                return Ok(());
            }
            value = self.close(whole)?;
        }
        self.done = Ok(Some(value));
        Ok(())
    }

    fn close(&self, whole: Open<'py>) -> PyResult<Bound<'py, PyAny>> {
        match whole.class {
            Some(class) => self.registry.record(&class, whole.parts),
            None => Ok(PyList::new(self.py, whole.parts)?.into_any()),
        }
    }
}

pub(crate) fn member<'py>(py: Python<'py>, of: &[Py<PyAny>], place: usize) -> PyResult<Bound<'py, PyAny>> {
    let found = of.get(place).map(|member| member.bind(py).clone());
    found.ok_or_else(|| pyo3::exceptions::PyRuntimeError::new_err("an enum of the package lacks a member"))
}
