//! The table: what is wrong, with which command, and what is said of it.

use super::scene::Scene;
use crate::support::money;
use crate::support::shop::{CARDS, WORKER, declined, pence, silence, wallet};
use paywright::limits::{AMOUNT_MINOR, EFFECTS, LEASE_SECONDS, TRANSFERS};
use paywright::{
    AccountId, AccountKey, ActivateMerchant, Actor, AnyCommand, ApproveRefund, CaptureKind, CapturePayment,
    ClaimEffects, Code, Command, CompleteEffect, ConfirmPayment, CreateFeePlan, Currency, EffectId,
    FeePlanId, MerchantId, Method, Money, NewTransfer, ObserveOperation, OpenAccount, OperationId, OrderId,
    Outcome, PaymentId, PaymentPurpose, PlaceOrder, PostTransfers, Purpose, RecoverEffects, RefundId,
    RegisterMerchant, RegisterUser, RequestRefund, StartPayment, SuspendMerchant, UserId,
};

pub struct Case {
    pub what: String,
    pub command: AnyCommand,
    pub actor: Actor,
    pub code: Code,
}

impl Case {
    fn by(mut self, actor: Actor) -> Self {
        self.actor = actor;
        self
    }
}

fn case(what: &str, command: impl Command, code: Code) -> Case {
    Case { what: what.to_owned(), command: command.into(), actor: Actor::System, code }
}

/// Somebody who may nothing.
pub fn stranger() -> Actor {
    Actor::User(UserId::derived("stranger"))
}

/// Texts that are no names, references or reasons of at most so many bytes.
fn bad_texts(most: usize) -> Vec<String> {
    let long = "x".repeat(most + 1);
    let wide = "é".repeat(most / 2 + 1);
    ["", " ", "\u{3000}", "\u{0}", "a\nb", "a\u{7f}", "a\u{85}b", long.as_str(), wide.as_str()]
        .map(str::to_owned)
        .to_vec()
}

/// One case a bad text.
fn texts<C: Command>(what: &str, most: usize, with: impl Fn(String) -> C) -> Vec<Case> {
    let one = |text: String| {
        let shown: String = text.chars().take(20).collect();
        case(&format!("{what} {shown:?}"), with(text), Code::InvalidValue)
    };
    bad_texts(most).into_iter().map(one).collect()
}

/// One case a bad amount.
fn amounts<C: Command>(with: impl Fn(Money) -> C) -> Vec<Case> {
    let one = |minor, code| case(&format!("an amount of {minor}"), with(pence(minor)), code);
    vec![
        one(0, Code::AmountMustBePositive),
        one(-1, Code::AmountMustBePositive),
        one(i64::MIN, Code::AmountMustBePositive),
        one(AMOUNT_MINOR + 1, Code::AmountTooLarge),
        one(i64::MAX, Code::AmountTooLarge),
        case("another currency", with(money("1.00 EUR")), Code::CurrencyMismatch),
        case(
            "a host's asset",
            with(Money::new(1, Currency::asset("POINT", 0).unwrap())),
            Code::CurrencyMismatch,
        ),
    ]
}

pub fn all(scene: &Scene) -> Vec<Case> {
    let groups: [fn(&Scene) -> Vec<Case>; 17] = [
        open_account,
        post_transfers,
        register_user,
        create_fee_plan,
        register_merchant,
        activate_merchant,
        suspend_merchant,
        place_order,
        start_payment,
        confirm_payment,
        capture_payment,
        request_refund,
        approve_refund,
        observe_operation,
        claim_effects,
        complete_effect,
        recover_effects,
    ];
    groups.into_iter().flat_map(|group| group(scene)).collect()
}

fn open_account(on: &Scene) -> Vec<Case> {
    let key = || wallet(on.poor);
    let open = || OpenAccount::new(key());
    let gbp = pence(1).currency();
    let nobody = AccountKey::user(UserId::derived("nobody"), Purpose::Wallet, gbp);
    let bank = || AccountKey::platform(Purpose::Bank, gbp);
    let misfit = AccountKey { purpose: Purpose::MerchantReserve, ..key() };
    let beyond = |bound| OpenAccount { min_available: Some(bound), ..open() };
    let mut cases = vec![
        case("a stranger", open(), Code::NotPermitted).by(stranger()),
        case("an unknown owner", OpenAccount::new(nobody), Code::NotFound),
        case("a purpose of merchants", OpenAccount::new(misfit), Code::PurposeNotAllowed),
        case(
            "bounds of a shared account",
            OpenAccount { max_balance: Some(1), ..OpenAccount::new(bank()) },
            Code::PurposeNotAllowed,
        ),
        case("a bound beyond", beyond(AMOUNT_MINOR + 1), Code::InvalidValue),
        case("a bound far beyond", beyond(i64::MIN), Code::InvalidValue),
        case("a limit beyond", OpenAccount { max_balance: Some(i64::MAX), ..open() }, Code::InvalidValue),
    ];
    cases.extend(texts("scope", 128, |scope| OpenAccount::new(AccountKey { scope: Some(scope), ..bank() })));
    cases
}

