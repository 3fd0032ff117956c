//! What a value tells of itself follows the shape of its type, piece by piece: commands, records, answers,
//! and what queries hand out.

use crate::fixtures::something_of_everything;
use crate::ground::Ground;
use crate::mutants;
use crate::odd::Odd;
use crate::support::dump::rows_of;
use crate::support::{Backend, World, rows};
use crate::values::Known;
use paywright::catalogue::AnyRecord;
use paywright::journal::{IdempotencyKey, Lane};
use paywright::ledger::Mark;
use paywright::shape::{Described, FieldsSpec, Form, Piece, Shape};
use paywright::storage::Record;
use paywright::*;
use std::collections::{BTreeMap, BTreeSet};
use std::iter::repeat_n;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Listens to values, and knows what must come next.
#[derive(Default)]
struct Listener {
    /// What is still to be told, the next last.
    awaited: Vec<&'static Shape>,
    /// The kinds of pieces that were told.
    kinds: BTreeSet<String>,
}

impl Listener {
    fn hears<T: Described>(&mut self, value: &T) {
        self.hears_of(T::SHAPE, |to| value.tell(to));
    }

    fn hears_of(&mut self, shape: &'static Shape, tell: impl FnOnce(&mut dyn FnMut(Piece<'_>))) {
        self.awaited.push(shape);
        tell(&mut |piece| {
            let kind = format!("{piece:?}");
            self.kinds.insert(kind.split('(').next().unwrap().to_owned());
            let awaited = self.awaited.pop();
            self.takes(awaited.unwrap_or_else(|| panic!("{piece:?} comes after all was told")), piece);
        });
        assert!(self.awaited.is_empty(), "it ends before {:?}", self.awaited);
    }

    fn takes(&mut self, shape: &'static Shape, piece: Piece<'_>) {
        match (shape, piece) {
            (Shape::Optional(_), Piece::Absent)
            | (Shape::OrRefused(_), Piece::Refused(_))
            | (Shape::Flag, Piece::Flag(_))
            | (Shape::Text, Piece::Text(_))
            | (Shape::Money, Piece::Money(_))
            | (Shape::Currency, Piece::Currency(_))
            | (Shape::Rate, Piece::Rate(_))
            | (Shape::Time, Piece::Time(_))
            | (Shape::Metadata, Piece::Metadata(_)) => {}
            (Shape::Optional(value) | Shape::OrRefused(value), piece) => self.takes(value, piece),
            (Shape::Whole { least, most }, Piece::Whole(number)) => {
                assert!((*least..=*most).contains(&number), "{number} is not between {least} and {most}");
            }
            (Shape::Bytes(count), Piece::Bytes(bytes)) if *count == bytes.len() => {}
            (Shape::Id(of), Piece::Id(told, _)) if of.name == told.name => {}
            (Shape::Words(of), Piece::Word(told, place)) if of.name == told.name => {
                assert!(place < of.words.len(), "{} has no word {place}", of.name);
            }
            (Shape::Fields(of), Piece::Fields(told)) if of.name == told.name => self.awaits(of.fields),
            (Shape::Variants(of), Piece::Variant(told, place)) if of.name == told.name => {
                self.awaits(of.variants[place].parts);
            }
            (Shape::List(item), Piece::List(count)) => self.awaited.extend(repeat_n(*item, count)),
            (Shape::Command, Piece::Command(spec)) => self.awaits(spec.fields),
            (shape, piece) => panic!("{piece:?} is told where {shape:?} should be"),
        }
    }

    fn awaits(&mut self, fields: &'static [InputField]) {
        self.awaited.extend(fields.iter().rev().map(|field| field.shape));
    }

    /// Every row of a table.
    fn hears_all<R: Record + Described>(&mut self, world: &World) -> (&'static str, usize) {
        let rows = rows_of(&world.storage, R::TABLE);
        (0..rows.len()).for_each(|i| self.hears(&R::read(&mut rows.reader(i)).unwrap()));
        (R::TABLE.name, rows.len())
    }
}

#[test]
fn what_does_not_follow_its_shape_is_noticed() {
    let is_noticed = |shape, pieces: &[Piece<'_>], objection: &str| {
        let listen = || Listener::default().hears_of(shape, |to| pieces.iter().for_each(|piece| to(*piece)));
        let said = catch_unwind(AssertUnwindSafe(listen)).unwrap_err().downcast::<String>().unwrap();
        assert!(said.contains(objection), "{said}");
    };
    let (flag, Shape::Words(sides)) = (Piece::Flag(true), Sides::SHAPE) else { panic!("sides are words") };
    is_noticed(bool::SHAPE, &[flag, flag], "comes after all was told");
    is_noticed(<Vec<bool>>::SHAPE, &[Piece::List(2), flag], "it ends before");
    is_noticed(bool::SHAPE, &[Piece::Absent], "is told where");
    is_noticed(<Option<Money>>::SHAPE, &[flag], "is told where");
    is_noticed(Side::SHAPE, &[Piece::Word(sides, 0)], "is told where");
    is_noticed(Sides::SHAPE, &[Piece::Word(sides, 3)], "has no word");
    is_noticed(u16::SHAPE, &[Piece::Whole(70_000)], "is not between");
}

