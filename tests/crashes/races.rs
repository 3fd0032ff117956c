//! Two processes ask at the same moment for what only one of them can have: one gets it, the other is told
//! rightly why not, and the books stay sound.

use crate::business::Said;
use crate::child::{Task, say};
use crate::receipts::Receipts;
use crate::steps::OPENING;
use crate::support::shop::{CARDS, WORKER, pence, wallet};
use crate::support::{World, gbp};
use paywright::journal::Lane;
use paywright::{
    AccountId, AccountKey, ActivateMerchant, Answer, AnyOutput, CloseAccount, ConfirmPayment, Error,
    FeePlanId, FreezeAccount, MerchantId, Method, NewTransfer, OpenAccount, OrderId, Outcome, PaymentId,
    PlaceOrder, PostTransfers, Purpose, RefundId, RegisterMerchant, RegisterUser, Request, RequestRefund,
    StartPayment, SuspendMerchant, UserId,
};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child as Process, ChildStdin, ChildStdout};

/// One of the two processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    One,
    Two,
}

impl Side {
    const BOTH: [Self; 2] = [Self::One, Self::Two];

    fn other(self) -> Self {
        if self == Self::One { Self::Two } else { Self::One }
    }
}

/// What both ask for, in rounds that know nothing of each other.
struct Race {
    name: &'static str,
    /// What must be there before; asked by the process that started the two.
    scene: fn(&World, u64),
    ask: fn(&World, Side, u64) -> Result<Answer, Error>,
    /// What the other may be told.
    loses: &'static [&'static str],
}

