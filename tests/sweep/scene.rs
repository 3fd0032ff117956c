//! A world in which something can be asked of every command, with what can be asked.

use crate::cbor::Value;
use crate::examples::Example;
use crate::support::dump::rows_of;
use crate::support::shop::{CARDS, Shop, declined, pence, wallet};
use crate::support::{World, money};
use paywright::journal::IdempotencyKey;
use paywright::storage::Record;
use paywright::*;

/// What is due at the end was due after so many seconds.
const SOON: i64 = 600;
const TEN_POUNDS: &str = "10.00 GBP";

/// A world with a shop whose refunds are reviewed, and a customer with money.
pub struct Stage<'a> {
    pub world: &'a World,
    pub shop: Shop,
}

impl<'a> Stage<'a> {
    pub fn new(world: &'a World) -> Self {
        let shop = world.shop_with("0.029", "0.30 GBP", RefundReview::Required);
        // The keys until here are old enough to be forgotten.
        world.clock.moves(31 * 86_400);
        world.tops_up(shop.customer, "500.00 GBP");
        let points = Currency::asset("POINTS", 0).unwrap();
        world.done(RegisterAsset::new(points, "points of loyalty"));
        Self { world, shop }
    }

    fn open(&self, account: AccountKey) -> AccountId {
        self.world.done(OpenAccount::new(account)).id
    }

    /// The channel says this of the newest operation of a payment.
    fn told(&self, payment: PaymentId, outcome: Outcome) -> Payment {
        self.world.observes(self.world.last_operation(payment).id, outcome);
        self.world.payment(payment)
    }

    fn ordered(&self) -> OrderId {
        self.world.order_of(&self.shop, TEN_POUNDS).id
    }

    /// Started by card and not confirmed.
    fn started(&self) -> PaymentId {
        self.world.done(StartPayment::new(self.ordered(), Method::channel(CARDS))).id
    }

    /// Sent to the channel, which has not answered.
    fn asked(&self, capture: CaptureMode) -> PaymentId {
        let payment = self.world.card_payment(self.ordered(), capture).id;
        self.world.done(claim(vec![self.effect_of(payment)], "asks"));
        payment
    }

    /// The effect of the newest operation of a payment.
    fn effect_of(&self, payment: PaymentId) -> EffectId {
        self.world.last_operation(payment).effect.unwrap()
    }

    fn paid(&self) -> PaymentId {
        let payment = self.world.card_payment(self.ordered(), CaptureMode::Automatic).id;
        self.told(payment, Outcome::Succeeded).id
    }

    /// Six pounds authorised of an order of ten.
    fn authorised(&self, method: Method) -> PaymentId {
        let start = StartPayment {
            amount: Some(pence(600)),
            capture: CaptureMode::Manual,
            ..StartPayment::new(self.ordered(), method)
        };
        let payment = self.world.confirmed(start);
        if self.world.payment(payment.id).operation.is_some() {
            self.told(payment.id, Outcome::Succeeded);
        }
        payment.id
    }

    /// A pound of a payment, asked back by its merchant.
    fn refund(&self) -> RefundId {
        let merchant = Actor::Merchant(self.shop.merchant);
        self.world.done_as(&merchant, RequestRefund::new(self.paid(), pence(100))).id
    }

    /// Sent to the channel, which said this.
    fn refund_told(&self, outcome: Outcome) -> RefundId {
        let refund = self.refund();
        let approved = self.world.done(ApproveRefund::new(refund));
        self.world.observes(approved.operation.unwrap(), outcome);
        refund
    }

