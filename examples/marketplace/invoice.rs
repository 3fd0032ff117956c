//! Invoices: what the lines of one number come to.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta, TimeZone};
use chrono_tz::Europe::London;
use paywright::{Currency, MerchantId, Money, OrderId, PaymentId, RefundId, Timestamp, UserId};

/// What an invoice asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Goods against money.
    Order,
    /// Money back.
    Refund,
    /// An order of no value, or a return that gives nothing back.
    NothingToPay,
    /// A line of bookkeeping, which is no business between a customer and a merchant.
    Adjustment,
}

/// An invoice. Time, customer and country are those of its first line.
#[derive(Clone, Debug)]
pub struct Invoice {
    pub number: String,
    /// Number of its first line in the file.
    pub first_line: u64,
    pub at: Timestamp,
    /// The day in London.
    pub day: NaiveDate,
    pub customer: Option<String>,
    pub country: String,
    /// In pence.
    pub total: i64,
    /// For an order or a refund of a known customer: which buyer of [`Orders`](crate::orders::Orders) it is.
    pub buyer: Option<Buyer>,
}

/// A customer at one merchant.
#[derive(Clone, Copy, Debug)]
pub struct Buyer {
    pub place: usize,
    /// How many orders the buyer had paid before.
    pub paid_before: usize,
}

impl Invoice {
    /// The number decides, then the total.
    pub fn kind(&self) -> Kind {
        let is_sale = self.number.bytes().all(|letter| letter.is_ascii_digit());
        match (is_sale, self.number.starts_with('C')) {
            (true, _) if self.total > 0 => Kind::Order,
            (false, true) if self.total < 0 => Kind::Refund,
            (false, false) => Kind::Adjustment,
            _ => Kind::NothingToPay,
        }
    }

    pub fn amount(&self) -> Money {
        Money::new(self.total, Currency::GBP)
    }

    pub fn merchant(&self) -> MerchantId {
        merchant(&self.country)
    }

    pub fn user(&self) -> Option<UserId> {
        self.customer.as_deref().map(UserId::derived)
    }

    pub fn order(&self) -> OrderId {
        OrderId::derived(&self.number)
    }

    pub fn payment(&self) -> PaymentId {
        PaymentId::derived(&self.number)
    }

    /// The refund that this invoice places on the payment of another.
    pub fn refund_of(&self, paid: &Self) -> RefundId {
        // The paid invoice's number is all digits, so the last slash parts the two.
        RefundId::derived(&format!("{}/{}", self.number, paid.number))
    }
}

/// The country stands for the merchant.
pub fn merchant(country: &str) -> MerchantId {
    MerchantId::derived(country)
}

/// The moment when London's clocks show this. In autumn an hour comes twice: the earlier is meant. In spring
/// an hour is left out: a time within it is read as the clock shows it that was not yet set forward.
pub fn in_london(local: NaiveDateTime) -> Timestamp {
    let found = London.from_local_datetime(&local).earliest();
    let found = found.map(|time| time.to_utc()).or_else(|| {
        let later = local.checked_add_signed(TimeDelta::hours(1))?;
        London.from_local_datetime(&later).earliest().map(|time| time.to_utc())
    });
    // Where even an hour later is none, the file's time counts as Greenwich's: London knows no such case.
    Timestamp::from(found.unwrap_or_else(|| local.and_utc()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn london(local: &str) -> String {
        in_london(NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M:%S").unwrap()).to_string()
    }

    #[test]
    fn summer_and_winter_and_the_hours_between() {
        assert_eq!(london("2026-07-01 12:00:00"), "2026-07-01T11:00:00.000000Z");
        assert_eq!(london("2026-12-01 12:00:00"), "2026-12-01T12:00:00.000000Z");
        assert_eq!(london("2026-10-25 01:30:00"), "2026-10-25T00:30:00.000000Z");
        assert_eq!(london("2026-10-25 02:00:00"), "2026-10-25T02:00:00.000000Z");
        assert_eq!(london("2026-03-29 00:59:59"), "2026-03-29T00:59:59.000000Z");
        assert_eq!(london("2026-03-29 01:30:00"), "2026-03-29T01:30:00.000000Z");
        assert_eq!(london("2026-03-29 02:30:00"), "2026-03-29T01:30:00.000000Z");
    }

    fn kind(number: &str, total: i64) -> Kind {
        let day = NaiveDate::from_ymd_opt(2026, 9, 7).unwrap();
        let (customer, country) = (None, "Norway".to_owned());
        let at = Timestamp::default();
        let number = number.to_owned();
        Invoice { number, first_line: 2, at, day, customer, country, total, buyer: None }.kind()
    }

    #[test]
    fn the_number_and_the_total_say_what_an_invoice_asks_for() {
        let cases = [
            ("700101", 1, Kind::Order),
            ("700101", 0, Kind::NothingToPay),
            ("700101", -1, Kind::NothingToPay),
            ("C700101", -1, Kind::Refund),
            ("C700101", 0, Kind::NothingToPay),
            ("C700101", 1, Kind::NothingToPay),
            ("A700101", 1, Kind::Adjustment),
            ("A700101", -1, Kind::Adjustment),
            ("70010a", 1, Kind::Adjustment),
        ];
        for (number, total, expected) in cases {
            assert_eq!(kind(number, total), expected, "{number} {total}");
        }
    }
}
