//! A repeat repeats: with its key it is answered by what came of it; without one, its id or the record's
//! state tells that it was done.

use crate::ground::Ground;
use crate::support::told_again;
use paywright::{Acceptance, Error, Repeat};

#[test]
fn with_the_same_key_everything_is_answered_by_what_came_of_it() {
    let ground = Ground::new();
    for example in &ground.examples {
        let (world, name) = (ground.world(), example.name());
        let ask = || world.engine.batch([example.request().key("again")]).remove(0).unwrap();
        let first = ask();
        let after = world.dump();
        for engine in [None, Some(world.colleague("another"))] {
            let again = match &engine {
                None => ask(),
                Some(other) => other.engine.batch([example.request().key("again")]).remove(0).unwrap(),
            };
            assert_eq!(again.acceptance, Acceptance::Replayed, "{name}");
            assert_eq!(again.output, told_again(first.output.clone()), "{name}");
        }
        after.assert_unchanged(&world.dump());
    }
}

#[test]
fn without_a_key_what_was_done_is_not_done_again() {
    let ground = Ground::new();
    for example in &ground.examples {
        let (world, name, spec) = (ground.world(), example.name(), example.command.spec());
        let ask = || world.engine.batch([example.request()]).remove(0);
        if spec.repeat == Repeat::Key {
            assert_eq!(ask().unwrap_err().code(), "not_repeatable", "{name}");
            ground.before.assert_unchanged(&world.dump());
            continue;
        }
        let first = ask().unwrap_or_else(|error| panic!("{name}: {error}"));
        let after = world.dump();
        match ask() {
            Ok(again) => {
                assert_eq!(again.acceptance, Acceptance::Unchanged, "{name}");
                let told_by_id = spec.repeat == Repeat::Id;
                assert!(!told_by_id || again.output == told_again(first.output), "{name}: {again:?}");
            }
            Err(Error::Refused(refused)) => {
                let by_state = spec.repeat == Repeat::State && spec.refusals.contains(&refused.code);
                assert!(by_state, "{name}: {refused}");
            }
            Err(error) => panic!("{name}: {error}"),
        }
        after.assert_unchanged(&world.dump());
    }
}

#[test]
fn every_way_of_repeating_has_its_examples() {
    let ground = Ground::new();
    for repeat in [Repeat::Id, Repeat::Key, Repeat::State] {
        let found = ground.examples.iter().filter(|example| example.command.spec().repeat == repeat);
        assert!(found.count() > 2, "{repeat:?}");
    }
}
