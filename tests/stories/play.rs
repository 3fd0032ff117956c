//! Plays a story, step by step.

use crate::{answers, values};
use paywright::shape::Described;
use paywright::storage::Storage;
use paywright::{AccountId, Actor, Engine, Error, Request, SeededEntropy};
use paywright_testing::ManualClock;
use serde_json::{Map, Value, json};

/// Plays a story on an empty storage. Answers the lines of its journal.
pub fn play(story: &Value, storage: impl Storage + 'static) -> Vec<String> {
    let clock = ManualClock::new(text(story, "clock").parse().unwrap());
    let entropy = SeededEntropy(story["seed"].as_u64().unwrap());
    let engine = Engine::with(storage, clock.clone(), entropy).unwrap();
    let mut player = Player { engine, clock, answers: Map::new() };
    for (place, step) in story["steps"].as_array().unwrap().iter().enumerate() {
        player.step(step, &format!("step {place}, {}", step["tell"]));
    }
    let found = player.engine.verify(&[]).unwrap();
    assert!(found.is_clean(), "{found:?}");
    player.engine.export().unwrap().map(Result::unwrap).collect()
}

fn text<'a>(of: &'a Value, name: &str) -> &'a str {
    of[name].as_str().unwrap_or_else(|| panic!("{name} is no text in {of}"))
}

struct Player {
    engine: Engine,
    clock: ManualClock,
    /// By the names that the story gives them.
    answers: Map<String, Value>,
}

impl Player {
    fn step(&mut self, step: &Value, place: &str) {
        if let Some(seconds) = step.get("wait") {
            return self.clock.advance_seconds(seconds.as_i64().unwrap());
        }
        let step = &self.resolved(step);
        let before = self.engine.cut().unwrap();
        let answered = self.ask(step);
        let moved = self.engine.cut().unwrap() != before;
        let answer = match (answered, step.get("refused")) {
            (Ok(answer), None) => answer,
            (Err(error), Some(code)) => {
                assert_eq!(error.code(), code, "{place}: {error}");
                assert!(!moved, "{place}: it was refused, and left something");
                return;
            }
            (Ok(answer), Some(code)) => panic!("{place}: {code} is expected, not {answer}"),
            (Err(error), None) => panic!("{place}: {error}"),
        };
        assert!(!(moved && step["again"] == true), "{place}: it was there already, and left something");
        if let Some(done) = step.get("done") {
            let found = answer.as_array().map_or_else(|| answer.clone(), |work| json!(work.len()));
            assert_eq!(&found, done, "{place}: so many were done");
        }
        for (path, expected) in step.get("expect").and_then(Value::as_object).into_iter().flatten() {
            let found = found(&answer, path.split('.'));
            assert_eq!(found, expected, "{place}: {path} of {answer}");
        }
        if let Some(name) = step.get("as") {
            self.answers.insert(name.as_str().unwrap().to_owned(), answer);
        }
    }

    fn ask(&self, step: &Value) -> Result<Value, Error> {
        let with = step.get("with").cloned().unwrap_or_else(|| json!({}));
        let number = |name: &str| u32::try_from(with[name].as_u64().unwrap()).unwrap();
        let engine = &self.engine;
        let answer = match text(step, "do") {
            "claim" => {
                let work = engine.claim(text(&with, "worker"), number("most"), number("lease_seconds"))?;
                answers::told(|to| work.tell(to))
            }
            "recover" => json!(engine.recover(text(&with, "worker"))?),
            "tick" => json!(engine.tick()?),
            "balance" => {
                let account: AccountId = text(&with, "account").parse().unwrap();
                answers::figures(&engine.balance(account)?.unwrap())
            }
            command => {
                let mut request = Request::new(values::command(command, &with));
                if let Some(key) = step.get("key") {
                    request = request.key(key.as_str().unwrap());
                }
                if let Some(actor) = step.get("actor") {
                    let actor = values::bytes(actor, Actor::SHAPE);
                    request = request.actor(minicbor::decode(&actor).unwrap());
                }
                let answer = engine.batch([request]).pop().unwrap()?;
                answers::told(|to| answer.output.tell(to))
            }
        };
        Ok(answer)
    }

    /// The same with what its references stand for.
    fn resolved(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => match text.strip_prefix('$') {
                Some(reference) => {
                    let (name, path) = reference.split_once('.').unwrap();
                    found(&self.answers[name], path.split('.')).clone()
                }
                None => value.clone(),
            },
            Value::Array(items) => items.iter().map(|item| self.resolved(item)).collect(),
            Value::Object(members) => {
                let resolved = members.iter().map(|(name, value)| (name.clone(), self.resolved(value)));
                Value::Object(resolved.collect())
            }
            other => other.clone(),
        }
    }
}

/// What a path of names and places leads to.
fn found<'a>(whole: &'a Value, mut path: impl Iterator<Item = &'a str>) -> &'a Value {
    let step = |value: &'a Value, name: &'a str| match name.parse::<usize>() {
        Ok(place) => &value[place],
        Err(_) => value.get(name).unwrap_or_else(|| panic!("there is no {name} in {value}")),
    };
    path.by_ref().fold(whole, step)
}
