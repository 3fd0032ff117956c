//! Figures for people, and for programs.

use crate::figure::{Measured, Series};
use std::fmt::Write as _;

/// A list of `{name, value, baseline, ratio, unit}`. Baseline and ratio are `null` where there is no
/// baseline.
#[must_use]
pub fn json(figures: &[Measured]) -> String {
    let number = |number: Option<f64>| match number {
        Some(number) if number.is_finite() => format!("{number}"),
        _ => "null".to_owned(),
    };
    let line = |one: &Measured| {
        format!(
            "  {{\"name\": \"{}\", \"value\": {}, \"baseline\": {}, \"ratio\": {}, \"unit\": \"{}\"}}",
            one.figure.name,
            number(Some(one.ours.median())),
            number(one.baseline.as_ref().map(Series::median)),
            number(one.ratio()),
            one.figure.unit
        )
    };
    let lines: Vec<String> = figures.iter().map(line).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

/// A table, and below it what each line is about. Behind each median stand the least and the greatest round.
#[must_use]
pub fn table(figures: &[Measured]) -> String {
    let mut rows =
        vec![["figure", "value", "unit", "baseline", "ratio", "foundation", "goal"].map(str::to_owned)];
    rows.extend(figures.iter().map(|one| {
        [
            one.figure.name.to_owned(),
            series(&one.ours),
            one.figure.unit.to_owned(),
            one.baseline.as_ref().map_or_else(|| "-".to_owned(), series),
            one.ratio().map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.2}")),
            one.figure.foundation.to_owned(),
            one.figure.goal.to_owned(),
        ]
    }));
    let widths: Vec<usize> =
        (0..7).map(|column| rows.iter().map(|row| row[column].len()).max().unwrap_or(0)).collect();
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            // Writing to a string cannot fail.
            let _ = write!(line, "{cell:width$}  ");
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text.push('\n');
    for one in figures {
        let (name, what, baseline) = (one.figure.name, one.figure.what, one.figure.baseline);
        let _ = writeln!(text, "{name}: {what}");
        if !baseline.is_empty() {
            let _ = writeln!(text, "    against {baseline}");
        }
    }
    text
}

fn series(series: &Series) -> String {
    let median = figure(series.median());
    if series.0.len() < 2 {
        return median;
    }
    format!("{median} ({} - {})", figure(series.least()), figure(series.most()))
}

/// As many digits as say something: `347,890`, `52.3`, `8.71`.
fn figure(number: f64) -> String {
    if !number.is_finite() {
        return "-".to_owned();
    }
    let decimals = match number.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        _ => 2,
    };
    let plain = format!("{number:.decimals$}");
    let digits = plain.find('.').unwrap_or(plain.len());
    let mut grouped = String::new();
    for (place, character) in plain.char_indices() {
        if place > 0 && place < digits && (digits - place) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(character);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures;

    fn first() -> &'static crate::figure::Figure {
        figures::all().next().unwrap()
    }

    fn measured(ours: &[f64], baseline: Option<&[f64]>) -> Measured {
        let series = |rounds: &[f64]| Series(rounds.to_vec());
        Measured { figure: first(), ours: series(ours), baseline: baseline.map(series) }
    }

    #[test]
    fn numbers_have_the_digits_that_say_something() {
        let said = [1_234_567.8, 347_890.2, 100.4, 52.34, 8.706, 0.0].map(figure);
        assert_eq!(said, ["1,234,568", "347,890", "100", "52.3", "8.71", "0.00"]);
    }

    #[test]
    fn a_line_of_json_holds_the_medians_and_their_ratio() {
        let json = json(&[measured(&[30.0, 10.0, 20.0], Some(&[40.0])), measured(&[7.5], None)]);
        let list: serde_json::Value = serde_json::from_str(&json).unwrap();
        let expected = serde_json::json!([
            {"name": "ledger_batch", "value": 20.0, "baseline": 40.0, "ratio": 0.5, "unit": "transfers/s"},
            {"name": "ledger_batch", "value": 7.5, "baseline": null, "ratio": null, "unit": "transfers/s"},
        ]);
        assert_eq!(list.to_string().replace(".0", ""), expected.to_string().replace(".0", ""));
    }

    #[test]
    fn the_table_shows_the_spread_and_the_targets() {
        let table = table(&[measured(&[30.0, 10.0, 20.0], Some(&[40.0])), measured(&[7.5], None)]);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(
            lines[1],
            "ledger_batch  20.0 (10.0 - 30.0)  transfers/s  40.0      0.50   >= 1.5      >= 4.7"
        );
        assert_eq!(
            lines[2],
            "ledger_batch  7.50                transfers/s  -         -      >= 1.5      >= 4.7"
        );
    }
}
