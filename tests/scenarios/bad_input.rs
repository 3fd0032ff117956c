//! Bad input: for each command what can be wrong with it, the code that says so, and nothing changed.

mod cases;
mod scene;

use crate::support::{Backend, World};
use cases::Case;
use paywright::{Actor, AnyCommand, Code, Error, Money, RegisterUser, Request, Role};
use scene::Scene;
use std::collections::BTreeSet;

/// Refusals that commands declare and no input can bring about, each with its reason.
const OUT_OF_REACH: [(&str, &str, &str); 4] = [
    ("forget_keys", "not_found", AGED),
    ("confirm_payment", "amount_too_large", THOUSANDS),
    ("answer_challenge", "amount_too_large", THOUSANDS),
    ("review_payment", "amount_too_large", THOUSANDS),
];

const THOUSANDS: &str =
    "takes thousands of bookings first: a_balance_never_leaves_what_can_be_stored tells that story";
const AGED: &str =
    "needs keys thirty days old: keys_that_another_engine_had_forgotten_are_forgotten_once tells that story";

#[test]
fn each_bad_input_is_refused_with_its_code_and_nothing_is_changed() {
    for backend in Backend::ALL {
        let world = World::new(backend);
        let scene = Scene::new(&world);
        let before = world.dump();
        let mut provoked = BTreeSet::new();
        for case in cases::all(&scene) {
            let Case { what, command, actor, code } = case;
            let spec = command.spec();
            let request = Request::new(command.clone()).key(world.fresh_key()).actor(actor);
            let error = match world.engine.batch([request]).remove(0) {
                Err(error) => error,
                Ok(answer) => panic!("{}: {what}: accepted: {answer:?}", spec.name),
            };
            assert_eq!(error.code(), code.spec().code, "{}: {what}: {error}", spec.name);
            let Error::Refused(refused) = error else { panic!("{}: {what}: no refusal", spec.name) };
            assert!(spec.refusals.contains(&refused.code), "{} does not declare {code}", spec.name);
            assert!(!refused.explanation.is_empty() && !refused.explanation.ends_with('.'), "{refused}");
            before.assert_unchanged(&world.dump());
            provoked.insert((spec.name, code));
        }
        every_declared_refusal_has_a_case(&provoked);
        world.check();
    }
}

#[track_caller]
fn every_declared_refusal_has_a_case(provoked: &BTreeSet<(&'static str, Code)>) {
    let declared = AnyCommand::CATALOGUE
        .iter()
        .flat_map(|spec| spec.refusals.iter().map(|code| (spec.name, *code)))
        .filter(|(name, code)| !OUT_OF_REACH.iter().any(|out| (out.0, out.1) == (*name, code.spec().code)));
    let missing: Vec<_> = declared.filter(|refusal| !provoked.contains(refusal)).collect();
    assert!(missing.is_empty(), "declared, and never provoked: {missing:?}");
    for (name, code, reason) in OUT_OF_REACH {
        let found = provoked.iter().any(|(of, found)| (*of, found.spec().code) == (name, code));
        assert!(!found, "{name} does answer {code} after all ({reason})");
    }
}

/// Each bad input once more, by somebody who may not ask for it at all.
#[test]
fn where_two_refusals_hold_the_one_declared_first_is_answered() {
    let world = World::new(Backend::Memory);
    let scene = Scene::new(&world);
    let before = world.dump();
    for Case { what, command, code, .. } in cases::all(&scene) {
        let spec = command.spec();
        let request = Request::new(command).key(world.fresh_key()).actor(cases::stranger());
        let error = world.engine.batch([request]).remove(0).unwrap_err();
        // Who may ask is known only with some records, and of others a stranger is told nothing.
        if code == Code::NotFound && error.code() == Code::NotPermitted.spec().code {
            continue;
        }
        let first = spec.refusals.iter().find(|one| [code, Code::NotPermitted].contains(one)).unwrap();
        assert_eq!(error.code(), first.spec().code, "{}: {what} by a stranger: {error}", spec.name);
    }
    before.assert_unchanged(&world.dump());
}

#[test]
fn a_used_key_is_refused_for_every_other_command() {
    for backend in Backend::ALL {
        let world = World::new(backend);
        let scene = Scene::new(&world);
        world.engine.request(RegisterUser::new("used")).key("used").execute().unwrap();
        let before = world.dump();
        let mut seen = BTreeSet::new();
        for Case { command, .. } in cases::all(&scene) {
            if seen.insert(command.spec().name) {
                let error = world.engine.batch([Request::new(command).key("used")]).remove(0).unwrap_err();
                assert_eq!(error.code(), "idempotency_key_reused");
            }
        }
        assert_eq!(seen.len(), AnyCommand::CATALOGUE.len(), "each command has cases");
        before.assert_unchanged(&world.dump());
    }
}

#[test]
fn malformed_keys_and_actors_are_refused_before_anything_is_read() {
    let world = World::new(Backend::Memory);
    let before = world.dump();
    let register = || Request::new(RegisterUser::new("u"));
    for key in ["", " ", "\t", "a\nb", "k\u{0}", &"k".repeat(65), &"é".repeat(33)] {
        let error = world.engine.batch([register().key(key)]).remove(0).unwrap_err();
        assert_eq!(error.code(), "invalid_value", "{key:?}");
    }
    let operators = [
        Actor::operator("", []),
        Actor::operator(" ", []),
        Actor::operator("a\u{7f}b", []),
        Actor::operator("n".repeat(129), []),
        Actor::operator("many roles", [Role::Reviewer; 9]),
    ];
    for actor in operators {
        let error = world.engine.batch([register().key("k").actor(actor)]).remove(0).unwrap_err();
        assert_eq!(error.code(), "invalid_value");
    }
    before.assert_unchanged(&world.dump());
    let longest = Actor::operator("n".repeat(128), [Role::Agent; 8]);
    world.engine.batch([register().key("k".repeat(64)).actor(longest)]).remove(0).unwrap();
}

#[test]
fn amounts_with_too_many_digits_or_without_a_known_currency_are_never_rounded() {
    let texts =
        ["18.505 GBP", "1.5 JPY", "18.50", "GBP", "18,50 GBP", "1e3 GBP", "18.50 XXY", "", "£5", "NaN GBP"];
    for text in texts {
        assert!(text.parse::<Money>().is_err(), "{text}");
    }
}
