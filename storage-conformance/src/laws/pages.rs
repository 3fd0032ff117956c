//! Pages of an index are what a plain sort of the rows says they are.

use crate::draft::Draft;
use crate::ground::{Ground, commit, ground, key, sample, seed, text_sample};
use crate::law::ensure;
use crate::read::{find, keys, walk};
use crate::tables::{Blob, Line, Sample, id};
use crate::{Backend, Outcome, Unheld};
use paywright::storage::{Direction, Key, Reader, Record, Rows, Scan, Storage, Value};
use paywright::{Currency, Money};

const TEXTS: [&str; 12] = ["", "\0", "\0a", " ", "A", "Z", "a", "a\0", "a\0b", "aa", "é", "\u{10348}"];

/// Samples whose values come in every order, some absent; small groups, so that many rows are alike in a
/// column.
fn varied() -> Vec<Sample> {
    let pick = |number: u64, of: u64| i64::try_from(number * 29 % of).unwrap_or(0);
    (1..=90)
        .map(|number| {
            let text = TEXTS.iter().cycle().nth((number * 5) as usize).copied().unwrap_or_default();
            let present = number % 3 != 0;
            Sample {
                order: (pick(number, 11) - 5) * [1, 1 << 40][(number % 2) as usize],
                group: text.to_owned(),
                code: id(number * 31 % 300),
                price: Money::new(pick(number, 7) - 3, [Currency::EUR, Currency::USD][(number % 2) as usize]),
                maybe_number: present.then_some(pick(number, 3)),
                maybe_code: (number % 4 != 0).then(|| id(number * 7 % 90)),
                maybe_text: present.then(|| format!("{text}{number}")),
                maybe_blob: present.then(|| Blob(vec![(number % 5 * 60) as u8; (number % 4) as usize])),
                maybe_sum: present.then(|| (i128::from(pick(number, 9)) - 4) * 7 * 10_i128.pow(17)),
                ..sample(number * 37 % 251)
            }
        })
        .collect()
}

fn varied_ground(backend: &dyn Backend) -> Result<(Ground, Rows), Unheld> {
    let (place, storage) = ground(backend)?;
    let mut rows = Rows::new(Sample::TABLE);
    let mut draft = Draft::new();
    for sample in varied() {
        sample.write(&mut rows.row(crate::draft::stamp::<Sample>(1)));
        draft = draft.add(&sample);
    }
    commit(&*storage, draft)?;
    Ok(((place, storage), rows))
}

