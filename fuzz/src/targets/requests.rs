//! Keys of requests and names of operators.

use crate::ground::filled;
use crate::text;
use paywright::{Acceptance, Actor, RegisterUser, Request, Role, limits};

/// A text within its bounds is taken, any other is refused as an invalid value.
pub fn check(bytes: &[u8]) -> bool {
    let text = text::of(bytes);
    let engine = &filled().engine;
    let ask = || Request::new(RegisterUser::new("of the requests"));
    let as_key = engine.preview(ask().key(&*text));
    let as_name = engine.preview(ask().actor(Actor::operator(&*text, [Role::Agent])));
    let as_reference = engine.preview(RegisterUser::new(&*text));
    let fits = |most| !text.trim().is_empty() && text.len() <= most && !text.contains(char::is_control);
    let bounds = [limits::KEY_BYTES, limits::NAME_BYTES, limits::TEXT_BYTES];
    for (answer, most) in [as_key, as_name, as_reference].into_iter().zip(bounds) {
        match answer {
            Ok(answer) => assert!(fits(most) && answer.acceptance == Acceptance::New),
            Err(error) => {
                assert_eq!(error.code(), "invalid_value", "{error}");
                assert!(!fits(most), "{error}");
                text::assert_sentence(&error);
            }
        }
    }
    fits(limits::TEXT_BYTES)
}

pub fn corpus() -> Vec<Vec<u8>> {
    let longest = [limits::KEY_BYTES, limits::NAME_BYTES, limits::TEXT_BYTES].map(|most| "k".repeat(most));
    text::corpus(["import-1/17850".to_owned(), "Größe 7".to_owned()].into_iter().chain(longest))
}
