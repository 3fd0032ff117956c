//! Whoever changes a stored row by SQL is found by `verify`: every table, every column, rows added and
//! removed.

use paywright::*;
use paywright_sqlite::SqliteStorage;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params_from_iter};
use std::path::{Path, PathBuf};

/// What no entry and no other row can tell: until when a lane's holder counts as alive.
const FREE: &[(&str, &str)] = &[("lanes", "held_until")];
/// Columns that no command of today fills.
const UNFILLED: &[(&str, &str)] = &[];

struct Still(i64);

impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0)
    }
}

fn engine(path: &Path) -> Engine {
    let clock = Still(1_764_000_000_000_000);
    Engine::with(SqliteStorage::open(path).unwrap(), clock, SeededEntropy(7)).unwrap()
}

fn gbp(text: &str) -> Money {
    format!("{text} GBP").parse().unwrap()
}

fn key<C: Command>(command: C, key: &str) -> Request {
    Request::new(command).key(key)
}

/// A database with rows in every table: paid, authorised, refunded, in doubt, unwanted, and a balance long
/// enough for a mark.
fn database(folder: &Path) -> PathBuf {
    let path = folder.join("shop.db");
    let engine = engine(&path);
    let (plan, shop) = (FeePlanId::derived("plan"), MerchantId::derived("shop"));
    let user = UserId::derived("user");
    let rate = "0.029".parse().unwrap();
    let terms = CreateFeePlan { id: Some(plan), ..CreateFeePlan::new("2.9 % and 30p", rate, gbp("0.30")) };
    let register = RegisterMerchant {
        id: Some(shop),
        refund_review: RefundReview::NotRequired,
        review_seconds: Some(600),
        refund_window_seconds: Some(86_400),
        ..RegisterMerchant::new("Shop", plan)
    };
    let setup = [
        Request::new(terms),
        Request::new(register),
        Request::new(ActivateMerchant::new(shop)),
        key(RegisterUser { id: Some(user), ..RegisterUser::new("user-1") }, "user"),
    ];
    engine.atomic(setup).unwrap();
    let cards = || Method::channel("cards");
    let top_up = PaymentId::derived("top-up");
    pay(&engine, StartPayment { id: Some(top_up), ..StartPayment::top_up(user, gbp("900.00"), cards()) });
    drive(&engine, &Outcome::Succeeded);
    for (name, method) in
        [("wallet", Method::Wallet), ("card", cards()), ("declined", cards()), ("doubt", cards())]
    {
        let order = OrderId::derived(name);
        let reference = Some(name.to_owned());
        let place = PlaceOrder {
            id: Some(order),
            customer: Some(user),
            reference,
            ..PlaceOrder::new(shop, gbp("20.00"))
        };
        engine.execute(place).unwrap();
        let capture = if name == "wallet" { CaptureMode::Manual } else { CaptureMode::Automatic };
        let id = Some(PaymentId::derived(name));
        pay(&engine, StartPayment { id, capture, ..StartPayment::new(order, method) });
        let outcome = match name {
            "declined" => Outcome::Declined { reason: "do not honour".to_owned() },
            "doubt" => Outcome::Unknown { raw: Some("HTTP 502".to_owned()) },
            _ => Outcome::Succeeded,
        };
        drive(&engine, &outcome);
    }
    let declined = engine.list::<Operation>(&PageOf::ALL).unwrap().items;
    let declined = declined.iter().find(|operation| operation.state == OperationState::Declined).unwrap();
    engine.execute(ObserveOperation::new(declined.id, Outcome::Succeeded)).unwrap();
    let refund = RequestRefund::new(PaymentId::derived("card"), gbp("5.00"));
    engine
        .execute(RequestRefund {
            id: Some(RefundId::derived("r")),
            reason: Some("torn".to_owned()),
            ..refund
        })
        .unwrap();
    drive(&engine, &Outcome::Succeeded);
    let wallet = AccountKey::user(user, Purpose::Wallet, Currency::GBP).id();
    let suspense =
        engine.execute(OpenAccount::new(AccountKey::platform(Purpose::Suspense, Currency::GBP))).unwrap();
    let transfers: Vec<_> = (0..130)
        .map(|n| {
            NewTransfer::posted(wallet, suspense.id, gbp("0.01")).with_id(TransferId::derived(&n.to_string()))
        })
        .map(|transfer| NewTransfer { reference: Some("drip".to_owned()), ..transfer })
        .collect();
    engine.execute(PostTransfers::new(transfers)).unwrap();
    back_dated(&engine, wallet);
    in_trouble(&engine, shop, user);
    bounded(&engine, user);
    // A capture is on its way, with the worker who sends it.
    let part = CapturePayment::part(PaymentId::derived("parts"), gbp("1.00"));
    engine.request(part).key("another part").execute().unwrap();
    engine.claim("worker", 10, 60).unwrap();
    assert_clean(&engine);
    path
}

