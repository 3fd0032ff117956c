//! Python for the tests of the binding: environments of their own under `target/python`, one for each list of
//! requirements and Python, and the wheel that is installed into them.
//!
//! An environment is made once, and again when its requirements or its Python are others. It keeps, word for
//! word, what it was made of; that is written last, so one whose making was cut short is made again.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::{env, fs, io};

use crate::tool::PYTHON;
use crate::{process, terminal};

/// Where the lists of requirements lie.
const LISTS: &str = "bindings-python/requirements";
/// The list of the usual environment: building the wheel, checks and documents too.
const USUAL: &str = "tests";
/// The list of any other environment: what tests need to run.
const OTHER: &str = "running";
/// What an environment was made of, in its folder.
const MADE_OF: &str = "made-of.txt";
/// Where the wheel is laid.
const WHEELS: &str = "target/python/wheels";

/// Becomes `command` in the usual environment, or in that of another series of Python: its programs are found
/// first, and `python` is its own.
pub fn run(series: Option<&str>, command: &[OsString]) -> io::Result<ExitCode> {
    let (program, arguments) =
        command.split_first().ok_or_else(|| io::Error::other("no command was given"))?;
    let mut command = Environment::ready(series)?.command(program);
    command.args(arguments);
    process::replace(command).map_err(|error| {
        let (program, why) = (program.display(), terminal::reason(&error));
        io::Error::new(error.kind(), format!("`{program}` cannot be started: {why}"))
    })
}

/// Builds the wheel. What lay in its place is removed first, so that no other is tested by mistake.
pub fn wheel() -> io::Result<ExitCode> {
    let environment = Environment::ready(None)?;
    let wheels = process::top().join(WHEELS);
    if wheels.exists() {
        fs::remove_dir_all(&wheels)?;
    }
    let mut maturin = environment.command("maturin");
    maturin.args(["build", "--manifest-path", "bindings-python/Cargo.toml", "--out", WHEELS]);
    maturin.current_dir(process::top());
    process::replace(maturin)
}

/// Where the package lies as it is released, for measurements: its Python, and a native half built as for a
/// release.
const RELEASED: &str = "target/python/released";

