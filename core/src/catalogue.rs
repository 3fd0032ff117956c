//! The lists that everything else comes from: records, machines, commands and outputs.

use crate::machine::{EdgeName, State, edges_of, matrix_of};

/// Every record type that the engine keeps in memory, in order of tag. `lanes` and `transfers` have ways of their own.
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

        /// Every machine by name, with its table in Markdown.
        #[must_use]
        pub fn machines() -> Vec<(&'static str, String)> {
            vec![$((<$state as State>::MACHINE, matrix_of::<$state>()),)*]
        }
    };
}

machines! {
    crate::ledger::HoldState,
    crate::merchant::MerchantState,
    crate::order::OrderState,
    crate::payment::PaymentState,
    crate::operation::OperationState,
    crate::effect::EffectState,
    crate::refund::RefundState,
    crate::case::CaseState,
}
