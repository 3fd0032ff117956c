//! What Python hands in, as the bytes that core reads: checked by the description of each type, and refused
//! with the place where it is wrong.

use crate::moment::moment_of;
use crate::money::{Money, currency_of, is_int, rate_of, type_name};
use crate::registry::Registry;
use minicbor::Encoder;
use paywright::shape::{FieldsSpec, Form, IdSpec, Shape, VariantSpec, VariantsSpec, WordsSpec};
use paywright::{InputField, Metadata, limits};
use pyo3::CastError;
use pyo3::exceptions::{PyTypeError, PyUnicodeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyMapping, PyString, PyTuple};
use std::convert::Infallible;

/// What is wrong with a value, and where in it.
#[derive(Debug)]
pub(crate) struct Wrong {
    place: String,
    error: PyErr,
}

pub(crate) type Taken<T = ()> = Result<T, Wrong>;

impl From<PyErr> for Wrong {
    fn from(error: PyErr) -> Self {
        Self { place: String::new(), error }
    }
}

impl From<CastError<'_, '_>> for Wrong {
    fn from(error: CastError<'_, '_>) -> Self {
        PyErr::from(error).into()
    }
}

impl Wrong {
    /// The value is this part of a greater one.
    pub(crate) fn within(mut self, place: &str) -> Self {
        let dot = if self.place.is_empty() || self.place.starts_with('[') { "" } else { "." };
        self.place = format!("{place}{dot}{}", self.place);
        self
    }

    /// A `TypeError` or `ValueError` that begins with the place; what else went wrong, as it is.
    pub(crate) fn into_error(self, py: Python<'_>) -> PyErr {
        let Self { place, error } = self;
        let text = error.value(py);
        if error.is_instance_of::<PyUnicodeError>(py) {
            let text = "the text holds half of a pair of surrogates, which no file can keep";
            PyValueError::new_err(format!("{place}: {text}"))
        } else if place.is_empty() {
            error
        } else if error.is_instance_of::<PyTypeError>(py) {
            PyTypeError::new_err(format!("{place}: {text}"))
        } else if error.is_instance_of::<PyValueError>(py) {
            PyValueError::new_err(format!("{place}: {text}"))
        } else {
            error
        }
    }
}

/// Writes values into one buffer.
pub(crate) struct Taker {
    registry: &'static Registry,
    out: Encoder<Vec<u8>>,
}

/// Writing to memory cannot fail.
type Written<'a> = Result<&'a mut Encoder<Vec<u8>>, minicbor::encode::Error<Infallible>>;

fn done(written: Written<'_>) -> Taken {
    written.map(|_| ()).map_err(|error| PyValueError::new_err(error.to_string()).into())
}

/// Room for a usual command.
const INPUT_BYTES: usize = 192;

impl Taker {
    pub(crate) fn new(py: Python<'_>) -> PyResult<Self> {
        let out = Encoder::new(Vec::with_capacity(INPUT_BYTES));
        Ok(Self { registry: Registry::get(py)?, out })
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.out.into_writer()
    }

    /// A value of this shape.
    pub(crate) fn take(&mut self, value: &Bound<'_, PyAny>, shape: &Shape) -> Taken {
        match shape {
            Shape::Flag => match value.cast::<PyBool>() {
                Ok(flag) => done(self.out.bool(flag.is_true())),
                Err(_) => Err(other_type("True or False", value)),
            },
            Shape::Whole { least, most } => self.whole(value, *least, *most),
            Shape::Text => done(self.out.str(text_of(value, "a text")?.to_str()?)),
            Shape::Bytes(_) | Shape::OrRefused(_) | Shape::Command => {
                Err(PyTypeError::new_err("no command takes such a value").into())
            }
            Shape::Id(id) => {
                let bytes = id_of(self.registry, value, id)?;
                done(self.out.bytes(&bytes))
            }
            Shape::Money => match value.cast::<Money>() {
                Ok(money) => done(self.out.encode(money.get().0)),
                Err(_) => Err(other_type("Money, such as Money('18.50', 'EUR')", value)),
            },
            Shape::Currency => {
                let currency = currency_of(value)?;
                done(self.out.encode(currency))
            }
            Shape::Rate => {
                let rate = rate_of(value)?;
                done(self.out.encode(rate))
            }
            Shape::Time => {
                let time = moment_of(value)?;
                done(self.out.encode(time))
            }
            Shape::Metadata => {
                let metadata = self.metadata(value)?;
                done(self.out.encode(metadata))
            }
            Shape::Words(words) => self.word(value, words),
            Shape::Fields(of) => self.fields_of(value, of),
            Shape::Variants(of) => self.variant(value, of),
            Shape::Optional(inner) if value.is_none() => {
                let _ = inner;
                done(self.out.null())
            }
            Shape::Optional(inner) => self.take(value, inner),
            Shape::List(item) => self.list(value, item),
        }
    }

