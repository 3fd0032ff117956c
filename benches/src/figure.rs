//! A figure: what is measured, against what, and how its rounds are taken.

use crate::Outcome;
use crate::ground::Ground;

/// One line of the table of figures.
#[derive(Debug)]
pub struct Figure {
    /// Its name. Two lines may share one; they then differ in unit.
    pub name: &'static str,
    /// What our side does.
    pub what: &'static str,
    /// What it is compared with; nothing where it has no baseline.
    pub baseline: &'static str,
    /// In what both sides are counted.
    pub unit: &'static str,
    /// What the ratio of ours to the baseline, or else ours, is to be at least or at most.
    pub foundation: &'static str,
    /// What it is to be one day.
    pub goal: &'static str,
    /// Whether rounds differ.
    pub noise: Noise,
    /// Sets both sides up.
    pub prepare: fn(&Ground) -> Outcome<Sides>,
}

/// Whether a figure differs from round to round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noise {
    /// A time: it takes several rounds.
    Timed,
    /// A time over so long that it is warm from the start, and three rounds are enough.
    Long,
    /// A count: one round tells it.
    Exact,
}

/// Rounds of [`Noise::Long`], at most.
const LONG_ROUNDS: usize = 3;

/// One round of one side, answered in the figure's unit. It starts from the same data each time; only the
/// part that is measured is timed.
pub type Round = Box<dyn FnMut() -> Outcome<f64>>;

/// Both sides of a figure, ready to take rounds in turn.
pub struct Sides {
    /// The engine's.
    pub ours: Round,
    /// What it is compared with, where there is such a thing.
    pub baseline: Option<Round>,
}

impl Sides {
    /// Two sides.
    pub fn new(
        ours: impl FnMut() -> Outcome<f64> + 'static,
        baseline: impl FnMut() -> Outcome<f64> + 'static,
    ) -> Self {
        Self { ours: Box::new(ours), baseline: Some(Box::new(baseline)) }
    }

    /// One round of each, the baseline first where `baseline_first` says so.
    fn take(&mut self, order: Order, into: &mut Measured) -> Outcome<()> {
        if order == Order::OursFirst {
            into.ours.0.push((self.ours)()?);
        }
        if let (Some(side), Some(series)) = (&mut self.baseline, &mut into.baseline) {
            series.0.push(side()?);
        }
        if order == Order::BaselineFirst {
            into.ours.0.push((self.ours)()?);
        }
        Ok(())
    }
}

/// Whose turn is first in a round; it alternates, so that neither side always finds the disk as the other
/// left it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    OursFirst,
    BaselineFirst,
}

/// What the counted rounds of one side came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series(pub Vec<f64>);

impl Series {
    /// The value in the middle; of an even number of rounds, between the two in the middle.
    #[must_use]
    pub fn median(&self) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        match (sorted.get(middle), sorted.len() % 2) {
            (Some(upper), 1) => *upper,
            (Some(upper), _) => f64::midpoint(sorted[middle - 1], *upper),
            (None, _) => f64::NAN,
        }
    }

    /// The least.
    #[must_use]
    pub fn least(&self) -> f64 {
        self.0.iter().copied().fold(f64::INFINITY, f64::min)
    }

    /// The greatest.
    #[must_use]
    pub fn most(&self) -> f64 {
        self.0.iter().copied().fold(f64::NEG_INFINITY, f64::max)
    }
}

/// A figure with its rounds.
#[derive(Debug)]
pub struct Measured {
    /// Which figure.
    pub figure: &'static Figure,
    /// Ours.
    pub ours: Series,
    /// Its baseline's, where there is one.
    pub baseline: Option<Series>,
}

impl Measured {
    /// Ours by the baseline, medians of both.
    #[must_use]
    pub fn ratio(&self) -> Option<f64> {
        self.baseline.as_ref().map(|baseline| self.ours.median() / baseline.median())
    }
}

impl Figure {
    /// Takes its rounds, after one that does not count where they are short.
    ///
    /// # Errors
    /// Whatever keeps a round from its end: a measurement that went wrong has no figure.
    pub fn measure(&'static self, ground: &Ground) -> Outcome<Measured> {
        let mut sides = (self.prepare)(ground)?;
        let baseline = sides.baseline.as_ref().map(|_| Series::default());
        let mut measured = Measured { figure: self, ours: Series::default(), baseline };
        if self.noise == Noise::Exact {
            sides.take(Order::OursFirst, &mut measured)?;
            return Ok(measured);
        }
        let mut warm_up =
            Measured { figure: self, ours: Series::default(), baseline: measured.baseline.clone() };
        let rounds = match self.noise {
            Noise::Long => ground.scale.rounds.min(LONG_ROUNDS),
            _ => {
                sides.take(Order::OursFirst, &mut warm_up)?;
                ground.scale.rounds
            }
        };
        for round in 0..rounds {
            let order = if round % 2 == 0 { Order::BaselineFirst } else { Order::OursFirst };
            sides.take(order, &mut measured)?;
        }
        Ok(measured)
    }
}

/// A count among figures: exact up to 2^53.
#[expect(clippy::cast_precision_loss, reason = "no run counts to 2^53")]
#[must_use]
pub fn number(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_value_in_the_middle() {
        assert_eq!(Series(vec![9.0, 1.0, 3.0]).median(), 3.0);
        assert_eq!(Series(vec![9.0, 1.0, 3.0, 4.0]).median(), 3.5);
        assert_eq!((Series(vec![9.0, 1.0]).least(), Series(vec![9.0, 1.0]).most()), (1.0, 9.0));
    }
}
