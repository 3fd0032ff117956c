//! Questions: records by id and in pages, balances, statements, the feed; and what is due.

use crate::fault::Fault;
use crate::handle::NativeEngine;
use crate::telling::{Teller, told, told_by, told_page};
use minicbor::Decode;
use paywright::catalogue::AnyRecord;
use paywright::shape::{Described, Form, Shape};
use paywright::storage::{Direction, Index, Value};
use paywright::{
    AccountId, AccountState, AccountsOf, Anchor, AsOf, Cursor, Cut, Engine, Error, Owner, PageOf, Purpose,
    StatementLines, StatementOf, Timestamp, TransferKind,
};

/// What is asked, as both packages write it: its number and its parts.
#[derive(Debug, Decode)]
enum Question {
    /// The record with this name and id.
    #[n(0)]
    Get {
        #[n(0)]
        record: String,
        #[cbor(n(1), with = "minicbor::bytes")]
        id: [u8; 16],
    },
    /// A page of records, by id or by an index and the values of its leading columns.
    #[n(1)]
    List {
        #[n(0)]
        record: String,
        #[n(1)]
        index: Option<String>,
        #[n(2)]
        with: Vec<Cell>,
        #[n(3)]
        page: Paging,
    },
    /// What an account holds, or held.
    #[n(2)]
    Balance {
        #[n(0)]
        account: AccountId,
        #[n(1)]
        at: Option<Moment>,
    },
    /// A page of an account's statement; null where there is no such account.
    #[n(3)]
    Statement {
        #[n(0)]
        account: AccountId,
        #[n(1)]
        since: Option<Timestamp>,
        #[n(2)]
        before: Option<Timestamp>,
        #[n(3)]
        kind: Option<u16>,
        #[n(4)]
        lines: StatementLines,
        #[n(5)]
        page: Paging,
    },
    /// A page of accounts.
    #[n(4)]
    Accounts {
        #[n(0)]
        owner: Option<Owner>,
        #[n(1)]
        purpose: Option<Purpose>,
        #[n(2)]
        state: Option<AccountState>,
        #[n(3)]
        page: Paging,
    },
    /// The sums of all accounts, now or at a cut.
    #[n(5)]
    TrialBalance {
        #[n(0)]
        cut: Option<String>,
    },
    /// How far each lane has come.
    #[n(6)]
    Cut,
    /// What happened after a cut.
    #[n(7)]
    Feed {
        #[n(0)]
        after: Option<String>,
        #[n(1)]
        limit: u32,
    },
    /// A cut that has come as far as an event that was handed out after it.
    #[n(8)]
    Reached {
        #[n(0)]
        cut: Option<String>,
        #[n(1)]
        lane: u16,
        #[n(2)]
        sequence: u64,
        #[cbor(n(3), with = "minicbor::bytes")]
        hash: [u8; 32],
    },
    /// Time of the newest entry; the engine's clock; how many calls wait.
    #[n(9)]
    Times,
    /// Hands out what is due.
    #[n(10)]
    Claim {
        #[n(0)]
        worker: String,
        #[n(1)]
        most: u32,
        #[n(2)]
        lease_seconds: u32,
    },
    /// Ends the claims of a worker that started anew.
    #[n(11)]
    Recover {
        #[n(0)]
        worker: String,
    },
    /// Does what time has made due.
    #[n(12)]
    Tick,
    /// How far the books have come beyond a cut.
    #[n(13)]
    Behind {
        #[n(0)]
        cut: String,
    },
}

/// Which part of a list.
#[derive(Debug, Decode)]
struct Paging {
    #[n(0)]
    newest_first: bool,
    #[n(1)]
    after: Option<String>,
    #[n(2)]
    limit: u32,
}

impl Paging {
    fn way(&self) -> Direction {
        if self.newest_first { Direction::Descending } else { Direction::Ascending }
    }

    fn cursor(&self) -> Result<Option<Cursor>, Error> {
        self.after.as_ref().map(|text| text.parse()).transpose()
    }
}

