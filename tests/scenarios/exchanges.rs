//! Exchanges of currencies: through `fx_position`, with the rate and both amounts kept.

use crate::support::shop::{pence, wallet};
use crate::support::{World, gbp, money, on_both};
use paywright::{
    Acceptance, AccountId, AccountKey, Currency, Exchange, ExchangeCurrency, ExchangeId, Money, NewTransfer,
    OpenAccount, PostTransfers, Purpose, Rate, Rounding, TransferKind,
};

on_both![
    both_legs_go_through_the_position,
    the_amounts_are_kept_as_they_were_booked,
    an_amount_may_be_rounded_either_way_and_no_further,
    currencies_without_cents_are_exchanged_too,
    an_exchange_is_all_or_nothing,
    asked_for_again_it_is_the_same,
    what_is_gained_is_posted_by_hand,
];

struct Desk {
    pounds: AccountId,
    euros: AccountId,
}

/// A user with a wallet of 100 pounds and one for euros.
fn desk(world: &World) -> Desk {
    let user = world.user("traveller");
    let open = |key: AccountKey| world.done(OpenAccount::new(key)).id;
    let pounds = open(wallet(user));
    let bank = open(AccountKey::platform(Purpose::Bank, gbp()));
    world.done(PostTransfers::new([NewTransfer::posted(bank, pounds, pence(10_000))]));
    Desk { pounds, euros: open(AccountKey::user(user, Purpose::Wallet, Currency::EUR)) }
}

fn rate(text: &str) -> Rate {
    text.parse().unwrap()
}

fn position(currency: Currency) -> AccountKey {
    AccountKey::platform(Purpose::FxPosition, currency)
}

fn exchange(desk: &Desk, pounds: &str, euros: &str, at: &str) -> ExchangeCurrency {
    ExchangeCurrency::new((desk.pounds, money(pounds)), (desk.euros, money(euros)), rate(at))
}

fn holds(world: &World, account: AccountId) -> i128 {
    world.engine.balance(account).unwrap().unwrap().balance()
}

fn both_legs_go_through_the_position(world: &World) {
    let desk = desk(world);
    let done = world.done(exchange(&desk, "20.00 GBP", "23.00 EUR", "1.15"));
    assert_eq!((holds(world, desk.pounds), holds(world, desk.euros)), (8_000, 2_300));
    world.assert_balance(&position(gbp()), "20.00 GBP");
    world.assert_balance(&position(Currency::EUR), "-23.00 EUR");
    for (leg, amount) in [(done.out, 2_000), (done.back, 2_300)] {
        let leg = world.engine.transfer(leg).unwrap().unwrap();
        assert_eq!((leg.amount, leg.kind), (amount, TransferKind::EXCHANGE));
        assert_eq!(leg.subject, Some(done.id.to_bytes()));
    }
}

fn the_amounts_are_kept_as_they_were_booked(world: &World) {
    let desk = desk(world);
    let asked = ExchangeCurrency {
        reference: Some("desk 7".to_owned()),
        effective_at: Some(world.clock.reads().plus_seconds(-60)),
        metadata: Some(r#"{"quote":"q-1"}"#.parse().unwrap()),
        ..exchange(&desk, "33.33 GBP", "38.24 EUR", "1.1472")
    };
    let done = world.done(asked.clone());
    let kept = world.engine.get::<Exchange>(done.id).unwrap().unwrap();
    assert_eq!(kept, done);
    assert_eq!((kept.debited, kept.credited, kept.rate), (asked.debited, asked.credited, asked.rate));
    assert_eq!((kept.debit, kept.credit), (asked.debit, asked.credit));
    let leg = world.engine.transfer(kept.back).unwrap().unwrap();
    assert_eq!(leg.effective_at, asked.effective_at);
    assert_eq!(leg.reference, asked.reference);
}

fn an_amount_may_be_rounded_either_way_and_no_further(world: &World) {
    let desk = desk(world);
    // 10.01 pounds are 11.4715... euros.
    let exact = rate("1.146").convert(money("10.01 GBP"), Currency::EUR, Rounding::HalfUp).unwrap();
    assert_eq!(exact, money("11.47 EUR"));
    for euros in ["11.47 EUR", "11.48 EUR"] {
        world.done(exchange(&desk, "10.01 GBP", euros, "1.146"));
    }
    for euros in ["11.46 EUR", "11.49 EUR"] {
        world.refused(exchange(&desk, "10.01 GBP", euros, "1.146"), "rate_mismatch");
    }
}

fn currencies_without_cents_are_exchanged_too(world: &World) {
    let desk = desk(world);
    let yen = world.done(OpenAccount::new(AccountKey::platform(Purpose::Equity, Currency::JPY))).id;
    let bought = (yen, Money::new(1_873, Currency::JPY));
    world.done(ExchangeCurrency::new((desk.pounds, money("10.00 GBP")), bought, rate("187.3")));
    world.assert_balance(&position(Currency::JPY), "-1873 JPY");
}

fn an_exchange_is_all_or_nothing(world: &World) {
    let desk = desk(world);
    let limited = AccountKey::user(world.user("limited"), Purpose::Wallet, Currency::EUR);
    let limited = world.done(OpenAccount { max_balance: Some(100), ..OpenAccount::new(limited) }).id;
    // The first leg would go through; the second may not.
    let too_much = ExchangeCurrency { credit: limited, ..exchange(&desk, "20.00 GBP", "23.00 EUR", "1.15") };
    world.refused(too_much, "balance_limit_exceeded");
    world.refused(exchange(&desk, "200.00 GBP", "230.00 EUR", "1.15"), "insufficient_funds");
    assert_eq!(world.all::<Exchange>().len(), 0);
}

fn asked_for_again_it_is_the_same(world: &World) {
    let desk = desk(world);
    let id = Some(ExchangeId::derived("trip"));
    let trip = ExchangeCurrency { id, ..exchange(&desk, "20.00 GBP", "23.00 EUR", "1.15") };
    let done = world.engine.execute(trip.clone()).unwrap();
    let again = world.ask(trip.clone()).unwrap();
    assert_eq!((again.acceptance, again.output), (Acceptance::Unchanged, done));
    world.refused(ExchangeCurrency { reference: Some("other".to_owned()), ..trip.clone() }, "id_reused");
    world.refused(
        ExchangeCurrency { debited: money("20.01 GBP"), credited: money("23.01 EUR"), ..trip },
        "id_reused",
    );
}

fn what_is_gained_is_posted_by_hand(world: &World) {
    let desk = desk(world);
    world.done(exchange(&desk, "20.00 GBP", "23.00 EUR", "1.15"));
    // The platform buys the euros back for less than it took.
    let bank = world.done(OpenAccount::new(AccountKey::platform(Purpose::Bank, gbp()))).id;
    let euros = world.done(OpenAccount::new(AccountKey::platform(Purpose::Bank, Currency::EUR))).id;
    let back = ExchangeCurrency::new((euros, money("23.00 EUR")), (bank, money("19.80 GBP")), rate("0.861"));
    world.done(back);
    world.assert_balance(&position(Currency::EUR), "0.00 EUR");
    let gain = world.done(OpenAccount::new(AccountKey::platform(Purpose::FxGainLoss, gbp()))).id;
    let taken = NewTransfer::posted(position(gbp()).id(), gain, money("0.20 GBP"));
    world.done(PostTransfers::new([taken]));
    world.assert_balance(&position(gbp()), "0.00 GBP");
    assert_eq!(holds(world, gain), -20, "a gain is a credit of an account of expenses");
}
