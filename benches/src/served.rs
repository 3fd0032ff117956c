//! A PostgreSQL server for the figures that need one, which flushes what it commits; its databases; and SQL
//! by hand.

use crate::Outcome;
use crate::books::Books;
use crate::ground::Ground;
use paywright::Engine;
use paywright_postgres::PostgresStorage;
use paywright_testing::{NoServer, PostgresServer};
use std::path::Path;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, NoTls};

/// Beside those of a server for tests. All else is as PostgreSQL comes.
const SETTINGS: &[(&str, &str)] = &[("fsync", "on"), ("synchronous_commit", "on")];

/// A server, and where it could not lie beside the program what is to be said of its figures.
pub type Started = (Rc<PostgresServer>, Option<String>);

/// A server whose folder lies beside the program, as the databases of a run do: what is called temporary is
/// often memory.
///
/// # Errors
/// Why there is none: mostly that it is not installed.
pub fn start(program: &Path) -> Result<Started, NoServer> {
    let beside = program.parent().unwrap_or(Path::new("/"));
    let why = match PostgresServer::start_in(beside, SETTINGS) {
        Ok(server) => return Ok((Rc::new(server), None)),
        Err(why) => why,
    };
    // The user whom it runs as cannot go everywhere.
    let server = PostgresServer::start(SETTINGS)?;
    let note = format!(
        "PostgreSQL lies in {}, for it cannot lie in {} ({why}); where that is memory its flushes cost \
         nothing, and its figures, above all those against SQLite, are better than on a disk: let every user \
         go to the folder of the build, or set TMPDIR to a folder on a disk where every user may go",
        std::env::temp_dir().display(),
        beside.display()
    );
    Ok((Rc::new(server), Some(note)))
}

/// A database of the server; dropping this removes it, with whoever is still connected.
#[derive(Debug)]
pub struct Database {
    server: Rc<PostgresServer>,
    name: String,
}

impl Database {
    /// An empty one.
    pub fn empty(ground: &Ground) -> Outcome<Self> {
        Self::like("template0", ground.server()?)
    }

    /// A copy of another one that nobody is connected to; what it is made of is on the disk then.
    pub fn copy(&self) -> Outcome<Self> {
        Self::like(&self.name, Rc::clone(&self.server))
    }

    fn like(template: &str, server: Rc<PostgresServer>) -> Outcome<Self> {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let name = format!("measured_{}", MADE.fetch_add(1, Ordering::Relaxed));
        let sql = Sql::open(&server.address())?;
        sql.run(&format!("CREATE DATABASE {name} TEMPLATE {template}"))?;
        let database = Self { server, name };
        sql.run("CHECKPOINT")?;
        Ok(database)
    }

    /// Its connection string.
    #[must_use]
    pub fn address(&self) -> String {
        self.server.address().replace("/postgres?", &format!("/{}?", self.name))
    }

    /// SQL by hand.
    pub fn sql(&self) -> Outcome<Sql> {
        Sql::open(&self.address())
    }

    /// The storage over it.
    pub fn storage(&self) -> Outcome<PostgresStorage> {
        Ok(PostgresStorage::open(&self.address())?)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // The server goes at the end, and with it whatever could not be removed now.
        let _ = Sql::open(&self.server.address())
            .and_then(|sql| sql.run(&format!("DROP DATABASE {} WITH (FORCE)", self.name)));
    }
}

/// A connection, and a thread's patience: everything is waited for.
#[derive(Debug)]
pub struct Sql {
    client: Client,
    runtime: Runtime,
}

impl Sql {
    fn open(address: &str) -> Outcome<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let client = runtime.block_on(connect(address))?;
        Ok(Self { client, runtime })
    }

    /// Statements without answers.
    pub fn run(&self, sql: &str) -> Outcome<()> {
        Ok(self.runtime.block_on(self.client.batch_execute(sql))?)
    }

    /// The one number of type DOUBLE PRECISION that a statement answers.
    pub fn number(&self, sql: &str) -> Outcome<f64> {
        Ok(self.runtime.block_on(self.client.query_one(sql, &[]))?.try_get(0)?)
    }
}

/// A connection whose other half runs on the runtime that this is called in.
pub(crate) async fn connect(address: &str) -> Outcome<Client> {
    let (client, connection) = tokio_postgres::connect(address, NoTls).await?;
    // Its end is seen at the client.
    tokio::spawn(connection);
    Ok(client)
}

/// A database with the books that every round starts from, to be copied for each.
#[derive(Debug)]
pub struct Template {
    database: Database,
    /// Who is in it.
    pub books: Books,
}

impl Template {
    /// That of this run, made when it is first asked for.
    pub fn on(ground: &Ground) -> Outcome<Rc<Self>> {
        ground.served(|| Self::make(ground))
    }

    fn make(ground: &Ground) -> Outcome<Self> {
        let database = Database::empty(ground)?;
        let engine = Engine::new(database.storage()?)?;
        let books = Books::fill(&engine, &ground.scale)?;
        drop(engine);
        Ok(Self { database, books })
    }

    /// A copy to do anything with.
    pub fn copy(&self) -> Outcome<Database> {
        self.database.copy()
    }

    /// A copy with an engine on it.
    pub fn engine(&self) -> Outcome<Served> {
        let database = self.copy()?;
        Ok(Served { engine: Engine::new(database.storage()?)?, database })
    }
}

/// An engine and its database; closed in this order.
#[derive(Debug)]
pub struct Served {
    /// The engine.
    pub engine: Engine,
    /// What it writes.
    pub database: Database,
}
