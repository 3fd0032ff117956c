//! `cargo xtask bench`: measures and prints.

use clap::Parser;
use paywright_benches::figure::Figure;
use paywright_benches::ground::Ground;
use paywright_benches::{Outcome, Scale, figures, report};
use std::process::ExitCode;

/// Measures the engine, each figure against a baseline that is taken in the same run.
#[derive(Debug, Parser)]
#[command(name = "bench")]
struct Arguments {
    /// Print a JSON list of {name, value, baseline, ratio, unit}.
    #[arg(long)]
    json: bool,
    /// Fewer and shorter rounds.
    #[arg(long)]
    quick: bool,
    /// Names of the figures to take; all of them where none is given.
    names: Vec<String>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Outcome<()> {
    let chosen = chosen(&arguments.names)?;
    let ground = Ground::new(if arguments.quick { Scale::QUICK } else { Scale::FULL })?;
    if cfg!(debug_assertions) {
        eprintln!("built without optimisation: these figures say nothing");
    }
    let mut measured = Vec::with_capacity(chosen.len());
    for figure in chosen {
        eprintln!("{} ({}) ...", figure.name, figure.unit);
        measured.push(figure.measure(&ground)?);
    }
    if arguments.json {
        print!("{}", report::json(&measured));
        return Ok(());
    }
    println!(
        "SQLite {} with full synchronisation, databases in {}",
        rusqlite::version(),
        ground.directory().display()
    );
    println!("medians of {} rounds taken in turn (least - greatest)\n", ground.scale.rounds);
    print!("{}", report::table(&measured));
    Ok(())
}

fn chosen(names: &[String]) -> Outcome<Vec<&'static Figure>> {
    if let Some(unknown) = names.iter().find(|name| figures::ALL.iter().all(|figure| figure.name != **name)) {
        let mut known: Vec<&str> = figures::ALL.iter().map(|figure| figure.name).collect();
        known.dedup();
        return Err(format!("there is no figure {unknown}; there are {}", known.join(", ")).into());
    }
    let is_asked = |figure: &&Figure| names.is_empty() || names.iter().any(|name| name == figure.name);
    Ok(figures::ALL.iter().filter(is_asked).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_chosen_by_name_and_an_unknown_name_is_refused() {
        let names = |names: &[&str]| {
            let owned: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            chosen(&owned).map(|figures| figures.iter().map(|figure| figure.name).collect::<Vec<_>>())
        };
        assert_eq!(names(&[]).unwrap().len(), figures::ALL.len());
        assert_eq!(names(&["verify", "bytes"]).unwrap(), ["verify", "bytes", "bytes"]);
        assert!(
            names(&["speed"]).unwrap_err().to_string().starts_with("there is no figure speed; there are")
        );
    }
}
