//! Start a payment.

use super::{payers_business, usable};
use crate::asset;
use crate::command::{command, same_content};
use crate::engine::{Stop, View};
use crate::error::{Code, Refused, refused};
use crate::id::{FeePlanId, OrderId, PaymentId, UserId};
use crate::ledger::Owner;
use crate::limits;
use crate::merchant::{Merchant, MerchantState};
use crate::metadata::Metadata;
use crate::money::Money;
use crate::order::{Order, OrderState};
use crate::payment::{CaptureMode, Method, Part, Payment, PaymentEvent, PaymentState};
use crate::shape::variants;
use crate::time::Timestamp;
use crate::user::User;

variants! {
    /// What a payment is for.
    pub enum PaymentPurpose: Copy {
        /// To pay an order.
        0 Order = "order"(order: OrderId),
        /// To top a user's wallet up; the amount must then be given.
        1 TopUp = "top_up"(user: UserId),
    }
}

command! {
    /// Starts a payment: for an order, reserving its part of what is due; or to top a wallet up.
    pub struct StartPayment = 16 "start_payment", repeated by Id, answers Payment {
        /// The payment's id; made where it is left out.
        1 id: Option<PaymentId>,
        /// What it is for.
        2 purpose: PaymentPurpose,
        /// How much; all that is due of the order where it is left out.
        3 amount: Option<Money>,
        /// What it is paid with; it may be attached later.
        4 method: Option<Method>,
        /// Who pays; the order's customer, or the owner of the wallet, where it is left out.
        5 payer: Option<UserId>,
        /// Whether it is captured at once.
        6 capture: CaptureMode = "automatic",
        /// How often it may be sent to a channel, from 1 to 10: after a decline it takes another method as
        /// long as any are left. Once where it is left out.
        7 attempts: Option<u32>,
        /// Until when it may be confirmed; without end where it is left out.
        8 expires_at: Option<Timestamp>,
        /// For how many seconds what it authorises may be captured, at most five years; a week where it is
        /// left out.
        9 authorisation_seconds: Option<u32>,
        /// What the host keeps with it.
        10 metadata: Option<Metadata>,
    }
    refuses [
        AmountMustBePositive, AmountTooLarge, InvalidValue, NotFound, NotPermitted, IdReused,
        CurrencyMismatch, UnknownAsset, WrongState, MerchantNotActive, TooManyPayments, ExceedsDue,
    ]
}

/// Whom and what a payment pays, read from its purpose.
struct Terms {
    order: Option<OrderId>,
    payer: Option<UserId>,
    receiver: Owner,
    amount: Money,
    fee_plan: Option<FeePlanId>,
    before: Option<PaymentId>,
}

impl StartPayment {
    /// All that is due of an order, captured at once.
    #[must_use]
    pub fn new(order: OrderId, method: Method) -> Self {
        Self { method: Some(method), ..Self::of(PaymentPurpose::Order(order)) }
    }

    /// The same, with a method to be attached later.
    #[must_use]
    pub const fn without_method(order: OrderId) -> Self {
        Self::of(PaymentPurpose::Order(order))
    }

    /// So much into a user's wallet.
    #[must_use]
    pub fn top_up(user: UserId, amount: Money, method: Method) -> Self {
        Self { amount: Some(amount), method: Some(method), ..Self::of(PaymentPurpose::TopUp(user)) }
    }

