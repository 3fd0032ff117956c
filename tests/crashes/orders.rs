//! What a process is told to do on a file, and how it does it.

use crate::business::{Business, Role, Said};
use crate::child::{Child, say};
use crate::dice::Dice;
use crate::storage::{Fatal, Point};
use crate::support::shop::WORKER;
use crate::support::{Shared, World};
use crate::{backups, lanes, load, racers, rights};
use paywright_sqlite::SqliteStorage;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const FILE: &str = "PAYWRIGHT_CRASH_FILE";
const SEED: &str = "PAYWRIGHT_CRASH_SEED";
const ROUND: &str = "PAYWRIGHT_CRASH_ROUND";
const CLOCK: &str = "PAYWRIGHT_CRASH_CLOCK";
const TASK: &str = "PAYWRIGHT_CRASH_TASK";
const POINT: &str = "PAYWRIGHT_CRASH_POINT";

/// What a child is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// All of the business.
    Business,
    /// The part of it that needs no channel.
    Till,
    /// The business, on a file that cannot grow for ever: it ends when it was refused ten times.
    UntilFull,
    /// To say what can be done with a file that may only be read.
    Look,
    /// To ask what each line names, until there are no more.
    Race,
    /// To register users by the system's clock.
    Register,
    /// To make a backup beside the file.
    BackUp,
    /// To ask on many threads at once.
    Load,
    /// The same on a few, beside another process.
    LoadBeside,
}

impl Task {
    const ALL: [Self; 9] = [
        Self::Business,
        Self::Till,
        Self::UntilFull,
        Self::Look,
        Self::Race,
        Self::Register,
        Self::BackUp,
        Self::Load,
        Self::LoadBeside,
    ];
}

/// A child to be.
#[derive(Clone, Debug)]
pub struct Orders {
    pub file: PathBuf,
    pub seed: u64,
    pub round: u64,
    /// What its clock shows: seconds since the morning.
    pub clock: i64,
    pub task: Task,
    pub point: Option<Point>,
}

impl Orders {
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.args(["--exact", "--nocapture", "the_business_of_a_child"]);
        command.env(FILE, &self.file).env(SEED, self.seed.to_string()).env(ROUND, self.round.to_string());
        command.env(CLOCK, self.clock.to_string()).env(TASK, format!("{:?}", self.task));
        if let Some(point) = self.point {
            command.env(POINT, point.to_string());
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        command
    }

    /// In a process whose files the system lets grow to so many blocks of 512 bytes.
    pub fn start_within(&self, blocks: u64) -> Child {
        let program = std::env::current_exe().unwrap();
        let limit = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let mut command = Command::new("sh");
        let plain = self.command(&program);
        command.args(["-c", &limit]).arg(&program).args(plain.get_args());
        command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        Child::of(command)
    }

    pub fn start(&self) -> Child {
        Child::of(self.command(&std::env::current_exe().unwrap()))
    }
}

/// The child's side. Does nothing in a process that nobody told.
pub fn works_if_told() {
    let Some(file) = std::env::var_os(FILE) else { return };
    let told = |name: &str| std::env::var(name).unwrap();
    let (seed, round): (u64, u64) = (told(SEED).parse().unwrap(), told(ROUND).parse().unwrap());
    let task = Task::ALL.into_iter().find(|task| format!("{task:?}") == told(TASK)).unwrap();
    // The test runner has begun a line.
    println!();
    if task == Task::Look {
        return rights::looks(Path::new(&file));
    }
    std::io::stdin().read_exact(&mut [0; 3]).unwrap();
    match task {
        Task::Register => return lanes::registers(Path::new(&file)),
        Task::BackUp => return backups::makes(Path::new(&file)),
        Task::Load => return load::works(Path::new(&file), seed, round, load::THREADS),
        Task::LoadBeside => return load::works(Path::new(&file), seed, round, load::THREADS_BESIDE),
        _ => {}
    }
    let storage = SqliteStorage::open(&file).unwrap();
    let storage = match std::env::var(POINT) {
        Ok(point) => Shared::new(Fatal::new(storage, point.parse().unwrap())),
        Err(_) => Shared::new(storage),
    };
    let world = World::on(storage, "child").unwrap();
    world.clock.moves(told(CLOCK).parse().unwrap());
    if task == Task::Race {
        return racers::races_if_told(&world);
    }
    let mut refused = 0;
    let mut tell = |said: Said| {
        say(&said);
        // In this business every request is one that is accepted.
        assert!(said.is_accepted() || task == Task::UntilFull, "{said:?}");
        refused += usize::from(said.acceptance == "storage_unavailable");
        if refused == 10 {
            std::process::exit(0);
        }
    };
    let role = if task == Task::Till { Role::Till } else { Role::Owner };
    if role == Role::Owner {
        world.engine.recover(WORKER).unwrap();
    }
    let mut business = Business { world: &world, role, dice: Dice::new(seed), tell: &mut tell };
    business.opens();
    for round in round.. {
        business.does_round(round);
    }
}
