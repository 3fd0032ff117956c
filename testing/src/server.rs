//! A PostgreSQL server of one's own, for the time of a test.

use std::error::Error;
use std::fmt;
use std::fs::{self, File};
use std::io::Error as IoError;
use std::io::Write as _;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Where Debian's packages put the servers, a folder for each version.
const SERVERS: &str = "/usr/lib/postgresql";
/// How long a server may take to answer for the first time, on a machine that is busy.
pub(crate) const READY: Duration = Duration::from_secs(90);
/// Somebody else may take the port that was free a moment ago.
const ATTEMPTS: u32 = 5;
const USER: &str = "paywright";
const PASSWORD: &str = "throw-away";

/// Runs the server and waits for the end of its input, which comes with the end of the process that started
/// it, however that ends. Then the server is stopped by its own id and its folder removed. For each line of
/// input before, it is stopped without mercy and started again. Who interrupts a test at the terminal
/// interrupts this too, which then has the more to put away.
const KEEPER: &str = "trap '' INT; folder=$1; shift; \"$@\" & server=$!; \
    while read -r _; do kill -QUIT $server; wait $server; \"$@\" & server=$!; done; \
    kill -INT $server; wait $server; rm -rf \"$folder\"";

/// A PostgreSQL server with a folder and a port on loopback of its own, made of Debian's package
/// (`apt-get install postgresql`) and thrown away when it is dropped, or when the process ends: no other
/// server of the machine is touched. It does not flush what it writes: it is for what is true of a storage,
/// not for how fast or how durable one is.
///
/// Started by root it runs as another user, for the server refuses to be root's.
///
/// ```
/// use paywright_testing::PostgresServer;
/// match PostgresServer::start(&[("max_connections", "20")]) {
///     Ok(server) => {
///         assert!(server.address().starts_with("postgres://paywright:"));
///         assert!(std::net::TcpStream::connect(("127.0.0.1", server.port())).is_ok());
///     }
///     // How to install one.
///     Err(missing) => assert!(missing.to_string().contains("apt-get install postgresql")),
/// }
/// ```
#[derive(Debug)]
pub struct PostgresServer {
    keeper: Child,
    folder: TempDir,
    port: u16,
}

/// Why there is no server: what is missing, or what it said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoServer(pub(crate) String);

impl fmt::Display for NoServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no PostgreSQL server can be started: {}", self.0)
    }
}

impl Error for NoServer {}

impl PostgresServer {
    /// Starts a server with these settings, beside those that make it one for tests.
    ///
    /// # Errors
    /// [`NoServer`] where the package is not installed (the message says how to), or with the last lines of
    /// the server's log.
    pub fn start(settings: &[(&str, &str)]) -> Result<Self, NoServer> {
        Self::start_in(&std::env::temp_dir(), settings)
    }

    /// Starts one whose folder is made in `place`: on a small disk, say. Every user must be able to go there.
    ///
    /// # Errors
    /// As [`PostgresServer::start`].
    pub fn start_in(place: &Path, settings: &[(&str, &str)]) -> Result<Self, NoServer> {
        Self::made_in(place, settings, |owner, programs, folder| {
            let password = folder.join("password");
            fs::write(&password, PASSWORD).map_err(|error| failed("its folder cannot be written", &error))?;
            owner.take(&password)?;
            let made = owner
                .command(&programs.join("initdb"))
                .args(["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"])
                .arg(format!("--username={USER}"))
                .arg(format!("--pwfile={}", password.display()))
                .arg("--pgdata")
                .arg(folder.join("data"))
                .current_dir("/")
                .output()
                .map_err(|error| failed("initdb cannot be run", &error))?;
            succeeded("initdb", &made)
        })
    }

