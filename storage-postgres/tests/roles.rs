//! Who may do what: the users of the guide to PostgreSQL, by its very statements.

use crate::day::Day;
use crate::day::step::Step;
use crate::server::{run, run_at, server};
use crate::support::{Shared, World};
use paywright::storage::{Schema, Storage};
use paywright::{
    AccountKey, CaptureMode, ClaimEffects, Currency, Engine, Error, Money, NewTransfer, OpenAccount, PageOf,
    Payment, PostTransfers, Purpose, RecoverEffects, RegisterUser, Request, User, UserId,
};
use paywright_postgres::{Access, PostgresOptions, PostgresStorage};
use proptest::test_runner::{Config, RngSeed, TestRunner};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

/// The block of the guide that begins with this comment.
pub fn of_the_guide(begins: &str) -> String {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/guides/postgres.md");
    let guide = fs::read_to_string(guide).unwrap();
    let block = guide.split("```sql\n").skip(1).find(|block| block.starts_with(&format!("-- {begins}")));
    let block = block.unwrap_or_else(|| panic!("the guide has no block `{begins}`"));
    block.split("```").next().unwrap().to_owned()
}

/// A database with the guide's users, its tables made by their owner.
pub struct Shop {
    name: String,
}

impl Shop {
    pub fn new() -> Self {
        let shop = Self::before_migrating();
        shop.storage("owner").migrate(&paywright::schema()).unwrap();
        shop.says("owner", &of_the_guide("The rights.")).unwrap();
        shop
    }

