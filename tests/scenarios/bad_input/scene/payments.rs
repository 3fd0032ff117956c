//! A payment in each state, and those that an account will stand in the way of.

use super::{Accounts, succeeds, tops_up};
use crate::support::World;
use crate::support::shop::{CARDS, Shop, declined, pence};
use paywright::{
    CaptureMode, CapturePayment, ConfirmPayment, Method, Outcome, PayerAction, PaymentId, PlaceOrder,
    StartPayment, UserId, Verdict,
};

pub struct Payments {
    pub without_method: PaymentId,
    /// Of the customer, by card.
    pub started: PaymentId,
    /// Of a guest.
    pub of_guest: PaymentId,
    /// Waits for its confirmation for too long.
    pub late: PaymentId,
    pub late_without_method: PaymentId,
    pub late_at_challenge: PaymentId,
    pub late_at_review: PaymentId,
    /// A top-up that needs a method.
    pub top_up: PaymentId,
    pub ready: Stopped,
    pub challenged: Stopped,
    pub under_review: Stopped,
    /// Its channel waits for the payer.
    pub awaiting_payer: PaymentId,
    /// Confirmed, and nobody knows yet.
    pub processing: PaymentId,
    pub failed: PaymentId,
    pub authorised: PaymentId,
    /// For a part of its order.
    pub authorised_in_part: PaymentId,
    pub authorised_for_a_minute: PaymentId,
    pub partly_captured: PaymentId,
    pub authorised_from_frozen: PaymentId,
    /// For all that its wallet holds, and a part of its order.
    pub authorised_from_empty: PaymentId,
    pub paid: PaymentId,
    /// Paid from wallets that are frozen or full by now; a top-up that is spent.
    pub paid_by_frozen: PaymentId,
    pub paid_by_full: PaymentId,
    pub spent_top_up: PaymentId,
}

/// Payments at the same point: from a wallet that is empty, that is frozen, and into one that would rise too
/// high.
pub struct Stopped {
    pub unaffordable: PaymentId,
    pub from_frozen: PaymentId,
    pub too_high: PaymentId,
}

impl Payments {
    pub fn made(world: &World, shop: &Shop, of: &Accounts) -> Self {
        let from = Wallets { world, shop };
        let by_card = || StartPayment::new(world.order_of(shop, "20.00 GBP").id, Method::channel(CARDS));
        let guests = world.done(PlaceOrder::new(shop.merchant, pence(400))).id;
        let soon = Some(world.clock.reads().plus_seconds(60));
        let top_up = StartPayment::top_up(shop.customer, pence(100), Method::Wallet);
        let awaiting_payer = world.confirmed(by_card()).id;
        let action = PayerAction::Redirect("https://bank.example/1".to_owned());
        let needed = Outcome::NeedsPayer { action, until: None };
        world.observes(world.last_operation(awaiting_payer).id, needed);
        let failed = world.confirmed(by_card()).id;
        world.observes(world.last_operation(failed).id, declined());
        let authorise = |start| succeeds(world, StartPayment { capture: CaptureMode::Manual, ..start });
        let a_part = StartPayment { amount: Some(pence(100)), ..by_card() };
        let until_soon = |start| world.done(StartPayment { expires_at: soon, ..start }).id;
        let judge = |payment, verdict| world.done(ConfirmPayment { payment, verdict }).id;
        let confirm = |payment| world.done(ConfirmPayment::new(payment)).id;
        let partly_captured = authorise(by_card());
        world.done(CapturePayment::part(partly_captured, pence(100)));
        world.observes(world.last_operation(partly_captured).id, Outcome::Succeeded);
        let empty = world.user("empty");
        tops_up(world, empty, 300);
        let spent_top_up = tops_up(world, shop.customer, 600);
        world.paid_from_wallet(shop, "6.00 GBP");
        Self {
            without_method: world.done(StartPayment { method: None, ..by_card() }).id,
            started: world.done(by_card()).id,
            of_guest: world.done(StartPayment::without_method(guests)).id,
            late: until_soon(by_card()),
            late_without_method: until_soon(StartPayment { method: None, ..by_card() }),
            late_at_challenge: judge(until_soon(by_card()), Verdict::Challenge),
            late_at_review: judge(world.done(by_card()).id, Verdict::Review { until: soon }),
            top_up: world.done(StartPayment { method: None, ..top_up }).id,
            ready: from.stopped(of, None),
            challenged: from.stopped(of, Some(&Verdict::Challenge)),
            under_review: from.stopped(of, Some(&Verdict::Review { until: None })),
            awaiting_payer,
            processing: world.confirmed(by_card()).id,
            failed,
            authorised: authorise(by_card()),
            authorised_in_part: authorise(a_part.clone()),
            authorised_for_a_minute: authorise(StartPayment { authorisation_seconds: Some(60), ..a_part }),
            partly_captured,
            authorised_from_frozen: confirm(from.part_of_an_order(of.frozen, CaptureMode::Manual)),
            authorised_from_empty: confirm(from.part_of_an_order(empty, CaptureMode::Manual)),
            paid: succeeds(world, by_card()),
            paid_by_frozen: confirm(from.part_of_an_order(of.frozen, CaptureMode::Automatic)),
            paid_by_full: confirm(from.part_of_an_order(of.full, CaptureMode::Automatic)),
            spent_top_up,
        }
    }
}

/// Starts payments from wallets.
struct Wallets<'a> {
    world: &'a World,
    shop: &'a Shop,
}

impl Wallets<'_> {
    /// 3 pounds of an order of 5.
    fn part_of_an_order(&self, payer: UserId, capture: CaptureMode) -> PaymentId {
        let order = self.world.order_of(self.shop, "5.00 GBP").id;
        let (payer, amount) = (Some(payer), Some(pence(300)));
        let start = StartPayment { payer, amount, capture, ..StartPayment::new(order, Method::Wallet) };
        self.world.done(start).id
    }

    fn stopped(&self, of: &Accounts, verdict: Option<&Verdict>) -> Stopped {
        let too_high = StartPayment::top_up(of.full, pence(301), Method::channel(CARDS));
        let stopped = Stopped {
            unaffordable: self.part_of_an_order(of.poor, CaptureMode::Automatic),
            from_frozen: self.part_of_an_order(of.frozen, CaptureMode::Automatic),
            too_high: self.world.done(too_high).id,
        };
        for payment in [stopped.unaffordable, stopped.from_frozen, stopped.too_high] {
            if let Some(verdict) = verdict.cloned() {
                self.world.done(ConfirmPayment { payment, verdict });
            }
        }
        stopped
    }
}
