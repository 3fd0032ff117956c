//! A table that is gone through row by row: never more of it than a few thousand rows at once.

use super::cells::{Cell, Cells};
use super::plan::{Columns, From, Node, Problems};
use super::row::{Out, map};
use super::unfit::Unfit;
use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::ArrowError;
use minicbor::Encoder;
use paywright::shape::{Described, Shape};
use paywright::{Actor, CommandSpec, Currency, InputField, Repeat};
use std::cell::RefCell;

/// Rows whose columns are made ready together.
const ROWS_AT_ONCE: usize = 4_096;

/// Who asks, as a column of the table.
const ACTOR: InputField = InputField {
    number: 0,
    name: "actor",
    type_name: "Option<Actor>",
    doc: "",
    shape: &Shape::Optional(Actor::SHAPE),
    default: None,
};

/// What a row of the table is: a command, or one item of the list that is all a command has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Of {
    pub(super) command: &'static CommandSpec,
    pub(super) fields: &'static [InputField],
    pub(super) is_item: bool,
}

impl Of {
    /// `PostTransfers` is the one command that is nothing but a list of new things.
    pub(super) fn rows_of(command: &'static CommandSpec) -> Self {
        if let [InputField { shape: Shape::List(Shape::Fields(of)), .. }] = command.fields {
            return Self { command, fields: of.fields, is_item: true };
        }
        Self { command, fields: command.fields, is_item: false }
    }

    fn has_id(self) -> bool {
        self.is_item || self.command.repeat == Repeat::Id
    }
}

/// What every row is asked with.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) currency: Option<Currency>,
    pub(super) key_prefix: Option<String>,
    pub(super) actor: Option<Actor>,
}

/// The rows of one chunk, and where each part of them stands.
#[derive(Debug)]
struct Chunk {
    fields: Vec<Node>,
    keys: Option<Cells>,
    actor: Node,
    rows: usize,
    next: usize,
}

impl Chunk {
    fn of(batch: &RecordBatch, of: Of, asked: &Asked, problems: &RefCell<Problems>) -> Self {
        let schema = batch.schema();
        let columns = Columns::new(schema.fields().iter(), batch.columns(), problems, asked.currency);
        let fields = of.fields.iter().map(|field| node(&columns, field, of)).collect();
        let (keys, actor) = (columns.texts("key"), columns.node(&ACTOR, "actor_", false));
        let has_key = keys.is_some() || asked.key_prefix.is_some();
        let is_told = has_key || (of.has_id() && columns.has("id")) || of.command.repeat == Repeat::State;
        if !is_told || (of.is_item && !has_key && !columns.has("id")) {
            let what = if of.has_id() { "key (or id, or key_prefix=)" } else { "key (or key_prefix=)" };
            problems.borrow_mut().missing.push(what.to_owned());
        }
        columns.finish("");
        Self { fields, keys, actor, rows: batch.num_rows(), next: 0 }
    }
}

/// Where a field comes from. A new thing of a list has an id of its own or one that follows from the row's
/// key, and is posted where nothing else is said.
fn node(columns: &Columns<'_>, field: &InputField, of: Of) -> Node {
    match field.shape {
        Shape::Variants(_) if of.is_item => {
            columns.node(&InputField { default: Some("posted"), ..*field }, "", true)
        }
        Shape::Optional(Shape::Id(_)) if of.is_item && field.name == "id" => {
            let given = columns.node(field, "", true);
            let (place, number, shape) = (given.place.clone(), given.number, given.shape);
            let from = From::KeyedId(Box::new(given));
            Node { place, number, shape, is_optional: false, default: None, from }
        }
        _ => columns.node(field, "", true),
    }
}

/// A row that can be asked for.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) bytes: Vec<u8>,
    pub(super) key: Option<String>,
    pub(super) actor: Option<Actor>,
}

/// A table on its way in.
pub(crate) type Stream = Box<dyn RecordBatchReader + Send>;

/// The table.
pub(super) struct Input {
    stream: Stream,
    batch: Option<RecordBatch>,
    chunk: Option<Chunk>,
    pub(super) of: Of,
    pub(super) asked: Asked,
    taken: u64,
}

impl Input {
    /// The table, if commands can be made of its columns.
    pub(super) fn new(stream: Stream, of: Of, asked: Asked) -> Result<Self, Unfit> {
        let problems = RefCell::default();
        let schema = stream.schema();
        for (place, field) in schema.fields().iter().enumerate() {
            if schema.fields().iter().take(place).any(|known| known.name() == field.name()) {
                let text = format!("two columns are called {}: give each column a name", field.name());
                return Err(Unfit::Value(text));
            }
        }
        let chunk = Chunk::of(&RecordBatch::new_empty(schema), of, &asked, &problems);
        problems.into_inner().into_result(of)?;
        if chunk.keys.is_some() && asked.key_prefix.is_some() {
            let text = "keys come from the column key or from key_prefix=, not from both";
            return Err(Unfit::Value(text.to_owned()));
        }
        Ok(Self { stream, batch: None, chunk: None, of, asked, taken: 0 })
    }

