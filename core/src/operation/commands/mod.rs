pub(super) mod observe_operation;
pub(super) mod retry_reversal;
