pub(super) mod activate_merchant;
pub(super) mod create_fee_plan;
pub(super) mod register_merchant;
pub(super) mod suspend_merchant;

use crate::actor::Role;
use crate::engine::{Stop, View};
use crate::error::{Code, refused};

/// Terms and merchants are the administrators' business.
fn by_administrator(on: &View<'_>) -> Result<(), Stop> {
    if on.actor().may(Role::Administrator) {
        return Ok(());
    }
    Err(refused!(Code::NotPermitted, "{} may not do this; an administrator may", on.actor()).into())
}
