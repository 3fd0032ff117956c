//! One random day: steps as data, and what each asks of the engine. What a step speaks of is chosen among
//! what is there, so that most steps are possible and some are not.

use crate::support::World;
use crate::support::shop::{CARDS, WORKER, fee_income, pence, receivable, wallet};
use paywright::{
    AccountId, ActivateMerchant, Actor, ApproveRefund, CaptureKind, CaptureMode, CapturePayment, Command,
    CompleteEffect, ConfirmPayment, EffectId, Error, Id, MerchantId, Method, NewTransfer, ObserveOperation,
    OpenAccount, Operation, OperationId, OrderId, Outcome, PaymentId, PlaceOrder, PostTransfers, RefundId,
    RefundReview, RegisterUser, Request, RequestRefund, Role, StartPayment, SuspendMerchant, TransferId,
    UserId,
};
use proptest::prelude::*;

/// One thing that happens. Numbers choose among what is there.
#[derive(Clone, Debug)]
pub enum Step {
    RegisterUser,
    PlaceOrder { customer: u8, total: i64, guest: bool },
    Pay { order: u8, payer: u8, by_card: bool, by_hand: bool, part: Option<i64>, confirm: bool },
    TopUp { user: u8, amount: i64, from: Option<u8>, confirm: bool },
    Confirm { payment: u8 },
    Capture { payment: u8, part: Option<i64>, last: bool },
    Refund { payment: u8, part: Option<i64>, by_merchant: bool },
    Approve { refund: u8, by: u8 },
    Observe { operation: u8, outcome: u8 },
    Claim { most: u32, lease: u32 },
    Complete { effect: u8, outcome: u8, worker: u8 },
    Recover { worker: u8 },
    Tick,
    Wait { seconds: i64 },
    Post { from: u8, to: u8, amount: i64, id: u8 },
    Hold { from: u8, to: u8, amount: i64, id: u8, seconds: Option<i64> },
    PostHold { hold: u8, part: Option<i64> },
    VoidHold { hold: u8 },
    Chain { links: Vec<(u8, u8, i64)> },
    Suspend,
    Activate,
    Again { request: u8 },
    Together { requests: Vec<u8> },
}

impl Step {
    pub fn any() -> impl Strategy<Value = Self> {
        let amount = || prop_oneof![12 => 1_i64..600, 1 => Just(0_i64), 1 => Just(i64::MAX)];
        let part = move || proptest::option::of(amount());
        let mostly = || proptest::bool::weighted(0.85);
        let n = any::<u8>;
        prop_oneof![
            1 => Just(Self::RegisterUser),
            4 => (n(), 1_i64..2_500, any::<bool>())
                .prop_map(|(customer, total, guest)| Self::PlaceOrder { customer, total, guest }),
            9 => (n(), n(), any::<bool>(), any::<bool>(), part(), mostly()).prop_map(
                |(order, payer, by_card, by_hand, part, confirm)| {
                    Self::Pay { order, payer, by_card, by_hand, part, confirm }
                }),
            4 => (n(), 1_i64..5_000, proptest::option::of(n()), mostly())
                .prop_map(|(user, amount, from, confirm)| Self::TopUp { user, amount, from, confirm }),
            2 => n().prop_map(|payment| Self::Confirm { payment }),
            5 => (n(), part(), any::<bool>())
                .prop_map(|(payment, part, last)| Self::Capture { payment, part, last }),
            6 => (n(), part(), any::<bool>())
                .prop_map(|(payment, part, by_merchant)| Self::Refund { payment, part, by_merchant }),
            3 => (n(), n()).prop_map(|(refund, by)| Self::Approve { refund, by }),
            7 => (n(), 0..6_u8).prop_map(|(operation, outcome)| Self::Observe { operation, outcome }),
            4 => (1..5_u32, 1..200_u32).prop_map(|(most, lease)| Self::Claim { most, lease }),
            6 => (n(), 0..6_u8, n())
                .prop_map(|(effect, outcome, worker)| Self::Complete { effect, outcome, worker }),
            1 => n().prop_map(|worker| Self::Recover { worker }),
            2 => Just(Self::Tick),
            3 => (-100_i64..2_000).prop_map(|seconds| Self::Wait { seconds }),
            2 => (n(), n(), amount(), n())
                .prop_map(|(from, to, amount, id)| Self::Post { from, to, amount, id }),
            2 => (n(), n(), amount(), n(), proptest::option::of(0_i64..2_000)).prop_map(
                |(from, to, amount, id, seconds)| Self::Hold { from, to, amount, id, seconds }),
            2 => (n(), part()).prop_map(|(hold, part)| Self::PostHold { hold, part }),
            1 => n().prop_map(|hold| Self::VoidHold { hold }),
            1 => prop::collection::vec((n(), n(), amount()), 1..5).prop_map(|links| Self::Chain { links }),
            1 => Just(Self::Suspend),
            3 => Just(Self::Activate),
            3 => n().prop_map(|request| Self::Again { request }),
            1 => prop::collection::vec(n(), 1..5).prop_map(|requests| Self::Together { requests }),
        ]
    }
}

