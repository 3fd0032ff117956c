//! What a field is where it is left out is what the type's own constructor sets, and what must be given is
//! what the constructor asks for.

use minicbor::Decoder;
use paywright::shape::Shape;
use paywright::*;
use std::collections::BTreeMap;

/// The same constructor's work, twice, from different parameters.
struct Made {
    name: &'static str,
    fields: &'static [InputField],
    both: [BTreeMap<u32, Vec<u8>>; 2],
}

/// By their name: `all` and `approve` say what other constructors ask for.
const SAID_BY_THE_CONSTRUCTOR: [(&str, &str); 2] =
    [("capture_payment", "kind"), ("review_payment", "decision")];

/// They have no constructor: all their fields are given.
const WITHOUT: [&str; 3] = ["claim_effects", "recover_effects", "forget_keys"];

fn command<C: Command>(new: impl Fn(u8) -> C) -> Made {
    let both = [1, 2].map(|seed| entries(&new(seed).into().encode()));
    Made { name: C::SPEC.name, fields: C::SPEC.fields, both }
}

/// The encoded value of each field.
fn entries(bytes: &[u8]) -> BTreeMap<u32, Vec<u8>> {
    let mut decoder = Decoder::new(bytes);
    let count = decoder.map().unwrap().unwrap();
    let mut next = |_| {
        let number = decoder.u32().unwrap();
        let begin = decoder.position();
        decoder.skip().unwrap();
        (number, bytes[begin..decoder.position()].to_vec())
    };
    (0..count).map(&mut next).collect()
}

fn id<I: Id>(seed: u8) -> I {
    I::from_bytes([seed; 16]).unwrap()
}

fn text(seed: u8) -> String {
    format!("text {seed}")
}

fn money(seed: u8) -> Money {
    Money::new(seed.into(), Currency::GBP)
}

fn rate(seed: u8) -> Rate {
    format!("0.{seed}").parse().unwrap()
}

fn method(seed: u8) -> Method {
    Method::channel(text(seed))
}

fn outcome(seed: u8) -> Outcome {
    Outcome::Failed { reason: text(seed) }
}

fn account(seed: u8) -> AccountKey {
    AccountKey::user(id(seed), Purpose::Wallet, Currency::GBP)
}

fn posted(seed: u8) -> NewTransfer {
    NewTransfer::posted(id(seed), id(3), money(seed))
}

fn of_the_books() -> Vec<Made> {
    let side = |seed: u8| (id(seed), money(seed));
    let transfer = [1, 2].map(|seed| entries(&minicbor::to_vec(posted(seed)).unwrap()));
    vec![
        Made { name: "NewTransfer", fields: NewTransfer::FIELDS, both: transfer },
        command(|seed| RegisterAsset::new(Currency::asset("MILES", seed).unwrap(), text(seed))),
        command(|seed| OpenAccount::new(account(seed))),
        command(|seed| PostTransfers::new([posted(seed)])),
        command(|seed| FreezeAccount::new(id(seed))),
        command(|seed| UnfreezeAccount::new(id(seed))),
        command(|seed| ChangeBounds::new(id(seed))),
        command(|seed| CloseAccount::new(id(seed))),
        command(|seed| RaiseRules::new(seed.into())),
        command(|seed| CloseBooks::new(Timestamp::from_micros(seed.into()))),
        command(|seed| ExchangeCurrency::new(side(seed), side(seed + 4), rate(seed))),
    ]
}

fn of_people_and_orders() -> Vec<Made> {
    let fulfilment = |seed| if seed == 1 { Fulfilment::Part } else { Fulfilment::All };
    vec![
        command(|seed| RegisterUser::new(text(seed))),
        command(|seed| CreateFeePlan::new(text(seed), rate(seed), money(seed))),
        command(|seed| RegisterMerchant::new(text(seed), id(seed))),
        command(|seed| ActivateMerchant::new(id(seed))),
        command(|seed| SuspendMerchant::new(id(seed))),
        command(|seed| PlaceOrder::new(id(seed), money(seed))),
        command(|seed| CancelOrder::new(id(seed))),
        command(|seed| RecordFulfilment::new(id(seed), fulfilment(seed))),
    ]
}

