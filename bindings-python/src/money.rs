//! Amounts and exact decimals: what Python's `Decimal` and texts say, taken to the last digit or refused.

use crate::registry::Registry;
use paywright::{Currency, MoneyError, Rate};
use paywright_tables::{MOST_DIGITS, decimal_of_text};
use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError, PyZeroDivisionError};
use pyo3::prelude::*;
use pyo3::pyclass::CompareOp;
use pyo3::types::{PyBool, PyInt, PyString, PyTuple};
use rust_decimal::Decimal;
use std::hash::{DefaultHasher, Hash, Hasher};

/// An exact amount of one currency.
///
/// It is given as a `Decimal` or a text of whole units: `Money("18.50", "EUR")`. Floats are refused, for they
/// are not exact, and so are ints, for nobody can tell whether euros or cents are meant: say
/// `Money("18", "EUR")` or `Money.of_minor(1850, "EUR")`. Amounts of one currency are added, subtracted and
/// compared; those of different currencies are never equal and have no order.
#[pyclass(frozen, module = "paywright", name = "Money")]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Money(pub(crate) paywright::Money);

#[pymethods]
impl Money {
    #[new]
    fn new(amount: &Bound<'_, PyAny>, currency: &Bound<'_, PyAny>) -> PyResult<Self> {
        let currency = currency_of(currency)?;
        let amount = decimal_of(amount, "an amount")?;
        paywright::Money::from_decimal(amount, currency).map(Self).map_err(unreadable)
    }

    /// An amount from its minor units: `Money.of_minor(1850, "EUR")` is 18.50 EUR.
    #[staticmethod]
    fn of_minor(minor: &Bound<'_, PyAny>, currency: &Bound<'_, PyAny>) -> PyResult<Self> {
        if !is_int(minor) {
            return Err(PyTypeError::new_err("minor units are an int"));
        }
        let beyond =
            |_| PyValueError::new_err("amount_overflow: an amount has at most 64 bits of minor units");
        Ok(Self(paywright::Money::new(minor.extract().map_err(beyond)?, currency_of(currency)?)))
    }

    /// Reads what `str()` writes: `Money.parse("18.50 EUR")`.
    #[staticmethod]
    fn parse(text: &str) -> PyResult<Self> {
        text.parse().map(Self).map_err(unreadable)
    }

    /// The amount in whole units, with as many decimals as the currency has.
    #[getter]
    fn amount<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_decimal(py, &self.0.to_decimal().to_string())
    }

    /// The amount in minor units: 1850 for 18.50 EUR.
    #[getter]
    fn minor(&self) -> i64 {
        self.0.minor()
    }

    /// What it is an amount of.
    #[getter]
    fn currency<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_currency(py, self.0.currency())
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("Money('{}', '{}')", self.0.to_decimal(), self.0.currency())
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.0.hash(&mut hasher);
        hasher.finish()
    }

    fn __bool__(&self) -> bool {
        !self.0.is_zero()
    }

    fn __richcmp__(&self, other: &Bound<'_, PyAny>, how: CompareOp) -> PyResult<Py<PyAny>> {
        let py = other.py();
        let Ok(other) = other.cast::<Self>() else { return Ok(py.NotImplemented()) };
        let other = other.get().0;
        let answer = match how {
            CompareOp::Eq => self.0 == other,
            CompareOp::Ne => self.0 != other,
            _ => how.matches(self.0.compare(other).map_err(mixed)?),
        };
        Ok(PyBool::new(py, answer).to_owned().into_any().unbind())
    }

    fn __add__(&self, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        with(other, |other| self.0.checked_add(other))
    }

    /// So that `sum()` may begin with its 0.
    fn __radd__(&self, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let py = other.py();
        match other.extract::<i64>() {
            Ok(0) if is_int(other) => Ok(Py::new(py, *self)?.into_any()),
            _ => Ok(py.NotImplemented()),
        }
    }

    fn __sub__(&self, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        with(other, |other| self.0.checked_sub(other))
    }

    fn __neg__(&self) -> PyResult<Self> {
        self.0.checked_neg().map(Self).map_err(refused)
    }

    fn __abs__(&self) -> PyResult<Self> {
        if self.0.is_negative() { self.__neg__() } else { Ok(*self) }
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (i64, String))> {
        let money = slf.get().0;
        Ok((slf.get_type().getattr("of_minor")?, (money.minor(), money.currency().to_string())))
    }
}

fn with(
    other: &Bound<'_, PyAny>,
    compute: impl FnOnce(paywright::Money) -> Result<paywright::Money, MoneyError>,
) -> PyResult<Py<PyAny>> {
    let py = other.py();
    let Ok(other) = other.cast::<Money>() else { return Ok(py.NotImplemented()) };
    Ok(Py::new(py, Money(compute(other.get().0).map_err(mixed)?))?.into_any())
}

