//! Cases: what the rules cannot settle, for people to look at.

use crate::engine::{Stop, View};
use crate::id::{CaseId, TransferId};
use crate::machine::Word;
use crate::storage::{Key, record, states, words};
use crate::time::Timestamp;
use minicbor::bytes::ByteArray;

record! {
    /// Something for people to look at.
    pub struct Case = 18 "cases" kept by Journal {
        /// Derived from kind and subject: the same thing opens one case.
        id: CaseId,
        /// What it is about.
        1 kind: CaseKind,
        /// The record it is about.
        2 subject: [u8; 16],
        /// The transfer that booked the money, if any moved.
        3 transfer: Option<TransferId>,
        /// What happened.
        4 detail: String,
        /// Where it stands.
        5 state: CaseState,
        /// Since when.
        6 opened_at: Timestamp,
    }
    index by_state(state, opened_at);
}

words! {
    /// What a case is about.
    pub enum CaseKind {
        /// A channel reported something else than before about the same operation.
        1 ContradictingOutcome = "contradicting_outcome",
        /// An operation succeeded that no payment rests on; the money is kept for its payer.
        2 UnwantedSuccess = "unwanted_success",
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
    }
    starts { 1801 Opened => Open, }
    edges { 1802 Open + WasClosed => Closed, }
}

/// Opens the case of this kind about this subject, unless it was opened before.
pub(crate) fn open_case(
    on: &mut View<'_>,
    kind: CaseKind,
    subject: [u8; 16],
    transfer: Option<TransferId>,
    detail: String,
) -> Result<(), Stop> {
    let id = CaseId::of(Key::natural("cases", (kind.word(), ByteArray::from(subject))));
    if on.find::<Case>(id)?.is_some() {
        return Ok(());
    }
    let opened_at = on.now();
    let case = Case { id, kind, subject, transfer, detail, state: CaseState::Open, opened_at };
    on.begin(case, CaseEvent::Opened).map(|_| ())
}
