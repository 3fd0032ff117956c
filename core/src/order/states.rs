//! Where an order stands.

use super::Order;
use crate::storage::states;

states! {
    machine "order" of Order;
    /// Where an order stands.
    pub enum OrderState {
        /// Nothing is paid yet.
        1 Open = "open",
        /// Some of it is paid.
        2 PartiallyPaid = "partially_paid",
        /// All of it is paid.
        3 Paid = "paid",
        /// Paid, and past the time for refunds.
        4 Finished = "finished",
        /// Given up.
        5 Closed = "closed",
    }
    /// What happens to an order.
    pub enum OrderEvent {
        /// It was placed.
        1 Placed = "placed",
        /// A payment was captured and some is left to pay.
        2 PaidInPart = "paid_in_part",
        /// A payment was captured and nothing is left to pay.
        3 PaidInFull = "paid_in_full",
        /// The time for refunds passed.
        4 RefundWindowPassed = "refund_window_passed",
        /// It was cancelled.
        5 WasCancelled = "cancelled",
        /// Its time to be paid passed.
        6 TimedOut = "timed_out",
    }
    starts { 1201 Placed => Open, }
    edges {
        1202 Open + PaidInPart => PartiallyPaid,
        1203 Open + PaidInFull => Paid,
        1204 PartiallyPaid + PaidInPart => PartiallyPaid,
        1205 PartiallyPaid + PaidInFull => Paid,
        1206 Paid + RefundWindowPassed => Finished,
        1207 Open + WasCancelled => Closed,
        1208 PartiallyPaid + WasCancelled => Closed,
        1209 Open + TimedOut => Closed,
        1210 PartiallyPaid + TimedOut => Closed,
    }
}
