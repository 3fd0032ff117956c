//! What the engine has in memory at most.

use crate::Outcome;
use crate::figure::Sides;
use crate::ground::Ground;

pub(super) fn peak(ground: &Ground) -> Outcome<Sides> {
    let large = ground.large()?;
    Ok(Sides { ours: Box::new(move || Ok(large.peak)), baseline: None })
}
