//! Inputs from a seed: half of them random bytes, half of them examples with something put wrong.

use crate::support::dice::Dice;

/// Bytes that mean something to one reader or another: ends of ranges, heads of CBOR, signs of text.
const TELLING: &[u8] =
    b"\x00\x01\x17\x18\x19\x1b\x1f\x40\x5f\x7f\x80\x9b\x9f\xbf\xf6\xf7\xfb\xff\"\\/,:;-_.0 9{}[]\n\r\t";
/// Numbers at which readers give up, or should.
const NUMBERS: [&str; 8] = [
    "0",
    "-1",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "18446744073709551616",
    "00",
    "99999999999999999999999999999999",
];
/// No input is longer.
const LONGEST: usize = 4_096;

/// The input with this number: always the same for a seed, a number and a corpus.
#[must_use]
pub fn input(seed: u64, number: u64, corpus: &[Vec<u8>]) -> Vec<u8> {
    let mut dice = Dice::new(seed.wrapping_mul(0x9e37_79b9).wrapping_add(number));
    // The first throws of neighbouring seeds are alike.
    for _ in 0..4 {
        dice.below(2);
    }
    let Some(example) = one_of(&mut dice, corpus).filter(|_| number % 2 == 1) else {
        return random(&mut dice, corpus);
    };
    let mut bytes = example.clone();
    for _ in 0..=dice.below(4) {
        put_wrong(&mut bytes, &mut dice, corpus);
        bytes.truncate(LONGEST);
    }
    bytes
}

/// Any bytes, or bytes that an example is made of.
fn random(dice: &mut Dice, corpus: &[Vec<u8>]) -> Vec<u8> {
    let most = [8, 40, 200, 1_000][place(dice, 4)];
    let letters = one_of(dice, corpus).filter(|letters| dice.once_in(2) && !letters.is_empty());
    let length = place(dice, most);
    (0..length)
        .map(|_| letters.and_then(|of| one_of(dice, of)).copied().unwrap_or_else(|| byte(dice)))
        .collect()
}

fn put_wrong(bytes: &mut Vec<u8>, dice: &mut Dice, corpus: &[Vec<u8>]) {
    let at = place(dice, bytes.len() + 1);
    let some = (place(dice, 16) + 1).min(bytes.len() - at);
    match dice.below(10) {
        0 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << dice.below(8)),
        1 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = TELLING[place(dice, TELLING.len())]),
        2 => drop(bytes.splice(at..at, (0..=dice.below(8)).map(|_| byte(dice)).collect::<Vec<_>>())),
        3 => drop(bytes.drain(at..at + some)),
        4 => bytes.extend_from_within(at..at + some),
        5 => bytes.truncate(at),
        6 => {
            let other = one_of(dice, corpus).map(Vec::as_slice).unwrap_or_default();
            let from = place(dice, other.len() + 1);
            bytes.truncate(at);
            bytes.extend_from_slice(&other[from..]);
        }
        7 => {
            let extreme = [0, 1, i64::MAX as u64, i64::MIN as u64, u64::MAX, u64::MAX - 1][place(dice, 6)];
            let wide = [1, 2, 4, 8][place(dice, 4)];
            let extreme = extreme.to_be_bytes();
            bytes.iter_mut().skip(at).zip(&extreme[8 - wide..]).for_each(|(to, from)| *to = *from);
        }
        // A head that promises more than there is.
        8 => {
            let head = (u8::try_from(dice.below(8)).unwrap_or(0) << 5) | 27;
            let promised = [u64::MAX, 1 << 32, 1 << 20, 65_536][place(dice, 4)];
            bytes.splice(at..at + some.min(1), std::iter::once(head).chain(promised.to_be_bytes()));
        }
        _ => number(bytes, at, NUMBERS[place(dice, NUMBERS.len())]),
    }
}

/// Puts another number in the place of the first digits behind a place.
fn number(bytes: &mut Vec<u8>, at: usize, number: &str) {
    let Some(first) = bytes.iter().skip(at).position(u8::is_ascii_digit) else { return };
    let first = at + first;
    let digits = bytes.iter().skip(first).take_while(|byte| byte.is_ascii_digit()).count();
    bytes.splice(first..first + digits, number.bytes());
}

fn place(dice: &mut Dice, most: usize) -> usize {
    usize::try_from(dice.below(most as u64)).unwrap_or(0)
}

fn byte(dice: &mut Dice) -> u8 {
    u8::try_from(dice.below(256)).unwrap_or(0)
}

fn one_of<'a, T>(dice: &mut Dice, of: &'a [T]) -> Option<&'a T> {
    of.get(place(dice, of.len()))
}
