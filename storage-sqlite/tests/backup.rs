//! A backup of a storage in use: one moment, verified, and either whole under its name or not there at all.

use paywright::{
    Cut, Engine, Error, PageOf, Progress, RegisterUser, Request, SeededEntropy, SystemClock, User,
};
use paywright_sqlite::{Access, Backup, SqliteOptions, SqliteStorage, Synchronous};
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use tempfile::TempDir;

fn place() -> (TempDir, PathBuf, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let (shop, backup) = (directory.path().join("shop.db"), directory.path().join("backup.db"));
    (directory, shop, backup)
}

fn open(path: &Path) -> SqliteStorage {
    let options = SqliteOptions { synchronous: Synchronous::Normal, ..SqliteOptions::default() };
    SqliteStorage::open_with(path, options).unwrap()
}

fn engine(path: &Path) -> Engine {
    Engine::with(open(path), SystemClock, SeededEntropy(7)).unwrap()
}

fn register(engine: &Engine, customers: std::ops::Range<u32>) {
    let request = |n| Request::new(RegisterUser::new(format!("customer-{n}"))).key(format!("user-{n}"));
    for answer in engine.batch(customers.map(request)) {
        answer.unwrap();
    }
}

/// A shop with so many customers; a thousand take half a megabyte.
fn shop(path: &Path, customers: u32) -> Engine {
    let engine = engine(path);
    (0..customers).step_by(1_000).for_each(|n| register(&engine, n..customers.min(n + 1_000)));
    engine
}

fn users(engine: &Engine) -> usize {
    let (mut count, mut after) = (0, None);
    loop {
        let page =
            engine.list::<User>(&PageOf { limit: 1_000, after: after.as_ref(), ..PageOf::ALL }).unwrap();
        count += page.items.len();
        after = page.next;
        if after.is_none() {
            return count;
        }
    }
}

fn on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn backup(from: &Path, to: &Path) -> Result<Backup, Error> {
    open(from).backup(to, on)
}

fn names(directory: &Path) -> BTreeSet<String> {
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    fs::read_dir(directory).unwrap().map(name).collect()
}

#[test]
fn a_backup_is_one_file_that_holds_all_and_opens_like_any_other() {
    let (directory, from, to) = place();
    let shop = shop(&from, 50);
    let made = backup(&from, &to).unwrap();
    assert_eq!((made.entries, made.transfers, &made.cut), (50, 0, &shop.cut().unwrap()));
    assert_eq!(made.bytes, fs::metadata(&to).unwrap().len());
    assert_eq!(made.bytes, made.pages * 4_096);
    assert_eq!(
        names(directory.path()),
        ["backup.db", "shop.db", "shop.db-shm", "shop.db-wal"].map(str::to_owned).into()
    );
    // Complete by itself, wherever it is carried, also where nothing may be written beside it.
    let elsewhere = tempfile::tempdir().unwrap();
    let carried = elsewhere.path().join("carried.db");
    fs::copy(&to, &carried).unwrap();
    let options = SqliteOptions { access: Access::ReadOnly, ..SqliteOptions::default() };
    let reader = Engine::new(SqliteStorage::open_with(&carried, options).unwrap()).unwrap();
    assert!(reader.verify(made.cut.anchors()).unwrap().is_clean());
    drop(reader);
    assert_eq!(names(elsewhere.path()), ["carried.db".to_owned()].into());

    let restored = engine(&carried);
    register(&restored, 50..60);
    assert_eq!(users(&restored), 60);
    assert!(restored.verify(made.cut.anchors()).unwrap().is_clean());
    assert_eq!(users(&shop), 50);
}

