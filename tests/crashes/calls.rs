//! What the threads of a process under load ask for. Each call is a pure function of who asks and when, so
//! that whoever looks for it after a crash can ask the same again.

use crate::business::Said;
use crate::dice::Dice;
use crate::steps::OPENING;
use crate::support::shop::{CARDS, pence, wallet};
use crate::support::{World, gbp};
use paywright::{
    AccountKey, Answer, AnyOutput, CompleteEffect, ConfirmPayment, EffectId, Engine, Error, MerchantId,
    Method, NewTransfer, OpenAccount, OrderId, Outcome, PaymentId, PlaceOrder, PostTransfers, Purpose,
    RefundId, RegisterUser, Request, RequestRefund, StartPayment, Timestamp, TransferId, UserId,
};

/// Wallets that all threads share.
pub const WALLETS: u64 = 6;
/// What each of them begins with.
pub const FILLED: i64 = 20_000;
/// What a card brings into a wallet.
pub const TOP_UP: i64 = 100;

/// One thread of one process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asker {
    pub seed: u64,
    /// Which process it is of; none has the number of another.
    pub life: u64,
    pub thread: u64,
}

/// One request, and what it moves where it is accepted.
#[derive(Clone, Debug)]
pub struct Ask {
    pub key: String,
    pub request: Request,
    /// Wallets, and what comes to them or goes.
    pub moves: Vec<(u64, i64)>,
}

impl Ask {
    fn new(key: String, request: impl Into<Request>) -> Self {
        let request = request.into().key(key.clone());
        Self { key, request, moves: Vec::new() }
    }

    fn moving(self, moves: impl Into<Vec<(u64, i64)>>) -> Self {
        Self { moves: moves.into(), ..self }
    }
}

/// What is asked at once.
#[derive(Clone, Debug)]
pub struct Call {
    /// They are accepted together or not at all.
    pub atomic: bool,
    pub asks: Vec<Ask>,
}

/// The thread and number of the call that a key is of.
pub fn call_of(key: &str) -> Option<(u64, u64, u64)> {
    let mut numbers = key.split('.').map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??, numbers.next()??))
}

pub fn user(n: u64) -> UserId {
    UserId::derived(&format!("shared-{n}"))
}

/// A shop that sells, and wallets with something in them.
pub fn open(world: &World) {
    let bank = AccountKey::platform(Purpose::Bank, gbp()).id();
    let mut requests: Vec<Request> = OPENING.iter().map(|step| step.of(0).1).collect();
    for n in 0..WALLETS {
        let (key, name) = (wallet(user(n)), format!("shared-{n}"));
        let filled = NewTransfer::posted(bank, key.id(), pence(FILLED));
        let filled = filled.with_id(TransferId::derived(&name));
        requests.push(RegisterUser { id: Some(user(n)), ..RegisterUser::new(&name) }.into());
        requests.push(OpenAccount::new(key).into());
        requests.push(PostTransfers::new([filled]).into());
    }
    world.engine.batch(requests).into_iter().for_each(|answer| drop(answer.unwrap()));
}

impl Asker {
    fn name(&self, n: u64) -> String {
        format!("{}.{}.{n}", self.life, self.thread)
    }

    fn key(&self, n: u64, place: u64) -> String {
        format!("{}.{place}", self.name(n))
    }

    /// Other numbers for each call.
    pub fn dice(&self, n: u64) -> Dice {
        let mut dice = Dice::new(self.seed ^ (self.life << 40) ^ (self.thread << 32) ^ n);
        dice.below(1);
        dice
    }

    /// Whose wallet pays in this call, if it pays.
    fn payer(&self, n: u64) -> u64 {
        (self.thread + n) % WALLETS
    }

    /// The call of this number. Some are asked again: their keys are those of an earlier call.
    pub fn call(&self, n: u64) -> Call {
        let mut dice = self.dice(n);
        let earlier = n.saturating_sub(1 + dice.below(6));
        let single = |ask| Call { atomic: false, asks: vec![ask] };
        match dice.below(12) {
            0..3 => single(self.transfer(n, 0, &mut dice)),
            3..6 => Call { atomic: true, asks: self.payment(n, &mut dice) },
            6..8 => {
                let places = 0..2 + dice.below(10);
                Call { atomic: false, asks: places.map(|place| self.small(n, place, &mut dice)).collect() }
            }
            8 => single(self.refund(n, earlier)),
            9..11 => Call { atomic: true, asks: self.top_up(n) },
            _ if earlier < n => self.call(earlier),
            _ => single(self.transfer(n, 0, &mut dice)),
        }
    }

    /// From one wallet to another; now and then more than there ever is.
    fn transfer(&self, n: u64, place: u64, dice: &mut Dice) -> Ask {
        let from = dice.below(WALLETS);
        let to = (from + 1 + dice.below(WALLETS - 1)) % WALLETS;
        let amount = if dice.once_in(6) { 10_000_000 } else { 1 + i64::try_from(dice.below(50)).unwrap() };
        let key = self.key(n, place);
        let (debit, credit) = (wallet(user(from)).id(), wallet(user(to)).id());
        let transfer = NewTransfer::posted(debit, credit, pence(amount)).with_id(TransferId::derived(&key));
        Ask::new(key, PostTransfers::new([transfer])).moving([(from, -amount), (to, amount)])
    }

