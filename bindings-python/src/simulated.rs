//! The simulated channel of `paywright.testing`, and the loop that takes effects to it.

use crate::giving::give;
use crate::handle::Handle;
use crate::registry::Registry;
use crate::taking::id_of;
use paywright::shape::{Described, Shape};
use paywright::{OperationId, Outcome};
use paywright_testing::{Behaviour, drive as drive_channel};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// A channel whose answers follow from its seed, its weights and the operation's id alone.
#[pyclass(frozen, module = "paywright._native")]
#[derive(Debug)]
pub(crate) struct SimulatedChannel(paywright_testing::SimulatedChannel);

#[pymethods]
impl SimulatedChannel {
    /// The usual mix, or one that approves everything.
    #[new]
    fn new(seed: u64, approving: bool) -> Self {
        let of = if approving {
            paywright_testing::SimulatedChannel::approving
        } else {
            paywright_testing::SimulatedChannel::new
        };
        Self(of(seed))
    }

    /// The same with another weight of the behaviour at this place of all.
    fn weigh(&self, behaviour: usize, weight: u32) -> PyResult<Self> {
        let nowhere = || PyValueError::new_err(format!("there is no behaviour {behaviour}"));
        let behaviour = Behaviour::ALL.get(behaviour).copied().ok_or_else(nowhere)?;
        Ok(Self(self.0.clone().weigh(behaviour, weight)))
    }

    /// How it treats an operation: the place among all behaviours.
    fn behaviour(&self, operation: &Bound<'_, PyAny>) -> PyResult<usize> {
        let behaviour = self.0.behaviour(operation_of(operation)?);
        Ok(Behaviour::ALL.iter().position(|one| *one == behaviour).unwrap_or_default())
    }

    /// Sends an operation: the answer to the call itself, and what is reported afterwards.
    fn send<'py>(
        &self,
        operation: &Bound<'py, PyAny>,
    ) -> PyResult<(Bound<'py, PyAny>, Vec<Bound<'py, PyAny>>)> {
        let py = operation.py();
        let answer = self.0.answer(operation_of(operation)?);
        let later = answer.later.iter().map(|outcome| give(py, outcome)).collect::<PyResult<_>>()?;
        Ok((give(py, &answer.first)?, later))
    }

    /// Asks what became of an operation.
    fn ask<'py>(&self, operation: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let outcome: Outcome = self.0.truth(operation_of(operation)?);
        give(operation.py(), &outcome)
    }
}

fn operation_of(id: &Bound<'_, PyAny>) -> PyResult<OperationId> {
    let Shape::Id(spec) = OperationId::SHAPE else {
        return Err(PyValueError::new_err("operations have no ids"));
    };
    let read = id_of(Registry::get(id.py())?, id, spec).map_err(|wrong| wrong.into_error(id.py()));
    OperationId::from_bytes(read?).map_err(|error| PyValueError::new_err(error.to_string()))
}

/// Performs all effects that are due at this channel, whatever their operations call theirs.
#[pyfunction]
pub(crate) fn drive(
    handle: &Bound<'_, Handle>,
    worker: &str,
    channel: &Bound<'_, SimulatedChannel>,
) -> PyResult<usize> {
    let channel = &channel.get().0;
    handle.get().ask(handle.py(), |engine| drive_channel(engine, worker, channel))
}
