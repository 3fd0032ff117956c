//! A copy of a server that follows it.

use crate::server::{NoServer, PostgresServer, READY, failed, succeeded};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// What a standby writes to its log once it receives.
const FOLLOWS: &str = "started streaming WAL";

impl PostgresServer {
    /// Starts a standby of this server: a server with a folder and a port of its own that follows this one by
    /// streaming, answers whoever only reads, and can be promoted (`SELECT pg_promote()`). To this server it
    /// is known as `standby`, for `synchronous_standby_names`.
    ///
    /// ```
    /// use paywright_testing::PostgresServer;
    /// if let Ok(primary) = PostgresServer::start(&[]) {
    ///     let standby = primary.standby(&[])?;
    ///     assert_ne!(primary.port(), standby.port());
    /// }
    /// # Ok::<(), paywright_testing::NoServer>(())
    /// ```
    ///
    /// # Errors
    /// As [`PostgresServer::start`].
    pub fn standby(&self, settings: &[(&str, &str)]) -> Result<Self, NoServer> {
        let standby = self.copy(settings)?;
        let begun = Instant::now();
        while !standby.log().contains(FOLLOWS) {
            if begun.elapsed() > READY {
                return Err(NoServer(format!("the standby does not follow: {}", standby.log())));
            }
            sleep(Duration::from_millis(20));
        }
        Ok(standby)
    }

    fn copy(&self, settings: &[(&str, &str)]) -> Result<Self, NoServer> {
        Self::made_in(&std::env::temp_dir(), settings, |owner, programs, folder| {
            let made = owner
                .command(&programs.join("pg_basebackup"))
                .args(["--write-recovery-conf", "--checkpoint=fast", "--no-sync", "--pgdata"])
                .arg(folder.join("data"))
                .arg("--dbname")
                .arg(format!("{}&application_name=standby", self.address()))
                .current_dir("/")
                .output()
                .map_err(|error| failed("pg_basebackup cannot be run", &error))?;
            succeeded("pg_basebackup", &made)
        })
    }
}
