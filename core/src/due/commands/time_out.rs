//! Time out.

use crate::actor::Role;
use crate::command::{Output, command};
use crate::due::Due;
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::shape::told;
use crate::{ledger, operation, order, payment, refund};
use minicbor::{Decoder, Encoder};
use std::convert::Infallible;

command! {
    /// Does what time has made due of one record. What is not due, or no longer, is left as it is: whoever
    /// asks twice changes nothing.
    ///
    /// [`Engine::tick`](crate::Engine::tick) finds such records and issues this command.
    pub struct TimeOut = 27 "time_out", repeated by State, answers TimedOut {
        /// The record.
        1 due: Due,
    }
    refuses [NotPermitted]
}

told! {
    /// What [`TimeOut`] did.
    pub struct TimedOut: Copy {
        /// Whether anything was due.
        was_due: bool,
    }
}

impl TimeOut {
    /// This record.
    #[must_use]
    pub const fn new(due: Due) -> Self {
        Self { due }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<TimedOut, Stop> {
        if !on.actor().may(Role::Agent) {
            return Err(refused!(Code::NotPermitted, "{} may not end what time ends", on.actor()).into());
        }
        let was_due = match self.due {
            Due::Hold(id) => ledger::expire(on, id)?,
            Due::Order(id) => order::time_out(on, id)?,
            Due::Payment(id) => payment::time_out(on, id)?,
            Due::Operation(id) => operation::time_out(on, id)?,
            Due::Refund(id) => refund::time_out(on, id)?,
        };
        Ok(TimedOut { was_due })
    }
}

impl Output for TimedOut {
    fn keep(&self, e: &mut Encoder<Vec<u8>>) -> Result<(), minicbor::encode::Error<Infallible>> {
        e.encode(self.was_due).map(|_| ())
    }

    fn recall(d: &mut Decoder<'_>, _: &mut View<'_>) -> Result<Self, Stop> {
        let was_due = d.decode().map_err(Stop::undecodable)?;
        Ok(Self { was_due })
    }
}