    pub fn of_the_books(&self) -> Vec<Example> {
        let world = self.world;
        let user = world.user("of the books");
        let platform = |purpose| AccountKey::platform(purpose, pence(1).currency());
        let (bank, equity) = (self.open(platform(Purpose::Bank)), self.open(platform(Purpose::Equity)));
        let held = |name| {
            let hold = NewTransfer::pending(bank, equity, pence(500)).with_id(TransferId::derived(name));
            world.done(PostTransfers::new(vec![hold]));
            TransferId::derived(name)
        };
        let of = |user, purpose| AccountKey::user(user, purpose, pence(1).currency());
        let frozen = self.open(of(user, Purpose::PayoutInTransit));
        world.done(FreezeAccount::new(frozen));
        let escrow = AccountKey {
            scope: Some("allowance-1".to_owned()),
            ..of(self.shop.customer, Purpose::OfflineEscrow)
        };
        let opened = OpenAccount { account: escrow, min_available: Some(-500), max_balance: Some(90_000) };
        let yesterday = world.clock.reads().plus_seconds(-86_400);
        let until = Some(world.clock.reads().plus_seconds(86_400));
        let pending = Posting::Pending { debit: bank, credit: equity, amount: pence(7), expires_at: until };
        let transfers = vec![
            full(NewTransfer::posted(bank, equity, pence(5)), "posted").effective_at(yesterday).chained(),
            full(NewTransfer::as_far_as_available(bank, equity, pence(6)), "balancing"),
            full(NewTransfer { posting: pending, ..NewTransfer::pending(bank, equity, pence(7)) }, "pending"),
            full(NewTransfer::post_pending(held("posts"), Some(pence(200))), "posting"),
            full(NewTransfer::void_pending(held("voids")), "voiding"),
        ];
        let reason = || Some("asked for by a court".to_owned());
        let bounded =
            ChangeBounds { min_available: Some(-1), max_balance: Some(1), ..ChangeBounds::new(frozen) };
        vec![
            new("a new one", RegisterAsset::new(Currency::asset("MILES", 3).unwrap(), "miles")),
            new("with bounds", opened),
            noted("of every kind", PostTransfers::new(transfers)),
            new(
                "one side",
                FreezeAccount {
                    sides: Sides::Debits,
                    reason: reason(),
                    ..FreezeAccount::new(self.open(of(user, Purpose::OfflineEscrow)))
                },
            ),
            new("one side", UnfreezeAccount { account: frozen, sides: Sides::Credits, reason: reason() }),
            new("both", bounded),
            new("empty", CloseAccount::new(self.open(wallet(user)))),
            new("until two days ago", CloseBooks::new(yesterday.plus_seconds(-86_400))),
            noted("by id", self.exchange(equity, yesterday)),
            new("old ones", self.old_keys()),
            new("to those of the next release", RaiseRules::new(2)),
        ]
    }

    fn exchange(&self, equity: AccountId, yesterday: Timestamp) -> ExchangeCurrency {
        let euros = self.open(AccountKey::platform(Purpose::Bank, Currency::EUR));
        let (sold, bought) = ((equity, pence(1_000)), (euros, money("11.50 EUR")));
        ExchangeCurrency {
            id: Some(ExchangeId::derived("new")),
            effective_at: Some(yesterday),
            reference: Some("desk 7".to_owned()),
            ..ExchangeCurrency::new(sold, bought, "1.15".parse().unwrap())
        }
    }

    fn old_keys(&self) -> ForgetKeys {
        let before = self.world.clock.reads().plus_seconds(-30 * 86_400);
        let rows = rows_of(&self.world.storage, IdempotencyKey::TABLE);
        let old = (0..rows.len()).filter(|i| rows.stamp(*i).changed_at < before);
        let keys = old.take(20).map(|i| IdempotencyKey::read(&mut rows.reader(i)).unwrap().id).collect();
        ForgetKeys { keys, before }
    }

    pub fn of_people(&self) -> Vec<Example> {
        let world = self.world;
        let register = |name: &str| world.done(RegisterMerchant::new(name, self.shop.plan)).id;
        let (draft, selling) = (register("Draft"), register("Selling"));
        world.done(ActivateMerchant::new(selling));
        let plan = CreateFeePlan {
            id: Some(FeePlanId::derived("new")),
            rounding: Rounding::HalfEven,
            on_refund: FeesOnRefund::ProRata,
            ..CreateFeePlan::new("new terms", "0.019".parse().unwrap(), pence(20))
        };
        let merchant = RegisterMerchant {
            id: Some(MerchantId::derived("new")),
            review_seconds: Some(86_400),
            refund_window_seconds: Some(86_400),
            ..RegisterMerchant::new("New", self.shop.plan)
        };
        vec![
            new("by id", RegisterUser { id: Some(UserId::derived("new")), ..RegisterUser::new("new") }),
            new("by id", plan),
            new("by id", merchant),
            new("a draft", ActivateMerchant::new(draft)),
            new("who sells", SuspendMerchant::new(selling)),
        ]
    }

