//! The books that every round starts from: users with funded wallets, and merchants who sell.

use crate::ground::{Database, Ground};
use crate::{Outcome, Scale, large, raw};
use paywright::{
    AccountId, AccountKey, ActivateMerchant, Answer, AnyOutput, CreateFeePlan, Currency, Engine, FeePlanId,
    MerchantId, Money, NewTransfer, OpenAccount, PaymentState, PostTransfers, Purpose, RegisterMerchant,
    RegisterUser, Request, TransferId, UserId,
};
use paywright_sqlite::SqliteStorage;
use std::path::Path;
use std::rc::Rc;

/// What each wallet holds at the start, in minor units: more than any round takes from it.
const FUNDS: i64 = 100_000_000;
/// Requests and transfers of one call while the books are made.
const A_CALL: usize = 5_000;

/// Who is in the books.
#[derive(Debug)]
pub struct Books {
    /// Users, each with a wallet.
    pub users: Vec<UserId>,
    /// Their wallets.
    pub wallets: Vec<AccountId>,
    /// Merchants who sell.
    pub merchants: Vec<MerchantId>,
    /// What all amounts are in.
    pub currency: Currency,
}

impl Books {
    /// Who is in the books of this scale: their ids are made of their names.
    pub fn of(scale: &Scale) -> Outcome<Self> {
        let currency: Currency = "GBP".parse()?;
        let users: Vec<UserId> = user_names(scale).map(|name| UserId::derived(&name)).collect();
        let wallets = users.iter().map(|user| wallet(*user, currency).id()).collect();
        let merchants = merchant_names(scale).map(|name| MerchantId::derived(&name)).collect();
        Ok(Self { users, wallets, merchants, currency })
    }

    /// Makes these books in an engine that has none yet.
    pub fn fill(engine: &Engine, scale: &Scale) -> Outcome<Self> {
        let books = Self::of(scale)?;
        let currency = books.currency;
        let plan = FeePlanId::derived("standard");
        let terms = CreateFeePlan::new("standard", "0.029".parse()?, Money::new(30, currency));
        all_new(engine.batch([CreateFeePlan { id: Some(plan), ..terms }.into()]))?;

        for (id, name) in books.merchants.iter().zip(merchant_names(scale)) {
            let register = RegisterMerchant { id: Some(*id), ..RegisterMerchant::new(name.as_str(), plan) };
            all_new(engine.batch([register.into(), ActivateMerchant::new(*id).into()]))?;
        }

        let references: Vec<String> = user_names(scale).collect();
        for (ids, references) in books.users.chunks(A_CALL).zip(references.chunks(A_CALL)) {
            let register = ids.iter().zip(references).map(|(id, reference)| -> Request {
                RegisterUser { id: Some(*id), ..RegisterUser::new(reference.as_str()) }.into()
            });
            all_new(engine.batch(register))?;
            all_new(engine.batch(ids.iter().map(|id| OpenAccount::new(wallet(*id, currency)).into())))?;
        }
        fund(engine, &books.wallets, currency)?;
        Ok(books)
    }
}

fn user_names(scale: &Scale) -> impl Iterator<Item = String> {
    (0..scale.accounts).map(|number| format!("user {number}"))
}

fn merchant_names(scale: &Scale) -> impl Iterator<Item = String> {
    (0..scale.merchants).map(|number| format!("merchant {number}"))
}

fn wallet(user: UserId, currency: Currency) -> AccountKey {
    AccountKey::user(user, Purpose::Wallet, currency)
}

fn fund(engine: &Engine, wallets: &[AccountId], currency: Currency) -> Outcome<()> {
    let bank = AccountKey::platform(Purpose::Bank, currency);
    all_new(engine.batch([OpenAccount::new(bank.clone()).into()]))?;
    for wallets in wallets.chunks(A_CALL) {
        let transfers: Vec<NewTransfer> = wallets
            .iter()
            .map(|wallet| {
                let id = TransferId::derived(&format!("funds of {wallet}"));
                NewTransfer::posted(bank.id(), *wallet, Money::new(FUNDS, currency)).with_id(id)
            })
            .collect();
        all_new(engine.batch([PostTransfers::new(transfers).into()]))?;
    }
    Ok(())
}

/// Fails unless each request was accepted as new and did all that it asks for.
pub fn all_new(answers: Vec<Result<Answer, paywright::Error>>) -> Outcome<()> {
    for answer in answers {
        let answer = answer?;
        if answer.acceptance != paywright::Acceptance::New {
            return Err("a request of the load changed nothing: it is not what was to be measured".into());
        }
        match answer.output {
            AnyOutput::Posted(posted) => {
                if let Some(refused) = posted.results.into_iter().find_map(Result::err) {
                    return Err(format!("a transfer of the load was refused: {refused}").into());
                }
            }
            AnyOutput::Payment(payment) => {
                let state = payment.state;
                if !matches!(state, PaymentState::RequiresConfirmation | PaymentState::Succeeded) {
                    return Err(format!("a payment of the load is {state}").into());
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// A closed database with these books, to be copied for each round.
#[derive(Debug)]
pub struct Template {
    database: Database,
    /// Who is in it.
    pub books: Books,
    /// Its size.
    pub bytes: u64,
}

impl Template {
    /// Makes one in which nothing has happened yet.
    pub fn on(ground: &Ground) -> Outcome<Rc<Self>> {
        Self::grown(ground, 0)
    }

    /// Makes one with so many commits of transfers.
    pub fn grown(ground: &Ground, commits: usize) -> Outcome<Rc<Self>> {
        let database = ground.database();
        let engine = Engine::new(SqliteStorage::open(database.path())?)?;
        let books = large::fill(&engine, &ground.scale, commits)?;
        drop(engine);
        raw::checkpoint(database.path())?;
        Ok(Rc::new(Self::of(database, books)?))
    }

    /// A closed file with these books.
    pub fn of(database: Database, books: Books) -> Outcome<Self> {
        let bytes = database.bytes()?;
        Ok(Self { database, books, bytes })
    }

    /// Where the file is, to be read.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.database.path()
    }

    /// A copy to write to by hand.
    pub fn copy(&self) -> Outcome<Database> {
        self.database.copy()
    }

    /// A copy with an engine on it.
    pub fn engine(&self) -> Outcome<OnDisk> {
        OnDisk::open(self.copy()?)
    }
}

/// An engine and the file it writes; closed in this order.
#[derive(Debug)]
pub struct OnDisk {
    /// The engine.
    pub engine: Engine,
    database: Database,
}

impl OnDisk {
    /// Over this file.
    pub fn open(database: Database) -> Outcome<Self> {
        let engine = Engine::new(SqliteStorage::open(database.path())?)?;
        Ok(Self { engine, database })
    }

    /// Closes the engine and folds the log into the file.
    pub fn close(self) -> Outcome<Database> {
        let Self { engine, database } = self;
        drop(engine);
        raw::checkpoint(database.path())?;
        Ok(database)
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.database.path()
    }
}