    /// Starts one on the data that `make` puts into its folder.
    pub(crate) fn made_in(
        place: &Path,
        settings: &[(&str, &str)],
        make: impl FnOnce(&Owner, &Path, &Path) -> Result<(), NoServer>,
    ) -> Result<Self, NoServer> {
        let programs = programs()?;
        let owner = Owner::find()?;
        let folder = tempfile::Builder::new().prefix("paywright-postgres-").tempdir_in(place);
        let folder = folder.map_err(|error| failed("its folder cannot be made", &error))?;
        owner.take(folder.path())?;
        make(&owner, &programs, folder.path())?;
        let mut said = String::new();
        for _ in 0..ATTEMPTS {
            let port = free_port()?;
            let mut keeper = keeper(&owner, &programs, folder.path(), port, settings)?;
            match is_ready(&programs, folder.path(), port, &mut keeper) {
                true => return Ok(Self { keeper, folder, port }),
                false => said = last_lines(folder.path()),
            }
            end(&mut keeper);
            if !said.contains("could not bind") {
                break;
            }
        }
        Err(NoServer(format!("its log ends: {said}")))
    }

    /// Stops it in the middle of what it does, all its sessions with it, and starts it on the same folder and
    /// port. It recovers from its log before it answers, and has what it said was committed.
    ///
    /// ```
    /// # use paywright_testing::PostgresServer;
    /// if let Ok(mut server) = PostgresServer::start(&[]) {
    ///     let port = server.port();
    ///     server.restart().expect("it comes back");
    ///     assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_ok());
    ///     assert!(server.log().contains("received immediate shutdown request"));
    /// }
    /// ```
    ///
    /// # Errors
    /// [`NoServer`] with the last lines of its log, where it does not come back.
    pub fn restart(&mut self) -> Result<(), NoServer> {
        let programs = programs()?;
        for _ in 0..ATTEMPTS {
            let (before, said) = (self.id(), self.log().len());
            let asked = self.keeper.stdin.as_mut().map(|stdin| stdin.write_all(b"again\n"));
            asked.transpose().map_err(|error| failed("it cannot be restarted", &error))?;
            // A connection of somebody else's may have taken the port meanwhile.
            let has_lost_port = || self.log().get(said..).is_some_and(|new| new.contains("could not bind"));
            let begun = Instant::now();
            while begun.elapsed() < READY && !has_lost_port() {
                if self.id() != before && answers(&programs, self.port) {
                    return Ok(());
                }
                sleep(Duration::from_millis(20));
            }
        }
        Err(NoServer(format!("it did not come back; its log ends: {}", last_lines(self.folder.path()))))
    }

    /// Its own process id, as it writes it down itself.
    fn id(&self) -> Option<String> {
        let file = fs::read_to_string(self.folder.path().join("data/postmaster.pid")).ok()?;
        file.lines().next().map(str::to_owned)
    }

    /// The connection string of its owner, who may do everything.
    #[must_use]
    pub fn address(&self) -> String {
        self.address_at(self.port)
    }

    /// The same through another port of this machine, behind which somebody passes everything on.
    #[must_use]
    pub fn address_at(&self, port: u16) -> String {
        format!("postgres://{USER}:{PASSWORD}@127.0.0.1:{port}/postgres?sslmode=disable")
    }

    /// The port on 127.0.0.1.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// What it wrote to its log so far.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        end(&mut self.keeper);
    }
}

pub(crate) fn failed(what: &str, error: &IoError) -> NoServer {
    NoServer(format!("{what}: {error}"))
}

pub(crate) fn succeeded(program: &str, ran: &Output) -> Result<(), NoServer> {
    match ran.status.success() {
        true => Ok(()),
        false => Err(NoServer(format!("{program} said: {}", String::from_utf8_lossy(&ran.stderr).trim()))),
    }
}

/// Ends the keeper's input and waits until it has put everything away.
fn end(keeper: &mut Child) {
    drop(keeper.stdin.take());
    // It has ended by itself where this fails.
    let _ = keeper.wait();
}

/// The newest version that is installed.
fn programs() -> Result<PathBuf, NoServer> {
    let versions = fs::read_dir(SERVERS).into_iter().flatten().flatten().map(|entry| entry.path());
    let number = |path: &PathBuf| path.file_name()?.to_str()?.parse::<u32>().ok();
    let installed = versions.filter(|path| path.join("bin/initdb").exists());
    let newest = installed.max_by_key(number).map(|path| path.join("bin"));
    newest.ok_or_else(|| {
        NoServer(format!("there is none in {SERVERS}; install it with `apt-get install postgresql`"))
    })
}

