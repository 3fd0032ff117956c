//! Start a payment.

use super::payers_business;
use crate::command::{command, same_content};
use crate::engine::{Stop, View};
use crate::error::{Code, Refused, refused};
use crate::id::{FeePlanId, OrderId, PaymentId, UserId};
use crate::ledger::Owner;
use crate::limits;
use crate::merchant::{Merchant, MerchantState};
use crate::money::Money;
use crate::order::{Order, OrderState};
use crate::payment::{CaptureMode, Method, Part, Payment, PaymentEvent, PaymentState};
use crate::user::User;

/// What a payment is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub enum PaymentPurpose {
    /// To pay an order.
    #[n(0)]
    Order(#[n(0)] OrderId),
    /// To top a user's wallet up; the amount must then be given.
    #[n(1)]
    TopUp(#[n(0)] UserId),
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
        /// What it is paid with.
        4 method: Method,
        /// Who pays; the order's customer, or the owner of the wallet, where it is left out.
        5 payer: Option<UserId>,
        /// Whether it is captured at once.
        6 capture: CaptureMode,
    }
    refuses [
        InvalidValue, AmountMustBePositive, AmountTooLarge, NotFound, NotPermitted, IdReused,
        CurrencyMismatch, WrongState, MerchantNotActive, ExceedsDue,
    ]
}

/// Whom and what a payment pays, read from its purpose.
struct Terms {
    order: Option<OrderId>,
    payer: Option<UserId>,
    receiver: Owner,
    amount: Money,
    fee_plan: Option<FeePlanId>,
}

impl StartPayment {
    /// All that is due of an order, captured at once.
    #[must_use]
    pub const fn new(order: OrderId, method: Method) -> Self {
        let (purpose, capture) = (PaymentPurpose::Order(order), CaptureMode::Automatic);
        Self { id: None, purpose, amount: None, method, payer: None, capture }
    }

    /// So much into a user's wallet.
    #[must_use]
    pub const fn top_up(user: UserId, amount: Money, method: Method) -> Self {
        let (purpose, capture) = (PaymentPurpose::TopUp(user), CaptureMode::Automatic);
        Self { id: None, purpose, amount: Some(amount), method, payer: None, capture }
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
        let terms = match self.purpose {
            PaymentPurpose::Order(order) => self.for_order(on, order)?,
            PaymentPurpose::TopUp(user) => self.for_wallet(on, user)?,
        };
        // After this line nothing may fail.
        let payment = Payment {
            id: on.id_or_new(self.id)?,
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
            state: PaymentState::RequiresConfirmation,
            started_at: on.now(),
        };
        on.insert(Part {
            id: Payment::part(payment.id, 1),
            payment: payment.id,
            number: 1,
            receiver: payment.receiver,
            amount: payment.amount,
            fee_plan: terms.fee_plan,
            captured: 0,
            fee: 0,
            refunded: 0,
            refunds_reserved: 0,
        })?;
        if let Some(order) = payment.order {
            let amount = payment.amount.minor();
            on.change::<Order>(order, |order| order.in_flight = order.in_flight.saturating_add(amount))?;
        }
        on.begin(payment, PaymentEvent::StartedWithMethod).map(|payment| Payment::clone(&payment))
    }

    /// What can be said of the values without a record.
    fn check(&self) -> Result<(), Refused> {
        if let Method::Channel(name) = &self.method {
            limits::text("name of the channel", name, limits::NAME_BYTES)?;
        }
        if let PaymentPurpose::TopUp(user) = self.purpose {
            if self.amount.is_none() {
                return Err(refused!(Code::InvalidValue, "a top-up says how much"));
            }
            if self.method == Method::Wallet && self.payer.is_none_or(|payer| payer == user) {
                return Err(refused!(Code::InvalidValue, "a wallet cannot be topped up from itself"));
            }
            if self.capture == CaptureMode::Manual {
                return Err(refused!(Code::InvalidValue, "a top-up is captured at once"));
            }
        }
        self.amount.map_or(Ok(()), |amount| limits::amount(amount.minor()))
    }

    fn for_order(&self, on: &mut View<'_>, id: OrderId) -> Result<Terms, Stop> {
        let order = on.get::<Order>(id)?;
        let payer = self.payer.or(order.customer);
        payers_business(on.actor(), payer)?;
        if let Some(payer) = payer {
            on.get::<User>(payer)?;
        } else if self.method == Method::Wallet {
            return Err(refused!(
                Code::InvalidValue,
                "a guest has no wallet to pay {id} from; name the payer"
            )
            .into());
        }
        let due = order.due();
        let amount = self.amount.unwrap_or(due);
        if amount.currency() != due.currency() {
            return Err(refused!(Code::CurrencyMismatch, "{amount} for an order of {}", order.total).into());
        }
        if !matches!(order.state, OrderState::Open | OrderState::PartiallyPaid) {
            return Err(refused!(Code::WrongState, "the order {id} is {}", order.state).into());
        }
        let merchant = on.get::<Merchant>(order.merchant)?;
        if merchant.state != MerchantState::Active {
            let (name, state) = (&merchant.name, merchant.state);
            return Err(refused!(Code::MerchantNotActive, "the merchant {name} is {state}").into());
        }
        if amount.minor() > due.minor() || !amount.is_positive() {
            return Err(refused!(Code::ExceedsDue, "{amount} asked, {due} is due of the order {id}").into());
        }
        let receiver = Owner::Merchant(order.merchant);
        Ok(Terms { order: Some(id), payer, receiver, amount, fee_plan: Some(merchant.fee_plan) })
    }

    fn for_wallet(&self, on: &mut View<'_>, user: UserId) -> Result<Terms, Stop> {
        let payer = self.payer.unwrap_or(user);
        payers_business(on.actor(), Some(payer))?;
        on.get::<User>(user)?;
        on.get::<User>(payer)?;
        let Some(amount) = self.amount else {
            return Err(Stop::Bug("a top-up without an amount passed its check".to_owned()));
        };
        Ok(Terms { order: None, payer: Some(payer), receiver: Owner::User(user), amount, fee_plan: None })
    }

    fn repeats(&self, payment: &Payment) -> Result<(), Refused> {
        let purpose = match (payment.order, payment.receiver) {
            (Some(order), _) => Some(PaymentPurpose::Order(order)),
            (None, Owner::User(user)) => Some(PaymentPurpose::TopUp(user)),
            _ => None,
        };
        let differs = [
            ("purpose", purpose != Some(self.purpose)),
            ("amount", self.amount.is_some_and(|amount| amount != payment.amount)),
            ("method", self.method != payment.method),
            ("payer", self.payer.is_some() && self.payer != payment.payer),
            ("capture mode", self.capture != payment.capture),
        ];
        same_content(payment.id, &differs)
    }
}
