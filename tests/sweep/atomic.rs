//! All or nothing, with every command.

use crate::ground::{Ground, impossible, was_impossible};
use paywright::{RegisterUser, Request};

/// Has nothing to do with anything.
fn harmless() -> Request {
    Request::new(RegisterUser::new("harmless")).key("harmless")
}

#[test]
fn together_with_something_impossible_nothing_is_done() {
    let ground = Ground::new();
    let world = ground.world();
    for example in &ground.examples {
        let request = || example.request().key(world.fresh_key());
        for requests in [vec![request(), impossible()], vec![harmless(), request(), impossible()]] {
            let error = world.engine.atomic(requests).unwrap_err();
            assert!(was_impossible(&error), "{}: {}: {error}", example.name(), error.code());
        }
        ground.before.assert_unchanged(&world.dump());
    }
}

#[test]
fn together_with_something_harmless_the_same_is_done_as_one_after_the_other() {
    let ground = Ground::new();
    for example in &ground.examples {
        let requests = || [harmless(), example.request().key("example")];
        let (at_once, in_turn) = (ground.world(), ground.world());
        let answers = at_once.engine.atomic(requests()).unwrap_or_else(|error| panic!("{error}"));
        let mut one_by_one = requests().into_iter();
        let alone = answers.iter().all(|answer| {
            let next = one_by_one.next().unwrap();
            in_turn.engine.batch([next]).remove(0).unwrap() == *answer
        });
        assert!(alone, "{}: it is answered in another way", example.name());
        at_once.dump().assert_unchanged(&in_turn.dump());
        at_once.check();
    }
}
