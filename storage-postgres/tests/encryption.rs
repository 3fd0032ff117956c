//! A server with a certificate, and who is taken for it.

use crate::server::{new_schema, options, run, server};
use paywright::storage::{Storage, StorageError};
use paywright_postgres::{PostgresOptions, PostgresStorage};
use std::path::Path;
use std::time::{Duration, Instant};

/// An authority of this test, and a certificate of it for the server's address. The server runs it, in its
/// own folder, so that the key is its own.
const CERTIFICATES: &str = "\
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=authority \
      -keyout ca.key -out ca.crt && \
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=server \
      -keyout server.key -out server.csr && \
    echo subjectAltName=IP:127.0.0.1 > names && \
    openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile names \
      -out server.crt && chmod 600 server.key";

fn open(address: &str, sslmode: &str, roots: Option<&Path>) -> Result<PostgresStorage, StorageError> {
    let address = address.replace("sslmode=disable", sslmode);
    let root_certificates = roots.map(Path::to_path_buf);
    PostgresStorage::open_with(&address, PostgresOptions { root_certificates, ..options(&new_schema()) })
}

fn refused(answer: Result<PostgresStorage, StorageError>) -> String {
    match answer {
        Err(StorageError::Unavailable(why)) => why,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("the server was believed"),
    }
}

#[test]
fn a_server_is_believed_only_with_a_certificate_that_can_be_verified() {
    let address = server().address();
    let plain = refused(open(&address, "sslmode=require", None));
    assert!(plain.contains("cannot be reached") && plain.contains("encryption"), "{plain}");

    run(&format!("COPY (SELECT 1) TO PROGRAM '{CERTIFICATES}'")).unwrap();
    run("ALTER SYSTEM SET ssl = on").unwrap();
    run("SELECT pg_reload_conf()").unwrap();
    let begun = Instant::now();
    while run("SHOW ssl") != Ok("on".to_owned()) && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(50));
    }
    let folder = tempfile::tempdir().unwrap();
    let roots = folder.path().join("ca.crt");
    std::fs::write(&roots, run("SELECT pg_read_file('ca.crt')").unwrap()).unwrap();

    for sslmode in ["sslmode=require", "sslmode=verify-full", "sslmode=prefer", "application_name=encrypted"]
    {
        let storage = open(&address, sslmode, Some(&roots)).unwrap_or_else(|why| panic!("{sslmode}: {why}"));
        storage.ping().unwrap();
        let encrypted = "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
             WHERE ssl AND application_name IN ('paywright', 'encrypted')";
        assert_eq!(run(encrypted), Ok("1".to_owned()), "{sslmode}");
        drop(storage);
        let begun = Instant::now();
        while run(encrypted) != Ok("0".to_owned()) && begun.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    let stranger = refused(open(&address, "sslmode=require", None));
    assert!(stranger.contains("certificate"), "{stranger}");
    let other_name = address.replace("127.0.0.1", "localhost");
    let other_name = refused(open(&other_name, "sslmode=require", Some(&roots)));
    assert!(other_name.contains("not valid for name"), "{other_name}");
    for (text, what) in [("", "there is none in it"), ("-----BEGIN CERTIFICATE-----\nx", "in PEM")] {
        std::fs::write(&roots, text).unwrap();
        let why = refused(open(&address, "sslmode=require", Some(&roots)));
        assert!(why.contains(what), "{why}");
    }
    let missing = refused(open(&address, "sslmode=require", Some(Path::new("/nowhere/ca.crt"))));
    assert!(missing.contains("/nowhere/ca.crt cannot be used"), "{missing}");
}
