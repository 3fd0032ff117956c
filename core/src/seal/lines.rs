//! The lines of a text within a copy.

use super::opener::Opener;
use crate::error::{Error, Misuse};
use crate::limits;
use std::io::Read;

/// Lines without their ends. Behind an error there are no more.
pub(crate) struct Lines<R> {
    opener: Option<Opener<R>>,
    /// What was opened and not handed out,
    rest: Vec<u8>,
    /// from here on,
    at: usize,
    /// without a line's end before this.
    looked: usize,
}

impl<R: Read> Lines<R> {
    pub(crate) const fn of(opener: Opener<R>) -> Self {
        Self { opener: Some(opener), rest: Vec::new(), at: 0, looked: 0 }
    }

    fn line(&mut self) -> Result<Option<String>, Error> {
        loop {
            let end = self.rest.iter().skip(self.looked).position(|byte| *byte == b'\n');
            if let Some(end) = end.map(|end| self.looked.saturating_add(end)) {
                let line = self.rest.get(self.at..end).unwrap_or_default().to_vec();
                self.at = end.saturating_add(1);
                self.looked = self.at;
                return text(line).map(Some);
            }
            self.rest.drain(..self.at);
            self.at = 0;
            self.looked = self.rest.len();
            if self.looked > limits::IMPORT_LINE_BYTES {
                return Err(invalid("a line of the sealed copy is longer than any of an export"));
            }
            let more = self.opener.as_mut().map(Opener::read).transpose()?.flatten();
            let Some(more) = more else {
                self.opener = None;
                let last = std::mem::take(&mut self.rest);
                self.looked = 0;
                return if last.is_empty() { Ok(None) } else { text(last).map(Some) };
            };
            self.rest.extend_from_slice(more);
        }
    }
}

impl<R: Read> Iterator for Lines<R> {
    type Item = Result<String, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let line = self.line();
        if line.is_err() {
            self.opener = None;
            self.rest.clear();
            (self.at, self.looked) = (0, 0);
        }
        line.transpose()
    }
}

fn text(line: Vec<u8>) -> Result<String, Error> {
    String::from_utf8(line).map_err(|_| invalid("a line of the sealed copy is no text"))
}

fn invalid(what: &str) -> Error {
    Error::misuse(Misuse::InvalidImport, what)
}
