//! Merchants and cases.

use crate::support::shop::declined;
use crate::support::{World, money};
use crate::told::stories;
use paywright::{
    ActivateMerchant, Actor, CaseKind, CaseState, CloseCase, CreateFeePlan, MerchantState, Outcome,
    PlaceOrder, RegisterMerchant, Role, SuspendMerchant,
};

stories! {
    a_merchant_is_let_sell_stopped_and_let_sell_again reaches [
        "merchant: registered", "merchant: draft + activated", "merchant: active + suspended",
        "merchant: suspended + activated",
    ];
    a_contradiction_opens_a_case_that_is_closed_and_opens_again reaches [
        "case: opened", "case: open + closed", "case: closed + reopened",
    ];
}

fn a_merchant_is_let_sell_stopped_and_let_sell_again(world: &World) {
    let plan = world.done(CreateFeePlan::new("free", "0".parse().unwrap(), money("0 GBP"))).id;
    let merchant = world.done(RegisterMerchant::new("Bakery", plan)).id;
    let order = PlaceOrder::new(merchant, money("1.00 GBP"));
    world.refused(order.clone(), "merchant_not_active");
    world.done(ActivateMerchant::new(merchant));
    world.done(order.clone());
    world.done(SuspendMerchant::new(merchant));
    world.refused(order, "merchant_not_active");
    assert_eq!(world.done(ActivateMerchant::new(merchant)).state, MerchantState::Active);
}

fn a_contradiction_opens_a_case_that_is_closed_and_opens_again(world: &World) {
    let shop = world.shop();
    let payment = world.paid_by_card(&shop, "20.00 GBP");
    let operation = payment.taken_by.unwrap();
    world.observes(operation, declined());
    let case = world.cases().remove(0);
    assert_eq!((case.kind, case.state), (CaseKind::ContradictingOutcome, CaseState::Open));

    let anna = Actor::operator("anna", [Role::Agent]);
    let closed = world.done_as(&anna, CloseCase::new(case.id, "the acquirer's report was wrong"));
    assert_eq!(closed.settlement.as_deref(), Some("the acquirer's report was wrong"));
    world.refused(CloseCase::new(case.id, "again"), "wrong_state");

    world.observes(operation, declined());
    assert_eq!(world.cases()[0].state, CaseState::Closed, "the same report once more says nothing new");
    world.observes(operation, Outcome::Failed { reason: "another story".to_owned() });
    assert_eq!(world.cases().len(), 1);
    assert_eq!(world.cases()[0].state, CaseState::Open);
}
