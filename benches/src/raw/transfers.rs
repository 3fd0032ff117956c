//! A ledger by hand on a PostgreSQL server: a function that many clients call, a transfer a call.

use super::ledger::account_id;
use crate::Outcome;
use crate::figure::number;
use crate::ground::Ground;
use crate::load::Movement;
use crate::served::{Database, connect};
use std::time::Instant;
use tokio::runtime::Builder;
use tokio_postgres::{Client, Statement};

/// The tables and the function.
const LEDGER: &str = include_str!("transfer.sql");
/// Who call it at the same time.
const CLIENTS: usize = 16;
/// What each account holds at the start.
const FUNDS: i64 = 100_000_000;

/// A database with the function and funded accounts, to be copied for each round.
pub fn ledger(ground: &Ground) -> Outcome<Database> {
    let database = Database::empty(ground)?;
    let sql = database.sql()?;
    sql.run(LEDGER)?;
    let last = account_id(ground.scale.accounts)? - 1;
    sql.run(&format!("INSERT INTO accounts SELECT id, {FUNDS}, 0, 0 FROM generate_series(1, {last}) AS id"))?;
    sql.run("VACUUM ANALYZE accounts")?;
    Ok(database)
}

/// Transfers a second: each client has its call prepared, and makes its share of the calls one after the
/// other. One thread serves all clients, so that the processors are the server's.
pub fn called(database: &Database, movements: &[Movement]) -> Outcome<f64> {
    let address = database.address();
    Builder::new_current_thread().enable_all().build()?.block_on(async {
        let mut clients = Vec::with_capacity(CLIENTS);
        for share in 0..CLIENTS {
            let client = connect(&address).await?;
            let call = client.prepare("SELECT transfer($1::TEXT::UUID, $2, $3, $4)").await?;
            let share: Vec<Movement> = movements.iter().skip(share).step_by(CLIENTS).copied().collect();
            clients.push((client, call, share));
        }
        let start = Instant::now();
        let calls = |(client, call, share)| tokio::spawn(transfer_each(client, call, share));
        let calls: Vec<_> = clients.into_iter().map(calls).collect();
        for client in calls {
            client.await??;
        }
        Ok(number(movements.len()) / start.elapsed().as_secs_f64())
    })
}

async fn transfer_each(client: Client, call: Statement, movements: Vec<Movement>) -> Outcome<()> {
    for one in movements {
        let id = format!("{:032x}", u128::from_be_bytes(one.id));
        let (debit, credit) = (account_id(one.debit)?, account_id(one.credit)?);
        client.execute(&call, &[&id, &debit, &credit, &one.amount]).await?;
    }
    Ok(())
}
