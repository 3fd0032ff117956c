//! What refusals have in common.

use super::Code;
use crate::shape::spoken;

spoken! {
    /// What refusals have in common that a caller handles alike.
    pub enum Family {
        /// A value cannot be right, whatever is stored: mend the request.
        1 Invalid = "invalid",
        /// Somebody else may do this, but not this actor.
        2 NotAllowed = "not_allowed",
        /// Something that the request names is not there.
        3 Missing = "missing",
        /// A key or an id stands for something else already.
        4 Reused = "reused",
        /// What it is about does not stand so that this is possible now.
        5 Standing = "standing",
        /// More was asked for than there is, or than may be.
        6 Exceeded = "exceeded",
    }
}

impl Code {
    /// Its family.
    #[must_use]
    pub const fn family(self) -> Family {
        match self {
            Self::InvalidValue
            | Self::AmountMustBePositive
            | Self::AmountTooLarge
            | Self::CurrencyMismatch
            | Self::SameAccount
            | Self::PurposeNotAllowed
            | Self::RateMismatch => Family::Invalid,
            Self::NotPermitted | Self::SelfReview => Family::NotAllowed,
            Self::NotFound | Self::UnknownAsset => Family::Missing,
            Self::IdempotencyKeyReused | Self::IdReused => Family::Reused,
            Self::WrongState
            | Self::MerchantNotActive
            | Self::AccountNotOpen
            | Self::HoldNotOpen
            | Self::HoldExpired
            | Self::ChainFailed
            | Self::OperationUnfinished
            | Self::AccountNotEmpty
            | Self::AuthorisationExpired
            | Self::BooksClosed => Family::Standing,
            Self::InsufficientFunds
            | Self::BalanceLimitExceeded
            | Self::ExceedsHold
            | Self::ExceedsDue
            | Self::ExceedsAuthorised
            | Self::ExceedsRefundable
            | Self::TooManyPayments => Family::Exceeded,
        }
    }
}
