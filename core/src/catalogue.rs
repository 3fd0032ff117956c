//! The lists that everything else comes from: records, machines and queries. Commands and outputs are listed
//! in [`command`](crate::command), codes in [`error`](crate::error), bounds in [`limits`](crate::limits).

use crate::engine::{Engine, Page, PageOf};
use crate::error::{Error, Misuse};
use crate::id::TransferId;
use crate::ledger::Transfer;
use crate::machine::{EdgeName, State, edges_of, page_of};
use crate::shape::{Described, IdSpec, Piece, Shape};
use crate::storage::{Corrupt, Key, Record, RowReader, Table};

/// Every record type that the engine keeps in memory, in order of tag. `lanes` and `transfers` have ways of
/// their own.
macro_rules! records {
    ($with:ident) => {
        $with! {
            books: $crate::journal::Books,
            idempotency_keys: $crate::journal::IdempotencyKey,
            accounts: $crate::ledger::Account,
            balances: $crate::ledger::Balance,
            holds: $crate::ledger::Hold,
            marks: $crate::ledger::Mark,
            merchants: $crate::merchant::Merchant,
            fee_plans: $crate::merchant::FeePlan,
            users: $crate::user::User,
            orders: $crate::order::Order,
            payments: $crate::payment::Payment,
            parts: $crate::payment::Part,
            operations: $crate::operation::Operation,
            effects: $crate::effect::Effect,
            refunds: $crate::refund::Refund,
            cases: $crate::case::Case,
            assets: $crate::asset::Asset,
            exchanges: $crate::ledger::Exchange,
        }
    };
}
pub(crate) use records;

macro_rules! machines {
    ($($state:ty,)*) => {
        /// Every edge of every machine.
        pub fn edges() -> impl Iterator<Item = EdgeName> {
            std::iter::empty()$(.chain(edges_of::<$state>()))*
        }

        /// Every machine by name, with its page in Markdown.
        #[must_use]
        pub fn machines() -> Vec<(&'static str, String)> {
            vec![$((<$state as State>::MACHINE, page_of::<$state>()),)*]
        }
    };
}

machines! {
    crate::ledger::AccountState,
    crate::ledger::HoldState,
    crate::merchant::MerchantState,
    crate::order::OrderState,
    crate::payment::PaymentState,
    crate::operation::OperationState,
    crate::effect::EffectState,
    crate::refund::RefundState,
    crate::case::CaseState,
}

macro_rules! any_record {
    ($($record:ident,)*) => {
        /// Any record that a host reads.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum AnyRecord {
            $(
                #[doc = concat!("[`", stringify!($record), "`](crate::", stringify!($record), ")")]
                $record(crate::$record),
            )*
        }

        impl AnyRecord {
            /// What each of them is made of.
            pub const SHAPES: &'static [&'static Shape] = &[$(<crate::$record as Described>::SHAPE,)*];

            /// Hands it out piece by piece.
            pub fn tell(&self, to: &mut dyn FnMut(Piece<'_>)) {
                match self { $(Self::$record(record) => record.tell(to),)* }
            }

            /// Where the records with this name are, and how one is read.
            fn kind(name: &str) -> Result<(&'static Table, Read), Error> {
                $(if name == stringify!($record) {
                    return Ok((crate::$record::TABLE, |row| crate::$record::read(row).map(Self::$record)));
                })*
                Err(no_records(name))
            }
        }
    };
}

/// How a row is read as a record of whatever type.
type Read = fn(&mut RowReader<'_>) -> Result<AnyRecord, Corrupt>;

any_record! {
    Account, Asset, Balance, Books, Case, Effect, Exchange, FeePlan, Hold, Merchant, Operation, Order, Part,
    Payment, Refund, Transfer, User,
}

impl AnyRecord {
    /// A page of the records with this name, as [`Engine::list`] answers it.
    ///
    /// # Errors
    /// As [`Engine::list`]; `invalid_cursor` where there are no such records.
    pub fn list(engine: &Engine, name: &str, page: &PageOf<'_>) -> Result<Page<Self>, Error> {
        let (table, read) = Self::kind(name)?;
        engine.page_of(table, page, read)
    }

    /// The record with this name and id, as [`Engine::get`] answers it.
    ///
    /// # Errors
    /// As [`Engine::get`]; `invalid_cursor` where there are no such records, or zeros are no id.
    pub fn get(engine: &Engine, name: &str, id: [u8; 16]) -> Result<Option<Self>, Error> {
        let (table, read) = Self::kind(name)?;
        // A transfer's key is its place; it is asked for by its id.
        let transfer = TransferId::from_bytes(id).map_err(|_| no_records(name))?;
        if table == Transfer::TABLE {
            return Ok(engine.transfer(transfer)?.map(Self::Transfer));
        }
        engine.row_of(table, Key::Id(id), read)
    }
}

fn no_records(name: &str) -> Error {
    Error::misuse(Misuse::InvalidCursor, format!("there are no records {name} with such an id"))
}

/// Every type of ids.
pub fn ids() -> impl Iterator<Item = &'static IdSpec> {
    crate::id::SPECS.iter().filter_map(|shape| match shape {
        Shape::Id(id) => Some(*id),
        _ => None,
    })
}

