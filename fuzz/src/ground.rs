//! What the targets try their inputs on: a filled world that is only read, and a small one that is exported.

use crate::examples::Example;
use crate::scene::Stage;
use crate::support::dump::journal_of;
use crate::support::{Backend, Shared, World};
use paywright::storage::JournalRow;
use paywright::{AnyCommand, Engine, Error, Imported, MemoryStorage, SeededEntropy, SystemClock};
use std::ops::ControlFlow;
use std::sync::OnceLock;

/// An engine with something of every kind, and a command of every kind that it would accept.
pub struct Filled {
    pub engine: Engine,
    pub storage: Shared,
    pub commands: Vec<AnyCommand>,
}

/// The filled world, made once.
pub fn filled() -> &'static Filled {
    static FILLED: OnceLock<Filled> = OnceLock::new();
    FILLED.get_or_init(|| {
        let world = World::new(Backend::Memory);
        let stage = Stage::new(&world);
        let examples = [
            stage.of_the_books(),
            stage.of_people(),
            stage.of_orders(),
            stage.of_payments(),
            stage.of_authorisations(),
            stage.of_refunds(),
            stage.of_operations(),
            stage.of_effects(),
            stage.of_time(),
        ];
        let commands = examples.into_iter().flatten().map(|Example { command, .. }| command).collect();
        // The next release's, which one of the commands needs.
        let World { engine, storage, .. } = world.knowing(2);
        Filled { engine, storage, commands }
    })
}

/// A few entries of several kinds, with their lines.
pub struct Small {
    pub engine: Engine,
    pub journal: Vec<JournalRow>,
    pub lines: Vec<String>,
}

/// The small world, made once.
pub fn small() -> &'static Small {
    static SMALL: OnceLock<Small> = OnceLock::new();
    SMALL.get_or_init(|| {
        let world = World::new(Backend::Memory);
        let shop = world.shop();
        world.tops_up(shop.customer, "10.00 GBP");
        let World { engine, storage, .. } = world;
        let lines = engine.export().unwrap().map(Result::unwrap).collect();
        Small { engine, journal: journal_of(&storage), lines }
    })
}

/// An engine on a storage of its own.
pub fn engine_on(storage: MemoryStorage) -> Engine {
    Engine::with(storage, SystemClock, SeededEntropy(1)).unwrap()
}

/// Imports lines as they are.
pub fn import<'a>(into: &Engine, lines: impl IntoIterator<Item = &'a str>) -> Result<Imported, Error> {
    let lines: Vec<String> = lines.into_iter().map(str::to_owned).collect();
    into.import(lines.into_iter().map(Ok), |_| ControlFlow::Continue(()))
}

/// What an import may be refused with.
pub fn assert_import_error(error: &Error) {
    let known = ["invalid_import", "replay_differs", "rules_version_unsupported"];
    assert!(known.contains(&error.code()), "{}: {error}", error.code());
}

/// The hash that entries and headers bear.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(ring::digest::digest(&ring::digest::SHA256, bytes).as_ref());
    hash
}