fn post_transfers(_: &Scene) -> Vec<Case> {
    let transfer = || NewTransfer::posted(AccountId::derived("a"), AccountId::derived("b"), pence(1));
    vec![
        case("no transfers", PostTransfers::new(vec![]), Code::InvalidValue),
        case("too many", PostTransfers::new(vec![transfer(); TRANSFERS + 1]), Code::InvalidValue),
        case("a stranger", PostTransfers::new(vec![transfer()]), Code::NotPermitted).by(stranger()),
    ]
}

fn register_user(on: &Scene) -> Vec<Case> {
    let mut cases = texts("reference", 256, RegisterUser::new);
    cases.push(case("a stranger", RegisterUser::new("u"), Code::NotPermitted).by(stranger()));
    let other = RegisterUser { reference: "other".to_owned(), ..on.known_user.clone() };
    cases.push(case("an id of another", other, Code::IdReused));
    cases
}

fn create_fee_plan(on: &Scene) -> Vec<Case> {
    let plan = |rate: &str, fixed| CreateFeePlan::new("plan", rate.parse().unwrap(), fixed);
    let mut cases = texts("name", 128, |name| CreateFeePlan { name, ..plan("0", pence(0)) });
    cases.extend([
        case("more than everything", plan("1.0001", pence(0)), Code::InvalidValue),
        case("a negative rate", plan("-0.01", pence(0)), Code::InvalidValue),
        case("a negative fixed fee", plan("0", pence(-1)), Code::InvalidValue),
        case("too large a fixed fee", plan("0", pence(AMOUNT_MINOR + 1)), Code::AmountTooLarge),
        case("a stranger", plan("0", pence(0)), Code::NotPermitted).by(stranger()),
        case(
            "an id of another",
            CreateFeePlan { id: Some(on.plan), ..plan("0.5", pence(0)) },
            Code::IdReused,
        ),
    ]);
    cases
}

fn register_merchant(on: &Scene) -> Vec<Case> {
    let mut cases = texts("name", 128, |name| RegisterMerchant::new(name, on.plan));
    let nowhere = FeePlanId::derived("nowhere");
    cases.extend([
        case("an unknown plan", RegisterMerchant::new("m", nowhere), Code::NotFound),
        case("a stranger", RegisterMerchant::new("m", on.plan), Code::NotPermitted).by(stranger()),
        case(
            "an id of another",
            RegisterMerchant { id: Some(on.draft), ..RegisterMerchant::new("other", on.plan) },
            Code::IdReused,
        ),
    ]);
    cases
}

fn activate_merchant(on: &Scene) -> Vec<Case> {
    let nowhere = MerchantId::derived("nowhere");
    vec![
        case("unknown", ActivateMerchant::new(nowhere), Code::NotFound),
        case("active already", ActivateMerchant::new(on.shop.merchant), Code::WrongState),
        case("a stranger", ActivateMerchant::new(on.draft), Code::NotPermitted).by(stranger()),
        case("itself", ActivateMerchant::new(on.draft), Code::NotPermitted).by(Actor::Merchant(on.draft)),
    ]
}

fn suspend_merchant(on: &Scene) -> Vec<Case> {
    let nowhere = MerchantId::derived("nowhere");
    vec![
        case("unknown", SuspendMerchant::new(nowhere), Code::NotFound),
        case("a draft", SuspendMerchant::new(on.draft), Code::WrongState),
        case("suspended already", SuspendMerchant::new(on.suspended), Code::WrongState),
        case("a stranger", SuspendMerchant::new(on.shop.merchant), Code::NotPermitted).by(stranger()),
    ]
}

fn place_order(on: &Scene) -> Vec<Case> {
    let order = |total| PlaceOrder::new(on.shop.merchant, total);
    let mut cases = amounts(order);
    cases.extend(texts("reference", 256, |text| PlaceOrder { reference: Some(text), ..order(pence(1)) }));
    let nowhere = MerchantId::derived("nowhere");
    let nobody = Some(UserId::derived("nobody"));
    cases.extend([
        case("an unknown merchant", PlaceOrder::new(nowhere, pence(1)), Code::NotFound),
        case("an unknown customer", PlaceOrder { customer: nobody, ..order(pence(1)) }, Code::NotFound),
        case("a draft", PlaceOrder::new(on.draft, pence(1)), Code::MerchantNotActive),
        case("suspended", PlaceOrder::new(on.suspended, pence(1)), Code::MerchantNotActive),
        case("a stranger", order(pence(1)), Code::NotPermitted).by(stranger()),
        case("an id of another", PlaceOrder { total: pence(5), ..on.placed.clone() }, Code::IdReused),
    ]);
    cases
}

