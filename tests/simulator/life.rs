//! A world under way: its engines, their hosts, and what is asked after each move.

use crate::day::{Asked, Day, Memory, Said, pick};
use crate::model::{Befallen, Model};
use crate::moves::{APART, Move, Plan};
use crate::support::World;
use crate::tally::Tally;
use crate::touched::Touched;
use crate::twist::{Twist, can_be_named, twisted};
use paywright::{Acceptance, Actor, AnyCommand, Error, RegisterUser};
use paywright_testing::{Faults, StorageFault};
use std::time::Duration;

const NAMES: [&str; 2] = ["anna", "ben"];
/// A slow commit takes so long.
const SLOW: Duration = Duration::from_secs(6);
/// So many requests back is of late.
const LATE: usize = 12;
/// So many ask for the same at once.
const RUSH: usize = 100;
/// A host tries so often to open the storage.
const TRIES: usize = 100;

/// One of the engines.
struct Host {
    world: World,
    /// How far its clock is off.
    off: i64,
    /// The storage denied what it had stored for this engine.
    deceived: bool,
}

pub struct Life {
    hosts: Vec<Host>,
    faults: Faults,
    memory: Memory,
    model: Model,
    touched: Touched,
    look: usize,
    pub tally: Tally,
}

impl Life {
    pub fn begins(plan: &Plan) -> Self {
        let faults = Faults::new(plan.seed);
        let first = match &plan.ground {
            Some(ground) => World::faulty_on(ground.place(plan.seed), plan.seed, &faults),
            None => World::faulty(plan.backend, plan.seed, &faults),
        };
        let memory =
            Memory { asked: Day::begins_with(&first, &plan.begins).memory.asked, ..Memory::default() };
        let hosts = plan.off.iter().zip(NAMES).zip(1..).map(|((off, name), nth)| {
            let world = first.beside_with(name, plan.seed.wrapping_add(nth));
            world.clock.moves(*off);
            Host { world, off: *off, deceived: false }
        });
        let hosts: Vec<Host> = hosts.collect();
        let clocks: Vec<_> = hosts.iter().map(|host| host.world.clock.clone()).collect();
        faults.slowness(SLOW);
        faults.wait_by(move |time| {
            let seconds = i64::try_from(time.as_secs()).unwrap();
            clocks.iter().for_each(|clock| clock.moves(seconds));
        });
        let (model, touched) = (Model::of(&first), Touched::of(&first));
        Self { hosts, faults, memory, model, touched, look: plan.look, tally: Tally::default() }
    }

    /// How far each lane has come, with the hash over all that was written in it.
    #[allow(dead_code, reason = "the simulator itself compares no worlds")]
    pub fn cut(&self) -> String {
        self.hosts[0].world.eye().cut().unwrap().to_string()
    }

    /// One move, and all that is asked after each.
    pub fn does(&mut self, nth: usize, (by, what): &(u8, Move)) -> Result<(), String> {
        let by = usize::from(*by) % self.hosts.len();
        self.hosts.iter().for_each(|host| host.world.clock.moves(1));
        let before = self.befallen();
        match what {
            Move::Step(step) => drop(self.day(by, |day| day.does(step))),
            Move::Hurry(seconds, step) => {
                self.memory.hurry = Some(*seconds);
                self.day(by, |day| day.does(step));
                self.memory.hurry = None;
            }
            Move::Glitch(seconds, step) => {
                self.hosts[by].world.clock.moves(*seconds);
                self.day(by, |day| day.does(step));
                self.hosts[by].world.clock.moves(-*seconds);
            }
            Move::Batch(choices) => {
                let requests = choices.iter().filter_map(|choice| self.asked(*choice)).collect();
                self.batch(by, requests);
            }
            Move::Rush(choice) => self.rush(by, *choice),
            Move::Foresee(choice) => self.foresees(by, *choice)?,
            Move::Repeat(back) => self.repeats(by, *back),
            Move::Twist(choice, twist) => self.twists(by, *choice, *twist),
            Move::Restart => self.restarts(by),
            Move::Jump(seconds) => self.hosts.iter().for_each(|host| host.world.clock.moves(*seconds)),
            Move::Drift(seconds) => {
                let host = &mut self.hosts[by];
                let to = (host.off + seconds).clamp(-APART, APART);
                host.world.clock.moves(to - host.off);
                host.off = to;
            }
            Move::Fault { fault, times, outage } => {
                self.faults.outage(*outage);
                self.faults.storm(*fault, *times);
            }
        }
        if !matches!(what, Move::Glitch(..) | Move::Hurry(..) | Move::Foresee(_)) {
            self.was_refused_rightly(by)?;
        }
        self.clocks_follow(by);
        self.asks_after(by, before)?;
        self.tally.steps += 1;
        if (nth + 1).is_multiple_of(self.look) {
            self.looks();
        }
        Ok(())
    }

