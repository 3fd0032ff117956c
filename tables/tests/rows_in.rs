//! Tables on their way in: what is wrong with one is told before anything is done; with a row, by it alone.

use arrow_array::types::Int8Type;
use arrow_array::{
    ArrayRef, BooleanArray, Decimal128Array, DictionaryArray, Float64Array, Int64Array, RecordBatch,
    RecordBatchIterator, RecordBatchReader, StringArray,
};
use arrow_schema::{ArrowError, Field, Schema};
use paywright::{
    AccountId, AccountKey, ActivateMerchant, Command, CommandSpec, CreateFeePlan, Currency, Cut, Engine,
    MemoryStorage, MerchantId, OpenAccount, Order, PageOf, PlaceOrder, PostTransfers, Purpose,
    RegisterMerchant, TransferId,
};
use paywright_tables::{Became, EndedEarly, Outcome, Outcomes, Table, TableOptions, Unfit};
use std::ops::ControlFlow;
use std::sync::Arc;

fn shop() -> (Engine, MerchantId) {
    let engine = Engine::new(MemoryStorage::new()).unwrap();
    let terms = CreateFeePlan::new("standard", "0.029".parse().unwrap(), "0.30 GBP".parse().unwrap());
    let plan = engine.request(terms).key("plan").execute().unwrap();
    let shop = engine.request(RegisterMerchant::new("Bakery", plan.id)).key("shop").execute().unwrap();
    engine.execute(ActivateMerchant::new(shop.id)).unwrap();
    (engine, shop.id)
}

fn texts<T: ToString>(texts: impl IntoIterator<Item = T>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(texts.into_iter().map(|text| text.to_string())))
}

fn reader(batch: RecordBatch) -> impl RecordBatchReader + Send + 'static {
    let schema = batch.schema();
    RecordBatchIterator::new([Ok(batch)], schema)
}

fn table<const N: usize>(columns: [(&str, ArrayRef); N]) -> RecordBatch {
    RecordBatch::try_from_iter(columns).unwrap()
}

fn keyed() -> TableOptions {
    let (currency, key_prefix) = (Some(Currency::GBP), Some("day-1".to_owned()));
    TableOptions { currency, key_prefix, ..TableOptions::default() }
}

/// What became of all rows of a table that is gone through to its end.
fn done(engine: &Engine, spec: &'static CommandSpec, batch: RecordBatch, options: TableOptions) -> Outcomes {
    let mut outcomes = Outcomes::default();
    let table = Table::new(spec, reader(batch), options).unwrap();
    table.bulk(engine, &mut outcomes, |_| ControlFlow::Continue(())).unwrap();
    outcomes
}

fn told(outcomes: &Outcomes) -> Vec<(&str, Option<&str>)> {
    outcomes.rows().iter().map(|row| (row.became().word(), row.code())).collect()
}

const DONE: (&str, Option<&str>) = ("accepted", None);
const AGAIN: (&str, Option<&str>) = ("replayed", None);

#[test]
fn columns_that_do_not_fit_are_all_told_before_anything_is_done() {
    let refused = |columns: RecordBatch, options: TableOptions| {
        Table::new(PlaceOrder::SPEC, reader(columns), options).err()
    };
    let missing = refused(table([("colour", texts(["red"]))]), TableOptions::default());
    let Some(Unfit::Value(text)) = missing else { panic!("{missing:?}") };
    assert!(text.starts_with("place_order: columns are missing: merchant, total, key"), "{text}");
    assert!(text.contains("nothing is made of the columns colour"), "{text}");

    let floats: ArrayRef = Arc::new(Float64Array::from(vec![18.5]));
    let mistyped = refused(table([("merchant", texts(["mch"])), ("total", floats)]), keyed());
    let Some(Unfit::Type(text)) = mistyped else { panic!("{mistyped:?}") };
    assert!(text.starts_with("place_order: total holds Float64, and amounts are decimals"), "{text}");

    let twice = vec![Field::new("total", arrow_schema::DataType::Utf8, false); 2];
    let twice = RecordBatch::try_new(Arc::new(Schema::new(twice)), vec![texts(["1"]), texts(["1"])]);
    let text = "two columns are called total: give each column a name".to_owned();
    assert_eq!(refused(twice.unwrap(), keyed()), Some(Unfit::Value(text)));

    let both = table([("merchant", texts(["mch"])), ("total", texts(["1"])), ("key", texts(["a"]))]);
    let text = "keys come from the column key or from key_prefix=, not from both".to_owned();
    assert_eq!(refused(both.clone(), keyed()), Some(Unfit::Value(text)));

    let text = "rows_per_commit is between 1 and 10000, not 0".to_owned();
    let stopped = TableOptions { rows_per_commit: 0, ..TableOptions::default() };
    assert_eq!(refused(both, stopped), Some(Unfit::Value(text)));
}

