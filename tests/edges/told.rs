//! A story, the edges that it names, and the edges that the journal says were taken.

use crate::support::dump::{edges_of, journal_of};
use crate::support::{Backend, World};
use std::collections::{BTreeMap, BTreeSet};

/// A story and the edges that it names: `machine: state + event`, or `machine: event` where a record begins.
pub struct Story {
    pub name: &'static str,
    pub edges: &'static [&'static str],
    pub tell: fn(&World),
}

/// Tells each story on memory and on SQLite, sees the edges that it names in the journal, and checks the
/// books.
macro_rules! stories {
    ($($story:ident reaches [$($edge:literal),+ $(,)?];)+) => {
        pub const STORIES: &[$crate::told::Story] = &[$($crate::told::Story {
            name: stringify!($story),
            edges: &[$($edge),+],
            tell: $story,
        },)+];

        mod told {
            $(mod $story {
                #[test]
                fn on_memory() {
                    let memory = $crate::support::Backend::Memory;
                    $crate::told::told(stringify!($story), super::super::STORIES, memory);
                }
                #[test]
                fn on_sqlite() {
                    let sqlite = $crate::support::Backend::Sqlite;
                    $crate::told::told(stringify!($story), super::super::STORIES, sqlite);
                }
            })+
        }
    };
}
pub(crate) use stories;

#[track_caller]
pub fn told(name: &str, stories: &[Story], backend: Backend) {
    let story = stories.iter().find(|story| story.name == name).unwrap();
    let world = World::new(backend);
    (story.tell)(&world);
    world.check();
    let taken = edges_taken(&world);
    for edge in story.edges {
        assert!(taken.contains(*edge), "{name} does not reach {edge}; it takes {taken:#?}");
    }
}

/// Every edge by tag.
pub fn edge_names() -> BTreeMap<u16, String> {
    let name = |edge: paywright::machine::EdgeName| match edge.from {
        Some(from) => format!("{}: {from} + {}", edge.machine, edge.event),
        None => format!("{}: {}", edge.machine, edge.event),
    };
    paywright::catalogue::edges().map(|edge| (edge.tag, name(edge))).collect()
}

/// What the journal says was taken.
fn edges_taken(world: &World) -> BTreeSet<String> {
    let names = edge_names();
    journal_of(&world.storage).iter().flat_map(edges_of).map(|tag| names[&tag].clone()).collect()
}
