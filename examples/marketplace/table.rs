//! Tables for people: aligned columns, grouped digits.

use std::fmt;

/// A table with a title and a head; its first column stands left, the others right.
#[derive(Debug)]
pub struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    sums: usize,
}

impl Table {
    /// The head's first cell is the table's title.
    pub fn new<const N: usize>(head: [&str; N]) -> Self {
        Self { head: head.map(str::to_owned).to_vec(), rows: Vec::new(), sums: 0 }
    }

    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.to_vec());
    }

    /// A last row, set off from the others.
    pub fn sum<const N: usize>(&mut self, cells: [String; N]) {
        self.row(cells);
        self.sums += 1;
    }

    fn widths(&self) -> Vec<usize> {
        let lines = || self.rows.iter().chain([&self.head]);
        let width =
            |line: &Vec<String>, column: usize| line.get(column).map_or(0, |cell| cell.chars().count());
        let widest = |column| lines().map(|line| width(line, column)).max().unwrap_or(0);
        (0..self.head.len()).map(widest).collect()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widths = self.widths();
        let rule: usize = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        line(f, &self.head, &widths)?;
        writeln!(f, "{}", "-".repeat(rule))?;
        let sums = self.rows.len().saturating_sub(self.sums);
        for (place, row) in self.rows.iter().enumerate() {
            if place == sums {
                writeln!(f, "{}", "-".repeat(rule))?;
            }
            line(f, row, &widths)?;
        }
        Ok(())
    }
}

/// Blanks between columns.
const GAP: usize = 3;

fn line(f: &mut fmt::Formatter<'_>, cells: &[String], widths: &[usize]) -> fmt::Result {
    let mut text = String::new();
    for (place, (cell, width)) in cells.iter().zip(widths).enumerate() {
        if place == 0 {
            text.push_str(&format!("{cell:<width$}"));
        } else {
            text.push_str(&format!("{:GAP$}{cell:>width$}", ""));
        }
    }
    writeln!(f, "{}", text.trim_end())
}

/// 1234567 is `1,234,567`.
pub fn grouped(number: impl Into<i128>) -> String {
    let number = number.into();
    let digits = number.unsigned_abs().to_string();
    let mut text = if number < 0 { "-".to_owned() } else { String::new() };
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// 123456 pence are `1,234.56`.
pub fn pounds(pence: impl Into<i128>) -> String {
    let pence = pence.into();
    let sign = if pence < 0 { "-" } else { "" };
    let pence = pence.unsigned_abs();
    let whole = i128::try_from(pence / 100).unwrap_or(i128::MAX);
    format!("{sign}{}.{:02}", grouped(whole), pence % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_in_groups_of_three() {
        let numbers = [0, 7, 100, 1_000, -1_000, 999_999, 1_234_567].map(|number: i64| grouped(number));
        assert_eq!(numbers, ["0", "7", "100", "1,000", "-1,000", "999,999", "1,234,567"]);
        let amounts = [0, 5, -5, 100_000, -123_456_789].map(|pence: i64| pounds(pence));
        assert_eq!(amounts, ["0.00", "0.05", "-0.05", "1,000.00", "-1,234,567.89"]);
    }

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut table = Table::new(["Fruit", "GBP"]);
        table.row(["pear".to_owned(), "1.00".to_owned()]);
        table.sum(["all of it".to_owned(), "1.00".to_owned()]);
        let expected =
            "Fruit        GBP\n----------------\npear        1.00\n----------------\nall of it   1.00\n";
        assert_eq!(table.to_string(), expected);
    }
}
