//! Observe an operation.

use crate::actor::Role;
use crate::command::command;
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::id::OperationId;
use crate::operation::{Operation, Outcome, observe};

command! {
    /// Records what a webhook, a query, a statement or a person says about an operation: at any time, any
    /// number of times. An outcome is never refused; one that contradicts what is known opens a case.
    pub struct ObserveOperation = 22 "observe_operation", repeated by State, answers Operation {
        /// The operation.
        1 operation: OperationId,
        /// What is said of it.
        2 outcome: Outcome,
    }
    refuses [InvalidValue, NotPermitted, NotFound]
}

impl ObserveOperation {
    /// This of that.
    #[must_use]
    pub const fn new(operation: OperationId, outcome: Outcome) -> Self {
        Self { operation, outcome }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Operation, Stop> {
        self.outcome.check()?;
        if !on.actor().may(Role::Agent) {
            return Err(refused!(Code::NotPermitted, "{} may not report outcomes", on.actor()).into());
        }
        observe(on, self.operation, &self.outcome)?;
        on.get::<Operation>(self.operation).map(|operation| Operation::clone(&operation))
    }
}
