//! Accounts, transfers by hand, assets.

use super::{Case, case, of, stranger, texts};
use crate::bad_input::scene::Scene;
use crate::support::money;
use crate::support::shop::{pence, wallet};
use paywright::limits::{AMOUNT_MINOR, TRANSFERS};
use paywright::{
    AccountId, AccountKey, ChangeBounds, CloseAccount, Code, Currency, FreezeAccount, NewTransfer,
    OpenAccount, PostTransfers, Purpose, RegisterAsset, Sides, UnfreezeAccount, UserId,
};

pub fn all(on: &Scene) -> Vec<Case> {
    of(
        on,
        &[
            register_asset,
            open_account,
            post_transfers,
            freeze_account,
            unfreeze_account,
            change_bounds,
            close_account,
        ],
    )
}

fn nowhere() -> AccountId {
    AccountId::derived("nowhere")
}

fn register_asset(on: &Scene) -> Vec<Case> {
    let point = Currency::asset("POINT", 0).unwrap();
    let known = || on.known_asset.clone();
    let other_exponent = Currency::asset("STAR", 2).unwrap();
    let mut cases = texts("name", 128, |name| RegisterAsset::new(point, name));
    cases.extend([
        case("a currency", RegisterAsset::new(pence(1).currency(), "Pounds"), Code::InvalidValue),
        case("a stranger", RegisterAsset::new(point, "Points"), Code::NotPermitted).by(stranger()),
        case("another name", RegisterAsset { name: "Moons".to_owned(), ..known() }, Code::IdReused),
        case("another exponent", RegisterAsset { currency: other_exponent, ..known() }, Code::IdReused),
    ]);
    cases
}

fn open_account(on: &Scene) -> Vec<Case> {
    let key = || wallet(on.accounts.poor);
    let open = || OpenAccount::new(key());
    let gbp = pence(1).currency();
    let nobody = AccountKey::user(UserId::derived("nobody"), Purpose::Wallet, gbp);
    let bank = || AccountKey::platform(Purpose::Bank, gbp);
    let misfit = AccountKey { purpose: Purpose::MerchantReserve, ..key() };
    let beyond = |bound| OpenAccount { min_available: Some(bound), ..open() };
    let at_most = |bound| OpenAccount { max_balance: Some(bound), ..open() };
    let of_asset = |code, exponent| {
        OpenAccount::new(AccountKey { currency: Currency::asset(code, exponent).unwrap(), ..bank() })
    };
    let mut cases = vec![
        case("a stranger", open(), Code::NotPermitted).by(stranger()),
        case("an unknown owner", OpenAccount::new(nobody), Code::NotFound),
        case("a purpose of merchants", OpenAccount::new(misfit), Code::PurposeNotAllowed),
        case(
            "bounds of a shared account",
            OpenAccount { max_balance: Some(1), ..OpenAccount::new(bank()) },
            Code::PurposeNotAllowed,
        ),
        case("a bound beyond", beyond(AMOUNT_MINOR + 1), Code::InvalidValue),
        case("a bound far beyond", beyond(i64::MIN), Code::InvalidValue),
        case("a limit beyond", at_most(i64::MAX), Code::InvalidValue),
        case("no balance between", OpenAccount { max_balance: Some(9), ..beyond(10) }, Code::InvalidValue),
        case("at most less than nothing", at_most(-1), Code::InvalidValue),
        case("an unknown asset", of_asset("POINT", 0), Code::UnknownAsset),
        case("an asset in hundredths", of_asset("STAR", 2), Code::UnknownAsset),
    ];
    cases.extend(texts("scope", 128, |scope| OpenAccount::new(AccountKey { scope: Some(scope), ..bank() })));
    cases
}

fn post_transfers(_: &Scene) -> Vec<Case> {
    let transfer =
        || NewTransfer::posted(AccountId::derived("a"), AccountId::derived("b"), money("0.01 GBP"));
    vec![
        case("no transfers", PostTransfers::new(vec![]), Code::InvalidValue),
        case("too many", PostTransfers::new(vec![transfer(); TRANSFERS + 1]), Code::InvalidValue),
        case("a stranger", PostTransfers::new(vec![transfer()]), Code::NotPermitted).by(stranger()),
    ]
}

