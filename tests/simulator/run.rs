//! A world from its beginning to its end, and what was found on the way.

use crate::life::Life;
use crate::moves::Plan;
use crate::tally::Tally;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

/// Something that must not be.
#[derive(Clone, Debug)]
pub struct Finding {
    /// After so many moves.
    pub step: usize,
    pub what: String,
    /// What findings of the same defect have in common.
    pub kind: String,
}

thread_local! {
    /// Where the last panic of this thread was.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

static QUIET: Once = Once::new();

/// From now on panics of threads that simulate are kept and not printed.
fn keep_panics() {
    QUIET.call_once(|| {
        panic::set_hook(Box::new(|info| {
            let place = info.location().map(|place| format!("{}:{}", place.file(), place.line()));
            PLACE.with(|kept| *kept.borrow_mut() = place);
        }));
    });
}

/// Tells a world; what was counted in it, and what was found.
pub fn run(plan: &Plan) -> (Tally, Option<Finding>) {
    keep_panics();
    let mut life = Life::begins(plan);
    for (nth, one) in plan.moves.iter().enumerate() {
        if let Some(finding) = caught(nth + 1, || life.does(nth, one)) {
            return (life.tally, Some(finding));
        }
    }
    let finding = caught(plan.moves.len(), || life.ends());
    life.tally.seeds = 1;
    (life.tally, finding)
}

fn caught(step: usize, does: impl FnOnce() -> Result<(), String>) -> Option<Finding> {
    match panic::catch_unwind(AssertUnwindSafe(does)) {
        Ok(Ok(())) => None,
        Ok(Err(what)) => {
            let kind = what.split(':').next().unwrap_or_default().to_owned();
            Some(Finding { step, what, kind })
        }
        Err(panic) => {
            let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
            let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
            let kind = PLACE.with(|kept| kept.borrow_mut().take()).unwrap_or_default();
            Some(Finding { step, what: format!("{kind}: {text}"), kind })
        }
    }
}
