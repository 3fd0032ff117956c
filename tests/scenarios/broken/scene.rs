//! What is broken: a small database in which something of everything is under way.

use crate::support::shop::{declined, silence, wallet};
use crate::support::{Backend, World, gbp, money};
use paywright::{
    AccountKey, Actor, ApproveRefund, CaptureMode, CapturePayment, Currency, ExchangeCurrency, Method,
    NewTransfer, OpenAccount, Outcome, PayerAction, PostTransfers, Purpose, RefundReview, RequestRefund,
    Role, StartPayment, TransferId,
};

pub const BY_HAND: &str = "a hold by hand";

/// Payments captured, authorised and processing; refunds given, reserved and in review; operations created,
/// unknown and waiting for a payer; holds open and resolved; a balance long enough for a mark.
pub fn scene() -> World {
    let world = World::new(Backend::Memory);
    let shop = world.shop_with("0.029", "0.30 GBP", RefundReview::Required);
    world.tops_up(shop.customer, "40.00 GBP");
    let from = wallet(shop.customer).id();
    let bank = world.done(OpenAccount::new(AccountKey::platform(Purpose::Bank, gbp()))).id;
    world.done(OpenAccount::new(wallet(world.user("another"))));
    let drips: Vec<_> = (0..70).map(|_| NewTransfer::posted(from, bank, money("0.01 GBP"))).collect();
    world.done(PostTransfers::new(drips));
    let id = TransferId::derived(BY_HAND);
    let hold = |amount| NewTransfer::pending(from, bank, money(amount));
    let post = NewTransfer::post_pending(id, Some(money("0.40 GBP")));
    world.done(PostTransfers::new([hold("1.00 GBP").with_id(id), post, hold("2.00 GBP")]));
    let euros = world.done(OpenAccount::new(AccountKey::platform(Purpose::Bank, Currency::EUR))).id;
    let (sold, bought) = ((from, money("1.00 GBP")), (euros, money("1.15 EUR")));
    world.done(ExchangeCurrency::new(sold, bought, "1.15".parse().unwrap()));
    let paid = world.paid_by_card(&shop, "20.00 GBP");
    world.authorised_from_wallet(&shop, "8.00 GBP");
    let authorised = world.authorised_by_card(&shop, "14.00 GBP");
    world.done(CapturePayment::part(authorised.id, money("5.00 GBP")));
    world.channel_says(&Outcome::Succeeded);
    let refund = world.done(RequestRefund::new(paid.id, money("3.00 GBP"))).id;
    let anna = Actor::operator("anna", [Role::Reviewer]);
    world.done_as(&anna, ApproveRefund::new(refund));
    world.channel_says(&Outcome::Succeeded);
    world.done(RequestRefund::new(paid.id, money("2.00 GBP")));
    let pay = |total| world.card_payment(world.order_of(&shop, total).id, CaptureMode::Automatic);
    let turned_down = pay("3.00 GBP");
    world.channel_says(&declined());
    world.observes(world.last_operation(turned_down.id).id, Outcome::Succeeded);
    world.channel_says(&silence());
    pay("6.00 GBP");
    let action = PayerAction::Code("00020101".to_owned());
    world.channel_says(&Outcome::NeedsPayer { action, until: None });
    pay("9.00 GBP");
    let order = world.order_of(&shop, "10.00 GBP").id;
    let part = StartPayment::new(order, Method::channel(crate::support::shop::CARDS));
    world.done(StartPayment { amount: Some(money("4.00 GBP")), ..part });
    world
}