/// Whom the server runs as: whoever we are, or another where we are root.
pub(crate) struct Owner(Option<(u32, u32)>);

impl Owner {
    fn find() -> Result<Self, NoServer> {
        if id(&["-u"])? != 0 {
            return Ok(Self(None));
        }
        let of = |user: &str| Ok((id(&["-u", user])?, id(&["-g", user])?));
        of("postgres").or_else(|_: NoServer| of("nobody")).map(|owner| Self(Some(owner)))
    }

    fn take(&self, path: &Path) -> Result<(), NoServer> {
        let Some((user, group)) = self.0 else { return Ok(()) };
        chown(path, Some(user), Some(group))
            .map_err(|error| failed("its folder cannot be given away", &error))
    }

    pub(crate) fn command(&self, program: &Path) -> Command {
        let Some((user, group)) = self.0 else { return Command::new(program) };
        let mut command = Command::new("setpriv");
        command.arg(format!("--reuid={user}")).arg(format!("--regid={group}")).arg("--clear-groups");
        command.arg(program);
        command
    }
}

fn id(arguments: &[&str]) -> Result<u32, NoServer> {
    let answer = Command::new("id").args(arguments).output();
    let answer = answer.map_err(|error| failed("`id` cannot be run", &error))?;
    let number = String::from_utf8_lossy(&answer.stdout).trim().parse();
    number.map_err(|_| NoServer(format!("`id {}` answers no number", arguments.join(" "))))
}

fn free_port() -> Result<u16, NoServer> {
    let free = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    free.map(|address| address.port()).map_err(|error| failed("there is no free port", &error))
}

fn keeper(
    owner: &Owner,
    programs: &Path,
    folder: &Path,
    port: u16,
    settings: &[(&str, &str)],
) -> Result<Child, NoServer> {
    let log = File::create(folder.join("log")).and_then(|log| Ok((log.try_clone()?, log)));
    let (log, errors) = log.map_err(|error| failed("its log cannot be written", &error))?;
    let mut command = owner.command(Path::new("/bin/sh"));
    command.args(["-c", KEEPER, "sh"]).arg(folder).arg(programs.join("postgres"));
    command.arg("-D").arg(folder.join("data")).arg("-p").arg(port.to_string());
    let sockets = folder.display().to_string();
    let fixed = [
        ("listen_addresses", "127.0.0.1"),
        ("unix_socket_directories", sockets.as_str()),
        ("max_connections", "300"),
        ("fsync", "off"),
        ("lc_messages", "C"),
    ];
    for (name, value) in fixed.iter().chain(settings) {
        command.arg("-c").arg(format!("{name}={value}"));
    }
    command.current_dir("/").stdin(Stdio::piped()).stdout(log).stderr(errors);
    command.spawn().map_err(|error| failed("it cannot be run", &error))
}

fn is_ready(programs: &Path, folder: &Path, port: u16, keeper: &mut Child) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < READY && matches!(keeper.try_wait(), Ok(None)) {
        if answers(programs, port) {
            return true;
        }
        sleep(Duration::from_millis(50));
        // The keeper waits for us also when the server has given up.
        if has_given_up(folder) {
            return false;
        }
    }
    false
}

fn answers(programs: &Path, port: u16) -> bool {
    let ready = Command::new(programs.join("pg_isready"))
        .args(["--quiet", "--host=127.0.0.1", "--timeout=2"])
        .arg(format!("--port={port}"))
        .status();
    matches!(ready.map(|status| status.code()), Ok(Some(0)))
}

/// Whoever asks too early is answered, and logged, as FATAL that the system is starting.
fn has_given_up(folder: &Path) -> bool {
    let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
    log.lines().any(|line| line.contains("FATAL") && !line.contains("the database system is"))
}

fn last_lines(folder: &Path) -> String {
    let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
    let lines: Vec<&str> = log.lines().collect();
    lines.get(lines.len().saturating_sub(5)..).unwrap_or(&[]).join(" ")
}
