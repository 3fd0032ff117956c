pub(super) mod forget_keys;
pub(super) mod raise_rules;
