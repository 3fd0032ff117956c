pub(super) mod claim_effects;
pub(super) mod complete_effect;
pub(super) mod recover_effects;

use crate::actor::Role;
use crate::engine::{Stop, View};
use crate::error::{Code, refused};

/// Effects are the platform's own work.
fn by_platform(on: &View<'_>) -> Result<(), Stop> {
    if on.actor().may(Role::Agent) {
        return Ok(());
    }
    Err(refused!(Code::NotPermitted, "{} may not handle effects", on.actor()).into())
}