    const fn of(purpose: PaymentPurpose) -> Self {
        Self {
            id: None,
            purpose,
            amount: None,
            method: None,
            payer: None,
            capture: CaptureMode::Automatic,
            attempts: None,
            expires_at: None,
            authorisation_seconds: None,
            metadata: None,
        }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Payment, Stop> {
        self.check()?;
        if let Some(id) = self.id
            && let Some(payment) = on.find::<Payment>(id)?
        {
            payers_business(on.actor(), payment.payer)?;
            self.repeats(&payment)?;
            return Ok(Payment::clone(&payment));
        }
        // Later than the repeat, because what was in time then need not be in time now.
        limits::until("a payment", self.expires_at, on.now())?;
        let terms = match self.purpose {
            PaymentPurpose::Order(order) => self.for_order(on, order)?,
            PaymentPurpose::TopUp(user) => self.for_wallet(on, user)?,
        };
        // After this line nothing may fail.
        let id = on.id_or_new(self.id)?;
        let payment = self.begins(&terms, id, on.now());
        on.insert(Part {
            id: Payment::part(id, 1),
            payment: id,
            number: 1,
            receiver: payment.receiver,
            amount: payment.amount,
            fee_plan: terms.fee_plan,
            captured: 0,
            fee: 0,
            refunded: 0,
            refunds_reserved: 0,
            taken_back: 0,
            fee_returned: 0,
        })?;
        if let Some(order) = payment.order {
            let amount = payment.amount.minor();
            on.change::<Order>(order, |order| {
                order.in_flight = order.in_flight.saturating_add(amount);
                (order.newest_payment, order.payments) = (Some(id), order.payments.saturating_add(1));
            })?;
        }
        let event = match self.method {
            Some(_) => PaymentEvent::StartedWithMethod,
            None => PaymentEvent::Started,
        };
        on.begin(payment, event).map(|payment| Payment::clone(&payment))
    }

    /// The record as it begins.
    fn begins(&self, terms: &Terms, id: PaymentId, started_at: Timestamp) -> Payment {
        Payment {
            id,
            order: terms.order,
            payer: terms.payer,
            receiver: terms.receiver,
            amount: terms.amount,
            method: self.method.clone(),
            capture: self.capture,
            authorised: 0,
            captured: 0,
            refunded: 0,
            refunds_reserved: 0,
            unwanted: 0,
            operation: None,
            authorised_by: None,
            taken_by: None,
            hold: None,
            last_capture: None,
            failure: None,
            state: PaymentState::RequiresMethod,
            started_at,
            attempts_left: self.most_attempts(),
            tries_left: 0,
            confirmed_by: None,
            expires_at: self.expires_at,
            review_until: None,
            authorisation_seconds: self.authorised_for(),
            authorised_until: None,
            due_at: self.expires_at,
            taken_back: 0,
            owed_by_payee: 0,
            refunded_in_excess: 0,
            incremented: 0,
            first_method: None,
            before: terms.before,
            metadata: self.metadata.clone(),
        }
    }

    fn authorised_for(&self) -> u32 {
        let week = u32::try_from(limits::AUTHORISATION_SECONDS).unwrap_or(u32::MAX);
        self.authorisation_seconds.unwrap_or(week)
    }

    fn most_attempts(&self) -> u32 {
        self.attempts.unwrap_or(1)
    }

    /// What can be said of the values without a record.
    fn check(&self) -> Result<(), Refused> {
        self.amount.map_or(Ok(()), |amount| limits::amount(amount.minor()))?;
        if let Some(Method::Channel(name)) = &self.method {
            limits::text("name of the channel", name, limits::NAME_BYTES)?;
        }
        if let PaymentPurpose::TopUp(user) = self.purpose {
            if self.method == Some(Method::Wallet) && self.payer.is_none_or(|payer| payer == user) {
                return Err(refused!(Code::InvalidValue, "a wallet cannot be topped up from itself"));
            }
            if self.amount.is_none() {
                return Err(refused!(Code::InvalidValue, "a top-up says how much"));
            }
            if self.capture == CaptureMode::Manual {
                return Err(refused!(Code::InvalidValue, "a top-up is captured at once"));
            }
        }
        let most = limits::ATTEMPTS;
        if let Some(attempts) = self.attempts
            && !usize::try_from(attempts).is_ok_and(|attempts| (1..=most).contains(&attempts))
        {
            return Err(refused!(Code::InvalidValue, "{attempts} attempts are not between 1 and {most}"));
        }
        limits::seconds("an authorisation", self.authorisation_seconds, limits::HOLD_SECONDS)
    }

    fn for_order(&self, on: &mut View<'_>, id: OrderId) -> Result<Terms, Stop> {
        let order = on.get::<Order>(id)?;
        let payer = self.payer.or(order.customer);
        let receiver = Owner::Merchant(order.merchant);
        if let Some(method) = &self.method {
            usable(method, payer, receiver)?;
        }
        payers_business(on.actor(), payer)?;
        if let Some(payer) = payer {
            on.get::<User>(payer)?;
        }
        let due = order.due();
        let amount = self.amount.unwrap_or(due);
        if amount.currency() != due.currency() {
            return Err(refused!(Code::CurrencyMismatch, "{amount} for an order of {}", order.total).into());
        }
        if !matches!(order.state, OrderState::Open | OrderState::PartiallyPaid) {
            return Err(refused!(Code::WrongState, "the order {id} is {}", order.state).into());
        }
        if let Some(due_at) = order.due_at.filter(|due_at| *due_at <= on.now()) {
            return Err(refused!(Code::WrongState, "the time of the order {id} passed at {due_at}").into());
        }
        let merchant = on.get::<Merchant>(order.merchant)?;
        if merchant.state != MerchantState::Active {
            let (name, state) = (&merchant.name, merchant.state);
            return Err(refused!(Code::MerchantNotActive, "the merchant {name} is {state}").into());
        }
        if usize::try_from(order.payments).is_ok_and(|payments| payments >= limits::ORDER_PAYMENTS) {
            let payments = order.payments;
            return Err(refused!(Code::TooManyPayments, "the order {id} has had {payments} payments").into());
        }
        if amount.minor() > due.minor() || !amount.is_positive() {
            return Err(refused!(Code::ExceedsDue, "{amount} asked, {due} is due of the order {id}").into());
        }
        let (before, fee_plan) = (order.newest_payment, Some(merchant.fee_plan));
        Ok(Terms { order: Some(id), payer, receiver, amount, fee_plan, before })
    }

    fn for_wallet(&self, on: &mut View<'_>, user: UserId) -> Result<Terms, Stop> {
        let payer = self.payer.unwrap_or(user);
        payers_business(on.actor(), Some(payer))?;
        on.get::<User>(user)?;
        on.get::<User>(payer)?;
        let Some(amount) = self.amount else {
            return Err(Stop::Bug("a top-up without an amount passed its check".to_owned()));
        };
        asset::known(on, amount.currency())?;
        let (payer, receiver) = (Some(payer), Owner::User(user));
        Ok(Terms { order: None, payer, receiver, amount, fee_plan: None, before: None })
    }

    fn repeats(&self, payment: &Payment) -> Result<(), Refused> {
        let purpose = match (payment.order, payment.receiver) {
            (Some(order), _) => Some(PaymentPurpose::Order(order)),
            (None, Owner::User(user)) => Some(PaymentPurpose::TopUp(user)),
            _ => None,
        };
        let method = payment.first_method.as_ref().or(payment.method.as_ref());
        let differs = [
            ("purpose", purpose != Some(self.purpose)),
            ("amount", self.amount.is_some_and(|amount| amount != payment.started_with())),
            ("method", self.method.is_some() && self.method.as_ref() != method),
            ("payer", self.payer.is_some() && self.payer != payment.payer),
            ("capture mode", self.capture != payment.capture),
            // How many are used up is not known: what is left tells only of fewer.
            ("attempts", self.most_attempts() < payment.attempts_left),
            ("time of an authorisation", self.authorised_for() != payment.authorisation_seconds),
            ("time to be confirmed", self.expires_at != payment.expires_at),
            ("metadata", self.metadata != payment.metadata),
        ];
        same_content(payment.id, &differs)
    }
}