fn freeze_account(on: &Scene) -> Vec<Case> {
    let freeze = FreezeAccount::new;
    let half = on.accounts.wallet_of(on.accounts.half_frozen);
    let frozen = on.accounts.wallet_of(on.accounts.frozen);
    let open = || freeze(on.accounts.wallet_of(on.accounts.full));
    let mut cases = texts("reason", 256, |reason| FreezeAccount { reason: Some(reason), ..open() });
    cases.extend([
        case("a stranger", open(), Code::NotPermitted).by(stranger()),
        case("unknown", freeze(nowhere()), Code::NotFound),
        case("what channels did", freeze(on.accounts.receivable), Code::PurposeNotAllowed),
        case("frozen already", freeze(frozen), Code::WrongState),
        case(
            "that side frozen already",
            FreezeAccount { sides: Sides::Credits, ..freeze(half) },
            Code::WrongState,
        ),
        case("closed", freeze(on.accounts.closed), Code::WrongState),
    ]);
    cases
}

fn unfreeze_account(on: &Scene) -> Vec<Case> {
    let unfreeze = UnfreezeAccount::new;
    let half = on.accounts.wallet_of(on.accounts.half_frozen);
    let frozen = || unfreeze(on.accounts.wallet_of(on.accounts.frozen));
    let mut cases = texts("reason", 256, |reason| UnfreezeAccount { reason: Some(reason), ..frozen() });
    cases.extend([
        case("a stranger", frozen(), Code::NotPermitted).by(stranger()),
        case("unknown", unfreeze(nowhere()), Code::NotFound),
        case("never frozen", unfreeze(on.accounts.wallet_of(on.accounts.full)), Code::WrongState),
        case(
            "that side never frozen",
            UnfreezeAccount { sides: Sides::Debits, ..unfreeze(half) },
            Code::WrongState,
        ),
        case("closed", unfreeze(on.accounts.closed), Code::WrongState),
    ]);
    cases
}

fn change_bounds(on: &Scene) -> Vec<Case> {
    let of = ChangeBounds::new;
    let full = || of(on.accounts.wallet_of(on.accounts.full));
    let least = |bound| ChangeBounds { min_available: Some(bound), ..full() };
    let between =
        |least, most| ChangeBounds { min_available: Some(least), max_balance: Some(most), ..full() };
    let without = |account| ChangeBounds { min_available: None, max_balance: None, account };
    vec![
        case("a bound beyond", least(AMOUNT_MINOR + 1), Code::InvalidValue),
        case("a bound far beyond", least(i64::MIN), Code::InvalidValue),
        case("a limit beyond", between(0, i64::MAX), Code::InvalidValue),
        case("no balance between", between(10, 9), Code::InvalidValue),
        case("a stranger", full(), Code::NotPermitted).by(stranger()),
        case("unknown", of(nowhere()), Code::NotFound),
        case("a shared account", of(on.accounts.receivable), Code::PurposeNotAllowed),
        case("none of a shared account", without(on.accounts.receivable), Code::PurposeNotAllowed),
        case("closed", of(on.accounts.closed), Code::WrongState),
    ]
}

fn close_account(on: &Scene) -> Vec<Case> {
    let close = CloseAccount::new;
    let full = || close(on.accounts.wallet_of(on.accounts.full));
    vec![
        case("a stranger", full(), Code::NotPermitted).by(stranger()),
        case("unknown", close(nowhere()), Code::NotFound),
        case("what channels did", close(on.accounts.receivable), Code::PurposeNotAllowed),
        case("closed already", close(on.accounts.closed), Code::WrongState),
        case("it holds money", full(), Code::AccountNotEmpty),
        case("of all lanes", close(on.accounts.merchant_pending), Code::AccountNotEmpty),
    ]
}
