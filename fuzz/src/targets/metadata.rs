//! What hosts note beside records.

use crate::text;
use paywright::{Metadata, limits};

/// What is read has one spelling, within its bounds.
pub fn check(bytes: &[u8]) -> bool {
    match Metadata::parse(&text::of(bytes)) {
        Ok(noted) => {
            assert!(noted.as_str().len() <= limits::METADATA_BYTES);
            assert_eq!(Metadata::parse(noted.as_str()).as_ref(), Ok(&noted), "it is not canonical");
            assert!(!noted.as_str().contains(char::is_control));
            true
        }
        Err(error) => {
            text::assert_sentence(&error);
            false
        }
    }
}

pub fn corpus() -> Vec<Vec<u8>> {
    text::corpus([
        "{}",
        r#"{"table":7,"guests":["Ada","Grace"],"paid":true,"note":null}"#,
        r#"{ "deep" : { "deeper" : [ [ -9223372036854775808 ] ] } }"#,
        r#"{"\u00e9":"\ud83d\ude00\t\n","a":"\"\\","":{"":[]}}"#,
    ])
}
