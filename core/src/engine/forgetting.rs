//! Housekeeping: old keys are found and forgotten in bounded steps.

use super::Engine;
use crate::error::{Code, Error};
use crate::id::KeyId;
use crate::journal::{ForgetKeys, IdempotencyKey};
use crate::limits;
use crate::progress::Progress;
use crate::storage::{Record, Rows, Scan};
use crate::time::Timestamp;
use std::ops::ControlFlow;

impl Engine {
    /// Forgets the idempotency keys that were used before a moment, at least 30 days back, and answers how
    /// many. All keys are gone through, at most 2,000 a step; each step that finds some is a commit of its
    /// own. `progress` is told how many keys were looked at, and may stop between steps; it may
    /// call the engine.
    ///
    /// From then on a request under such a key is new. The journal keeps what was done under it.
    ///
    /// ```
    /// use paywright::*;
    /// use std::ops::ControlFlow;
    /// # let engine = Engine::new(MemoryStorage::new())?;
    /// let two_months_ago = engine.now().plus_seconds(-60 * 86_400);
    /// let forgotten = engine.forget_keys(two_months_ago, |_| ControlFlow::Continue(()))?;
    /// assert_eq!(forgotten, 0);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// `invalid_value` for a moment that is too near; `stopped`; as [`Engine::execute`]. What was forgotten
    /// before stays forgotten.
    pub fn forget_keys(
        &self,
        before: Timestamp,
        mut progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<u64, Error> {
        let page = u32::try_from(limits::FORGOTTEN_KEYS).unwrap_or(u32::MAX);
        let (mut forgotten, mut seen, mut last) = (0_u64, 0_u64, None);
        loop {
            let after = last.map(|key: KeyId| [crate::storage::Key::from(key).value()]);
            let after = after.as_ref().map(|key| &key[..]);
            let mut rows = Rows::new(IdempotencyKey::TABLE);
            let more =
                self.reads()?.scan(&Scan { after, ..Scan::all(IdempotencyKey::TABLE, page) }, &mut rows)?;
            let ids: Vec<KeyId> = (0..rows.len()).map(|i| KeyId::of(rows.key(i))).collect();
            let old = ids.iter().enumerate().filter(|(i, _)| rows.stamp(*i).changed_at < before);
            let keys: Vec<KeyId> = old.map(|(_, id)| *id).collect();
            if !keys.is_empty() {
                match self.execute(ForgetKeys { keys, before }) {
                    Ok(done) => forgotten = forgotten.saturating_add(done.keys),
                    // Somebody else forgot some of them since they were looked at: they are looked at again.
                    Err(Error::Refused(refused)) if refused.code == Code::NotFound => continue,
                    Err(error) => return Err(error),
                }
            }
            seen = seen.saturating_add(u64::try_from(ids.len()).unwrap_or(u64::MAX));
            last = ids.last().copied();
            if !more {
                return Ok(forgotten);
            }
            Progress { done: seen, total: None }.tell("keys were looked at", &mut progress)?;
        }
    }
}
