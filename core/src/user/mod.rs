//! Users: people who pay and have wallets. The engine keeps the host's reference and no personal field,
//! because a journal cannot forget.

mod commands;

pub use commands::register_user::RegisterUser;

use crate::id::UserId;
use crate::storage::record;

record! {
    /// A user of the host.
    pub struct User = 11 "users" kept by Journal {
        /// Its id.
        id: UserId,
        /// What the host knows the user by; nothing that names a person.
        1 reference: String,
    }
    ; never changes
}
