//! Moments as people write them, and as counts of microseconds.

use crate::text;
use paywright::Timestamp;

/// A moment that is read is written so that it is read as the same; none is too far away to be written.
pub fn check(bytes: &[u8]) -> bool {
    if let Some(micros) = bytes.first_chunk() {
        let moment = Timestamp::from_micros(i64::from_be_bytes(*micros));
        assert!(moment.to_string().len() <= 40, "{moment}");
        assert_eq!(moment.plus_seconds(i64::MAX).max(moment), moment.plus_seconds(i64::MAX));
    }
    match text::of(bytes).parse::<Timestamp>() {
        Ok(moment) => {
            assert_eq!(moment.to_string().parse(), Ok(moment));
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
        "2026-11-23T09:00:00Z",
        "2026-11-23T09:00:00.123456+01:00",
        "1969-12-31T23:59:59.999999Z",
        "2016-12-31T23:59:60Z",
        "9999-12-31T23:59:59.999999Z",
        "0000-01-01T00:00:00-23:59",
    ])
}
