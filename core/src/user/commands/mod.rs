pub(super) mod register_user;
