//! PostgreSQL's server: what is tested on one has it installed here, where this is a Debian that is ours to
//! change.
//!
//! Debian's packages do more than to lay files: the server's makes a cluster, and that and the pooler's start
//! what they brought. The tests need neither, since theirs start servers of their own, and whoever has this
//! machine did not ask for it.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, iter};

use clap::Parser;

use crate::process::succeed;
use crate::program::POSTGRES_SERVER;
use crate::tool::{POSTGRES, SERVER, Tool};
use crate::{debian, process, terminal};

/// The server, its client, and the pooler that is tested in between.
const DEBIAN: &[&str] = &["postgresql", "pgbouncer"];
/// What makes clusters, and whose settings say whether one is made when a server is installed.
const COMMON: &str = "postgresql-common";
const SETTINGS: &str = "etc/postgresql-common/createcluster.conf";
const NO_CLUSTER: &str = "\ncreate_main_cluster = false\n";
/// Debian asks it whether a package may start a service.
const POLICY: &str = "usr/sbin/policy-rc.d";
const NO_SERVICE: &str =
    "#!/bin/sh\n# While `cargo xtask` installs PostgreSQL. No package starts anything.\nexit 101\n";
/// What it says beside where the pooler was here before, and is none of our business.
const HAD_POOLER: &str = "# PgBouncer was here before.\n";
const POOLER: &str = "usr/sbin/pgbouncer";

const MORE: &str = "\
Prints the server's address, which holds until Enter is pressed or the input ends: then the server is stopped,
and all that is in it is gone. It listens on 127.0.0.1 only.

Where PostgreSQL is missing, root on a Debian gets it installed, without a cluster and without a service;
anyone else is told how.

Examples:
  cargo xtask postgres
  cargo xtask postgres --install
  cargo xtask demo --storage ADDRESS        with what was printed

Ends with 0 where there was one, with 1 where it, or what it is made of, cannot be had, and with 2 where the
options were not understood.";

/// Start a PostgreSQL server to throw away, and print its address
#[derive(Debug, Parser)]
#[command(after_help = MORE)]
pub struct Options {
    /// Only see to it that what tests need is installed: the pooler PgBouncer too
    #[arg(long)]
    pub install: bool,
}

/// Sees to it that there is a server, and starts it unless that was all.
pub fn run(options: &Options) -> io::Result<ExitCode> {
    if options.install {
        return ready(&POSTGRES).map(|()| ExitCode::SUCCESS);
    }
    ready(&SERVER)?;
    POSTGRES_SERVER.become_it(iter::empty())
}

/// Where what is wanted is missing everything is installed, on a Debian that is ours to change.
pub fn ready(wanted: &Tool) -> io::Result<()> {
    let disable_pooler = || {
        let mut disable = process::command("update-rc.d");
        disable.args(["pgbouncer", "disable"]);
        succeed(disable, "the pooler's service would start with this machine")
    };
    let machine = Machine {
        root: Path::new("/"),
        lacking: &|| wanted.lacking(),
        may_install: &debian::may_install,
        update: &debian::update,
        install: &debian::install,
        disable_pooler: &disable_pooler,
    };
    machine.ready()
}

/// What is asked of a machine and done to it.
struct Machine<'a> {
    root: &'a Path,
    lacking: &'a dyn Fn() -> Option<String>,
    may_install: &'a dyn Fn() -> bool,
    update: &'a dyn Fn() -> io::Result<()>,
    install: &'a dyn Fn(&[&str]) -> io::Result<()>,
    disable_pooler: &'a dyn Fn() -> io::Result<()>,
}

impl Machine<'_> {
    fn ready(&self) -> io::Result<()> {
        let is_left = [POLICY, SETTINGS].iter().any(|file| Changed::at(self.root.join(file)).is_left());
        if is_left && (self.may_install)() {
            self.put_right()?;
        }
        let Some(lacking) = (self.lacking)() else { return Ok(()) };
        if !(self.may_install)() {
            return Err(io::Error::other(lacking));
        }
        let packages = DEBIAN.join(" and ");
        terminal::say(&format!(
            "Installing {packages} from Debian; no cluster is made and no service started."
        ));
        (self.update)()?;
        self.quietly()?;
        (self.lacking)().map_or(Ok(()), |lacking| Err(io::Error::other(lacking)))
    }

    /// Ends what a run began that was killed.
    fn put_right(&self) -> io::Result<()> {
        let policy = self.root.join(POLICY);
        if let Ok(held) = File::open(&policy) {
            // It may still be at work: then this waits for its end.
            held.lock()?;
        }
        let found = fs::read_to_string(policy).unwrap_or_default();
        if found.starts_with(NO_SERVICE) && !found.ends_with(HAD_POOLER) {
            self.pooler_stays_off()?;
        }
        for file in [SETTINGS, POLICY] {
            let changed = Changed::at(self.root.join(file));
            if changed.is_left() {
                changed.put_back()?;
            }
        }
        Ok(())
    }

    /// Installs the files, and nothing that runs. The machine's own settings are as before when it returns.
    fn quietly(&self) -> io::Result<()> {
        let had_pooler = self.root.join(POOLER).exists();
        // Where this is killed, the next run reads there what it has to end.
        let policy = [NO_SERVICE, if had_pooler { HAD_POOLER } else { "" }].concat();
        let _no_service = Change::to(self.root.join(POLICY), |_| policy.clone())?;
        (self.install)(&[COMMON])?;
        let _no_cluster = Change::to(self.root.join(SETTINGS), |before| format!("{before}{NO_CLUSTER}"))?;
        let installed = (self.install)(DEBIAN);
        if !had_pooler {
            self.pooler_stays_off()?;
        }
        installed
    }

    fn pooler_stays_off(&self) -> io::Result<()> {
        if self.root.join(POOLER).exists() { (self.disable_pooler)() } else { Ok(()) }
    }
}