/// When an account held something.
#[derive(Debug, Decode)]
enum Moment {
    #[n(0)]
    Cut(#[n(0)] String),
    #[n(1)]
    Recorded(#[n(0)] Timestamp),
    #[n(2)]
    Effective(#[n(0)] Timestamp),
}

/// A value that an index is looked up by, as a command would carry it.
#[derive(Debug)]
struct Cell(Vec<u8>);

impl<'b, C> Decode<'b, C> for Cell {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        Ok(Self(d.bytes()?.to_vec()))
    }
}

#[uniffi::export]
impl NativeEngine {
    /// The answer to a question.
    ///
    /// # Errors
    /// Whatever the engine answers where there is none.
    pub fn question(&self, asked: Vec<u8>) -> Result<Vec<u8>, Fault> {
        let question = minicbor::decode(&asked).map_err(|error| Fault::value("unreadable", error))?;
        self.ask(|engine| answered(engine, question))
    }
}

fn answered(engine: &Engine, question: Question) -> Result<Vec<u8>, Fault> {
    Ok(match question {
        Question::Get { record, id } => found(AnyRecord::get(engine, &record, id)?),
        Question::List { record, index, with, page } => {
            listed(engine, &record, index.as_deref(), &with, &page)?
        }
        Question::Balance { account, at: None } => told(&engine.balance(account)?),
        Question::Balance { account, at: Some(at) } => told(&match at {
            Moment::Cut(cut) => engine.balance_as_of(account, AsOf::Cut(&cut_of(&cut)?))?,
            Moment::Recorded(time) => engine.balance_as_of(account, AsOf::Recorded(time))?,
            Moment::Effective(time) => engine.balance_as_of(account, AsOf::Effective(time))?,
        }),
        Question::Statement { account, since, before, kind, lines, page } => {
            let after = page.cursor()?;
            let of = StatementOf {
                account,
                from: since,
                below: before,
                kind: kind.map(TransferKind),
                lines,
                direction: page.way(),
                after: after.as_ref(),
                limit: page.limit,
            };
            let lines = engine.statement(&of)?;
            lines.map_or_else(nothing, |page| told_page(&page, Described::tell))
        }
        Question::Accounts { owner, purpose, state, page } => {
            let after = page.cursor()?;
            let of = AccountsOf { owner, purpose, state, after: after.as_ref(), limit: page.limit };
            told_page(&engine.accounts(&of)?, Described::tell)
        }
        Question::TrialBalance { cut: None } => told(&engine.trial_balance()?),
        Question::TrialBalance { cut: Some(cut) } => told(&engine.trial_balance_at(&cut_of(&cut)?)?),
        Question::Cut => told(&engine.cut()?),
        Question::Behind { cut } => told(&engine.behind(&cut_of(&cut)?)?),
        Question::Feed { after, limit } => {
            let after = after.map_or(Ok(Cut::START), |after| cut_of(&after))?;
            told(&engine.feed(&after, limit)?)
        }
        Question::Reached { cut, lane, sequence, hash } => {
            let mut cut = cut.map_or(Ok(Cut::START), |cut| cut_of(&cut))?;
            cut.reach(Anchor { lane, sequence, hash });
            told(&cut)
        }
        Question::Times => {
            let mut teller = Teller::new();
            teller.array(3);
            teller.value(engine.written_until()?);
            teller.value(engine.now());
            teller.value(engine.waiting());
            teller.into_bytes()
        }
        Question::Claim { worker, most, lease_seconds } => {
            told(&engine.claim(&worker, most, lease_seconds)?)
        }
        Question::Recover { worker } => count(engine.recover(&worker)?),
        Question::Tick => count(engine.tick()?),
    })
}

fn nothing() -> Vec<u8> {
    told(&None::<bool>)
}

fn count(of: usize) -> Vec<u8> {
    let mut teller = Teller::new();
    teller.value(of);
    teller.into_bytes()
}

fn found(record: Option<AnyRecord>) -> Vec<u8> {
    record.map_or_else(nothing, |record| told_by(|to| record.tell(to)))
}

/// A cut from its text.
pub(crate) fn cut_of(text: &str) -> Result<Cut, Error> {
    text.parse()
}

fn listed(
    engine: &Engine,
    record: &str,
    index: Option<&str>,
    with: &[Cell],
    page: &Paging,
) -> Result<Vec<u8>, Fault> {
    let keys = keys(record, index, with)?;
    let values: Vec<Value<'_>> = keys.iter().map(Key::value).collect();
    let after = page.cursor()?;
    let of = PageOf { index, with: &values, direction: page.way(), after: after.as_ref(), limit: page.limit };
    let found = AnyRecord::list(engine, record, &of)?;
    Ok(told_page(&found, AnyRecord::tell))
}

/// A value that an index is looked up by.
#[derive(Debug)]
enum Key {
    Int(i64),
    Id([u8; 16]),
    Text(String),
}

impl Key {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Int(number) => Value::Int(*number),
            Self::Id(id) => Value::Id(*id),
            Self::Text(text) => Value::Text(text),
        }
    }
}

/// The values of an index's leading columns: each of the type that the record's field of that name has.
fn keys(record: &str, index: Option<&str>, with: &[Cell]) -> Result<Vec<Key>, Fault> {
    let columns = columns(record, index);
    if with.len() > columns.len() {
        let text = format!("{} values are given, and it goes by {}", with.len(), columns.len());
        return Err(Fault::misuse("invalid_cursor", text));
    }
    let key = |(cell, shape): (&Cell, &&Shape)| {
        key(&cell.0, shape).map_err(|error| Fault::value("unreadable", error))
    };
    with.iter().zip(&columns).map(key).collect()
}

/// What the columns of an index hold; one that is unknown is refused by the engine.
fn columns(record: &str, index: Option<&str>) -> Vec<&'static Shape> {
    let of = AnyRecord::SHAPES.iter().find_map(|shape| match shape {
        Shape::Fields(of) if of.name == record => Some(*of),
        _ => None,
    });
    let (Some(of), Some(index)) = (of, index) else { return Vec::new() };
    let Form::Row(table) = of.form else { return Vec::new() };
    let schema = paywright::schema();
    let table = schema.tables.iter().find(|known| known.name == table);
    let index: Option<&Index> =
        table.and_then(|table| table.indexes.iter().find(|known| known.name == index));
    let field = |column: &&str| of.fields.iter().find(|field| field.name == *column).map(|field| field.shape);
    index.map_or_else(Vec::new, |index| index.columns.iter().filter_map(field).collect())
}

fn key(cell: &[u8], shape: &Shape) -> Result<Key, minicbor::decode::Error> {
    let mut d = minicbor::Decoder::new(cell);
    let unknown = || minicbor::decode::Error::message("no such value is looked up");
    Ok(match shape {
        Shape::Optional(inner) => return key(cell, inner),
        Shape::Id(_) => Key::Id(minicbor::decode::<minicbor::bytes::ByteArray<16>>(cell)?.into()),
        Shape::Time | Shape::Whole { .. } => Key::Int(d.i64()?),
        Shape::Text => Key::Text(d.str()?.to_owned()),
        Shape::Words(of) => {
            let number = d.u32()?;
            let word = of.words.iter().find(|word| word.number == number);
            Key::Text(word.ok_or_else(unknown)?.word.to_owned())
        }
        Shape::Variants(of) if of.name == "Owner" => Key::Text(minicbor::decode::<Owner>(cell)?.to_string()),
        _ => return Err(unknown()),
    })
}
