pub(super) mod time_out;