    /// An order that is paid from a wallet; now and then the wallet does not suffice.
    fn payment(&self, n: u64, dice: &mut Dice) -> Vec<Ask> {
        let amount = if dice.once_in(4) { 10_000_000 } else { 1 + i64::try_from(dice.below(40)).unwrap() };
        let (name, payer) = (self.name(n), self.payer(n));
        let (order, payment) = (OrderId::derived(&name), PaymentId::derived(&name));
        let place = PlaceOrder::new(MerchantId::derived("bakery"), pence(amount));
        let (id, reference, customer) = (Some(order), Some(name), Some(user(payer)));
        let place = PlaceOrder { id, reference, customer, ..place };
        let start = StartPayment { id: Some(payment), ..StartPayment::new(order, Method::Wallet) };
        vec![
            Ask::new(self.key(n, 0), place),
            Ask::new(self.key(n, 1), start),
            Ask::new(self.key(n, 2), ConfirmPayment::new(payment)).moving([(payer, -amount)]),
        ]
    }

    /// A card's, which a worker is to charge.
    fn top_up(&self, n: u64) -> Vec<Ask> {
        let payment = PaymentId::derived(&format!("top-up-{}", self.name(n)));
        let top_up = StartPayment::top_up(user(self.payer(n)), pence(TOP_UP), Method::channel(CARDS));
        let top_up = StartPayment { id: Some(payment), ..top_up };
        vec![Ask::new(self.key(n, 0), top_up), Ask::new(self.key(n, 1), ConfirmPayment::new(payment))]
    }

    /// A penny of what an earlier call paid, if it did.
    fn refund(&self, n: u64, earlier: u64) -> Ask {
        let id = Some(RefundId::derived(&self.name(n)));
        let refund = RequestRefund::new(PaymentId::derived(&self.name(earlier)), pence(1));
        Ask::new(self.key(n, 0), RequestRefund { id, ..refund }).moving([(self.payer(earlier), 1)])
    }

    fn small(&self, n: u64, place: u64, dice: &mut Dice) -> Ask {
        let key = self.key(n, place);
        match dice.below(4) {
            0 => Ask::new(key.clone(), RegisterUser::new(key)),
            1 => Ask::new(key.clone(), ConfirmPayment::new(PaymentId::derived(&format!("no-{key}")))),
            _ => self.transfer(n, place, dice),
        }
    }

    /// Asks, now and then with little time, and tells the answers to each key.
    pub fn asks(&self, engine: &Engine, n: u64) -> Vec<Said> {
        let mut dice = self.dice(n);
        let deadline = dice.once_in(8).then(|| match dice.below(10) {
            0 => Timestamp::from_micros(i64::MAX),
            1 => Timestamp::from_micros(i64::MIN),
            _ => in_micros(engine, dice.below(8_000)),
        });
        said_of(engine, self.call(n), deadline)
    }

    /// Claims what is due, and tells what it got.
    pub fn claims(&self, engine: &Engine) -> Vec<Said> {
        let worker = format!("worker-{}-{}", self.life, self.thread);
        let work = engine.claim(&worker, 4, 600).unwrap_or_default();
        let heard = |effect: &paywright::Effect| {
            let key = format!("claim-{}-{}", effect.id, effect.claims);
            Said { key, acceptance: "Claimed".to_owned(), id: worker.clone() }
        };
        work.iter().map(|work| heard(&work.effect)).collect()
    }
}

fn in_micros(engine: &Engine, micros: u64) -> Timestamp {
    engine.now().plus_micros(i64::try_from(micros).unwrap())
}

/// Asks all at once, and tells the answers to each key.
pub fn said_of(engine: &Engine, call: Call, deadline: Option<Timestamp>) -> Vec<Said> {
    let timed = |request: Request| match deadline {
        Some(deadline) => request.deadline(deadline),
        None => request,
    };
    let (keys, requests): (Vec<_>, Vec<_>) =
        call.asks.into_iter().map(|ask| (ask.key, timed(ask.request))).unzip();
    let answers = if call.atomic {
        match engine.atomic(requests) {
            Ok(answers) => answers.into_iter().map(Ok).collect(),
            Err(error) => keys.iter().map(|_| Err(error.clone())).collect(),
        }
    } else {
        engine.batch(requests)
    };
    keys.into_iter().zip(answers).map(|(key, answer)| said(key, answer)).collect()
}

/// What became of a request: where the answer is an error, instead of an id whether it may have happened.
fn said(key: String, answer: Result<Answer, Error>) -> Said {
    // What stopped the only transfer of a request is what stopped the request.
    let stopped = match &answer {
        Ok(Answer { output: AnyOutput::Posted(posted), .. }) => posted.results[0].clone().err(),
        _ => None,
    };
    let said = Said::of(key, &stopped.map_or_else(|| answer.clone(), |refused| Err(refused.into())));
    let may_be = matches!(&answer, Err(error) if error.to_string().contains("may have"))
        || said.acceptance == "outcome_unknown";
    if said.is_accepted() {
        said
    } else {
        Said { id: if may_be { OPEN } else { NOTHING }.to_owned(), ..said }
    }
}

/// Nothing happened.
pub const NOTHING: &str = "nothing";
/// Nobody knows whether it happened.
pub const OPEN: &str = "open";

/// The answer of the channel that a claim asks for.
pub fn completion(claim: &Said) -> Option<Ask> {
    let named = claim.key.strip_prefix("claim-")?;
    let (effect, claims) = named.rsplit_once('-')?;
    let id: EffectId = effect.parse().unwrap();
    let complete = CompleteEffect::new(id, &claim.id, Outcome::Succeeded);
    let request = CompleteEffect { claim: Some(claims.parse().unwrap()), ..complete };
    Some(Ask::new(format!("done-{named}"), request))
}