/// A file that is changed for a while, and where it lies meanwhile as it was, if there was one.
struct Changed {
    path: PathBuf,
    aside: PathBuf,
}

impl Changed {
    fn at(path: PathBuf) -> Self {
        let mut aside = path.clone().into_os_string();
        aside.push(".before-xtask");
        Self { path, aside: aside.into() }
    }

    /// Whether a run changed it and did not put it back.
    fn is_left(&self) -> bool {
        let is_ours = |found: String| found.starts_with(NO_SERVICE) || found == NO_CLUSTER;
        self.aside.exists() || fs::read_to_string(&self.path).is_ok_and(is_ours)
    }

    fn put_back(&self) -> io::Result<()> {
        let put_back = match fs::rename(&self.aside, &self.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => fs::remove_file(&self.path),
            put_back => put_back,
        };
        put_back.map_err(|error| {
            let (path, why) = (self.path.display(), terminal::reason(&error));
            io::Error::new(error.kind(), format!("{path} cannot be put back as it was: {why}"))
        })
    }
}

/// It is another while this lives.
struct Change {
    changed: Changed,
    /// Locked, which ends with this process, however it ends.
    _held: File,
}

impl Change {
    fn to(path: PathBuf, what: impl Fn(&str) -> String) -> io::Result<Self> {
        let changed = Changed::at(path);
        if changed.path.exists() {
            fs::rename(&changed.path, &changed.aside)?;
        }
        let before = fs::read(&changed.aside).unwrap_or_default();
        fs::write(&changed.path, what(&String::from_utf8_lossy(&before)))?;
        make_executable(&changed.path)?;
        // To read: a program that is open to be written cannot be run.
        let held = File::open(&changed.path)?;
        held.lock()?;
        Ok(Self { changed, _held: held })
    }
}

impl Drop for Change {
    fn drop(&mut self) {
        if let Err(error) = self.changed.put_back() {
            terminal::say(&error.to_string());
        }
    }
}

#[cfg(unix)]
fn make_executable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