/// A query as the catalogue publishes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuerySpec {
    /// Its name: the method of [`Engine`].
    pub name: &'static str,
    /// What it answers.
    pub doc: &'static str,
    /// What it is asked with: names and Rust types.
    pub inputs: &'static [(&'static str, &'static str)],
    /// Rust type of the answer.
    pub output: &'static str,
}

/// Every query there is.
pub const QUERIES: &[QuerySpec] = &[
    QuerySpec {
        name: "get",
        doc: "The record with this id.",
        inputs: &[("id", "R::Id")],
        output: "Option<R>",
    },
    QuerySpec {
        name: "list",
        doc: "A page of a table, by id or by one of its indexes.",
        inputs: &[("page", "PageOf")],
        output: "Page<R>",
    },
    QuerySpec {
        name: "transfer",
        doc: "The transfer with this id.",
        inputs: &[("id", "TransferId")],
        output: "Option<Transfer>",
    },
    QuerySpec {
        name: "balance",
        doc: "What an account holds: balance, available, and the four sums they come from.",
        inputs: &[("account", "AccountId")],
        output: "Option<Figures>",
    },
    QuerySpec {
        name: "balance_as_of",
        doc: "What an account held at a cut, as recorded until a time, or as effective from it.",
        inputs: &[("account", "AccountId"), ("at", "AsOf")],
        output: "Option<Figures>",
    },
    QuerySpec {
        name: "statement",
        doc: "A page of an account's statement: its lines by time, each with the balance after it.",
        inputs: &[("of", "StatementOf")],
        output: "Option<Page<StatementLine>>",
    },
    QuerySpec {
        name: "accounts",
        doc: "A page of the accounts of an owner, for a purpose, in a state.",
        inputs: &[("of", "AccountsOf")],
        output: "Page<Account>",
    },
    QuerySpec {
        name: "trial_balance",
        doc: "The sums of all accounts, by currency and purpose.",
        inputs: &[],
        output: "Vec<TrialLine>",
    },
    QuerySpec {
        name: "trial_balance_at",
        doc: "The trial balance at a cut, whatever was booked since.",
        inputs: &[("cut", "Cut")],
        output: "Vec<TrialLine>",
    },
    QuerySpec { name: "cut", doc: "How far each lane has come.", inputs: &[], output: "Cut" },
    QuerySpec {
        name: "behind",
        doc: "How far the books have come beyond a cut: what a copy that stands there does not show yet.",
        inputs: &[("cut", "Cut")],
        output: "Behind",
    },
    QuerySpec {
        name: "written_until",
        doc: "Time of the newest entry of all lanes.",
        inputs: &[],
        output: "Timestamp",
    },
    QuerySpec {
        name: "feed",
        doc: "What happened after a cut, as events; the next page begins where it ends.",
        inputs: &[("after", "Cut"), ("limit", "u32")],
        output: "FeedPage",
    },
    QuerySpec {
        name: "export",
        doc: "The whole journal as lines of JSON, from which an import makes the same books.",
        inputs: &[],
        output: "Export",
    },
    QuerySpec {
        name: "verify",
        doc: "Checks everything stored against the journal.",
        inputs: &[("anchors", "[Anchor]")],
        output: "Verification",
    },
    QuerySpec {
        name: "verify_with",
        doc: "The same, told how far it is, and stopped where that is asked for.",
        inputs: &[("anchors", "[Anchor]"), ("progress", "FnMut(Progress) -> ControlFlow<()>")],
        output: "Verification",
    },
];
