//! Who asks. Every request names an actor; the rule about it is in the command.

use crate::error::Refused;
use crate::id::{MerchantId, UserId};
use crate::limits;
use std::fmt;

/// What an operator of the platform may do. Without a role, only look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum Role {
    /// Registers, activates and suspends merchants and sets fee plans.
    #[n(1)]
    Administrator,
    /// Approves refunds that somebody else asked for.
    #[n(2)]
    Reviewer,
    /// Posts transfers by hand and opens accounts.
    #[n(3)]
    Accountant,
    /// Does for users and merchants what they could do themselves, registers users, and reports outcomes.
    #[n(4)]
    Agent,
}

/// Who asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
pub enum Actor {
    /// The host itself.
    #[default]
    #[n(0)]
    System,
    /// A person of the platform.
    #[n(1)]
    Operator {
        /// Name, unique among the platform's operators.
        #[n(0)]
        name: String,
        /// What the person may do.
        #[n(1)]
        roles: Vec<Role>,
    },
    /// A merchant.
    #[n(2)]
    Merchant(#[n(0)] MerchantId),
    /// A user.
    #[n(3)]
    User(#[n(0)] UserId),
}

impl Actor {
    /// An operator with these roles.
    pub fn operator(name: impl Into<String>, roles: impl Into<Vec<Role>>) -> Self {
        Self::Operator { name: name.into(), roles: roles.into() }
    }

    /// The host itself, or an operator with this role.
    #[must_use]
    pub fn may(&self, role: Role) -> bool {
        match self {
            Self::System => true,
            Self::Operator { roles, .. } => roles.contains(&role),
            Self::Merchant(_) | Self::User(_) => false,
        }
    }

    pub(crate) fn check(&self) -> Result<(), Refused> {
        let Self::Operator { name, roles } = self else { return Ok(()) };
        limits::text("operator's name", name, limits::NAME_BYTES)?;
        if roles.is_empty() { Ok(()) } else { limits::list("roles", roles.len(), limits::ROLES) }
    }
}

/// The principal: what idempotency keys and reviews tell actors apart by. Roles are no part of it.
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System => f.write_str("system"),
            Self::Operator { name, .. } => write!(f, "operator:{name}"),
            Self::Merchant(id) => write!(f, "merchant:{id}"),
            Self::User(id) => write!(f, "user:{id}"),
        }
    }
}