    /// The values of a command's or a value's fields, each under its number; what is None is left out.
    pub(crate) fn map(&mut self, values: &Bound<'_, PyTuple>, fields: &[InputField]) -> Taken {
        if values.len() > fields.len() {
            return Err(other_length(values.len(), fields.len()));
        }
        let given = values.iter_borrowed().filter(|value| !value.is_none()).count();
        done(self.out.map(u64::try_from(given).unwrap_or_default()))?;
        for (value, field) in values.iter_borrowed().zip(fields) {
            if !value.is_none() {
                done(self.out.u32(field.number))?;
                self.take(&value, field.shape).map_err(|wrong| wrong.within(field.name))?;
            } else if !matches!(field.shape, Shape::Optional(_)) {
                let missing = PyTypeError::new_err("it must be given, and is None");
                return Err(Wrong::from(missing).within(field.name));
            }
        }
        Ok(())
    }

    fn array(&mut self, values: &Bound<'_, PyTuple>, fields: &[InputField]) -> Taken {
        if values.len() != fields.len() {
            return Err(other_length(values.len(), fields.len()));
        }
        done(self.out.array(u64::try_from(fields.len()).unwrap_or_default()))?;
        for (value, field) in values.iter_borrowed().zip(fields) {
            self.take(&value, field.shape).map_err(|wrong| wrong.within(field.name))?;
        }
        Ok(())
    }

    fn fields_of(&mut self, value: &Bound<'_, PyAny>, of: &FieldsSpec) -> Taken {
        let class = self.registry.class(of.name)?;
        let values = value.cast::<PyTuple>().ok().filter(|_| value.get_type().is(class));
        match (values, of.form) {
            (None, _) => Err(other_type(&format!("{}(...)", of.name), value)),
            (Some(values), Form::Map) => self.map(values, of.fields),
            (Some(values), _) => self.array(values, of.fields),
        }
    }

    fn variant(&mut self, value: &Bound<'_, PyAny>, of: &VariantsSpec) -> Taken {
        let members = self.registry.members(of.name)?;
        let class = value.get_type();
        if let Some(place) = members.iter().position(|member| class.is(member))
            && let (Some(variant), Ok(parts)) = (of.variants.get(place), value.cast::<PyTuple>())
        {
            self.begin_variant(variant)?;
            return self.array(parts, variant.parts).map_err(|wrong| wrong.within(variant.name));
        }
        for variant in of.variants.iter().filter(|variant| variant.is_wrapper) {
            // An id says by its type which of the variants that wrap ids is meant.
            if let Some(InputField { shape: shape @ Shape::Id(id), .. }) = variant.parts.first()
                && class.is(self.registry.class(id.name)?)
            {
                self.begin_variant(variant)?;
                done(self.out.array(1))?;
                return self.take(value, shape);
            }
        }
        let all: Vec<String> =
            of.variants.iter().map(|variant| format!("{}.{}", of.name, variant.name)).collect();
        Err(other_type(&all.join(", "), value))
    }

    fn begin_variant(&mut self, variant: &VariantSpec) -> Taken {
        done(self.out.array(2))?;
        done(self.out.u32(variant.number))
    }

