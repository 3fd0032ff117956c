//! State machines as data: `(state, event) -> state, or refused`. The tables are the only edges.

use crate::error::{Code, Refused, refused};
use crate::shape::told;
use crate::storage::{Record, Table};
use std::fmt;

/// A closed set of words that columns and messages use; a word never changes.
pub trait Word: Copy + Eq + fmt::Display + fmt::Debug + Send + Sync + 'static {
    /// Every one of the set.
    const ALL: &'static [Self];
    /// The word.
    fn word(self) -> &'static str;
    /// What it means.
    fn doc(self) -> &'static str;
}

/// One way from a state to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge<S: State> {
    /// Its number in journal entries; never reused.
    pub tag: u16,
    /// Where it begins; `None` where the record is made.
    pub from: Option<S>,
    /// What happens.
    pub event: S::Event,
    /// Where it leads.
    pub to: S,
}

/// The states of one machine, with its table.
pub trait State: Word {
    /// What can happen.
    type Event: Word;
    /// Name of the machine.
    const MACHINE: &'static str;
    /// Table of the records that have these states.
    const TABLE: &'static Table;
    /// All edges.
    const EDGES: &'static [Edge<Self>];

    /// The edge that `event` takes from here (`None`: the record does not exist yet).
    ///
    /// # Errors
    /// `wrong_state` where the table has no such edge.
    fn step(from: Option<Self>, event: Self::Event) -> Result<&'static Edge<Self>, Refused> {
        let edge = Self::EDGES.iter().find(|edge| edge.from == from && edge.event == event);
        edge.ok_or_else(|| match from {
            Some(state) => {
                refused!(Code::WrongState, "{} is {state}: {event} is not possible", Self::MACHINE)
            }
            None => refused!(Code::WrongState, "a {} does not begin with {event}", Self::MACHINE),
        })
    }
}

/// A record with a state.
pub trait Stateful: Record {
    /// Its states.
    type State: State;
    /// The state it is in.
    fn state(&self) -> Self::State;
    #[doc(hidden)]
    fn set_state(&mut self, state: Self::State);
}

told! {
    /// An edge as `verify` and readers of the journal look it up by tag.
    ///
    /// Tags are unique over all machines.
    pub struct EdgeName: Copy {
        /// Its number in journal entries.
        tag: u16,
        /// The machine.
        machine: &'static str,
        /// Tag of the table of its records.
        table: u16,
        /// Word of the state it begins in; `None` where the record is made.
        from: Option<&'static str>,
        /// Word of the event.
        event: &'static str,
        /// Word of the state it leads to.
        to: &'static str,
    }
}

/// The edges of one machine, by name.
pub fn edges_of<S: State>() -> impl Iterator<Item = EdgeName> {
    S::EDGES.iter().map(|edge| EdgeName {
        tag: edge.tag,
        machine: S::MACHINE,
        table: S::TABLE.tag,
        from: edge.from.map(Word::word),
        event: edge.event.word(),
        to: edge.to.word(),
    })
}

/// The machine in Markdown: a diagram, a row an edge, and what each state and event means.
#[must_use]
pub fn page_of<S: State>() -> String {
    let edges = in_order::<S>();
    let mut text = format!("# {}\n\n```mermaid\nstateDiagram-v2\n", S::MACHINE);
    for (from, to, events) in &arrows(&edges) {
        let (from, to) = (from.map_or("[*]", Word::word), to.word());
        text.push_str(&format!("    {from} --> {to}: {}\n", events.join(", ")));
    }
    text.push_str("```\n\n| from | event | to |\n|---|---|---|\n");
    for Edge { from, event, to, .. } in edges {
        text.push_str(&format!("| {} | *{event}* | {to} |\n", from.map_or("(new)", Word::word)));
    }
    text.push_str("\nStates:\n\n");
    for state in S::ALL {
        text.push_str(&format!("- `{state}`:{}\n", state.doc()));
    }
    text.push_str("\nEvents:\n\n");
    for event in S::Event::ALL {
        text.push_str(&format!("- *{event}*:{}\n", event.doc()));
    }
    text
}

/// The edges that make a record first, then those of each state.
fn in_order<S: State>() -> Vec<&'static Edge<S>> {
    let froms = std::iter::once(None).chain(S::ALL.iter().map(|state| Some(*state)));
    froms.flat_map(|from| S::EDGES.iter().filter(move |edge| edge.from == from)).collect()
}

/// An arrow of a diagram: where it begins and leads, and the events that take it.
type Arrow<S> = (Option<S>, S, Vec<&'static str>);

/// One arrow between two states, whatever the number of events that take it.
fn arrows<S: State>(edges: &[&'static Edge<S>]) -> Vec<Arrow<S>> {
    let mut arrows: Vec<Arrow<S>> = Vec::new();
    for edge in edges {
        match arrows.iter_mut().find(|(from, to, _)| (*from, *to) == (edge.from, edge.to)) {
            Some((_, _, events)) => events.push(edge.event.word()),
            None => arrows.push((edge.from, edge.to, vec![edge.event.word()])),
        }
    }
    arrows
}
