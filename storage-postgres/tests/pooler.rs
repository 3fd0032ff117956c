//! A real pooler between storage and server, which gives each transaction whatever session is free.

use crate::server::{new_schema, options, run, run_at, server};
use crate::tables::SCHEMA;
use paywright::storage::{Storage, StorageError};
use paywright_postgres::PostgresStorage;
use std::fs::{self, Permissions};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Where Debian's package puts it, off the path of most users.
const PROGRAM: &str = "/usr/sbin/pgbouncer";

/// PgBouncer in front of the server of these tests, until it is dropped.
struct Pooler {
    process: Child,
    folder: TempDir,
    port: u16,
}

impl Pooler {
    /// With a few sessions of the server for all, and more settings.
    fn start(mode: &str, settings: &str) -> Self {
        assert!(Path::new(PROGRAM).exists(), "{PROGRAM} is missing: apt-get install pgbouncer");
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let path = |name: &str| folder.path().join(name);
        let text = format!(
            "[databases]\npostgres = host=127.0.0.1 port={}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {port}\nunix_socket_dir =\nauth_type = scram-sha-256\nauth_file = {}\n\
             pool_mode = {mode}\ndefault_pool_size = 3\nlogfile = {}\n{settings}\n",
            server().port(),
            path("users").display(),
            path("log").display(),
        );
        fs::write(path("config"), text).unwrap();
        fs::write(path("users"), "\"paywright\" \"throw-away\"\n").unwrap();
        fs::write(path("log"), "").unwrap();
        // It refuses to be root's, and is run as somebody who has nothing but these files.
        let is_root = fs::metadata(folder.path()).unwrap().uid() == 0;
        let mut command = Command::new(if is_root { "setpriv" } else { PROGRAM });
        if is_root {
            fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
            fs::set_permissions(path("log"), Permissions::from_mode(0o666)).unwrap();
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups", PROGRAM]);
        }
        let process = command.arg("-q").arg(path("config")).current_dir("/");
        let process = process.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let pooler = Self { process, folder, port };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(60), "it does not listen: {}", pooler.log());
            sleep(Duration::from_millis(20));
        }
        pooler
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    fn address(&self) -> String {
        server().address_at(self.port)
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Whoever is let in makes tables and goes on.
fn opens(pooler: &Pooler, schema: &str) -> Result<(), StorageError> {
    PostgresStorage::open_with(&pooler.address(), options(schema))?.migrate(&SCHEMA)
}

#[test]
fn a_pooler_is_refused_whenever_and_by_however_many_it_is_tried() {
    // As it is installed, and where it is told to pass over what it does not know.
    for (mode, settings) in [
        ("transaction", ""),
        ("transaction", "ignore_startup_parameters = options"),
        ("statement", "ignore_startup_parameters = options"),
        ("session", "ignore_startup_parameters = options"),
    ] {
        let (pooler, schema) = (Pooler::start(mode, settings), new_schema());
        scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..8 {
                        let Err(StorageError::Unavailable(why)) = opens(&pooler, &schema) else {
                            panic!("it was let in: {mode}, {settings}; {}", pooler.log())
                        };
                        let says = |what| assert!(why.contains(what), "{why}");
                        says("a pooler");
                        says("connect to the server itself");
                        assert!(!why.contains("throw-away"), "{why}");
                    }
                });
            }
        });
        // Nothing of ours is there, and sessions of others are as they were.
        let ours = format!("SELECT count(*) FROM pg_namespace WHERE nspname = '{schema}'");
        assert_eq!(run(&ours), Ok("0".to_owned()));
        for setting in ["enable_seqscan", "enable_hashjoin"] {
            let shown = run_at(&pooler.address(), &format!("SHOW {setting}"));
            assert_eq!(shown, Ok("on".to_owned()), "{mode}, {settings}: {}", pooler.log());
        }
    }
}
