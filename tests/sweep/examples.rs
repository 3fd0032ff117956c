//! An example of every command, each of which would be accepted in the world that stands here.

use crate::cbor::Value;
use crate::odd::strangers;
use crate::support::World;
use crate::{ground::Ground, scene};
use paywright::{Acceptance, AnyCommand, Request};
use std::collections::BTreeSet;

/// A command, and what it is an example of.
#[derive(Clone, Debug)]
pub struct Example {
    pub what: &'static str,
    pub command: AnyCommand,
}

impl Example {
    pub fn name(&self) -> String {
        format!("{} ({})", self.command.spec().name, self.what)
    }

    /// The command as a map from field numbers to values.
    pub fn value(&self) -> Value {
        Value::read(&self.command.encode())
    }

    pub fn request(&self) -> Request {
        Request::new(self.command.clone())
    }
}

/// Fills the world, and answers what can be asked of it. Every example stands by itself: whatever becomes of
/// the others, it would be accepted.
pub fn fill(world: &World) -> Vec<Example> {
    let stage = scene::Stage::new(world);
    let mut examples = Vec::new();
    examples.extend(stage.of_the_books());
    examples.extend(stage.of_people());
    examples.extend(stage.of_orders());
    examples.extend(stage.of_payments());
    examples.extend(stage.of_authorisations());
    examples.extend(stage.of_refunds());
    examples.extend(stage.of_operations());
    examples.extend(stage.of_effects());
    examples.extend(stage.of_time());
    examples
}

#[test]
fn every_command_has_an_example_and_every_field_is_given_in_one() {
    let ground = Ground::new();
    let mut given = BTreeSet::new();
    for example in &ground.examples {
        let fields = example.value();
        let fields = fields.fields().into_iter().filter(|(_, value)| **value != Value::Null);
        given.extend(fields.map(|(number, _)| (example.command.spec().tag, number)));
    }
    for spec in AnyCommand::CATALOGUE {
        assert!(
            ground.examples.iter().any(|example| example.command.spec().tag == spec.tag),
            "{}: give an example that is accepted",
            spec.name
        );
        let missing = spec.fields.iter().filter(|field| !given.contains(&(spec.tag, field.number)));
        let missing: Vec<_> = missing.map(|field| field.name).collect();
        assert!(missing.is_empty(), "{}: no example gives {missing:?}", spec.name);
    }
}

#[test]
fn every_example_is_accepted_and_leaves_the_books_right() {
    let ground = Ground::new();
    for example in &ground.examples {
        let world = ground.world();
        let answer = world.engine.batch([example.request().key("example")]).remove(0);
        let answer = answer.unwrap_or_else(|error| panic!("{}: {}: {error}", example.name(), error.code()));
        assert_eq!(answer.acceptance, Acceptance::New, "{}", example.name());
        world.check();
    }
}

#[test]
fn no_example_is_accepted_from_a_stranger() {
    let ground = Ground::new();
    let world = ground.world();
    for example in &ground.examples {
        for stranger in strangers() {
            let request = example.request().key("stranger").actor(stranger.clone());
            let error = world.engine.batch([request]).remove(0).unwrap_err();
            assert_eq!(error.code(), "not_permitted", "{} by {stranger}", example.name());
        }
    }
    ground.before.assert_unchanged(&world.dump());
}
