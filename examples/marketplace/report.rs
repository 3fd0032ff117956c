//! The report for people.

use crate::figures::{Figures, MerchantFigures};
use crate::invoice::Kind;
use crate::orders::Orders;
use crate::place::Place;
use crate::table::{Table, grouped, pounds};
use paywright::machine::Word;
use paywright::{Currency, Side, TrialLine};
use std::fmt;

/// Everything the report tells.
#[derive(Debug)]
pub struct Report<'a> {
    pub orders: &'a Orders,
    pub figures: &'a Figures,
    pub trial_balance: &'a [TrialLine],
    pub place: &'a Place,
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "PAYWRIGHT MARKETPLACE")?;
        writeln!(f)?;
        writeln!(f, "Orders from   {}", self.orders.source.name())?;
        writeln!(f, "Database      {}", self.place)?;
        writeln!(f)?;
        writeln!(
            f,
            "The order lines name no seller: each country stands for a merchant. Amounts are in pounds."
        )?;
        writeln!(
            f,
            "Fees are 2.9 % and 30 pence a payment, and stay with the platform when a payment is refunded."
        )?;
        for table in [self.totals(), self.invoices(), self.refunds(), self.merchants(), self.trial()] {
            write!(f, "\n{table}")?;
        }
        writeln!(f)?;
        self.run(f)
    }
}

impl Report<'_> {
    fn totals(&self) -> Table {
        let figures = self.figures;
        let mut table = Table::new(["Totals", "GBP"]);
        table.row(["captured from cards".to_owned(), pounds(figures.captured)]);
        table.row(["fees of the platform".to_owned(), pounds(-figures.fees)]);
        table.row(["refunded to cards".to_owned(), pounds(-figures.refunded)]);
        table.sum(["owed to merchants".to_owned(), pounds(figures.owed)]);
        table
    }

    fn invoices(&self) -> Table {
        let figures = self.figures;
        let mut table = Table::new(["Invoices", "number", "GBP"]);
        table.row(["orders, paid by card".to_owned(), number(figures.orders), pounds(figures.captured)]);
        let requested = pounds(self.requested());
        table.row(["refund requests".to_owned(), number(figures.refund_requests), requested]);
        table.row([
            "nothing to pay, skipped".to_owned(),
            number(figures.skipped_nothing_to_pay),
            String::new(),
        ]);
        table.row(["adjustments, skipped".to_owned(), number(figures.skipped_adjustments), String::new()]);
        table.sum(["all".to_owned(), number(figures.invoices), String::new()]);
        table
    }

    fn refunds(&self) -> Table {
        let figures = self.figures;
        let mut table = Table::new(["Refunds", "number", "GBP"]);
        table.row([
            "succeeded, one a payment".to_owned(),
            grouped(figures.refunds),
            pounds(figures.refunded),
        ]);
        let refused = pounds(figures.refund_refused_minor);
        table.row([
            "requests without place, in part or whole".to_owned(),
            grouped(figures.refund_refused),
            refused,
        ]);
        table.sum(["requested".to_owned(), number(figures.refund_requests), pounds(self.requested())]);
        table
    }

    /// What refund requests come to.
    fn requested(&self) -> i64 {
        let requests = self.orders.invoices.iter().filter(|invoice| invoice.kind() == Kind::Refund);
        requests.map(|invoice| invoice.total.saturating_neg()).sum()
    }

    fn merchants(&self) -> Table {
        let mut table = Table::new(["Merchants", "payments", "captured", "fees", "refunded", "owed"]);
        let line = |name: &str, figures: &MerchantFigures| {
            let payments = grouped(figures.payments);
            let amounts = [figures.captured, figures.fees, figures.refunded, figures.owed].map(pounds);
            let [captured, fees, refunded, owed] = amounts;
            [name.to_owned(), payments, captured, fees, refunded, owed]
        };
        let mut merchants: Vec<_> = self.figures.merchants.iter().collect();
        merchants.sort_by_key(|(_, figures)| std::cmp::Reverse(figures.captured));
        for (name, figures) in &merchants {
            table.row(line(name, figures));
        }
        let total = merchants.iter().fold(MerchantFigures::default(), |sum, (_, figures)| sum.plus(figures));
        table.sum(line(&format!("{} merchants", merchants.len()), &total));
        table
    }

    /// Each purpose's balance on the side where it stands.
    fn trial(&self) -> Table {
        let mut table = Table::new(["Trial balance", "debit", "credit"]);
        let (mut debits, mut credits) = (0_i128, 0_i128);
        for line in self.trial_balance.iter().filter(|line| line.currency == Currency::GBP) {
            let balance = line.figures.balance();
            let purpose = line.purpose.word().replace('_', " ");
            if (line.figures.side == Side::Debit) == (balance >= 0) {
                debits = debits.saturating_add(balance.saturating_abs());
                table.row([purpose, pounds(balance.saturating_abs()), String::new()]);
            } else {
                credits = credits.saturating_add(balance.saturating_abs());
                table.row([purpose, String::new(), pounds(balance.saturating_abs())]);
            }
        }
        let balanced = if debits == credits { "in balance" } else { "OUT OF BALANCE" };
        table.sum([balanced.to_owned(), pounds(debits), pounds(credits)]);
        table
    }

    fn run(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let figures = self.figures;
        let (commands, seconds) = (grouped(figures.commands), figures.seconds);
        writeln!(f, "Commands      {commands} accepted by this run, in {seconds:.1} s with the check")?;
        if let Some(bytes) = figures.database_bytes {
            writeln!(f, "Size          {} bytes", grouped(bytes))?;
        }
        if figures.verified {
            writeln!(f, "Verified      true: everything stored is as the journal tells it")?;
        } else {
            writeln!(f, "Verified      FALSE: the findings follow")?;
        }
        writeln!(f, "Check again   cargo xtask verify {} {}", self.place.option(), self.place)
    }
}

fn number(count: usize) -> String {
    grouped(u64::try_from(count).unwrap_or(u64::MAX))
}