/// Debian is no such system.
#[cfg(not(unix))]
fn make_executable(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use std::os::unix::fs::PermissionsExt;

    const OWN: &str = "#create_main_cluster = true\n";

    /// A folder that stands for a machine, and what was called there.
    struct Debian {
        root: PathBuf,
        /// What stands in the way of the last packages.
        network: Result<(), &'static str>,
        calls: RefCell<Vec<String>>,
    }

    impl Debian {
        /// With a policy or without one.
        fn new(name: &str, policy: Option<&str>) -> Self {
            let root = std::env::temp_dir().join(format!("paywright-xtask-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&root);
            for file in [POLICY, SETTINGS] {
                fs::create_dir_all(root.join(file).parent().expect("a folder")).expect("a folder");
            }
            if let Some(policy) = policy {
                fs::write(root.join(POLICY), policy).expect("written");
            }
            Self { root, network: Ok(()), calls: RefCell::default() }
        }

        fn ready(&self) -> io::Result<()> {
            self.asked(true)
        }

        fn asked(&self, may_install: bool) -> io::Result<()> {
            let call = |what: &str| self.calls.borrow_mut().push(what.to_owned());
            let machine = Machine {
                root: &self.root,
                lacking: &|| (!self.root.join(POOLER).exists()).then(|| "it is missing".to_owned()),
                may_install: &|| may_install,
                update: &|| {
                    call("update");
                    Ok(())
                },
                install: &|packages| {
                    call(&packages.join(" "));
                    self.lays(packages)
                },
                disable_pooler: &|| {
                    call("disable");
                    Ok(())
                },
            };
            machine.ready()
        }

        fn read(&self, file: &str) -> String {
            fs::read_to_string(self.root.join(file)).expect(file)
        }

        /// What would happen where these packages are installed: a service starts, or a cluster is made.
        fn lays(&self, packages: &[&str]) -> io::Result<()> {
            // As Debian runs it: no service may start.
            let asked = std::process::Command::new(self.root.join(POLICY)).status().expect("it can be run");
            assert_eq!(asked.code(), Some(101));
            assert!(self.read(POLICY).starts_with(NO_SERVICE));
            if packages == [COMMON] {
                return fs::write(self.root.join(SETTINGS), OWN);
            }
            let settings = self.read(SETTINGS);
            let last = settings.lines().rfind(|line| line.contains("create_main_cluster"));
            assert!(settings.starts_with(OWN) && last == Some("create_main_cluster = false"), "{settings}");
            self.network.map_err(io::Error::other)?;
            fs::write(self.root.join(POOLER), "")
        }

        /// What a run leaves that is killed while it installs: its locks are gone, and its changes are not.
        fn is_left_by_a_run_that_is_killed(&self, had_pooler: bool) {
            fs::write(self.root.join(SETTINGS), OWN).expect("written");
            let policy = [NO_SERVICE, if had_pooler { HAD_POOLER } else { "" }].concat();
            for (file, text) in [(POLICY, policy), (SETTINGS, format!("{OWN}{NO_CLUSTER}"))] {
                let Changed { path, aside } = Changed::at(self.root.join(file));
                if path.exists() {
                    fs::rename(&path, aside).expect("aside");
                }
                fs::write(path, text).expect("written");
            }
        }

        /// Its own settings, and nothing beside them.
        fn ended_as_before(self, policy: Option<&str>) -> Vec<String> {
            assert_eq!(fs::read_to_string(self.root.join(POLICY)).ok().as_deref(), policy);
            assert_eq!(self.read(SETTINGS), OWN);
            let names = ["usr/sbin", "etc/postgresql-common"].map(|folder| self.root.join(folder));
            let files = names.iter().flat_map(|folder| fs::read_dir(folder).expect("a folder"));
            for file in files {
                let path = file.expect("a file").path();
                assert_ne!(path.extension(), Some("before-xtask".as_ref()), "{}", path.display());
            }
            fs::remove_dir_all(self.root).expect("removed");
            self.calls.into_inner()
        }
    }

    const INSTALLED: [&str; 4] = ["update", "postgresql-common", "postgresql pgbouncer", "disable"];

    #[test]
    fn a_server_is_installed_without_a_cluster_and_without_a_service() {
        let debian = Debian::new("new", None);
        debian.ready().expect("installed");
        debian.ready().expect("it is there");
        assert_eq!(debian.ended_as_before(None), INSTALLED);
    }

    #[test]
    fn what_the_machine_had_is_put_back_also_where_nothing_could_be_installed() {
        let own = "#!/bin/sh\nexit 0\n";
        let debian = Debian { network: Err("no network"), ..Debian::new("own", Some(own)) };
        let mode = || fs::metadata(debian.root.join(POLICY)).expect("a policy").permissions().mode();
        let before = mode();
        assert_eq!(debian.ready().expect_err("it failed").to_string(), "no network");
        assert_eq!(mode(), before);
        assert_eq!(debian.ended_as_before(Some(own)), INSTALLED[..3]);
    }

    #[test]
    fn a_run_that_was_killed_is_put_right_by_the_next() {
        for own in [None, Some("#!/bin/sh\nexit 0\n")] {
            let debian = Debian::new("killed", own);
            debian.is_left_by_a_run_that_is_killed(false);
            debian.ready().expect("installed");
            assert_eq!(debian.ended_as_before(own), INSTALLED);
        }
    }

    #[test]
    fn one_that_was_killed_when_all_was_installed_is_put_right_too() {
        for own in [None, Some("#!/bin/sh\nexit 0\n")] {
            for (had_pooler, calls) in [(false, &["disable"][..]), (true, &[])] {
                let debian = Debian::new("late", own);
                debian.is_left_by_a_run_that_is_killed(had_pooler);
                fs::write(debian.root.join(POOLER), "").expect("written");
                debian.asked(false).expect("whoever may change nothing has what is wanted");
                assert!(debian.read(POLICY).starts_with(NO_SERVICE) && debian.calls.borrow().is_empty());
                debian.ready().expect("put right");
                assert_eq!(debian.ended_as_before(own), calls);
            }
        }
    }

    #[test]
    fn one_that_is_at_work_is_not_disturbed() {
        let debian = Debian::new("busy", None);
        fs::write(debian.root.join(SETTINGS), OWN).expect("written");
        fs::write(debian.root.join(POOLER), "").expect("written");
        let at_work = Change::to(debian.root.join(POLICY), |_| NO_SERVICE.to_owned()).expect("changed");
        let other = Debian { root: debian.root.clone(), network: Ok(()), calls: RefCell::default() };
        let waits = std::thread::spawn(move || other.ready().map(|()| other.calls.into_inner()));
        std::thread::sleep(std::time::Duration::from_millis(100));
        assert_eq!(debian.read(POLICY), NO_SERVICE);
        drop(at_work);
        assert_eq!(waits.join().expect("it ended").expect("it is there"), [""; 0]);
        assert_eq!(debian.ended_as_before(None), [""; 0]);
    }
}
