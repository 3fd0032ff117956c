//! The host's side of effects: claim, perform, complete.

use crate::channel::SimulatedChannel;
use paywright::{CompleteEffect, EffectKind, Engine, Error, ObserveOperation, Request, limits};

/// How long a claim holds: longer than performing anything here takes.
const LEASE_SECONDS: u32 = 60;

/// Claims what is due for `worker`, performs it at the channel and brings back what came of it, a batch at a
/// time, until nothing is due; then what the channel reports on its own is observed. Answers how many effects
/// were performed.
///
/// After a restart call [`Engine::recover`] first: it makes due what an earlier process had claimed.
///
/// ```
/// # use paywright::{
/// #     ConfirmPayment, Engine, MemoryStorage, Method, Payment, PaymentState, RegisterUser, StartPayment,
/// # };
/// use paywright_testing::{Behaviour, SimulatedChannel, drive};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let engine = Engine::new(MemoryStorage::new())?;
/// let user = engine.request(RegisterUser::new("customer-1")).key("1").execute()?;
/// let top_up = StartPayment::top_up(user.id, "50.00 GBP".parse()?, Method::channel("cards"));
/// let payment = engine.request(top_up).key("2").execute()?;
/// engine.execute(ConfirmPayment::new(payment.id))?;
///
/// // The channel charges the card, but its answer is lost. So it is asked: two effects.
/// let channel = SimulatedChannel::approving(7)
///     .weigh(Behaviour::Approve, 0)
///     .weigh(Behaviour::TimeOutAfterCharging, 1);
/// assert_eq!(drive(&engine, "till-1", &channel)?, 2);
/// let payment = engine.get::<Payment>(payment.id)?;
/// assert_eq!(payment.map(|payment| payment.state), Some(PaymentState::Succeeded));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// The first error that the engine answers. What was performed and not brought back is asked about after a
/// recovery.
pub fn drive(engine: &Engine, worker: &str, channel: &SimulatedChannel) -> Result<usize, Error> {
    let most = u32::try_from(limits::EFFECTS).unwrap_or(u32::MAX);
    let mut performed = 0_usize;
    loop {
        let work = engine.claim(worker, most, LEASE_SECONDS)?;
        if work.is_empty() {
            return Ok(performed);
        }
        let (mut answers, mut reports) = (Vec::with_capacity(work.len()), Vec::new());
        for one in &work {
            let first = match one.effect.kind {
                EffectKind::AskOperation => channel.ask(&one.operation),
                EffectKind::SendOperation => {
                    let answer = channel.send(&one.operation);
                    let report = |outcome| Request::new(ObserveOperation::new(one.operation.id, outcome));
                    reports.extend(answer.later.into_iter().map(report));
                    answer.first
                }
            };
            answers.push(Request::new(CompleteEffect::new(one.effect.id, worker, first)));
        }
        for requests in [answers, reports] {
            engine.batch(requests).into_iter().try_for_each(|result| result.map(|_| ()))?;
        }
        performed = performed.saturating_add(work.len());
    }
}
