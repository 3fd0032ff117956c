pub(super) mod close_case;
