pub(super) mod forget_keys;
