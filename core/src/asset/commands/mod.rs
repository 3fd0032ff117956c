pub(super) mod register_asset;
