//! A commit: one transaction in two round trips, the second of which is COMMIT alone.

use crate::PostgresStorage;
use crate::failure::Fault;
use crate::premises::Premises;
use crate::runtime::Deadline;
use crate::session::{Answer, Session};
use crate::write::{Plan, Way};
use paywright::storage::{Batch, CommitError};
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio_postgres::error::SqlState;

/// How long the answer to COMMIT is awaited at least, when a caller's patience ends meanwhile: not to know is
/// worse than to wait for a moment.
const LAST_WORD: Duration = Duration::from_secs(2);

/// COMMIT in a transaction that came to nothing is answered that it was rolled back, which is no error; what
/// stands before it is refused there, and COMMIT with it. A timeout of the server's would end the wait for
/// its standbys, and what they do not have would count as committed.
const COMMIT: &str = "SET LOCAL statement_timeout = 0; COMMIT";

/// What became of one attempt.
enum Fate {
    Committed,
    /// An answer was not what the premises promise. Rolled back.
    Broken,
    /// Nobody can tell.
    Unknown(String),
}

impl PostgresStorage {
    pub(crate) fn write(&self, batch: &Batch, patience: Duration) -> Result<(), CommitError> {
        let until = Deadline::after(patience);
        let fault = |fault| CommitError::Storage(self.pool.address.told(WHOLE, fault));
        let mut way = Way::Updated;
        let mut lease = self.pool.take(until).map_err(fault)?;
        let mut pause = Duration::from_millis(1);
        loop {
            let plan = Plan::new(&self.statements, batch, way);
            let sent = Arc::new(AtomicBool::new(false));
            let of_attempt = Arc::clone(&sent);
            let attempt = lease.run(|session| attempt(session, plan, until, of_attempt));
            match attempt {
                // Whatever broke off, it was too late for it to have changed nothing for sure.
                Err(Fault::Lost(what)) if sent.load(Ordering::SeqCst) => {
                    return Err(CommitError::Unknown(format!("{}: {what}", self.pool.address.named)));
                }
                Ok(Fate::Committed) => return Ok(()),
                Ok(Fate::Unknown(what)) => {
                    lease.spoil();
                    return Err(CommitError::Unknown(format!("{}: {what}", self.pool.address.named)));
                }
                Ok(Fate::Broken) => {}
                Err(taken) if taken.code() == Some(&SqlState::UNIQUE_VIOLATION) => {}
                Err(collision) if collision.is_collision() && !until.left().is_zero() => {
                    std::thread::sleep(pause.min(until.left()));
                    pause = longer(pause);
                    continue;
                }
                // Nothing was sent yet that could have been done: the server may have been started anew.
                Err(lost) if lost.is_lost() && lease.is_kept => {
                    drop(lease);
                    lease = self.pool.fresh(until).map_err(fault)?;
                    continue;
                }
                Err(other) => return Err(fault(other)),
            }
            let premises = Premises::new(&self.statements, batch);
            let asked = premises.asked(&self.statements);
            let answers = lease.run(|session| async move { until.bound(examine(&session, &asked)).await });
            let conflicts = answers.and_then(|answers| premises.broken(&answers)).map_err(fault)?;
            if !conflicts.is_empty() {
                return Err(CommitError::Conflict(conflicts));
            }
            // Whoever was in the way has gone, or rows of the batch are in each other's.
            if until.left().is_zero() {
                return Err(fault(Fault::Late));
            }
            way = Way::Parked;
            std::thread::sleep(pause.min(until.left()));
            pause = longer(pause);
        }
    }
}

/// What errors are about that concern no table of ours.
pub(crate) const WHOLE: &str = "journal";

/// Twice as long, and a little more or less than others wait.
fn longer(pause: Duration) -> Duration {
    let some = RandomState::new().build_hasher().finish() % 1_000;
    (pause * 2).min(Duration::from_millis(50)) + Duration::from_micros(some)
}

/// All statements at once, then COMMIT if each answer is right. Where it is not, or the server refused one,
/// the transaction is rolled back.
async fn attempt(
    session: Arc<Session>,
    plan: Plan,
    until: Deadline,
    sent: Arc<AtomicBool>,
) -> Result<Fate, Fault> {
    let millis = until.millis();
    let begin = format!(
        "{}; SET LOCAL lock_timeout = {millis}; SET LOCAL statement_timeout = {millis}",
        session.begin
    );
    // What would be asked if it comes to nothing is prepared with it: that is no round trip of its own.
    let all = plan.asked.iter().map(|asked| &asked.sql).chain(&plan.names);
    until.bound(session.prepare(all)).await?;
    let answers = until.bound(session.all(&begin, &plan.asked, None)).await?;
    // The first refusal is the reason; the later ones only say that there was one.
    let answers: Result<Vec<Answer>, Fault> = answers.into_iter().collect();
    match answers {
        Ok(answers) if plan.holds(&answers) => {}
        Ok(_) => {
            // Sent with what is asked next, or before the connection goes back.
            session.send("ROLLBACK");
            return Ok(Fate::Broken);
        }
        Err(fault) => {
            session.send("ROLLBACK");
            return Err(fault);
        }
    }
    if until.left().is_zero() {
        return Err(Fault::Late);
    }
    sent.store(true, Ordering::SeqCst);
    Ok(match until.or(Deadline::after(LAST_WORD)).bound(session.run(COMMIT)).await {
        Ok(()) => Fate::Committed,
        // The server says itself that it rolled back.
        Err(fault) if fault.is_collision() => return Err(fault),
        Err(fault) if fault.code() == Some(&SqlState::IN_FAILED_SQL_TRANSACTION) => {
            session.send("ROLLBACK");
            return Err(fault);
        }
        Err(Fault::Late) => Fate::Unknown("the answer to COMMIT did not come in time".to_owned()),
        Err(Fault::Lost(what) | Fault::Moment(what)) => {
            Fate::Unknown(format!("the connection was lost at COMMIT: {what}"))
        }
        Err(Fault::Server(error) | Fault::Withheld(error, _)) => {
            Fate::Unknown(format!("COMMIT was answered: {}", error.message()))
        }
        Err(Fault::Storage(error)) => Fate::Unknown(error.to_string()),
    })
}

/// Every premise at one moment.
async fn examine(session: &Session, asked: &[crate::session::Asked]) -> Result<Vec<Answer>, Fault> {
    let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    session.all(begin, asked, Some("COMMIT")).await?.into_iter().collect()
}
