//! Where a refund stands.

use super::Refund;
use crate::storage::states;

states! {
    machine "refund" of Refund;
    /// Where a refund stands.
    pub enum RefundState {
        /// Somebody must approve it.
        1 PendingReview = "pending_review",
        /// It will be sent.
        2 Approved = "approved",
        /// It was sent.
        3 Processing = "processing",
        /// The money is back.
        4 Succeeded = "succeeded",
        /// The review stopped it.
        5 Rejected = "rejected",
        /// It was withdrawn before it was sent.
        6 Cancelled = "cancelled",
        /// It did not go through; its amount stays reserved.
        7 Failed = "failed",
        /// Its destination is closed; another must be found.
        8 Abnormal = "abnormal",
        /// It was given up.
        9 Closed = "closed",
    }
    /// What happens to a refund.
    pub enum RefundEvent {
        /// It was requested and needs a review.
        1 Requested = "requested",
        /// It was requested and needs no review.
        2 RequestedAndApproved = "requested_and_approved",
        /// Somebody other than the requester approved it.
        3 WasApproved = "approved",
        /// The reviewer stopped it.
        4 WasRejected = "rejected",
        /// It was withdrawn.
        5 Withdrawn = "withdrawn",
        /// Nobody reviewed it in time, and policy approves.
        6 ReviewTimedOutApproved = "review_timed_out_approved",
        /// Nobody reviewed it in time, and policy rejects.
        7 ReviewTimedOutRejected = "review_timed_out_rejected",
        /// It was sent.
        8 WasSent = "sent",
        /// The money is back.
        9 WentThrough = "succeeded",
        /// The channel declined it, or it went wrong.
        10 WasRefused = "refused",
        /// The destination is closed.
        11 DestinationClosed = "destination_closed",
        /// It goes to another destination.
        12 Rerouted = "rerouted",
        /// It is given up.
        13 GivenUp = "given_up",
        /// It is sent again.
        14 Retried = "retried",
        /// It is closed.
        15 WasClosed = "closed",
        /// The channel took the money back.
        16 TakenBack = "taken_back",
    }
    starts {
        1701 Requested => PendingReview,
        1702 RequestedAndApproved => Approved,
    }
    edges {
        1703 PendingReview + WasApproved => Approved,
        1704 PendingReview + WasRejected => Rejected,
        1705 PendingReview + Withdrawn => Cancelled,
        1706 PendingReview + ReviewTimedOutApproved => Approved,
        1707 PendingReview + ReviewTimedOutRejected => Rejected,
        1708 Approved + WasSent => Processing,
        1709 Approved + Withdrawn => Cancelled,
        1710 Processing + WentThrough => Succeeded,
        1711 Processing + WasRefused => Failed,
        1712 Processing + DestinationClosed => Abnormal,
        1713 Abnormal + Rerouted => Processing,
        1714 Abnormal + GivenUp => Failed,
        1715 Failed + Retried => Processing,
        1716 Failed + WasClosed => Closed,
        1717 Failed + WentThrough => Succeeded,
        1718 Closed + WentThrough => Succeeded,
        1719 Succeeded + TakenBack => Failed,
        1720 Cancelled + WentThrough => Succeeded,
    }
}
