//! Why nothing can be made of what was given, before anything is done.

/// What was given cannot be used. Nothing was done.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unfit {
    /// It is of a wrong type: a column holds what its field cannot be made of.
    Type(String),
    /// It is of the right type, and says what it must not: a column is missing, or too many.
    Value(String),
}

impl std::fmt::Display for Unfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (Self::Type(text) | Self::Value(text)) = self;
        f.write_str(text)
    }
}

impl std::error::Error for Unfit {}
