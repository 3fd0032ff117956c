//! Retry a reversal.

use crate::actor::Role;
use crate::command::command;
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::id::OperationId;
use crate::operation::{Operation, OperationState, reverse};

command! {
    /// Asks a channel once more to undo an operation that succeeded in vain, after the reversal before was
    /// declined or failed.
    pub struct RetryReversal = 48 "retry_reversal", repeated by State, answers Operation {
        /// The operation that succeeded in vain.
        1 operation: OperationId,
    }
    refuses [NotPermitted, NotFound, OperationUnfinished, WrongState]
}

impl RetryReversal {
    /// Of this operation.
    #[must_use]
    pub const fn new(operation: OperationId) -> Self {
        Self { operation }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Operation, Stop> {
        if !on.actor().may(Role::Agent) {
            return Err(refused!(Code::NotPermitted, "{} may not reverse operations", on.actor()).into());
        }
        let operation = on.get::<Operation>(self.operation)?;
        let id = operation.id;
        let Some(before) = operation.reversed_by else {
            return Err(refused!(Code::WrongState, "{id} was never to be reversed").into());
        };
        let before = on.get::<Operation>(before)?;
        if before.is_unfinished() {
            let reversal = before.id;
            return Err(
                refused!(Code::OperationUnfinished, "{reversal} reverses {id} and is unfinished").into()
            );
        }
        if before.state == OperationState::Succeeded || operation.state != OperationState::Succeeded {
            let (was, is) = (before.state, operation.state);
            return Err(
                refused!(Code::WrongState, "{id} is {is} and its reversal {was}: nothing to retry").into()
            );
        }
        // After this line nothing may fail.
        reverse(on, &operation)?;
        on.get::<Operation>(id).map(|operation| Operation::clone(&operation))
    }
}
