//! The host's side of effects: claim, recover, and what time makes due. Each finds records by index and
//! issues a command; no rule stands here.

use super::{Acceptance, Engine, PageOf, Request, Shelved};
use crate::due::{Due, TimeOut};
use crate::effect::{
    CLOCKS_DIFFER_SECONDS, ClaimEffects, Effect, EffectKind, EffectState, RecoverEffects, Work,
};
use crate::error::Error;
use crate::id::EffectId;
use crate::journal::Lane;
use crate::ledger::Hold;
use crate::limits;
use crate::machine::Word;
use crate::operation::Operation;
use crate::order::Order;
use crate::payment::Payment;
use crate::refund::Refund;
use crate::storage::{Record, Rows, Scan, Value};
use crate::time::Timestamp;

impl Engine {
    /// Hands up to `most` (and at most 1,000) effects that are due to a worker, oldest first, for
    /// `lease_seconds`. The worker performs each and brings its outcome with
    /// [`CompleteEffect`](crate::CompleteEffect).
    ///
    /// # Errors
    /// As [`Engine::execute`].
    pub fn claim(&self, worker: &str, most: u32, lease_seconds: u32) -> Result<Vec<Work>, Error> {
        let most = most.min(effect_limit());
        let mut idle = 0_u32;
        loop {
            let mut effects = Vec::new();
            // Questions first: they are few, and a record in doubt waits for each.
            for kind in [EffectKind::AskOperation, EffectKind::SendOperation] {
                let left = most.saturating_sub(u32::try_from(effects.len()).unwrap_or(u32::MAX));
                effects.extend(self.due(EffectState::Ready, kind, left, self.latest()?)?);
            }
            if effects.is_empty() {
                return Ok(Vec::new());
            }
            let claim = ClaimEffects { worker: worker.to_owned(), effects, lease_seconds };
            let answer = self.request(claim).answer()?;
            // Where some turned out not to be needed any more, or another worker was faster, there may be
            // others; where nothing changes again and again, they are due by another clock than ours.
            idle = idle.saturating_add(u32::from(answer.acceptance == Acceptance::Unchanged));
            if !answer.output.work.is_empty() || idle > 3 {
                return Ok(answer.output.work);
            }
        }
    }

    /// Ends the claims of a worker that started anew, before it claims again: what may not be repeated
    /// becomes unknown, and the channel is asked. Answers how many claims ended.
    ///
    /// # Errors
    /// As [`Engine::execute`].
    pub fn recover(&self, worker: &str) -> Result<usize, Error> {
        let mut ended = 0_usize;
        loop {
            let with = [Value::Text(worker)];
            let page = self.list::<Effect>(&PageOf { limit: 1_000, ..PageOf::index("by_worker", &with) })?;
            if page.items.is_empty() {
                return Ok(ended);
            }
            let effects: Vec<EffectId> = page.items.iter().map(|effect| effect.id).collect();
            ended = ended.saturating_add(effects.len());
            self.execute(RecoverEffects { worker: Some(worker.to_owned()), effects })?;
        }
    }

    /// Does what time has made due, in steps of at most 1,000 of each kind: claims whose lease ran out end
    /// (5 seconds later, for the clock of the host that holds one may be behind this one), holds, orders,
    /// payments and authorisations expire, reviews and payers time out. Answers how many things were done;
    /// call it again while that is not zero.
    ///
    /// # Errors
    /// As [`Engine::execute`]; what was done before stays done.
    pub fn tick(&self) -> Result<usize, Error> {
        let mut done = 0_usize;
        for kind in EffectKind::ALL {
            let ended = self.latest()?.plus_seconds(-CLOCKS_DIFFER_SECONDS);
            let effects = self.due(EffectState::Claimed, *kind, effect_limit(), ended)?;
            if effects.is_empty() {
                continue;
            }
            let ended = effects.len();
            let answer = self.request(RecoverEffects { worker: None, effects }).answer()?;
            if answer.acceptance == Acceptance::New {
                done = done.saturating_add(ended);
            }
        }
        let due = [
            self.due_records::<Hold>(Due::Hold)?,
            self.due_records::<Operation>(Due::Operation)?,
            self.due_records::<Payment>(Due::Payment)?,
            self.due_records::<Refund>(Due::Refund)?,
            self.due_records::<Order>(Due::Order)?,
        ];
        let requests = due.into_iter().flatten().map(|due| Request::new(TimeOut::new(due)));
        for answer in self.batch(requests) {
            if answer?.acceptance == Acceptance::New {
                done = done.saturating_add(1);
            }
        }
        Ok(done)
    }

    /// Records of a type whose time has come, the oldest first.
    fn due_records<R: Shelved>(&self, due: fn(R::Id) -> Due) -> Result<Vec<Due>, Error> {
        let now = self.latest()?;
        let scan = Scan {
            index: R::TABLE.index("by_due"),
            below: Some(Value::Int(now.plus_micros(1).as_micros())),
            ..Scan::all(R::TABLE, effect_limit())
        };
        let mut rows = Rows::new(R::TABLE);
        self.reads()?.scan(&scan, &mut rows)?;
        Ok(super::query::read_all::<R>(&rows)?.iter().map(|record| due(record.id())).collect())
    }

    /// Effects in a state whose time has come by `now`, oldest first.
    fn due(
        &self,
        state: EffectState,
        kind: EffectKind,
        most: u32,
        now: Timestamp,
    ) -> Result<Vec<EffectId>, Error> {
        if most == 0 {
            return Ok(Vec::new());
        }
        let prefix = [Value::Text(state.word()), Value::Text(kind.word())];
        let scan = Scan {
            index: Effect::TABLE.index("by_due"),
            prefix: &prefix,
            below: Some(Value::Int(now.plus_micros(1).as_micros())),
            ..Scan::all(Effect::TABLE, most)
        };
        let mut rows = Rows::new(Effect::TABLE);
        self.reads()?.scan(&scan, &mut rows)?;
        Ok(super::query::read_all::<Effect>(&rows)?.into_iter().map(|effect| effect.id).collect())
    }

    /// The clock, or the time of the last entry where that is later: what the next command will not be
    /// before.
    fn latest(&self) -> Result<Timestamp, Error> {
        // First, because it refuses to be asked by the clock itself, which would ask it again and again.
        let written = self.written_until()?;
        Ok(self.clock.now().max(written))
    }

    /// Time of the newest entry of all lanes; 1970 where there is none. A host with a clock of its own starts
    /// it there.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub fn written_until(&self) -> Result<Timestamp, Error> {
        let mut rows = Rows::new(Lane::TABLE);
        self.reads()?.scan(&Scan::all(Lane::TABLE, super::lane::MOST_LANES.into()), &mut rows)?;
        let lanes = super::query::read_all::<Lane>(&rows)?;
        Ok(lanes.iter().map(|lane| lane.last_at).max().unwrap_or_default())
    }
}

fn effect_limit() -> u32 {
    u32::try_from(limits::EFFECTS).unwrap_or(u32::MAX)
}