fn of_payments() -> Vec<Made> {
    let result = |seed| if seed == 1 { ChallengeResult::Passed } else { ChallengeResult::Failed };
    vec![
        command(|seed| StartPayment::new(id(seed), method(seed))),
        command(|seed| AttachMethod::new(id(seed), method(seed))),
        command(|seed| ConfirmPayment::new(id(seed))),
        command(|seed| AnswerChallenge::new(id(seed), result(seed))),
        command(|seed| ReviewPayment::approve(id(seed))),
        command(|seed| ResumePayment::new(id(seed))),
        command(|seed| CancelPayment::new(id(seed))),
        command(|seed| CapturePayment::all(id(seed))),
        command(|seed| IncrementAuthorisation::new(id(seed), money(seed))),
        command(|seed| VoidPayment::new(id(seed))),
        command(|seed| ReleaseRest::new(id(seed))),
    ]
}

fn of_refunds_and_operations() -> Vec<Made> {
    vec![
        command(|seed| RequestRefund::new(id(seed), money(seed))),
        command(|seed| ApproveRefund::new(id(seed))),
        command(|seed| RejectRefund::new(id(seed))),
        command(|seed| WithdrawRefund::new(id(seed))),
        command(|seed| RetryRefund::new(id(seed))),
        command(|seed| RerouteRefund::new(id(seed), method(seed))),
        command(|seed| GiveUpRefund::new(id(seed))),
        command(|seed| CloseRefund::new(id(seed))),
        command(|seed| ObserveOperation::new(id(seed), outcome(seed))),
        command(|seed| RetryReversal::new(id(seed))),
        command(|seed| CompleteEffect::new(id(seed), text(seed), outcome(seed))),
        command(|seed| TimeOut::new(Due::Order(id(seed)))),
        command(|seed| CloseCase::new(id(seed), text(seed))),
    ]
}

fn made() -> impl Iterator<Item = Made> {
    let all = [of_the_books(), of_people_and_orders(), of_payments(), of_refunds_and_operations()];
    all.into_iter().flatten()
}

/// The value that a default's text says, encoded.
fn said(shape: &Shape, default: &str) -> Vec<u8> {
    match shape {
        Shape::Optional(inner) => said(inner, default),
        Shape::Flag => minicbor::to_vec(default.parse::<bool>().unwrap()).unwrap(),
        Shape::Whole { .. } => minicbor::to_vec(default.parse::<i64>().unwrap()).unwrap(),
        Shape::Words(of) => {
            let word = of.words.iter().find(|word| word.word == default).expect("a word of the set");
            minicbor::to_vec(word.number).unwrap()
        }
        Shape::Variants(of) => {
            let variant = of.variants.iter().find(|one| one.word == default).expect("one of the variants");
            assert!(variant.parts.is_empty(), "{default} says nothing of its parts");
            minicbor::to_vec((variant.number, [0; 0])).unwrap()
        }
        other => panic!("{other:?} has no default that a word says"),
    }
}

#[test]
fn what_is_left_out_is_what_the_constructor_sets() {
    let mut defaults = 0;
    for Made { name, fields, both } in made() {
        for field in fields {
            let Some(default) = field.default else { continue };
            for made in &both {
                assert_eq!(
                    made.get(&field.number),
                    Some(&said(field.shape, default)),
                    "{name}.{}",
                    field.name
                );
            }
            defaults += 1;
        }
    }
    assert_eq!(defaults, 11, "fields with a default");
}

#[test]
fn what_must_be_given_is_what_the_constructor_asks_for() {
    for Made { name, fields, both: [one, other] } in made() {
        for field in fields {
            let is_given = field.default.is_none() && !matches!(field.shape, Shape::Optional(_));
            if is_given && !SAID_BY_THE_CONSTRUCTOR.contains(&(name, field.name)) {
                let given = [&one, &other].map(|made| made.get(&field.number).expect("it must be given"));
                assert_ne!(given[0], given[1], "{name}.{} is not a parameter", field.name);
            }
        }
    }
}

#[test]
fn every_command_has_its_constructor_here_or_has_none_and_no_default() {
    let here: Vec<&str> = made().map(|made| made.name).collect();
    for spec in AnyCommand::CATALOGUE {
        assert_ne!(here.contains(&spec.name), WITHOUT.contains(&spec.name), "{}", spec.name);
        if WITHOUT.contains(&spec.name) {
            assert!(spec.fields.iter().all(|field| field.default.is_none()), "{}", spec.name);
        }
    }
}
