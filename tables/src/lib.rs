#![forbid(unsafe_code)]
#![deny(missing_docs, missing_debug_implementations, unreachable_pub)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo, clippy::dbg_macro)]
#![deny(clippy::print_stdout, clippy::print_stderr, clippy::use_self, clippy::manual_let_else)]
#![deny(clippy::too_many_lines, clippy::too_many_arguments, clippy::allow_attributes_without_reason)]
//! Commands from Arrow tables, and lists as Arrow tables.
//!
//! Rows go in and out by the descriptions of core, column by column; no command and no record has code of
//! its own here, but for the transfers of `PostTransfers`, which are taken one a row. A host hands over any
//! reader of record batches and gets one back, whatever they come from or go to.
//!
//! ```
//! use arrow_array::{RecordBatch, RecordBatchIterator, RecordBatchReader, StringArray, cast::AsArray};
//! use paywright::{
//!     ActivateMerchant, Command, CreateFeePlan, Engine, MemoryStorage, Method, PlaceOrder, RegisterMerchant,
//!     StartPayment,
//! };
//! use paywright_tables::{Became, By, List, Outcomes, Scale, Table, TableOptions};
//! use std::{ops::ControlFlow, sync::Arc};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let engine = Arc::new(Engine::new(MemoryStorage::new())?);
//! let terms = CreateFeePlan::new("standard", "0.029".parse()?, "0.30 GBP".parse()?);
//! let plan = engine.request(terms).key("plan").execute()?;
//! let shop = engine.request(RegisterMerchant::new("Bakery", plan.id)).key("bakery").execute()?;
//! engine.execute(ActivateMerchant::new(shop.id))?;
//!
//! // A table of two orders; the total of the second is no amount.
//! let column = |texts: [&str; 2]| Arc::new(StringArray::from(texts.to_vec())) as _;
//! let orders = RecordBatch::try_from_iter([
//!     ("merchant", column([&shop.id.to_string(), &shop.id.to_string()])),
//!     ("total", column(["18.50", "a lot"])),
//! ])?;
//! let schema = orders.schema();
//! let orders = RecordBatchIterator::new([Ok(orders)], schema);
//! let options = TableOptions {
//!     currency: Some("GBP".parse()?),
//!     key_prefix: Some("orders-2026-11-27".to_owned()),
//!     ..TableOptions::default()
//! };
//! let mut outcomes = Outcomes::default();
//! let table = Table::new(PlaceOrder::SPEC, orders, options)?;
//! table.bulk(&engine, &mut outcomes, |_| ControlFlow::Continue(()))?;
//! assert_eq!((outcomes.count(Became::Accepted), outcomes.count(Became::Refused)), (1, 1));
//! assert_eq!(outcomes.rows()[1].message(), Some("total: an amount is written as '18.50', not as 'a lot'"));
//!
//! // Its payments, as a table.
//! let order = engine.list::<paywright::Order>(&paywright::PageOf::ALL)?.items[0].id;
//! engine.request(StartPayment::new(order, Method::channel("cards"))).key("payment").execute()?;
//! let payments = List::records("Payment", By::default(), Scale::enough_for(&engine)?)?;
//! let mut payments = payments.reader(engine);
//! let amount = payments.schema().index_of("amount")?;
//! let batch = payments.next().transpose()?.ok_or("there is a payment")?;
//! assert_eq!(batch.column(amount).as_primitive::<arrow_array::types::Decimal128Type>().value(0), 185_000);
//! # Ok(())
//! # }
//! ```

mod bulk;
mod cells;
mod columns;
mod decimal;
mod input;
mod lists;
mod outcome;
mod plan;
mod row;
mod table;
mod told;
mod transfers;
mod unfit;
mod wanted;

pub use decimal::{MOST_DIGITS, decimal_of_text};
pub use lists::List;
pub use outcome::{Became, Outcome, Outcomes};
pub use table::{EndedEarly, Table, TableOptions};
pub use unfit::Unfit;
pub use wanted::{By, Key, Scale};