    fn list(&mut self, value: &Bound<'_, PyAny>, item: &Shape) -> Taken {
        let items = match value.cast::<PyString>() {
            // A text is a sequence of texts to Python, and never meant as one here.
            Ok(_) => Err(other_type("a list", value)),
            Err(_) => value.try_iter().map_err(|error| {
                // What the host's own iterable raises comes out as it is.
                if error.is_instance_of::<PyTypeError>(value.py()) {
                    other_type("a list", value)
                } else {
                    error.into()
                }
            }),
        }?;
        let mut len: u64 = 0;
        // Of an iterator nobody knows the length before its end.
        done(self.out.begin_array())?;
        for (place, each) in items.enumerate() {
            let each = each?;
            self.take(&each, item).map_err(|wrong| wrong.within(&format!("[{place}]")))?;
            len += 1;
            if self.out.writer().len() > limits::BATCH_BYTES {
                let most = limits::BATCH_BYTES;
                let text = format!("{len} items are more than one call takes: {most} bytes");
                return Err(PyValueError::new_err(text).into());
            }
        }
        done(self.out.end())
    }

    fn whole(&mut self, value: &Bound<'_, PyAny>, least: i128, most: i128) -> Taken {
        if !is_int(value) {
            return Err(other_type("an int", value));
        }
        // Of Python's ints only those of 64 bits are read at once.
        let number = value.extract::<i64>().map(i128::from).or_else(|_| value.extract::<i128>());
        let number = number.ok().filter(|number| (least..=most).contains(number));
        let number = number.and_then(|number| minicbor::data::Int::try_from(number).ok());
        let beyond = || PyValueError::new_err(format!("a number is between {least} and {most}"));
        done(self.out.int(number.ok_or_else(beyond)?))
    }

    fn metadata(&self, value: &Bound<'_, PyAny>) -> Taken<Metadata> {
        let py = value.py();
        let text = if value.get_type().is(&self.registry.metadata) {
            value.clone()
        } else if value.cast::<PyMapping>().is_ok() {
            self.registry.to_json.bind(py).call1((value,))?
        } else {
            return Err(other_type("a dict", value));
        };
        let parsed = Metadata::parse(text.cast::<PyString>()?.to_str()?);
        parsed.map_err(|error| PyValueError::new_err(error.to_string()).into())
    }

    fn word(&mut self, value: &Bound<'_, PyAny>, of: &WordsSpec) -> Taken {
        let text = text_of(value, of.name)?;
        // A member of another enum may say the same word.
        let foreign = !value.get_type().is(value.py().get_type::<PyString>())
            && !self.registry.members(of.name)?.iter().any(|member| value.is(member));
        let text = text.to_str()?;
        match of.words.iter().find(|word| word.word == text).filter(|_| !foreign) {
            Some(word) => done(self.out.u32(word.number)),
            None if foreign => Err(other_type(of.name, value)),
            None => {
                let all: Vec<&str> = of.words.iter().map(|word| word.word).collect();
                let shown: String = text.chars().take(40).collect();
                let all = all.join(", ");
                Err(PyValueError::new_err(format!("'{shown}' is no {}: give one of {all}", of.name)).into())
            }
        }
    }
}

/// The bytes of an id of this type: of its own class, or a text of it.
pub(crate) fn id_of(registry: &Registry, value: &Bound<'_, PyAny>, id: &IdSpec) -> Taken<[u8; 16]> {
    let class = value.get_type();
    let text = text_of(value, id.name)?;
    if !class.is(registry.class(id.name)?) && value.is_instance(registry.id.bind(value.py()))? {
        return Err(other_type(id.name, value));
    }
    id.read(text.to_str()?).map_err(|error| PyValueError::new_err(error.to_string()).into())
}

fn text_of<'a, 'py>(value: &'a Bound<'py, PyAny>, what: &str) -> Taken<&'a Bound<'py, PyString>> {
    value.cast::<PyString>().map_err(|_| other_type(what, value))
}

fn other_type(wanted: &str, value: &Bound<'_, PyAny>) -> Wrong {
    PyTypeError::new_err(format!("{wanted} is wanted here, not {}", type_name(value))).into()
}

/// No class makes such a record; what is unpickled or made of a bare tuple may be one.
fn other_length(given: usize, wanted: usize) -> Wrong {
    PyTypeError::new_err(format!("a record of {wanted} values is wanted here, and it has {given}")).into()
}