#[test]
fn what_is_committed_while_it_is_copied_is_not_in_it_and_does_not_begin_it_anew() {
    let (_directory, from, to) = place();
    let shop = shop(&from, 6_000);
    let cut = shop.cut().unwrap();
    let mut told = Vec::new();
    let mut customers = 6_000;
    let made = open(&from)
        .backup(&to, |progress| {
            told.push(progress);
            // Enough to change pages that were copied, and such as were not.
            register(&shop, customers..customers + 40);
            customers += 40;
            ControlFlow::Continue(())
        })
        .unwrap();
    assert!(told.len() > 4, "{told:?}");
    assert!(told.is_sorted_by(|one, next| one.done < next.done && one.total == next.total), "{told:?}");
    assert_eq!(told.last(), Some(&Progress { done: made.pages, total: Some(made.pages) }));
    assert_eq!((made.entries, made.cut), (6_000, cut));
    assert_eq!(users(&engine(&to)), 6_000);
    assert_eq!(users(&shop), usize::try_from(customers).unwrap());
    assert!(shop.verify(&[]).unwrap().is_clean());
}

#[test]
fn backups_one_after_the_other_under_load_are_each_a_moment_after_the_one_before() {
    let (directory, from, _) = place();
    drop(shop(&from, 500));
    let stop = AtomicBool::new(false);
    let cuts = std::thread::scope(|scope| {
        let writes = |name: &'static str| {
            let (stop, from) = (&stop, &from);
            move || {
                let engine = engine(from);
                for n in (0..).take_while(|_| !stop.load(SeqCst)) {
                    let register = RegisterUser::new(format!("{name}-{n}"));
                    engine.request(register).key(format!("{name}-{n}")).execute().unwrap();
                }
            }
        };
        scope.spawn(writes("one"));
        scope.spawn(writes("two"));
        let storage = open(&from);
        let cuts: Vec<(Cut, u64)> = (0..6)
            .map(|n| {
                let to = directory.path().join(format!("backup-{n}.db"));
                let made = storage.backup(&to, on).unwrap();
                (made.cut, made.entries)
            })
            .collect();
        stop.store(true, SeqCst);
        cuts
    });
    let shop = engine(&from);
    for (cut, entries) in &cuts {
        assert_eq!(cut.anchors().iter().map(|anchor| anchor.sequence).sum::<u64>(), *entries);
        assert!(shop.verify(cut.anchors()).unwrap().is_clean());
    }
    assert!(cuts.is_sorted_by(|(_, one), (_, next)| one <= next));
}