/// What the benchmark needs to measure Python: the interpreter, and the package as it is released.
pub fn released() -> io::Result<[(&'static str, OsString); 2]> {
    let environment = Environment::ready(None)?;
    terminal::say("Building the Python package as it is released. The first time takes a few minutes.");
    let mut build = process::command("cargo");
    build.args(["build", "--quiet", "--release", "-p", "paywright-python"]).current_dir(process::top());
    succeed(build, "the native half cannot be built")?;
    let (sources, released) =
        (process::top().join("bindings-python/python/paywright"), process::top().join(RELEASED));
    if released.exists() {
        fs::remove_dir_all(&released)?;
    }
    copy_python(&sources, &released.join("paywright"))?;
    let library = format!("{}_native{}", env::consts::DLL_PREFIX, env::consts::DLL_SUFFIX);
    let extension = if cfg!(windows) { "_native.pyd" } else { "_native.abi3.so" };
    let built = process::top().join("target/release").join(library);
    fs::copy(built, released.join("paywright").join(extension))?;
    // As an installer does it: an import then reads what is compiled.
    let mut compile = environment.command("python");
    compile.args(["-m", "compileall", "-q"]).arg(&released);
    succeed(compile, "the package cannot be compiled")?;
    let programs = environment.folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let python = programs.join("python").into_os_string();
    Ok([("PAYWRIGHT_PYTHON", python), ("PYTHONPATH", released.into_os_string())])
}

/// Copies the Python files of a folder, and of those in it.
fn copy_python(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let Some(name) = path.file_name() else { continue };
        if path.is_dir() {
            copy_python(&path, &to.join(name))?;
        } else if path.extension().is_some_and(|kind| kind == "py") {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}

/// A virtual environment, and what it must be made of.
struct Environment {
    folder: PathBuf,
    list: PathBuf,
    interpreter: Interpreter,
}

impl Environment {
    /// The environment, made where it is not there as it must be.
    fn ready(series: Option<&str>) -> io::Result<Self> {
        let interpreter = Interpreter::find(series)?;
        let list = if series.is_some() { OTHER } else { USUAL };
        let top = process::top();
        let environment = Self {
            folder: top.join("target/python").join(format!("{list}-{}", interpreter.series())),
            list: top.join(LISTS).join(list).with_extension("txt"),
            interpreter,
        };
        let made_of = environment.folder.join(MADE_OF);
        let wanted = environment.wanted(&top.join(LISTS))?;
        if fs::read_to_string(&made_of).ok().as_deref() != Some(wanted.as_str()) {
            environment.make()?;
            fs::write(made_of, wanted)?;
        }
        Ok(environment)
    }

    /// The Python, and every list, for they name each other.
    fn wanted(&self, lists: &Path) -> io::Result<String> {
        let paths = fs::read_dir(lists)?.map(|entry| entry.map(|entry| entry.path()));
        let mut paths = paths.collect::<io::Result<Vec<PathBuf>>>()?;
        paths.sort();
        let mut wanted = format!("Python {}\n", self.interpreter.version);
        for path in paths {
            wanted.push_str(&fs::read_to_string(path)?);
        }
        Ok(wanted)
    }

    fn make(&self) -> io::Result<()> {
        let (folder, list) = (self.folder.display(), self.list.display());
        let version = &self.interpreter.version;
        terminal::say(&format!(
            "Making {folder} with Python {version}. What {list} names is installed there."
        ));
        let mut venv = process::command(&self.interpreter.program);
        venv.args(["-m", "venv", "--clear"]).arg(&self.folder);
        succeed(venv, "the environment cannot be made")?;
        let mut pip = self.command("python");
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
        pip.arg(&self.list);
        succeed(pip, "what is required cannot be installed")
    }

    /// `program` as the environment has it, else as the path has it.
    fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let programs = self.folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
        let mut own = programs.join(program.as_ref()).into_os_string();
        own.push(env::consts::EXE_SUFFIX);
        let mut command =
            if Path::new(&own).is_file() { process::command(own) } else { process::command(program) };
        let before = env::var_os("PATH").unwrap_or_default();
        // Only a folder whose name has the separator in it cannot stand on the path.
        if let Ok(path) = env::join_paths([programs].into_iter().chain(env::split_paths(&before))) {
            command.env("PATH", path);
        }
        command.env("VIRTUAL_ENV", &self.folder).env_remove("PYTHONHOME").env_remove("PYTHONPATH");
        command
    }
}

/// Runs a command to its end.
fn succeed(mut command: Command, otherwise: &str) -> io::Result<()> {
    let ended = command.status()?;
    if ended.success() { Ok(()) } else { Err(io::Error::other(format!("{otherwise}; why is said above"))) }
}

/// A Python that answered.
#[derive(Debug)]
struct Interpreter {
    program: PathBuf,
    /// As it says itself: `3.11.7`.
    version: String,
}

impl Interpreter {
    /// `python3` of the path; or one of the named series, from the path or as pyenv installed it.
    fn find(series: Option<&str>) -> io::Result<Self> {
        let Some(wanted) = series else {
            let usual = match PYTHON.lacking() {
                None => Self::asked("python3".into()).ok_or("`python3` does not say its version".to_owned()),
                Some(reason) => Err(reason),
            };
            return usual.map_err(io::Error::other);
        };
        let mut programs = vec![PathBuf::from(format!("python{wanted}"))];
        programs.extend(pyenv(wanted));
        let found = programs.into_iter().filter_map(Self::asked).find(|found| found.series() == wanted);
        found.ok_or_else(|| {
            io::Error::other(format!(
                "there is no Python {wanted}: `python{wanted}` is not on the path or does not run, and pyenv \
                 has none; install it with `pyenv install {wanted}`"
            ))
        })
    }

    /// Nothing where it cannot be run: pyenv puts a `python3.10` on the path also where that is not chosen.
    fn asked(program: PathBuf) -> Option<Self> {
        let mut question = process::command(&program);
        question.args(["-c", "import sys; print(*sys.version_info[:3], sep='.')"]);
        let answer = question.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
        let version = String::from_utf8(answer.stdout).ok()?.trim().to_owned();
        answer.status.success().then_some(Self { program, version })
    }

    /// The version without its last figure.
    fn series(&self) -> &str {
        self.version.rsplit_once('.').map_or(&self.version, |(series, _)| series)
    }
}

/// The Pythons of a series that pyenv installed, in no promised order.
fn pyenv(wanted: &str) -> Vec<PathBuf> {
    let home = env::var_os("PYENV_ROOT").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".pyenv")));
    let versions = home.and_then(|home| fs::read_dir(home.join("versions")).ok());
    let folders = versions.into_iter().flatten().flatten().map(|entry| entry.path());
    let series = format!("{wanted}.");
    let named = |folder: &PathBuf| {
        folder.file_name().and_then(OsStr::to_str).is_some_and(|name| name.starts_with(&series))
    };
    folders.filter(named).map(|folder| folder.join("bin/python")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(version: &str) -> Environment {
        let interpreter = Interpreter { program: "python3".into(), version: version.to_owned() };
        Environment { folder: "/nowhere".into(), list: "/nowhere.txt".into(), interpreter }
    }

    #[test]
    fn a_python_that_does_not_exist_is_answered_with_what_to_install() {
        let said = Interpreter::find(Some("3.999")).expect_err("it does not exist").to_string();
        assert!(said.starts_with("there is no Python 3.999: "), "{said}");
        assert!(said.ends_with("install it with `pyenv install 3.999`"), "{said}");
    }

    #[test]
    fn a_program_that_is_no_python_is_not_taken_for_one() {
        for program in ["no-such-program-here", "cargo"] {
            assert!(Interpreter::asked(program.into()).is_none(), "{program}");
        }
    }

    #[test]
    fn a_series_is_a_version_without_its_last_figure() {
        assert_eq!(environment("3.10.13").interpreter.series(), "3.10");
    }

    #[test]
    fn another_python_or_another_requirement_is_another_environment() {
        let lists = process::top().join(LISTS);
        let wanted = |version| environment(version).wanted(&lists).expect("the lists can be read");
        assert_ne!(wanted("3.11.7"), wanted("3.11.8"));
        for requirement in ["pytest==", "maturin==", "pluggy=="] {
            assert!(wanted("3.11.7").contains(requirement), "{requirement}");
        }
    }

    #[test]
    fn every_requirement_is_of_one_exact_version() {
        for line in environment("3.11.7").wanted(&process::top().join(LISTS)).expect("lists").lines().skip(1)
        {
            let plain = line.is_empty() || line.starts_with('#') || line.starts_with('-');
            assert!(plain || line.contains("=="), "{line}");
        }
    }

    #[test]
    fn the_programs_of_an_environment_come_first_and_a_setting_of_the_caller_does_not_lead_elsewhere() {
        let command = environment("3.11.7").command("python");
        let settings: Vec<_> = command.get_envs().collect();
        let path = settings.iter().find(|(name, _)| *name == "PATH").and_then(|(_, value)| *value);
        let path = path.expect("a path").to_string_lossy();
        assert!(path.starts_with("/nowhere"), "{path}");
        assert!(settings.contains(&(OsStr::new("PYTHONPATH"), None)));
    }
}
