pub(super) mod observe_operation;