    pub fn of_orders(&self) -> Vec<Example> {
        let order = PlaceOrder {
            id: Some(OrderId::derived("new")),
            customer: Some(self.shop.customer),
            reference: Some("basket 8812".to_owned()),
            expires_at: Some(self.world.clock.reads().plus_seconds(86_400)),
            ..PlaceOrder::new(self.shop.merchant, pence(1_850))
        };
        let cancelled = self.ordered();
        let paid_in_part =
            StartPayment { amount: Some(pence(400)), ..StartPayment::new(cancelled, Method::channel(CARDS)) };
        let paid_in_part = self.world.confirmed(paid_in_part);
        self.told(paid_in_part.id, Outcome::Succeeded);
        vec![
            noted("by id", order),
            new(
                "paid in part",
                CancelOrder { reason: Some("out of stock".to_owned()), ..CancelOrder::new(cancelled) },
            ),
            new("in part", RecordFulfilment::new(self.ordered(), Fulfilment::Part)),
        ]
    }

    pub fn of_payments(&self) -> Vec<Example> {
        let world = self.world;
        let start = StartPayment {
            id: Some(PaymentId::derived("new")),
            amount: Some(pence(300)),
            payer: Some(self.shop.customer),
            capture: CaptureMode::Manual,
            attempts: Some(2),
            expires_at: Some(world.clock.reads().plus_seconds(86_400)),
            authorisation_seconds: Some(86_400),
            ..StartPayment::new(self.ordered(), Method::channel(CARDS))
        };
        let top_up = StartPayment::top_up(self.shop.customer, pence(700), Method::channel(CARDS));
        let (card, later) = (self.started(), Some(world.clock.reads().plus_seconds(86_400)));
        let confirmed = |verdict| ConfirmPayment { payment: card, verdict };
        let from_wallet = world.done(StartPayment::new(self.ordered(), Method::Wallet)).id;
        let challenged = self.started();
        world.done(ConfirmPayment { payment: challenged, verdict: Verdict::Challenge });
        let reviewed = self.started();
        let held = ConfirmPayment { payment: reviewed, verdict: Verdict::Review { until: None } };
        world.done_as(&Actor::operator("ann", [Role::Agent]), held);
        let bare = world.done(StartPayment::without_method(self.ordered())).id;
        let why = "the address is not the card's";
        vec![
            noted("of an order", start),
            noted("into a wallet", StartPayment { id: Some(PaymentId::derived("top-up")), ..top_up }),
            new("by card", AttachMethod::new(bare, Method::channel(CARDS))),
            new("from a wallet", AttachMethod::new(bare, Method::Wallet)),
            new("by card", confirmed(Verdict::Allow)),
            new("challenged", confirmed(Verdict::Challenge)),
            new("to be reviewed", confirmed(Verdict::Review { until: later })),
            new("denied", confirmed(Verdict::Deny { reason: why.to_owned() })),
            new("from a wallet", ConfirmPayment::new(from_wallet)),
            new("passed", AnswerChallenge::new(challenged, ChallengeResult::Passed)),
            new("failed", AnswerChallenge::new(challenged, ChallengeResult::Failed)),
            new("approved", ReviewPayment::approve(reviewed)),
            new("rejected", ReviewPayment::reject(reviewed, why)),
            new("unconfirmed", CancelPayment::new(self.started())),
        ]
    }

    pub fn of_authorisations(&self) -> Vec<Example> {
        let world = self.world;
        let card = self.authorised(Method::channel(CARDS));
        let from_wallet = self.authorised(Method::Wallet);
        let part = |payment| CapturePayment::part(payment, pence(200));
        let in_part = |payment| world.engine.request(part(payment)).key(format!("part of {payment}"));
        let begun_from_wallet = self.authorised(Method::Wallet);
        in_part(begun_from_wallet).execute().unwrap();
        let begun_by_card = self.authorised(Method::channel(CARDS));
        in_part(begun_by_card).execute().unwrap();
        self.told(begun_by_card, Outcome::Succeeded);
        vec![
            new("by card", part(card)),
            new("from a wallet", part(from_wallet)),
            new("by card", IncrementAuthorisation::new(card, pence(150))),
            new("from a wallet", IncrementAuthorisation::new(from_wallet, pence(150))),
            new("by card", VoidPayment::new(card)),
            new("from a wallet", VoidPayment::new(from_wallet)),
            new("by card", ReleaseRest::new(begun_by_card)),
            new("from a wallet", ReleaseRest::new(begun_from_wallet)),
        ]
    }