/// What is there to speak of.
#[derive(Clone, Default)]
pub struct Ids {
    merchant: Option<MerchantId>,
    users: Vec<UserId>,
    orders: Vec<OrderId>,
    payments: Vec<PaymentId>,
    refunds: Vec<RefundId>,
    effects: Vec<EffectId>,
    accounts: Vec<AccountId>,
    asked: Vec<Request>,
}

/// A day under way.
pub struct Day<'a> {
    world: &'a World,
    pub ids: Ids,
}

fn pick<T: Copy>(from: &[T], choice: u8) -> Option<T> {
    from.get(usize::from(choice).checked_rem(from.len())?).copied()
}

/// A chosen id, or one that is nowhere.
fn pick_id<I: Id>(from: &[I], choice: u8) -> I {
    pick(from, choice).unwrap_or_else(|| I::from_bytes([9; 16]).unwrap())
}

impl<'a> Day<'a> {
    pub fn begins(world: &'a World) -> Self {
        let shop = world.shop_with("0.029", "0.30 GBP", RefundReview::Required);
        world.tops_up(shop.customer, "40.00 GBP");
        let orders = ["12.00 GBP", "7.50 GBP", "30.00 GBP"].map(|total| world.order_of(&shop, total).id);
        let paid = world.paid_by_card(&shop, "9.00 GBP");
        let held = world.authorised_from_wallet(&shop, "8.00 GBP");
        let authorised = world.authorised_by_card(&shop, "14.00 GBP");
        let payments = vec![paid.id, held.id, authorised.id];
        let open = |key| world.done(OpenAccount::new(key)).id;
        let bank = open(super::super::ledger::bank());
        let accounts = vec![open(wallet(shop.customer)), open(receivable()), open(fee_income()), bank];
        let (merchant, users, orders) = (Some(shop.merchant), vec![shop.customer], orders.to_vec());
        Self { world, ids: Ids { merchant, users, orders, payments, accounts, ..Ids::default() } }
    }

    pub fn goes_on(world: &'a World, ids: Ids) -> Self {
        Self { world, ids }
    }

    /// What came of the step, as text: to be compared, answer by answer.
    pub fn does(&mut self, step: &Step) -> String {
        let said = match step {
            Step::RegisterUser
            | Step::PlaceOrder { .. }
            | Step::Pay { .. }
            | Step::TopUp { .. }
            | Step::Suspend
            | Step::Activate => self.trades(step),
            Step::Confirm { .. } | Step::Capture { .. } | Step::Refund { .. } | Step::Approve { .. } => {
                self.pays(step)
            }
            Step::Post { .. }
            | Step::Hold { .. }
            | Step::PostHold { .. }
            | Step::VoidHold { .. }
            | Step::Chain { .. } => self.posts(step),
            _ => self.hosts(step),
        };
        assert!(!said.contains("Bug("), "{step:?}: {said}");
        said
    }

    /// Asks under a fresh key, remembers the request, and answers what came of it.
    fn asks<C: Command>(&mut self, actor: Actor, command: C) -> (String, Option<C::Output>)
    where
        C::Output: std::fmt::Debug,
    {
        let request = Request::new(command).key(self.world.fresh_key()).actor(actor);
        self.ids.asked.push(request.clone());
        let answer = self.world.engine.batch([request]).remove(0);
        let said = format!("{answer:?}");
        (said, answer.ok().map(|answer| answer.of::<C>().unwrap().output))
    }

