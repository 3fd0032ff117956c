pub(super) mod approve_refund;
pub(super) mod request_refund;
