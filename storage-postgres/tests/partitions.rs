//! Journal and transfers in partitions, by the statements of the guide to PostgreSQL.

use crate::day::Day;
use crate::day::step::Step;
use crate::roles::{Shop, of_the_guide};
use crate::server::{run, run_at, server};
use crate::support::dump::journal_of;
use crate::support::{Backend, Shared, World};
use paywright::{
    AccountKey, Currency, Engine, Error, Money, NewTransfer, OpenAccount, PostTransfers, Purpose,
    RegisterUser, StatementOf, TransferId, Verification,
};
use proptest::test_runner::{Config, RngSeed, TestRunner};

/// Of so few entries that a day fills several of them.
fn made(shop: &Shop) {
    let journal = of_the_guide("The journal, by lane and sequence.");
    assert!(journal.contains("50000000"));
    shop.says("owner", &journal.replace("50000000", "20")).unwrap();
    shop.says("owner", &of_the_guide("The transfers, by id.")).unwrap();
    shop.says("owner", &of_the_guide("The rights.")).unwrap();
}

fn count(shop: &Shop, table: &str) -> usize {
    shop.says("owner", &format!("SELECT count(*) FROM paywright.{table}")).unwrap().parse().unwrap()
}

/// Indexes of the two tables, whatever they are called on partitions.
fn indexes(shop: &Shop) -> Vec<String> {
    let sql = "SELECT i.indexrelid::regclass::text || ': ' || pg_get_indexdef(i.indexrelid) \
        FROM pg_index AS i WHERE NOT i.indisprimary AND i.indisvalid \
        AND i.indrelid IN ('paywright.transfers'::regclass, 'paywright.journal'::regclass) ORDER BY 1";
    let found = shop.says("owner", sql).unwrap();
    found.lines().map(|line| line.replace(" ON ONLY ", " ON ")).collect()
}