    pub fn of_refunds(&self) -> Vec<Example> {
        let request = RequestRefund {
            id: Some(RefundId::derived("new")),
            reason: Some("it arrived broken".to_owned()),
            ..RequestRefund::new(self.paid(), pence(250))
        };
        let reject =
            RejectRefund { reason: Some("it was worn".to_owned()), ..RejectRefund::new(self.refund()) };
        let (failed, closed) =
            (self.refund_told(declined()), self.refund_told(Outcome::destination_closed()));
        let approved = self.refund();
        self.world.done(ApproveRefund::new(approved));
        vec![
            noted("by id", request),
            new("of a merchant", ApproveRefund::new(self.refund())),
            new("of a merchant", reject),
            new("in review", WithdrawRefund::new(self.refund())),
            new("not sent yet", WithdrawRefund::new(approved)),
            new("declined", RetryRefund::new(failed)),
            new("to another channel", RerouteRefund::new(closed, Method::channel("bank-transfer"))),
            new("into the wallet", RerouteRefund::new(closed, Method::Wallet)),
            new("whose card is closed", GiveUpRefund::new(closed)),
            new("declined", CloseRefund::new(failed)),
        ]
    }

    pub fn of_operations(&self) -> Vec<Example> {
        let world = self.world;
        let of = |payment| world.last_operation(payment).id;
        let sent = of(self.asked(CaptureMode::Automatic));
        let fresh = of(world.card_payment(self.ordered(), CaptureMode::Manual).id);
        let taken = of(self.paid());
        // Cancelled while the channel waited, and paid all the same: its reversal was declined.
        let in_vain = self.asked_payer(None);
        let sale = of(in_vain);
        world.done(CancelPayment::new(in_vain));
        world.observes(sale, Outcome::Succeeded);
        let reversal = world.operation(sale).reversed_by.unwrap();
        world.observes(reversal, declined());
        let case = world.cases().into_iter().find(|case| case.kind == CaseKind::ReversalFailed).unwrap();
        let reason = || "in the channel's words".to_owned();
        let later = Some(world.clock.reads().plus_seconds(86_400));
        let code = PayerAction::Code("00020101".to_owned());
        let redirect = PayerAction::Redirect("https://bank.example/3ds".to_owned());
        let observe = ObserveOperation::new;
        vec![
            new("succeeded", observe(sent, Outcome::Succeeded)),
            new("declined", observe(sent, Outcome::Declined { reason: reason() })),
            new("failed", observe(sent, Outcome::Failed { reason: reason() })),
            new("unknown", observe(sent, Outcome::Unknown { raw: Some(reason()) })),
            new("a code", observe(fresh, Outcome::NeedsPayer { action: code, until: later })),
            new("an address", observe(fresh, Outcome::NeedsPayer { action: redirect, until: later })),
            new("taken back", observe(taken, Outcome::TakenBack { reason: reason() })),
            new("declined", RetryReversal::new(sale)),
            new("of a reversal", CloseCase::new(case.id, "paid back by hand")),
        ]
    }

    /// Sent to the channel, which waits for the payer.
    fn asked_payer(&self, until: Option<Timestamp>) -> PaymentId {
        let payment = self.world.card_payment(self.ordered(), CaptureMode::Automatic).id;
        let action = PayerAction::Redirect("https://bank.example".to_owned());
        self.told(payment, Outcome::NeedsPayer { action, until }).id
    }

