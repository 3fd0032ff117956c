//! Register an asset.

use crate::actor::Role;
use crate::asset::Asset;
use crate::command::{command, same_content};
use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::limits;
use crate::money::Currency;

command! {
    /// Registers an asset of the host; from then on accounts, fee plans and payments may be in it. Its code
    /// has one exponent for ever.
    pub struct RegisterAsset = 7 "register_asset", repeated by State, answers Asset {
        /// Code and exponent, as [`Currency::asset`] makes them.
        1 currency: Currency,
        /// What people call it, at most 128 bytes.
        2 name: String,
    }
    refuses [InvalidValue, NotPermitted, IdReused]
}

impl RegisterAsset {
    /// This asset, by this name.
    pub fn new(currency: Currency, name: impl Into<String>) -> Self {
        Self { currency, name: name.into() }
    }

    fn decide(&self, on: &mut View<'_>) -> Result<Asset, Stop> {
        limits::text("name of the asset", &self.name, limits::NAME_BYTES)?;
        if !self.currency.is_asset() {
            let currency = self.currency;
            return Err(refused!(Code::InvalidValue, "{currency} is of ISO 4217 and known already").into());
        }
        if !on.actor().may(Role::Administrator) {
            let actor = on.actor();
            return Err(refused!(
                Code::NotPermitted,
                "{actor} may not register assets; an administrator may"
            )
            .into());
        }
        let id = Asset::id_of(self.currency);
        if let Some(asset) = on.find::<Asset>(id)? {
            let differs = [("exponent", asset.currency != self.currency), ("name", asset.name != self.name)];
            same_content(id, &differs)?;
            return Ok(Asset::clone(&asset));
        }
        // After this line nothing may fail.
        let asset = Asset { id, currency: self.currency, name: self.name.clone() };
        on.insert(asset).map(|asset| Asset::clone(&asset))
    }
}
