//! What is written comes back.

use crate::draft::Draft;
use crate::ground::{Ground, commit, ground, head, key, line, opened, purse, sample};
use crate::law::ensure;
use crate::read::{find, found, keys, walk};
use crate::tables::{Blob, Head, Line, Purse, Sample, id};
use crate::{Backend, Outcome, Unheld};
use paywright::storage::{JournalRow, Key, Reader, Record, Scan, Stamp, Value};
use paywright::{Currency, Money, Timestamp};

const LIMB: i128 = 1_000_000_000_000_000_000;
const MOST: i128 = i64::MAX as i128 * LIMB + (LIMB - 1);
const LEAST: i128 = i64::MIN as i128 * LIMB;

/// Whatever is legal and at the edge of its kind.
fn extremes() -> Vec<Sample> {
    let texts =
        ["", "\0", "a\0b\0", "'\"; --%_\\", "\u{feff}\u{10ffff}ǅ\u{301}", " \t\r\n ", "NULL", "1e3", "0x41"];
    let ints = [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX, 1 << 53, -(1 << 53) - 1, 1 << 32];
    let sums = [LEAST, LEAST + 1, -LIMB - 1, -LIMB, -1, 0, LIMB - 1, LIMB, MOST];
    let ids = [id(0), [0xff; 16], [0x80; 16], (1_u128).to_be_bytes(), (1_u128 << 127).to_be_bytes()];
    let every_byte = || Blob((0..=u8::MAX).collect());
    let blobs = [Blob(Vec::new()), Blob(vec![0]), Blob(vec![0; 9]), every_byte(), Blob(vec![255; 300])];
    let mut samples = Vec::new();
    for (number, (text, (int, sum))) in (0..).zip(texts.iter().zip(ints.iter().zip(sums))) {
        let code = ids[number % ids.len()];
        let blob = blobs[number % blobs.len()].clone();
        let price = Money::new(*int, if number % 2 == 0 { Currency::EUR } else { Currency::IDR });
        samples.push(Sample {
            id: id(900 + number as u64),
            order: *int,
            group: (*text).to_owned(),
            code,
            blob: blob.clone(),
            story: (*text).to_owned(),
            sum,
            price,
            at: Timestamp::from_micros(*int),
            maybe_number: Some(*int),
            maybe_code: Some(code),
            maybe_text: Some((*text).to_owned()),
            maybe_blob: Some(blob),
            maybe_sum: Some(sum),
            maybe_price: Some(price),
        });
    }
    samples.extend(ids.iter().skip(1).map(|key| Sample { id: *key, ..sample(1) }));
    samples
}

fn extreme_ground(backend: &dyn Backend) -> Result<Ground, Unheld> {
    let (place, storage) = ground(backend)?;
    commit(&*storage, extremes().iter().fold(Draft::new(), |draft, sample| draft.add(sample)))?;
    Ok((place, storage))
}

pub(super) fn extreme_values_survive(backend: &dyn Backend) -> Outcome {
    let (place, storage) = extreme_ground(backend)?;
    let absent = Sample { group: String::new(), ..sample(1) };
    let changed = extremes()
        .iter()
        .fold(Draft::new(), |draft, sample| draft.change(&Sample { id: sample.id, ..absent.clone() }, 1));
    all_are(&*opened(&*place)?, extremes())?;
    commit(&*storage, changed)?;
    all_are(
        &*storage,
        extremes().into_iter().map(|sample| Sample { id: sample.id, ..absent.clone() }).collect(),
    )?;
    let back = extremes().iter().fold(Draft::new(), |draft, sample| draft.change(sample, 2));
    commit(&*storage, back)?;
    drop(storage);
    all_are(&*opened(&*place)?, extremes())
}

fn all_are(reader: &dyn Reader, mut expected: Vec<Sample>) -> Outcome {
    expected.sort_by_key(|sample| sample.id);
    for sample in &expected {
        let (read, _) = found::<Sample>(reader, sample.id())?;
        ensure!(read == *sample, "{sample:?} came back as {read:?}");
    }
    let rows = walk(reader, &Scan::all(Sample::TABLE, 4))?;
    for (i, sample) in expected.iter().enumerate() {
        let read = Sample::read(&mut rows.reader(i))?;
        ensure!(read == *sample, "{sample:?} came back in a page as {read:?}");
    }
    Ok(())
}

