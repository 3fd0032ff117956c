//! Payments on a random day.

use super::step::{Paying, Terms};
use super::{Day, method, nowhere, reviewer};
use crate::support::shop::pence;
use paywright::{
    Actor, AnswerChallenge, AttachMethod, CancelPayment, CaptureKind, CaptureMode, CapturePayment,
    ChallengeResult, ConfirmPayment, IncrementAuthorisation, Order, OrderState, Payment, PaymentId,
    PaymentState, ReleaseRest, ResumePayment, ReviewPayment, Role, StartPayment, Timestamp, Verdict,
    VoidPayment,
};

impl Day<'_> {
    pub fn pays(&mut self, step: &Paying) -> String {
        use PaymentState::{
            Authorised, PartiallyCaptured, RequiresAction, RequiresConfirmation, RequiresMethod, UnderReview,
        };
        match step {
            Paying::Start { .. } | Paying::TopUp { .. } => self.starts(step),
            Paying::Attach { payment, method: chosen } => {
                let payment = self.payment_in(*payment, &[RequiresMethod]);
                self.says(AttachMethod::new(payment, method(*chosen)))
            }
            Paying::Confirm { payment, verdict, seconds } => {
                let payment = self.payment_in(*payment, &[RequiresConfirmation]);
                self.confirms(payment, *verdict, *seconds)
            }
            Paying::Challenge { payment, passed } => {
                let payment = self.payment_in(*payment, &[RequiresAction]);
                let result = if *passed { ChallengeResult::Passed } else { ChallengeResult::Failed };
                self.says(AnswerChallenge::new(payment, result))
            }
            Paying::Review { payment, approve, by } => {
                let payment = self.payment_in(*payment, &[UnderReview]);
                let review = if *approve {
                    ReviewPayment::approve(payment)
                } else {
                    ReviewPayment::reject(payment, "it looks wrong")
                };
                self.asks(reviewer(*by), review).0
            }
            Paying::Resume { payment } => {
                let payment = self.payment_in(*payment, &[RequiresAction]);
                self.says(ResumePayment::new(payment))
            }
            Paying::Cancel { payment } => {
                let early = [RequiresMethod, RequiresConfirmation, RequiresAction, UnderReview];
                let payment = self.payment_in(*payment, &early);
                self.says(CancelPayment::new(payment))
            }
            Paying::Capture { payment, part, last } => {
                let kind = if *last { CaptureKind::Last } else { CaptureKind::MoreMayCome };
                let all = CapturePayment::all(self.payment_in(*payment, &[Authorised, PartiallyCaptured]));
                self.says(CapturePayment { amount: part.map(pence), kind, ..all })
            }
            Paying::Increment { payment, amount } => {
                let payment = self.payment_in(*payment, &[Authorised]);
                self.says(IncrementAuthorisation::new(payment, pence(*amount)))
            }
            Paying::Void { payment } => {
                let payment = self.payment_in(*payment, &[Authorised]);
                self.says(VoidPayment::new(payment))
            }
            Paying::ReleaseRest { payment } => {
                let payment = self.payment_in(*payment, &[PartiallyCaptured]);
                self.says(ReleaseRest::new(payment))
            }
        }
    }

    /// A payment in one of these states.
    fn payment_in(&self, choice: u8, states: &[PaymentState]) -> PaymentId {
        let payment = self.one::<Payment>(choice, |payment| states.contains(&payment.state));
        payment.map_or_else(nowhere, |payment| payment.id)
    }

    fn in_time(&self, seconds: Option<i64>) -> Option<Timestamp> {
        seconds.map(|seconds| self.world.clock.reads().plus_seconds(seconds))
    }

    fn starts(&mut self, step: &Paying) -> String {
        let (start, terms, confirm) = match step {
            Paying::Start { order, payer, method: chosen, by_hand, part, terms, confirm } => {
                let open = |order: &Order| {
                    matches!(order.state, OrderState::Open | OrderState::PartiallyPaid)
                        && order.due().is_positive()
                };
                let order = self.one::<Order>(*order, open).map_or_else(nowhere, |order| order.id);
                let capture = if *by_hand { CaptureMode::Manual } else { CaptureMode::Automatic };
                let (amount, payer) = (part.map(pence), Some(self.user(*payer).id));
                let method = chosen.map(method);
                let start = StartPayment::without_method(order);
                (StartPayment { method, amount, payer, capture, ..start }, terms, *confirm)
            }
            Paying::TopUp { user, amount, from, method: chosen, terms, confirm } => {
                let payer = from.map(|from| self.user(from).id);
                let start = StartPayment::top_up(self.user(*user).id, pence(*amount), method(*chosen));
                (StartPayment { payer, ..start }, terms, *confirm)
            }
            _ => return String::new(),
        };
        let Terms { attempts, seconds, authorised_for } = terms;
        let (attempts, authorisation_seconds) = (*attempts, *authorised_for);
        let expires_at = self.in_time(*seconds);
        let start = StartPayment { attempts, expires_at, authorisation_seconds, ..start };
        let (said, payment) = self.asks(Actor::System, start);
        match payment.filter(|payment| confirm && payment.method.is_some()) {
            Some(payment) => said + &self.says(ConfirmPayment::new(payment.id)),
            None => said,
        }
    }

    fn confirms(&mut self, payment: PaymentId, verdict: u8, seconds: Option<i64>) -> String {
        let verdict = match verdict % 7 {
            0 => Verdict::Deny { reason: "it smells".to_owned() },
            1 | 2 => Verdict::Challenge,
            3 | 4 => Verdict::Review { until: self.in_time(seconds) },
            _ => Verdict::Allow,
        };
        let by = Actor::operator("clerk", [Role::Agent]);
        self.asks(by, ConfirmPayment { verdict, ..ConfirmPayment::new(payment) }).0
    }
}
