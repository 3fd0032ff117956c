//! Whether transfers become slower as they become many.

use super::ledger::{one_command, requests_of};
use crate::Outcome;
use crate::books::{Template, all_new};
use crate::figure::Sides;
use crate::ground::Ground;
use crate::load::{Movement, Movements};
use crate::work::Work;

/// Commits after which nearly every account was touched once.
const WARM_UP: usize = 4;

pub(super) fn against_few(ground: &Ground) -> Outcome<Sides> {
    let scale = ground.scale;
    let large = ground.large()?;
    let few = Template::grown(ground, scale.few_stored_commits)?;
    let (after_many, after_few) =
        (next(ground, scale.stored_commits)?, next(ground, scale.few_stored_commits)?);
    let count = scale.growth_commits * scale.transfers;
    Ok(Sides::new(move || rate(&large.template, &after_many, count), move || rate(&few, &after_few, count)))
}

/// The transfers that follow so many commits.
fn next(ground: &Ground, commits: usize) -> Outcome<Work<Vec<Movement>>> {
    let mut movements = Movements::after(&ground.scale, commits)?;
    let all: Outcome<Vec<_>> =
        (0..WARM_UP + ground.scale.growth_commits).map(|_| movements.next_commit()).collect();
    Ok(Work::split(all?, WARM_UP))
}

fn rate(template: &Template, work: &Work<Vec<Movement>>, count: usize) -> Outcome<f64> {
    let shop = template.engine()?;
    let work = requests_of(&template.books, work)?.map(one_command);
    Ok(work.run(|requests| all_new(shop.engine.batch(requests)))?.rate(count))
}
