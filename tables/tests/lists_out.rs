//! Lists on their way out: batches of columns, read page by page.

use arrow_array::cast::AsArray;
use arrow_array::types::Decimal128Type;
use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::ArrowError;
use paywright::storage::Direction;
use paywright::{
    AccountId, AccountKey, AccountsOf, ActivateMerchant, CreateFeePlan, Currency, Cut, Engine, Error,
    MemoryStorage, MerchantId, NewTransfer, OpenAccount, PlaceOrder, PostTransfers, Purpose, RegisterAsset,
    RegisterMerchant, RegisterUser, Request, StatementOf, TransferId,
};
use paywright_tables::{By, Key, List, Scale, Unfit};
use std::ops::ControlFlow;
use std::sync::Arc;

fn books() -> (Arc<Engine>, [AccountId; 2]) {
    let engine = Arc::new(Engine::new(MemoryStorage::new()).unwrap());
    let accounts = [Purpose::Bank, Purpose::Equity].map(|purpose| {
        let key = AccountKey::platform(purpose, Currency::GBP);
        engine.execute(OpenAccount::new(key)).unwrap().id
    });
    let [bank, equity] = accounts;
    let deposit = |name: &str, amount: &str| {
        NewTransfer::posted(bank, equity, amount.parse().unwrap()).with_id(TransferId::derived(name))
    };
    engine.execute(PostTransfers::new([deposit("a", "70.00 GBP"), deposit("b", "0.05 GBP")])).unwrap();
    (engine, accounts)
}

fn all(list: List, engine: &Arc<Engine>) -> Vec<RecordBatch> {
    list.reader(Arc::clone(engine)).collect::<Result<_, _>>().unwrap()
}

fn decimals(batch: &RecordBatch, name: &str) -> Vec<String> {
    let column = batch.column_by_name(name).unwrap().as_primitive::<Decimal128Type>();
    (0..column.len()).map(|row| column.value_as_string(row)).collect()
}

fn texts<'a>(batch: &'a RecordBatch, name: &str) -> Vec<&'a str> {
    batch.column_by_name(name).unwrap().as_string::<i32>().iter().map(Option::unwrap).collect()
}

#[test]
fn each_batch_is_a_page_that_is_read_when_it_is_asked_for() {
    let (engine, _) = books();
    let users = |from: usize, to: usize| {
        let one = |n: usize| Request::new(RegisterUser::new(format!("user-{n}"))).key(format!("user-{n}"));
        let done = engine.bulk((from..to).map(one), 1_000, |_| ControlFlow::Continue(()));
        assert!(done.ended_early.is_none() && done.results.iter().all(Result::is_ok));
    };
    users(0, 1_001);
    let list = List::records("User", By::default(), Scale::enough_for(&engine).unwrap()).unwrap();
    let mut list = list.reader(Arc::clone(&engine));
    assert_eq!(list.schema().field(0).name(), "id");
    assert_eq!(list.next().unwrap().unwrap().num_rows(), 1_000);
    // Ids go by time: whoever comes now is behind those that were read.
    users(1_001, 1_004);
    assert_eq!(list.next().unwrap().unwrap().num_rows(), 4);
    assert!(list.next().is_none());
}

/// A shop with an order of each of these totals, beside another with one of a yen.
fn orders(engine: &Engine, totals: &[&str]) -> MerchantId {
    let shop = |name: &str, fee: &str, totals: &[&str]| {
        let terms = CreateFeePlan::new(name, "0.029".parse().unwrap(), fee.parse().unwrap());
        let plan = engine.request(terms).key(format!("plan of {name}")).execute().unwrap();
        let shop = engine.request(RegisterMerchant::new(name, plan.id)).key(name).execute().unwrap();
        engine.execute(ActivateMerchant::new(shop.id)).unwrap();
        for (place, total) in totals.iter().enumerate() {
            let order = PlaceOrder::new(shop.id, total.parse().unwrap());
            engine.request(order).key(format!("{name} {place}")).execute().unwrap();
        }
        shop.id
    };
    shop("Dairy", "30 JPY", &["1 JPY"]);
    shop("Bakery", "0.30 GBP", totals)
}

