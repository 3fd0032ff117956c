pub(super) mod place_order;
