//! Register a user.

use crate::actor::Role;
use crate::command::{command, same_content};
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::id::UserId;
use crate::limits;
use crate::user::User;

command! {
    /// Registers a user.
    pub struct RegisterUser = 10 "register_user", repeated by Id, answers User {
        /// The user's id; made where it is left out.
        1 id: Option<UserId>,
        /// What the host knows the user by, at most 256 bytes; nothing that names a person.
        2 reference: String,
    }
    refuses [InvalidValue, NotPermitted, IdReused]
}

impl RegisterUser {
    /// A user that the host knows by this reference.
    pub fn new(reference: impl Into<String>) -> Self {
        Self { id: None, reference: reference.into() }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<User, Stop> {
        limits::text("reference of the user", &self.reference, limits::TEXT_BYTES)?;
        if !on.actor().may(Role::Agent) {
            return Err(refused!(Code::NotPermitted, "{} may not register users", on.actor()).into());
        }
        if let Some(id) = self.id
            && let Some(user) = on.find::<User>(id)?
        {
            same_content(id, &[("reference", user.reference != self.reference)])?;
            return Ok(User::clone(&user));
        }
        // After this line nothing may fail.
        let id = on.id_or_new(self.id)?;
        on.insert(User { id, reference: self.reference.clone() }).map(|user| User::clone(&user))
    }
}
