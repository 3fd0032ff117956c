//! Accounts, transfers by hand, assets.

use super::{Case, case, of, stranger, texts};
use crate::bad_input::scene::Scene;
use crate::support::money;
use crate::support::shop::{pence, wallet};
use paywright::limits::{AMOUNT_MINOR, TRANSFERS};
use paywright::{
    AccountId, AccountKey, ChangeBounds, CloseAccount, CloseBooks, Code, Currency, ExchangeCurrency,
    ForgetKeys, FreezeAccount, KeyId, Money, NewTransfer, OpenAccount, PostTransfers, Purpose, RaiseRules,
    RegisterAsset, Sides, Timestamp, UnfreezeAccount, UserId,
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
            close_books,
            raise_rules,
            exchange_currency,
            forget_keys,
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

fn close_books(on: &Scene) -> Vec<Case> {
    let close = CloseBooks::new;
    vec![
        case("now", close(on.now.plus_seconds(60)), Code::InvalidValue),
        case("the end of time", close(Timestamp::from_micros(i64::MAX)), Code::InvalidValue),
        case("before all books", close(Timestamp::from_micros(i64::MIN)), Code::InvalidValue),
        case("a stranger", close(on.now.plus_seconds(-1)), Code::NotPermitted).by(stranger()),
        case("closed further", close(on.closed_through.plus_seconds(-1)), Code::BooksClosed),
    ]
}

fn raise_rules(_: &Scene) -> Vec<Case> {
    let raise = RaiseRules::new;
    vec![
        case("to no rules", raise(0), Code::InvalidValue),
        case("to later ones", raise(2), Code::InvalidValue),
        case("to the last ones", raise(u32::MAX), Code::InvalidValue),
        case("a stranger", raise(1), Code::NotPermitted).by(stranger()),
    ]
}

fn exchange_currency(on: &Scene) -> Vec<Case> {
    let accounts = &on.accounts;
    let rate = || "1.15".parse().unwrap();
    let of =
        |debit: (AccountId, Money), credit: (AccountId, Money)| ExchangeCurrency::new(debit, credit, rate());
    let rich = accounts.wallet_of(accounts.full);
    let good = || of((rich, pence(100)), (accounts.euros, money("1.15 EUR")));
    let debited = |debited| ExchangeCurrency { debited, ..good() };
    let credited = |credited| ExchangeCurrency { credited, ..good() };
    let at = |rate: &str| ExchangeCurrency { rate: rate.parse().unwrap(), ..good() };
    let from = |moment| ExchangeCurrency { effective_at: Some(moment), ..good() };
    let debit = |debit| ExchangeCurrency { debit, ..good() };
    let ghosts = Money::new(115, Currency::asset("GHOST", 2).unwrap());
    let position = AccountKey::platform(Purpose::FxPosition, pence(1).currency()).id();
    let much = of((rich, pence(200_000)), (accounts.euros, money("2300.00 EUR")));
    let other_amount = of((rich, pence(200)), (accounts.euros, money("2.30 EUR")));
    let mut cases = texts("reference", 256, |text| ExchangeCurrency { reference: Some(text), ..good() });
    cases.extend([
        case("nothing", debited(pence(0)), Code::AmountMustBePositive),
        case("less than nothing", credited(money("-1.15 EUR")), Code::AmountMustBePositive),
        case("too much", debited(pence(AMOUNT_MINOR + 1)), Code::AmountTooLarge),
        case("one currency", credited(pence(115)), Code::InvalidValue),
        case("no rate", at("0"), Code::InvalidValue),
        case("a rate below nothing", at("-1.15"), Code::InvalidValue),
        case("a rate beyond all amounts", at("999999999999999999"), Code::InvalidValue),
        case("a cent too much", credited(money("1.16 EUR")), Code::RateMismatch),
        case("a cent too little", credited(money("1.14 EUR")), Code::RateMismatch),
        case("the rate the other way", at("0.869565"), Code::RateMismatch),
        case("a stranger", good(), Code::NotPermitted).by(stranger()),
        case("from tomorrow", from(on.now.plus_seconds(86_400)), Code::InvalidValue),
        case("from before all books", from(Timestamp::from_micros(i64::MIN)), Code::InvalidValue),
        case("from closed books", from(on.closed_through), Code::BooksClosed),
        case("an unknown asset", credited(ghosts), Code::UnknownAsset),
        case("an unknown account", debit(nowhere()), Code::NotFound),
        case("the position itself", debit(position), Code::SameAccount),
        case("another account's currency", debit(accounts.euros), Code::CurrencyMismatch),
        case("a frozen account", debit(accounts.wallet_of(accounts.frozen)), Code::AccountNotOpen),
        case("more than there is", much, Code::InsufficientFunds),
        case(
            "into a full account",
            of((accounts.euros, money("10.00 EUR")), (rich, pence(1_150))),
            Code::BalanceLimitExceeded,
        ),
        case("another amount", ExchangeCurrency { id: Some(on.exchanged), ..other_amount }, Code::IdReused),
    ]);
    cases
}

fn forget_keys(on: &Scene) -> Vec<Case> {
    let before = on.now.plus_seconds(-31 * 86_400);
    let keys = |count| vec![KeyId::derived("nobody's"); count];
    let forget = |count| ForgetKeys { keys: keys(count), before };
    let after = |seconds| ForgetKeys { before: on.now.plus_seconds(seconds), ..forget(1) };
    vec![
        case("no keys", forget(0), Code::InvalidValue),
        case("too many keys", forget(2_001), Code::InvalidValue),
        case("young keys", after(-29 * 86_400), Code::InvalidValue),
        case("keys of the future", after(60), Code::InvalidValue),
        case("a stranger", forget(1), Code::NotPermitted).by(stranger()),
    ]
}
