//! Cases: what the rules cannot settle, for people to look at.

mod commands;

pub use commands::close_case::CloseCase;

use crate::engine::{Stop, View};
use crate::id::{CaseId, TransferId};
use crate::machine::Word;
use crate::storage::{Key, record, states, words};
use crate::time::Timestamp;
use minicbor::bytes::ByteArray;

record! {
    /// Something for people to look at.
    pub struct Case = 18 "cases" kept by Journal {
        /// Derived from kind, subject and transfer: the same thing opens one case.
        id: CaseId,
        /// What it is about.
        1 kind: CaseKind,
        /// The record it is about.
        2 subject: [u8; 16],
        /// The transfer that booked the money, if any moved.
        3 transfer: Option<TransferId>,
        /// What happened, the newest.
        4 detail: String,
        /// Where it stands.
        5 state: CaseState,
        /// Since when.
        6 opened_at: Timestamp,
        /// Who settled it, and how.
        7 settlement: Option<String>,
    }
    index by_state(state, opened_at);
}

words! {
    /// What a case is about.
    pub enum CaseKind {
        /// A channel reported something else than before about the same operation.
        1 ContradictingOutcome = "contradicting_outcome",
        /// Money came whose account could not take it; it is in suspense.
        2 Suspense = "suspense",
        /// What a channel did in vain could not be undone there; the money is still kept for its payer.
        3 ReversalFailed = "reversal_failed",
        /// What was paid for a closed order could not be given back.
        4 RefundNotPossible = "refund_not_possible",
        /// A channel gave back more than it had taken.
        5 GivenBackTwice = "given_back_twice",
    }
}

states! {
    machine "case" of Case;
    /// Where a case stands.
    pub enum CaseState {
        /// Somebody must look at it.
        1 Open = "open",
        /// Somebody settled it.
        2 Closed = "closed",
    }
    /// What happens to a case.
    pub enum CaseEvent {
        /// It was opened.
        1 Opened = "opened",
        /// It was settled.
        2 WasClosed = "closed",
        /// Something else happened about the same.
        3 Reopened = "reopened",
    }
    starts { 1801 Opened => Open, }
    edges {
        1802 Open + WasClosed => Closed,
        1803 Closed + Reopened => Open,
    }
}

/// Opens the case of this kind about this subject and transfer. Where it was opened before: what is new is
/// noted, and a closed one opens again; the same thing once more changes nothing.
pub(crate) fn open_case(
    on: &mut View<'_>,
    kind: CaseKind,
    subject: [u8; 16],
    transfer: Option<TransferId>,
    detail: String,
) -> Result<(), Stop> {
    let natural = (kind.word(), ByteArray::from(subject), transfer);
    let id = CaseId::of(Key::natural("cases", natural));
    let opened_at = on.now();
    match on.find::<Case>(id)? {
        Some(case) if case.detail == detail => Ok(()),
        Some(case) if case.state == CaseState::Closed => {
            let change = |case: &mut Case| (case.detail, case.opened_at) = (detail, opened_at);
            on.advance::<Case>(id, CaseEvent::Reopened, change).map(|_| ())
        }
        Some(_) => on.change::<Case>(id, |case| case.detail = detail).map(|_| ()),
        None => {
            let (state, settlement) = (CaseState::Open, None);
            let case = Case { id, kind, subject, transfer, detail, state, opened_at, settlement };
            on.begin(case, CaseEvent::Opened).map(|_| ())
        }
    }
}
