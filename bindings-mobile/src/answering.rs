//! Commands, one or many, and what came of them.

use crate::fault::{Fault, FaultParts};
use crate::handle::NativeEngine;
use crate::telling::{Teller, told_by};
use minicbor::Decode;
use minicbor::decode::{Decoder, Error as Unread};
use paywright::shape::Described;
use paywright::{Actor, Answer, AnyCommand, Error, Request, Timestamp};

/// What came of one request of many.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Outcome {
    /// It was accepted.
    Answered {
        /// The answer, and whether it was new.
        told: Vec<u8>,
    },
    /// It was not.
    Failed {
        /// Why.
        parts: FaultParts,
    },
}

#[uniffi::export]
impl NativeEngine {
    /// One request, in one commit: what its command answers.
    ///
    /// # Errors
    /// Whatever the engine answers where it does not do what was asked.
    pub fn call(&self, request: Vec<u8>) -> Result<Vec<u8>, Fault> {
        let answer = self.decided(&request)?;
        Ok(told_by(|to| answer.output.tell(to)))
    }

    /// The same, with whether it was new.
    ///
    /// # Errors
    /// As [`NativeEngine::call`].
    pub fn answer(&self, request: Vec<u8>) -> Result<Vec<u8>, Fault> {
        Ok(whole(&self.decided(&request)?))
    }

    /// What it would be answered, without doing it.
    ///
    /// # Errors
    /// As [`NativeEngine::call`].
    pub fn preview(&self, request: Vec<u8>) -> Result<Vec<u8>, Fault> {
        let request = read(&request)?;
        Ok(whole(&self.ask(|engine| Ok(engine.preview(request)?))?))
    }

    /// Many requests, in one commit: an outcome each.
    ///
    /// # Errors
    /// A request that is none at all; nothing was then done.
    pub fn batch(&self, requests: Vec<Vec<u8>>) -> Result<Vec<Outcome>, Fault> {
        let requests = requests.iter().map(|request| read(request)).collect::<Result<Vec<_>, _>>()?;
        let results = self.ask(|engine| Ok(engine.batch(requests)))?;
        let outcome = |result: Result<Answer, Error>| match result {
            Ok(answer) => Outcome::Answered { told: whole(&answer) },
            Err(error) => Outcome::Failed { parts: error.into() },
        };
        Ok(results.into_iter().map(outcome).collect())
    }

    /// The same, all or nothing.
    ///
    /// # Errors
    /// That of the first request that was not accepted.
    pub fn atomic(&self, requests: Vec<Vec<u8>>) -> Result<Vec<Vec<u8>>, Fault> {
        let requests = requests.iter().map(|request| read(request)).collect::<Result<Vec<_>, _>>()?;
        let answers = self.ask(|engine| Ok(engine.atomic(requests)?))?;
        Ok(answers.iter().map(whole).collect())
    }
}

impl NativeEngine {
    fn decided(&self, request: &[u8]) -> Result<Answer, Fault> {
        let request = read(request)?;
        let lost = || Err(Error::Bug("a request was not answered".to_owned()));
        self.ask(|engine| Ok(engine.batch([request]).pop().unwrap_or_else(lost)?))
    }
}

fn whole(answer: &Answer) -> Vec<u8> {
    let mut teller = Teller::new();
    teller.array(2);
    teller.tell(|to| answer.output.tell(to));
    teller.tell(|to| answer.acceptance.tell(to));
    teller.into_bytes()
}

/// A request: the tag and the fields of its command, its key, its actor, its deadline.
#[derive(Decode)]
struct Envelope<'b> {
    #[n(0)]
    tag: u16,
    #[b(1)]
    fields: Fields<'b>,
    #[b(2)]
    key: Option<&'b str>,
    #[n(3)]
    actor: Option<Actor>,
    #[n(4)]
    deadline: Option<Timestamp>,
}

/// The fields of a command as they are, for whoever knows its tag.
struct Fields<'b>(&'b [u8]);

impl<'b, C> Decode<'b, C> for Fields<'b> {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, Unread> {
        let begin = d.position();
        d.skip()?;
        d.input().get(begin..d.position()).map(Self).ok_or_else(Unread::end_of_input)
    }
}

fn read(request: &[u8]) -> Result<Request, Fault> {
    let envelope: Envelope<'_> =
        minicbor::decode(request).map_err(|error| Fault::value("unreadable", error))?;
    let spec = AnyCommand::CATALOGUE.iter().find(|spec| spec.tag == envelope.tag);
    let spec = spec
        .ok_or_else(|| Fault::misuse("unknown_command", format!("there is no command {}", envelope.tag)))?;
    let unread = || Fault::value("unreadable", format!("{} cannot be made of these values", spec.name));
    let command = AnyCommand::decode(envelope.tag, envelope.fields.0).ok_or_else(unread)?;
    let mut request = Request::new(command);
    if let Some(key) = envelope.key {
        request = request.key(key);
    }
    if let Some(actor) = envelope.actor {
        request = request.actor(actor);
    }
    if let Some(deadline) = envelope.deadline {
        request = request.deadline(deadline);
    }
    Ok(request)
}
