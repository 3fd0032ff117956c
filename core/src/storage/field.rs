//! Values that fill one or more columns.

use super::{Corrupt, Kind, RowReader, RowWriter, Value};
use crate::money::{Currency, Money, Rate};
use crate::time::Timestamp;

/// A value that fills one or more columns of a row.
pub trait Field: Sized {
    /// Suffix and kind of each column.
    const COLUMNS: &'static [(&'static str, Kind)];
    /// May be absent.
    const NULLABLE: bool = false;
    /// Appends exactly as many cells as there are columns.
    fn write(&self, row: &mut RowWriter<'_>);
    /// Reads as many.
    ///
    /// # Errors
    /// [`Corrupt`] when a cell does not hold what was written.
    fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt>;
}

impl Field for i64 {
    const COLUMNS: &'static [(&'static str, Kind)] = &[("", Kind::Int)];
    fn write(&self, row: &mut RowWriter<'_>) {
        row.int(*self);
    }
    fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt> {
        row.int()
    }
}

macro_rules! integers {
    ($($ty:ty),*) => {$(
        impl Field for $ty {
            const COLUMNS: &'static [(&'static str, Kind)] = &[("", Kind::Int)];
            fn write(&self, row: &mut RowWriter<'_>) {
                row.int(i64::try_from(*self).unwrap_or(i64::MAX));
            }
            fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt> {
                Self::try_from(row.int()?).map_err(|_| row.corrupt("a number out of its range"))
            }
        }
    )*};
}
integers!(u16, u32, u64);

impl Field for String {
    const COLUMNS: &'static [(&'static str, Kind)] = &[("", Kind::Text)];
    fn write(&self, row: &mut RowWriter<'_>) {
        row.text(self);
    }
    fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt> {
        row.text().map(str::to_owned)
    }
}

impl Field for [u8; 32] {
    const COLUMNS: &'static [(&'static str, Kind)] = &[("", Kind::Bytes)];
    fn write(&self, row: &mut RowWriter<'_>) {
        row.bytes(self);
    }
    fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt> {
        row.bytes()?.try_into().map_err(|_| row.corrupt("a hash that is not 32 bytes long"))
    }
}

impl Field for [u8; 16] {
    const COLUMNS: &'static [(&'static str, Kind)] = &[("", Kind::Id)];
    fn write(&self, row: &mut RowWriter<'_>) {
        row.id(*self);
    }
    fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt> {
        row.id()
    }
}

impl Field for Timestamp {
    const COLUMNS: &'static [(&'static str, Kind)] = &[("", Kind::Int)];
    fn write(&self, row: &mut RowWriter<'_>) {
        row.int(self.as_micros());
    }
    fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt> {
        row.int().map(Self::from_micros)
    }
}

impl Field for Currency {
    const COLUMNS: &'static [(&'static str, Kind)] = &[("", Kind::Text)];
    fn write(&self, row: &mut RowWriter<'_>) {
        row.text(&self.to_string());
    }
    fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt> {
        Self::stored(row.text()?).map_err(|_| row.corrupt("a text that is no currency"))
    }
}

/// Two columns: the minor units under the field's name, the currency beside it.
impl Field for Money {
    const COLUMNS: &'static [(&'static str, Kind)] = &[("", Kind::Int), ("_currency", Kind::Text)];
    fn write(&self, row: &mut RowWriter<'_>) {
        row.int(self.minor());
        self.currency().write(row);
    }
    fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt> {
        Ok(Self::new(row.int()?, Currency::read(row)?))
    }
}

impl Field for Rate {
    const COLUMNS: &'static [(&'static str, Kind)] = &[("", Kind::Text)];
    fn write(&self, row: &mut RowWriter<'_>) {
        row.text(&self.to_string());
    }
    fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt> {
        let text = row.text()?;
        let rate = text.parse().ok().filter(|rate: &Self| rate.to_string() == text);
        rate.ok_or_else(|| row.corrupt("a text that is no rate"))
    }
}

/// Sums outgrow 64 bits, and SQLite has no wider integer: value = hi x 10^18 + lo with 0 <= lo < 10^18.
impl Field for i128 {
    const COLUMNS: &'static [(&'static str, Kind)] = &[("_hi", Kind::Int), ("_lo", Kind::Int)];
    fn write(&self, row: &mut RowWriter<'_>) {
        // Division of 128 bits is slow, and seldom needed.
        let (hi, lo) = if (0..LIMB).contains(self) {
            (0, *self)
        } else {
            (self.div_euclid(LIMB), self.rem_euclid(LIMB))
        };
        row.int(i64::try_from(hi).unwrap_or(i64::MAX));
        row.int(i64::try_from(lo).unwrap_or(0));
    }
    fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt> {
        let (hi, lo) = (row.int()?, row.int()?);
        if lo < 0 || Self::from(lo) >= LIMB {
            return Err(row.corrupt("the low part of a sum out of its range"));
        }
        Ok(Self::from(hi) * LIMB + Self::from(lo))
    }
}

const LIMB: i128 = 1_000_000_000_000_000_000;

impl<F: Field> Field for Option<F> {
    const COLUMNS: &'static [(&'static str, Kind)] = F::COLUMNS;
    const NULLABLE: bool = true;
    fn write(&self, row: &mut RowWriter<'_>) {
        match self {
            Some(field) => field.write(row),
            None => F::COLUMNS.iter().for_each(|_| row.null()),
        }
    }
    fn read(row: &mut RowReader<'_>) -> Result<Self, Corrupt> {
        if !row.is_null() {
            return F::read(row).map(Some);
        }
        for _ in F::COLUMNS {
            if row.value()? != Value::Null {
                return Err(row.corrupt("half of a value that is absent"));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::Books;
    use crate::storage::{Record, Rows, Stamp};

    /// What is read of a row that begins with these cells.
    fn read<F: Field>(cells: [Value<'_>; 2]) -> Result<F, Corrupt> {
        let mut rows = Rows::new(Books::TABLE);
        let mut row = rows.row(Stamp::ADDED);
        cells.into_iter().chain([Value::Null]).for_each(|cell| row.value(cell));
        F::read(&mut rows.reader(0))
    }

    #[test]
    fn a_rate_is_read_only_as_it_is_written() {
        let rate = |text| read::<Rate>([Value::Text(text), Value::Null]);
        assert_eq!(rate("0.29").map(|rate| rate.to_string()), Ok("0.29".to_owned()));
        for other in ["00.29", "0.290", "-0"] {
            assert_eq!(rate(other).map_err(|error| error.what), Err("a text that is no rate".to_owned()));
        }
    }

    #[test]
    fn half_of_a_value_is_no_value() {
        let money = |minor, currency| read::<Option<Money>>([minor, currency]);
        assert_eq!(money(Value::Null, Value::Null), Ok(None));
        assert_eq!(money(Value::Int(1), Value::Text("EUR")), Ok(Some(Money::new(1, Currency::EUR))));
        assert!(money(Value::Int(1), Value::Null).is_err());
        let error = money(Value::Null, Value::Text("EUR")).unwrap_err();
        assert_eq!(error.what, "half of a value that is absent");
    }
}