/// Amounts of two currencies are of two types, as it were.
fn mixed(error: MoneyError) -> PyErr {
    let text = format!("{}: {error}", error.code());
    if error.code() == "currency_mismatch" { PyTypeError::new_err(text) } else { refused(error) }
}

/// What was given cannot be an amount, a currency or a rate.
fn unreadable(error: MoneyError) -> PyErr {
    PyValueError::new_err(format!("{}: {error}", error.code()))
}

/// What came of computing cannot.
fn refused(error: MoneyError) -> PyErr {
    let text = format!("{}: {error}", error.code());
    match error {
        MoneyError::DivisionByZero { .. } => PyZeroDivisionError::new_err(text),
        _ if error.code() == "amount_overflow" => PyOverflowError::new_err(text),
        _ => PyValueError::new_err(text),
    }
}

/// True and False are ints to Python, and no number to anybody else.
pub(crate) fn is_int(value: &Bound<'_, PyAny>) -> bool {
    value.cast::<PyInt>().is_ok() && value.cast::<PyBool>().is_err()
}

/// A currency from its code, or an asset from `CODE/exponent`.
pub(crate) fn currency_of(value: &Bound<'_, PyAny>) -> PyResult<Currency> {
    match value.cast::<PyString>() {
        Ok(text) => text.to_str()?.parse().map_err(unreadable),
        Err(_) => Err(PyTypeError::new_err(format!(
            "a currency is a text such as 'EUR' or 'POINTS/0', not {}",
            type_name(value)
        ))),
    }
}

pub(crate) fn rate_of(value: &Bound<'_, PyAny>) -> PyResult<Rate> {
    Rate::new(decimal_of(value, "a rate")?).map_err(unreadable)
}

/// An exact number: a `Decimal`, or a text that writes one out.
fn decimal_of(value: &Bound<'_, PyAny>, what: &str) -> PyResult<Decimal> {
    if let Ok(text) = value.cast::<PyString>() {
        let text = text.to_str()?;
        return decimal_of_text(text).ok_or_else(|| {
            let shown: String = text.chars().take(40).collect();
            PyValueError::new_err(format!("{what} is written as '18.50', not as '{shown}'"))
        });
    }
    let registry = Registry::get(value.py())?;
    if !value.is_instance(registry.decimal.bind(value.py()))? {
        let given = type_name(value);
        return Err(PyTypeError::new_err(format!(
            "{what} is a Decimal or a text such as '18.50', not {given}"
        )));
    }
    let (is_negative, digits, exponent): (u8, Bound<'_, PyTuple>, Bound<'_, PyAny>) =
        value.call_method0("as_tuple")?.extract()?;
    let (Ok(exponent), true) = (exponent.extract::<i64>(), is_int(&exponent)) else {
        return Err(PyValueError::new_err(format!("{what} is a finite number, not {value}")));
    };
    exact(is_negative == 1, &digits, exponent)?.ok_or_else(|| {
        PyValueError::new_err(format!("{what} has at most {MOST_DIGITS} digits before and behind the point"))
    })
}

/// The decimal of these digits, unless it has too many.
fn exact(is_negative: bool, digits: &Bound<'_, PyTuple>, exponent: i64) -> PyResult<Option<Decimal>> {
    let mut mantissa: i128 = 0;
    if digits.len() > MOST_DIGITS {
        return Ok(None);
    }
    for digit in digits.iter_borrowed() {
        mantissa = mantissa * 10 + i128::from(digit.extract::<u8>()?);
    }
    let most = i64::try_from(MOST_DIGITS).unwrap_or_default();
    if mantissa == 0 || !(-most..=most).contains(&exponent) {
        // Zero with any exponent is zero.
        return Ok((mantissa == 0).then_some(Decimal::ZERO));
    }
    let mantissa = if is_negative { -mantissa } else { mantissa };
    let power = u32::try_from(exponent.unsigned_abs()).unwrap_or_default();
    let (mantissa, scale) = if exponent > 0 {
        (10_i128.checked_pow(power).and_then(|factor| mantissa.checked_mul(factor)), 0)
    } else {
        (Some(mantissa), power)
    };
    Ok(mantissa.and_then(|mantissa| Decimal::try_from_i128_with_scale(mantissa, scale).ok()))
}

pub(crate) fn to_decimal<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    Registry::get(py)?.decimal.bind(py).call1((text,))
}

pub(crate) fn to_currency<'py>(py: Python<'py>, currency: Currency) -> PyResult<Bound<'py, PyAny>> {
    let registry = Registry::get(py)?;
    registry.text(py, &registry.currency, &currency.to_string())
}

/// Number of decimals between the unit that people speak of and the minor unit.
#[pyfunction]
pub(crate) fn exponent(currency: &Bound<'_, PyAny>) -> PyResult<u8> {
    currency_of(currency).map(Currency::exponent)
}

/// What a value's type is called, for errors.
pub(crate) fn type_name(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| "an object".to_owned(), |name| name.to_string())
}