/// What a scan must lead to, by sorting all rows.
fn expected(rows: &Rows, scan: &Scan<'_>) -> Vec<Key> {
    let order: Vec<_> = scan.order().filter_map(|column| scan.table.position(column)).collect();
    let index = order.len() - 1;
    let mut places: Vec<(Vec<Value<'_>>, Key)> = (0..rows.len())
        .map(|i| {
            let values: Vec<_> = rows.values(i).collect();
            (order.iter().map(|position| values[*position]).collect(), rows.key(i))
        })
        .filter(|(values, _): &(Vec<_>, _)| scan.index.is_none() || !values[..index].contains(&Value::Null))
        .filter(|(values, _)| values.starts_with(scan.prefix))
        .filter(|(values, _)| scan.from.is_none_or(|from| values[scan.prefix.len()] >= from))
        .filter(|(values, _)| scan.below.is_none_or(|below| values[scan.prefix.len()] < below))
        .collect();
    places.sort_unstable();
    if scan.direction == Direction::Descending {
        places.reverse();
    }
    places.into_iter().map(|(_, key)| key).collect()
}

fn leads_to(reader: &dyn Reader, scan: &Scan<'_>, expected: &[Key]) -> Outcome {
    let found = keys(&walk(reader, scan)?);
    let wrong = found.iter().zip(expected).position(|(found, expected)| found != expected);
    ensure!(
        found == expected,
        "a scan of {:?}, prefix {:?}, from {:?}, below {:?}, {:?}, {} a page, leads to {} rows \
         instead of {}; the first that differs is number {wrong:?}",
        scan.index.map(|index| index.name),
        scan.prefix,
        scan.from,
        scan.below,
        scan.direction,
        scan.limit,
        found.len(),
        expected.len()
    );
    Ok(())
}

fn every_index<'a>() -> impl Iterator<Item = Scan<'a>> {
    let indexes = Sample::TABLE.indexes.iter().map(Some).chain([None]);
    indexes.map(|index| Scan { index, ..Scan::all(Sample::TABLE, 7) })
}

pub(super) fn pages_are_in_order(backend: &dyn Backend) -> Outcome {
    let ((_place, storage), rows) = varied_ground(backend)?;
    for scan in every_index() {
        for limit in [1, 7, 1_000] {
            let scan = Scan { limit, ..scan.clone() };
            leads_to(&*storage, &scan, &expected(&rows, &scan))?;
        }
    }
    let positions = [3, i64::MIN, -1, 0, 1 << 40, i64::MAX, -2];
    let line = |position| Line { id: position, of: id(1), amount: 0, reference: None };
    commit(
        &*storage,
        positions.into_iter().fold(Draft::new(), |draft, position| draft.add(&line(position))),
    )?;
    let sorted = [i64::MIN, -2, -1, 0, 3, 1 << 40, i64::MAX].map(Key::Int);
    leads_to(&*storage, &Scan::all(Line::TABLE, 2), &sorted)?;
    leads_to(&*storage, &Scan { index: Line::TABLE.index("by_of"), ..Scan::all(Line::TABLE, 2) }, &sorted)
}

pub(super) fn a_prefix_and_a_range_bound_a_page(backend: &dyn Backend) -> Outcome {
    let ((_place, storage), rows) = varied_ground(backend)?;
    let scan =
        |index: &str, limit| Scan { index: Sample::TABLE.index(index), ..Scan::all(Sample::TABLE, limit) };
    let (first, second) = ([Value::Text("a")], [Value::Text("a"), Value::Int(2)]);
    let number = [Value::Int(1)];
    let sums = [Value::Int(-1)];
    let mut scans = Vec::new();
    let ints =
        [None, Some(Value::Int(-3)), Some(Value::Int(0)), Some(Value::Int(4)), Some(Value::Int(i64::MAX))];
    let texts = [
        None,
        Some(Value::Text("")),
        Some(Value::Text("a")),
        Some(Value::Text("a\0")),
        Some(Value::Text("é")),
    ];
    let ids = [None, Some(Value::Id(id(1))), Some(Value::Id(id(40))), Some(Value::Id(id(200)))];
    for (from, below) in ints.iter().flat_map(|from| ints.map(|below| (*from, below))) {
        scans.push(Scan { from, below, ..scan("by_order", 3) });
        scans.push(Scan { prefix: &first, from, below, ..scan("by_three", 3) });
        scans.push(Scan { prefix: &sums, from, below, ..scan("by_sum", 3) });
    }
    for (from, below) in texts.iter().flat_map(|from| texts.map(|below| (*from, below))) {
        scans.push(Scan { from, below, ..scan("by_three", 5) });
        scans.push(Scan { from, below, ..scan("one_text", 5) });
    }
    for (from, below) in ids.iter().flat_map(|from| ids.map(|below| (*from, below))) {
        scans.push(Scan { from, below, ..Scan::all(Sample::TABLE, 4) });
        scans.push(Scan { prefix: &number, from, below, ..scan("one_pair", 4) });
        scans.push(Scan { prefix: &second, from, below, ..scan("by_three", 4) });
        scans.push(Scan { prefix: &number, from, below, ..scan("by_order", 4) });
    }
    let one = [Value::Id(id(37))];
    scans.push(Scan { prefix: &one, ..Scan::all(Sample::TABLE, 4) });
    for scan in scans {
        for direction in [Direction::Ascending, Direction::Descending] {
            let scan = Scan { direction, ..scan.clone() };
            leads_to(&*storage, &scan, &expected(&rows, &scan))?;
        }
    }
    Ok(())
}

pub(super) fn descending_is_the_reverse(backend: &dyn Backend) -> Outcome {
    let ((_place, storage), _) = varied_ground(backend)?;
    let group = [Value::Text("a\0")];
    let grouped =
        Scan { index: Sample::TABLE.index("by_three"), prefix: &group, ..Scan::all(Sample::TABLE, 2) };
    for scan in every_index().chain([grouped]) {
        let mut forwards = keys(&walk(&*storage, &scan)?);
        forwards.reverse();
        ensure!(!forwards.is_empty(), "a scan of {:?} leads nowhere", scan.index);
        leads_to(&*storage, &Scan { direction: Direction::Descending, ..scan }, &forwards)?;
    }
    Ok(())
}

pub(super) fn a_page_says_whether_more_follow(backend: &dyn Backend) -> Outcome {
    let (_place, storage) = ground(backend)?;
    let of =
        |number: u64| Sample { group: ["one", "two"][(number % 2) as usize].to_owned(), ..sample(number) };
    commit(&*storage, (1..=12).fold(Draft::new(), |draft, number| draft.add(&of(number))))?;
    let group = [Value::Text("one")];
    let all = Scan::all(Sample::TABLE, 0);
    let grouped = Scan { index: Sample::TABLE.index("by_three"), prefix: &group, ..all.clone() };
    let below = Scan { below: Some(Value::Id(id(7))), ..all.clone() };
    for (scan, rows) in [(&all, 12), (&grouped, 6), (&below, 6)] {
        for direction in [Direction::Ascending, Direction::Descending] {
            for (limit, read, more) in
                [(1, 1, true), (rows - 1, rows - 1, true), (rows, rows, false), (rows + 1, rows, false)]
            {
                let mut page = Rows::new(Sample::TABLE);
                let says = storage.scan(&Scan { limit, direction, ..scan.clone() }, &mut page)?;
                let good = says == more && page.len() == read as usize;
                ensure!(good, "of {rows} rows a page of {limit} has {} and says more: {says}", page.len());
            }
        }
    }
    Ok(())
}

pub(super) fn a_page_continues_after_a_row_that_is_gone(backend: &dyn Backend) -> Outcome {
    for direction in [Direction::Ascending, Direction::Descending] {
        for index in [None, Sample::TABLE.index("by_order")] {
            let (_place, storage) = ground(backend)?;
            commit(&*storage, (1..=9).fold(Draft::new(), |draft, number| draft.add(&sample(number))))?;
            commit(&*storage, Draft::new().remove::<Sample>(key(5), 1))?;
            let place = [Value::Int(5), Value::Id(id(5))];
            let after = Some(if index.is_some() { &place[..] } else { &place[1..] });
            let scan = Scan { index, direction, after, ..Scan::all(Sample::TABLE, 3) };
            let rest = if direction == Direction::Ascending { [6, 7, 8, 9] } else { [4, 3, 2, 1] };
            leads_to(&*storage, &scan, &rest.map(key))?;
        }
    }
    Ok(())
}

pub(super) fn absent_values_are_not_in_an_index(backend: &dyn Backend) -> Outcome {
    let (_place, storage) = ground(backend)?;
    let pair = |number, first: Option<i64>, second: Option<u64>| Sample {
        maybe_number: first,
        maybe_code: second.map(id),
        ..sample(number)
    };
    let draft =
        Draft::new().add(&pair(1, Some(1), None)).add(&pair(2, None, Some(1))).add(&pair(3, None, None));
    commit(&*storage, draft.add(&pair(4, Some(2), Some(2))).add(&text_sample(5, "")))?;
    for direction in [Direction::Ascending, Direction::Descending] {
        for (index, rows) in
            [("one_pair", vec![key(4)]), ("one_text", vec![key(5)]), ("by_blob", vec![]), ("by_sum", vec![])]
        {
            let scan = Scan { index: Sample::TABLE.index(index), direction, ..Scan::all(Sample::TABLE, 2) };
            leads_to(&*storage, &scan, &rows)?;
        }
    }
    let number = [Value::Int(1)];
    let pairs =
        Scan { index: Sample::TABLE.index("one_pair"), prefix: &number, ..Scan::all(Sample::TABLE, 2) };
    leads_to(&*storage, &pairs, &[])?;
    commit(&*storage, Draft::new().change(&pair(1, Some(1), Some(9)), 1).change(&pair(4, None, Some(2)), 1))?;
    leads_to(&*storage, &pairs, &[key(1)])
}

fn texts_are(storage: &dyn Storage, expected: &[(&str, &[u64])]) -> Outcome {
    for (text, numbers) in expected {
        let prefix = [Value::Text(text)];
        let scan =
            Scan { index: Sample::TABLE.index("one_text"), prefix: &prefix, ..Scan::all(Sample::TABLE, 5) };
        leads_to(storage, &scan, &numbers.iter().map(|number| key(*number)).collect::<Vec<_>>())?;
    }
    Ok(())
}

pub(super) fn a_changed_row_moves_in_its_indexes(backend: &dyn Backend) -> Outcome {
    let (_place, storage) = ground(backend)?;
    seed(&*storage)?;
    let moved = |order, text: &str| Sample { order, ..text_sample(1, text) };
    commit(&*storage, Draft::new().change(&moved(1, "z"), 1))?;
    texts_are(&*storage, &[("a", &[]), ("z", &[1]), ("b", &[2])])?;
    let by_order = Scan { index: Sample::TABLE.index("by_order"), ..Scan::all(Sample::TABLE, 2) };
    leads_to(&*storage, &by_order, &[key(1), key(2), key(3)])?;
    commit(&*storage, Draft::new().change(&moved(9, "z"), 2))?;
    leads_to(&*storage, &by_order, &[key(2), key(3), key(1)])?;
    commit(&*storage, Draft::new().change(&Sample { order: -9, ..sample(1) }, 3))?;
    leads_to(&*storage, &by_order, &[key(1), key(2), key(3)])?;
    texts_are(&*storage, &[("z", &[])])?;
    commit(&*storage, Draft::new().change(&moved(1, "a"), 4).add(&text_sample(4, "z")))?;
    texts_are(&*storage, &[("a", &[1]), ("z", &[4])])
}

pub(super) fn a_removed_row_is_gone_from_its_indexes(backend: &dyn Backend) -> Outcome {
    let (_place, storage) = ground(backend)?;
    seed(&*storage)?;
    commit(&*storage, Draft::new().remove::<Sample>(key(2), 1))?;
    ensure!(find::<Sample>(&*storage, key(2))?.is_none(), "a removed row is found by its key");
    texts_are(&*storage, &[("a", &[1]), ("b", &[]), ("c", &[3])])?;
    for name in ["by_order", "by_three", "by_price"] {
        let scan = Scan { index: Sample::TABLE.index(name), ..Scan::all(Sample::TABLE, 5) };
        leads_to(&*storage, &scan, &[key(1), key(3)])?;
    }
    leads_to(&*storage, &Scan::all(Sample::TABLE, 5), &[key(1), key(3)])?;
    commit(&*storage, Draft::new().add(&text_sample(2, "back")).add(&text_sample(7, "b")))?;
    texts_are(&*storage, &[("b", &[7]), ("back", &[2])])
}
