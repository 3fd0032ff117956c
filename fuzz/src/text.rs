//! Inputs as text, and bytes as digits.

use std::borrow::Cow;

/// No sentence about a text from outside is longer, however long the text was.
const SENTENCE: usize = 1_200;

/// The input as a text; bytes that are none become a character that says so.
pub fn of(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// In hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What hexadecimal digits stand for; nothing where they are none.
pub fn unhex(digits: &str) -> Vec<u8> {
    let pair = |at: usize| digits.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    (0..digits.len() / 2).map_while(|place| pair(place * 2)).collect()
}

/// A sentence for people: not empty, short, and nothing in it that a terminal would obey.
pub fn assert_sentence(error: &impl std::fmt::Display) {
    let sentence = error.to_string();
    assert!(!sentence.is_empty() && sentence.len() <= SENTENCE, "{} bytes: {sentence:?}", sentence.len());
    let obeyed = |character: char| character.is_control() && character != '\n';
    assert!(!sentence.contains(obeyed), "{sentence:?}");
}

/// Texts as inputs.
pub fn corpus<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Vec<Vec<u8>> {
    texts.into_iter().map(|text| text.into().into_bytes()).collect()
}
