//! Which records a list has, in which order, and how its amounts are written.

use super::lists::PAGE;
use super::unfit::Unfit;
use paywright::storage::{Direction, Value};
use paywright::{Asset, Currency, Engine, Error, PageOf};

/// Which records, and in which order: all by id, where nothing else is said.
#[derive(Clone, Debug)]
pub struct By {
    /// Name of the index; `None` lists by id.
    pub index: Option<String>,
    /// Values that the index's leading columns must have.
    pub with: Vec<Key>,
    /// Which way.
    pub direction: Direction,
}

impl Default for By {
    fn default() -> Self {
        Self { index: None, with: Vec::new(), direction: Direction::Ascending }
    }
}

/// What an index is looked up by: a [`Value`] that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// A number.
    Int(i64),
    /// Sixteen bytes.
    Id([u8; 16]),
    /// A text.
    Text(String),
}

impl Key {
    /// The value itself.
    #[must_use]
    pub fn value(&self) -> Value<'_> {
        match self {
            Self::Int(number) => Value::Int(*number),
            Self::Id(id) => Value::Id(*id),
            Self::Text(text) => Value::Text(text),
        }
    }
}

/// How many decimals the amounts of a table have. An amount that needs more is no longer an amount: the table
/// breaks off there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale(pub(super) u8);

impl Scale {
    /// Any amount, with so many decimals, has no more digits than a column.
    const MOST: u8 = 18;

    /// So many.
    ///
    /// # Errors
    ///
    /// More than 18.
    pub fn new(decimals: u8) -> Result<Self, Unfit> {
        if decimals > Self::MOST {
            let text = format!("scale is between 0 and {}, not {decimals}", Self::MOST);
            return Err(Unfit::Value(text));
        }
        Ok(Self(decimals))
    }

    /// As many as every currency needs, registered assets too.
    ///
    /// # Errors
    ///
    /// Those of [`Engine::list`].
    pub fn enough_for(engine: &Engine) -> Result<Self, Error> {
        let (mut most, mut after) =
            (Currency::all_iso().map(Currency::exponent).max().unwrap_or_default(), None);
        loop {
            let page = PageOf { after: after.as_ref(), limit: PAGE, ..PageOf::ALL };
            let page = engine.list::<Asset>(&page)?;
            most = page.items.iter().map(|asset| asset.currency.exponent()).fold(most, u8::max);
            after = page.next;
            if after.is_none() {
                return Ok(Self(most));
            }
        }
    }
}