    fn trades(&mut self, step: &Step) -> String {
        let merchant = self.ids.merchant.unwrap();
        match step {
            Step::RegisterUser => {
                let (said, user) = self.asks(Actor::System, RegisterUser::new("another"));
                self.ids.users.extend(user.map(|user| user.id));
                said
            }
            Step::PlaceOrder { customer, total, guest } => {
                let customer = pick(&self.ids.users, *customer).filter(|_| !guest);
                let order = PlaceOrder { customer, ..PlaceOrder::new(merchant, pence(*total)) };
                let (said, order) = self.asks(Actor::System, order);
                self.ids.orders.extend(order.map(|order| order.id));
                said
            }
            Step::Pay { order, payer, by_card, by_hand, part, confirm } => {
                let method = if *by_card { Method::channel(CARDS) } else { Method::Wallet };
                let capture = if *by_hand { CaptureMode::Manual } else { CaptureMode::Automatic };
                let (amount, payer) = (part.map(pence), pick(&self.ids.users, *payer));
                let start = StartPayment::new(pick_id(&self.ids.orders, *order), method);
                self.starts(StartPayment { amount, payer, capture, ..start }, *confirm)
            }
            Step::TopUp { user, amount, from, confirm } => {
                let payer = from.and_then(|from| pick(&self.ids.users, from));
                let method = if payer.is_some() { Method::Wallet } else { Method::channel(CARDS) };
                let top_up = StartPayment::top_up(pick_id(&self.ids.users, *user), pence(*amount), method);
                self.starts(StartPayment { payer, ..top_up }, *confirm)
            }
            Step::Suspend => self.asks(Actor::System, SuspendMerchant::new(merchant)).0,
            _ => self.asks(Actor::System, ActivateMerchant::new(merchant)).0,
        }
    }

    fn starts(&mut self, start: StartPayment, confirm: bool) -> String {
        let (said, payment) = self.asks(Actor::System, start);
        let Some(payment) = payment else { return said };
        self.ids.payments.push(payment.id);
        if confirm { said + &self.asks(Actor::System, ConfirmPayment::new(payment.id)).0 } else { said }
    }

    fn pays(&mut self, step: &Step) -> String {
        match step {
            Step::Confirm { payment } => {
                self.asks(Actor::System, ConfirmPayment::new(pick_id(&self.ids.payments, *payment))).0
            }
            Step::Capture { payment, part, last } => {
                let kind = if *last { CaptureKind::Last } else { CaptureKind::MoreMayCome };
                let all = CapturePayment::all(pick_id(&self.ids.payments, *payment));
                self.asks(Actor::System, CapturePayment { amount: part.map(pence), kind, ..all }).0
            }
            Step::Refund { payment, part, by_merchant } => {
                let merchant = Actor::Merchant(self.ids.merchant.unwrap());
                let by = if *by_merchant { merchant } else { Actor::System };
                let all = RequestRefund::all(pick_id(&self.ids.payments, *payment));
                let (said, refund) = self.asks(by, RequestRefund { amount: part.map(pence), ..all });
                self.ids.refunds.extend(refund.map(|refund| refund.id));
                said
            }
            Step::Approve { refund, by } => {
                let reviewer = Actor::operator("anna", [Role::Reviewer]);
                let by = if by.is_multiple_of(3) { Actor::System } else { reviewer };
                self.asks(by, ApproveRefund::new(pick_id(&self.ids.refunds, *refund))).0
            }
            _ => String::new(),
        }
    }

