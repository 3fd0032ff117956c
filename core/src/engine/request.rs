//! Who asks for what, under which key; and what came of it.

use super::Engine;
use crate::actor::Actor;
use crate::command::{AnyCommand, AnyOutput, Command, CommandSpec, Repeat};
use crate::error::{Error, Misuse};
use crate::journal::{Hash, fingerprint};
use crate::limits;
use crate::shape::spoken;
use crate::time::Timestamp;

/// A command, who asks for it, and the key that makes it safe to repeat.
///
/// ```
/// use paywright::{Actor, RegisterUser, Request};
/// let register = RegisterUser::new("customer-17850");
/// let request = Request::new(register).key("import-1/17850").actor(Actor::System);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    command: AnyCommand,
    key: Option<String>,
    actor: Actor,
    deadline: Option<Timestamp>,
}

impl Request {
    /// By the host itself, without a key.
    pub fn new(command: impl Into<AnyCommand>) -> Self {
        Self { command: command.into(), key: None, actor: Actor::System, deadline: None }
    }

    /// With this idempotency key: at most 64 bytes, unique for the actor. The same request with the same key
    /// is answered by what came of it the first time.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// By this actor.
    #[must_use]
    pub fn actor(mut self, actor: Actor) -> Self {
        self.actor = actor;
        self
    }

    /// Worth doing only before this moment, by the engine's clock. A request whose turn comes later, or that
    /// would be decided again later because others were first, is answered `deadline_exceeded`. That is
    /// looked at before anything else, so also where the request repeats one that was done. A commit waits no
    /// longer than that for other writers.
    ///
    /// Nothing was then changed, unless the storage did not say what became of the commit: to ask again with
    /// the same key or id is right after both. What was committed later than the deadline is a success. The
    /// journal and the key know nothing of a deadline, so the next try may have another or none.
    #[must_use]
    pub const fn deadline(mut self, deadline: Timestamp) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Checks what can be checked without a record, and encodes the command, on the caller's thread.
    pub(super) fn prepare(self) -> Result<Prepared, Error> {
        self.check()?;
        let spec = self.command.spec();
        let safe = match spec.repeat {
            Repeat::State => true,
            Repeat::Id => self.key.is_some() || self.command.names_id(),
            Repeat::Key => self.key.is_some(),
        };
        if safe { Ok(self.encode()) } else { Err(not_repeatable(spec)) }
    }

    /// The same for a preview, which has no repeat.
    pub(super) fn prepare_preview(self) -> Result<Prepared, Error> {
        self.check()?;
        Ok(self.encode())
    }

    fn check(&self) -> Result<(), Error> {
        self.actor.check()?;
        if let Some(key) = &self.key {
            limits::text("idempotency key", key, limits::KEY_BYTES)?;
        }
        Ok(())
    }

    fn encode(self) -> Prepared {
        let input = self.command.encode();
        let principal = self.actor.to_string();
        let hash = |_| fingerprint(&principal, self.command.spec().tag, &input);
        let fingerprint = self.key.as_ref().map(hash);
        let Self { command, key, actor, deadline } = self;
        Prepared { command, key, actor, deadline, input, principal, fingerprint }
    }
}

fn not_repeatable(spec: &CommandSpec) -> Error {
    let mend = match spec.repeat {
        Repeat::Id => "give it an idempotency key, or choose the id of what it makes",
        _ => "give it an idempotency key",
    };
    let name = spec.name;
    Error::misuse(Misuse::NotRepeatable, format!("{name} could not be told from its own repeat: {mend}"))
}

impl<C: Command> From<C> for Request {
    fn from(command: C) -> Self {
        Self::new(command)
    }
}

/// A request that is ready to be decided.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) command: AnyCommand,
    pub(super) key: Option<String>,
    pub(super) actor: Actor,
    pub(super) deadline: Option<Timestamp>,
    pub(super) input: Vec<u8>,
    pub(super) principal: String,
    /// What tells a repeat, where there is a key.
    pub(super) fingerprint: Option<Hash>,
}

spoken! {
    /// Whether a request was new.
    pub enum Acceptance {
        /// It changed something, and the journal has an entry of it.
        1 New = "new",
        /// It had nothing to change, and left no entry.
        2 Unchanged = "unchanged",
        /// Its key was used by the same request before: the same ids again, records as they are now.
        3 Replayed = "replayed",
    }
}

/// An accepted request's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<T = AnyOutput> {
    /// What the command answers.
    pub output: T,
    /// Whether it was new.
    pub acceptance: Acceptance,
}

impl Answer {
    /// The answer of a known command.
    ///
    /// # Errors
    /// [`Error::Bug`] when the answer is that of another command.
    pub fn of<C: Command>(self) -> Result<Answer<C::Output>, Error> {
        let output = C::Output::try_from(self.output);
        let output =
            output.map_err(|_| Error::Bug(format!("{} was answered by another output", C::SPEC.name)))?;
        Ok(Answer { output, acceptance: self.acceptance })
    }
}

/// A request that knows its engine and its command: made by [`Engine::request`].
#[derive(Debug)]
#[must_use = "nothing is asked before `execute`, `answer` or `preview`"]
pub struct TypedRequest<'a, C> {
    pub(super) engine: &'a Engine,
    pub(super) request: Request,
    pub(super) command: std::marker::PhantomData<C>,
}

impl<C: Command> TypedRequest<'_, C> {
    /// As [`Request::key`].
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.request = self.request.key(key);
        self
    }

    /// As [`Request::actor`].
    pub fn actor(mut self, actor: Actor) -> Self {
        self.request = self.request.actor(actor);
        self
    }

    /// As [`Request::deadline`].
    pub fn deadline(mut self, deadline: Timestamp) -> Self {
        self.request = self.request.deadline(deadline);
        self
    }

    /// One commit, and what the command answers.
    ///
    /// # Errors
    /// [`Error`], with nothing changed; only `outcome_unknown` and `deadline_exceeded` leave open whether it
    /// happened.
    pub fn execute(self) -> Result<C::Output, Error> {
        self.answer().map(|answer| answer.output)
    }

    /// The same, with whether it was new.
    ///
    /// # Errors
    /// As [`TypedRequest::execute`].
    pub fn answer(self) -> Result<Answer<C::Output>, Error> {
        let mut results = self.engine.batch([self.request]);
        results.pop().unwrap_or_else(|| Err(Error::Bug("a request was not answered".to_owned())))?.of::<C>()
    }

    /// What it would answer, without doing it: see [`Engine::preview`].
    ///
    /// # Errors
    /// As [`Engine::preview`].
    pub fn preview(self) -> Result<Answer<C::Output>, Error> {
        self.engine.preview(self.request)?.of::<C>()
    }
}
