//! The Python classes that stand for what core describes, and a few callables of Python's own.

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyTuple, PyType};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// What stands for a described type, by its name.
#[derive(Debug)]
pub(crate) enum Known {
    /// Ids and values of named fields.
    Class(Py<PyType>),
    /// The members of an enum, or the classes of variants, in the order of the description.
    Members(Vec<Py<PyAny>>),
}

/// FNV-1a: names are short, known beforehand, and looked up several times a call.
#[derive(Debug)]
struct OfName(u64);

impl Default for OfName {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for OfName {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Handed over once, when the package is imported.
#[derive(Debug)]
pub(crate) struct Registry {
    known: HashMap<String, Known, BuildHasherDefault<OfName>>,
    /// Answers the class of a command; they are loaded when one is first needed.
    command: Py<PyAny>,
    pub(crate) id: Py<PyType>,
    pub(crate) currency: Py<PyType>,
    pub(crate) metadata: Py<PyType>,
    pub(crate) refusal: Py<PyType>,
    /// Makes an exception of kind, code, text and whether it may be tried again.
    pub(crate) error: Py<PyAny>,
    /// Writes an object as JSON.
    pub(crate) to_json: Py<PyAny>,
    pub(crate) decimal: Py<PyType>,
    pub(crate) datetime: Py<PyType>,
    pub(crate) timedelta: Py<PyType>,
    /// 1970, in UTC.
    pub(crate) epoch: Py<PyAny>,
    new_text: Py<PyAny>,
    new_tuple: Py<PyAny>,
}

static REGISTRY: PyOnceLock<Registry> = PyOnceLock::new();

/// The package says which classes stand for what.
#[pyfunction]
pub(crate) fn register(py: Python<'_>, package: &Bound<'_, PyDict>) -> PyResult<()> {
    let registry = Registry::of_package(package)?;
    REGISTRY.set(py, registry).map_err(|_| PyRuntimeError::new_err("the classes are registered already"))
}

impl Registry {
    pub(crate) fn get(py: Python<'_>) -> PyResult<&'static Self> {
        let nobody = || PyRuntimeError::new_err("paywright._native is private: import paywright");
        REGISTRY.get(py).ok_or_else(nobody)
    }

    fn of_package(package: &Bound<'_, PyDict>) -> PyResult<Self> {
        let py = package.py();
        let wanted = |name: &str| {
            let found = package.get_item(name)?;
            found.ok_or_else(|| PyRuntimeError::new_err(format!("the package registers no {name}")))
        };
        let class = |name: &str| Ok::<_, PyErr>(wanted(name)?.cast_into::<PyType>()?.unbind());
        let mut known = HashMap::default();
        for (name, class) in wanted("classes")?.cast::<PyDict>()?.iter() {
            known.insert(name.extract()?, Known::Class(class.cast_into::<PyType>()?.unbind()));
        }
        for (name, members) in wanted("members")?.cast::<PyDict>()?.iter() {
            let members = members.try_iter()?.map(|member| member.map(Bound::unbind));
            known.insert(name.extract()?, Known::Members(members.collect::<PyResult<_>>()?));
        }
        Ok(Self {
            known,
            command: wanted("command")?.unbind(),
            id: class("Id")?,
            currency: class("Currency")?,
            metadata: class("Metadata")?,
            refusal: class("Refusal")?,
            error: wanted("error")?.unbind(),
            to_json: wanted("to_json")?.unbind(),
            decimal: class("Decimal")?,
            datetime: class("datetime")?,
            timedelta: class("timedelta")?,
            epoch: wanted("epoch")?.unbind(),
            new_text: py.get_type::<PyString>().getattr("__new__")?.unbind(),
            new_tuple: py.get_type::<PyTuple>().getattr("__new__")?.unbind(),
        })
    }

    /// The class of ids or of a value of named fields.
    pub(crate) fn class(&self, name: &str) -> PyResult<&Py<PyType>> {
        match self.known.get(name) {
            Some(Known::Class(class)) => Ok(class),
            _ => Err(unknown(name)),
        }
    }

    /// The members of an enum, or the classes of variants.
    pub(crate) fn members(&self, name: &str) -> PyResult<&[Py<PyAny>]> {
        match self.known.get(name) {
            Some(Known::Members(members)) => Ok(members),
            _ => Err(unknown(name)),
        }
    }

    /// The class of the command with this tag.
    pub(crate) fn command<'py>(&self, py: Python<'py>, tag: u16) -> PyResult<Bound<'py, PyAny>> {
        self.command.bind(py).call1((tag,))
    }

    /// A text of one of the package's own classes of text, as it is: nothing is checked.
    pub(crate) fn text<'py>(
        &self,
        py: Python<'py>,
        class: &Py<PyType>,
        text: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.new_text.bind(py).call1((class, text))
    }

    /// A record of a class, of the values of its fields.
    pub(crate) fn record<'py>(
        &self,
        class: &Bound<'py, PyAny>,
        fields: Vec<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = class.py();
        self.new_tuple.bind(py).call1((class, PyTuple::new(py, fields)?))
    }
}

fn unknown(name: &str) -> PyErr {
    PyRuntimeError::new_err(format!("the package has no class for {name}: its parts are of two releases"))
}