/// Books that are closed, and an exchange that counts from after that.
fn back_dated(engine: &Engine, wallet: AccountId) {
    let (last_month, yesterday) =
        (engine.now().plus_seconds(-30 * 86_400), engine.now().plus_seconds(-86_400));
    engine.execute(CloseBooks::new(last_month)).unwrap();
    let euros =
        engine.execute(OpenAccount::new(AccountKey::platform(Purpose::Bank, Currency::EUR))).unwrap().id;
    let (sold, bought) = ((wallet, gbp("1.00")), (euros, "1.15 EUR".parse().unwrap()));
    let exchange = ExchangeCurrency {
        id: Some(ExchangeId::derived("exchange")),
        effective_at: Some(yesterday),
        reference: Some("desk 7".to_owned()),
        metadata: note(),
        ..ExchangeCurrency::new(sold, bought, "1.15".parse().unwrap())
    };
    engine.execute(exchange).unwrap();
}

fn note() -> Option<Metadata> {
    Some(r#"{"note": "kept"}"#.parse().unwrap())
}

/// Waiting for a payer, for a review, taken back, rerouted; and cases about what contradicts itself.
fn in_trouble(engine: &Engine, shop: MerchantId, user: UserId) {
    let later = Some(engine.now().plus_seconds(3_600));
    let start = |name: &str| {
        let order = OrderId::derived(name);
        let place =
            PlaceOrder { id: Some(order), customer: Some(user), ..PlaceOrder::new(shop, gbp("30.00")) };
        let metadata = note();
        engine.execute(PlaceOrder { expires_at: later, metadata, ..place }).unwrap();
        let (id, amount) = (Some(PaymentId::derived(name)), Some(gbp("10.00")));
        StartPayment { id, amount, metadata: note(), ..StartPayment::new(order, Method::channel("cards")) }
    };
    let manual = CaptureMode::Manual;
    pay(engine, StartPayment { capture: manual, expires_at: later, ..start("parts") });
    drive(engine, &Outcome::Succeeded);
    let part = CapturePayment::part(PaymentId::derived("parts"), gbp("4.00"));
    engine.request(part).key("part").execute().unwrap();
    drive(engine, &Outcome::Succeeded);
    let second = PaymentId::derived("second");
    let again = StartPayment { id: Some(second), expires_at: later, ..start("parts") };
    engine.execute(again).unwrap();
    let verdict = Verdict::Review { until: later };
    engine.execute(ConfirmPayment { verdict, ..ConfirmPayment::new(second) }).unwrap();
    pay(engine, start("challenged"));
    let action = PayerAction::Redirect("https://bank.example".to_owned());
    drive(engine, &Outcome::NeedsPayer { action, until: later });
    // Declined, and waiting for a method other than its first.
    pay(engine, StartPayment { attempts: Some(2), ..start("another method") });
    drive(engine, &Outcome::Declined { reason: "do not honour".to_owned() });
    pay(engine, start("charged back"));
    drive(engine, &Outcome::Succeeded);
    let taken_back = || Outcome::TakenBack { reason: "charged back".to_owned() };
    let sale = engine.get::<Payment>(PaymentId::derived("charged back")).unwrap().unwrap().taken_by;
    engine.execute(ObserveOperation::new(sale.unwrap(), taken_back())).unwrap();
    let refund = |name: &str, minor: &str| {
        let request = RequestRefund::new(PaymentId::derived("card"), gbp(minor));
        let id = Some(RefundId::derived(name));
        engine.execute(RequestRefund { id, metadata: note(), ..request }).unwrap()
    };
    let rerouted = refund("rerouted", "1.00");
    drive(engine, &Outcome::destination_closed());
    engine.execute(RerouteRefund::new(rerouted.id, Method::Wallet)).unwrap();
    // The card took it after all: that was once too often.
    engine.execute(ObserveOperation::new(rerouted.operation.unwrap(), Outcome::Succeeded)).unwrap();
    refund("declined", "2.00");
    drive(engine, &Outcome::Declined { reason: "try later".to_owned() });
    let case = engine.list::<Case>(&PageOf::ALL).unwrap().items.remove(0).id;
    engine.execute(CloseCase::new(case, "the payer keeps it")).unwrap();
    let reviewed = RegisterMerchant {
        id: Some(MerchantId::derived("careful")),
        review_seconds: Some(600),
        ..RegisterMerchant::new("Careful shop", FeePlanId::derived("plan"))
    };
    let careful = engine.execute(reviewed).unwrap().id;
    engine.execute(ActivateMerchant::new(careful)).unwrap();
    let order = OrderId::derived("careful");
    engine.execute(PlaceOrder { id: Some(order), ..PlaceOrder::new(careful, gbp("8.00")) }).unwrap();
    let payment = PaymentId::derived("careful");
    pay(engine, StartPayment { id: Some(payment), ..StartPayment::new(order, Method::channel("cards")) });
    drive(engine, &Outcome::Succeeded);
    for name in ["approved", "waiting"] {
        let request = RequestRefund::new(payment, gbp("1.00"));
        engine.execute(RequestRefund { id: Some(RefundId::derived(name)), ..request }).unwrap();
    }
    let reject = RejectRefund {
        reason: Some("not torn".to_owned()),
        ..RejectRefund::new(RefundId::derived("approved"))
    };
    engine.execute(reject).unwrap();
}

/// An account with both bounds, a hold with an end, and an asset of the host.
fn bounded(engine: &Engine, user: UserId) {
    let points = Currency::asset("POINTS", 0).unwrap();
    engine.execute(RegisterAsset::new(points, "points")).unwrap();
    let wallet = engine.execute(OpenAccount {
        max_balance: Some(500),
        ..OpenAccount::new(AccountKey::user(user, Purpose::Wallet, points))
    });
    let equity = engine.execute(OpenAccount::new(AccountKey::platform(Purpose::Equity, points)));
    let hold = Posting::Pending {
        debit: equity.unwrap().id,
        credit: wallet.unwrap().id,
        amount: Money::new(5, points),
        expires_at: Some(engine.now().plus_seconds(3_600)),
    };
    let id = TransferId::derived("hold with an end");
    let pending = NewTransfer { posting: hold, metadata: note(), ..NewTransfer::void_pending(id) };
    engine.execute(PostTransfers::new([pending.with_id(id)])).unwrap();
}

fn pay(engine: &Engine, start: StartPayment) {
    let id = start.id.unwrap();
    engine.execute(start).unwrap();
    engine.execute(ConfirmPayment::new(id)).unwrap();
}

fn drive(engine: &Engine, outcome: &Outcome) {
    for work in engine.claim("worker", 10, 60).unwrap() {
        engine.execute(CompleteEffect::new(work.effect.id, "worker", outcome.clone())).unwrap();
    }
}

fn assert_clean(engine: &Engine) {
    let verification = engine.verify(&[]).unwrap();
    assert!(verification.is_clean(), "{:#?}", verification.findings);
}

/// Changes a fresh copy by SQL and answers what `verify` says of it.
fn findings_after(original: &Path, change: impl FnOnce(&Connection)) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    std::fs::copy(original, &copy).unwrap();
    change(&Connection::open(&copy).unwrap());
    match SqliteStorage::open(&copy).map_err(Error::from).and_then(Engine::new) {
        Ok(engine) => engine.verify(&[]).unwrap().findings.iter().map(ToString::to_string).collect(),
        Err(error) => vec![error.to_string()],
    }
}

