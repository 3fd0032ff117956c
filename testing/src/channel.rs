//! A channel that behaves as badly as real ones do, and always in the same way.

use paywright::{Operation, OperationId, Outcome};

/// How a channel treats one operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Behaviour {
    /// Does it and says so.
    Approve,
    /// Refuses it and says so.
    Decline,
    /// Does it, and the answer is lost: only who asks learns of it.
    TimeOutAfterCharging,
    /// Does it, is silent at first, and reports it on its own later.
    AnswerLate,
    /// Does it, says so, and reports it on its own once more.
    AnswerTwice,
}

impl Behaviour {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Approve, Self::Decline, Self::TimeOutAfterCharging, Self::AnswerLate, Self::AnswerTwice];
}

/// What comes back of an operation that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The answer to the call itself; silence is [`Outcome::Unknown`].
    pub first: Outcome,
    /// What the channel reports on its own afterwards, in order.
    pub later: Vec<Outcome>,
}

/// A channel that keeps nothing: what it does with an operation follows from its seed, its weights and the
/// operation's id alone. So another process, or the same after a crash, asks what became of an operation and
/// hears the same.
///
/// It never doubts that an operation reached it: asked about one that was never sent, it says what it would
/// have done.
///
/// ```
/// use paywright_testing::{Behaviour, SimulatedChannel};
/// use paywright::OperationId;
///
/// let operation = OperationId::derived("order 8812");
/// let careless = SimulatedChannel::approving(7).weigh(Behaviour::TimeOutAfterCharging, 3); // three of four
/// assert_eq!(careless.behaviour(operation), careless.clone().behaviour(operation));
/// assert_eq!(SimulatedChannel::approving(7).behaviour(operation), Behaviour::Approve);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimulatedChannel {
    seed: u64,
    weights: [u32; Behaviour::ALL.len()],
}

impl SimulatedChannel {
    /// A mix in which everything happens: six of ten operations are approved, each other behaviour meets one
    /// of ten.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { seed, weights: [6, 1, 1, 1, 1] }
    }

    /// Approves everything, until other behaviours are weighed in; approving itself then weighs 1.
    #[must_use]
    pub const fn approving(seed: u64) -> Self {
        Self { seed, weights: [1, 0, 0, 0, 0] }
    }

    /// Gives a behaviour this weight among the others; 0 rules it out. Where all are ruled out, everything is
    /// approved.
    #[must_use]
    pub fn weigh(mut self, behaviour: Behaviour, weight: u32) -> Self {
        for (slot, of) in self.weights.iter_mut().zip(Behaviour::ALL) {
            if of == behaviour {
                *slot = weight;
            }
        }
        self
    }

    /// How it treats the operation with this id.
    #[must_use]
    pub fn behaviour(&self, operation: OperationId) -> Behaviour {
        let total: u64 = self.weights.iter().copied().map(u64::from).sum();
        let mut place = self.draw(operation).checked_rem(total).unwrap_or(0);
        for (weight, behaviour) in self.weights.iter().copied().map(u64::from).zip(Behaviour::ALL) {
            if place < weight {
                return behaviour;
            }
            place -= weight;
        }
        Behaviour::Approve
    }

    /// Sends an operation.
    #[must_use]
    pub fn send(&self, operation: &Operation) -> Answer {
        self.answer(operation.id)
    }

    /// Asks what became of an operation: the truth, whatever was answered when it was sent.
    #[must_use]
    pub fn ask(&self, operation: &Operation) -> Outcome {
        self.truth(operation.id)
    }

    /// What comes back when the operation with this id is sent.
    #[must_use]
    pub fn answer(&self, operation: OperationId) -> Answer {
        let (first, later) = match self.behaviour(operation) {
            Behaviour::Approve => (Outcome::Succeeded, Vec::new()),
            Behaviour::Decline => (declined(), Vec::new()),
            Behaviour::TimeOutAfterCharging => (silence(), Vec::new()),
            Behaviour::AnswerLate => (silence(), vec![Outcome::Succeeded]),
            Behaviour::AnswerTwice => (Outcome::Succeeded, vec![Outcome::Succeeded]),
        };
        Answer { first, later }
    }

    /// What became of the operation with this id.
    #[must_use]
    pub fn truth(&self, operation: OperationId) -> Outcome {
        match self.behaviour(operation) {
            Behaviour::Decline => declined(),
            _ => Outcome::Succeeded,
        }
    }

    fn draw(&self, operation: OperationId) -> u64 {
        let key = u128::from_be_bytes(operation.to_bytes());
        let halves = [(key >> 64) & u128::from(u64::MAX), key & u128::from(u64::MAX)];
        halves.iter().fold(scatter(self.seed), |state, half| {
            // Each half fits: the other bits are masked away.
            scatter(state ^ u64::try_from(*half).unwrap_or_default())
        })
    }
}

fn silence() -> Outcome {
    Outcome::Unknown { raw: None }
}

fn declined() -> Outcome {
    Outcome::Declined { reason: "declined by the card's issuer".to_owned() }
}

/// Turns neighbouring numbers into unrelated ones: the finaliser of SplitMix64.
const fn scatter(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(channel: &SimulatedChannel, operations: u32) -> [u32; 5] {
        let mut counts = [0; 5];
        for i in 0..operations {
            let behaviour = channel.behaviour(OperationId::derived(&i.to_string()));
            counts[Behaviour::ALL.iter().position(|one| *one == behaviour).unwrap()] += 1;
        }
        counts
    }

    #[test]
    fn behaviours_come_as_often_as_they_weigh() {
        let counts = counts(&SimulatedChannel::new(42), 10_000);
        let expected = [6_000, 1_000, 1_000, 1_000, 1_000];
        for (count, expected) in counts.into_iter().zip(expected) {
            assert!(u32::abs_diff(count, expected) < 150, "{counts:?}");
        }
    }

    #[test]
    fn what_is_ruled_out_never_comes() {
        let declining =
            SimulatedChannel::approving(1).weigh(Behaviour::Approve, 0).weigh(Behaviour::Decline, 9);
        assert_eq!(counts(&declining, 500), [0, 500, 0, 0, 0]);
        let nothing = SimulatedChannel::approving(1).weigh(Behaviour::Approve, 0);
        assert_eq!(counts(&nothing, 500), [500, 0, 0, 0, 0]);
    }

    #[test]
    fn another_seed_treats_other_operations_that_way() {
        let [one, other] = [1, 2].map(SimulatedChannel::new);
        let differ = |i: &u32| {
            let id = OperationId::derived(&i.to_string());
            one.behaviour(id) != other.behaviour(id)
        };
        assert!((0..100_u32).filter(differ).count() > 20);
    }
}
