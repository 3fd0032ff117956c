//! Values that commands and entries are made of, in CBOR.

use paywright::*;
use std::fmt::Debug;

/// What is read is written so that it is read as the same.
pub fn check(bytes: &[u8]) -> bool {
    let mut types = 0;
    macro_rules! each {
        ($($value:ty,)*) => { $(types += u32::from(holds::<$value>(bytes));)* };
    }
    each! {
        Money, Currency, Rate, Timestamp, Metadata, Actor, Outcome, PayerAction, NewTransfer, Anchor, Method,
        OrderId, AccountId, Code, Vec<Anchor>, Option<Money>, Purpose,
    }
    types > 0
}

fn holds<T>(bytes: &[u8]) -> bool
where
    T: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()> + PartialEq + Debug,
{
    let Ok(value) = minicbor::decode::<T>(bytes) else { return false };
    let written = minicbor::to_vec(&value).unwrap();
    // What is written is as short as it can be.
    assert!(written.len() <= bytes.len(), "{value:?}");
    assert_eq!(minicbor::decode::<T>(&written).unwrap(), value);
    true
}

pub fn corpus() -> Vec<Vec<u8>> {
    fn of(value: impl minicbor::Encode<()>) -> Vec<u8> {
        minicbor::to_vec(value).unwrap()
    }
    let (user, account) = (UserId::derived("a"), AccountId::derived("a"));
    let anchor = Anchor { lane: 1, sequence: 7, hash: [7; 32] };
    let amount = Money::new(-1850, Currency::EUR);
    let redirect = PayerAction::Redirect("https://bank.example".to_owned());
    let metadata: Metadata = r#"{"guests":["Ada"],"table":7}"#.parse().unwrap();
    let posted = NewTransfer::posted(account, AccountId::derived("b"), amount);
    vec![
        of(amount),
        of(Currency::asset("USDC", 6).unwrap()),
        of("0.029".parse::<Rate>().unwrap()),
        of(Timestamp::from_micros(i64::MIN)),
        of(metadata),
        of(Actor::operator("ada", [Role::Reviewer, Role::Agent])),
        of(Actor::User(user)),
        of(Outcome::unknown("HTTP 502")),
        of(Outcome::NeedsPayer { action: redirect, until: Some(Timestamp::default()) }),
        of(posted.with_id(TransferId::derived("a")).chained()),
        of(vec![anchor, anchor]),
        of(Method::channel("cards")),
        of(Purpose::Wallet),
    ]
}
