//! Exports of random days, changed at random: an import never panics, never takes another content for that
//! of the export, and leaves nothing half done.

use super::lines::{change, exported, forge, import, seal};
use crate::random::crowd::{Crowd, days};
use crate::random::tell;
use crate::support::dice::Dice;
use crate::support::{Backend, World};
use paywright::Error;
use proptest::prelude::*;

/// What happens to the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Damage {
    Flip,
    Remove,
    Repeat,
    Swap,
    Cut,
    Number,
    HeaderNumber,
    /// With the header's hash.
    ForgedHeader,
    FooterNumber,
    /// A byte of an entry, with the hash of the line, and without those that follow.
    Byte,
    /// A byte of an entry, with all hashes that follow.
    ForgedByte,
    ForgedInsertion,
    ForgedRemoval,
}

use Damage::*;

const DAMAGES: [Damage; 13] = [
    Flip,
    Remove,
    Repeat,
    Swap,
    Cut,
    Number,
    HeaderNumber,
    ForgedHeader,
    FooterNumber,
    Byte,
    ForgedByte,
    ForgedInsertion,
    ForgedRemoval,
];

impl Damage {
    fn does(self, lines: &mut Vec<String>, dice: &mut Dice) {
        let last = lines.len() - 1;
        let any = at(dice, lines.len());
        let entry = 1 + at(dice, last - 1);
        match self {
            Flip => {
                let mut bytes = lines[any].clone().into_bytes();
                let place = at(dice, bytes.len());
                bytes[place] = b"0123456789abcdefAZ{}[],:\"\\ +-."[at(dice, 30)];
                lines[any] = String::from_utf8_lossy(&bytes).into_owned();
            }
            Remove => drop(lines.remove(any)),
            Repeat => lines.insert(at(dice, last), lines[any].clone()),
            Swap => lines.swap(any, entry),
            Cut => {
                let keep = at(dice, lines[any].len());
                lines[any] = lines[any].chars().take(keep).collect();
            }
            Number => number(&mut lines[any], dice),
            HeaderNumber => number(&mut lines[0], dice),
            ForgedHeader => {
                number(&mut lines[0], dice);
                seal(&mut lines[0]);
            }
            FooterNumber => number(&mut lines[last], dice),
            Byte => drop(change(&mut lines[entry], |bytes| flip(bytes, dice))),
            ForgedByte => forge(lines, entry, |bytes| flip(bytes, dice)),
            ForgedInsertion => forge(lines, entry, |bytes| {
                let byte = u8::try_from(dice.below(256)).unwrap();
                bytes.insert(at(dice, bytes.len()), byte);
            }),
            ForgedRemoval => forge(lines, entry, |bytes| {
                bytes.remove(at(dice, bytes.len()));
            }),
        }
    }

    /// Whoever recomputes all hashes may tell another story, if it is one that could have happened.
    const fn may_tell_another_story(self) -> bool {
        matches!(self, ForgedHeader | ForgedByte | ForgedInsertion | ForgedRemoval)
    }
}

fn at(dice: &mut Dice, len: usize) -> usize {
    usize::try_from(dice.below(len as u64)).unwrap()
}

fn flip(bytes: &mut [u8], dice: &mut Dice) {
    let place = at(dice, bytes.len());
    bytes[place] ^= 1 << dice.below(8);
}

/// Puts another number in place of one of those in a line.
fn number(line: &mut String, dice: &mut Dice) {
    let bytes = line.as_bytes();
    let starts: Vec<usize> = (1..bytes.len())
        .filter(|place| bytes[*place].is_ascii_digit() && b":-".contains(&bytes[place - 1]))
        .collect();
    let Some(start) = starts.get(at(dice, starts.len())).copied() else { return };
    let end = (start..bytes.len()).find(|place| !bytes[*place].is_ascii_digit()).unwrap();
    let old: u64 = line[start..end].parse().unwrap_or(0);
    let one = || old.to_string();
    let new = match dice.below(9) {
        0 => old.wrapping_add(1).to_string(),
        1 => old.saturating_sub(1).to_string(),
        2 => u64::MAX.to_string(),
        3 => i64::MAX.to_string(),
        4 => "-9223372036854775808".to_owned(),
        5 => "1e3".to_owned(),
        6 => "123456789012345678901234567890".to_owned(),
        7 => "0".to_owned(),
        _ => one() + "7",
    };
    line.replace_range(start..end, &new);
}

/// The lines, damaged, are refused, or they say the same.
fn is_harmless(world: &World, lines: &[String], seed: u64) {
    let mut dice = Dice::new(seed);
    let damage = DAMAGES[at(&mut dice, DAMAGES.len())];
    let mut damaged = lines.to_vec();
    damage.does(&mut damaged, &mut dice);
    let copy = World::seeded(Backend::Memory, 6);
    let outcome = import(&copy.engine, &damaged);
    let changed: Vec<_> = lines.iter().zip(&damaged).filter(|(old, new)| old != new).take(1).collect();
    let told = format!("{damage:?} {seed}: {outcome:?} {changed:#?}");
    let verification = copy.engine.verify(&[]).unwrap();
    assert!(verification.is_clean(), "{told} {:#?}", verification.findings);
    match outcome {
        Err(Error::Bug(_) | Error::Refused(_)) => panic!("{told}"),
        // What came before the damage is there, and the whole lines go on behind it.
        Err(_) => match import(&copy.engine, lines) {
            Ok(_) => world.dump().assert_unchanged(&copy.dump()),
            Err(error) => {
                // What stands elsewhere, or behind a gap, came too early; and a wrong byte may be found by a
                // later line only.
                let reordered =
                    matches!(damage, Swap | Remove | Repeat | Byte) || damage.may_tell_another_story();
                assert!(reordered && error.code() == "storage_not_empty", "{told} {error}");
            }
        },
        Ok(_) if damage.may_tell_another_story() => {
            let again = World::seeded(Backend::Memory, 7);
            import(&again.engine, &exported(&copy.engine)).unwrap();
            copy.dump().assert_unchanged(&again.dump());
        }
        Ok(_) => {
            world.dump().assert_unchanged(&copy.dump());
        }
    }
}

#[test]
fn lines_changed_at_random_are_refused_or_say_the_same() {
    let name = "lines_changed_at_random_are_refused_or_say_the_same";
    let damages = prop::collection::vec(any::<u64>(), 30);
    tell(name, 6, (days(60), any::<u64>(), damages), |((off, moves), seed, damages)| {
        let mut crowd = Crowd::begins(Backend::Memory, seed, &off);
        moves.iter().for_each(|one| crowd.does(one));
        let world = &crowd.engines[0];
        let lines = exported(&world.engine);
        damages.iter().for_each(|damage| is_harmless(world, &lines, *damage));
    });
}
