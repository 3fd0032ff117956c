//! Close a case.

use crate::actor::Role;
use crate::case::{Case, CaseEvent, CaseState};
use crate::command::command;
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::id::CaseId;
use crate::limits;
use crate::machine::State;

command! {
    /// Notes how people settled a case. What moves money is posted by commands of its own.
    pub struct CloseCase = 49 "close_case", repeated by State, answers Case {
        /// The case.
        1 case: CaseId,
        /// How it was settled, at most 256 bytes.
        2 settlement: String,
    }
    refuses [InvalidValue, NotPermitted, NotFound, WrongState]
}

impl CloseCase {
    /// Settled this way.
    pub fn new(case: CaseId, settlement: impl Into<String>) -> Self {
        Self { case, settlement: settlement.into() }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Case, Stop> {
        limits::text("settlement of the case", &self.settlement, limits::TEXT_BYTES)?;
        if !on.actor().may(Role::Agent) {
            return Err(refused!(Code::NotPermitted, "{} may not close cases", on.actor()).into());
        }
        let case = on.get::<Case>(self.case)?;
        CaseState::step(Some(case.state), CaseEvent::WasClosed)?;
        // After this line nothing may fail.
        let settlement = Some(self.settlement.clone());
        on.advance::<Case>(case.id, CaseEvent::WasClosed, |case| case.settlement = settlement)
            .map(|case| Case::clone(&case))
    }
}
