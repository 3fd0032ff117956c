//! Several processes on one database.

use crate::Outcome;
use crate::figure::Sides;
use crate::ground::Ground;
use crate::served::Template;
use crate::shops::trade;
use std::rc::Rc;

/// The processes, and whom they are compared with.
const PROCESSES: usize = 4;

/// Four against one.
pub(super) fn rates(ground: &Ground) -> Outcome<Sides> {
    let (template, program, scale) = (Template::on(ground)?, ground.program().to_owned(), ground.scale);
    let (of_one, by_one) = (Rc::clone(&template), program.clone());
    let ours = move || Ok(trade(&template, &program, &scale, PROCESSES)?.rate);
    Ok(Sides::new(ours, move || Ok(trade(&of_one, &by_one, &scale, 1)?.rate)))
}

/// How many commits of the four were tried again.
pub(super) fn again(ground: &Ground) -> Outcome<Sides> {
    let (template, program, scale) = (Template::on(ground)?, ground.program().to_owned(), ground.scale);
    let ours = move || Ok(trade(&template, &program, &scale, PROCESSES)?.again);
    Ok(Sides { ours: Box::new(ours), baseline: None })
}
