//! A world from its beginning to its end, and what was found on the way.

use crate::life::Life;
use crate::moves::Plan;
use crate::tally::Tally;
use std::cell::{Cell, RefCell};
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
    /// Where the last panic of this thread was, while it tells a world.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
    static TELLS: Cell<bool> = const { Cell::new(false) };
}

static KEEPS: Once = Once::new();

/// Panics in a world are findings: they are kept and not printed. Others are printed as ever.
fn keep_panics() {
    KEEPS.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if TELLS.get() {
                let place = info.location().map(|place| format!("{}:{}", place.file(), place.line()));
                PLACE.set(place);
            } else {
                usual(info);
            }
        }));
    });
}

/// Tells a world; what was counted in it, and what was found.
pub fn run(plan: &Plan) -> (Tally, Option<Finding>) {
    run_to(plan, |_| ())
}

/// The same, and a look at how it ended, where nothing was found.
pub fn run_to(plan: &Plan, look: impl FnOnce(&Life)) -> (Tally, Option<Finding>) {
    keep_panics();
    let mut life = match caught(0, || Ok(Life::begins(plan))) {
        Ok(life) => life,
        Err(finding) => return (Tally::default(), Some(finding)),
    };
    let mut moves = plan.moves.iter().enumerate();
    let told = moves.try_for_each(|(nth, one)| caught(nth + 1, || life.does(nth, one)));
    let ended = told.and_then(|()| caught(plan.moves.len(), || life.ends()));
    life.tally.seeds = 1;
    if ended.is_ok() {
        look(&life);
    }
    (life.tally, ended.err())
}

fn caught<T>(step: usize, does: impl FnOnce() -> Result<T, String>) -> Result<T, Finding> {
    TELLS.set(true);
    let came = panic::catch_unwind(AssertUnwindSafe(does));
    TELLS.set(false);
    came.map_or_else(
        |panic| {
            let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
            let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
            let place = PLACE.take().unwrap_or_default();
            let kind = format!("{place} {}", begins(&text));
            Err(Finding { step, what: format!("{place}: {text}"), kind })
        },
        |said| {
            said.map_err(|what| {
                let kind = begins(&what).to_owned();
                Finding { step, what, kind }
            })
        },
    )
}

/// What is said of no record in particular.
fn begins(text: &str) -> &str {
    let end = text.find(|letter: char| letter.is_ascii_digit() || "{\n".contains(letter));
    &text[..end.unwrap_or(text.len())]
}
