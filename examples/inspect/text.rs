//! An inspection for people.

use crate::contents::{Contents, Sums, Trial};
use crate::table::{Table, grouped};
use std::fmt;

impl fmt::Display for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.database)?;
        for table in [self.of_accounts(), self.of_lanes(), self.of_effects(), self.of_due(), self.of_cases()]
        {
            write!(f, "\n{table}")?;
        }
        for trial in &self.trial_balance {
            write!(f, "\n{}", of_trial(trial))?;
        }
        if self.sizes.is_some() {
            write!(f, "\n{}", self.of_tables())?;
        }
        write!(f, "\n{}", self.of_files())
    }
}

impl Contents {
    fn of_accounts(&self) -> Table {
        let mut table = Table::new(["Accounts", "currency", "state", "number"]);
        for one in &self.accounts {
            let (purpose, state) = (one.purpose.to_owned(), one.state.to_owned());
            table.row([purpose, one.currency.clone(), state, grouped(one.count)]);
        }
        table
    }

    fn of_lanes(&self) -> Table {
        let mut table = Table::new(["Lane", "epoch", "sequence", "held until", "last entry"]);
        for one in &self.lanes {
            let (epoch, sequence) = (grouped(one.epoch), grouped(one.sequence));
            table.row([
                one.lane.to_string(),
                epoch,
                sequence,
                one.held_until.clone(),
                one.last_entry_at.clone(),
            ]);
        }
        table
    }

    fn of_effects(&self) -> Table {
        let mut table = Table::new(["Effects", "state", "number", "oldest due"]);
        for one in &self.effects {
            let (kind, state) = (one.kind.to_owned(), one.state.to_owned());
            table.row([kind, state, grouped(one.count), one.oldest_due.clone().unwrap_or_default()]);
        }
        table
    }

    fn of_due(&self) -> Table {
        let mut table = Table::new(["What waits for a time", "the oldest"]);
        for one in &self.oldest_due {
            table.row([one.table.to_owned(), one.at.clone()]);
        }
        table
    }

    fn of_cases(&self) -> Table {
        let mut table = Table::new(["Open cases", "number"]);
        for one in &self.open_cases {
            table.row([one.kind.to_owned(), grouped(one.count)]);
        }
        table
    }

    fn of_tables(&self) -> Table {
        let mut table = Table::new(["Tables", "rows", "bytes"]);
        for one in self.sizes.iter().flat_map(|sizes| &sizes.tables) {
            table.row([one.table.clone(), grouped(one.rows), grouped(one.bytes)]);
        }
        table
    }

    fn of_files(&self) -> Table {
        let keys = &self.keys;
        let mut table = Table::new([if self.sizes.is_some() { "Files and keys" } else { "Keys" }, ""]);
        if let Some(sizes) = &self.sizes {
            table.row(["bytes of the file".to_owned(), grouped(sizes.file_bytes)]);
            table.row(["bytes of its log".to_owned(), grouped(sizes.log_bytes)]);
            table.row(["bytes of a page".to_owned(), grouped(sizes.page_bytes)]);
            table.row(["free pages".to_owned(), grouped(sizes.free_pages)]);
        }
        table.row(["keys of requests".to_owned(), grouped(keys.kept)]);
        if let Some(oldest) = &keys.oldest {
            table.row(["the oldest key".to_owned(), oldest.clone()]);
        }
        table
    }
}

fn of_trial(trial: &Trial) -> Table {
    let title = format!("Trial balance, minor units of {}", trial.currency);
    let mut table = Table::new([&title[..], "debits", "credits", "pending debits", "pending credits"]);
    for line in &trial.lines {
        table.row(cells(line.purpose, line.sums));
    }
    table.sum(cells(if trial.is_balanced { "total" } else { "total, NOT equal" }, trial.total));
    table
}

fn cells(name: &str, sums: Sums) -> [String; 5] {
    let Sums { debits, credits, pending_debits, pending_credits } = sums;
    let [debits, credits, pending_debits, pending_credits] =
        [debits, credits, pending_debits, pending_credits].map(grouped);
    [name.to_owned(), debits, credits, pending_debits, pending_credits]
}
