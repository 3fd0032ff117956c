//! Assets: what a host counts beside the currencies of ISO 4217, such as points or a stablecoin. Each is
//! registered once, before anything is booked in it, so that a slip of the pen makes no new money.

mod commands;

pub use commands::register_asset::RegisterAsset;

use crate::engine::{Stop, View};
use crate::error::{Code, refused};
use crate::id::AssetId;
use crate::money::Currency;
use crate::storage::{Key, record};

record! {
    /// An asset of the host.
    pub struct Asset = 19 "assets" kept by Journal {
        /// Derived from the code alone: an asset has one exponent.
        id: AssetId,
        /// Code and exponent.
        1 currency: Currency,
        /// What people call it.
        2 name: String,
    }
    ; never changes
}

impl Asset {
    /// Id of the asset with this currency's code.
    #[must_use]
    pub fn id_of(currency: Currency) -> AssetId {
        AssetId::of(Key::natural("assets", currency.code()))
    }
}

/// A currency that may be booked: one of ISO 4217, or a registered asset.
pub(crate) fn known(on: &mut View<'_>, currency: Currency) -> Result<(), Stop> {
    if !currency.is_asset() {
        return Ok(());
    }
    match on.find::<Asset>(Asset::id_of(currency))? {
        Some(asset) if asset.currency == currency => Ok(()),
        Some(asset) => {
            let registered = asset.currency;
            Err(refused!(Code::UnknownAsset, "there is no asset {currency}; {registered} is registered")
                .into())
        }
        None => Err(refused!(Code::UnknownAsset, "there is no asset {currency}; register it first").into()),
    }
}