#[test]
fn a_refused_row_leaves_the_others_and_the_same_table_does_nothing_twice() {
    let (engine, shop) = shop();
    let nobody = MerchantId::derived("nobody");
    let batch = table([
        ("merchant", texts([shop, shop, nobody, shop])),
        ("total", texts(["18.50", "18.505", "18.50", "0.01"])),
    ]);
    let outcomes = done(&engine, PlaceOrder::SPEC, batch.clone(), keyed());
    let refused = [("refused", Some("invalid_value")), ("refused", Some("not_found"))];
    assert_eq!(told(&outcomes), [DONE, refused[0], refused[1], DONE]);
    assert!(outcomes.rows()[1].message().unwrap().starts_with("total: too_many_decimals"));
    let orders = engine.list::<Order>(&PageOf::ALL).unwrap().items;
    let ids = |row: &Outcome| row.id().map(|(of, bytes)| of.text(bytes));
    let mut given: Vec<String> = outcomes.rows().iter().filter_map(ids).collect();
    given.sort();
    assert_eq!(given, orders.iter().map(|order| order.id.to_string()).collect::<Vec<_>>());

    assert_eq!(
        told(&done(&engine, PlaceOrder::SPEC, batch, keyed())),
        [AGAIN, refused[0], refused[1], AGAIN]
    );
}

#[test]
fn what_became_of_the_rows_is_a_table_in_their_order() {
    let (engine, shop) = shop();
    let batch = table([("merchant", texts([shop, shop])), ("total", texts(["a lot", "2.00"]))]);
    let outcomes = Arc::new(done(&engine, PlaceOrder::SPEC, batch, keyed()));
    let [batch] = Arc::clone(&outcomes).reader().collect::<Result<Vec<_>, _>>().unwrap().try_into().unwrap();
    let names: Vec<String> = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
    assert_eq!(names, ["outcome", "id", "code", "message"]);
    let (of, bytes) = outcomes.rows()[1].id().unwrap();
    let ids: ArrayRef = Arc::new(StringArray::from(vec![None, Some(of.text(bytes))]));
    assert_eq!(batch.column(0), &texts(["refused", "accepted"]));
    assert_eq!(batch.column(1), &ids);
}

#[test]
fn columns_are_read_alike_in_any_layout_and_from_any_offset() {
    let (engine, shop) = shop();
    let shops: DictionaryArray<Int8Type> =
        [None, Some("nobody"), Some(&*shop.to_string()), Some(&*shop.to_string())].into_iter().collect();
    let totals =
        Decimal128Array::from(vec![1_000, 2_000, 3_000, 4_500]).with_precision_and_scale(38, 3).unwrap();
    let currencies = StringArray::from(vec![Some("USD"), Some("USD"), Some("GBP"), None]);
    let batch = table([
        ("merchant", Arc::new(shops)),
        ("total", Arc::new(totals)),
        ("currency", Arc::new(currencies)),
    ]);
    let outcomes = done(&engine, PlaceOrder::SPEC, batch.slice(2, 2), keyed());
    assert_eq!(told(&outcomes), [DONE; 2]);
    let orders = engine.list::<Order>(&PageOf::ALL).unwrap().items;
    let mut totals: Vec<String> = orders.iter().map(|order| order.total.to_string()).collect();
    totals.sort();
    assert_eq!(totals, ["3.00 GBP", "4.50 GBP"]);
}

