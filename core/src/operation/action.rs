//! What a channel needs the payer to do.

use crate::error::Refused;
use crate::limits;
use crate::shape::variants;
use crate::storage::{Corrupt, Field, Kind, RowReader, RowWriter};

variants! {
    /// What the payer must do before the channel goes on.
    pub enum PayerAction: Hash {
        /// Visit this address, at most 2,048 bytes.
        0 Redirect = "redirect"(address: String),
        /// Scan this code, or read it out to a banking app: what a QR code holds, at most 2,048 bytes.
        1 Code = "code"(code: String),
    }
}

impl PayerAction {
    pub(crate) fn check(&self) -> Result<(), Refused> {
        match self {
            Self::Redirect(address) => limits::text("address for the payer", address, limits::ACTION_BYTES),
            Self::Code(code) => limits::text("code for the payer", code, limits::ACTION_BYTES),
        }
    }
}

impl Field for PayerAction {
    const COLUMNS: &'static [(&'static str, Kind)] = &[("", Kind::Text)];
    fn write(&self, row: &mut RowWriter<'_>) {
        match self {
            Self::Redirect(address) => row.text(&format!("redirect:{address}")),
            Self::Code(code) => row.text(&format!("code:{code}")),
        }
    }
    fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt> {
        match row.text()?.split_once(':') {
            Some(("redirect", address)) => Ok(Self::Redirect(address.to_owned())),
            Some(("code", code)) => Ok(Self::Code(code.to_owned())),
            _ => Err(row.corrupt("a text that is no action of a payer")),
        }
    }
}
