//! Payments until something is authorised.

use super::{Case, amounts, case, of, reviewer, stranger, texts, times};
use crate::bad_input::scene::{Scene, Stopped};
use crate::support::shop::{CARDS, pence};
use paywright::limits::{ATTEMPTS, HOLD_SECONDS};
use paywright::{
    Actor, AnswerChallenge, AttachMethod, CancelPayment, CaptureMode, ChallengeResult, Code, Command,
    ConfirmPayment, Currency, Method, Money, OrderId, PaymentId, PaymentPurpose, ResumePayment,
    ReviewPayment, StartPayment, UserId, Verdict,
};

pub fn all(on: &Scene) -> Vec<Case> {
    of(
        on,
        &[
            start_payment,
            start_top_up,
            attach_method,
            confirm_payment,
            answer_challenge,
            review_payment,
            resume_payment,
            cancel_payment,
        ],
    )
}

fn nowhere() -> PaymentId {
    PaymentId::derived("nowhere")
}

/// What accounts say to payments that would go on.
fn stopped<C: Command>(payments: &Stopped, goes_on: impl Fn(PaymentId) -> C) -> Vec<Case> {
    vec![
        case("an empty wallet", goes_on(payments.unaffordable), Code::InsufficientFunds),
        case("a frozen wallet", goes_on(payments.from_frozen), Code::AccountNotOpen),
        case("a full wallet", goes_on(payments.too_high), Code::BalanceLimitExceeded),
    ]
}

fn start_payment(on: &Scene) -> Vec<Case> {
    let of = |order| StartPayment::new(order, Method::channel(CARDS));
    let start = || of(on.orders.open);
    let mut cases = amounts(|amount| StartPayment { amount: Some(amount), ..start() });
    let channel = |name| StartPayment { method: Some(Method::Channel(name)), ..start() };
    cases.extend(texts("channel", 128, channel));
    cases.extend(times(on, |time| StartPayment { expires_at: Some(time), ..start() }));
    let most = u32::try_from(ATTEMPTS).unwrap();
    for attempts in [0, most + 1, u32::MAX] {
        let what = format!("{attempts} attempts");
        cases.push(case(&what, StartPayment { attempts: Some(attempts), ..start() }, Code::InvalidValue));
    }
    let most = u32::try_from(HOLD_SECONDS).unwrap();
    for seconds in [0, most + 1, u32::MAX] {
        let long = StartPayment { authorisation_seconds: Some(seconds), ..start() };
        cases.push(case(&format!("authorised for {seconds} s"), long, Code::InvalidValue));
    }
    let nobody = UserId::derived("nobody");
    let known = || StartPayment { id: Some(on.payments.authorised_for_a_minute), ..start() };
    let guests = StartPayment { method: Some(Method::Wallet), ..of(on.orders.guests) };
    cases.extend([
        case("an unknown order", of(OrderId::derived("nowhere")), Code::NotFound),
        case("an unknown payer", StartPayment { payer: Some(nobody), ..start() }, Code::NotFound),
        case("a paid order", of(on.orders.paid), Code::WrongState),
        case("a closed order", of(on.orders.closed), Code::WrongState),
        case("suspended", of(on.orders.of_suspended), Code::MerchantNotActive),
        case("once too often", of(on.orders.worn), Code::TooManyPayments),
        case("too much", StartPayment { amount: Some(pence(701)), ..start() }, Code::ExceedsDue),
        case("a stranger", start(), Code::NotPermitted).by(stranger()),
        case("the merchant", start(), Code::NotPermitted).by(Actor::Merchant(on.shop.merchant)),
        case("a guest's wallet", guests, Code::InvalidValue),
        case("an id of another", known(), Code::IdReused),
    ]);
    cases
}

fn start_top_up(on: &Scene) -> Vec<Case> {
    let top_up = |amount| StartPayment::top_up(on.accounts.poor, amount, Method::channel(CARDS));
    let nobody = UserId::derived("nobody");
    let penny = || top_up(pence(1));
    let of_asset = |code, exponent| top_up(Money::new(1, Currency::asset(code, exponent).unwrap()));
    let mut cases = amounts(top_up);
    cases.retain(|case| case.code != Code::CurrencyMismatch);
    let elsewhere = PaymentPurpose::TopUp(nobody);
    cases.extend([
        case("an unknown wallet", StartPayment { purpose: elsewhere, ..penny() }, Code::NotFound),
        case("from itself", StartPayment { method: Some(Method::Wallet), ..penny() }, Code::InvalidValue),
        case("no amount", StartPayment { amount: None, ..penny() }, Code::InvalidValue),
        case(
            "captured by hand",
            StartPayment { capture: CaptureMode::Manual, ..penny() },
            Code::InvalidValue,
        ),
        case("an unknown asset", of_asset("POINT", 0), Code::UnknownAsset),
        case("an asset in hundredths", of_asset("STAR", 2), Code::UnknownAsset),
    ]);
    cases
}

fn attach_method(on: &Scene) -> Vec<Case> {
    let payments = &on.payments;
    let card = |payment| AttachMethod::new(payment, Method::channel(CARDS));
    let wallet = |payment| AttachMethod::new(payment, Method::Wallet);
    let waits = || card(payments.without_method);
    let channel = |name| AttachMethod::new(payments.without_method, Method::Channel(name));
    let mut cases = texts("channel", 128, channel);
    // What a method may be depends on the payment, so it is looked at after who asks.
    cases.extend([
        case("unknown", card(nowhere()), Code::NotFound),
        case("a stranger", waits(), Code::NotPermitted).by(stranger()),
        case("the merchant", waits(), Code::NotPermitted).by(Actor::Merchant(on.shop.merchant)),
        case("a guest's wallet", wallet(payments.of_guest), Code::InvalidValue),
        case("from itself", wallet(payments.top_up), Code::InvalidValue),
        case("one that has a method", card(payments.started), Code::WrongState),
        case("failed", card(payments.failed), Code::WrongState),
        case("too late", card(payments.late), Code::WrongState),
        case("too late for its first", card(payments.late_without_method), Code::WrongState),
    ]);
    cases
}

