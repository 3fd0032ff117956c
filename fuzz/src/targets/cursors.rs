//! Where pages begin, as texts that were handed out.

use crate::ground::filled;
use crate::text;
use paywright::storage::{Direction, Value};
use paywright::*;
use std::sync::OnceLock;

/// Rows of the pages here.
const FEW: u32 = 3;

/// A text that is no cursor, or that of another list, is refused as such; any other begins a page.
pub fn check(bytes: &[u8]) -> bool {
    let as_it_is = page_behind(&text::of(bytes));
    // As digits, so that what stands in a cursor is reached.
    page_behind(&text::hex(bytes)) || as_it_is
}

fn page_behind(text: &str) -> bool {
    let cursor = match text.parse::<Cursor>() {
        Ok(cursor) => cursor,
        Err(error) => {
            assert_foreign(&error);
            return false;
        }
    };
    assert!(text.len() <= limits::CURSOR_BYTES && cursor.to_string().eq_ignore_ascii_case(text));
    assert_eq!(cursor.to_string().parse(), Ok(cursor.clone()));
    let engine = &filled().engine;
    let mut begun = false;
    for direction in [Direction::Ascending, Direction::Descending] {
        let all = PageOf { after: Some(&cursor), limit: FEW, direction, ..PageOf::ALL };
        begun |= goes_on(engine.list::<Order>(&all));
        let indexed = PageOf { index: Some("by_owner"), with: &[Value::Text("platform")], ..all };
        begun |= goes_on(engine.list::<Account>(&indexed));
        let lines = StatementOf { after: Some(&cursor), limit: FEW, direction, ..StatementOf::new(busy()) };
        begun |= engine.statement(&lines).transpose().is_some_and(goes_on);
    }
    for purpose in [None, Some(Purpose::Wallet)] {
        let accounts = AccountsOf { after: Some(&cursor), limit: FEW, purpose, ..AccountsOf::ALL };
        begun |= goes_on(engine.accounts(&accounts));
    }
    begun
}

fn goes_on<T>(page: Result<Page<T>, Error>) -> bool {
    match page {
        Ok(page) => {
            assert!(page.items.len() <= FEW as usize);
            true
        }
        Err(error) => {
            assert_foreign(&error);
            false
        }
    }
}

fn assert_foreign(error: &Error) {
    assert_eq!(error.code(), "invalid_cursor", "{error}");
    text::assert_sentence(error);
}

/// An account with more than one line.
fn busy() -> AccountId {
    static BUSY: OnceLock<AccountId> = OnceLock::new();
    *BUSY.get_or_init(|| {
        let engine = &filled().engine;
        let accounts = engine.list::<Account>(&PageOf { limit: 1_000, ..PageOf::ALL }).unwrap().items;
        let lines =
            |id| engine.statement(&StatementOf { limit: 3, ..StatementOf::new(id) }).unwrap().unwrap();
        let busy = accounts.into_iter().find(|account| lines(account.id).next.is_some());
        busy.expect("an account with a few lines").id
    })
}

pub fn corpus() -> Vec<Vec<u8>> {
    let engine = &filled().engine;
    let all = PageOf { limit: FEW, ..PageOf::ALL };
    let indexed = PageOf { index: Some("by_owner"), with: &[Value::Text("platform")], ..all.clone() };
    let cursors = [
        engine.list::<Order>(&all).unwrap().next,
        engine.list::<Account>(&indexed).unwrap().next,
        engine.accounts(&AccountsOf { limit: FEW, ..AccountsOf::ALL }).unwrap().next,
        engine
            .accounts(&AccountsOf { limit: 1, purpose: Some(Purpose::Wallet), ..AccountsOf::ALL })
            .unwrap()
            .next,
        engine.statement(&StatementOf { limit: 1, ..StatementOf::new(busy()) }).unwrap().unwrap().next,
    ];
    let texts: Vec<String> = cursors.into_iter().flatten().map(|cursor| cursor.to_string()).collect();
    assert_eq!(texts.len(), 5, "a list has no second page");
    let bytes = texts.iter().map(|text| text::unhex(text)).collect();
    [bytes, text::corpus(texts)].concat()
}
