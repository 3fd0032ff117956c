//! What several ask for at the same moment and only one of them can have.

use crate::business::Said;
use crate::support::shop::{CARDS, pence, wallet};
use crate::support::{World, gbp};
use paywright::{
    AccountId, AccountKey, ActivateMerchant, Answer, AnyOutput, CloseAccount, ConfirmPayment, Error,
    FeePlanId, FreezeAccount, MerchantId, Method, NewTransfer, OpenAccount, OrderId, Outcome, PaymentId,
    PlaceOrder, PostTransfers, Purpose, RefundId, RegisterMerchant, RegisterUser, Request, RequestRefund,
    StartPayment, SuspendMerchant, UserId,
};

/// One of those who ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    One,
    Two,
    Three,
    Four,
}

impl Side {
    pub const ALL: [Self; 4] = [Self::One, Self::Two, Self::Three, Self::Four];
    pub const BOTH: [Self; 2] = [Self::One, Self::Two];

    fn other(self) -> Self {
        if self == Self::One { Self::Two } else { Self::One }
    }
}

/// What all ask for, in rounds that know nothing of each other.
pub struct Race {
    pub name: &'static str,
    /// Who may ask: each pair of these, or all of them.
    pub sides: &'static [Side],
    /// What must be there before; asked by somebody else.
    pub scene: fn(&World, u64),
    ask: fn(&World, Side, u64) -> Said,
    /// What the others may be told.
    pub loses: &'static [&'static str],
}

impl Race {
    pub fn named(name: &str) -> &'static Self {
        RACES.iter().chain([&CLAIM]).find(|race| race.name == name).unwrap()
    }

    /// What one of them is answered.
    pub fn asks(&self, world: &World, side: Side, n: u64) -> Said {
        (self.ask)(world, side, n)
    }

    /// One of them got it, and each of the others was told rightly why not. Answers which of them got it.
    #[track_caller]
    pub fn is_won(&self, n: u64, said: &[Said]) -> usize {
        assert!(said.len() <= self.sides.len(), "{} is no race of {}", self.name, said.len());
        let won = said.iter().filter(|said| said.acceptance == "New").count();
        let lost = said.iter().filter(|said| self.loses.contains(&&said.acceptance[..])).count();
        assert_eq!((won, lost), (1, said.len() - 1), "{}, round {n}: {said:?}", self.name);
        if self.loses == ["Replayed"] {
            let is_same = said.iter().all(|one| one.id == said[0].id);
            assert!(is_same, "{}, round {n}: {said:?}", self.name);
        }
        said.iter().position(|said| said.acceptance == "New").unwrap()
    }
}

pub const RACES: &[Race] = &[
    Race {
        name: CENT,
        sides: &Side::ALL,
        scene: |world, n| {
            opens(world, &wallet(user("purse", n)), 100);
            for side in Side::ALL {
                let start = StartPayment::new(order(world, &format!("cent-{side:?}-{n}")), Method::Wallet);
                world.done(StartPayment {
                    id: Some(payment(side, n)),
                    payer: Some(user("purse", n)),
                    ..start
                });
            }
        },
        ask: |world, side, n| one(world, ConfirmPayment::new(payment(side, n))),
        loses: &["insufficient_funds"],
    },
    Race {
        name: "the remainder of a payment",
        sides: &Side::ALL,
        scene: |world, n| {
            charged(world, n);
            world.channel_says(&Outcome::Succeeded);
        },
        ask: |world, side, n| {
            let id = Some(RefundId::derived(&format!("{side:?}-{n}")));
            one(world, RequestRefund { id, ..RequestRefund::new(card(n), pence(60)) })
        },
        loses: &["exceeds_refundable"],
    },
    Race {
        name: "one key, one content",
        sides: &Side::ALL,
        scene: |_, _| {},
        ask: |world, _, n| {
            one(world, Request::new(RegisterUser::new(format!("same-{n}"))).key(format!("same-{n}")))
        },
        loses: &["Replayed"],
    },
    Race {
        name: "one key, other contents",
        sides: &Side::ALL,
        scene: |_, _| {},
        ask: |world, side, n| {
            one(world, Request::new(RegisterUser::new(format!("{side:?}-{n}"))).key(format!("either-{n}")))
        },
        loses: &["idempotency_key_reused"],
    },
    Race {
        name: "one wallet frozen, the other spent from, crosswise",
        sides: &Side::BOTH,
        scene: |world, n| {
            for side in Side::BOTH {
                opens(world, &wallet(owner(side, n)), 100);
                starts(world, owner(side, n), spending(side, n));
            }
        },
        ask: |world, side, n| {
            let freeze = FreezeAccount::new(wallet(owner(side, n)).id());
            all(world, [freeze.into(), ConfirmPayment::new(spending(side.other(), n)).into()])
        },
        loses: &["account_not_open"],
    },
    Race {
        name: "one merchant suspended, an order placed at the other, crosswise",
        sides: &Side::BOTH,
        scene: |world, n| Side::BOTH.iter().for_each(|side| sells(world, &format!("{side:?}-{n}"))),
        ask: |world, side, n| {
            let [mine, other] =
                [side, side.other()].map(|side| MerchantId::derived(&format!("{side:?}-{n}")));
            let id = Some(OrderId::derived(&format!("crosswise-{side:?}-{n}")));
            let place = PlaceOrder { id, ..PlaceOrder::new(other, pence(100)) };
            all(world, [SuspendMerchant::new(mine).into(), place.into()])
        },
        loses: &["merchant_not_active"],
    },
    Race {
        name: CLOSE,
        sides: &Side::BOTH,
        scene: |world, n| opens(world, &wallet(user("closing", n)), 0),
        ask: |world, side, n| closes_or_credits(world, side, wallet(user("closing", n)).id()),
        loses: &["account_not_empty", "account_not_open"],
    },
    Race {
        name: "an account of many lanes closed and credited",
        sides: &Side::BOTH,
        scene: |world, n| {
            sells(world, &format!("closing-{n}"));
            opens(world, &pending(n), 0);
        },
        ask: |world, side, n| closes_or_credits(world, side, pending(n).id()),
        loses: &["account_not_empty", "account_not_open"],
    },
];