#[test]
fn any_day_goes_on_in_partitions_as_it_does_on_memory() {
    let seed = match Config::default().rng_seed {
        RngSeed::Fixed(seed) => seed,
        RngSeed::Random => 8,
    };
    let config =
        Config { cases: 4, rng_seed: RngSeed::Fixed(seed), failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&Step::days(120), |steps| {
            let shop = Shop::new();
            let plain = indexes(&shop);
            let worlds = [
                World::new(Backend::Memory),
                World::on(Shared::new(shop.storage("engine")), "first").unwrap(),
            ];
            let mut days = worlds.each_ref().map(Day::begins);
            // The engine that is at work goes on.
            made(&shop);
            assert_eq!(indexes(&shop), plain);
            for step in &steps {
                let [on_memory, here] = days.each_mut().map(|day| day.does(step));
                assert_eq!(on_memory, here, "{step:?}");
            }
            let [on_memory, here] = &worlds;
            here.check_invariants();
            assert!(journal_of(&on_memory.storage) == journal_of(&here.storage), "the journals differ");
            on_memory.dump().assert_unchanged(&here.dump());
            // One that opens finds nothing to make.
            assert_eq!(shop.storage("engine").pending(&paywright::schema()), Ok(Vec::new()));
            let reader = Engine::new(shop.only_reads()).unwrap();
            assert!(reader.verify(here.engine.cut().unwrap().anchors()).unwrap().is_clean());
            assert!(count(&shop, "journal_1_1") == 20 && count(&shop, "journal_1_2") == 20);
            assert_eq!(count(&shop, "transfers"), count(&shop, "transfers_2026_11") + others(&shop));
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}\nthe same days again: PROPTEST_RNG_SEED={seed}"));
}

/// Transfers that are not of November.
fn others(shop: &Shop) -> usize {
    let sql =
        "SELECT count(*) FROM paywright.transfers WHERE tableoid <> 'paywright.transfers_2026_11'::regclass";
    shop.says("owner", sql).unwrap().parse().unwrap()
}

/// A wallet that is paid into, in partitions.
struct Wallet {
    shop: Shop,
    world: World,
    wallet: AccountKey,
    bank: AccountKey,
}

impl Wallet {
    fn new() -> Self {
        let shop = Shop::new();
        made(&shop);
        let world = World::on(Shared::new(shop.storage("engine")), "first").unwrap();
        let user = world.done(RegisterUser::new("anna"));
        let wallet = AccountKey::user(user.id, Purpose::Wallet, Currency::EUR);
        let bank = AccountKey::platform(Purpose::Bank, Currency::EUR);
        for account in [&wallet, &bank] {
            world.done(OpenAccount::new(account.clone()));
        }
        Self { shop, world, wallet, bank }
    }

    fn cent(&self) -> NewTransfer {
        NewTransfer::posted(self.bank.id(), self.wallet.id(), Money::new(1, Currency::EUR))
    }

    fn pays(&self) {
        self.world.done(PostTransfers::new([self.cent()]));
    }

    fn verified(&self) -> Verification {
        Engine::new(self.shop.only_reads()).unwrap().verify(&[]).unwrap()
    }

    fn statement(&self) -> Result<usize, Error> {
        let page = self.world.engine.statement(&StatementOf::new(self.wallet.id()))?;
        Ok(page.map_or(0, |page| page.items.len()))
    }
}

#[test]
fn an_id_is_taken_once_over_all_partitions_and_engines() {
    let here = Wallet::new();
    let other = World::on(Shared::new(here.shop.storage("engine")), "second").unwrap();
    let mut taken = 0;
    for nth in 0..40 {
        let cent = here.cent().with_id(TransferId::derived(&format!("cent {nth}")));
        let worlds = if nth % 2 == 0 { [&here.world, &other] } else { [&other, &here.world] };
        for world in worlds {
            let posted = world.done(PostTransfers::new([cent.clone()]));
            taken += usize::from(!posted.results[0].as_ref().unwrap().repeated);
        }
    }
    assert_eq!(taken, 40);
    assert_eq!(count(&here.shop, "transfers_of_hosts") + count(&here.shop, "transfers_rest"), 40);
    assert!(count(&here.shop, "transfers_of_hosts") > 30);
    assert_eq!(here.statement().unwrap(), 40);
    assert!(here.verified().is_clean());
}

#[test]
fn rows_without_a_partition_of_their_own_are_kept_and_moved_when_it_is_made() {
    let here = Wallet::new();
    here.pays();
    // Fourteen months on; nobody made partitions.
    let january_2028 = "2028-01-15T09:00:00Z".parse::<paywright::Timestamp>().unwrap();
    let seconds = (january_2028.as_micros() - here.world.clock.reads().as_micros()) / 1_000_000;
    here.world.clock.moves(seconds);
    here.pays();
    assert_eq!(count(&here.shop, "transfers_rest"), 1);
    here.shop.says("owner", &of_the_guide("A month more.")).unwrap();
    assert_eq!((count(&here.shop, "transfers_rest"), count(&here.shop, "transfers_2028_01")), (0, 1));
    here.pays();
    assert_eq!(count(&here.shop, "transfers_2028_01"), 2);
    assert_eq!(here.statement().unwrap(), 3);
    assert!(here.verified().is_clean());
}

#[test]
fn what_is_detached_is_missed_and_nothing_else_stops() {
    let here = Wallet::new();
    for _ in 0..30 {
        here.pays();
    }
    assert!(here.verified().is_clean());
    let shop = &here.shop;
    shop.says("owner", "ALTER TABLE paywright.journal DETACH PARTITION paywright.journal_1_1").unwrap();
    here.pays();
    let newcomer = World::on(Shared::new(shop.storage("engine")), "second").unwrap();
    newcomer.done(RegisterUser::new("ben"));
    assert!(misses(&here.verified(), "journal", "1/1", "the entry is missing"));
    let back = "ATTACH PARTITION paywright.journal_1_1 FOR VALUES FROM (1, 1) TO (1, 21)";
    shop.says("owner", &format!("ALTER TABLE paywright.journal {back}")).unwrap();
    assert!(here.verified().is_clean());

    shop.says("owner", "ALTER TABLE paywright.transfers DETACH PARTITION paywright.transfers_2026_11")
        .unwrap();
    here.pays();
    assert!(misses(&here.verified(), "transfers", "1/1", "the row is missing"));
    let error = here.statement().unwrap_err();
    assert_eq!(error.code(), "storage_corrupt", "{error}");
    assert!(
        error.to_string().contains("table transfers") && error.to_string().contains("is missing"),
        "{error}"
    );
}

fn misses(found: &Verification, table: &str, row: &str, what: &str) -> bool {
    found.findings.iter().any(|one| one.table == table && one.row == row && one.what == what)
}

#[test]
fn a_cold_partition_lies_on_another_disk_and_the_books_are_whole() {
    let here = Wallet::new();
    for _ in 0..30 {
        here.pays();
    }
    // Where an operator names a folder of that disk, a test has one within the server's own.
    let address = format!("{}&options=-c%20allow_in_place_tablespaces%3Don", server().address());
    run_at(&address, "CREATE TABLESPACE cold LOCATION ''").unwrap();
    run("GRANT CREATE ON TABLESPACE cold TO paywright_owner").unwrap();
    here.shop.says("owner", &of_the_guide("A month on another disk.")).unwrap();
    let cold = "SELECT count(*) FROM pg_class AS c JOIN pg_tablespace AS t ON t.oid = c.reltablespace \
        WHERE t.spcname = 'cold' AND c.relname LIKE 'transfers_2026_11%'";
    assert_eq!(here.shop.says("owner", cold), Ok("5".to_owned()));
    here.pays();
    assert_eq!(here.statement().unwrap(), 31);
    assert!(here.verified().is_clean());
}
