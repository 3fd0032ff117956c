//! How far lanes had come, as texts that were noted elsewhere.

use crate::ground::small;
use crate::text;
use paywright::*;

/// A text that is no cut is refused as such. With any other everything agrees on whether the journal holds
/// it: the feed, balances, and the check, which takes any anchors at all.
pub fn check(bytes: &[u8]) -> bool {
    let noted = minicbor::decode::<Vec<Anchor>>(bytes).is_ok_and(|anchors| {
        let there = anchors.iter().all(is_there);
        assert_eq!(small().engine.verify(&anchors).unwrap().is_clean(), there, "{anchors:?}");
        there
    });
    let as_it_is = holds(&text::of(bytes));
    // As digits, so that what stands in a cut is reached.
    holds(&text::hex(bytes)) || as_it_is || noted
}

fn is_there(anchor: &Anchor) -> bool {
    let same = |row: &storage::JournalRow| {
        (row.lane, row.sequence, row.hash) == (anchor.lane, anchor.sequence, anchor.hash)
    };
    small().journal.iter().any(same)
}

fn holds(text: &str) -> bool {
    let cut = match text.parse::<Cut>() {
        Ok(cut) => cut,
        Err(error) => {
            assert_eq!(error.code(), "invalid_cursor", "{error}");
            text::assert_sentence(&error);
            return false;
        }
    };
    let written = cut.to_string();
    assert!(written.len() <= text.len() && text.len() <= limits::CUT_BYTES);
    assert_eq!(written.parse::<Cut>(), Ok(cut.clone()));
    let engine = &small().engine;
    let bank = AccountKey::platform(Purpose::Bank, Currency::GBP).id();
    let there = cut.anchors().iter().all(is_there);
    let answers = [
        engine.feed(&cut, 100).map(|page| assert!(page.events.len() <= small().journal.len())),
        engine.trial_balance_at(&cut).map(drop),
        engine.balance_as_of(bank, AsOf::Cut(&cut)).map(drop),
    ];
    for answer in answers {
        match answer {
            Ok(()) => assert!(there, "{cut:?} is not of this journal"),
            Err(error) => assert!(!there && error.code() == "journal_forked", "{}: {error}", error.code()),
        }
    }
    there
}

pub fn corpus() -> Vec<Vec<u8>> {
    let mut cuts = vec![Cut::START, small().engine.cut().unwrap()];
    cuts.push(small().engine.feed(&Cut::START, 2).unwrap().next);
    let texts: Vec<String> = cuts.iter().map(Cut::to_string).collect();
    let mut bytes: Vec<Vec<u8>> = texts.iter().map(|text| text::unhex(text)).collect();
    // Noted on two days, which no cut is.
    let anchors = [cuts[1].anchors(), cuts[2].anchors(), cuts[2].anchors()].concat();
    bytes.push(minicbor::to_vec(anchors).unwrap());
    [bytes, text::corpus(texts)].concat()
}
