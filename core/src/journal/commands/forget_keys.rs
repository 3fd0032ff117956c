//! Forget keys.

use crate::actor::Role;
use crate::command::{AnyCommand, Command, Output, command};
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::id::KeyId;
use crate::journal::{Entry, IdempotencyKey};
use crate::limits;
use crate::shape::told;
use crate::time::Timestamp;
use minicbor::{Decoder, Encoder};
use std::collections::BTreeSet;
use std::convert::Infallible;

command! {
    /// Forgets idempotency keys that were used long ago: whoever uses one again asks for something new. The
    /// journal keeps what was asked under them.
    ///
    /// All of them are forgotten, or none: where none is left that old, nothing changes; where some are gone
    /// or were used since, it is refused. So each use of a key is forgotten by one entry alone.
    ///
    /// [`Engine::forget_keys`](crate::Engine::forget_keys) finds such keys and issues this command.
    pub struct ForgetKeys = 28 "forget_keys", repeated by State, answers Forgotten {
        /// Which, as their rows are called.
        1 keys: Vec<KeyId>,
        /// Only those used before this moment, which lies at least 30 days back.
        2 before: Timestamp,
    }
    refuses [InvalidValue, NotPermitted, NotFound]
}

told! {
    /// What [`ForgetKeys`] did.
    pub struct Forgotten: Copy {
        /// How many keys were forgotten.
        keys: u64,
    }
}

impl ForgetKeys {
    /// The command of an entry, if it is this one.
    pub(crate) fn of(entry: &Entry) -> Option<Self> {
        let is_this = entry.command == Self::SPEC.tag;
        match is_this.then(|| AnyCommand::decode(entry.command, &entry.input))? {
            Some(AnyCommand::ForgetKeys(forget)) => Some(forget),
            _ => None,
        }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Forgotten, Stop> {
        limits::list("keys", self.keys.len(), limits::FORGOTTEN_KEYS)?;
        let latest = latest(on.now());
        if self.before > latest {
            let before = self.before;
            let kept = "a key is kept for 30 days, because a repeat may come that late";
            return Err(refused!(
                Code::InvalidValue,
                "{kept}: not those up to {before}, only up to {latest}"
            )
            .into());
        }
        if !on.actor().may(Role::Administrator) {
            let actor = on.actor();
            return Err(
                refused!(Code::NotPermitted, "{actor} may not forget keys; an administrator may").into()
            );
        }
        on.want::<IdempotencyKey>(self.keys.iter().copied())?;
        let mut asked = BTreeSet::new();
        asked.extend(&self.keys);
        let mut old = Vec::with_capacity(asked.len());
        for id in &asked {
            let is_there = on.find::<IdempotencyKey>(*id)?.is_some();
            old.extend(Some(*id).filter(|_| is_there && on.changed_at::<IdempotencyKey>(*id) < self.before));
        }
        if !old.is_empty() && old.len() < asked.len() {
            let (asked, before) = (asked.len(), self.before);
            let left = old.len();
            return Err(refused!(
                Code::NotFound,
                "of {asked} keys {left} are left that were used before {before}; ask for those alone"
            )
            .into());
        }
        // After this line nothing may fail.
        for id in &old {
            on.remove::<IdempotencyKey>(*id)?;
        }
        Ok(Forgotten { keys: u64::try_from(old.len()).unwrap_or(u64::MAX) })
    }
}

/// Keys used before this moment may be forgotten.
pub(crate) fn latest(now: Timestamp) -> Timestamp {
    now.plus_seconds(i64::try_from(limits::KEY_SECONDS).unwrap_or(i64::MAX).saturating_neg())
}

impl Output for Forgotten {
    fn keep(&self, e: &mut Encoder<Vec<u8>>) -> Result<(), minicbor::encode::Error<Infallible>> {
        e.encode(self.keys).map(|_| ())
    }

    fn recall(d: &mut Decoder<'_>, _: &mut View<'_>) -> Result<Self, Stop> {
        let keys = d.decode().map_err(Stop::undecodable)?;
        Ok(Self { keys })
    }
}