    /// At the books as a whole.
    fn looks(&self) {
        self.hosts[0].world.check_invariants();
    }

    fn day<T>(&mut self, by: usize, does: impl FnOnce(&mut Day<'_>) -> T) -> T {
        let mut day = Day::goes_on(&self.hosts[by].world, std::mem::take(&mut self.memory));
        let said = does(&mut day);
        self.memory = day.memory;
        said
    }

    fn befallen(&self) -> Befallen {
        let struck = self.faults.counts().map(|(_, count)| count).sum();
        Befallen { struck, denied: self.faults.struck(StorageFault::StoredUnavailable) }
    }

    /// Whoever's clock moved, the others follow.
    fn clocks_follow(&self, by: usize) {
        let now = self.hosts[by].world.clock.reads().plus_seconds(-self.hosts[by].off);
        for host in &self.hosts {
            let behind = now.plus_seconds(host.off).micros_since(host.world.clock.reads());
            host.world.clock.moves(behind / 1_000_000);
        }
    }

    /// What was said is what is written, what was touched is in order, and what failed had a reason.
    fn asks_after(&mut self, by: usize, before: Befallen) -> Result<(), String> {
        let now = self.befallen();
        let befallen = Befallen { struck: now.struck - before.struck, denied: now.denied - before.denied };
        let said = std::mem::take(&mut self.memory.said);
        self.tally.hears(&said);
        let events = self.model.hears(&self.hosts[by].world, &said, befallen)?;
        self.tally.reads(&events);
        self.touched.looks(&self.hosts[by].world, &events)?;
        self.hosts[by].deceived |= befallen.denied > 0;
        for error in said.iter().filter_map(error) {
            self.was_provoked(by, error, befallen)?;
        }
        // Whoever finds that its lane is not where it left it begins anew.
        if said.iter().filter_map(error).any(|error| ["journal_forked", "bug"].contains(&error.code())) {
            self.restarts(by);
        }
        Ok(())
    }

    fn was_provoked(&self, by: usize, error: &Error, befallen: Befallen) -> Result<(), String> {
        let provoked = match error {
            Error::Refused(_) => true,
            // Entropy by place gives the same id twice where an entry was stored and denied.
            Error::Bug(what) => self.hosts[by].deceived && what.ends_with("is made and exists"),
            _ => match error.code() {
                "journal_forked" => self.hosts[by].deceived,
                "clock_behind" | "clock_moved_back" | "clock_out_of_range" | "deadline_exceeded" => true,
                _ => befallen.struck > 0,
            },
        };
        if provoked { Ok(()) } else { Err(format!("nothing was wrong: {}: {error}", error.code())) }
    }

    /// The last word was no: an engine that remembers nothing says the same. By a clock that is behind it
    /// would be another time for it.
    fn was_refused_rightly(&self, by: usize) -> Result<(), String> {
        let world = &self.hosts[by].world;
        if world.eye().written_until().unwrap() > world.clock.reads() {
            return Ok(());
        }
        let Some(Said::Answer { asked, answer: Err(Error::Refused(refused)), alone: true }) =
            self.memory.said.last()
        else {
            return Ok(());
        };
        match world.newcomer().preview(asked.request.clone()) {
            Err(Error::Refused(again)) if again.code == refused.code => Ok(()),
            again => Err(format!("refused for {}, and now it is {again:?}: {asked:?}", refused.code)),
        }
    }

    fn restarts(&mut self, by: usize) {
        self.tally.restarts += 1;
        for _ in 0..TRIES {
            match self.hosts[by].world.opens_again() {
                Ok(world) => {
                    let off = self.hosts[by].off;
                    self.hosts[by] = Host { world, off, deceived: false };
                    return;
                }
                Err(error) => {
                    let error = Some(error);
                    self.tally.hears(&[Said::Host { call: "open", error }]);
                }
            }
        }
        panic!("the storage is not opened");
    }

    /// Something that was asked; as often as not it was of late, so that what meets in a batch is about the
    /// same records.
    fn asked(&self, choice: u8) -> Option<Asked> {
        let asked = &self.memory.asked;
        let of_late = if choice.is_multiple_of(2) { asked.len() } else { asked.len().min(LATE) };
        let place = usize::from(choice / 2).checked_rem(of_late)?;
        asked.get(asked.len() - 1 - place).cloned()
    }

    /// Under a key of its own.
    fn anew(&self, by: usize, asked: &Asked) -> Asked {
        let key = self.hosts[by].world.fresh_key();
        let request = asked.request.clone().key(key.clone());
        Asked { request, key: (asked.key.0.clone(), key), accepted: false, ..asked.clone() }
    }

    fn repeats(&mut self, by: usize, back: u8) {
        let accepted = self.memory.asked.iter().rev().filter(|asked| asked.accepted);
        if let Some(asked) = accepted.take(usize::from(back) + 1).last().cloned() {
            self.day(by, |day| drop(day.sends(&asked)));
        }
    }

    fn twists(&mut self, by: usize, choice: u8, twist: Twist) {
        let fits = |asked: &&Asked| matches!(twist, Twist::Stranger(_)) || can_be_named(&asked.command);
        let fitting: Vec<&Asked> = self.memory.asked.iter().filter(fits).collect();
        let Some(asked) = pick(&fitting, choice).cloned() else { return };
        let (command, actor) = twisted(asked.command, twist);
        self.day(by, |day| {
            let mut asked = day.fresh(actor, command);
            asked.accepted = day.sends(&asked).is_ok_and(|answer| answer.acceptance == Acceptance::New);
            day.memory.asked.push(asked);
        });
    }

    fn batch(&mut self, by: usize, requests: Vec<Asked>) {
        let requests: Vec<Asked> = requests.iter().map(|asked| self.anew(by, asked)).collect();
        let all = requests.iter().map(|asked| asked.request.clone());
        let answers = self.hosts[by].world.engine.batch(all);
        self.day(by, |day| {
            for (asked, answer) in requests.into_iter().zip(&answers) {
                day.heard(asked, answer, true);
            }
        });
    }

    /// The same, again and again, as an end of a day brings it.
    fn rush(&mut self, by: usize, choice: u8) {
        let posting =
            |asked: &&Asked| asked.accepted && matches!(asked.command, AnyCommand::PostTransfers(_));
        let postings: Vec<&Asked> = self.memory.asked.iter().filter(posting).collect();
        let Some(Asked { command: AnyCommand::PostTransfers(posting), .. }) = pick(&postings, choice) else {
            return;
        };
        let mut posting = posting.clone();
        posting.transfers.iter_mut().for_each(|transfer| transfer.id = None);
        let asked = self.day(by, |day| day.fresh(Actor::System, posting));
        self.batch(by, vec![asked; RUSH]);
    }

    /// Where nothing strikes in between, a request is answered as it was foreseen.
    fn foresees(&mut self, by: usize, choice: u8) -> Result<(), String> {
        let Some(asked) = self.asked(choice) else { return Ok(()) };
        let (asked, before) = (self.anew(by, &asked), self.befallen().struck);
        let foreseen = self.hosts[by].world.engine.preview(asked.request.clone());
        let answer = self.day(by, |day| day.sends(&asked));
        let said = |answer: &Result<paywright::Answer, Error>| match answer {
            Ok(answer) => format!("{:?}", answer.acceptance),
            Err(error) => error.code().to_owned(),
        };
        let (foreseen, answer) = (said(&foreseen), said(&answer));
        // Only a commit finds out that another engine has the lane, and on another clocks may be behind.
        if [&foreseen, &answer].iter().any(|said| *said == "clock_behind") && self.hosts.len() > 1 {
            return Ok(());
        }
        let disturbed = self.befallen().struck > before || self.hosts[by].deceived;
        if foreseen == answer || disturbed {
            return Ok(());
        }
        Err(format!("{foreseen} was foreseen, and {answer} came: {asked:?}"))
    }

    /// Nothing fails any more: what was in doubt is asked again, and all is looked at.
    pub fn ends(&mut self) -> Result<(), String> {
        self.tally.strikes(self.faults.counts());
        self.faults.stop();
        // Clocks are set right: none is behind what others have written.
        for host in &self.hosts {
            let behind = host.world.eye().written_until().unwrap().micros_since(host.world.clock.reads());
            host.world.clock.moves((behind / 1_000_000).max(0) + 1);
        }
        for by in 0..self.hosts.len() {
            let before = self.befallen();
            self.day(by, |day| day.asks(Actor::System, RegisterUser::new("the last")));
            self.asks_after(by, before)?;
        }
        for asked in self.model.doubts() {
            let before = self.befallen();
            let answer = self.day(0, |day| day.sends(&asked));
            if !matches!(answer, Ok(_) | Err(Error::Refused(_))) {
                return Err(format!("what was in doubt stays in doubt: {answer:?}"));
            }
            self.asks_after(0, before)?;
        }
        self.looks();
        Ok(())
    }
}

fn error(said: &Said) -> Option<&Error> {
    match said {
        Said::Answer { answer, .. } => answer.as_ref().err(),
        Said::Host { error, .. } => error.as_ref(),
    }
}