#[test]
fn every_command_is_told_as_its_fields_say() {
    let ground = Ground::new();
    let known = Known::of(&ground.filled);
    let mut listener = Listener::default();
    for example in &ground.examples {
        listener.hears(&example.command);
        let odd = mutants::of(example, &known).into_iter().filter_map(Odd::read);
        odd.for_each(|odd| listener.hears(&odd.command));
    }
}

#[test]
fn everything_else_is_told_as_its_shape_says() {
    let world = World::new(Backend::Memory);
    let mut listener = Listener::default();
    for answer in something_of_everything(&world) {
        hears_answer(&mut listener, &answer);
    }
    let nowhere =
        NewTransfer::void_pending(TransferId::derived("nowhere")).with_id(TransferId::derived("no"));
    listener.hears(&world.done(PostTransfers::new([nowhere])));
    hears_records(&mut listener, &world);
    hears_queries(&mut listener, &world);
    for actor in [Actor::operator("ann", [Role::Agent]), Actor::Merchant(MerchantId::derived("shop"))] {
        listener.hears(&actor);
    }

    let copy = World::new(Backend::Memory);
    let export = world.engine.export().unwrap();
    listener.hears(&copy.engine.import(export, |_| ControlFlow::Continue(())).unwrap());
    rows::remove::<User>(&copy.storage, world.all::<User>()[0].id);
    let found = copy.newcomer().verify(&[]).unwrap();
    assert!(!found.is_clean());
    listener.hears(&found);

    let kinds = listener.kinds.iter().map(String::as_str).collect::<Vec<_>>();
    let every = [
        "Absent", "Bytes", "Command", "Currency", "Fields", "Flag", "Id", "List", "Metadata", "Money",
        "Rate", "Refused", "Text", "Time", "Variant", "Whole", "Word",
    ];
    assert_eq!(kinds, every, "the kinds of pieces that were told");
}

/// With the shape of the output that the catalogue names.
fn hears_answer(listener: &mut Listener, (spec, answer): &(&'static CommandSpec, Answer)) {
    let output = AnyOutput::CATALOGUE.iter().find(|output| output.name == spec.output).unwrap();
    listener.hears_of(output.shape, |to| answer.output.tell(to));
    listener.hears(&answer.acceptance);
}

fn hears_records(listener: &mut Listener, world: &World) {
    let kept = [
        listener.hears_all::<IdempotencyKey>(world),
        listener.hears_all::<Lane>(world),
        listener.hears_all::<Mark>(world),
    ];
    let mut heard = BTreeMap::from(kept);
    for shape in AnyRecord::SHAPES {
        let Shape::Fields(FieldsSpec { name, form: Form::Row(table), .. }) = shape else {
            panic!("{shape:?} is no record")
        };
        heard.insert(table, hears_pages(listener, world, name, shape));
    }
    for table in paywright::schema().tables {
        assert!(heard.get(table.name).is_some_and(|rows| *rows > 0), "no row of {} was told", table.name);
    }
}

/// As a host reads them, who knows the name alone.
fn hears_pages(listener: &mut Listener, world: &World, name: &str, shape: &'static Shape) -> usize {
    let (mut count, mut after) = (0, None);
    loop {
        let page = PageOf { limit: 100, after: after.as_ref(), ..PageOf::ALL };
        let page = AnyRecord::list(&world.engine, name, &page).unwrap();
        page.items.iter().for_each(|record| listener.hears_of(shape, |to| record.tell(to)));
        count += page.items.len();
        after = page.next;
        if after.is_none() {
            return count;
        }
    }
}

fn hears_queries(listener: &mut Listener, world: &World) {
    let mut after = Cut::START;
    loop {
        let page = world.engine.feed(&after, 100).unwrap();
        listener.hears(&page);
        if page.events.is_empty() {
            break;
        }
        after = page.next;
    }
    listener.hears(&world.engine.trial_balance().unwrap());
    listener.hears(&world.engine.verify(&[]).unwrap());
    for account in world.all::<Account>() {
        listener.hears(&world.engine.balance(account.id).unwrap());
        let of = StatementOf { lines: StatementLines::All, ..StatementOf::new(account.id) };
        listener.hears(&world.engine.statement(&of).unwrap().unwrap().items);
    }
    listener.hears(&paywright::catalogue::edges().collect::<Vec<_>>());
}
