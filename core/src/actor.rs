//! Who asks. Every request names an actor; the rule about it is in the command.

use crate::error::Refused;
use crate::id::{MerchantId, UserId};
use crate::limits;
use crate::shape::{spoken, variants};
use std::fmt;

spoken! {
    /// What an operator of the platform may do. Without a role, only look.
    pub enum Role {
        /// Registers, activates and suspends merchants and sets fee plans.
        1 Administrator = "administrator",
        /// Approves refunds that somebody else asked for.
        2 Reviewer = "reviewer",
        /// Posts transfers by hand and opens accounts.
        3 Accountant = "accountant",
        /// Does for users and merchants what they could do themselves, registers users, and reports outcomes.
        4 Agent = "agent",
    }
}

variants! {
    /// Who asks: the host itself, where nobody is named.
    pub enum Actor: Hash {
        /// The host itself.
        0 System = "system",
        /// A person of the platform.
        1 Operator = "operator" {
            /// Name, unique among the platform's operators.
            0 name: String,
            /// What the person may do.
            1 roles: Vec<Role>,
        },
        /// A merchant.
        2 Merchant = "merchant"(merchant: MerchantId),
        /// A user.
        3 User = "user"(user: UserId),
    }
}

#[expect(clippy::derivable_impls, reason = "the macro that declares it derives for all of its kind")]
impl Default for Actor {
    fn default() -> Self {
        Self::System
    }
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
