//! Commands with every field, as stories tell them and as core writes them: what a binding makes of the one must
//! be the other. Nothing in a binding that takes one field for another stays unseen.

use paywright::shape::{FieldsSpec, Form, IdSpec, Shape};
use paywright::{AnyCommand, CommandSpec, InputField};

/// A line of JSON for each example: name and fields of the command, and its bytes in hexadecimal.
pub fn commands() -> String {
    AnyCommand::CATALOGUE
        .iter()
        .copied()
        .flat_map(examples)
        .fold(String::new(), |text, line| text + &line + "\n")
}

/// As many as there are variants or words to choose from, and one in which nothing is that may be absent.
fn examples(spec: &'static CommandSpec) -> Vec<String> {
    let shapes = spec.fields.iter().map(|field| field.shape);
    let most = shapes.map(choices).max().unwrap_or(1);
    let whole = (0..most).map(|round| Example { round, is_whole: true, ..Example::default() });
    whole.chain([Example::default()]).map(|example| example.line(spec)).collect()
}

fn choices(shape: &Shape) -> usize {
    let of_fields =
        |fields: &[InputField]| fields.iter().map(|field| choices(field.shape)).max().unwrap_or(1);
    match shape {
        Shape::Words(of) => of.words.len(),
        Shape::Fields(of) => of_fields(of.fields),
        Shape::Variants(of) => {
            let inner = of.variants.iter().map(|variant| of_fields(variant.parts)).max().unwrap_or(1);
            of.variants.len().max(inner)
        }
        Shape::Optional(inner) | Shape::List(inner) => choices(inner),
        _ => 1,
    }
}

/// One example while it is made: its bytes, and numbers of which no two are the same.
#[derive(Default)]
struct Example {
    /// Which of the variants and words.
    round: usize,
    /// Whether what may be absent is there.
    is_whole: bool,
    number: u8,
    bytes: Vec<u8>,
}

impl Example {
    fn line(mut self, spec: &CommandSpec) -> String {
        let told = self.map(spec.fields);
        let bytes = match AnyCommand::decode(spec.tag, &self.bytes) {
            Some(command) => command.encode().iter().map(|byte| format!("{byte:02x}")).collect(),
            None => String::from("core does not read its own example"),
        };
        format!("{{\"name\":\"{}\",\"fields\":{told},\"bytes\":\"{bytes}\"}}", spec.name)
    }

    fn next(&mut self) -> u8 {
        self.number += 1;
        self.number
    }

    fn head(&mut self, major: u8, value: usize) {
        match u8::try_from(value) {
            Ok(short) if short < 24 => self.bytes.push(major << 5 | short),
            Ok(byte) => self.bytes.extend([major << 5 | 24, byte]),
            Err(_) => {
                self.bytes.push(major << 5 | 26);
                self.bytes.extend(u32::try_from(value).unwrap_or_default().to_be_bytes());
            }
        }
    }

    fn text(&mut self, text: &str) {
        self.head(3, text.len());
        self.bytes.extend(text.as_bytes());
    }

    fn is_there(&self, field: &InputField) -> bool {
        // Where there is a default, a binding writes that.
        self.is_whole || field.default.is_some() || !matches!(field.shape, Shape::Optional(_))
    }

    fn map(&mut self, fields: &[InputField]) -> String {
        let fields: Vec<&InputField> = fields.iter().filter(|field| self.is_there(field)).collect();
        self.head(5, fields.len());
        let told = fields.into_iter().map(|field| {
            self.head(0, usize::try_from(field.number).unwrap_or_default());
            format!("\"{}\":{}", field.name, self.value(field.shape))
        });
        format!("{{{}}}", told.collect::<Vec<_>>().join(","))
    }

    fn array(&mut self, fields: &[InputField]) -> String {
        self.head(4, fields.len());
        let mut told = Vec::new();
        for field in fields {
            if self.is_there(field) {
                told.push(format!("\"{}\":{}", field.name, self.value(field.shape)));
            } else {
                self.bytes.push(0xf6);
            }
        }
        format!("{{{}}}", told.join(","))
    }

    /// Writes a value of this shape; answers it as stories tell it.
    fn value(&mut self, shape: &Shape) -> String {
        match shape {
            Shape::Flag => {
                self.bytes.push(0xf5);
                "true".to_owned()
            }
            Shape::Whole { .. } => {
                let number = usize::from(self.next()) * 1_000;
                self.head(0, number);
                number.to_string()
            }
            Shape::Id(id) => self.id(id),
            Shape::Money => {
                let minor = usize::from(self.next()) * 100 + 7;
                self.head(4, 2);
                self.head(0, minor);
                self.text("EUR");
                format!("\"{}.{:02} EUR\"", minor / 100, minor % 100)
            }
            Shape::Currency => {
                self.text("POINTS/0");
                "\"POINTS/0\"".to_owned()
            }
            Shape::Rate => {
                self.head(4, 2);
                self.head(0, 29);
                self.head(0, 3);
                "\"0.029\"".to_owned()
            }
            Shape::Time => {
                let second = usize::from(self.next() % 60);
                self.head(0, second * 1_000_000 + 123_456);
                format!("\"1970-01-01T00:00:{second:02}.123456Z\"")
            }
            Shape::Metadata => {
                let number = self.next();
                self.text(&format!("{{\"number\":{number}}}"));
                format!("{{\"number\":{number}}}")
            }
            Shape::Words(of) => self.chosen(of.words).map_or(String::new(), |word| {
                self.head(0, usize::try_from(word.number).unwrap_or_default());
                format!("\"{}\"", word.word)
            }),
            Shape::Fields(of) => self.fields(of),
            Shape::Variants(of) => self.chosen(of.variants).map_or(String::new(), |variant| {
                self.head(4, 2);
                self.head(0, usize::try_from(variant.number).unwrap_or_default());
                format!("{{\"{}\":{}}}", variant.name, self.array(variant.parts))
            }),
            Shape::Optional(inner) => self.value(inner),
            Shape::List(inner) => {
                self.head(4, 2);
                format!("[{},{}]", self.value(inner), self.value(inner))
            }
            // The rest no command carries.
            Shape::Text | Shape::Bytes(_) | Shape::OrRefused(_) | Shape::Command => {
                let text = format!("text {}", self.next());
                self.text(&text);
                format!("\"{text}\"")
            }
        }
    }

    fn chosen<T>(&self, of: &'static [T]) -> Option<&'static T> {
        of.get(self.round % of.len().max(1))
    }

    fn id(&mut self, id: &IdSpec) -> String {
        let bytes = [self.next(); 16];
        self.head(2, bytes.len());
        self.bytes.extend(bytes);
        format!("\"{}\"", id.text(bytes))
    }

    fn fields(&mut self, of: &FieldsSpec) -> String {
        if of.form == Form::Map { self.map(of.fields) } else { self.array(of.fields) }
    }
}