    /// The next row, or why it cannot be asked for; none behind the last.
    pub(super) fn next(&mut self) -> Result<Option<Result<Row, String>>, ArrowError> {
        if !self.is_ready()? {
            return Ok(None);
        }
        let Some(chunk) = &mut self.chunk else { return Ok(None) };
        let row = chunk.next;
        chunk.next += 1;
        let prefixed = self.asked.key_prefix.as_ref().map(|prefix| format!("{prefix}/{}", self.taken));
        self.taken += 1;
        let key = chunk.keys.as_ref().and_then(|keys| keys.text(row)).map(str::to_owned).or(prefixed);
        let mut out = Encoder::new(Vec::with_capacity(160));
        Ok(Some(match map(&chunk.fields, row, key.as_deref(), &mut out) {
            Ok(()) => actor(&chunk.actor, row).map(|actor| {
                let actor = actor.or_else(|| self.asked.actor.clone());
                Row { bytes: out.into_writer(), key, actor }
            }),
            Err(why) => Err(why),
        }))
    }

    /// Whether the row that was taken last is chained to the next. One that does not say it clearly is: it is
    /// refused, and so is what may hang on it.
    pub(super) fn is_chained(&self) -> bool {
        let Some(chunk) = &self.chunk else { return false };
        let chained = chunk.fields.iter().find(|field| field.place == "chained");
        match chained.map(|field| &field.from) {
            Some(From::Cells(cells)) => match cells.at(chunk.next.saturating_sub(1)) {
                Cell::Flag(flag) => flag,
                Cell::Nothing | Cell::Text("false") => false,
                _ => true,
            },
            _ => false,
        }
    }

    /// How many rows are left, without a look at what they say.
    pub(super) fn count_rest(&mut self) -> Result<u64, ArrowError> {
        let mut rows = 0;
        while self.is_ready()? {
            if let Some(chunk) = &mut self.chunk {
                rows += u64::try_from(chunk.rows - chunk.next).unwrap_or_default();
                chunk.next = chunk.rows;
            }
        }
        Ok(rows)
    }

    /// Whether there is a next row; makes the next chunk ready where the last one is done.
    fn is_ready(&mut self) -> Result<bool, ArrowError> {
        loop {
            if self.chunk.as_ref().is_some_and(|chunk| chunk.next < chunk.rows) {
                return Ok(true);
            }
            let batch = match self.batch.take() {
                Some(rest) => rest,
                None => match self.stream.next().transpose()? {
                    Some(batch) => batch,
                    None => return Ok(false),
                },
            };
            let rows = batch.num_rows().min(ROWS_AT_ONCE);
            if rows < batch.num_rows() {
                self.batch = Some(batch.slice(rows, batch.num_rows() - rows));
            }
            // The columns are those of the schema, which was found to be well.
            self.chunk = Some(Chunk::of(&batch.slice(0, rows), self.of, &self.asked, &RefCell::default()));
        }
    }
}

/// Who asks for this row, where the table says it.
fn actor(node: &Node, row: usize) -> Result<Option<Actor>, String> {
    let mut out: Out = Encoder::new(Vec::new());
    if matches!(node.from, From::Nowhere) {
        return Ok(None);
    }
    node.write(row, None, &mut out)?;
    minicbor::decode(&out.into_writer()).map_err(|error| format!("actor: {error}"))
}

impl Problems {
    /// One error that names all columns that are wrong.
    fn into_result(self, of: Of) -> Result<(), Unfit> {
        let name = of.command.name;
        if !self.mistyped.is_empty() {
            return Err(Unfit::Type(format!("{name}: {}", self.mistyped.join("; "))));
        }
        let mut wrong = Vec::new();
        if !self.missing.is_empty() {
            wrong.push(format!("columns are missing: {}", self.missing.join(", ")));
        }
        if !self.extra.is_empty() {
            let known: Vec<&str> = of.fields.iter().map(|field| field.name).collect();
            let (extra, known) = (self.extra.join(", "), known.join(", "));
            wrong.push(format!("nothing is made of the columns {extra}: its fields are {known}"));
        }
        if wrong.is_empty() { Ok(()) } else { Err(Unfit::Value(format!("{name}: {}", wrong.join("; ")))) }
    }
}
