//! placeholder while merging
use crate::storage::{Corrupt, Field, Kind, RowReader, RowWriter};
/// What a host keeps.
#[derive(Clone, Debug, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(transparent)]
pub struct Metadata(#[n(0)] String);
impl Field for Metadata {
    const COLUMNS: &'static [(&'static str, Kind)] = &[("", Kind::Text)];
    fn write(&self, row: &mut RowWriter<'_>) {
        row.text(&self.0);
    }
    fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt> {
        Ok(Self(row.text()?.to_owned()))
    }
}
