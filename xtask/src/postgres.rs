//! PostgreSQL's server: what is tested on one has it installed here, where this is a Debian that is ours to
//! change.
//!
//! Debian's packages do more than to lay files: the server's makes a cluster, and that and the pooler's start
//! what they brought. The tests need neither, since theirs start servers of their own, and whoever has this
//! machine did not ask for it.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, iter};

use clap::Parser;

use crate::process::succeed;
use crate::program::POSTGRES_SERVER;
use crate::tool::POSTGRES;
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
    /// Only see to it that PostgreSQL and its pooler are installed
    #[arg(long)]
    pub install: bool,
}

/// Sees to it that there is a server, and starts it unless that was all.
pub fn run(options: &Options) -> io::Result<ExitCode> {
    ready()?;
    if options.install { Ok(ExitCode::SUCCESS) } else { POSTGRES_SERVER.become_it(iter::empty()) }
}

/// Where it is missing it is installed, on a Debian that is ours to change.
pub fn ready() -> io::Result<()> {
    let Some(lacking) = POSTGRES.lacking() else { return Ok(()) };
    if !debian::may_install() {
        return Err(io::Error::other(lacking));
    }
    let packages = DEBIAN.join(" and ");
    terminal::say(&format!("Installing {packages} from Debian; no cluster is made and no service started."));
    debian::update()?;
    let had_pooler = Path::new("/usr/sbin/pgbouncer").exists();
    quietly(Path::new("/"), debian::install)?;
    if !had_pooler {
        let mut disable = process::command("update-rc.d");
        disable.args(["pgbouncer", "disable"]);
        succeed(disable, "the pooler's service would start with this machine")?;
    }
    POSTGRES.lacking().map_or(Ok(()), |lacking| Err(io::Error::other(lacking)))
}

/// Installs the files, and nothing that runs. The machine's own settings are as before when it returns.
fn quietly(root: &Path, install: impl Fn(&[&str]) -> io::Result<()>) -> io::Result<()> {
    let _no_service = Changed::to(root.join(POLICY), |_| NO_SERVICE.to_owned())?;
    install(&[COMMON])?;
    let _no_cluster = Changed::to(root.join(SETTINGS), |before| format!("{before}{NO_CLUSTER}"))?;
    install(DEBIAN)
}

/// A file that is another while this lives. What was there lies beside it meanwhile, as it was.
struct Changed {
    path: PathBuf,
    aside: PathBuf,
}

impl Changed {
    fn to(path: PathBuf, what: impl Fn(&str) -> String) -> io::Result<Self> {
        let mut aside = path.clone().into_os_string();
        aside.push(".before-xtask");
        let changed = Self { path, aside: aside.into() };
        // Where a run was killed, what is in its place is ours, and what was there may lie aside already.
        let is_ours = fs::read_to_string(&changed.path).is_ok_and(|found| found == what(""));
        if changed.path.exists() && !changed.aside.exists() && !is_ours {
            fs::rename(&changed.path, &changed.aside)?;
        }
        let before = fs::read(&changed.aside).unwrap_or_default();
        fs::write(&changed.path, what(&String::from_utf8_lossy(&before)))?;
        make_executable(&changed.path)?;
        Ok(changed)
    }
}

impl Drop for Changed {
    fn drop(&mut self) {
        let put_back = match fs::rename(&self.aside, &self.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => fs::remove_file(&self.path),
            put_back => put_back,
        };
        if let Err(error) = put_back {
            let (path, why) = (self.path.display(), terminal::reason(&error));
            terminal::say(&format!("{path} cannot be put back as it was: {why}"));
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

    /// A machine of this name, with a policy or without one.
    fn machine(name: &str, policy: Option<&str>) -> PathBuf {
        let root = std::env::temp_dir().join(format!("paywright-xtask-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        for file in [POLICY, SETTINGS] {
            fs::create_dir_all(root.join(file).parent().expect("a folder")).expect("a folder");
        }
        if let Some(policy) = policy {
            fs::write(root.join(POLICY), policy).expect("written");
        }
        root
    }

    fn read(root: &Path, file: &str) -> String {
        fs::read_to_string(root.join(file)).expect(file)
    }

    /// What would happen where these packages are installed: a service starts, or a cluster is made.
    fn lays(root: &Path, packages: &[&str]) {
        let policy = fs::metadata(root.join(POLICY)).expect("a policy");
        assert_ne!(policy.permissions().mode() & 0o111, 0, "nobody runs it");
        assert_eq!(read(root, POLICY), NO_SERVICE);
        if packages == [COMMON] {
            fs::write(root.join(SETTINGS), OWN).expect("written");
        } else {
            let settings = read(root, SETTINGS);
            let last = settings.lines().rfind(|line| line.contains("create_main_cluster"));
            assert!(settings.starts_with(OWN) && last == Some("create_main_cluster = false"), "{settings}");
        }
    }

    #[test]
    fn a_server_is_installed_without_a_cluster_and_without_a_service() {
        let (root, calls) = (machine("new", None), RefCell::new(Vec::new()));
        let ended = quietly(&root, |packages| {
            lays(&root, packages);
            calls.borrow_mut().push(packages.join(" "));
            Ok(())
        });
        ended.expect("installed");
        assert_eq!(calls.into_inner(), ["postgresql-common", "postgresql pgbouncer"]);
        assert_eq!(read(&root, SETTINGS), OWN);
        assert!(!root.join(POLICY).exists());
        fs::remove_dir_all(root).expect("removed");
    }

    #[test]
    fn what_the_machine_had_is_put_back_also_where_nothing_could_be_installed() {
        let own = "#!/bin/sh\nexit 0\n";
        let root = machine("own", Some(own));
        let mode = || fs::metadata(root.join(POLICY)).expect("a policy").permissions().mode();
        let before = mode();
        let ended = quietly(&root, |packages| {
            lays(&root, packages);
            if packages == [COMMON] { Ok(()) } else { Err(io::Error::other("no network")) }
        });
        assert_eq!(ended.expect_err("it failed").to_string(), "no network");
        assert_eq!((read(&root, POLICY).as_str(), mode()), (own, before));
        assert_eq!(read(&root, SETTINGS), OWN);
        for folder in ["usr/sbin", "etc/postgresql-common"] {
            assert_eq!(fs::read_dir(root.join(folder)).expect(folder).count(), 1, "{folder}");
        }
        fs::remove_dir_all(root).expect("removed");
    }

    #[test]
    fn a_run_that_was_killed_is_put_right_by_the_next() {
        for own in [None, Some("#!/bin/sh\nexit 0\n")] {
            let root = machine("killed", own);
            std::mem::forget(Changed::to(root.join(POLICY), |_| NO_SERVICE.to_owned()).expect("changed"));
            quietly(&root, |packages| {
                lays(&root, packages);
                Ok(())
            })
            .expect("installed");
            assert_eq!(fs::read_to_string(root.join(POLICY)).ok().as_deref(), own);
            fs::remove_dir_all(root).expect("removed");
        }
    }
}