fn start_payment(on: &Scene) -> Vec<Case> {
    let start = || StartPayment::new(on.open_order, Method::channel(CARDS));
    let of = |order| StartPayment::new(order, Method::channel(CARDS));
    let top_up = |amount| StartPayment::top_up(on.poor, amount, Method::channel(CARDS));
    let mut cases = amounts(|amount| StartPayment { amount: Some(amount), ..start() });
    cases.extend(amounts(top_up).into_iter().filter(|case| case.code != Code::CurrencyMismatch));
    cases.extend(texts("channel", 128, |name| StartPayment {
        method: Some(Method::Channel(name)),
        ..start()
    }));
    let nobody = UserId::derived("nobody");
    cases.extend([
        case("an unknown order", of(OrderId::derived("nowhere")), Code::NotFound),
        case("an unknown payer", StartPayment { payer: Some(nobody), ..start() }, Code::NotFound),
        case(
            "an unknown wallet",
            StartPayment { purpose: PaymentPurpose::TopUp(nobody), ..top_up(pence(1)) },
            Code::NotFound,
        ),
        case("a paid order", of(on.paid_order), Code::WrongState),
        case("suspended", of(on.order_of_suspended), Code::MerchantNotActive),
        case("too much", StartPayment { amount: Some(pence(701)), ..start() }, Code::ExceedsDue),
        case("a stranger", start(), Code::NotPermitted).by(stranger()),
        case("the merchant", start(), Code::NotPermitted).by(Actor::Merchant(on.shop.merchant)),
        case("an id of another", StartPayment { id: Some(on.paid), ..start() }, Code::IdReused),
        case(
            "a wallet into itself",
            StartPayment { method: Some(Method::Wallet), ..top_up(pence(1)) },
            Code::InvalidValue,
        ),
        case("no amount", StartPayment { amount: None, ..top_up(pence(1)) }, Code::InvalidValue),
    ]);
    cases
}

fn confirm_payment(on: &Scene) -> Vec<Case> {
    let confirm = ConfirmPayment::new;
    vec![
        case("unknown", confirm(PaymentId::derived("nowhere")), Code::NotFound),
        case("under way", confirm(on.processing), Code::WrongState),
        case("failed", confirm(on.failed), Code::WrongState),
        case("paid", confirm(on.paid), Code::WrongState),
        case("authorised", confirm(on.authorised), Code::WrongState),
        case("an empty wallet", confirm(on.unaffordable), Code::InsufficientFunds),
        case("a frozen wallet", confirm(on.from_frozen), Code::AccountNotOpen),
        case("a full wallet", confirm(on.too_high), Code::BalanceLimitExceeded),
        case("a stranger", confirm(on.unaffordable), Code::NotPermitted).by(stranger()),
        case("the merchant", confirm(on.unaffordable), Code::NotPermitted)
            .by(Actor::Merchant(on.shop.merchant)),
    ]
}

fn capture_payment(on: &Scene) -> Vec<Case> {
    let part = |amount| CapturePayment::part(on.authorised, amount);
    let all = CapturePayment::all;
    let mut cases = amounts(part);
    let last = CapturePayment { kind: CaptureKind::Last, ..part(pence(801)) };
    cases.extend([
        case("unknown", all(PaymentId::derived("nowhere")), Code::NotFound),
        case("too much", part(pence(801)), Code::ExceedsAuthorised),
        case("too much at last", last, Code::ExceedsAuthorised),
        case("not confirmed", all(on.unaffordable), Code::WrongState),
        case("paid", all(on.paid), Code::WrongState),
        case("failed", all(on.failed), Code::WrongState),
        case("under way", all(on.processing), Code::OperationUnfinished),
        case("a frozen wallet", all(on.authorised_from_frozen), Code::AccountNotOpen),
        case("a stranger", all(on.authorised), Code::NotPermitted).by(stranger()),
        case("another merchant", all(on.authorised), Code::NotPermitted).by(Actor::Merchant(on.draft)),
    ]);
    cases
}

