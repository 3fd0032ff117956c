pub(super) mod open_account;
pub(super) mod post_transfers;
