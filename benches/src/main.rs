//! `cargo xtask bench`: measures and prints.

mod options;
#[path = "../../xtask/src/terminal.rs"]
mod terminal;

use options::Options;
use paywright_benches::figure::Figure;
use paywright_benches::ground::Ground;
use paywright_benches::{Outcome, Scale, figures, large, report, shops};
use paywright_sqlite::SqliteOptions;
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    if let [asked, scale, path] = &arguments[..]
        && asked == large::GROW
    {
        return ended(grow(scale, Path::new(path)));
    }
    if let [asked, shop @ ..] = &arguments[..]
        && asked == shops::PAY
    {
        let shop: Vec<String> = shop.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        return ended(shops::pay(&shop, terminal::print));
    }
    let options: Options = match terminal::read(std::env::args_os()) {
        Ok(options) => options,
        Err(answer) => return answer.give(),
    };
    let chosen = match chosen(&options.names) {
        Ok(chosen) => chosen,
        Err(unknown) => {
            terminal::say(&unknown);
            return ExitCode::from(terminal::USAGE);
        }
    };
    ended(run(&options, chosen))
}

fn ended(outcome: Outcome<()>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::say(&format!("the measurement stopped: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// What the child does: [`large`] starts it.
fn grow(scale: &OsStr, path: &Path) -> Outcome<()> {
    let scale = scale.to_str().and_then(Scale::named).ok_or("no scale of that name")?;
    Ok(terminal::print(&format!("{}\n", large::grow(&scale, path)?))?)
}

fn run(options: &Options, mut chosen: Vec<&'static Figure>) -> Outcome<()> {
    let scale = if options.quick { Scale::QUICK } else { Scale::FULL };
    let ground = Ground::new(scale, &std::env::current_exe()?)?;
    if let (true, Err(missing)) = (options.names.is_empty(), ground.server()) {
        terminal::say(&format!("PostgreSQL cannot be measured: {missing}"));
        chosen.retain(|figure| !figures::is_of_a_server(figure));
    }
    if cfg!(debug_assertions) {
        terminal::say("built without optimisation: these figures say nothing");
    }
    let mut measured = Vec::with_capacity(chosen.len());
    for figure in chosen {
        terminal::say(&format!("{} ({}) ...", figure.name, figure.unit));
        measured.push(figure.measure(&ground)?);
    }
    if let Some(note) = ground.of_server() {
        terminal::say(note);
    }
    if options.json {
        return Ok(terminal::print(&report::json(&measured))?);
    }
    terminal::print(&format!(
        "SQLite {} with full synchronisation and a page cache of {} MiB, databases in {}\n\
         medians of {} rounds taken in turn (least - greatest); {} transfers in the large database\n\n{}",
        rusqlite::version(),
        SqliteOptions::default().cache_bytes >> 20,
        ground.directory().display(),
        scale.rounds,
        scale.stored_commits * scale.transfers,
        report::table(&measured)
    ))?;
    Ok(())
}

/// The figures of these names, or the sentence that one of them has none.
fn chosen(names: &[String]) -> Result<Vec<&'static Figure>, String> {
    if let Some(unknown) = names.iter().find(|name| figures::all().all(|figure| figure.name != **name)) {
        let mut known: Vec<&str> = figures::all().map(|figure| figure.name).collect();
        known.dedup();
        return Err(format!("there is no figure {unknown}; there are {}", known.join(", ")));
    }
    // Of a package nothing is taken where nobody asked for it and it is not here to be measured.
    let is_asked = |figure: &&Figure| match names {
        [] => !figures::is_absent(figure),
        names => names.iter().any(|name| name == figure.name),
    };
    Ok(figures::all().filter(is_asked).collect())
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
        let here = figures::all().filter(|figure| !figures::is_absent(figure)).count();
        assert_eq!(names(&[]).unwrap().len(), here);
        assert!(here >= 18, "those of the engine itself are always here");
        assert_eq!(names(&["verify", "bytes"]).unwrap(), ["verify", "bytes", "bytes"]);
        assert!(names(&["speed"]).unwrap_err().starts_with("there is no figure speed; there are"));
    }
}