#[test]
fn a_stopped_table_tells_which_rows_were_not_come_to_and_is_finished_by_asking_again() {
    let (engine, shop) = shop();
    let batch = table([("merchant", texts([shop; 5])), ("total", texts(["1.00"; 5]))]);
    let options = TableOptions { rows_per_commit: 2, total: Some(5), ..keyed() };
    let (mut outcomes, mut heard) = (Outcomes::default(), Vec::new());
    let table = Table::new(PlaceOrder::SPEC, reader(batch.clone()), options.clone()).unwrap();
    let ended = table.bulk(&engine, &mut outcomes, |at| {
        heard.push((at.done, at.total));
        if at.done == 4 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(ended, Err(EndedEarly::Stopped)), "{ended:?}");
    assert_eq!(heard, [(2, Some(5)), (4, Some(5))]);
    assert_eq!((outcomes.count(Became::Accepted), outcomes.count(Became::NotStarted)), (4, 1));
    assert_eq!(told(&done(&engine, PlaceOrder::SPEC, batch, options)), [AGAIN, AGAIN, AGAIN, AGAIN, DONE]);
}

#[test]
fn a_table_that_breaks_off_keeps_what_was_done_of_it() {
    let (engine, shop) = shop();
    let batch = table([("merchant", texts([shop; 3])), ("total", texts(["1.00"; 3]))]);
    let schema = batch.schema();
    let broken = [Ok(batch), Err(ArrowError::ComputeError("the disk is gone".to_owned()))];
    let mut outcomes = Outcomes::default();
    let options = TableOptions { rows_per_commit: 2, ..keyed() };
    let table = Table::new(PlaceOrder::SPEC, RecordBatchIterator::new(broken, schema), options).unwrap();
    let ended = table.bulk(&engine, &mut outcomes, |_| ControlFlow::Continue(())).unwrap_err();
    let text = ended.to_string();
    assert!(text.starts_with("the table broke off") && text.ends_with("the disk is gone"), "{text}");
    assert_eq!(told(&outcomes), [DONE; 3]);
}

/// Bank and equity of the platform.
fn accounts(engine: &Engine) -> [AccountId; 2] {
    [Purpose::Bank, Purpose::Equity].map(|purpose| {
        let key = AccountKey::platform(purpose, Currency::GBP);
        engine.execute(OpenAccount::new(key)).unwrap().id
    })
}

/// Transfers of so many pence from bank to equity, chained as is said.
fn transfers<const N: usize>(
    [bank, equity]: [AccountId; 2],
    pence: [i64; N],
    chained: [bool; N],
) -> RecordBatch {
    table([
        ("debit", texts([bank; N])),
        ("credit", texts([equity; N])),
        ("amount", Arc::new(Int64Array::from(pence.to_vec()))),
        ("chained", Arc::new(BooleanArray::from(chained.to_vec()))),
    ])
}

#[test]
fn chains_are_packed_into_commits_without_being_cut() {
    let (engine, _) = shop();
    let accounts = accounts(&engine);
    let before = engine.cut().unwrap();
    // Chains of three, of two and of one row: three and two are too much for one commit.
    let batch = transfers(accounts, [1, 2, 3, 4, 5, 6], [true, true, false, true, false, false]);
    let options = TableOptions { rows_per_commit: 4, ..keyed() };
    let outcomes = done(&engine, PostTransfers::SPEC, batch.clone(), options.clone());
    assert_eq!(told(&outcomes), [DONE; 6]);
    let posted = |after: &Cut| {
        let events = engine.feed(after, 100).unwrap().events;
        events.iter().map(|event| event.transfers.map_or(0, |added| added.count)).collect::<Vec<_>>()
    };
    assert_eq!(posted(&before), [3, 3]);
    assert_eq!(outcomes.rows()[4].id().unwrap().1, TransferId::derived("day-1/4").to_bytes());

    // Cut in another way they are the same transfers.
    let options = TableOptions { rows_per_commit: 1, ..options };
    assert_eq!(told(&done(&engine, PostTransfers::SPEC, batch, options)), [AGAIN; 6]);
    assert_eq!(engine.balance(accounts[1]).unwrap().map(|held| held.balance()), Some(21));
}

#[test]
fn a_chain_with_a_row_that_cannot_be_posted_falls_alone() {
    let (engine, _) = shop();
    let accounts = accounts(&engine);
    let batch = transfers(accounts, [1, 0, 3, 4], [true, false, false, true]);
    let outcomes = done(&engine, PostTransfers::SPEC, batch, keyed());
    let codes: Vec<Option<&str>> = outcomes.rows().iter().map(Outcome::code).collect();
    assert_eq!(codes[0], Some("chain_failed"));
    assert_eq!((codes[2], codes[3]), (None, Some("invalid_value")));
    let open = outcomes.rows()[3].message();
    assert_eq!(open, Some("the last row is chained to a next one that is missing"));
    assert_eq!(outcomes.count(Became::Accepted), 1);
    assert_eq!(engine.balance(accounts[1]).unwrap().map(|held| held.balance()), Some(3));
}

#[test]
fn a_stopped_table_whose_rest_breaks_off_tells_only_of_the_rows_it_came_to() {
    let (engine, shop) = shop();
    let batch = table([("merchant", texts([shop; 3])), ("total", texts(["1.00"; 3]))]);
    let schema = batch.schema();
    let broken = [Ok(batch), Err(ArrowError::ComputeError("the disk is gone".to_owned()))];
    let mut outcomes = Outcomes::default();
    let options = TableOptions { rows_per_commit: 2, ..keyed() };
    let table = Table::new(PlaceOrder::SPEC, RecordBatchIterator::new(broken, schema), options).unwrap();
    let ended = table.bulk(&engine, &mut outcomes, |_| ControlFlow::Break(()));
    assert!(matches!(ended, Err(EndedEarly::Stopped)), "{ended:?}");
    assert_eq!(told(&outcomes), [DONE; 2]);
}

#[test]
fn a_table_that_is_stopped_behind_its_last_row_has_not_ended_early() {
    let (engine, shop) = shop();
    let batch = table([("merchant", texts([shop; 3])), ("total", texts(["1.00"; 3]))]);
    let mut outcomes = Outcomes::default();
    let table = Table::new(PlaceOrder::SPEC, reader(batch), keyed()).unwrap();
    table.bulk(&engine, &mut outcomes, |_| ControlFlow::Break(())).unwrap();
    assert_eq!(told(&outcomes), [DONE; 3]);
}
