//! What an inspection found. Field by field it is also the JSON object.

use serde::Serialize;

/// All of it. Times are texts in UTC, amounts minor units of their currency.
#[derive(Debug, Default, Serialize)]
pub struct Contents {
    pub database: String,
    pub accounts: Vec<Accounts>,
    pub trial_balance: Vec<Trial>,
    pub lanes: Vec<LaneHead>,
    pub effects: Vec<Effects>,
    /// The oldest time that something waits for, for each table that has any.
    pub oldest_due: Vec<OldestDue>,
    pub open_cases: Vec<Cases>,
    pub keys: Keys,
    /// Of the file; a server keeps that to itself.
    pub sizes: Option<Sizes>,
}

/// Accounts that are alike.
#[derive(Debug, Serialize)]
pub struct Accounts {
    pub currency: String,
    pub purpose: &'static str,
    pub state: &'static str,
    pub count: u64,
}

/// The trial balance of a currency.
#[derive(Debug, Serialize)]
pub struct Trial {
    pub currency: String,
    pub lines: Vec<Line>,
    pub total: Sums,
    pub is_balanced: bool,
}

/// All accounts of a purpose.
#[derive(Debug, Serialize)]
pub struct Line {
    pub purpose: &'static str,
    #[serde(flatten)]
    pub sums: Sums,
}

/// In minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sums {
    pub debits: i128,
    pub credits: i128,
    pub pending_debits: i128,
    pub pending_credits: i128,
}

/// The head of a lane.
#[derive(Debug, Serialize)]
pub struct LaneHead {
    pub lane: u16,
    pub epoch: u64,
    pub sequence: u64,
    pub held_until: String,
    pub last_entry_at: String,
}

/// Effects that are alike, and when the oldest of them is due.
#[derive(Debug, Serialize)]
pub struct Effects {
    pub kind: &'static str,
    pub state: &'static str,
    pub count: u64,
    pub oldest_due: Option<String>,
}

/// What waits longest in a table.
#[derive(Debug, Serialize)]
pub struct OldestDue {
    pub table: &'static str,
    pub at: String,
}

/// Open cases that are alike.
#[derive(Debug, Serialize)]
pub struct Cases {
    pub kind: &'static str,
    pub count: u64,
}

/// Keys of requests.
#[derive(Debug, Default, Serialize)]
pub struct Keys {
    pub kept: u64,
    /// When the oldest was used; none where none is kept.
    pub oldest: Option<String>,
}

/// The files.
#[derive(Debug, Default, Serialize)]
pub struct Sizes {
    pub file_bytes: u64,
    pub log_bytes: u64,
    pub page_bytes: u64,
    pub free_pages: u64,
    pub tables: Vec<TableSize>,
}

/// A table with its indexes.
#[derive(Debug, Serialize)]
pub struct TableSize {
    pub table: String,
    pub rows: u64,
    pub bytes: u64,
}

impl Contents {
    /// In every currency debits equal credits, posted and pending.
    pub fn is_balanced(&self) -> bool {
        self.trial_balance.iter().all(|trial| trial.is_balanced)
    }

    pub fn json(&self) -> String {
        // Plain fields cannot fail to be written.
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        text + "\n"
    }
}