const RACES: &[Race] = &[
    Race {
        name: CENT,
        scene: |world, n| {
            opens(world, &wallet(user("purse", n)), 100);
            for side in Side::BOTH {
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
        scene: |_, _| {},
        ask: |world, _, n| {
            one(world, Request::new(RegisterUser::new(format!("same-{n}"))).key(format!("same-{n}")))
        },
        loses: &["Replayed"],
    },
    Race {
        name: "one key, two contents",
        scene: |_, _| {},
        ask: |world, side, n| {
            one(world, Request::new(RegisterUser::new(format!("{side:?}-{n}"))).key(format!("either-{n}")))
        },
        loses: &["idempotency_key_reused"],
    },
    Race {
        name: "one wallet frozen, the other spent from, crosswise",
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
        scene: |world, n| opens(world, &wallet(user("closing", n)), 0),
        ask: |world, side, n| closes_or_credits(world, side, wallet(user("closing", n)).id()),
        loses: &["account_not_empty", "account_not_open"],
    },
    Race {
        name: "an account of many lanes closed and credited",
        scene: |world, n| {
            sells(world, &format!("closing-{n}"));
            opens(world, &pending(n), 0);
        },
        ask: |world, side, n| closes_or_credits(world, side, pending(n).id()),
        loses: &["account_not_empty", "account_not_open"],
    },
];

const CENT: &str = "the last cent of a wallet";
const CLOSE: &str = "a wallet closed and credited";
/// The race that no single command runs.
const CLAIM: &str = "one effect";

/// What stopped the only transfer of a request is what stopped the request.
fn one(world: &World, request: impl Into<Request>) -> Result<Answer, Error> {
    let answer = world.engine.batch([request.into()]).remove(0)?;
    match &answer.output {
        AnyOutput::Posted(posted) => posted.results[0].clone().map_err(Error::from).map(|_| answer),
        _ => Ok(answer),
    }
}

fn all<const N: usize>(world: &World, requests: [Request; N]) -> Result<Answer, Error> {
    world.engine.atomic(requests).map(|mut answers| answers.remove(0))
}

fn closes_or_credits(world: &World, side: Side, account: AccountId) -> Result<Answer, Error> {
    match side {
        Side::One => one(world, CloseAccount::new(account)),
        Side::Two => one(world, post(equity(), account)),
    }
}

fn post(debit: AccountId, credit: AccountId) -> Request {
    let id = paywright::TransferId::derived(&format!("{debit}-{credit}"));
    PostTransfers::new([NewTransfer::posted(debit, credit, pence(10)).with_id(id)]).into()
}

fn equity() -> AccountId {
    AccountKey::platform(Purpose::Equity, gbp()).id()
}

fn pending(n: u64) -> AccountKey {
    AccountKey::merchant(MerchantId::derived(&format!("closing-{n}")), Purpose::MerchantPending, gbp())
}

fn user(what: &str, n: u64) -> UserId {
    UserId::derived(&format!("{what}-{n}"))
}

fn owner(side: Side, n: u64) -> UserId {
    user(&format!("{side:?}"), n)
}

fn payment(side: Side, n: u64) -> PaymentId {
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
fn starts(world: &World, payer: UserId, id: PaymentId) {
    let start = StartPayment::new(order(world, &id.to_string()), Method::Wallet);
    world.done(StartPayment { id: Some(id), payer: Some(payer), ..start });
}

/// An account with so much on it, and its owner where that is a user.
fn opens(world: &World, account: &AccountKey, pennies: i64) {
    if let paywright::Owner::User(id) = account.owner {
        world.done(RegisterUser { id: Some(id), ..RegisterUser::new(id.to_string()) });
    }
    world.done(OpenAccount::new(account.clone()));
    if pennies > 0 {
        credits(world, account.id(), pennies);
    }
}

fn credits(world: &World, account: AccountId, pennies: i64) {
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
fn charged(world: &World, n: u64) {
    let start = StartPayment::new(order(world, &format!("card-{n}")), Method::channel(CARDS));
    world.confirmed(StartPayment { id: Some(card(n)), ..start });
}

/// The child's side: each line names what is asked.
pub fn races_if_told(world: &World) {
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let mut words = line.split('/');
        let (name, side, n) = (words.next().unwrap(), words.next().unwrap(), words.next().unwrap());
        let side = Side::BOTH.into_iter().find(|known| format!("{known:?}") == side).unwrap();
        let n = n.parse().unwrap();
        let key = "raced".to_owned();
        say(&if name == CLAIM {
            match world.engine.claim(&format!("{side:?}"), 10, 60) {
                Ok(work) if work.is_empty() => {
                    Said { key, acceptance: "Nothing".to_owned(), id: "-".to_owned() }
                }
                Ok(work) => Said { key, acceptance: "New".to_owned(), id: work[0].operation.id.to_string() },
                Err(error) => Said::of(key, &Err(error)),
            }
        } else {
            let race = RACES.iter().find(|race| race.name == name).unwrap();
            Said::of(key, &(race.ask)(world, side, n))
        });
    }
}

/// A process that waits for a line, answers it, and waits for the next. It ends with this.
struct Racer {
    process: Process,
    lines: ChildStdin,
    answers: BufReader<ChildStdout>,
    side: Side,
}

impl Racer {
    fn start(receipts: &Receipts, side: Side) -> Self {
        let mut orders = receipts.orders(1, None);
        orders.task = Task::Race;
        let mut process = orders.command(&std::env::current_exe().unwrap()).spawn().unwrap();
        let lines = process.stdin.take().unwrap();
        let answers = BufReader::new(process.stdout.take().unwrap());
        let mut racer = Self { process, lines, answers, side };
        racer.lines.write_all(b"go\n").unwrap();
        racer
    }

    fn is_asked(&mut self, name: &str, n: u64) {
        let line = format!("{name}/{:?}/{n}\n", self.side);
        self.lines.write_all(line.as_bytes()).unwrap();
    }

    fn says(&mut self) -> Said {
        loop {
            let mut line = String::new();
            assert!(self.answers.read_line(&mut line).unwrap() > 0, "{:?} ended", self.side);
            if let Some(said) = crate::child::heard(line.trim_end()) {
                return said;
            }
        }
    }

    fn answers(&mut self, name: &str, n: u64) -> String {
        self.is_asked(name, n);
        self.says().acceptance
    }
}

impl Drop for Racer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A shop that is open, and two processes with their engines open on it.
fn two_processes() -> (Receipts, World, [Racer; 2]) {
    let receipts = Receipts::of_writers(1, 3);
    let world = receipts.opened();
    for answer in world.engine.batch(OPENING.iter().map(|step| step.of(0).1)) {
        answer.unwrap();
    }
    let racers = Side::BOTH.map(|side| Racer::start(&receipts, side));
    (receipts, world, racers)
}

/// Asks both at once, and tells whether the first of them won.
fn run(racers: &mut [Racer; 2], name: &str, n: u64, loses: &[&str]) -> bool {
    // Neither is always asked first.
    let first = usize::try_from(n % 2).unwrap();
    racers[first].is_asked(name, n);
    racers[1 - first].is_asked(name, n);
    let said = racers.each_mut().map(Racer::says);
    let won = said.iter().filter(|said| said.acceptance == "New").count();
    let lost = said.iter().filter(|said| loses.contains(&&said.acceptance[..])).count();
    assert_eq!((won, lost), (1, 1), "{name}, round {n}: {said:?}");
    if loses == ["Replayed"] {
        assert_eq!(said[0].id, said[1].id, "{name}, round {n}: {said:?}");
    }
    said[0].acceptance == "New"
}

#[test]
fn of_two_processes_that_want_the_same_one_gets_it_and_the_other_is_told_why_not() {
    const ROUNDS: u64 = 30;
    let (_receipts, world, mut racers) = two_processes();
    for race in RACES {
        let mut first = 0;
        for n in 0..ROUNDS {
            (race.scene)(&world, n);
            first += u64::from(run(&mut racers, race.name, n, race.loses));
        }
        println!("{}: the first process won {first} of {ROUNDS}", race.name);
    }
    drop(racers);
    let lanes = world.all::<Lane>().len();
    assert!(lanes <= 3, "{lanes} lanes");
    world.check();
}

#[test]
fn of_two_processes_that_claim_one_effect_one_does_the_work() {
    let (_receipts, world, mut racers) = two_processes();
    for n in 0..30 {
        charged(&world, n);
        run(&mut racers, CLAIM, n, &["Nothing"]);
    }
    drop(racers);
    assert_eq!(world.claimed().len(), 0);
    assert!(world.effects().iter().all(|effect| effect.claims == 1), "an effect was claimed twice");
    for worker in Side::BOTH {
        world.engine.recover(&format!("{worker:?}")).unwrap();
    }
    assert_eq!(world.engine.claim(WORKER, 100, 60).unwrap().len(), 30, "each is asked about once");
    world.check();
}

#[test]
fn a_process_never_refuses_from_what_it_remembers() {
    let (_receipts, world, [mut one, _two]) = two_processes();
    for n in 0..10 {
        opens(&world, &wallet(user("purse", n)), 0);
        starts(&world, user("purse", n), payment(Side::One, n));
        assert_eq!(one.answers(CENT, n), "insufficient_funds");
        // It remembers an empty wallet, and another process fills it.
        credits(&world, wallet(user("purse", n)).id(), 100);
        assert_eq!(one.answers(CENT, n), "New");
        // It remembers an account that is open and merchants who sell.
        world.done(PostTransfers::new([NewTransfer::posted(
            equity(),
            wallet(user("purse", n)).id(),
            pence(5),
        )]));
        assert_eq!(one.answers("a wallet closed and credited", n + 1_000), "not_found");
        opens(&world, &wallet(user("closing", n + 1_000)), 0);
        assert_eq!(one.answers("a wallet closed and credited", n + 1_000), "New");
    }
    world.check();
}