fn original() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = database(folder.path());
    let raw = Connection::open(&path).unwrap();
    raw.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    (folder, path)
}

fn tables(raw: &Connection) -> Vec<String> {
    let sql =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let mut statement = raw.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Name and primary-key place of each column.
fn columns(raw: &Connection, table: &str) -> Vec<(String, i64)> {
    let mut statement = raw.prepare(&format!("PRAGMA table_info(\"{table}\")")).unwrap();
    statement.query_map([], |row| Ok((row.get(1)?, row.get(5)?))).unwrap().map(Result::unwrap).collect()
}

/// Another value of the same kind.
fn altered(value: Sql) -> Sql {
    match value {
        Sql::Null => Sql::Null,
        Sql::Integer(number) => Sql::Integer(number + 1),
        Sql::Real(number) => Sql::Real(number + 1.0),
        Sql::Text(text) => Sql::Text(format!("{text}x")),
        Sql::Blob(mut bytes) => {
            let last = bytes.last_mut().unwrap();
            *last ^= 1;
            Sql::Blob(bytes)
        }
    }
}

#[test]
fn every_table_has_rows_to_tamper_with() {
    let (_folder, path) = original();
    let raw = Connection::open(path).unwrap();
    for table in tables(&raw) {
        let rows: i64 =
            raw.query_row(&format!("SELECT count(*) FROM \"{table}\""), [], |row| row.get(0)).unwrap();
        assert!(rows > 0, "{table} is empty");
    }
}

#[test]
fn every_column_is_filled_in_some_row() {
    let (_folder, path) = original();
    let raw = Connection::open(path).unwrap();
    let mut empty = Vec::new();
    for table in tables(&raw) {
        for (column, _) in columns(&raw, &table) {
            let sql = format!("SELECT count(\"{column}\") FROM \"{table}\"");
            let filled: i64 = raw.query_row(&sql, [], |row| row.get(0)).unwrap();
            let known = UNFILLED.contains(&(&table, &column));
            if filled == 0 && !known {
                empty.push(format!("{table}.{column}"));
            }
        }
    }
    assert!(empty.is_empty(), "nothing to tamper with in {empty:?}");
}

#[test]
fn a_change_of_any_column_of_any_row_is_found_and_named() {
    let (_folder, path) = original();
    let raw = Connection::open(&path).unwrap();
    let mut tried = 0;
    for table in tables(&raw) {
        for (column, _) in
            columns(&raw, &table).iter().filter(|(column, _)| !FREE.contains(&(&table, column)))
        {
            for order in ["ASC", "DESC"] {
                let key = key_of(&raw, &table);
                let filled = format!("SELECT {key} FROM \"{table}\" WHERE \"{column}\" IS NOT NULL");
                let pick = format!("{filled} ORDER BY 1 {order} LIMIT 1");
                let Ok(key) = raw.query_row(&pick, [], |row| row.get::<_, Sql>(0)) else { continue };
                let found = findings_after(&path, |copy| change(copy, &table, column, &key));
                assert!(
                    found.iter().any(|one| one.contains(&table)),
                    "{table}.{column} of {key:?}: {found:#?}"
                );
                tried += 1;
            }
        }
    }
    assert!(tried > 150, "only {tried} changes were tried");
}

/// The expression that tells a row of this table from the others.
fn key_of(raw: &Connection, table: &str) -> String {
    if table == "journal" { "rowid".to_owned() } else { format!("\"{}\"", columns(raw, table)[0].0) }
}

fn change(copy: &Connection, table: &str, column: &str, key: &Sql) {
    let key_column = key_of(copy, table);
    let read = format!("SELECT \"{column}\" FROM \"{table}\" WHERE {key_column} = ?1");
    let value: Sql = copy.query_row(&read, [key], |row| row.get(0)).unwrap();
    let write = format!("UPDATE \"{table}\" SET \"{column}\" = ?1 WHERE {key_column} = ?2");
    let changed = copy.execute(&write, params_from_iter([&altered(value.clone()), key]));
    // Where the next value is another row's, one far away is taken.
    if let (Err(_), Sql::Integer(number)) = (changed, value) {
        copy.execute(&write, params_from_iter([&Sql::Integer(number + 1_000_003), key])).unwrap();
    }
}

#[test]
fn a_removed_row_of_any_table_is_found_and_named() {
    let (_folder, path) = original();
    let raw = Connection::open(&path).unwrap();
    for table in tables(&raw) {
        for end in ["min", "max"] {
            let key = key_of(&raw, &table);
            let found = findings_after(&path, |copy| {
                let sql =
                    format!("DELETE FROM \"{table}\" WHERE {key} = (SELECT {end}({key}) FROM \"{table}\")");
                assert_eq!(copy.execute(&sql, []).unwrap(), 1);
            });
            let named = found.iter().any(|one| one.contains(&table));
            assert!(named, "{end} of {table}: {found:#?}");
        }
    }
}

#[test]
fn an_added_row_of_any_table_is_found_and_named() {
    let (_folder, path) = original();
    let raw = Connection::open(&path).unwrap();
    for table in tables(&raw) {
        let found = findings_after(&path, |copy| add(copy, &table));
        assert!(found.iter().any(|one| one.contains(&table)), "{table}: {found:#?}");
    }
}

/// Adds a copy of the last row under another key, and other values where they must be unique.
fn add(copy: &Connection, table: &str) {
    let columns = columns(copy, table);
    let names: Vec<String> = columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let key = key_of(copy, table);
    let sql = format!("SELECT {} FROM \"{table}\" ORDER BY {key} DESC LIMIT 1", names.join(", "));
    let mut row: Vec<Sql> = copy
        .query_row(&sql, [], |row| (0..columns.len()).map(|i| row.get(i)).collect::<rusqlite::Result<_>>())
        .unwrap();
    let fresh: &[&str] = if table == "journal" { &["sequence"] } else { &["id", "position", "lane"] };
    for (value, (name, _)) in row.iter_mut().zip(&columns) {
        let is_key = Some(name) == columns.first().map(|(name, _)| name) && table != "journal";
        if is_key || (fresh.contains(&name.as_str()) && (table == "journal" || table == "transfers")) {
            *value = altered(value.clone());
        }
    }
    let marks: Vec<String> = (1..=row.len()).map(|n| format!("?{n}")).collect();
    let sql = format!("INSERT INTO \"{table}\" ({}) VALUES ({})", names.join(", "), marks.join(", "));
    assert_eq!(copy.execute(&sql, params_from_iter(row)).unwrap(), 1);
}

#[test]
fn rows_where_no_lane_can_stand_and_damaged_cells_are_found_and_named() {
    let (_folder, path) = original();
    let changes = [
        ("journal", "INSERT INTO journal VALUES (1, 0, x'00', x'00')"),
        ("journal", "INSERT INTO journal VALUES (1, -1, x'00', x'00')"),
        ("journal", "INSERT INTO journal VALUES (0, 1, x'00', x'00')"),
        ("journal", "INSERT INTO journal VALUES (5000, 1, x'00', x'00')"),
        ("journal", "UPDATE journal SET hash = x'00' WHERE sequence = 7"),
        ("journal", "UPDATE journal SET bytes = x'' WHERE sequence = 7"),
        ("lanes", "INSERT INTO lanes SELECT 5000, 1, 0, 0, zeroblob(32), 0, 0, 1099511627776, 0"),
        ("lanes", "INSERT INTO lanes SELECT 2, 1, 0, 0, zeroblob(32), 0, 0, 1099511627776, 0"),
        ("lanes", "UPDATE lanes SET hash = x'00'"),
        ("payments", "UPDATE payments SET payer = x'00'"),
    ];
    for (table, change) in changes {
        let found = findings_after(&path, |copy| assert!(copy.execute(change, []).unwrap() > 0));
        assert!(found.iter().any(|one| one.starts_with(table)), "{change}: {found:#?}");
        assert!(
            !found.iter().any(|one| one.starts_with("payments") && one.contains("missing")),
            "{found:#?}"
        );
    }
}

#[test]
fn a_journal_rewritten_whole_is_found_only_with_an_anchor() {
    let (_folder, path) = original();
    let engine = engine(&path);
    let anchor = Anchor { lane: 1, sequence: 3, hash: [7; 32] };
    let found = engine.verify(&[anchor]).unwrap().findings;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].to_string(), "journal 1/3: the hash is not the one that was noted elsewhere");
    let beyond = Anchor { lane: 1, sequence: 1_000_000, hash: [7; 32] };
    assert_eq!(engine.verify(&[beyond]).unwrap().findings.len(), 1);
}