#[test]
fn one_that_is_stopped_leaves_nothing_behind() {
    let (directory, from, to) = place();
    let _shop = shop(&from, 4_000);
    let before = names(directory.path());
    for steps in [1, 3] {
        let mut left = steps;
        let error = open(&from)
            .backup(&to, |_| {
                left -= 1;
                if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
            .unwrap_err();
        assert_eq!(error.code(), "stopped");
        assert!(error.to_string().contains(&format!("after {} of ", steps * 128)), "{error}");
        assert_eq!(names(directory.path()), before);
    }
    backup(&from, &to).unwrap();
}

#[test]
fn a_place_that_is_not_free_is_refused_and_left_as_it_is() {
    let (directory, from, to) = place();
    let _shop = shop(&from, 5);
    let inside = |name: &str| directory.path().join(name);
    fs::write(inside("taken.db"), "something dear").unwrap();
    fs::create_dir(inside("folder")).unwrap();
    fs::write(inside("of-another.db-wal"), "a log").unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(inside("nowhere"), inside("dangling.db")).unwrap();
        std::os::unix::fs::symlink(&from, inside("link.db")).unwrap();
        std::os::unix::fs::symlink(directory.path(), inside("again")).unwrap();
    }
    let before = names(directory.path());
    let cases = [
        ("taken.db", "exists already"),
        ("dangling.db", "exists already"),
        ("link.db", "exists already"),
        ("folder", "is a directory"),
        ("missing/backup.db", "lies in a directory that does not exist"),
        ("taken.db/backup.db", "lies in a directory that does not exist"),
        ("shop.db", "is the database itself, or a part of it"),
        ("again/shop.db", "is the database itself, or a part of it"),
        ("shop.db-journal", "is the database itself, or a part of it"),
        ("of-another.db", "of-another.db-wal is left of another database"),
    ];
    for (name, why) in cases {
        if cfg!(not(unix)) && ["dangling.db", "link.db", "again/shop.db"].contains(&name) {
            continue;
        }
        let error = backup(&from, &inside(name)).unwrap_err();
        assert_eq!(error.code(), "storage_unavailable");
        assert!(error.to_string().contains(why), "{name}: {error}");
        assert_eq!(names(directory.path()), before, "{name}");
    }
    assert_eq!(fs::read_to_string(inside("taken.db")).unwrap(), "something dear");
    backup(&from, &to).unwrap();
}

#[test]
fn who_takes_the_name_meanwhile_keeps_it() {
    let (directory, from, to) = place();
    let _shop = shop(&from, 5);
    let error = open(&from)
        .backup(&to, |_| {
            fs::write(&to, "somebody else's").unwrap();
            ControlFlow::Continue(())
        })
        .unwrap_err();
    assert!(error.to_string().contains("backup.db exists already, and was left as it is"), "{error}");
    assert_eq!(fs::read_to_string(&to).unwrap(), "somebody else's");
    assert!(!names(directory.path()).iter().any(|name| name.starts_with('.')));
}

#[test]
fn what_does_not_verify_is_no_backup_and_the_first_finding_is_named() {
    let (directory, from, to) = place();
    drop(shop(&from, 20));
    let connection = Connection::open(&from).unwrap();
    let change = "UPDATE users SET reference = 'nobody' WHERE id = (SELECT min(id) FROM users)";
    assert_eq!(connection.execute(change, []).unwrap(), 1);
    drop(connection);
    let before = names(directory.path());
    let error = backup(&from, &to).unwrap_err();
    assert_eq!(error.code(), "storage_corrupt");
    let text = error.to_string();
    assert!(text.contains("backup.db was not made") && text.contains(": users 0"), "{text}");
    assert_eq!(names(directory.path()), before);
}

#[test]
fn what_no_engine_has_opened_is_not_backed_up() {
    let (directory, from, to) = place();
    let error = backup(&from, &to).unwrap_err();
    assert_eq!(error.code(), "storage_unavailable");
    assert!(error.to_string().contains("shop.db was not opened by an engine"), "{error}");
    assert!(!names(directory.path()).contains("backup.db"));
}

#[cfg(unix)]
#[test]
fn a_backup_may_be_read_by_whoever_may_read_the_storage() {
    use std::os::unix::fs::PermissionsExt;
    let (_directory, from, to) = place();
    drop(shop(&from, 5));
    fs::set_permissions(&from, fs::Permissions::from_mode(0o600)).unwrap();
    backup(&from, &to).unwrap();
    assert_eq!(fs::metadata(&to).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_backup_put_back_under_a_living_engine_stops_it() {
    let (_directory, from, to) = place();
    let living = shop(&from, 20);
    backup(&from, &to).unwrap();
    register(&living, 20..30);
    let noted = living.cut().unwrap();
    // In place: every page becomes what it was.
    let mut over = Connection::open(&from).unwrap();
    let old = Connection::open(&to).unwrap();
    rusqlite::backup::Backup::new(&old, &mut over).unwrap().step(-1).unwrap();
    drop(over);
    for _ in 0..2 {
        let error = living.request(RegisterUser::new("a")).key("after").execute().unwrap_err();
        assert_eq!((error.code(), error.is_retryable()), ("journal_forked", false), "{error}");
    }
    assert_eq!(users(&living), 20);
    // Whoever noted how far it had come finds it, too.
    let found = living.verify(noted.anchors()).unwrap().findings;
    assert_eq!(found.len(), 1, "{found:?}");
    // Whoever decides that the backup is right opens it anew.
    register(&engine(&from), 20..25);
    assert_eq!(
        living.request(RegisterUser::new("a")).key("after").execute().unwrap_err().code(),
        "journal_forked"
    );
}