pub const CENT: &str = "the last cent of a wallet";
pub const CLOSE: &str = "a wallet closed and credited";

/// Where nothing else is to be done for a channel.
pub const CLAIM: Race = Race {
    name: "one effect",
    sides: &Side::ALL,
    scene: charged,
    ask: |world, side, _| {
        let key = RACED.to_owned();
        match world.engine.claim(&format!("{side:?}"), 10, 60) {
            Ok(work) if work.is_empty() => Said { key, acceptance: "Nothing".to_owned(), id: "-".to_owned() },
            Ok(work) => Said { key, acceptance: "New".to_owned(), id: work[0].operation.id.to_string() },
            Err(error) => Said::of(key, &Err(error)),
        }
    },
    loses: &["Nothing"],
};

/// What stands for a key in the answer.
const RACED: &str = "raced";

/// What stopped the only transfer of a request is what stopped the request.
fn one(world: &World, request: impl Into<Request>) -> Said {
    let stopped = |answer: Answer| match &answer.output {
        AnyOutput::Posted(posted) => posted.results[0].clone().map_err(Error::from).map(|_| answer),
        _ => Ok(answer),
    };
    Said::of(RACED.to_owned(), &world.engine.batch([request.into()]).remove(0).and_then(stopped))
}

fn all<const N: usize>(world: &World, requests: [Request; N]) -> Said {
    let answer = world.engine.atomic(requests).map(|mut answers| answers.remove(0));
    Said::of(RACED.to_owned(), &answer)
}

fn closes_or_credits(world: &World, side: Side, account: AccountId) -> Said {
    match side {
        Side::One => one(world, CloseAccount::new(account)),
        _ => one(world, post(equity(), account)),
    }
}

fn post(debit: AccountId, credit: AccountId) -> Request {
    let id = paywright::TransferId::derived(&format!("{debit}-{credit}"));
    PostTransfers::new([NewTransfer::posted(debit, credit, pence(10)).with_id(id)]).into()
}

pub fn equity() -> AccountId {
    AccountKey::platform(Purpose::Equity, gbp()).id()
}

fn pending(n: u64) -> AccountKey {
    AccountKey::merchant(MerchantId::derived(&format!("closing-{n}")), Purpose::MerchantPending, gbp())
}

pub fn user(what: &str, n: u64) -> UserId {
    UserId::derived(&format!("{what}-{n}"))
}

fn owner(side: Side, n: u64) -> UserId {
    user(&format!("{side:?}"), n)
}

pub fn payment(side: Side, n: u64) -> PaymentId {
    PaymentId::derived(&format!("cent-{side:?}-{n}"))
}

fn spending(side: Side, n: u64) -> PaymentId {
    PaymentId::derived(&format!("spending-{side:?}-{n}"))
}

fn card(n: u64) -> PaymentId {
    PaymentId::derived(&format!("card-{n}"))
}

fn order(world: &World, name: &str) -> OrderId {
    let (id, bakery) = (Some(OrderId::derived(name)), MerchantId::derived("bakery"));
    world.done(PlaceOrder { id, ..PlaceOrder::new(bakery, pence(100)) }).id
}

/// A payment of a pound out of a wallet; not confirmed.
pub fn starts(world: &World, payer: UserId, id: PaymentId) {
    let start = StartPayment::new(order(world, &id.to_string()), Method::Wallet);
    world.done(StartPayment { id: Some(id), payer: Some(payer), ..start });
}

/// An account with so much on it, and its owner where that is a user.
pub fn opens(world: &World, account: &AccountKey, pennies: i64) {
    if let paywright::Owner::User(id) = account.owner {
        world.done(RegisterUser { id: Some(id), ..RegisterUser::new(id.to_string()) });
    }
    world.done(OpenAccount::new(account.clone()));
    if pennies > 0 {
        credits(world, account.id(), pennies);
    }
}

pub fn credits(world: &World, account: AccountId, pennies: i64) {
    world.done(PostTransfers::new([NewTransfer::posted(equity(), account, pence(pennies))]));
}

fn sells(world: &World, name: &str) {
    let id = MerchantId::derived(name);
    world.done(RegisterMerchant {
        id: Some(id),
        ..RegisterMerchant::new(name, FeePlanId::derived("standard"))
    });
    world.done(ActivateMerchant::new(id));
}

/// Confirmed by card; an effect waits.
pub fn charged(world: &World, n: u64) {
    let start = StartPayment::new(order(world, &format!("card-{n}")), Method::channel(CARDS));
    world.confirmed(StartPayment { id: Some(card(n)), ..start });
}
