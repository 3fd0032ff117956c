//! Users, terms, merchants.

use super::{Case, case, of, stranger, texts};
use crate::bad_input::scene::Scene;
use crate::support::shop::pence;
use paywright::limits::{AMOUNT_MINOR, POLICY_SECONDS};
use paywright::{
    ActivateMerchant, Actor, Code, CreateFeePlan, Currency, FeePlanId, FeesOnRefund, MerchantId, Money,
    RegisterMerchant, RegisterUser, Rounding, SuspendMerchant,
};

pub fn all(on: &Scene) -> Vec<Case> {
    of(on, &[register_user, create_fee_plan, register_merchant, activate_merchant, suspend_merchant])
}

fn register_user(on: &Scene) -> Vec<Case> {
    let mut cases = texts("reference", 256, RegisterUser::new);
    cases.push(case("a stranger", RegisterUser::new("u"), Code::NotPermitted).by(stranger()));
    let other = RegisterUser { reference: "other".to_owned(), ..on.known_user.clone() };
    cases.push(case("an id of another", other, Code::IdReused));
    cases
}

fn create_fee_plan(on: &Scene) -> Vec<Case> {
    let plan = |rate: &str, fixed| CreateFeePlan::new("plan", rate.parse().unwrap(), fixed);
    let in_points = |code, exponent| plan("0", Money::new(0, Currency::asset(code, exponent).unwrap()));
    let known = CreateFeePlan { id: Some(on.plan), ..plan("0.029", pence(30)) };
    let known = || CreateFeePlan { name: "standard".to_owned(), ..known.clone() };
    let mut cases = texts("name", 128, |name| CreateFeePlan { name, ..plan("0", pence(0)) });
    cases.extend([
        case("more than everything", plan("1.0001", pence(0)), Code::InvalidValue),
        case("a negative rate", plan("-0.01", pence(0)), Code::InvalidValue),
        case("a negative fixed fee", plan("0", pence(-1)), Code::InvalidValue),
        case("too large a fixed fee", plan("0", pence(AMOUNT_MINOR + 1)), Code::AmountTooLarge),
        case("a stranger", plan("0", pence(0)), Code::NotPermitted).by(stranger()),
        case("another name", CreateFeePlan { name: "other".to_owned(), ..known() }, Code::IdReused),
        case("another rate", CreateFeePlan { rate: "0.5".parse().unwrap(), ..known() }, Code::IdReused),
        case("another rounding", CreateFeePlan { rounding: Rounding::Down, ..known() }, Code::IdReused),
        case("another fixed fee", CreateFeePlan { fixed: pence(31), ..known() }, Code::IdReused),
        case(
            "other fees on refunds",
            CreateFeePlan { on_refund: FeesOnRefund::ProRata, ..known() },
            Code::IdReused,
        ),
        case("an unknown asset", in_points("POINT", 0), Code::UnknownAsset),
        case("an asset in hundredths", in_points("STAR", 2), Code::UnknownAsset),
    ]);
    cases
}

fn register_merchant(on: &Scene) -> Vec<Case> {
    let new = || RegisterMerchant::new("m", on.plan);
    let known = || RegisterMerchant { id: Some(on.draft), ..RegisterMerchant::new("Draft", on.plan) };
    let mut cases = texts("name", 128, |name| RegisterMerchant::new(name, on.plan));
    let too_long = u32::try_from(POLICY_SECONDS).unwrap() + 1;
    for seconds in [0, too_long, u32::MAX] {
        let seconds = Some(seconds);
        let review = RegisterMerchant { review_seconds: seconds, ..new() };
        let window = RegisterMerchant { refund_window_seconds: seconds, ..new() };
        cases.push(case(&format!("a review of {seconds:?} s"), review, Code::InvalidValue));
        cases.push(case(&format!("refunds for {seconds:?} s"), window, Code::InvalidValue));
    }
    cases.extend([
        case("an unknown plan", RegisterMerchant::new("m", FeePlanId::derived("nowhere")), Code::NotFound),
        case("a stranger", new(), Code::NotPermitted).by(stranger()),
        case("another name", RegisterMerchant { name: "other".to_owned(), ..known() }, Code::IdReused),
        case("another review", RegisterMerchant { review_seconds: Some(1), ..known() }, Code::IdReused),
        case(
            "another time for refunds",
            RegisterMerchant { refund_window_seconds: Some(1), ..known() },
            Code::IdReused,
        ),
    ]);
    cases
}

fn activate_merchant(on: &Scene) -> Vec<Case> {
    let nowhere = MerchantId::derived("nowhere");
    vec![
        case("unknown", ActivateMerchant::new(nowhere), Code::NotFound),
        case("active already", ActivateMerchant::new(on.shop.merchant), Code::WrongState),
        case("a stranger", ActivateMerchant::new(on.draft), Code::NotPermitted).by(stranger()),
        case("itself", ActivateMerchant::new(on.draft), Code::NotPermitted).by(Actor::Merchant(on.draft)),
    ]
}

fn suspend_merchant(on: &Scene) -> Vec<Case> {
    let nowhere = MerchantId::derived("nowhere");
    vec![
        case("unknown", SuspendMerchant::new(nowhere), Code::NotFound),
        case("a draft", SuspendMerchant::new(on.draft), Code::WrongState),
        case("suspended already", SuspendMerchant::new(on.suspended), Code::WrongState),
        case("a stranger", SuspendMerchant::new(on.shop.merchant), Code::NotPermitted).by(stranger()),
    ]
}