#[test]
fn records_are_looked_up_by_an_index_with_amounts_of_one_scale() {
    let (engine, _) = books();
    let shop = orders(&engine, &["18.50 GBP", "0.99 GBP"]);
    let by = |index: &str, direction, decimals| {
        let by = By { index: Some(index.to_owned()), with: vec![Key::Id(shop.to_bytes())], direction };
        List::records("Order", by, Scale::new(decimals).unwrap()).unwrap()
    };
    let [oldest] = all(by("by_merchant", Direction::Ascending, 2), &engine).try_into().unwrap();
    assert_eq!(decimals(&oldest, "total"), ["18.50", "0.99"]);
    assert_eq!(texts(&oldest, "total_currency"), ["GBP", "GBP"]);
    let [newest] = all(by("by_merchant", Direction::Descending, 4), &engine).try_into().unwrap();
    assert_eq!(decimals(&newest, "total"), ["0.9900", "18.5000"]);

    // An amount is not cut to fit.
    let mut coarse = by("by_merchant", Direction::Ascending, 1).reader(Arc::clone(&engine));
    let error = coarse.next().unwrap().unwrap_err().to_string();
    assert!(error.ends_with("99 with 2 decimals cannot be kept with 1: ask for another scale"), "{error}");
    assert!(coarse.next().is_none());
}

#[test]
fn records_and_indexes_that_there_are_not_are_refused() {
    let (engine, _) = books();
    let scale = Scale::new(2).unwrap();
    let unknown = List::records("Colour", By::default(), scale).err();
    assert_eq!(unknown, Some(Unfit::Type("Colour is no record that is kept in a table".to_owned())));
    let by = By { index: Some("by_colour".to_owned()), ..By::default() };
    let mut unknown = List::records("Order", by, scale).unwrap();
    let Err(ArrowError::ExternalError(error)) = unknown.next_batch(&engine) else { panic!("it is no index") };
    assert!(error.downcast_ref::<Error>().is_some(), "{error}");
    assert!(unknown.next_batch(&engine).unwrap().is_none());
}

#[test]
fn a_scale_holds_every_currency_and_no_column_holds_more_than_its_digits() {
    let (engine, _) = books();
    assert_eq!(Scale::enough_for(&engine), Scale::new(4).map_err(|_| unreachable!()));
    let text = "scale is between 0 and 18, not 19".to_owned();
    assert_eq!(Scale::new(19), Err(Unfit::Value(text)));
    engine.execute(RegisterAsset::new("GEM/9".parse().unwrap(), "Gems")).unwrap();
    assert_eq!(Scale::enough_for(&engine), Scale::new(9).map_err(|_| unreachable!()));
}

#[test]
fn a_statement_and_the_trial_balance_are_in_whole_units() {
    let (engine, [bank, equity]) = books();
    let statement = List::statement(&engine, StatementOf::new(bank)).unwrap().unwrap();
    let [lines] = all(statement, &engine).try_into().unwrap();
    assert_eq!(decimals(&lines, "amount"), ["70.00", "0.05"]);
    assert_eq!(decimals(&lines, "balance"), ["70.00", "70.05"]);
    assert_eq!(texts(&lines, "transfer_credit"), [equity.to_string(), equity.to_string()]);
    let nobody = StatementOf::new(AccountId::derived("nobody's"));
    assert!(List::statement(&engine, nobody).unwrap().is_none());

    let [sums] = all(List::trial_balance(&engine, None).unwrap(), &engine).try_into().unwrap();
    assert_eq!(texts(&sums, "purpose"), ["equity", "bank"]);
    assert_eq!(decimals(&sums, "figures_debits"), ["0.00", "70.05"]);
    assert_eq!(decimals(&sums, "figures_credits"), ["70.05", "0.00"]);
}

#[test]
fn accounts_and_events_are_tables_too() {
    let (engine, _) = books();
    let bank = AccountsOf { purpose: Some(Purpose::Bank), ..AccountsOf::ALL };
    let [accounts] = all(List::accounts(bank), &engine).try_into().unwrap();
    assert_eq!(texts(&accounts, "purpose"), ["bank"]);
    let [events] = all(List::events(Cut::START), &engine).try_into().unwrap();
    assert_eq!(texts(&events, "command"), ["open_account", "open_account", "post_transfers"]);
}
