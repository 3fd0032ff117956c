//! Which shapes there are, found by walking from what commands take and what the engine answers.

use paywright::catalogue::{self, AnyRecord};
use paywright::machine::EdgeName;
use paywright::shape::{Described, FieldsSpec, Form, IdSpec, Shape, VariantsSpec, WordsSpec};
use paywright::{
    Acceptance, Actor, AnyCommand, AnyOutput, Behind, Family, FeedPage, Figures, Imported, StatementLine,
    StatementLines, TrialLine, Verification, Work,
};

/// Every described type, each once, in the order in which it is first met; what a type is made of comes
/// before it.
#[derive(Default)]
pub struct Shapes {
    pub words: Vec<&'static WordsSpec>,
    pub fields: Vec<&'static FieldsSpec>,
    pub variants: Vec<&'static VariantsSpec>,
}

impl Shapes {
    /// All that a host meets.
    pub fn all() -> Self {
        let mut all = Self::default();
        for command in AnyCommand::CATALOGUE {
            command.fields.iter().for_each(|field| all.visit(field.shape));
        }
        let answers = [
            Actor::SHAPE,
            Acceptance::SHAPE,
            Family::SHAPE,
            StatementLines::SHAPE,
            Figures::SHAPE,
            StatementLine::SHAPE,
            TrialLine::SHAPE,
            FeedPage::SHAPE,
            Behind::SHAPE,
            Verification::SHAPE,
            Imported::SHAPE,
            Work::SHAPE,
            EdgeName::SHAPE,
        ];
        AnyRecord::SHAPES.iter().for_each(|shape| all.visit(shape));
        AnyOutput::CATALOGUE.iter().for_each(|output| all.visit(output.shape));
        answers.iter().for_each(|shape| all.visit(shape));
        all
    }

    /// Values that commands carry.
    pub fn carried(&self) -> impl Iterator<Item = &'static FieldsSpec> {
        self.fields.iter().copied().filter(|of| matches!(of.form, Form::Map | Form::Array))
    }

    /// Records and answers.
    pub fn answered(&self) -> impl Iterator<Item = &'static FieldsSpec> {
        self.fields.iter().copied().filter(|of| matches!(of.form, Form::Row(_) | Form::Told))
    }

    fn visit(&mut self, shape: &'static Shape) {
        match shape {
            Shape::Words(of) if !self.words.iter().any(|known| known.name == of.name) => self.words.push(of),
            Shape::Fields(of) if !self.fields.iter().any(|known| known.name == of.name) => {
                of.fields.iter().for_each(|field| self.visit(field.shape));
                self.fields.push(of);
            }
            Shape::Variants(of) if !self.variants.iter().any(|known| known.name == of.name) => {
                let parts = of.variants.iter().flat_map(|variant| variant.parts);
                parts.for_each(|part| self.visit(part.shape));
                self.variants.push(of);
            }
            Shape::Optional(inner) | Shape::List(inner) | Shape::OrRefused(inner) => self.visit(inner),
            _ => {}
        }
    }
}

/// Every type of ids.
pub fn ids() -> Vec<&'static IdSpec> {
    catalogue::ids().collect()
}