    fn before_migrating() -> Self {
        static ROLES: Once = Once::new();
        static NEXT: AtomicU32 = AtomicU32::new(1);
        ROLES.call_once(|| drop(run(&of_the_guide("The users.")).unwrap()));
        let name = format!("shop_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        run(&format!("CREATE DATABASE {name}")).unwrap();
        let shop = Self { name };
        let schema = of_the_guide("The schema.");
        let database = server().address().replace("/postgres?", &format!("/{}?", shop.name));
        run_at(&database, &schema.replace("DATABASE shop", &format!("DATABASE {}", shop.name))).unwrap();
        shop
    }

    fn address(&self, who: &str) -> String {
        let user = format!("paywright_{who}:change-me-{who}@");
        let address = server().address().replace("paywright:throw-away@", &user);
        address.replace("/postgres?", &format!("/{}?", self.name))
    }

    pub fn storage(&self, who: &str) -> PostgresStorage {
        PostgresStorage::open(&self.address(who)).unwrap()
    }

    pub fn only_reads(&self) -> PostgresStorage {
        let options = PostgresOptions { access: Access::ReadOnly, ..PostgresOptions::default() };
        PostgresStorage::open_with(&self.address("reader"), options).unwrap()
    }

    /// By the server's own tool.
    pub fn says(&self, who: &str, sql: &str) -> Result<String, String> {
        run_at(&self.address(who), sql)
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = run(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

/// An id that is nowhere.
fn nowhere<I: paywright::Id>() -> I {
    I::from_bytes([9; 16]).unwrap()
}

/// Between the accounts of channels, one of which was never opened and one never posted to.
struct Transfers {
    bank: AccountKey,
    till: AccountKey,
    nowhere: AccountKey,
    fresh: AccountKey,
}

impl Transfers {
    fn on(world: &World) -> Self {
        let [bank, till, fresh, nowhere] = ["acquirer", "other acquirer", "new acquirer", "nowhere"]
            .map(|channel| AccountKey::channel(channel, Currency::EUR));
        for account in [&bank, &till, &fresh] {
            world.done(OpenAccount::new(account.clone()));
        }
        Self { bank, till, nowhere, fresh }
    }

    fn one(&self) -> NewTransfer {
        NewTransfer::posted(self.bank.id(), self.till.id(), Money::new(1, Currency::EUR))
    }

    /// Two, the second of which is refused, for there is no such account.
    fn to_no_account(&self) -> PostTransfers {
        let to = self.nowhere.id();
        PostTransfers::new([
            self.one(),
            NewTransfer::posted(self.bank.id(), to, Money::new(1, Currency::EUR)),
        ])
    }

    /// The same, for there is no such hold.
    fn of_no_hold(&self) -> PostTransfers {
        PostTransfers::new([self.one(), NewTransfer::void_pending(nowhere())])
    }

    /// The same, of a chain that nothing was ever posted to before.
    fn of_no_balance(&self) -> PostTransfers {
        let cent = Money::new(1, Currency::EUR);
        let first = NewTransfer::posted(self.fresh.id(), self.till.id(), cent).chained();
        PostTransfers::new([self.one(), first, NewTransfer::posted(self.bank.id(), self.nowhere.id(), cent)])
    }
}

/// Of two effects one, which is due.
fn claims_with_one_that_is_nowhere(world: &World) -> ClaimEffects {
    let shop = world.shop();
    let payment = world.card_payment(world.order_of(&shop, "9.00 GBP").id, CaptureMode::Automatic);
    let operation = world.last_operation(payment.id).id;
    let ready = world.effects().into_iter().find(|effect| effect.operation == operation).unwrap();
    ClaimEffects { worker: "anybody".to_owned(), effects: vec![nowhere(), ready.id], lease_seconds: 60 }
}

/// Commands that do something and rely on there being no such row beside.
fn relies_on_what_is_not_there(world: &World) {
    let transfers = Transfers::on(world);
    for posts in [transfers.to_no_account(), transfers.of_no_hold(), transfers.of_no_balance()] {
        let posted = world.done(posts);
        assert!(posted.results[0].is_ok() && posted.results[1].is_err(), "{posted:?}");
    }
    let claims = claims_with_one_that_is_nowhere(world);
    let (worker, effects) = (claims.worker.clone(), claims.effects.clone());
    assert_eq!(world.done(claims).work.len(), 1);
    world.done(RecoverEffects { worker: Some(worker), effects });
    world.clock.moves(31 * 86_400);
    let before = world.clock.reads().plus_seconds(-30 * 86_400);
    assert!(world.engine.forget_keys(before, |_| ControlFlow::Continue(())).unwrap() > 0);
}

#[test]
fn the_engine_s_user_runs_all_of_any_day_and_the_reader_finds_it_in_order() {
    let seed = match Config::default().rng_seed {
        RngSeed::Fixed(seed) => seed,
        RngSeed::Random => 8,
    };
    let config =
        Config { cases: 6, rng_seed: RngSeed::Fixed(seed), failure_persistence: None, ..Config::default() };
    let asked = RefCell::new(BTreeSet::new());
    TestRunner::new(config)
        .run(&Step::days(120), |steps| {
            let shop = Shop::new();
            let world = World::on(Shared::new(shop.storage("engine")), "first").unwrap();
            let mut day = Day::begins(&world);
            for step in &steps {
                let said = day.does(step);
                assert!(!said.contains("withholds a right"), "{step:?}: {said}");
            }
            relies_on_what_is_not_there(&world);
            world.check_invariants();
            asked.borrow_mut().extend(day.memory.commands.iter().copied());
            let reader = Engine::new(shop.only_reads()).unwrap();
            let found = reader.verify(world.engine.cut().unwrap().anchors()).unwrap();
            assert!(found.is_clean(), "{found:?}");
            assert_eq!(reader.list::<User>(&PageOf::ALL).unwrap().items, world.all::<User>());
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}\nthe same days again: PROPTEST_RNG_SEED={seed}"));
    let asked = asked.into_inner();
    assert!(asked.len() >= 30, "only {} commands: {asked:?}", asked.len());
}

const TABLES: &str = "SELECT count(*) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace \
    WHERE n.nspname = 'paywright'";

#[test]
fn the_engine_s_user_makes_changes_drops_and_empties_no_table() {
    let shop = Shop::new();
    let tables = shop.says("owner", TABLES).unwrap();
    for sql in [
        "CREATE TABLE paywright.more(id INT)",
        "CREATE TABLE public.more(id INT)",
        "CREATE TEMPORARY TABLE more(id INT)",
        "CREATE SCHEMA more",
        "CREATE INDEX more ON paywright.users(reference)",
        "ALTER TABLE paywright.users ADD COLUMN more INT",
        "DROP TABLE paywright.users",
        "DROP INDEX paywright.transfers_by_id",
        "DROP SCHEMA paywright CASCADE",
        "TRUNCATE paywright.transfers",
        "UPDATE paywright.paywright_schema SET version = 99",
    ] {
        for who in ["engine", "reader"] {
            let why = shop.says(who, sql).unwrap_err();
            assert!(why.contains("permission denied") || why.contains("must be owner"), "{sql}: {why}");
        }
    }
    // A table that a release adds is given out in its guide.
    let rights = of_the_guide("The rights.");
    for table in paywright::schema().tables.iter().filter(|table| table.name != "journal") {
        let name = format!("paywright.{}", table.name);
        let is_named = rights.split([',', ' ', '\n']).any(|word| word == name);
        assert!(is_named, "the guide gives nobody the right to add to {name}");
    }
    // What is written once is neither changed nor removed, and nobody who reads writes.
    for table in ["journal", "transfers", "marks", "users", "fee_plans", "assets", "exchanges"] {
        let key = if table == "journal" {
            "lane"
        } else if table == "transfers" {
            "position"
        } else {
            "id"
        };
        for sql in
            [format!("UPDATE paywright.{table} SET {key} = {key}"), format!("DELETE FROM paywright.{table}")]
        {
            let why = shop.says("engine", &sql).unwrap_err();
            assert!(why.contains("permission denied"), "{sql}: {why}");
        }
    }
    for table in paywright::schema().tables.iter().map(|table| table.name).chain(["journal"]) {
        let sql = format!("SELECT * FROM paywright.{table} FOR SHARE");
        assert!(shop.says("reader", &sql).unwrap_err().contains("permission denied"), "{sql}");
        let sql = format!("DELETE FROM paywright.{table}");
        assert!(shop.says("reader", &sql).unwrap_err().contains("permission denied"), "{sql}");
        shop.says("reader", &format!("SELECT * FROM paywright.{table}")).unwrap();
    }
    assert_eq!(shop.says("owner", TABLES), Ok(tables));
}

/// Not retried, nothing changed, and a sentence that says what is to be granted.
fn withheld<T: std::fmt::Debug>(answer: Result<T, Error>) -> String {
    match answer {
        Err(error) => {
            assert_eq!(error.code(), "storage_unavailable", "{error}");
            let why = error.to_string();
            assert!(why.contains("withholds a right") && !why.contains("change-me"), "{why}");
            why
        }
        Ok(done) => panic!("{done:?}"),
    }
}

#[test]
fn each_right_that_is_missing_is_named_and_nothing_changed() {
    let shop = Shop::new();
    let world = World::on(Shared::new(shop.storage("engine")), "first").unwrap();
    let anna = world.done(RegisterUser::new("anna"));
    let wallet = |user: UserId| OpenAccount::new(AccountKey::user(user, Purpose::Wallet, Currency::EUR));
    let transfers = Transfers::on(&world);
    let claims = claims_with_one_that_is_nowhere(&world);
    let cases: [(&str, Request, &str); 10] = [
        ("INSERT ON paywright.users", RegisterUser::new("ben").into(), "INSERT there"),
        ("INSERT ON paywright.journal", RegisterUser::new("eve").into(), "INSERT there"),
        ("INSERT ON paywright.idempotency_keys", RegisterUser::new("kim").into(), "INSERT there"),
        ("UPDATE ON paywright.lanes", RegisterUser::new("tom").into(), "SELECT and UPDATE there"),
        ("UPDATE (changed_at) ON paywright.users", wallet(anna.id).into(), "and UPDATE of one column"),
        ("INSERT ON paywright.transfers", transfers.to_no_account().into(), "INSERT there"),
        ("DELETE ON paywright.accounts", transfers.to_no_account().into(), "SELECT and DELETE there"),
        ("DELETE ON paywright.holds", transfers.of_no_hold().into(), "SELECT and DELETE there"),
        ("DELETE ON paywright.effects", claims.into(), "SELECT and DELETE there"),
        ("DELETE ON paywright.balances", transfers.of_no_balance().into(), "SELECT and DELETE there"),
    ];
    for (right, request, named) in cases {
        let before = world.dump();
        shop.says("owner", &format!("REVOKE {right} FROM paywright_engine")).unwrap();
        let request = request.key(world.fresh_key());
        let why = withheld(world.engine.batch([request.clone()]).remove(0));
        let table = right.split("paywright.").nth(1).unwrap();
        assert!(why.contains(&format!("table {table}")) && why.contains(named), "{right}: {why}");
        before.assert_unchanged(&world.dump());
        shop.says("owner", &of_the_guide("The rights.")).unwrap();
        world.engine.batch([request]).remove(0).unwrap();
    }
    shop.says("owner", "REVOKE SELECT ON paywright.payments FROM paywright_engine").unwrap();
    let why = withheld(world.engine.list::<Payment>(&PageOf::ALL));
    assert!(why.contains("table payments") && why.contains("SELECT there"), "{why}");
    shop.says("owner", "REVOKE USAGE ON SCHEMA paywright FROM paywright_engine").unwrap();
    let why = withheld(Engine::new(shop.storage("engine")));
    assert!(why.contains("schema paywright") && why.contains("USAGE of the schema"), "{why}");
}

#[test]
fn an_engine_that_may_not_make_tables_asks_for_the_owner() {
    let shop = Shop::before_migrating();
    for (who, storage) in [("engine", shop.storage("engine")), ("reader", shop.only_reads())] {
        let why = Engine::new(storage).unwrap_err().to_string();
        assert!(why.contains("has no storage in schema paywright"), "{who}: {why}");
    }
    let schema = paywright::schema();
    let before = Schema { version: schema.version, tables: &schema.tables[..3] };
    shop.storage("owner").migrate(&before).unwrap();
    shop.says(
        "owner",
        "GRANT SELECT ON ALL TABLES IN SCHEMA paywright TO paywright_engine, paywright_reader",
    )
    .unwrap();
    let next = Schema { version: schema.version + 1, tables: schema.tables };
    for (who, storage) in [("engine", shop.storage("engine")), ("reader", shop.only_reads())] {
        let why = storage.migrate(&next).unwrap_err().to_string();
        let versions =
            format!("has tables of version {} in schema paywright, this release needs", schema.version);
        assert!(why.contains(&versions), "{who}: {why}");
        assert!(why.contains("migrate with the tables' owner first"), "{who}: {why}");
    }
    // Whoever has the rights need not make anything either: the owner's statements may be run by hand.
    let mut all = shop.storage("engine").pending(&next).unwrap();
    assert!(all.last().unwrap().starts_with("UPDATE"), "{all:?}");
    shop.says("owner", &all.join("; ")).unwrap();
    shop.storage("engine").migrate(&next).unwrap();
    all = shop.storage("engine").pending(&next).unwrap();
    assert!(all.is_empty(), "{all:?}");
}