fn confirm_payment(on: &Scene) -> Vec<Case> {
    let payments = &on.payments;
    let confirm = ConfirmPayment::new;
    let started = || confirm(payments.started);
    let judged = |verdict| ConfirmPayment { verdict, ..started() };
    let mut cases = texts("reason", 256, |reason| judged(Verdict::Deny { reason }));
    cases.extend(times(on, |time| judged(Verdict::Review { until: Some(time) })));
    let payer = || Actor::User(on.shop.customer);
    let deny = Verdict::Deny { reason: "stolen".to_owned() };
    cases.extend([
        case("unknown", confirm(nowhere()), Code::NotFound),
        case("without a method", confirm(payments.without_method), Code::WrongState),
        case("waits for its payer", confirm(payments.awaiting_payer), Code::WrongState),
        case("under review", confirm(payments.under_review.unaffordable), Code::WrongState),
        case("under way", confirm(payments.processing), Code::WrongState),
        case("failed", confirm(payments.failed), Code::WrongState),
        case("paid", confirm(payments.paid), Code::WrongState),
        case("authorised", confirm(payments.authorised), Code::WrongState),
        case("too late", confirm(payments.late), Code::WrongState),
        case("a stranger", started(), Code::NotPermitted).by(stranger()),
        case("the merchant", started(), Code::NotPermitted).by(Actor::Merchant(on.shop.merchant)),
        case("challenged by its payer", judged(Verdict::Challenge), Code::NotPermitted).by(payer()),
        case("denied by its payer", judged(deny), Code::NotPermitted).by(payer()),
    ]);
    cases.extend(stopped(&payments.ready, confirm));
    cases
}

fn answer_challenge(on: &Scene) -> Vec<Case> {
    let payments = &on.payments;
    let passed = |payment| AnswerChallenge::new(payment, ChallengeResult::Passed);
    let failed = |payment| AnswerChallenge::new(payment, ChallengeResult::Failed);
    let challenged = || passed(payments.challenged.unaffordable);
    let mut cases = vec![
        case("unknown", passed(nowhere()), Code::NotFound),
        case("a stranger", challenged(), Code::NotPermitted).by(stranger()),
        case("the payer", challenged(), Code::NotPermitted).by(Actor::User(on.accounts.poor)),
        case("the channel's", passed(payments.awaiting_payer), Code::OperationUnfinished),
        case("under way", failed(payments.processing), Code::OperationUnfinished),
        case("not challenged", passed(payments.started), Code::WrongState),
        case("not challenged, and failed", failed(payments.started), Code::WrongState),
        case("too late", passed(payments.late_at_challenge), Code::WrongState),
        case("failed too late", failed(payments.late_at_challenge), Code::WrongState),
    ];
    cases.extend(stopped(&payments.challenged, passed));
    cases
}

fn review_payment(on: &Scene) -> Vec<Case> {
    let payments = &on.payments;
    let approve = ReviewPayment::approve;
    let held = || approve(payments.under_review.unaffordable);
    let mut cases =
        texts("reason", 256, |reason| ReviewPayment::reject(payments.under_review.unaffordable, reason));
    cases.extend([
        case("a stranger", held(), Code::NotPermitted).by(stranger()),
        case("the payer", held(), Code::NotPermitted).by(Actor::User(on.accounts.poor)),
        case("unknown", approve(nowhere()), Code::NotFound),
        case("not held", approve(payments.started), Code::WrongState),
        case("not held, and rejected", ReviewPayment::reject(payments.started, "no"), Code::WrongState),
        case("too late", approve(payments.late_at_review), Code::WrongState).by(reviewer()),
        case("too late, one's own", approve(payments.late_at_review), Code::WrongState),
        case("one's own", held(), Code::SelfReview),
        case(
            "one's own, rejected",
            ReviewPayment::reject(payments.under_review.unaffordable, "no"),
            Code::SelfReview,
        ),
    ]);
    cases.extend(stopped(&payments.under_review, approve).into_iter().map(|case| case.by(reviewer())));
    cases
}

fn resume_payment(on: &Scene) -> Vec<Case> {
    let payments = &on.payments;
    let resume = ResumePayment::new;
    vec![
        case("unknown", resume(nowhere()), Code::NotFound),
        case("a stranger", resume(payments.awaiting_payer), Code::NotPermitted).by(stranger()),
        case("the merchant", resume(payments.awaiting_payer), Code::NotPermitted)
            .by(Actor::Merchant(on.shop.merchant)),
        case("under way", resume(payments.processing), Code::WrongState),
        case("the platform's challenge", resume(payments.challenged.unaffordable), Code::WrongState),
        case("failed", resume(payments.failed), Code::WrongState),
    ]
}

fn cancel_payment(on: &Scene) -> Vec<Case> {
    let payments = &on.payments;
    let cancel = CancelPayment::new;
    vec![
        case("unknown", cancel(nowhere()), Code::NotFound),
        case("a stranger", cancel(payments.started), Code::NotPermitted).by(stranger()),
        case("another merchant", cancel(payments.started), Code::NotPermitted).by(Actor::Merchant(on.draft)),
        case("under way", cancel(payments.processing), Code::OperationUnfinished),
        case("authorised", cancel(payments.authorised), Code::WrongState),
        case("failed", cancel(payments.failed), Code::WrongState),
        case("paid", cancel(payments.paid), Code::WrongState),
    ]
}