    pub fn of_effects(&self) -> Vec<Example> {
        let world = self.world;
        let queued = || self.effect_of(world.card_payment(self.ordered(), CaptureMode::Automatic).id);
        let (done, lost, left) = (queued(), queued(), vec![queued(), queued()]);
        world.done(claim(vec![done], "diligent"));
        world.done(claim(vec![lost], "gone"));
        let complete = CompleteEffect::new(done, "diligent", Outcome::Succeeded);
        vec![
            new("two", claim(left, "diligent")),
            new("under its claim", CompleteEffect { claim: Some(1), ..complete.clone() }),
            new("in silence", CompleteEffect { outcome: Outcome::unknown("<html>"), ..complete }),
            new("of a worker", RecoverEffects { worker: Some("gone".to_owned()), effects: vec![lost] }),
        ]
    }

    /// Last of all: time goes on, and something is due.
    pub fn of_time(&self) -> Vec<Example> {
        let world = self.world;
        let soon = Some(world.clock.reads().plus_seconds(SOON));
        let of = |purpose| AccountKey::platform(purpose, pence(1).currency()).id();
        let (debit, credit, id) = (of(Purpose::Bank), of(Purpose::Equity), TransferId::derived("ends"));
        let posting = Posting::Pending { debit, credit, amount: pence(1), expires_at: soon };
        let hold = NewTransfer { posting, ..NewTransfer::pending(debit, credit, pence(1)) };
        world.done(PostTransfers::new(vec![hold.with_id(id)]));
        let order = PlaceOrder { expires_at: soon, ..PlaceOrder::new(self.shop.merchant, pence(100)) };
        let order = world.done(order).id;
        let start = StartPayment::new(self.ordered(), Method::channel(CARDS));
        let payment = world.done(StartPayment { expires_at: soon, ..start }).id;
        let operation = world.last_operation(self.asked_payer(soon)).id;
        let hurried = world.done(RegisterMerchant {
            review_seconds: Some(u32::try_from(SOON).unwrap()),
            unreviewed: Unreviewed::Approve,
            ..RegisterMerchant::new("Hurried", self.shop.plan)
        });
        world.done(ActivateMerchant::new(hurried.id));
        let paid = world.paid_from_wallet(&Shop { merchant: hurried.id, ..self.shop }, "1.00 GBP");
        let refund = world.done(RequestRefund::all(paid.id)).id;
        world.clock.moves(SOON + 1);
        // After half a minute it is asked about anyway.
        let waits = self.asked_payer(None);
        vec![
            new("whose payer is back", ResumePayment::new(waits)),
            new("of a hold", TimeOut::new(Due::Hold(id))),
            new("of an order", TimeOut::new(Due::Order(order))),
            new("of a payment", TimeOut::new(Due::Payment(payment))),
            new("of an operation", TimeOut::new(Due::Operation(operation))),
            new("of a refund", TimeOut::new(Due::Refund(refund))),
        ]
    }
}

/// For a day.
fn claim(effects: Vec<EffectId>, worker: &str) -> ClaimEffects {
    ClaimEffects { worker: worker.to_owned(), effects, lease_seconds: 86_400 }
}

/// A transfer with all that may be said of one.
fn full(transfer: NewTransfer, name: &str) -> NewTransfer {
    NewTransfer {
        kind: TransferKind(1_000),
        reference: Some(format!("by hand: {name}")),
        ..transfer.with_id(TransferId::derived(name))
    }
}

fn new(what: &'static str, command: impl Into<AnyCommand>) -> Example {
    Example { what, command: command.into() }
}

/// The same with what a host keeps with it, on the command or on each item of its list.
fn noted(what: &'static str, command: impl Into<AnyCommand>) -> Example {
    let command: AnyCommand = command.into();
    let (spec, value) = (command.spec(), Value::read(&command.encode()));
    let kept = || Some(Value::text(r#"{"basket":"8812"}"#));
    let number = |fields: &[InputField]| {
        fields.iter().find(|field| field.name == "metadata").map(|field| field.number)
    };
    let value = match number(spec.fields) {
        Some(number) => value.with(number, kept()),
        None => {
            let number = number(NewTransfer::FIELDS).unwrap();
            let Value::List(items) = value.fields()[0].1 else { panic!("no list: {value:?}") };
            let items = items.iter().map(|item| item.with(number, kept()));
            value.with(1, Some(Value::List(items.collect())))
        }
    };
    new(what, AnyCommand::decode(spec.tag, &value.write()).expect("what a host keeps is a JSON object"))
}