fn request_refund(on: &Scene) -> Vec<Case> {
    let part = |amount| RequestRefund::new(on.paid, amount);
    let all = RequestRefund::all;
    let mut cases = amounts(part);
    cases.extend(texts("reason", 256, |text| RequestRefund { reason: Some(text), ..part(pence(1)) }));
    cases.extend([
        case("unknown", all(PaymentId::derived("nowhere")), Code::NotFound),
        case("too much", part(pence(1900)), Code::ExceedsRefundable),
        case("failed", all(on.failed), Code::WrongState),
        case("not captured", all(on.authorised), Code::WrongState),
        case("under way", all(on.processing), Code::OperationUnfinished),
        case("a spent top-up", all(on.spent_top_up), Code::InsufficientFunds),
        case("a frozen wallet", all(on.paid_by_frozen), Code::AccountNotOpen),
        case("a full wallet", all(on.paid_by_full), Code::BalanceLimitExceeded),
        case("a stranger", all(on.paid), Code::NotPermitted).by(stranger()),
        case("the customer", all(on.paid), Code::NotPermitted).by(Actor::User(on.shop.customer)),
        case("another merchant", all(on.paid), Code::NotPermitted).by(Actor::Merchant(on.draft)),
        case(
            "an id of another",
            RequestRefund { amount: Some(pence(2)), ..on.refund.clone() },
            Code::IdReused,
        ),
    ]);
    cases
}

fn approve_refund(on: &Scene) -> Vec<Case> {
    let nowhere = RefundId::derived("nowhere");
    vec![
        case("unknown", ApproveRefund::new(nowhere), Code::NotFound),
        case("approved already", ApproveRefund::new(on.approved_refund), Code::WrongState),
        case("one's own", ApproveRefund::new(on.own_refund), Code::SelfReview),
        case("a stranger", ApproveRefund::new(on.own_refund), Code::NotPermitted).by(stranger()),
        case("the merchant", ApproveRefund::new(on.own_refund), Code::NotPermitted)
            .by(Actor::Merchant(on.shop.merchant)),
        case("into a frozen wallet", ApproveRefund::new(on.refund_of_frozen), Code::AccountNotOpen),
    ]
}

fn observe_operation(on: &Scene) -> Vec<Case> {
    let seen = |outcome| ObserveOperation::new(on.processing_operation, outcome);
    let mut cases = texts("reason", 256, |reason| seen(Outcome::Declined { reason }));
    cases.extend(texts("reason", 256, |reason| seen(Outcome::Failed { reason })));
    let nowhere = OperationId::derived("nowhere");
    cases.extend([
        case("unknown", ObserveOperation::new(nowhere, silence()), Code::NotFound),
        case("a stranger", seen(Outcome::Succeeded), Code::NotPermitted).by(stranger()),
        case("the merchant", seen(Outcome::Succeeded), Code::NotPermitted)
            .by(Actor::Merchant(on.shop.merchant)),
    ]);
    cases
}

fn claim_effects(on: &Scene) -> Vec<Case> {
    let claim = |effects: Vec<EffectId>, lease_seconds| ClaimEffects {
        worker: WORKER.to_owned(),
        effects,
        lease_seconds,
    };
    let one = || vec![on.effect];
    let mut cases = texts("worker", 128, |worker| ClaimEffects { worker, ..claim(one(), 60) });
    let too_long = u32::try_from(LEASE_SECONDS).unwrap() + 1;
    cases.extend([
        case("no effects", claim(vec![], 60), Code::InvalidValue),
        case("too many", claim(vec![on.effect; EFFECTS + 1], 60), Code::InvalidValue),
        case("no lease", claim(one(), 0), Code::InvalidValue),
        case("too long a lease", claim(one(), too_long), Code::InvalidValue),
        case("for ever", claim(one(), u32::MAX), Code::InvalidValue),
        case("a stranger", claim(one(), 60), Code::NotPermitted).by(stranger()),
    ]);
    cases
}

fn complete_effect(on: &Scene) -> Vec<Case> {
    let complete = |effect, outcome| CompleteEffect::new(effect, WORKER, outcome);
    let mut cases = texts("worker", 128, |name| CompleteEffect::new(on.effect, name, silence()));
    cases.extend(texts("reason", 256, |reason| complete(on.effect, Outcome::Failed { reason })));
    cases.extend([
        case("unknown", complete(EffectId::derived("nowhere"), declined()), Code::NotFound),
        case("a stranger", complete(on.effect, declined()), Code::NotPermitted).by(stranger()),
    ]);
    cases
}

fn recover_effects(on: &Scene) -> Vec<Case> {
    let recover = |effects: Vec<EffectId>| RecoverEffects { worker: None, effects };
    let mut cases =
        texts("worker", 128, |name| RecoverEffects { worker: Some(name), ..recover(vec![on.effect]) });
    cases.extend([
        case("no effects", recover(vec![]), Code::InvalidValue),
        case("too many", recover(vec![on.effect; EFFECTS + 1]), Code::InvalidValue),
        case("a stranger", recover(vec![on.effect]), Code::NotPermitted).by(stranger()),
    ]);
    cases
}
