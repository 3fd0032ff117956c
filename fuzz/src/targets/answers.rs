//! What channels answer: whatever it is, it can be reported.

use crate::ground::filled;
use crate::text;
use paywright::{AnyCommand, ObserveOperation, OperationId, Outcome, PayerAction, limits};

/// An answer that could not be understood is always kept; a reason or an address is where it is within its
/// bounds.
pub fn check(bytes: &[u8]) -> bool {
    let text = text::of(bytes);
    let silence = Outcome::unknown(&text);
    let Outcome::Unknown { raw } = &silence else { panic!("{silence:?}") };
    if let Some(raw) = raw {
        assert!(!raw.is_empty() && raw.len() <= limits::RAW_ANSWER_BYTES && raw.trim() == raw);
        assert!(!raw.contains(char::is_control));
    }
    let engine = &filled().engine;
    let report = |outcome| engine.preview(ObserveOperation::new(sent(), outcome));
    report(silence).unwrap();
    let reason = || text.clone().into_owned();
    let mut taken = 0;
    for outcome in [
        Outcome::Declined { reason: reason() },
        Outcome::Failed { reason: reason() },
        Outcome::TakenBack { reason: reason() },
        Outcome::Unknown { raw: Some(reason()) },
        Outcome::NeedsPayer { action: PayerAction::Redirect(reason()), until: None },
        Outcome::NeedsPayer { action: PayerAction::Code(reason()), until: None },
    ] {
        match report(outcome) {
            Ok(_) => taken += 1,
            Err(error) => {
                assert_eq!(error.code(), "invalid_value", "{error}");
                text::assert_sentence(&error);
            }
        }
    }
    taken > 0
}

/// An operation that was sent and has no answer.
fn sent() -> OperationId {
    let operation = filled().commands.iter().find_map(|command| match command {
        AnyCommand::ObserveOperation(observed) if observed.outcome == Outcome::Succeeded => {
            Some(observed.operation)
        }
        _ => None,
    });
    operation.expect("an example of an outcome")
}

pub fn corpus() -> Vec<Vec<u8>> {
    let long = "\u{e9}".repeat(limits::RAW_ANSWER_BYTES);
    text::corpus(["declined", "HTTP 502 <html>", "destination_closed", "https://bank.example/3ds", &long])
}