    fn posts(&mut self, step: &Step) -> String {
        let account = |choice: &u8| pick_id(&self.ids.accounts, *choice);
        // Few ids, so that some are used twice.
        let id = |choice: &u8| TransferId::derived(&format!("by hand {}", choice % 6));
        let transfers = match step {
            Step::Post { from, to, amount, id: chosen } => {
                vec![NewTransfer::posted(account(from), account(to), pence(*amount)).with_id(id(chosen))]
            }
            Step::Hold { from, to, amount, id: chosen, seconds } => {
                let expires_at = seconds.map(|seconds| self.world.clock.reads().plus_seconds(seconds));
                let (debit, credit, amount) = (account(from), account(to), pence(*amount));
                let posting = paywright::Posting::Pending { debit, credit, amount, expires_at };
                let plain = NewTransfer::pending(debit, credit, amount);
                vec![NewTransfer { posting, ..plain }.with_id(id(chosen))]
            }
            Step::PostHold { hold, part } => vec![NewTransfer::post_pending(id(hold), part.map(pence))],
            Step::VoidHold { hold } => vec![NewTransfer::void_pending(id(hold))],
            Step::Chain { links } => {
                let link = |(from, to, amount): &(u8, u8, i64)| {
                    NewTransfer::posted(account(from), account(to), pence(*amount)).chained()
                };
                let mut links: Vec<NewTransfer> = links.iter().map(link).collect();
                links.iter_mut().next_back().unwrap().chained = false;
                links
            }
            _ => Vec::new(),
        };
        self.asks(Actor::System, PostTransfers::new(transfers)).0
    }

    fn hosts(&mut self, step: &Step) -> String {
        match step {
            Step::Observe { operation, outcome } => {
                let operation = self.operation(*operation);
                self.asks(Actor::System, ObserveOperation::new(operation, outcome_of(*outcome))).0
            }
            Step::Claim { most, lease } => {
                let work = self.world.engine.claim(WORKER, *most, *lease);
                self.ids.effects.extend(work.iter().flatten().map(|work| work.effect.id));
                format!("{work:?}")
            }
            Step::Complete { effect, outcome, worker } => {
                let worker = if worker.is_multiple_of(4) { "another" } else { WORKER };
                let known: Vec<EffectId> = self.world.effects().iter().map(|effect| effect.id).collect();
                let effect = pick(&self.ids.effects, *effect).unwrap_or_else(|| pick_id(&known, *effect));
                self.asks(Actor::System, CompleteEffect::new(effect, worker, outcome_of(*outcome))).0
            }
            Step::Recover { worker } => {
                let worker = if worker.is_multiple_of(2) { "another" } else { WORKER };
                format!("{:?}", self.world.engine.recover(worker))
            }
            Step::Tick => format!("{:?}", self.world.engine.tick()),
            Step::Wait { seconds } => {
                self.world.clock.moves(*seconds);
                String::new()
            }
            Step::Again { request } => {
                let chosen = usize::from(*request).checked_rem(self.ids.asked.len());
                let again = chosen.map(|chosen| self.ids.asked[chosen].clone());
                format!("{:?}", self.world.engine.batch(again))
            }
            Step::Together { requests } => self.together(requests),
            _ => String::new(),
        }
    }

    /// Earlier requests again, all or nothing, and something new at the end.
    fn together(&self, requests: &[u8]) -> String {
        let chosen = requests.iter().filter_map(|choice| {
            self.ids.asked.get(usize::from(*choice).checked_rem(self.ids.asked.len())?).cloned()
        });
        let new = Request::new(RegisterUser::new("together")).key(self.world.fresh_key());
        let answers: Result<_, Error> = self.world.engine.atomic(chosen.chain([new]));
        format!("{answers:?}")
    }

    /// Any operation; every other time one that nobody knows the end of.
    fn operation(&self, choice: u8) -> OperationId {
        let all = self.world.all::<Operation>();
        let open = all.iter().filter(|operation| operation.is_unfinished());
        let open: Vec<OperationId> = open.map(|operation| operation.id).collect();
        let all: Vec<OperationId> = all.iter().map(|operation| operation.id).collect();
        pick(&open, choice).filter(|_| choice.is_multiple_of(2)).unwrap_or_else(|| pick_id(&all, choice))
    }
}

fn outcome_of(choice: u8) -> Outcome {
    match choice {
        0 => crate::support::shop::declined(),
        1 => crate::support::shop::failed(),
        2 => crate::support::shop::silence(),
        3 => Outcome::NeverArrived,
        _ => Outcome::Succeeded,
    }
}
