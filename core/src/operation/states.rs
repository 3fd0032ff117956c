//! Where an operation stands.

use super::Operation;
use crate::storage::states;

states! {
    machine "operation" of Operation;
    /// Where an operation stands.
    pub enum OperationState {
        /// Written down, not yet handed to the host.
        1 Created = "created",
        /// Handed to the host to be sent.
        2 Sent = "sent",
        /// The payer must do something: a redirect, a QR code.
        3 AwaitingPayer = "awaiting_payer",
        /// Nobody knows what became of it; its record is in doubt.
        4 Unknown = "unknown",
        /// The channel did it.
        5 Succeeded = "succeeded",
        /// The channel refused it.
        6 Declined = "declined",
        /// It did not happen.
        7 Failed = "failed",
    }
    /// What happens to an operation.
    pub enum OperationEvent {
        /// It was made.
        1 Made = "made",
        /// The host took it to send it.
        2 WasClaimed = "claimed",
        /// The channel needs the payer.
        3 PayerNeeded = "payer_needed",
        /// The channel did it.
        4 WasDone = "succeeded",
        /// The channel refused it.
        5 WasDeclined = "declined",
        /// It did not happen.
        6 WentWrong = "failed",
        /// The channel was silent, or its answer could not be understood.
        7 NoAnswer = "no_answer",
        /// The channel never received it.
        8 NeverArrived = "never_arrived",
        /// The channel took back what it had done.
        9 TakenBack = "taken_back",
        /// It was called off before anybody sent it.
        10 CalledOff = "called_off",
    }
    starts { 1501 Made => Created, }
    edges {
        1502 Created + WasClaimed => Sent,
        1503 Sent + PayerNeeded => AwaitingPayer,
        1504 Sent + WasDone => Succeeded,
        1505 Sent + WasDeclined => Declined,
        1506 Sent + WentWrong => Failed,
        1507 Sent + NoAnswer => Unknown,
        1508 AwaitingPayer + WasDone => Succeeded,
        1509 AwaitingPayer + WasDeclined => Declined,
        1510 AwaitingPayer + NoAnswer => Unknown,
        1511 Unknown + WasDone => Succeeded,
        1512 Unknown + WasDeclined => Declined,
        1513 Unknown + WentWrong => Failed,
        1514 Unknown + NeverArrived => Failed,
        1515 Declined + WasDone => Succeeded,
        1516 Failed + WasDone => Succeeded,
        1517 Succeeded + TakenBack => Failed,
        1518 Created + CalledOff => Failed,
        1519 Unknown + PayerNeeded => AwaitingPayer,
    }
}
