//! Every cell of every state x event matrix: the table's edge, or `wrong_state`.

use paywright::machine::{State, Word};
use paywright::{
    AccountState, CaseState, Code, EffectState, HoldState, MerchantState, OperationState, OrderState,
};
use paywright::{PaymentState, RefundState};
use std::collections::{BTreeMap, BTreeSet};

/// From, event, and where `step` leads: the edge's tag and the next state.
type Cell = (Option<&'static str>, &'static str, Result<(u16, &'static str), Code>);

/// One machine, told without its types.
struct Told {
    name: &'static str,
    cells: Vec<Cell>,
    /// From, event, to, tag.
    edges: Vec<(Option<&'static str>, &'static str, &'static str, u16)>,
    states: Vec<&'static str>,
    docs: Vec<(&'static str, &'static str)>,
}

fn told<S: State>() -> Told {
    let froms = || std::iter::once(None).chain(S::ALL.iter().copied().map(Some));
    let step = |from, event: S::Event| match S::step(from, event) {
        Ok(edge) => Ok((edge.tag, edge.to.word())),
        Err(refused) => Err(refused.code),
    };
    let cells = froms().flat_map(|from| {
        S::Event::ALL.iter().map(move |event| (from.map(Word::word), event.word(), step(from, *event)))
    });
    let edges = S::EDGES.iter();
    let edges = edges.map(|edge| (edge.from.map(Word::word), edge.event.word(), edge.to.word(), edge.tag));
    let states = S::ALL.iter().map(|state| (state.word(), state.doc()));
    let events = S::Event::ALL.iter().map(|event| (event.word(), event.doc()));
    Told {
        name: S::MACHINE,
        cells: cells.collect(),
        edges: edges.collect(),
        states: S::ALL.iter().map(|state| state.word()).collect(),
        docs: states.chain(events).collect(),
    }
}

fn machines() -> Vec<Told> {
    vec![
        told::<AccountState>(),
        told::<HoldState>(),
        told::<MerchantState>(),
        told::<OrderState>(),
        told::<PaymentState>(),
        told::<OperationState>(),
        told::<EffectState>(),
        told::<RefundState>(),
        told::<CaseState>(),
    ]
}

#[test]
fn the_list_here_is_the_catalogues() {
    let here: Vec<_> = machines().iter().map(|machine| machine.name).collect();
    let there: Vec<_> = paywright::catalogue::machines().iter().map(|(name, _)| *name).collect();
    assert_eq!(here, there);
}

/// From, event and to of each row of a page's table, and of each event of an arrow of its diagram.
fn drawn(page: &str) -> (Vec<[String; 3]>, Vec<[String; 3]>) {
    let (mut rows, mut arrows) = (Vec::new(), Vec::new());
    for line in page.lines() {
        if let Some((from, rest)) = line.split_once(" --> ") {
            let (to, events) = rest.split_once(": ").unwrap();
            arrows.extend(events.split(", ").map(|event| [from.trim(), event, to].map(str::to_owned)));
        } else if let Some(row) = line.strip_prefix("| ") {
            let cells: Vec<&str> = row.trim_end_matches(" |").split(" | ").collect();
            let [from, event, to] = cells[..] else { panic!("{line}") };
            rows.push([from, event.trim_matches('*'), to].map(str::to_owned));
        }
    }
    rows.remove(0); // The head of the table.
    (rows, arrows)
}

#[test]
fn each_edge_has_one_row_and_one_place_in_the_diagram_and_starts_come_first() {
    for (machine, (_, page)) in machines().iter().zip(paywright::catalogue::machines()) {
        let (rows, arrows) = drawn(&page);
        let edges = |new: &str| -> BTreeSet<[String; 3]> {
            let edge = |(from, event, to, _): &(Option<&str>, &str, &str, u16)| {
                [from.unwrap_or(new), event, to].map(str::to_owned)
            };
            machine.edges.iter().map(edge).collect()
        };
        let name = machine.name;
        assert_eq!((rows.len(), arrows.len()), (machine.edges.len(), machine.edges.len()), "{name}");
        assert_eq!(rows.iter().cloned().collect::<BTreeSet<_>>(), edges("(new)"), "{name}");
        assert_eq!(arrows.iter().cloned().collect::<BTreeSet<_>>(), edges("[*]"), "{name}");
        assert!(rows.is_sorted_by_key(|[from, ..]| from != "(new)"), "{name}: starts come first");
        let drawn: Vec<&str> = page.lines().filter(|line| line.contains(" --> ")).collect();
        let pairs: BTreeSet<_> = drawn.iter().filter_map(|line| line.split(": ").next()).collect();
        assert_eq!(pairs.len(), drawn.len(), "{name}: two arrows between the same states");
    }
}

#[test]
fn each_cell_is_the_tables_edge_or_is_refused_wrong_state() {
    for machine in machines() {
        for (from, event, step) in &machine.cells {
            let edges: Vec<_> =
                machine.edges.iter().filter(|edge| (edge.0, edge.1) == (*from, *event)).collect();
            let name = machine.name;
            match (edges.as_slice(), step) {
                ([edge], Ok((tag, to))) => {
                    assert_eq!((edge.3, edge.2), (*tag, *to), "{name} {from:?} {event}")
                }
                ([], Err(code)) => assert_eq!(*code, Code::WrongState, "{name} {from:?} {event}"),
                (edges, step) => panic!("{name} {from:?} + {event}: {edges:?} in the table, step: {step:?}"),
            }
        }
    }
}

#[test]
fn tags_are_unique_over_all_machines_and_tell_their_table() {
    let mut seen = BTreeMap::new();
    for edge in paywright::catalogue::edges() {
        let before = seen.insert(edge.tag, edge.machine);
        assert_eq!(before, None, "the tag {} of {} is used twice", edge.tag, edge.machine);
    }
    assert_eq!(seen.len(), machines().iter().map(|machine| machine.edges.len()).sum::<usize>());
    for machine in machines() {
        let tables: BTreeSet<u16> = machine.edges.iter().map(|edge| edge.3 / 100).collect();
        assert_eq!(tables.len(), 1, "{}: its tags are of one hundred", machine.name);
        let tag = *tables.first().unwrap();
        let table = paywright::schema().tables.iter().find(|table| table.tag == tag);
        assert!(table.is_some_and(|table| table.name.starts_with(machine.name)), "{}: {tag}", machine.name);
    }
}

#[test]
fn each_state_can_be_reached() {
    for machine in machines() {
        let mut reached = BTreeSet::new();
        loop {
            let before = reached.len();
            for (from, _, to, _) in &machine.edges {
                if from.is_none_or(|from| reached.contains(from)) {
                    reached.insert(*to);
                }
            }
            if reached.len() == before {
                break;
            }
        }
        let unreached: Vec<_> = machine.states.iter().filter(|state| !reached.contains(*state)).collect();
        assert!(unreached.is_empty(), "{}: nothing leads to {unreached:?}", machine.name);
    }
}

#[test]
fn words_are_unique_within_their_machine_and_have_a_sentence() {
    for machine in machines() {
        let states: BTreeSet<_> = machine.states.iter().collect();
        assert_eq!(states.len(), machine.states.len(), "{}", machine.name);
        for (word, doc) in &machine.docs {
            assert!(doc.trim().ends_with('.'), "{} {word}: {doc:?}", machine.name);
        }
    }
}