pub(super) fn extreme_values_are_found(backend: &dyn Backend) -> Outcome {
    let (_place, storage) = extreme_ground(backend)?;
    for sample in extremes().iter().filter(|sample| sample.maybe_text.is_some()) {
        let text = [Value::Text(&sample.group)];
        let blob = [Value::Bytes(&sample.blob.0)];
        let number = [Value::Int(sample.order)];
        let both = [number[0], Value::Id(sample.code)];
        let scans: [(&str, &[Value<'_>]); 4] =
            [("one_text", &text), ("by_order", &number), ("by_blob", &blob), ("one_pair", &both)];
        for (index, prefix) in scans {
            let scan = Scan { index: Sample::TABLE.index(index), prefix, ..Scan::all(Sample::TABLE, 10) };
            let found = keys(&walk(&*storage, &scan)?);
            ensure!(found.contains(&sample.id()), "{index} does not lead from {prefix:?} to {}", sample.id());
        }
    }
    let positions = [i64::MIN, -1, 0, i64::MAX];
    commit(&*storage, positions.iter().fold(Draft::new(), |draft, position| draft.add(&line(*position, 1))))?;
    for position in positions {
        let (read, _) = found::<Line>(&*storage, Key::Int(position))?;
        ensure!(read == line(position, 1), "line {position} came back as {read:?}");
    }
    commit(
        &*storage,
        Draft::new().remove::<Sample>(Key::Id([0xff; 16]), 1).rely::<Line>(Key::Int(i64::MIN), 1),
    )?;
    ensure!(
        find::<Sample>(&*storage, Key::Id([0xff; 16]))?.is_none(),
        "a row with the greatest id is not removed"
    );
    Ok(())
}

pub(super) fn large_values_survive(backend: &dyn Backend) -> Outcome {
    let (place, storage) = ground(backend)?;
    let bytes: Vec<u8> = (0_u32..1 << 20).map(|number| (number * 31 % 256) as u8).collect();
    let text = "ünd\0".repeat((1 << 20) / 5);
    let large = Sample { blob: Blob(bytes.clone()), story: text.clone(), ..sample(1) };
    let mut batch =
        Draft::new().add(&large).add(&Sample { maybe_blob: Some(Blob(vec![9; 5_000])), ..sample(2) }).batch();
    batch.journal.push(JournalRow { lane: 1, sequence: 1, bytes: bytes.clone(), hash: [1; 32] });
    storage.commit(&batch, crate::draft::PATIENCE)?;
    drop(storage);
    let storage = opened(&*place)?;
    let (read, _) = found::<Sample>(&*storage, key(1))?;
    ensure!(read.blob.0 == bytes, "a megabyte of bytes came back as {} others", read.blob.0.len());
    ensure!(read.story == text, "a text of a megabyte came back as {} other bytes", read.story.len());
    let entries = storage.journal(1, 0, 10)?;
    let kept = entries.first().is_some_and(|entry| entry.bytes == bytes && entry.hash == [1; 32]);
    ensure!(kept && entries.len() == 1, "an entry of a megabyte came back as another");
    Ok(())
}

pub(super) fn stamps_survive(backend: &dyn Backend) -> Outcome {
    let (place, storage) = ground(backend)?;
    let newest = i64::MAX as u64;
    let stamps =
        [(1, i64::MIN), (2, -1), (newest - 1, 0), (newest, i64::MAX), (1 << 53, 1_700_000_000_123_456)];
    let mut draft = Draft::new();
    for (number, (version, at)) in (1..).zip(stamps) {
        let stamp = Stamp { version, changed_at: Timestamp::from_micros(at) };
        draft = draft.add_stamped(&purse(number, 1), stamp).add_stamped(&head(number as i64, 1, 1), stamp);
    }
    commit(&*storage, draft.add(&line(1, 1)))?;
    drop(storage);
    let storage = opened(&*place)?;
    let scanned = walk(&*storage, &Scan::all(Head::TABLE, 2))?;
    for (number, (version, at)) in (1..).zip(stamps) {
        let stamp = Stamp { version, changed_at: Timestamp::from_micros(at) };
        let (_, purse) = found::<Purse>(&*storage, key(number))?;
        ensure!(purse == stamp, "{stamp:?} came back as {purse:?}");
        let head = scanned.stamp(number as usize - 1);
        ensure!(head == stamp, "{stamp:?} came back in a page as {head:?}");
    }
    let (_, added) = found::<Line>(&*storage, Key::Int(1))?;
    ensure!(added == Stamp::ADDED, "a row that is only added has {added:?}");
    commit(&*storage, Draft::new().change(&purse(3, 2), newest - 1).rely::<Purse>(key(4), newest))?;
    let version = found::<Purse>(&*storage, key(3))?.1.version;
    ensure!(version == newest, "a version after {} is {version}", newest - 1);
    Ok(())
}
